//! `rapport doctor`: looks at everything that a start needs, changes nothing, and says of each what is wrong and what
//! to do about it. It works with anything broken: each look stands alone.

mod channel;
mod database;

use std::fmt;
use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::Result;
use tokio::net::TcpListener;

use super::{Options, printer, settings};
use crate::app;
use crate::config::{self, Config, Mode};

/// How something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Ok,
    Warn,
    Fail,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "FAIL",
        })
    }
}

/// One thing that was looked at.
#[derive(Debug)]
struct Finding {
    level: Level,
    what: &'static str,
    said: String,
    /// What to do about it.
    mend: Option<String>,
}

impl Finding {
    fn ok(what: &'static str, said: impl fmt::Display) -> Self {
        Self { level: Level::Ok, what, said: said.to_string(), mend: None }
    }

    fn warn(what: &'static str, said: impl fmt::Display, mend: impl fmt::Display) -> Self {
        Self { level: Level::Warn, what, said: said.to_string(), mend: Some(mend.to_string()) }
    }

    fn fail(what: &'static str, said: impl fmt::Display, mend: impl fmt::Display) -> Self {
        Self { level: Level::Fail, what, said: said.to_string(), mend: Some(mend.to_string()) }
    }

    fn print(&self) -> Result<()> {
        printer::line(format_args!("{:4}  {:10}  {}", self.level, self.what, indented(&self.said)))?;
        match &self.mend {
            Some(mend) => printer::line(format_args!("{:18}→ {}", "", indented(mend))),
            None => Ok(()),
        }
    }
}

/// Further lines stand below the first.
fn indented(text: &str) -> String {
    text.trim_end().replace('\n', &format!("\n{:18}", ""))
}

/// Looks at everything and prints what it found, each as soon as it is known. Status 1 where something must be mended.
///
/// # Errors
/// Standard output can't be written.
pub(super) async fn run(options: &Options) -> Result<ExitCode> {
    let mut worst = Level::Ok;
    let mut tell = |finding: Finding| {
        if worst == Level::Ok || finding.level == Level::Fail {
            worst = finding.level;
        }
        finding.print()
    };
    let config = match settings(options) {
        Ok(config) => {
            tell(look_at_settings(&config, options))?;
            config
        }
        Err(error) => {
            let mend = "the rest is looked at with the default settings";
            tell(Finding::fail("settings", printer::told(&error), mend))?;
            fallback(options)?
        }
    };
    for finding in database::look(&config).await {
        tell(finding)?;
    }
    for finding in channel::look(&config).await {
        tell(finding)?;
    }
    if let Some(finding) = look_at_web(&config).await {
        tell(finding)?;
    }
    match worst {
        Level::Ok => printer::line("all is well")?,
        Level::Warn => printer::line("it will run; see the warnings")?,
        Level::Fail => {
            printer::line("something must be mended; see FAIL above")?;
            return Ok(ExitCode::FAILURE);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The default settings with the secrets of the environment, where the others can't be used.
fn fallback(options: &Options) -> Result<Config> {
    let plain = |name: &str| !name.starts_with("RAPPORT__");
    let mut config = config::load(None, super::environment().filter(|(name, _)| plain(name)))?;
    if let Some(dir) = &options.data {
        config.data.dir = dir.clone();
    }
    Ok(config)
}

fn look_at_settings(config: &Config, options: &Options) -> Finding {
    if let Err(error) = app::log::filter(&config.log.filter) {
        return Finding::fail("settings", "log.filter can't be read", printer::told(&error));
    }
    match &options.config {
        Some(file) => Finding::ok("settings", format_args!("{} over the defaults", file.display())),
        None => Finding::ok("settings", "the defaults and the environment; no file was given by --config"),
    }
}

/// Whether the HTTP server will get its address.
async fn look_at_web(config: &Config) -> Option<Finding> {
    let listen = config.web.listen.as_str();
    if listen.is_empty() {
        return match config.telegram.mode {
            Mode::Polling => None,
            Mode::Webhook => Some(Finding::fail(
                "web",
                "web.listen is empty, but the webhook is served there",
                "set web.listen, for example to 127.0.0.1:8080",
            )),
        };
    }
    let Ok(address) = listen.parse::<SocketAddr>() else {
        let said = format!("web.listen is `{listen}`, which is no address with a port");
        return Some(Finding::fail("web", said, "write for example 127.0.0.1:8080"));
    };
    Some(match TcpListener::bind(address).await {
        Ok(_) => Finding::ok("web", format_args!("{address} is free")),
        Err(error) => Finding::warn(
            "web",
            format_args!("{address} can't be had: {error}"),
            "fine if that is `rapport run`; else set web.listen to another address",
        ),
    })
}
