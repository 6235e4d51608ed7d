//! The answers that say no, in Telegram's own words: a client that tells faults apart by their text must meet here
//! what it meets in the field.

use serde_json::{Value, json};

/// A refusal of the Bot API: HTTP status, description, and for 429 how long to wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ApiError {
    pub(super) code: u16,
    pub(super) description: String,
    pub(super) retry_after: Option<u32>,
}

impl ApiError {
    pub(super) fn new(code: u16, description: impl Into<String>) -> Self {
        Self { code, description: description.into(), retry_after: None }
    }

    /// 400, with the prefix that Telegram gives such answers.
    pub(super) fn bad(what: impl AsRef<str>) -> Self {
        Self::new(400, format!("Bad Request: {}", what.as_ref()))
    }

    /// 403, with the prefix that Telegram gives such answers.
    pub(super) fn forbidden(what: &str) -> Self {
        Self::new(403, format!("Forbidden: {what}"))
    }

    /// 409, with the prefix that Telegram gives such answers.
    pub(super) fn conflict(what: &str) -> Self {
        Self::new(409, format!("Conflict: {what}"))
    }

    /// 429: ask again after so many seconds.
    pub(super) fn too_many(retry_after: u32) -> Self {
        let description = format!("Too Many Requests: retry after {retry_after}");
        Self { code: 429, description, retry_after: Some(retry_after) }
    }

    /// The token is of no bot here.
    pub(super) fn unauthorized() -> Self {
        Self::new(401, "Unauthorized")
    }

    /// The envelope in which the answer travels.
    pub(super) fn to_json(&self) -> Value {
        let mut body = json!({"ok": false, "error_code": self.code, "description": self.description});
        if let Some(seconds) = self.retry_after {
            body["parameters"] = json!({"retry_after": seconds});
        }
        body
    }
}
