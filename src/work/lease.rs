//! One process polls and sends for a bot: whoever holds its lease.
//!
//! The lease is a row with an end, by the database's clock, prolonged every second. A process that can't prolong it
//! stops to lead before the end comes, so that two never lead at once, and another takes over within seconds. Whoever
//! leads works under a *term*; what is done under a term that is over is refused by the row itself
//! ([`store::bot::holds`]).

use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use super::Context;
use crate::clock::Stopwatch;
use crate::domain::HolderId;
use crate::store;

/// The term under which this process leads; `None` while it doesn't.
pub type Term = Option<i64>;

/// How long leases are.
#[derive(Clone, Copy, Debug)]
pub struct Leases {
    /// From one renewal to the next, and from one look at another's lease to the next.
    pub renew: Duration,
    /// From a renewal to the end of the lease.
    pub length: Duration,
    /// So long before the end a process that could not renew its lease stops to lead.
    pub margin: Duration,
}

impl Default for Leases {
    fn default() -> Self {
        Self { renew: Duration::from_secs(1), length: Duration::from_secs(4), margin: Duration::from_secs(1) }
    }
}

impl Leases {
    fn tenure(self) -> Duration {
        self.length.saturating_sub(self.margin)
    }
}

/// Stands for election until told to stop; then gives the lease back. Stop it after the loops that lead, so that the
/// next leader finds their work done.
pub async fn elect(
    context: Context,
    holder: HolderId,
    leases: Leases,
    leadership: watch::Sender<Term>,
    stop: CancellationToken,
) {
    // The term, and the moment from which on we hold it for sure: before the database was asked.
    let mut held: Option<(i64, Stopwatch)> = None;
    while !stop.is_cancelled() {
        let left = held.map_or(leases.length, |(_, since)| leases.tenure().saturating_sub(since.elapsed()));
        let asked = Stopwatch::start();
        let asking = ask(&context, holder, held.map(|(term, _)| term), leases.length);
        let answer = tokio::select! {
            () = stop.cancelled() => break,
            answer = timeout(left, asking) => answer,
        };
        match answer {
            Ok(Ok(term)) => held = term.map(|term| (term, asked)),
            Ok(Err(error)) => {
                warn!(target: "rapport::lease", %error, code = error.code(), "the lease can't be renewed")
            }
            Err(_) => warn!(target: "rapport::lease", "the lease can't be renewed in time"),
        }
        held = held.filter(|(_, since)| since.elapsed() < leases.tenure());
        announce(&context, &leadership, held.map(|(term, _)| term));
        let left = held.map_or(leases.renew, |(_, since)| leases.tenure().saturating_sub(since.elapsed()));
        tokio::select! {
            () = stop.cancelled() => break,
            () = sleep(left.min(leases.renew)) => {}
        }
    }
    announce(&context, &leadership, None);
    if let Some((term, _)) = held
        && !matches!(timeout(leases.length, release(&context, holder, term)).await, Ok(Ok(())))
    {
        warn!(target: "rapport::lease", "the lease can't be given back; it ends by itself");
    }
}

/// Renews the lease, or takes it where it is free.
async fn ask(context: &Context, holder: HolderId, term: Term, length: Duration) -> store::Result<Term> {
    let mut tx = context.db.begin_plain().await?;
    let now = store::clock::database_now(&mut tx).await?;
    let until = now + TimeDelta::from_std(length).unwrap_or(TimeDelta::MAX);
    let held = match term {
        Some(term) => store::bot::renew(&mut tx, context.bot, holder, term, until).await?.then_some(term),
        None => store::bot::acquire(&mut tx, context.bot, holder, now, until).await?,
    };
    tx.commit().await?;
    Ok(held)
}

async fn release(context: &Context, holder: HolderId, term: i64) -> store::Result<()> {
    let mut tx = context.db.begin_plain().await?;
    let now = store::clock::database_now(&mut tx).await?;
    store::bot::release(&mut tx, context.bot, holder, term, now).await?;
    tx.commit().await
}

fn announce(context: &Context, leadership: &watch::Sender<Term>, term: Term) {
    let changed = leadership.send_if_modified(|current| {
        let changed = *current != term;
        *current = term;
        changed
    });
    if changed {
        context.metrics.leader.set(term.is_some().into());
        match term {
            Some(term) => info!(target: "rapport::lease", term, "lease acquired"),
            None => info!(target: "rapport::lease", "lease given up"),
        }
    }
}
