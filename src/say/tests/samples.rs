//! People, check-ins, records and reviews for tests of texts.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::domain::checkin::{Calendar, CheckIn, Rules};
use crate::domain::effect::{Review, ReviewDetail, ReviewKind, ReviewState};
use crate::domain::media::{File, FileKind};
use crate::domain::person::{Language, Person, PersonStatus};
use crate::domain::reading::{Mode, Update};
use crate::domain::record::{Field, Kind, Money, Record, RecordState, Value};
use crate::domain::{CalendarId, PersonId, RecordId, ReviewId, schedule};

pub(in crate::say) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(in crate::say) fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A Wednesday.
pub(in crate::say) fn today() -> NaiveDate {
    day("2026-11-25")
}

pub(in crate::say) fn id(n: u128) -> RecordId {
    RecordId(Uuid::from_u128(n))
}

pub(in crate::say) fn person(name: &str, language: Language) -> Person {
    Person {
        id: PersonId(Uuid::from_u128(1)),
        number: 7,
        name: name.to_owned(),
        language,
        timezone: chrono_tz::Europe::Berlin,
        calendar: CalendarId(Uuid::from_u128(2)),
        prompt_time: None,
        status: PersonStatus::Active,
        items: 0,
        next_open: None,
        grants: Vec::new(),
    }
}

pub(in crate::say) fn check_in(date: NaiveDate, mode: Mode) -> CheckIn {
    let who = person("", Language::En);
    schedule::open(&who, mode, None, date, &Calendar::weekdays(), &Rules::default())
}

pub(in crate::say) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub(in crate::say) fn money(amount: &str, currency: &str) -> Value {
    Value::Money(Money { amount: amount.parse().unwrap(), currency: currency.to_owned() })
}

/// An active record with these values.
pub(in crate::say) fn record(number: i64, kind: Kind, values: &[(Field, Value)]) -> Record {
    let owner = PersonId(Uuid::from_u128(1));
    let mut record =
        Record::new(id(number.unsigned_abs().into()), kind, owner, number, moment("2026-11-25T17:00:00Z"));
    for (field, value) in values {
        record.set(*field, Some(value.clone())).unwrap();
    }
    record.set(Field::State, Some(Value::State(RecordState::Active))).unwrap();
    record
}

/// Of a voice note, its sound.
fn files_of(kind: ReviewKind) -> Vec<File> {
    let note = File { id: "f".into(), kind: FileKind::Voice, seconds: Some(12) };
    Vec::from_iter((kind == ReviewKind::Media).then_some(note))
}

pub(in crate::say) fn review(number: i64, kind: ReviewKind, words: &str, update: Option<Update>) -> Review {
    Review {
        id: ReviewId(Uuid::from_u128(number.unsigned_abs().into())),
        person: PersonId(Uuid::from_u128(1)),
        number,
        local_date: Some(today()),
        kind,
        message: None,
        detail: ReviewDetail {
            words: (!words.is_empty()).then(|| words.to_owned()),
            update,
            files: files_of(kind),
            ..ReviewDetail::default()
        },
        state: ReviewState::Open,
        opened_at: moment("2026-11-25T17:00:00Z"),
        decided: None,
    }
}
