//! One message of a chat, as kept by the stand-in, and how it looks in the Bot API's JSON.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Author {
    /// The bot whose chat it is.
    Bot,
    /// The person with this Telegram user id.
    User(i64),
}

/// What a message carries besides its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    /// Nothing: the text is all.
    Text,
    /// A picture; the text is its caption.
    Photo {
        /// Key of [`State::files`](super::State::files).
        file_id: String,
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// The album that it is part of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        album: Option<String>,
    },
    /// A file; the text is its caption.
    Document {
        /// Key of [`State::files`](super::State::files).
        file_id: String,
        /// Name the sender gave it.
        file_name: String,
    },
    /// A voice note.
    Voice {
        /// Key of [`State::files`](super::State::files).
        file_id: String,
        /// Length in seconds.
        seconds: u32,
    },
    /// A sticker.
    Sticker {
        /// Key of [`State::files`](super::State::files).
        file_id: String,
        /// The emoji it stands for.
        emoji: String,
    },
    /// A card of the phone's address book.
    Contact {
        /// As written on the card.
        phone_number: String,
        /// First name.
        first_name: String,
        /// Last name.
        last_name: Option<String>,
    },
    /// A place on the map.
    Location {
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
        /// Seconds for which it moves on by itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        live: Option<u32>,
        /// Of a venue, its name and address.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        venue: Option<(String, String)>,
    },
    /// A service message, given as the fields that tell what happened.
    Service {
        /// Fields of the Bot API's `Message`.
        fields: Value,
    },
}

/// A stretch of text with a meaning or a look; offset and length in UTF-16 code units, as Telegram counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// `bold`, `italic`, `code`, `bot_command` and so on.
    #[serde(rename = "type")]
    pub kind: String,
    /// Where it begins, in UTF-16 code units.
    pub offset: usize,
    /// How far it goes, in UTF-16 code units.
    pub length: usize,
    /// Target of a `text_link`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
    /// Language of a `pre`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub language: Option<String>,
    /// Identifier of a `custom_emoji`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub custom_emoji_id: Option<String>,
}

/// A button under a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Button {
    /// Its label.
    pub text: String,
    /// What a tap sends; none for a link.
    pub data: Option<String>,
    /// Where a tap leads; none for a callback.
    pub url: Option<String>,
}

/// One message of a chat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Its id, unique among the bot's messages.
    pub id: i64,
    /// The chat it stands in.
    pub chat_id: i64,
    /// Who wrote it.
    pub from: Author,
    /// When it was sent (business time).
    pub date: DateTime<Utc>,
    /// When it was last edited (business time).
    pub edited: Option<DateTime<Utc>>,
    /// The text or caption, free of markup.
    pub text: String,
    /// Looks and meanings within the text.
    pub entities: Vec<Entity>,
    /// What else it carries.
    pub content: Content,
    /// The message it answers.
    pub reply_to: Option<i64>,
    /// Whether its author forwarded it from elsewhere.
    pub forwarded: bool,
    /// `reply_markup` as the bot gave it, checked.
    pub markup: Option<Value>,
    /// The bot's reaction.
    pub reaction: Option<String>,
    /// Sent with `disable_notification`.
    pub silent: bool,
    /// Taken away by the bot; kept here so that a test can see what was there.
    pub deleted: bool,
    /// The state's revision at which it last changed.
    pub revision: u64,
}

impl Message {
    /// Whether the bot wrote it.
    pub fn is_from_bot(&self) -> bool {
        self.from == Author::Bot
    }

    /// The inline buttons under it, row by row.
    pub fn button_rows(&self) -> Vec<Vec<Button>> {
        let rows = self.markup.as_ref().and_then(|m| m["inline_keyboard"].as_array());
        let text = |b: &Value, key: &str| b[key].as_str().map(str::to_owned);
        let button = |b: &Value| Button {
            text: text(b, "text").unwrap_or_default(),
            data: text(b, "callback_data"),
            url: text(b, "url"),
        };
        rows.into_iter()
            .flatten()
            .map(|row| row.as_array().into_iter().flatten().map(button).collect())
            .collect()
    }

    /// The inline buttons under it, in reading order.
    pub fn buttons(&self) -> Vec<Button> {
        self.button_rows().into_iter().flatten().collect()
    }

    /// Puts text, entities, content and markup into a Bot API `Message` that already has its frame.
    pub(super) fn fill(&self, out: &mut Map<String, Value>) {
        let (text_key, entities_key) = match self.content {
            Content::Text => ("text", "entities"),
            _ => ("caption", "caption_entities"),
        };
        if !self.text.is_empty() {
            out.insert(text_key.into(), json!(self.text));
            if !self.entities.is_empty() {
                out.insert(entities_key.into(), json!(self.entities));
            }
        }
        if let Some(markup) = self.markup.as_ref().filter(|m| m.get("inline_keyboard").is_some()) {
            out.insert("reply_markup".into(), markup.clone());
        }
        if let Some(edited) = self.edited {
            out.insert("edit_date".into(), json!(edited.timestamp()));
        }
        self.fill_content(out);
    }

    fn fill_content(&self, out: &mut Map<String, Value>) {
        let unique = |id: &str| format!("u-{id}");
        let (key, value) = match &self.content {
            Content::Text => return,
            Content::Photo { file_id, width, height, album } => {
                if let Some(album) = album {
                    out.insert("media_group_id".into(), json!(album));
                }
                let size = json!({"file_id": file_id, "file_unique_id": unique(file_id), "width": width, "height": height});
                ("photo", json!([size]))
            }
            Content::Document { file_id, file_name } => (
                "document",
                json!({"file_id": file_id, "file_unique_id": unique(file_id), "file_name": file_name}),
            ),
            Content::Voice { file_id, seconds } => (
                "voice",
                json!({"file_id": file_id, "file_unique_id": unique(file_id), "duration": seconds,
                       "mime_type": "audio/ogg"}),
            ),
            Content::Sticker { file_id, emoji } => (
                "sticker",
                json!({"file_id": file_id, "file_unique_id": unique(file_id), "type": "regular", "width": 512,
                       "height": 512, "is_animated": false, "is_video": false, "emoji": emoji}),
            ),
            Content::Contact { phone_number, first_name, last_name } => {
                let mut card = json!({"phone_number": phone_number, "first_name": first_name});
                if let Some(last_name) = last_name {
                    card["last_name"] = json!(last_name);
                }
                ("contact", card)
            }
            Content::Location { latitude, longitude, live, venue } => {
                let mut place = json!({"latitude": latitude, "longitude": longitude});
                if let Some((title, address)) = venue {
                    let venue = json!({"location": place, "title": title, "address": address});
                    out.insert("venue".into(), venue);
                }
                if let Some(seconds) = live {
                    place["live_period"] = json!(seconds);
                }
                ("location", place)
            }
            Content::Service { fields } => {
                out.extend(fields.as_object().cloned().unwrap_or_default());
                return;
            }
        };
        out.insert(key.into(), value);
    }
}
