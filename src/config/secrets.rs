//! What comes from the environment alone: secrets, and where things are on this machine.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

/// Secrets; `Debug` tells only which are there.
#[derive(Clone, Default)]
pub struct Secrets {
    /// `TELOXIDE_TOKEN`.
    pub token: Option<String>,
    /// `DATABASE_URL`.
    pub database_url: Option<String>,
    /// `RAPPORT_WEBHOOK_SECRET`.
    pub webhook_secret: Option<String>,
    /// `RAPPORT_TRANSCRIBER_KEY`.
    pub transcriber_key: Option<String>,
}

/// What the environment tells about the machine.
#[derive(Clone, Debug, Default)]
pub struct Machine {
    /// `PG_BIN_DIR`: where PostgreSQL's server programs are; no other place is looked at then.
    pub pg_bin_dir: Option<PathBuf>,
    /// `PATH`.
    pub search_path: Option<OsString>,
    /// `HOME`.
    pub home: Option<PathBuf>,
    /// `XDG_DATA_HOME`.
    pub data_home: Option<PathBuf>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets")
            .field("token", &self.token.is_some())
            .field("database_url", &self.database_url.is_some())
            .field("webhook_secret", &self.webhook_secret.is_some())
            .field("transcriber_key", &self.transcriber_key.is_some())
            .finish()
    }
}
