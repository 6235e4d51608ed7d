//! `answerCallbackQuery`: each tap is answered once, within the time that Telegram waits.

use serde_json::{Value, json};

use super::Call;
use crate::sandbox::api_error::ApiError;
use crate::sandbox::chat::TapAnswer;
use crate::sandbox::html::utf16;
use crate::sandbox::updates::TAP_LIFE;

pub(super) const TOO_OLD: &str = "query is too old and response timeout expired or query ID is invalid";
/// Most characters of the notice.
const NOTICE_LIMIT: usize = 200;

pub(super) fn answer_callback_query(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let query_id = call.params.str("callback_query_id").unwrap_or_default().to_owned();
    let text = call.params.str("text").filter(|t| !t.is_empty()).map(str::to_owned);
    let alert = call.params.bool("show_alert");
    if text.as_ref().is_some_and(|t| utf16(t) > NOTICE_LIMIT) {
        return Err(ApiError::bad("MESSAGE_TOO_LONG"));
    }
    let (system, revision) = (call.system, call.state.revision);
    let bot = call.bot_mut()?;
    let query = bot.queries.remove(&query_id).filter(|q| system - q.at < TAP_LIFE);
    let query = query.ok_or_else(|| ApiError::bad(TOO_OLD))?;
    if let Some(chat) = bot.chats.get_mut(&query.chat_id) {
        chat.tap_answers.push(TapAnswer { query_id, text, alert, revision });
    }
    Ok(json!(true))
}
