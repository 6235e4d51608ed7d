//! The doctor's look at the database: where it is, whether it lets us in and is migrated, whose it is, and its clock.

use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::time::timeout;

use super::Finding;
use crate::app::database::{Place, embedded_options, explain, find};
use crate::app::organisation;
use crate::cli::printer::{say, told};
use crate::clock::{Clock, system_now};
use crate::config::{ClockMode, Config};
use crate::store::{self, Db, StoreError};
use crate::{domain::person::Role, pg};

/// So long may the database take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// A difference of clocks from which leases and times begin to be wrong, in seconds.
const SKEW: i64 = 5;

/// Looks at the database.
pub(super) async fn look(config: &Config) -> Vec<Finding> {
    let mut found = Vec::new();
    if config.secrets.database_url.is_none() && !look_at_embedded(config, &mut found).await {
        return found;
    }
    match find(config, say).await {
        Err(error) => {
            let mend = "or name a PostgreSQL of your own in DATABASE_URL";
            found.push(Finding::fail("database", told(&error), mend));
        }
        Ok(place) => {
            ask(config, &place, &mut found).await;
            if let Err(error) = place.leave().await {
                found.push(Finding::warn("database", told(&error), "stop it with pg_ctl"));
            }
        }
    }
    found
}

/// Looks at what the embedded server needs; gives whether there is a cluster to ask.
async fn look_at_embedded(config: &Config, found: &mut Vec<Finding>) -> bool {
    let options = match embedded_options(config) {
        Ok(options) => options,
        Err(error) => {
            found.push(Finding::fail("data", told(&error), "or set DATABASE_URL"));
            return false;
        }
    };
    match pg::programs(&options).await {
        Ok(dir) => found.push(Finding::ok("postgres", format_args!("server programs in {}", dir.display()))),
        Err(error) if config.database.fetch_postgres => {
            let first = error.to_string();
            let first = first.lines().next().unwrap_or_default().to_owned();
            found.push(Finding::warn("postgres", first, "they will be fetched at the first start"));
            return false;
        }
        Err(error) => {
            let said = error.to_string();
            let (first, advice) = said.split_once('\n').unwrap_or((&said, "see PG_BIN_DIR"));
            found.push(Finding::fail("postgres", first, advice));
            return false;
        }
    }
    let dir = options.data_dir.display();
    if options.data_dir.join("cluster/data").exists() {
        found.push(Finding::ok("data", format_args!("{dir}")));
        return true;
    }
    let parent = options.data_dir.ancestors().find(|dir| dir.exists());
    match parent.map(std::fs::metadata) {
        Some(Ok(there)) if !there.permissions().readonly() && there.is_dir() => {
            found.push(Finding::ok("data", format_args!("{dir}, to be made at the first start")));
        }
        _ => found.push(Finding::fail(
            "data",
            format_args!("{dir} can't be made"),
            "name another directory with --data or data.dir",
        )),
    }
    false
}

async fn ask(config: &Config, place: &Place, found: &mut Vec<Finding>) {
    let kind = if config.secrets.database_url.is_some() { "DATABASE_URL" } else { "embedded" };
    let db = match timeout(PATIENCE, Db::connect(&place.url, 1)).await {
        Ok(Ok(db)) => db,
        Ok(Err(error @ StoreError::Role { .. })) => {
            found.push(Finding::fail(
                "database",
                format_args!("{kind}: {error}"),
                "then look again with `rapport doctor`",
            ));
            return;
        }
        Ok(Err(error)) => {
            let mend = match config.secrets.database_url {
                Some(_) => {
                    "start the server, or mend DATABASE_URL (postgres://USER:PASSWORD@HOST:PORT/DATABASE)"
                }
                None => "see the log in the data directory, cluster/log",
            };
            found.push(Finding::fail("database", format_args!("{kind}: {}", told(&explain(error))), mend));
            return;
        }
        Err(_) => {
            let said = format!("{kind}: no answer within {} s", PATIENCE.as_secs());
            found.push(Finding::fail("database", said, "look at the network between here and the server"));
            return;
        }
    };
    match timeout(PATIENCE, look_inside(config, &db, kind, found)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            found.push(Finding::fail("database", told(&explain(error)), "see the server's log"));
        }
        Err(_) => {
            found.push(Finding::fail("database", "it is too slow to work with", "see the server's log"))
        }
    }
    db.close().await;
}

async fn look_inside(
    config: &Config,
    db: &Db,
    kind: &str,
    found: &mut Vec<Finding>,
) -> Result<(), StoreError> {
    let mut tx = db.begin_plain().await?;
    let pending = store::pending_migrations(&mut tx).await?.len();
    if pending > 0 {
        let said = format!("{kind}: reached, as rapport_app; {pending} migration(s) have not run");
        found.push(match config.database.migrate {
            true => Finding::warn("database", said, "`rapport run` runs them, or `rapport migrate` now"),
            false => Finding::fail("database", said, "run `rapport migrate`"),
        });
        return Ok(());
    }
    found.push(Finding::ok("database", format_args!("{kind}: reached, as rapport_app; migrated")));
    let (before, theirs, after) = (system_now(), store::clock::database_now(&mut tx).await?, system_now());
    found.push(look_at_clocks(theirs, before, after));
    if config.clock.mode == ClockMode::Controlled {
        let now = Clock::Controlled.business_now(&mut tx).await;
        found.push(match now {
            Ok(now) => Finding::warn(
                "clock",
                format_args!("business time stands at {now} and only moves when told"),
                "set clock.mode to system, unless this is a demo or a test",
            ),
            Err(error) => Finding::fail("clock", error, "set clock.mode to system"),
        });
    }
    match organisation::first(&mut tx).await? {
        None => found.push(Finding::ok("people", "no organisation yet; `rapport run` makes it")),
        Some(org) => {
            let mut tx = db.begin(org.id).await?;
            let today = system_now().date_naive();
            let admins = store::recall::holders(&mut tx, org.id, Role::Admin, today).await?.len();
            found.push(match admins {
                0 => Finding::warn(
                    "people",
                    "there is no administrator",
                    "rapport invite --role admin --name NAME, and open the link in Telegram",
                ),
                n => Finding::ok("people", format_args!("administrators: {n}")),
            });
        }
    }
    Ok(())
}

/// The machine's clock against the database's, which was asked in between.
fn look_at_clocks(theirs: DateTime<Utc>, before: DateTime<Utc>, after: DateTime<Utc>) -> Finding {
    let off = if theirs < before { (before - theirs).num_seconds() } else { (theirs - after).num_seconds() };
    match off {
        off if off < SKEW => Finding::ok("clock", "this machine and the database agree"),
        off => Finding::fail(
            "clock",
            format_args!("this machine and the database differ by {off} s"),
            "have both set their clocks by NTP",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn clocks_agree_or_not() {
        let before = DateTime::UNIX_EPOCH;
        let after = before + TimeDelta::seconds(3);
        for (theirs, level) in
            [(-60, Level::Fail), (-4, Level::Ok), (1, Level::Ok), (7, Level::Ok), (9, Level::Fail)]
        {
            let found = look_at_clocks(before + TimeDelta::seconds(theirs), before, after);
            assert_eq!(found.level, level, "{theirs}");
        }
    }
}
