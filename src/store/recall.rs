//! Recalling what was said before: which day a message of ours belongs to, when a card was last sent, what a day's
//! messages were read as, and whom an assistant supports. Small questions across tables that handling a batch asks.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::Result;
use super::rows::uuids;
use super::words::At;
use crate::domain::person::Role;
use crate::domain::reading::Reading;
use crate::domain::{BotId, MessageId, OrgId, PersonId};

/// The check-ins that messages of ours belong to, by (chat, channel's id). What is of no check-in is missing.
///
/// # Errors
/// The database.
pub async fn days_of_ours(
    conn: &mut PgConnection,
    org: OrgId,
    bot: BotId,
    messages: &[(String, String)],
) -> Result<HashMap<(String, String), NaiveDate>> {
    if messages.is_empty() {
        return Ok(HashMap::new());
    }
    let (chats, ids): (Vec<String>, Vec<String>) = messages.iter().cloned().unzip();
    let rows = sqlx::query!(
        r#"SELECT o.chat_id, o.external_id AS "external_id!", o.local_date AS "local_date!"
           FROM outbox o JOIN UNNEST($3::text[], $4::text[]) AS w (chat, message)
             ON o.chat_id = w.chat AND o.external_id = w.message
           WHERE o.org_id = $1 AND o.bot_id = $2 AND o.local_date IS NOT NULL"#,
        org.0,
        bot.0,
        &chats,
        &ids
    );
    let rows = rows.fetch_all(conn).await?;
    Ok(rows.into_iter().map(|r| ((r.chat_id, r.external_id), r.local_date)).collect())
}

/// When cards were last sent as messages of their own. What was never sent is missing.
///
/// # Errors
/// The database.
pub async fn cards_sent(
    conn: &mut PgConnection,
    org: OrgId,
    keys: &[String],
) -> Result<HashMap<String, DateTime<Utc>>> {
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sqlx::query!(
        "SELECT card_key, sent_at FROM card WHERE org_id = $1 AND card_key = ANY($2)",
        org.0,
        keys
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(|r| (r.card_key, r.sent_at)).collect())
}

/// What the messages of days were read as, oldest first; of an edited one, its last reading in its first place.
///
/// # Errors
/// The database; a reading that this program can't read.
pub async fn readings(
    conn: &mut PgConnection,
    org: OrgId,
    days: &[(PersonId, NaiveDate)],
) -> Result<HashMap<(PersonId, NaiveDate), Vec<(MessageId, Reading)>>> {
    let mut found: HashMap<(PersonId, NaiveDate), Vec<(MessageId, Reading)>> = HashMap::new();
    if days.is_empty() {
        return Ok(found);
    }
    let (people, dates): (Vec<PersonId>, Vec<NaiveDate>) = days.iter().copied().unzip();
    let rows = sqlx::query!(
        r#"SELECT m.message_id, m.edit_of, m.person_id AS "person!", m.local_date AS "day!", m.reading AS "reading!"
           FROM message m JOIN UNNEST($2::uuid[], $3::date[]) AS w (person, day)
             ON m.person_id = w.person AND m.local_date = w.day
           WHERE m.org_id = $1 AND m.reading IS NOT NULL ORDER BY m.message_id"#,
        org.0,
        &uuids(&people),
        &dates
    );
    for row in rows.fetch_all(conn).await? {
        let reading: Option<Reading> = serde_json::from_value(row.reading).ok();
        let reading = At { table: "message", id: row.message_id }.read("reading", reading)?;
        let of_day = found.entry((PersonId(row.person), row.day)).or_default();
        let place = row.edit_of.and_then(|first| of_day.iter_mut().find(|(id, _)| id.0 == first));
        match place {
            Some((_, old)) => *old = reading,
            None => of_day.push((MessageId(row.edit_of.unwrap_or(row.message_id)), reading)),
        }
    }
    Ok(found)
}

/// Whom assistants support on a day: the reps and service agents of the teams that they are granted (of all teams,
/// where the grant names none), and those assigned to them one by one.
///
/// # Errors
/// The database.
pub async fn supported(
    conn: &mut PgConnection,
    org: OrgId,
    assistants: &[PersonId],
    day: NaiveDate,
) -> Result<HashMap<PersonId, Vec<PersonId>>> {
    let mut found: HashMap<PersonId, Vec<PersonId>> = HashMap::new();
    if assistants.is_empty() {
        return Ok(found);
    }
    let rows = sqlx::query!(
        r#"SELECT a.person_id AS "assistant!", r.person_id AS "rep!"
           FROM role_grant a JOIN role_grant r
             ON r.org_id = a.org_id AND (a.team_id IS NULL OR r.team_id = a.team_id) AND r.person_id <> a.person_id
           WHERE a.org_id = $1 AND a.person_id = ANY($2) AND a.role = 'assistant' AND r.role IN ('rep', 'service')
             AND a.valid_from <= $3 AND (a.valid_to IS NULL OR $3 <= a.valid_to)
             AND r.valid_from <= $3 AND (r.valid_to IS NULL OR $3 <= r.valid_to)
           UNION
           SELECT assistant_id, rep_id FROM assistance
           WHERE org_id = $1 AND assistant_id = ANY($2)
             AND valid_from <= $3 AND (valid_to IS NULL OR $3 <= valid_to)
           ORDER BY 1, 2"#,
        org.0,
        &uuids(assistants),
        day
    );
    for row in rows.fetch_all(conn).await? {
        found.entry(PersonId(row.assistant)).or_default().push(PersonId(row.rep));
    }
    Ok(found)
}

/// Who supports these reps on a day: the reverse of [`supported`], without those who have left.
///
/// # Errors
/// The database.
pub async fn assistants(
    conn: &mut PgConnection,
    org: OrgId,
    reps: &[PersonId],
    day: NaiveDate,
) -> Result<HashMap<PersonId, Vec<PersonId>>> {
    let mut found: HashMap<PersonId, Vec<PersonId>> = HashMap::new();
    if reps.is_empty() {
        return Ok(found);
    }
    let rows = sqlx::query!(
        r#"SELECT w.rep AS "rep!", w.assistant AS "assistant!"
           FROM (SELECT r.person_id AS rep, a.person_id AS assistant
                 FROM role_grant r JOIN role_grant a
                   ON r.org_id = a.org_id AND (a.team_id IS NULL OR r.team_id = a.team_id)
                      AND r.person_id <> a.person_id
                 WHERE r.org_id = $1 AND r.person_id = ANY($2) AND a.role = 'assistant'
                   AND r.role IN ('rep', 'service')
                   AND a.valid_from <= $3 AND (a.valid_to IS NULL OR $3 <= a.valid_to)
                   AND r.valid_from <= $3 AND (r.valid_to IS NULL OR $3 <= r.valid_to)
                 UNION
                 SELECT rep_id, assistant_id FROM assistance
                 WHERE org_id = $1 AND rep_id = ANY($2)
                   AND valid_from <= $3 AND (valid_to IS NULL OR $3 <= valid_to)) AS w
           JOIN person p ON p.org_id = $1 AND p.person_id = w.assistant AND p.status <> 'left'
           ORDER BY 1, 2"#,
        org.0,
        &uuids(reps),
        day
    );
    for row in rows.fetch_all(conn).await? {
        found.entry(PersonId(row.rep)).or_default().push(PersonId(row.assistant));
    }
    Ok(found)
}

/// Those of some people who have sent a message of a kind since a moment.
///
/// # Errors
/// The database.
pub async fn senders(
    conn: &mut PgConnection,
    org: OrgId,
    people: &[PersonId],
    kind: &str,
    since: DateTime<Utc>,
) -> Result<BTreeSet<PersonId>> {
    let rows = sqlx::query_scalar!(
        r#"SELECT DISTINCT person_id AS "person!" FROM message
           WHERE org_id = $1 AND person_id = ANY($2) AND kind = $3 AND received_at > $4"#,
        org.0,
        &uuids(people),
        kind,
        since
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(PersonId).collect())
}

/// Names of those who hold a role of the organisation on a day, by their number.
///
/// # Errors
/// The database.
pub async fn holders(conn: &mut PgConnection, org: OrgId, role: Role, day: NaiveDate) -> Result<Vec<String>> {
    let names = sqlx::query_scalar!(
        "SELECT p.name FROM person p
         WHERE p.org_id = $1 AND p.status <> 'left' AND EXISTS (
             SELECT FROM role_grant g WHERE g.org_id = p.org_id AND g.person_id = p.person_id AND g.role = $2
                AND g.valid_from <= $3 AND (g.valid_to IS NULL OR $3 <= g.valid_to))
         ORDER BY p.number",
        org.0,
        role.name(),
        day
    );
    Ok(names.fetch_all(conn).await?)
}
