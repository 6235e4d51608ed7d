//! Invites: single-use ways in. Only a hash of the code is kept.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;
use super::error::exactly;
use super::words::At;
use crate::domain::person::{Language, Role};
use crate::domain::{InviteId, OrgId, PersonId, TeamId};

/// An invite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invite {
    /// Id.
    pub id: InviteId,
    /// The role that whoever redeems it gets.
    pub role: Role,
    /// The team; `None` for the whole organisation.
    pub team: Option<TeamId>,
    /// Name of the invited person.
    pub name: String,
    /// Language; `None` for that of the client that redeems it.
    pub language: Option<Language>,
    /// Zone.
    pub timezone: Tz,
    /// Who made it; `None` on the command line.
    pub created_by: Option<PersonId>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Not to be redeemed from then on.
    pub expires_at: DateTime<Utc>,
}

/// What a code leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// An invite that can be redeemed. Its row is locked until the transaction ends.
    Open(Invite),
    /// One that was redeemed, by this person.
    Used(PersonId),
    /// One that nobody redeemed in time.
    Expired,
}

/// The hash that is kept of a code. A code has 128 random bits or more, so it needs neither salt nor stretching.
pub fn hash(code: &str) -> [u8; 32] {
    Sha256::digest(code.as_bytes()).into()
}

/// Writes a new invite.
///
/// # Errors
/// The database.
pub async fn create(
    conn: &mut PgConnection,
    org: OrgId,
    invite: &Invite,
    code_hash: &[u8; 32],
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO invite (org_id, invite_id, code_hash, role, team_id, name, language, timezone, created_by,
                             created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        org.0,
        invite.id.0,
        code_hash as &[u8],
        invite.role.name(),
        invite.team.map(Uuid::from),
        invite.name,
        invite.language.map(Language::name),
        invite.timezone.name(),
        invite.created_by.map(Uuid::from),
        invite.created_at,
        invite.expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What the code with this hash leads to at a moment, `None` for no invite of this organisation. Two who redeem one
/// invite at the same time wait for each other, and the second finds it used.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn find(
    conn: &mut PgConnection,
    org: OrgId,
    code_hash: &[u8; 32],
    now: DateTime<Utc>,
) -> Result<Option<Found>> {
    let row = sqlx::query!(
        "SELECT invite_id, role, team_id, name, language, timezone, created_by, created_at, expires_at, used_by
         FROM invite WHERE org_id = $1 AND code_hash = $2 FOR UPDATE",
        org.0,
        code_hash as &[u8]
    );
    let Some(row) = row.fetch_optional(conn).await? else { return Ok(None) };
    if let Some(by) = row.used_by {
        return Ok(Some(Found::Used(PersonId(by))));
    }
    if row.expires_at <= now {
        return Ok(Some(Found::Expired));
    }
    let at = At { table: "invite", id: row.invite_id };
    Ok(Some(Found::Open(Invite {
        id: row.invite_id.into(),
        role: at.read("role", Role::by_name(&row.role))?,
        team: row.team_id.map(Into::into),
        name: row.name,
        language: match row.language {
            Some(word) => Some(at.read("language", Language::by_name(&word))?),
            None => None,
        },
        timezone: at.read("timezone", row.timezone.parse().ok())?,
        created_by: row.created_by.map(Into::into),
        created_at: row.created_at,
        expires_at: row.expires_at,
    })))
}

/// Marks invites as redeemed, each by a person at a moment.
///
/// # Errors
/// The database; one of them was redeemed before, or is not there.
pub async fn mark_used(
    conn: &mut PgConnection,
    org: OrgId,
    used: &[(InviteId, PersonId, DateTime<Utc>)],
) -> Result<()> {
    if used.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = used.iter().map(|u| u.0.0).collect();
    let by: Vec<_> = used.iter().map(|u| u.1.0).collect();
    let at: Vec<_> = used.iter().map(|u| u.2).collect();
    let done = sqlx::query!(
        "UPDATE invite AS i SET used_by = v.used_by, used_at = v.used_at
         FROM UNNEST($2::uuid[], $3::uuid[], $4::timestamptz[]) AS v(invite_id, used_by, used_at)
         WHERE i.org_id = $1 AND i.invite_id = v.invite_id AND i.used_at IS NULL",
        org.0,
        &ids,
        &by,
        &at
    )
    .execute(conn)
    .await?;
    exactly("redeem invites", used.len(), done.rows_affected())
}

/// Whether an invite for a role is open at a moment: so that the first start prints one administrator invite, and
/// only a later one another.
///
/// # Errors
/// The database.
pub async fn any_open(conn: &mut PgConnection, org: OrgId, role: Role, now: DateTime<Utc>) -> Result<bool> {
    let any = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM invite WHERE org_id = $1 AND role = $2 AND used_at IS NULL AND expires_at > $3)
           AS "any!""#,
        org.0,
        role.name(),
        now
    );
    Ok(any.fetch_one(conn).await?)
}
