//! `rapport run`: the bot.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, anyhow, bail};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use super::printer::{line, say};
use crate::app::database::{self, Opened};
use crate::app::parts::{NO_TOKEN, Parts, parts};
use crate::app::{log, organisation, site};
use crate::clock::Stopwatch;
use crate::config::Config;
use crate::domain::code::INVITE_DAYS;
use crate::pg::Embedded;
use crate::telegram::{Client, Fault};
use crate::work::receive::Intake;
use crate::work::service::Service;

/// Runs until told to stop (SIGTERM, SIGINT).
///
/// # Errors
/// It can't start, and the error says what to do; or the channel no longer accepts the token.
pub(super) async fn run(config: &Config, since: Stopwatch) -> Result<ExitCode> {
    if config.secrets.token.is_none() {
        bail!(NO_TOKEN);
    }
    log::start(&config.log)?;
    // From here on a signal is heard, even while the database still starts.
    let told = CancellationToken::new();
    tokio::spawn(hear(told.clone()));
    let opened = tokio::select! {
        opened = database::open(config, say) => opened?,
        () = told.cancelled() => return Ok(ExitCode::SUCCESS),
    };
    let ran = tokio::select! {
        parts = parts(config, &opened) => match parts {
            Ok(parts) => work(config, &opened, parts, since, &told).await,
            Err(error) => Err(error),
        },
        () = told.cancelled() => Ok(()),
    };
    let closed = opened.close().await;
    ran.and(closed).map(|()| ExitCode::SUCCESS)
}

/// Starts the loops, waits for the end, and stops them.
async fn work(
    config: &Config,
    opened: &Opened,
    parts: Parts,
    since: Stopwatch,
    told: &CancellationToken,
) -> Result<()> {
    let Parts { context, client, bot, settings } = parts;
    let listener = site::listen(config).await?;
    offer_first_invite(config, opened, &context, &bot.username).await?;
    let service = Service::start(context.clone(), client.clone(), bot, settings);
    let intake = Intake::new(context.clone(), service.signals.arrived.clone());
    let closing = CancellationToken::new();
    let site = site::serve(listener, config, &context, intake, closing.clone());
    let elapsed_ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
    info!(event = "ready", elapsed_ms, embedded = opened.embedded.is_some());
    let end = async {
        let ended = tokio::select! {
            () = told.cancelled() => Ok(()),
            fault = token_refused(&client) => Err(anyhow!(
                "Telegram does not accept the token of TELOXIDE_TOKEN ({fault}): copy it again from @BotFather"
            )),
            () = keep_running(&opened.embedded) => Ok(()),
        };
        info!(event = "stopping");
        closing.cancel();
        service.stop(Duration::from_secs(config.handling.stop_seconds.into())).await;
        ended
    };
    // What the server has begun to answer is answered while the loops end; then nobody waits for it any longer.
    let ended = tokio::select! {
        ended = end => ended,
        () = async { site.await; std::future::pending().await } => Ok(()),
    };
    info!(event = "stopped");
    ended
}

/// Prints the way in for the first administrator, where there is neither one nor an open invite.
async fn offer_first_invite(
    config: &Config,
    opened: &Opened,
    context: &crate::work::Context,
    username: &str,
) -> Result<()> {
    let now = opened.now().await?;
    let mut ids = context.ids.with(|maker| maker.fork());
    let code =
        organisation::first_invite(&opened.db, context.org, config.organisation.timezone, &mut ids, now)
            .await;
    context.ids.with(|maker| maker.rejoin(&ids));
    let Some(code) = code? else { return Ok(()) };
    line(format_args!(
        "There is no administrator yet. Open this link in Telegram within {INVITE_DAYS} days to become it; it works once:\n  {}",
        organisation::link(username, &code)
    ))
}

/// Waits for a signal to stop.
pub(super) async fn hear(told: CancellationToken) {
    let (Ok(mut term), Ok(mut int)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        warn!(event = "no_signals", "signals can't be heard; the program ends without finishing");
        return;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
    told.cancel();
}

/// Asks once who the bot is; ends only where the token is refused. Any other fault is for the loops to bear.
async fn token_refused(client: &Client) -> Fault {
    match client.get_me().await {
        Err(fault) if fault.is_token() => fault,
        _ => std::future::pending().await,
    }
}

/// Revives the embedded server when it dies.
async fn keep_running(embedded: &Option<Embedded>) {
    match embedded {
        Some(embedded) => embedded.keep_running().await,
        None => std::future::pending().await,
    }
}
