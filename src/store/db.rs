//! Connections and transactions: every one acts as the application role, and every transaction over an organisation's
//! rows says which organisation it works for.

use std::collections::BTreeSet;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::NaiveDate;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, Executor, PgConnection, PgPool, Postgres, Transaction};

use super::{Result, StoreError};
use crate::domain::OrgId;

/// The role that owns nothing, so that row-level security and the rights on the ledger bind whatever we do.
const APP_ROLE: &str = "rapport_app";

/// What each connection is told once. A lane's transaction takes milliseconds: whatever takes this long is stuck, and
/// is tried again.
const SESSION: &str = "SET ROLE rapport_app; SET statement_timeout = '30s'; SET lock_timeout = '10s'; \
                       SET idle_in_transaction_session_timeout = '60s'";

/// How long a caller waits for a connection.
const WAIT: Duration = Duration::from_secs(10);

/// The database: a pool of connections. Cheap to clone; clones share the pool.
#[derive(Clone, Debug)]
pub struct Db {
    pool: PgPool,
    months: Arc<Mutex<BTreeSet<NaiveDate>>>,
}

impl Db {
    /// Connects as whoever the URL names and goes on as the application role. Tries one connection first, so that what
    /// is wrong is said at once.
    ///
    /// # Errors
    /// The URL is none, the database can't be reached, or the login may not act as the application role.
    pub async fn connect(url: &str, max_connections: u32) -> Result<Self> {
        let options = options(url)?;
        let mut first = reach(&options).await?;
        first.execute(SESSION).await.map_err(|source| match source.as_database_error() {
            Some(_) => StoreError::Role { role: APP_ROLE, source },
            None => source.into(),
        })?;
        first.close().await?;
        let pool = PgPoolOptions::new()
            .max_connections(max_connections)
            .acquire_timeout(WAIT)
            .after_connect(|c, _| Box::pin(async move { c.execute(SESSION).await.map(drop) }))
            .connect_lazy_with(options);
        Ok(Self { pool, months: Arc::default() })
    }

    /// Begins a transaction over the rows of one organisation; it sees no other's. Dropped without
    /// [`Tx::commit`], it is rolled back.
    ///
    /// # Errors
    /// No connection.
    pub async fn begin(&self, org: OrgId) -> Result<Tx> {
        let mut tx = self.pool.begin().await?;
        sqlx::query!("SELECT set_config('rapport.org', $1, true)", org.0.to_string())
            .fetch_one(&mut *tx)
            .await?;
        Ok(Tx(tx))
    }

    /// Begins a transaction over the tables that belong to no organisation (`org`, `bot`, `bot_lease`,
    /// `channel_identity`, `clock`); of all others it sees nothing.
    ///
    /// # Errors
    /// No connection.
    pub async fn begin_plain(&self) -> Result<Tx> {
        Ok(Tx(self.pool.begin().await?))
    }

    /// Closes the pool: waits for the connections in use, refuses new ones.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// The months whose partitions are known to be there.
    pub(super) fn months(&self) -> MutexGuard<'_, BTreeSet<NaiveDate>> {
        self.months.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Options of a connection to `url`, without the statements of our session.
pub(super) fn options(url: &str) -> Result<PgConnectOptions> {
    let options: PgConnectOptions = url.parse()?;
    Ok(options.application_name("rapport").statement_cache_capacity(256))
}

/// One connection, or an error in good time: a host that drops what it is sent would keep us waiting for minutes.
pub(super) async fn reach(options: &PgConnectOptions) -> Result<PgConnection> {
    let late =
        |_| sqlx::Error::Io(std::io::Error::new(std::io::ErrorKind::TimedOut, "the database doesn't answer"));
    Ok(tokio::time::timeout(WAIT, options.connect()).await.map_err(late)??)
}

/// A transaction. It is a connection to whoever is given it: `store::person::load(&mut tx, …)`.
#[derive(Debug)]
pub struct Tx(Transaction<'static, Postgres>);

impl Tx {
    /// Makes what was done in it last.
    ///
    /// # Errors
    /// The database can't be reached (then nobody knows whether it was committed), or refuses.
    pub async fn commit(self) -> Result<()> {
        Ok(self.0.commit().await?)
    }

    /// Undoes what was done in it.
    ///
    /// # Errors
    /// The database can't be reached; it then undoes it by itself.
    pub async fn rollback(self) -> Result<()> {
        Ok(self.0.rollback().await?)
    }
}

impl Deref for Tx {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.0
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.0
    }
}
