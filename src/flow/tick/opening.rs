//! Opening check-ins. After an outage every past day gets its row, as missed; only a prompt that still has time waits
//! to be sent. A day on which the rep is known to be away is excused from the start.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::{Done, Tick, apply, calendars, full, raise};
use crate::domain::absence::{OPEN_ENDED, excuse};
use crate::domain::checkin::{Calendar, CheckIn, Delivery, Excuse, Rules};
use crate::domain::effect::Effects;
use crate::domain::ledger::Change;
use crate::domain::life::Scribe;
use crate::domain::person::{Person, PersonStatus};
use crate::domain::record::{Kind, Record};
use crate::domain::{CalendarId, IdMaker, PersonId, schedule};
use crate::store::record::Scope;
use crate::store::{self, Db, PgConnection, Result};

/// As many days of one person at once; what an outage of more left over comes in the next batch.
const DAYS: usize = 62;

/// Opens the check-ins of one batch of people; gives whether there may be more.
pub(super) async fn step(db: &Db, tick: &Tick<'_>, ids: &mut IdMaker, done: &mut Done) -> Result<bool> {
    let mut tx = db.begin(tick.house.org).await?;
    let mut people = store::person::lock_due(&mut tx, tick.house.org, tick.now, tick.batch).await?;
    if people.is_empty() {
        return Ok(false);
    }
    raise(&mut tx, tick, ids).await?;
    let known = load(&mut tx, tick, &people).await?;
    let mut effects = Effects::default();
    let mut more = full(people.len(), tick);
    for person in &mut people {
        let mut scribe = Scribe::system(ids, tick.now);
        let (days, rest) = open_days(person, &known, &tick.house.rules, &mut scribe, &mut effects);
        done.opened += days.opened;
        done.missed += days.missed;
        more |= rest;
    }
    effects.people = people;
    apply(&mut tx, tick, &effects).await?;
    tx.commit().await?;
    Ok(more)
}

/// What opening depends on.
struct Known {
    calendars: HashMap<CalendarId, Calendar>,
    /// Days that have their check-in already.
    opened: HashSet<(PersonId, NaiveDate)>,
    /// Absences.
    away: HashMap<PersonId, Vec<Record>>,
    /// Days with a report.
    reported: HashMap<PersonId, Vec<NaiveDate>>,
}

async fn load(conn: &mut PgConnection, tick: &Tick<'_>, people: &[Person]) -> Result<Known> {
    let ids: Vec<PersonId> = people.iter().map(|p| p.id).collect();
    let first = people.iter().filter_map(|p| p.next_open).map(|(day, _)| day).min();
    let first = first.unwrap_or_else(|| tick.now.date_naive());
    let since = first.checked_sub_days(OPEN_ENDED).unwrap_or(first);
    let mut away: HashMap<PersonId, Vec<Record>> = HashMap::new();
    for record in
        store::record::load(conn, tick.house.org, &ids, Scope::standing(&[Kind::Availability], first)).await?
    {
        away.entry(record.owner).or_default().push(record);
    }
    let there = store::check_in::of(conn, tick.house.org, &ids, since).await?;
    let mut reported: HashMap<PersonId, Vec<NaiveDate>> = HashMap::new();
    for c in there.iter().filter(|c| c.first_substantive_at.is_some()) {
        reported.entry(c.person).or_default().push(c.local_date);
    }
    Ok(Known {
        calendars: calendars(conn, tick.house.org, people).await?,
        opened: there.iter().map(|c| (c.person, c.local_date)).collect(),
        away,
        reported,
    })
}

/// Opens the days of a person that are due, and moves the person on to the next. Gives what was done, and whether
/// days are left over.
fn open_days(
    person: &mut Person,
    known: &Known,
    rules: &Rules,
    scribe: &mut Scribe<'_>,
    effects: &mut Effects,
) -> (Done, bool) {
    let now = scribe.at;
    let default = Calendar::weekdays();
    let calendar = known.calendars.get(&person.calendar).unwrap_or(&default);
    let mut done = Done::default();
    while let Some((day, _)) = person.next_open.filter(|(_, at)| *at <= now) {
        if done.opened >= DAYS {
            return (done, true);
        }
        // A plan that was made before a change of grants or calendar may name a day that is none any more.
        let here = person.status != PersonStatus::Left;
        let asked = person.asked_as(day).filter(|_| here && calendar.works(day));
        if let Some((mode, team)) = asked.filter(|_| !known.opened.contains(&(person.id, day))) {
            let mut check_in = schedule::open(person, mode, team, day, calendar, rules);
            let away = known.away.get(&person.id).map(Vec::as_slice).unwrap_or_default();
            let reported = known.reported.get(&person.id).map(Vec::as_slice).unwrap_or_default();
            let excuse = excuse(away, reported, day);
            let changes = first_moments(&mut check_in, excuse, now, scribe);
            done.opened += 1;
            done.missed += usize::from(check_in.delivery == Delivery::Missed);
            effects.changes.extend(changes);
            effects.check_ins.push(check_in);
        }
        person.next_open = schedule::next_open(person, calendar, rules, Some(day), now);
    }
    (done, false)
}

/// What is known of a check-in when it opens.
fn first_moments(
    check_in: &mut CheckIn,
    excuse: Option<Excuse>,
    now: DateTime<Utc>,
    scribe: &mut Scribe<'_>,
) -> Vec<Change> {
    if let Some(why) = excuse {
        return excused_by_rep(check_in, why, scribe);
    }
    if now > check_in.prompt_until() { check_in.missed(scribe) } else { Vec::new() }
}

/// Excuses a day for an absence that the rep has told of before.
pub(in crate::flow) fn excused_by_rep(
    check_in: &mut CheckIn,
    why: Excuse,
    scribe: &mut Scribe<'_>,
) -> Vec<Change> {
    let mut by_rep = Scribe { actor: Some(check_in.person), ..Scribe::system(scribe.ids, scribe.at) };
    check_in.excuse(why, &mut by_rep)
}
