//! What is listed, what isn't, and in which order.

use super::*;
use crate::domain::PersonId;
use crate::domain::reading::ActivityType;
use crate::domain::record::{CustomerKind, RecordState, Value};
use proptest::prelude::*;
use uuid::Uuid;

/// A Wednesday.
const TODAY: &str = "2026-11-25";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn id(n: u128) -> RecordId {
    RecordId(Uuid::from_u128(n))
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn record(n: u128, kind: Kind, on: &str, values: &[(Field, Value)]) -> Record {
    let at = format!("{on}T12:00:00Z").parse().unwrap();
    let owner = PersonId(Uuid::from_u128(1));
    let mut record = Record::new(id(n), kind, owner, i64::try_from(n).unwrap(), at);
    for (field, value) in values.iter().chain([&(Field::State, Value::State(RecordState::Active))]) {
        record.set(*field, Some(value.clone())).unwrap();
    }
    record
}

/// A firm, of which the phone is known or not; the contact is always missing.
fn firm(n: u128, name: &str, on: &str) -> Record {
    let kind = Value::CustomerKind(CustomerKind::Organisation);
    record(n, Kind::Customer, on, &[(Field::Name, text(name)), (Field::CustomerKind, kind)])
}

fn deal(n: u128, customer: u128, stage: Stage, amount: i64, currency: &str, on: &str) -> Record {
    let money = Money { amount: amount.into(), currency: currency.to_owned() };
    let values = [
        (Field::Customer, Value::Record(id(customer))),
        (Field::Stage, Value::Stage(stage)),
        (Field::Amount, Value::Money(money)),
    ];
    record(n, Kind::Opportunity, on, &values)
}

fn step(n: u128, customer: u128, due: Option<&str>, status: StepStatus) -> Record {
    let mut step = record(
        n,
        Kind::NextStep,
        "2026-11-01",
        &[
            (Field::Customer, Value::Record(id(customer))),
            (Field::Action, text("send the quote")),
            (Field::Status, Value::Step(status)),
        ],
    );
    step.set(Field::Due, due.map(|d| Value::Date(day(d)))).unwrap();
    step
}

fn book(records: Vec<Record>) -> Book {
    Book::new(PersonId(Uuid::from_u128(1)), records, Vec::new())
}

fn chosen(book: &Book, met: &[(u128, &str)]) -> Agenda {
    let met = met.iter().map(|(customer, on)| (id(*customer), day(on))).collect();
    agenda(book, &met, day(TODAY), Tz::UTC, &Rules::default())
}

fn ids(all: &[RecordId]) -> Vec<u128> {
    all.iter().map(|id| id.0.as_u128()).collect()
}

#[test]
fn steps_are_listed_when_they_are_due_and_the_rest_is_counted() {
    let mut records = vec![
        step(10, 1, Some("2026-11-25"), StepStatus::Open),
        step(11, 1, Some("2026-11-20"), StepStatus::Open),
        step(12, 1, Some("2026-11-26"), StepStatus::Open),
        step(13, 1, None, StepStatus::Open),
        step(14, 1, Some("2026-11-20"), StepStatus::Done),
        step(15, 1, Some("2026-11-20"), StepStatus::Dropped),
    ];
    let few = chosen(&book(records.clone()), &[]);
    assert_eq!((ids(&few.steps), few.more_steps), (vec![11, 10], 0));
    records.extend((20..26).map(|n| step(n, 1, Some("2026-11-24"), StepStatus::Open)));
    let many = chosen(&book(records), &[]);
    assert_eq!((ids(&many.steps), many.more_steps), (vec![11, 20, 21, 22, 23], 3));
}

#[test]
fn a_deal_is_quiet_after_more_days_than_its_stage_allows() {
    for (stage, on, met, quiet) in [
        (Stage::Negotiation, "2026-11-18", None, false),
        (Stage::Negotiation, "2026-11-17", None, true),
        (Stage::Proposal, "2026-11-15", None, false),
        (Stage::Proposal, "2026-11-14", None, true),
        (Stage::Lead, "2026-11-04", None, false),
        (Stage::Lead, "2026-11-03", None, true),
        (Stage::Lead, "2026-11-03", Some("2026-11-10"), false),
        (Stage::Won, "2026-01-01", None, false),
        (Stage::Lost, "2026-01-01", None, false),
    ] {
        let book = book(vec![firm(1, "Haida", "2026-01-01"), deal(2, 1, stage, 100, "EUR", on)]);
        let met: Vec<_> = met.map(|on| (1, on)).into_iter().collect();
        assert_eq!(chosen(&book, &met).quiet.len(), usize::from(quiet), "{stage:?} since {on}, met {met:?}");
    }
    let never = Rules { negotiation_days: 0, ..Rules::default() };
    let old = book(vec![deal(2, 1, Stage::Negotiation, 100, "EUR", "2026-01-01")]);
    assert_eq!(agenda(&old, &HashMap::new(), day(TODAY), Tz::UTC, &never).quiet, []);
}

#[test]
fn a_promised_step_speaks_for_its_deal() {
    for (due, status, quiet) in [
        (Some("2026-12-24"), StepStatus::Open, 0),
        (Some("2026-11-24"), StepStatus::Open, 0),
        (None, StepStatus::Open, 1),
        (Some("2026-11-24"), StepStatus::Done, 1),
    ] {
        let book = book(vec![deal(2, 1, Stage::Lead, 1, "EUR", "2026-01-01"), step(3, 1, due, status)]);
        assert_eq!(chosen(&book, &[]).quiet.len(), quiet, "{due:?} {status:?}");
    }
}

#[test]
fn the_largest_quiet_deals_come_first_and_currencies_are_not_mixed() {
    let book = book(vec![
        deal(2, 1, Stage::Lead, 500, "EUR", "2026-01-01"),
        deal(3, 1, Stage::Lead, 900, "EUR", "2026-02-01"),
        deal(4, 1, Stage::Lead, 9_000_000, "JPY", "2026-02-01"),
        deal(5, 1, Stage::Lead, 700, "EUR", "2026-02-01"),
        deal(6, 1, Stage::Lead, 500, "EUR", "2025-01-01"),
    ]);
    let quiet: Vec<u128> = chosen(&book, &[]).quiet.iter().map(|(id, _)| id.0.as_u128()).collect();
    assert_eq!(quiet, [3, 5, 6]);
}

#[test]
fn customers_with_gaps_are_chosen_by_worth_then_by_how_recent_they_are() {
    let mut told = firm(6, "Told", "2026-11-24");
    told.set(Field::CustomerKind, Some(Value::CustomerKind(CustomerKind::Unknown))).unwrap();
    told.set(Field::Phone, Some(text("+493012345678"))).unwrap();
    let records = vec![
        firm(1, "Old and idle", "2026-01-01"),
        firm(2, "New", "2026-11-20"),
        firm(3, "Newer", "2026-11-21"),
        firm(4, "Small", "2026-01-01"),
        firm(5, "Large", "2026-01-01"),
        told,
        deal(10, 4, Stage::Proposal, 10, "EUR", TODAY),
        deal(11, 5, Stage::Proposal, 20, "EUR", TODAY),
    ];
    assert_eq!(ids(&chosen(&book(records.clone()), &[]).gaps), [5, 4]);
    let without_deals = book(records[..6].to_vec());
    assert_eq!(ids(&chosen(&without_deals, &[]).gaps), [3, 2]);
    assert_eq!(ids(&chosen(&without_deals, &[(1, "2026-11-23")]).gaps), [1, 3], "met again lately");
}

#[test]
fn what_was_listed_is_shown_as_it_stands() {
    let met = |on: &str| {
        let visit = Value::Activity(ActivityType::Visit);
        let values = [
            (Field::Customer, Value::Record(id(1))),
            (Field::Type, visit),
            (Field::Day, Value::Date(day(on))),
        ];
        record(9, Kind::Activity, on, &values)
    };
    let records = vec![
        firm(1, "Haida", "2026-11-20"),
        deal(2, 1, Stage::Negotiation, 20, "EUR", "2026-11-01"),
        step(3, 4, Some("2026-11-20"), StepStatus::Open),
        firm(4, "Falk", "2026-01-01"),
        step(5, 4, Some(TODAY), StepStatus::Open),
    ];
    let before = book(records.clone());
    let agenda = chosen(&before, &[]);
    let shown = open(&agenda, &before, day(TODAY), Tz::UTC);
    assert_eq!(shown.steps.iter().map(|s| (s.number, s.place)).collect::<Vec<_>>(), [(3, 1), (5, 2)]);
    assert_eq!(shown.steps[0].customer, Some("Falk"));
    assert!(shown.steps.iter().all(|s| s.is_due(day(TODAY))));
    assert_eq!((shown.quiet[0].customer, shown.quiet[0].since), ("Haida", day("2026-11-01")));
    assert_eq!(shown.gaps[0].missing, [KeyField::ContactName, KeyField::ContactOccupation, KeyField::Phone]);

    let mut after = book(records);
    let mut done = step(3, 4, Some("2026-11-20"), StepStatus::Done);
    done.set(Field::State, Some(Value::State(RecordState::Withdrawn))).unwrap();
    after.put(done);
    after.put(step(5, 4, Some("2026-11-26"), StepStatus::Open));
    after.put(met(TODAY));
    let shown = open(&agenda, &after, day(TODAY), Tz::UTC);
    assert_eq!(shown.quiet, [], "met on the day");
    assert_eq!(shown.steps.iter().map(|s| (s.place, s.is_due(day(TODAY)))).collect::<Vec<_>>(), [(2, false)]);
}

proptest! {
    #[test]
    fn the_order_of_the_records_plays_no_part(
        deals in prop::collection::vec((1u128..6, 0i64..4, 0usize..3, 1u32..28), 0..12),
        seed in any::<u64>(),
    ) {
        let stages = [Stage::Lead, Stage::Proposal, Stage::Negotiation];
        let mut records: Vec<Record> = (1..6).map(|n| firm(n, "Firm", "2026-11-01")).collect();
        records.extend(deals.iter().zip(100..).map(|((customer, amount, stage, on), n)| {
            deal(n, *customer, stages[*stage], *amount, "EUR", &format!("2026-10-{on:02}"))
        }));
        records.extend((200..208).map(|n| step(n, n % 5 + 1, Some("2026-11-20"), StepStatus::Open)));
        let first = chosen(&book(records.clone()), &[]);
        let middle = usize::try_from(seed % records.len() as u64).unwrap();
        records.rotate_left(middle);
        prop_assert_eq!(&first, &chosen(&book(records.clone()), &[]));
        prop_assert!(first.steps.len() <= MOST_STEPS && first.quiet.len() <= MOST_QUIET);
        prop_assert!(first.gaps.len() <= MOST_GAPS);
        let json = serde_json::to_value(&first).unwrap();
        prop_assert_eq!(serde_json::from_value::<Agenda>(json).unwrap(), first);
    }
}
