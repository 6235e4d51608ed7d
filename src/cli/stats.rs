//! `rapport stats`: the figures that the bot shows, by the same formulas over the same ledger.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use chrono::{Datelike, NaiveDate};
use clap::Args;
use serde_json::{Value, json};

use super::printer::{self, note, say};
use crate::app::{database, organisation};
use crate::config::Config;
use crate::domain::checkin::CheckIn;
use crate::domain::kpi::{Fact, Ratio, Summary};
use crate::domain::{PersonId, TeamId};
use crate::store;

/// Arguments of `stats`.
#[derive(Debug, Args)]
pub(super) struct StatsArgs {
    /// First day [default: Monday of this week]
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<NaiveDate>,
    /// Last day, included [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    to: Option<NaiveDate>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Someone, or some team, with the figures of a period.
struct Row {
    name: String,
    summary: Summary,
}

/// Prints the figures of the organisation, its teams and its people.
///
/// # Errors
/// The database; a period that ends before it begins.
pub(super) async fn run(config: &Config, args: &StatsArgs) -> Result<()> {
    let opened = database::open(config, say).await?;
    let done = stats(config, &opened, args).await;
    let closed = opened.close().await;
    done.and(closed)
}

async fn stats(config: &Config, opened: &database::Opened, args: &StatsArgs) -> Result<()> {
    let now = opened.now().await?;
    let today = now.with_timezone(&config.organisation.timezone).date_naive();
    let monday = today.week(chrono::Weekday::Mon).first_day();
    let (from, to) = (args.from.unwrap_or(monday), args.to.unwrap_or(today));
    ensure!(from <= to, "the period ends ({to}) before it begins ({from})");
    let mut tx = opened.db.begin_plain().await?;
    let org = organisation::first(&mut tx).await?;
    drop(tx);
    let org = org.context("there is no organisation yet: the first `rapport run` makes it")?;
    let mut tx = opened.db.begin(org.id).await?;
    let check_ins = store::check_in::between(&mut tx, org.id, None, from, to).await?;
    let contradicted = store::figures::contradicted(&mut tx, org.id, None, from, to).await?;
    let asked = store::figures::Asked { people: None, from, to };
    let facts = store::figures::facts(&mut tx, org.id, asked).await?;
    let people = store::person::all(&mut tx, org.id).await?;
    let teams = store::team::all(&mut tx, org.id).await?;
    drop(tx);

    let of = |which: &dyn Fn(&CheckIn) -> bool| {
        let chosen: Vec<&CheckIn> = check_ins.iter().filter(|c| which(c)).collect();
        Summary::of(chosen.iter().copied(), &contradicted, now)
    };
    let timely = |which: &dyn Fn(&Fact) -> bool| -> Vec<Fact> {
        facts.iter().copied().filter(|fact| which(fact)).collect()
    };
    let whole = of(&|_| true).with_facts(&facts, now);
    let teams: BTreeMap<TeamId, String> = teams.into_iter().map(|t| (t.id, t.name)).collect();
    let by_team: Vec<Row> = teams
        .iter()
        .map(|(id, name)| Row {
            name: name.clone(),
            summary: of(&|c| c.team == Some(*id))
                .with_facts(&timely(&|f| team_of(&check_ins, f) == Some(*id)), now),
        })
        .collect();
    let asked = |id: PersonId| check_ins.iter().any(|c| c.person == id);
    let by_person: Vec<Row> = people
        .iter()
        .filter(|p| asked(p.id))
        .map(|p| Row {
            name: p.name.clone(),
            summary: of(&|c| c.person == p.id).with_facts(&timely(&|f| f.owner == p.id), now),
        })
        .collect();

    if args.json {
        let rows = |rows: &[Row]| -> Vec<Value> {
            rows.iter().map(|r| json!({ "name": r.name, "figures": figures(&r.summary) })).collect()
        };
        return printer::json(&json!({
            "from": from,
            "to": to,
            "organisation": { "name": org.name, "figures": figures(&whole) },
            "teams": rows(&by_team),
            "people": rows(&by_person),
        }));
    }
    note(format_args!("{from} ({}) to {to}; days count once their cutoff has passed", from.weekday()));
    let mut lines = vec![cells(&org.name, &whole)];
    lines.extend(by_team.iter().map(|r| cells(&format!("  {}", r.name), &r.summary)));
    lines.extend(by_person.iter().map(|r| cells(&format!("    {}", r.name), &r.summary)));
    let headings = ["", "ANSWERED", "N", "ON TIME", "MEDIAN (WAKING)", "COMPLETE", "OPEN", "EXCUSED"];
    printer::table(&headings, &lines)
}

/// The team for which a fact's owner was asked on its day, or on the working day before it.
fn team_of(check_ins: &[CheckIn], fact: &Fact) -> Option<TeamId> {
    let own = check_ins.iter().filter(|c| c.person == fact.owner);
    let newest = own.clone().filter(|c| c.local_date <= fact.day).max_by_key(|c| c.local_date);
    newest.or_else(|| own.min_by_key(|c| c.local_date)).and_then(|c| c.team)
}

/// The figures in JSON: each ratio with its parts, `null` where there is nothing to divide by.
fn figures(s: &Summary) -> Value {
    let ratio = |r: Ratio| json!({ "value": share(r), "num": r.num, "den": r.den });
    json!({
        "response_rate": ratio(s.rates.response()),
        "on_time_rate": ratio(s.rates.on_time()),
        "late_rate": ratio(s.rates.late()),
        "assisted_rate": ratio(s.rates.assisted()),
        "latency_seconds": s.latencies.map(|l| json!({
            "p50_waking": l.p50.waking, "p50_wall": l.p50.wall,
            "p90_waking": l.p90.waking, "p90_wall": l.p90.wall, "n": l.n,
        })),
        "completeness": ratio(s.completed.by_rep),
        "completeness_corrected": ratio(s.completed.corrected),
        "timeliness": ratio(s.timeliness),
        "days_without_activity": ratio(s.completed.no_activity),
        "open": s.rates.open,
        "excused": s.rates.excused,
        "not_asked_through_our_fault": s.rates.out,
    })
}

fn share(r: Ratio) -> Option<f64> {
    (r.den > 0).then(|| r.num as f64 / r.den as f64)
}

fn cells(name: &str, s: &Summary) -> Vec<String> {
    let percent = |r: Ratio| share(r).map_or_else(|| "–".to_owned(), |v| format!("{:.0} %", v * 100.0));
    let median = s.latencies.map_or_else(|| "–".to_owned(), |l| format!("{} min", l.p50.waking / 60));
    vec![
        name.to_owned(),
        percent(s.rates.response()),
        s.rates.base.to_string(),
        percent(s.rates.on_time()),
        median,
        percent(s.completed.by_rep),
        s.rates.open.to_string(),
        s.rates.excused.to_string(),
    ]
}
