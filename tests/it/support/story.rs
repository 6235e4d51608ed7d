//! The whole house for a story: a real PostgreSQL, the stand-in for the Bot API with people's phones, all loops of the
//! bot in this process, and a business clock that the test holds. Nothing here sleeps: a story waits for what a phone
//! shows, or for the inbox and outbox to be empty.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use rapport::clock::{Clock, Stopwatch, system_now};
use rapport::domain::checkin::Rules;
use rapport::domain::code::code;
use rapport::domain::person::{Language, Role};
use rapport::domain::{BotId, CalendarId, IdMaker, OrgId, TeamId};
use rapport::metrics::Metrics;
use rapport::sandbox::{BotProfile, Options, Phone, Profile, Sandbox};
use rapport::store::bot::Bot;
use rapport::store::invite::{self, Invite};
use rapport::store::org::Org;
use rapport::store::team::Team;
use rapport::store::{self, Db};
use rapport::telegram::Client;
use rapport::work::handle;
use rapport::work::lease::Leases;
use rapport::work::send::{self, Rates};
use rapport::work::service::{Service, Settings};
use rapport::work::transcriber::Transcriber;
use rapport::work::{Context, Ids, schedule};

use super::db::{TestDb, db};

pub(crate) const TOKEN: &str = "1234567:AAfake-token_for-tests";
/// How long a story waits for what should come at once, before it fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// A house with its people.
pub(crate) struct Story {
    pub(crate) test: TestDb,
    pub(crate) db: Db,
    pub(crate) org: OrgId,
    pub(crate) bot: Bot,
    pub(crate) team: TeamId,
    pub(crate) calendar: CalendarId,
    pub(crate) sandbox: Sandbox,
    pub(crate) service: Option<Service>,
    pub(crate) context: Context,
    now: Arc<Mutex<DateTime<Utc>>>,
    users: i64,
}

pub(crate) fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

impl Story {
    /// Opens the house at a moment, with all loops running.
    pub(crate) async fn begin(now: &str) -> Self {
        let mut story = Self::quiet(now).await;
        story.start();
        story
    }

    /// The same with no loop running yet.
    pub(crate) async fn quiet(now: &str) -> Self {
        let (test, start) = (db().await, utc(now));
        let db = Db::connect(&test.url, 12).await.unwrap();
        let ids = Ids::new(IdMaker::new(7));
        let org = Org {
            id: ids.next(),
            name: "Acme".into(),
            region: "DE".into(),
            currency: "EUR".into(),
            salt: vec![7; 16],
            created_at: start,
        };
        let bot_id: BotId = ids.next();
        let bot = Bot {
            id: bot_id,
            org: org.id,
            channel: "telegram".into(),
            external_id: "1234567".into(),
            username: "rapport_bot".into(),
        };
        let team = Team { id: ids.next(), name: "North".into() };
        let calendar: CalendarId = ids.next();
        let mut tx = db.begin(org.id).await.unwrap();
        store::clock::set(&mut tx, start).await.unwrap();
        store::org::create(&mut tx, &org).await.unwrap();
        store::bot::insert(&mut tx, &bot, start).await.unwrap();
        store::team::create(&mut tx, org.id, &team, start).await.unwrap();
        let week = [true, true, true, true, true, false, false];
        store::calendar::put(&mut tx, org.id, calendar, store::calendar::DEFAULT, week).await.unwrap();
        tx.commit().await.unwrap();
        let held = Arc::new(Mutex::new(start));
        let shown = held.clone();
        let clock: rapport::sandbox::Clock = Arc::new(move || *shown.lock().unwrap());
        let system: rapport::sandbox::Clock = Arc::new(system_now);
        let profile = BotProfile::new(TOKEN, "rapport_bot", "rapport");
        let sandbox =
            Sandbox::start(Options::new(clock, system).bot(profile).patience(PATIENCE)).await.unwrap();
        let context = Context {
            db: db.clone(),
            org: org.id,
            bot: bot_id,
            clock: Clock::Controlled,
            ids,
            metrics: Arc::new(Metrics::default()),
        };
        Self {
            test,
            db,
            org: org.id,
            bot,
            team: team.id,
            calendar,
            sandbox,
            service: None,
            context,
            now: held,
            users: 0,
        }
    }

    /// How the loops of stories work: as fast as they can.
    pub(crate) fn settings() -> Settings {
        Settings {
            handle: handle::Settings { lanes: 64, updates: 256, attempts: 3, rules: Rules::default() },
            send: send::Settings {
                rates: Rates::unlimited(),
                card_rest: Duration::ZERO,
                ..send::Settings::default()
            },
            leases: Leases::default(),
            poll: Duration::from_secs(50),
            webhook: None,
            transcriber: None,
        }
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(TOKEN, &self.sandbox.url()).unwrap()
    }

    pub(crate) fn start(&mut self) {
        self.start_hearing(None);
    }

    /// Starts all loops, with something that hears voice notes.
    pub(crate) fn start_hearing(&mut self, transcriber: Option<Transcriber>) {
        let settings = Settings { transcriber, ..Self::settings() };
        let service = Service::start(self.context.clone(), self.client(), self.bot.clone(), settings);
        self.service = Some(service);
    }

    pub(crate) async fn stop(&mut self) {
        if let Some(service) = self.service.take() {
            service.stop(Duration::from_secs(20)).await;
        }
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        *self.now.lock().unwrap()
    }

    /// An invite, and its code.
    pub(crate) async fn invite(&self, role: Role, name: &str, language: Language, zone: &str) -> String {
        let now = self.now();
        let code = self.context.ids.with(|ids| code(&ids.secret()));
        let invite = Invite {
            id: self.context.ids.next(),
            role,
            team: (role != Role::Admin).then_some(self.team),
            name: name.into(),
            language: Some(language),
            timezone: zone.parse().unwrap(),
            created_by: None,
            created_at: now,
            expires_at: now + TimeDelta::days(7),
        };
        let mut tx = self.db.begin(self.org).await.unwrap();
        invite::create(&mut tx, self.org, &invite, &invite::hash(&code)).await.unwrap();
        tx.commit().await.unwrap();
        code
    }

    /// Someone who was invited, and has come in.
    pub(crate) async fn hire(&mut self, role: Role, name: &str, language: Language, zone: &str) -> Phone {
        let code = self.invite(role, name, language, zone).await;
        let phone = self.phone(name);
        phone.start(Some(&code));
        phone.wait_for("a welcome", |_| true).await.unwrap();
        self.settled().await;
        phone
    }

    /// Another team.
    pub(crate) async fn other_team(&self, name: &str) -> TeamId {
        let team = Team { id: self.context.ids.next(), name: name.into() };
        let mut tx = self.db.begin(self.org).await.unwrap();
        store::team::create(&mut tx, self.org, &team, self.now()).await.unwrap();
        tx.commit().await.unwrap();
        team.id
    }

    /// Someone of another team.
    pub(crate) async fn hire_into(
        &mut self,
        team: TeamId,
        role: Role,
        name: &str,
        language: Language,
        zone: &str,
    ) -> Phone {
        let own = std::mem::replace(&mut self.team, team);
        let phone = self.hire(role, name, language, zone).await;
        self.team = own;
        phone
    }

    /// The phone of someone whose client speaks a language.
    pub(crate) fn phone_in(&mut self, name: &str, language: &str) -> Phone {
        self.users += 1;
        self.sandbox.user(Profile::new(5000 + self.users, name).language(language))
    }

    /// The short id of the one record or item that a query numbers.
    pub(crate) async fn short_id(&self, sql: &'static str) -> String {
        rapport::domain::short_id(self.number(sql).await)
    }

    /// The phone of someone the bot doesn't know.
    pub(crate) fn phone(&mut self, name: &str) -> Phone {
        self.users += 1;
        self.sandbox.user(Profile::new(5000 + self.users, name))
    }

    /// Moves business time, lets everything that has become due by then happen, and waits until all is sent.
    pub(crate) async fn move_to(&self, at: &str) {
        self.move_to_time(utc(at)).await;
    }

    pub(crate) async fn move_to_time(&self, at: DateTime<Utc>) {
        *self.now.lock().unwrap() = at;
        let mut tx = self.db.begin_plain().await.unwrap();
        store::clock::set(&mut tx, at).await.unwrap();
        tx.commit().await.unwrap();
        if self.service.is_some() {
            schedule::catch_up(&self.context, &self.bot, &Rules::default()).await.unwrap();
        }
        self.settled().await;
    }

    /// Waits until nothing waits to be handled or sent.
    pub(crate) async fn settled(&self) {
        let Some(service) = &self.service else { return };
        let since = Stopwatch::start();
        loop {
            service.signals.arrived.notify_one();
            service.signals.queued.notify_one();
            // What is acknowledged is stored, and what is stored waits until it is handled: so in this order.
            self.sandbox.wait_until_fetched().await.unwrap();
            let busy: i64 = self
                .number(
                    "select (select count(*) from inbox where state = 'waiting')
                          + (select count(*) from outbox where state in ('pending', 'sending'))",
                )
                .await;
            if busy == 0 {
                return;
            }
            assert!(since.elapsed() < PATIENCE, "{busy} rows still wait:\n{}", self.waiting().await);
            tokio::task::yield_now().await;
        }
    }

    /// Waits until another process has handled all that was sent.
    pub(crate) async fn handled_elsewhere(&self) {
        let since = Stopwatch::start();
        self.sandbox.wait_until_fetched().await.unwrap();
        while self.number("select count(*) from inbox where state = 'waiting'").await > 0 {
            assert!(since.elapsed() < PATIENCE, "{}", self.waiting().await);
            tokio::task::yield_now().await;
        }
    }

    async fn waiting(&self) -> String {
        let rows = self
            .texts("select concat_ws(' ', kind, state, attempts, error) from outbox where state in ('pending','sending')")
            .await;
        let inbox =
            self.texts("select concat_ws(' ', attempts, error) from inbox where state = 'waiting'").await;
        format!("outbox: {rows:?}\ninbox: {inbox:?}")
    }

    /// One number, past all rules of visibility.
    pub(crate) async fn number(&self, sql: &'static str) -> i64 {
        let mut c = self.db.begin(self.org).await.unwrap();
        sqlx::query_scalar(sql).fetch_one(&mut *c).await.unwrap()
    }

    /// One column of texts.
    pub(crate) async fn texts(&self, sql: &'static str) -> Vec<String> {
        let mut c = self.db.begin(self.org).await.unwrap();
        sqlx::query_scalar(sql).fetch_all(&mut *c).await.unwrap()
    }
}
