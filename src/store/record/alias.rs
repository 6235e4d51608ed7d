//! Other names of customers, confirmed by a person.

use sqlx::PgConnection;

use crate::domain::effect::Alias;
use crate::domain::{OrgId, PersonId, RecordId};
use crate::store::Result;
use crate::store::rows::{column, last_of_each, uuids};

/// The aliases of the customers of owners: owner, customer, the name as typed.
///
/// # Errors
/// The database.
pub async fn load(
    conn: &mut PgConnection,
    org: OrgId,
    owners: &[PersonId],
) -> Result<Vec<(PersonId, RecordId, String)>> {
    let rows = sqlx::query!(
        "SELECT c.owner_id, a.customer_id, a.alias
         FROM customer AS c JOIN customer_alias AS a ON a.org_id = c.org_id AND a.customer_id = c.customer_id
         WHERE c.org_id = $1 AND a.org_id = $1 AND c.owner_id = ANY($2)
         ORDER BY a.customer_id, a.alias_key",
        org.0,
        &uuids(owners)
    );
    let rows = rows.fetch_all(conn).await?.into_iter();
    Ok(rows.map(|r| (PersonId(r.owner_id), RecordId(r.customer_id), r.alias)).collect())
}

/// Writes aliases; one that is there already stays as it is.
///
/// # Errors
/// The database.
pub async fn put(conn: &mut PgConnection, org: OrgId, aliases: &[Alias]) -> Result<()> {
    if aliases.is_empty() {
        return Ok(());
    }
    let rows = last_of_each(aliases, |a| (a.customer, &a.key));
    sqlx::query!(
        "INSERT INTO customer_alias (org_id, customer_id, alias_key, alias, added_by, added_at)
         SELECT $1, * FROM UNNEST($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::timestamptz[])
         ON CONFLICT (org_id, customer_id, alias_key) DO NOTHING",
        org.0,
        &column(&rows, |a| a.customer.0),
        &column(&rows, |a| a.key.as_str()) as &[&str],
        &column(&rows, |a| a.alias.as_str()) as &[&str],
        &column(&rows, |a| a.by.0),
        &column(&rows, |a| a.at)
    )
    .execute(conn)
    .await?;
    Ok(())
}
