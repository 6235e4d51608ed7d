//! Waiting for what a test is about: woken by changes, never by a clock, and with a full account when it does not come.

use std::fmt;

use super::message::Message;
use super::phone::Phone;
use super::start::Sandbox;
use super::state::{Outcome, Request, State};

/// So many of the latest requests stand in the account.
const REQUESTS_SHOWN: usize = 25;

/// What was waited for did not come. Shows the chats and the latest requests, for `unwrap()` to print.
#[derive(thiserror::Error)]
#[error("waited in vain for {what}\n{account}")]
pub struct WaitError {
    what: String,
    account: String,
}

impl fmt::Debug for WaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Sandbox {
    /// Waits until `probe` finds what it looks for; `what` names it for the reader of a failure. The probe sees the
    /// state as it is now and again after each change.
    ///
    /// # Errors
    /// When the patience given at the start is over.
    pub async fn wait_for<T>(
        &self,
        what: &str,
        mut probe: impl FnMut(&State) -> Option<T>,
    ) -> Result<T, WaitError> {
        let mut changed = self.inner.changes();
        let found = async {
            loop {
                if let Some(found) = self.inner.read(&mut probe) {
                    return found;
                }
                // The sender is in `self.inner`.
                let _ = changed.changed().await;
            }
        };
        tokio::time::timeout(self.inner.patience, found)
            .await
            .map_err(|_| WaitError { what: what.to_owned(), account: self.inner.read(State::account) })
    }

    /// Waits for a request, answered by now, of this method for which `wanted` holds.
    ///
    /// # Errors
    /// When the patience given at the start is over.
    pub async fn wait_for_request(
        &self,
        method: &str,
        mut wanted: impl FnMut(&Request) -> bool,
    ) -> Result<Request, WaitError> {
        let done = |r: &&Request| r.method == method && r.outcome != Outcome::Pending;
        self.wait_for(&format!("a request {method}"), |state| {
            state.requests.iter().filter(done).find(|r| wanted(r)).cloned()
        })
        .await
    }

    /// Waits until every update of every bot was handed out and acknowledged.
    ///
    /// # Errors
    /// When the patience given at the start is over.
    pub async fn wait_until_fetched(&self) -> Result<(), WaitError> {
        self.wait_for("all updates to be acknowledged", |state| {
            state.bots.values().all(|bot| bot.pending.is_empty()).then_some(())
        })
        .await
    }
}

impl Phone {
    /// Waits for a message of the bot, standing or still to come, for which `wanted` holds; the latest such one.
    ///
    /// # Errors
    /// When the patience given at the start is over.
    pub async fn wait_for(
        &self,
        what: &str,
        mut wanted: impl FnMut(&Message) -> bool,
    ) -> Result<Message, WaitError> {
        let what = format!("{what} (chat {})", self.chat_id());
        self.sandbox()
            .wait_for(&what, |state| {
                let chat = state.bots.get(self.token())?.chats.get(&self.chat_id())?;
                chat.from_bot().rev().find(|m| wanted(m)).cloned()
            })
            .await
    }

    /// As [`Phone::wait_for`], for a message sent after the one with this id.
    ///
    /// # Errors
    /// When the patience given at the start is over.
    pub async fn wait_after(
        &self,
        message_id: i64,
        what: &str,
        mut wanted: impl FnMut(&Message) -> bool,
    ) -> Result<Message, WaitError> {
        self.wait_for(what, |m| m.id > message_id && wanted(m)).await
    }

    /// Waits until the bot has put a reaction on this message; gives it.
    ///
    /// # Errors
    /// When the patience given at the start is over.
    pub async fn wait_for_reaction(&self, message_id: i64) -> Result<String, WaitError> {
        let what = format!("a reaction to #{message_id} (chat {})", self.chat_id());
        self.sandbox()
            .wait_for(&what, |state| {
                let chat = state.bots.get(self.token())?.chats.get(&self.chat_id())?;
                chat.message(message_id)?.reaction.clone()
            })
            .await
    }
}

impl State {
    /// Chats, latest requests and open updates as text.
    fn account(&self) -> String {
        let mut out = String::new();
        for bot in self.bots.values() {
            let (name, waiting) = (&bot.profile.username, bot.pending.len());
            out.push_str(&format!("@{name}: {waiting} updates not acknowledged\n"));
            bot.chats.values().for_each(|chat| out.push_str(&chat.transcript()));
        }
        let skipped = self.requests.len().saturating_sub(REQUESTS_SHOWN);
        out.push_str(&format!("requests (the latest of {}):\n", self.request_count));
        for r in self.requests.iter().skip(skipped) {
            let params = serde_json::Value::Object(r.params.clone()).to_string();
            let short: String = params.chars().take(160).collect();
            let outcome = match &r.outcome {
                Outcome::Ok(_) => "ok".to_owned(),
                other => format!("{other:?}"),
            };
            out.push_str(&format!("  {} {} {short} → {outcome}\n", r.at.format("%m-%d %H:%M:%S"), r.method));
        }
        out
    }
}
