//! The page that `rapport demo` shows: several phones side by side, each a person's chat with the bot, a clock that
//! can be moved, and under each rep's phone what the database now knows of the day.
//!
//! Plain HTML, CSS and a little script, served from the binary; nothing comes from outside, and the
//! Content-Security-Policy says so. The page acts through [`Phone`](super::Phone) as a test does, so that what is
//! seen here went the whole way through the product. What only the product knows (its clock, its records) comes
//! through [`PageHooks`].

mod acts;
mod events;
mod hooks;
mod view;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tokio::sync::watch;

use super::Sandbox;

pub use hooks::{ClockMove, KnownField, KnownRow, KnownTable, PageHooks, Person};

/// Nothing from outside, nothing inline, no frames.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
                      connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
/// Most bytes of a picture that somebody attaches.
const PHOTO_BYTES: usize = 10 * 1024 * 1024;

/// What the handlers share.
struct Page {
    sandbox: Sandbox,
    hooks: PageHooks,
    /// Whether the clock is being moved.
    moving: watch::Sender<bool>,
}

/// The page's routes, to be served on loopback. Its event streams end when the sandbox stops.
pub fn router(sandbox: Sandbox, hooks: PageHooks) -> Router {
    let page = Arc::new(Page { sandbox, hooks, moving: watch::Sender::new(false) });
    Router::new()
        .route("/", get(|| async { asset("text/html; charset=utf-8", include_str!("index.html")) }))
        .route("/style.css", get(|| async { asset("text/css; charset=utf-8", include_str!("style.css")) }))
        .route("/app.js", get(|| async { asset(SCRIPT, include_str!("app.js")) }))
        .route("/phone.js", get(|| async { asset(SCRIPT, include_str!("phone.js")) }))
        .route("/attach.js", get(|| async { asset(SCRIPT, include_str!("attach.js")) }))
        .route("/message.js", get(|| async { asset(SCRIPT, include_str!("message.js")) }))
        .route("/words.js", get(|| async { asset(SCRIPT, include_str!("words.js")) }))
        .route("/icon.svg", get(|| async { asset("image/svg+xml", include_str!("icon.svg")) }))
        .route("/api/people", get(acts::people))
        .route("/api/events", get(events::events))
        .route("/api/phones/{user_id}/act", post(acts::act))
        .route("/api/phones/{user_id}/photo", post(acts::photo).layer(DefaultBodyLimit::max(PHOTO_BYTES)))
        .route("/api/clock", post(acts::move_clock))
        .route("/api/files/{file_id}", get(file))
        .layer(middleware::from_fn(with_policy))
        .with_state(page)
}

const SCRIPT: &str = "text/javascript; charset=utf-8";

fn asset(mime: &'static str, content: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, mime), (header::CACHE_CONTROL, "no-cache")], content)
}

async fn with_policy(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, header::HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, header::HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, header::HeaderValue::from_static("no-referrer"));
    response
}

/// A file of some chat: pictures to look at, all else to save.
async fn file(State(page): State<Arc<Page>>, Path(file_id): Path<String>) -> Response {
    let Some(file) = page.sandbox.read(|state| state.files.get(&file_id).cloned()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let picture = matches!(file.mime.as_str(), "image/png" | "image/jpeg" | "image/gif" | "image/webp");
    let disposition = if picture { "inline" } else { "attachment" };
    let headers = [(header::CONTENT_TYPE, file.mime), (header::CONTENT_DISPOSITION, disposition.to_owned())];
    (headers, file.bytes).into_response()
}

#[cfg(test)]
mod tests;
