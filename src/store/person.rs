//! People and their grants. A person's row is the lock under which that person's records change: whoever writes them
//! holds it from [`lock`] to the end of the transaction.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;
use super::error::exactly;
use super::rows::{column, last_of_each, uuids};
use super::words::At;
use crate::domain::person::{Grant, Language, Person, PersonStatus, Role};
use crate::domain::{OrgId, PersonId};

struct Row {
    person_id: Uuid,
    number: i64,
    name: String,
    language: String,
    timezone: String,
    calendar_id: Uuid,
    prompt_time: Option<NaiveTime>,
    status: String,
    items: i64,
    next_open_on: Option<NaiveDate>,
    next_open_at: Option<DateTime<Utc>>,
}

macro_rules! people {
    ($tail:literal, $($arg:expr),+) => {
        sqlx::query_as!(
            Row,
            "SELECT person_id, number, name, language, timezone, calendar_id, prompt_time, status, items, \
             next_open_on, next_open_at FROM person WHERE org_id = $1 " + $tail,
            $($arg),+
        )
    };
}

/// Locks people until the transaction ends and loads them, by ascending id (one order for all, so that two batches
/// never wait for each other in a circle). Who isn't there is missing.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn lock(conn: &mut PgConnection, org: OrgId, ids: &[PersonId]) -> Result<Vec<Person>> {
    let rows = people!("AND person_id = ANY($2) ORDER BY person_id FOR NO KEY UPDATE", org.0, &uuids(ids));
    let rows = rows.fetch_all(&mut *conn).await?;
    with_grants(conn, org, rows).await
}

/// Loads people without locking them, by ascending id. Who isn't there is missing.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn load(conn: &mut PgConnection, org: OrgId, ids: &[PersonId]) -> Result<Vec<Person>> {
    let rows = people!("AND person_id = ANY($2) ORDER BY person_id", org.0, &uuids(ids));
    let rows = rows.fetch_all(&mut *conn).await?;
    with_grants(conn, org, rows).await
}

/// All people of the organisation, by number; those who left too.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn all(conn: &mut PgConnection, org: OrgId) -> Result<Vec<Person>> {
    let rows = people!("ORDER BY number", org.0).fetch_all(&mut *conn).await?;
    with_grants(conn, org, rows).await
}

/// Locks and loads at most `limit` people whose next check-in is to be opened by `now`, those that wait longest
/// first. Passes over people whom someone else holds: they are found again next time.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn lock_due(
    conn: &mut PgConnection,
    org: OrgId,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Person>> {
    let rows = people!(
        "AND next_open_at <= $2 ORDER BY next_open_at, person_id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED",
        org.0,
        now,
        limit
    );
    let rows = rows.fetch_all(&mut *conn).await?;
    with_grants(conn, org, rows).await
}

/// Writes new people with their grants, each with the moment of joining.
///
/// # Errors
/// The database; a bug where an id or number is taken.
pub async fn insert(conn: &mut PgConnection, org: OrgId, people: &[(&Person, DateTime<Utc>)]) -> Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    let at: Vec<_> = people.iter().map(|(_, at)| *at).collect();
    let people: Vec<&Person> = people.iter().map(|(person, _)| *person).collect();
    let c = Columns::of(&people);
    let done = sqlx::query!(
        "INSERT INTO person (org_id, person_id, number, name, language, timezone, calendar_id, prompt_time, status, \
                             items, next_open_on, next_open_at, created_at)
         SELECT $1, * FROM UNNEST($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::uuid[],
                                  $8::time[], $9::text[], $10::bigint[], $11::date[], $12::timestamptz[],
                                  $13::timestamptz[])",
        org.0,
        &c.ids,
        &c.numbers,
        &c.names as &[&str],
        &c.languages as &[&str],
        &c.timezones as &[&str],
        &c.calendars,
        &c.prompt_times as &[Option<NaiveTime>],
        &c.statuses as &[&str],
        &c.items,
        &c.next_on as &[Option<NaiveDate>],
        &c.next_at as &[Option<DateTime<Utc>>],
        &at
    )
    .execute(&mut *conn)
    .await?;
    exactly("insert people", people.len(), done.rows_affected())?;
    put_grants(conn, org, &people).await
}

/// Writes people who are there already, with their grants.
///
/// # Errors
/// The database; one of them isn't there.
pub async fn update(conn: &mut PgConnection, org: OrgId, people: &[Person]) -> Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    let people = last_of_each(people, |p| p.id);
    let c = Columns::of(&people);
    let done = sqlx::query!(
        "UPDATE person AS p
         SET number = v.number, name = v.name, language = v.language, timezone = v.timezone,
             calendar_id = v.calendar_id, prompt_time = v.prompt_time, status = v.status, items = v.items,
             next_open_on = v.next_open_on, next_open_at = v.next_open_at
         FROM UNNEST($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::time[],
                     $9::text[], $10::bigint[], $11::date[], $12::timestamptz[])
              AS v(person_id, number, name, language, timezone, calendar_id, prompt_time, status, items,
                   next_open_on, next_open_at)
         WHERE p.org_id = $1 AND p.person_id = v.person_id",
        org.0,
        &c.ids,
        &c.numbers,
        &c.names as &[&str],
        &c.languages as &[&str],
        &c.timezones as &[&str],
        &c.calendars,
        &c.prompt_times as &[Option<NaiveTime>],
        &c.statuses as &[&str],
        &c.items,
        &c.next_on as &[Option<NaiveDate>],
        &c.next_at as &[Option<DateTime<Utc>>]
    )
    .execute(&mut *conn)
    .await?;
    exactly("update people", people.len(), done.rows_affected())?;
    put_grants(conn, org, &people).await
}

/// The phones of people. Of whom none is known is missing.
///
/// # Errors
/// The database.
pub async fn phones(
    conn: &mut PgConnection,
    org: OrgId,
    people: &[PersonId],
) -> Result<HashMap<PersonId, String>> {
    let rows = sqlx::query!(
        r#"SELECT person_id, phone AS "phone!" FROM person
           WHERE org_id = $1 AND person_id = ANY($2) AND phone IS NOT NULL"#,
        org.0,
        &uuids(people)
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(|r| (PersonId(r.person_id), r.phone)).collect())
}

/// Sets or forgets the phone (E.164) of the person with this number. Gives whether there is such a person.
///
/// # Errors
/// The database.
pub async fn set_phone(
    conn: &mut PgConnection,
    org: OrgId,
    number: i64,
    phone: Option<&str>,
) -> Result<bool> {
    let done =
        sqlx::query!("UPDATE person SET phone = $3 WHERE org_id = $1 AND number = $2", org.0, number, phone);
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// The columns of many people.
struct Columns<'a> {
    ids: Vec<Uuid>,
    numbers: Vec<i64>,
    names: Vec<&'a str>,
    languages: Vec<&'static str>,
    timezones: Vec<&'static str>,
    calendars: Vec<Uuid>,
    prompt_times: Vec<Option<NaiveTime>>,
    statuses: Vec<&'static str>,
    items: Vec<i64>,
    next_on: Vec<Option<NaiveDate>>,
    next_at: Vec<Option<DateTime<Utc>>>,
}

impl<'a> Columns<'a> {
    fn of(people: &[&'a Person]) -> Self {
        Self {
            ids: column(people, |p| p.id.0),
            numbers: column(people, |p| p.number),
            names: column(people, |p| p.name.as_str()),
            languages: column(people, |p| p.language.name()),
            timezones: column(people, |p| p.timezone.name()),
            calendars: column(people, |p| p.calendar.0),
            prompt_times: column(people, |p| p.prompt_time),
            statuses: column(people, |p| p.status.name()),
            items: column(people, |p| p.items),
            next_on: column(people, |p| p.next_open.map(|n| n.0)),
            next_at: column(people, |p| p.next_open.map(|n| n.1)),
        }
    }
}

/// Writes the grants that are new or have changed; people change often, their grants rarely.
async fn put_grants(conn: &mut PgConnection, org: OrgId, people: &[&Person]) -> Result<()> {
    let grants: Vec<(PersonId, &Grant)> =
        people.iter().flat_map(|p| p.grants.iter().map(|g| (p.id, g))).collect();
    if grants.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = grants.iter().map(|(_, g)| g.id.0).collect();
    let of: Vec<_> = grants.iter().map(|(p, _)| p.0).collect();
    let roles: Vec<_> = grants.iter().map(|(_, g)| g.role.name()).collect();
    let teams: Vec<_> = grants.iter().map(|(_, g)| g.team.map(Uuid::from)).collect();
    let from: Vec<_> = grants.iter().map(|(_, g)| g.from).collect();
    let to: Vec<_> = grants.iter().map(|(_, g)| g.to).collect();
    sqlx::query!(
        "INSERT INTO role_grant (org_id, grant_id, person_id, role, team_id, valid_from, valid_to)
         SELECT $1, v.* FROM UNNEST($2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::date[], $7::date[])
                AS v(grant_id, person_id, role, team_id, valid_from, valid_to)
         WHERE NOT EXISTS (SELECT FROM role_grant AS g
                           WHERE g.org_id = $1 AND g.grant_id = v.grant_id AND g.person_id = v.person_id
                             AND g.role = v.role AND g.team_id IS NOT DISTINCT FROM v.team_id
                             AND g.valid_from = v.valid_from AND g.valid_to IS NOT DISTINCT FROM v.valid_to)
         ON CONFLICT (org_id, grant_id) DO UPDATE
         SET role = excluded.role, team_id = excluded.team_id, valid_from = excluded.valid_from,
             valid_to = excluded.valid_to",
        org.0,
        &ids,
        &of,
        &roles as &[&str],
        &teams as &[Option<Uuid>],
        &from,
        &to as &[Option<NaiveDate>]
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn with_grants(conn: &mut PgConnection, org: OrgId, rows: Vec<Row>) -> Result<Vec<Person>> {
    let ids: Vec<Uuid> = rows.iter().map(|r| r.person_id).collect();
    let mut grants = grants_of(conn, org, &ids).await?;
    rows.into_iter().map(|row| row.person(&mut grants)).collect()
}

async fn grants_of(
    conn: &mut PgConnection,
    org: OrgId,
    people: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Grant>>> {
    let mut grants: HashMap<Uuid, Vec<Grant>> = HashMap::new();
    if people.is_empty() {
        return Ok(grants);
    }
    let rows = sqlx::query!(
        "SELECT grant_id, person_id, role, team_id, valid_from, valid_to FROM role_grant
         WHERE org_id = $1 AND person_id = ANY($2) ORDER BY grant_id",
        org.0,
        people
    );
    for row in rows.fetch_all(conn).await? {
        let at = At { table: "role_grant", id: row.grant_id };
        grants.entry(row.person_id).or_default().push(Grant {
            id: row.grant_id.into(),
            role: at.read("role", Role::by_name(&row.role))?,
            team: row.team_id.map(Into::into),
            from: row.valid_from,
            to: row.valid_to,
        });
    }
    Ok(grants)
}

impl Row {
    fn person(self, grants: &mut HashMap<Uuid, Vec<Grant>>) -> Result<Person> {
        let at = At { table: "person", id: self.person_id };
        Ok(Person {
            id: self.person_id.into(),
            number: self.number,
            language: at.read("language", Language::by_name(&self.language))?,
            timezone: at.read("timezone", self.timezone.parse().ok())?,
            calendar: self.calendar_id.into(),
            prompt_time: self.prompt_time,
            status: at.read("status", PersonStatus::by_name(&self.status))?,
            items: self.items,
            next_open: self.next_open_on.zip(self.next_open_at),
            grants: grants.remove(&self.person_id).unwrap_or_default(),
            name: self.name,
        })
    }
}
