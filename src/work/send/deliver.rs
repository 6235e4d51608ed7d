//! One row on its way: waits for its chat's rate, is sent outside any transaction, and has its outcome recorded in one
//! transaction with whatever follows from it.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::watch;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tracing::{debug, error, info, warn};

use super::verdict::verdict;
use super::{LEASE, React, Settings};
use crate::clock::Stopwatch;
use crate::domain::{OutboxKind, Outcome};
use crate::store::outbox::{Claimed, End, Settled, Settlement, Verdict};
use crate::store::{self, StoreError};
use crate::telegram::Client;
use crate::work::{Backoff, Context};

use super::rates::Chats;

/// Rests while an outcome can't be recorded.
const RECORD: Backoff = Backoff { first: Duration::from_millis(100), most: Duration::from_secs(5) };

/// What all rows on their way share.
pub(super) struct Courier {
    pub(super) context: Context,
    pub(super) client: Client,
    pub(super) settings: Settings,
    pub(super) react: React,
    pub(super) chats: Chats,
    /// Open while things may be sent.
    pub(super) open: watch::Sender<bool>,
    /// Nothing new is sent once it is cancelled.
    pub(super) stop: CancellationToken,
}

/// What a row on its way tells the sender at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum News {
    /// It went through.
    Fine,
    /// It was not sent after all, and has been given back.
    Back,
    /// Everything is to rest so long.
    Rest(Duration),
    /// The channel can't be reached, or fails.
    Fault,
}

impl Courier {
    /// Sees a claimed row through. `claimed` was started before it was claimed.
    pub(super) async fn deliver(self: Arc<Self>, row: Claimed, claimed: Stopwatch) -> News {
        if !self.may_send(&row, claimed).await {
            self.give_back(&row).await;
            return News::Back;
        }
        let outcome = self.client.send(&row.chat_id, &row.what, row.card.as_deref()).await;
        let news = match &outcome {
            Outcome::Sent(_) | Outcome::Refused { .. } | Outcome::CardGone => News::Fine,
            Outcome::Retry { after: Some(seconds), error } => {
                warn!(target: "rapport::send", %error, seconds, "sending rests");
                News::Rest(Duration::from_secs(*seconds))
            }
            Outcome::Retry { after: None, .. } | Outcome::InDoubt { .. } => News::Fault,
        };
        if news != News::Fine {
            // At once: recording takes a moment, in which nothing else should go.
            self.open.send_replace(false);
        }
        let replaced = replaced(&row, &outcome);
        self.record(&row, outcome).await;
        if let Some(old) = replaced
            && let Err(fault) = self.client.close_card(&row.chat_id, &old).await
        {
            debug!(target: "rapport::send", %fault, "a replaced card keeps its buttons");
        }
        news
    }

    /// Waits for the chat's rate; `false` where the row may not be sent any more: everything is to rest or to stop, or
    /// the lease of the row would not outlast the request, and someone might take it for one of a dead process.
    async fn may_send(&self, row: &Claimed, claimed: Stopwatch) -> bool {
        let mut open = self.open.subscribe();
        let turn = tokio::select! {
            biased;
            () = self.stop.cancelled() => false,
            _ = open.wait_for(|open| !*open) => false,
            () = self.chats.wait(&row.chat_id, &row.what) => true,
        };
        turn && claimed.elapsed() + Client::patience() < LEASE
    }

    /// Where this fails the row is taken over when its lease ends, as if we had died.
    async fn give_back(&self, row: &Claimed) {
        let giving = async {
            let mut tx = self.context.db.begin(self.context.org).await?;
            store::outbox::give_back(&mut tx, self.context.org, row).await?;
            tx.commit().await
        };
        if let Err(error) = giving.await {
            warn!(target: "rapport::send", %error, row = %row.id.0, "a row can't be given back");
        }
    }

    /// Records an outcome, as often as it takes: the longer it is not known, the likelier something is sent twice.
    async fn record(&self, row: &Claimed, outcome: Outcome) {
        let (mut failures, mut react) = (0, true);
        loop {
            match self.try_record(row, outcome.clone(), react).await {
                Ok(()) => return,
                Err(error) if error.is_passing() => {
                    failures += 1;
                    warn!(target: "rapport::send", %error, row = %row.id.0, failures, "an outcome can't be recorded");
                    sleep(RECORD.after(failures)).await;
                }
                // A bug in what follows from the outcome must not have it forgotten, and the message sent again.
                Err(error) if react => {
                    error!(target: "rapport::send", %error, row = %row.id.0, "an outcome is recorded without what follows");
                    react = false;
                }
                Err(error) => {
                    error!(target: "rapport::send", %error, row = %row.id.0, "an outcome is lost");
                    return;
                }
            }
        }
    }

    async fn try_record(&self, row: &Claimed, outcome: Outcome, react: bool) -> Result<(), StoreError> {
        let Context { db, org, bot, clock, metrics, .. } = &self.context;
        let mut tx = db.begin(*org).await?;
        let now = store::clock::database_now(&mut tx).await?;
        let at = match clock.business_now(&mut tx).await {
            Ok(at) => at,
            Err(crate::clock::ClockError::Database(error)) => return Err(error.into()),
            // Whoever takes the clock away has left no better answer than the system's.
            Err(crate::clock::ClockError::NeverSet) => now,
        };
        let verdict = verdict(row, outcome, &self.settings.retries, now, at);
        let rest = TimeDelta::from_std(self.settings.card_rest).unwrap_or(TimeDelta::zero());
        let settlement = Settlement { bot: *bot, row, verdict: &verdict, at, rests_until: now + rest };
        let settled = store::outbox::settle(&mut tx, *org, settlement).await?;
        if let Some(settled) = settled.as_ref().filter(|_| react) {
            (self.react)(&mut tx, settled).await?;
        }
        tx.commit().await?;
        match (&settled, &verdict) {
            (Some(settled), _) => tell(settled),
            (None, Verdict::Again { error, .. }) => {
                info!(target: "rapport::send", %error, row = %row.id.0, attempts = row.attempts, "{} waits to be sent again", row.kind.name());
            }
            (None, _) => warn!(target: "rapport::send", row = %row.id.0, "an outcome came too late to count"),
        }
        metrics.count_sent(row.kind.name(), word(&verdict));
        Ok(())
    }
}

/// The card that a sent message takes the place of.
fn replaced(row: &Claimed, outcome: &Outcome) -> Option<String> {
    let Outcome::Sent(Some(id)) = outcome else { return None };
    row.card.clone().filter(|old| old != id)
}

/// Tells of a row that has come to its end, in words that whoever operates the program can wait on.
pub(super) fn tell(settled: &Settled) {
    let (kind, row) = (settled.kind.name(), settled.id.0);
    let loud = matches!(settled.kind, OutboxKind::Prompt | OutboxKind::Nudge);
    match settled.end {
        End::Sent if loud => info!(target: "rapport::send", %row, "{kind} sent"),
        End::Sent => debug!(target: "rapport::send", %row, "{kind} sent"),
        End::Failed { blocked } => info!(target: "rapport::send", %row, blocked, "{kind} failed"),
        End::Expired => info!(target: "rapport::send", %row, "{kind} expired"),
        End::InDoubt => warn!(target: "rapport::send", %row, "{kind} in doubt"),
    }
}

fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Sent(_) => "sent",
        Verdict::Again { .. } => "again",
        Verdict::Failed { blocked: true, .. } => "blocked",
        Verdict::Failed { .. } => "failed",
        Verdict::InDoubt { .. } => "in_doubt",
    }
}
