//! Days and periods told from today: `tomorrow`, `next Friday`, `last two weeks`, `this quarter`, `Q3 2026`, `week 31`.

use super::super::calendar::{self, Days, Grain, Step};
use super::super::{DateExpr, Direction, Yearly, resolve};
use super::{Found, month, offset, quarter, weekday};
use crate::parse::entity::lexicon::{Function, TimeUnit, Which};
use crate::parse::entity::token::Scan;
use chrono::{Datelike, NaiveDate, Weekday};

/// Words of days, `this/next/last …`, and units that need no more.
pub(super) fn at(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let m = scan.at(i).meaning;
    if let Some(days) = m.days {
        return calendar::add_days(scan.env.today, days).map(|day| (DateExpr::day(day), i + 1));
    }
    if let Some(which) = m.which {
        return which_one(scan, i, which);
    }
    if let Some(n) = weekday::beyond(scan, i + 1)
        && scan.word(i) != "mon"
        && let Some(days) = period(scan.env.today, m.unit?, i32::try_from(n).ok()?)
    {
        return Some((DateExpr::Fixed(days), i + 3));
    }
    match m.unit? {
        TimeUnit::Day => day_beside(scan, i),
        TimeUnit::Week => week(scan, i),
        TimeUnit::Weekend if scan.word(i) != "weekends" && !scan.word(i.wrapping_sub(1)).ends_with("ry") => {
            Some((DateExpr::Fixed(weekend(scan.env.today, 0)?), i + 1))
        }
        TimeUnit::Quarter => quarter::at(scan, i),
        _ => None,
    }
}

/// `day after tomorrow`, `day before yesterday`, `the day before`.
fn day_beside(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let sign = match scan.at(i + 1).meaning.function? {
        Function::After => 1,
        Function::Before => -1,
        _ => return None,
    };
    if let Some((base, next)) = super::point(scan, i + 2) {
        let expr = match &base {
            DateExpr::Fixed(days) => DateExpr::day(calendar::add_days(days.start?, sign)?),
            _ => DateExpr::Shifted(Box::new(base), Step::Days(sign)),
        };
        return Some((expr, next));
    }
    let alone = !scan.at(i + 2).is_word() && i > 0 && scan.does(i - 1, Function::The);
    alone.then(|| calendar::add_days(scan.env.today, sign).map(|day| (DateExpr::day(day), i + 2))).flatten()
}

/// `week 31`, `week of the 18th`, `week commencing February 4`, `w/c`, `week after next`.
fn week(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let at = i + 1;
    if let Some(n) = scan.digits(at).filter(|n| (1..=53).contains(n) && scan.at(at).len() <= 2) {
        return numbered_week(scan, n, at + 1);
    }
    let leads =
        scan.does(at, Function::Of) || scan.does(at, Function::Commencing) || scan.word(at) == "beginning";
    if !leads {
        return None;
    }
    let at = at + 1 + usize::from(scan.does(at + 1, Function::On));
    let at = at + usize::from(scan.does(at, Function::The));
    let (base, next) = super::point(scan, at).or_else(|| {
        let (day, ordinal, next) = month::day(scan, at)?;
        ordinal.then_some((DateExpr::DayOfMonth(day, None), next))
    })?;
    Some((DateExpr::WeekOf(Box::new(base)), next))
}

/// ISO 8601 week of a year, this year's if none is named.
fn numbered_week(scan: &Scan<'_>, n: u32, next: usize) -> Option<Found> {
    let at = next + usize::from(scan.does(next, Function::Of));
    let (year, next) = match month::year(scan, at) {
        Some(year) => (year, at + 1),
        None => (scan.env.today.iso_week().year(), next),
    };
    let monday = NaiveDate::from_isoywd_opt(year, n, Weekday::Mon)?;
    Days::week(monday).map(|days| (DateExpr::Fixed(days), next))
}

/// `w/c Feb 4`, `kw 23`, `cw23`.
pub(super) fn week_abbreviated(scan: &Scan<'_>, i: usize) -> Option<Found> {
    match scan.word(i) {
        "w" if scan.is_mark(i + 1, '/') && scan.word(i + 2) == "c" => {
            let (base, next) = super::point(scan, i + 3)?;
            Some((DateExpr::WeekOf(Box::new(base)), next))
        }
        "kw" | "cw" => {
            let n = scan.digits(i + 1).filter(|n| (1..=53).contains(n))?;
            numbered_week(scan, n, i + 2)
        }
        _ => None,
    }
}

/// `in the week`, `of the day`, `for the month`: the one that today lies in.
pub(super) fn the_unit(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let unit = scan.at(i).meaning.unit?;
    let before = i.checked_sub(2).map(|j| scan.at(j).meaning.function)??;
    let fits = match unit {
        TimeUnit::Day => matches!(before, Function::Of | Function::For),
        TimeUnit::Week | TimeUnit::Month | TimeUnit::Quarter | TimeUnit::Year => {
            matches!(before, Function::Of | Function::For | Function::In)
        }
        _ => false,
    };
    if unit == TimeUnit::Fortnight {
        return None;
    }
    fits.then(|| period(scan.env.today, unit, 0).map(|days| (DateExpr::Fixed(days), i + 1))).flatten()
}

fn which_one(scan: &Scan<'_>, i: usize, which: Which) -> Option<Found> {
    // `this coming Friday`, `this past weekend`.
    if which == Which::This
        && matches!(
            scan.at(i + 1).meaning.which,
            Some(Which::Coming | Which::Past | Which::Last | Which::Next)
        )
    {
        return which_one(scan, i + 1, scan.at(i + 1).meaning.which?);
    }
    let at = i + 1;
    let m = scan.at(at).meaning;
    if let Some(weekday) = m.weekday {
        return weekday::which(scan.env.today, which, weekday).map(|day| (DateExpr::day(day), at + 1));
    }
    if matches!(scan.word(at), "morning" | "afternoon" | "evening" | "night" | "aft" | "arvo" | "eve") {
        let days = if matches!(which, Which::Last | Which::Past) { -1 } else { 0 };
        return calendar::add_days(scan.env.today, days).map(|day| (DateExpr::day(day), at + 1));
    }
    if let Some(found) = several(scan, at, which) {
        return Some(found);
    }
    let business = scan.does(at, Function::Business);
    let unit_at = at + usize::from(business);
    if let Some(unit) = scan.at(unit_at).meaning.unit
        && m.month.is_none_or(|_| scan.word(at) == "mon")
        && let Some(mut days) = period(scan.env.today, unit, nth_from_now(which))
    {
        if business && unit == TimeUnit::Week {
            days = Days::span(days.start?, calendar::add_days(days.start?, 4)?, Grain::Week);
        }
        return Some((DateExpr::Fixed(days), unit_at + 1));
    }
    yearly(scan, at, which)
}

fn nth_from_now(which: Which) -> i32 {
    match which {
        Which::This => 0,
        Which::Next | Which::Coming => 1,
        Which::Last | Which::Past => -1,
    }
}

/// `next 3 days`, `last two weeks`, `past few months`.
fn several(scan: &Scan<'_>, i: usize, which: Which) -> Option<Found> {
    let (n, at) = offset::how_many(scan, i).filter(|(n, _)| (1..1000).contains(n))?;
    let business = scan.does(at, Function::Business);
    let unit_at = at + usize::from(business);
    let mut unit = scan.at(unit_at).meaning.unit?;
    if business && unit == TimeUnit::Day {
        unit = TimeUnit::WorkingDay;
    }
    let days =
        stretch(scan.env.today, n, unit, matches!(which, Which::Last | Which::Past), which == Which::This)?;
    Some((DateExpr::Fixed(days), unit_at + 1))
}

/// So many whole units after (or before) the present one; of days, after (or before) today.
fn stretch(today: NaiveDate, n: i64, unit: TimeUnit, back: bool, this: bool) -> Option<Days> {
    if this {
        return None;
    }
    let step = offset::step(n, unit)?;
    let whole = |first: NaiveDate| {
        let (start, end) = if back {
            (step.back().from(first)?, first.pred_opt()?)
        } else {
            let next = offset::step(1, unit)?.from(first)?;
            (next, step.from(next)?.pred_opt()?)
        };
        Some(Days::span(start, end, Grain::Span))
    };
    match unit {
        TimeUnit::Week | TimeUnit::Fortnight => whole(calendar::monday(today)?),
        TimeUnit::Month => whole(today.with_day(1)?),
        TimeUnit::Quarter => whole(period(today, TimeUnit::Quarter, 0)?.start?),
        TimeUnit::Year => whole(NaiveDate::from_ymd_opt(today.year(), 1, 1)?),
        _ if back => Some(Days::span(step.back().from(today)?, today.pred_opt()?, Grain::Span)),
        _ => Some(Days::span(today.succ_opt()?, step.from(today)?, Grain::Span)),
    }
}

/// `2 upcoming months`, `10 previous weeks`: counted from today on.
pub(super) fn several_reversed(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let (n, at) = offset::how_many(scan, i).filter(|(n, _)| (1..1000).contains(n))?;
    let which = scan.at(at).meaning.which.filter(|which| *which != Which::This)?;
    let unit = scan.at(at + 1).meaning.unit.filter(|_| n == 1 || scan.word(at + 1).ends_with('s'))?;
    let step = offset::step(n, unit)?;
    let today = scan.env.today;
    let days = match which {
        Which::Last | Which::Past => Days::span(step.back().from(today)?, today.pred_opt()?, Grain::Span),
        _ => Days::span(today.succ_opt()?, step.from(today)?, Grain::Span),
    };
    Some((DateExpr::Fixed(days), at + 2))
}

/// The n-th period from the one that today lies in.
pub(super) fn period(today: NaiveDate, unit: TimeUnit, n: i32) -> Option<Days> {
    let (year, month) = (today.year(), today.month());
    match unit {
        TimeUnit::Day | TimeUnit::WorkingDay => calendar::add_days(today, n.into()).map(Days::day),
        TimeUnit::Week => Days::week(calendar::add_days(today, 7 * i64::from(n))?),
        TimeUnit::Weekend => weekend(today, n),
        TimeUnit::Fortnight => {
            let monday = calendar::add_days(calendar::monday(today)?, 14 * i64::from(n))?;
            Some(Days::span(monday, calendar::add_days(monday, 13)?, Grain::Span))
        }
        TimeUnit::Month => {
            let (year, month) = calendar::month_after(year, month, n);
            calendar::months(year, month, 1, Grain::Month)
        }
        TimeUnit::Quarter => {
            let (year, month) = calendar::month_after(year, (month - 1) / 3 * 3 + 1, n.checked_mul(3)?);
            calendar::months(year, month, 3, Grain::Quarter)
        }
        TimeUnit::Half => {
            let (year, month) = calendar::month_after(year, (month - 1) / 6 * 6 + 1, n.checked_mul(6)?);
            calendar::months(year, month, 6, Grain::Half)
        }
        TimeUnit::Year => calendar::year(year.checked_add(n)?),
        TimeUnit::Hour | TimeUnit::Minute => None,
    }
}

/// Saturday and Sunday of a week from this one.
fn weekend(today: NaiveDate, n: i32) -> Option<Days> {
    let saturday = calendar::add_days(calendar::monday(today)?, 7 * i64::from(n) + 5)?;
    Some(Days::span(saturday, calendar::add_days(saturday, 1)?, Grain::Weekend))
}

/// `next March`, `last thanksgiving`, `this September`, `next 6th of April`.
fn yearly(scan: &Scan<'_>, i: usize, which: Which) -> Option<Found> {
    let (expr, next) = match scan.holiday_at(i) {
        Some((holiday, next)) => (DateExpr::Yearly(Yearly::Holiday(holiday)), next),
        None => month::month_first(scan, i)
            .or_else(|| month::day_first(scan, i))
            .or_else(|| quarter::at(scan, i))?,
    };
    let DateExpr::Yearly(rule) = expr else { return None };
    let today = scan.env.today;
    let days = match which {
        Which::This => {
            let days = calendar::in_year(rule, today.year())?;
            let gone = matches!(rule, Yearly::Holiday(_)) && days.end? < today;
            if gone { calendar::in_year(rule, today.year() + 1)? } else { days }
        }
        Which::Next | Which::Coming => {
            resolve(&DateExpr::Yearly(rule), next_free(rule, today)?, Direction::Future)?
        }
        Which::Last | Which::Past => resolve(&DateExpr::Yearly(rule), today.pred_opt()?, Direction::Past)?,
    };
    // In March, `last March` is a year ago.
    let days = match which {
        Which::Last | Which::Past if days.end? >= today => calendar::in_year(rule, days.start?.year() - 1)?,
        _ => days,
    };
    Some((DateExpr::Fixed(days), next))
}

/// The day from which on the next occurrence is looked for: after the present one.
fn next_free(rule: Yearly, today: NaiveDate) -> Option<NaiveDate> {
    let present = calendar::in_year(rule, today.year())?;
    let inside = present.start? <= today && today <= present.end?;
    if inside { present.end?.succ_opt() } else { Some(today) }
}
