//! The door at which updates are posted. Whoever knocks first shows the secret; nothing of the request is read before
//! that. An update is answered with 200 once it is committed, and with an error where it should come again.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use futures::future::BoxFuture;
use serde_json::Value;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use tracing::warn;

use super::Site;

/// The path below the public address.
pub const WEBHOOK_PATH: &str = "/webhook/telegram";
/// The header in which the secret comes.
const SECRET: &str = "x-telegram-bot-api-secret-token";
/// More than any update holds: a message has 4,096 characters, and may quote another.
const LARGEST: usize = 1024 * 1024;
/// So long may an update take to come in.
const PATIENCE: Duration = Duration::from_secs(10);

/// Stores an update and commits it.
pub type Accept = Arc<dyn Fn(Value) -> BoxFuture<'static, Result<(), NotStored>> + Send + Sync>;

/// An update could not be stored: whoever posted it is asked to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotStored;

/// How posted updates are taken.
#[derive(Clone)]
pub struct Webhook {
    secret: [u8; 32],
    accept: Accept,
}

impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhook").finish_non_exhaustive()
    }
}

impl Webhook {
    /// Takes updates from whoever shows `secret`.
    pub fn new(secret: &str, accept: Accept) -> Self {
        Self { secret: Sha256::digest(secret).into(), accept }
    }

    /// Takes as long for a wrong secret as for the right one, whatever its length.
    fn admits(&self, headers: &HeaderMap) -> bool {
        let shown = headers.get(SECRET).map(|value| value.as_bytes()).unwrap_or_default();
        Sha256::digest(shown).ct_eq(&self.secret).into()
    }
}

pub(super) async fn receive(State(site): State<Site>, request: Request) -> StatusCode {
    let Some(webhook) = site.webhook else { return StatusCode::NOT_FOUND };
    if !webhook.admits(request.headers()) {
        warn!(target: "rapport::web", "an update was posted without the right secret");
        return StatusCode::UNAUTHORIZED;
    }
    let body = match tokio::time::timeout(PATIENCE, to_bytes(request.into_body(), LARGEST)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return StatusCode::PAYLOAD_TOO_LARGE,
        Err(_) => return StatusCode::REQUEST_TIMEOUT,
    };
    let Ok(update) = serde_json::from_slice(&body) else { return StatusCode::BAD_REQUEST };
    match (webhook.accept)(update).await {
        Ok(()) => StatusCode::OK,
        Err(NotStored) => StatusCode::SERVICE_UNAVAILABLE,
    }
}
