//! The loop of the schedule: opens check-ins, has prompts and nudges queued, closes what is over. Any number of processes
//! may run it; each takes what the others have not. It sleeps until the next thing is due and is called when business
//! time was moved.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use super::{Backoff, Context};
use crate::clock::{Clock, ClockError, system_now};
use crate::domain::checkin::Rules;
use crate::flow::house::{self, HouseError};
use crate::flow::tick::{self, Done, Tick};
use crate::store::bot::Bot;
use crate::store::{self, StoreError};

/// People or check-ins taken in one transaction.
const BATCH: i64 = 1000;
/// The longest sleep: people join, and settings and calendars change, in other processes.
const LONGEST: Duration = Duration::from_secs(30);
/// The longest sleep while business time may be moved by another process.
const CONTROLLED: Duration = Duration::from_secs(1);
/// How long finished updates are kept, to tell duplicates apart.
const KEEP_FINISHED: TimeDelta = TimeDelta::hours(48);
const BACKOFF: Backoff = Backoff { first: Duration::from_millis(500), most: Duration::from_secs(30) };

/// Why a tick failed.
#[derive(Debug, thiserror::Error)]
pub enum ScheduleError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The organisation.
    #[error(transparent)]
    House(#[from] HouseError),
    /// Business time.
    #[error(transparent)]
    Clock(#[from] ClockError),
}

/// Does all that is due now, once.
///
/// # Errors
/// See [`ScheduleError`]; what was done before stays done.
pub async fn catch_up(context: &Context, bot: &Bot, defaults: &Rules) -> Result<Done, ScheduleError> {
    let mut tx = context.db.begin(context.org).await?;
    let now = context.clock.business_now(&mut tx).await?;
    let house = house::load(&mut tx, bot, defaults, now).await?;
    tx.rollback().await?;
    let tick = Tick { house: &house, now, batch: BATCH };
    let mut ids = context.ids.with(|maker| maker.fork());
    let done = tick::run(&context.db, &tick, &mut ids).await;
    context.ids.with(|maker| maker.rejoin(&ids));
    Ok(done?)
}

/// Ticks until told to stop. `due` calls it, `queued` is told when something is to be sent.
pub async fn run(
    context: Context,
    bot: Bot,
    defaults: Rules,
    due: Arc<Notify>,
    queued: Arc<Notify>,
    stop: CancellationToken,
) {
    let mut failures = 0;
    while !stop.is_cancelled() {
        let rest = match once(&context, &bot, &defaults).await {
            Ok((done, rest)) => {
                failures = 0;
                if done.sends() {
                    queued.notify_one();
                }
                if done != Done::default() {
                    let Done { opened, missed, prompts, nudges, closed } = done;
                    info!(target: "rapport::schedule", opened, missed, prompts, nudges, closed, "ticked");
                }
                rest
            }
            Err(error) => {
                failures += 1;
                warn!(target: "rapport::schedule", %error, failures, "the schedule stands still; trying again");
                BACKOFF.after(failures)
            }
        };
        tokio::select! {
            () = due.notified() => {}
            () = tokio::time::sleep(rest) => {}
            () = stop.cancelled() => {}
        }
    }
}

/// One tick, and how long to rest after it.
async fn once(context: &Context, bot: &Bot, defaults: &Rules) -> Result<(Done, Duration), ScheduleError> {
    let done = catch_up(context, bot, defaults).await?;
    let mut tx = context.db.begin(context.org).await?;
    // Finished updates stay as long as the channel may give them again.
    store::inbox::purge(&mut tx, context.org, system_now() - KEEP_FINISHED).await?;
    let next = store::check_in::next_due(&mut tx, context.org).await?;
    let now = context.clock.business_now(&mut tx).await?;
    tx.commit().await?;
    let longest = match context.clock {
        Clock::System => LONGEST,
        Clock::Controlled => CONTROLLED,
    };
    Ok((done, rest(next, now, longest)))
}

/// Until the next thing is due, but no longer than `longest`; a moment where it should be there already, since someone
/// else is at it.
fn rest(next: Option<DateTime<Utc>>, now: DateTime<Utc>, longest: Duration) -> Duration {
    const MOMENT: Duration = Duration::from_millis(200);
    let until = next.map_or(longest, |next| (next - now).to_std().unwrap_or(MOMENT));
    until.clamp(MOMENT, longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_rests_until_the_next_thing_is_due() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        for (next, rests) in [
            (None, 30_000),
            (Some(TimeDelta::seconds(12)), 12_000),
            (Some(TimeDelta::hours(3)), 30_000),
            (Some(TimeDelta::seconds(-5)), 200),
            (Some(TimeDelta::milliseconds(3)), 200),
        ] {
            let rest = rest(next.map(|d| now + d), now, LONGEST);
            assert_eq!(rest, Duration::from_millis(rests), "{next:?}");
        }
    }
}
