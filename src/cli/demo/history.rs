//! Three months of history, lived through: the people join by their invites, are asked on each working day, and answer
//! or not, while the business clock goes from one event to the next. Nothing is written but by the bot itself.

use anyhow::{Context, Result};
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use indicatif::{ProgressBar, ProgressStyle};

use super::stage::Stage;
use super::story::{CAST, Cast, day, old_customers};
use crate::app::organisation::{Guest, invite};
use crate::cli::import;
use crate::domain::hours::at_local;
use crate::domain::person::{Language, Role};
use crate::domain::tap::{StepDeed, Tap};
use crate::domain::{IdMaker, TeamId};
use crate::sandbox::{Phone, Profile};
use crate::store;
use crate::store::team::Team;

/// How far back the history goes, in weeks.
const WEEKS: i64 = 13;
/// The team of all.
const TEAM: &str = "Field sales";
/// The story that is told.
const SEED: u64 = 8321;
/// The zone by which the demo opens: the first of its people to be asked is there.
const FIRST_ASKED: Tz = chrono_tz::Asia::Shanghai;
/// When it opens there: a little before that prompt.
const OPENS: (u32, u32) = (17, 20);
/// Among so many of the latest messages the prompt is looked for.
const LATELY: usize = 4;
/// When prompts go out.
const PROMPT: (u32, u32) = (17, 30);

/// The moment at which the history begins: a Monday morning, so many weeks before the demo opens.
pub(super) fn beginning(today: DateTime<Utc>) -> DateTime<Utc> {
    let opens = last_working_day(today);
    let monday = opens - Days::new(u64::from(opens.weekday().num_days_from_monday()));
    at(monday - TimeDelta::weeks(WEEKS), (6, 0), FIRST_ASKED)
}

/// The moment at which the demo opens.
fn opening(today: DateTime<Utc>) -> DateTime<Utc> {
    at(last_working_day(today), OPENS, FIRST_ASKED)
}

fn last_working_day(today: DateTime<Utc>) -> NaiveDate {
    let today = today.with_timezone(&FIRST_ASKED).date_naive();
    let weekend = today.weekday().num_days_from_monday().saturating_sub(4);
    today - Days::new(u64::from(weekend))
}

fn at(day: NaiveDate, (hour, minute): (u32, u32), zone: Tz) -> DateTime<Utc> {
    at_local(zone, day, NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default())
}

/// Puts the people on the stage; where they are new, with their history.
///
/// # Errors
/// The bot does not do its part.
pub(super) async fn live(stage: &Stage, is_new: bool) -> Result<()> {
    for cast in &CAST {
        stage.sandbox.user(profile(cast));
    }
    if !is_new {
        return stage.settle().await;
    }
    let begins = stage.now().await?;
    let opens = opening(crate::clock::system_now());
    join(stage).await?;
    bring_customers(stage).await?;
    let lines = lines(begins, opens);
    let bar = bar(lines.len());
    for (when, cast, text) in lines {
        stage.advance(when).await?;
        let phone = phone(stage, cast)?;
        tick_off(&phone);
        phone.text(&text);
        stage.settle().await?;
        bar.inc(1);
    }
    stage.advance(opens).await?;
    look_around(stage).await?;
    bar.finish_and_clear();
    Ok(())
}

/// Whoever answers ticks off first what was to be done, all but the last.
fn tick_off(phone: &Phone) {
    let is_done = |data: &String| matches!(Tap::read(data), Some(Tap::Step { deed: StepDeed::Done, .. }));
    for message in phone.from_bot().iter().rev().take(LATELY) {
        let due: Vec<String> = message.buttons().into_iter().filter_map(|b| b.data).filter(is_done).collect();
        if let Some((_, others)) = due.split_last() {
            others.iter().for_each(|done| drop(phone.tap_anyway(message.id, done)));
            return;
        }
    }
}

/// What everyone writes between two moments, in order.
fn lines(begins: DateTime<Utc>, opens: DateTime<Utc>) -> Vec<(DateTime<Utc>, &'static Cast, String)> {
    let mut lines = Vec::new();
    for cast in &CAST {
        let zone: Tz = cast.timezone.parse().unwrap_or(chrono_tz::UTC);
        let first = begins.with_timezone(&zone).date_naive();
        let last = opens.with_timezone(&zone).date_naive();
        let working = first
            .iter_days()
            .take_while(|day| *day < last)
            .filter(|d| d.weekday().num_days_from_monday() < 5);
        for on in working {
            let asked = at(on, PROMPT, zone);
            let told = day(cast, on, SEED).into_iter();
            lines.extend(told.map(|line| (asked + TimeDelta::minutes(line.after), cast, line.text)));
        }
    }
    lines.retain(|(when, ..)| *when > begins && *when < opens);
    lines.sort_by_key(|(when, cast, _)| (*when, cast.user));
    lines
}

/// Everyone joins by an invite.
async fn join(stage: &Stage) -> Result<()> {
    let now = stage.now().await?;
    let (db, org) = (&stage.context.db, stage.context.org);
    let mut ids: IdMaker = stage.context.ids.with(|maker| maker.fork());
    let mut tx = db.begin(org).await?;
    let team = Team { id: ids.next::<TeamId>(now), name: TEAM.to_owned() };
    store::team::create(&mut tx, org, &team, now).await?;
    let mut codes = Vec::new();
    for cast in &CAST {
        let guest = Guest {
            role: cast.role,
            name: cast.name.to_owned(),
            team: Some(team.id),
            language: Some(cast.language),
            timezone: cast.timezone.parse()?,
        };
        codes.push((cast, invite(&mut tx, org, guest, &mut ids, now).await?.1));
    }
    tx.commit().await?;
    stage.context.ids.with(|maker| maker.rejoin(&ids));
    for (cast, code) in codes {
        phone(stage, cast)?.start(Some(&code));
        stage.settle().await?;
    }
    Ok(())
}

/// The customers that the reps had before there was a bot.
async fn bring_customers(stage: &Stage) -> Result<()> {
    let now = stage.now().await?;
    let mut tx = stage.context.db.begin_plain().await?;
    let org = store::org::by_id(&mut tx, stage.context.org).await?.context("the organisation is gone")?;
    drop(tx);
    let reps = CAST.iter().filter(|cast| cast.role == Role::Rep);
    let lines =
        reps.flat_map(|cast| old_customers(cast).map(|name| format!("{name},organisation,{}\n", cast.name)));
    let csv = format!("name,kind,owner\n{}", lines.collect::<String>());
    import::bring_in(&stage.context.db, &org, &csv, now).await.map(drop)
}

/// What those who keep and read the data see first.
async fn look_around(stage: &Stage) -> Result<()> {
    for cast in &CAST {
        let command = match cast.role {
            Role::Manager => "/stats month",
            Role::Assistant => "/queue",
            _ => continue,
        };
        phone(stage, cast)?.text(command);
        stage.settle().await?;
    }
    Ok(())
}

fn phone(stage: &Stage, cast: &Cast) -> Result<Phone> {
    stage.sandbox.phone(cast.user).context("nobody has this phone")
}

fn profile(cast: &Cast) -> Profile {
    let (first, last) = cast.name.split_once(' ').unwrap_or((cast.name, ""));
    let language = match cast.language {
        Language::En => "en",
        Language::Zh => "zh-hans",
    };
    let profile = Profile::new(cast.user, first).language(language);
    Profile { last_name: Some(last.to_owned()).filter(|l| !l.is_empty()), ..profile }
}

fn bar(lines: usize) -> ProgressBar {
    let bar = ProgressBar::new(lines as u64);
    // A template that can't be read leaves the plain bar.
    if let Ok(style) =
        ProgressStyle::with_template("Living through three months  {bar:30}  {pos}/{len} messages")
    {
        bar.set_style(style);
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_demo_opens_on_a_working_day_before_the_first_prompt() {
        for (today, opens) in [
            ("2026-03-04T12:00:00Z", "2026-03-04T09:20:00Z"),
            ("2026-03-06T20:00:00Z", "2026-03-06T09:20:00Z"),
            ("2026-03-07T12:00:00Z", "2026-03-06T09:20:00Z"),
            ("2026-03-08T12:00:00Z", "2026-03-06T09:20:00Z"),
            ("2026-03-08T22:00:00Z", "2026-03-09T09:20:00Z"),
        ] {
            assert_eq!(opening(moment(today)), moment(opens), "{today}");
            let begins = beginning(moment(today));
            assert_eq!(begins.with_timezone(&FIRST_ASKED).weekday(), chrono::Weekday::Mon);
            assert!((moment(opens) - begins).num_days() >= 13 * 7);
        }
    }

    #[test]
    fn the_history_is_told_in_order_and_leaves_today_open() {
        let now = moment("2026-03-04T12:00:00Z");
        let (begins, opens) = (beginning(now), opening(now));
        let lines = lines(begins, opens);
        assert!(lines.is_sorted_by_key(|(when, ..)| *when));
        assert!(lines.iter().all(|(when, ..)| begins < *when && *when < opens));
        assert!(lines.len() > 200, "{}", lines.len());
    }
}
