//! What all loops of one bot share.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::clock::{Clock, system_now};
use crate::domain::{BotId, IdMaker, OrgId};
use crate::metrics::Metrics;
use crate::store::Db;

/// The bot that a loop works for, and what it needs for that. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Context {
    /// The database.
    pub db: Db,
    /// The organisation.
    pub org: OrgId,
    /// The bot.
    pub bot: BotId,
    /// Business time.
    pub clock: Clock,
    /// Ids for new rows.
    pub ids: Ids,
    /// What is counted.
    pub metrics: Arc<Metrics>,
}

/// The maker of ids, shared by all loops of a process so that ids grow across them.
#[derive(Clone, Debug)]
pub struct Ids(Arc<Mutex<IdMaker>>);

impl Ids {
    /// Shares a maker.
    pub fn new(maker: IdMaker) -> Self {
        Self(Arc::new(Mutex::new(maker)))
    }

    /// The next id, dated by the system's clock.
    pub fn next<T: From<Uuid>>(&self) -> T {
        self.next_at(system_now())
    }

    /// The next id, dated by a clock that the caller has asked.
    pub fn next_at<T: From<Uuid>>(&self, now: DateTime<Utc>) -> T {
        self.with(|maker| maker.next(now))
    }

    /// Lends the maker out, for pure code that makes several.
    pub fn with<R>(&self, make: impl FnOnce(&mut IdMaker) -> R) -> R {
        // A panic elsewhere leaves the counter as it is, which is good enough to count on from.
        make(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
