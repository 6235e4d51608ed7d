//! Voice notes on their way through the transcriber: each is taken up once, claimed for a time, tried a few times, and
//! ends as heard or given up. All times here are the system's.

use chrono::{DateTime, Utc};
use serde_json::Value as Json;
use sqlx::PgConnection;

use super::error::exactly;
use super::{Result, words::At};
use crate::domain::effect::ReviewDetail;
use crate::domain::media::FileKind;
use crate::domain::person::Language;
use crate::domain::{BotId, OrgId, ReviewId};

/// A claimed note.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// The item in which it waits to be read.
    pub review: ReviewId,
    /// The channel's id of the sound.
    pub file: String,
    /// The update that it came with.
    pub raw: Json,
    /// The language of whoever spoke.
    pub language: Language,
    /// How often it was tried, this time included.
    pub attempts: i64,
}

/// How a try ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End<'a> {
    /// It was heard, and what was heard is on its way.
    Heard,
    /// It will never be heard: why, without anything personal.
    GivenUp(&'a str),
    /// It may be heard another time.
    Again {
        /// Why not this time, without anything personal.
        error: &'a str,
        /// When.
        at: DateTime<Utc>,
    },
}

/// Takes up the notes of a bot that wait to be read and are no longer than so many seconds. Gives how many.
///
/// # Errors
/// The database.
pub async fn take_up(
    conn: &mut PgConnection,
    org: OrgId,
    bot: BotId,
    longest: u32,
    now: DateTime<Utc>,
) -> Result<u64> {
    let spoken: Vec<&str> = FileKind::ALL.iter().filter(|k| k.is_spoken()).map(|k| k.name()).collect();
    let taken = sqlx::query!(
        "INSERT INTO transcription (org_id, review_id, bot_id, chat_id, state, next_at, taken_up_at)
         SELECT r.org_id, r.review_id, m.bot_id, m.chat_id, 'waiting', $5, $5
         FROM review_item r JOIN message m
           ON m.org_id = r.org_id AND m.message_id = r.message_id
              AND m.received_at BETWEEN r.opened_at - interval '3 days' AND r.opened_at + interval '1 minute'
         WHERE r.org_id = $1 AND m.org_id = $1 AND m.bot_id = $2 AND r.state = 'open' AND r.kind = 'media'
           AND r.detail->'files'->0->>'kind' = ANY($3)
           AND coalesce((r.detail->'files'->0->>'seconds')::bigint, 0) <= $4
           AND NOT EXISTS (SELECT FROM transcription t WHERE t.org_id = $1 AND t.review_id = r.review_id)
         ON CONFLICT DO NOTHING",
        org.0,
        bot.0,
        &spoken as &[&str],
        i64::from(longest),
        now
    );
    Ok(taken.execute(conn).await?.rows_affected())
}

/// Claims the note that has waited longest, until its lease ends. An item that was decided meanwhile needs nothing more.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn claim(
    conn: &mut PgConnection,
    org: OrgId,
    bot: BotId,
    now: DateTime<Utc>,
    lease: DateTime<Utc>,
) -> Result<Option<Job>> {
    sqlx::query!(
        "UPDATE transcription t SET state = 'given_up', error = 'decided by a person', finished_at = $3
         FROM review_item r
         WHERE t.org_id = $1 AND r.org_id = $1 AND t.bot_id = $2 AND t.finished_at IS NULL
           AND r.review_id = t.review_id AND r.state <> 'open'",
        org.0,
        bot.0,
        now
    )
    .execute(&mut *conn)
    .await?;
    let claimed = sqlx::query!(
        "UPDATE transcription SET state = 'working', attempts = attempts + 1, next_at = $4
         WHERE org_id = $1 AND review_id = (
             SELECT review_id FROM transcription
             WHERE org_id = $1 AND bot_id = $2 AND finished_at IS NULL AND next_at <= $3
             ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
         RETURNING review_id, attempts",
        org.0,
        bot.0,
        now,
        lease
    );
    let Some(claimed) = claimed.fetch_optional(&mut *conn).await? else { return Ok(None) };
    let row = sqlx::query!(
        "SELECT r.detail, m.raw, p.language
         FROM review_item r
         JOIN message m ON m.org_id = r.org_id AND m.message_id = r.message_id
              AND m.received_at BETWEEN r.opened_at - interval '3 days' AND r.opened_at + interval '1 minute'
         JOIN person p ON p.org_id = r.org_id AND p.person_id = r.person_id
         WHERE r.org_id = $1 AND m.org_id = $1 AND p.org_id = $1 AND r.review_id = $2",
        org.0,
        claimed.review_id
    );
    let row = row.fetch_one(conn).await?;
    let at = At { table: "review_item", id: claimed.review_id };
    let detail: Option<ReviewDetail> = serde_json::from_value(row.detail).ok();
    let file = detail.and_then(|d| d.files.into_iter().next()).map(|f| f.id);
    Ok(Some(Job {
        review: claimed.review_id.into(),
        file: at.read("detail", file)?,
        raw: row.raw,
        language: at.read("language", Language::by_name(&row.language))?,
        attempts: claimed.attempts,
    }))
}

/// Records how a try ended.
///
/// # Errors
/// The database; a bug where the note isn't claimed.
pub async fn end(
    conn: &mut PgConnection,
    org: OrgId,
    review: ReviewId,
    end: End<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    let (state, error, next, finished) = match end {
        End::Heard => ("done", None, now, Some(now)),
        End::GivenUp(error) => ("given_up", Some(error), now, Some(now)),
        End::Again { error, at } => ("waiting", Some(error), at, None),
    };
    let done = sqlx::query!(
        "UPDATE transcription SET state = $3, error = $4, next_at = $5, finished_at = $6
         WHERE org_id = $1 AND review_id = $2 AND finished_at IS NULL",
        org.0,
        review.0,
        state,
        error,
        next,
        finished
    );
    let done = done.execute(conn).await?;
    exactly("end a transcription", 1, done.rows_affected())
}
