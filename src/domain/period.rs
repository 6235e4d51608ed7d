//! Periods of which figures speak, as people name them. Weeks start on Monday; a period that is going on ends
//! today, so that nobody is measured by days to come.

use chrono::{Datelike, Days, Months, NaiveDate};

/// A period of days, counted from the reader's own today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// Today.
    Today,
    /// The day before.
    Yesterday,
    /// This week so far.
    Week,
    /// The week before, whole.
    LastWeek,
    /// This month so far.
    Month,
    /// The month before, whole.
    LastMonth,
    /// This quarter so far.
    Quarter,
    /// This year so far.
    Year,
    /// A month of the year; without a year the latest that has begun.
    MonthOf {
        /// 1 to 12.
        month: u32,
        /// The year, where it was named.
        year: Option<i32>,
    },
    /// From one day to another, both included.
    Between {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
}

impl Period {
    /// First and last day, both included. `None` beyond the calendar's ends.
    pub fn days(self, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let monday = today.week(chrono::Weekday::Mon).checked_first_day()?;
        let first = today.with_day(1)?;
        Some(match self {
            Self::Today => (today, today),
            Self::Yesterday => (today.pred_opt()?, today.pred_opt()?),
            Self::Week => (monday, today),
            Self::LastWeek => (monday.checked_sub_days(Days::new(7))?, monday.pred_opt()?),
            Self::Month => (first, today),
            Self::LastMonth => (first.checked_sub_months(Months::new(1))?, first.pred_opt()?),
            Self::Quarter => (first.checked_sub_months(Months::new(first.month0() % 3))?, today),
            Self::Year => (NaiveDate::from_ymd_opt(today.year(), 1, 1)?, today),
            Self::MonthOf { month, year } => {
                let year = year.unwrap_or(today.year() - i32::from(month > today.month()));
                let from = NaiveDate::from_ymd_opt(year, month, 1)?;
                let last = from.checked_add_months(Months::new(1))?.pred_opt()?;
                let going_on = (from..=last).contains(&today);
                (from, if going_on { today } else { last })
            }
            Self::Between { from, to } => (from.min(to), from.max(to)),
        })
    }

    /// The period to compare it with: the same stretch of the week, month, quarter or year before, or as many days
    /// just before.
    pub fn before(self, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let (from, to) = self.days(today)?;
        let months =
            |n| Some((from.checked_sub_months(Months::new(n))?, to.checked_sub_months(Months::new(n))?));
        match self {
            Self::Week => Some((from.checked_sub_days(Days::new(7))?, to.checked_sub_days(Days::new(7))?)),
            Self::Month => months(1),
            Self::Quarter => months(3),
            Self::Year => months(12),
            Self::LastMonth | Self::MonthOf { .. } if to.succ_opt()?.day() == 1 => {
                Some((from.checked_sub_months(Months::new(1))?, from.pred_opt()?))
            }
            Self::MonthOf { .. } => months(1),
            _ => {
                let length = u64::try_from((to - from).num_days()).ok()? + 1;
                Some((from.checked_sub_days(Days::new(length))?, from.pred_opt()?))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn periods_and_what_they_are_compared_with() {
        // A Wednesday.
        let today = day("2026-11-25");
        let march = Period::Between { from: day("2026-03-10"), to: day("2026-03-01") };
        for (period, from, to, before_from, before_to) in [
            (Period::Today, "2026-11-25", "2026-11-25", "2026-11-24", "2026-11-24"),
            (Period::Yesterday, "2026-11-24", "2026-11-24", "2026-11-23", "2026-11-23"),
            (Period::Week, "2026-11-23", "2026-11-25", "2026-11-16", "2026-11-18"),
            (Period::LastWeek, "2026-11-16", "2026-11-22", "2026-11-09", "2026-11-15"),
            (Period::Month, "2026-11-01", "2026-11-25", "2026-10-01", "2026-10-25"),
            (Period::LastMonth, "2026-10-01", "2026-10-31", "2026-09-01", "2026-09-30"),
            (Period::Quarter, "2026-10-01", "2026-11-25", "2026-07-01", "2026-08-25"),
            (Period::Year, "2026-01-01", "2026-11-25", "2025-01-01", "2025-11-25"),
            (
                Period::MonthOf { month: 3, year: None },
                "2026-03-01",
                "2026-03-31",
                "2026-02-01",
                "2026-02-28",
            ),
            (
                Period::MonthOf { month: 12, year: None },
                "2025-12-01",
                "2025-12-31",
                "2025-11-01",
                "2025-11-30",
            ),
            (
                Period::MonthOf { month: 11, year: None },
                "2026-11-01",
                "2026-11-25",
                "2026-10-01",
                "2026-10-25",
            ),
            (march, "2026-03-01", "2026-03-10", "2026-02-19", "2026-02-28"),
        ] {
            assert_eq!(period.days(today), Some((day(from), day(to))), "{period:?}");
            assert_eq!(period.before(today), Some((day(before_from), day(before_to))), "before {period:?}");
        }
        assert_eq!(Period::MonthOf { month: 13, year: None }.days(today), None);
        assert_eq!(Period::LastWeek.days(NaiveDate::MIN), None);
    }
}
