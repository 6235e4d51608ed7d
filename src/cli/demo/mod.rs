//! `rapport demo`: everything with no token and no server. The bot's own loops run against a stand-in for Telegram, with
//! sample people and three months of history, and a page in the browser shows their phones.
//!
//! | file | what it owns |
//! | --- | --- |
//! | `stage` | the running bot, and the business clock that moves event by event |
//! | `history` | three months, lived through by the real flow |
//! | `story` | who the people are, and what they write |
//! | `keep` | what stays for the next start |
//! | `page` | what the page asks: phones, clock, records |

mod history;
mod keep;
mod page;
mod stage;
mod story;

use std::net::Ipv4Addr;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::Args;
use rustix::process::geteuid;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::printer::{line, note};
use super::run::hear;
use crate::app::log;
use crate::config::{self, ClockMode, Config, Mode};
use crate::sandbox;
use keep::Keep;
use stage::{Stage, TOKEN};

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    /// Port of the page on this machine; 0 for any free one
    #[arg(long, default_value_t = 8321)]
    port: u16,
    /// Begin anew: forget what was done in the demo so far
    #[arg(long)]
    fresh: bool,
}

/// Runs the demo until told to stop.
///
/// # Errors
/// The page's port is taken, the directory is in use or not a demo's, or the embedded PostgreSQL can't be started.
pub(super) async fn run(config: Config, args: &DemoArgs) -> Result<ExitCode> {
    let config = settings(config)?;
    log::start(&config.log)?;
    let told = CancellationToken::new();
    tokio::spawn(hear(told.clone()));
    // Taken before the minute of work that may follow.
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port)).await.with_context(|| {
        format!("port {} can't be had: is another demo running? `--port 0` takes any free one", args.port)
    })?;
    let keep = Keep::open(&config.data.dir)?;
    let ran = tokio::select! {
        ran = perform(&config, keep, args.fresh, listener, told.clone()) => ran,
        () = too_late(&told) => bail!("stopped while it could not stop in order; the next start looks after it"),
    };
    ran.map(|()| ExitCode::SUCCESS)
}

/// The settings of the demo: its own directory, database and clock, whatever the environment says of the real ones.
fn settings(mut config: Config) -> Result<Config> {
    if config.data.dir.as_os_str().is_empty() {
        config.data.dir = config.data_dir(geteuid().is_root())?.join("demo");
    }
    config.database.fetch_postgres = true;
    config.database.migrate = true;
    config.secrets = config::Secrets { token: Some(TOKEN.to_owned()), ..Default::default() };
    config.clock.mode = ClockMode::Controlled;
    config.telegram.mode = Mode::Polling;
    let organisation = &mut config.organisation;
    "Nordlicht Cold Chain".clone_into(&mut organisation.name);
    "DE".clone_into(&mut organisation.region);
    "EUR".clone_into(&mut organisation.currency);
    organisation.timezone = chrono_tz::Europe::Berlin;
    // Whoever looks at the demo looks at the page; who wants the log sets it.
    if config.log.filter == config::load(None, [])?.log.filter {
        "error".clone_into(&mut config.log.filter);
    }
    Ok(config)
}

async fn perform(
    config: &Config,
    mut keep: Keep,
    fresh: bool,
    listener: TcpListener,
    told: CancellationToken,
) -> Result<()> {
    if fresh || !keep.is_whole() {
        keep.clear(config).await?;
    }
    let saved = keep.saved()?;
    let is_new = saved.is_none();
    keep.begin()?;
    let stage = Arc::new(Stage::start(config, saved).await?);
    let lived = tokio::select! {
        lived = history::live(&stage, is_new) => lived,
        () = told.cancelled() => bail!("stopped before the history was made; the next start makes it anew"),
    };
    if let Err(error) = lived {
        Arc::into_inner(stage).context("the stage is still in use")?.stop().await?;
        return Err(error);
    }
    keep.save(&stage.save().await?, false)?;
    let kept = show(&stage, &mut keep, listener, told).await;
    let stage = Arc::into_inner(stage).context("the stage is still in use")?;
    // The last word: nothing changes any more.
    let saved = stage.stop().await?;
    keep.save(&saved, true)?;
    kept
}

/// Shows the page until told to stop.
async fn show(
    stage: &Arc<Stage>,
    keep: &mut Keep,
    listener: TcpListener,
    told: CancellationToken,
) -> Result<()> {
    let address = listener.local_addr()?;
    let page = sandbox::page::router(stage.sandbox.clone(), page::hooks(stage));
    let closing = told.clone();
    let server = axum::serve(listener, page).with_graceful_shutdown(async move { closing.cancelled().await });
    line(format_args!("rapport demo: open http://{address} in your browser"))?;
    note(format_args!(
        "Ctrl-C ends it; what was done is kept in {} (--fresh begins anew).",
        keep.dir().display()
    ));
    tokio::select! {
        served = server.into_future() => served.context("the page can't be served"),
        ticked = stage.tick() => ticked,
        kept = keep.follow(stage) => kept,
        () = told.cancelled() => Ok(()),
    }
}

/// So long may stopping take once it was asked for.
async fn too_late(told: &CancellationToken) {
    told.cancelled().await;
    tokio::time::sleep(std::time::Duration::from_secs(20)).await;
}
