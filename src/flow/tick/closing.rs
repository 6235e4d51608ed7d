//! Cutoffs: check-ins are closed, with the completeness of the records that they touched as these stand now.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::{Done, Tick, apply, full, raise};
use crate::domain::book::Book;
use crate::domain::checkin::{CheckIn, Completeness};
use crate::domain::effect::Effects;
use crate::domain::fields::completeness_of;
use crate::domain::ledger::{Change, Subject, Way, rebuild};
use crate::domain::life::Scribe;
use crate::domain::record::{Field, Kind, Origin, Record, Value};
use crate::domain::{IdMaker, PersonId, RecordId};
use crate::store::record::Scope;
use crate::store::{self, Db, PgConnection, Result};

/// Closes one batch of check-ins whose cutoff has passed; gives whether there may be more.
pub(super) async fn step(db: &Db, tick: &Tick<'_>, ids: &mut IdMaker, done: &mut Done) -> Result<bool> {
    let mut tx = db.begin(tick.house.org).await?;
    let mut check_ins = store::check_in::lock_closings(&mut tx, tick.house.org, tick.now, tick.batch).await?;
    if check_ins.is_empty() {
        return Ok(false);
    }
    raise(&mut tx, tick, ids).await?;
    let judged = judge(&mut tx, tick, &check_ins).await?;
    let mut effects = Effects::default();
    for check_in in &mut check_ins {
        let completeness = judged.get(&(check_in.person, check_in.local_date)).copied().unwrap_or_default();
        effects.changes.extend(check_in.closed(tick.now, completeness, &mut Scribe::system(ids, tick.now)));
    }
    let more = full(check_ins.len(), tick);
    done.closed += check_ins.len();
    effects.check_ins = check_ins;
    apply(&mut tx, tick, &effects).await?;
    tx.commit().await?;
    Ok(more)
}

type Day = (PersonId, NaiveDate);

/// What a check-in touched.
#[derive(Default)]
struct Touched {
    records: BTreeSet<RecordId>,
    /// Customers first recorded with it; an import is none of its doing.
    new: BTreeSet<RecordId>,
}

/// The completeness of check-ins that touched records; the others have none.
async fn judge(
    conn: &mut PgConnection,
    tick: &Tick<'_>,
    check_ins: &[CheckIn],
) -> Result<HashMap<Day, Completeness>> {
    let answered = check_ins.iter().filter(|c| c.first_substantive_at.is_some() || c.assisted_at.is_some());
    let days: Vec<Day> = answered.map(|c| (c.person, c.local_date)).collect();
    let changes = store::change::of_days(conn, tick.house.org, &days).await?;
    let touched = touched(&changes);
    let mut kinds: BTreeMap<RecordId, Kind> = BTreeMap::new();
    let mut owners: BTreeSet<PersonId> = BTreeSet::new();
    for change in &changes {
        if let Subject::Record(kind, id) = change.subject {
            kinds.insert(id, kind);
            owners.insert(change.person);
        }
    }
    let ids: Vec<(Kind, RecordId)> = kinds.iter().map(|(id, kind)| (*kind, *id)).collect();
    let books = books(conn, tick, &owners, &ids).await?;
    let judged = touched.iter().filter_map(|(day, touched)| {
        let (book, as_left) = books.get(&day.0)?;
        Some((*day, completeness_of(book, as_left, &touched.records, &touched.new)))
    });
    Ok(judged.collect())
}

fn touched(changes: &[Change]) -> HashMap<Day, Touched> {
    let mut touched: HashMap<Day, Touched> = HashMap::new();
    for change in changes {
        let (Subject::Record(kind, id), Some(day)) = (change.subject, change.local_date) else { continue };
        let day = touched.entry((change.person, day)).or_default();
        day.records.insert(id);
        let first = change.field == Field::Origin && change.old.is_none();
        if kind == Kind::Customer && first && change.new != Some(Value::Origin(Origin::Import)) {
            day.new.insert(id);
        }
    }
    touched
}

/// The books of owners, as they stand and as the owners left them, as far as judging these records needs.
async fn books(
    conn: &mut PgConnection,
    tick: &Tick<'_>,
    owners: &BTreeSet<PersonId>,
    ids: &[(Kind, RecordId)],
) -> Result<HashMap<PersonId, (Book, Book)>> {
    const KINDS: [Kind; 3] = [Kind::Contact, Kind::Opportunity, Kind::NextStep];
    let owners: Vec<PersonId> = owners.iter().copied().collect();
    let touched = store::record::by_ids(conn, tick.house.org, ids).await?;
    let customers: BTreeSet<RecordId> = touched.iter().map(|r| r.customer().unwrap_or(r.id)).collect();
    // Open deals and steps however old, and contacts: what hangs on the customers in question decides.
    let scope = Scope::standing(&KINDS, tick.now.date_naive());
    let around = store::record::load(conn, tick.house.org, &owners, scope).await?;
    let around = around.into_iter().filter(|r| r.customer().is_some_and(|c| customers.contains(&c)));
    let records: BTreeMap<RecordId, Record> = touched.into_iter().chain(around).map(|r| (r.id, r)).collect();
    let ids: Vec<RecordId> = records.keys().copied().collect();
    let changes = store::change::of_records(conn, tick.house.org, &ids).await?;
    let own: Vec<Change> = changes.into_iter().filter(is_owners).collect();
    let numbers = records.values().map(|r| (r.id, r.number)).collect();
    let as_left = by_owner(rebuild(&own, &numbers).into_values());
    let mut as_left: HashMap<PersonId, Vec<Record>> = as_left;
    let now = by_owner(records.into_values());
    let book = |owner, records| Book::new(owner, records, Vec::new());
    let pair = |(owner, records)| {
        (owner, (book(owner, records), book(owner, as_left.remove(&owner).unwrap_or_default())))
    };
    Ok(now.into_iter().map(pair).collect())
}

/// Whether the owner made a change: said it, or corrected it himself.
fn is_owners(change: &Change) -> bool {
    change.way == Way::Rep || (change.way == Way::Correction && change.actor == Some(change.person))
}

fn by_owner(records: impl Iterator<Item = Record>) -> HashMap<PersonId, Vec<Record>> {
    let mut by_owner: HashMap<PersonId, Vec<Record>> = HashMap::new();
    for record in records {
        by_owner.entry(record.owner).or_default().push(record);
    }
    by_owner
}
