//! All loops of one bot: started together, and stopped in the order in which each leaves its work whole. First nothing
//! new is claimed (receive, handle, schedule); then what is queued and on its way gets its grace (send); the lease is
//! given back last, so that the next leader finds the work done.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use super::lease::{self, Leases};
use super::receive::{self, Intake};
use super::send::{self, React, Sender};
use super::transcribe::Ear;
use super::transcriber::Transcriber;
use super::{Context, handle, schedule};
use crate::domain::HolderId;
use crate::flow::outcome;
use crate::store;
use crate::store::bot::Bot;
use crate::telegram::{Client, Webhook};

/// How the loops work.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Handling.
    pub handle: handle::Settings,
    /// Sending.
    pub send: send::Settings,
    /// Election.
    pub leases: Leases,
    /// How long one request for updates waits.
    pub poll: Duration,
    /// Where updates are posted instead of being fetched.
    pub webhook: Option<Webhook>,
    /// What hears voice notes, where there is something.
    pub transcriber: Option<Transcriber>,
}

/// How loops call each other, so that none has to look for work that it can be told of.
#[derive(Clone, Debug, Default)]
pub struct Signals {
    /// An update was stored.
    pub arrived: Arc<Notify>,
    /// Something is to be sent.
    pub queued: Arc<Notify>,
    /// Business time was moved, or something is due sooner than thought.
    pub due: Arc<Notify>,
}

/// The running loops.
#[derive(Debug)]
pub struct Service {
    /// How they call each other.
    pub signals: Signals,
    /// Whether this process leads.
    pub leadership: watch::Receiver<lease::Term>,
    claiming: (JoinSet<()>, CancellationToken),
    sending: (JoinSet<()>, CancellationToken),
    electing: (JoinSet<()>, CancellationToken),
    grace: Duration,
}

impl Service {
    /// Starts the loops.
    pub fn start(context: Context, client: Client, bot: Bot, settings: Settings) -> Self {
        let signals = Signals::default();
        let (leads, leadership) = watch::channel(None);
        let mut claiming = (JoinSet::new(), CancellationToken::new());
        let mut sending = (JoinSet::new(), CancellationToken::new());
        let mut electing = (JoinSet::new(), CancellationToken::new());

        let holder: HolderId = context.ids.next();
        electing.0.spawn(lease::elect(context.clone(), holder, settings.leases, leads, electing.1.clone()));

        let intake = Intake::new(context.clone(), signals.arrived.clone());
        if let Some(transcriber) = settings.transcriber {
            let (context, client, intake) = (context.clone(), client.clone(), intake.clone());
            claiming.0.spawn(Ear { context, client, transcriber, intake }.run(claiming.1.clone()));
        }
        match settings.webhook {
            None => claiming.0.spawn(receive::poll(
                intake,
                client.clone(),
                settings.poll,
                leadership.clone(),
                claiming.1.clone(),
            )),
            Some(webhook) => claiming.0.spawn(receive::announce_webhook(
                client.clone(),
                webhook,
                leadership.clone(),
                claiming.1.clone(),
            )),
        };
        claiming.0.spawn(handle::run(
            context.clone(),
            bot.clone(),
            settings.handle.clone(),
            signals.arrived.clone(),
            signals.queued.clone(),
            claiming.1.clone(),
        ));
        claiming.0.spawn(schedule::run(
            context.clone(),
            bot,
            settings.handle.rules.clone(),
            signals.due.clone(),
            signals.queued.clone(),
            claiming.1.clone(),
        ));

        let grace = settings.send.grace;
        let react = reaction(&context);
        let wake = signals.queued.clone();
        let sender = Sender { context, client, settings: settings.send, react, wake };
        sending.0.spawn(sender.run(leadership.clone(), sending.1.clone()));
        Self { signals, leadership, claiming, sending, electing, grace }
    }

    /// Stops them, each in its turn; what takes longer than `within` is left to the next start.
    pub async fn stop(self, within: Duration) {
        let orderly = async {
            for (mut tasks, stop) in [self.claiming, self.sending, self.electing] {
                stop.cancel();
                while tasks.join_next().await.is_some() {}
            }
        };
        match timeout(within.max(self.grace), orderly).await {
            Ok(()) => info!(target: "rapport::run", "stopped"),
            Err(_) => {
                warn!(target: "rapport::run", "stopped before all was finished; the next start goes on")
            }
        }
    }
}

/// What follows from the end of something sent: prompts and nudges change their check-ins.
fn reaction(context: &Context) -> React {
    let (db, ids, org) = (context.db.clone(), context.ids.clone(), context.org);
    Arc::new(move |tx, settled| {
        let (db, ids) = (db.clone(), ids.clone());
        Box::pin(async move {
            if !outcome::matters(settled) {
                return Ok(());
            }
            let settled = std::slice::from_ref(settled);
            // Before anything of the ledger is touched here: a month that isn't there yet is made apart from this.
            let months: Vec<_> = settled.iter().map(|s| s.at.date_naive()).collect();
            store::partition::ensure_months(&db, &months).await?;
            let touched = outcome::load(tx, org, settled).await?;
            let mut fork = ids.with(|maker| maker.fork());
            let now = settled.iter().map(|s| s.at).max().unwrap_or_default();
            store::order::raise(tx, org, None, &mut fork, now).await?;
            let effects = outcome::decide(touched, settled, &mut fork);
            ids.with(|maker| maker.rejoin(&fork));
            let salt = store::org::by_id(tx, org).await?.map(|o| o.salt).unwrap_or_default();
            store::apply(tx, org, &salt, &effects).await
        })
    })
}
