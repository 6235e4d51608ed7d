//! What became of prompts and nudges changes their check-ins: the latency counts from the moment at which a prompt
//! reached the channel, and what could not be sent is no fault of the rep's.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use crate::domain::checkin::{Calendar, CheckIn};
use crate::domain::effect::Effects;
use crate::domain::ledger::Change;
use crate::domain::life::Scribe;
use crate::domain::person::{Person, PersonStatus};
use crate::domain::{CalendarId, IdMaker, OrgId, OutboxKind, PersonId};
use crate::store::outbox::{End, Settled};
use crate::store::{self, PgConnection, Result};

/// What outcomes touch, locked.
#[derive(Debug, Default)]
pub struct Touched {
    people: HashMap<PersonId, Person>,
    check_ins: HashMap<(PersonId, NaiveDate), CheckIn>,
    calendars: HashMap<CalendarId, Calendar>,
}

/// Whether an outcome changes anything: of all the others there is nothing to load or to write.
pub fn matters(settled: &Settled) -> bool {
    settled.person.is_some()
        && (matches!(settled.kind, OutboxKind::Prompt | OutboxKind::Nudge)
            || settled.end == End::Failed { blocked: true })
}

/// Locks the people of outcomes, and loads their check-ins.
///
/// # Errors
/// The database.
pub async fn load(conn: &mut PgConnection, org: OrgId, settled: &[Settled]) -> Result<Touched> {
    let settled: Vec<&Settled> = settled.iter().filter(|s| matters(s)).collect();
    let people: HashSet<PersonId> = settled.iter().filter_map(|s| s.person).collect();
    if people.is_empty() {
        return Ok(Touched::default());
    }
    let people: Vec<PersonId> = people.into_iter().collect();
    let days: Vec<(PersonId, NaiveDate)> =
        settled.iter().filter_map(|s| s.person.zip(s.local_date)).collect();
    let people = store::person::lock(conn, org, &people).await?;
    let calendars: HashSet<CalendarId> = people.iter().map(|p| p.calendar).collect();
    let calendars: Vec<CalendarId> = calendars.into_iter().collect();
    let check_ins = store::check_in::on_days(conn, org, &days).await?;
    Ok(Touched {
        people: people.into_iter().map(|p| (p.id, p)).collect(),
        check_ins: check_ins.into_iter().map(|c| ((c.person, c.local_date), c)).collect(),
        calendars: store::calendar::load(conn, org, &calendars).await?,
    })
}

/// What the outcomes change. Pure.
pub fn decide(mut touched: Touched, settled: &[Settled], ids: &mut IdMaker) -> Effects {
    let mut effects = Effects::default();
    let default = Calendar::weekdays();
    for outcome in settled.iter().filter(|s| matters(s)) {
        let Some(person) = outcome.person.and_then(|id| touched.people.get_mut(&id)) else { continue };
        if outcome.end == (End::Failed { blocked: true }) && person.status == PersonStatus::Active {
            person.status = PersonStatus::Blocked;
            effects.people.push(person.clone());
        }
        let calendar = touched.calendars.get(&person.calendar).unwrap_or(&default);
        let day = outcome.local_date.map(|day| (person.id, day));
        let Some(check_in) = day.and_then(|day| touched.check_ins.get_mut(&day)) else { continue };
        let before = check_in.clone();
        let mut scribe = Scribe::system(ids, outcome.at);
        effects.changes.extend(settle(check_in, outcome, calendar, &mut scribe));
        if *check_in != before {
            effects.check_ins.push(check_in.clone());
        }
    }
    effects
}

fn settle(
    check_in: &mut CheckIn,
    outcome: &Settled,
    calendar: &Calendar,
    scribe: &mut Scribe<'_>,
) -> Vec<Change> {
    match (outcome.kind, outcome.end) {
        (OutboxKind::Prompt, End::Sent) => check_in.sent(outcome.at, calendar, scribe),
        (OutboxKind::Prompt, End::Failed { blocked: true }) => check_in.blocked(scribe),
        (OutboxKind::Prompt, End::Failed { blocked: false }) => check_in.send_failed(scribe),
        (OutboxKind::Prompt, End::Expired) => check_in.missed(scribe),
        (OutboxKind::Prompt, End::InDoubt) => check_in.in_doubt(scribe),
        (OutboxKind::Nudge, End::Sent) => check_in.nudge_sent(outcome.at, calendar, scribe),
        _ => Vec::new(),
    }
}
