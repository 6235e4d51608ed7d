//! `rapport people`: who is there, with which roles.

use std::collections::HashMap;

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::printer::{self, note, say};
use crate::app::{database, organisation};
use crate::config::Config;
use crate::domain::TeamId;
use crate::domain::person::{Grant, Person};
use crate::store;

/// Arguments of `people`.
#[derive(Debug, Args)]
pub(super) struct PeopleArgs {
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

async fn people(opened: &database::Opened, args: &PeopleArgs) -> Result<()> {
    let now = opened.now().await?;
    let mut tx = opened.db.begin_plain().await?;
    let org = organisation::first(&mut tx).await?;
    drop(tx);
    let (people, teams) = match org {
        Some(org) => {
            let mut tx = opened.db.begin(org.id).await?;
            (store::person::all(&mut tx, org.id).await?, store::team::all(&mut tx, org.id).await?)
        }
        None => Default::default(),
    };
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
        ]
    });
    printer::table(&["NO.", "NAME", "ROLES", "LANGUAGE", "TIME ZONE", "STATUS"], &rows.collect::<Vec<_>>())
}
