//! The arithmetic of days: weeks, months, quarters, halves, holidays, and steps between days. Nothing here knows
//! any language. All of it is checked: a day outside the calendar gives `None`, never a panic.

use super::Yearly;
use crate::parse::entity::lexicon;
use chrono::{Datelike, Duration, NaiveDate, Weekday};

/// A range of days, both ends included; an end that is not known is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// First day.
    pub start: Option<NaiveDate>,
    /// Last day.
    pub end: Option<NaiveDate>,
    /// What the words named: it decides which day of the range a due date is.
    pub grain: Grain,
}

/// What a date expression names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// One day.
    Day,
    /// Saturday and Sunday.
    Weekend,
    /// A calendar week.
    Week,
    /// A calendar month.
    Month,
    /// Three months.
    Quarter,
    /// Six months.
    Half,
    /// A calendar year.
    Year,
    /// Any other range.
    Span,
}

impl Days {
    /// One day.
    pub fn day(day: NaiveDate) -> Self {
        Self { start: Some(day), end: Some(day), grain: Grain::Day }
    }

    /// A range of days, both ends included.
    pub fn span(start: NaiveDate, end: NaiveDate, grain: Grain) -> Self {
        Self { start: Some(start), end: Some(end), grain }
    }

    /// The calendar week of a day.
    pub fn week(day: NaiveDate) -> Option<Self> {
        let monday = monday(day)?;
        Some(Self::span(monday, add_days(monday, 6)?, Grain::Week))
    }

    /// The only day, if it is one.
    pub fn single(self) -> Option<NaiveDate> {
        (self.start == self.end).then_some(self.start).flatten()
    }

    /// The day by which something due then is due: the Friday of a week, else the last day (`in January`: the
    /// 31st; `within 3 days`: the third); of an open range its start.
    pub fn due(self) -> Option<NaiveDate> {
        match self.grain {
            Grain::Week if self.end.is_some() => add_days(self.end?, -2),
            _ => self.end.or(self.start),
        }
    }
}

/// A number of days or months to go from a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Calendar days.
    Days(i64),
    /// Monday to Friday.
    WorkingDays(i64),
    /// Calendar months; the day is cut to the month's last.
    Months(i32),
}

impl Step {
    /// The day reached from another.
    pub fn from(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Days(n) => add_days(day, n),
            Self::WorkingDays(n) => add_working_days(day, n),
            Self::Months(n) => add_months(day, n),
        }
    }

    /// The same the other way.
    pub fn back(self) -> Self {
        match self {
            Self::Days(n) => Self::Days(-n),
            Self::WorkingDays(n) => Self::WorkingDays(-n),
            Self::Months(n) => Self::Months(-n),
        }
    }
}

/// Part of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The first day (`月初`, `beginning of`).
    Start,
    /// The first ten days (`上旬`, `early`).
    Early,
    /// The 15th (`月中`, `mid March`).
    Mid,
    /// The 11th to the 20th (`中旬`).
    Middle,
    /// The 21st to the last.
    Late,
    /// The last day (`月底`, `end of month`).
    End,
}

/// A holiday, by its place in `config/lexicon/holidays.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Holiday(pub(crate) u16);

/// A day so many days later.
pub fn add_days(day: NaiveDate, n: i64) -> Option<NaiveDate> {
    day.checked_add_signed(Duration::try_days(n)?)
}

/// A day so many months later, cut to the month's last day.
pub fn add_months(day: NaiveDate, n: i32) -> Option<NaiveDate> {
    let (year, month) = month_after(day.year(), day.month(), n);
    let last = month_days(year, month)?;
    NaiveDate::from_ymd_opt(year, month, day.day().min(last))
}

/// So many days that are no Saturday or Sunday later. (Public holidays are not known here.)
pub fn add_working_days(day: NaiveDate, n: i64) -> Option<NaiveDate> {
    if n.abs() > 10_000 {
        return None;
    }
    let (mut day, mut left) = (day, n.abs());
    while left > 0 {
        day = add_days(day, n.signum())?;
        left -= i64::from(!is_weekend(day.weekday()));
    }
    Some(day)
}

fn is_weekend(day: Weekday) -> bool {
    matches!(day, Weekday::Sat | Weekday::Sun)
}

/// The Monday of a day's week.
pub fn monday(day: NaiveDate) -> Option<NaiveDate> {
    add_days(day, -i64::from(day.weekday().num_days_from_monday()))
}

/// Year and month so many months later.
pub fn month_after(year: i32, month: u32, n: i32) -> (i32, u32) {
    let months = i64::from(year) * 12 + i64::from(month) - 1 + i64::from(n);
    let year = i32::try_from(months.div_euclid(12)).unwrap_or(i32::MAX);
    (year, u32::try_from(months.rem_euclid(12)).unwrap_or(0) + 1)
}

/// How many days a month has.
pub fn month_days(year: i32, month: u32) -> Option<u32> {
    let (next_year, next) = month_after(year, month, 1);
    Some(NaiveDate::from_ymd_opt(next_year, next, 1)?.pred_opt()?.day())
}

/// `count` months from a month on.
pub fn months(year: i32, month: u32, count: i32, grain: Grain) -> Option<Days> {
    let start = NaiveDate::from_ymd_opt(year, month, 1)?;
    let (end_year, end_month) = month_after(year, month, count);
    let end = NaiveDate::from_ymd_opt(end_year, end_month, 1)?.pred_opt()?;
    Some(Days::span(start, end, grain))
}

/// A calendar year.
pub fn year(year: i32) -> Option<Days> {
    months(year, 1, 12, Grain::Year)
}

/// Part of a month.
pub fn month_part(year: i32, month: u32, part: Part) -> Option<Days> {
    let last = month_days(year, month)?;
    let (from, to, grain) = match part {
        Part::Start => (1, 1, Grain::Day),
        Part::Early => (1, 10, Grain::Span),
        Part::Mid => (15, 15, Grain::Day),
        Part::Middle => (11, 20, Grain::Span),
        Part::Late => (21, last, Grain::Span),
        Part::End => (last, last, Grain::Day),
    };
    Some(Days::span(
        NaiveDate::from_ymd_opt(year, month, from)?,
        NaiveDate::from_ymd_opt(year, month, to)?,
        grain,
    ))
}

/// The n-th such weekday within days, counted from their end if negative.
pub fn nth_weekday(within: Days, n: i32, day: Weekday) -> Option<NaiveDate> {
    let (start, end) = (within.start?, within.end?);
    let found = if n > 0 {
        let ahead = (7 + day.num_days_from_monday() - start.weekday().num_days_from_monday()) % 7;
        add_days(start, i64::from(ahead) + 7 * (i64::from(n) - 1))?
    } else {
        let back = (7 + end.weekday().num_days_from_monday() - day.num_days_from_monday()) % 7;
        add_days(end, -i64::from(back) + 7 * (i64::from(n) + 1))?
    };
    (found >= start && found <= end).then_some(found)
}

/// The n-th week within days, from their end if negative. From a year's start and from any end, a week belongs where
/// its Thursday lies (ISO 8601); a month's first week is taken to be the first that begins in it.
pub fn nth_week(within: Days, n: i32) -> Option<Days> {
    let begins = if n > 0 && within.grain == Grain::Month { Weekday::Mon } else { Weekday::Thu };
    Days::week(nth_weekday(within, n, begins)?)
}

/// The days of a yearly rule in one year.
pub fn in_year(rule: Yearly, y: i32) -> Option<Days> {
    match rule {
        Yearly::Day(month, day, _) => NaiveDate::from_ymd_opt(y, month, day).map(Days::day),
        Yearly::Month(month) => months(y, month, 1, Grain::Month),
        Yearly::MonthPart(month, part) => month_part(y, month, part),
        Yearly::Quarter(quarter) => months(y, quarter.checked_mul(3)?.checked_sub(2)?, 3, Grain::Quarter),
        Yearly::Half(half) => months(y, half.checked_mul(6)?.checked_sub(5)?, 6, Grain::Half),
        Yearly::NthWeekday(month, n, day) => {
            nth_weekday(months(y, month, 1, Grain::Month)?, n, day).map(Days::day)
        }
        Yearly::NthWeek(month, n) => nth_week(months(y, month, 1, Grain::Month)?, n),
        Yearly::Holiday(holiday) => lexicon::holiday_in(holiday, y).map(Days::day),
    }
}

/// Easter Sunday (the anonymous Gregorian algorithm, as in J. Meeus, *Astronomical Algorithms*).
pub fn easter(year: i32) -> Option<NaiveDate> {
    if !(1583..=9999).contains(&year) {
        return None;
    }
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}
