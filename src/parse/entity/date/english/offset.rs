//! So many units from now or from another date: `in two weeks`, `3 days ago`, `within 9 months`, `2 weeks after Christmas`,
//! `3 fridays from now`.

use super::super::calendar::{self, Days, Grain, Step};
use super::super::{DateExpr, Direction, resolve, time};
use super::Found;
use crate::parse::entity::lexicon::{Function, TimeUnit};
use crate::parse::entity::number;
use crate::parse::entity::token::Scan;
use chrono::Weekday;

/// What is counted.
enum Counted {
    Units(Step),
    Weekdays(i64, Weekday),
}

/// The offset that starts at the i-th token.
pub(super) fn at(scan: &Scan<'_>, i: usize) -> Option<Found> {
    match scan.at(i).meaning.function {
        Some(Function::In) => ahead(scan, i + 1),
        Some(Function::After) => {
            let (counted, next) = counted(scan, i + 1)?;
            (!scan.does(next, Function::Of))
                .then(|| from_now(scan, &counted, 1))
                .flatten()
                .map(|expr| (expr, next))
        }
        Some(Function::Within) => within(scan, i + 1),
        _ => behind(scan, i),
    }
}

/// `in 3 days`, `in two weeks from today`, `in 1 mon`.
fn ahead(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let (counted, next) = counted(scan, i)?;
    if scan.does(next, Function::From) || scan.does(next, Function::Since) {
        return behind(scan, i);
    }
    // `in 2 weeks time`, `in 2 weeks' time`.
    let next = next + usize::from(scan.is_mark(next, '\''));
    let next = next + usize::from(scan.word(next) == "time");
    Some((from_now(scan, &counted, 1)?, next))
}

/// `within 3 days`, `within the next 2 weeks`: from today to then.
fn within(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let i = i + usize::from(scan.does(i, Function::The));
    let i = i + usize::from(scan.at(i).meaning.which.is_some());
    let (counted, next) = counted(scan, i)?;
    let Counted::Units(step) = counted else { return None };
    let end = step.from(scan.env.today)?;
    Some((DateExpr::Fixed(Days::span(scan.env.today, end, Grain::Span)), next))
}

/// A count of units with what places it behind: `ago`, `later`, `from now`, `before yesterday`.
fn behind(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let (counted, next) = counted(scan, i)?;
    let word = scan.at(next).meaning.function;
    match word {
        Some(Function::Ago) => Some((from_now(scan, &counted, -1)?, next + 1)),
        // British `a week on Friday`: so long after the coming one.
        Some(Function::On) if scan.at(next + 1).meaning.weekday.is_some() => {
            let Counted::Units(step @ Step::Days(days)) = counted else { return None };
            let weekday = DateExpr::Weekday(scan.at(next + 1).meaning.weekday?);
            let coming = resolve(&weekday, scan.env.today, Direction::Future)?.start?;
            (days % 7 == 0).then(|| step.from(coming).map(|day| (DateExpr::day(day), next + 2))).flatten()
        }
        Some(Function::Hence | Function::Later) => Some((from_now(scan, &counted, 1)?, next + 1)),
        Some(Function::From | Function::After | Function::Since | Function::Before) => {
            let sign = if word == Some(Function::Before) { -1 } else { 1 };
            let mut at = next + 1;
            at += usize::from(scan.word(at) == "right");
            if scan.does(at, Function::Now) {
                return Some((from_now(scan, &counted, sign)?, at + 1));
            }
            let Counted::Units(step) = counted else { return None };
            at += usize::from(scan.does(at, Function::The));
            if word == Some(Function::Since) {
                at += usize::from(scan.word(at) == "year");
            }
            let step = if sign < 0 { step.back() } else { step };
            match super::point(scan, at).or_else(|| super::year_alone(scan, at)) {
                Some((base, end)) => Some((shifted(scan, base, step)?, end)),
                None if word == Some(Function::Before) && closes(scan, next + 1) => {
                    Some((DateExpr::day(step.from(scan.env.today)?), next + 1))
                }
                None => None,
            }
        }
        _ => None,
    }
}

fn closes(scan: &Scan<'_>, i: usize) -> bool {
    !scan.at(i).is_word()
}

/// A step from a day that is known is a day that is known.
fn shifted(scan: &Scan<'_>, base: DateExpr, step: Step) -> Option<DateExpr> {
    if base.is_fixed() {
        let day = resolve(&base, scan.env.today, Direction::Future)?.start?;
        return Some(DateExpr::day(step.from(day)?));
    }
    Some(DateExpr::Shifted(Box::new(base), step))
}

fn from_now(scan: &Scan<'_>, counted: &Counted, sign: i64) -> Option<DateExpr> {
    let today = scan.env.today;
    let day = match counted {
        Counted::Units(step) => if sign < 0 { step.back() } else { *step }.from(today)?,
        Counted::Weekdays(n, weekday) => {
            let direction = if sign < 0 { Direction::Past } else { Direction::Future };
            let start = if sign < 0 { today.pred_opt()? } else { today };
            let nearest = resolve(&DateExpr::Weekday(*weekday), start, direction)?.start?;
            calendar::add_days(nearest, sign * 7 * (n - 1))?
        }
    };
    Some(DateExpr::day(day))
}

/// Weeks from now behind a weekday: `Monday two weeks from now`.
pub(super) fn weeks_from_now(scan: &Scan<'_>, i: usize, weekday: Weekday) -> Option<Found> {
    let (counted, _) = counted(scan, i)?;
    let Counted::Units(Step::Days(days)) = counted else { return None };
    let (DateExpr::Fixed(found), next) = behind(scan, i)? else { return None };
    if days % 7 != 0 {
        return None;
    }
    let monday = calendar::monday(found.single()?)?;
    Some((DateExpr::day(calendar::add_days(monday, weekday.num_days_from_monday().into())?), next))
}

/// A count of days, weeks or months as a length of time, in days: `for 10 days`, `a week`.
pub(super) fn length(scan: &Scan<'_>, i: usize) -> Option<(Step, usize)> {
    match counted(scan, i)? {
        (Counted::Units(step), next) => Some((step, next)),
        (Counted::Weekdays(..), _) => None,
    }
}

/// How many, and of what.
fn counted(scan: &Scan<'_>, i: usize) -> Option<(Counted, usize)> {
    if scan.word(i) == "half"
        && scan.does(i + 1, Function::A)
        && scan.at(i + 2).meaning.unit == Some(TimeUnit::Year)
    {
        return Some((Counted::Units(Step::Months(6)), i + 3));
    }
    let (n, at) = how_many(scan, i)?;
    let business = scan.does(at, Function::Business) || scan.word(at) == "calendar";
    let unit_at = at + usize::from(business);
    if let Some(unit) = scan.at(unit_at).meaning.unit
        && !(unit == TimeUnit::Weekend || time::is_clock_unit(unit))
    {
        let unit = if business && scan.does(at, Function::Business) && unit == TimeUnit::Day {
            TimeUnit::WorkingDay
        } else {
            unit
        };
        return Some((Counted::Units(step(n, unit)?), unit_at + 1));
    }
    let weekday = scan.at(at).meaning.weekday?;
    (scan.word(at).ends_with("days")).then_some((Counted::Weekdays(n, weekday), at + 1))
}

/// So many units as a step.
pub(super) fn step(n: i64, unit: TimeUnit) -> Option<Step> {
    let months = |by: i64| i32::try_from(n.checked_mul(by)?).ok().map(Step::Months);
    match unit {
        TimeUnit::Day => Some(Step::Days(n)),
        TimeUnit::WorkingDay => Some(Step::WorkingDays(n)),
        TimeUnit::Week => n.checked_mul(7).map(Step::Days),
        TimeUnit::Fortnight => n.checked_mul(14).map(Step::Days),
        TimeUnit::Month => months(1),
        TimeUnit::Quarter => months(3),
        TimeUnit::Half => months(6),
        TimeUnit::Year => months(12),
        TimeUnit::Weekend | TimeUnit::Hour | TimeUnit::Minute => None,
    }
}

/// `3`, `three`, `a`, `a couple of`, `a few` (three).
pub(super) fn how_many(scan: &Scan<'_>, i: usize) -> Option<(i64, usize)> {
    let article = usize::from(scan.does(i, Function::A) || scan.does(i, Function::The));
    let at = i + article;
    if scan.does(at, Function::Couple) {
        return Some((2, at + 1 + usize::from(scan.does(at + 1, Function::Of))));
    }
    if scan.does(at, Function::Few) {
        return Some((3, at + 1));
    }
    if article == 1 {
        return scan.does(i, Function::A).then_some((1, at));
    }
    let token = scan.at(i);
    if token.is_digits() {
        let plain = token.len() <= 4
            && !scan.is_mark(i + 1, '.')
            && !(scan.touches(i) && i > 0 && !scan.is_mark(i - 1, '('));
        return plain.then(|| scan.digits(i).map(|n| (n.into(), i + 1))).flatten();
    }
    token.meaning.cardinal?;
    let num = number::number(scan, i, false)?;
    Some((num.whole()?.into(), num.next))
}
