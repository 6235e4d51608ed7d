//! What the bot says can be typed back: every example that it gives is a command that it follows, with the names that
//! it shows, and what a button says is read as what the button does.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate};
use rapport::domain::agenda::Open;
use rapport::domain::checkin::{Calendar, Rules};
use rapport::domain::command::CommandName;
use rapport::domain::person::{Language, Person, PersonStatus, Role};
use rapport::domain::reading::{Mode, ParseInput, Stage};
use rapport::domain::record::{Field, Kind, Record, RecordState, StepStatus, Value};
use rapport::domain::{CalendarId, PersonId, RecordId, schedule};
use rapport::parse::command::{Command, ValueEnv, read, value};
use rapport::say::card::{CardView, Item, Step, card};
use rapport::say::{Ask, Said, commands, prompt};
use uuid::Uuid;

const BOT: &str = "rapport_bot";

/// The examples in a text: what a tap copies.
fn examples(said: &Said) -> Vec<String> {
    let parts = said.html.as_str().split("<code>").skip(1);
    parts.filter_map(|p| Some(p.split_once("</code>")?.0.replace("&amp;", "&"))).collect()
}

fn env() -> ValueEnv {
    ValueEnv {
        now: "2026-11-25T18:00:00+01:00".parse::<DateTime<FixedOffset>>().unwrap(),
        currency: "EUR".to_owned(),
        region: "DE".to_owned(),
    }
}

fn record(kind: Kind, values: &[(Field, Value)]) -> Record {
    let at = env().now.to_utc();
    let mut record = Record::new(RecordId(Uuid::from_u128(1)), kind, PersonId(Uuid::from_u128(2)), 24, at);
    let state = (Field::State, Value::State(RecordState::Active));
    for (field, value) in values.iter().chain([&state]) {
        record.set(*field, Some(value.clone())).unwrap();
    }
    record
}

#[test]
fn every_example_in_help_is_a_command_that_is_followed() {
    for lang in Language::ALL {
        let mut seen = BTreeSet::new();
        for role in Role::ALL {
            for example in examples(&commands::help(*lang, &BTreeSet::from([*role]))) {
                let name = example.trim_start_matches('/').split(' ').next().unwrap();
                let command = read(&example, BOT).expect("a command");
                let command = command.unwrap_or_else(|e| panic!("{example}: {e}"));
                assert_eq!(command.name().name(), name);
                seen.insert(command.name());
            }
        }
        assert!(seen.contains(&CommandName::Fix) && seen.contains(&CommandName::Stats));
    }
}

#[test]
fn every_field_that_help_names_can_be_typed() {
    for lang in Language::ALL {
        let help = commands::help(*lang, &BTreeSet::from([Role::Rep])).html.visible();
        let list = help.rsplit(['：', ':']).next().unwrap().split(['.', '。']).next().unwrap();
        let names: Vec<&str> = list.split([',', '、']).map(str::trim).collect();
        assert_eq!(names.len(), 12, "{list}");
        for name in names {
            let command = read(&format!("/fix 3b {name} x"), BOT);
            assert!(matches!(command, Some(Ok(Command::Fix { .. }))), "{name}: {command:?}");
        }
    }
}

#[test]
fn the_example_on_a_card_changes_the_fact_it_names() {
    let date = Value::Date(NaiveDate::from_ymd_opt(2026, 1, 2).unwrap());
    let text = |t: &str| Value::Text(t.to_owned());
    let amount = rapport::domain::record::Money { amount: 1.into(), currency: "EUR".to_owned() };
    let facts = [
        record(Kind::Opportunity, &[(Field::Amount, Value::Money(amount))]),
        record(Kind::Opportunity, &[(Field::Stage, Value::Stage(Stage::Lead))]),
        record(Kind::NextStep, &[(Field::Due, date.clone()), (Field::Status, Value::Step(StepStatus::Open))]),
        record(Kind::Customer, &[(Field::Phone, text("+493012345678"))]),
        record(Kind::Customer, &[(Field::Name, text("Acme"))]),
        record(Kind::Activity, &[(Field::Day, date.clone())]),
        record(Kind::Availability, &[(Field::To, date)]),
    ];
    let names = BTreeMap::new();
    for lang in Language::ALL {
        for fact in &facts {
            let day = env().now.date_naive();
            let view = CardView {
                date: day,
                today: day,
                whose: None,
                items: vec![Item::new(fact, [])],
                names: &names,
                reviews: Vec::new(),
                no_activity: false,
                excused: None,
                heard: &[],
                late: false,
                confirmed: false,
                question: None,
                about: None,
                offered: Vec::new(),
                step: Step::Rest,
            };
            let example = examples(&card(*lang, &view)).into_iter().find(|e| e.starts_with("/fix")).unwrap();
            let Some(Ok(Command::Fix { id, field, value: typed })) = read(&example, BOT) else {
                panic!("{example} is no correction")
            };
            assert_eq!(id.number, fact.number, "{example}");
            let new = value(fact.kind, field, &typed, &env()).unwrap_or_else(|e| panic!("{example}: {e}"));
            assert!(fact.get(field).is_some_and(|old| *old != new), "{example}: {new:?}");
        }
    }
}

fn person(language: Language) -> Person {
    Person {
        id: PersonId(Uuid::from_u128(2)),
        number: 1,
        name: "Anna".to_owned(),
        language,
        timezone: chrono_tz::UTC,
        calendar: CalendarId(Uuid::from_u128(3)),
        prompt_time: None,
        status: PersonStatus::Active,
        items: 0,
        next_open: None,
        grants: Vec::new(),
    }
}

#[test]
fn the_buttons_word_typed_does_what_the_button_does() {
    for lang in Language::ALL {
        for mode in [Mode::Rep, Mode::Service] {
            let person = person(*lang);
            let rules = Rules::default();
            let day = env().now.date_naive();
            let check_in = schedule::open(&person, mode, None, day, &Calendar::weekdays(), &rules);
            let said = prompt(&person, &check_in, &Open::default(), Ask::Answers);
            let text = said.buttons[0][0].text.clone();
            let input = ParseInput {
                text: text.clone(),
                now: env().now,
                currency: "EUR".to_owned(),
                region: "DE".to_owned(),
                known: Vec::new(),
                asked: None,
                mode,
                context: None,
            };
            assert!(rapport::parse::read(&input).no_activity, "{text}");
        }
    }
}
