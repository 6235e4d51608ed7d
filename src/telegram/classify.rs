//! What an answer of Telegram, or the lack of one, means for what was sent. Pure.
//!
//! The line between *surely not sent* and *in doubt* decides whether something may be sent again, so it is drawn by
//! what can be known: no connection, or a refusal in Telegram's own form, took no effect; all else may have.

use serde::Deserialize;
use serde_json::Value;
use teloxide::ApiError;
use teloxide::types::ResponseParameters;

use crate::domain::Outcome;

/// Why a request got no good answer. Carries nothing of what was sent, and no token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No connection came about: nothing was sent.
    #[error("no connection")]
    Unreached,
    /// Telegram said no, so the request took no effect.
    #[error("{code} {description}")]
    Refused {
        /// `error_code` of the answer.
        code: u16,
        /// `description` of the answer, without what it may quote of a text.
        description: String,
        /// Seconds to wait before anything is sent again.
        retry_after: Option<u64>,
    },
    /// The server failed, as it says, on its way: the request may have taken effect.
    #[error("{code} from the server")]
    Server {
        /// HTTP status, or `error_code` of the answer.
        code: u16,
    },
    /// The time was up, or the connection broke, before there was an answer.
    #[error("{0}")]
    Cut(&'static str),
    /// There was an answer, but nobody can read it.
    #[error("unreadable answer with status {status}")]
    Unreadable {
        /// HTTP status.
        status: u16,
    },
    /// The request could not be made: a bug.
    #[error("{0}")]
    Unsendable(String),
}

impl Fault {
    /// The token is not, or no longer, of a bot.
    pub fn is_token(&self) -> bool {
        matches!(self, Self::Refused { code: 401, .. }) || self.error() == Some(ApiError::InvalidToken)
    }

    /// Telegram said no for good, rather than for now.
    pub fn is_refused(&self) -> bool {
        matches!(self, Self::Refused { code, .. } if !matches!(code, 401 | 429))
    }

    /// Someone else fetches updates of this bot.
    pub fn is_other_poller(&self) -> bool {
        matches!(self, Self::Refused { code: 409, .. }) && !self.is_webhook_set()
    }

    /// A webhook is set, which rules out fetching updates.
    pub fn is_webhook_set(&self) -> bool {
        match self {
            Self::Refused { code: 409, description, .. } => {
                description.to_ascii_lowercase().contains("webhook")
            }
            _ => false,
        }
    }

    /// How long Telegram wants us to wait, in seconds, where it says so.
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Refused { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    fn error(&self) -> Option<ApiError> {
        match self {
            Self::Refused { description, .. } => {
                ApiError::deserialize(Value::from(description.as_str())).ok()
            }
            _ => None,
        }
    }
}

/// Reads an answer: the `result` of a good one, else why not.
pub(super) fn answer(status: u16, body: &[u8]) -> Result<Value, Fault> {
    #[derive(Deserialize)]
    struct Answer {
        ok: bool,
        #[serde(default)]
        result: Value,
        error_code: Option<u16>,
        #[serde(default)]
        description: String,
        parameters: Option<Value>,
    }
    let read = serde_json::from_slice(body);
    let Ok(Answer { ok, result, error_code, description, parameters }) = read else {
        return Err(if status >= 500 {
            Fault::Server { code: status }
        } else {
            Fault::Unreadable { status }
        });
    };
    if ok {
        return Ok(result);
    }
    let code = error_code.unwrap_or(status);
    match code {
        500.. => Err(Fault::Server { code }),
        400..500 => {
            let retry_after = match parameters.map(ResponseParameters::deserialize) {
                Some(Ok(ResponseParameters::RetryAfter(seconds))) => Some(u64::from(seconds.seconds())),
                _ => None,
            };
            Err(Fault::Refused { code, description: plain(&description).to_owned(), retry_after })
        }
        _ => Err(Fault::Unreadable { status }),
    }
}

/// What became of something that was sent; `edits` is the message that it was to edit.
pub(super) fn outcome(answer: Result<Value, Fault>, edits: Option<&str>) -> Outcome {
    let fault = match answer {
        Ok(result) => {
            let id = result.get("message_id").and_then(Value::as_i64).map(|id| id.to_string());
            return Outcome::Sent(id.or(edits.map(str::to_owned)));
        }
        Err(fault) => fault,
    };
    let error = fault.to_string();
    match (&fault, fault.error()) {
        // Nothing that one message can help: all wait until someone has mended the token.
        _ if fault.is_token() => Outcome::Retry { after: Some(TOKEN_PAUSE), error },
        (Fault::Refused { code: 429, retry_after, .. }, _) => {
            Outcome::Retry { after: Some(retry_after.unwrap_or(UNTOLD_PAUSE)), error }
        }
        (Fault::Refused { code: 409, .. }, _) | (Fault::Unreached, _) => {
            Outcome::Retry { after: None, error }
        }
        (Fault::Refused { description, .. }, _) if edits.is_some() && is_unchanged(description) => {
            Outcome::Sent(edits.map(str::to_owned))
        }
        (Fault::Refused { code: 400, .. }, Some(api)) if edits.is_some() && is_gone(&api) => {
            Outcome::CardGone
        }
        (Fault::Refused { .. }, api) => {
            Outcome::Refused { error, blocked: api == Some(ApiError::BotBlocked) }
        }
        (Fault::Unsendable(_), _) => Outcome::Refused { error, blocked: false },
        (Fault::Server { .. } | Fault::Cut(_) | Fault::Unreadable { .. }, _) => Outcome::InDoubt { error },
    }
}

/// Seconds of rest for everything while Telegram does not accept the token.
const TOKEN_PAUSE: u64 = 30;
/// Seconds of rest after a 429 that does not say how long.
const UNTOLD_PAUSE: u64 = 5;

/// The message says already what it was to say. Telegram has this in a short and a long form.
fn is_unchanged(description: &str) -> bool {
    description.contains("message is not modified") || description.contains("MESSAGE_NOT_MODIFIED")
}

/// The message to be edited is no more, or can't be edited any more.
fn is_gone(error: &ApiError) -> bool {
    use ApiError::{MessageCantBeEdited, MessageIdInvalid, MessageToEditNotFound, Unknown};
    match error {
        MessageCantBeEdited | MessageIdInvalid | MessageToEditNotFound => true,
        // A card that is a picture by now, or was never a text.
        Unknown(text) => text.contains("there is no text in the message to edit"),
        _ => false,
    }
}

/// A description without what it may quote: Telegram repeats parts of a text that it could not read.
fn plain(description: &str) -> &str {
    let unquoted = description.split(['"', '<', '«', '“']).next().unwrap_or_default();
    let end = unquoted.char_indices().nth(100).map_or(unquoted.len(), |(at, _)| at);
    unquoted[..end].trim_end()
}

#[cfg(test)]
mod tests;
