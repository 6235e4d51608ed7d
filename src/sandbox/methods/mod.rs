//! The methods of the Bot API that the product uses: one table of names and parameters, and what each does.

mod edit;
mod facts;
mod media;
mod poll;
mod send;
mod taps;
mod webhooks;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::api_error::ApiError;
use super::params::Kind::{Array, Bool, Chat, File, Int, Object, Str};
use super::params::{Param, Params, opt, req};
use super::state::{Bot, State};

pub(super) use media::picture_size;
pub(super) use poll::poll;

/// One request, ready to take effect.
pub(super) struct Call<'a> {
    pub(super) state: &'a mut State,
    pub(super) token: &'a str,
    /// Business time.
    pub(super) now: DateTime<Utc>,
    /// System time.
    pub(super) system: DateTime<Utc>,
    pub(super) params: &'a Params,
}

impl Call<'_> {
    fn bot(&self) -> Result<&Bot, ApiError> {
        self.state.bots.get(self.token).ok_or_else(ApiError::unauthorized)
    }

    fn bot_mut(&mut self) -> Result<&mut Bot, ApiError> {
        self.state.bots.get_mut(self.token).ok_or_else(ApiError::unauthorized)
    }

    fn message_id(&self) -> i64 {
        self.params.int("message_id").unwrap_or_default()
    }
}

/// How a method is carried out.
pub(super) enum Run {
    /// At once, under the lock.
    Now(fn(&mut Call<'_>) -> Result<Value, ApiError>),
    /// `getUpdates`, which waits.
    Poll,
}

/// A method of the Bot API.
pub(super) struct Method {
    /// In Telegram's spelling.
    pub(super) name: &'static str,
    pub(super) params: &'static [Param],
    pub(super) run: Run,
}

/// Finds a method; its name may come in any case.
pub(super) fn find(name: &str) -> Option<&'static Method> {
    METHODS.iter().find(|m| m.name.eq_ignore_ascii_case(name))
}

const fn now(
    name: &'static str,
    params: &'static [Param],
    run: fn(&mut Call<'_>) -> Result<Value, ApiError>,
) -> Method {
    Method { name, params, run: Run::Now(run) }
}

const CHAT_ID: Param = req("chat_id", Chat, "chat_id is empty");
const MESSAGE_ID: Param = req("message_id", Int, "message identifier is not specified");

/// All methods. A parameter that Telegram has and the stand-in lacks is left out, and so refused.
pub(super) const METHODS: &[Method] = &[
    now("getMe", &[], facts::get_me),
    now("getChat", &[CHAT_ID], facts::get_chat),
    now("leaveChat", &[CHAT_ID], facts::leave_chat),
    now("getFile", &[req("file_id", Str, "invalid file_id")], facts::get_file),
    now(
        "setMyCommands",
        &[
            req("commands", Array, "parameter \"commands\" is required"),
            opt("scope", Object),
            opt("language_code", Str),
        ],
        facts::set_my_commands,
    ),
    now("getMyCommands", &[opt("scope", Object), opt("language_code", Str)], facts::get_my_commands),
    now("deleteMyCommands", &[opt("scope", Object), opt("language_code", Str)], facts::delete_my_commands),
    Method {
        name: "getUpdates",
        params: &[opt("offset", Int), opt("limit", Int), opt("timeout", Int), opt("allowed_updates", Array)],
        run: Run::Poll,
    },
    now(
        "setWebhook",
        &[
            req("url", Str, "bad webhook: URL is not specified"),
            opt("max_connections", Int),
            opt("allowed_updates", Array),
            opt("drop_pending_updates", Bool),
            opt("secret_token", Str),
        ],
        webhooks::set_webhook,
    ),
    now("deleteWebhook", &[opt("drop_pending_updates", Bool)], webhooks::delete_webhook),
    now("getWebhookInfo", &[], webhooks::get_webhook_info),
    now(
        "sendMessage",
        &[
            CHAT_ID,
            req("text", Str, "message text is empty"),
            opt("parse_mode", Str),
            opt("entities", Array),
            opt("link_preview_options", Object),
            opt("disable_notification", Bool),
            opt("protect_content", Bool),
            opt("reply_parameters", Object),
            opt("reply_markup", Object),
        ],
        send::send_message,
    ),
    now(
        "sendPhoto",
        &[
            CHAT_ID,
            req("photo", File, "there is no photo in the request"),
            opt("caption", Str),
            opt("parse_mode", Str),
            opt("caption_entities", Array),
            opt("disable_notification", Bool),
            opt("protect_content", Bool),
            opt("reply_parameters", Object),
            opt("reply_markup", Object),
        ],
        media::send_photo,
    ),
    now(
        "sendDocument",
        &[
            CHAT_ID,
            req("document", File, "there is no document in the request"),
            opt("caption", Str),
            opt("parse_mode", Str),
            opt("caption_entities", Array),
            opt("disable_content_type_detection", Bool),
            opt("disable_notification", Bool),
            opt("protect_content", Bool),
            opt("reply_parameters", Object),
            opt("reply_markup", Object),
        ],
        media::send_document,
    ),
    now(
        "sendVoice",
        &[
            CHAT_ID,
            req("voice", File, "there is no voice in the request"),
            opt("caption", Str),
            opt("parse_mode", Str),
            opt("disable_notification", Bool),
            opt("reply_parameters", Object),
        ],
        media::send_voice,
    ),
    now(
        "sendChatAction",
        &[CHAT_ID, req("action", Str, "wrong parameter action in request")],
        send::send_chat_action,
    ),
    now(
        "editMessageText",
        &[
            CHAT_ID,
            MESSAGE_ID,
            req("text", Str, "message text is empty"),
            opt("parse_mode", Str),
            opt("entities", Array),
            opt("link_preview_options", Object),
            opt("reply_markup", Object),
        ],
        edit::edit_message_text,
    ),
    now(
        "editMessageReplyMarkup",
        &[CHAT_ID, MESSAGE_ID, opt("reply_markup", Object)],
        edit::edit_message_reply_markup,
    ),
    now("deleteMessage", &[CHAT_ID, MESSAGE_ID], edit::delete_message),
    now(
        "setMessageReaction",
        &[CHAT_ID, MESSAGE_ID, opt("reaction", Array), opt("is_big", Bool)],
        edit::set_message_reaction,
    ),
    now(
        "answerCallbackQuery",
        &[
            req("callback_query_id", Str, taps::TOO_OLD),
            opt("text", Str),
            opt("show_alert", Bool),
            opt("url", Str),
            opt("cache_time", Int),
        ],
        taps::answer_callback_query,
    ),
];
