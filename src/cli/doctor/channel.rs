//! The doctor's look at Telegram: the token, and the way in which updates come.

use super::Finding;
use crate::config::{Config, Mode};
use crate::telegram::{Client, ClientError, Fault, WebhookInfo};
use crate::web::WEBHOOK_PATH;

/// How to come by a token.
pub(in crate::cli) const BOT_FATHER: &str =
    "talk to @BotFather in Telegram: /newbot gives a token; then set TELOXIDE_TOKEN to it";

/// Looks at Telegram.
pub(super) async fn look(config: &Config) -> Vec<Finding> {
    let url = &config.telegram.api_url;
    let Some(token) = &config.secrets.token else {
        return vec![Finding::fail("token", "TELOXIDE_TOKEN is not set", BOT_FATHER)];
    };
    let client = match Client::new(token, url.as_str()) {
        Ok(client) => client,
        Err(error @ ClientError::Url) => {
            return vec![Finding::fail(
                "telegram",
                error,
                "set telegram.api_url to https://api.telegram.org",
            )];
        }
        Err(error @ ClientError::Token) => return vec![Finding::fail("token", error, BOT_FATHER)],
        Err(error) => return vec![Finding::fail("telegram", error, "look at the proxy settings")],
    };
    match client.get_me().await {
        Err(fault) => vec![of_fault(&fault, config)],
        Ok(me) => {
            let mut found = vec![Finding::ok("token", format_args!("of @{}", me.username))];
            found.push(match client.get_webhook_info().await {
                Ok(info) => of_webhook(&info, config),
                Err(fault) => Finding::warn("updates", fault, "look again later"),
            });
            found
        }
    }
}

fn of_fault(fault: &Fault, config: &Config) -> Finding {
    let url = config.telegram.api_url.as_str();
    match fault {
        fault if fault.is_token() => Finding::fail(
            "token",
            format_args!("Telegram does not know it ({fault})"),
            "copy it again from @BotFather (/mybots, API Token); /revoke there ends an old one",
        ),
        Fault::Unreached | Fault::Cut(_) => Finding::fail(
            "telegram",
            format_args!("{url} can't be reached: {fault}"),
            "look at network and proxy (HTTPS_PROXY); in mainland China, Telegram needs a VPN",
        ),
        fault => Finding::fail(
            "telegram",
            format_args!("{url} answers: {fault}"),
            "look at telegram.api_url; if that is right, try again later",
        ),
    }
}

fn of_webhook(info: &WebhookInfo, config: &Config) -> Finding {
    let pending = info.pending;
    let expected = format!("{}{WEBHOOK_PATH}", config.telegram.public_url.trim_end_matches('/'));
    match (config.telegram.mode, &info.url) {
        (Mode::Polling, None) => Finding::ok("updates", format_args!("polling; {pending} waiting")),
        (Mode::Polling, Some(_)) => Finding::warn(
            "updates",
            "a webhook is set, but telegram.mode is polling",
            "`rapport run` deletes it; if another program uses it, this is the wrong token",
        ),
        (Mode::Webhook, Some(url)) if *url == expected => match &info.last_error {
            None => Finding::ok("updates", format_args!("webhook at {url}; {pending} waiting")),
            Some(error) => Finding::warn(
                "updates",
                format_args!("webhook at {url}; {pending} waiting; the last failure was: {error}"),
                "the address must lead to web.listen of this program, by https with a valid certificate",
            ),
        },
        (Mode::Webhook, Some(_)) => {
            Finding::warn("updates", "the webhook is another address", "`rapport run` sets it anew")
        }
        (Mode::Webhook, None) => Finding::ok("updates", "no webhook yet; `rapport run` sets it"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;
    use crate::config::load;

    fn config(mode: &str) -> Config {
        let vars = [
            ("RAPPORT__TELEGRAM__MODE", mode),
            ("RAPPORT__TELEGRAM__PUBLIC_URL", "https://bot.example.com/"),
            ("RAPPORT_WEBHOOK_SECRET", "0123456789abcdef"),
        ];
        load(None, vars.map(|(k, v)| (k.to_owned(), v.to_owned()))).unwrap()
    }

    #[test]
    fn the_webhook_is_judged_by_the_mode() {
        let ours = "https://bot.example.com/webhook/telegram";
        for (mode, url, last_error, level) in [
            ("polling", None, None, Level::Ok),
            ("polling", Some(ours), None, Level::Warn),
            ("webhook", None, None, Level::Ok),
            ("webhook", Some(ours), None, Level::Ok),
            ("webhook", Some(ours), Some("Connection refused"), Level::Warn),
            ("webhook", Some("https://bot.example.com/other"), None, Level::Warn),
        ] {
            let info = WebhookInfo {
                url: url.map(str::to_owned),
                pending: 0,
                last_error: last_error.map(str::to_owned),
            };
            assert_eq!(of_webhook(&info, &config(mode)).level, level, "{mode} {url:?} {last_error:?}");
        }
    }

    #[test]
    fn a_wrong_token_is_told_from_a_bad_connection() {
        let refused = |code, said: &str| Fault::Refused { code, description: said.into(), retry_after: None };
        for (fault, what) in [
            (refused(401, "Unauthorized"), "token"),
            (Fault::Unreached, "telegram"),
            (refused(500, "Internal Server Error"), "telegram"),
        ] {
            assert_eq!(of_fault(&fault, &config("polling")).what, what, "{fault:?}");
        }
    }
}
