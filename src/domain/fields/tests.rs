//! What applies, what is filled and what is plausible, by table.

use uuid::Uuid;

use super::*;
use crate::domain::PersonId;
use crate::domain::reading::ActivityType;
use crate::domain::record::{Money, NotTold, RecordState};
use chrono::DateTime;

const REP: PersonId = PersonId(Uuid::from_u128(1));

fn id(n: u128) -> RecordId {
    RecordId(Uuid::from_u128(n))
}

fn text(t: &str) -> Value {
    Value::Text(t.into())
}

fn record(n: u128, kind: Kind, values: &[(Field, Value)]) -> Record {
    let mut record = Record::new(id(n), kind, REP, n as i64, DateTime::UNIX_EPOCH);
    for (field, value) in values.iter().cloned().chain([(Field::State, Value::State(RecordState::Active))]) {
        record.set(field, Some(value)).unwrap();
    }
    record
}

fn customer(n: u128, kind: CustomerKind, values: &[(Field, Value)]) -> Record {
    let kind = (Field::CustomerKind, Value::CustomerKind(kind));
    record(n, Kind::Customer, &[&[(Field::Name, text("Acme")), kind], values].concat())
}

fn of(customer: u128, values: &[(Field, Value)]) -> Vec<(Field, Value)> {
    [&[(Field::Customer, Value::Record(id(customer)))], values].concat()
}

fn money() -> (Field, Value) {
    (Field::Amount, Value::Money(Money { amount: 7.into(), currency: "EUR".into() }))
}

#[test]
fn what_is_plausible() {
    for (text, placeholder) in [
        ("123", true),
        ("无", true),
        ("N/A", true),
        ("n.a.", true),
        ("-", true),
        ("xxx", true),
        ("aaaa", true),
        ("Test", true),
        ("don't know", true),
        ("buyer", false),
        ("采购经理", false),
        ("CEO", false),
        ("Nona", false),
        ("谢谢", false),
    ] {
        assert_eq!(is_placeholder(text), placeholder, "{text}");
    }
    for (text, phone) in [
        ("+8613812345678", true),
        ("+4930123456", true),
        ("+861", false),
        ("+15550001", false),
        ("123", false),
        ("n/a", false),
    ] {
        assert_eq!(is_phone(text), phone, "{text}");
    }
}

#[test]
fn key_fields_by_kind() {
    use CustomerKind::*;
    use Held::{Doubtful, Missing, Valid};
    let phone = || (Field::Phone, text("+8613812345678"));
    let contact = |n, values: &[(Field, Value)]| {
        record(n, Kind::Contact, &of(1, &[&[(Field::Name, text("Li"))], values].concat()))
    };
    for (kind, values, contacts, held) in [
        (Person, vec![], vec![], vec![Missing, Missing, Missing]),
        (
            Person,
            vec![(Field::Occupation, text("buyer")), (Field::Age, Value::Int(41)), phone()],
            vec![],
            vec![Valid; 3],
        ),
        (
            Person,
            vec![(Field::Occupation, text("n/a")), (Field::Age, Value::Int(15)), (Field::Phone, text("123"))],
            vec![],
            vec![Doubtful; 3],
        ),
        (
            Person,
            vec![
                (Field::Age, Value::NotTold(NotTold::Refused)),
                (Field::Phone, Value::NotTold(NotTold::NotApplicable)),
            ],
            vec![],
            vec![Missing, Held::NotTold, Held::NotTold],
        ),
        (Organisation, vec![phone()], vec![], vec![Missing, Missing, Valid]),
        (
            Organisation,
            vec![],
            vec![contact(2, &[]), contact(3, &[(Field::Occupation, text("CEO"))]), contact(4, &[phone()])],
            vec![Valid, Valid, Valid],
        ),
        (Unknown, vec![], vec![], vec![Missing]),
        (Unknown, vec![phone()], vec![], vec![Valid]),
    ] {
        let customer = customer(1, kind, &values);
        let contacts: Vec<&Record> = contacts.iter().collect();
        let found: Vec<Held> = key_fields(&customer, &contacts).into_iter().map(|(_, held)| held).collect();
        assert_eq!(found, held, "{kind:?} {values:?}");
    }
}

#[test]
fn quality_of_a_book() {
    let told = (Field::Age, Value::NotTold(NotTold::Refused));
    let full = [(Field::Occupation, text("buyer")), told.clone(), (Field::Phone, text("+8613812345678"))];
    let mut withdrawn = customer(3, CustomerKind::Person, &[]);
    withdrawn.set(Field::State, Some(Value::State(RecordState::Withdrawn))).unwrap();
    let records =
        vec![customer(1, CustomerKind::Person, &full), customer(2, CustomerKind::Person, &[told]), withdrawn];
    let found = quality(&Book::new(REP, records, Vec::new()));
    assert_eq!(found.fields, Ratio { num: 2, den: 4 });
    assert_eq!(found.whole, Ratio { num: 1, den: 2 });
    assert_eq!(quality(&Book::new(REP, Vec::new(), Vec::new())), Quality::default());
}

#[test]
fn completeness_by_kind_and_stage() {
    let stage = |s| (Field::Stage, Value::Stage(s));
    let product = || (Field::Product, text("pumps"));
    let deal = |values: &[(Field, Value)]| record(5, Kind::Opportunity, &of(1, values));
    let visit = || {
        record(
            6,
            Kind::Activity,
            &of(
                1,
                &[
                    (Field::Type, Value::Activity(ActivityType::Visit)),
                    (Field::Day, Value::Date("2026-05-06".parse().unwrap())),
                ],
            ),
        )
    };
    let step = |status| {
        record(
            7,
            Kind::NextStep,
            &of(1, &[(Field::Action, text("call")), (Field::Status, Value::Step(status))]),
        )
    };
    let order = |values: &[(Field, Value)]| record(8, Kind::Order, &of(1, values));
    let new = customer(
        1,
        CustomerKind::Person,
        &[(Field::Age, Value::Int(30)), (Field::Phone, Value::NotTold(NotTold::Refused))],
    );
    for (records, touched, is_new, filled, applicable) in [
        (vec![deal(&[])], 5, false, 0, 1),
        (vec![deal(&[stage(Stage::Lead), product()])], 5, false, 1, 1),
        (vec![deal(&[stage(Stage::Qualified), product()])], 5, false, 1, 2),
        (vec![deal(&[stage(Stage::Proposal), money()])], 5, false, 1, 3),
        (vec![deal(&[stage(Stage::Negotiation), product(), money()])], 5, false, 2, 3),
        (vec![deal(&[stage(Stage::Won)])], 5, false, 0, 1),
        (vec![deal(&[stage(Stage::Lost)])], 5, false, 0, 0),
        (vec![order(&[money()])], 8, false, 1, 2),
        (vec![visit()], 6, false, 1, 1),
        (vec![visit(), deal(&[])], 6, false, 1, 2),
        (vec![visit(), deal(&[]), step(StepStatus::Open)], 6, false, 2, 2),
        (vec![visit(), deal(&[]), step(StepStatus::Done)], 6, false, 1, 2),
        (vec![visit(), deal(&[stage(Stage::Lost)])], 6, false, 1, 1),
        (vec![step(StepStatus::Open)], 7, false, 0, 0),
        // of a known customer nothing, of a new one what could be told
        (vec![new.clone()], 1, false, 0, 0),
        (vec![new], 1, true, 1, 2),
        (vec![], 5, false, 0, 0),
    ] {
        let book = Book::new(REP, records.clone(), Vec::new());
        let new = if is_new { BTreeSet::from([id(touched)]) } else { BTreeSet::new() };
        let found = completeness_of(&book, &book, &BTreeSet::from([id(touched)]), &new);
        assert_eq!((found.filled, found.applicable), (filled, applicable), "{records:?}");
        assert_eq!(found.by_rep, found.filled);
    }
}

#[test]
fn what_others_filled_in_is_not_the_reps() {
    let stage = |s| (Field::Stage, Value::Stage(s));
    let close = || (Field::CloseDate, Value::Date("2026-06-01".parse().unwrap()));
    let left = record(5, Kind::Opportunity, &of(1, &[stage(Stage::Lead), close()]));
    let product = (Field::Product, text("pumps"));
    let now = record(5, Kind::Opportunity, &of(1, &[stage(Stage::Proposal), close(), product, money()]));
    let added = record(8, Kind::Order, &of(1, &[money()]));
    let book = Book::new(REP, vec![now, added], Vec::new());
    let as_left = Book::new(REP, vec![left], Vec::new());
    let found = completeness_of(&book, &as_left, &BTreeSet::from([id(5), id(8)]), &BTreeSet::new());
    assert_eq!(found, Completeness { filled: 4, by_rep: 1, applicable: 5 });
}
