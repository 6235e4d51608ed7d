//! Corrections of what an earlier message said (`sorry, 35k`, `不对，是周四`): which update of the context a reading
//! replaces. Only a text that opens as a correction is one, or sets one amount
//! against another, or is a value alone in reply to a card; what it names anew must have been said before.

use super::entity::Value as Entity;
use super::entity::date::{Direction, resolve};
use super::scene::Scene;
use super::updates::Draft;
use crate::domain::reading::{Fact, NextStepFact, OpportunityFact, OrderFact, Span, Update};

/// How a correction begins, as the text is normalised.
const OPENINGS: [&str; 27] = [
    "sorry",
    "no,",
    "no wait",
    "wait",
    "correction",
    "i mean",
    "i meant",
    "actually",
    "oops",
    "make that",
    "not ",
    "typo",
    "should be",
    "wrong ",
    "不对",
    "不是",
    "错了",
    "说错",
    "更正",
    "应该是",
    "搞错",
    "写错",
    "哦不",
    "打错",
    "号码错",
    "改成",
    "改到",
];
/// A reading that replaces something is as sure as this at the least: what it is about was said before.
const SURE: f32 = 0.88;

/// Marks the drafts that replace something, and reads a bare day that does.
pub(super) fn mark(s: &Scene<'_>, drafts: &mut Vec<Draft>) {
    let Some(context) = s.input.context.as_ref() else { return };
    let text: String = s.t.text.chars().iter().collect();
    let opens = |words: &&str| text.trim_start().to_lowercase().starts_with(*words);
    let before = if context.reply_to.is_empty() { &context.previous } else { &context.reply_to };
    let contrasted = contrasted(s, drafts, before, &text);
    // A value alone, said to a card, is what the card should have said.
    let bare = !context.reply_to.is_empty() && s.t.list.len() == 1 && s.t.entities.len() == 1;
    if !contrasted && !bare && !OPENINGS.iter().any(opens) {
        return;
    }
    for draft in drafts.iter_mut() {
        of_order(&mut draft.update.fact, before);
        let replaced = before.iter().rev().find(|old| replaces(&draft.update.fact, &old.fact));
        if let Some(old) = replaced {
            name_customer(&mut draft.update.fact, old.fact.customer());
            draft.update.correction = true;
            draft.update.confidence = draft.update.confidence.max(SURE);
        }
    }
    if drafts.is_empty()
        && let Some(update) = day(s, before)
    {
        let span = update.spans.first().copied().unwrap_or(Span { start: 0, end: 0 });
        drafts.push(Draft { party: None, rules: vec![("correction: day", span)], update });
    }
}

/// An amount alone means the order, where the last amount said before was one's.
fn of_order(fact: &mut Fact, before: &[Update]) {
    let last = before.iter().rev().find_map(|u| match &u.fact {
        Fact::Opportunity(o) => o.amount.map(|_| false),
        Fact::Order(o) => o.amount.map(|_| true),
        _ => None,
    });
    if last == Some(true) {
        as_order(fact);
    }
}

/// Turns a deal of which only the amount is told into an order.
pub(super) fn as_order(fact: &mut Fact) {
    let Fact::Opportunity(f) = &*fact else { return };
    let alone = OpportunityFact {
        customer: f.customer.clone(),
        amount: f.amount,
        currency: f.currency.clone(),
        ..OpportunityFact::default()
    };
    if *f == alone && f.amount.is_some() {
        let OpportunityFact { customer, amount, currency, .. } = alone;
        *fact = Fact::Order(OrderFact { customer, amount, currency, ..OrderFact::default() });
    }
}

/// `35k, not 30k`: of two amounts, the one that wasn't said before is meant. Gives whether the text is of that form.
fn contrasted(s: &Scene<'_>, drafts: &mut [Draft], before: &[Update], text: &str) -> bool {
    if !text.contains("not ") && !text.contains("不是") {
        return false;
    }
    let amounts: Vec<_> =
        s.t.entities
            .iter()
            .filter_map(|e| match &e.value {
                Entity::Money { amount, .. } => Some((e.span, amount.single()?.normalize())),
                _ => None,
            })
            .collect();
    let ([a, b], [draft]) = (amounts.as_slice(), drafts) else { return false };
    let said = |amount| before.iter().any(|u| amount_of(&u.fact) == Some(amount));
    let meant = match (said(a.1), said(b.1)) {
        (true, false) => b,
        (false, true) => a,
        _ => return false,
    };
    match &mut draft.update.fact {
        Fact::Opportunity(f) => f.amount = Some(meant.1),
        Fact::Order(f) => f.amount = Some(meant.1),
        _ => return false,
    }
    draft.update.spans = vec![a.0, b.0];
    true
}

fn amount_of(fact: &Fact) -> Option<rust_decimal::Decimal> {
    match fact {
        Fact::Opportunity(f) => f.amount.map(|n| n.normalize()),
        Fact::Order(f) => f.amount.map(|n| n.normalize()),
        _ => None,
    }
}

/// Whether a fact says anew what an older one said: the same kind, the same customer or none named, a field in common.
fn replaces(new: &Fact, old: &Fact) -> bool {
    if new.customer().is_some() && new.customer() != old.customer() {
        return false;
    }
    match (new, old) {
        (Fact::Opportunity(n), Fact::Opportunity(o)) => {
            n.amount.is_some() && o.amount.is_some()
                || n.stage.is_some() && o.stage.is_some()
                || n.close_date.is_some() && o.close_date.is_some()
                || n.probability.is_some() && o.probability.is_some()
        }
        (Fact::Order(n), Fact::Order(o)) => n.amount.is_some() && o.amount.is_some(),
        (Fact::NextStep(n), Fact::NextStep(o)) => n.due.is_some() && o.due.is_some(),
        (Fact::Customer(n), Fact::Customer(o)) => {
            n.phone.is_some() && o.phone.is_some() || n.email.is_some() && o.email.is_some()
        }
        (Fact::Satisfaction(_), Fact::Satisfaction(_)) | (Fact::Service(_), Fact::Service(_)) => true,
        _ => false,
    }
}

fn name_customer(fact: &mut Fact, customer: Option<&str>) {
    let slot = match fact {
        Fact::Customer(f) => &mut f.customer,
        Fact::Opportunity(f) => &mut f.customer,
        Fact::Order(f) => &mut f.customer,
        Fact::NextStep(f) => &mut f.customer,
        Fact::Satisfaction(f) => &mut f.customer,
        Fact::Activity(_) | Fact::Complaint(_) | Fact::Service(_) => return,
    };
    if slot.is_none() {
        *slot = customer.map(str::to_owned);
    }
}

/// `sorry, Thursday` after a next step with a day, or a deal with a closing date: whichever was said last.
fn day(s: &Scene<'_>, before: &[Update]) -> Option<Update> {
    let old = before.iter().rev().map(|u| &u.fact).find(|f| match f {
        Fact::NextStep(step) => step.due.is_some(),
        Fact::Opportunity(deal) => deal.close_date.is_some(),
        _ => false,
    })?;
    let mut dates = s.t.entities.iter().filter_map(|e| match &e.value {
        Entity::Date(expr) => Some((e.span, expr)),
        _ => None,
    });
    let (span, expr) = dates.next()?;
    let days = resolve(expr, s.today, Direction::Future)?;
    if dates.next().is_some() {
        return None;
    }
    let day = days.end.or(days.start);
    let fact = match old {
        Fact::NextStep(step) => Fact::NextStep(NextStepFact { due: day, done: false, ..step.clone() }),
        Fact::Opportunity(deal) => Fact::Opportunity(OpportunityFact {
            customer: deal.customer.clone(),
            product: deal.product.clone(),
            close_date: day,
            ..OpportunityFact::default()
        }),
        _ => return None,
    };
    Some(Update {
        fact,
        confidence: SURE,
        spans: vec![span],
        record: None,
        candidates: Vec::new(),
        correction: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::reading::{Context, ParseInput};

    fn said(fact: Fact) -> Update {
        Update { fact, confidence: 0.9, spans: vec![], record: None, candidates: vec![], correction: false }
    }

    fn read(text: &str) -> Vec<Update> {
        let zh = !text.is_ascii();
        let deal = OpportunityFact {
            customer: Some("Haida Foods".into()),
            amount: Some(350_000.into()),
            currency: Some("EUR".into()),
            ..Default::default()
        };
        let step = NextStepFact {
            customer: Some("Haida Foods".into()),
            action: Some("send the quote".into()),
            due: "2026-03-06".parse().ok(),
            done: false,
        };
        let previous = vec![said(Fact::Opportunity(deal)), said(Fact::NextStep(step))];
        let input = ParseInput {
            text: text.into(),
            now: "2026-03-03T18:00:00+01:00".parse().unwrap(),
            currency: "EUR".into(),
            region: if zh { "CN" } else { "DE" }.into(),
            known: vec![],
            asked: None,
            mode: Default::default(),
            context: Some(Context { last_customer: Some("Haida Foods".into()), previous, reply_to: vec![] }),
        };
        crate::parse::read(&input).updates
    }

    #[test]
    fn amounts_and_days_said_before_are_replaced() {
        for (text, amount, due) in [
            ("sorry, 35k", Some(35_000), None),
            ("no, it's 40k", Some(40_000), None),
            ("不对，是35万", Some(350_000), None),
            ("说错了，四万五", Some(45_000), None),
            ("sorry, Thursday", None, Some("2026-03-05")),
            ("不对，是周四", None, Some("2026-03-05")),
        ] {
            let updates = read(text);
            let [update] = updates.as_slice() else { panic!("{text}: {updates:?}") };
            assert!(update.correction && update.is_sure(), "{text}: {update:?}");
            assert_eq!(update.fact.customer(), Some("Haida Foods"), "{text}");
            match &update.fact {
                Fact::Opportunity(f) => assert_eq!(f.amount, amount.map(Into::into), "{text}"),
                Fact::NextStep(f) => assert_eq!(f.due, due.and_then(|d| d.parse().ok()), "{text}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn an_amount_alone_replaces_that_of_an_order() {
        let money = |n: i64| (Some(rust_decimal::Decimal::from(n)), Some("EUR".to_owned()));
        let (amount, currency) = money(35_000);
        let order =
            Fact::Order(OrderFact { customer: Some("Haida".into()), amount, currency, ..Default::default() });
        let (amount, currency) = money(350_000);
        let bare = Fact::Opportunity(OpportunityFact { amount, currency, ..Default::default() });
        let mut fact = bare.clone();
        of_order(&mut fact, &[said(order.clone())]);
        assert!(matches!(fact, Fact::Order(f) if f.amount == amount));
        let mut fact = bare.clone();
        of_order(&mut fact, &[said(order), said(bare.clone())]);
        assert_eq!(fact, bare, "a deal's amount was said since");
    }

    #[test]
    fn what_does_not_open_as_one_is_no_correction() {
        for text in ["quoted 35k", "visited Haida Foods", "报价35万", "Thursday"] {
            assert!(read(text).iter().all(|u| !u.correction), "{text}");
        }
    }
}
