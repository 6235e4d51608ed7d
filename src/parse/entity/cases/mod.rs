//! What the finders make of whole replies, one line a case. Every case is read on Wednesday, 4 March 2026; a date that
//! depends on the sentence is given for the past and for the future, `past|future`.

mod any;
mod chinese;
mod english;

use super::date::calendar::Days;
use super::date::{self, DateExpr, Direction};
use super::{EntityEnv, Quantity, Value, find};
use crate::parse::text::NormText;
use chrono::NaiveDate;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 4).unwrap()
}

/// The entities of a text in short: `money 350000 CNY; date 2026-03-13`.
fn brief(text: &str, region: &str) -> String {
    let text = NormText::new(text);
    let env = EntityEnv { today: today(), region, asked: None };
    let shown: Vec<String> = find(&text, &env).iter().map(|entity| show(&entity.value)).collect();
    shown.join("; ")
}

fn show(value: &Value) -> String {
    match value {
        Value::Number(n) => format!("num {}", quantity(*n)),
        Value::Money { amount, currency } => {
            format!("money {} {}", quantity(*amount), currency.unwrap_or("-"))
        }
        Value::Percent(n) => format!("pct {}", quantity(*n)),
        Value::Age(years) => format!("age {years}"),
        Value::Date(expr) => format!("date {}", both_ways(expr)),
        Value::Time => "time".to_owned(),
        Value::Phone(phone) => format!("phone {}", phone.e164.as_deref().unwrap_or("invalid")),
        Value::Email(address) => format!("mail {address}"),
    }
}

fn quantity(quantity: Quantity) -> String {
    match quantity {
        Quantity::Exact(v) => v.normalize().to_string(),
        Quantity::Between(low, high) => format!("{}..{}", low.normalize(), high.normalize()),
        Quantity::AtLeast(v) => format!(">={}", v.normalize()),
        Quantity::AtMost(v) => format!("<={}", v.normalize()),
    }
}

fn both_ways(expr: &DateExpr) -> String {
    let way = |direction| date::resolve(expr, today(), direction).map_or("none".to_owned(), days);
    let (past, future) = (way(Direction::Past), way(Direction::Future));
    if expr.is_fixed() || past == future { past } else { format!("{past}|{future}") }
}

fn days(days: Days) -> String {
    let end = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    match days.single() {
        Some(day) => day.to_string(),
        None => format!("{}..{}", end(days.start), end(days.end)),
    }
}

fn check(region: &str, cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(text, want)| (text, want, brief(text, region)))
        .filter(|(_, want, got)| got != *want)
        .map(|(text, want, got)| format!("{text}\n  want {want}\n  got  {got}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn due_days_follow_the_contract() {
    for (text, want) in [
        ("next week", "2026-03-13"),
        ("下周", "2026-03-13"),
        ("by Friday", "2026-03-06"),
        ("周五前", "2026-03-06"),
        ("in January", "2027-01-31"),
        ("一月", "2027-01-31"),
        ("Q1", "2026-03-31"),
        ("一季度", "2026-03-31"),
        ("end of year", "2026-12-31"),
        ("年底", "2026-12-31"),
        ("end of next month", "2026-04-30"),
        ("下月底", "2026-04-30"),
        ("within 3 days", "2026-03-07"),
        ("三天内", "2026-03-07"),
        ("in two weeks", "2026-03-18"),
        ("两周后", "2026-03-18"),
        ("next Friday", "2026-03-13"),
        ("下周五", "2026-03-13"),
        ("this Friday", "2026-03-06"),
        ("Wednesday", "2026-03-11"),
        ("5月20日前", "2026-05-20"),
        ("end of this week", "2026-03-06"),
    ] {
        let norm = NormText::new(text);
        let env = EntityEnv { today: today(), region: "US", asked: None };
        let found = find(&norm, &env);
        let [super::Entity { value: Value::Date(expr), .. }] = found.as_slice() else {
            panic!("{text}: {found:?}")
        };
        let due = date::resolve(expr, today(), Direction::Future).and_then(Days::due);
        assert_eq!(due.map(|day| day.to_string()).as_deref(), Some(want), "{text}");
    }
}
