//! The n-th of something in a longer time: `first Monday of October`, `last week of 2019`, `third last day of May`,
//! `last four months of 2021`, `third Tuesday after Christmas`.

use super::super::calendar::{self, Days, Grain};
use super::super::{DateExpr, Direction, Yearly, resolve};
use super::{Found, month, quarter, relative};
use crate::parse::entity::lexicon::{Function, TimeUnit, Which};
use crate::parse::entity::token::Scan;
use chrono::{Datelike, Weekday};

/// What is counted.
#[derive(Clone, Copy)]
enum Item {
    Weekday(Weekday),
    Unit(TimeUnit),
}

/// The expression that starts at the i-th token with an ordinal or `last`.
pub(super) fn at(scan: &Scan<'_>, i: usize) -> Option<Found> {
    if let Some(found) = relative::several_reversed(scan, i) {
        return Some(found);
    }
    let (n, count, at) = rank(scan, i)?;
    if let Some(found) = quarter::at(scan, i) {
        return Some(found);
    }
    let item = match (scan.at(at).meaning.weekday, scan.at(at).meaning.unit) {
        (Some(weekday), _) => Item::Weekday(weekday),
        (None, Some(unit)) => Item::Unit(unit),
        (None, None) => return None,
    };
    let next = at + 1;
    if scan.does(next, Function::After)
        && let Item::Weekday(weekday) = item
        && n > 0
        && let Some((base, end)) = super::point(scan, next + 1)
    {
        return after(scan, &base, n, weekday).map(|expr| (expr, end));
    }
    let of = scan.does(next, Function::Of) || scan.does(next, Function::In) || scan.does(next, Function::On);
    if !of {
        return None;
    }
    let within_at = next + 1;
    if let Some((within, end)) = period(scan, within_at) {
        let days = pick(within, n, count, item)?;
        return Some((DateExpr::Fixed(days), end));
    }
    // A month with no year.
    let bare = within_at + usize::from(scan.does(within_at, Function::The));
    let (DateExpr::Yearly(Yearly::Month(m)), end) = month::month_first(scan, bare)? else { return None };
    let expr = match item {
        Item::Weekday(weekday) if count == 1 => DateExpr::Yearly(Yearly::NthWeekday(m, n, weekday)),
        Item::Unit(TimeUnit::Week) if count == 1 => DateExpr::Yearly(Yearly::NthWeek(m, n)),
        Item::Unit(TimeUnit::Day) if count == 1 && n > 0 => {
            DateExpr::Yearly(Yearly::Day(m, n.unsigned_abs(), None))
        }
        Item::Unit(unit) => {
            let month = resolve(&DateExpr::Yearly(Yearly::Month(m)), scan.env.today, Direction::Future)?;
            DateExpr::Fixed(pick(month, n, count, Item::Unit(unit))?)
        }
        Item::Weekday(_) => return None,
    };
    Some((expr, end))
}

/// Which, from the start or (negative) from the end, and how many of them: `third`, `last`, `2nd last`, `first 2`.
fn rank(scan: &Scan<'_>, i: usize) -> Option<(i32, i32, usize)> {
    let is_last = |at: usize| scan.word(at) == "last" || scan.word(at) == "final";
    if is_last(i) {
        let many = super::offset::how_many(scan, i + 1).filter(|(n, _)| (2..100).contains(n));
        return match many {
            Some((n, at)) => Some((-1, i32::try_from(n).ok()?, at)),
            None => Some((-1, 1, i + 1)),
        };
    }
    let (n, ordinal, next) = month::day(scan, i)?;
    let n = i32::try_from(n).ok().filter(|_| ordinal)?;
    if is_last(next) {
        return Some((-n, 1, next + 1));
    }
    if n == 1
        && let Some((count, at)) =
            super::offset::how_many(scan, next).filter(|(count, _)| (2..100).contains(count))
    {
        return Some((1, i32::try_from(count).ok()?, at));
    }
    Some((n, 1, next))
}

/// A period to count in: a year, a month of a year, `this month`, `next year`, `the month`.
fn period(scan: &Scan<'_>, i: usize) -> Option<(Days, usize)> {
    let at = i + usize::from(scan.does(i, Function::The));
    if let Some(year) = month::year(scan, at) {
        return calendar::year(year).map(|days| (days, at + 1));
    }
    if let Some((DateExpr::Fixed(days), end)) = month::month_first(scan, at)
        && days.grain == Grain::Month
    {
        return Some((days, end));
    }
    if let Some(found) = year_period(scan, i) {
        return Some(found);
    }
    let unit = scan.at(at).meaning.unit;
    if at > i && matches!(unit, Some(TimeUnit::Month | TimeUnit::Year | TimeUnit::Quarter)) {
        return relative::period(scan.env.today, unit?, 0).map(|days| (days, at + 1));
    }
    match relative::at(scan, at)? {
        (DateExpr::Fixed(days), end) if matches!(days.grain, Grain::Month | Grain::Year | Grain::Quarter) => {
            Some((days, end))
        }
        _ => None,
    }
}

/// `this year`, `the year`, `next year`.
pub(super) fn year_period(scan: &Scan<'_>, i: usize) -> Option<(Days, usize)> {
    let at = i + usize::from(scan.does(i, Function::The));
    let which = scan.at(at).meaning.which;
    let unit_at = at + usize::from(which.is_some());
    if scan.at(unit_at).meaning.unit != Some(TimeUnit::Year) || (which.is_none() && at == i) {
        return None;
    }
    let n = match which {
        Some(Which::Next | Which::Coming) => 1,
        Some(Which::Last | Which::Past) => -1,
        Some(Which::This) | None => 0,
    };
    relative::period(scan.env.today, TimeUnit::Year, n).map(|days| (days, unit_at + 1))
}

/// `count` items within days, the first of them the n-th.
fn pick(within: Days, n: i32, count: i32, item: Item) -> Option<Days> {
    let first = one(within, n, item)?;
    if count == 1 {
        return Some(first);
    }
    let other = one(within, if n > 0 { n + count - 1 } else { n - count + 1 }, item)?;
    let (start, end) = if n > 0 { (first.start?, other.end?) } else { (other.start?, first.end?) };
    Some(Days::span(start, end, Grain::Span))
}

fn one(within: Days, n: i32, item: Item) -> Option<Days> {
    let (start, end) = (within.start?, within.end?);
    match item {
        Item::Weekday(weekday) => calendar::nth_weekday(within, n, weekday).map(Days::day),
        Item::Unit(TimeUnit::Week) => calendar::nth_week(within, n),
        Item::Unit(TimeUnit::Day) => {
            let day = if n > 0 {
                calendar::add_days(start, i64::from(n) - 1)?
            } else {
                calendar::add_days(end, i64::from(n) + 1)?
            };
            (start <= day && day <= end).then(|| Days::day(day))
        }
        Item::Unit(TimeUnit::Weekend) => {
            let saturday = calendar::nth_weekday(within, n, Weekday::Sat)?;
            Some(Days::span(saturday, calendar::add_days(saturday, 1)?, Grain::Weekend))
        }
        Item::Unit(TimeUnit::Month) => {
            let from = if n > 0 { n - 1 } else { 12 + n };
            let (year, month) = calendar::month_after(start.year(), start.month(), from);
            (within.grain == Grain::Year && (0..12).contains(&from))
                .then(|| calendar::months(year, month, 1, Grain::Month))
                .flatten()
        }
        Item::Unit(TimeUnit::Quarter) => {
            let quarter = if n > 0 { n } else { 5 + n };
            let quarter =
                u32::try_from(quarter).ok().filter(|q| (1..=4).contains(q) && within.grain == Grain::Year)?;
            calendar::in_year(Yearly::Quarter(quarter), start.year())
        }
        Item::Unit(_) => None,
    }
}

/// `third tuesday after christmas 2014`.
fn after(scan: &Scan<'_>, base: &DateExpr, n: i32, weekday: Weekday) -> Option<DateExpr> {
    let base = resolve(base, scan.env.today, Direction::Future)?.end?;
    let first = resolve(&DateExpr::Weekday(weekday), base, Direction::Future)?.start?;
    calendar::add_days(first, 7 * (i64::from(n) - 1)).map(DateExpr::day)
}
