//! The way out: what is to be sent, committed with whatever made it necessary, and what became of it.
//!
//! A row goes from *pending* by a claim to *sending*, is sent outside any transaction, and ends as *sent*, *failed* or
//! *in doubt*, or is pending again. Each claim marks its rows with an attempt, and an outcome counts only for the
//! attempt it belongs to. Within a chat rows go strictly in order of their ids, one at a time.

mod claim;
mod settle;
mod supersede;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value as Json;
use sqlx::PgConnection;

pub use claim::{Claim, Claimed, Claiming, claim, give_back};
pub use settle::{Settlement, Verdict, rescue, settle};

use super::{Result, StoreError};
use crate::domain::effect::OutboxRow;
use crate::domain::{BotId, OrgId, Outbound, OutboxId, OutboxKind, PersonId};
use supersede::{Before, Plan, plan};

/// A row that has come to its end: what whoever made it may want to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// Which.
    pub id: OutboxId,
    /// Its kind.
    pub kind: OutboxKind,
    /// The chat.
    pub chat_id: String,
    /// The person it was for.
    pub person: Option<PersonId>,
    /// Of prompts and nudges, the check-in.
    pub local_date: Option<NaiveDate>,
    /// How it ended.
    pub end: End,
    /// When (business time).
    pub at: DateTime<Utc>,
}

/// How a row ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It arrived.
    Sent,
    /// It will never arrive.
    Failed {
        /// The person has blocked the bot.
        blocked: bool,
    },
    /// Its time was over before it could be sent.
    Expired,
    /// Nobody knows whether it arrived, and it is not sent again.
    InDoubt,
}

/// Writes new rows. Content of a card that still waits to be sent is replaced by newer content: the newest wins, a
/// promise to send it anew is kept, and no order is given up.
///
/// # Errors
/// The database; a bug where an id is taken.
pub async fn insert(conn: &mut PgConnection, org: OrgId, rows: &[OutboxRow]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let waiting = waiting_cards(conn, org, rows).await?;
    let Plan { rewritten, withdrawn, new } = plan(waiting, rows);
    let written = |what: &Outbound| serde_json::to_value(what).map_err(unwritable);

    if !rewritten.is_empty() {
        let ids: Vec<_> = rewritten.iter().map(|r| r.id.0).collect();
        let payloads = rewritten.iter().map(|r| written(&r.what)).collect::<Result<Vec<Json>>>()?;
        let expires: Vec<_> = rewritten.iter().map(|r| r.expires_at).collect();
        sqlx::query!(
            "UPDATE outbox o SET payload = n.payload, expires_at = n.expires_at
             FROM UNNEST($2::uuid[], $3::jsonb[], $4::timestamptz[]) AS n (id, payload, expires_at)
             WHERE o.org_id = $1 AND o.outbox_id = n.id",
            org.0,
            &ids,
            &payloads,
            &expires as &[Option<DateTime<Utc>>]
        )
        .execute(&mut *conn)
        .await?;
    }
    if !withdrawn.is_empty() {
        let (ids, at): (Vec<_>, Vec<_>) = withdrawn.iter().map(|(id, at)| (id.0, *at)).unzip();
        sqlx::query!(
            "UPDATE outbox o SET state = 'superseded', finished_at = n.at
             FROM UNNEST($2::uuid[], $3::timestamptz[]) AS n (id, at)
             WHERE o.org_id = $1 AND o.outbox_id = n.id",
            org.0,
            &ids,
            &at
        )
        .execute(&mut *conn)
        .await?;
    }

    let payloads = new.iter().map(|n| written(&n.what)).collect::<Result<Vec<Json>>>()?;
    let ids: Vec<_> = new.iter().map(|n| n.row.id.0).collect();
    let bots: Vec<_> = new.iter().map(|n| n.row.bot.0).collect();
    let chats: Vec<&str> = new.iter().map(|n| n.row.chat_id.as_str()).collect();
    let kinds: Vec<&str> = new.iter().map(|n| n.row.kind.name()).collect();
    let bulk: Vec<bool> = new.iter().map(|n| n.row.kind.is_bulk()).collect();
    let keys: Vec<Option<&str>> = new.iter().map(|n| n.row.card_key.as_deref()).collect();
    let people: Vec<Option<_>> = new.iter().map(|n| n.row.person.map(|p| p.0)).collect();
    let days: Vec<Option<NaiveDate>> = new.iter().map(|n| n.row.local_date).collect();
    let created: Vec<_> = new.iter().map(|n| n.row.created_at).collect();
    let expires: Vec<Option<_>> = new.iter().map(|n| n.expires_at).collect();
    let finished: Vec<Option<_>> = new.iter().map(|n| n.superseded.then_some(n.row.created_at)).collect();
    sqlx::query!(
        "INSERT INTO outbox (org_id, outbox_id, bot_id, chat_id, kind, bulk, card_key, payload, person_id, local_date,
             created_at, expires_at, finished_at, state)
         SELECT $1, n.*, CASE WHEN n.finished_at IS NULL THEN 'pending' ELSE 'superseded' END
         FROM UNNEST($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::boolean[], $7::text[], $8::jsonb[], $9::uuid[],
             $10::date[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[])
             AS n (id, bot_id, chat_id, kind, bulk, card_key, payload, person_id, local_date, created_at, expires_at,
                 finished_at)",
        org.0,
        &ids,
        &bots,
        &chats as &[&str],
        &kinds as &[&str],
        &bulk,
        &keys as &[Option<&str>],
        &payloads,
        &people as &[Option<uuid::Uuid>],
        &days as &[Option<NaiveDate>],
        &created,
        &expires as &[Option<DateTime<Utc>>],
        &finished as &[Option<DateTime<Utc>>]
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Rows that wait under the keys of the new ones, locked so that no sender takes them away meanwhile, in their order.
/// Key by key, since for many keys at once the planner would rather read the whole table.
async fn waiting_cards(conn: &mut PgConnection, org: OrgId, rows: &[OutboxRow]) -> Result<Vec<Before>> {
    let keys: BTreeSet<&str> = rows.iter().filter_map(|r| r.card_key.as_deref()).collect();
    let keys: Vec<&str> = keys.into_iter().collect();
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query!(
        r#"SELECT waiting.outbox_id AS "outbox_id!", waiting.card_key AS "card_key!", waiting.kind AS "kind!",
               waiting.payload AS "payload!"
           FROM UNNEST($2::text[]) AS k (key) CROSS JOIN LATERAL (
               SELECT outbox_id, card_key, kind, payload FROM outbox
               WHERE org_id = $1 AND card_key = k.key AND finished_at IS NULL AND lease_until IS NULL ORDER BY outbox_id FOR UPDATE
           ) waiting
           ORDER BY waiting.outbox_id"#,
        org.0,
        &keys as &[&str]
    );
    let rows = rows.fetch_all(conn).await?.into_iter();
    Ok(rows
        .map(|row| Before {
            id: OutboxId(row.outbox_id),
            key: row.card_key,
            // What can't be read is left alone, like any other message under the key.
            card: Some(row.payload)
                .filter(|_| row.kind == OutboxKind::Card.name())
                .and_then(|payload| serde_json::from_value(payload).ok()),
        })
        .collect())
}

/// What waits to be sent.
///
/// # Errors
/// The database.
pub async fn backlog(conn: &mut PgConnection, org: OrgId, bot: BotId) -> Result<i64> {
    let counted = sqlx::query_scalar!(
        r#"SELECT count(*) AS "waiting!" FROM outbox
           WHERE org_id = $1 AND bot_id = $2 AND state IN ('pending', 'sending')"#,
        org.0,
        bot.0
    );
    Ok(counted.fetch_one(conn).await?)
}

/// An [`Outbound`] is made of texts and lists alone, so this is a bug of its types.
fn unwritable(error: serde_json::Error) -> StoreError {
    StoreError::Database(sqlx::Error::Encode(error.into()))
}
