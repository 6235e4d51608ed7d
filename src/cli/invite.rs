//! `rapport invite`: a single-use way in for one person.

use anyhow::{Result, anyhow};
use clap::Args;
use serde_json::json;

use super::printer::{self, line, note, say};
use super::words;
use crate::app::{self, database, organisation};
use crate::config::Config;
use crate::domain::code::INVITE_DAYS;
use crate::domain::person::{Language, Role};
use crate::domain::{IdMaker, TeamId};
use crate::store::bot::Bot;
use crate::store::org::Org;
use crate::store::team::Team;
use crate::store::{self, Db, PgConnection};
use crate::telegram::Client;
use chrono::{DateTime, Utc};

/// Arguments of `invite`.
#[derive(Debug, Args)]
pub(super) struct InviteArgs {
    /// What the person will be: rep, service, assistant, manager or admin
    #[arg(long, value_parser = words::role)]
    role: Role,
    /// Name, as it stands in reports
    #[arg(long, value_parser = words::name)]
    name: String,
    /// Team, made if there is none of that name; without one, the role holds for the whole organisation
    #[arg(long, value_parser = words::name)]
    team: Option<String>,
    /// Language: en or zh-CN [default: that of the person's Telegram]
    #[arg(long, value_parser = words::language)]
    lang: Option<Language>,
    /// Time zone, such as Europe/Berlin [default: organisation.timezone]
    #[arg(long)]
    timezone: Option<chrono_tz::Tz>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Makes an invite and prints it.
///
/// # Errors
/// The database.
pub(super) async fn run(config: &Config, args: InviteArgs) -> Result<()> {
    let opened = database::open(config, say).await?;
    let done = invite(config, &opened, args).await;
    let closed = opened.close().await;
    done.and(closed)
}

async fn invite(config: &Config, opened: &database::Opened, args: InviteArgs) -> Result<()> {
    let db = &opened.db;
    let mut ids = app::ids()?;
    let now = opened.now().await?;
    let org = organisation::ensure(db, &config.organisation, &mut ids, now).await?;
    let bot = known_bot(config, db, &org, &mut ids, now).await?;
    let mut tx = db.begin(org.id).await?;
    let team = match &args.team {
        Some(name) => Some(team(&mut tx, &org, name, &mut ids, now).await?),
        None => None,
    };
    let guest = organisation::Guest {
        role: args.role,
        name: args.name,
        team,
        language: args.lang,
        timezone: args.timezone.unwrap_or(config.organisation.timezone),
    };
    let (invite, code) = organisation::invite(&mut tx, org.id, guest, &mut ids, now).await?;
    tx.commit().await?;
    let link = bot.map(|bot| organisation::link(&bot.username, &code));
    if args.json {
        return printer::json(&json!({
            "code": code,
            "link": link,
            "role": invite.role.name(),
            "name": invite.name,
            "team": args.team,
            "language": invite.language.map(Language::name),
            "timezone": invite.timezone.name(),
            "expires_at": invite.expires_at,
        }));
    }
    match &link {
        Some(link) => line(link)?,
        None => {
            note("No link yet, for the bot is not known here: send it `/start CODE`, or set TELOXIDE_TOKEN.")
        }
    }
    line(format_args!("code {code}"))?;
    note(format_args!("For {} ({}); works once, for {INVITE_DAYS} days.", invite.name, invite.role.name()));
    Ok(())
}

/// The team of this name, made where there is none.
async fn team(
    conn: &mut PgConnection,
    org: &Org,
    name: &str,
    ids: &mut IdMaker,
    now: DateTime<Utc>,
) -> Result<TeamId> {
    if let Some(team) = store::team::by_name(conn, org.id, name).await? {
        return Ok(team.id);
    }
    let team = Team { id: ids.next(now), name: name.to_owned() };
    store::team::create(conn, org.id, &team, now).await?;
    note(format_args!("New team: {name}."));
    Ok(team.id)
}

/// The bot that the link names: that of the token, which Telegram is asked for where it is new; else the only one that
/// the organisation has.
async fn known_bot(
    config: &Config,
    db: &Db,
    org: &Org,
    ids: &mut IdMaker,
    now: DateTime<Utc>,
) -> Result<Option<Bot>> {
    let client = match &config.secrets.token {
        Some(token) => Some(Client::new(token, config.telegram.api_url.as_str()).map_err(|e| anyhow!(e))?),
        None => None,
    };
    let mut tx = db.begin_plain().await?;
    let Some(client) = client else {
        let mut bots = store::bot::of(&mut tx, org.id).await?;
        return Ok(if bots.len() == 1 { bots.pop() } else { None });
    };
    if let Some(bot) = store::bot::find(&mut tx, organisation::CHANNEL, client.external_id()).await? {
        return Ok(Some(bot).filter(|bot| bot.org == org.id));
    }
    drop(tx);
    match client.get_me().await {
        Ok(me) => organisation::bind(db, org.id, &me, ids, now).await.map(Some),
        Err(fault) => {
            note(format_args!("Telegram can't be asked who the bot is: {fault}."));
            Ok(None)
        }
    }
}
