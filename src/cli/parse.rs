//! `rapport parse`: replies line by line, or one of them explained.

use std::io::IsTerminal;

use anyhow::Result;
use chrono::{DateTime, FixedOffset};
use clap::Args;

use super::printer::line;
use crate::clock;
use crate::domain::reading::{Asked, KnownCustomer, Mode, ParseInput};
use crate::parse::explain::explain as explain_reply;

/// Arguments of `parse`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["jsonl", "explain"]))]
pub(super) struct ParseArgs {
    /// Read one JSON object a line from standard input, and write one a line
    #[arg(long)]
    jsonl: bool,
    /// Show how this reply is read: its words coloured by what they became, the rule behind each field, what was left
    #[arg(long, value_name = "TEXT")]
    pub(super) explain: Option<String>,
    /// With --explain: a customer that is known already (may be given several times)
    #[arg(long, value_name = "NAME", requires = "explain")]
    known: Vec<String>,
    /// With --explain: when the reply came, with its offset from UTC [default: now, in UTC]
    #[arg(long, value_name = "TIME", requires = "explain")]
    now: Option<DateTime<FixedOffset>>,
    /// With --explain: the organisation's country
    #[arg(long, value_name = "CC", default_value = "US", requires = "explain")]
    region: String,
    /// With --explain: the organisation's currency
    #[arg(long, value_name = "CODE", default_value = "USD", requires = "explain")]
    currency: String,
    /// With --explain: the field that the bot had asked for
    #[arg(long, value_name = "FIELD", requires = "explain")]
    asked: Option<String>,
    /// With --explain: the reply is a service agent's
    #[arg(long, requires = "explain")]
    service: bool,
}

/// Explains one reply.
///
/// # Errors
/// Standard output can't be written.
pub(super) fn explain(args: &ParseArgs) -> Result<()> {
    let known = |name: &String| KnownCustomer { name: name.clone(), ..KnownCustomer::default() };
    let asked = |field: &String| Asked {
        customer: args.known.first().cloned(),
        field: field.clone(),
        kind: None,
        record: None,
    };
    let input = ParseInput {
        text: args.explain.clone().unwrap_or_default(),
        now: args.now.unwrap_or_else(|| clock::system_now().fixed_offset()),
        currency: args.currency.to_uppercase(),
        region: args.region.to_uppercase(),
        known: args.known.iter().map(known).collect(),
        asked: args.asked.as_ref().map(asked),
        mode: if args.service { Mode::Service } else { Mode::Rep },
        context: None,
    };
    let explained = explain_reply(&input);
    line(if std::io::stdout().is_terminal() { explained.ansi() } else { explained.plain() }.trim_end())
}
