//! The HTTP server: health and figures for those who operate the program, and the door at which Telegram posts updates.
//! May use `flow`, `store`, `say`, `domain`, `clock` and `metrics`; what it does with an update is given to it.

mod health;
mod webhook;

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

pub use webhook::{Accept, NotStored, WEBHOOK_PATH, Webhook};

use crate::domain::{BotId, OrgId};
use crate::metrics::Metrics;
use crate::store::Db;

/// What the server shows and serves.
#[derive(Clone)]
pub struct Site {
    /// The database, asked for health and backlogs.
    pub db: Db,
    /// The organisation.
    pub org: OrgId,
    /// The bot.
    pub bot: BotId,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// Where updates are posted; `None` where they are fetched.
    pub webhook: Option<Webhook>,
    /// Cancelled when the program is to stop: then it is no longer ready.
    pub stop: CancellationToken,
}

/// The routes of a site.
pub fn router(site: Site) -> Router {
    let mut router = Router::new()
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/metrics", get(health::metrics));
    if site.webhook.is_some() {
        router = router.route(WEBHOOK_PATH, post(webhook::receive));
    }
    router.with_state(site)
}

/// Serves until told to stop; requests that have begun are answered.
///
/// # Errors
/// The listener fails.
pub async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) -> io::Result<()> {
    axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned()).await
}
