//! The fields of a reading: what it tells, and putting one right before it is recorded.

use chrono::NaiveDate;

use crate::domain::reading::{Fact, Update};
use crate::domain::record::{Field, Money, StepStatus, Value};

/// The fields that a fact tells, with their values in the words of records; not whose it is.
pub(super) fn values(fact: &Fact) -> Vec<(Field, Value)> {
    let text = |field, text: &Option<String>| text.clone().map(|t| (field, Value::Text(t)));
    let int = |field, n: Option<u32>| n.map(|n| (field, Value::Int(n.into())));
    let date = |field, day: Option<_>| day.map(|d| (field, Value::Date(d)));
    let money = |amount: Option<rust_decimal::Decimal>, currency: &Option<String>| {
        let money = Money { amount: amount?.normalize(), currency: currency.clone()? };
        Some((Field::Amount, Value::Money(money)))
    };
    let told = match fact {
        Fact::Customer(f) => vec![
            text(Field::Phone, &f.phone),
            text(Field::Email, &f.email),
            text(Field::Occupation, &f.occupation),
            int(Field::Age, f.age),
            text(Field::City, &f.city),
        ],
        Fact::Activity(f) => vec![Some((Field::Type, Value::Activity(f.activity))), date(Field::Day, f.date)],
        Fact::Opportunity(f) => vec![
            text(Field::Product, &f.product),
            money(f.amount, &f.currency),
            f.stage.map(|s| (Field::Stage, Value::Stage(s))),
            int(Field::Probability, f.probability),
            date(Field::CloseDate, f.close_date),
        ],
        Fact::Order(f) => vec![
            text(Field::Product, &f.product),
            money(f.amount, &f.currency),
            text(Field::Code, &f.number),
            date(Field::Day, f.date),
        ],
        Fact::NextStep(f) => vec![
            text(Field::Action, &f.action),
            date(Field::Due, f.due),
            f.done.then_some((Field::Status, Value::Step(StepStatus::Done))),
        ],
        Fact::Complaint(f) => vec![text(Field::Summary, &f.summary), date(Field::Day, f.date)],
        Fact::Satisfaction(f) => vec![int(Field::Score, f.score), date(Field::Day, f.date)],
        Fact::Service(f) => vec![int(Field::Receptions, f.receptions), date(Field::Day, f.date)],
    };
    told.into_iter().flatten().collect()
}

/// Says whose fact it is; what the parser held possible no longer counts.
pub(super) fn customer(update: &mut Update, name: String) -> bool {
    let slot = match &mut update.fact {
        Fact::Customer(f) => &mut f.customer,
        Fact::Activity(f) => &mut f.customer,
        Fact::Opportunity(f) => &mut f.customer,
        Fact::Order(f) => &mut f.customer,
        Fact::NextStep(f) => &mut f.customer,
        Fact::Complaint(f) => &mut f.customer,
        Fact::Satisfaction(f) => &mut f.customer,
        Fact::Service(_) => return false,
    };
    *slot = Some(name);
    update.candidates.clear();
    update.record = None;
    true
}

/// The day on which a fact that is over in a day took place.
pub(super) fn day_of(fact: &Fact) -> Option<NaiveDate> {
    match fact {
        Fact::Activity(f) => f.date,
        Fact::Order(f) => f.date,
        Fact::Complaint(f) => f.date,
        Fact::Satisfaction(f) => f.date,
        Fact::Service(f) => f.date,
        Fact::Customer(_) | Fact::Opportunity(_) | Fact::NextStep(_) => None,
    }
}

/// Takes that day from it: it counts for the day that it is told of.
pub(super) fn undate(fact: &mut Fact) {
    match fact {
        Fact::Activity(f) => f.date = None,
        Fact::Order(f) => f.date = None,
        Fact::Complaint(f) => f.date = None,
        Fact::Satisfaction(f) => f.date = None,
        Fact::Service(f) => f.date = None,
        Fact::Customer(_) | Fact::Opportunity(_) | Fact::NextStep(_) => {}
    }
}

/// Sets a field. Gives whether the fact has it.
pub(super) fn field(fact: &mut Fact, field: Field, value: &Value) -> bool {
    match (fact, field, value) {
        (Fact::Customer(f), Field::Name, Value::Text(t)) => f.customer = Some(t.clone()),
        (Fact::Customer(f), Field::Phone, Value::Text(t)) => f.phone = Some(t.clone()),
        (Fact::Customer(f), Field::Email, Value::Text(t)) => f.email = Some(t.clone()),
        (Fact::Customer(f), Field::Occupation, Value::Text(t)) => f.occupation = Some(t.clone()),
        (Fact::Customer(f), Field::City, Value::Text(t)) => f.city = Some(t.clone()),
        (Fact::Customer(f), Field::Age, Value::Int(n)) => f.age = u32::try_from(*n).ok(),
        (Fact::Activity(f), Field::Type, Value::Activity(a)) => f.activity = *a,
        (Fact::Activity(f), Field::Day, Value::Date(d)) => f.date = Some(*d),
        (Fact::Opportunity(f), Field::Product, Value::Text(t)) => f.product = Some(t.clone()),
        (Fact::Opportunity(f), Field::Stage, Value::Stage(s)) => f.stage = Some(*s),
        (Fact::Opportunity(f), Field::Probability, Value::Int(n)) => f.probability = u32::try_from(*n).ok(),
        (Fact::Opportunity(f), Field::CloseDate, Value::Date(d)) => f.close_date = Some(*d),
        (Fact::Opportunity(f), Field::Amount, Value::Money(m)) => {
            (f.amount, f.currency) = (Some(m.amount), Some(m.currency.clone()));
        }
        (Fact::Order(f), Field::Product, Value::Text(t)) => f.product = Some(t.clone()),
        (Fact::Order(f), Field::Code, Value::Text(t)) => f.number = Some(t.clone()),
        (Fact::Order(f), Field::Day, Value::Date(d)) => f.date = Some(*d),
        (Fact::Order(f), Field::Amount, Value::Money(m)) => {
            (f.amount, f.currency) = (Some(m.amount), Some(m.currency.clone()));
        }
        (Fact::NextStep(f), Field::Action, Value::Text(t)) => f.action = Some(t.clone()),
        (Fact::NextStep(f), Field::Due, Value::Date(d)) => f.due = Some(*d),
        (Fact::NextStep(f), Field::Status, Value::Step(s)) => f.done = *s == StepStatus::Done,
        (Fact::Complaint(f), Field::Summary, Value::Text(t)) => f.summary = Some(t.clone()),
        (Fact::Complaint(f), Field::Day, Value::Date(d)) => f.date = Some(*d),
        (Fact::Satisfaction(f), Field::Score, Value::Int(n)) => f.score = u32::try_from(*n).ok(),
        (Fact::Satisfaction(f), Field::Day, Value::Date(d)) => f.date = Some(*d),
        (Fact::Service(f), Field::Receptions, Value::Int(n)) => f.receptions = u32::try_from(*n).ok(),
        (Fact::Service(f), Field::Day, Value::Date(d)) => f.date = Some(*d),
        _ => return false,
    }
    true
}
