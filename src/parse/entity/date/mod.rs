//! Days as people write them. [`DateExpr`] is what the words say; [`resolve`] turns it into days.
//!
//! Most expressions are fixed by the day on which they were written (`tomorrow`, `下周五`, `2026-03-05`). A bare
//! weekday, a date without a year, a month or a quarter alone lie behind or ahead depending on the sentence, so
//! they stay open until the caller knows its [`Direction`]. Weeks start on Monday.

pub mod calendar;
mod chinese;
mod english;
pub(super) mod numeric;
pub(super) mod time;

use super::token::Scan;
use calendar::{Days, Grain};
use chrono::{Datelike, Duration, NaiveDate, Weekday};

/// Where the sentence points: a day that names no year is the nearest one that way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// What has happened.
    Past,
    /// What is to come.
    #[default]
    Future,
}

/// What the words of a date say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateExpr {
    /// Days that are the same whichever way the sentence points.
    Fixed(Days),
    /// A day that no calendar has (`2019年2月29日`): it has no value, but its figures are nothing else either.
    Never,
    /// A bare weekday.
    Weekday(Weekday),
    /// `the 15th`, `15号`, with the weekday where one is named beside it.
    DayOfMonth(u32, Option<Weekday>),
    /// Something that comes round once a year.
    Yearly(Yearly),
    /// So many days, weeks or months from another date (`2 weeks after January 15`).
    Shifted(Box<DateExpr>, calendar::Step),
    /// The week in which another date lies.
    WeekOf(Box<DateExpr>),
    /// From one to the other, both included.
    Range(Box<DateExpr>, Box<DateExpr>),
    /// From then on (`since August`, `after 5 May`).
    From(Box<DateExpr>),
    /// After it has ended (`after March`).
    After(Box<DateExpr>),
    /// Up to its end (`by Friday`, `周五前`, `until March`).
    Until(Box<DateExpr>),
    /// Up to its start (`before 2018`); of a single day, that day.
    Before(Box<DateExpr>),
    /// The last day of something (`end of Q3`).
    EndOf(Box<DateExpr>),
    /// So long from its first day on (`18th Dec for 10 days`).
    Lasting(Box<DateExpr>, calendar::Step),
}

/// What comes round once a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Yearly {
    /// A day of a month, with the weekday where one is named beside it.
    Day(u32, u32, Option<Weekday>),
    /// A month.
    Month(u32),
    /// Part of a month: see [`calendar::Part`].
    MonthPart(u32, calendar::Part),
    /// A quarter, 1 to 4.
    Quarter(u32),
    /// Half a year, 1 or 2.
    Half(u32),
    /// The n-th such weekday of a month, from the end if negative.
    NthWeekday(u32, i32, Weekday),
    /// The n-th week of a month, from the end if negative.
    NthWeek(u32, i32),
    /// A holiday.
    Holiday(calendar::Holiday),
}

impl DateExpr {
    /// Exactly one fixed day.
    pub fn day(day: NaiveDate) -> Self {
        Self::Fixed(Days::day(day))
    }

    /// Whether [`resolve`] gives the same whatever the direction.
    pub fn is_fixed(&self) -> bool {
        match self {
            Self::Fixed(_) | Self::Never => true,
            Self::Weekday(_) | Self::DayOfMonth(..) | Self::Yearly(_) => false,
            Self::Shifted(base, _) | Self::Lasting(base, _) => base.is_fixed(),
            Self::WeekOf(base) | Self::From(base) | Self::After(base) => base.is_fixed(),
            Self::Until(base) | Self::Before(base) | Self::EndOf(base) => base.is_fixed(),
            Self::Range(a, b) => a.is_fixed() && b.is_fixed(),
        }
    }
}

/// A date, the token that it starts at, and the token after it.
pub(super) type Found = (DateExpr, usize, usize);

/// The dates that start at the i-th token; nearly always one, but `18 and 19 June` are two.
pub(super) fn at(scan: &Scan<'_>, i: usize) -> Option<Vec<Found>> {
    match scan.text.has_han() {
        true => chinese::at(scan, i).or_else(|| english::at(scan, i)),
        false => english::at(scan, i),
    }
}

/// Whether an expression means any day at all.
pub(super) fn is_possible(expr: &DateExpr, today: NaiveDate) -> bool {
    resolve(expr, today, Direction::Future).is_some()
}

/// The token after a time of day that starts at the i-th token.
pub(super) fn time_at(scan: &Scan<'_>, i: usize) -> Option<usize> {
    if scan.text.has_han()
        && let Some(next) = chinese::time_at(scan, i)
    {
        return Some(next);
    }
    time::strong(scan, i)
}

/// One date from two pieces, if they can mean the same day.
fn join(a: &DateExpr, b: &DateExpr) -> Option<DateExpr> {
    join_one_way(a, b).or_else(|| join_one_way(b, a))
}

fn join_one_way(a: &DateExpr, b: &DateExpr) -> Option<DateExpr> {
    match (a, b) {
        (DateExpr::Weekday(w), DateExpr::Yearly(Yearly::Day(month, day, None))) => {
            Some(DateExpr::Yearly(Yearly::Day(*month, *day, Some(*w))))
        }
        (DateExpr::Weekday(w), DateExpr::DayOfMonth(day, None)) => Some(DateExpr::DayOfMonth(*day, Some(*w))),
        (DateExpr::Weekday(w), DateExpr::Fixed(days)) if days.grain == Grain::Week => {
            let day = calendar::add_days(days.start?, w.num_days_from_monday().into())?;
            Some(DateExpr::day(day))
        }
        (DateExpr::Weekday(w), DateExpr::Fixed(days)) => {
            let day = days.single()?;
            (day.weekday() == *w).then(|| b.clone())
        }
        (DateExpr::DayOfMonth(day, _), DateExpr::Fixed(days)) if days.grain == Grain::Month => {
            days.start?.with_day(*day).map(DateExpr::day)
        }
        (DateExpr::Fixed(days), DateExpr::Yearly(Yearly::Day(month, day, _))) => {
            let fixed = days.single()?;
            (fixed.month() == *month && fixed.day() == *day).then(|| a.clone())
        }
        (DateExpr::Fixed(days), DateExpr::DayOfMonth(day, _)) => {
            (days.single()?.day() == *day).then(|| a.clone())
        }
        (DateExpr::Fixed(x), DateExpr::Fixed(y)) => (x.single()? == y.single()?).then(|| a.clone()),
        (DateExpr::Yearly(Yearly::Day(m, d, Some(w))), DateExpr::Fixed(days)) => {
            let fixed = days.single()?;
            (fixed.month() == *m && fixed.day() == *d && fixed.weekday() == *w).then(|| b.clone())
        }
        _ => None,
    }
}

/// The days that an expression means, counted from `today`. `None` where there are none (30 February).
pub fn resolve(expr: &DateExpr, today: NaiveDate, direction: Direction) -> Option<Days> {
    match expr {
        DateExpr::Fixed(days) => Some(*days),
        DateExpr::Never => None,
        DateExpr::Weekday(day) => Some(Days::day(weekday(*day, today, direction)?)),
        DateExpr::DayOfMonth(day, wanted) => day_of_month(*day, *wanted, today, direction).map(Days::day),
        DateExpr::Yearly(rule) => yearly(*rule, today, direction),
        DateExpr::Shifted(base, step) => {
            let base = resolve(base, today, direction)?;
            Some(Days::day(step.from(base.start?)?))
        }
        DateExpr::WeekOf(base) => Days::week(resolve(base, today, direction)?.start?),
        DateExpr::Range(a, b) => range(a, b, today, direction),
        DateExpr::From(base) => Some(Days { end: None, ..resolve(base, today, direction)? }),
        DateExpr::After(base) => {
            let days = resolve(base, today, direction)?;
            let start = if days.grain == Grain::Day { days.end } else { days.end?.succ_opt() };
            Some(Days { start, end: None, grain: days.grain })
        }
        DateExpr::Until(base) => Some(Days { start: None, ..resolve(base, today, direction)? }),
        DateExpr::Before(base) => {
            let days = resolve(base, today, direction)?;
            Some(Days {
                start: None,
                end: days.start,
                grain: if days.grain == Grain::Week { Grain::Span } else { days.grain },
            })
        }
        DateExpr::EndOf(base) => resolve(base, today, direction)?.end.map(Days::day),
        DateExpr::Lasting(base, step) => {
            let start = resolve(base, today, direction)?.start?;
            Some(Days::span(start, step.from(start)?.pred_opt()?.max(start), Grain::Span))
        }
    }
}

/// For what has happened the latest such day up to today; for what is to come the first one after today.
fn weekday(day: Weekday, today: NaiveDate, direction: Direction) -> Option<NaiveDate> {
    let ahead =
        (7 + i64::from(day.num_days_from_monday()) - i64::from(today.weekday().num_days_from_monday())) % 7;
    let days = match direction {
        Direction::Future if ahead == 0 => 7,
        Direction::Future => ahead,
        Direction::Past if ahead == 0 => 0,
        Direction::Past => ahead - 7,
    };
    today.checked_add_signed(Duration::days(days))
}

/// How many months to look for a day of a month that falls on a given weekday: further off, the weekday is a slip.
const MONTHS_SEARCHED: i32 = 8;

fn day_of_month(
    day: u32,
    wanted: Option<Weekday>,
    today: NaiveDate,
    direction: Direction,
) -> Option<NaiveDate> {
    let nth = |n: i32| {
        let n = if direction == Direction::Past { -n } else { n };
        let (year, month) = calendar::month_after(today.year(), today.month(), n);
        NaiveDate::from_ymd_opt(year, month, day)
    };
    let right_side =
        |found: &NaiveDate| if direction == Direction::Past { *found <= today } else { *found >= today };
    let agrees = |found: &NaiveDate| wanted.is_none_or(|w| w == found.weekday());
    let ahead = || (0..=MONTHS_SEARCHED).filter_map(nth).filter(right_side);
    // The weekday says more than the direction: `Tuesday the 4th` may be this month's, though it has passed.
    let this_month = || nth(0).or_else(|| nth(-1)).filter(|found| wanted.is_some() && agrees(found));
    let first = ahead().next();
    first.filter(agrees).or_else(this_month).or_else(|| ahead().find(agrees)).or(first)
}

/// How many years to look for 29 February: eight, around a century's turn.
const YEARS_SEARCHED: i32 = 8;
/// How many years to look for a date that falls on a given weekday: further off, the weekday is a slip.
const YEARS_BY_WEEKDAY: usize = 3;

fn yearly(rule: Yearly, today: NaiveDate, direction: Direction) -> Option<Days> {
    let nth =
        |n: i32| calendar::in_year(rule, today.year() + if direction == Direction::Past { -n } else { n });
    let right_side = |days: &Days| match direction {
        Direction::Past => days.start.is_some_and(|start| start <= today),
        Direction::Future => days.end.is_some_and(|end| end >= today),
    };
    let agrees = |days: &Days| match rule {
        Yearly::Day(_, _, Some(wanted)) => days.start.is_some_and(|day| day.weekday() == wanted),
        _ => true,
    };
    let ahead = || (-1..=YEARS_SEARCHED).filter_map(nth).filter(right_side);
    let first = ahead().next();
    let near = || ahead().take(YEARS_BY_WEEKDAY);
    // The weekday says more than the direction: `Tuesday, Jan 15` may be this year's, though it has passed.
    let other_side = || (-1..=1).rev().filter_map(nth).find(|days| !right_side(days) && agrees(days));
    first.filter(agrees).or_else(other_side).or_else(|| near().find(agrees)).or(first)
}

/// A range of dates without years, or of days without months, that has begun and not ended.
fn range_around(a: &DateExpr, b: &DateExpr, today: NaiveDate) -> Option<(Days, Days)> {
    let open = |expr: &DateExpr| matches!(expr, DateExpr::Yearly(_) | DateExpr::DayOfMonth(..));
    if !open(a) || !open(b) {
        return None;
    }
    let start = resolve(a, today, Direction::Past)?;
    let end = resolve(b, start.start?, Direction::Future)?;
    (end.end? >= today).then_some((start, end))
}

/// A range, whose second end takes the month of the first where it names only a day: `3月1日至5日`.
fn range_of(a: DateExpr, b: DateExpr) -> DateExpr {
    let b = match (&a, &b) {
        (DateExpr::Yearly(Yearly::Day(month, first, _)), DateExpr::DayOfMonth(day, weekday)) => {
            let month = if day < first { month % 12 + 1 } else { *month };
            DateExpr::Yearly(Yearly::Day(month, *day, *weekday))
        }
        _ => b,
    };
    DateExpr::Range(Box::new(a), Box::new(b))
}

/// The later end anchors a range that is past, the earlier one a range to come; the other is the nearest to it.
fn range(a: &DateExpr, b: &DateExpr, today: NaiveDate, direction: Direction) -> Option<Days> {
    let (start, end) = if direction == Direction::Past && !b.is_fixed() && !a.is_fixed() {
        let end = resolve(b, today, Direction::Past)?;
        (resolve(a, end.start?, Direction::Past)?, end)
    } else if let (DateExpr::DayOfMonth(..), DateExpr::Yearly(Yearly::Day(..))) = (a, b) {
        // `31号到1月3号`: the day is of the month before.
        let end = resolve(b, today, direction)?;
        (resolve(a, end.start?, Direction::Past)?, end)
    } else if let Some(now) = range_around(a, b, today) {
        now
    } else if a.is_fixed() || !b.is_fixed() {
        let start = resolve(a, today, direction)?;
        let from = start.start?;
        let end = resolve(b, from, Direction::Future)?;
        (start, end)
    } else {
        let end = resolve(b, today, direction)?;
        (resolve(a, end.start?, Direction::Past)?, end)
    };
    let (first, last) = (start.start?, end.end?);
    if first > last {
        return None;
    }
    let grain = if first == last { Grain::Day } else { Grain::Span };
    Some(Days { start: Some(first), end: Some(last), grain })
}
