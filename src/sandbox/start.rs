//! Starting and stopping the stand-in, and the handle through which tests and the demo hold it.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::faults::{Fault, FaultRule, Gate};
use super::listener::CuttableListener;
use super::phone::Phone;
use super::state::{Bot, BotProfile, Profile, State};
use super::{server, webhook};

/// A source of time; asked anew each time.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// How the stand-in is to be started.
pub struct Options {
    business: Clock,
    system: Clock,
    port: u16,
    bots: Vec<BotProfile>,
    saved: Option<Value>,
    patience: Duration,
    webhook_pause: Duration,
}

impl Options {
    /// On any free port. `business` stamps the messages; `system` decides what expires.
    pub fn new(business: Clock, system: Clock) -> Self {
        Self {
            business,
            system,
            port: 0,
            bots: vec![],
            saved: None,
            patience: Duration::from_secs(60),
            webhook_pause: Duration::from_millis(100),
        }
    }

    /// On this port of 127.0.0.1; 0 is any free one.
    pub fn port(self, port: u16) -> Self {
        Self { port, ..self }
    }

    /// With this bot. The first one is whom [`Sandbox::user`] talks to.
    pub fn bot(mut self, bot: BotProfile) -> Self {
        self.bots.push(bot);
        self
    }

    /// With chats that [`Sandbox::save`] gave; bots named here as well keep their saved chats.
    pub fn saved(self, saved: Value) -> Self {
        Self { saved: Some(saved), ..self }
    }

    /// How long [`Sandbox::wait_for`] and its kin wait before they give up (default 60 s).
    pub fn patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// How long after a failed webhook delivery the next try comes (default 100 ms).
    pub fn webhook_pause(self, webhook_pause: Duration) -> Self {
        Self { webhook_pause, ..self }
    }
}

/// Why the stand-in did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port is taken, or loopback is not to be had.
    #[error("cannot listen on 127.0.0.1:{port}: {source}")]
    Listen {
        /// The port asked for.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
    /// The saved chats are of another version, or damaged.
    #[error("the saved chats cannot be read: {0}")]
    Saved(#[from] serde_json::Error),
    /// The HTTP client that posts to webhooks could not be made.
    #[error("cannot make the client for webhooks: {0}")]
    Client(#[from] reqwest::Error),
    /// There is no bot to serve.
    #[error("no bot was given")]
    NoBot,
}

/// What server, phones and page share.
pub(super) struct Inner {
    state: Mutex<State>,
    changed: watch::Sender<u64>,
    business: Clock,
    system: Clock,
    pub(super) first_token: String,
    pub(super) patience: Duration,
    pub(super) webhook_pause: Duration,
    pub(super) stopping: CancellationToken,
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, State> {
        // A test that failed while holding the lock has failed already; the others may go on.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the state.
    pub(super) fn read<R>(&self, look: impl FnOnce(&State) -> R) -> R {
        look(&self.lock())
    }

    /// Changes the state and wakes all who wait for a change.
    pub(super) fn change<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        let mut state = self.lock();
        state.revision += 1;
        let result = change(&mut state);
        let revision = state.revision;
        drop(state);
        self.changed.send_replace(revision);
        result
    }

    /// Tells of every change from now on.
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        (self.business)()
    }

    pub(super) fn system(&self) -> DateTime<Utc> {
        (self.system)()
    }
}

/// A running stand-in. Clones are the same one; it ends with [`Sandbox::stop`] or with the last clone.
#[derive(Clone)]
pub struct Sandbox {
    pub(super) inner: Arc<Inner>,
    address: SocketAddr,
    running: Arc<Running>,
}

/// The tasks; they stop when the last handle goes.
struct Running {
    stopping: CancellationToken,
    server: Mutex<Option<JoinHandle<()>>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stopping.cancel();
    }
}

impl Sandbox {
    /// Starts to serve.
    ///
    /// # Errors
    /// When the port is taken, the saved chats can't be read, or no bot is given.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let mut state = match options.saved {
            Some(saved) => serde_json::from_value(saved)?,
            None => State::default(),
        };
        let first_token = options.bots.first().map(|b| b.token.clone());
        let first_token =
            first_token.or_else(|| state.bots.keys().next().cloned()).ok_or(StartError::NoBot)?;
        for profile in options.bots {
            state.bots.entry(profile.token.clone()).or_insert_with(|| Bot::new(profile));
        }
        let listen = |source| StartError::Listen { port: options.port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await.map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let stopping = CancellationToken::new();
        let tokens: Vec<String> = state.bots.keys().cloned().collect();
        let inner = Arc::new(Inner {
            changed: watch::Sender::new(state.revision),
            state: Mutex::new(state),
            business: options.business,
            system: options.system,
            first_token,
            patience: options.patience,
            webhook_pause: options.webhook_pause,
            stopping: stopping.clone(),
        });
        let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(60)).build()?;
        for token in tokens {
            tokio::spawn(webhook::deliver(inner.clone(), token, client.clone()));
        }
        let server = tokio::spawn(server::serve(CuttableListener(listener), inner.clone()));
        let running = Arc::new(Running { stopping, server: Mutex::new(Some(server)) });
        Ok(Self { inner, address, running })
    }

    /// Where it listens, as a client wants it: `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Stops: waiting polls are cut, the port is free when this returns.
    pub async fn stop(&self) {
        self.running.stopping.cancel();
        let server = self.running.server.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(server) = server {
            // An error here means that the task is gone already.
            let _ = server.await;
        }
    }

    /// All chats, people and files as one value, for [`Options::saved`].
    pub fn save(&self) -> Value {
        // Plain maps with string keys: this can't fail.
        self.inner.read(|state| serde_json::to_value(state).unwrap_or_default())
    }

    /// Looks at everything.
    pub fn read<R>(&self, look: impl FnOnce(&State) -> R) -> R {
        self.inner.read(look)
    }

    /// The app of this person, opened at the chat with the first bot. Nothing happens until they do something.
    pub fn user(&self, profile: Profile) -> Phone {
        let token = self.inner.first_token.clone();
        self.user_of(&token, profile)
    }

    /// The app of this person, opened at the chat with the bot that has this token.
    pub fn user_of(&self, token: &str, profile: Profile) -> Phone {
        let user_id = profile.id;
        self.inner.change(|state| state.users.insert(user_id, profile));
        Phone::new(self.clone(), token, user_id, user_id)
    }

    /// The app of a person known already.
    pub fn phone(&self, user_id: i64) -> Option<Phone> {
        let token = self.inner.first_token.clone();
        let known = self.inner.read(|state| state.users.contains_key(&user_id));
        known.then(|| Phone::new(self.clone(), &token, user_id, user_id))
    }

    /// Puts any object into the first bot's queue as an update (an `update_id` is added where there is none), to see
    /// how unknown kinds and malformed ones are met. Gives the `update_id`.
    pub fn inject(&self, update: Value) -> i64 {
        let system = self.inner.system();
        let token = &self.inner.first_token;
        self.inner.change(|state| state.bots.get_mut(token).map_or(0, |bot| bot.enqueue_raw(update, system)))
    }

    /// Delivers webhooks that are announced below one origin (`https://bot.example.com`) to another, where the bot really
    /// listens: what a proxy with a certificate does in front of it.
    pub fn serve_origin(&self, announced: &str, served: &str) {
        self.inner.change(|state| state.origins.push((announced.to_owned(), served.to_owned())));
    }

    /// The next `count` requests of `method` (any case; `*` for every method) meet this fault. Faults are taken in the
    /// order in which they were ordered.
    pub fn fault(&self, method: &str, count: u32, fault: Fault) {
        self.inner.change(|state| state.faults.push(FaultRule::new(method, None, count, fault)));
    }

    /// As [`Sandbox::fault`], for requests to one chat.
    pub fn fault_for(&self, method: &str, chat_id: i64, count: u32, fault: Fault) {
        self.inner.change(|state| state.faults.push(FaultRule::new(method, Some(chat_id), count, fault)));
    }

    /// Holds the next request of `method` before it takes effect, until the gate is released.
    pub fn hold(&self, method: &str) -> Gate {
        let gate = Gate::new();
        self.fault(method, 1, Fault::HoldBefore(gate.clone()));
        gate
    }

    /// Takes back all faults that are still waiting.
    pub fn clear_faults(&self) {
        self.inner.change(|state| state.faults.clear());
    }
}
