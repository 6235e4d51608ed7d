//! The row of the controlled business clock, and the database's own system time.
//!
//! The row belongs to the installation, not to an organisation: every process that is told `clock.mode = "controlled"`
//! reads it, and whoever moves it moves it for all of them.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use sqlx::postgres::types::PgInterval;

/// Business time of a controlled clock; `None` if it was never set.
///
/// # Errors
/// If the database can't be asked.
pub async fn get(c: &mut PgConnection) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    sqlx::query_scalar!("select business_now from clock").fetch_one(c).await
}

/// Takes the clock under control, or sets it anew. Moving it back is for the caller to judge: what was recorded keeps
/// its times.
///
/// # Errors
/// If the database can't be asked.
pub async fn set(c: &mut PgConnection, to: DateTime<Utc>) -> Result<(), sqlx::Error> {
    sqlx::query!("update clock set mode = 'controlled', business_now = $1", to).execute(c).await.map(drop)
}

/// Moves a controlled clock forward and returns its new time; `None`, and nothing moved, if it was never set. Several
/// who move it at once add up.
///
/// # Errors
/// If the database can't be asked, or the time has nanoseconds.
pub async fn advance(c: &mut PgConnection, by: Duration) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    let by = PgInterval::try_from(by).map_err(sqlx::Error::Encode)?;
    sqlx::query_scalar!(
        r#"update clock set business_now = business_now + $1 where mode = 'controlled' returning business_now as "now!""#,
        by
    )
    .fetch_optional(c)
    .await
}

/// Gives business time back to the system.
///
/// # Errors
/// If the database can't be asked.
pub async fn release(c: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!("update clock set mode = 'system', business_now = null").execute(c).await.map(drop)
}

/// The database's system time, which leases go by, so that processes on several machines agree. It is passed on as a
/// parameter; no statement compares a column with a clock of its own.
///
/// # Errors
/// If the database can't be asked.
pub async fn database_now(c: &mut PgConnection) -> Result<DateTime<Utc>, sqlx::Error> {
    sqlx::query_scalar!(r#"select clock_timestamp() as "now!""#).fetch_one(c).await
}

/// Holds all who ask for the same back until the transaction ends. There is one such lock for the installation: for what
/// is done once in its life, such as making the first organisation.
///
/// # Errors
/// If the database can't be asked.
pub async fn lock(c: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query_scalar!("select id from clock for update").fetch_one(c).await.map(drop)
}
