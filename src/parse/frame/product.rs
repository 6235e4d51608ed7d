//! What a deal or an order is about: the noun phrase beside its verb, its amount or its noun.

use super::Gather;
use crate::parse::clause::Clause;
use crate::parse::entity::EntityKind;
use crate::parse::lexicon::class::{Class, ClassSet};
use crate::parse::scene::Scene;
use crate::parse::signal::Said;
use crate::parse::token::{Token, What};
use std::ops::Range;

/// Words that a product's name may hold though the vocabulary knows them otherwise.
const IN_PRODUCT: ClassSet = ClassSet::of(&[
    Class::OrgSuffix,
    Class::Surname,
    Class::Unit,
    Class::Product,
    Class::Occupation,
    Class::Title,
    Class::Work,
    Class::TrainingN,
    Class::TravelN,
    Class::Budget,
    Class::Fault,
    Class::DealN,
]);

pub(crate) fn read(g: &mut Gather<'_>, c: usize) {
    let Some(clause) = g.s.clauses.get(c) else { return };
    if clause.question {
        return;
    }
    let found = if g.s.words(clause).iter().any(|t| t.han) { han(g, clause) } else { latin(g.s, clause) };
    for (toks, rule, sure) in found {
        let text = text(g.s, toks.clone());
        if !text.is_empty() {
            g.say(c, toks, Said::Product(text), rule, sure);
        }
    }
}

fn text(s: &Scene<'_>, toks: Range<usize>) -> String {
    s.t.raw(s.span(toks)).trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

const BUYS: ClassSet =
    ClassSet::of(&[Class::Order, Class::Need, Class::Want, Class::Interest, Class::OrderN]);

fn latin(s: &Scene<'_>, clause: &Clause) -> Vec<(Range<usize>, &'static str, f32)> {
    let mut out = Vec::new();
    let end = clause.toks.end;
    for i in clause.toks.clone() {
        let Some(t) = s.tok(i).filter(|t| t.what == What::Word) else { continue };
        if t.any(BUYS) || (t.is(Class::Quote) && t.verb.has(Class::Quote)) {
            if let Some(np) = np(s, i + 1, end) {
                out.push((np, "product: object", 0.9));
                continue;
            }
        }
        if matches!(s.norm(i), "for" | "on" | "about" | "of")
            && let Some(np) = np(s, i + 1, end)
        {
            let sure = if s.norm(i) == "of" { 0.6 } else { 0.88 };
            out.push((np, "product: for", sure));
        }
        // `the crane contract`, `the 75k coffee roaster`, `the ultrasound is cancelled`
        if t.is(Class::Det)
            && let Some(np) = np(s, i, end)
        {
            let noun = s.tok(np.end).is_some_and(|t| t.is(Class::DealN) || t.is(Class::ContractN));
            out.push((
                np,
                if noun { "product: of deal" } else { "product: the" },
                if noun { 0.9 } else { 0.7 },
            ));
        }
    }
    out
}

/// A noun phrase from this token on: determiners, figures and units are passed over.
fn np(s: &Scene<'_>, from: usize, end: usize) -> Option<Range<usize>> {
    let mut at = from;
    let skip = |t: &Token, word: &str| {
        t.is(Class::Det)
            || t.is(Class::Their)
            || matches!(word, "our" | "us" | "him" | "her" | "them" | "me" | "about")
            || (matches!(t.what, What::Entity(_)))
    };
    while at < end && s.tok(at).is_some_and(|t| skip(t, s.t.norm(t))) {
        at += 1;
    }
    if s.tok(at).is_some_and(|t| t.is(Class::Unit)) && at > from && s.norm(at + 1) == "of" {
        at += 2;
    } else if s.tok(at).is_some_and(|t| t.is(Class::Unit))
        && at > from
        && s.tok(at + 1).is_some_and(Token::unknown)
    {
        at += 1;
    }
    while at < end && s.tok(at).is_some_and(|t| t.is(Class::Det)) {
        at += 1;
    }
    let start = at;
    while at < end {
        let Some(t) = s.tok(at).filter(|t| t.what == What::Word) else { break };
        if !(t.classes.within(IN_PRODUCT)) || s.name_at(at).is_some_and(|(_, n)| n.titled) {
            break;
        }
        at += 1;
    }
    while at > start + 1 && s.tok(at - 1).is_some_and(|t| t.is(Class::DealN)) {
        at -= 1;
    }
    (at > start
        && s.toks(start..at).iter().any(|t| t.unknown() || t.is(Class::Product) || t.is(Class::OrgSuffix)))
    .then_some(start..at)
}

const TRIM: ClassSet = ClassSet::of(&[
    Class::Stop,
    Class::Det,
    Class::At,
    Class::Then,
    Class::And,
    Class::I,
    Class::We,
    Class::They,
    Class::TimeWord,
    Class::DealN,
    Class::ContractN,
    Class::Unit,
    Class::Quote,
    Class::Order,
    Class::Sign,
    Class::Approved,
]);

/// Chinese: the stretch of content words nearest to an order, a quote, an amount, a stage or an interest.
fn han(g: &Gather<'_>, clause: &Clause) -> Vec<(Range<usize>, &'static str, f32)> {
    let s = g.s;
    let mut out = Vec::new();
    let mut i = clause.toks.start;
    while i < clause.toks.end {
        if content(g, i) {
            let mut end = i + 1;
            while end < clause.toks.end
                && (content(g, end) || inner(s, end) && end + 1 < clause.toks.end && content(g, end + 1))
            {
                end += 1;
            }
            if let Some(sure) = score(s, clause, i, end) {
                out.push((i..end, "product", sure));
            }
            i = end;
        } else {
            i += 1;
        }
    }
    out
}

fn content(g: &Gather<'_>, i: usize) -> bool {
    let s = g.s;
    let named = g.cast.namings.iter().any(|n| (n.tok..n.end).contains(&i))
        || g.cast
            .contacts
            .iter()
            .any(|c| s.tok(i).is_some_and(|t| t.span.start >= c.span.start && t.span.end <= c.span.end));
    !named
        && s.tok(i).is_some_and(|t| {
            t.what == What::Word
                && t.classes.within(ClassSet::of(&[
                    Class::OrgSuffix,
                    Class::Surname,
                    Class::Product,
                    Class::TrainingN,
                ]))
        })
}

/// A small word inside a product's name: `折弯机加激光切割`.
fn inner(s: &Scene<'_>, i: usize) -> bool {
    s.tok(i).is_some_and(|t| {
        t.what == What::Word
            && t.han
            && t.span.end - t.span.start == 1
            && !t.spaced
            && t.any(ClassSet::of(&[Class::And, Class::Title, Class::Unit, Class::Stop, Class::At]))
            && !matches!(s.norm(i), "了" | "给" | "在" | "对" | "去" | "把")
    })
}

fn score(s: &Scene<'_>, clause: &Clause, from: usize, to: usize) -> Option<f32> {
    let chars = s.span(from..to);
    if chars.end - chars.start < 2 {
        return None;
    }
    let before = from.checked_sub(1).filter(|b| *b >= clause.toks.start).and_then(|b| s.tok(b));
    let next = s.tok(to).filter(|_| to < clause.toks.end);
    let verb = before.is_some_and(|b| {
        b.any(ClassSet::of(&[Class::Order, Class::Quote, Class::Need])) || matches!(b.what, What::Mark(_))
    });
    let amount = next.is_some_and(|n| matches!(n.what, What::Entity(e) if s.t.entities.get(e).is_some_and(|e| matches!(e.kind(), EntityKind::Money | EntityKind::Number))));
    let counted = before.is_some_and(|b| b.is(Class::Unit));
    let deal = next.is_some_and(|n| {
        n.any(ClassSet::of(&[
            Class::DealN,
            Class::ContractN,
            Class::Sign,
            Class::Quote,
            Class::Drop,
            Class::DepositN,
            Class::LostPhrase,
            Class::Budget,
            Class::Postpone,
            Class::Order,
            Class::WonPhrase,
            Class::NeedN,
        ]))
    });
    let interest = s.words(clause).iter().any(|t| t.is(Class::Interest))
        && before.is_some_and(|b| matches!(s.t.norm(b), "对" | "了解" | "问了" | "咨询" | "看中" | "看上"));
    let mut points = 0.5;
    for (yes, worth) in [(verb, 0.35), (amount, 0.35), (counted, 0.3), (deal, 0.38), (interest, 0.42)] {
        if yes {
            points += worth;
        }
    }
    let _ = TRIM;
    Some(f32::min(points, 0.92))
}
