//! From signals to updates: gathers what was said of each party into one update of each kind.

use super::cast::{Cast, Party};
use super::deals;
use super::scene::Scene;
use super::signal::{Said, Signal};
use crate::domain::reading::{
    ActivityFact, ComplaintFact, CustomerFact, Fact, NextStepFact, SatisfactionFact, ServiceFact, Span,
    Update,
};

/// An update with the rules that made it.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) update: Update,
    pub(crate) rules: Vec<(&'static str, Span)>,
    /// Which party of the reply it is about.
    pub(crate) party: Option<usize>,
}

/// All updates, in the order in which their parties come up.
pub(crate) fn build(s: &Scene<'_>, cast: &Cast, signals: &[Signal]) -> Vec<Draft> {
    let mut out = Vec::new();
    let parties = (0..cast.parties.len()).map(Some).chain([None]);
    for party in parties {
        let from = out.len();
        let mut of: Vec<&Signal> = signals.iter().filter(|x| x.party == party).collect();
        of.sort_by_key(|x| (x.clause, x.tok));
        let info = party.and_then(|p| cast.parties.get(p));
        if let Some(p) = party {
            customer(s, cast, p, &of, &mut out);
        }
        for signal in &of {
            if let Some(draft) = single(s, info, signal, &out) {
                out.push(draft);
            }
        }
        for deal in deals::gather(&of).iter().filter(|d| d.says_something()) {
            let sure = deals::confidence(deal);
            let fact = if deal.order {
                let mut fact = deal.order_fact();
                fact.customer = name(info);
                Fact::Order(fact)
            } else {
                let mut fact = deal.opportunity.clone();
                fact.customer = name(info);
                Fact::Opportunity(fact)
            };
            let rules = deal.rules.iter().zip(&deal.spans).map(|(r, s)| (*r, *s)).collect();
            out.push(draft(s, info, fact, sure, deal.spans.clone(), rules));
        }
        out.iter_mut().skip(from).for_each(|d| d.party = party);
    }
    out
}

fn name(party: Option<&Party>) -> Option<String> {
    party.map(|p| p.name.clone())
}

/// Puts an update together with the record that it means.
fn draft(
    s: &Scene<'_>,
    party: Option<&Party>,
    fact: Fact,
    sure: f32,
    spans: Vec<Span>,
    rules: Vec<(&'static str, Span)>,
) -> Draft {
    let id = |k: u32| s.known.customer(k).and_then(|c| c.id.clone());
    let confidence = sure * party.map_or(0.75, |p| p.sure);
    let update = Update {
        fact,
        confidence: (confidence * 100.0).round() / 100.0,
        spans,
        record: party.and_then(|p| p.known).and_then(id),
        candidates: party.map_or_else(Vec::new, |p| p.candidates.iter().filter_map(|k| id(*k)).collect()),
        correction: false,
    };
    Draft { update, rules, party: None }
}

/// The update of the customer itself, if there is anything to record.
fn customer(s: &Scene<'_>, cast: &Cast, p: usize, signals: &[&Signal], out: &mut Vec<Draft>) {
    let Some(party) = cast.parties.get(p) else { return };
    let mut fact =
        CustomerFact { customer: Some(party.name.clone()), new: party.new, ..CustomerFact::default() };
    let (mut spans, mut rules, mut sure) = (Vec::new(), Vec::new(), 1.0f32);
    if party.new {
        spans.push(party.span);
        rules.push(("new customer", party.span));
    }
    if let Some(contact) = cast.contacts.iter().find(|c| c.party == p) {
        fact.contact = Some(contact.text.clone());
        spans.push(contact.span);
        rules.push(("contact", contact.span));
        sure = sure.min(contact.sure);
    }
    for signal in signals {
        match &signal.said {
            Said::Phone(v) => fact.phone = Some(v.clone()),
            Said::Email(v) => fact.email = Some(v.clone()),
            Said::Age(v) => fact.age = Some(*v),
            Said::Occupation(v) => fact.occupation = Some(v.clone()),
            Said::City(v) => fact.city = Some(v.clone()),
            _ => continue,
        }
        spans.push(signal.span);
        rules.push((signal.rule, signal.span));
        sure = sure.min(signal.sure);
    }
    if !rules.is_empty() {
        out.push(draft(s, Some(party), Fact::Customer(fact), sure, spans, rules));
    }
}

/// An update that one signal makes.
fn single(s: &Scene<'_>, party: Option<&Party>, signal: &Signal, sofar: &[Draft]) -> Option<Draft> {
    let customer = name(party);
    let fact = match &signal.said {
        Said::Activity { kind, date } => {
            Fact::Activity(ActivityFact { customer, activity: *kind, date: Some(*date) })
        }
        Said::NextStep { action, due, done } => {
            Fact::NextStep(NextStepFact { customer, action: Some(action.clone()), due: *due, done: *done })
        }
        Said::Complaint { summary, resolved } => Fact::Complaint(ComplaintFact {
            customer,
            summary: Some(summary.clone()).filter(|s| !s.is_empty()),
            resolved: *resolved,
            date: None,
        }),
        Said::Score(score) => {
            Fact::Satisfaction(SatisfactionFact { customer, score: Some(*score), date: None })
        }
        Said::Receptions(n) => Fact::Service(ServiceFact { receptions: Some(*n), date: None }),
        _ => return None,
    };
    let again = sofar.iter().any(|d| match (&d.update.fact, &fact) {
        (Fact::Activity(a), Fact::Activity(b)) => a.customer == b.customer && a.activity == b.activity,
        (Fact::Complaint(a), Fact::Complaint(b)) => a.customer == b.customer,
        (Fact::Satisfaction(a), Fact::Satisfaction(b)) => a == b,
        (Fact::NextStep(a), Fact::NextStep(b)) => {
            a.customer == b.customer && a.due == b.due && (a.action == b.action)
        }
        (Fact::Service(_), Fact::Service(_)) => true,
        _ => false,
    });
    let sure = if matches!(fact, Fact::Service(_)) { signal.sure / 0.75 } else { signal.sure };
    (!again)
        .then(|| draft(s, party, fact, sure.min(1.3), vec![signal.span], vec![(signal.rule, signal.span)]))
}
