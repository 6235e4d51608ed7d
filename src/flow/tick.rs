//! A tick of the schedule for one organisation: check-ins that are due to open, prompts, nudges, cutoffs.
//!
//! Each step works in batches: *claim* (rows and their people locked, those that someone else holds passed over, so
//! that any number of processes may tick at once), *decide* in memory, *apply* in the same transaction. A tick goes on
//! until nothing is due; after an outage that is all that was missed, day by day, each day once.
//!
//! Decisions are in [`opening`], [`asking`] and [`closing`]; what became of a prompt in [`super::outcome`].

mod agenda;
mod asking;
mod closing;
pub(super) mod opening;

use std::collections::HashMap;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};

use super::world::House;
use crate::domain::checkin::{Calendar, CheckIn};
use crate::domain::effect::Effects;
use crate::domain::person::Person;
use crate::domain::{CalendarId, IdMaker, OrgId, PersonId};
use crate::store::{self, Db, PgConnection, Result};

/// For whom a tick is done, and at which moment.
#[derive(Clone, Copy, Debug)]
pub struct Tick<'a> {
    /// The organisation and the bot that asks.
    pub house: &'a House,
    /// Business time.
    pub now: DateTime<Utc>,
    /// How many rows are claimed at once.
    pub batch: i64,
}

/// What a tick did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Check-ins opened, those of past days included.
    pub opened: usize,
    /// Of those, and of those that were waiting: prompts for which it was too late.
    pub missed: usize,
    /// Prompts put into the outbox.
    pub prompts: usize,
    /// Nudges put into the outbox.
    pub nudges: usize,
    /// Check-ins closed.
    pub closed: usize,
}

impl Done {
    /// Whether something is to be sent now.
    pub fn sends(self) -> bool {
        self.prompts + self.nudges > 0
    }
}

/// Does all that is due at the tick's moment.
///
/// # Errors
/// The database. What was done before the error stays done; the next tick goes on from there.
pub async fn run(db: &Db, tick: &Tick<'_>, ids: &mut IdMaker) -> Result<Done> {
    ensure_months(db, tick).await?;
    let mut done = Done::default();
    while opening::step(db, tick, ids, &mut done).await? {}
    while asking::prompts(db, tick, ids, &mut done).await? {}
    while asking::nudges(db, tick, ids, &mut done).await? {}
    while closing::step(db, tick, ids, &mut done).await? {}
    Ok(done)
}

/// Makes the partitions for all that the tick may write, beforehand: making one locks its table. From the month of the
/// earliest check-in to open up to a week ahead.
async fn ensure_months(db: &Db, tick: &Tick<'_>) -> Result<()> {
    let mut tx = db.begin(tick.house.org).await?;
    let first = store::check_in::first_to_open(&mut tx, tick.house.org).await?;
    tx.commit().await?;
    let today = tick.now.date_naive();
    let last = today + Days::new(7);
    let first = first.unwrap_or(today).min(today);
    let months: Vec<NaiveDate> = first
        .with_day(1)
        .unwrap_or(first)
        .iter_days()
        .take_while(|d| *d <= last)
        .filter(|d| d.day() == 1)
        .collect();
    store::partition::ensure_months(db, &months).await
}

/// The calendars of people, by id.
async fn calendars(
    conn: &mut PgConnection,
    org: OrgId,
    people: &[Person],
) -> Result<HashMap<CalendarId, Calendar>> {
    let mut ids: Vec<CalendarId> = people.iter().map(|p| p.calendar).collect();
    ids.sort_unstable();
    ids.dedup();
    store::calendar::load(conn, org, &ids).await
}

/// The people of check-ins, by id.
async fn people_of(
    conn: &mut PgConnection,
    org: OrgId,
    check_ins: &[CheckIn],
) -> Result<HashMap<PersonId, Person>> {
    let mut ids: Vec<PersonId> = check_ins.iter().map(|c| c.person).collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(store::person::load(conn, org, &ids).await?.into_iter().map(|p| (p.id, p)).collect())
}

async fn apply(conn: &mut PgConnection, tick: &Tick<'_>, effects: &Effects) -> Result<()> {
    store::apply(conn, tick.house.org, &tick.house.salt, effects).await
}

/// Called when all locks of a step are held: what it writes comes after what is there.
async fn raise(conn: &mut PgConnection, tick: &Tick<'_>, ids: &mut IdMaker) -> Result<()> {
    store::order::raise(conn, tick.house.org, Some(tick.house.bot), ids, tick.now).await
}

/// Whether a batch was full, so that there may be more.
fn full(claimed: usize, tick: &Tick<'_>) -> bool {
    i64::try_from(claimed).is_ok_and(|n| n >= tick.batch)
}
