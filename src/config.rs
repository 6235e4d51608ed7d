//! Settings of the installation: `config/default.toml` (complete, compiled in), then a file, then environment variables
//! `RAPPORT__SECTION__KEY`. A key that isn't in the default file is refused with the nearest one that is. Secrets
//! come from the environment alone, and never show in a `Debug` or a log.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::{Table, Value};

use crate::domain::checkin::Rules;

mod check;
mod secrets;

pub use secrets::{Machine, Secrets};

const DEFAULT: &str = include_str!("../config/default.toml");
const PREFIX: &str = "RAPPORT__";

/// Everything that can be set.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// How Telegram is reached.
    pub telegram: Telegram,
    /// The database.
    pub database: Database,
    /// Where data live.
    pub data: Data,
    /// The HTTP server.
    pub web: Web,
    /// Business time.
    pub clock: Clock,
    /// Logging.
    pub log: Log,
    /// What a new organisation starts with.
    pub organisation: Organisation,
    /// How replies are read.
    pub language: Language,
    /// How updates are handled.
    pub handling: Handling,
    /// What hears voice notes.
    pub transcriber: Transcriber,
    /// From the environment.
    #[serde(skip)]
    pub secrets: Secrets,
    /// From the environment.
    #[serde(skip)]
    pub machine: Machine,
}

/// See `[telegram]` in `config/default.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Telegram {
    /// Bot API server.
    pub api_url: url::Url,
    /// Polling or webhook.
    pub mode: Mode,
    /// Address for the webhook.
    pub public_url: String,
    /// Seconds of a long poll.
    pub poll_seconds: u32,
}

/// How updates come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// We ask.
    Polling,
    /// Telegram calls.
    Webhook,
}

/// See `[database]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// Connections that this process may hold.
    pub max_connections: u32,
    /// Migrate at start.
    pub migrate: bool,
    /// Take the advisory lock while migrating.
    pub migration_lock: bool,
    /// Fetch the server's binaries.
    pub fetch_postgres: bool,
}

/// See `[data]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// Directory; empty for the platform's.
    pub dir: PathBuf,
}

impl Config {
    /// The directory for data: the one that is set, else the platform's place for such things; root's lies outside of
    /// its home, which is closed to the user as whom PostgreSQL then runs.
    ///
    /// # Errors
    /// None is set, and the environment names no home.
    pub fn data_dir(&self, is_root: bool) -> Result<PathBuf, ConfigError> {
        if !self.data.dir.as_os_str().is_empty() {
            return Ok(self.data.dir.clone());
        }
        if is_root {
            return Ok(PathBuf::from("/var/lib/rapport"));
        }
        let shared = |home: &PathBuf| match cfg!(target_os = "macos") {
            true => home.join("Library/Application Support"),
            false => home.join(".local/share"),
        };
        let base = self.machine.data_home.clone().filter(|dir| dir.is_absolute());
        let base = base.or_else(|| self.machine.home.as_ref().map(shared));
        base.map(|dir| dir.join("rapport")).ok_or_else(|| {
            ConfigError::Value("no HOME is set: name a directory with --data or data.dir".to_owned())
        })
    }
}

/// See `[web]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Web {
    /// Address and port; empty for none.
    pub listen: String,
}

/// See `[clock]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// System or controlled.
    pub mode: ClockMode,
}

/// Where business time comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClockMode {
    /// The machine's clock.
    System,
    /// A row of the database.
    Controlled,
}

/// See `[log]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// Filter.
    pub filter: String,
    /// Text or JSON.
    pub format: LogFormat,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

/// See `[language]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    /// A file of the installation's own vocabulary; empty for none.
    pub lexicon: PathBuf,
}

impl Language {
    /// The text of the installation's own vocabulary, where there is one.
    ///
    /// # Errors
    /// The file can't be read.
    pub fn own_lexicon(&self) -> Result<Option<String>, ConfigError> {
        if self.lexicon.as_os_str().is_empty() {
            return Ok(None);
        }
        let failed = |source| ConfigError::File { path: self.lexicon.clone(), source };
        std::fs::read_to_string(&self.lexicon).map(Some).map_err(failed)
    }
}

/// See `[organisation]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Name.
    pub name: String,
    /// ISO 3166 alpha-2.
    pub region: String,
    /// ISO 4217.
    pub currency: String,
    /// IANA name.
    pub timezone: chrono_tz::Tz,
    /// Monday to Sunday, 1 for a working day.
    pub week: String,
    /// Rules of check-ins.
    pub rules: Rules,
}

/// See `[handling]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handling {
    /// Lanes in one transaction.
    pub lanes: u32,
    /// Updates in one transaction.
    pub updates: u32,
    /// Tries of an update.
    pub attempts: u32,
    /// Seconds to finish at stop.
    pub stop_seconds: u32,
}

/// See `[transcriber]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transcriber {
    /// The endpoint; empty for none.
    pub url: String,
    /// What it calls the model.
    pub model: String,
    /// Seconds that one answer may take.
    pub timeout_seconds: u32,
    /// The longest note that is given to it.
    pub max_seconds: u32,
}

/// Why the settings can't be used; each says where and what to do.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file can't be read.
    #[error("can't read {path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is no TOML.
    #[error("{origin} is not valid TOML: {message}")]
    Syntax {
        /// Which file.
        origin: String,
        /// Where and why.
        message: String,
    },
    /// There is no such key.
    #[error("{origin}: there is no setting `{key}`{}", nearest_hint(.nearest))]
    UnknownKey {
        /// File, or variable.
        origin: String,
        /// The key.
        key: String,
        /// The most similar one that there is.
        nearest: Option<String>,
    },
    /// A value is of the wrong type or out of range.
    #[error("{0}")]
    Value(String),
}

fn nearest_hint(nearest: &Option<String>) -> String {
    nearest.as_ref().map(|n| format!("; did you mean `{n}`?")).unwrap_or_default()
}

/// Reads the settings from the defaults, a file where one is given, and variables of the environment.
///
/// # Errors
/// See [`ConfigError`].
pub fn load(
    file: Option<&Path>,
    vars: impl IntoIterator<Item = (String, String)>,
) -> Result<Config, ConfigError> {
    let mut table = parse(DEFAULT, "config/default.toml")?;
    let known = keys(&table, "");
    if let Some(path) = file {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::File { path: path.to_owned(), source })?;
        let origin = path.display().to_string();
        let given = parse(&text, &origin)?;
        for key in keys(&given, "") {
            check_key(&key, &known, &origin)?;
        }
        merge(&mut table, given);
    }
    let (mut secrets, mut machine) = (Secrets::default(), Machine::default());
    for (name, value) in vars {
        match name.as_str() {
            "TELOXIDE_TOKEN" => secrets.token = non_empty(value),
            "DATABASE_URL" => secrets.database_url = non_empty(value),
            "RAPPORT_WEBHOOK_SECRET" => secrets.webhook_secret = non_empty(value),
            "RAPPORT_TRANSCRIBER_KEY" => secrets.transcriber_key = non_empty(value),
            "PG_BIN_DIR" => machine.pg_bin_dir = non_empty(value).map(PathBuf::from),
            "PATH" => machine.search_path = non_empty(value).map(OsString::from),
            "HOME" => machine.home = non_empty(value).map(PathBuf::from),
            "XDG_DATA_HOME" => machine.data_home = non_empty(value).map(PathBuf::from),
            _ => {
                let Some(rest) = name.strip_prefix(PREFIX) else { continue };
                let key = rest.to_lowercase().replace("__", ".");
                check_key(&key, &known, &name)?;
                set(&mut table, &key, &value);
            }
        }
    }
    let mut config: Config = Value::Table(table)
        .try_into()
        .map_err(|e: toml::de::Error| ConfigError::Value(e.message().to_owned()))?;
    (config.secrets, config.machine) = (secrets, machine);
    check::validate(&config)?;
    Ok(config)
}

fn parse(text: &str, origin: &str) -> Result<Table, ConfigError> {
    text.parse::<Table>().map_err(|e| ConfigError::Syntax {
        origin: origin.to_owned(),
        message: e.to_string().trim().to_owned(),
    })
}

fn non_empty(value: String) -> Option<String> {
    Some(value).filter(|v| !v.trim().is_empty())
}

fn keys(table: &Table, prefix: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (key, value) in table {
        match value {
            Value::Table(inner) => all.extend(keys(inner, &format!("{prefix}{key}."))),
            _ => all.push(format!("{prefix}{key}")),
        }
    }
    all
}

fn check_key(key: &str, known: &[String], origin: &str) -> Result<(), ConfigError> {
    if known.iter().any(|k| k == key) {
        return Ok(());
    }
    let nearest = known
        .iter()
        .map(|k| (strsim::jaro_winkler(k, key), k))
        .filter(|(score, _)| *score > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, k)| k.clone());
    Err(ConfigError::UnknownKey { origin: origin.to_owned(), key: key.to_owned(), nearest })
}

fn merge(into: &mut Table, from: Table) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(Value::Table(inner)), Value::Table(given)) => merge(inner, given),
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}

/// Sets a key that is known to be there; the text takes the type of the default.
fn set(table: &mut Table, key: &str, text: &str) {
    let (path, last) = key.rsplit_once('.').unwrap_or(("", key));
    let mut at = table;
    for part in path.split('.').filter(|p| !p.is_empty()) {
        match at.get_mut(part) {
            Some(Value::Table(inner)) => at = inner,
            _ => return,
        }
    }
    let value = match at.get(last) {
        Some(Value::Integer(_)) => text.trim().parse().map(Value::Integer).ok(),
        Some(Value::Boolean(_)) => text.trim().parse().map(Value::Boolean).ok(),
        _ => None,
    };
    at.insert(last.to_owned(), value.unwrap_or_else(|| Value::String(text.to_owned())));
}

#[cfg(test)]
mod tests;
