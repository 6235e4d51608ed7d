//! Setting up the log: structured events to standard error, for people or for machines. It holds no texts, phones,
//! names or tokens; see the rules of each room.

use std::io::IsTerminal;

use anyhow::{Context, Result, anyhow};
use tracing_subscriber::EnvFilter;

use crate::config::{Log, LogFormat};

/// Begins to log. Once in the life of a process.
///
/// # Errors
/// The filter can't be read, or logging has begun already.
pub fn start(log: &Log) -> Result<()> {
    let filter = filter(&log.filter)?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let lines = lines.with_ansi(std::io::stderr().is_terminal());
    let begun = match log.format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    begun.map_err(|e| anyhow!(e)).context("the log can't be set up")
}

/// Reads a filter in the words of tracing.
///
/// # Errors
/// It can't be read.
pub fn filter(text: &str) -> Result<EnvFilter> {
    let hint = "log.filter is not a filter: write `info`, or levels by module as in `info,sqlx=warn`";
    EnvFilter::builder().parse(text).context(hint)
}
