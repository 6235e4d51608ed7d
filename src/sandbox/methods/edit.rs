//! What a bot may do to messages that are there: edit, take away, react.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::Call;
use crate::sandbox::api_error::ApiError;
use crate::sandbox::markup;
use crate::sandbox::message::{Content, Message};

const NOT_MODIFIED: &str = "message is not modified: specified new message content and reply markup are exactly the \
                            same as a current content and reply markup of the message";
/// After this time a message can no longer be taken away.
const DELETE_WITHIN: TimeDelta = TimeDelta::hours(48);
/// The emoji that may be a reaction, as Telegram lists them (without variation selectors).
const REACTIONS: &str = "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ \
                         🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 \
                         🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡";

pub(super) fn edit_message_text(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let (text, entities) = call.read_text("text", "entities", 4096)?;
    if text.is_empty() {
        return Err(ApiError::bad("message text is empty"));
    }
    let old = call.own_message()?;
    if old.content != Content::Text {
        return Err(ApiError::bad("there is no text in the message to edit"));
    }
    call.change(Message { text, entities, markup: call.new_markup()?, ..old.clone() })
}

pub(super) fn edit_message_reply_markup(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let markup = call.new_markup()?;
    let old = call.own_message()?.clone();
    call.change(Message { markup, ..old })
}

pub(super) fn delete_message(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let (id, now, revision) = (call.message_id(), call.now, call.state.revision);
    let chat = call.known_chat()?;
    let message = chat.message(id).ok_or_else(|| ApiError::bad("message to delete not found"))?;
    if now - message.date > DELETE_WITHIN {
        return Err(ApiError::bad("message can't be deleted for everyone"));
    }
    let chat_id = chat.id;
    if let Some(message) = call.bot_mut()?.chats.get_mut(&chat_id).and_then(|c| c.message_mut(id)) {
        message.deleted = true;
        message.revision = revision;
    }
    Ok(json!(true))
}

pub(super) fn set_message_reaction(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let none = vec![];
    let given = call.params.get("reaction").and_then(Value::as_array).unwrap_or(&none);
    let emoji = match given.as_slice() {
        [] => None,
        [one] if one["type"] == "emoji" => one["emoji"].as_str().map(str::to_owned),
        [_] => return Err(ApiError::bad("REACTION_INVALID")),
        _ => return Err(ApiError::bad("REACTIONS_TOO_MANY")),
    };
    if !given.is_empty() && !emoji.as_ref().is_some_and(|e| REACTIONS.split(' ').any(|r| r == e)) {
        return Err(ApiError::bad("REACTION_INVALID"));
    }
    let (id, revision) = (call.message_id(), call.state.revision);
    let chat = call.open_chat()?;
    chat.message(id).ok_or_else(|| ApiError::bad("message to react not found"))?;
    let chat_id = chat.id;
    if let Some(message) = call.bot_mut()?.chats.get_mut(&chat_id).and_then(|c| c.message_mut(id)) {
        message.reaction = emoji;
        message.revision = revision;
    }
    Ok(json!(true))
}

impl Call<'_> {
    /// The bot's own message that is to be edited.
    fn own_message(&self) -> Result<&Message, ApiError> {
        let chat = self.open_chat()?;
        let message =
            chat.message(self.message_id()).ok_or_else(|| ApiError::bad("message to edit not found"))?;
        let has_inline_or_none = message.markup.as_ref().is_none_or(|m| m.get("inline_keyboard").is_some());
        if message.is_from_bot() && has_inline_or_none {
            Ok(message)
        } else {
            Err(ApiError::bad("message can't be edited"))
        }
    }

    /// The markup that an edit leaves; an edit without one takes the buttons away, as does an empty keyboard.
    fn new_markup(&self) -> Result<Option<Value>, ApiError> {
        let Some(markup) = self.params.get("reply_markup") else { return Ok(None) };
        markup::check(markup, true)?;
        let empty =
            markup["inline_keyboard"].as_array().is_none_or(|rows| rows.iter().all(|r| r == &json!([])));
        Ok(Some(markup.clone()).filter(|_| !empty))
    }

    fn change(&mut self, mut new: Message) -> Result<Value, ApiError> {
        if *self.own_message()? == new {
            return Err(ApiError::bad(NOT_MODIFIED));
        }
        new.edited = Some(self.now);
        new.revision = self.state.revision;
        let (chat_id, id) = (new.chat_id, new.id);
        if let Some(old) = self.bot_mut()?.chats.get_mut(&chat_id).and_then(|c| c.message_mut(id)) {
            *old = new;
        }
        self.show(chat_id, id)
    }
}
