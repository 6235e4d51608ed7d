//! Claiming what is to be sent next.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::{End, Settled};
use crate::domain::{AttemptId, BotId, OrgId, Outbound, OutboxId, OutboxKind, PersonId};
use crate::store::rows::uuids;
use crate::store::{Result, card};

/// What may be claimed, and as whose.
#[derive(Clone, Copy, Debug)]
pub struct Claiming<'a> {
    /// The bot.
    pub bot: BotId,
    /// Marks this claim.
    pub attempt: AttemptId,
    /// System time: leases and rests.
    pub now: DateTime<Utc>,
    /// System time after which a claimed row belongs to a process that died.
    pub lease_until: DateTime<Utc>,
    /// Business time: what has expired.
    pub business_now: DateTime<Utc>,
    /// As many rows at the most.
    pub limit: i64,
    /// Chats that have enough to do.
    pub busy: &'a [String],
}

/// A claimed row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// Which.
    pub id: OutboxId,
    /// The claim.
    pub attempt: AttemptId,
    /// To which chat.
    pub chat_id: String,
    /// Its kind.
    pub kind: OutboxKind,
    /// The card that it is, or becomes.
    pub card_key: Option<String>,
    /// The message in which the card stands, where it is known.
    pub card: Option<String>,
    /// What to send.
    pub what: Outbound,
    /// For whom.
    pub person: Option<PersonId>,
    /// Of prompts and nudges, the check-in.
    pub local_date: Option<NaiveDate>,
    /// Business time of its making.
    pub created_at: DateTime<Utc>,
    /// How often it has been tried, this time included.
    pub attempts: i64,
}

/// What a claim found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// To be sent now, one for each chat.
    pub rows: Vec<Claimed>,
    /// Rows that are not sent at all: expired, or unreadable.
    pub ended: Vec<Settled>,
}

/// Claims the next row of each of some chats: chats with an answer waiting come first, the longest waiting foremost,
/// then those with bulk alone. A chat of which a row is in *sending*, or whose next one rests, has to wait. The edit of
/// a card that rests is passed over as if it weren't there: what it shows doesn't depend on what is sent meanwhile.
///
/// What follows from the end of a row changes its person's days. Handlers hold people and then wait for rows; so that
/// nobody waits in a circle, a row ends here only together with the lock on its person, and where that is held, later.
///
/// # Errors
/// The database.
pub async fn claim(conn: &mut PgConnection, org: OrgId, claiming: Claiming<'_>) -> Result<Claim> {
    let limit = claiming.limit;
    let mut claim = pick(conn, org, claiming, limit.saturating_mul(8)).await?;
    if claim.rows.is_empty() && claim.ended.is_empty() {
        // The oldest rows may all wait behind others of their chats.
        claim = pick(conn, org, claiming, i64::MAX).await?;
    }
    let keys: Vec<String> = claim.rows.iter().filter_map(|row| row.card_key.clone()).collect();
    let cards = card::find(conn, org, &keys).await?;
    for row in &mut claim.rows {
        row.card = row.card_key.as_ref().and_then(|key| cards.get(key)).cloned();
    }
    Ok(claim)
}

/// Looks for chats among the oldest `window` rows of answers, and of bulk.
async fn pick(conn: &mut PgConnection, org: OrgId, claiming: Claiming<'_>, window: i64) -> Result<Claim> {
    let rows = sqlx::query!(
        r#"WITH waiting AS (
               (SELECT chat_id, outbox_id, bulk FROM outbox o
                WHERE org_id = $1 AND bot_id = $2 AND state = 'pending' AND NOT bulk AND chat_id <> ALL($6)
                    AND (retry_at IS NULL OR retry_at <= $3)
                    AND (kind <> 'card' OR payload ? 'anew' OR payload ? 'at_once' OR NOT EXISTS (
                        SELECT FROM card c
                        WHERE c.org_id = $1 AND c.card_key = o.card_key AND c.rests_until > $3))
                ORDER BY outbox_id LIMIT $8)
               UNION ALL
               (SELECT chat_id, outbox_id, bulk FROM outbox
                WHERE org_id = $1 AND bot_id = $2 AND state = 'pending' AND bulk AND chat_id <> ALL($6)
                    AND (retry_at IS NULL OR retry_at <= $3)
                ORDER BY outbox_id LIMIT $8)
           ), chats AS (
               SELECT DISTINCT ON (chat_id) chat_id, bulk, outbox_id FROM waiting ORDER BY chat_id, bulk, outbox_id
           ), heads AS (
               SELECT head.outbox_id FROM chats c CROSS JOIN LATERAL (
                   SELECT outbox_id, state, retry_at FROM outbox o
                   WHERE o.org_id = $1 AND o.bot_id = $2 AND o.chat_id = c.chat_id
                       AND o.state IN ('pending', 'sending')
                       AND (o.state = 'sending' OR o.kind <> 'card' OR o.payload ? 'anew'
                           OR o.payload ? 'at_once' OR NOT EXISTS (
                               SELECT FROM card c
                               WHERE c.org_id = $1 AND c.card_key = o.card_key AND c.rests_until > $3))
                   ORDER BY o.state = 'sending' DESC, o.outbox_id LIMIT 1
               ) head
               WHERE head.state = 'pending' AND (head.retry_at IS NULL OR head.retry_at <= $3)
               ORDER BY c.bulk, c.outbox_id LIMIT $7
           ), picked AS (
               SELECT row.outbox_id, row.state FROM heads CROSS JOIN LATERAL (
                   SELECT outbox_id, state FROM outbox WHERE org_id = $1 AND outbox_id = heads.outbox_id
                       AND (expires_at IS NULL OR expires_at > $5 OR person_id IS NULL)
                   FOR UPDATE SKIP LOCKED
               ) row
               UNION ALL
               SELECT row.outbox_id, row.state FROM heads CROSS JOIN LATERAL (
                   SELECT e.outbox_id, e.state FROM outbox e
                       JOIN person p ON p.org_id = e.org_id AND p.person_id = e.person_id
                   WHERE e.org_id = $1 AND e.outbox_id = heads.outbox_id AND e.expires_at <= $5
                   FOR NO KEY UPDATE OF p SKIP LOCKED FOR UPDATE OF e SKIP LOCKED
               ) row
           )
           UPDATE outbox o SET
               state = CASE WHEN o.expires_at <= $5 THEN 'failed' ELSE 'sending' END,
               attempts = o.attempts + CASE WHEN o.expires_at <= $5 THEN 0 ELSE 1 END,
               attempt_id = $4, retry_at = NULL,
               lease_until = CASE WHEN o.expires_at <= $5 THEN NULL ELSE $9::timestamptz END,
               finished_at = CASE WHEN o.expires_at <= $5 THEN $5::timestamptz END,
               error = CASE WHEN o.expires_at <= $5 THEN 'expired' ELSE o.error END
           FROM picked WHERE o.org_id = $1 AND o.outbox_id = picked.outbox_id AND picked.state = 'pending'
           RETURNING o.outbox_id, o.chat_id, o.kind, o.card_key, o.payload, o.person_id, o.local_date, o.created_at,
               o.attempts, o.state = 'failed' AS "expired!""#,
        org.0,
        claiming.bot.0,
        claiming.now,
        claiming.attempt.0,
        claiming.business_now,
        claiming.busy,
        claiming.limit,
        window,
        claiming.lease_until
    )
    .fetch_all(&mut *conn)
    .await?;
    let (mut claim, mut unreadable) = (Claim::default(), Vec::new());
    for row in rows {
        let kind = OutboxKind::by_name(&row.kind);
        let what = serde_json::from_value::<Outbound>(row.payload).ok();
        let (id, person) = (OutboxId(row.outbox_id), row.person_id.map(PersonId));
        match (kind, what) {
            (Some(kind), Some(what)) if !row.expired => claim.rows.push(Claimed {
                id,
                attempt: claiming.attempt,
                chat_id: row.chat_id,
                kind,
                card_key: row.card_key,
                card: None,
                what,
                person,
                local_date: row.local_date,
                created_at: row.created_at,
                attempts: row.attempts,
            }),
            (kind, _) => {
                let end = if row.expired { End::Expired } else { End::Failed { blocked: false } };
                let ended = if row.expired { &mut claim.ended } else { &mut unreadable };
                ended.push(Settled {
                    id,
                    kind: kind.unwrap_or(OutboxKind::Send),
                    chat_id: row.chat_id,
                    person,
                    local_date: row.local_date,
                    end,
                    at: claiming.business_now,
                });
            }
        }
    }
    claim.ended.extend(end_unreadable(conn, org, claiming.attempt, unreadable).await?);
    claim.rows.sort_by_key(|row| row.id);
    Ok(claim)
}

/// Ends claimed rows that can't be read, and gives those that have ended; where somebody holds the person, the row waits
/// on.
async fn end_unreadable(
    conn: &mut PgConnection,
    org: OrgId,
    attempt: AttemptId,
    unreadable: Vec<Settled>,
) -> Result<Vec<Settled>> {
    let Some(at) = unreadable.first().map(|row| row.at) else { return Ok(unreadable) };
    let people: Vec<PersonId> = unreadable.iter().filter_map(|row| row.person).collect();
    let free = sqlx::query_scalar!(
        "SELECT person_id FROM person WHERE org_id = $1 AND person_id = ANY($2) FOR NO KEY UPDATE SKIP LOCKED",
        org.0,
        &uuids(&people)
    );
    let free = free.fetch_all(&mut *conn).await?;
    let (ended, held): (Vec<_>, Vec<_>) =
        unreadable.into_iter().partition(|row| row.person.is_none_or(|person| free.contains(&person.0)));
    let id = |row: &Settled| row.id.0;
    sqlx::query!(
        "UPDATE outbox SET state = 'pending', attempts = attempts - 1, attempt_id = NULL, lease_until = NULL
         WHERE org_id = $1 AND outbox_id = ANY($2) AND state = 'sending' AND attempt_id = $3",
        org.0,
        &held.iter().map(id).collect::<Vec<_>>(),
        attempt.0
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "UPDATE outbox SET state = 'failed', lease_until = NULL, finished_at = $3, error = 'unreadable payload'
         WHERE org_id = $1 AND outbox_id = ANY($2)",
        org.0,
        &ended.iter().map(id).collect::<Vec<_>>(),
        at
    )
    .execute(&mut *conn)
    .await?;
    Ok(ended)
}

/// Gives back a claimed row that was not sent after all.
///
/// # Errors
/// The database.
pub async fn give_back(conn: &mut PgConnection, org: OrgId, row: &Claimed) -> Result<()> {
    sqlx::query!(
        "UPDATE outbox SET state = 'pending', attempts = attempts - 1, attempt_id = NULL, lease_until = NULL
         WHERE org_id = $1 AND outbox_id = $2 AND state = 'sending' AND attempt_id = $3",
        org.0,
        row.id.0,
        row.attempt.0
    )
    .execute(conn)
    .await?;
    Ok(())
}
