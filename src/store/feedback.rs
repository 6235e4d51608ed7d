//! Feedback to the managers; and the forgetting by which one without a name leads to nobody.

use std::collections::HashMap;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;
use super::error::exactly;
use super::rows::{column, last_of_each, uuids};
use super::words::At;
use crate::domain::feedback::{Answer, Feedback, Forget, From};
use crate::domain::{MessageId, OrgId, OutboxId, PersonId};

/// What is kept of a token.
pub fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Sets aside so many numbers for feedback; gives the first.
///
/// # Errors
/// The database; there is no such organisation.
pub async fn next_numbers(conn: &mut PgConnection, org: OrgId, count: i64) -> Result<i64> {
    let given = sqlx::query_scalar!(
        "UPDATE org SET feedbacks = feedbacks + $2 WHERE org_id = $1 RETURNING feedbacks",
        org.0,
        count
    );
    Ok(given.fetch_one(conn).await? - count)
}

/// By what feedback is looked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Numbers.
    pub numbers: Vec<i64>,
    /// Hashes of tokens.
    pub tokens: Vec<[u8; 32]>,
    /// Messages that came with a name.
    pub messages: Vec<MessageId>,
    /// The newest so many besides, those without an answer first.
    pub newest: i64,
}

/// Feedback by number, token or message, and the newest.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn load(conn: &mut PgConnection, org: OrgId, wanted: &Wanted) -> Result<Vec<Feedback>> {
    let tokens: Vec<Vec<u8>> = wanted.tokens.iter().map(|t| t.to_vec()).collect();
    let rows = sqlx::query!(
        "SELECT feedback_id, number, person_id, message_id, token_hash, text, day, answer, answered_by, answered_on
         FROM feedback
         WHERE org_id = $1 AND (number = ANY($2) OR token_hash = ANY($3) OR message_id = ANY($4)
             OR feedback_id IN (SELECT feedback_id FROM feedback WHERE org_id = $1
                                ORDER BY answer IS NOT NULL, number DESC LIMIT $5))
         ORDER BY answer IS NOT NULL, number DESC",
        org.0,
        &wanted.numbers,
        &tokens as &[Vec<u8>],
        &uuids(&wanted.messages),
        wanted.newest
    );
    let read = rows.fetch_all(conn).await?.into_iter().map(|r| {
        let at = At { table: "feedback", id: r.feedback_id };
        let from = match (r.person_id, r.message_id, r.token_hash) {
            (Some(person), Some(message), _) => Some(From::Named(person.into(), message.into())),
            (_, _, Some(hash)) => <[u8; 32]>::try_from(hash.as_slice()).ok().map(From::Token),
            _ => None,
        };
        let answer = match (r.answer, r.answered_by, r.answered_on) {
            (Some(text), Some(by), Some(on)) => Some(Answer { text, by: by.into(), on }),
            _ => None,
        };
        let from = at.read("token_hash", from)?;
        Ok(Feedback { id: r.feedback_id, number: r.number, from, text: r.text, day: r.day, answer })
    });
    read.collect()
}

/// Writes feedback, new or answered.
///
/// # Errors
/// The database.
pub async fn put(conn: &mut PgConnection, org: OrgId, feedback: &[Feedback]) -> Result<()> {
    if feedback.is_empty() {
        return Ok(());
    }
    let rows = last_of_each(feedback, |f| f.id);
    let named = |f: &Feedback| match f.from {
        From::Named(person, message) => Some((person, message)),
        From::Token(_) => None,
    };
    let token = |f: &Feedback| match f.from {
        From::Named(..) => None,
        From::Token(hash) => Some(hash.to_vec()),
    };
    let answer = |f: &Feedback| f.answer.as_ref().map(|a| a.text.clone());
    let done = sqlx::query!(
        "INSERT INTO feedback (org_id, feedback_id, number, person_id, message_id, token_hash, text, day, answer,
                               answered_by, answered_on)
         SELECT $1, * FROM UNNEST($2::uuid[], $3::bigint[], $4::uuid[], $5::uuid[], $6::bytea[], $7::text[],
                                  $8::date[], $9::text[], $10::uuid[], $11::date[])
         ON CONFLICT (org_id, feedback_id) DO UPDATE
         SET answer = excluded.answer, answered_by = excluded.answered_by, answered_on = excluded.answered_on",
        org.0,
        &column(&rows, |f| f.id),
        &column(&rows, |f| f.number),
        &column(&rows, |f| named(f).map(|(person, _)| person.0)) as &[Option<Uuid>],
        &column(&rows, |f| named(f).map(|(_, message)| message.0)) as &[Option<Uuid>],
        &column(&rows, |f| token(f)) as &[Option<Vec<u8>>],
        &column(&rows, |f| f.text.as_str()) as &[&str],
        &column(&rows, |f| f.day),
        &column(&rows, |f| answer(f)) as &[Option<String>],
        &column(&rows, |f| f.answer.as_ref().map(|a| a.by.0)) as &[Option<Uuid>],
        &column(&rows, |f| f.answer.as_ref().map(|a| a.on)) as &[Option<NaiveDate>]
    )
    .execute(conn)
    .await?;
    exactly("put feedback", rows.len(), done.rows_affected())
}

/// Messages of people that still wait for whether they are to be feedback, with their text and where they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// From whom.
    pub person: PersonId,
    /// Its text as typed, the command included.
    pub text: String,
    /// The chat and the channel's id.
    pub place: Option<(String, String)>,
}

/// The texts of messages, by id.
///
/// # Errors
/// The database.
pub async fn drafts(
    conn: &mut PgConnection,
    org: OrgId,
    messages: &[(PersonId, MessageId)],
) -> Result<HashMap<MessageId, Draft>> {
    if messages.is_empty() {
        return Ok(HashMap::new());
    }
    let (people, ids): (Vec<Uuid>, Vec<Uuid>) = messages.iter().map(|(p, m)| (p.0, m.0)).unzip();
    let rows = sqlx::query!(
        r#"SELECT m.message_id, m.person_id AS "person_id!", m.text AS "text!", m.chat_id, m.external_id
           FROM message AS m JOIN UNNEST($2::uuid[], $3::uuid[]) AS w(person_id, message_id)
             ON m.person_id = w.person_id AND m.message_id = w.message_id
           WHERE m.org_id = $1 AND m.text IS NOT NULL"#,
        org.0,
        &people,
        &ids
    );
    let rows = rows.fetch_all(conn).await?.into_iter().map(|r| {
        let place = r.external_id.map(|id| (r.chat_id, id));
        (r.message_id.into(), Draft { person: r.person_id.into(), text: r.text, place })
    });
    Ok(rows.collect())
}

/// Makes messages nobody's, with what the inbox still holds of them.
///
/// # Errors
/// The database.
pub async fn forget(conn: &mut PgConnection, org: OrgId, what: &Forget) -> Result<()> {
    if what.is_empty() {
        return Ok(());
    }
    let (chats, externals): (Vec<&str>, Vec<&str>) =
        what.places.iter().map(|(chat, external)| (chat.as_str(), external.as_str())).unzip();
    let mut gone = uuids(&what.messages);
    let blanked = sqlx::query_scalar!(
        "UPDATE message AS m
         SET person_id = NULL, chat_id = '', external_id = NULL, kind = 'feedback', text = NULL, raw = '{}',
             edit_of = NULL, local_date = NULL, input = NULL, reading = NULL, parser_version = NULL
         FROM UNNEST($2::text[], $3::text[]) AS w(chat_id, external_id)
         WHERE m.org_id = $1 AND m.chat_id = w.chat_id AND m.external_id = w.external_id
         RETURNING m.message_id",
        org.0,
        &chats as &[&str],
        &externals as &[&str]
    );
    gone.extend(blanked.fetch_all(&mut *conn).await?);
    // The update's row stays, to tell duplicates apart, in a lane that is nobody's.
    sqlx::query!(
        "INSERT INTO lane (org_id, bot_id, chat_id)
         SELECT DISTINCT org_id, bot_id, '' FROM inbox WHERE org_id = $1 AND inbox_id = ANY($2)
         ON CONFLICT DO NOTHING",
        org.0,
        &gone
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("UPDATE inbox SET chat_id = '' WHERE org_id = $1 AND inbox_id = ANY($2)", org.0, &gone)
        .execute(conn)
        .await?;
    Ok(())
}

/// Marks rows of the outbox that are to be forgotten once they are sent.
///
/// # Errors
/// The database.
pub async fn forget_sent(conn: &mut PgConnection, org: OrgId, rows: &[OutboxId]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "UPDATE outbox SET forget = true WHERE org_id = $1 AND outbox_id = ANY($2)",
        org.0,
        &uuids(rows)
    )
    .execute(conn)
    .await?;
    Ok(())
}
