//! Puts what was said about a party's business together: which amount, product and chance belong to which deal
//! or order. Usually there is one; a second one begins with a second order, or with another product at another
//! stage.

use super::signal::{Said, Signal};
use crate::domain::reading::{OpportunityFact, OrderFact, Span, Stage};
use std::collections::BTreeMap;

/// The rule of an amount that they would rather pay: the quoted one stays.
pub(crate) const COUNTER: &str = "amount: theirs";

/// A deal or an order as it is being put together.
#[derive(Clone, Debug)]
pub(crate) struct Deal {
    pub(crate) order: bool,
    pub(crate) opportunity: OpportunityFact,
    pub(crate) number: Option<String>,
    pub(crate) spans: Vec<Span>,
    pub(crate) rules: Vec<&'static str>,
    pub(crate) sure: f32,
    product_sure: f32,
    amount_named: bool,
    /// The clause in which it was last spoken of.
    last: usize,
}

impl Deal {
    fn new(order: bool, signal: &Signal) -> Self {
        Self {
            order,
            opportunity: OpportunityFact::default(),
            number: None,
            spans: Vec::new(),
            rules: Vec::new(),
            sure: 1.0,
            product_sure: 0.0,
            amount_named: false,
            last: signal.clause,
        }
    }

    fn note(&mut self, signal: &Signal) {
        self.spans.push(signal.span);
        self.rules.push(signal.rule);
        self.sure = self.sure.min(signal.sure);
        self.last = signal.clause;
    }

    /// As an order.
    pub(crate) fn order_fact(&self) -> OrderFact {
        let o = &self.opportunity;
        OrderFact {
            customer: None,
            amount: o.amount,
            currency: o.currency.clone(),
            product: o.product.clone(),
            number: self.number.clone(),
            date: o.date,
        }
    }

    /// Whether there is anything that makes it a deal: a mere mention of a product is none.
    pub(crate) fn says_something(&self) -> bool {
        let o = &self.opportunity;
        self.order
            || o.stage.is_some()
            || o.amount.is_some()
            || o.probability.is_some()
            || o.close_date.is_some()
    }
}

/// The deals and orders of one party, from its signals in the order of the text.
pub(crate) fn gather(signals: &[&Signal]) -> Vec<Deal> {
    let mut deals: Vec<Deal> = Vec::new();
    // Amounts, products and numbers said before the word that tells what they are of.
    let mut waiting: Vec<&Signal> = Vec::new();
    let ahead = heads(signals);
    let named = products(signals);
    for (signal, ahead) in signals.iter().zip(ahead) {
        // `合同签了，12万；瓷砖订单3万2也下了`: what stands before its own word in the clause waits for it.
        let own = deals
            .last()
            .is_some_and(|d| d.last < signal.clause && ahead.is_some_and(|order| order != d.order));
        let detail = matches!(signal.said, Said::Amount { .. } | Said::Product(_) | Said::Number(_));
        if own && detail {
            waiting.push(signal);
            continue;
        }
        match &signal.said {
            Said::Order { .. } => order(&mut deals, &mut waiting, signal),
            Said::Stage(stage) => {
                let own = named.get(&signal.clause).map(|(product, _)| *product);
                at_stage(&mut deals, &mut waiting, signal, *stage, own);
            }
            Said::Amount { .. }
            | Said::Number(_)
            | Said::Product(_)
            | Said::Probability(_)
            | Said::Close(_) => {
                attach(&mut deals, &mut waiting, signal);
            }
            _ => {}
        }
    }
    leftovers(&mut deals, &waiting);
    deals
}

/// For each signal, whether an order (or else a stage) comes after it in its clause.
fn heads(signals: &[&Signal]) -> Vec<Option<bool>> {
    let mut out = vec![None; signals.len()];
    let mut next: Option<(usize, bool)> = None;
    for (slot, signal) in out.iter_mut().zip(signals).rev() {
        *slot = next.filter(|(clause, _)| *clause == signal.clause).map(|(_, order)| order);
        match signal.said {
            Said::Order { .. } => next = Some((signal.clause, true)),
            Said::Stage(_) => next = Some((signal.clause, false)),
            _ => {}
        }
    }
    out
}

/// The surest product of each clause that names one.
fn products<'a>(signals: &[&'a Signal]) -> BTreeMap<usize, (&'a str, f32)> {
    let mut out: BTreeMap<usize, (&str, f32)> = BTreeMap::new();
    for signal in signals {
        let Said::Product(product) = &signal.said else { continue };
        let best = out.entry(signal.clause).or_insert((product, 0.0));
        if signal.sure >= 0.8 && signal.sure > best.1 {
            *best = (product, signal.sure);
        }
    }
    out.retain(|_, (_, sure)| *sure > 0.0);
    out
}

/// One of two products is named within the other.
fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    a.contains(&b) || b.contains(&a)
}

fn order(deals: &mut Vec<Deal>, waiting: &mut Vec<&Signal>, signal: &Signal) {
    if let Some(last) = deals.last_mut().filter(|d| d.order && (signal.clause <= d.last + 1)) {
        last.note(signal);
        return;
    }
    let mut deal = Deal::new(true, signal);
    take_waiting(&mut deal, waiting, signal.clause);
    deal.note(signal);
    deals.push(deal);
}

fn at_stage(
    deals: &mut Vec<Deal>,
    waiting: &mut Vec<&Signal>,
    signal: &Signal,
    stage: Stage,
    own: Option<&str>,
) {
    if let Some(deal) = deals.iter_mut().rev().find(|d| !d.order) {
        let closed = deal.opportunity.stage.is_some_and(|s| !s.is_open());
        // A closed deal followed by another stage of another thing, or an open one by the end of a thing named before.
        let before = || {
            waiting
                .iter()
                .any(|w| matches!(w.said, Said::Product(_)) && w.clause == signal.clause && w.sure >= 0.88)
        };
        let turned =
            closed && deal.opportunity.stage != Some(stage) || !closed && !stage.is_open() && before();
        let other = own.is_some_and(|p| deal.opportunity.product.as_ref().is_some_and(|q| !alike(p, q)));
        if !(other && turned) {
            // A later stage of the same deal; a closed one is not opened again by a lead.
            let higher = deal.opportunity.stage.is_none_or(|s| stage > s);
            if higher {
                deal.opportunity.stage = Some(stage);
            }
            take_waiting(deal, waiting, signal.clause);
            deal.note(signal);
            return;
        }
    }
    let mut deal = Deal::new(false, signal);
    deal.opportunity.stage = Some(stage);
    take_waiting(&mut deal, waiting, signal.clause);
    deal.note(signal);
    deals.push(deal);
}

fn take_waiting(deal: &mut Deal, waiting: &mut Vec<&Signal>, _clause: usize) {
    for w in waiting.drain(..) {
        fill(deal, w);
    }
}

/// Gives a detail to the deal that it belongs to, or lets it wait for one.
fn attach<'a>(deals: &mut Vec<Deal>, waiting: &mut Vec<&'a Signal>, signal: &'a Signal) {
    let pair = matches!(signal.said, Said::Amount { .. })
        && deals.last().is_some_and(|d| d.order && d.opportunity.amount.is_some())
        && waiting.iter().any(|w| matches!(w.said, Said::Product(_)) && w.clause == signal.clause);
    if pair {
        // `水泥3万2，瓷砖胶八千六`: another product with its own amount is another order.
        let mut deal = Deal::new(true, signal);
        take_waiting(&mut deal, waiting, signal.clause);
        fill(&mut deal, signal);
        deals.push(deal);
        return;
    }
    if let Some(deal) = deals.last_mut() {
        let product_again = matches!(signal.said, Said::Product(_))
            && deal.opportunity.amount.is_some()
            && deal.order
            && deal.opportunity.product.is_some()
            && signal.clause > deal.last;
        if !product_again {
            fill(deal, signal);
            return;
        }
    }
    waiting.push(signal);
}

fn fill(deal: &mut Deal, signal: &Signal) {
    let o = &mut deal.opportunity;
    match &signal.said {
        Said::Amount { amount, currency, named } => {
            // The last amount counts; one with a currency is not replaced by a bare one.
            if o.amount.is_some() && (deal.amount_named && !named || signal.rule == COUNTER) {
                return;
            }
            o.amount = Some(*amount);
            o.currency = Some(currency.clone());
            deal.amount_named = *named;
        }
        Said::Product(p) => {
            if deal.product_sure >= signal.sure {
                return;
            }
            o.product = Some(p.clone());
            deal.product_sure = signal.sure;
            deal.spans.push(signal.span);
            deal.rules.push(signal.rule);
            return;
        }
        Said::Number(n) => deal.number = Some(n.clone()),
        Said::Probability(p) => o.probability = Some(*p),
        Said::Close(d) => o.close_date = Some(*d),
        _ => return,
    }
    deal.note(signal);
}

fn leftovers(deals: &mut Vec<Deal>, waiting: &[&Signal]) {
    let Some(first) = waiting.iter().find(|w| !matches!(w.said, Said::Product(_))) else { return };
    let mut deal = Deal::new(false, first);
    for w in waiting {
        fill(&mut deal, w);
    }
    // An order number with an amount or a product is an order though no word says so; a number alone is none.
    deal.order = deal.number.is_some();
    if deal.order && deal.opportunity.amount.is_none() && deal.opportunity.product.is_none() {
        return;
    }
    // A thing with a price and no word of what became of it is an order as often as an offer.
    let o = &deal.opportunity;
    let bare = !deal.order && o.product.is_some() && o.probability.is_none() && o.close_date.is_none();
    deal.sure = deal.sure.min(if bare { 0.78 } else { 0.85 });
    deals.push(deal);
}

/// The confidence in a deal's fields, with a doubtful product taken into account.
pub(crate) fn confidence(deal: &Deal) -> f32 {
    if deal.opportunity.product.is_some() { deal.sure.min(deal.product_sure.max(0.5)) } else { deal.sure }
}
