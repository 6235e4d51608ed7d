//! Delivery to a webhook: updates are posted in order, one at a time, and again until the bot says 2xx.

use std::sync::Arc;

use serde_json::Value;

use super::start::Inner;
use super::updates::IdFirst;

/// One delivery to be tried.
struct Delivery {
    url: String,
    secret: Option<String>,
    update_id: i64,
    body: Value,
}

/// Delivers one bot's updates for as long as the stand-in runs.
pub(super) async fn deliver(inner: Arc<Inner>, token: String, client: reqwest::Client) {
    let mut changed = inner.changes();
    let stopping = inner.stopping.clone();
    loop {
        let next = next(&inner, &token);
        let step = async {
            match next {
                None => {
                    let _ = changed.changed().await;
                }
                Some(delivery) => {
                    if !post(&inner, &token, &client, delivery).await {
                        tokio::time::sleep(inner.webhook_pause).await;
                    }
                }
            }
        };
        tokio::select! {
            () = step => {}
            () = stopping.cancelled() => return,
        }
    }
}

fn next(inner: &Inner, token: &str) -> Option<Delivery> {
    inner.read(|state| {
        let bot = state.bots.get(token)?;
        let webhook = bot.webhook.as_ref()?;
        let update = bot.pending.front()?;
        let (url, secret) = (state.served(&webhook.url), webhook.secret.clone());
        Some(Delivery { url, secret, update_id: update.id, body: update.body.clone() })
    })
}

/// Tries one delivery; says whether it arrived.
async fn post(inner: &Inner, token: &str, client: &reqwest::Client, delivery: Delivery) -> bool {
    let mut request = client.post(&delivery.url).json(&IdFirst(&delivery.body));
    if let Some(secret) = &delivery.secret {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    let error = match request.send().await {
        Ok(answer) if answer.status().is_success() => None,
        Ok(answer) => Some(format!("Wrong response from the webhook: {}", answer.status())),
        Err(error) if error.is_timeout() => Some("Connection timed out".to_owned()),
        Err(_) => Some("Connection refused".to_owned()),
    };
    let arrived = error.is_none();
    let system = inner.system();
    inner.change(|state| {
        let Some(bot) = state.bots.get_mut(token) else { return };
        match error {
            None => bot.pending.retain(|u| u.id != delivery.update_id),
            Some(why) => {
                if let Some(webhook) = &mut bot.webhook {
                    webhook.last_error = Some((system, why));
                }
            }
        }
        bot.expire(system);
    });
    arrived
}
