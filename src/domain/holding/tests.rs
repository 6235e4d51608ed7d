//! What is listed, in which order, and what is missing of it.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::record::{CustomerKind, NotTold, RecordState, Value};
use crate::domain::{PersonId, RecordId};

fn record(n: u128, kind: Kind, values: &[(Field, Value)]) -> Record {
    let at = format!("2026-11-{:02}T12:00:00Z", n % 28 + 1).parse().unwrap();
    let owner = PersonId(Uuid::from_u128(1));
    let mut record = Record::new(RecordId(Uuid::from_u128(n)), kind, owner, n as i64, at);
    for (field, value) in values.iter().chain([&(Field::State, Value::State(RecordState::Active))]) {
        record.set(*field, Some(value.clone())).unwrap();
    }
    record
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn of(customer: u128) -> (Field, Value) {
    (Field::Customer, Value::Record(RecordId(Uuid::from_u128(customer))))
}

fn firm(n: u128) -> Record {
    let kind = Value::CustomerKind(CustomerKind::Organisation);
    record(n, Kind::Customer, &[(Field::Name, text("Firm")), (Field::CustomerKind, kind)])
}

fn deal(n: u128, customer: u128, stage: Stage, amount: Option<(i64, &str)>) -> Record {
    let money = |(amount, currency): (i64, &str)| {
        (Field::Amount, Value::Money(Money { amount: amount.into(), currency: currency.to_owned() }))
    };
    let values = [Some(of(customer)), Some((Field::Stage, Value::Stage(stage))), amount.map(money)];
    record(n, Kind::Opportunity, &values.into_iter().flatten().collect::<Vec<_>>())
}

fn book(records: Vec<Record>) -> Book {
    Book::new(PersonId(Uuid::from_u128(1)), records, Vec::new())
}

#[test]
fn customers_come_by_what_their_open_deals_are_worth() {
    let anna = record(9, Kind::Contact, &[of(2), (Field::Name, text("Anna"))]);
    let refused = record(
        4,
        Kind::Customer,
        &[(Field::Name, text("Herr Li")), (Field::Phone, Value::NotTold(NotTold::Refused))],
    );
    let book = book(vec![
        firm(1),
        firm(2),
        firm(3),
        refused,
        anna,
        deal(11, 1, Stage::Qualified, Some((500, "EUR"))),
        deal(12, 2, Stage::Proposal, Some((400, "EUR"))),
        deal(13, 2, Stage::Proposal, Some((400, "EUR"))),
        // Another currency, and what is won, add nothing.
        deal(14, 3, Stage::Proposal, Some((9_000_000, "JPY"))),
        deal(15, 3, Stage::Won, Some((9_000, "EUR"))),
    ]);
    let seen = customers(&book);
    let numbers: Vec<i64> = seen.iter().map(|c| c.customer.number).collect();
    assert_eq!(numbers, [2, 1, 4, 3]);
    assert_eq!(seen[0].worth, Some(Money { amount: 800.into(), currency: "EUR".into() }));
    assert_eq!(seen[0].missing, [KeyField::ContactOccupation, KeyField::Phone]);
    assert_eq!(seen[0].contact.map(|c| c.number), Some(9));
    assert_eq!(seen[1].missing, [KeyField::ContactName, KeyField::ContactOccupation, KeyField::Phone]);
    assert_eq!(seen[1].contact, None);
    assert_eq!((&seen[2].worth, seen[2].missing.as_slice()), (&None, &[][..]), "he would not say");
}

#[test]
fn deals_lack_what_their_stage_asks_for() {
    let book = book(vec![
        firm(1),
        deal(11, 1, Stage::Lead, None),
        deal(12, 1, Stage::Qualified, Some((500, "EUR"))),
        deal(13, 1, Stage::Proposal, Some((700, "EUR"))),
        deal(14, 1, Stage::Negotiation, Some((9_000, "JPY"))),
        deal(15, 1, Stage::Won, None),
        deal(16, 1, Stage::Lost, None),
    ]);
    let seen = |of| {
        let own = deals(&book, of);
        own.iter().map(|d| (d.deal.number, d.missing.clone())).collect::<Vec<_>>()
    };
    use Field::{Amount, CloseDate, Product};
    let open = [
        (13, vec![Product, CloseDate]),
        (12, vec![Product]),
        (14, vec![Product, CloseDate]),
        (11, vec![Product]),
    ];
    assert_eq!(seen(DealsOf::Open), open);
    assert_eq!(seen(DealsOf::Won), [(15, vec![Amount])]);
    assert_eq!(seen(DealsOf::Lost), [(16, vec![])]);
    assert_eq!(seen(DealsOf::Negotiation), [(14, vec![Product, CloseDate])]);
    assert_eq!(deals(&book, DealsOf::Won)[0].customer.map(|c| c.number), Some(1));
}

proptest! {
    #[test]
    fn pages_show_each_entry_once(count in 0usize..50, wanted in any::<usize>()) {
        let list: Vec<usize> = (0..count).collect();
        let pages = Paged::of(list.clone(), 1).pages;
        let all: Vec<usize> = (1..=pages).flat_map(|p| Paged::of(list.clone(), p).rows).collect();
        prop_assert_eq!(&all, &list);
        let page = Paged::of(list, wanted);
        prop_assert!((1..=page.pages).contains(&page.page) && page.count == count);
        prop_assert_eq!(page.rows.is_empty(), count == 0);
    }
}
