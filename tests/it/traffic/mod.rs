//! The way of a message in and out: over a real PostgreSQL and the stand-in for the Bot API.

mod inbox;
mod lease;
mod locks;
mod outbox;
mod receive;
mod send;
mod web;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use rapport::clock::{Clock, system_now};
use rapport::domain::effect::OutboxRow;
use rapport::domain::{BotId, HolderId, IdMaker, OrgId, Outbound, OutboxId, OutboxKind};
use rapport::metrics::Metrics;
use rapport::sandbox::{BotProfile, Options, Phone, Profile, Sandbox};
use rapport::store::outbox::Settled;
use rapport::store::{self, Db};
use rapport::telegram::Client;
use rapport::work::lease::Term;
use rapport::work::send::{Rates, Retries, Sender, Settings};
use rapport::work::{Backoff, Context, Ids};
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::support::db::{TestDb, db};

const TOKEN: &str = "1234567:AAfake-token_for-tests";

/// A database with one organisation and its bot.
struct House {
    context: Context,
    /// Elections go on as long as this lives.
    elections: Mutex<Vec<watch::Sender<Term>>>,
    _db: TestDb,
}

async fn house() -> House {
    let test_db = db().await;
    let db = Db::connect(&test_db.url, 8).await.unwrap();
    let ids = Ids::new(IdMaker::new(7));
    let (org, bot): (OrgId, BotId) = (ids.next(), ids.next());
    let mut tx = db.begin(org).await.unwrap();
    let made = store::org::Org {
        id: org,
        name: "Org".into(),
        region: "DE".into(),
        currency: "EUR".into(),
        salt: vec![7; 16],
        created_at: system_now(),
    };
    store::org::create(&mut tx, &made).await.unwrap();
    let account = store::bot::Bot {
        id: bot,
        org,
        channel: "telegram".into(),
        external_id: "1234567".into(),
        username: "rapport_bot".into(),
    };
    store::bot::insert(&mut tx, &account, system_now()).await.unwrap();
    tx.commit().await.unwrap();
    let context = Context { db, org, bot, clock: Clock::System, ids, metrics: Arc::new(Metrics::default()) };
    House { context, elections: Mutex::default(), _db: test_db }
}

impl House {
    async fn begin(&self) -> store::Tx {
        self.context.db.begin(self.context.org).await.unwrap()
    }

    /// Something to be sent to a chat.
    fn row(&self, kind: OutboxKind, chat: i64, what: Outbound) -> OutboxRow {
        OutboxRow {
            id: self.context.ids.next(),
            bot: self.context.bot,
            chat_id: chat.to_string(),
            kind,
            card_key: None,
            what,
            person: None,
            local_date: None,
            created_at: system_now(),
            expires_at: None,
        }
    }

    fn text(&self, kind: OutboxKind, chat: i64, html: &str) -> OutboxRow {
        let what = Outbound::Send { html: html.into(), buttons: vec![], reply_to: None, silent: false };
        self.row(kind, chat, what)
    }

    fn card(&self, chat: i64, key: &str, html: &str, anew: bool) -> OutboxRow {
        let what = Outbound::Card { html: html.into(), buttons: vec![], anew, at_once: false };
        OutboxRow { card_key: Some(key.into()), ..self.row(OutboxKind::Card, chat, what) }
    }

    async fn put(&self, rows: &[OutboxRow]) {
        let mut tx = self.begin().await;
        store::outbox::insert(&mut tx, self.context.org, rows).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// State, attempts, the channel's id and the error of a row; waits for a transaction that is changing it.
    async fn state(&self, id: OutboxId) -> (String, i64, Option<String>, Option<String>) {
        let mut tx = self.begin().await;
        let row: (String, i64, Option<String>, Option<String>) = sqlx::query_as(
            "select state, attempts, external_id, error from outbox where outbox_id = $1 for share",
        )
        .bind(id.0)
        .fetch_one(&mut *tx)
        .await
        .unwrap();
        // Dropped, it would end some time later, and whoever passes locked rows over would miss this one until then.
        tx.rollback().await.unwrap();
        row
    }

    async fn state_of(&self, row: &OutboxRow) -> String {
        self.state(row.id).await.0
    }

    /// Where a card stands.
    async fn place(&self, key: &str) -> Option<i64> {
        let mut tx = self.begin().await;
        let found = store::card::find(&mut tx, self.context.org, &[key.to_owned()]).await.unwrap();
        found.get(key).map(|id| id.parse().unwrap())
    }

    /// Has this process lead for good, whoever led before.
    async fn lead(&self) -> watch::Receiver<Term> {
        let mut tx = self.begin().await;
        let now = store::clock::database_now(&mut tx).await.unwrap();
        let (later, until) = (now + TimeDelta::days(1), now + TimeDelta::hours(1));
        let holder: HolderId = self.context.ids.next();
        let term = store::bot::acquire(&mut tx, self.context.bot, holder, later, until).await.unwrap();
        tx.commit().await.unwrap();
        self.under(term)
    }

    /// Has this process believe that it leads under a term.
    fn under(&self, term: Term) -> watch::Receiver<Term> {
        let (election, leadership) = watch::channel(term);
        self.elections.lock().unwrap().push(election);
        leadership
    }
}

/// The stand-in for the Bot API, and people who have written to the bot.
struct Street {
    sandbox: Sandbox,
    client: Client,
}

async fn street() -> Street {
    let clock = || Arc::new(system_now);
    let options = Options::new(clock(), clock()).bot(BotProfile::new(TOKEN, "rapport_bot", "Rapport"));
    let sandbox = Sandbox::start(options).await.unwrap();
    let client = Client::new(TOKEN, &sandbox.url()).unwrap();
    Street { sandbox, client }
}

impl Street {
    /// Someone who has started the bot, so that it may write to them.
    fn person(&self, id: i64) -> Phone {
        let phone = self.sandbox.user(Profile::new(id, "Ana"));
        phone.start(None);
        phone
    }

    fn texts(&self, phone: &Phone) -> Vec<String> {
        phone.from_bot().into_iter().map(|m| m.text).collect()
    }

    /// Requests of a method so far, also those that came to nothing.
    fn count(&self, method: &str) -> usize {
        self.sandbox.read(|state| state.requests_of(method).count())
    }
}

/// Something that runs until it is told to stop.
struct Running {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Running {
    /// Tells it to stop, and waits for its end.
    async fn stop(self) {
        self.stop.cancel();
        self.task.await.unwrap();
    }

    /// As a crash would.
    async fn kill(self) {
        self.task.abort();
        let _ = self.task.await;
    }
}

/// A running sender: tells of each row that has come to its end.
struct Sending {
    running: Running,
    wake: Arc<Notify>,
    ended: mpsc::UnboundedReceiver<Settled>,
}

/// As fast as it goes, with rests that a test can afford.
fn hasty() -> Settings {
    let short =
        |millis| Backoff { first: Duration::from_millis(millis), most: Duration::from_millis(millis) };
    Settings {
        card_rest: Duration::ZERO,
        rates: Rates::unlimited(),
        retries: Retries {
            unsent: short(10),
            in_doubt: [Duration::from_millis(10); 3],
            ..Retries::default()
        },
        rest: short(10),
        look: Duration::from_millis(20),
        grace: Duration::from_secs(60),
    }
}

impl Sending {
    async fn start(house: &House, street: &Street) -> Self {
        Self::start_with(house, street, hasty()).await
    }

    async fn start_with(house: &House, street: &Street, settings: Settings) -> Self {
        Self::begin(house, street, settings, house.lead().await)
    }

    async fn start_under(house: &House, street: &Street, term: Term) -> Self {
        Self::begin(house, street, hasty(), house.under(term))
    }

    fn begin(house: &House, street: &Street, settings: Settings, term: watch::Receiver<Term>) -> Self {
        let (tell, ended) = mpsc::unbounded_channel();
        let (stop, wake) = (CancellationToken::new(), Arc::new(Notify::new()));
        let sender = Sender {
            context: house.context.clone(),
            client: street.client.clone(),
            settings,
            react: Arc::new(move |_, settled| {
                // Nobody may be listening any more.
                let _ = tell.send(settled.clone());
                Box::pin(async { Ok(()) })
            }),
            wake: wake.clone(),
        };
        let task = tokio::spawn(sender.run(term, stop.clone()));
        Self { running: Running { stop, task }, wake, ended }
    }

    async fn next(&mut self) -> Settled {
        self.ended.recv().await.unwrap()
    }

    /// Writes rows and tells the sender.
    async fn put(&self, house: &House, rows: &[OutboxRow]) {
        house.put(rows).await;
        self.wake.notify_one();
    }
}

fn ago(seconds: i64) -> DateTime<Utc> {
    system_now() - TimeDelta::seconds(seconds)
}
