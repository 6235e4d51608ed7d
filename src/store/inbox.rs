//! The way in: raw updates, durable before the channel is told that they arrived, and the lanes in which they are
//! handled.
//!
//! Whoever holds the lock of a lane's row handles its updates, in order of arrival; the lock ends with the transaction,
//! so a crash frees the lane and loses nothing. It is taken `FOR NO KEY UPDATE`, which lets new updates of the same chat
//! in meanwhile.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::Value as Json;
use sqlx::PgConnection;

use super::error::exactly;
use super::rows::uuids;
use super::{Result, StoreError};
use crate::domain::{BotId, MessageId, OrgId};

/// An update as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct NewUpdate {
    /// Its id with us; grows in order of arrival.
    pub id: MessageId,
    /// The chat: its lane.
    pub chat_id: String,
    /// The channel's id, by which duplicates are told.
    pub update_id: i64,
    /// All of it.
    pub payload: Json,
    /// Business time of its arrival.
    pub received_at: DateTime<Utc>,
}

/// A claimed lane: the oldest updates that wait in it, in order of arrival.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// The chat.
    pub chat_id: String,
    /// What to handle; never empty.
    pub updates: Vec<Waiting>,
}

/// An update that waits to be handled.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// Its id; the message that it becomes has the same.
    pub id: MessageId,
    /// All of it.
    pub payload: Json,
    /// Business time of its arrival.
    pub received_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: i64,
}

/// Stores updates, known ones silently passed over; gives how many were new. Each id may occur once in a slice.
///
/// # Errors
/// The database.
pub async fn store(conn: &mut PgConnection, org: OrgId, bot: BotId, updates: &[NewUpdate]) -> Result<u64> {
    if updates.is_empty() {
        return Ok(0);
    }
    // In order, so that two who store at once wait for each other rather than both.
    let chats: BTreeSet<&str> = updates.iter().map(|u| u.chat_id.as_str()).collect();
    let chats: Vec<&str> = chats.into_iter().collect();
    sqlx::query!(
        "INSERT INTO lane (org_id, bot_id, chat_id) SELECT $1, $2, chat FROM UNNEST($3::text[]) AS chat
         ON CONFLICT DO NOTHING",
        org.0,
        bot.0,
        &chats as &[&str]
    )
    .execute(&mut *conn)
    .await?;
    let ids: Vec<_> = updates.iter().map(|u| u.id.0).collect();
    let chats: Vec<&str> = updates.iter().map(|u| u.chat_id.as_str()).collect();
    let update_ids: Vec<i64> = updates.iter().map(|u| u.update_id).collect();
    let payloads: Vec<Json> = updates.iter().map(|u| u.payload.clone()).collect();
    let received: Vec<_> = updates.iter().map(|u| u.received_at).collect();
    let stored = sqlx::query!(
        "INSERT INTO inbox (org_id, bot_id, inbox_id, chat_id, update_id, payload, received_at, state)
         SELECT $1, $2, *, 'waiting'
         FROM UNNEST($3::uuid[], $4::text[], $5::bigint[], $6::jsonb[], $7::timestamptz[])
         ON CONFLICT (org_id, bot_id, update_id) DO NOTHING",
        org.0,
        bot.0,
        &ids,
        &chats as &[&str],
        &update_ids,
        &payloads,
        &received
    )
    .execute(conn)
    .await?;
    Ok(stored.rows_affected())
}

/// Claims lanes that have something to do at `now` (system time) and that nobody else holds, those first that have
/// waited longest, and reads up to `updates` of what waits in them. The claim lasts as long as the transaction.
///
/// # Errors
/// The database.
pub async fn claim(
    conn: &mut PgConnection,
    org: OrgId,
    bot: BotId,
    now: DateTime<Utc>,
    lanes: i64,
    updates: i64,
) -> Result<Vec<Lane>> {
    // Nearly always the oldest updates name enough lanes. Where they all wait in lanes that are held, or that rest
    // after a failure, the others are looked at too.
    let mut locked = lock(conn, org, bot, now, lanes, updates.saturating_mul(4)).await?;
    if locked.is_empty() {
        locked = lock(conn, org, bot, now, lanes, i64::MAX).await?;
    }
    if locked.is_empty() {
        return Ok(Vec::new());
    }
    // A statement of its own, so that it sees what the lane's last holder did. Lane by lane, since for many lanes at
    // once the planner would rather read all that waits.
    let rows = sqlx::query!(
        r#"SELECT u.inbox_id AS "inbox_id!", lane AS "chat_id!", u.payload, u.received_at AS "received_at!",
               u.attempts AS "attempts!", u.retry_at
           FROM UNNEST($3::text[]) AS lane CROSS JOIN LATERAL (
               SELECT inbox_id, payload, received_at, attempts, retry_at FROM inbox
               WHERE org_id = $1 AND bot_id = $2 AND chat_id = lane AND state = 'waiting'
               ORDER BY inbox_id LIMIT $4
           ) u
           ORDER BY u.inbox_id LIMIT $4"#,
        org.0,
        bot.0,
        &locked,
        updates
    )
    .fetch_all(conn)
    .await?;
    let mut claimed: Vec<Lane> =
        locked.into_iter().map(|chat_id| Lane { chat_id, updates: Vec::new() }).collect();
    let mut resting = BTreeSet::new();
    for row in rows {
        if row.retry_at.is_some_and(|at| at > now) {
            resting.insert(row.chat_id.clone());
        }
        // Order within a lane: nothing overtakes an update that rests.
        let lane = claimed.iter_mut().find(|lane| lane.chat_id == row.chat_id);
        if let Some(lane) = lane.filter(|_| !resting.contains(&row.chat_id)) {
            let id = MessageId(row.inbox_id);
            let payload =
                row.payload.ok_or(StoreError::Unreadable { table: "inbox", id: id.0, column: "payload" })?;
            let (received_at, attempts) = (row.received_at, row.attempts);
            lane.updates.push(Waiting { id, payload, received_at, attempts });
        }
    }
    claimed.retain(|lane| !lane.updates.is_empty());
    Ok(claimed)
}

/// Locks lanes, of those to which the oldest `window` waiting updates belong: one by one and no more than asked for,
/// whatever the planner believes about the tables' sizes.
async fn lock(
    conn: &mut PgConnection,
    org: OrgId,
    bot: BotId,
    now: DateTime<Utc>,
    lanes: i64,
    window: i64,
) -> Result<Vec<String>> {
    let locked = sqlx::query_scalar!(
        "WITH oldest AS (
             SELECT chat_id, inbox_id, retry_at FROM inbox
             WHERE org_id = $1 AND bot_id = $2 AND finished_at IS NULL ORDER BY inbox_id LIMIT $5
         ), heads AS (
             SELECT DISTINCT ON (chat_id) chat_id, inbox_id, retry_at FROM oldest ORDER BY chat_id, inbox_id
         ), due AS (
             SELECT chat_id FROM heads WHERE retry_at IS NULL OR retry_at <= $3 ORDER BY inbox_id
         )
         SELECT l.chat_id FROM due CROSS JOIN LATERAL (
             SELECT chat_id FROM lane WHERE org_id = $1 AND bot_id = $2 AND chat_id = due.chat_id
             FOR NO KEY UPDATE SKIP LOCKED
         ) l LIMIT $4",
        org.0,
        bot.0,
        now,
        lanes,
        window
    );
    Ok(locked.fetch_all(conn).await?)
}

/// Marks updates as handled at `now` (system time). What they said is in `message` by then, so it goes here.
///
/// # Errors
/// The database; a bug where one doesn't wait (any more).
pub async fn done(
    conn: &mut PgConnection,
    org: OrgId,
    updates: &[MessageId],
    now: DateTime<Utc>,
) -> Result<()> {
    if updates.is_empty() {
        return Ok(());
    }
    let done = sqlx::query!(
        "UPDATE inbox SET state = 'done', payload = NULL, retry_at = NULL, finished_at = $3
         WHERE org_id = $1 AND inbox_id = ANY($2) AND state NOT IN ('done', 'failed')",
        org.0,
        &uuids(updates),
        now
    )
    .execute(conn)
    .await?;
    exactly("finish updates", updates.len(), done.rows_affected())
}

/// An update that could not be handled.
#[derive(Clone, Copy, Debug)]
pub struct Failure<'a> {
    /// Which.
    pub update: MessageId,
    /// Why, without anything personal.
    pub error: &'a str,
    /// When it failed (system time).
    pub now: DateTime<Utc>,
    /// Not to be tried again before (system time).
    pub retry_at: DateTime<Utc>,
    /// How often it may be tried.
    pub attempts: i64,
}

/// Notes a failed attempt. Gives whether the update was set aside, its lane going on without it, for it has been tried
/// as often as it may.
///
/// # Errors
/// The database; a bug where the update doesn't wait (any more).
pub async fn failed_attempt(conn: &mut PgConnection, org: OrgId, failure: Failure<'_>) -> Result<bool> {
    let set_aside = sqlx::query_scalar!(
        r#"UPDATE inbox SET attempts = attempts + 1, error = $3,
               state = CASE WHEN attempts + 1 >= $6 THEN 'failed' ELSE 'waiting' END,
               retry_at = CASE WHEN attempts + 1 >= $6 THEN NULL ELSE $5::timestamptz END,
               finished_at = CASE WHEN attempts + 1 >= $6 THEN $4::timestamptz END
           WHERE org_id = $1 AND inbox_id = $2 AND state NOT IN ('done', 'failed')
           RETURNING state = 'failed' AS "failed!""#,
        org.0,
        failure.update.0,
        failure.error,
        failure.now,
        failure.retry_at,
        failure.attempts
    )
    .fetch_optional(conn)
    .await?;
    exactly("note a failed attempt", 1, u64::from(set_aside.is_some()))?;
    Ok(set_aside.unwrap_or_default())
}

/// Deletes up to 10,000 updates that were handled before a moment (system time); gives how many. Those that failed
/// stay, for someone to look at.
///
/// # Errors
/// The database.
pub async fn purge(conn: &mut PgConnection, org: OrgId, before: DateTime<Utc>) -> Result<u64> {
    let gone = sqlx::query!(
        "DELETE FROM inbox WHERE org_id = $1 AND inbox_id IN (
             SELECT inbox_id FROM inbox WHERE org_id = $1 AND state = 'done' AND finished_at < $2 LIMIT 10000)",
        org.0,
        before
    );
    Ok(gone.execute(conn).await?.rows_affected())
}

/// What waits, and what was set aside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Updates that wait.
    pub waiting: i64,
    /// Updates that were set aside as failed.
    pub failed: i64,
}

/// How much waits in a bot's inbox.
///
/// # Errors
/// The database.
pub async fn backlog(conn: &mut PgConnection, org: OrgId, bot: BotId) -> Result<Backlog> {
    let counted = sqlx::query_as!(
        Backlog,
        r#"SELECT (SELECT count(*) FROM inbox WHERE org_id = $1 AND bot_id = $2 AND state = 'waiting') AS "waiting!",
                  (SELECT count(*) FROM inbox WHERE org_id = $1 AND bot_id = $2 AND state = 'failed') AS "failed!""#,
        org.0,
        bot.0
    );
    Ok(counted.fetch_one(conn).await?)
}
