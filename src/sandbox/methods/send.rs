//! `sendMessage`, `sendChatAction`, and the way every sent message goes: text read, limits kept, chat open, quoted
//! message there, markup in order.

use serde_json::{Value, json};

use super::Call;
use crate::sandbox::api_error::ApiError;
use crate::sandbox::chat::{Chat, ChatKind, Standing};
use crate::sandbox::html;
use crate::sandbox::markup;
use crate::sandbox::message::{Author, Content, Entity, Message};

/// Most UTF-16 code units of a text, after its markup is read.
const TEXT_LIMIT: usize = 4096;
/// Most UTF-16 code units of a caption.
const CAPTION_LIMIT: usize = 1024;
/// What a bot may be seen doing.
const CHAT_ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

pub(super) fn send_message(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let (text, entities) = call.read_text("text", "entities", TEXT_LIMIT)?;
    if text.is_empty() {
        return Err(ApiError::bad("message text is empty"));
    }
    call.open_chat()?;
    call.post(text, entities, Content::Text)
}

pub(super) fn send_chat_action(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let action = call.params.str("action").unwrap_or_default().to_owned();
    if !CHAT_ACTIONS.contains(&action.as_str()) {
        return Err(ApiError::bad("wrong parameter action in request"));
    }
    let revision = call.state.revision;
    let chat_id = call.open_chat()?.id;
    if let Some(chat) = call.bot_mut()?.chats.get_mut(&chat_id) {
        chat.action = Some((action, revision));
    }
    Ok(json!(true))
}

impl Call<'_> {
    /// The text or caption with its entities, read as `parse_mode` says and within Telegram's limit.
    pub(super) fn read_text(
        &self,
        name: &str,
        entities_name: &str,
        limit: usize,
    ) -> Result<(String, Vec<Entity>), ApiError> {
        let raw = self.params.str(name).unwrap_or_default();
        let (text, entities) = match self.params.str("parse_mode").unwrap_or_default() {
            mode if mode.eq_ignore_ascii_case("html") => html::parse(raw)?,
            "" => {
                let given = self.params.get(entities_name).cloned().unwrap_or_else(|| json!([]));
                let entities = serde_json::from_value(given)
                    .map_err(|e| ApiError::bad(format!("can't parse MessageEntity: {e}")))?;
                html::trim(raw.to_owned(), entities)
            }
            mode if mode.to_ascii_lowercase().starts_with("markdown") => {
                return Err(ApiError::bad("the stand-in reads HTML alone, no Markdown"));
            }
            _ => return Err(ApiError::bad("unsupported parse_mode")),
        };
        if html::utf16(&text) > limit {
            let what =
                if limit == TEXT_LIMIT { "message is too long" } else { "message caption is too long" };
            return Err(ApiError::bad(what));
        }
        Ok((text, entities))
    }

    /// The caption of a picture or file.
    pub(super) fn read_caption(&self) -> Result<(String, Vec<Entity>), ApiError> {
        self.read_text("caption", "caption_entities", CAPTION_LIMIT)
    }

    /// The chat named by `chat_id`, if there is one.
    pub(super) fn known_chat(&self) -> Result<&Chat, ApiError> {
        let id = self.params.int("chat_id").unwrap_or_default();
        self.bot()?.chats.get(&id).ok_or_else(|| ApiError::bad("chat not found"))
    }

    /// The chat named by `chat_id`, if the bot may write there.
    pub(super) fn open_chat(&self) -> Result<&Chat, ApiError> {
        let chat = self.known_chat()?;
        match (chat.standing, &chat.kind) {
            (Standing::Member, _) => Ok(chat),
            (Standing::Blocked, _) => Err(ApiError::forbidden("bot was blocked by the user")),
            (Standing::Deactivated, _) => Err(ApiError::forbidden("user is deactivated")),
            (Standing::Kicked, _) => Err(ApiError::forbidden("bot was kicked from the group chat")),
            (Standing::Left, ChatKind::Group { .. }) => {
                Err(ApiError::forbidden("bot is not a member of the group chat"))
            }
            (Standing::Left, ChatKind::Private) => Err(ApiError::bad("chat not found")),
        }
    }

    /// The message that `reply_parameters` names; none when it is gone and the bot said that this may be.
    fn quoted(&self) -> Result<Option<i64>, ApiError> {
        let Some(reply) = self.params.get("reply_parameters") else { return Ok(None) };
        let Some(id) = reply["message_id"].as_i64() else {
            return Err(ApiError::bad("can't parse reply parameters: Can't find field \"message_id\""));
        };
        if self.known_chat()?.message(id).is_some() {
            Ok(Some(id))
        } else if reply["allow_sending_without_reply"].as_bool() == Some(true) {
            Ok(None)
        } else {
            Err(ApiError::bad("message to be replied not found"))
        }
    }

    /// Puts a message of the bot into the chat; gives it as the Bot API shows it.
    pub(super) fn post(
        &mut self,
        text: String,
        entities: Vec<Entity>,
        content: Content,
    ) -> Result<Value, ApiError> {
        let markup = self.params.get("reply_markup").cloned();
        if let Some(markup) = &markup {
            markup::check(markup, false)?;
        }
        let reply_to = self.quoted()?;
        let chat_id = self.open_chat()?.id;
        let (date, revision, silent) =
            (self.now, self.state.revision, self.params.bool("disable_notification"));
        let bot = self.bot_mut()?;
        let id = bot.next_message_id;
        bot.next_message_id += 1;
        let message = Message {
            id,
            chat_id,
            from: Author::Bot,
            date,
            edited: None,
            text,
            entities,
            content,
            reply_to,
            forwarded: false,
            markup,
            reaction: None,
            silent,
            deleted: false,
            revision,
        };
        if let Some(chat) = bot.chats.get_mut(&chat_id) {
            chat.messages.push(message);
            chat.action = None;
        }
        self.show(chat_id, id)
    }

    /// A message as the Bot API shows it.
    pub(super) fn show(&self, chat_id: i64, id: i64) -> Result<Value, ApiError> {
        let bot = self.bot()?;
        let chat = bot.chats.get(&chat_id).ok_or_else(|| ApiError::bad("chat not found"))?;
        let message = chat.message(id).ok_or_else(|| ApiError::bad("message not found"))?;
        Ok(self.state.message_json(bot, chat, message, true))
    }
}
