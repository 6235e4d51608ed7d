//! What an organisation has set, each from a moment on. What it has not set has the installation's default, which
//! is for the caller to know.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value as Json;
use sqlx::PgConnection;

use super::Result;
use crate::domain::{OrgId, PersonId};

/// What is set at a moment, by key.
///
/// # Errors
/// The database.
pub async fn current(
    conn: &mut PgConnection,
    org: OrgId,
    now: DateTime<Utc>,
) -> Result<BTreeMap<String, Json>> {
    let rows = sqlx::query!(
        "SELECT DISTINCT ON (key) key, value FROM setting
         WHERE org_id = $1 AND valid_from <= $2 ORDER BY key, valid_from DESC",
        org.0,
        now
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(|r| (r.key, r.value)).collect())
}

/// Sets something from a moment on; `by` is `None` on the command line. What held before stays on record.
///
/// # Errors
/// The database.
pub async fn set(
    conn: &mut PgConnection,
    org: OrgId,
    key: &str,
    value: &Json,
    by: Option<PersonId>,
    from: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO setting (org_id, key, valid_from, value, set_by) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (org_id, key, valid_from) DO UPDATE SET value = excluded.value, set_by = excluded.set_by",
        org.0,
        key,
        from,
        value,
        by.map(|p| p.0)
    )
    .execute(conn)
    .await?;
    Ok(())
}
