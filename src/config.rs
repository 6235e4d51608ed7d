//! Settings of the installation: `config/default.toml` (complete, compiled in), then a file, then environment variables
//! `RAPPORT__SECTION__KEY`. A key that isn't in the default file is refused with the nearest one that is. Secrets
//! come from the environment alone, and never show in a `Debug` or a log.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::{Table, Value};

use crate::domain::checkin::Rules;

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
    /// How updates are handled.
    pub handling: Handling,
    /// From the environment.
    #[serde(skip)]
    pub secrets: Secrets,
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

/// Secrets; `Debug` tells only which are there.
#[derive(Clone, Default)]
pub struct Secrets {
    /// `TELOXIDE_TOKEN`.
    pub token: Option<String>,
    /// `DATABASE_URL`.
    pub database_url: Option<String>,
    /// `RAPPORT_WEBHOOK_SECRET`.
    pub webhook_secret: Option<String>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets")
            .field("token", &self.token.is_some())
            .field("database_url", &self.database_url.is_some())
            .field("webhook_secret", &self.webhook_secret.is_some())
            .finish()
    }
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
            check(&key, &known, &origin)?;
        }
        merge(&mut table, given);
    }
    let mut secrets = Secrets::default();
    for (name, value) in vars {
        match name.as_str() {
            "TELOXIDE_TOKEN" => secrets.token = non_empty(value),
            "DATABASE_URL" => secrets.database_url = non_empty(value),
            "RAPPORT_WEBHOOK_SECRET" => secrets.webhook_secret = non_empty(value),
            _ => {
                let Some(rest) = name.strip_prefix(PREFIX) else { continue };
                let key = rest.to_lowercase().replace("__", ".");
                check(&key, &known, &name)?;
                set(&mut table, &key, &value);
            }
        }
    }
    let mut config: Config = Value::Table(table)
        .try_into()
        .map_err(|e: toml::de::Error| ConfigError::Value(e.message().to_owned()))?;
    config.secrets = secrets;
    validate(&config)?;
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

fn check(key: &str, known: &[String], origin: &str) -> Result<(), ConfigError> {
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

fn validate(config: &Config) -> Result<(), ConfigError> {
    let fail = |what: String| Err(ConfigError::Value(what));
    let org = &config.organisation;
    if org.region.len() != 2 || !org.region.bytes().all(|b| b.is_ascii_uppercase()) {
        return fail(format!(
            "organisation.region is `{}`: use two capital letters, such as CN or DE",
            org.region
        ));
    }
    if org.currency.len() != 3 || !org.currency.bytes().all(|b| b.is_ascii_uppercase()) {
        return fail(format!(
            "organisation.currency is `{}`: use three capital letters, such as EUR",
            org.currency
        ));
    }
    if org.week.len() != 7 || !org.week.bytes().all(|b| matches!(b, b'0' | b'1')) || !org.week.contains('1') {
        return fail(format!(
            "organisation.week is `{}`: use seven digits, Monday first, such as 1111100",
            org.week
        ));
    }
    let rules = &org.rules;
    if rules.prompt_time >= rules.quiet_from || rules.prompt_time < rules.quiet_to {
        return fail("organisation.rules: prompt_time must not lie in the quiet hours".to_owned());
    }
    if rules.nudges > 2 {
        return fail("organisation.rules.nudges: two at the most; after that a person calls".to_owned());
    }
    if config.telegram.mode == Mode::Webhook {
        if !config.telegram.public_url.starts_with("https://") {
            return fail("telegram.mode is webhook: set telegram.public_url to the https address that Telegram can reach".to_owned());
        }
        if config.secrets.webhook_secret.as_ref().is_none_or(|s| s.len() < 16) {
            return fail(
                "telegram.mode is webhook: set RAPPORT_WEBHOOK_SECRET to 16 or more letters or digits"
                    .to_owned(),
            );
        }
    }
    let positive = [
        ("database.max_connections", config.database.max_connections),
        ("handling.lanes", config.handling.lanes),
        ("handling.updates", config.handling.updates),
        ("handling.attempts", config.handling.attempts),
    ];
    match positive.iter().find(|(_, n)| *n == 0) {
        Some((key, _)) => fail(format!("{key} must be at least 1")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vars(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn the_defaults_are_complete_and_agree_with_the_code() {
        let config = load(None, vars(&[])).unwrap();
        assert_eq!(config.organisation.rules, Rules::default());
        assert_eq!(config.telegram.mode, Mode::Polling);
        assert!(config.secrets.token.is_none());
    }

    #[test]
    fn the_environment_overrides_with_the_defaults_type() {
        let config = load(
            None,
            vars(&[
                ("RAPPORT__DATABASE__MAX_CONNECTIONS", "3"),
                ("RAPPORT__DATABASE__MIGRATE", "false"),
                ("RAPPORT__ORGANISATION__RULES__PROMPT_TIME", "18:00:00"),
                ("RAPPORT__ORGANISATION__NAME", "42"),
                ("TELOXIDE_TOKEN", "1:x"),
                ("PATH", "/bin"),
            ]),
        )
        .unwrap();
        assert_eq!(config.database.max_connections, 3);
        assert!(!config.database.migrate);
        assert_eq!(config.organisation.rules.prompt_time.to_string(), "18:00:00");
        assert_eq!(config.organisation.name, "42");
        assert!(!format!("{config:?}").contains("1:x"));
    }

    #[test]
    fn mistakes_say_what_to_do() {
        for (name, value, says) in [
            ("RAPPORT__TELEGRAM__MODUS", "polling", "did you mean `telegram.mode`?"),
            ("RAPPORT__NOTHING_LIKE_IT", "1", "there is no setting `nothing_like_it`"),
            ("RAPPORT__TELEGRAM__MODE", "carrier pigeon", "carrier pigeon"),
            ("RAPPORT__TELEGRAM__MODE", "webhook", "telegram.public_url"),
            ("RAPPORT__DATABASE__MAX_CONNECTIONS", "0", "at least 1"),
            ("RAPPORT__DATABASE__MAX_CONNECTIONS", "many", "many"),
            ("RAPPORT__ORGANISATION__REGION", "Germany", "two capital letters"),
            ("RAPPORT__ORGANISATION__RULES__NUDGES", "5", "two at the most"),
            ("RAPPORT__ORGANISATION__RULES__PROMPT_TIME", "23:00:00", "quiet hours"),
        ] {
            let error = load(None, vars(&[(name, value)])).unwrap_err().to_string();
            assert!(error.contains(says), "{name}={value}: {error}");
        }
        let file = std::env::temp_dir().join(format!("rapport-config-{}.toml", std::process::id()));
        std::fs::write(&file, "[telegram]\napi_urll = 'x'\n").unwrap();
        let error = load(Some(&file), vars(&[])).unwrap_err().to_string();
        assert!(error.contains("did you mean `telegram.api_url`?"), "{error}");
        std::fs::write(&file, "[telegram\n").unwrap();
        assert!(load(Some(&file), vars(&[])).unwrap_err().to_string().contains("not valid TOML"));
        std::fs::remove_file(&file).unwrap();
        assert!(load(Some(&file), vars(&[])).unwrap_err().to_string().contains("can't read"));
    }
}
