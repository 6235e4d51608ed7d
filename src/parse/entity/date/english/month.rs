//! Days and months by name: `March 3rd, 2015`, `14 April`, `the 15th`, `July 13-15`, `Dec-2018`, `2020/Sep/23`.

use super::super::calendar::{self, Grain};
use super::super::{DateExpr, Yearly, time};
use super::Found;
use crate::parse::entity::EntityKind;
use crate::parse::entity::lexicon::{Function, TimeUnit, Which};
use crate::parse::entity::token::{Kind, Scan};
use chrono::{Datelike, NaiveDate};

/// A year of four digits.
pub(super) fn year(scan: &Scan<'_>, i: usize) -> Option<i32> {
    let fits = scan.at(i).len() == 4 && !matches!(scan.at(i + 1).kind, Kind::Mark('%' | ':'));
    let year = scan.digits(i).filter(|y| fits && (1900..2100).contains(y))?;
    i32::try_from(year).ok()
}

/// A year behind a day or month, after a comma, `of` or `in`; `2555 BE` is Buddhist. Gives the token after it.
pub(super) fn year_behind(scan: &Scan<'_>, i: usize) -> Option<(i32, usize)> {
    let joins = scan.is_mark(i, ',')
        || scan.is_mark(i, '.') && scan.before(i).is_word()
        || scan.does(i, Function::Of)
        || scan.does(i, Function::In)
        || matches!(scan.at(i).kind, Kind::Mark('-' | '/')) && scan.touches(i);
    let at = i + usize::from(joins);
    let at = at + usize::from(scan.is_mark(at, ',') && at > i);
    if scan.at(at).len() == 4 && scan.word(at + 1) == "be" {
        return Some((i32::try_from(scan.digits(at)?).ok()?.checked_sub(543)?, at + 2));
    }
    if scan.is_mark(at, '\'') && scan.at(at + 1).len() == 2 && scan.touches(at + 1) {
        return Some((2000 + i32::try_from(scan.digits(at + 1)?).ok()?, at + 2));
    }
    // `7th of November, 2017 units` is unlikely; `14 April 2015 usd` is not.
    let counts = scan.at(at + 1).meaning.counter && scan.is_mark(i, ',');
    year(scan, at).filter(|_| !counts).map(|year| (year, at + 1))
}

/// A short year behind a day and month that are joined by the same mark: `10-Mar-26`.
fn short_year(scan: &Scan<'_>, i: usize, mark: Kind) -> Option<(i32, usize)> {
    let joined = matches!(mark, Kind::Mark('-' | '/')) && scan.at(i).kind == mark && scan.touches(i);
    let year = scan.digits(i + 1).filter(|_| joined && scan.touches(i + 1) && scan.at(i + 1).len() == 2)?;
    Some((2000 + i32::try_from(year).ok()?, i + 2))
}

/// A day of a month: `3`, `3rd`, `third`, `twenty-seventh`; whether it is an ordinal; and the token after it.
pub(super) fn day(scan: &Scan<'_>, i: usize) -> Option<(u32, bool, usize)> {
    let token = scan.at(i);
    if token.is_digits() {
        let day = scan.digits(i).filter(|d| token.len() <= 2 && (1..=31).contains(d))?;
        let suffix = matches!(scan.word(i + 1), "st" | "nd" | "rd" | "th");
        return Some((day, suffix, i + 1 + usize::from(suffix)));
    }
    if let Some(day) = token.meaning.ordinal {
        return Some((day, true, i + 1));
    }
    let tens = token.meaning.cardinal.filter(|n| matches!(n, 20 | 30))?;
    let at = i + 1 + usize::from(scan.is_mark(i + 1, '-'));
    let unit = scan.at(at).meaning.ordinal.filter(|n| *n < 10)?;
    (tens + unit <= 31).then_some((tens + unit, true, at + 1))
}

pub(super) fn month_day(year: Option<i32>, month: u32, day: u32) -> Option<DateExpr> {
    match year {
        Some(year) => NaiveDate::from_ymd_opt(year, month, day).map(DateExpr::day),
        // A leap year, so that 29 February is a day.
        None => {
            NaiveDate::from_ymd_opt(2000, month, day).map(|_| DateExpr::Yearly(Yearly::Day(month, day, None)))
        }
    }
}

/// The month at the i-th token, and the token after it and its point.
fn month(scan: &Scan<'_>, i: usize) -> Option<(u32, usize)> {
    let month = scan.at(i).meaning.month?;
    let dot = scan.is_mark(i + 1, '.') && scan.touches(i + 1) && scan.at(i).len() <= 4;
    Some((month, i + 1 + usize::from(dot)))
}

/// `March 3rd, 2015`, `March 2015`, `Dec-2018`, `Oct/2`, `March`.
pub(super) fn month_first(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let (month, next) = month(scan, i)?;
    let mut at = next;
    if matches!(scan.at(at).kind, Kind::Mark('-' | '/' | ','))
        && (scan.touches(at) && scan.touches(at + 1) || scan.is_mark(at, ','))
    {
        at += 1;
    }
    if scan.does(at, Function::The) {
        at += 1;
    }
    if year(scan, at).is_none()
        && let Some((day, ordinal, end)) = day(scan, at)
        && day_fits_here(scan, at, end, ordinal)
    {
        let (year, end) = match year_behind(scan, end) {
            Some((year, end)) => (Some(year), end),
            None => (None, end),
        };
        return month_day(year, month, day).map(|expr| (expr, end));
    }
    if let Some((year, end)) = year_behind(scan, next) {
        // `September-2020-23`
        if matches!(scan.at(end).kind, Kind::Mark('-' | '/'))
            && scan.touches(end)
            && let Some((day, _, end)) = day(scan, end + 1)
        {
            return month_day(Some(year), month, day).map(|expr| (expr, end));
        }
        return calendar::months(year, month, 1, Grain::Month).map(|days| (DateExpr::Fixed(days), end));
    }
    month_alone(scan, i, next).then_some((DateExpr::Yearly(Yearly::Month(month)), next))
}

/// The figure behind a month is a day unless it counts something, tells the time or is a percentage.
pub(super) fn day_fits_here(scan: &Scan<'_>, at: usize, next: usize, ordinal: bool) -> bool {
    let after = scan.at(next);
    let touching = scan.touches(next);
    let refused = match after.kind {
        Kind::Mark(':' | '%') => true,
        Kind::Mark('.' | ',') => touching && scan.at(next + 1).is_digits() && scan.touches(next + 1),
        Kind::Mark('/') => touching && scan.at(next + 1).is_digits(),
        Kind::Word => {
            let m = &after.meaning;
            let half_of_day = matches!(scan.word(next), "am" | "pm" | "oclock" | "o");
            half_of_day
                || touching && !ordinal && m.month.is_none()
                || m.scale.is_some()
                || m.counter && !ordinal && m.weekday.is_none()
        }
        _ => false,
    };
    let signed = matches!(scan.before(at).kind, Kind::Mark('$' | '€' | '£' | '¥'));
    !(refused || signed)
}

/// A month on its own. Names that are also words or people's (`may`, `march`, `Jan`, `April`) need something beside them.
fn month_alone(scan: &Scan<'_>, i: usize, next: usize) -> bool {
    let before = scan.before(i);
    let led = i > 0
        && (matches!(
            before.meaning.function,
            Some(
                Function::In
                    | Function::Of
                    | Function::By
                    | Function::To
                    | Function::From
                    | Function::Since
                    | Function::Before
                    | Function::After
                    | Function::Between
                    | Function::Mid
                    | Function::Early
                    | Function::Late
                    | Function::And
                    | Function::Or
                    | Function::The
                    | Function::End
                    | Function::On
            )
        ) || before.meaning.which.is_some()
            || before.is_mark('-')
            || before.meaning.month.is_some());
    let capital = scan.text.is_capital(scan.at(i).start);
    let after = scan.at(next);
    let dollar = before.is_mark('$') && scan.touches(i);
    let name_follows =
        after.is_word() && capital && scan.text.is_capital(after.start) && after.meaning.month.is_none();
    // `the OCT`, `他们的CAD`: a device or a program in capitals, where the rest is not.
    let shouted = |i: usize| {
        let token = scan.at(i);
        token.is_word() && token.len() > 1 && (token.start..token.end).all(|at| scan.text.is_capital(at))
    };
    let abbreviation = scan.at(i).len() == 3
        && shouted(i)
        && !shouted(i.wrapping_sub(1).min(scan.len()))
        && (before.does(Function::The) || before.does(Function::A) || before.han().is_some());
    if dollar || name_follows || abbreviation {
        return false;
    }
    let alone = i == 0 && after.kind == Kind::End;
    let joins =
        matches!(after.kind, Kind::Mark('-' | '/')) || after.does(Function::To) || after.does(Function::Or);
    if joins && scan.at(next + 1).meaning.month.is_some() {
        return true;
    }
    let verb_follows = after.is_word() && after.meaning.function.is_none() && !scan.is_mark(next - 1, '.');
    match scan.word(i) {
        "may" => {
            let joined = matches!(
                before.meaning.function,
                Some(Function::And | Function::Or | Function::The | Function::On)
            );
            alone || led && !joined && (!verb_follows || capital) && !scan.does(next, Function::Or)
        }
        "march" | "mar" | "sep" | "dec" | "jan" => alone || led || capital && i > 0 && !verb_follows,
        _ => alone || led || i > 0 || !after.is_word(),
    }
}

/// `14 April 2015`, `3rd of March`, `1.Jun`, `23/Sep/2020`, `23-2020-September`, `the twenty third day of September`.
pub(super) fn day_first(scan: &Scan<'_>, i: usize) -> Option<Found> {
    if matches!(scan.before(i).kind, Kind::Mark('$' | '€' | '£' | '¥')) && i > 0 {
        return None;
    }
    let (day, ordinal, next) = day(scan, i)?;
    let mut at = next;
    if ordinal
        && scan.word(at) == "day"
        && (scan.does(at + 1, Function::Of) || scan.does(at + 1, Function::In))
    {
        at += 1;
    }
    match scan.at(at).kind {
        Kind::Mark('.') if scan.at(i).is_digits() && scan.touches(at) => at += 1,
        Kind::Mark('-' | '/' | ',') if scan.touches(at) => at += 1,
        Kind::Word if scan.does(at, Function::Of) || ordinal && scan.does(at, Function::In) => at += 1,
        _ => {}
    }
    let at = at + usize::from(scan.does(at, Function::The));
    if let Some(year) = year(scan, at)
        && matches!(scan.at(at + 1).kind, Kind::Mark('-' | '/'))
        && let Some((month, end)) = month(scan, at + 2)
    {
        return month_day(Some(year), month, day).map(|expr| (expr, end));
    }
    if let Some((month, end)) = month(scan, at) {
        // `5 may` is a date, `5 may come` is not.
        let verb = scan.word(at) == "may"
            && !ordinal
            && scan.at(end).is_word()
            && at == next
            && !scan.text.is_capital(scan.at(at).start)
            && scan.at(end).meaning.function.is_none();
        if verb {
            return None;
        }
        let mark = scan.at(next).kind;
        let (year, end) = match short_year(scan, end, mark).or_else(|| year_behind(scan, end)) {
            Some((year, end)) => (Some(year), end),
            None => (None, end),
        };
        return month_day(year, month, day).map(|expr| (expr, end));
    }
    let (first, end) = of_which_month(scan, at, at > next)?;
    first.with_day(day).map(|found| (DateExpr::day(found), end))
}

/// `this month`, `the next month`, `the month` behind `20th of`: its first day.
fn of_which_month(scan: &Scan<'_>, i: usize, of: bool) -> Option<(NaiveDate, usize)> {
    let i = i + usize::from(scan.does(i, Function::In) || scan.does(i, Function::On));
    let i = i + usize::from(scan.does(i, Function::The));
    let shift = match scan.at(i).meaning.which {
        Some(Which::This) => 0,
        Some(Which::Next | Which::Coming) => 1,
        Some(Which::Last | Which::Past) => -1,
        None if of && scan.at(i).meaning.unit == Some(TimeUnit::Month) => 0,
        None => return None,
    };
    let at = i + usize::from(scan.at(i).meaning.which.is_some());
    if scan.at(at).meaning.unit != Some(TimeUnit::Month) {
        return None;
    }
    let first = scan.env.today.with_day(1)?;
    Some((calendar::add_months(first, shift)?, at + 1))
}

/// `2018 March 18`, `2017 april`, `2012/aug/10`, `2020/23/Sep`.
pub(super) fn year_first(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let year = year(scan, i)?;
    let mark = |at: usize| {
        usize::from(matches!(scan.at(at).kind, Kind::Mark('-' | '/' | ',' | '.')) && scan.touches(at))
    };
    let at = i + 1 + mark(i + 1);
    if let Some((month, next)) = month(scan, at) {
        if let Some((day, ordinal, end)) = day(scan, next + mark(next))
            && day_fits_here(scan, next, end, ordinal)
        {
            return month_day(Some(year), month, day).map(|expr| (expr, end));
        }
        return calendar::months(year, month, 1, Grain::Month).map(|days| (DateExpr::Fixed(days), next));
    }
    if let Some(found) = super::quarter::of_year(scan, at, year) {
        return Some(found);
    }
    let (day, _, next) = day(scan, at).filter(|_| at > i + 1)?;
    let (month, end) = month(scan, next + 1).filter(|_| mark(next) == 1)?;
    month_day(Some(year), month, day).map(|expr| (expr, end))
}

/// `the 15th`, `on the 4th`, `25th`.
pub(super) fn day_alone(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let (day, ordinal, next) = day(scan, i)?;
    let after_weekday = is_after_weekday(scan, i);
    if !ordinal && !after_weekday {
        return None;
    }
    let word = scan.at(next);
    let plain_noun = word.is_word()
        && word.meaning.function.is_none()
        && word.meaning.which.is_none()
        && word.meaning.weekday.is_none()
        && word.meaning.cardinal.is_none()
        && !matches!(
            scan.word(next),
            "is" | "was"
                | "will"
                | "works"
                | "with"
                | "so"
                | "we"
                | "he"
                | "she"
                | "they"
                | "i"
                | "if"
                | "but"
                | "because"
                | "as"
                | "when"
                | "day"
        );
    let article = i > 0 && scan.does(i - 1, Function::The);
    let before = scan.before(i - usize::from(article));
    let led = matches!(
        before.meaning.function,
        Some(
            Function::On
                | Function::By
                | Function::To
                | Function::From
                | Function::Since
                | Function::Before
                | Function::After
                | Function::Of
                | Function::And
                | Function::Between
                | Function::At
                | Function::In
                | Function::For
        )
    ) && i > usize::from(article);
    let asked = scan.env.asked == Some(EntityKind::Date);
    let in_words = !scan.at(i).is_digits();
    let counts = time::strong(scan, i).is_some()
        || matches!(word.kind, Kind::Mark('%' | '/' | '$'))
        || word.meaning.scale.is_some()
        // `the 12-month contract`, `the 3-day course`
        || scan.touches(next) && word.is_mark('-') && scan.at(next + 1).is_word() && scan.touches(next + 1)
        || scan.touches(next) && word.is_mark(':');
    let said = if in_words {
        // `first`, `second` say more than dates: they need more around them.
        after_weekday || led && (article || day > 3)
    } else {
        after_weekday || led || article || asked && i == 0
    };
    let said = said && (!plain_noun || after_weekday && !in_words);
    (said && !counts).then_some((DateExpr::DayOfMonth(day, None), next))
}

/// `Monday 24`, `Tuesday the 19th`.
fn is_after_weekday(scan: &Scan<'_>, i: usize) -> bool {
    let mut at = i;
    for _ in 0..3 {
        let Some(before) = at.checked_sub(1) else { return false };
        if scan.at(before).meaning.weekday.is_some() {
            return true;
        }
        let skipped =
            scan.does(before, Function::The) || matches!(scan.at(before).kind, Kind::Mark(',' | '.' | '-'));
        if !skipped {
            return false;
        }
        at = before;
    }
    false
}
