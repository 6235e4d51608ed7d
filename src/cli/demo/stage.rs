//! The stage of the demo: the bot's own loops, the stand-in for Telegram, and the business clock. The clock goes by the
//! second while nobody moves it; moved, it stops at each event of the schedule on the way, so that prompts, nudges and
//! cutoffs happen at their times and in their order.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio::sync::Mutex;

use crate::app::database::{self, Opened};
use crate::app::parts::{Parts, parts};
use crate::cli::printer::say;
use crate::clock::system_now;
use crate::config::Config;
use crate::domain::checkin::Rules;
use crate::sandbox::{BotProfile, Clock, Options, Sandbox};
use crate::store;
use crate::store::bot::Bot;
use crate::work::Context;
use crate::work::schedule::catch_up;
use crate::work::send::{self, Rates};
use crate::work::service::Service;

/// The token of the demo's bot; it opens nothing.
pub(super) const TOKEN: &str = "8321000001:demo";
/// The bot's username and name.
const USERNAME: (&str, &str) = ("rapport_demo_bot", "Rapport");
/// How often it is looked whether everything has come to rest.
const LOOK: Duration = Duration::from_millis(2);
/// What takes longer to come to rest is waiting for something that doesn't come.
const PATIENCE: Duration = Duration::from_secs(20);
/// As often as something that is due may be found locked by another loop.
const TRIES: u32 = 500;

/// Everything that runs.
pub(super) struct Stage {
    /// Telegram.
    pub(super) sandbox: Sandbox,
    /// Database, organisation, ids.
    pub(super) context: Context,
    opened: Opened,
    bot: Bot,
    rules: Rules,
    service: Service,
    /// Business time in milliseconds, as the stand-in sees it.
    millis: Arc<AtomicI64>,
    /// Held by whoever moves the clock.
    moving: Mutex<()>,
}

impl Stage {
    /// Starts everything, with the chats of an earlier time.
    ///
    /// # Errors
    /// Database, stand-in or bot can't be started.
    pub(super) async fn start(config: &Config, saved: Option<Value>) -> Result<Self> {
        let mut config = config.clone();
        let opened = database::open(&config, say).await?;
        let started = Self::start_in(&mut config, &opened, saved).await;
        match started {
            Ok((sandbox, parts, millis)) => {
                let Parts { context, client, bot, mut settings } = parts;
                settings.send = unhurried(settings.send);
                let rules = settings.handle.rules.clone();
                let service = Service::start(context.clone(), client, bot.clone(), settings);
                let moving = Mutex::new(());
                Ok(Self { sandbox, context, opened, bot, rules, service, millis, moving })
            }
            Err(error) => {
                // What went wrong first is what is to be told.
                let _ = opened.close().await;
                Err(error)
            }
        }
    }

    async fn start_in(
        config: &mut Config,
        opened: &Opened,
        saved: Option<Value>,
    ) -> Result<(Sandbox, Parts, Arc<AtomicI64>)> {
        let mut tx = opened.db.begin_plain().await?;
        let now = match store::clock::get(&mut tx).await? {
            Some(now) => now,
            None => {
                let now = super::history::beginning(system_now());
                store::clock::set(&mut tx, now).await?;
                now
            }
        };
        tx.commit().await?;
        let millis = Arc::new(AtomicI64::new(now.timestamp_millis()));
        let business = millis.clone();
        let business: Clock = Arc::new(move || {
            DateTime::from_timestamp_millis(business.load(Ordering::SeqCst)).unwrap_or_default()
        });
        let (username, name) = USERNAME;
        let mut options =
            Options::new(business, Arc::new(system_now)).bot(BotProfile::new(TOKEN, username, name));
        if let Some(saved) = saved {
            options = options.saved(saved);
        }
        let sandbox = Sandbox::start(options).await?;
        config.telegram.api_url = sandbox.url().parse()?;
        let parts = parts(config, opened).await?;
        Ok((sandbox, parts, millis))
    }

    /// Business time.
    ///
    /// # Errors
    /// The database.
    pub(super) async fn now(&self) -> Result<DateTime<Utc>> {
        self.opened.now().await
    }

    /// Waits until everything that was said has been handled and answered.
    ///
    /// # Errors
    /// It doesn't come to rest, or the database can't be asked.
    pub(super) async fn settle(&self) -> Result<()> {
        let settling = async {
            self.sandbox.wait_until_fetched().await?;
            while !self.is_quiet().await? {
                tokio::time::sleep(LOOK).await;
            }
            Ok(())
        };
        match tokio::time::timeout(PATIENCE, settling).await {
            Ok(settled) => settled,
            Err(_) => bail!("the bot does not come to rest"),
        }
    }

    async fn is_quiet(&self) -> Result<bool> {
        let Context { db, org, bot, .. } = &self.context;
        let mut tx = db.begin(*org).await?;
        let waiting = store::inbox::backlog(&mut tx, *org, *bot).await?.waiting;
        Ok(waiting == 0 && store::outbox::backlog(&mut tx, *org, *bot).await? == 0)
    }

    /// Moves the clock to a moment, event by event.
    ///
    /// # Errors
    /// As [`Self::settle`].
    pub(super) async fn advance(&self, to: DateTime<Utc>) -> Result<()> {
        let _alone = self.moving.lock().await;
        while self.step(to).await?.0 < to {}
        Ok(())
    }

    /// Moves the clock until a prompt goes out to anybody, but no further than to a moment.
    ///
    /// # Errors
    /// As [`Self::settle`].
    pub(super) async fn next_prompt(&self, latest: DateTime<Utc>) -> Result<DateTime<Utc>> {
        let _alone = self.moving.lock().await;
        loop {
            let (now, prompts) = self.step(latest).await?;
            if prompts > 0 || now >= latest {
                return Ok(now);
            }
        }
    }

    /// Moves the clock to the next event, or to `to` where none comes before; gives the new time and how many prompts
    /// went out.
    async fn step(&self, to: DateTime<Utc>) -> Result<(DateTime<Utc>, usize)> {
        let now = self.now().await?;
        let next = self.next_due().await?.map_or(to, |next| next.clamp(now, to.max(now)));
        self.set(next).await?;
        let mut prompts = 0;
        for _ in 0..TRIES {
            prompts += catch_up(&self.context, &self.bot, &self.rules).await?.prompts;
            self.service.signals.queued.notify_one();
            self.settle().await?;
            // The bot's own schedule may be at it, too.
            if self.next_due().await?.is_none_or(|due| due > next) {
                return Ok((next, prompts));
            }
            tokio::time::sleep(LOOK).await;
        }
        bail!("something stays due")
    }

    async fn next_due(&self) -> Result<Option<DateTime<Utc>>> {
        let mut tx = self.context.db.begin(self.context.org).await?;
        Ok(store::check_in::next_due(&mut tx, self.context.org).await?)
    }

    async fn set(&self, to: DateTime<Utc>) -> Result<()> {
        let mut tx = self.context.db.begin_plain().await?;
        store::clock::set(&mut tx, to).await?;
        tx.commit().await?;
        self.millis.store(to.timestamp_millis(), Ordering::SeqCst);
        Ok(())
    }

    /// Lets the clock go by the second, for ever.
    ///
    /// # Errors
    /// The database.
    pub(super) async fn tick(&self) -> Result<()> {
        const SECOND: Duration = Duration::from_secs(1);
        loop {
            tokio::time::sleep(SECOND).await;
            let _alone = self.moving.lock().await;
            let mut tx = self.context.db.begin_plain().await?;
            let now = store::clock::advance(&mut tx, SECOND).await?.context("nobody has set the clock")?;
            tx.commit().await?;
            self.millis.store(now.timestamp_millis(), Ordering::SeqCst);
        }
    }

    /// All chats, to be kept.
    ///
    /// # Errors
    /// As [`Self::settle`].
    pub(super) async fn save(&self) -> Result<Value> {
        self.settle().await?;
        Ok(self.sandbox.save())
    }

    /// Stops everything; gives the chats as they are then.
    ///
    /// # Errors
    /// The database can't be left.
    pub(super) async fn stop(self) -> Result<Value> {
        self.service.stop(Duration::from_secs(10)).await;
        let saved = self.sandbox.save();
        self.sandbox.stop().await;
        self.opened.close().await?;
        Ok(saved)
    }
}

/// Three months go by in a minute: nothing rests by the system's clock, cards no more than chats.
fn unhurried(settings: send::Settings) -> send::Settings {
    send::Settings { rates: Rates::unlimited(), card_rest: Duration::ZERO, ..settings }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_history_waits_for_no_card() {
        assert!(send::Settings::default().card_rest > Duration::ZERO, "in earnest a card rests");
        assert_eq!(unhurried(send::Settings::default()).card_rest, Duration::ZERO);
    }
}
