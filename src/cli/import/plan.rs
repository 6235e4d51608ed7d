//! What an import would do: whose customers the lines are, which of them are known already, and how the new ones are
//! written. Pure.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};

use super::rows::{Line, Row};
use crate::domain::book::{Book, CustomerMatch};
use crate::domain::effect::Effects;
use crate::domain::ledger::Way;
use crate::domain::person::Person;
use crate::domain::record::{CustomerKind, Field, Kind, Origin, SetError, Value};
use crate::domain::text::fold_name;
use crate::domain::{IdMaker, PersonId, RecordId};
use crate::flow::pen::{By, Pen};

/// What becomes of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// A new customer of this person.
    New(PersonId),
    /// Passed over, and why.
    Skipped(String),
    /// Nothing can be imported before this is mended.
    Wrong(Vec<String>),
}

/// Decides on each line. `books` are those of all whom the lines may belong to.
pub(super) fn fates(
    lines: &[Line],
    people: &[Person],
    books: &HashMap<PersonId, Book>,
    now: DateTime<Utc>,
) -> Vec<Fate> {
    let mut seen: BTreeSet<(PersonId, String)> = BTreeSet::new();
    let fate = |line: &Line| {
        let row = match &line.row {
            Ok(row) => row,
            Err(wrong) => return Fate::Wrong(wrong.clone()),
        };
        let owner = match owner(people, &row.owner, now) {
            Ok(owner) => owner,
            Err(why) => return Fate::Wrong(vec![why]),
        };
        if !seen.insert((owner.id, fold_name(&row.name))) {
            return Fate::Skipped("stands above already".to_owned());
        }
        let known = books.get(&owner.id).map(|book| book.match_customer(None, &[], Some(&row.name), None));
        match known {
            Some(CustomerMatch::Known(_) | CustomerMatch::Candidates(_)) => {
                Fate::Skipped(format!("{} has this customer already", owner.name))
            }
            Some(CustomerMatch::Unnamed) => Fate::Wrong(vec!["the name has no letters".to_owned()]),
            Some(CustomerMatch::New(..)) | None => Fate::New(owner.id),
        }
    };
    lines.iter().map(fate).collect()
}

/// The person that a name or number means: one who is asked for reports.
fn owner<'a>(people: &'a [Person], named: &str, now: DateTime<Utc>) -> Result<&'a Person, String> {
    let number: Option<i64> = named.parse().ok();
    let is_meant = |p: &&Person| Some(p.number) == number || fold_name(&p.name) == fold_name(named);
    let found: Vec<&Person> = people.iter().filter(is_meant).collect();
    match found.as_slice() {
        [] => Err(format!("there is nobody called {named}: see `rapport people`")),
        [one] if one.asked_as(one.today(now)).is_none() => {
            Err(format!("{named} is neither rep nor service agent"))
        }
        [one] => Ok(one),
        several => {
            let numbers: Vec<String> = several.iter().map(|p| p.number.to_string()).collect();
            Err(format!("{named} may be any of numbers {}: write one of these", numbers.join(", ")))
        }
    }
}

/// Writes the new customers into their owners' books, through the ledger. The owners count the short ids.
///
/// # Errors
/// A value that the records refuse, which reading the lines has ruled out.
pub(super) fn effects(
    lines: &[Line],
    fates: &[Fate],
    people: &mut [Person],
    books: &mut HashMap<PersonId, Book>,
    ids: &mut IdMaker,
    now: DateTime<Utc>,
) -> Result<Effects, SetError> {
    let mut effects = Effects::default();
    let by = By { at: now, actor: None, way: Way::Import, cause: None, message: None, local_date: None };
    let mut touched = BTreeSet::new();
    for (line, fate) in lines.iter().zip(fates) {
        let (Ok(row), Fate::New(owner)) = (&line.row, fate) else { continue };
        let Some(owner) = people.iter_mut().find(|p| p.id == *owner) else { continue };
        let book = books.entry(owner.id).or_insert_with(|| Book::new(owner.id, Vec::new(), Vec::new()));
        touched.insert(owner.id);
        write(row, &mut Pen { book, owner, changes: &mut effects.changes, ids, by })?;
    }
    effects.people = people.iter().filter(|p| touched.contains(&p.id)).cloned().collect();
    effects.records = books.values_mut().flat_map(Book::take_dirty).collect();
    Ok(effects)
}

fn write(row: &Row, pen: &mut Pen<'_>) -> Result<RecordId, SetError> {
    let text = |text: &Option<String>| text.clone().map(Value::Text);
    let is_person = row.kind != CustomerKind::Organisation;
    let values = vec![
        (Field::Name, Some(Value::Text(row.name.clone()))),
        (Field::CustomerKind, Some(Value::CustomerKind(row.kind))),
        (Field::Origin, Some(Value::Origin(Origin::Import))),
        (Field::New, Some(Value::Flag(false))),
        (Field::Phone, text(&row.phone)),
        (Field::Occupation, text(&row.occupation).filter(|_| is_person)),
        (Field::Age, row.age.map(Value::Int)),
        (Field::City, text(&row.city)),
    ];
    let customer = pen.create(Kind::Customer, values, None)?;
    if let Some(contact) = &row.contact {
        let values = vec![
            (Field::Customer, Some(Value::Record(customer))),
            (Field::Name, Some(Value::Text(contact.clone()))),
            (Field::Occupation, text(&row.occupation)),
        ];
        pen.create(Kind::Contact, values, None)?;
    }
    Ok(customer)
}
