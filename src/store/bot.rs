//! Bots, and the lease by which one process polls and sends for each. Exempt from row-level security: a bot is how its
//! organisation is found.
//!
//! Leases go by the database's system time, read by [`super::clock::database_now`] and passed on, so that processes on
//! several machines agree. Each change of holder counts the term up, and whoever acts for a bot names his term: one
//! that lost the lease without noticing is told so by the row.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::Result;
use crate::domain::{BotId, HolderId, OrgId};

/// One account on a channel; it belongs to one organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bot {
    /// Id.
    pub id: BotId,
    /// Whose.
    pub org: OrgId,
    /// Channel.
    pub channel: String,
    /// The channel's own id of the account.
    pub external_id: String,
    /// Its username, without `@`.
    pub username: String,
}

/// The bot with this account.
///
/// # Errors
/// The database.
pub async fn find(conn: &mut PgConnection, channel: &str, external_id: &str) -> Result<Option<Bot>> {
    let found = sqlx::query_as!(
        Bot,
        "SELECT bot_id AS id, org_id AS org, channel, external_id, username FROM bot
         WHERE channel = $1 AND external_id = $2",
        channel,
        external_id
    );
    Ok(found.fetch_optional(conn).await?)
}

/// The bots of an organisation, oldest first.
///
/// # Errors
/// The database.
pub async fn of(conn: &mut PgConnection, org: OrgId) -> Result<Vec<Bot>> {
    let bots = sqlx::query_as!(
        Bot,
        "SELECT bot_id AS id, org_id AS org, channel, external_id, username FROM bot
         WHERE org_id = $1 ORDER BY bot_id",
        org.0
    );
    Ok(bots.fetch_all(conn).await?)
}

/// Writes a bot unless its account is known already; [`find`] tells whose it is then.
///
/// # Errors
/// The database; there is no such organisation.
pub async fn insert(conn: &mut PgConnection, bot: &Bot, at: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "INSERT INTO bot (bot_id, org_id, channel, external_id, username, created_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (channel, external_id) DO NOTHING",
        bot.id.0,
        bot.org.0,
        bot.channel,
        bot.external_id,
        bot.username,
        at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes the username that a bot has now; people may change it.
///
/// # Errors
/// The database.
pub async fn rename(conn: &mut PgConnection, bot: BotId, username: &str) -> Result<()> {
    sqlx::query!("UPDATE bot SET username = $2 WHERE bot_id = $1 AND username <> $2", bot.0, username)
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes the lease if nobody else holds it at `now`; gives the new term, or `None` where someone else has it. A holder
/// who doesn't know his term (the answer was lost) begins a new one.
///
/// # Errors
/// The database.
pub async fn acquire(
    conn: &mut PgConnection,
    bot: BotId,
    holder: HolderId,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<i64>> {
    let taken = sqlx::query_scalar!(
        "INSERT INTO bot_lease AS l (bot_id, holder, term, leased_until) VALUES ($1, $2, 1, $4)
         ON CONFLICT (bot_id) DO UPDATE SET holder = $2, term = l.term + 1, leased_until = $4
         WHERE l.leased_until <= $3 OR l.holder = $2
         RETURNING term",
        bot.0,
        holder.0,
        now,
        until
    );
    Ok(taken.fetch_optional(conn).await?)
}

/// Prolongs the lease; `false` where the term is over, for someone else took it in between.
///
/// # Errors
/// The database.
pub async fn renew(
    conn: &mut PgConnection,
    bot: BotId,
    holder: HolderId,
    term: i64,
    until: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE bot_lease SET leased_until = $4 WHERE bot_id = $1 AND holder = $2 AND term = $3",
        bot.0,
        holder.0,
        term,
        until
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// Gives the lease back before its time, so that another process need not wait for its end.
///
/// # Errors
/// The database.
pub async fn release(
    conn: &mut PgConnection,
    bot: BotId,
    holder: HolderId,
    term: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    renew(conn, bot, holder, term, now).await.map(drop)
}

/// Whether a term still goes on; until the end of the transaction nobody else can begin one.
///
/// # Errors
/// The database.
pub async fn holds(conn: &mut PgConnection, bot: BotId, term: i64) -> Result<bool> {
    let current = sqlx::query_scalar!("SELECT term FROM bot_lease WHERE bot_id = $1 FOR SHARE", bot.0);
    Ok(current.fetch_optional(conn).await? == Some(term))
}
