//! The figures of check-ins together, as they are shown: never a latency without its response rate.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Completed, Fact, Latencies, Rates, Ratio, completed, latencies, timeliness};
use crate::domain::PersonId;
use crate::domain::checkin::CheckIn;

/// Response rate, latency and completeness of some check-ins, and timeliness of facts, pooled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How they were answered.
    pub rates: Rates,
    /// How fast; `None` where none has a latency.
    pub latencies: Option<Latencies>,
    /// How fully.
    pub completed: Completed,
    /// How soon; nothing unless [`Self::with_facts`] was told.
    pub timeliness: Ratio,
}

impl Summary {
    /// Of check-ins as they stand at a moment; see [`completed`] for `contradicted`.
    pub fn of<'a>(
        check_ins: impl IntoIterator<Item = &'a CheckIn, IntoIter: Clone>,
        contradicted: &BTreeSet<(PersonId, NaiveDate)>,
        now: DateTime<Utc>,
    ) -> Self {
        let check_ins = check_ins.into_iter();
        Self {
            rates: Rates::of(check_ins.clone(), now),
            latencies: latencies(check_ins.clone(), now),
            completed: completed(check_ins, contradicted, now),
            timeliness: Ratio::default(),
        }
    }

    /// The same with the timeliness of facts.
    #[must_use]
    pub fn with_facts(self, facts: &[Fact], now: DateTime<Utc>) -> Self {
        Self { timeliness: timeliness(facts, now), ..self }
    }
}
