//! One person's app, opened at a chat with the bot: all that a person can do there, and what they see.

use std::collections::BTreeSet;

use serde_json::json;

use super::acts::commands_in;
use super::chat::{Chat, ChatKind, Standing};
use super::message::{Author, Content, Message};
use super::methods::picture_size;
use super::start::Sandbox;
use super::state::{Profile, Query, State};

/// What a person tried and could not do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActionError {
    /// There is no such message in this chat.
    #[error("no message #{0} in this chat")]
    NoMessage(i64),
    /// The message is somebody else's, so it can't be edited.
    #[error("message #{0} is not yours")]
    NotYours(i64),
    /// No such button stands under the message now.
    #[error("no button {wanted:?} under message #{message_id}; there are {there:?}")]
    NoButton {
        /// The message.
        message_id: i64,
        /// What was to be tapped.
        wanted: String,
        /// The callback data that stand there.
        there: Vec<String>,
    },
}

/// One person's app, opened at a chat with the bot.
///
/// Whoever writes to a bot they blocked unblocks it by that, as the app's *Restart* does.
#[derive(Clone)]
pub struct Phone {
    sandbox: Sandbox,
    token: String,
    user_id: i64,
    chat_id: i64,
}

impl Phone {
    pub(super) fn new(sandbox: Sandbox, token: &str, user_id: i64, chat_id: i64) -> Self {
        Self { sandbox, token: token.into(), user_id, chat_id }
    }

    /// The stand-in it belongs to.
    pub fn sandbox(&self) -> &Sandbox {
        &self.sandbox
    }

    /// Token of the bot talked to.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The person's user id.
    pub fn user_id(&self) -> i64 {
        self.user_id
    }

    /// The chat's id: in a private chat the person's.
    pub fn chat_id(&self) -> i64 {
        self.chat_id
    }

    /// Opens the bot by a deep link (`t.me/BOT?start=PAYLOAD`), or by its *Start* button when there is no payload.
    pub fn start(&self, payload: Option<&str>) -> i64 {
        match payload {
            Some(payload) => self.text(&format!("/start {payload}")),
            None => self.text("/start"),
        }
    }

    /// Sends a text; gives the message's id, as do all that follow.
    pub fn text(&self, text: &str) -> i64 {
        self.send(text, Content::Text, None, false)
    }

    /// Sends a text as an answer to a message.
    pub fn reply_to(&self, message_id: i64, text: &str) -> i64 {
        self.send(text, Content::Text, Some(message_id), false)
    }

    /// Forwards a text from somewhere else.
    pub fn forward(&self, text: &str) -> i64 {
        self.send(text, Content::Text, None, true)
    }

    /// Shares a contact.
    pub fn contact(&self, first_name: &str, phone_number: &str) -> i64 {
        let (phone_number, first_name) = (phone_number.into(), first_name.into());
        self.send("", Content::Contact { phone_number, first_name, last_name: None }, None, false)
    }

    /// Shares a place, in degrees.
    pub fn location(&self, latitude: f64, longitude: f64) -> i64 {
        self.send("", Content::Location { latitude, longitude, live: None, venue: None }, None, false)
    }

    /// Shares a place that moves on by itself for a quarter of an hour.
    pub fn live_location(&self, latitude: f64, longitude: f64) -> i64 {
        self.send("", Content::Location { latitude, longitude, live: Some(900), venue: None }, None, false)
    }

    /// Shares a place that has a name and an address.
    pub fn venue(&self, title: &str, address: &str, latitude: f64, longitude: f64) -> i64 {
        let venue = Some((title.to_owned(), address.to_owned()));
        self.send("", Content::Location { latitude, longitude, live: None, venue }, None, false)
    }

    /// Forwards something other than a text.
    pub fn forward_content(&self, content: Content) -> i64 {
        self.send("", content, None, true)
    }

    /// Sends a voice note of this length.
    pub fn voice(&self, seconds: u32) -> i64 {
        self.voice_of(seconds, b"OggS".to_vec())
    }

    /// Sends a voice note with this sound.
    pub fn voice_of(&self, seconds: u32, sound: Vec<u8>) -> i64 {
        let keep = |s: &mut State| s.keep_file("voice", "note.oga", "audio/ogg", sound);
        let file_id = self.sandbox.inner.change(keep);
        self.send("", Content::Voice { file_id, seconds }, None, false)
    }

    /// Sends a picture (PNG, JPEG or GIF) with a caption, which may be empty.
    pub fn photo(&self, caption: &str, bytes: Vec<u8>) -> i64 {
        self.photo_of(None, caption, bytes)
    }

    /// Sends a picture that is part of an album.
    pub fn photo_of(&self, album: Option<&str>, caption: &str, bytes: Vec<u8>) -> i64 {
        let album = album.map(str::to_owned);
        let (width, height) = picture_size(&bytes).unwrap_or((1, 1));
        let mime = if bytes.starts_with(&[0xff, 0xd8]) { "image/jpeg" } else { "image/png" };
        let file_id = self.sandbox.inner.change(|s| s.keep_file("photos", "photo.jpg", mime, bytes));
        self.send(caption, Content::Photo { file_id, width, height, album }, None, false)
    }

    /// Sends a file with a caption, which may be empty.
    pub fn document(&self, caption: &str, file_name: &str, bytes: Vec<u8>) -> i64 {
        let mime = "application/octet-stream";
        let file_id = self.sandbox.inner.change(|s| s.keep_file("documents", file_name, mime, bytes));
        self.send(caption, Content::Document { file_id, file_name: file_name.into() }, None, false)
    }

    /// Sends a sticker that stands for this emoji.
    pub fn sticker(&self, emoji: &str) -> i64 {
        let keep = |s: &mut State| s.keep_file("stickers", "sticker.webp", "image/webp", b"RIFF".to_vec());
        let file_id = self.sandbox.inner.change(keep);
        self.send("", Content::Sticker { file_id, emoji: emoji.into() }, None, false)
    }

    /// Edits an own message: its text or caption.
    ///
    /// # Errors
    /// When there is no such message, or it is not the person's own.
    pub fn edit(&self, message_id: i64, text: &str) -> Result<(), ActionError> {
        let (now, system) = (self.sandbox.inner.now(), self.sandbox.inner.system());
        self.sandbox.inner.change(|state| {
            let revision = state.revision;
            let message = self.message_mut(state, message_id).ok_or(ActionError::NoMessage(message_id))?;
            if message.from != Author::User(self.user_id) {
                return Err(ActionError::NotYours(message_id));
            }
            message.text = text.to_owned();
            message.entities = commands_in(text);
            message.edited = Some(now);
            message.revision = revision;
            self.tell_message(state, "edited_message", message_id, system);
            Ok(())
        })
    }

    /// Taps the button with these callback data; gives the tap's id.
    ///
    /// # Errors
    /// When there is no such message, or no such button stands under it now.
    pub fn tap(&self, message_id: i64, data: &str) -> Result<String, ActionError> {
        let message = self.message(message_id).ok_or(ActionError::NoMessage(message_id))?;
        let there: Vec<String> = message.buttons().into_iter().filter_map(|b| b.data).collect();
        if !there.iter().any(|d| d == data) {
            return Err(ActionError::NoButton { message_id, wanted: data.into(), there });
        }
        Ok(self.tap_anyway(message_id, data))
    }

    /// Taps the first button with this label; gives the tap's id.
    ///
    /// # Errors
    /// When there is no such message, or no such button stands under it now.
    pub fn tap_label(&self, message_id: i64, label: &str) -> Result<String, ActionError> {
        let message = self.message(message_id).ok_or(ActionError::NoMessage(message_id))?;
        let buttons = message.buttons();
        let data = buttons.iter().find(|b| b.text == label).and_then(|b| b.data.clone());
        let there = || buttons.iter().map(|b| b.text.clone()).collect();
        let data =
            data.ok_or_else(|| ActionError::NoButton { message_id, wanted: label.into(), there: there() })?;
        Ok(self.tap_anyway(message_id, &data))
    }

    /// A tap with any data, whether such a button stands there or not: as happens when the message was edited while
    /// the tap was under way, or when somebody forges one. Gives the tap's id.
    pub fn tap_anyway(&self, message_id: i64, data: &str) -> String {
        let system = self.sandbox.inner.system();
        self.sandbox.inner.change(|state| {
            let query_id = format!("{}{:08}", 4_000_000_000_u64, state.revision);
            let message = self.look(state, |bot, chat| match chat.message(message_id) {
                Some(message) => state.message_json(bot, chat, message, true),
                // Telegram's `InaccessibleMessage`.
                None => json!({"chat": state.chat_json(chat), "message_id": message_id, "date": 0}),
            });
            let payload = json!({
                "id": query_id,
                "from": self.profile_json(state),
                "message": message,
                "chat_instance": format!("{}", self.chat_id),
                "data": data,
            });
            if let Some(bot) = state.bots.get_mut(&self.token) {
                bot.queries.insert(query_id.clone(), Query { chat_id: self.chat_id, at: system });
                bot.enqueue("callback_query", payload, system);
            }
            query_id
        })
    }

    /// Blocks the bot (in a group: puts it out).
    pub fn block_bot(&self) {
        let private = self.user_id == self.chat_id;
        self.set_standing(if private { Standing::Blocked } else { Standing::Kicked });
    }

    /// Lets the bot write again (in a group: takes it back in).
    pub fn unblock_bot(&self) {
        self.set_standing(Standing::Member);
    }

    /// Deletes the account: the bot hears nothing, and meets `user is deactivated` when it writes.
    pub fn deactivate(&self) {
        self.sandbox.inner.change(|state| self.open_chat(state).standing = Standing::Deactivated);
    }

    /// Makes a group of this person and the bot; gives the app opened there. The id must be negative.
    pub fn make_group(&self, group_id: i64, title: &str) -> Self {
        let group = Self { chat_id: group_id, ..self.clone() };
        self.sandbox.inner.change(|state| {
            let kind = ChatKind::Group { title: title.into(), members: BTreeSet::from([self.user_id]) };
            let chat = Chat { standing: Standing::Left, ..Chat::new(group_id, kind) };
            if let Some(bot) = state.bots.get_mut(&self.token) {
                bot.chats.insert(group_id, chat);
            }
        });
        group.set_standing(Standing::Member);
        let fields = group.sandbox.inner.read(|state| {
            let bot = state.bots.get(&self.token).map(|bot| bot.profile.to_json());
            json!({"new_chat_members": [bot]})
        });
        group.send("", Content::Service { fields }, None, false);
        group
    }

    /// The same group on another person's phone; they join it silently.
    pub fn join_group(&self, profile: Profile) -> Self {
        let user_id = profile.id;
        self.sandbox.inner.change(|state| {
            state.users.insert(user_id, profile);
            if let ChatKind::Group { members, .. } = &mut self.open_chat(state).kind {
                members.insert(user_id);
            }
        });
        Self { user_id, ..self.clone() }
    }

    /// The chat as it is now; none before the person's first action.
    pub fn chat(&self) -> Option<Chat> {
        self.sandbox.inner.read(|state| state.bots.get(&self.token)?.chats.get(&self.chat_id).cloned())
    }

    /// One message as it is now, unless it is gone.
    pub fn message(&self, message_id: i64) -> Option<Message> {
        self.sandbox
            .inner
            .read(|state| state.bots.get(&self.token)?.chats.get(&self.chat_id)?.message(message_id).cloned())
    }

    /// All that the bot wrote here and did not take away, in order.
    pub fn from_bot(&self) -> Vec<Message> {
        self.chat().map(|chat| chat.from_bot().cloned().collect()).unwrap_or_default()
    }

    /// The latest message of the bot.
    pub fn last(&self) -> Option<Message> {
        self.from_bot().pop()
    }

    /// Id of the latest message of anybody, 0 before the first: a mark for [`Phone::wait_after`].
    pub fn mark(&self) -> i64 {
        self.chat().and_then(|chat| chat.messages.last().map(|m| m.id)).unwrap_or(0)
    }
}
