//! The migrations, compiled in: which of them ran, and running the others.
//!
//! They run as the role that owns the tables, on a connection of their own. The program itself only asks whether any is
//! missing, which the application role may.

use std::collections::BTreeMap;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{Connection, Executor, PgConnection};

use super::db::{options, reach};
use super::{Result, StoreError};

static MIGRATOR: Migrator = sqlx::migrate!();

/// A migration that has not run in a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Its number.
    pub version: i64,
    /// What it does.
    pub description: String,
}

/// Runs the migrations that are missing and returns them. With `locking`, a second process that migrates at the same
/// time waits; it is an advisory lock of the session, which some poolers and distributed databases can't give, and
/// then one process alone must migrate.
///
/// # Errors
/// As [`pending_migrations`], or a migration fails; what was done before it stays done.
pub async fn migrate(owner_url: &str, locking: bool) -> Result<Vec<Pending>> {
    let mut c = reach(&options(owner_url)?).await?;
    let pending = pending_migrations(&mut c).await?;
    if !pending.is_empty() {
        // That the table of migrations is there already is no news to anyone.
        c.execute("SET client_min_messages = warning").await?;
        let mut migrator = Migrator { migrations: MIGRATOR.migrations.clone(), ..Migrator::DEFAULT };
        migrator.set_locking(locking).run(&mut c).await?;
    }
    c.close().await?;
    Ok(pending)
}

/// The migrations of this program that have not run in the database, in order.
///
/// # Errors
/// The database can't be asked; a migration ran there that this program doesn't know (it is older than the database), or
/// that reads otherwise here.
pub async fn pending_migrations(c: &mut PgConnection) -> Result<Vec<Pending>> {
    let mut ran = ran(c).await?;
    let mut pending = Vec::new();
    for migration in MIGRATOR.iter() {
        match ran.remove(&migration.version) {
            Some(checksum) if checksum == *migration.checksum => {}
            Some(_) => return Err(MigrateError::VersionMismatch(migration.version).into()),
            None => pending
                .push(Pending { version: migration.version, description: migration.description.to_string() }),
        }
    }
    match ran.first_key_value() {
        Some((unknown, _)) => Err(MigrateError::VersionMissing(*unknown).into()),
        None => Ok(pending),
    }
}

/// Checksums by version. Not in checked macros, since no migration makes this table: sqlx does.
async fn ran(c: &mut PgConnection) -> Result<BTreeMap<i64, Vec<u8>>, StoreError> {
    let there: bool =
        sqlx::query_scalar("SELECT to_regclass('_sqlx_migrations') IS NOT NULL").fetch_one(&mut *c).await?;
    if !there {
        return Ok(BTreeMap::new());
    }
    let rows =
        sqlx::query_as::<_, (i64, Vec<u8>)>("SELECT version, checksum FROM _sqlx_migrations WHERE success");
    Ok(rows.fetch_all(c).await?.into_iter().collect())
}
