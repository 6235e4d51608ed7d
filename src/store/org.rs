//! Organisations. Their table is exempt from row-level security, since it is how one is found.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::Result;
use crate::domain::OrgId;

/// An organisation: the unit of tenancy.
#[derive(Clone, PartialEq, Eq)]
pub struct Org {
    /// Id.
    pub id: OrgId,
    /// Name.
    pub name: String,
    /// ISO 3166 alpha-2; phones without a country code are read as of it.
    pub region: String,
    /// ISO 4217; amounts that name no currency are in it.
    pub currency: String,
    /// Salt of the hashes that stand in the ledger for personal values; 16 bytes or more.
    pub salt: Vec<u8>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Without the salt, which is a secret.
impl std::fmt::Debug for Org {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Org").field("id", &self.id).field("name", &self.name).finish_non_exhaustive()
    }
}

/// Makes an organisation.
///
/// # Errors
/// The database; a bug where the id is taken or a value is out of form.
pub async fn create(conn: &mut PgConnection, org: &Org) -> Result<()> {
    sqlx::query!(
        "INSERT INTO org (org_id, name, region, currency, salt, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        org.id.0,
        org.name,
        org.region,
        org.currency,
        org.salt,
        org.created_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// An organisation by its id.
///
/// # Errors
/// The database.
pub async fn by_id(conn: &mut PgConnection, org: OrgId) -> Result<Option<Org>> {
    let found = sqlx::query_as!(
        Org,
        "SELECT org_id AS id, name, region, currency, salt, created_at FROM org WHERE org_id = $1",
        org.0
    );
    Ok(found.fetch_optional(conn).await?)
}

/// All organisations, oldest first: every loop goes through them one by one.
///
/// # Errors
/// The database.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<Org>> {
    let all = sqlx::query_as!(
        Org,
        "SELECT org_id AS id, name, region, currency, salt, created_at FROM org ORDER BY org_id"
    );
    Ok(all.fetch_all(conn).await?)
}

/// Gives out the next `count` numbers of people and returns the first of them. Two who ask at once wait for each
/// other; numbers of a transaction that is rolled back are given again.
///
/// # Errors
/// The database; there is no such organisation.
pub async fn next_numbers(conn: &mut PgConnection, org: OrgId, count: i64) -> Result<i64> {
    let given = sqlx::query_scalar!(
        "UPDATE org SET people = people + $2 WHERE org_id = $1 RETURNING people",
        org.0,
        count
    );
    Ok(given.fetch_one(conn).await? - count + 1)
}
