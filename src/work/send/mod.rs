//! The way out: one sender for each bot, in the process that leads.
//!
//! It claims what may go now, sends several chats' rows at once and each chat's one after another, and records what
//! became of them. Rates are spent before a claim and never after: what is claimed goes at once. When the channel asks
//! for a rest, or fails, everything rests; after a failure one row at a time tries whether it works again, so that a
//! bad hour costs few prompts.

mod deliver;
mod rates;
mod verdict;

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use futures::future::BoxFuture;
use tokio::sync::{Notify, watch};
use tokio::task::{Id, JoinSet};
use tokio::time::{Sleep, sleep};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

pub use rates::Rates;
pub use verdict::Retries;

use super::lease::Term;
use super::{Backoff, Context};
use crate::clock::{ClockError, Stopwatch};
use crate::domain::AttemptId;
use crate::store::outbox::{Claim, Claiming, Settled};
use crate::store::{self, StoreError, Tx};
use crate::telegram::Client;
use deliver::{Courier, News, tell};
use rates::{Chats, Overall};

/// How long a claimed row is ours. A request is only begun where it ends before that.
const LEASE: Duration = Duration::from_secs(60);
/// Rows on their way at once.
const PARALLEL: usize = 64;
/// How often rows of dead processes are looked for.
const RESCUE: Duration = Duration::from_secs(5);

/// Rests while the database can't be asked.
const DATABASE: Backoff = Backoff { first: Duration::from_millis(100), most: Duration::from_secs(5) };

/// What follows from the end of a row, in the transaction that records it.
pub type React =
    Arc<dyn for<'a> Fn(&'a mut Tx, &'a Settled) -> BoxFuture<'a, Result<(), StoreError>> + Send + Sync>;

/// How a sender works.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How fast.
    pub rates: Rates,
    /// When a row is tried again.
    pub retries: Retries,
    /// How long everything rests after failures in a row.
    pub rest: Backoff,
    /// How often it looks for rows that nobody told it of: those that other processes wrote.
    pub look: Duration,
    /// How long rows on their way may take when it is told to stop.
    pub grace: Duration,
    /// How long a card rests between two edits; those that come meanwhile are one.
    pub card_rest: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rates: Rates::default(),
            retries: Retries::default(),
            rest: Backoff { first: Duration::from_secs(1), most: Duration::from_secs(30) },
            look: Duration::from_secs(1),
            grace: Duration::from_secs(10),
            card_rest: Duration::from_secs(5),
        }
    }
}

/// Sends for a bot.
pub struct Sender {
    /// The bot.
    pub context: Context,
    /// The channel.
    pub client: Client,
    /// How.
    pub settings: Settings,
    /// What follows from the end of a row.
    pub react: React,
    /// Told of new rows, so that the sender need not look for them.
    pub wake: Arc<Notify>,
}

/// A sender at work.
struct Desk {
    courier: Arc<Courier>,
    overall: Overall,
    flying: JoinSet<News>,
    /// The rows on their way: chat and attempt.
    rows: HashMap<Id, (String, AttemptId)>,
    rest: Option<Pin<Box<Sleep>>>,
    /// Failures of the channel in a row.
    faults: u32,
    rescued: Option<Stopwatch>,
    /// There may be more than could be claimed.
    more: bool,
}

/// Why nothing could be claimed.
#[derive(Debug, thiserror::Error)]
enum StepError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Clock(#[from] ClockError),
    /// What follows from a row's end went wrong.
    #[error("after the end of a row: {0}")]
    React(StoreError),
}

impl Sender {
    /// Sends while this process leads, until told to stop; then rows on their way get their grace.
    pub async fn run(self, mut leadership: watch::Receiver<Term>, stop: CancellationToken) {
        let Self { context, client, settings, react, wake } = self;
        let chats = Chats::new(settings.rates);
        let open = watch::Sender::new(true);
        let courier = Courier { context, client, settings, react, chats, open, stop: stop.clone() };
        let mut desk = Desk {
            courier: Arc::new(courier),
            overall: Overall::new(settings.rates),
            flying: JoinSet::new(),
            rows: HashMap::new(),
            rest: None,
            faults: 0,
            rescued: None,
            more: false,
        };
        let mut failures = 0;
        while !stop.is_cancelled() {
            let term = *leadership.borrow_and_update();
            if let Some(term) = term.filter(|_| desk.is_open()) {
                match desk.step(term).await {
                    Ok(()) => failures = 0,
                    Err(error) => {
                        failures += 1;
                        warn!(target: "rapport::send", %error, failures, "nothing can be claimed");
                        desk.take_rest(DATABASE.after(failures));
                    }
                }
            }
            // Without more to claim, the rate's next turn is nothing to wake up for.
            let turn = term.is_some() && desk.more && desk.is_open() && desk.room() > 0;
            tokio::select! {
                () = stop.cancelled() => {}
                Some(landed) = desk.flying.join_next_with_id() => desk.landed(landed),
                () = over(&mut desk.rest), if desk.rest.is_some() => desk.end_rest(),
                () = desk.overall.wait(), if turn => {}
                () = wake.notified() => {}
                // Whoever stood for election is gone.
                changed = leadership.changed() => if changed.is_err() { break },
                () = sleep(settings.look) => {}
            }
            while let Some(landed) = desk.flying.try_join_next_with_id() {
                desk.landed(landed);
            }
        }
        desk.finish(settings.grace).await;
    }
}

impl Desk {
    /// Claims what may go now and sends it off.
    async fn step(&mut self, term: i64) -> Result<(), StepError> {
        let may = self.overall.ready(self.room());
        let claimed = Stopwatch::start();
        let claim = match self.claim(term, may, true).await {
            // A bug in what follows from the end of one row must not hold all others up.
            Err(StepError::React(error)) if !error.is_passing() => {
                error!(target: "rapport::send", %error, "rows end without what follows");
                self.claim(term, may, false).await?
            }
            claim => claim?,
        };
        self.more = (may == 0 && self.room() > 0) || claim.rows.len() == may || !claim.ended.is_empty();
        self.overall.spend(claim.rows.len());
        claim.ended.iter().for_each(tell);
        for row in claim.rows {
            let (chat, attempt) = (row.chat_id.clone(), row.attempt);
            let task = self.flying.spawn(self.courier.clone().deliver(row, claimed));
            self.rows.insert(task.id(), (chat, attempt));
        }
        Ok(())
    }

    /// Nothing has asked for a rest that is not over.
    fn is_open(&self) -> bool {
        self.rest.is_none() && *self.courier.open.borrow()
    }

    /// As many more may be on their way: after a failure, one at a time.
    fn room(&self) -> usize {
        let most = if self.faults > 0 { 1 } else { PARALLEL };
        most.saturating_sub(self.flying.len())
    }

    /// Claims up to `limit` rows, in a transaction that only goes through while the term does, and has what follows from
    /// the end of others done where `react` says so.
    async fn claim(&mut self, term: i64, limit: usize, react: bool) -> Result<Claim, StepError> {
        let Context { db, org, bot, clock, ids, .. } = &self.courier.context;
        let rescues = self.rescued.is_none_or(|since| since.elapsed() >= RESCUE);
        if limit == 0 && !rescues {
            return Ok(Claim::default());
        }
        let mut tx = db.begin(*org).await?;
        if !store::bot::holds(&mut tx, *bot, term).await? {
            return Ok(Claim::default());
        }
        let now = store::clock::database_now(&mut tx).await.map_err(StoreError::from)?;
        let business_now = clock.business_now(&mut tx).await?;
        let mut claim = Claim::default();
        if limit > 0 {
            let busy: Vec<String> = self.rows.values().map(|(chat, _)| chat.clone()).collect();
            let claiming = Claiming {
                bot: *bot,
                attempt: ids.next(),
                now,
                lease_until: now + TimeDelta::from_std(LEASE).unwrap_or(TimeDelta::zero()),
                business_now,
                limit: i64::try_from(limit).unwrap_or(i64::MAX),
                busy: &busy,
            };
            claim = store::outbox::claim(&mut tx, *org, claiming).await?;
        }
        if rescues {
            let alive: Vec<AttemptId> = self.rows.values().map(|(_, attempt)| *attempt).collect();
            let left = store::outbox::rescue(&mut tx, *org, *bot, now, business_now, &alive).await?;
            claim.ended.extend(left);
        }
        for ended in claim.ended.iter().filter(|_| react) {
            (self.courier.react)(&mut tx, ended).await.map_err(StepError::React)?;
        }
        tx.commit().await?;
        if rescues {
            self.rescued = Some(Stopwatch::start());
            self.courier.chats.tidy();
        }
        Ok(claim)
    }

    /// Learns how a row on its way fared.
    fn landed(&mut self, landed: Result<(Id, News), tokio::task::JoinError>) {
        let (id, news) = match landed {
            Ok((id, news)) => (id, news),
            Err(error) => {
                warn!(target: "rapport::send", %error, "a row got lost on its way; it is taken over later");
                (error.id(), News::Fault)
            }
        };
        self.rows.remove(&id);
        self.more = true;
        match news {
            News::Back => {}
            News::Fine => self.faults = 0,
            News::Rest(time) => self.take_rest(time),
            News::Fault => {
                self.faults = self.faults.saturating_add(1);
                let time = self.courier.settings.rest.after(self.faults);
                info!(target: "rapport::send", faults = self.faults, "the channel fails");
                self.take_rest(time);
            }
        }
    }

    /// Nothing is sent for a while; a rest that is longer already goes on.
    fn take_rest(&mut self, time: Duration) {
        let rest = Box::pin(sleep(time));
        if self.rest.as_ref().is_none_or(|current| current.deadline() < rest.deadline()) {
            self.rest = Some(rest);
        }
        self.courier.open.send_replace(false);
    }

    fn end_rest(&mut self) {
        self.rest = None;
        self.courier.open.send_replace(true);
    }

    /// Lets rows on their way end; what takes too long is taken over by the next leader.
    async fn finish(mut self, grace: Duration) {
        let landing = async { while self.flying.join_next().await.is_some() {} };
        if tokio::time::timeout(grace, landing).await.is_err() {
            warn!(target: "rapport::send", rows = self.flying.len(), "rows are left on their way");
        }
        info!(target: "rapport::send", "sending ended");
    }
}

/// Waits for the end of a rest; for ever where there is none.
async fn over(rest: &mut Option<Pin<Box<Sleep>>>) {
    match rest {
        Some(rest) => rest.await,
        None => std::future::pending().await,
    }
}
