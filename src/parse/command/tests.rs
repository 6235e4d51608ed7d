//! Commands by table: what is typed, and what it is read as.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::domain::command::ValueError;
use crate::domain::reading::{ActivityType, AwayState, Stage};
use crate::domain::record::{CustomerKind, Kind, Money, NotTold, StepStatus, Value};

fn read_(text: &str) -> Option<Result<Command, CommandError>> {
    read(text, "rapport_bot")
}

fn id(text: &str) -> ItemId {
    ItemId::read(text).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn what_is_no_command_is_left_to_others() {
    for text in [
        "",
        "visited Haida",
        "今天拜访了海达",
        "/",
        "/ me",
        "//",
        "/24",
        "/拜访了海达",
        "/home/x",
        "half/me",
        "/me@other_bot",
        "/start@otherbot abc",
    ] {
        assert_eq!(read_(text), None, "{text:?}");
    }
}

#[test]
fn commands_without_arguments() {
    for (text, command) in [
        ("/me", Command::Me),
        ("  /ME  ", Command::Me),
        ("／me", Command::Me),
        ("／ｍｅ", Command::Me),
        ("/我的数据", Command::Me),
        ("/me please", Command::Me),
        ("/me@rapport_bot", Command::Me),
        ("/me@Rapport_Bot", Command::Me),
        ("/help", Command::Help),
        ("/帮助", Command::Help),
        ("/today", Command::Today),
        ("/queue", Command::Queue),
        ("/skip", Command::Skip),
        ("/people", Command::People),
        ("/start", Command::Start { code: None }),
        ("/start Abc_-9", Command::Start { code: Some("Abc_-9".into()) }),
        ("/undo", Command::Undo { id: None }),
        ("/missing", Command::Missing { period: Period::Today }),
        ("/stats", Command::Stats { period: Period::Week, team: None }),
    ] {
        assert_eq!(read_(text), Some(Ok(command)), "{text:?}");
    }
}

#[test]
fn facts_are_named_by_their_ids() {
    for (text, command) in [
        ("/undo 3b", Command::Undo { id: Some(id("3b")) }),
        ("/undo 7-3B", Command::Undo { id: Some(id("7-3b")) }),
        ("/ok #3c", Command::Ok { id: Some(id("3c")) }),
        ("/ok", Command::Ok { id: None }),
        ("/drop ３ｃ", Command::Drop { id: id("3c") }),
        ("/撤销 3b", Command::Undo { id: Some(id("3b")) }),
    ] {
        assert_eq!(read_(text), Some(Ok(command)), "{text:?}");
    }
    for (text, error) in [
        ("/ok 3b 3c", CommandError::Usage(CommandName::Ok)),
        ("/undo that", CommandError::Id(CommandName::Undo, "that".into())),
        ("/fix", CommandError::Usage(CommandName::Fix)),
        ("/fix 3b", CommandError::Usage(CommandName::Fix)),
        ("/fix 3b amount", CommandError::Usage(CommandName::Fix)),
        ("/fix 3b amount:", CommandError::Usage(CommandName::Fix)),
        ("/fix amount 35k", CommandError::Id(CommandName::Fix, "amount".into())),
        ("/fix 3b colour: red", CommandError::Field("colour".into())),
        ("/fix 3b 颜色：红", CommandError::Field("颜色".into())),
        ("/fix 3b state active", CommandError::Field("state".into())),
        ("/fxi 3b", CommandError::Unknown { name: "fxi".into(), near: Some(CommandName::Fix) }),
        ("/statistics", CommandError::Unknown { name: "statistics".into(), near: None }),
        ("/qwertz", CommandError::Unknown { name: "qwertz".into(), near: None }),
    ] {
        assert_eq!(read_(text), Some(Err(error)), "{text:?}");
    }
}

#[test]
fn corrections_name_a_field_and_a_value() {
    for (text, field, value) in [
        ("/fix 3b amount 350k", Field::Amount, "350k"),
        ("/fix 3b Amount: €350,000", Field::Amount, "€350,000"),
        ("/fix 3b amount=350k", Field::Amount, "350k"),
        ("/fix 3b amount to 350k", Field::Amount, "350k"),
        ("/fix 3b, amount is 350k", Field::Amount, "350k"),
        ("/fix 3b 金额 35万", Field::Amount, "35万"),
        ("/fix 3b 金额35万", Field::Amount, "35万"),
        ("/fix 3b 金额改成35万", Field::Amount, "35万"),
        ("／fix 3b　金额：35万", Field::Amount, "35万"),
        ("/更正 3b 阶段 已成交", Field::Stage, "已成交"),
        ("/fix 3b closing date 5 March", Field::CloseDate, "5 March"),
        ("/fix 3b due date Friday", Field::Due, "Friday"),
        ("/fix 3b due Friday", Field::Due, "Friday"),
        ("/fix 3b order number PO-7", Field::Code, "PO-7"),
        ("/fix 3b name Tom & Co", Field::Name, "Tom & Co"),
        ("/fix 3b action to do list", Field::Action, "do list"),
        ("/fix 3b status done", Field::Status, "done"),
        ("/fix 3b to Friday", Field::To, "Friday"),
        ("/fix 3b 电话号码 13800138000", Field::Phone, "13800138000"),
        ("/fix 3b name multi\nline", Field::Name, "multi\nline"),
    ] {
        let command = Command::Fix { id: id("3b"), field, value: value.into() };
        assert_eq!(read_(text), Some(Ok(command)), "{text:?}");
    }
}

#[test]
fn reports_for_others_name_the_rep_first() {
    for (text, who, report) in [
        ("/for Anna Lee: visited Miller", "Anna Lee", "visited Miller"),
        ("/for anna visited Miller: price 35k", "anna", "visited Miller: price 35k"),
        ("/for 7 visited Miller, price 35k", "7", "visited Miller, price 35k"),
        ("/for 李伟：拜访了华信科技，周五前报价", "李伟", "拜访了华信科技，周五前报价"),
        ("/for 李伟 拜访了华信科技", "李伟", "拜访了华信科技"),
        ("/for 李伟，拜访了华信科技", "李伟", "拜访了华信科技"),
        ("/for Anna\nvisited Miller\nand Haida", "Anna", "visited Miller\nand Haida"),
        ("/for Anna Maria van Berg: x", "Anna", "Maria van Berg: x"),
    ] {
        let command = Command::For { who: who.into(), text: report.into() };
        assert_eq!(read_(text), Some(Ok(command)), "{text:?}");
    }
    for text in ["/for", "/for Anna", "/for Anna:", "/for : x"] {
        assert_eq!(read_(text), Some(Err(CommandError::Usage(CommandName::For))), "{text:?}");
    }
}

#[test]
fn periods_in_both_languages() {
    let march = |year| Period::MonthOf { month: 3, year };
    let between = |from, to| Period::Between { from: day(from), to: day(to) };
    for (text, period) in [
        ("today", Period::Today),
        ("今天", Period::Today),
        ("Yesterday", Period::Yesterday),
        ("this week", Period::Week),
        ("本周", Period::Week),
        ("last week", Period::LastWeek),
        ("上周", Period::LastWeek),
        ("month", Period::Month),
        ("上个月", Period::LastMonth),
        ("quarter", Period::Quarter),
        ("今年", Period::Year),
        ("March", march(None)),
        ("3月", march(None)),
        ("三月", march(None)),
        ("2026-03", march(Some(2026))),
        ("03/2026", march(Some(2026))),
        ("March 2026", march(Some(2026))),
        ("2026年3月", march(Some(2026))),
        ("2026", between("2026-01-01", "2026-12-31")),
        ("2026-03-01", between("2026-03-01", "2026-03-01")),
        ("2026-03-01 2026-03-10", between("2026-03-01", "2026-03-10")),
        ("2026-03-01..2026-03-10", between("2026-03-01", "2026-03-10")),
        ("2026-03-01 to 2026-03-10", between("2026-03-01", "2026-03-10")),
        ("2026-03-01至2026-03-10", between("2026-03-01", "2026-03-10")),
    ] {
        let missing = read_(&format!("/missing {text}"));
        if text == "03/2026" {
            assert!(matches!(missing, Some(Err(CommandError::Period(_)))));
            continue;
        }
        assert_eq!(missing, Some(Ok(Command::Missing { period })), "{text:?}");
        let team = |t: Option<&str>| Some(Ok(Command::Stats { period, team: t.map(str::to_owned) }));
        assert_eq!(read_(&format!("/stats {text}")), team(None), "{text:?}");
        assert_eq!(read_(&format!("/stats {text} North Sea")), team(Some("North Sea")), "{text:?}");
        assert_eq!(read_(&format!("/stats 华东 {text}")), team(Some("华东")), "{text:?}");
    }
    let team = Command::Stats { period: Period::Week, team: Some("North".into()) };
    assert_eq!(read_("/stats North"), Some(Ok(team)));
    assert_eq!(read_("/missing soon"), Some(Err(CommandError::Period("soon".into()))));
    assert_eq!(read_("/missing 2026-13"), Some(Err(CommandError::Period("2026-13".into()))));
}

#[test]
fn languages_and_zones() {
    for (text, language) in [("en", Language::En), ("English", Language::En), ("中文", Language::Zh)] {
        assert_eq!(read_(&format!("/language {text}")), Some(Ok(Command::Language { language })));
    }
    for (text, zone) in [
        ("Europe/Berlin", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("上海", "Asia/Shanghai"),
        ("UTC+8", "Etc/GMT-8"),
        ("gmt -3", "Etc/GMT+3"),
        ("utc+0", "UTC"),
    ] {
        let timezone: Tz = zone.parse().unwrap();
        assert_eq!(
            read_(&format!("/timezone {text}")),
            Some(Ok(Command::Timezone { timezone: Some(timezone) })),
            "{text}"
        );
    }
    assert_eq!(read_("/language"), Some(Err(CommandError::Usage(CommandName::Language))));
    assert_eq!(read_("/language elvish"), Some(Err(CommandError::Language("elvish".into()))));
    let unknown = |text: &str, near| Some(Err(CommandError::Timezone { text: text.into(), near }));
    assert_eq!(read_("/timezone Mordor"), unknown("Mordor", None));
    assert_eq!(read_("/timezone UTC+99"), unknown("UTC+99", None));
    assert_eq!(read_("/timezone Shangai"), unknown("Shangai", Some(Tz::Asia__Shanghai)));
    assert_eq!(read_("/timezone"), Some(Ok(Command::Timezone { timezone: None })));
}

#[test]
fn the_examples_of_help_can_be_typed() {
    let files = [
        include_str!("../../../config/locales/en/commands.ftl"),
        include_str!("../../../config/locales/zh-CN/commands.ftl"),
    ];
    let mut seen = 0;
    for line in files.iter().flat_map(|f| f.lines()) {
        let Some((name, example)) = line.strip_prefix("usage-").and_then(|l| l.split_once(" = ")) else {
            continue;
        };
        let command = read_(&example.replace("{ $id }", "7-3b"));
        assert!(matches!(&command, Some(Ok(c)) if c.name().name() == name), "{line}: {command:?}");
        seen += 1;
    }
    assert_eq!(seen, 2 * CommandName::ALL.len());
}

/// A Wednesday, in China.
fn env() -> ValueEnv {
    ValueEnv {
        now: "2026-11-25T18:00:00+08:00".parse().unwrap(),
        currency: "CNY".into(),
        region: "CN".into(),
    }
}

fn money(amount: &str, currency: &str) -> Value {
    Value::Money(Money { amount: amount.parse().unwrap(), currency: currency.into() })
}

#[test]
fn values_are_read_in_both_languages() {
    use {Field as F, Kind as K};
    let text = |t: &str| Value::Text(t.into());
    let date = |d| Value::Date(day(d));
    for (kind, field, typed, value) in [
        (K::Opportunity, F::Amount, "35万", money("350000", "CNY")),
        (K::Opportunity, F::Amount, "350k", money("350000", "CNY")),
        (K::Opportunity, F::Amount, "€12,000.50", money("12000.5", "EUR")),
        (K::Opportunity, F::Amount, "12000", money("12000", "CNY")),
        (K::Opportunity, F::Amount, "三十五万", money("350000", "CNY")),
        (K::Order, F::Amount, "about 12k usd", money("12000", "USD")),
        (K::Opportunity, F::Stage, "won", Value::Stage(Stage::Won)),
        (K::Opportunity, F::Stage, "Closed-Won", Value::Stage(Stage::Won)),
        (K::Opportunity, F::Stage, "已成交。", Value::Stage(Stage::Won)),
        (K::Opportunity, F::Stage, "谈判", Value::Stage(Stage::Negotiation)),
        (K::Opportunity, F::Probability, "60%", Value::Int(60)),
        (K::Opportunity, F::Probability, "60", Value::Int(60)),
        (K::Opportunity, F::Probability, "八成", Value::Int(80)),
        (K::Opportunity, F::CloseDate, "2026-12-31", date("2026-12-31")),
        (K::Opportunity, F::CloseDate, "月底", date("2026-11-30")),
        (K::Opportunity, F::Day, "明天", date("2026-11-26")),
        (K::NextStep, F::Due, "Friday", date("2026-11-27")),
        (K::NextStep, F::Due, "下周五", date("2026-12-04")),
        (K::NextStep, F::Status, "完成了", Value::Step(StepStatus::Done)),
        (K::NextStep, F::Action, "send  the\nquote", text("send the quote")),
        (K::Activity, F::Day, "Monday", date("2026-11-23")),
        (K::Activity, F::Day, "昨天", date("2026-11-24")),
        (K::Activity, F::Type, "phone call", Value::Activity(ActivityType::Call)),
        (K::Activity, F::Type, "上门拜访", Value::Activity(ActivityType::Visit)),
        (K::Customer, F::Phone, "138 0013 8000", text("+8613800138000")),
        (K::Customer, F::Phone, "+44 20 7946 0018", text("+442079460018")),
        (K::Customer, F::Phone, "拒绝", Value::NotTold(NotTold::Refused)),
        (K::Customer, F::Occupation, "none", Value::NotTold(NotTold::NotApplicable)),
        (K::Contact, F::Occupation, "采购经理", text("采购经理")),
        (K::Customer, F::Age, "42岁", Value::Int(42)),
        (K::Customer, F::Age, "42", Value::Int(42)),
        (K::Customer, F::Email, "A@B.com", text("a@b.com")),
        (K::Customer, F::CustomerKind, "company", Value::CustomerKind(CustomerKind::Organisation)),
        (K::Customer, F::Type, "个人", Value::CustomerKind(CustomerKind::Person)),
        (K::Customer, F::Name, "123 Ltd", text("123 Ltd")),
        (K::Satisfaction, F::Score, "4", Value::Int(4)),
        (K::Satisfaction, F::Score, "4 of 5", Value::Int(4)),
        (K::Satisfaction, F::Score, "4/5", Value::Int(4)),
        (K::Satisfaction, F::Score, "4分（满分5分）", Value::Int(4)),
        (K::Service, F::Receptions, "23", Value::Int(23)),
        (K::Availability, F::Away, "病假", Value::Away(AwayState::Sick)),
        (K::Availability, F::To, "Friday", date("2026-11-27")),
        (K::Complaint, F::ResolvedOn, "today", date("2026-11-25")),
    ] {
        assert_eq!(
            super::value(kind, meant(kind, field), typed, &env()),
            Ok(value),
            "{kind:?} {field:?} {typed:?}"
        );
    }
}

#[test]
fn what_is_no_value_is_said_to_be_none() {
    use {Field as F, Kind as K, ValueError as E};
    for (kind, field, typed, error) in [
        (K::Opportunity, F::Amount, "a lot", E::Unreadable(F::Amount)),
        (K::Opportunity, F::Amount, "35k or 50k", E::Several(F::Amount)),
        (K::Opportunity, F::Amount, "30到40万", E::Several(F::Amount)),
        (K::Opportunity, F::Amount, "10000000000000000", E::Impossible(F::Amount)),
        (K::Opportunity, F::Stage, "soon", E::Unreadable(F::Stage)),
        (K::Opportunity, F::Stage, "won but not signed", E::Unreadable(F::Stage)),
        (K::Opportunity, F::Probability, "140%", E::Impossible(F::Probability)),
        (K::Opportunity, F::Phone, "138 0013 8000", E::NoSuchField(K::Opportunity, F::Phone)),
        (K::Opportunity, F::State, "withdrawn", E::NoSuchField(K::Opportunity, F::State)),
        (K::Opportunity, F::CloseDate, "someday", E::Unreadable(F::CloseDate)),
        (K::Opportunity, F::CloseDate, "30 February 2027", E::Unreadable(F::CloseDate)),
        (K::Activity, F::Day, "2027-01-01", E::Impossible(F::Day)),
        (K::Activity, F::Day, "last week", E::Several(F::Day)),
        (K::Activity, F::Day, "none", E::Required(F::Day)),
        (K::Customer, F::Name, "  ", E::Required(F::Name)),
        (K::Customer, F::Phone, "12", E::Unreadable(F::Phone)),
        (K::Customer, F::Age, "300", E::Impossible(F::Age)),
        (K::Customer, F::Name, "无", E::Required(F::Name)),
        (K::Customer, F::Name, "...", E::Unreadable(F::Name)),
        (K::Satisfaction, F::Score, "6", E::Impossible(F::Score)),
        (K::Satisfaction, F::Score, "4.5", E::Impossible(F::Score)),
        (K::Service, F::Receptions, "many", E::Unreadable(F::Receptions)),
    ] {
        assert_eq!(super::value(kind, field, typed, &env()), Err(error), "{kind:?} {field:?} {typed:?}");
    }
    let emptied = value_or_none(Kind::Opportunity, Field::Amount, "none", &env());
    assert_eq!(emptied, Ok(None));
    assert_eq!(value_or_none(Kind::Customer, Field::City, "空", &env()), Ok(None));
}

proptest! {
    #[test]
    fn no_text_breaks_reading(text in ".{0,120}", args in "\\PC{0,60}") {
        let _ = read_(&text);
        for command in CommandName::ALL {
            let _ = read_(&format!("/{} {args}", command.name()));
        }
        let _ = read_(&format!("/fix 3b {args}"));
    }

    #[test]
    fn what_is_read_fits_its_field(text in "\\PC{0,40}", at in 0..Field::ALL.len(), kind in 0..Kind::ALL.len()) {
        let (kind, field) = (Kind::ALL[kind], Field::ALL[at]);
        let field = meant(kind, field);
        if let Ok(value) = super::value(kind, field, &text, &env()) {
            prop_assert!(field.accepts(&value) && kind.has(field));
        }
    }

    #[test]
    fn figures_read_back(n in 0u32..1_000_000_000) {
        let value = super::value(Kind::Opportunity, Field::Amount, &n.to_string(), &env());
        prop_assert_eq!(value, Ok(money(&n.to_string(), "CNY")));
    }
}
