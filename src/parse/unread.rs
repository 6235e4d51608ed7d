//! What matters and went into no update: an amount, a phone number, an address, a date, or a party with a verb.
//! The bot asks about it, or an assistant looks at it; nothing is dropped in silence.

use super::cast::Cast;
use super::entity::{EntityKind, Value};
use super::scene::Scene;
use super::signal::Signal;
use super::token::What;
use super::updates::Draft;
use crate::domain::reading::{Availability, Span};

/// The spans that matter and were not read, in order.
pub(crate) fn unread(
    s: &Scene<'_>,
    cast: &Cast,
    signals: &[Signal],
    drafts: &[Draft],
    away: &[(Availability, Span)],
) -> Vec<Span> {
    let mut read: Vec<Span> = drafts.iter().flat_map(|d| d.update.spans.iter().copied()).collect();
    read.extend(away.iter().map(|(_, span)| *span));
    let covered = |span: Span| read.iter().any(|r| r.start < span.end && span.start < r.end);
    let mut said = vec![false; s.clauses.len()];
    for signal in signals {
        said.get_mut(signal.clause).into_iter().for_each(|told| *told = true);
    }
    let mut out = Vec::new();
    for (c, clause) in s.clauses.iter().enumerate().filter(|(_, c)| !c.question) {
        // A date alone before a colon heads what follows.
        let heads = clause.tail == ':' && clause.toks.len() <= 3;
        let told = heads
            || said.get(c).copied().unwrap_or(false)
            || away.iter().any(|(_, a)| touches(*a, s.span(clause.toks.clone())));
        for i in clause.toks.clone() {
            let Some(tok) = s.tok(i) else { continue };
            let missed = match tok.what {
                What::Entity(_) => s.entity(i).is_some_and(|e| matters(e.kind(), &e.value, told)),
                What::Known(_) => !told && verb(s, clause.toks.clone()) && !party_told(cast, signals, i),
                _ => false,
            };
            if missed && !covered(tok.span) {
                out.push(tok.span);
            }
        }
    }
    out
}

fn touches(a: Span, b: Span) -> bool {
    a.start < b.end && b.start < a.end
}

/// A date in a clause that was read belongs to what was read there.
fn matters(kind: EntityKind, value: &Value, told: bool) -> bool {
    match kind {
        EntityKind::Money | EntityKind::Phone | EntityKind::Email | EntityKind::Percent | EntityKind::Age => {
            true
        }
        EntityKind::Date => !told && !matches!(value, Value::Date(d) if d.is_fixed()),
        _ => false,
    }
}

fn verb(s: &Scene<'_>, toks: std::ops::Range<usize>) -> bool {
    s.toks(toks).iter().any(|t| t.form != super::lexicon::morph::Form::Plain || t.han && t.any(VERBS))
}

const VERBS: super::lexicon::class::ClassSet = {
    use super::lexicon::class::{Class, ClassSet};
    ClassSet::of(&[
        Class::Visit,
        Class::Call,
        Class::Message,
        Class::Sign,
        Class::Quote,
        Class::Order,
        Class::Send,
        Class::Work,
    ])
};

/// Something was read about the party that this token names.
fn party_told(cast: &Cast, signals: &[Signal], tok: usize) -> bool {
    let party = cast.namings.iter().find(|n| n.tok == tok).map(|n| n.party);
    signals.iter().any(|x| x.party.is_some() && x.party == party)
}
