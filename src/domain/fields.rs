//! Which fields of a record apply, which of them are filled, and which are valid: what completeness and data quality
//! count, and what there is to ask for.

use std::collections::BTreeSet;

use super::RecordId;
use super::book::Book;
use super::checkin::Completeness;
use super::kpi::Ratio;
use super::reading::Stage;
use super::record::{CustomerKind, Field, Kind, Record, StepStatus, Value};

/// A key field of a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyField {
    /// A person's job.
    Occupation,
    /// A person's age.
    Age,
    /// A phone: a person's own, of an organisation its own or a contact's.
    Phone,
    /// The name of someone at an organisation.
    ContactName,
    /// That contact's job.
    ContactOccupation,
}

/// How a key field stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// Nothing is known.
    Missing,
    /// Known, but not plausible.
    Doubtful,
    /// Known and plausible.
    Valid,
    /// The customer would not say, or has none: it leaves every base.
    NotTold,
}

/// The key fields of a customer, by default: of a person occupation, age and phone; of an organisation a contact's
/// name, that contact's occupation and a phone; while nobody knows which of the two it is, the phone.
pub fn key_fields(customer: &Record, contacts: &[&Record]) -> Vec<(KeyField, Held)> {
    key_fields_of(customer).iter().map(|field| (*field, key_held(customer, contacts, *field))).collect()
}

fn key_fields_of(customer: &Record) -> &'static [KeyField] {
    match customer.get(Field::CustomerKind) {
        Some(Value::CustomerKind(CustomerKind::Person)) => {
            &[KeyField::Occupation, KeyField::Age, KeyField::Phone]
        }
        Some(Value::CustomerKind(CustomerKind::Organisation)) => {
            &[KeyField::ContactName, KeyField::ContactOccupation, KeyField::Phone]
        }
        _ => &[KeyField::Phone],
    }
}

fn key_held(customer: &Record, contacts: &[&Record], field: KeyField) -> Held {
    let best = best_contact(contacts);
    let of_best = |field| best.map_or(Held::Missing, |c| held(c, field));
    match field {
        KeyField::Occupation => held(customer, Field::Occupation),
        KeyField::Age => held(customer, Field::Age),
        KeyField::ContactName => of_best(Field::Name),
        KeyField::ContactOccupation => of_best(Field::Occupation),
        KeyField::Phone => match held(customer, Field::Phone) {
            own @ (Held::Missing | Held::Doubtful) => of_any(contacts, Field::Phone, own),
            told => told,
        },
    }
}

/// The contact that speaks for an organisation.
pub fn best_contact<'a>(contacts: &[&'a Record]) -> Option<&'a Record> {
    contacts.iter().copied().max_by_key(|c| known(c))
}

/// How well a contact is known: the best one speaks for an organisation; among equals the first recorded.
fn known(contact: &Record) -> (usize, std::cmp::Reverse<RecordId>) {
    let fields = [Field::Name, Field::Occupation, Field::Phone];
    let valid = fields.iter().filter(|f| held(contact, **f) == Held::Valid).count();
    (valid, std::cmp::Reverse(contact.id))
}

fn of_any(contacts: &[&Record], field: Field, own: Held) -> Held {
    let all: Vec<Held> = contacts.iter().map(|c| held(c, field)).collect();
    [Held::Valid, Held::Doubtful].into_iter().find(|h| all.contains(h)).unwrap_or(own)
}

fn held(record: &Record, field: Field) -> Held {
    let plausible = match record.get(field) {
        None => return Held::Missing,
        Some(Value::NotTold(_)) => return Held::NotTold,
        Some(Value::Int(age)) => field != Field::Age || (16..=110).contains(age),
        Some(Value::Text(text)) if field == Field::Phone => is_phone(text),
        Some(Value::Text(text)) => !is_placeholder(text),
        Some(_) => true,
    };
    if plausible { Held::Valid } else { Held::Doubtful }
}

/// Whether a phone in E.164 is one that can exist in its country.
pub fn is_phone(text: &str) -> bool {
    phonenumber::parse(None, text).is_ok_and(|number| number.is_valid())
}

/// Words that people type to get past a question.
const PLACEHOLDERS: [&str; 22] = [
    "na",
    "none",
    "nil",
    "null",
    "no",
    "nothing",
    "unknown",
    "idk",
    "dontknow",
    "tbd",
    "test",
    "abc",
    "asdf",
    "xxx",
    "无",
    "没有",
    "没",
    "不知道",
    "不详",
    "未知",
    "暂无",
    "待定",
];

/// Whether a text only fills a field: `123`, `n/a`, `无`, one letter again and again.
pub fn is_placeholder(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let first = plain.chars().next();
    let repeated = plain.is_ascii() && plain.chars().all(|c| Some(c) == first);
    repeated || plain.chars().all(|c| c.is_numeric()) || PLACEHOLDERS.contains(&plain.as_str())
}

/// Data quality of customers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quality {
    /// Valid key fields ÷ applicable ones.
    pub fields: Ratio,
    /// Customers with all of theirs ÷ customers.
    pub whole: Ratio,
}

/// The data quality of the customers in a book that stand.
pub fn quality(book: &Book) -> Quality {
    let mut quality = Quality::default();
    for customer in book.active(Kind::Customer) {
        let fields = key_fields(customer, &contacts_of(book, customer.id));
        let told = fields.iter().filter(|(_, held)| *held != Held::NotTold);
        let valid = Ratio::count(told.map(|(_, held)| *held == Held::Valid));
        quality.fields += valid;
        quality.whole += Ratio::count([valid.num == valid.den]);
    }
    quality
}

/// The fields of a deal that apply at its stage: lead the product, qualified also the amount, proposal and
/// negotiation also the close date, won the amount, lost none.
pub fn deal_fields(stage: Option<Stage>) -> &'static [Field] {
    match stage {
        None | Some(Stage::Lead) => &[Field::Product],
        Some(Stage::Qualified) => &[Field::Product, Field::Amount],
        Some(Stage::Proposal | Stage::Negotiation) => &[Field::Product, Field::Amount, Field::CloseDate],
        Some(Stage::Won) => &[Field::Amount],
        Some(Stage::Lost) => &[],
    }
}

/// Completeness of the records that a check-in touched, as they stand in `book`; `as_left` is the same book as the rep
/// left it (rebuilt from the rep's own changes), `new` are the customers first recorded with this check-in.
///
/// Applicable: of a new customer its key fields; of a deal those of its stage; of an activity its customer, and while
/// that customer has an open deal an open next step; of an order amount and product. What no longer stands, and the
/// other kinds, have none.
pub fn completeness_of(
    book: &Book,
    as_left: &Book,
    touched: &BTreeSet<RecordId>,
    new: &BTreeSet<RecordId>,
) -> Completeness {
    let mut sum = Completeness::default();
    for record in touched.iter().filter_map(|id| book.get(*id)).filter(|r| r.is_active()) {
        let left = as_left.get(record.id);
        for what in applicable(book, record, new) {
            sum.applicable += 1;
            sum.filled += i64::from(is_filled(book, record, what));
            sum.by_rep += i64::from(left.is_some_and(|left| is_filled(as_left, left, what)));
        }
    }
    sum
}

/// One thing that applies to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Applies {
    Key(KeyField),
    Own(Field),
    NextStep,
}

fn applicable(book: &Book, record: &Record, new: &BTreeSet<RecordId>) -> Vec<Applies> {
    let own = |fields: &[Field]| fields.iter().copied().map(Applies::Own).collect();
    match record.kind {
        Kind::Customer if new.contains(&record.id) => {
            let fields = key_fields(record, &contacts_of(book, record.id));
            let told = fields.into_iter().filter(|(_, held)| *held != Held::NotTold);
            told.map(|(field, _)| Applies::Key(field)).collect()
        }
        Kind::Opportunity => own(deal_fields(record.stage())),
        Kind::Order => own(&[Field::Amount, Field::Product]),
        Kind::Activity => {
            let mut fields: Vec<Applies> = own(&[Field::Customer]);
            if record.customer().is_some_and(|c| book.open_deals(c).next().is_some()) {
                fields.push(Applies::NextStep);
            }
            fields
        }
        _ => Vec::new(),
    }
}

fn is_filled(book: &Book, record: &Record, what: Applies) -> bool {
    match what {
        Applies::Own(field) => record.get(field).is_some(),
        Applies::Key(field) => key_held(record, &contacts_of(book, record.id), field) != Held::Missing,
        Applies::NextStep => record.customer().is_some_and(|customer| {
            book.of_customer(Kind::NextStep, customer).any(|s| s.step() == Some(StepStatus::Open))
        }),
    }
}

fn contacts_of(book: &Book, customer: RecordId) -> Vec<&Record> {
    book.of_customer(Kind::Contact, customer).collect()
}

#[cfg(test)]
mod tests;
