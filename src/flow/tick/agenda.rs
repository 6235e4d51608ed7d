//! The agendas of a batch of prompts and nudges: the parts of many books that are needed, loaded with a few statements,
//! however many people there are.

use std::collections::{BTreeSet, HashMap};

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};

use super::Tick;
use crate::domain::agenda::{FRESH, agenda};
use crate::domain::book::Book;
use crate::domain::checkin::CheckIn;
use crate::domain::record::{Kind, Record};
use crate::domain::{PersonId, RecordId};
use crate::store::record::Scope;
use crate::store::{self, PgConnection, Result};

/// Parts of books, by their owner.
pub(super) type Books = HashMap<PersonId, Book>;

/// Chooses the agendas of check-ins whose prompts are due, and gives the books that they were chosen from.
pub(super) async fn choose(
    conn: &mut PgConnection,
    tick: &Tick<'_>,
    check_ins: &mut [CheckIn],
) -> Result<Books> {
    let org = tick.house.org;
    let owners: BTreeSet<PersonId> = check_ins.iter().map(|c| c.person).collect();
    let owners: Vec<PersonId> = owners.into_iter().collect();
    let Some(first) = check_ins.iter().map(|c| c.local_date).min() else { return Ok(Books::new()) };
    let scope = Scope::standing(&[Kind::Opportunity, Kind::NextStep], tick.now.date_naive());
    let mut records = store::record::load(conn, org, &owners, scope).await?;
    let fresh = back(first, FRESH);
    let created = fresh.and_time(NaiveTime::MIN).and_utc();
    let mut customers: BTreeSet<RecordId> =
        store::agenda::fresh_customers(conn, org, &owners, created).await?.into_iter().collect();
    let quiet = check_ins.iter().map(|c| c.rules.most_quiet_days()).max().unwrap_or(0);
    let quiet = first.checked_sub_days(Days::new(u64::from(quiet) + 1)).unwrap_or(NaiveDate::MIN);
    let met = store::agenda::met(conn, org, &owners, quiet.min(fresh)).await?;
    customers.extend(records.iter().filter_map(Record::customer).chain(met.keys().copied()));
    let customers: Vec<RecordId> = customers.into_iter().collect();
    let contacts = match customers.is_empty() {
        true => Vec::new(),
        false => store::agenda::contacts_at(conn, org, &customers).await?,
    };
    let ids = customers.into_iter().map(|id| (Kind::Customer, id));
    let ids: Vec<_> = ids.chain(contacts.into_iter().map(|id| (Kind::Contact, id))).collect();
    records.append(&mut store::record::by_ids(conn, org, &ids).await?);
    let books = books(records);
    for check_in in check_ins {
        if let Some(book) = books.get(&check_in.person) {
            let today = check_in.local_date;
            check_in.agenda = agenda(book, &met, today, check_in.timezone, &check_in.rules);
        }
    }
    Ok(books)
}

/// The steps that were listed for these check-ins, with their customers.
pub(super) async fn steps(conn: &mut PgConnection, tick: &Tick<'_>, check_ins: &[CheckIn]) -> Result<Books> {
    let ids: BTreeSet<RecordId> = check_ins.iter().flat_map(|c| c.agenda.steps.iter().copied()).collect();
    let ids: Vec<_> = ids.into_iter().map(|id| (Kind::NextStep, id)).collect();
    let mut records = store::record::by_ids(conn, tick.house.org, &ids).await?;
    let customers: BTreeSet<RecordId> = records.iter().filter_map(Record::customer).collect();
    let customers: Vec<_> = customers.into_iter().map(|id| (Kind::Customer, id)).collect();
    records.append(&mut store::record::by_ids(conn, tick.house.org, &customers).await?);
    Ok(books(records))
}

fn back(day: NaiveDate, by: TimeDelta) -> NaiveDate {
    day.checked_sub_signed(by).unwrap_or(NaiveDate::MIN)
}

fn books(records: Vec<Record>) -> Books {
    let mut by_owner: HashMap<PersonId, Vec<Record>> = HashMap::new();
    for record in records {
        by_owner.entry(record.owner).or_default().push(record);
    }
    by_owner.into_iter().map(|(owner, records)| (owner, Book::new(owner, records, Vec::new()))).collect()
}
