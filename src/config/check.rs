//! Whether settings make sense together; each complaint says what to write instead.

use super::{Config, ConfigError, Mode};

/// Refuses settings that can't work.
pub(super) fn validate(config: &Config) -> Result<(), ConfigError> {
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
    if rules.prompt_earliest > rules.prompt_latest {
        return fail("organisation.rules: prompt_earliest must not be after prompt_latest".to_owned());
    }
    if rules.nudges > 2 {
        return fail("organisation.rules.nudges: two at the most; after that a person calls".to_owned());
    }
    if config.telegram.mode == Mode::Webhook {
        if !config.telegram.public_url.starts_with("https://") {
            return fail("telegram.mode is webhook: set telegram.public_url to the https address that Telegram can reach".to_owned());
        }
        if !config.secrets.webhook_secret.as_deref().is_some_and(is_webhook_secret) {
            return fail(
                "telegram.mode is webhook: set RAPPORT_WEBHOOK_SECRET to 16 to 256 letters or digits"
                    .to_owned(),
            );
        }
    }
    let transcriber = &config.transcriber.url;
    let http = |url: url::Url| matches!(url.scheme(), "http" | "https") && url.has_host();
    if !transcriber.is_empty() && !transcriber.parse().is_ok_and(http) {
        return fail(format!(
            "transcriber.url is `{transcriber}`: write the whole address, such as http://localhost:8000/v1/audio/transcriptions"
        ));
    }
    let positive = [
        ("database.max_connections", config.database.max_connections),
        ("handling.lanes", config.handling.lanes),
        ("handling.updates", config.handling.updates),
        ("handling.attempts", config.handling.attempts),
        ("transcriber.timeout_seconds", config.transcriber.timeout_seconds),
        ("transcriber.max_seconds", config.transcriber.max_seconds),
    ];
    match positive.iter().find(|(_, n)| *n == 0) {
        Some((key, _)) => fail(format!("{key} must be at least 1")),
        None => Ok(()),
    }
}

/// What Telegram takes as a secret, and nobody guesses.
fn is_webhook_secret(secret: &str) -> bool {
    (16..=256).contains(&secret.len())
        && secret.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}
