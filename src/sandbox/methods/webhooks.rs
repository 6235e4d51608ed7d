//! `setWebhook` and its kin. As with a local Bot API server, plain HTTP and any port will do: the stand-in never
//! leaves loopback.

use serde_json::{Value, json};

use super::Call;
use crate::sandbox::api_error::ApiError;
use crate::sandbox::state::WebhookState;

/// What `getUpdates` and a waiting poll are told.
pub(super) const ACTIVE: &str =
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

pub(super) fn set_webhook(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let url = call.params.str("url").unwrap_or_default().to_owned();
    if url.is_empty() {
        return delete_webhook(call);
    }
    let parsed = url::Url::parse(&url).map_err(|_| ApiError::bad("bad webhook: Wrong HTTP URL"))?;
    if !matches!(parsed.scheme(), "http" | "https") {
        return Err(ApiError::bad("bad webhook: unsupported URL protocol"));
    }
    let max_connections = call.params.int("max_connections").unwrap_or(40);
    let max_connections = u32::try_from(max_connections).ok().filter(|n| (1..=100_000).contains(n));
    let max_connections =
        max_connections.ok_or_else(|| ApiError::bad("invalid max_connections specified"))?;
    let secret = call.params.str("secret_token").filter(|s| !s.is_empty()).map(str::to_owned);
    if let Some(secret) = &secret {
        if secret.len() > 256 {
            return Err(ApiError::bad("secret token is too long"));
        }
        if !secret.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-') {
            return Err(ApiError::bad("secret token contains unallowed characters"));
        }
    }
    let allowed = call.params.strings("allowed_updates");
    let drop_pending = call.params.bool("drop_pending_updates");
    let bot = call.bot_mut()?;
    if let Some(allowed) = allowed {
        bot.allowed_updates = allowed;
    }
    if drop_pending {
        bot.pending.clear();
    }
    bot.webhook = Some(WebhookState { url, secret, max_connections, last_error: None });
    Ok(json!(true))
}

pub(super) fn delete_webhook(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let drop_pending = call.params.bool("drop_pending_updates");
    let bot = call.bot_mut()?;
    bot.webhook = None;
    if drop_pending {
        bot.pending.clear();
    }
    Ok(json!(true))
}

pub(super) fn get_webhook_info(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let bot = call.bot()?;
    let mut info = json!({
        "url": bot.webhook.as_ref().map_or("", |w| &w.url),
        "has_custom_certificate": false,
        "pending_update_count": bot.pending.len(),
    });
    if let Some(webhook) = &bot.webhook {
        info["max_connections"] = json!(webhook.max_connections);
        if let Some((at, why)) = &webhook.last_error {
            info["last_error_date"] = json!(at.timestamp());
            info["last_error_message"] = json!(why);
        }
    }
    if !bot.allowed_updates.is_empty() {
        info["allowed_updates"] = json!(bot.allowed_updates);
    }
    Ok(info)
}
