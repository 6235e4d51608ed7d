//! A raw update → [`Inbound`]. Pure, and never an error: what can't be read is [`What::Other`] and stays in the
//! database as it came, so that a later version may read it.
//!
//! The parts of an update (user, contact, photo, …) are read as teloxide's types, one by one. Its `Update` as a whole
//! is not used: one unknown entity in a text makes it lose the text.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use teloxide::types;

use crate::domain::media::{File, FileKind, Spot};
use crate::domain::{Chat, Content, InMessage, Inbound, ReviewId, Sender, What};

/// Kinds of updates that are known but not used.
const UNUSED: &[&str] = &[
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
];

/// Contents of messages that are known but not used.
const UNUSED_CONTENT: &[&str] =
    &["dice", "game", "poll", "story", "checklist", "paid_media", "invoice", "giveaway", "web_app_data"];

/// The chat of updates that belong to none, like an inline query of nobody.
const NO_CHAT: &str = "none";

/// The id by which Telegram tells duplicates apart; `None` for what is no update.
pub fn update_id(raw: &Value) -> Option<i64> {
    raw.get("update_id")?.as_i64()
}

/// The chat that an update belongs to, of unknown kinds too: the name of its lane.
pub fn chat_id(raw: &Value) -> String {
    chat(body(raw).1).id
}

/// An update as the database can hold it: text there has no NUL character, so it is shown as U+FFFD.
pub fn storable(mut raw: Value) -> Value {
    clean(&mut raw);
    raw
}

fn clean(value: &mut Value) {
    match value {
        Value::String(s) if s.contains('\0') => *s = s.replace('\0', "\u{fffd}"),
        Value::Array(items) => items.iter_mut().for_each(clean),
        Value::Object(fields) => {
            if fields.keys().any(|k| k.contains('\0')) {
                let renamed = std::mem::take(fields).into_iter();
                *fields = renamed.map(|(k, v)| (k.replace('\0', "\u{fffd}"), v)).collect();
            }
            fields.values_mut().for_each(clean);
        }
        _ => {}
    }
}

/// Reads an update. `received_at` stands in for the time of kinds that carry none, such as taps.
pub fn decode(raw: &Value, received_at: DateTime<Utc>) -> Inbound {
    let (kind, body) = body(raw);
    let chat = chat(body);
    let (what, at) = match kind {
        "message" => (message(body).map(What::Message), time(body, "date")),
        "edited_message" => {
            (message(body).map(What::Edit), time(body, "edit_date").or_else(|| time(body, "date")))
        }
        "callback_query" => (tap(body), None),
        HEARD if update_id(raw).is_some_and(|id| id < 0) => (heard_in(body), time(body, "date")),
        "my_chat_member" => (membership(body, &chat), time(body, "date")),
        _ => (None, time(body, "date")),
    };
    Inbound {
        sender: sender(body),
        chat,
        at: at.unwrap_or(received_at),
        what: what.unwrap_or_else(|| What::Other(word(kind))),
    }
}

/// The kind of update by which what a transcriber heard comes in. Telegram has none of that name, and no id below 0.
const HEARD: &str = "heard";

/// An update of our own: what was heard in the voice note of an earlier one. It comes from the same sender, at the same
/// time; `None` where the earlier one was no message.
pub fn heard(earlier: &Value, review: ReviewId, text: &str) -> Option<Value> {
    let message = earlier.get("message")?.as_object()?;
    let mut body = serde_json::Map::new();
    for key in ["message_id", "from", "chat", "date", "reply_to_message"] {
        body.extend(message.get(key).map(|value| (key.to_owned(), value.clone())));
    }
    body.insert("text".into(), text.into());
    body.insert("review".into(), review.0.to_string().into());
    // The same for the same item, so that it is handled once; the last bits of these ids are random.
    let id = -1 - (review.0.as_u64_pair().1 & (i64::MAX as u64 >> 1)) as i64;
    Some(json!({ "update_id": id, HEARD: body }))
}

fn heard_in(body: &Value) -> Option<What> {
    let (text, review) = (words(body, "text")?, ReviewId(words(body, "review")?.parse().ok()?));
    Some(What::Heard { review, text, message: message(body)? })
}

/// The kind of an update and what it holds.
fn body(raw: &Value) -> (&str, &Value) {
    let fields = raw.as_object().into_iter().flatten();
    fields
        .filter(|(key, _)| *key != "update_id")
        .map(|(key, value)| (key.as_str(), value))
        .find(|(_, value)| value.is_object())
        .unwrap_or(("", &Value::Null))
}

/// The word for a kind that is not handled.
fn word(kind: &str) -> &'static str {
    const UNREADABLE: &[&str] = &["message", "edited_message", "callback_query", "my_chat_member"];
    let known = UNUSED.iter().chain(UNREADABLE).find(|k| **k == kind);
    known.copied().unwrap_or("unknown")
}

/// A part as teloxide's type, where it is there and can be read.
fn part<'a, T: Deserialize<'a>>(body: &'a Value, key: &str) -> Option<T> {
    T::deserialize(body.get(key)?).ok()
}

fn time(body: &Value, key: &str) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(body.get(key)?.as_i64()?, 0)
}

fn number(body: &Value, pointer: &str) -> Option<String> {
    body.pointer(pointer)?.as_i64().map(|id| id.to_string())
}

fn words(body: &Value, key: &str) -> Option<String> {
    body.get(key)?.as_str().map(str::to_owned)
}

fn chat(body: &Value) -> Chat {
    for at in ["/chat", "/message/chat"] {
        if let Some(id) = number(body, &format!("{at}/id")) {
            let kind = body.pointer(&format!("{at}/type")).and_then(Value::as_str);
            return Chat { id, private: kind == Some("private") };
        }
    }
    // What happens in no chat belongs to the private one with its user, which has the user's id.
    let user = number(body, "/from/id").or_else(|| number(body, "/user/id"));
    let private = user.is_some();
    Chat { id: user.unwrap_or_else(|| NO_CHAT.to_owned()), private }
}

fn sender(body: &Value) -> Option<Sender> {
    let key = if body.get("from").is_some() { "from" } else { "user" };
    if let Some(user) = part::<types::User>(body, key) {
        let name = user.full_name();
        return Some(Sender { external_id: user.id.to_string(), language: user.language_code, name });
    }
    let user = body.get(key)?;
    Some(Sender {
        external_id: number(user, "/id")?,
        language: words(user, "language_code"),
        name: words(user, "first_name").unwrap_or_default(),
    })
}

fn message(body: &Value) -> Option<InMessage> {
    Some(InMessage {
        external_id: number(body, "/message_id")?,
        reply_to: number(body, "/reply_to_message/message_id"),
        forwarded: ["forward_origin", "forward_date"].iter().any(|key| body.get(key).is_some()),
        content: content(body),
    })
}

fn content(body: &Value) -> Content {
    let caption = words(body, "caption");
    if let Some(text) = words(body, "text") {
        return Content::Text(text);
    }
    if let Some(content) = media(body, caption.clone()) {
        return content;
    }
    // What someone typed is worth more than what it stands under.
    match caption {
        Some(text) => Content::Text(text),
        None => {
            let known = UNUSED_CONTENT.iter().find(|key| body.get(**key).is_some());
            Content::Other(known.copied().unwrap_or("unknown"))
        }
    }
}

fn media(body: &Value, caption: Option<String>) -> Option<Content> {
    // An animation comes with a `document` as well, a venue with a `location`.
    if body.get("sticker").is_some() || body.get("animation").is_some() {
        return caption.is_none().then_some(Content::Sticker);
    }
    if let Some(contact) = part::<types::Contact>(body, "contact") {
        let name = [Some(contact.first_name), contact.last_name];
        let name = name.into_iter().flatten().collect::<Vec<_>>().join(" ");
        return Some(Content::Contact { name, phone: contact.phone_number });
    }
    if let Some(place) = part::<types::Location>(body, "location") {
        let live = place.live_period.is_some();
        let venue = body.get("venue").unwrap_or(&Value::Null);
        let named = |key| words(venue, key).filter(|text| !text.trim().is_empty());
        let spot = Spot {
            latitude: place.latitude,
            longitude: place.longitude,
            title: named("title"),
            address: named("address"),
        };
        return Some(Content::Location { spot, live });
    }
    let file = file(body)?;
    Some(Content::File { file, caption, album: words(body, "media_group_id") })
}

/// The file in a message.
fn file(body: &Value) -> Option<File> {
    let photo = part::<Vec<types::PhotoSize>>(body, "photo");
    let largest = photo.and_then(|sizes| {
        sizes.into_iter().max_by_key(|size| u64::from(size.width) * u64::from(size.height))
    });
    if let Some(size) = largest {
        return Some(File { id: size.file.id.to_string(), kind: FileKind::Photo, seconds: None });
    }
    const KINDS: [(&str, FileKind); 5] = [
        ("voice", FileKind::Voice),
        ("audio", FileKind::Audio),
        ("video_note", FileKind::VideoNote),
        ("video", FileKind::Video),
        ("document", FileKind::Document),
    ];
    KINDS.into_iter().find_map(|(key, kind)| {
        let part = body.get(key)?;
        let seconds = part.get("duration").and_then(Value::as_u64).and_then(|s| u32::try_from(s).ok());
        let picture = words(part, "mime_type").is_some_and(|mime| mime.starts_with("image/"));
        let kind = if kind == FileKind::Document && picture { FileKind::Picture } else { kind };
        Some(File { id: words(part, "file_id")?, kind, seconds })
    })
}

fn tap(body: &Value) -> Option<What> {
    Some(What::Tap {
        tap_id: words(body, "id")?,
        data: words(body, "data").unwrap_or_default(),
        message_id: number(body, "/message/message_id"),
    })
}

/// What became of the bot in a chat. In a private one, `kicked` is how Telegram says *blocked*.
fn membership(body: &Value, chat: &Chat) -> Option<What> {
    let member = body.get("new_chat_member")?;
    let status = member.get("status")?.as_str()?;
    let inside = match status {
        "creator" | "administrator" | "member" => true,
        "restricted" => member.get("is_member").and_then(Value::as_bool).unwrap_or(true),
        "left" | "kicked" => false,
        _ => return None,
    };
    Some(match (chat.private, inside) {
        (true, inside) => What::Blocked(!inside),
        (false, true) => What::AddedToGroup,
        (false, false) => What::Other("left_group"),
    })
}

#[cfg(test)]
mod tests;
