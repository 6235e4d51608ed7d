//! What became of a claimed row: written down once, for the attempt it belongs to.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Claimed, End, Settled};
use crate::domain::{AttemptId, BotId, OrgId, OutboxId, OutboxKind, PersonId};
use crate::store::card::{self, Place};
use crate::store::{Result, StoreError};

/// What is to be done with a row after an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It arrived, with the channel's id of the message where there is one.
    Sent(Option<String>),
    /// Once more, not before a moment of system time.
    Again {
        /// That moment.
        at: DateTime<Utc>,
        /// Why, without anything personal.
        error: String,
        /// The card's message is gone: send a new one.
        card_gone: bool,
    },
    /// It will never arrive.
    Failed {
        /// Why, without anything personal.
        error: String,
        /// The person has blocked the bot.
        blocked: bool,
    },
    /// Nobody knows whether it arrived, and it is not sent again.
    InDoubt {
        /// Why, without anything personal.
        error: String,
    },
}

/// An attempt and what came of it.
#[derive(Clone, Copy, Debug)]
pub struct Settlement<'a> {
    /// The bot.
    pub bot: BotId,
    /// The row as it was claimed.
    pub row: &'a Claimed,
    /// What is to be done with it.
    pub verdict: &'a Verdict,
    /// Business time.
    pub at: DateTime<Utc>,
    /// System time up to which a card that was sent or edited is not edited again.
    pub rests_until: DateTime<Utc>,
}

/// Writes down what came of an attempt, and where the card stands now. Gives how the row ended; `None` where it is to
/// be tried again, or where the attempt is over, the row having been taken for one of a dead process.
///
/// # Errors
/// The database.
pub async fn settle(
    conn: &mut PgConnection,
    org: OrgId,
    settlement: Settlement<'_>,
) -> Result<Option<Settled>> {
    let Settlement { bot, row, verdict, at, rests_until } = settlement;
    let (state, end, external_id, retry_at, error) = match verdict {
        Verdict::Sent(id) => ("sent", Some(End::Sent), id.as_deref(), None, None),
        Verdict::Again { at, error, .. } => ("pending", None, None, Some(*at), Some(error)),
        Verdict::Failed { error, blocked } => {
            ("failed", Some(End::Failed { blocked: *blocked }), None, None, Some(error))
        }
        Verdict::InDoubt { error } => ("in_doubt", Some(End::InDoubt), None, None, Some(error)),
    };
    let done = sqlx::query!(
        r#"UPDATE outbox SET state = $4, lease_until = NULL, retry_at = $6, error = $7, finished_at = $8,
               external_id = CASE WHEN forget THEN NULL ELSE $5::text END,
               chat_id = CASE WHEN forget AND $8::timestamptz IS NOT NULL THEN '' ELSE chat_id END,
               person_id = CASE WHEN forget AND $8::timestamptz IS NOT NULL THEN NULL ELSE person_id END,
               payload = CASE WHEN forget AND $8::timestamptz IS NOT NULL THEN '{}'::jsonb ELSE payload END
         WHERE org_id = $1 AND outbox_id = $2 AND state = 'sending' AND attempt_id = $3"#,
        org.0,
        row.id.0,
        row.attempt.0,
        state,
        external_id,
        retry_at,
        error,
        end.map(|_| at)
    )
    .execute(&mut *conn)
    .await?;
    // The message exists even where the attempt is over, and so does the card that it is.
    if let Some(key) = row.card_key.as_deref() {
        match (verdict, row.card.as_deref()) {
            (Verdict::Sent(Some(id)), known) if known != Some(id) => {
                let place = Place { key, bot, chat_id: &row.chat_id, external_id: id, rests_until };
                card::put(conn, org, place, at).await?;
            }
            (Verdict::Sent(Some(_)), Some(_)) => card::rest(conn, org, key, rests_until).await?,
            (Verdict::Again { card_gone: true, .. }, Some(known)) => {
                card::forget(conn, org, key, known).await?;
            }
            _ => {}
        }
    }
    let end = end.filter(|_| done.rows_affected() == 1);
    Ok(end.map(|end| Settled {
        id: row.id,
        kind: row.kind,
        chat_id: row.chat_id.clone(),
        person: row.person,
        local_date: row.local_date,
        end,
        at,
    }))
}

/// Takes the rows over that a process left in *sending* when it died: those that must not be sent twice are in doubt
/// from now on, and given; all others are sent again. `alive` are attempts that go on. As with a claim, one that ends
/// does so together with the lock on its person, or later.
///
/// # Errors
/// The database.
pub async fn rescue(
    conn: &mut PgConnection,
    org: OrgId,
    bot: BotId,
    now: DateTime<Utc>,
    business_now: DateTime<Utc>,
    alive: &[AttemptId],
) -> Result<Vec<Settled>> {
    let alive: Vec<Uuid> = alive.iter().map(|a| a.0).collect();
    let once: Vec<&str> =
        OutboxKind::ALL.iter().filter(|(kind, _)| kind.at_most_once()).map(|(_, name)| *name).collect();
    let rows = sqlx::query!(
        r#"WITH dead AS (
               SELECT outbox_id, kind, person_id FROM outbox
               WHERE org_id = $1 AND bot_id = $2 AND state = 'sending' AND lease_until <= $3
                   AND attempt_id <> ALL($5)
           ), free AS (
               SELECT row.outbox_id FROM dead CROSS JOIN LATERAL (
                   SELECT outbox_id FROM outbox
                   WHERE org_id = $1 AND outbox_id = dead.outbox_id
                       AND (dead.kind <> ALL($6) OR dead.person_id IS NULL)
                   FOR UPDATE SKIP LOCKED
               ) row
               UNION ALL
               SELECT row.outbox_id FROM dead CROSS JOIN LATERAL (
                   SELECT e.outbox_id FROM outbox e
                       JOIN person p ON p.org_id = e.org_id AND p.person_id = e.person_id
                   WHERE e.org_id = $1 AND e.outbox_id = dead.outbox_id AND dead.kind = ANY($6)
                   FOR NO KEY UPDATE OF p SKIP LOCKED FOR UPDATE OF e SKIP LOCKED
               ) row
           )
           UPDATE outbox o SET lease_until = NULL, error = 'the sender died',
               state = CASE WHEN kind = ANY($6) THEN 'in_doubt' ELSE 'pending' END,
               finished_at = CASE WHEN kind = ANY($6) THEN $4::timestamptz END
           FROM free WHERE o.org_id = $1 AND o.outbox_id = free.outbox_id AND o.state = 'sending'
               AND o.lease_until <= $3 AND o.attempt_id <> ALL($5)
           RETURNING o.outbox_id, kind, chat_id, person_id, local_date, state = 'in_doubt' AS "in_doubt!""#,
        org.0,
        bot.0,
        now,
        business_now,
        &alive,
        &once as &[&str]
    )
    .fetch_all(conn)
    .await?;
    let ended = rows.into_iter().filter(|row| row.in_doubt).map(|row| {
        let id = row.outbox_id;
        let kind = OutboxKind::by_name(&row.kind);
        Ok(Settled {
            id: OutboxId(id),
            kind: kind.ok_or(StoreError::Unreadable { table: "outbox", id, column: "kind" })?,
            chat_id: row.chat_id,
            person: row.person_id.map(PersonId),
            local_date: row.local_date,
            end: End::InDoubt,
            at: business_now,
        })
    });
    ended.collect()
}
