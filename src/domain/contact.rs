//! Whose a contact card is: someone known, someone at the customer just spoken of, or someone new. The rules are those of
//! matching, and where they leave it open (a like name, a known phone under another name, a known name with another
//! phone) it is asked.

use super::RecordId;
use super::book::{Book, CustomerMatch};
use super::record::{Field, Kind, Record};
use super::text::{alike, fold_name};

/// Whom a card means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// This customer or contact.
    Known(RecordId),
    /// Someone at this customer who isn't known yet.
    At(RecordId),
    /// A new customer.
    New,
    /// One of these customers, or someone new.
    Unclear(Vec<RecordId>),
}

/// The customer that was spoken of right before a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// Who.
    pub customer: RecordId,
    /// People may be there: it is no person itself.
    pub has_people: bool,
}

/// Whom a card means.
pub fn meant(book: &Book, name: &str, phone: Option<&str>, spoken: Option<Spoken>) -> Meant {
    let agrees = |r: &Record| match (r.text(Field::Phone), phone) {
        (Some(known), Some(phone)) => known == phone,
        _ => true,
    };
    let named = named(book, name);
    if !named.is_empty() {
        let of_spoken = |r: &&&Record| spoken.is_some_and(|s| customer_of(r) == Some(s.customer));
        let same_phone = |r: &&&Record| phone.is_some() && r.text(Field::Phone) == phone;
        let one = match named.as_slice() {
            [one] => Some(one),
            several => several.iter().find(same_phone).or_else(|| several.iter().find(of_spoken)),
        };
        return match one {
            Some(one) if agrees(one) => Meant::Known(one.id),
            _ => Meant::Unclear(customers(&named)),
        };
    }
    let with_phone = |r: &&Record| phone.is_some() && r.text(Field::Phone) == phone;
    let sharing: Vec<&Record> = people(book).filter(with_phone).collect();
    if !sharing.is_empty() {
        let mut like = sharing.iter().filter(|r| r.text(Field::Name).is_some_and(|n| alike(n, name)));
        return match (like.next(), like.next()) {
            (Some(one), None) => Meant::Known(one.id),
            _ => Meant::Unclear(customers(&sharing)),
        };
    }
    let like: Vec<&Record> =
        people(book).filter(|r| r.text(Field::Name).is_some_and(|n| alike(n, name))).collect();
    // Of the one just spoken of, a like name is the same.
    let same = |s: &Spoken| like.iter().any(|r| r.id == s.customer && agrees(r));
    match spoken {
        Some(spoken) if same(&spoken) => Meant::Known(spoken.customer),
        _ if !like.is_empty() => Meant::Unclear(customers(&like)),
        Some(Spoken { customer, has_people: true }) => Meant::At(customer),
        _ => Meant::New,
    }
}

/// Customers and contacts: whoever may have a name and a phone.
fn people(book: &Book) -> impl Iterator<Item = &Record> {
    book.active(Kind::Customer).chain(book.active(Kind::Contact))
}

/// Those of this very name, or of which it is an alias.
fn named<'a>(book: &'a Book, name: &str) -> Vec<&'a Record> {
    let key = fold_name(name);
    let customers = match book.match_customer(None, &[], Some(name), None) {
        CustomerMatch::Known(id) => vec![id],
        CustomerMatch::Candidates(ids) => ids,
        CustomerMatch::New(..) | CustomerMatch::Unnamed => Vec::new(),
    };
    let contacts =
        book.active(Kind::Contact).filter(|c| c.text(Field::Name).is_some_and(|n| fold_name(n) == key));
    customers.into_iter().filter_map(|id| book.get(id)).chain(contacts).collect()
}

fn customer_of(record: &Record) -> Option<RecordId> {
    record.customer().or((record.kind == Kind::Customer).then_some(record.id))
}

/// The customers to whom they belong, or who they are, each once.
fn customers(records: &[&Record]) -> Vec<RecordId> {
    let mut found: Vec<RecordId> = Vec::new();
    for id in records.iter().filter_map(|r| customer_of(r)) {
        if !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;
    use crate::domain::PersonId;
    use crate::domain::record::{CustomerKind, RecordState, Value};

    const WEI: (u128, Option<u128>, &str, Option<&str>) = (1, None, "Li Wei", Some("+8613800138000"));
    const HAIDA: (u128, Option<u128>, &str, Option<&str>) = (2, None, "Haida Foods", Some("+4930901820"));
    const MARIA: (u128, Option<u128>, &str, Option<&str>) = (3, Some(2), "Maria Lopez", None);
    const BERG: (u128, Option<u128>, &str, Option<&str>) = (4, None, "Bergmann", None);

    fn id(n: u128) -> RecordId {
        RecordId(Uuid::from_u128(n))
    }

    fn book() -> Book {
        let owner = PersonId(Uuid::from_u128(9));
        let at = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let records = [WEI, HAIDA, MARIA, BERG].map(|(n, of, name, phone)| {
            let kind = if of.is_some() { Kind::Contact } else { Kind::Customer };
            let mut record = Record::new(id(n), kind, owner, 1, at);
            let person = if n == 1 { CustomerKind::Person } else { CustomerKind::Unknown };
            let mut set = |field, value| record.set(field, Some(value)).map(drop);
            set(Field::Name, Value::Text(name.into())).unwrap();
            set(Field::State, Value::State(RecordState::Active)).unwrap();
            if let Some(phone) = phone {
                set(Field::Phone, Value::Text(phone.into())).unwrap();
            }
            match of {
                Some(of) => set(Field::Customer, Value::Record(id(of))).unwrap(),
                None => set(Field::CustomerKind, Value::CustomerKind(person)).unwrap(),
            }
            record
        });
        Book::new(owner, records.into(), vec![(id(4), "Bergmann Logistics GmbH".into())])
    }

    #[test]
    fn a_card_means_someone_known_someone_there_or_someone_new() {
        let book = book();
        let (own, other) = (Some("+8613800138000"), Some("+491701234567"));
        for (name, phone, spoken, whom) in [
            ("Li Wei", own, None, Meant::Known(id(1))),
            ("李 伟", own, None, Meant::Unclear(vec![id(1)])),
            ("LI WEI", None, None, Meant::Known(id(1))),
            ("Li Wei", other, None, Meant::Unclear(vec![id(1)])),
            ("Mr Li Wei", own, None, Meant::Known(id(1))),
            ("Li Weiwei", other, None, Meant::Unclear(vec![id(1)])),
            ("Maria Lopez", other, None, Meant::Known(id(3))),
            ("Maria Lopes", other, Some(2), Meant::Unclear(vec![id(2)])),
            ("Switchboard", Some("+4930901820"), None, Meant::Unclear(vec![id(2)])),
            ("Bergmann Logistics GmbH", other, None, Meant::Known(id(4))),
            ("Bergmann, Jo", other, Some(4), Meant::Known(id(4))),
            ("Bergmann, Jo", other, None, Meant::Unclear(vec![id(4)])),
            ("Jo Stone", other, Some(4), Meant::At(id(4))),
            ("Jo Stone", None, Some(1), Meant::New),
            ("Jo Stone", other, None, Meant::New),
        ] {
            let spoken = spoken.map(|n| Spoken { customer: id(n), has_people: n != 1 });
            assert_eq!(meant(&book, name, phone, spoken), whom, "{name} {phone:?} {spoken:?}");
        }
    }
}
