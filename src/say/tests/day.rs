//! A day of a rep with one of everything, as cards and corrections show it.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::super::Said;
use super::super::card::{CardView, Item, Step, card};
use super::samples::{day, id, moment, money, record, review, text, today};
use crate::domain::effect::{Review, ReviewKind};
use crate::domain::ledger::{Change, Subject, Way};
use crate::domain::person::Language;
use crate::domain::question::{About, Purpose, Question};
use crate::domain::reading::{ActivityType, AwayState, Fact, OpportunityFact, Stage, Update};
use crate::domain::record::{CustomerKind, Field, Kind, Record, RecordState, StepStatus, Value};
use crate::domain::{ChangeId, PersonId, QuestionId, RecordId};

/// A day with one of everything, for tests and for reading.
pub(in crate::say) struct Day {
    pub(in crate::say) records: Vec<Record>,
    pub(in crate::say) changes: Vec<Change>,
    pub(in crate::say) names: BTreeMap<RecordId, String>,
    pub(in crate::say) reviews: Vec<Review>,
    pub(in crate::say) question: Option<Question>,
}

pub(in crate::say) fn change(of: &Record, field: Field, old: Option<Value>) -> Change {
    Change {
        id: ChangeId(Uuid::from_u128(1)),
        at: moment("2026-11-25T17:00:00Z"),
        person: of.owner,
        local_date: Some(today()),
        actor: None,
        way: Way::Rep,
        cause: None,
        subject: Subject::Record(of.kind, of.id),
        field,
        old,
        new: of.get(field).cloned(),
        message: None,
        span: None,
        undoes: None,
    }
}

impl Day {
    /// A day on which these were said.
    pub(in crate::say) fn of(records: Vec<Record>) -> Self {
        let said = |r: &Record| r.values().map(|(f, _)| change(r, f, None)).collect::<Vec<_>>();
        let changes = records.iter().flat_map(said).collect();
        let names = records
            .iter()
            .filter(|r| r.kind == Kind::Customer)
            .filter_map(|r| Some((r.id, r.text(Field::Name)?.to_owned())))
            .collect();
        Self { records, changes, names, reviews: Vec::new(), question: None }
    }

    /// A day with no facts.
    pub(in crate::say) fn empty() -> Self {
        Self::of(Vec::new())
    }

    /// A new customer with a deal, an order, a visit, a step, and a day away.
    pub(in crate::say) fn full() -> Self {
        let customer = (Field::Customer, Value::Record(id(23)));
        let mut dropped = record(28, Kind::Order, &[customer.clone(), (Field::Day, Value::Date(today()))]);
        dropped.set(Field::Amount, Some(money("900", "EUR"))).unwrap();
        dropped.set(Field::State, Some(Value::State(RecordState::Withdrawn))).unwrap();
        let away = [
            (Field::Away, Value::Away(AwayState::Leave)),
            (Field::From, Value::Date(day("2026-12-24"))),
            (Field::To, Value::Date(day("2026-12-26"))),
        ];
        let mut full = Self::of(vec![
            record(29, Kind::Availability, &away),
            record(
                23,
                Kind::Customer,
                &[
                    (Field::Name, text("Müller & Söhne")),
                    (Field::New, Value::Flag(true)),
                    (Field::CustomerKind, Value::CustomerKind(CustomerKind::Organisation)),
                    (Field::Phone, text("+493012345678")),
                    (Field::City, text("Berlin")),
                ],
            ),
            record(
                24,
                Kind::Opportunity,
                &[
                    customer.clone(),
                    (Field::Product, text("50 pumps")),
                    (Field::Amount, money("350000", "CNY")),
                    (Field::Stage, Value::Stage(Stage::Negotiation)),
                    (Field::CloseDate, Value::Date(day("2027-03-05"))),
                ],
            ),
            record(
                25,
                Kind::Activity,
                &[
                    customer.clone(),
                    (Field::Type, Value::Activity(ActivityType::Visit)),
                    (Field::Day, Value::Date(today())),
                ],
            ),
            record(
                26,
                Kind::NextStep,
                &[
                    customer,
                    (Field::Action, text("send the quote")),
                    (Field::Due, Value::Date(day("2026-11-27"))),
                    (Field::Status, Value::Step(StepStatus::Open)),
                ],
            ),
            dropped,
        ]);
        let deal = full.records[2].clone();
        full.changes.push(change(&deal, Field::Amount, Some(money("35000", "CNY"))));
        full.changes.push(change(&deal, Field::Stage, Some(Value::Stage(Stage::Proposal))));
        full
    }

    /// The same with what waits for a person, and a question.
    pub(in crate::say) fn open() -> Self {
        let unsure = Update {
            fact: Fact::Opportunity(OpportunityFact {
                customer: Some("Weber".to_owned()),
                amount: Some(35_000.into()),
                currency: Some("EUR".to_owned()),
                ..OpportunityFact::default()
            }),
            confidence: 0.5,
            spans: Vec::new(),
            record: None,
            candidates: vec![id(23).0.to_string(), id(99).0.to_string()],
            correction: false,
        };
        let mut open = Self::full();
        open.names.insert(id(99), "Weber AG".to_owned());
        open.reviews = vec![
            review(30, ReviewKind::Unsure, "Weber wants some for 35", Some(unsure.clone())),
            review(31, ReviewKind::Candidates, "Weber", Some(unsure)),
            review(32, ReviewKind::NoCustomer, "they signed", None),
            review(33, ReviewKind::Unread, "and the thing with <Bob>", None),
            review(34, ReviewKind::Media, "", None),
            review(35, ReviewKind::StepBack, "not for the rep's card", None),
        ];
        open.question = Some(Question {
            id: QuestionId(Uuid::from_u128(5)),
            person: PersonId(Uuid::from_u128(1)),
            local_date: today(),
            purpose: Purpose::Ask,
            about: About::Record(Kind::Customer, id(99)),
            field: Field::Phone,
            choices: Vec::new(),
            nonce: "q7".to_owned(),
            asked_at: moment("2026-11-25T17:00:00Z"),
            answered: None,
        });
        open
    }

    /// The last two of them: a deal's amount and stage, put right.
    pub(in crate::say) fn corrections(&self) -> &[Change] {
        &self.changes[self.changes.len() - 2..]
    }

    /// The number of one of its records.
    pub(in crate::say) fn number(&self, record: RecordId) -> Option<i64> {
        self.records.iter().find(|r| r.id == record).map(|r| r.number)
    }

    pub(in crate::say) fn card(&self, lang: Language, whose: Option<(i64, &str)>) -> Said {
        self.with(lang, |view| view.whose = whose)
    }

    pub(in crate::say) fn with<'a>(&'a self, lang: Language, change: impl FnOnce(&mut CardView<'a>)) -> Said {
        let mut view = CardView {
            date: today(),
            today: today(),
            whose: None,
            items: self.records.iter().map(|r| Item::new(r, &self.changes)).collect(),
            names: &self.names,
            reviews: self.reviews.iter().collect(),
            no_activity: false,
            excused: None,
            heard: &[],
            late: false,
            confirmed: false,
            question: self.question.as_ref(),
            about: self
                .question
                .as_ref()
                .and_then(|q| self.records.iter().find(|r| Some(r.id) == q.about.record())),
            offered: self.records.iter().collect(),
            step: Step::Rest,
        };
        change(&mut view);
        card(lang, &view)
    }
}
