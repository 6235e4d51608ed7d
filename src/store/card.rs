//! Where each card stands in its chat, so that it can be edited in place.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::Result;
use crate::domain::{BotId, OrgId};

/// The messages in which cards stand, by their keys. Cards not sent yet are missing.
///
/// # Errors
/// The database.
pub async fn find(conn: &mut PgConnection, org: OrgId, keys: &[String]) -> Result<HashMap<String, String>> {
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sqlx::query!(
        "SELECT card_key, external_id FROM card WHERE org_id = $1 AND card_key = ANY($2)",
        org.0,
        keys
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(|r| (r.card_key, r.external_id)).collect())
}

/// Where a card stands from now on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub(super) key: &'a str,
    pub(super) bot: BotId,
    pub(super) chat_id: &'a str,
    pub(super) external_id: &'a str,
    /// Not to be edited before.
    pub(super) rests_until: DateTime<Utc>,
}

/// Notes where a card stands.
pub(super) async fn put(
    conn: &mut PgConnection,
    org: OrgId,
    place: Place<'_>,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO card (org_id, card_key, bot_id, chat_id, external_id, sent_at, rests_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (org_id, card_key) DO UPDATE SET
             bot_id = excluded.bot_id, chat_id = excluded.chat_id, external_id = excluded.external_id,
             sent_at = excluded.sent_at, rests_until = excluded.rests_until",
        org.0,
        place.key,
        place.bot.0,
        place.chat_id,
        place.external_id,
        at,
        place.rests_until
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Lets a card rest that was just edited.
pub(super) async fn rest(conn: &mut PgConnection, org: OrgId, key: &str, until: DateTime<Utc>) -> Result<()> {
    sqlx::query!("UPDATE card SET rests_until = $3 WHERE org_id = $1 AND card_key = $2", org.0, key, until)
        .execute(conn)
        .await?;
    Ok(())
}

/// Forgets a card whose message is gone, unless it stands elsewhere by now.
pub(super) async fn forget(conn: &mut PgConnection, org: OrgId, key: &str, external_id: &str) -> Result<()> {
    sqlx::query!(
        "DELETE FROM card WHERE org_id = $1 AND card_key = $2 AND external_id = $3",
        org.0,
        key,
        external_id
    )
    .execute(conn)
    .await?;
    Ok(())
}
