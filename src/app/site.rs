//! The HTTP server of `run`: health, figures and, where updates are posted, the door for them.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::config::{Config, Mode};
use crate::web::{self, NotStored, Site, Webhook};
use crate::work::Context;
use crate::work::receive::Intake;

/// Takes the address that is set; `None` where nothing is to be served.
///
/// # Errors
/// It can't be had. Where updates are fetched that only costs health and figures, so it is told and passed over: a
/// second process on the same machine is none the worse for it.
pub async fn listen(config: &Config) -> Result<Option<TcpListener>> {
    let address = config.web.listen.as_str();
    let posted = config.telegram.mode == Mode::Webhook;
    if address.is_empty() && !posted {
        return Ok(None);
    }
    match TcpListener::bind(address).await {
        Ok(listener) => {
            // With port 0 the system has chosen one.
            if let Ok(address) = listener.local_addr() {
                tracing::info!(event = "web_listens", %address);
            }
            Ok(Some(listener))
        }
        Err(error) if !posted => {
            tracing::warn!(event = "web_unavailable", address, %error, "no health and figures are served");
            Ok(None)
        }
        Err(error) => Err(error).with_context(|| {
            format!("web.listen `{address}` can't be had, and Telegram posts updates there")
        }),
    }
}

/// Serves until told to stop; requests that have begun are answered.
pub async fn serve(
    listener: Option<TcpListener>,
    config: &Config,
    context: &Context,
    intake: Intake,
    stop: CancellationToken,
) {
    let Some(listener) = listener else { return stop.cancelled().await };
    let secret = config.secrets.webhook_secret.as_deref();
    let site = Site {
        db: context.db.clone(),
        org: context.org,
        bot: context.bot,
        metrics: context.metrics.clone(),
        webhook: secret.filter(|_| config.telegram.mode == Mode::Webhook).map(|secret| door(secret, intake)),
        stop: stop.clone(),
    };
    if let Err(error) = web::serve(listener, web::router(site), stop).await {
        tracing::error!(event = "web_failed", %error);
    }
}

fn door(secret: &str, intake: Intake) -> Webhook {
    Webhook::new(
        secret,
        Arc::new(move |update| {
            let intake = intake.clone();
            Box::pin(async move {
                intake.store(vec![update]).await.map(drop).map_err(|error| {
                    tracing::warn!(event = "not_stored", %error);
                    NotStored
                })
            })
        }),
    )
}
