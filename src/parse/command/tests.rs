//! What is typed, and what it means.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::domain::command::ValueError;
use crate::domain::reading::Stage;
use crate::domain::record::{Kind, NotTold, Value};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn commands_are_read() {
    let id = ItemId::own(24);
    let fix = |field, value: &str| Command::Fix { id, field, value: value.into() };
    let between = |from, to| Period::Between { from: day(from), to: day(to) };
    let stats = |period, team: &str| Command::Stats {
        period,
        team: Some(team.into()).filter(|t: &String| !t.is_empty()),
    };
    for (text, command) in [
        ("/start", Command::Start { code: None }),
        ("/START abc_D-9", Command::Start { code: Some("abc_D-9".into()) }),
        (" /help@My_Bot ", Command::Help),
        ("／me", Command::Me),
        ("/fix 3b amount 35万", fix(Field::Amount, "35万")),
        ("/fix 3B 金额35万", fix(Field::Amount, "35万")),
        ("/fix 3b closing date next Friday", fix(Field::CloseDate, "next Friday")),
        ("/fix 3b customer: Haida Foods", fix(Field::Customer, "Haida Foods")),
        ("/fix 3b 产品 冷藏车", fix(Field::Product, "冷藏车")),
        ("/undo", Command::Undo { id: None }),
        ("/undo 7-3b", Command::Undo { id: Some(ItemId { person: Some(7), number: 24 }) }),
        ("/ok 3b", Command::Ok { id }),
        ("/drop 3b", Command::Drop { id }),
        ("/stats", stats(Period::Week, "")),
        ("/stats last month", stats(Period::LastMonth, "")),
        ("/stats 本月 华东一队", stats(Period::Month, "华东一队")),
        ("/stats North", stats(Period::Week, "North")),
        ("/stats 2026-10", stats(Period::MonthOf { month: 10, year: Some(2026) }, "")),
        ("/stats October North", stats(Period::MonthOf { month: 10, year: None }, "North")),
        ("/stats 10月", stats(Period::MonthOf { month: 10, year: None }, "")),
        ("/stats 2026-10-01..2026-10-07 North", stats(between("2026-10-01", "2026-10-07"), "North")),
        ("/missing", Command::Missing { period: Period::Today }),
        ("/missing 昨天", Command::Missing { period: Period::Yesterday }),
        ("/for Anna visited Haida", Command::For { who: "Anna".into(), text: "visited Haida".into() }),
        ("/language 中文", Command::Language { language: Language::Zh }),
        ("/timezone asia/shanghai", Command::Timezone { timezone: chrono_tz::Asia::Shanghai }),
        ("/timezone Berlin", Command::Timezone { timezone: chrono_tz::Europe::Berlin }),
    ] {
        assert_eq!(read(text, "my_bot"), Some(Ok(command)), "{text}");
    }
}

#[test]
fn what_is_not_ours_is_left_alone_and_what_is_wrong_is_named() {
    for text in ["visited Haida", "", "/", "/ me", "//", "/help@other_bot", "/35万", "1/2"] {
        assert_eq!(read(text, "my_bot"), None, "{text}");
    }
    for (text, error) in [
        ("/stat", CommandError::Unknown { name: "stat".into(), near: Some(CommandName::Stats) }),
        ("/frobnicate", CommandError::Unknown { name: "frobnicate".into(), near: None }),
        ("/fix", CommandError::Usage(CommandName::Fix)),
        ("/fix 3b", CommandError::Usage(CommandName::Fix)),
        ("/fix 3b amount", CommandError::Usage(CommandName::Fix)),
        ("/fix seven amount 3", CommandError::Id(CommandName::Fix, "seven".into())),
        ("/fix 3b colour red", CommandError::Field("colour".into())),
        ("/ok", CommandError::Usage(CommandName::Ok)),
        ("/missing someday", CommandError::Period("someday".into())),
        ("/language de", CommandError::Language("de".into())),
        ("/timezone Nowhere/City", CommandError::Timezone("Nowhere/City".into())),
        ("/for Anna", CommandError::Usage(CommandName::For)),
    ] {
        assert_eq!(read(text, "my_bot"), Some(Err(error)), "{text}");
    }
}

fn env() -> ValueEnv {
    ValueEnv {
        now: "2026-03-04T18:00:00+01:00".parse().unwrap(),
        currency: "EUR".into(),
        region: "DE".into(),
    }
}

#[test]
fn values_are_read_as_their_field_wants_them() {
    let money = |amount: i64, currency: &str| {
        Value::Money(crate::domain::record::Money { amount: amount.into(), currency: currency.into() })
    };
    let date = |text| Value::Date(day(text));
    for (kind, field, text, expected) in [
        (Kind::Opportunity, Field::Amount, "35万", money(350_000, "EUR")),
        (Kind::Opportunity, Field::Amount, "40000", money(40_000, "EUR")),
        (Kind::Order, Field::Amount, "$12k", money(12_000, "USD")),
        (Kind::Opportunity, Field::Stage, "报价", Value::Stage(Stage::Proposal)),
        (Kind::Opportunity, Field::Stage, "Won", Value::Stage(Stage::Won)),
        (Kind::Opportunity, Field::Probability, "80%", Value::Int(80)),
        (Kind::Opportunity, Field::CloseDate, "2026-03-31", date("2026-03-31")),
        (Kind::NextStep, Field::Due, "Friday", date("2026-03-06")),
        (Kind::Activity, Field::Day, "yesterday", date("2026-03-03")),
        (Kind::Customer, Field::Phone, "+49 30 1234567", Value::Text("+49301234567".into())),
        (Kind::Customer, Field::Phone, "拒绝", Value::NotTold(NotTold::Refused)),
        (Kind::Customer, Field::Age, "none", Value::NotTold(NotTold::NotApplicable)),
        (Kind::Customer, Field::Age, "42", Value::Int(42)),
        (Kind::Satisfaction, Field::Score, "4", Value::Int(4)),
        (Kind::Customer, Field::Name, " Haida Foods ", Value::Text("Haida Foods".into())),
    ] {
        assert_eq!(value(kind, field, text, &env()), Ok(expected), "{text}");
    }
}

#[test]
fn wrong_values_are_refused() {
    use ValueError::*;
    for (kind, field, text, error) in [
        (Kind::Opportunity, Field::Amount, "a lot", Unreadable(Field::Amount)),
        (Kind::Opportunity, Field::Amount, "30k or 40k", Several(Field::Amount)),
        (Kind::Opportunity, Field::Stage, "somewhere", Unreadable(Field::Stage)),
        (Kind::Customer, Field::Phone, "+49 1", Unreadable(Field::Phone)),
        (Kind::Satisfaction, Field::Score, "9", Impossible(Field::Score)),
        (Kind::Activity, Field::Day, "soonish", Unreadable(Field::Day)),
        (Kind::Customer, Field::Name, "  ", Required(Field::Name)),
        (Kind::Activity, Field::Amount, "3", NoSuchField(Kind::Activity, Field::Amount)),
    ] {
        assert_eq!(value(kind, field, text, &env()), Err(error), "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_breaks_a_command(text in "[/／]?.{0,60}", value_text in ".{0,40}") {
        let _ = read(&text, "my_bot");
        for kind in Kind::ALL {
            for (field, _) in kind.fields() {
                let _ = value(*kind, *field, &value_text, &env());
            }
        }
    }
}
