//! The loop that handles what waits in the inbox: claims the waiting updates of many lanes, has `flow` handle them, and
//! commits. It may run in any number of processes at once; a lane is one process's at a time, by the lock on its row.
//!
//! If a batch fails by more than a passing fault, its updates are handled one by one, so that one that can't be handled
//! holds up none but its own lane: it is tried again a few times, then set aside as failed, and its lane goes on.
//! Whoever sent it is told so, in the transaction that sets it aside.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tracing::{debug, error, warn};

use super::{Backoff, Context};
use crate::clock::{ClockError, system_now};
use crate::domain::checkin::Rules;
use crate::domain::{Inbound, MessageId};
use crate::flow::decide::Item;
use crate::flow::failure;
use crate::flow::handle::{HandleError, batch};
use crate::flow::house::{self, HouseError};
use crate::store::bot::Bot;
use crate::store::inbox::{self, Failure, Lane};
use crate::store::{self, StoreError};
use crate::telegram;

/// How much is taken at once, and how often a failing update is tried.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Lanes in one transaction.
    pub lanes: i64,
    /// Updates in one transaction.
    pub updates: i64,
    /// Tries before an update is set aside.
    pub attempts: i64,
    /// Rules of check-ins where the organisation has none of its own.
    pub rules: Rules,
}

/// How long an idle loop waits before it looks again without having been called: for what another process received,
/// and for updates that rest after a failure.
const LOOK_EVERY: Duration = Duration::from_secs(1);
const BACKOFF: Backoff = Backoff { first: Duration::from_millis(200), most: Duration::from_secs(10) };

#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    House(#[from] HouseError),
    #[error(transparent)]
    Clock(#[from] ClockError),
    #[error("{error}")]
    Handle { error: HandleError, update: Option<Box<Tried>>, count: usize },
}

/// The first update of a batch that failed.
#[derive(Debug)]
struct Tried {
    id: MessageId,
    inbound: Inbound,
    /// How often it had failed before.
    times: i64,
}

impl Fault {
    fn is_passing(&self) -> bool {
        match self {
            Self::Store(e) | Self::House(HouseError::Store(e)) => e.is_passing(),
            Self::Handle { error, .. } => error.is_passing(),
            Self::House(HouseError::Missing(_)) | Self::Clock(_) => true,
        }
    }
}

/// Handles updates until told to stop; what is in flight is finished. `arrived` calls it when something was stored,
/// `queued` is told when something is to be sent.
pub async fn run(
    context: Context,
    bot: Bot,
    settings: Settings,
    arrived: Arc<Notify>,
    queued: Arc<Notify>,
    stop: CancellationToken,
) {
    let mut failures = 0;
    // Updates that are still to be handled one by one, after a batch with them failed.
    let mut careful = 0_usize;
    while !stop.is_cancelled() {
        let (lanes, updates) = if careful > 0 { (1, 1) } else { (settings.lanes, settings.updates) };
        match round(&context, &bot, &settings, lanes, updates).await {
            Ok(handled) => {
                failures = 0;
                careful = careful.saturating_sub(handled);
                if handled > 0 {
                    queued.notify_one();
                    debug!(target: "rapport::handle", handled, "handled");
                    continue;
                }
                careful = 0;
                wait(&arrived, LOOK_EVERY, &stop).await;
            }
            Err(fault) if fault.is_passing() => {
                failures += 1;
                warn!(target: "rapport::handle", %fault, failures, "a passing fault; trying again");
                wait(&Notify::new(), BACKOFF.after(failures), &stop).await;
            }
            Err(Fault::Handle { count, .. }) if count > 1 => careful = count,
            Err(fault) => {
                careful = careful.saturating_sub(1);
                if set_back(&context, &bot, &settings, &fault).await {
                    queued.notify_one();
                }
            }
        }
    }
}

async fn wait(call: &Notify, most: Duration, stop: &CancellationToken) {
    tokio::select! {
        () = call.notified() => {}
        () = tokio::time::sleep(most) => {}
        () = stop.cancelled() => {}
    }
}

/// Handles one batch in one transaction. Gives how many updates it handled.
async fn round(
    context: &Context,
    bot: &Bot,
    settings: &Settings,
    lanes: i64,
    updates: i64,
) -> Result<usize, Fault> {
    let now = {
        let mut tx = context.db.begin_plain().await?;
        let now = context.clock.business_now(&mut tx).await?;
        tx.rollback().await?;
        now
    };
    let ahead = now + TimeDelta::days(7);
    let behind = now - TimeDelta::days(2);
    let days = [behind.date_naive(), now.date_naive(), ahead.date_naive()];
    store::partition::ensure_months(&context.db, &days).await?;
    let mut tx = context.db.begin(context.org).await?;
    let claimed = inbox::claim(&mut tx, context.org, context.bot, system_now(), lanes, updates).await?;
    if claimed.is_empty() {
        tx.rollback().await?;
        return Ok(0);
    }
    let count = claimed.iter().map(|lane| lane.updates.len()).sum();
    let first = claimed.first().and_then(|lane| lane.updates.first());
    let times = first.map_or(0, |u| u.attempts);
    let house = house::load(&mut tx, bot, &settings.rules, now).await?;
    let items: Vec<Vec<Item>> = claimed.into_iter().map(decode).collect();
    let ids = context.ids.with(|ids| ids.fork());
    match batch(&mut tx, house, &items, now, ids).await {
        Ok(ids) => {
            context.ids.with(|maker| maker.rejoin(&ids));
            tx.commit().await?;
            Ok(count)
        }
        Err(error) => {
            // Whether or not rolling back succeeds, nothing was committed.
            let _ = tx.rollback().await;
            let update = items.into_iter().flatten().next();
            let update = update.map(|item| Box::new(Tried { id: item.id, inbound: item.inbound, times }));
            Err(Fault::Handle { error, update, count })
        }
    }
}

fn decode(lane: Lane) -> Vec<Item> {
    let item = |u: inbox::Waiting| Item {
        id: u.id,
        received_at: u.received_at,
        inbound: telegram::decode(&u.payload, u.received_at),
        raw: u.payload,
    };
    lane.updates.into_iter().map(item).collect()
}

/// Notes that an update failed; the last time it is set aside, for the administrator to see, and whoever sent it is
/// told. Gives whether something is to be sent.
async fn set_back(context: &Context, bot: &Bot, settings: &Settings, fault: &Fault) -> bool {
    let Fault::Handle { error, update: Some(update), .. } = fault else {
        error!(target: "rapport::handle", %fault, "handling is not possible");
        return false;
    };
    let now = system_now();
    let rest = BACKOFF.after(u32::try_from(update.times).unwrap_or(u32::MAX).saturating_add(1));
    let failure = Failure {
        update: update.id,
        error: &error.to_string(),
        now,
        retry_at: now + TimeDelta::from_std(rest).unwrap_or(TimeDelta::seconds(10)),
        attempts: settings.attempts,
    };
    let noted = match note(context, bot, failure, Some(&update.inbound)).await {
        // What is wrong with the update may be wrong with telling of it, too; its lane must go on all the same.
        Err(e) if !e.is_passing() => {
            error!(target: "rapport::handle", error = %e, "nobody can be told of an update that failed");
            note(context, bot, failure, None).await
        }
        noted => noted,
    };
    match noted {
        Ok(Noted { set_aside: true, told }) => {
            error!(target: "rapport::handle", %error, update = %update.id.0, told, "an update was set aside");
            told
        }
        Ok(_) => {
            warn!(target: "rapport::handle", %error, update = %update.id.0, "an update failed");
            false
        }
        Err(e) => {
            error!(target: "rapport::handle", error = %e, "a failed update could not be noted");
            false
        }
    }
}

struct Noted {
    set_aside: bool,
    told: bool,
}

async fn note(
    context: &Context,
    bot: &Bot,
    failure: Failure<'_>,
    tell: Option<&Inbound>,
) -> Result<Noted, Fault> {
    let mut tx = context.db.begin(context.org).await?;
    let set_aside = inbox::failed_attempt(&mut tx, context.org, failure).await?;
    let mut told = false;
    if let Some(inbound) = tell.filter(|_| set_aside) {
        let now = context.clock.business_now(&mut tx).await?;
        let mut ids = context.ids.with(|ids| ids.fork());
        store::order::raise(&mut tx, context.org, Some(bot.id), &mut ids, now).await?;
        told = failure::tell(&mut tx, bot, inbound, ids.next(now), now).await?;
        context.ids.with(|maker| maker.rejoin(&ids));
    }
    tx.commit().await?;
    Ok(Noted { set_aside, told })
}
