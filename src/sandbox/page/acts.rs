//! What the people at the page do: on the phones and to the clock.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Page;
use super::hooks::ClockMove;
use crate::sandbox::{ActionError, Phone};

/// Who is on the phones, and whom they talk to.
pub(super) async fn people(State(page): State<Arc<Page>>) -> Json<Value> {
    let token = &page.sandbox.inner.first_token;
    let bot = page.sandbox.read(|state| state.bots.get(token).map(|bot| bot.profile.first_name.clone()));
    Json(json!({"bot": bot, "people": page.hooks.people}))
}

/// Something a person does on their phone.
#[derive(Debug, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Act {
    Text { text: String, reply_to: Option<i64> },
    Edit { message_id: i64, text: String },
    Tap { message_id: i64, data: String },
    Forward { text: String },
    Contact { name: String, phone_number: String },
    Location { latitude: f64, longitude: f64 },
    LiveLocation { latitude: f64, longitude: f64 },
    Venue { title: String, address: String, latitude: f64, longitude: f64 },
    Voice { seconds: u32 },
    Sticker { emoji: String },
    Block,
    Unblock,
}

pub(super) async fn act(
    State(page): State<Arc<Page>>,
    Path(user_id): Path<i64>,
    Json(act): Json<Act>,
) -> Response {
    let Some(phone) = phone(&page, user_id) else { return StatusCode::NOT_FOUND.into_response() };
    match carry_out(&phone, act) {
        Ok(done) => Json(done).into_response(),
        Err(error) => failed(&error.to_string()),
    }
}

/// A phone of the page, and no other of the stand-in.
fn phone(page: &Page, user_id: i64) -> Option<Phone> {
    page.hooks.people.iter().find(|p| p.user_id == user_id)?;
    page.sandbox.phone(user_id)
}

fn carry_out(phone: &Phone, act: Act) -> Result<Value, ActionError> {
    let message_id = match act {
        Act::Text { text, reply_to: Some(answered) } => phone.reply_to(answered, &text),
        Act::Text { text, reply_to: None } => phone.text(&text),
        Act::Forward { text } => phone.forward(&text),
        Act::Contact { name, phone_number } => phone.contact(&name, &phone_number),
        Act::Location { latitude, longitude } => phone.location(latitude, longitude),
        Act::LiveLocation { latitude, longitude } => phone.live_location(latitude, longitude),
        Act::Venue { title, address, latitude, longitude } => {
            phone.venue(&title, &address, latitude, longitude)
        }
        Act::Voice { seconds } => phone.voice(seconds),
        Act::Sticker { emoji } => phone.sticker(&emoji),
        Act::Edit { message_id, text } => {
            phone.edit(message_id, &text)?;
            message_id
        }
        Act::Tap { message_id, data } => return Ok(json!({"query_id": phone.tap(message_id, &data)?})),
        Act::Block | Act::Unblock => {
            if matches!(act, Act::Block) {
                phone.block_bot()
            } else {
                phone.unblock_bot()
            }
            return Ok(json!({}));
        }
    };
    Ok(json!({"message_id": message_id}))
}

#[derive(Debug, Deserialize)]
pub(super) struct Caption {
    #[serde(default)]
    caption: String,
}

pub(super) async fn photo(
    State(page): State<Arc<Page>>,
    Path(user_id): Path<i64>,
    Query(Caption { caption }): Query<Caption>,
    picture: Bytes,
) -> Response {
    match phone(&page, user_id) {
        Some(phone) => Json(json!({"message_id": phone.photo(&caption, picture.to_vec())})).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Step {
    step: ClockMove,
}

/// Moves the clock; answers when it has arrived. One move at a time.
pub(super) async fn move_clock(State(page): State<Arc<Page>>, Json(Step { step }): Json<Step>) -> Response {
    if page.moving.send_if_modified(|moving| !std::mem::replace(moving, true)) {
        // On a task of its own: a page that is closed meanwhile does not stop the clock half way.
        let moved = tokio::spawn(async move {
            let moved = (page.hooks.clock_move)(step).await;
            page.moving.send_replace(false);
            moved
        });
        match moved.await {
            Ok(Ok(now)) => Json(json!({"now": now.timestamp_millis()})).into_response(),
            Ok(Err(error)) => failed(&error),
            Err(_) => failed("the clock stopped half way"),
        }
    } else {
        failed("the clock is moving already")
    }
}

fn failed(error: &str) -> Response {
    (StatusCode::CONFLICT, Json(json!({"error": error}))).into_response()
}
