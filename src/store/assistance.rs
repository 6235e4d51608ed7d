//! Who assists whom, from one day to another.

use std::collections::HashMap;

use chrono::NaiveDate;
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;
use super::error::exactly;
use super::rows::{column, last_of_each, uuids};
use crate::domain::{OrgId, PersonId};

/// An assistant keeps the data of a rep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assistance {
    /// Id.
    pub id: Uuid,
    /// The assistant.
    pub assistant: PersonId,
    /// The rep.
    pub rep: PersonId,
    /// First day.
    pub from: NaiveDate,
    /// Last day, included; `None` while it goes on.
    pub to: Option<NaiveDate>,
}

/// Writes who assists whom; of what is there already, only the days change.
///
/// # Errors
/// The database.
pub async fn put(conn: &mut PgConnection, org: OrgId, assistances: &[Assistance]) -> Result<()> {
    if assistances.is_empty() {
        return Ok(());
    }
    let rows = last_of_each(assistances, |a| a.id);
    let done = sqlx::query!(
        "INSERT INTO assistance (org_id, assistance_id, assistant_id, rep_id, valid_from, valid_to)
         SELECT $1, * FROM UNNEST($2::uuid[], $3::uuid[], $4::uuid[], $5::date[], $6::date[])
         ON CONFLICT (org_id, assistance_id) DO UPDATE
         SET valid_from = excluded.valid_from, valid_to = excluded.valid_to",
        org.0,
        &column(&rows, |a| a.id),
        &column(&rows, |a| a.assistant.0),
        &column(&rows, |a| a.rep.0),
        &column(&rows, |a| a.from),
        &column(&rows, |a| a.to) as &[Option<NaiveDate>]
    )
    .execute(conn)
    .await?;
    exactly("put assistances", rows.len(), done.rows_affected())
}

/// The reps that assistants support on a day. Who supports none is missing.
///
/// # Errors
/// The database.
pub async fn reps_of(
    conn: &mut PgConnection,
    org: OrgId,
    assistants: &[PersonId],
    on: NaiveDate,
) -> Result<HashMap<PersonId, Vec<PersonId>>> {
    let rows = sqlx::query!(
        "SELECT DISTINCT assistant_id, rep_id FROM assistance
         WHERE org_id = $1 AND assistant_id = ANY($2) AND valid_from <= $3 AND (valid_to IS NULL OR valid_to >= $3)
         ORDER BY assistant_id, rep_id",
        org.0,
        &uuids(assistants),
        on
    );
    Ok(grouped(rows.fetch_all(conn).await?.into_iter().map(|r| (r.assistant_id, r.rep_id))))
}

/// The assistants who support reps on a day. Who has none is missing.
///
/// # Errors
/// The database.
pub async fn assistants_of(
    conn: &mut PgConnection,
    org: OrgId,
    reps: &[PersonId],
    on: NaiveDate,
) -> Result<HashMap<PersonId, Vec<PersonId>>> {
    let rows = sqlx::query!(
        "SELECT DISTINCT rep_id, assistant_id FROM assistance
         WHERE org_id = $1 AND rep_id = ANY($2) AND valid_from <= $3 AND (valid_to IS NULL OR valid_to >= $3)
         ORDER BY rep_id, assistant_id",
        org.0,
        &uuids(reps),
        on
    );
    Ok(grouped(rows.fetch_all(conn).await?.into_iter().map(|r| (r.rep_id, r.assistant_id))))
}

fn grouped(pairs: impl Iterator<Item = (Uuid, Uuid)>) -> HashMap<PersonId, Vec<PersonId>> {
    let mut groups: HashMap<PersonId, Vec<PersonId>> = HashMap::new();
    for (key, value) in pairs {
        groups.entry(PersonId(key)).or_default().push(PersonId(value));
    }
    groups
}
