//! Figures on demand: `/me` with its picture, `/stats`, `/missing` and `/people`, by the formulas of [`crate::domain::kpi`] over the
//! check-ins as they were frozen; the team of a day is the one that its check-in was opened for.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::command::commands;
use super::decide::Item;
use super::world::World;
use crate::domain::checkin::CheckIn;
use crate::domain::kpi::{Fact, Summary, streak};
use crate::domain::period::Period;
use crate::domain::person::{Language, Person, managed_teams};
use crate::domain::standing::Standing;
use crate::domain::{MessageId, OutboxKind, PersonId, TeamId};
use crate::parse::command::Command;
use crate::say;
use crate::say::figures::PersonRow;
use crate::store::figures::Asked;
use crate::store::{self, PgConnection, Result};

/// How many weeks the picture of one's own figures shows.
const WEEKS: u64 = 8;

/// What a command asks for, loaded beforehand.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Check-ins of the period and of the one before.
    pub check_ins: Vec<CheckIn>,
    /// Facts of the last weeks, for one's own timeliness.
    pub facts: Vec<Fact>,
    /// Days said to be without activity of which a fact is known all the same.
    pub contradicted: BTreeSet<(PersonId, NaiveDate)>,
    /// People that the answer names.
    pub people: BTreeMap<PersonId, Person>,
}

/// First and last day of a period and of the one it is compared with, where the person is.
fn periods(person: &Person, period: Period, now: DateTime<Utc>) -> Option<[(NaiveDate, NaiveDate); 2]> {
    let today = person.today(now);
    Some([period.days(today)?, period.before(today)?])
}

/// The period of a command that asks for figures; `None` for other commands.
fn period_of(command: &Command) -> Option<Period> {
    match command {
        Command::Me => Some(Period::Week),
        Command::Stats { period, .. } => Some(*period),
        Command::Missing { period } => Some(*period),
        _ => None,
    }
}

/// Loads what the commands of a batch ask for.
///
/// # Errors
/// The database.
pub(super) async fn load(
    conn: &mut PgConnection,
    world: &World,
    items: &[&Item],
) -> Result<HashMap<MessageId, Figures>> {
    let org = world.house.org;
    let asked: Vec<(MessageId, PersonId, Command)> =
        commands(world, items).map(|(item, person, command)| (item.id, person, command)).collect();
    let mut loaded = HashMap::new();
    for (message, asker, command) in asked {
        let Some(person) = world.people.get(&asker) else { continue };
        let roles = person.roles_on(person.today(world.now));
        // Whoever may not ask has nothing loaded for him.
        if !command.name().open_to(&roles) {
            continue;
        }
        let mut figures = Figures::default();
        if matches!(command, Command::People | Command::Stats { .. } | Command::Missing { .. }) {
            figures.people = store::person::all(conn, org).await?.into_iter().map(|p| (p.id, p)).collect();
        }
        if let Some([now, before]) = period_of(&command).and_then(|p| periods(person, p, world.now)) {
            let (from, to) = (now.0.min(before.0), now.1.max(before.1));
            if let Command::Me = command {
                own(conn, world, asker, to, &mut figures).await?;
            } else {
                figures.check_ins = store::check_in::between(conn, org, None, from, to).await?;
                figures.contradicted = store::figures::contradicted(conn, org, None, from, to).await?;
                let teams = managed_teams(person, person.today(world.now));
                figures.check_ins.retain(|c| sees(&teams, c.team));
            }
        }
        loaded.insert(message, figures);
    }
    Ok(loaded)
}

/// What one's own figures are made of: check-ins of a year for the streak, all else of the weeks that the picture shows.
async fn own(
    conn: &mut PgConnection,
    world: &World,
    asker: PersonId,
    today: NaiveDate,
    figures: &mut Figures,
) -> Result<()> {
    let (org, people) = (world.house.org, [asker]);
    let of = Some(&people[..]);
    let year_ago = today.checked_sub_days(Days::new(365)).unwrap_or(today);
    let from = weeks(today).first().map_or(today, |week| week.0);
    figures.check_ins = store::check_in::between(conn, org, of, year_ago, today).await?;
    figures.contradicted = store::figures::contradicted(conn, org, of, from, today).await?;
    figures.facts = store::figures::facts(conn, org, Asked { people: of, from, to: today }).await?;
    Ok(())
}

/// The weeks of the picture, oldest first, the last of them still going on.
fn weeks(today: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
    let monday = today.week(chrono::Weekday::Mon).checked_first_day().unwrap_or(today);
    let week = |back| {
        let from = monday.checked_sub_days(Days::new(7 * back))?;
        Some((from, from.checked_add_days(Days::new(6))?.min(today)))
    };
    (0..WEEKS).rev().filter_map(week).collect()
}

/// Whether a manager of these teams (`None`: of all) sees the figures of a team.
fn sees(teams: &Option<BTreeSet<TeamId>>, team: Option<TeamId>) -> bool {
    match teams {
        None => true,
        Some(teams) => team.is_some_and(|t| teams.contains(&t)),
    }
}

/// The answer to a command that asks for figures.
pub(super) fn answer(world: &mut World, item: &Item, asker: PersonId, command: &Command) -> say::Said {
    let figures = world.figures.remove(&item.id).unwrap_or_default();
    let lang = world.language(asker);
    let Some(person) = world.people.get(&asker) else { return say::commands::not_allowed(lang) };
    let today = person.today(world.now);
    if let Command::People = command {
        return people(world, lang, &figures, today);
    }
    let Some([this, before]) = period_of(command).and_then(|p| periods(person, p, world.now)) else {
        return say::figures::no_such_period(lang);
    };
    match command {
        Command::Missing { .. } => missing(world, lang, &figures, this, today),
        Command::Stats { team, .. } => stats(world, lang, &figures, [this, before], today, team.as_deref()),
        _ => say::commands::not_allowed(lang),
    }
}

/// One's own figures, under their picture where there is one.
pub(super) fn me(world: &mut World, item: &Item, person: PersonId) {
    let figures = world.figures.remove(&item.id).unwrap_or_default();
    let (now, lang, chat) = (world.now, world.language(person), item.inbound.chat.id.clone());
    let Some(today) = world.people.get(&person).map(|p| p.today(now)) else { return };
    let periods = world.people.get(&person).and_then(|p| periods(p, Period::Week, now));
    let Some([this, before]) = periods else {
        return world.say(&chat, say::figures::no_such_period(lang), Some(person));
    };
    let of = |days: (NaiveDate, NaiveDate)| {
        let facts = figures.facts.iter().filter(|f| days.0 <= f.day && f.day <= days.1);
        within(&figures, days, now, |_| true).with_facts(&facts.copied().collect::<Vec<_>>(), now)
    };
    let week = |days: (NaiveDate, NaiveDate)| {
        let summary = of(days);
        let completeness = summary.completed.by_rep;
        say::chart::Week { from: days.0, response: summary.rates.response(), completeness }
    };
    let view = say::me::MeView {
        today,
        this: (this, of(this)),
        before: (before, of(before)),
        streak: streak(&figures.check_ins, now),
        weeks: weeks(today).into_iter().map(week).collect(),
    };
    let said = say::me::me(lang, &view);
    match say::me::picture(lang, &view) {
        Some(picture) => {
            let file = said.under("figures.png", &picture);
            world.send(&chat, OutboxKind::File, file, Some(person));
        }
        None => world.say(&chat, said, Some(person)),
    }
}

fn people(world: &World, lang: Language, figures: &Figures, today: NaiveDate) -> say::Said {
    let mut rows: Vec<PersonRow<'_>> = figures
        .people
        .values()
        .map(|p| PersonRow {
            number: p.number,
            name: &p.name,
            roles: p.roles_on(today),
            team: p.grants_on(today).find_map(|g| world.teams.get(&g.team?)).map(String::as_str),
            status: p.status,
        })
        .collect();
    rows.sort_by_key(|r| r.number);
    say::figures::people(lang, &rows)
}

fn within(
    figures: &Figures,
    (from, to): (NaiveDate, NaiveDate),
    now: DateTime<Utc>,
    which: impl Fn(&CheckIn) -> bool,
) -> Summary {
    let chosen: Vec<&CheckIn> =
        figures.check_ins.iter().filter(|c| from <= c.local_date && c.local_date <= to && which(c)).collect();
    Summary::of(chosen.iter().copied(), &figures.contradicted, now)
}

fn stats(
    world: &World,
    lang: Language,
    figures: &Figures,
    [this, before]: [(NaiveDate, NaiveDate); 2],
    today: NaiveDate,
    team: Option<&str>,
) -> say::Said {
    let key = team.map(crate::domain::text::fold_name);
    let chosen: BTreeSet<TeamId> = world
        .teams
        .iter()
        .filter(|(_, name)| key.as_ref().is_none_or(|k| crate::domain::text::fold_name(name).starts_with(k)))
        .map(|(id, _)| *id)
        .collect();
    if key.is_some() && chosen.is_empty() {
        return say::figures::no_such_team(lang, team.unwrap_or_default(), &world.teams);
    }
    let of_team = |c: &CheckIn| key.is_none() || c.team.is_some_and(|t| chosen.contains(&t));
    let reps: BTreeSet<PersonId> =
        figures.check_ins.iter().filter(|c| of_team(c)).map(|c| c.person).collect();
    let mut rows: Vec<say::figures::RepRow<'_>> = reps
        .iter()
        .filter_map(|rep| {
            let name = figures.people.get(rep)?.name.as_str();
            let summary = within(figures, this, world.now, |c| c.person == *rep && of_team(c));
            Some(say::figures::RepRow { name, summary })
        })
        .collect();
    rows.sort_by(|a, b| a.name.cmp(b.name));
    let view = say::figures::StatsView {
        today,
        team: team.and_then(|_| chosen.first()).and_then(|id| world.teams.get(id)).map(String::as_str),
        this: (this, within(figures, this, world.now, of_team)),
        before: (before, within(figures, before, world.now, of_team)),
        reps: rows,
    };
    say::figures::stats(lang, &view)
}

fn missing(
    world: &World,
    lang: Language,
    figures: &Figures,
    (from, to): (NaiveDate, NaiveDate),
    today: NaiveDate,
) -> say::Said {
    // Asked are those whose prompt was due and who are in the base: nobody is missing before, excused, or by our fault.
    let asked: Vec<(&CheckIn, Standing)> = figures
        .check_ins
        .iter()
        .filter(|c| from <= c.local_date && c.local_date <= to)
        .map(|c| (c, c.standing(world.now)))
        .filter(|(c, standing)| match standing {
            Standing::Pending => c.due_at <= world.now,
            Standing::Excused(_) | Standing::OutOfBase(_) => false,
            _ => true,
        })
        .collect();
    let mut rows: Vec<say::figures::MissingRow<'_>> = asked
        .iter()
        .filter(|(_, s)| matches!(s, Standing::Pending | Standing::Missing | Standing::Blocked))
        .filter_map(|(c, standing)| {
            let name = figures.people.get(&c.person)?.name.as_str();
            Some(say::figures::MissingRow { name, date: c.local_date, standing: *standing })
        })
        .collect();
    rows.sort_by(|a, b| (a.date, a.name).cmp(&(b.date, b.name)));
    let asked = asked.len();
    say::figures::missing(lang, &rows, asked, (from, to), today)
}
