//! What choosing a prompt's agenda needs beside open deals and steps, for many people at once: which of their customers
//! are fresh, who was met when, and who works at a customer. Ids and days alone, so that a long history costs little.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::Result;
use super::rows::uuids;
use crate::domain::{OrgId, PersonId, RecordId};

/// The customers of these people that were recorded since a moment.
///
/// # Errors
/// The database.
pub async fn fresh_customers(
    conn: &mut PgConnection,
    org: OrgId,
    owners: &[PersonId],
    since: DateTime<Utc>,
) -> Result<Vec<RecordId>> {
    let ids = sqlx::query_scalar!(
        "SELECT customer_id FROM customer
         WHERE org_id = $1 AND owner_id = ANY($2) AND state = 'active' AND created_at >= $3",
        org.0,
        &uuids(owners),
        since
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(RecordId).collect())
}

/// The newest day since one on which something was done with each customer of these people.
///
/// # Errors
/// The database.
pub async fn met(
    conn: &mut PgConnection,
    org: OrgId,
    owners: &[PersonId],
    since: NaiveDate,
) -> Result<HashMap<RecordId, NaiveDate>> {
    let rows = sqlx::query!(
        r#"SELECT customer_id AS "customer_id!", max(day) AS "day!" FROM activity
           WHERE org_id = $1 AND owner_id = ANY($2) AND day >= $3 AND state = 'active' GROUP BY customer_id"#,
        org.0,
        &uuids(owners),
        since
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(|r| (RecordId(r.customer_id), r.day)).collect())
}

/// The people at these customers.
///
/// # Errors
/// The database.
pub async fn contacts_at(
    conn: &mut PgConnection,
    org: OrgId,
    customers: &[RecordId],
) -> Result<Vec<RecordId>> {
    let ids = sqlx::query_scalar!(
        "SELECT contact_id FROM contact WHERE org_id = $1 AND customer_id = ANY($2) AND state = 'active'",
        org.0,
        &uuids(customers)
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(RecordId).collect())
}
