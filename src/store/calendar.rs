//! Working calendars: the week's pattern and the days that depart from it.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::Result;
use super::error::exactly;
use super::rows::{column, last_of_each, uuids};
use super::words::At;
use crate::domain::checkin::Calendar;
use crate::domain::{CalendarId, OrgId, PersonId};

/// A day on which a calendar departs from its week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub day: NaiveDate,
    /// A make-up working day rather than a holiday.
    pub works: bool,
    /// What it is called.
    pub name: String,
}

/// Makes a calendar with its weekly pattern, or changes the pattern of one that is there.
///
/// # Errors
/// The database; a bug where another has that name.
pub async fn put(
    conn: &mut PgConnection,
    org: OrgId,
    id: CalendarId,
    name: &str,
    week: [bool; 7],
) -> Result<()> {
    let week: String = week.iter().map(|works| if *works { '1' } else { '0' }).collect();
    sqlx::query!(
        "INSERT INTO calendar (org_id, calendar_id, name, week) VALUES ($1, $2, $3, $4)
         ON CONFLICT (org_id, calendar_id) DO UPDATE SET name = excluded.name, week = excluded.week",
        org.0,
        id.0,
        name,
        week
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Adds days on which a calendar departs from its week, or changes those that are there.
///
/// # Errors
/// The database.
pub async fn put_holidays(
    conn: &mut PgConnection,
    org: OrgId,
    id: CalendarId,
    days: &[Holiday],
) -> Result<()> {
    if days.is_empty() {
        return Ok(());
    }
    let rows = last_of_each(days, |d| d.day);
    let done = sqlx::query!(
        "INSERT INTO holiday (org_id, calendar_id, day, works, name)
         SELECT $1, $2, * FROM UNNEST($3::date[], $4::boolean[], $5::text[])
         ON CONFLICT (org_id, calendar_id, day) DO UPDATE SET works = excluded.works, name = excluded.name",
        org.0,
        id.0,
        &column(&rows, |d| d.day),
        &column(&rows, |d| d.works),
        &column(&rows, |d| d.name.as_str()) as &[&str]
    )
    .execute(conn)
    .await?;
    exactly("put holidays", rows.len(), done.rows_affected())
}

/// A calendar as it stands in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Id.
    pub id: CalendarId,
    /// Name.
    pub name: String,
    /// Region, where it is of one.
    pub region: Option<String>,
    /// Monday to Sunday.
    pub week: [bool; 7],
    /// How many people follow it.
    pub people: i64,
}

/// All calendars, by name.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn all(conn: &mut PgConnection, org: OrgId) -> Result<Vec<Entry>> {
    let rows = sqlx::query!(
        r#"SELECT c.calendar_id, c.name, c.region, c.week,
                  (SELECT count(*) FROM person p
                   WHERE p.org_id = $1 AND p.calendar_id = c.calendar_id AND p.status <> 'left') AS "people!"
           FROM calendar c WHERE c.org_id = $1 ORDER BY c.name"#,
        org.0
    );
    let read = rows.fetch_all(conn).await?.into_iter().map(|r| {
        let week = At { table: "calendar", id: r.calendar_id }.read("week", week(&r.week))?;
        Ok(Entry { id: r.calendar_id.into(), name: r.name, region: r.region, week, people: r.people })
    });
    read.collect()
}

/// The days on which a calendar departs from its week, in order.
///
/// # Errors
/// The database.
pub async fn holidays(conn: &mut PgConnection, org: OrgId, id: CalendarId) -> Result<Vec<Holiday>> {
    let rows = sqlx::query_as!(
        Holiday,
        "SELECT day, works, name FROM holiday WHERE org_id = $1 AND calendar_id = $2 ORDER BY day",
        org.0,
        id.0
    );
    Ok(rows.fetch_all(conn).await?)
}

/// Takes the days of a year out of a calendar, for others to come.
///
/// # Errors
/// The database.
pub async fn clear_year(conn: &mut PgConnection, org: OrgId, id: CalendarId, year: i32) -> Result<()> {
    let (Some(first), Some(last)) =
        (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31))
    else {
        return Ok(());
    };
    sqlx::query!(
        "DELETE FROM holiday WHERE org_id = $1 AND calendar_id = $2 AND day BETWEEN $3 AND $4",
        org.0,
        id.0,
        first,
        last
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Says of which region a calendar is.
///
/// # Errors
/// The database.
pub async fn set_region(
    conn: &mut PgConnection,
    org: OrgId,
    id: CalendarId,
    region: Option<&str>,
) -> Result<()> {
    let set = sqlx::query!(
        "UPDATE calendar SET region = $3 WHERE org_id = $1 AND calendar_id = $2",
        org.0,
        id.0,
        region
    );
    exactly("set the region of a calendar", 1, set.execute(conn).await?.rows_affected())
}

/// Who follows a calendar.
///
/// # Errors
/// The database.
pub async fn followers(conn: &mut PgConnection, org: OrgId, id: CalendarId) -> Result<Vec<PersonId>> {
    let people = sqlx::query_scalar!(
        "SELECT person_id FROM person WHERE org_id = $1 AND calendar_id = $2 AND status <> 'left'
         ORDER BY person_id",
        org.0,
        id.0
    );
    Ok(people.fetch_all(conn).await?.into_iter().map(PersonId).collect())
}

/// The name of the calendar that new people get.
pub const DEFAULT: &str = "default";

/// A calendar's id by its name.
///
/// # Errors
/// The database.
pub async fn by_name(conn: &mut PgConnection, org: OrgId, name: &str) -> Result<Option<CalendarId>> {
    let id =
        sqlx::query_scalar!("SELECT calendar_id FROM calendar WHERE org_id = $1 AND name = $2", org.0, name);
    Ok(id.fetch_optional(conn).await?.map(CalendarId))
}

/// Calendars by id, with all their exceptions. What isn't there is missing.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn load(
    conn: &mut PgConnection,
    org: OrgId,
    ids: &[CalendarId],
) -> Result<HashMap<CalendarId, Calendar>> {
    let ids = uuids(ids);
    let weeks = sqlx::query!(
        "SELECT calendar_id, week FROM calendar WHERE org_id = $1 AND calendar_id = ANY($2)",
        org.0,
        &ids
    )
    .fetch_all(&mut *conn)
    .await?;
    let days = sqlx::query!(
        "SELECT calendar_id, day, works FROM holiday WHERE org_id = $1 AND calendar_id = ANY($2)",
        org.0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    let mut exceptions: HashMap<_, BTreeMap<NaiveDate, bool>> = HashMap::new();
    for d in days {
        exceptions.entry(d.calendar_id).or_default().insert(d.day, d.works);
    }
    weeks
        .into_iter()
        .map(|w| {
            let at = At { table: "calendar", id: w.calendar_id };
            let week = at.read("week", week(&w.week))?;
            let exceptions = exceptions.remove(&w.calendar_id).unwrap_or_default();
            Ok((CalendarId(w.calendar_id), Calendar { week, exceptions }))
        })
        .collect()
}

fn week(text: &str) -> Option<[bool; 7]> {
    let days: Vec<bool> = text.bytes().map(|b| b == b'1').collect();
    days.try_into().ok()
}
