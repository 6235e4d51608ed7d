//! Whether the program lives, whether it can work, and its figures.

use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tracing::warn;

use super::Site;
use crate::metrics::MEDIA_TYPE;
use crate::store::{self, StoreError};

/// So long may the database take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(2);

/// It answers, so it lives.
pub(super) async fn live() -> &'static str {
    "alive\n"
}

/// It can work: the database answers, and nobody has told it to stop. A process that waits for another's lease is as
/// ready as the one that leads.
pub(super) async fn ready(State(site): State<Site>) -> (StatusCode, &'static str) {
    if site.stop.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    let asking = async {
        let mut tx = site.db.begin_plain().await?;
        store::clock::database_now(&mut tx).await?;
        Ok::<_, StoreError>(())
    };
    match tokio::time::timeout(PATIENCE, asking).await {
        Ok(Ok(())) => (StatusCode::OK, "ready\n"),
        Ok(Err(error)) => {
            warn!(target: "rapport::web", %error, "not ready: the database can't be asked");
            (StatusCode::SERVICE_UNAVAILABLE, "the database can't be asked\n")
        }
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

/// The figures, with the backlogs as they are now; those stay as they were where the database can't be asked.
pub(super) async fn metrics(State(site): State<Site>) -> Response {
    if !matches!(tokio::time::timeout(PATIENCE, count(&site)).await, Ok(Ok(()))) {
        warn!(target: "rapport::web", "backlogs can't be counted");
    }
    match site.metrics.render() {
        Ok(text) => ([(header::CONTENT_TYPE, MEDIA_TYPE)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn count(site: &Site) -> Result<(), StoreError> {
    let mut tx = site.db.begin(site.org).await?;
    let inbox = store::inbox::backlog(&mut tx, site.org, site.bot).await?;
    let outbox = store::outbox::backlog(&mut tx, site.org, site.bot).await?;
    site.metrics.inbox_waiting.set(inbox.waiting);
    site.metrics.inbox_failed.set(inbox.failed);
    site.metrics.outbox_waiting.set(outbox);
    Ok(())
}
