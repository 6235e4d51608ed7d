//! An [`Outbound`] → the request that says it to Telegram. Pure.

use base64::Engine;
use serde::Serialize;
use serde_json::{Value, json};
use teloxide::payloads::{
    AnswerCallbackQuery, EditMessageReplyMarkup, EditMessageText, LeaveChat, SendMessage, SetMessageReaction,
    SetMyCommands,
};
use teloxide::requests::Payload;
use teloxide::types::{
    BotCommand, BotCommandScope, CallbackQueryId, ChatId, InlineKeyboardButton, InlineKeyboardMarkup,
    LinkPreviewOptions, MessageId, ParseMode, ReactionType, Recipient, ReplyMarkup, ReplyParameters,
};

use crate::domain::media::{File, FileKind};
use crate::domain::{Button, Outbound};

/// A request, ready to go.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Request {
    /// Method of the Bot API.
    pub(super) method: &'static str,
    /// Its parameters.
    pub(super) body: Body,
    /// The message that it edits, if it does.
    pub(super) edits: Option<String>,
}

/// Parameters of a request.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Body {
    /// As JSON.
    Json(Value),
    /// As a form with a file in it.
    File {
        /// The other parameters.
        fields: Vec<(&'static str, String)>,
        /// The parameter that is the file.
        part: &'static str,
        /// File name.
        name: String,
        /// Content.
        bytes: Vec<u8>,
    },
}

/// Why an [`Outbound`] can't become a request: a bug of whoever made it, so it is refused and not tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum EncodeError {
    #[error("the chat is none of Telegram's")]
    Chat,
    #[error("the message is none of Telegram's")]
    Message,
    #[error("the file is no base64")]
    File,
    #[error("the request has no JSON form")]
    Json,
}

/// Makes the request. `card` is the message in which the card stands, where that is known.
pub(super) fn encode(chat: &str, what: &Outbound, card: Option<&str>) -> Result<Request, EncodeError> {
    let chat = recipient(chat)?;
    match what {
        Outbound::Send { html, buttons, reply_to, silent } => {
            let mut payload = text(chat, html, buttons);
            payload.disable_notification = silent.then_some(true);
            // A message that is gone is no reason to withhold the answer to it.
            payload.reply_parameters = reply_to
                .as_deref()
                .and_then(|id| message(id).ok())
                .map(|id| ReplyParameters::new(id).allow_sending_without_reply());
            json(&payload)
        }
        Outbound::Card { html, buttons, anew, .. } => match card.map(message) {
            Some(Ok(id)) if !anew => {
                let mut payload = EditMessageText::new(chat, id, html.clone());
                payload.parse_mode = Some(ParseMode::Html);
                payload.link_preview_options = Some(no_preview());
                payload.reply_markup = Some(keyboard(buttons)).filter(|_| !buttons.is_empty());
                Ok(Request { edits: Some(id.0.to_string()), ..json(&payload)? })
            }
            _ => json(&text(chat, html, buttons)),
        },
        Outbound::File { name, content, caption, buttons, picture } => {
            let bytes = base64::engine::general_purpose::STANDARD.decode(content);
            let (method, part) = if *picture { ("SendPhoto", "photo") } else { ("SendDocument", "document") };
            let mut fields = vec![("chat_id", chat.to_string())];
            if !caption.is_empty() {
                fields.push(("caption", caption.clone()));
                fields.push(("parse_mode", "HTML".to_owned()));
            }
            if !buttons.is_empty() {
                let keyboard = serde_json::to_string(&keyboard(buttons)).map_err(|_| EncodeError::Json)?;
                fields.push(("reply_markup", keyboard));
            }
            let bytes = bytes.map_err(|_| EncodeError::File)?;
            Ok(Request { method, body: Body::File { fields, part, name: name.clone(), bytes }, edits: None })
        }
        Outbound::Forward { file, caption } => Ok(forward(&chat, file, caption)),
        Outbound::TapAnswer { tap_id, text } => {
            let mut payload = AnswerCallbackQuery::new(CallbackQueryId(tap_id.clone()));
            payload.text = text.clone();
            json(&payload)
        }
        Outbound::Reaction { message_id, emoji } => {
            let mut payload = SetMessageReaction::new(chat, message(message_id)?);
            payload.reaction = Some(vec![ReactionType::Emoji { emoji: emoji.clone() }]);
            json(&payload)
        }
        Outbound::Commands { commands } => {
            let commands = commands.iter().map(|(name, what)| BotCommand::new(name, what));
            let mut payload = SetMyCommands::new(commands);
            payload.scope = Some(BotCommandScope::Chat { chat_id: chat });
            json(&payload)
        }
        Outbound::Leave => json(&LeaveChat::new(chat)),
    }
}

/// Makes the request that takes the buttons from a card that has been replaced.
pub(super) fn close(chat: &str, card: &str) -> Result<Request, EncodeError> {
    json(&EditMessageReplyMarkup::new(recipient(chat)?, message(card)?))
}

/// Any payload as a request.
pub(super) fn json<P: Payload + Serialize>(payload: &P) -> Result<Request, EncodeError> {
    let body = serde_json::to_value(payload).map_err(|_| EncodeError::Json)?;
    Ok(Request { method: P::NAME, body: Body::Json(body), edits: None })
}

fn text(chat: Recipient, html: &str, buttons: &[Vec<Button>]) -> SendMessage {
    let mut payload = SendMessage::new(chat, html);
    payload.parse_mode = Some(ParseMode::Html);
    payload.link_preview_options = Some(no_preview());
    if !buttons.is_empty() {
        payload.reply_markup = Some(ReplyMarkup::InlineKeyboard(keyboard(buttons)));
    }
    payload
}

/// A file by its id. Round video notes show no text.
fn forward(chat: &Recipient, file: &File, caption: &str) -> Request {
    let (method, part) = match file.kind {
        FileKind::Photo => ("SendPhoto", "photo"),
        FileKind::Picture | FileKind::Document => ("SendDocument", "document"),
        FileKind::Voice => ("SendVoice", "voice"),
        FileKind::Audio => ("SendAudio", "audio"),
        FileKind::VideoNote => ("SendVideoNote", "video_note"),
        FileKind::Video => ("SendVideo", "video"),
    };
    let mut body = json!({ "chat_id": chat, part: file.id });
    if !caption.is_empty() && file.kind != FileKind::VideoNote {
        body["caption"] = json!(caption);
        body["parse_mode"] = json!("HTML");
    }
    Request { method, body: Body::Json(body), edits: None }
}

fn keyboard(buttons: &[Vec<Button>]) -> InlineKeyboardMarkup {
    let button = |b: &Button| InlineKeyboardButton::callback(b.text.clone(), b.data.clone());
    InlineKeyboardMarkup::new(buttons.iter().map(|row| row.iter().map(button)))
}

/// An address that a rep mentions is no reason to fetch and show a web page.
fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

fn recipient(chat: &str) -> Result<Recipient, EncodeError> {
    chat.parse().map(|id| Recipient::Id(ChatId(id))).map_err(|_| EncodeError::Chat)
}

fn message(id: &str) -> Result<MessageId, EncodeError> {
    id.parse().map(MessageId).map_err(|_| EncodeError::Message)
}

#[cfg(test)]
mod tests;
