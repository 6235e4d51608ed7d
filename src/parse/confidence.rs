//! How sure the parser is of an update, as a figure that means something: of the updates at [`SURE`] or more, at least
//! 98 % hold nothing wrong.
//!
//! The rules give each reading a first guess by hand. Here the evidence around it is gathered (which rules fired, how
//! its customer was recognised, what stands near it in the text: [`evidence`]), and a logistic function of that
//! evidence, fitted to labelled replies, says how likely the update is wholly right. Its weights are data,
//! `config/lexicon/confidence.toml`; `rapport calibrate` fits them anew ([`super::calibrate`] tells how), and
//! a test holds them to what they promise.
//!
//! The scale is moved so that [`SURE`] stands at the *bar*: the likelihood from which on, by cross-validation, the
//! updates above it are right often enough. A likelihood of 0.8 itself would not do: that is one wrong in five.

use super::cast::{Cast, Party};
use super::lexicon::class::{Class, ClassSet};
use super::mood::{HOPES, PLANS};
use super::scene::Scene;
use super::token::What;
use super::updates::Draft;
use crate::domain::reading::{Fact, SURE, Span};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

/// The weights of the evidence, and the bar.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// The likelihood from which on an update counts as sure.
    pub bar: f64,
    /// What each piece of evidence adds to the log-odds of being right.
    pub evidence: BTreeMap<String, f64>,
}

/// The file of the weights that come with the program.
const FILE: &str = include_str!("../../config/lexicon/confidence.toml");

/// The weights, by the names of the evidence.
struct Scale {
    bar: f64,
    weights: HashMap<String, f64>,
}

impl Scale {
    fn standard() -> &'static Self {
        static STANDARD: OnceLock<Scale> = OnceLock::new();
        // A test reads the same file, so it can't fail here; with no weights nothing would be sure.
        STANDARD.get_or_init(|| {
            let file: Weights =
                toml::from_str(FILE).unwrap_or(Weights { bar: 0.999, evidence: BTreeMap::new() });
            Self { bar: file.bar, weights: file.evidence.into_iter().collect() }
        })
    }
}

/// One piece of evidence: what it is, and how much of it there is (1 for what is there or not).
pub(crate) type Piece = (&'static str, f64);

/// Gives each draft its confidence.
pub(crate) fn weigh(drafts: &mut [Draft], evidence: &[Vec<Piece>]) {
    let scale = Scale::standard();
    for (draft, pieces) in drafts.iter_mut().zip(evidence) {
        let sum: f64 =
            pieces.iter().map(|(what, much)| scale.weights.get(*what).unwrap_or(&0.0) * much).sum();
        let likely = on_scale(sum, scale.bar);
        let first = draft.update.confidence;
        // What could mean two records is asked, and a correction is about what was said before, however it is put.
        draft.update.confidence = if draft.update.candidates.len() > 1 {
            first.min(0.5)
        } else if draft.update.correction {
            first.max(likely)
        } else {
            likely
        };
    }
}

/// The log-odds of being right, moved so that the bar comes to stand at [`SURE`].
fn on_scale(log_odds: f64, bar: f64) -> f32 {
    let moved = log_odds - logit(bar) + logit(f64::from(SURE));
    let likely = 1.0 / (1.0 + (-moved).exp());
    ((likely * 100.0).round() / 100.0).clamp(0.01, 0.99) as f32
}

/// The log-odds of a likelihood.
pub(crate) fn logit(p: f64) -> f64 {
    let p = p.clamp(0.001, 0.999);
    (p / (1.0 - p)).ln()
}

const OTHERS: ClassSet = ClassSet::of(&[Class::OtherPerson, Class::OtherParty]);

/// The evidence for each draft, in order.
pub(crate) fn evidence(s: &Scene<'_>, cast: &Cast, drafts: &[Draft], unread: &[Span]) -> Vec<Vec<Piece>> {
    let text = of_text(s, cast, drafts, unread);
    drafts.iter().map(|draft| of_draft(s, cast, drafts, draft, unread, &text)).collect()
}

/// What stands for all updates of a reply.
fn of_text(s: &Scene<'_>, cast: &Cast, drafts: &[Draft], unread: &[Span]) -> Vec<Piece> {
    let mut out = vec![("always", 1.0)];
    let mut add = |there: bool, what: &'static str| out.extend(there.then_some((what, 1.0)));
    let words = s.t.list.iter().filter(|t| matches!(t.what, What::Word)).count();
    let han = s.t.list.iter().filter(|t| t.han).count();
    let latin = s.t.list.iter().filter(|t| t.what == What::Word && !t.han).count();
    add(han > 0, "text: Chinese");
    add(han > 2 && latin > 2, "text: both languages");
    add(words > 40, "text: long");
    let marks = s.t.list.iter().any(|t| matches!(t.what, What::Mark(_) | What::Break));
    add(words > 10 && !marks, "text: no marks");
    add(latin > 6 && !s.t.list.iter().any(|t| t.upper), "text: no capitals");
    let named: BTreeSet<usize> = cast.namings.iter().map(|n| n.party).collect();
    add(named.len() == 2, "parties: two");
    add(named.len() > 2, "parties: several");
    add(drafts.len() > 3, "updates: several");
    add(drafts.len() > 6, "updates: many");
    add(!unread.is_empty(), "unread: something");
    add(s.clauses.iter().any(|c| c.question), "text: a question");
    out
}

/// What stands for one update.
fn of_draft(
    s: &Scene<'_>,
    cast: &Cast,
    drafts: &[Draft],
    draft: &Draft,
    unread: &[Span],
    text: &[Piece],
) -> Vec<Piece> {
    let mut out = text.to_vec();
    out.push(("first guess", logit(f64::from(draft.update.confidence))));
    out.push((kind(&draft.update.fact), 1.0));
    let mut rules: Vec<&'static str> = draft.rules.iter().map(|(rule, _)| *rule).collect();
    rules.sort_unstable();
    rules.dedup();
    out.extend(rules.into_iter().map(|rule| (rule, 1.0)));
    party(s, cast, draft, &mut out);
    content(&draft.update.fact, &mut out);
    let mut add = |there: bool, what: &'static str| out.extend(there.then_some((what, 1.0)));
    let twin = drafts.iter().any(|d| {
        !std::ptr::eq(d, draft)
            && d.update.fact.customer() == draft.update.fact.customer()
            && kind(&d.update.fact) == kind(&draft.update.fact)
    });
    add(twin, "updates: a twin");
    around(s, draft, unread, &mut out);
    out
}

/// How its customer was recognised, and how far away it was named.
fn party(s: &Scene<'_>, cast: &Cast, draft: &Draft, out: &mut Vec<Piece>) {
    let Some((p, party)) = draft.party.and_then(|p| Some((p, cast.parties.get(p)?))) else {
        out.push(("party: none", 1.0));
        return;
    };
    out.push((recognised(party), 1.0));
    if party.new {
        out.push(("party: said to be new", 1.0));
    }
    let first = draft.update.spans.iter().map(|x| x.start).min().unwrap_or(0);
    let clause = s.clauses.partition_point(|c| s.span(c.toks.clone()).end <= first);
    let here = s.clauses.get(clause).map(|c| c.toks.clone()).unwrap_or_default();
    if cast.namings.iter().any(|n| n.party == p && here.contains(&n.tok)) {
        let others = cast.namings.iter().any(|n| n.party != p && here.contains(&n.tok));
        out.extend(others.then_some(("party: beside another", 1.0)));
        return;
    }
    out.push(("party: carried over", 1.0));
    let before = cast.namings.iter().rev().find(|n| n.party == p && n.tok < here.start);
    match before {
        None => out.push(("party: named after", 1.0)),
        Some(n) => {
            let far = clause.saturating_sub(s.clause_of(n.tok));
            out.extend((far > 2).then_some(("party: carried far", 1.0)));
            let between = cast.namings.iter().any(|x| x.party != p && n.tok < x.tok && x.tok < here.start);
            out.extend(between.then_some(("party: past another", 1.0)));
        }
    }
}

fn recognised(party: &Party) -> &'static str {
    match party.known {
        Some(_) if party.sure > 0.985 => "party: known by its name",
        Some(_) if party.sure > 0.95 => "party: known by a short name",
        Some(_) if party.sure > 0.88 => "party: known by a like name",
        Some(_) => "party: known by a weak likeness",
        None if !party.candidates.is_empty() => "party: one of several",
        None if party.span.end == 0 => "party: from before",
        None if party.person => "party: a person not known",
        None if party.sure > 0.9 => "party: a firm not known",
        None => "party: a name not known",
    }
}

/// What it says.
fn content(fact: &Fact, out: &mut Vec<Piece>) {
    let mut add = |there: bool, what: &'static str| out.extend(there.then_some((what, 1.0)));
    let length = |text: &Option<String>| text.as_deref().map_or(0, size);
    match fact {
        Fact::Customer(f) => {
            add(f.contact.is_some(), "customer: contact");
            add(f.occupation.is_some(), "customer: occupation");
            add(length(&f.occupation) > 3, "customer: long occupation");
            add(f.city.is_some(), "customer: city");
            add(f.phone.is_some(), "customer: phone");
            add(f.new, "customer: new");
        }
        Fact::Opportunity(f) => {
            add(f.product.is_some(), "deal: product");
            add(length(&f.product) > 3, "deal: long product");
            add(length(&f.product) > 6, "deal: very long product");
            add(f.amount.is_some(), "deal: amount");
            add(f.stage.is_none(), "deal: no stage");
            add(f.close_date.is_some(), "deal: closing date");
            add(f.probability.is_some(), "deal: chance");
        }
        Fact::Order(f) => {
            add(f.product.is_some(), "order: product");
            add(length(&f.product) > 3, "order: long product");
            add(length(&f.product) > 6, "order: very long product");
            add(f.amount.is_some(), "order: amount");
            add(f.number.is_some(), "order: number");
        }
        Fact::NextStep(f) => {
            add(f.due.is_some(), "step: due");
            add(length(&f.action) < 2, "step: short");
            add(length(&f.action) > 6, "step: long");
            add(length(&f.action) > 10, "step: very long");
        }
        Fact::Complaint(f) => {
            add(length(&f.summary) < 2, "complaint: short");
            add(length(&f.summary) > 8, "complaint: long");
        }
        Fact::Activity(_) | Fact::Satisfaction(_) | Fact::Service(_) => {}
    }
}

/// The length of a phrase in words; two Chinese characters count as one.
fn size(text: &str) -> usize {
    let han = text.chars().filter(|c| super::text::is_han(*c)).count();
    let latin =
        text.split_whitespace().filter(|w| w.chars().any(|c| c.is_alphanumeric() && !super::text::is_han(c)));
    han.div_ceil(2) + latin.count()
}

/// What stands in the clauses from which it was read.
fn around(s: &Scene<'_>, draft: &Draft, unread: &[Span], out: &mut Vec<Piece>) {
    let touches = |a: Span, b: Span| a.start < b.end && b.start < a.end;
    let (mut words, mut unknown, mut longest) = (0usize, 0usize, 0usize);
    let (mut seen, mut missed, mut asked, mut bracketed) = (ClassSet::EMPTY, false, false, false);
    for clause in s.clauses {
        let here = s.span(clause.toks.clone());
        if !draft.update.spans.iter().any(|x| touches(*x, here)) {
            continue;
        }
        let toks = s.words(clause);
        words += toks.iter().filter(|t| t.what == What::Word).count();
        unknown += toks.iter().filter(|t| t.unknown()).count();
        longest = longest.max(toks.len());
        for t in toks {
            seen = seen.and(t.classes);
        }
        missed |= unread.iter().any(|x| touches(*x, here));
        asked |= clause.question;
        bracketed |= clause.bracketed;
    }
    let mut add = |there: bool, what: &'static str| out.extend(there.then_some((what, 1.0)));
    add(unknown * 4 > words, "words: some unknown");
    add(unknown * 2 > words, "words: most unknown");
    add(longest > 14, "clause: long");
    add(longest > 24, "clause: very long");
    add(missed, "unread: here");
    add(asked, "clause: a question");
    add(bracketed, "clause: in brackets");
    add(seen.meets(HOPES), "near: hope");
    add(seen.meets(PLANS), "near: plan");
    add(seen.has(Class::Neg), "near: denial");
    add(seen.meets(OTHERS), "near: others");
    add(seen.has(Class::Correct), "near: a correction");
    add(seen.has(Class::Say), "near: hearsay");
}

pub(super) fn kind(fact: &Fact) -> &'static str {
    match fact {
        Fact::Customer(_) => "kind: customer",
        Fact::Activity(_) => "kind: activity",
        Fact::Opportunity(_) => "kind: opportunity",
        Fact::Order(_) => "kind: order",
        Fact::NextStep(_) => "kind: next step",
        Fact::Complaint(_) => "kind: complaint",
        Fact::Satisfaction(_) => "kind: satisfaction",
        Fact::Service(_) => "kind: service",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_stands_where_sure_begins() {
        for bar in [0.5, 0.9, 0.97] {
            assert_eq!(on_scale(logit(bar), bar), SURE);
            assert!(on_scale(logit(bar) + 0.5, bar) > SURE);
            assert!(on_scale(logit(bar) - 0.5, bar) < SURE);
        }
    }

    #[test]
    fn the_weights_that_come_with_the_program_can_be_read() {
        let file: Weights = toml::from_str(FILE).unwrap();
        assert!((0.5..1.0).contains(&file.bar));
        assert!(file.evidence.values().all(|w| w.is_finite()));
    }

    #[test]
    fn phrases_are_measured_in_words() {
        for (text, words) in [("", 0), ("send the quote", 3), ("寄样品", 2), ("送A4纸 20 boxes", 4)] {
            assert_eq!(size(text), words, "{text}");
        }
    }
}
