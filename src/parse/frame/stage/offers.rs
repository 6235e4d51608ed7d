//! Offers and counter-offers told without the word for a quote: a price handed over, `offered`, a contract with the
//! lawyers, an offer turned down, a thing bought elsewhere.

use super::*;
use crate::parse::token::Token;

const OURS: ClassSet = ClassSet::of(&[Class::I, Class::We]);

fn theirs(t: &Token) -> bool {
    t.is(Class::They) && !t.is(Class::Their) || matches!(t.what, What::Known(_))
}

/// They are the subject of the verb at this place.
fn they_do(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let before = s.toks(clause.toks.start..i);
    before.iter().any(theirs) && !before.iter().any(|t| t.any(OURS))
}

/// `sent Acme our price`, `put a figure of 18k in front of them`: a price handed over by us.
fn price_given(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let price = matches!(
        s.norm(i),
        "price" | "prices" | "pricing" | "figure" | "costing" | "costings" | "rates" | "estimate"
    );
    let gave = (clause.toks.start..i).rev().find(|k| {
        s.tok(*k).is_some_and(|t| {
            t.past(Class::Send) || t.past(Class::Give) || t.past(Class::Message) || s.norm(*k) == "put"
        })
    });
    price && gave.is_some_and(|k| !they_do(s, clause, k))
}

/// `offered Acme the fridge for 1,999` is ours, `they offered 22k` is a counter-offer.
fn offered(s: &Scene<'_>, clause: &Clause, i: usize) -> Option<Stage> {
    let offer = matches!(s.norm(i), "offered" | "countered" | "counter-offered");
    let ours = s.toks(clause.toks.start..i).iter().any(|t| t.any(OURS)) || i == clause.toks.start;
    let rival = super::super::unreal::rival(s, s.clause_of(i), clause)
        || s.words(clause).iter().any(|t| t.is(Class::OtherParty) || s.t.norm(t) == "rep");
    if !offer || rival || !money(s, clause) && !ours {
        return None;
    }
    if they_do(s, clause, i) { Some(Stage::Negotiation) } else { Some(Stage::Proposal) }
}

/// The contract is with lawyers or buyers, or is being marked up.
fn in_review(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let reader = |w: &str| {
        matches!(
            w,
            "legal"
                | "lawyer"
                | "lawyers"
                | "solicitor"
                | "solicitors"
                | "counsel"
                | "attorney"
                | "attorneys"
        )
    };
    let going = |w: &str| {
        matches!(
            w,
            "reviewing"
                | "reviews"
                | "picking"
                | "checking"
                | "marking"
                | "redlining"
                | "amending"
                | "reading"
                | "negotiating"
        )
    };
    let words = s.words(clause);
    s.tok(i).is_some_and(|t| t.is(Class::ContractN))
        && s.norm(i) != "deal"
        && words.iter().any(|t| reader(s.t.norm(t)))
        || s.tok(i).is_some_and(|t| t.is(Class::ContractN))
            && words.iter().any(|t| going(s.t.norm(t)))
            && they_do(s, clause, i)
}

/// `turned our offer down`, `knocked the proposal back`, `called the whole thing off`.
fn turned_down(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let particle: &[&str] = match s.norm(i) {
        "turned" => &["down"],
        "knocked" => &["back"],
        "called" => &["off"],
        "threw" | "thrown" => &["out"],
        _ => return false,
    };
    let thing = ClassSet::of(&[
        Class::QuoteN,
        Class::DealN,
        Class::ContractN,
        Class::OrderN,
        Class::We,
        Class::IdleN,
    ]);
    (i + 2..(i + 6).min(clause.toks.end))
        .any(|k| particle.contains(&s.norm(k)) && s.toks(i + 1..k).iter().any(|t| t.any(thing)))
        && !s.toks(clause.toks.start..i).iter().any(|t| t.any(OURS))
}

/// `bought their scrubbers from Karcher direct`: from another than us.
fn bought_elsewhere(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let buys = s.tok(i).is_some_and(|t| t.past(Class::Order))
        && (s.norm(i).starts_with("bought")
            || s.norm(i).starts_with("purchased")
            || s.norm(i).starts_with("ordered"));
    let rival = |k: usize| {
        s.tok(k).is_some_and(|t| t.is(Class::OtherParty) || t.upper && t.unknown() && t.what == What::Word)
    };
    let rest = i + 1..clause.toks.end;
    let from = rest.clone().any(|k| matches!(s.norm(k), "from" | "off") && rival(k + 1));
    let direct = s.toks(rest).iter().any(|t| t.is(Class::OtherParty) && !s.t.norm(t).ends_with("competitor"));
    buys && they_do(s, clause, i) && (from || direct)
}

/// The stage that one of these tells of.
pub(super) fn stage(s: &Scene<'_>, clause: &Clause, i: usize) -> Option<(Stage, &'static str, f32)> {
    if mood_at(s, clause, i) != Mood::Happened {
        return None;
    }
    if turned_down(s, clause, i) {
        return Some((Stage::Lost, "lost: turned down", 0.9));
    }
    if bought_elsewhere(s, clause, i) {
        return Some((Stage::Lost, "lost: bought elsewhere", 0.82));
    }
    if let Some(stage) = offered(s, clause, i) {
        return Some((stage, "offered", 0.84));
    }
    if price_given(s, clause, i) {
        return Some((Stage::Proposal, "proposal: a price given", 0.85));
    }
    in_review(s, clause, i).then_some((Stage::Negotiation, "negotiation: contract in review", 0.84))
}
