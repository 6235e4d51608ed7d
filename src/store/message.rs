//! Handled messages, as they came, with the reading of each and all that it depended on.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value as Json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;
use super::error::exactly;
use super::rows::column;
use super::words::At;
use crate::domain::effect::{Message, Parsed};
use crate::domain::{BotId, OrgId, PersonId};

/// Writes handled messages.
///
/// # Errors
/// The database; a bug where one was written before.
pub async fn insert(conn: &mut PgConnection, org: OrgId, messages: &[Message]) -> Result<()> {
    if messages.is_empty() {
        return Ok(());
    }
    let rows: Vec<&Message> = messages.iter().collect();
    let text = |of: fn(&Message) -> Option<&str>| column(&rows, |m| of(m));
    let done = sqlx::query!(
        "INSERT INTO message (org_id, message_id, received_at, bot_id, chat_id, external_id, person_id, kind, text, raw,
                              sent_at, edit_of, local_date, substantive, input, reading, parser_version)
         SELECT $1, * FROM UNNEST($2::uuid[], $3::timestamptz[], $4::uuid[], $5::text[], $6::text[], $7::uuid[],
                                  $8::text[], $9::text[], $10::jsonb[], $11::timestamptz[], $12::uuid[], $13::date[],
                                  $14::boolean[], $15::jsonb[], $16::jsonb[], $17::text[])",
        org.0,
        &column(&rows, |m| m.id.0),
        &column(&rows, |m| m.received_at),
        &column(&rows, |m| m.bot.0),
        &column(&rows, |m| m.chat_id.as_str()) as &[&str],
        &text(|m| m.external_id.as_deref()) as &[Option<&str>],
        &column(&rows, |m| m.person.map(Uuid::from)) as &[Option<Uuid>],
        &column(&rows, |m| m.kind.as_str()) as &[&str],
        &text(|m| m.text.as_deref()) as &[Option<&str>],
        &column(&rows, |m| &m.raw) as &[&Json],
        &column(&rows, |m| m.sent_at),
        &column(&rows, |m| m.edit_of.map(Uuid::from)) as &[Option<Uuid>],
        &column(&rows, |m| m.local_date) as &[Option<NaiveDate>],
        &column(&rows, |m| m.substantive),
        &column(&rows, |m| m.parsed.as_ref().map(|p| sqlx::types::Json(&p.input))) as _,
        &column(&rows, |m| m.parsed.as_ref().map(|p| sqlx::types::Json(&p.reading))) as _,
        &text(|m| m.parsed.as_ref().map(|p| p.version.as_str())) as &[Option<&str>]
    )
    .execute(conn)
    .await?;
    exactly("insert messages", rows.len(), done.rows_affected())
}

struct Row {
    message_id: Uuid,
    bot_id: Uuid,
    chat_id: String,
    external_id: Option<String>,
    person_id: Option<Uuid>,
    kind: String,
    text: Option<String>,
    raw: Json,
    sent_at: DateTime<Utc>,
    received_at: DateTime<Utc>,
    edit_of: Option<Uuid>,
    local_date: Option<NaiveDate>,
    substantive: bool,
    input: Option<Json>,
    reading: Option<Json>,
    parser_version: Option<String>,
}

/// A message of a channel: by which bot, in which chat, and the channel's id of it there.
pub type External<'a> = (BotId, &'a str, &'a str);

/// The latest versions of the channel's messages, by chat and id. What was never handled is missing.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn by_external(
    conn: &mut PgConnection,
    org: OrgId,
    wanted: &[External<'_>],
) -> Result<HashMap<(BotId, String, String), Message>> {
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let bots: Vec<Uuid> = wanted.iter().map(|(bot, _, _)| bot.0).collect();
    let chats: Vec<&str> = wanted.iter().map(|(_, chat, _)| *chat).collect();
    let ids: Vec<&str> = wanted.iter().map(|(_, _, id)| *id).collect();
    let rows = sqlx::query_as!(
        Row,
        "SELECT DISTINCT ON (m.bot_id, m.chat_id, m.external_id)
                m.message_id, m.bot_id, m.chat_id, m.external_id, m.person_id, m.kind, m.text, m.raw, m.sent_at,
                m.received_at, m.edit_of, m.local_date, m.substantive, m.input, m.reading, m.parser_version
         FROM message AS m
         JOIN UNNEST($2::uuid[], $3::text[], $4::text[]) AS w(bot_id, chat_id, external_id)
           ON m.bot_id = w.bot_id AND m.chat_id = w.chat_id AND m.external_id = w.external_id
         WHERE m.org_id = $1
         ORDER BY m.bot_id, m.chat_id, m.external_id, m.message_id DESC",
        org.0,
        &bots,
        &chats as &[&str],
        &ids as &[&str]
    );
    let messages = rows.fetch_all(conn).await?.into_iter().map(|row| {
        let message = row.message()?;
        let external = message.external_id.clone().unwrap_or_default();
        Ok(((message.bot, message.chat_id.clone(), external), message))
    });
    messages.collect()
}

/// The messages that belong to check-ins, in order of arrival; of an edited one each version.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn of_days(
    conn: &mut PgConnection,
    org: OrgId,
    days: &[(PersonId, NaiveDate)],
) -> Result<Vec<Message>> {
    if days.is_empty() {
        return Ok(Vec::new());
    }
    let people: Vec<Uuid> = days.iter().map(|(person, _)| person.0).collect();
    let dates: Vec<NaiveDate> = days.iter().map(|(_, day)| *day).collect();
    let rows = sqlx::query_as!(
        Row,
        "SELECT m.message_id, m.bot_id, m.chat_id, m.external_id, m.person_id, m.kind, m.text, m.raw, m.sent_at,
                m.received_at, m.edit_of, m.local_date, m.substantive, m.input, m.reading, m.parser_version
         FROM message AS m
         JOIN (SELECT DISTINCT * FROM UNNEST($2::uuid[], $3::date[]) AS u(person_id, local_date)) AS w
           ON m.person_id = w.person_id AND m.local_date = w.local_date
         WHERE m.org_id = $1
         ORDER BY m.message_id",
        org.0,
        &people,
        &dates
    );
    rows.fetch_all(conn).await?.into_iter().map(Row::message).collect()
}

impl Row {
    fn message(self) -> Result<Message> {
        let at = At { table: "message", id: self.message_id };
        let parsed = match (self.input, self.reading, self.parser_version) {
            (Some(input), Some(reading), Some(version)) => Some(Parsed {
                input: at.read("input", serde_json::from_value(input).ok())?,
                reading: at.read("reading", serde_json::from_value(reading).ok())?,
                version,
            }),
            _ => None,
        };
        Ok(Message {
            id: self.message_id.into(),
            bot: self.bot_id.into(),
            chat_id: self.chat_id,
            external_id: self.external_id,
            person: self.person_id.map(Into::into),
            kind: self.kind,
            text: self.text,
            raw: self.raw,
            sent_at: self.sent_at,
            received_at: self.received_at,
            edit_of: self.edit_of.map(Into::into),
            local_date: self.local_date,
            substantive: self.substantive,
            parsed,
        })
    }
}
