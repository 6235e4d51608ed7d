//! The way in: updates are stored and committed, and only then acknowledged to the channel, be it by the offset of the
//! next request for updates or by the answer to a posted one. What is fetched twice is stored once.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::{Notify, watch};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tracing::{debug, error, info, warn};

use super::lease::Term;
use super::{Backoff, Context};
use crate::clock::{ClockError, system_now};
use crate::store::inbox::NewUpdate;
use crate::store::{self, StoreError};
use crate::telegram::{self, Client, Fault, Webhook};

/// Rests after failures to fetch updates, or to store them.
const REST: Backoff = Backoff { first: Duration::from_millis(500), most: Duration::from_secs(30) };

/// Stores updates. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Intake {
    context: Context,
    arrived: Arc<Notify>,
}

/// Why updates could not be stored.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Business time.
    #[error(transparent)]
    Clock(#[from] ClockError),
}

impl Intake {
    /// An intake that tells `arrived` of each new update, so that whoever handles them need not look for them.
    pub fn new(context: Context, arrived: Arc<Notify>) -> Self {
        Self { context, arrived }
    }

    /// Stores raw updates in the order given and commits them. Gives the highest id among them, up to which they may be
    /// acknowledged; `None` where none has an id.
    ///
    /// # Errors
    /// Nothing is stored then, as far as anyone knows: the same updates may be given again.
    pub async fn store(&self, raw: Vec<Value>) -> Result<Option<i64>, IntakeError> {
        let Context { db, org, bot, clock, ids, metrics } = &self.context;
        let mut tx = db.begin(*org).await?;
        let now = clock.business_now(&mut tx).await?;
        let mut fork = ids.with(|maker| maker.fork());
        // By the system's time, as always: business time may be moved.
        let dated = system_now();
        store::order::raise_for_inbox(&mut tx, *org, &mut fork, dated).await?;
        let mut updates = Vec::with_capacity(raw.len());
        for payload in raw {
            let Some(update_id) = telegram::update_id(&payload) else {
                error!(target: "rapport::receive", "an update without an id was passed over");
                continue;
            };
            let chat_id = telegram::chat_id(&payload);
            let payload = telegram::storable(payload);
            updates.push(NewUpdate { id: fork.next(dated), chat_id, update_id, payload, received_at: now });
        }
        ids.with(|maker| maker.rejoin(&fork));
        let new = store::inbox::store(&mut tx, *org, *bot, &updates).await?;
        tx.commit().await?;
        let repeated = updates.len() as u64 - new;
        metrics.updates_stored.inc_by(new);
        metrics.updates_repeated.inc_by(repeated);
        if new > 0 {
            self.arrived.notify_one();
        }
        debug!(target: "rapport::receive", new, repeated, "updates stored");
        Ok(updates.iter().map(|u| u.update_id).max())
    }
}

/// Fetches updates while this process leads, until told to stop. `wait` is how long one request waits for some.
pub async fn poll(
    intake: Intake,
    client: Client,
    wait: Duration,
    mut leadership: watch::Receiver<Term>,
    stop: CancellationToken,
) {
    while let Some(term) = leads(&mut leadership, &stop).await {
        info!(target: "rapport::receive", "polling");
        tokio::select! {
            () = stop.cancelled() => {}
            () = loses(&mut leadership, term) => {}
            never = fetch(&intake, &client, wait) => match never {},
        }
        info!(target: "rapport::receive", "polling ended");
    }
}

/// Has updates posted to us, told anew each time that this process begins to lead, until told to stop.
pub async fn announce_webhook(
    client: Client,
    webhook: Webhook,
    mut leadership: watch::Receiver<Term>,
    stop: CancellationToken,
) {
    while let Some(term) = leads(&mut leadership, &stop).await {
        let telling = async {
            let mut failures = 0;
            while let Err(fault) = client.set_webhook(&webhook).await {
                failures += 1;
                warn!(target: "rapport::receive", %fault, "the webhook can't be set");
                sleep(rest(&fault, failures)).await;
            }
            info!(target: "rapport::receive", "webhook set");
            std::future::pending::<()>().await;
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = loses(&mut leadership, term) => {}
            () = telling => {}
        }
    }
}

/// Fetches and stores for ever.
async fn fetch(intake: &Intake, client: &Client, wait: Duration) -> std::convert::Infallible {
    // With no offset Telegram gives whatever it was not told to forget. With one it forgets all below it; said once,
    // it is not said again, since after an idle week Telegram's ids begin anew at any number.
    let mut offset = None;
    let mut failures = 0;
    loop {
        match client.get_updates(offset, wait).await {
            Ok(updates) => {
                let count = updates.len();
                match store(intake, updates).await {
                    Some(highest) => offset = Some(highest + 1),
                    None if count == 0 => offset = None,
                    // Nothing among them can be acknowledged, so they will come again at once.
                    None => sleep(REST.most).await,
                }
                failures = 0;
            }
            Err(fault) => {
                failures += 1;
                intake.context.metrics.poll_faults.inc();
                mend(client, &fault, failures).await;
            }
        }
    }
}

/// Stores, as often as it takes: what is not stored must not be acknowledged.
async fn store(intake: &Intake, updates: Vec<Value>) -> Option<i64> {
    if updates.is_empty() {
        return None;
    }
    let mut failures = 0;
    loop {
        match intake.store(updates.clone()).await {
            Ok(highest) => return highest,
            Err(error) => {
                failures += 1;
                warn!(target: "rapport::receive", %error, "updates can't be stored");
                sleep(REST.after(failures)).await;
            }
        }
    }
}

/// Does what can be done about a failed request, and rests.
async fn mend(client: &Client, fault: &Fault, failures: u32) {
    if fault.is_token() {
        error!(target: "rapport::receive", %fault, "Telegram does not accept the token");
    } else if fault.is_webhook_set() {
        // Left from an earlier way of working; its updates wait for us.
        warn!(target: "rapport::receive", "a webhook is set: it is deleted, so that updates can be fetched");
        match client.delete_webhook().await {
            Ok(()) => return,
            Err(fault) => warn!(target: "rapport::receive", %fault, "the webhook can't be deleted"),
        }
    } else if fault.is_other_poller() {
        // For a moment after a change of leader this is normal.
        warn!(target: "rapport::receive", failures, "another program fetches the updates of this bot");
    } else {
        warn!(target: "rapport::receive", %fault, failures, "updates can't be fetched");
    }
    sleep(rest(fault, failures)).await;
}

fn rest(fault: &Fault, failures: u32) -> Duration {
    if fault.is_token() {
        return REST.most;
    }
    fault.retry_after().map_or_else(|| REST.after(failures), Duration::from_secs)
}

/// Waits until this process leads, and gives its term; `None` where it is told to stop first, or where there is no
/// election any more.
async fn leads(leadership: &mut watch::Receiver<Term>, stop: &CancellationToken) -> Term {
    let term = tokio::select! {
        () = stop.cancelled() => None,
        term = leadership.wait_for(Term::is_some) => term.ok().and_then(|term| *term),
    };
    // Whoever stood for election may be gone without a word.
    term.filter(|_| leadership.has_changed().is_ok())
}

/// Waits until this process no longer leads under a term.
async fn loses(leadership: &mut watch::Receiver<Term>, term: i64) {
    // An error means that there is no election any more, so there is no leader either.
    let _ = leadership.wait_for(|current| *current != Some(term)).await;
}
