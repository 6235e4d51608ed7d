//! `rapport people`: who is there, with which roles.

use std::collections::HashMap;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::json;

use super::printer::{self, note, say};
use crate::app::{database, organisation};
use crate::config::Config;
use crate::domain::person::{Grant, Person};
use crate::domain::{OrgId, TeamId};
use crate::store;

/// Arguments of `people`.
#[derive(Debug, Args)]
pub(super) struct PeopleArgs {
    /// Note a person's phone for the assistant's call list, by the number in the list; an empty one forgets it
    #[arg(long, value_name = "NO=PHONE")]
    phone: Vec<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Prints the people of the organisation.
///
/// # Errors
/// The database.
pub(super) async fn run(config: &Config, args: &PeopleArgs) -> Result<()> {
    let opened = database::open(config, say).await?;
    let done = people(&opened, args).await;
    let closed = opened.close().await;
    done.and(closed)
}

/// Notes `7=+49 30 1234567`; a phone without its country's code is one of the organisation's country.
async fn note_phone(conn: &mut store::PgConnection, org: OrgId, region: &str, given: &str) -> Result<()> {
    let (number, phone) =
        given.split_once('=').context("a phone is given as NO=PHONE, such as 7=+49301234567")?;
    let number: i64 = number.trim().parse().with_context(|| format!("{number:?} is no person's number"))?;
    let phone = match phone.trim() {
        "" => None,
        text => {
            let parsed = phonenumber::parse(region.parse().ok(), text).ok().filter(|p| p.is_valid());
            let parsed = parsed.with_context(|| format!("{text:?} is no phone that exists"))?;
            Some(parsed.format().mode(phonenumber::Mode::E164).to_string())
        }
    };
    if !store::person::set_phone(conn, org, number, phone.as_deref()).await? {
        bail!("nobody has the number {number}: see rapport people");
    }
    Ok(())
}

async fn people(opened: &database::Opened, args: &PeopleArgs) -> Result<()> {
    let now = opened.now().await?;
    let mut tx = opened.db.begin_plain().await?;
    let org = organisation::first(&mut tx).await?;
    drop(tx);
    let (people, teams, phones) = match org {
        Some(org) => {
            let mut tx = opened.db.begin(org.id).await?;
            for given in &args.phone {
                note_phone(&mut tx, org.id, &org.region, given).await?;
            }
            let people = store::person::all(&mut tx, org.id).await?;
            let ids: Vec<_> = people.iter().map(|p| p.id).collect();
            let phones = store::person::phones(&mut tx, org.id, &ids).await?;
            let teams = store::team::all(&mut tx, org.id).await?;
            tx.commit().await?;
            (people, teams, phones)
        }
        None => Default::default(),
    };
    let phone = |p: &Person| phones.get(&p.id).cloned();
    let teams: HashMap<TeamId, String> = teams.into_iter().map(|t| (t.id, t.name)).collect();
    let roles = |person: &Person| -> Vec<(&'static str, Option<&String>)> {
        let team = |g: &Grant| g.team.and_then(|id| teams.get(&id));
        person.grants_on(person.today(now)).map(|g| (g.role.name(), team(g))).collect()
    };
    if args.json {
        let people = people.iter().map(|p| {
            let roles = roles(p).into_iter().map(|(role, team)| json!({ "role": role, "team": team }));
            json!({
                "number": p.number,
                "name": p.name,
                "roles": roles.collect::<Vec<_>>(),
                "language": p.language.name(),
                "timezone": p.timezone.name(),
                "prompt_time": p.prompt_time,
                "status": p.status.name(),
                "phone": phone(p),
            })
        });
        return printer::json(&people.collect());
    }
    if people.is_empty() {
        note("Nobody yet: rapport invite --role rep --name NAME --team TEAM");
        return Ok(());
    }
    let rows = people.iter().map(|p| {
        let roles = roles(p).into_iter().map(|(role, team)| match team {
            Some(team) => format!("{role} of {team}"),
            None => role.to_owned(),
        });
        vec![
            p.number.to_string(),
            p.name.clone(),
            roles.collect::<Vec<_>>().join(", "),
            p.language.name().to_owned(),
            p.timezone.name().to_owned(),
            p.status.name().to_owned(),
            phone(p).unwrap_or_default(),
        ]
    });
    printer::table(
        &["NO.", "NAME", "ROLES", "LANGUAGE", "TIME ZONE", "STATUS", "PHONE"],
        &rows.collect::<Vec<_>>(),
    )
}
