//! Putting a field of a reading right before it is recorded.

use crate::domain::reading::{Fact, Update};
use crate::domain::record::{Field, Kind, StepStatus, Value};

/// The kind of record that a fact becomes.
pub(super) fn kind_of(fact: &Fact) -> Kind {
    match fact {
        Fact::Customer(_) => Kind::Customer,
        Fact::Activity(_) => Kind::Activity,
        Fact::Opportunity(_) => Kind::Opportunity,
        Fact::Order(_) => Kind::Order,
        Fact::NextStep(_) => Kind::NextStep,
        Fact::Complaint(_) => Kind::Complaint,
        Fact::Satisfaction(_) => Kind::Satisfaction,
        Fact::Service(_) => Kind::Service,
    }
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
