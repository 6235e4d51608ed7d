//! What comes in and what goes out, in words that no channel owns.
//!
//! [`Inbound`] is what a room for a channel (today [`crate::telegram`]) makes of a raw update; [`Outbound`] is what
//! it is asked to send. Both are data: an [`Outbound`] is stored in the outbox as it stands here, so its serde
//! form is a format that must stay readable.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ReviewId;
use super::media::{File, Spot};

/// An update of a channel, decoded.
#[derive(Clone, Debug, PartialEq)]
pub struct Inbound {
    /// Whoever did it, by the channel's numeric user id (never the username); `None` for what has no user.
    pub sender: Option<Sender>,
    /// The chat in which it happened.
    pub chat: Chat,
    /// When it happened, by the channel's clock.
    pub at: DateTime<Utc>,
    /// What happened.
    pub what: What,
}

/// The user behind an update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The channel's id of the user.
    pub external_id: String,
    /// The language of the client, as an IETF tag, where it tells.
    pub language: Option<String>,
    /// The name that the user shows.
    pub name: String,
}

/// A chat of a channel.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Chat {
    /// The channel's id of the chat.
    pub id: String,
    /// One to one with the bot; anything else is a group or a channel.
    pub private: bool,
}

/// What an update says.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A new message.
    Message(InMessage),
    /// A message whose text or caption was changed afterwards.
    Edit(InMessage),
    /// What a transcriber has heard in a voice note that was received before: an update of our own.
    Heard {
        /// The item in which the note waits to be read.
        review: ReviewId,
        /// What is said in it.
        text: String,
        /// The message that the note is.
        message: InMessage,
    },
    /// A tap on a button.
    Tap {
        /// The channel's id of the tap, by which it is answered.
        tap_id: String,
        /// The data that the button carries.
        data: String,
        /// The message under which the button stands.
        message_id: Option<String>,
    },
    /// The user has blocked the bot (or taken that back).
    Blocked(bool),
    /// The bot was put into a group or channel.
    AddedToGroup,
    /// Kinds that we don't use, or can't read: kept, not handled. Carries a word for the kind.
    Other(&'static str),
}

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct InMessage {
    /// The channel's id of the message in its chat.
    pub external_id: String,
    /// The message that it answers.
    pub reply_to: Option<String>,
    /// It is passed on from elsewhere: a quote, not a report.
    pub forwarded: bool,
    /// What is in it.
    pub content: Content,
}

/// The content of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Text as typed.
    Text(String),
    /// A contact card.
    Contact {
        /// Name on the card.
        name: String,
        /// Phone as the card has it.
        phone: String,
    },
    /// A place.
    Location {
        /// Where.
        spot: Spot,
        /// A place that moves on by itself.
        live: bool,
    },
    /// A photo, a voice note, a document.
    File {
        /// The file.
        file: File,
        /// The text under it.
        caption: Option<String>,
        /// The channel's id of the album that it belongs to.
        album: Option<String>,
    },
    /// A sticker or a moving picture.
    Sticker,
    /// Anything else; carries a word for the kind.
    Other(&'static str),
}

/// Something to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Outbound {
    /// A message. With a `card_key` on its outbox row it becomes, or replaces, that card.
    Send {
        /// HTML as Telegram knows it; everything that came from a person is escaped.
        html: String,
        /// Rows of buttons under it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        buttons: Vec<Vec<Button>>,
        /// The message that it answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<String>,
        /// Without a sound.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        silent: bool,
    },
    /// The new content of a card; sent as a message of its own where the card isn't known or is gone.
    Card {
        /// See [`Outbound::Send`].
        html: String,
        /// See [`Outbound::Send`].
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        buttons: Vec<Vec<Button>>,
        /// Send it anew below (an edit notifies nobody) and close the old one.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        anew: bool,
        /// Edit it even while it rests: someone has tapped on it and waits.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        at_once: bool,
    },
    /// A file.
    File {
        /// File name.
        name: String,
        /// Content, as base64.
        content: String,
        /// HTML under it, at most 1,024 characters.
        caption: String,
        /// Rows of buttons under it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        buttons: Vec<Vec<Button>>,
        /// Shown as a picture rather than as a document.
        picture: bool,
    },
    /// A file that lies with the channel already.
    Forward {
        /// The file.
        file: File,
        /// What it is, as HTML; left out where the channel shows none with such a file.
        caption: String,
    },
    /// The answer to a tap; an old one is never sent again.
    TapAnswer {
        /// The tap.
        tap_id: String,
        /// What to show for a moment.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
    /// A reaction to a message.
    Reaction {
        /// The message.
        message_id: String,
        /// One of the channel's reaction emoji.
        emoji: String,
    },
    /// The commands that a chat offers.
    Commands {
        /// Name (without `/`) and what it does.
        commands: Vec<(String, String)>,
    },
    /// Leave the chat.
    Leave,
}

/// A button under a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// What it says.
    pub text: String,
    /// What a tap on it brings back: 64 bytes at most.
    pub data: String,
}

/// Kinds of outbox rows: what is done when an outcome is in doubt depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutboxKind {
    /// An answer or a notice.
    Send,
    /// A card, or a change of one.
    Card,
    /// The day's prompt: never sent twice.
    Prompt,
    /// A reminder: never sent twice.
    Nudge,
    /// A file.
    File,
    /// The answer to a tap: never retried.
    TapAnswer,
    /// A reaction.
    Reaction,
    /// A set of commands.
    Commands,
    /// Leaving a chat.
    Leave,
}

impl OutboxKind {
    /// All kinds with their names in the database.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Send, "send"),
        (Self::Card, "card"),
        (Self::Prompt, "prompt"),
        (Self::Nudge, "nudge"),
        (Self::File, "file"),
        (Self::TapAnswer, "tap_answer"),
        (Self::Reaction, "reaction"),
        (Self::Commands, "commands"),
        (Self::Leave, "leave"),
    ];

    /// Goes after answers.
    pub fn is_bulk(self) -> bool {
        matches!(self, Self::Prompt | Self::Nudge | Self::Commands)
    }

    /// In doubt whether it arrived, it is rather missed than sent twice.
    pub fn at_most_once(self) -> bool {
        matches!(self, Self::Prompt | Self::Nudge | Self::TapAnswer)
    }

    /// The name in the database.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(k, _)| *k == self).map_or("send", |(_, n)| n)
    }

    /// By its name in the database.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|(k, _)| *k)
    }
}

/// How one attempt at sending ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It arrived; with the channel's id of the message, where there is one and it could be read.
    Sent(Option<String>),
    /// It surely did not arrive, and may be tried again, not before that many seconds have passed.
    Retry {
        /// Seconds to wait, where the channel says so.
        after: Option<u64>,
        /// Why, without anything personal.
        error: String,
    },
    /// It will never arrive.
    Refused {
        /// Why, without anything personal.
        error: String,
        /// The user has blocked the bot.
        blocked: bool,
    },
    /// The card to be edited is gone: a new one is needed.
    CardGone,
    /// It may have arrived.
    InDoubt {
        /// Why, without anything personal.
        error: String,
    },
}
