//! Failures on order: what a test asks the stand-in to do wrong, how often, and to which method.

use std::time::Duration;

use tokio::sync::watch;

/// One way to fail.
#[derive(Debug, Clone)]
pub enum Fault {
    /// 429 with this `retry_after`, in seconds. The request takes no effect.
    TooManyRequests(u32),
    /// 403, `bot was blocked by the user`. The request takes no effect.
    Blocked,
    /// This status (say 502) with Telegram's kind of body. The request takes no effect.
    Status(u16),
    /// The connection is closed before the request takes effect.
    CutBefore,
    /// The request takes effect; then the connection is closed without an answer.
    CutAfter,
    /// The request takes effect; the answer is 200 and no JSON.
    Garbage,
    /// The request takes effect after this time.
    Delay(Duration),
    /// The request takes effect when the gate opens.
    HoldBefore(Gate),
    /// The request takes effect at once; the answer waits for the gate.
    HoldAfter(Gate),
}

/// A gate that a test opens: requests held by it go on then. Clones are the same gate.
#[derive(Debug, Clone)]
pub struct Gate {
    open: watch::Sender<bool>,
}

impl Default for Gate {
    fn default() -> Self {
        Self::new()
    }
}

impl Gate {
    /// A closed gate.
    pub fn new() -> Self {
        Self { open: watch::Sender::new(false) }
    }

    /// Lets through all that wait and all that will come.
    pub fn release(&self) {
        self.open.send_replace(true);
    }

    pub(super) async fn passed(&self) {
        // The sender is in `self`, so waiting can't end by its going away.
        let _ = self.open.subscribe().wait_for(|open| *open).await;
    }
}

/// A fault waiting for its requests.
#[derive(Debug)]
pub(super) struct FaultRule {
    /// Name in any case; `*` is every method.
    method: String,
    /// Only requests with this `chat_id`.
    chat_id: Option<i64>,
    left: u32,
    fault: Fault,
}

impl FaultRule {
    pub(super) fn new(method: &str, chat_id: Option<i64>, count: u32, fault: Fault) -> Self {
        Self { method: method.into(), chat_id, left: count, fault }
    }
}

/// Takes the first fault that is meant for this request; used-up rules go away.
pub(super) fn take(rules: &mut Vec<FaultRule>, method: &str, chat_id: Option<i64>) -> Option<Fault> {
    let meant = |r: &FaultRule| {
        (r.method == "*" || r.method.eq_ignore_ascii_case(method))
            && (r.chat_id.is_none() || r.chat_id == chat_id)
    };
    let index = rules.iter().position(meant)?;
    rules[index].left = rules[index].left.saturating_sub(1);
    let fault = rules[index].fault.clone();
    if rules[index].left == 0 {
        rules.remove(index);
    }
    Some(fault)
}
