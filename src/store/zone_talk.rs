//! Talks about people's zones: one row a person at most.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::Result;
use super::error::exactly;
use super::rows::{column, last_of_each, uuids};
use super::words::At;
use crate::domain::effect::{ZoneState, ZoneTalk};
use crate::domain::{OrgId, PersonId};

/// The talks of people. Who has none is missing.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn load(
    conn: &mut PgConnection,
    org: OrgId,
    people: &[PersonId],
) -> Result<HashMap<PersonId, ZoneTalk>> {
    let rows = sqlx::query!(
        "SELECT person_id, zone, state, at FROM zone_talk WHERE org_id = $1 AND person_id = ANY($2)",
        org.0,
        &uuids(people)
    );
    let read = |r: &str| ZoneState::by_name(r);
    let talks = rows.fetch_all(conn).await?.into_iter().map(|r| {
        let at = At { table: "zone_talk", id: r.person_id };
        let person = PersonId(r.person_id);
        // A zone that this program's data no longer know is none to talk about.
        let zone = r.zone.and_then(|z| z.parse().ok());
        Ok((person, ZoneTalk { person, zone, state: at.read("state", read(&r.state))?, at: r.at }))
    });
    talks.collect()
}

/// Writes talks, new ones or how they stand now.
///
/// # Errors
/// The database.
pub async fn put(conn: &mut PgConnection, org: OrgId, talks: &[ZoneTalk]) -> Result<()> {
    if talks.is_empty() {
        return Ok(());
    }
    let rows = last_of_each(talks, |t| t.person);
    let done = sqlx::query!(
        "INSERT INTO zone_talk (org_id, person_id, zone, state, at)
         SELECT $1, * FROM UNNEST($2::uuid[], $3::text[], $4::text[], $5::timestamptz[])
         ON CONFLICT (org_id, person_id) DO UPDATE
         SET zone = excluded.zone, state = excluded.state, at = excluded.at",
        org.0,
        &column(&rows, |t| t.person.0),
        &column(&rows, |t| t.zone.map(|z| z.name())) as &[Option<&str>],
        &column(&rows, |t| t.state.name()) as &[&str],
        &column(&rows, |t| t.at) as &[DateTime<Utc>]
    )
    .execute(conn)
    .await?;
    exactly("put talks about zones", rows.len(), done.rows_affected())
}
