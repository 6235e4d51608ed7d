//! Teams.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::Result;
use crate::domain::{OrgId, TeamId};

/// People who sell or serve together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Id.
    pub id: TeamId,
    /// Name, unique in the organisation.
    pub name: String,
}

/// Makes a team.
///
/// # Errors
/// The database; a bug where id or name is taken.
pub async fn create(conn: &mut PgConnection, org: OrgId, team: &Team, at: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "INSERT INTO team (org_id, team_id, name, created_at) VALUES ($1, $2, $3, $4)",
        org.0,
        team.id.0,
        team.name,
        at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// All teams, by name.
///
/// # Errors
/// The database.
pub async fn all(conn: &mut PgConnection, org: OrgId) -> Result<Vec<Team>> {
    let rows = sqlx::query_as!(
        Team,
        "SELECT team_id AS id, name FROM team WHERE org_id = $1 ORDER BY name, team_id",
        org.0
    );
    Ok(rows.fetch_all(conn).await?)
}

/// A team by its name, as written.
///
/// # Errors
/// The database.
pub async fn by_name(conn: &mut PgConnection, org: OrgId, name: &str) -> Result<Option<Team>> {
    let row = sqlx::query_as!(
        Team,
        "SELECT team_id AS id, name FROM team WHERE org_id = $1 AND name = $2",
        org.0,
        name
    );
    Ok(row.fetch_optional(conn).await?)
}
