//! The formulas of the figures: pure functions over slices of what the ledger says. Everything is a sum over days or
//! records, so that a team's figure is pooled from its people's days and never a mean of means.
//!
//! Where there is nothing to divide by, a figure is `None` (shown as `–`), and its sample size `n` goes with it. What
//! counts as filled or valid is in [`fields`](super::fields), how a check-in stands in
//! [`standing`](super::standing).

mod response;
mod sales;
mod streak;
mod summary;

use chrono::{DateTime, NaiveDate, Utc};

pub use response::{Completed, Latencies, Rates, completed, latencies};
pub use sales::{Entered, Growth, Newcomer, growth, stage_success, win_rate};
pub use streak::{Streak, streak};
pub use summary::Summary;

use super::PersonId;
use super::record::words;

words! {
    /// The figures whose rule people can ask for, in the order in which they are shown.
    Figure {
        /// How many check-ins were answered.
        Response = "response",
        /// How fast.
        Latency = "latency",
        /// How fully.
        Completeness = "completeness",
        /// How soon facts were known.
        Timeliness = "timeliness",
        /// How many days in a row.
        Streak = "streak",
    }
}

/// A part of a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ratio {
    /// The part.
    pub num: i64,
    /// The whole: the sample size `n`.
    pub den: i64,
}

impl Ratio {
    /// Counts those of a whole for which something holds.
    pub fn count(whole: impl IntoIterator<Item = bool>) -> Self {
        let mut ratio = Self::default();
        for holds in whole {
            ratio.num += i64::from(holds);
            ratio.den += 1;
        }
        ratio
    }

    /// The share, 0 to 1; `None` where there is nothing to divide by.
    pub fn share(self) -> Option<f64> {
        (self.den > 0).then(|| self.num as f64 / self.den as f64)
    }

    /// The share in percent, rounded half up; `None` where there is nothing to divide by.
    pub fn percent(self) -> Option<i64> {
        (self.den > 0).then(|| (200 * self.num + self.den).div_euclid(2 * self.den))
    }
}

impl std::ops::AddAssign for Ratio {
    fn add_assign(&mut self, other: Self) {
        self.num += other.num;
        self.den += other.den;
    }
}

/// A sum of numbers and how many they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mean {
    /// The sum.
    pub sum: i64,
    /// The sample size.
    pub n: i64,
}

impl Mean {
    /// Of numbers.
    pub fn of(numbers: impl IntoIterator<Item = i64>) -> Self {
        numbers.into_iter().fold(Self::default(), |m, x| Self { sum: m.sum + x, n: m.n + 1 })
    }

    /// The mean; `None` of nothing.
    pub fn value(self) -> Option<f64> {
        (self.n > 0).then(|| self.sum as f64 / self.n as f64)
    }
}

/// A quantile of numbers by the nearest rank (type 1 of Hyndman and Fan, 1996: the smallest of the numbers that at
/// least that share of them doesn't exceed), so that it is always one that was observed. `percent` is 0 to 100; `None`
/// of nothing.
pub fn quantile(numbers: &[i64], percent: u32) -> Option<i64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    let rank = (sorted.len() * percent.min(100) as usize).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

/// A fact of a day, as far as timeliness goes: an activity, order, complaint, score or reception by its own date, or a
/// stage that a deal entered. What was imported is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Whose.
    pub owner: PersonId,
    /// The day that it is of.
    pub day: NaiveDate,
    /// When it was recorded.
    pub visible_at: DateTime<Utc>,
    /// The cutoff on the working day after its day; `None` where no check-in has frozen one.
    pub deadline: Option<DateTime<Utc>>,
}

/// Timeliness: facts of a day visible by their deadline ÷ facts of that day. Days whose deadline is still to come are
/// left out: all their facts would be in time.
pub fn timeliness(facts: &[Fact], now: DateTime<Utc>) -> Ratio {
    let over = facts.iter().filter_map(|f| Some((f.visible_at, f.deadline.filter(|at| *at <= now)?)));
    Ratio::count(over.map(|(visible_at, deadline)| visible_at <= deadline))
}

/// Satisfaction: mean and n of the scores (1 to 5).
pub fn satisfaction(scores: &[i64]) -> Mean {
    Mean::of(scores.iter().copied())
}

/// Complaints of teams and the organisation: complaints ÷ orders (or receptions), to be shown in percent, and the
/// median of the days to resolution over those that were resolved. Never of a person: reporting one is no minus.
pub fn complaints(days_to_resolution: &[Option<i64>], orders_or_receptions: i64) -> (Ratio, Option<i64>) {
    let resolved: Vec<i64> = days_to_resolution.iter().flatten().copied().collect();
    let rate = Ratio { num: days_to_resolution.len() as i64, den: orders_or_receptions };
    (rate, quantile(&resolved, 50))
}

#[cfg(test)]
mod tests;
