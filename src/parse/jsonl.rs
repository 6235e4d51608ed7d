//! The wire format of `rapport parse --jsonl`: one JSON object in, one out. Unknown fields are ignored.

use super::known::KnownIndex;
use crate::domain::reading::{Asked, Context, KnownCustomer, Mode, ParseInput, Reading, Update};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// A customer as a name or as an object.
#[derive(Deserialize)]
#[serde(untagged)]
enum Known {
    Name(String),
    Customer(KnownCustomer),
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct KnownList {
    customers: Vec<Known>,
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    text: String,
    now: DateTime<FixedOffset>,
    #[serde(default = "default_currency")]
    currency: String,
    #[serde(default = "default_region")]
    region: String,
    #[serde(default, deserialize_with = "or_default")]
    known: KnownList,
    #[serde(default)]
    asked: Option<Asked>,
    #[serde(default, deserialize_with = "or_default")]
    mode: Mode,
    #[serde(default)]
    context: Option<Context>,
}

fn default_currency() -> String {
    "CNY".into()
}

fn default_region() -> String {
    "CN".into()
}

fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(d: D) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(d)?.unwrap_or_default())
}

#[derive(Serialize)]
struct Out<'a> {
    id: &'a Value,
    availability: Value,
    no_activity: bool,
    answer: Value,
    updates: &'a [Update],
    unread: &'a [crate::domain::reading::Span],
}

/// Reads one line of input.
///
/// # Errors
/// What is wrong with a line that is no such object, as a sentence for the person who wrote it.
pub fn input_of(line: &str) -> Result<(Value, ParseInput), String> {
    let line: Line = serde_json::from_str(line).map_err(|why| why.to_string())?;
    let known = line.known.customers.into_iter().map(|k| match k {
        Known::Name(name) => KnownCustomer { name, ..KnownCustomer::default() },
        Known::Customer(customer) => customer,
    });
    let input = ParseInput {
        text: line.text,
        now: line.now,
        currency: line.currency,
        region: line.region,
        known: known.collect(),
        asked: line.asked,
        mode: line.mode,
        context: line.context,
    };
    Ok((line.id, input))
}

/// Parses one line and writes one.
///
/// # Errors
/// What is wrong with a line that is no such object.
pub fn parse_line(line: &str) -> Result<String, String> {
    let (id, input) = input_of(line)?;
    let reading = super::read_with(&KnownIndex::new(&input.known), &input);
    output_of(&id, &reading)
}

/// A reading as a line of output.
///
/// # Errors
/// Where it can't be written as JSON, which no reading makes happen.
pub fn output_of(id: &Value, reading: &Reading) -> Result<String, String> {
    let json = |v: Result<Value, serde_json::Error>| v.map_err(|why| why.to_string());
    let availability = match reading.availability.as_slice() {
        [] => Value::Null,
        [one] => json(serde_json::to_value(one))?,
        several => json(serde_json::to_value(several))?,
    };
    let out = Out {
        id,
        availability,
        no_activity: reading.no_activity,
        answer: json(serde_json::to_value(reading.answer))?,
        updates: &reading.updates,
        unread: &reading.unread,
    };
    serde_json::to_string(&out).map_err(|why| why.to_string())
}
