//! Writing a calendar, or who follows it: one transaction, with the next check-in of everybody concerned computed anew
//! under their locks. What is open keeps the times that it was opened with; but nobody is held to a day that turns out
//! to be a holiday.

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};

use super::file::File;
use crate::app::database::Opened;
use crate::domain::checkin::{Calendar, Excuse, Rules};
use crate::domain::effect::Effects;
use crate::domain::ledger::Way;
use crate::domain::life::Scribe;
use crate::domain::person::Person;
use crate::domain::{CalendarId, IdMaker, PersonId, schedule};
use crate::flow::house;
use crate::store::calendar::Holiday;
use crate::store::org::Org;
use crate::store::{self, PgConnection, StoreError};

/// What is to be written.
pub(super) struct Plan<'a> {
    pub(super) name: &'a str,
    pub(super) region: Option<&'a str>,
    pub(super) file: &'a File,
}

/// What was done.
#[derive(Default)]
pub(super) struct Done {
    /// People who follow the calendar.
    pub(super) people: usize,
    /// Open check-ins that are a holiday now.
    pub(super) excused: usize,
    /// Open check-ins that are none any more.
    pub(super) restored: usize,
}

/// The years of a file, in which its days replace those that were there.
pub(super) fn years(file: &File) -> BTreeSet<i32> {
    file.days.keys().map(Datelike::year).collect()
}

/// As far back as an open check-in may lie: its cutoff is on the next working day.
const OPEN_DAYS: Days = Days::new(62);

/// Writes a calendar.
///
/// # Errors
/// The database; nothing is written then.
pub(super) async fn import(
    opened: &Opened,
    org: &Org,
    defaults: &Rules,
    plan: &Plan<'_>,
    ids: &mut IdMaker,
    now: DateTime<Utc>,
) -> Result<Done> {
    store::partition::ensure_months(&opened.db, &[now.date_naive()]).await?;
    let mut tx = opened.db.begin(org.id).await?;
    // Two imports at once make one calendar of a name, one after the other.
    store::clock::lock(&mut tx).await?;
    let known = store::calendar::all(&mut tx, org.id).await?.into_iter().find(|c| c.name == plan.name);
    let id = known.as_ref().map_or_else(|| ids.next(now), |c| c.id);
    let usual = known.as_ref().map_or(Calendar::weekdays().week, |c| c.week);
    store::calendar::put(&mut tx, org.id, id, plan.name, plan.file.week.unwrap_or(usual)).await?;
    if plan.region.is_some() {
        store::calendar::set_region(&mut tx, org.id, id, plan.region).await?;
    }
    for year in years(plan.file) {
        store::calendar::clear_year(&mut tx, org.id, id, year).await?;
    }
    let days: Vec<Holiday> = plan
        .file
        .days
        .iter()
        .map(|(day, (works, name))| Holiday { day: *day, works: *works, name: name.clone() })
        .collect();
    store::calendar::put_holidays(&mut tx, org.id, id, &days).await?;
    let followers = store::calendar::followers(&mut tx, org.id, id).await?;
    let mut people = store::person::lock(&mut tx, org.id, &followers).await?;
    let calendar = load(&mut tx, org, id).await?;
    let rules = rules(&mut tx, org, defaults, now).await?;
    replan(&mut tx, org, &mut people, &calendar, &rules, now).await?;
    let mut done = Done { people: people.len(), ..Done::default() };
    let mut effects = Effects { people, ..Effects::default() };
    holidays_found_out_late(&mut tx, org, &calendar, &followers, ids, now, &mut effects, &mut done).await?;
    store::apply(&mut tx, org.id, &org.salt, &effects).await?;
    tx.commit().await?;
    Ok(done)
}

/// Has people follow a calendar; gives how many.
///
/// # Errors
/// The database.
pub(super) async fn follow(
    opened: &Opened,
    org: &Org,
    defaults: &Rules,
    id: CalendarId,
    people: &[PersonId],
    now: DateTime<Utc>,
) -> Result<usize> {
    let mut tx = opened.db.begin(org.id).await?;
    let mut people = store::person::lock(&mut tx, org.id, people).await?;
    let calendar = load(&mut tx, org, id).await?;
    let rules = rules(&mut tx, org, defaults, now).await?;
    for person in &mut people {
        person.calendar = id;
    }
    replan(&mut tx, org, &mut people, &calendar, &rules, now).await?;
    store::person::update(&mut tx, org.id, &people).await?;
    tx.commit().await?;
    Ok(people.len())
}

async fn load(conn: &mut PgConnection, org: &Org, id: CalendarId) -> Result<Calendar, StoreError> {
    let found = store::calendar::load(conn, org.id, &[id]).await?.remove(&id);
    Ok(found.unwrap_or_else(Calendar::weekdays))
}

async fn rules(
    conn: &mut PgConnection,
    org: &Org,
    defaults: &Rules,
    now: DateTime<Utc>,
) -> Result<Rules, StoreError> {
    let settings = store::setting::current(conn, org.id, now).await?;
    Ok(house::rules(settings.get(house::RULES), defaults))
}

/// Computes the next check-in of people anew, after the newest there is.
async fn replan(
    conn: &mut PgConnection,
    org: &Org,
    people: &mut [Person],
    calendar: &Calendar,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let ids: Vec<PersonId> = people.iter().map(|p| p.id).collect();
    let last = store::check_in::last_days(conn, org.id, &ids).await?;
    for person in people {
        // A day that is over can't be asked about any more: it gets no row for having become a working day. (What an
        // outage left over does.)
        let yesterday = person.today(now).pred_opt();
        let behind = person.next_open.is_some_and(|(day, _)| Some(day) <= yesterday);
        let last = last.get(&person.id).copied();
        let last = if behind || last.is_none() { last } else { last.max(yesterday) };
        person.next_open = schedule::next_open(person, calendar, rules, last, now);
    }
    Ok(())
}

/// Open, unanswered check-ins on what is a day off now are excused; those that were excused for that and are worked
/// after all count again.
#[allow(clippy::too_many_arguments, reason = "the parts of one transaction")]
async fn holidays_found_out_late(
    conn: &mut PgConnection,
    org: &Org,
    calendar: &Calendar,
    people: &[PersonId],
    ids: &mut IdMaker,
    now: DateTime<Utc>,
    effects: &mut Effects,
    done: &mut Done,
) -> Result<(), StoreError> {
    let today: NaiveDate = now.date_naive();
    let since = today.checked_sub_days(OPEN_DAYS).unwrap_or(today);
    let mut scribe = Scribe { way: Way::Import, ..Scribe::system(ids, now) };
    for mut check_in in store::check_in::of(conn, org.id, people, since).await? {
        if check_in.closed_at.is_some() {
            continue;
        }
        let works = calendar.works(check_in.local_date);
        let holiday = matches!(check_in.excused, Some((Excuse::Holiday, _)));
        let changes = match (works, holiday) {
            (false, false) if check_in.excused.is_none() && check_in.first_substantive_at.is_none() => {
                done.excused += 1;
                check_in.excuse(Excuse::Holiday, &mut scribe)
            }
            (true, true) => {
                done.restored += 1;
                check_in.unexcuse(&mut scribe)
            }
            _ => continue,
        };
        effects.changes.extend(changes);
        effects.check_ins.push(check_in);
    }
    Ok(())
}
