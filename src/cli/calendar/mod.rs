//! `rapport calendar`: working calendars by organisation and region. A file is shown before it is written, all of it or
//! nothing; whoever follows the calendar gets the next check-in computed anew in the same transaction.

mod file;
mod write;

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use clap::{Args, Subcommand};

use super::printer::{line, note, say, table};
use crate::app::{self, database, organisation};
use crate::config::Config;
use crate::domain::CalendarId;
use crate::store::calendar::{DEFAULT, Entry, Holiday};
use crate::store::org::Org;
use crate::store::{self, PgConnection};
use file::{File, Form};

/// Arguments of `calendar`.
#[derive(Debug, Args)]
pub(super) struct CalendarArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Holidays and make-up working days, from a file
    #[command(after_help = IMPORT)]
    Import(ImportArgs),
    /// Which calendars there are
    List,
    /// The days of a calendar that depart from its week
    Show(ShowArgs),
    /// Have people follow a calendar from their next check-in on
    Use(UseArgs),
}

const IMPORT: &str = "\
Forms, by the ending of the name; config/calendars holds examples:
  .txt   2026-10-01..2026-10-07 National Day     a day or a range off, a line each
         work 2026-10-10 make-up day             a day that is worked though the week has it free
         week 1111100, region CN                 Monday first; both may be left out
  .toml  [[holiday]] and [[workday]] with day, or from and to, and name
  .ics   events of whole days; one whose title says 班, workday or make-up is worked

The calendar is the one of --name; else `default`, which everybody has who was given no other, or that of a region that
is not the organisation's. In the years of the file its days replace those that were there; other years stay.

Shows what would be written and asks; without a terminal it only shows, unless --yes is given.";

/// Arguments of `calendar import`.
#[derive(Debug, Args)]
struct ImportArgs {
    /// The file (.toml, .txt or .ics, UTF-8)
    file: PathBuf,
    /// Name of the calendar
    #[arg(long, value_parser = super::words::name)]
    name: Option<String>,
    /// Its region (ISO 3166: CN, DE-BY)
    #[arg(long, value_parser = file::region)]
    region: Option<String>,
    /// Write without asking
    #[arg(long, short)]
    yes: bool,
}

/// Arguments of `calendar show`.
#[derive(Debug, Args)]
struct ShowArgs {
    /// Name of the calendar
    #[arg(default_value = DEFAULT)]
    name: String,
    /// Only this year
    #[arg(long)]
    year: Option<i32>,
}

/// Arguments of `calendar use`.
#[derive(Debug, Args)]
#[group(skip)]
struct UseArgs {
    /// Name of the calendar
    name: String,
    /// Numbers of people, as `rapport people` shows them
    #[arg(long, value_delimiter = ',', required_unless_present_any = ["team", "everyone"])]
    people: Vec<i64>,
    /// Everybody of this team
    #[arg(long)]
    team: Option<String>,
    /// Everybody
    #[arg(long)]
    everyone: bool,
}

/// Runs it; status 1 where a file has mistakes.
///
/// # Errors
/// The file can't be read; the database; there is no such calendar, person or team.
pub(super) async fn run(config: &Config, args: &CalendarArgs) -> Result<ExitCode> {
    let text = match &args.what {
        What::Import(args) => {
            let bytes =
                std::fs::read(&args.file).with_context(|| format!("can't read {}", args.file.display()))?;
            Some(String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", args.file.display()))?)
        }
        _ => None,
    };
    let opened = database::open(config, say).await?;
    let done = match &args.what {
        What::Import(args) => import(config, &opened, args, &text.unwrap_or_default()).await,
        What::List => list(&opened).await,
        What::Show(args) => show(&opened, args).await,
        What::Use(args) => follow(config, &opened, args).await,
    };
    let closed = opened.close().await;
    let code = done?;
    closed.map(|()| code)
}

async fn import(
    config: &Config,
    opened: &database::Opened,
    args: &ImportArgs,
    text: &str,
) -> Result<ExitCode> {
    let name = args.file.to_string_lossy();
    let Some(form) = Form::of(&name) else { bail!("{name}: the name must end in .toml, .txt or .ics") };
    let file = match file::read(form, text) {
        Ok(file) => file,
        Err(wrong) => {
            let rows: Vec<Vec<String>> =
                wrong.into_iter().map(|(line, what)| vec![line.to_string(), what]).collect();
            table(&["LINE", "WRONG"], &rows)?;
            note(format_args!("Nothing was written: {} line(s) must be mended first.", rows.len()));
            return Ok(ExitCode::FAILURE);
        }
    };
    let now = opened.now().await?;
    let mut ids = app::ids()?;
    let org = organisation::ensure(&opened.db, &config.organisation, &mut ids, now).await?;
    let region = args.region.clone().or_else(|| file.region.clone());
    let name = match (&args.name, &region) {
        (Some(name), _) => name.clone(),
        (None, Some(region)) if *region != org.region => region.clone(),
        (None, _) => DEFAULT.to_owned(),
    };
    let mut tx = opened.db.begin(org.id).await?;
    let known = by_name(&mut tx, &org, &name).await?;
    let before = match &known {
        Some(entry) => store::calendar::holidays(&mut tx, org.id, entry.id).await?,
        None => Vec::new(),
    };
    tx.rollback().await?;
    preview(&name, &file, &before, known.as_ref())?;
    if !args.yes && !confirmed()? {
        note("Nothing was written.");
        return Ok(ExitCode::SUCCESS);
    }
    let plan = write::Plan { name: &name, region: region.as_deref(), file: &file };
    let done = write::import(opened, &org, &config.organisation.rules, &plan, &mut ids, now).await?;
    line(format_args!("calendar {name}: written, followed by {}", people(done.people)))?;
    if done.excused + done.restored > 0 {
        let (off, on) = (done.excused, done.restored);
        line(format_args!("open check-ins: {off} excused as a holiday, {on} count again"))?;
    }
    if done.people == 0 {
        note(format_args!("Nobody follows it yet: rapport calendar use {name} --people NUMBERS"));
    }
    Ok(ExitCode::SUCCESS)
}

fn people(count: usize) -> String {
    if count == 1 { "1 person".to_owned() } else { format!("{count} people") }
}

async fn by_name(conn: &mut PgConnection, org: &Org, name: &str) -> Result<Option<Entry>> {
    Ok(store::calendar::all(conn, org.id).await?.into_iter().find(|entry| entry.name == name))
}

/// Shows what would be written, day by day, and what would go.
fn preview(name: &str, file: &File, before: &[Holiday], known: Option<&Entry>) -> Result<()> {
    let years = write::years(file);
    let mut rows: Vec<(NaiveDate, Vec<String>)> = Vec::new();
    let row = |day: NaiveDate, works: bool, name: &str, what: &str| {
        let kind = if works { "works" } else { "off" };
        (day, vec![day.to_string(), day.format("%a").to_string(), kind.into(), name.into(), what.into()])
    };
    let (mut new, mut changed, mut gone) = (0, 0, 0);
    for (day, (works, called)) in &file.days {
        let what = match before.iter().find(|h| h.day == *day) {
            None => {
                new += 1;
                "new"
            }
            Some(h) if h.works != *works => {
                changed += 1;
                "changed"
            }
            Some(_) => "",
        };
        rows.push(row(*day, *works, called, what));
    }
    for h in before.iter().filter(|h| years.contains(&h.day.year()) && !file.days.contains_key(&h.day)) {
        gone += 1;
        rows.push(row(h.day, h.works, &h.name, "goes"));
    }
    rows.sort();
    table(&["DAY", "", "", "NAME", ""], &rows.into_iter().map(|(_, row)| row).collect::<Vec<_>>())?;
    let week = file.week.or(known.map(|k| k.week)).map(week).unwrap_or_default();
    let worked = file.days.values().filter(|(works, _)| *works).count();
    line(format_args!(
        "calendar {name}, week {week}: {} off, {worked} worked; {new} new, {changed} changed, {gone} go",
        file.days.len() - worked
    ))
}

fn week(days: [bool; 7]) -> String {
    days.iter().map(|works| if *works { '1' } else { '0' }).collect()
}

/// Asks whoever sits at the terminal; without one, the answer is no.
fn confirmed() -> Result<bool> {
    if !io::stdin().is_terminal() {
        note("This was a preview; --yes writes it.");
        return Ok(false);
    }
    write!(io::stderr(), "Write this calendar? [y/N] ")?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "j" | "ja" | "是"))
}

/// The organisation, and the moment.
async fn here(opened: &database::Opened) -> Result<(Org, DateTime<Utc>)> {
    let now = opened.now().await?;
    match organisation::first(&mut *opened.db.begin_plain().await?).await? {
        Some(org) => Ok((org, now)),
        None => bail!("there is no organisation yet: import a calendar, or invite somebody"),
    }
}

async fn list(opened: &database::Opened) -> Result<ExitCode> {
    let (org, _) = here(opened).await?;
    let mut tx = opened.db.begin(org.id).await?;
    let mut rows = Vec::new();
    for entry in store::calendar::all(&mut tx, org.id).await? {
        let days = store::calendar::holidays(&mut tx, org.id, entry.id).await?;
        let worked = days.iter().filter(|d| d.works).count();
        let years: std::collections::BTreeSet<i32> = days.iter().map(|d| d.day.year()).collect();
        let years: Vec<String> = years.iter().map(i32::to_string).collect();
        rows.push(vec![
            entry.name,
            entry.region.unwrap_or_default(),
            week(entry.week),
            (days.len() - worked).to_string(),
            worked.to_string(),
            years.join(" "),
            entry.people.to_string(),
        ]);
    }
    table(&["NAME", "REGION", "WEEK", "OFF", "WORKED", "YEARS", "PEOPLE"], &rows)?;
    Ok(ExitCode::SUCCESS)
}

async fn show(opened: &database::Opened, args: &ShowArgs) -> Result<ExitCode> {
    let (org, _) = here(opened).await?;
    let mut tx = opened.db.begin(org.id).await?;
    let entry = must_be(by_name(&mut tx, &org, &args.name).await?, &args.name)?;
    let days = store::calendar::holidays(&mut tx, org.id, entry.id).await?;
    line(format_args!("{}, week {}, {}", entry.name, week(entry.week), people_of(&entry)))?;
    let rows = days.iter().filter(|h| args.year.is_none_or(|year| h.day.year() == year)).map(|h| {
        let kind = if h.works { "works" } else { "off" };
        vec![h.day.to_string(), h.day.format("%a").to_string(), kind.to_owned(), h.name.clone()]
    });
    table(&["DAY", "", "", "NAME"], &rows.collect::<Vec<_>>())?;
    Ok(ExitCode::SUCCESS)
}

fn people_of(entry: &Entry) -> String {
    people(usize::try_from(entry.people).unwrap_or(0))
}

fn must_be(entry: Option<Entry>, name: &str) -> Result<Entry> {
    entry.with_context(|| format!("there is no calendar `{name}`: rapport calendar list"))
}

async fn follow(config: &Config, opened: &database::Opened, args: &UseArgs) -> Result<ExitCode> {
    let (org, now) = here(opened).await?;
    let mut tx = opened.db.begin(org.id).await?;
    let entry = must_be(by_name(&mut tx, &org, &args.name).await?, &args.name)?;
    let team = match &args.team {
        Some(name) => match store::team::by_name(&mut tx, org.id, name).await? {
            Some(team) => Some(team.id),
            None => bail!("there is no team `{name}`"),
        },
        None => None,
    };
    let all = store::person::all(&mut tx, org.id).await?;
    tx.rollback().await?;
    if let Some(number) = args.people.iter().find(|n| all.iter().all(|p| p.number != **n)) {
        bail!("there is no person number {number}: rapport people");
    }
    let meant = all.iter().filter(|p| {
        args.everyone
            || args.people.contains(&p.number)
            || team.is_some_and(|team| p.grants_on(p.today(now)).any(|g| g.team == Some(team)))
    });
    let meant: Vec<_> = meant.map(|p| p.id).collect();
    let calendar: CalendarId = entry.id;
    let moved = write::follow(opened, &org, &config.organisation.rules, calendar, &meant, now).await?;
    line(format_args!(
        "calendar {}: followed by {} more, from the next check-in on",
        entry.name,
        people(moved)
    ))?;
    Ok(ExitCode::SUCCESS)
}
