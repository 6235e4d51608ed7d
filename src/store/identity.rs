//! Whom a channel's user id belongs to. The table is exempt from row-level security, since it is how organisation and
//! person are found.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::Result;
use super::error::exactly;
use super::rows::uuids;
use crate::domain::{OrgId, PersonId};

/// A person's account on a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Whose.
    pub person: PersonId,
    /// Channel.
    pub channel: String,
    /// The channel's numeric id of the user; never the username, which people change and hand on.
    pub external_id: String,
    /// The private chat in which the person is reached.
    pub chat_id: String,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// The people behind users of a channel. Strangers are missing.
///
/// # Errors
/// The database.
pub async fn people(
    conn: &mut PgConnection,
    org: OrgId,
    channel: &str,
    external_ids: &[&str],
) -> Result<HashMap<String, PersonId>> {
    let rows = sqlx::query!(
        "SELECT external_id, person_id FROM channel_identity
         WHERE org_id = $1 AND channel = $2 AND external_id = ANY($3)",
        org.0,
        channel,
        external_ids as &[&str]
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(|r| (r.external_id, PersonId(r.person_id))).collect())
}

/// The private chats of people on a channel. Who isn't on it is missing.
///
/// # Errors
/// The database.
pub async fn chats(
    conn: &mut PgConnection,
    org: OrgId,
    channel: &str,
    people: &[PersonId],
) -> Result<HashMap<PersonId, String>> {
    let rows = sqlx::query!(
        "SELECT person_id, chat_id FROM channel_identity
         WHERE org_id = $1 AND person_id = ANY($2) AND channel = $3",
        org.0,
        &uuids(people),
        channel
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(|r| (PersonId(r.person_id), r.chat_id)).collect())
}

/// Writes new identities.
///
/// # Errors
/// The database; a bug where the user already is someone of this organisation.
pub async fn insert(conn: &mut PgConnection, org: OrgId, identities: &[Identity]) -> Result<()> {
    if identities.is_empty() {
        return Ok(());
    }
    let text = |of: fn(&Identity) -> &str| identities.iter().map(of).collect::<Vec<&str>>();
    let people: Vec<_> = identities.iter().map(|i| i.person.0).collect();
    let since: Vec<_> = identities.iter().map(|i| i.since).collect();
    let done = sqlx::query!(
        "INSERT INTO channel_identity (org_id, person_id, channel, external_id, chat_id, since)
         SELECT $1, * FROM UNNEST($2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])",
        org.0,
        &people,
        &text(|i| &i.channel) as &[&str],
        &text(|i| &i.external_id) as &[&str],
        &text(|i| &i.chat_id) as &[&str],
        &since
    )
    .execute(conn)
    .await?;
    exactly("insert identities", identities.len(), done.rows_affected())
}
