//! Values of corrections: what a person types behind a field becomes a value of that field, or an error that tells
//! what is wrong with it. Amounts, days, phones and the like are found by `parse::entity`, so that a correction reads
//! them as a report does.

use chrono::{DateTime, FixedOffset, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::vocabulary::{Words, vocabulary};
use crate::domain::command::ValueError;
use crate::domain::record::{Field, Kind, Money, NotTold, Value};
use crate::parse::entity::date::{Direction, resolve};
use crate::parse::entity::{self, Entity, EntityEnv, EntityKind, Quantity, Value as Found};
use crate::parse::text::NormText;

/// What surrounds a value and decides what it means.
#[derive(Clone, Debug)]
pub struct ValueEnv {
    /// Now, in the zone of whose record it is: relative days are counted from it.
    pub now: DateTime<FixedOffset>,
    /// The organisation's currency, ISO 4217: an amount that names none is in it.
    pub currency: String,
    /// The organisation's country, ISO 3166 alpha-2: a phone without country code is one of it.
    pub region: String,
}

/// The most characters of a text.
const LONGEST: usize = 500;
/// Ages that a customer may have.
const AGES: std::ops::RangeInclusive<i64> = 1..=120;
/// The most customers that someone serves in a day.
const MOST_SERVED: i64 = 10_000;

/// Reads the value of a field, where a field can't be emptied.
///
/// # Errors
/// See [`ValueError`]; a wish to empty the field is one, except that of a key field it says that there is nothing.
pub fn value(kind: Kind, field: Field, text: &str, env: &ValueEnv) -> Result<Value, ValueError> {
    value_or_none(kind, field, text, env)?.ok_or(ValueError::Required(field))
}

/// Reads the value of a field; `None` is the wish to empty it (`none`, `无`), which required fields refuse. Of a key
/// field that wish is a value: the customer has none.
///
/// # Errors
/// See [`ValueError`].
pub fn value_or_none(
    kind: Kind,
    field: Field,
    text: &str,
    env: &ValueEnv,
) -> Result<Option<Value>, ValueError> {
    if !kind.has(field) || !is_open(field) {
        return Err(ValueError::NoSuchField(kind, field));
    }
    let text = text.trim();
    if text.is_empty() {
        return Err(ValueError::Required(field));
    }
    match vocabulary().not_told.get(text) {
        Some(why) if field.accepts(&Value::NotTold(why)) => return Ok(Some(Value::NotTold(why))),
        Some(NotTold::NotApplicable) if kind.requires(field) => return Err(ValueError::Required(field)),
        Some(NotTold::NotApplicable) => return Ok(None),
        Some(NotTold::Refused) | None => {}
    }
    let value = read(kind, field, text, env)?;
    if field.accepts(&value) { Ok(Some(value)) } else { Err(ValueError::Impossible(field)) }
}

/// The field that a word means on this kind of record, to be asked before its value is read: the `date` of a deal is the day of its closing, that of a next
/// step the day when it is due. Others stay as they are.
pub fn meant(kind: Kind, field: Field) -> Field {
    match (kind, field) {
        (Kind::Opportunity, Field::Day | Field::Due) => Field::CloseDate,
        (Kind::NextStep, Field::Day | Field::CloseDate | Field::To) => Field::Due,
        (Kind::Availability, Field::Day) => Field::From,
        (Kind::Availability, Field::Due) => Field::To,
        (Kind::Availability, Field::Type) => Field::Away,
        (Kind::Customer, Field::Type) => Field::CustomerKind,
        (Kind::Customer, Field::Customer) => Field::Name,
        (Kind::NextStep, Field::Summary) => Field::Action,
        (Kind::Complaint, Field::Action) => Field::Summary,
        (_, field) => field,
    }
}

/// Whether people may change it; the others are the house's own.
fn is_open(field: Field) -> bool {
    !matches!(field, Field::State | Field::Origin | Field::New | Field::MergedInto | Field::Customer)
}

fn read(kind: Kind, field: Field, text: &str, env: &ValueEnv) -> Result<Value, ValueError> {
    let words = vocabulary();
    match field {
        Field::Name
        | Field::Occupation
        | Field::City
        | Field::Product
        | Field::Code
        | Field::Action
        | Field::Summary => phrase(field, text).map(Value::Text),
        Field::Phone => phone(text, env),
        Field::Email => email(text, env),
        Field::Amount => amount(text, env),
        Field::Age => figure(field, text, env, EntityKind::Age, AGES).map(Value::Int),
        Field::Probability => figure(field, text, env, EntityKind::Percent, 0..=100).map(Value::Int),
        Field::Score => figure(field, without_scale(text), env, EntityKind::Number, 1..=5).map(Value::Int),
        Field::Receptions => figure(field, text, env, EntityKind::Number, 0..=MOST_SERVED).map(Value::Int),
        Field::CloseDate | Field::Due | Field::Day | Field::ResolvedOn | Field::From | Field::To => {
            day(kind, field, text, env).map(Value::Date)
        }
        Field::Stage => word(field, &words.stages, text).map(Value::Stage),
        Field::Type => word(field, &words.activities, text).map(Value::Activity),
        Field::Status => word(field, &words.steps, text).map(Value::Step),
        Field::CustomerKind => word(field, &words.customer_kinds, text).map(Value::CustomerKind),
        Field::Away => word(field, &words.aways, text).map(Value::Away),
        _ => Err(ValueError::NoSuchField(kind, field)),
    }
}

/// A word of a short list, alone or at the start of the text.
fn word<T: Copy>(field: Field, words: &Words<T>, text: &str) -> Result<T, ValueError> {
    let whole = words.get(text);
    let start = || words.at_start(text).filter(|(_, rest)| !rest.chars().any(char::is_alphanumeric));
    whole.or_else(|| start().map(|(word, _)| word)).ok_or(ValueError::Unreadable(field))
}

/// Words as they are, on one line.
fn phrase(field: Field, text: &str) -> Result<String, ValueError> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.chars().count() {
        0 => Err(ValueError::Unreadable(field)),
        _ if !text.chars().any(char::is_alphanumeric) || text.contains('\0') => {
            Err(ValueError::Unreadable(field))
        }
        n if n > LONGEST => Err(ValueError::Impossible(field)),
        _ => Ok(text),
    }
}

fn found(text: &str, env: &ValueEnv, asked: EntityKind) -> Vec<Entity> {
    // Nobody types a value that long; this bounds the work.
    let text: String = text.chars().take(LONGEST).collect();
    let env = EntityEnv { today: env.now.date_naive(), region: &env.region, asked: Some(asked) };
    entity::find(&NormText::new(&text), &env)
}

/// The one entity of the kinds wanted.
fn only(field: Field, found: Vec<Entity>, wanted: &[EntityKind]) -> Result<Found, ValueError> {
    let mut fit = found.into_iter().filter(|e| wanted.contains(&e.kind()));
    match (fit.next(), fit.next()) {
        (None, _) => Err(ValueError::Unreadable(field)),
        (Some(one), None) => Ok(one.value),
        (Some(_), Some(_)) => Err(ValueError::Several(field)),
    }
}

fn phone(text: &str, env: &ValueEnv) -> Result<Value, ValueError> {
    match only(Field::Phone, found(text, env, EntityKind::Phone), &[EntityKind::Phone])? {
        Found::Phone(phone) => phone.e164.map(Value::Text).ok_or(ValueError::Impossible(Field::Phone)),
        _ => Err(ValueError::Unreadable(Field::Phone)),
    }
}

fn email(text: &str, env: &ValueEnv) -> Result<Value, ValueError> {
    match only(Field::Email, found(text, env, EntityKind::Email), &[EntityKind::Email])? {
        Found::Email(address) => Ok(Value::Text(address)),
        _ => Err(ValueError::Unreadable(Field::Email)),
    }
}

fn amount(text: &str, env: &ValueEnv) -> Result<Value, ValueError> {
    let found = found(text, env, EntityKind::Money);
    // With a currency beside it, an amount is told from other figures.
    let kinds: &[EntityKind] = if found.iter().any(|e| e.kind() == EntityKind::Money) {
        &[EntityKind::Money]
    } else {
        &[EntityKind::Number]
    };
    let (quantity, currency) = match only(Field::Amount, found, kinds)? {
        Found::Money { amount, currency } => (amount, currency),
        Found::Number(amount) => (amount, None),
        _ => return Err(ValueError::Unreadable(Field::Amount)),
    };
    let amount = single(Field::Amount, quantity)?.normalize();
    if amount.is_sign_negative() {
        return Err(ValueError::Impossible(Field::Amount));
    }
    let currency = currency.map_or_else(|| env.currency.clone(), str::to_owned);
    Ok(Value::Money(Money { amount, currency }))
}

fn single(field: Field, quantity: Quantity) -> Result<Decimal, ValueError> {
    quantity.single().ok_or(ValueError::Several(field))
}

/// A whole number within bounds, as an entity of a kind or as a bare figure.
fn figure(
    field: Field,
    text: &str,
    env: &ValueEnv,
    kind: EntityKind,
    bounds: std::ops::RangeInclusive<i64>,
) -> Result<i64, ValueError> {
    let number = match only(field, found(text, env, kind), &[kind, EntityKind::Number])? {
        Found::Age(years) => Decimal::from(years),
        Found::Number(quantity) | Found::Percent(quantity) => single(field, quantity)?,
        _ => return Err(ValueError::Unreadable(field)),
    };
    let whole = Some(number).filter(Decimal::is_integer).and_then(|n| n.to_i64());
    whole.filter(|n| bounds.contains(n)).ok_or(ValueError::Impossible(field))
}

/// A score without the scale that it is on, as the card shows it: `4/5`, `4 of 5`, `4分（满分5分）`.
fn without_scale(text: &str) -> &str {
    let end = text.find(['/', '／', '(', '（', '，', ',']).or_else(|| {
        let lower = text.to_ascii_lowercase();
        lower.find(" out of ").or_else(|| lower.find(" of "))
    });
    text[..end.unwrap_or(text.len())].trim()
}

fn day(kind: Kind, field: Field, text: &str, env: &ValueEnv) -> Result<NaiveDate, ValueError> {
    let found = found(text, env, EntityKind::Date);
    // A figure left over is a day that does not exist (30 February), or a slip: nothing is guessed from the rest.
    if found.iter().any(|e| e.kind() == EntityKind::Number) {
        return Err(ValueError::Unreadable(field));
    }
    let Found::Date(expr) = only(field, found, &[EntityKind::Date])? else {
        return Err(ValueError::Unreadable(field));
    };
    let today = env.now.date_naive();
    let happened = matches!(field, Field::Day | Field::ResolvedOn);
    let direction = if happened { Direction::Past } else { Direction::Future };
    let days = resolve(&expr, today, direction).ok_or(ValueError::Impossible(field))?;
    let day = match field {
        Field::From => days.start,
        Field::To => days.end.or(days.start),
        // A deal closes within a month or a quarter, a step is due by the end of a week.
        Field::CloseDate | Field::Due => days.due(),
        _ => days.single(),
    };
    let day = day.ok_or(ValueError::Several(field))?;
    if happened && day > today && kind != Kind::Availability {
        return Err(ValueError::Impossible(field));
    }
    Ok(day)
}
