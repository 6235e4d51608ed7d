//! The database that the settings name: one of somebody else's by `DATABASE_URL`, else the embedded one.

use anyhow::{Context, Result, anyhow, bail};
use chrono::{DateTime, Utc};
use rustix::process::geteuid;

use crate::clock::Clock;
use crate::config::{ClockMode, Config};
use crate::pg::{self, Embedded, Fetch};
use crate::store::{self, Db, StoreError};

/// Where the database is. Nothing has been asked of it yet, but that the embedded server runs.
#[derive(Debug)]
pub struct Place {
    /// For working with it.
    pub url: String,
    /// For migrating it.
    pub owner_url: String,
    embedded: Option<Embedded>,
}

/// A database to work with.
#[derive(Debug)]
pub struct Opened {
    /// Connections.
    pub db: Db,
    /// Business time.
    pub clock: Clock,
    /// The embedded server, where it is the database.
    pub embedded: Option<Embedded>,
}

/// What the embedded server is to be started with.
///
/// # Errors
/// There is no directory for data.
pub fn embedded_options(config: &Config) -> Result<pg::Options> {
    let fetch = if config.database.fetch_postgres { Fetch::Allowed } else { Fetch::Never };
    Ok(pg::Options {
        data_dir: config.data_dir(geteuid().is_root())?,
        bin_dir: config.machine.pg_bin_dir.clone(),
        search_path: config.machine.search_path.clone(),
        fetch,
        settings: Vec::new(),
    })
}

/// Finds the database, starting the embedded server where it is that.
///
/// # Errors
/// The embedded server can't be started; the error says what to do.
pub async fn find(config: &Config, say: impl Fn(&str)) -> Result<Place> {
    if let Some(url) = &config.secrets.database_url {
        return Ok(Place { url: url.clone(), owner_url: url.clone(), embedded: None });
    }
    let embedded = Embedded::start(&embedded_options(config)?, say).await?;
    Ok(Place {
        url: embedded.url(pg::APP, pg::DATABASE),
        owner_url: embedded.url(pg::OWNER, pg::DATABASE),
        embedded: Some(embedded),
    })
}

/// Opens the database, migrated.
///
/// # Errors
/// It can't be reached, or lacks migrations that it may not be given; the error says what to do.
pub async fn open(config: &Config, say: impl Fn(&str)) -> Result<Opened> {
    let place = find(config, say).await?;
    match connect(config, &place).await {
        Ok(db) => {
            let clock = match config.clock.mode {
                ClockMode::System => Clock::System,
                ClockMode::Controlled => Clock::Controlled,
            };
            Ok(Opened { db, clock, embedded: place.embedded })
        }
        Err(error) => {
            // What went wrong first is what is to be told.
            let _ = place.leave().await;
            Err(error)
        }
    }
}

async fn connect(config: &Config, place: &Place) -> Result<Db> {
    if config.database.migrate {
        let done = store::migrate(&place.owner_url, config.database.migration_lock).await;
        for migration in done.map_err(explain)? {
            tracing::info!(event = "migrated", version = migration.version, "{}", migration.description);
        }
    }
    let db = Db::connect(&place.url, config.database.max_connections).await.map_err(explain)?;
    if !config.database.migrate {
        let mut tx = db.begin_plain().await.map_err(explain)?;
        let pending = store::pending_migrations(&mut tx).await.map_err(explain)?;
        if !pending.is_empty() {
            bail!(
                "the database lacks {} migration(s) of this version, and database.migrate is off: run `rapport migrate`",
                pending.len()
            );
        }
    }
    Ok(db)
}

impl Place {
    /// Gives up the share in the embedded server; whoever is last stops it.
    ///
    /// # Errors
    /// It can't be stopped.
    pub async fn leave(self) -> Result<()> {
        leave(self.embedded).await
    }
}

impl Opened {
    /// Business time now.
    ///
    /// # Errors
    /// A controlled clock was never set, or the database can't be asked.
    pub async fn now(&self) -> Result<DateTime<Utc>> {
        let mut tx = self.db.begin_plain().await.map_err(explain)?;
        Ok(self.clock.business_now(&mut tx).await?)
    }

    /// Closes the connections, and leaves the embedded server; whoever is last stops it.
    ///
    /// # Errors
    /// It can't be stopped.
    pub async fn close(self) -> Result<()> {
        self.db.close().await;
        leave(self.embedded).await
    }
}

async fn leave(embedded: Option<Embedded>) -> Result<()> {
    match embedded {
        Some(embedded) => {
            embedded.stop_if_last().await.context("the embedded PostgreSQL can't be stopped").map(drop)
        }
        None => Ok(()),
    }
}

/// An error of the database with what to do about it.
pub fn explain(error: StoreError) -> anyhow::Error {
    let hint = error.hint();
    let unreached = error.is_passing() && error.code().is_none();
    let error = match hint {
        Some(hint) => anyhow!(error).context(hint),
        None => anyhow!(error),
    };
    match unreached {
        true => error.context(
            "the database can't be reached: is the server of DATABASE_URL running, and the address right?",
        ),
        false => error,
    }
}
