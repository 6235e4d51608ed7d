//! What the loops of one bot work with, put together from settings and database.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use super::database::Opened;
use super::organisation;
use crate::config::{Config, Mode};
use crate::domain::IdMaker;
use crate::metrics::Metrics;
use crate::store;
use crate::store::bot::Bot;
use crate::telegram::{Client, Webhook};
use crate::web::WEBHOOK_PATH;
use crate::work::service::Settings;
use crate::work::transcriber::{self, Transcriber};
use crate::work::{Context, Ids, handle, send};

/// What to do without a token.
pub const NO_TOKEN: &str = "TELOXIDE_TOKEN is not set. Talk to @BotFather in Telegram: /newbot gives a token; then\n  \
    TELOXIDE_TOKEN=123456:ABC… rapport run\nTo look at rapport without one: rapport demo";

/// What the loops of one bot work with.
#[derive(Debug)]
pub struct Parts {
    /// Database, organisation, clock, ids, metrics.
    pub context: Context,
    /// The way to the channel.
    pub client: Client,
    /// The bot.
    pub bot: Bot,
    /// How the loops work.
    pub settings: Settings,
}

/// Puts the parts together. A bot that the database knows is not asked who it is: then nothing waits for the channel.
///
/// # Errors
/// There is no token, or it can't be right; a new bot can't be asked who it is; the database.
pub async fn parts(config: &Config, opened: &Opened) -> Result<Parts> {
    let Some(token) = &config.secrets.token else { bail!(NO_TOKEN) };
    let client = Client::new(token, config.telegram.api_url.as_str())?;
    let mut ids = super::ids()?;
    let known = {
        let mut tx = opened.db.begin_plain().await?;
        store::bot::find(&mut tx, organisation::CHANNEL, client.external_id()).await?
    };
    let bot = match known {
        Some(bot) => bot,
        None => introduce(config, opened, &client, &mut ids).await?,
    };
    let context = Context {
        db: opened.db.clone(),
        org: bot.org,
        bot: bot.id,
        clock: opened.clock,
        ids: Ids::new(ids),
        metrics: Arc::new(Metrics::default()),
    };
    let settings = Settings { transcriber: transcriber(config)?, ..settings(config) };
    Ok(Parts { context, client, bot, settings })
}

/// Asks a new bot who it is, and binds it to the organisation.
async fn introduce(config: &Config, opened: &Opened, client: &Client, ids: &mut IdMaker) -> Result<Bot> {
    let me = match client.get_me().await {
        Ok(me) => me,
        Err(fault) if fault.is_token() => bail!(
            "Telegram does not know the token of TELOXIDE_TOKEN ({fault}): copy it again from @BotFather \
             (/mybots, API Token)"
        ),
        Err(fault) => bail!(
            "{} can't be asked who the bot is: {fault}. Look at network and proxy; in mainland China, Telegram needs \
             a VPN",
            config.telegram.api_url
        ),
    };
    let now = opened.now().await?;
    let org = organisation::ensure(&opened.db, &config.organisation, ids, now).await?;
    organisation::bind(&opened.db, org.id, &me, ids, now).await
}

fn settings(config: &Config) -> Settings {
    let handling = &config.handling;
    let webhook = match config.telegram.mode {
        Mode::Polling => None,
        Mode::Webhook => config.secrets.webhook_secret.clone().map(|secret| Webhook {
            url: format!("{}{WEBHOOK_PATH}", config.telegram.public_url.trim_end_matches('/')),
            secret,
        }),
    };
    Settings {
        handle: handle::Settings {
            lanes: handling.lanes.into(),
            updates: handling.updates.into(),
            attempts: handling.attempts.into(),
            rules: config.organisation.rules.clone(),
        },
        send: send::Settings {
            grace: Duration::from_secs(handling.stop_seconds.into()),
            ..send::Settings::default()
        },
        leases: Default::default(),
        poll: Duration::from_secs(config.telegram.poll_seconds.into()),
        webhook,
        transcriber: None,
    }
}

/// What hears voice notes, where the settings name something.
fn transcriber(config: &Config) -> Result<Option<Transcriber>> {
    let set = &config.transcriber;
    if set.url.is_empty() {
        return Ok(None);
    }
    let settings = transcriber::Settings {
        url: set.url.parse().context("transcriber.url is no address")?,
        model: set.model.clone(),
        timeout: Duration::from_secs(set.timeout_seconds.into()),
        longest: set.max_seconds,
        key: config.secrets.transcriber_key.clone(),
    };
    Ok(Some(Transcriber::new(settings).context("no client for the transcriber")?))
}
