//! `rapport migrate`.

use anyhow::Result;

use super::printer::{line, say};
use crate::app;
use crate::config::Config;
use crate::store;

/// Runs the migrations that are missing.
///
/// # Errors
/// The database can't be reached, or a migration fails.
pub(super) async fn run(config: &Config) -> Result<()> {
    let place = app::database::find(config, say).await?;
    let done = store::migrate(&place.owner_url, config.database.migration_lock).await;
    let done = done.map_err(app::database::explain)?;
    for migration in &done {
        line(format_args!("migrated: {} {}", migration.version, migration.description))?;
    }
    if done.is_empty() {
        line("the database is up to date")?;
    }
    place.leave().await
}
