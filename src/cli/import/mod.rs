//! `rapport import customers`: customers from a file, shown before they are written, all of them or none. They stand in
//! the ledger as imported: in the base of growth, never a gain.

mod plan;
mod rows;

use std::collections::{BTreeSet, HashMap};
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};

use super::printer::{line, note, say, table};
use crate::app::{self, database, organisation};
use crate::config::Config;
use crate::domain::book::Book;
use crate::domain::person::Person;
use crate::domain::record::Kind;
use crate::domain::{OrgId, PersonId};
use crate::store::org::Org;
use crate::store::record::Scope;
use crate::store::{self, Db, PgConnection, StoreError};
use plan::{Fate, effects, fates};
use rows::Line;

/// So many new customers are shown; of what is skipped or wrong, everything is.
const SHOWN: usize = 20;

/// Arguments of `import`.
#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Customers, from a CSV file with a line of headings
    #[command(after_help = CUSTOMERS)]
    Customers(CustomerArgs),
}

const CUSTOMERS: &str = "\
Columns, in any order: name, owner (needed); kind (person, organisation), phone, occupation, age, city, contact.
  owner        name or number of the rep, as `rapport people` shows them
  contact      someone at an organisation; the occupation is then theirs
  phone        with country code, or of the organisation's country

Example:
  name,kind,owner,phone,occupation,age,city,contact
  Haas Cold Storage,organisation,Anna Weber,+49 30 2345678,head of purchasing,,Berlin,Petra Vogel

Shows what would be written and asks; without a terminal it only shows, unless --yes is given. If any line is wrong,
nothing is written. Customers that the owner has already are passed over.";

/// Arguments of `import customers`.
#[derive(Debug, Args)]
struct CustomerArgs {
    /// The file (CSV, UTF-8)
    file: PathBuf,
    /// Write without asking
    #[arg(long, short)]
    yes: bool,
}

/// Imports; status 1 where the file has mistakes.
///
/// # Errors
/// The file can't be read; the database.
pub(super) async fn run(config: &Config, args: &ImportArgs) -> Result<ExitCode> {
    let What::Customers(args) = &args.what;
    let bytes = std::fs::read(&args.file).with_context(|| format!("can't read {}", args.file.display()))?;
    let opened = database::open(config, say).await?;
    let done = customers(&opened, args, &bytes).await;
    let closed = opened.close().await;
    let code = done?;
    closed.map(|()| code)
}

async fn customers(opened: &database::Opened, args: &CustomerArgs, bytes: &[u8]) -> Result<ExitCode> {
    let now = opened.now().await?;
    let Some(org) = organisation::first(&mut *opened.db.begin_plain().await?).await? else {
        bail!("there is nobody yet whose customers these could be: invite the reps first");
    };
    let lines = rows::read(bytes, &org.region).map_err(|why| anyhow!("{}: {why}", args.file.display()))?;
    let mut tx = opened.db.begin(org.id).await?;
    let people = store::person::all(&mut tx, org.id).await?;
    let books = books(&mut tx, org.id, &people, now).await?;
    tx.rollback().await?;
    let planned = fates(&lines, &people, &books, now);
    preview(&lines, &planned, &people)?;

    let wrong = planned.iter().filter(|f| matches!(f, Fate::Wrong(_))).count();
    let new = planned.iter().filter(|f| matches!(f, Fate::New(_))).count();
    if wrong > 0 {
        note(format_args!("Nothing was written: {wrong} line(s) must be mended first."));
        return Ok(ExitCode::FAILURE);
    }
    if new == 0 {
        note("There is nothing to write.");
    } else if args.yes || confirmed(new)? {
        let written = write(&opened.db, &org, &lines, now).await?;
        line(format_args!("{written} customer(s) imported"))?;
    } else {
        note("Nothing was written.");
    }
    Ok(ExitCode::SUCCESS)
}

/// Imports a text without asking; gives how many customers are new. Lines that are wrong are passed over.
///
/// # Errors
/// It is no such text; the database.
#[cfg(feature = "sandbox")]
pub(super) async fn bring_in(db: &Db, org: &Org, csv: &str, now: DateTime<Utc>) -> Result<usize> {
    let lines = rows::read(csv.as_bytes(), &org.region).map_err(|why| anyhow!(why))?;
    write(db, org, &lines, now).await
}

/// Writes what the lines say in one transaction, decided anew under the owners' locks: somebody may have reported
/// meanwhile. Gives how many customers are new.
async fn write(db: &Db, org: &Org, lines: &[Line], now: DateTime<Utc>) -> Result<usize> {
    store::partition::ensure_months(db, &[now.date_naive()]).await?;
    let mut tx = db.begin(org.id).await?;
    let all: Vec<PersonId> = store::person::all(&mut tx, org.id).await?.iter().map(|p| p.id).collect();
    let mut people = store::person::lock(&mut tx, org.id, &all).await?;
    let mut books = books(&mut tx, org.id, &people, now).await?;
    let planned = fates(lines, &people, &books, now);
    let mut ids = app::ids()?;
    store::order::raise(&mut tx, org.id, None, &mut ids, now).await?;
    let effects = effects(lines, &planned, &mut people, &mut books, &mut ids, now)?;
    store::apply(&mut tx, org.id, &org.salt, &effects).await?;
    tx.commit().await?;
    Ok(planned.iter().filter(|f| matches!(f, Fate::New(_))).count())
}

async fn books(
    conn: &mut PgConnection,
    org: OrgId,
    people: &[Person],
    now: DateTime<Utc>,
) -> Result<HashMap<PersonId, Book>, StoreError> {
    let owners: Vec<PersonId> = people.iter().map(|p| p.id).collect();
    let scope = Scope::standing(&[Kind::Customer, Kind::Contact], now.date_naive());
    let mut records: HashMap<PersonId, Vec<_>> = HashMap::new();
    for record in store::record::load(conn, org, &owners, scope).await? {
        records.entry(record.owner).or_default().push(record);
    }
    let mut aliases: HashMap<PersonId, Vec<_>> = HashMap::new();
    for (owner, customer, alias) in store::record::alias::load(conn, org, &owners).await? {
        aliases.entry(owner).or_default().push((customer, alias));
    }
    let book = |owner: PersonId| {
        let records = records.remove(&owner).unwrap_or_default();
        (owner, Book::new(owner, records, aliases.remove(&owner).unwrap_or_default()))
    };
    Ok(owners.into_iter().map(book).collect())
}

/// Shows what would become of the lines.
fn preview(lines: &[Line], fates: &[Fate], people: &[Person]) -> Result<()> {
    let names: HashMap<PersonId, &str> = people.iter().map(|p| (p.id, p.name.as_str())).collect();
    let (mut shown, mut owners) = (Vec::new(), BTreeSet::new());
    let mut new = 0;
    for (line, fate) in lines.iter().zip(fates) {
        let said = match fate {
            Fate::Wrong(wrong) => format!("WRONG: {}", wrong.join("; ")),
            Fate::Skipped(why) => format!("skipped: {why}"),
            Fate::New(owner) => {
                new += 1;
                owners.insert(*owner);
                if new > SHOWN {
                    continue;
                }
                format!("new, of {}", names.get(owner).copied().unwrap_or_default())
            }
        };
        let row = line.row.as_ref().ok();
        let text =
            |of: fn(&rows::Row) -> &Option<String>| row.and_then(|r| of(r).clone()).unwrap_or_default();
        shown.push(vec![
            line.number.to_string(),
            line.name.clone(),
            row.map(|r| r.kind.name().to_owned()).unwrap_or_default(),
            text(|r| &r.phone),
            text(|r| &r.contact),
            text(|r| &r.occupation),
            row.and_then(|r| r.age).map(|a| a.to_string()).unwrap_or_default(),
            text(|r| &r.city),
            said,
        ]);
    }
    table(&["LINE", "NAME", "KIND", "PHONE", "CONTACT", "OCCUPATION", "AGE", "CITY", ""], &shown)?;
    if new > SHOWN {
        line(format_args!("… and {} more that are new", new - SHOWN))?;
    }
    let (skipped, wrong) = (
        fates.iter().filter(|f| matches!(f, Fate::Skipped(_))).count(),
        fates.iter().filter(|f| matches!(f, Fate::Wrong(_))).count(),
    );
    let of = owners.len();
    line(format_args!(
        "{new} new, of {of} {}; {skipped} skipped; {wrong} wrong",
        if of == 1 { "owner" } else { "owners" }
    ))
}

/// Asks whoever sits at the terminal; without one, the answer is no.
fn confirmed(new: usize) -> Result<bool> {
    if !io::stdin().is_terminal() {
        note("This was a preview; --yes writes it.");
        return Ok(false);
    }
    write!(io::stderr(), "Import {new} customer(s)? [y/N] ")?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "j" | "ja" | "是"))
}
