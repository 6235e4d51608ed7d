//! Reports that what a card shows is finished (`done`, `已经寄了` to a next step, `fixed`, `解决了` to a complaint): the
//! text says only so much, the record is told by the card.

use super::lexicon::class::{Class, ClassSet};
use super::mood;
use super::scene::Scene;
use super::token::What;
use super::updates::Draft;
use crate::domain::reading::{ComplaintFact, Fact, NextStepFact, Update};

/// It says little, but the card shows which record is meant.
const SURE: f32 = 0.88;

/// Reads a short text, of which nothing else was read, as what became of the one open thing on the card.
pub(super) fn finish(s: &Scene<'_>, drafts: &mut Vec<Draft>) {
    let Some(context) = s.input.context.as_ref().filter(|_| drafts.is_empty()) else { return };
    let words = s.t.list.iter().filter(|t| t.what == What::Word).count();
    let [clause] = s.clauses else { return };
    let plain = !clause.question && !mood::denied(s, clause, clause.toks.end);
    if words > 5 || !plain || s.t.list.iter().any(|t| matches!(t.what, What::Entity(_) | What::Known(_))) {
        return;
    }
    let mut open = context.reply_to.iter().filter(|u| match &u.fact {
        Fact::NextStep(f) => !f.done,
        Fact::Complaint(f) => !f.resolved,
        _ => false,
    });
    let (Some(old), None) = (open.next(), open.next()) else { return };
    let (class, fact) = match &old.fact {
        Fact::NextStep(f) => (Class::Done, Fact::NextStep(NextStepFact { done: true, ..f.clone() })),
        Fact::Complaint(f) => {
            (Class::Resolved, Fact::Complaint(ComplaintFact { resolved: true, ..f.clone() }))
        }
        _ => return,
    };
    let Some(at) = s.find(clause.toks.clone(), ClassSet::of(&[class])) else { return };
    let span = s.span(at..at + 1);
    let update = Update {
        fact,
        confidence: SURE,
        spans: vec![span],
        record: old.record.clone(),
        candidates: Vec::new(),
        correction: false,
    };
    drafts.push(Draft { party: None, rules: vec![("finished", span)], update });
}
