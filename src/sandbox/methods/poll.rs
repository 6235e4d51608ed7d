//! `getUpdates`: a long poll that hands out the same updates until their ids are acknowledged, and lets one poller
//! at a time go on.

use std::time::Duration;

use serde_json::{Value, json};

use super::webhooks::ACTIVE;
use crate::sandbox::api_error::ApiError;
use crate::sandbox::params::Params;
use crate::sandbox::start::Inner;
use crate::sandbox::state::State;

/// Longest wait that Telegram grants.
const LONGEST_WAIT: i64 = 50;
/// Most updates of one answer.
const MOST_UPDATES: i64 = 100;
const OTHER_POLLER: &str =
    "terminated by other getUpdates request; make sure that only one bot instance is running";

/// Serves one `getUpdates`.
pub(in crate::sandbox) async fn poll(inner: &Inner, token: &str, params: &Params) -> Result<Value, ApiError> {
    let limit = params.int("limit").unwrap_or(MOST_UPDATES).clamp(1, MOST_UPDATES);
    let limit = usize::try_from(limit).unwrap_or(1);
    let wait = params.int("timeout").unwrap_or(0).clamp(0, LONGEST_WAIT);
    let wait = Duration::from_secs(wait.unsigned_abs());
    let mut changed = inner.changes();
    let mine = inner.change(|state| begin(inner, state, token, params))?;
    let waiting = async {
        loop {
            if let Some(answer) = inner.read(|state| look(state, token, mine, limit)) {
                return answer;
            }
            // The sender lives as long as the stand-in that serves this request.
            let _ = changed.changed().await;
        }
    };
    match tokio::time::timeout(wait, waiting).await {
        Ok(answer) => answer,
        Err(_) => Ok(json!([])),
    }
}

/// Acknowledges and takes the poller's place from an earlier one; gives the number of this poll.
fn begin(inner: &Inner, state: &mut State, token: &str, params: &Params) -> Result<u64, ApiError> {
    let system = inner.system();
    let bot = state.bots.get_mut(token).ok_or_else(ApiError::unauthorized)?;
    if bot.webhook.is_some() {
        return Err(ApiError::conflict(ACTIVE));
    }
    bot.expire(system);
    bot.acknowledge(params.int("offset").unwrap_or(0));
    if let Some(allowed) = params.strings("allowed_updates") {
        bot.allowed_updates = allowed;
    }
    bot.poll += 1;
    Ok(bot.poll)
}

/// The answer, if there is something to say by now.
fn look(state: &State, token: &str, mine: u64, limit: usize) -> Option<Result<Value, ApiError>> {
    let bot = state.bots.get(token)?;
    if bot.poll != mine {
        return Some(Err(ApiError::conflict(OTHER_POLLER)));
    }
    if bot.webhook.is_some() {
        return Some(Err(ApiError::conflict("terminated by setWebhook request")));
    }
    let updates = bot.waiting(limit);
    (!updates.is_empty()).then(|| Ok(json!(updates)))
}
