//! One chat of a bot: who is in it, how the bot stands there, and its messages.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::message::Message;

/// What kind of chat it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ChatKind {
    /// Of one person and the bot; the chat's id is the person's.
    Private,
    /// Of several people; the id is negative.
    Group {
        /// Its title.
        title: String,
        /// User ids of the people in it.
        members: BTreeSet<i64>,
    },
}

/// How the bot stands in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It may write.
    Member,
    /// The person blocked it.
    Blocked,
    /// The person deleted their account.
    Deactivated,
    /// It was put out of the group.
    Kicked,
    /// It left the group.
    Left,
}

impl Standing {
    /// `status` of a `ChatMember` as `my_chat_member` tells it.
    pub(super) fn status(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Blocked | Self::Kicked | Self::Deactivated => "kicked",
            Self::Left => "left",
        }
    }
}

/// What the bot answered to a tap, and the phone showed on top of the chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TapAnswer {
    /// Id of the tap.
    pub query_id: String,
    /// What was shown; none when the waiting mark merely went away.
    pub text: Option<String>,
    /// Shown as an alert that must be closed, not as a passing notice.
    pub alert: bool,
    /// The state's revision at which it came.
    pub revision: u64,
}

/// One chat of a bot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chat {
    /// Its id.
    pub id: i64,
    /// Private or group.
    pub kind: ChatKind,
    /// How the bot stands in it.
    pub standing: Standing,
    /// All messages in the order they were sent.
    pub messages: Vec<Message>,
    /// Answers to taps, in order.
    pub tap_answers: Vec<TapAnswer>,
    /// The last chat action (`typing`, …) and the revision at which it came.
    pub action: Option<(String, u64)>,
}

impl Chat {
    pub(super) fn new(id: i64, kind: ChatKind) -> Self {
        Self { id, kind, standing: Standing::Member, messages: vec![], tap_answers: vec![], action: None }
    }

    /// The message with this id, unless it was deleted.
    pub fn message(&self, id: i64) -> Option<&Message> {
        self.messages.iter().rev().find(|m| m.id == id && !m.deleted)
    }

    pub(super) fn message_mut(&mut self, id: i64) -> Option<&mut Message> {
        self.messages.iter_mut().rev().find(|m| m.id == id && !m.deleted)
    }

    /// What the bot wrote and did not delete, in order.
    pub fn from_bot(&self) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages.iter().filter(|m| m.is_from_bot() && !m.deleted)
    }

    /// The reply keyboard that stands under the input line now, if any.
    pub fn keyboard(&self) -> Option<&serde_json::Value> {
        let last = self.from_bot().rev().filter_map(|m| m.markup.as_ref());
        let mut of_the_input_line =
            last.filter(|m| m.get("keyboard").is_some() || m.get("remove_keyboard").is_some());
        of_the_input_line.next().filter(|m| m.get("keyboard").is_some())
    }

    /// The chat as lines of text, for people who read why a test failed.
    pub fn transcript(&self) -> String {
        let mut out = format!("chat {} ({:?}):\n", self.id, self.standing);
        let skipped = self.messages.len().saturating_sub(TRANSCRIPT_MESSAGES);
        if skipped > 0 {
            out.push_str(&format!("  … {skipped} earlier messages\n"));
        }
        for m in self.messages.iter().skip(skipped) {
            let who = if m.is_from_bot() { "bot " } else { "user" };
            let time = m.date.format("%m-%d %H:%M:%S");
            out.push_str(&format!("  #{} {time} {who} {}", m.id, m.text.replace('\n', "\n        ")));
            if !matches!(m.content, super::Content::Text) {
                out.push_str(&format!(" <{:?}>", m.content));
            }
            let marks = [
                m.reply_to.map(|id| format!("reply to #{id}")),
                m.edited.map(|_| "edited".to_owned()),
                m.deleted.then(|| "deleted".to_owned()),
                m.reaction.clone(),
            ];
            for mark in marks.into_iter().flatten() {
                out.push_str(&format!(" ({mark})"));
            }
            for b in m.buttons() {
                out.push_str(&format!(" [{} → {}]", b.text, b.data.or(b.url).unwrap_or_default()));
            }
            out.push('\n');
        }
        out
    }
}

/// How many messages a transcript shows.
const TRANSCRIPT_MESSAGES: usize = 40;
