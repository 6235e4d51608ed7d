//! The two clocks, and the only place that may ask the ambient one.
//!
//! *Business time* decides what is due, late, quiet or expired. It can be moved: in the demo and in tests of whole
//! processes it stands in a row of the database, so that several processes agree. Pure code gets it as a value, asked
//! for once and passed on. *System time* decides leases (the database's, see `store::clock::database_now`), rates,
//! back-off and time-outs; nobody moves it. May use `domain` and `store`.

use std::time::Duration;

use chrono::{DateTime, SubsecRound, Utc};

use crate::store;

/// Where business time comes from (`clock.mode`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// It is the system's.
    System,
    /// It is in the database, and moves only when told.
    Controlled,
}

/// Why there is no business time.
#[derive(Debug, thiserror::Error)]
pub enum ClockError {
    /// The setting says that the clock is controlled, but nobody has set it.
    #[error("the business clock is controlled (clock.mode), but was never set in this database")]
    NeverSet,
    /// The database can't be asked.
    #[error("the business clock can't be read")]
    Database(#[from] store::DbError),
}

impl Clock {
    /// Business time now, in whole microseconds as the database keeps them. Ask once for each decision, and pass the
    /// answer on: within one decision time stands still.
    ///
    /// # Errors
    /// Only a controlled clock has any: never set, or the database can't be asked.
    pub async fn business_now(self, c: &mut store::PgConnection) -> Result<DateTime<Utc>, ClockError> {
        match self {
            Self::System => Ok(system_now()),
            Self::Controlled => store::clock::get(c).await?.ok_or(ClockError::NeverSet),
        }
    }
}

/// System time now, in whole microseconds. For what the outside world dates, never for what is due or late.
#[allow(clippy::disallowed_methods, reason = "the one place that asks the ambient clock")]
pub fn system_now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

/// Measures how long something takes, by a clock that never goes back.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    /// Starts now.
    #[allow(clippy::disallowed_methods, reason = "the one place that asks the ambient clock")]
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }

    /// Time since the start.
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Timelike;

    #[test]
    fn system_time_survives_the_database() {
        assert_eq!(system_now().nanosecond() % 1000, 0);
    }

    #[test]
    fn a_stopwatch_never_goes_back() {
        let watch = Stopwatch::start();
        let first = watch.elapsed();
        assert!(watch.elapsed() >= first);
    }
}
