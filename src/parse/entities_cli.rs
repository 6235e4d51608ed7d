//! The layer of entities on its own, line by line: what `rapport entities --jsonl` prints for each line that it reads.
//!
//! It serves to measure that layer against published cases. A case may ask for one kind, as a bot that has just
//! asked for an amount knows that `三百万` is one.

use super::entity::date::{self, Direction, calendar::Days};
use super::entity::{self, Entity, EntityEnv, EntityKind, Quantity, Value};
use super::text::NormText;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Value as Json, json};

#[derive(Deserialize)]
struct Case {
    #[serde(default)]
    id: Json,
    text: String,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    reference_time: Option<String>,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    region: Option<String>,
}

/// The day on which a case without a reference time is read.
const ANY_DAY: (i32, u32, u32) = (2026, 1, 1);

/// One line in, one line out. The error is a sentence for the person who wrote the line.
pub fn line(input: &str) -> Result<String, String> {
    let case: Case = serde_json::from_str(input).map_err(|why| format!("not a case: {why}"))?;
    let today = match &case.reference_time {
        None => NaiveDate::from_ymd_opt(ANY_DAY.0, ANY_DAY.1, ANY_DAY.2).unwrap_or_default(),
        Some(time) => day_of(time).ok_or_else(|| format!("not a time: {time}"))?,
    };
    let text = NormText::new(&case.text);
    let chinese = case.lang.as_deref().map_or(text.has_han(), |lang| lang.starts_with("zh"));
    let (region, currency) = if chinese { ("CN", "CNY") } else { ("US", "USD") };
    let region = case.region.as_deref().unwrap_or(region);
    let asked = case.kind.as_deref().map(kind).transpose()?;
    let env = EntityEnv { today, region, asked };
    let found = entity::find(&text, &env);
    let has_date = found.iter().any(|e| e.kind() == EntityKind::Date);
    let shown = found.iter().filter_map(|e| show(e, today, currency, asked, has_date));
    Ok(json!({ "id": case.id, "entities": shown.collect::<Vec<_>>() }).to_string())
}

fn day_of(time: &str) -> Option<NaiveDate> {
    time.get(..10)?.parse().ok()
}

fn kind(name: &str) -> Result<EntityKind, String> {
    Ok(match name {
        "number" => EntityKind::Number,
        "money" => EntityKind::Money,
        "percent" => EntityKind::Percent,
        "age" => EntityKind::Age,
        "date" => EntityKind::Date,
        "phone" => EntityKind::Phone,
        "email" => EntityKind::Email,
        other => return Err(format!("no such kind: {other}")),
    })
}

fn show(
    entity: &Entity,
    today: NaiveDate,
    currency: &'static str,
    asked: Option<EntityKind>,
    has_date: bool,
) -> Option<Json> {
    let mut shown = match &entity.value {
        Value::Number(quantity) => amounts(*quantity, "value"),
        Value::Money { amount, currency: named } => {
            let mut shown = amounts(*amount, "amount");
            shown["currency"] = json!(named.unwrap_or(currency));
            shown
        }
        Value::Percent(quantity) => amounts(*quantity, "value"),
        Value::Age(years) => json!({ "value": years }),
        Value::Date(expr) => days(date::resolve(expr, today, Direction::Future)?),
        // A time of day with no day beside it is today's.
        Value::Time if asked == Some(EntityKind::Date) && !has_date => days(Days::day(today)),
        Value::Time => return None,
        Value::Phone(phone) => json!({ "digits": phone.digits }),
        Value::Email(address) => json!({ "address": address }),
    };
    let kind = match entity.kind() {
        EntityKind::Number => "number",
        EntityKind::Money => "money",
        EntityKind::Percent => "percent",
        EntityKind::Age => "age",
        EntityKind::Date | EntityKind::Time => "date",
        EntityKind::Phone => "phone",
        EntityKind::Email => "email",
    };
    shown["kind"] = json!(kind);
    shown["span"] = json!(entity.span);
    Some(shown)
}

fn days(days: Days) -> Json {
    json!({ "start": days.start, "end": days.end })
}

fn amounts(quantity: Quantity, exact: &str) -> Json {
    match quantity {
        Quantity::Exact(value) => json!({ exact: figure(value) }),
        Quantity::Between(low, high) => json!({ "min": figure(low), "max": figure(high) }),
        Quantity::AtLeast(low) => json!({ "min": figure(low) }),
        Quantity::AtMost(high) => json!({ "max": figure(high) }),
    }
}

/// As a JSON number, so that tools can compare it.
fn figure(value: Decimal) -> Json {
    serde_json::from_str(&value.normalize().to_string()).unwrap_or(Json::Null)
}
