//! Posting: one update of a reading becomes records. Which record an update means is decided by
//! [`crate::domain::book`]; here stands what is then written, and what is rather looked at by a person: an update that
//! is unsure, that names no customer, or that could mean two records.

use chrono::NaiveDate;

use super::pen::Pen;
use crate::domain::RecordId;
use crate::domain::asking::differ_by_noughts;
use crate::domain::book::{CustomerMatch, DealMatch};
use crate::domain::effect::{ReviewDetail, ReviewKind};
use crate::domain::reading::{
    ActivityFact, ComplaintFact, CustomerFact, Fact, NextStepFact, OpportunityFact, OrderFact,
    SatisfactionFact, ServiceFact, Span, Stage, Update,
};
use crate::domain::record::{CustomerKind, Field, Kind, Money, Origin, SetError, StepStatus, Value};

/// What became of an update.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "taken apart at once")]
pub enum Posted {
    /// It is recorded; with what a person should look at all the same.
    Recorded(Vec<(ReviewKind, ReviewDetail)>),
    /// It is not recorded before a person has looked at it.
    Review(ReviewKind, ReviewDetail),
    /// There is nothing in it that could be recorded.
    Empty,
}

/// Posts one update. `day` is the day of facts that name none; `sure` lets an unsure update pass, because a person
/// has confirmed it.
///
/// # Errors
/// Where a value of the update doesn't fit its field: a fault of the parser, not of the rep.
pub fn post(pen: &mut Pen<'_>, update: &Update, day: NaiveDate, sure: bool) -> Result<Posted, SetError> {
    let detail = |record| ReviewDetail {
        update: Some(update.clone()),
        span: update.spans.first().copied(),
        record,
        ..ReviewDetail::default()
    };
    if !sure && !update.is_sure() {
        let kind = if update.candidates.len() > 1 { ReviewKind::Candidates } else { ReviewKind::Unsure };
        return Ok(Posted::Review(kind, detail(None)));
    }
    let span = update.spans.first().copied();
    if let Fact::Service(fact) = &update.fact {
        return service(pen, fact, day, span);
    }
    let customer_fact = match &update.fact {
        Fact::Customer(f) => Some(f),
        _ => None,
    };
    let reference = update.record.as_deref();
    let matched =
        pen.book.match_customer(reference, &update.candidates, update.fact.customer(), customer_fact);
    let (customer, sharing) = match matched {
        CustomerMatch::Known(id) => (id, Vec::new()),
        CustomerMatch::New(name, sharing) => (new_customer(pen, name, customer_fact, span)?, sharing),
        CustomerMatch::Candidates(_) => return Ok(Posted::Review(ReviewKind::Candidates, detail(None))),
        CustomerMatch::Unnamed => match owner_of(pen, reference) {
            Some(id) => (id, Vec::new()),
            None => return Ok(Posted::Review(ReviewKind::NoCustomer, detail(None))),
        },
    };
    let mut looks = Vec::new();
    looks.extend(sharing.into_iter().map(|other| (ReviewKind::Candidates, detail(Some(other)))));
    match &update.fact {
        Fact::Customer(f) => customer_fields(pen, customer, reference, f, span)?,
        Fact::Activity(f) => activity(pen, customer, f, day, span)?,
        Fact::Opportunity(f) => {
            match opportunity(pen, customer, reference, f, span, sure || update.correction)? {
                Deal::Unclear => return Ok(Posted::Review(ReviewKind::Candidates, detail(Some(customer)))),
                Deal::Doubtful(deal) => looks.push((ReviewKind::Unsure, detail(Some(deal)))),
                Deal::WentBack(deal) => looks.push((ReviewKind::StepBack, detail(Some(deal)))),
                Deal::Written => {}
            }
        }
        Fact::Order(f) => order(pen, customer, f, day, span)?,
        Fact::NextStep(f) => {
            if !next_step(pen, customer, f, span)? {
                return Ok(Posted::Empty);
            }
        }
        Fact::Complaint(f) => {
            if !complaint(pen, customer, f, day, span)? {
                return Ok(Posted::Empty);
            }
        }
        Fact::Satisfaction(f) => satisfaction(pen, customer, f, day, span)?,
        Fact::Service(_) => {}
    }
    Ok(Posted::Recorded(looks))
}

/// The customer of the record that an update refers to, where the update itself names none.
fn owner_of(pen: &Pen<'_>, reference: Option<&str>) -> Option<RecordId> {
    pen.book.get(RecordId(reference?.parse().ok()?))?.customer()
}

fn text(value: &Option<String>) -> Option<Value> {
    value.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(|t| Value::Text(t.to_owned()))
}

fn money(amount: Option<rust_decimal::Decimal>, currency: &Option<String>) -> Option<Value> {
    let (amount, currency) = (amount?, currency.clone()?);
    Some(Value::Money(Money { amount: amount.normalize(), currency }))
}

pub(super) fn new_customer(
    pen: &mut Pen<'_>,
    name: String,
    fact: Option<&CustomerFact>,
    span: Option<Span>,
) -> Result<RecordId, SetError> {
    let kind = match fact {
        Some(f) if f.contact.is_some() => CustomerKind::Organisation,
        Some(f) if f.age.is_some() || f.occupation.is_some() => CustomerKind::Person,
        _ => CustomerKind::Unknown,
    };
    let origin = match pen.by.way {
        crate::domain::ledger::Way::AssistantForRep => Origin::Assistant,
        crate::domain::ledger::Way::Import => Origin::Import,
        _ => Origin::Reply,
    };
    let values = vec![
        (Field::Name, Some(Value::Text(name))),
        (Field::CustomerKind, Some(Value::CustomerKind(kind))),
        (Field::Origin, Some(Value::Origin(origin))),
        (Field::New, Some(Value::Flag(fact.is_some_and(|f| f.new)))),
    ];
    pen.create(Kind::Customer, values, span)
}

/// What belongs to a person goes to the contact where one is named, and to the customer where none is.
fn customer_fields(
    pen: &mut Pen<'_>,
    customer: RecordId,
    reference: Option<&str>,
    fact: &CustomerFact,
    span: Option<Span>,
) -> Result<(), SetError> {
    if fact.new {
        pen.fill(customer, Field::New, Some(Value::Flag(true)), span)?;
    }
    pen.fill(customer, Field::City, text(&fact.city), span)?;
    pen.fill(customer, Field::Age, fact.age.map(|a| Value::Int(i64::from(a))), span)?;
    let personal =
        [(Field::Occupation, &fact.occupation), (Field::Phone, &fact.phone), (Field::Email, &fact.email)];
    let holder = match &fact.contact {
        // An answer to a question about a contact refers to it.
        None => {
            let of = |id: &RecordId| pen.book.get(*id).is_some_and(|r| r.kind == Kind::Contact);
            reference.and_then(|r| r.parse().ok()).map(RecordId).filter(of).unwrap_or(customer)
        }
        Some(name) => {
            let organisation = Some(Value::CustomerKind(CustomerKind::Organisation));
            pen.fill(customer, Field::CustomerKind, organisation, span)?;
            contact(pen, customer, name, span)?
        }
    };
    for (field, value) in personal {
        pen.fill(holder, field, text(value), span)?;
    }
    Ok(())
}

fn contact(
    pen: &mut Pen<'_>,
    customer: RecordId,
    name: &str,
    span: Option<Span>,
) -> Result<RecordId, SetError> {
    let key = crate::domain::text::fold_name(name);
    let known = pen
        .book
        .of_customer(Kind::Contact, customer)
        .find(|c| c.text(Field::Name).is_some_and(|n| crate::domain::text::fold_name(n) == key))
        .map(|c| c.id);
    match known {
        Some(id) => Ok(id),
        None => {
            let values = vec![
                (Field::Customer, Some(Value::Record(customer))),
                (Field::Name, Some(Value::Text(name.trim().to_owned()))),
            ];
            pen.create(Kind::Contact, values, span)
        }
    }
}

fn activity(
    pen: &mut Pen<'_>,
    customer: RecordId,
    fact: &ActivityFact,
    day: NaiveDate,
    span: Option<Span>,
) -> Result<(), SetError> {
    let day = fact.date.unwrap_or(day);
    let what = Value::Activity(fact.activity);
    let known =
        pen.book.match_day(Kind::Activity, Some(customer), day, |r| r.get(Field::Type) == Some(&what));
    if known.is_none() {
        let values = vec![
            (Field::Customer, Some(Value::Record(customer))),
            (Field::Type, Some(what)),
            (Field::Day, Some(Value::Date(day))),
        ];
        pen.create(Kind::Activity, values, span)?;
    }
    Ok(())
}

enum Deal {
    Written,
    WentBack(RecordId),
    /// All is written but the amount, which differs from the one before by noughts alone.
    Doubtful(RecordId),
    Unclear,
}

fn opportunity(
    pen: &mut Pen<'_>,
    customer: RecordId,
    reference: Option<&str>,
    fact: &OpportunityFact,
    span: Option<Span>,
    sure: bool,
) -> Result<Deal, SetError> {
    let product = fact.product.as_deref();
    let deal = match pen.book.match_deal(reference, customer, product) {
        DealMatch::Unclear => return Ok(Deal::Unclear),
        DealMatch::Known(id) => id,
        DealMatch::New => {
            let values = vec![(Field::Customer, Some(Value::Record(customer)))];
            pen.create(Kind::Opportunity, values, span)?
        }
    };
    let before = pen.book.get(deal).and_then(|d| d.stage());
    if pen.book.get(deal).is_some_and(|d| d.text(Field::Product).is_none()) {
        pen.fill(deal, Field::Product, text(&fact.product), span)?;
    }
    let stood =
        pen.book.get(deal).and_then(|d| d.money()).filter(|m| Some(&m.currency) == fact.currency.as_ref());
    let slip = stood.zip(fact.amount).is_some_and(|(m, amount)| differ_by_noughts(m.amount, amount));
    if sure || !slip {
        pen.fill(deal, Field::Amount, money(fact.amount, &fact.currency), span)?;
    }
    pen.fill(deal, Field::Probability, fact.probability.map(|p| Value::Int(i64::from(p))), span)?;
    pen.fill(deal, Field::CloseDate, fact.close_date.map(Value::Date), span)?;
    // A lead never lowers a stage; any other step back is what the rep said, and is looked at.
    let stage = fact.stage.filter(|s| before.is_none() || *s != Stage::Lead);
    pen.fill(deal, Field::Stage, stage.map(Value::Stage), span)?;
    match (before, stage) {
        _ if slip && !sure => Ok(Deal::Doubtful(deal)),
        (Some(old), Some(new)) if new < old && new != Stage::Lost => Ok(Deal::WentBack(deal)),
        _ => Ok(Deal::Written),
    }
}

fn order(
    pen: &mut Pen<'_>,
    customer: RecordId,
    fact: &OrderFact,
    day: NaiveDate,
    span: Option<Span>,
) -> Result<(), SetError> {
    let day = fact.date.unwrap_or(day);
    let amount = money(fact.amount, &fact.currency);
    let as_money = match &amount {
        Some(Value::Money(m)) => Some(m),
        _ => None,
    };
    let product = fact.product.as_deref();
    match pen.book.match_order(customer, fact.number.as_deref(), day, as_money, product) {
        Some(known) => {
            pen.fill(known, Field::Amount, amount, span)?;
            pen.fill(known, Field::Product, text(&fact.product), span)?;
        }
        None => {
            let values = vec![
                (Field::Customer, Some(Value::Record(customer))),
                (Field::Product, text(&fact.product)),
                (Field::Amount, amount),
                (Field::Code, text(&fact.number)),
                (Field::Day, Some(Value::Date(day))),
            ];
            pen.create(Kind::Order, values, span)?;
        }
    }
    // An order closes the open deal that it matches: nobody has to say twice that it was won.
    if let DealMatch::Known(deal) = pen.book.match_deal(None, customer, product) {
        pen.fill(deal, Field::Stage, Some(Value::Stage(Stage::Won)), span)?;
    }
    Ok(())
}

fn next_step(
    pen: &mut Pen<'_>,
    customer: RecordId,
    fact: &NextStepFact,
    span: Option<Span>,
) -> Result<bool, SetError> {
    let status = Value::Step(if fact.done { StepStatus::Done } else { StepStatus::Open });
    let due = fact.due.map(Value::Date);
    match (pen.book.match_step(customer, fact.action.as_deref()), &fact.action) {
        (Some(known), _) => {
            pen.fill(known, Field::Due, due, span)?;
            pen.fill(known, Field::Status, Some(status), span)?;
        }
        (None, Some(_)) => {
            let values = vec![
                (Field::Customer, Some(Value::Record(customer))),
                (Field::Action, text(&fact.action)),
                (Field::Due, due),
                (Field::Status, Some(status)),
            ];
            pen.create(Kind::NextStep, values, span)?;
        }
        (None, None) => return Ok(false),
    }
    Ok(true)
}

fn complaint(
    pen: &mut Pen<'_>,
    customer: RecordId,
    fact: &ComplaintFact,
    day: NaiveDate,
    span: Option<Span>,
) -> Result<bool, SetError> {
    let made = fact.date.unwrap_or(day);
    let resolved = fact.resolved.then_some(Value::Date(day));
    let like = |r: &crate::domain::record::Record| match (&fact.summary, r.text(Field::Summary)) {
        (Some(a), Some(b)) => crate::domain::text::alike(a, b),
        _ => true,
    };
    let known = pen
        .book
        .of_customer(Kind::Complaint, customer)
        .find(|r| like(r) && (fact.resolved || r.date(Field::Day) == Some(made)))
        .map(|r| r.id);
    match (known, &fact.summary) {
        (Some(id), _) => pen.fill(id, Field::ResolvedOn, resolved, span)?,
        (None, Some(_)) => {
            let values = vec![
                (Field::Customer, Some(Value::Record(customer))),
                (Field::Summary, text(&fact.summary)),
                (Field::Day, Some(Value::Date(made))),
                (Field::ResolvedOn, resolved),
            ];
            pen.create(Kind::Complaint, values, span)?;
        }
        (None, None) => return Ok(false),
    }
    Ok(true)
}

fn satisfaction(
    pen: &mut Pen<'_>,
    customer: RecordId,
    fact: &SatisfactionFact,
    day: NaiveDate,
    span: Option<Span>,
) -> Result<(), SetError> {
    let day = fact.date.unwrap_or(day);
    let score = fact.score.map(|s| Value::Int(i64::from(s)));
    match pen.book.match_day(Kind::Satisfaction, Some(customer), day, |_| true) {
        Some(known) => pen.fill(known, Field::Score, score, span),
        None => {
            let values = vec![
                (Field::Customer, Some(Value::Record(customer))),
                (Field::Score, score),
                (Field::Day, Some(Value::Date(day))),
            ];
            pen.create(Kind::Satisfaction, values, span).map(|_| ())
        }
    }
}

fn service(
    pen: &mut Pen<'_>,
    fact: &ServiceFact,
    day: NaiveDate,
    span: Option<Span>,
) -> Result<Posted, SetError> {
    let day = fact.date.unwrap_or(day);
    let Some(receptions) = fact.receptions.map(|n| Value::Int(i64::from(n))) else {
        return Ok(Posted::Empty);
    };
    match pen.book.match_day(Kind::Service, None, day, |_| true) {
        Some(known) => pen.fill(known, Field::Receptions, Some(receptions), span)?,
        None => {
            let values = vec![(Field::Receptions, Some(receptions)), (Field::Day, Some(Value::Date(day)))];
            pen.create(Kind::Service, values, span)?;
        }
    }
    Ok(Posted::Recorded(Vec::new()))
}
