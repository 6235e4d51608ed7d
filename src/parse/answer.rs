//! Answers to an open question of the bot: bare values (`13912345678`, `head of purchasing`, `五五开吧`), and the
//! ways of not answering (`skip`, `不知道`, `later`).

use super::corrected;
use super::entity::date::Direction;
use super::entity::{EntityKind, Quantity, Value};
use super::lexicon::class::Class;
use super::mood;
use super::scene::Scene;
use super::token::What;
use super::updates::Draft;
use crate::domain::reading::{
    Answer, Asked, CustomerFact, Fact, NextStepFact, OpportunityFact, OrderFact, SatisfactionFact, Span,
    Update,
};
use rust_decimal::prelude::ToPrimitive;

/// The kind of entity that a field is asked as.
pub(crate) fn kind_of(field: &str) -> Option<EntityKind> {
    Some(match field {
        "phone" => EntityKind::Phone,
        "email" => EntityKind::Email,
        "age" => EntityKind::Age,
        "amount" => EntityKind::Money,
        "probability" => EntityKind::Percent,
        "close_date" | "due" | "date" => EntityKind::Date,
        _ => return None,
    })
}

/// How a question was not answered, if it was not.
pub(crate) fn refused(s: &Scene<'_>) -> Option<Answer> {
    let words: Vec<_> = s.t.list.iter().filter(|t| t.what == What::Word).collect();
    let first = words.first()?;
    let has_value = s.t.list.iter().any(|t| matches!(t.what, What::Entity(_)));
    let short = words.len() <= 6;
    let any = |class| words.iter().any(|t| t.is(class));
    if has_value && !any(Class::Unknown) || !short {
        return None;
    }
    if first.is(Class::Skip) && words.len() <= 2 {
        return Some(Answer::Refused);
    }
    if any(Class::Unknown) {
        return Some(Answer::Unknown);
    }
    if any(Class::NotApplicable) {
        return Some(Answer::NotApplicable);
    }
    any(Class::Later).then_some(Answer::Later)
}

/// The update that a bare answer makes: only where the reading found no update with that field of itself.
pub(crate) fn bare(s: &Scene<'_>, asked: &Asked) -> Option<Update> {
    let customer = asked.customer.clone();
    let all = Span { start: 0, end: s.t.text.len() };
    let value = |kind| s.t.entities.iter().find(|e| e.kind() == kind);
    let spanned = |fact, span| Some(update(asked, fact, span));
    let mut c = CustomerFact { customer: customer.clone(), ..CustomerFact::default() };
    let mut o = OpportunityFact { customer: customer.clone(), ..OpportunityFact::default() };
    match asked.field.as_str() {
        "phone" => {
            let e = value(EntityKind::Phone)?;
            let Value::Phone(p) = &e.value else { return None };
            c.phone = Some(p.e164.clone()?);
            spanned(Fact::Customer(c), e.span)
        }
        "email" => {
            let e = value(EntityKind::Email)?;
            let Value::Email(address) = &e.value else { return None };
            c.email = Some(address.clone());
            spanned(Fact::Customer(c), e.span)
        }
        "age" => {
            let e = value(EntityKind::Age).or_else(|| value(EntityKind::Number))?;
            c.age = match &e.value {
                Value::Age(years) => Some(*years),
                Value::Number(Quantity::Exact(n)) => n.to_u32().filter(|n| (14..=110).contains(n)),
                _ => None,
            };
            c.age?;
            spanned(Fact::Customer(c), e.span)
        }
        "occupation" | "city" | "contact" => {
            let text = phrase(s)?;
            match asked.field.as_str() {
                "occupation" => c.occupation = Some(text),
                "city" => c.city = Some(text),
                _ => c.contact = Some(text),
            }
            spanned(Fact::Customer(c), all)
        }
        "amount" => {
            let e = value(EntityKind::Money).or_else(|| value(EntityKind::Number))?;
            let (amount, currency) = match &e.value {
                Value::Money { amount, currency } => (amount.single()?, *currency),
                Value::Number(q) => (q.single()?, None),
                _ => return None,
            };
            let currency = Some(currency.map_or_else(|| s.input.currency.clone(), str::to_owned));
            if asked.kind.as_deref() == Some("order") {
                let fact = OrderFact {
                    customer,
                    amount: Some(amount.normalize()),
                    currency,
                    ..OrderFact::default()
                };
                return spanned(Fact::Order(fact), e.span);
            }
            o.amount = Some(amount.normalize());
            o.currency = currency;
            spanned(Fact::Opportunity(o), e.span)
        }
        "probability" => {
            let e = value(EntityKind::Percent).or_else(|| value(EntityKind::Number))?;
            let (Value::Percent(q) | Value::Number(q)) = &e.value else { return None };
            o.probability = Some(q.exact()?.to_u32().filter(|n| *n <= 100)?);
            spanned(Fact::Opportunity(o), e.span)
        }
        "close_date" | "due" => {
            let e = value(EntityKind::Date)?;
            let Value::Date(expr) = &e.value else { return None };
            let day = s.day(expr, Direction::Future)?;
            if asked.field == "due" {
                let fact = NextStepFact { customer, due: Some(day), ..NextStepFact::default() };
                return spanned(Fact::NextStep(fact), e.span);
            }
            o.close_date = Some(day);
            spanned(Fact::Opportunity(o), e.span)
        }
        "product" => {
            o.product = Some(phrase(s)?);
            spanned(Fact::Opportunity(o), all)
        }
        "score" => {
            let e = value(EntityKind::Number)?;
            let Value::Number(q) = &e.value else { return None };
            let score = q.exact()?.to_u32().filter(|n| (1..=5).contains(n));
            score?;
            spanned(Fact::Satisfaction(SatisfactionFact { customer, score, date: None }), e.span)
        }
        _ => None,
    }
}

/// An amount alone is the order's, if its amount was asked for.
pub(crate) fn as_asked(s: &Scene<'_>, drafts: &mut [Draft]) {
    let order = |a: &&Asked| a.field == "amount" && a.kind.as_deref() == Some("order");
    if let (Some(_), [draft]) = (s.input.asked.as_ref().filter(order), drafts) {
        corrected::as_order(&mut draft.update.fact);
    }
}

fn update(asked: &Asked, fact: Fact, span: Span) -> Update {
    Update {
        fact,
        confidence: 0.95,
        spans: vec![span],
        record: asked.record.clone(),
        candidates: Vec::new(),
        correction: false,
    }
}

/// The whole text as a short phrase, if it is one: no entity, no verb that tells something else.
fn phrase(s: &Scene<'_>) -> Option<String> {
    let clause = s.clauses.first().filter(|_| s.clauses.len() == 1)?;
    let words = s.words(clause);
    let skip = words
        .iter()
        .take_while(|t| {
            t.any(super::lexicon::class::ClassSet::of(&[
                Class::They,
                Class::Stop,
                Class::Live,
                Class::Det,
                Class::At,
                Class::FromN,
            ])) && !t.is(Class::Surname)
        })
        .count();
    let from = clause.toks.start + if skip < words.len() { skip } else { 0 };
    let busy =
        words.iter().any(|t| matches!(t.what, What::Entity(_))) || mood::denied(s, clause, clause.toks.end);
    let text = s.t.raw(s.span(from..clause.toks.end));
    let text = text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    (!busy && !clause.question && words.len() <= 8 && !text.is_empty()).then_some(text)
}
