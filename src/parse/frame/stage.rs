//! Stages of a deal, orders placed, chances and expected closings. Only what the text states as reached counts.

mod aside;
mod close;
mod han;
mod offers;
mod order;
mod taken;
mod words;

use super::Gather;
use crate::domain::reading::Stage;
use crate::parse::clause::Clause;
use crate::parse::entity::date::Direction;
use crate::parse::entity::{EntityKind, Value};
use crate::parse::lexicon::class::{Class, ClassSet};
use crate::parse::lexicon::morph::Form;
use crate::parse::mood::{self, Mood};
use crate::parse::scene::Scene;
use crate::parse::signal::Said;
use crate::parse::token::{Token, What};
use aside::{aside, became, mislaid, their_own};
use close::{close, probability};
use order::order_at;
use rust_decimal::prelude::ToPrimitive;
use words::*;

pub(crate) fn read(g: &mut Gather<'_>, c: usize) {
    let Some(clause) = g.s.clauses.get(c) else { return };
    if clause.question || super::unreal::might_have(g.s, c, clause) {
        return;
    }
    for i in clause.toks.clone() {
        if let Some((stage, rule, sure)) = stage_at(g.s, clause, i) {
            g.say(c, i..i + 1, Said::Stage(stage), rule, sure);
        }
        if wants(g, c, clause, i) {
            g.say(c, i..i + 1, Said::Stage(Stage::Lead), "lead: a new customer wants it", 0.76);
        }
        if let Some(sure) = order_at(g.s, clause, i) {
            let said = Said::Order { date: None };
            // `1 order, from Modbury`: whose it is stands in the next clause.
            let from = g.s.clauses.get(c + 1).filter(|n| {
                n.sentence == clause.sentence && clause.tail == ',' && g.s.norm(n.toks.start) == "from"
            });
            match from {
                Some(n) => {
                    let party = g.cast.party_at(n.toks.clone(), c + 1, n.toks.end);
                    g.say_of(party, c, i..i + 1, said, "order", sure);
                }
                None => g.say(c, i..i + 1, said, "order", sure),
            }
        }
        probability(g, c, clause, i);
    }
    close(g, c, clause);
}

fn stage_at(s: &Scene<'_>, clause: &Clause, i: usize) -> Option<(Stage, &'static str, f32)> {
    if discount(s, clause, i) {
        return Some((Stage::Negotiation, "negotiation: discount", 0.85));
    }
    let t = s.tok(i).filter(|t| t.what == What::Word && !t.is(Class::NotLead))?;
    let verbs = ClassSet::of(&[
        Class::Sign,
        Class::Win,
        Class::Lose,
        Class::WonPhrase,
        Class::LostPhrase,
        Class::Quote,
    ]);
    let found = stage_of_word(s, clause, i, t).filter(|_| !voided(s, clause, i))?;
    // `signed the NDA`, `won an award`, `搞定了停车问题`
    let other = t.any(verbs)
        && found.0 != Stage::Negotiation
        && (aside(s, clause, i) && !(t.is(Class::Quote) && !t.han)
            || their_own(s, clause, i)
            || became(s, clause, i));
    (!other).then_some(found)
}

fn stage_of_word(s: &Scene<'_>, clause: &Clause, i: usize, t: &Token) -> Option<(Stage, &'static str, f32)> {
    let mood = || mood_at(s, clause, i);
    let happened = || mood() == Mood::Happened;
    let has = |class| s.has(clause.toks.clone(), class);
    let deal = || has(Class::DealN) || has(Class::ContractN) || named(s, clause) || money(s, clause);
    if t.is(Class::LostPhrase)
        && !open_yet(s, clause, i)
        && !mislaid(s, clause, i)
        && !(t.han && has(Class::Complain))
        && !mood::denied(s, clause, i)
        && mood() != Mood::Hoped
    {
        return Some((Stage::Lost, "lost: said so", 0.95));
    }
    if t.han {
        return han::han(s, clause, i);
    }
    let off = s.norm(i + 1) == "off"
        || s.norm(i).contains(" off") && !has(Class::ContractN) && !has(Class::DealN) && !money(s, clause);
    if t.past(Class::Sign) && happened() && !off && !has(Class::Budget) {
        return Some((Stage::Won, "won: signed", 0.96));
    }
    if t.is(Class::WonPhrase) && happened() {
        return Some((Stage::Won, "won: said so", 0.95));
    }
    // `closed` is a shop's as well: of a party it is a deal only before it.
    let shop = s.norm(i) == "closed"
        && !matches!(s.tok(i + 1).map(|n| n.what), Some(What::Known(_)))
        && s.norm(i + 1) != "the";
    let unreached = s.words(clause).iter().any(|w| w.is(Class::Unreached) && (shop || !w.past(Class::Win)));
    let weak = s.norm(i).starts_with("wrap")
        || s.norm(i).starts_with("conclude") && !has(Class::DealN) && !has(Class::ContractN);
    if t.past(Class::Win) && happened() && deal() && !unreached && !weak {
        return Some((Stage::Won, "won: closed", 0.93));
    }
    // `Acme: won, 12k`
    if s.norm(i) == "won" && clause.toks.len() == 1 {
        return Some((Stage::Won, "won: alone", 0.9));
    }
    if t.is(Class::DepositN) && happened() && deposit_paid(s, clause, i) {
        return Some((Stage::Won, "won: deposit", 0.93));
    }
    if t.past(Class::Lose) && happened() && lost_object(s, clause, i) {
        return Some((Stage::Lost, "lost: verb", 0.94));
    }
    if t.past(Class::Lose) && happened() && lost_alone(s, clause, i) {
        return Some((Stage::Lost, "lost: alone", 0.9));
    }
    if t.past(Class::Choose) && happened() {
        if s.toks(i..clause.toks.end).iter().any(|w| w.is(Class::OtherParty)) {
            return Some((Stage::Lost, "lost: chose another", 0.94));
        }
        if chose_rival(s, clause, i) {
            return Some((Stage::Lost, "lost: chose a rival", 0.85));
        }
    }
    let appointment =
        [Class::VisitN, Class::MeetN, Class::CallN, Class::DemoN, Class::Unreached, Class::PriceN];
    let left = s.norm(i) == "dropped"
        && s.toks(i + 1..(i + 5).min(clause.toks.end)).iter().any(|w| w.is(Class::QuoteN))
        && !s
            .toks(clause.toks.start..i)
            .iter()
            .any(|w| w.is(Class::They) || matches!(w.what, What::Known(_)));
    if t.past(Class::Drop)
        && !left
        && happened()
        && !s.words(clause).iter().any(|w| w.any(ClassSet::of(&appointment)))
    {
        if deal() || has(Class::They) {
            return Some((Stage::Lost, "lost: dropped", 0.92));
        }
        if dropped_thing(s, clause, i) {
            return Some((Stage::Lost, "lost: dropped", 0.84));
        }
    }
    if t.is(Class::Verbal) && mood() != Mood::Denied {
        return Some((Stage::Negotiation, "negotiation: verbal", 0.93));
    }
    if (t.is(Class::Negotiating) || t.is(Class::Negotiate))
        && !(matters(s.norm(i)) && !has(Class::PriceN) && !has(Class::ContractN) && !money(s, clause))
        && mood() != Mood::Denied
        && mood() != Mood::Asked
        && !future_only(s, clause, i)
    {
        return Some((Stage::Negotiation, "negotiation: price or terms", 0.9));
    }
    if (bargains(s, clause, i) || names_lower(s, clause, i)) && mood() != Mood::Denied {
        return Some((Stage::Negotiation, "negotiation: wants it cheaper", 0.82));
    }
    if t.past(Class::Agree)
        && happened()
        && (has(Class::PriceN) || has(Class::ContractN) || money(s, clause) || s.norm(i).contains(' '))
        && s.norm(i + 1) != "to"
    {
        return Some((Stage::Negotiation, "negotiation: agreed", 0.88));
    }
    if t.past(Class::Quote) && happened() && s.norm(i) != "offered" {
        return Some((Stage::Proposal, "proposal: quoted", 0.95));
    }
    let offer = t.is(Class::QuoteN) || s.norm(i) == "offer to" && i > clause.toks.start;
    if offer && happened() && theirs_now(s, clause, i) {
        return Some((Stage::Proposal, "proposal: with them", 0.86));
    }
    if offer && happened() && handed_over(s, clause, i) {
        return Some((Stage::Proposal, "proposal: handed over", 0.93));
    }
    if let Some(found) = offers::stage(s, clause, i) {
        return Some(found);
    }
    if let Some(sure) = qualified(s, clause, i) {
        return Some((Stage::Qualified, "qualified: need, budget or decider", sure));
    }
    if t.is(Class::Interest) && !mood::denied(s, clause, i) && mood() != Mood::Asked {
        return Some((Stage::Lead, "lead: interest", 0.93));
    }
    None
}

/// Ways of talking that are about the price only where one is spoken of: `emailed back and forth with them`.
fn matters(word: &str) -> bool {
    matches!(
        word,
        "sticking point" | "back and forth" | "pushing for" | "with legal" | "in legal" | "arguing over"
    ) || word.ends_with(" back and forth")
}

/// What a new customer wants is interest: `new customer Pete Novak, wants a van`.
fn wants(g: &Gather<'_>, c: usize, clause: &Clause, i: usize) -> bool {
    let s = g.s;
    let fresh = || {
        g.cast.party_at(clause.toks.clone(), c, i).and_then(|p| g.cast.parties.get(p)).is_some_and(|p| p.new)
    };
    let wants = s.tok(i).is_some_and(|t| {
        t.any(ClassSet::of(&[Class::Want, Class::Need])) && (!t.han || s.norm(i).chars().count() > 1)
    });
    wants && fresh() && !mood::denied(s, clause, i) && mood::at(s, clause, i) != Mood::Asked
}

/// The mood of a predicate; a plan that is sold (`taking the term plan and papers are signed`) plans nothing.
fn mood_at(s: &Scene<'_>, clause: &Clause, i: usize) -> Mood {
    let mood = mood::at(s, clause, i);
    if mood != Mood::Planned {
        return mood;
    }
    let sold = |k: usize| {
        matches!(s.norm(k), "plan" | "plans")
            && k > clause.toks.start
            && s.tok(k - 1).is_some_and(|p| p.unknown() || p.any(ClassSet::of(&[Class::Det, Class::Product])))
    };
    let plans = ClassSet::of(&[Class::Will, Class::TheyWill, Class::AskMe, Class::Promise]);
    let mut before = (clause.toks.start..i).filter(|k| s.tok(*k).is_some_and(|t| t.any(plans)));
    if before.clone().next().is_some() && before.all(sold) { Mood::Happened } else { mood }
}

/// `no deal yet` is not lost.
fn open_yet(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    s.norm(i).starts_with("no ")
        && s.toks(i..clause.toks.end)
            .iter()
            .any(|t| matches!(s.t.norm(t), "yet" | "so far" | "still" | "now" | "today"))
}

/// What is said to have been said by mistake: `昨天说签了是我记错了`, `I said signed, my mistake`.
fn voided(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let mistaken = |w: &str| {
        w.ends_with("错了")
            || matches!(w, "my mistake" | "口误" | "笔误" | "that's wrong" | "thats wrong" | "misspoke")
    };
    s.toks(i + 1..clause.toks.end).iter().any(|t| mistaken(s.t.norm(t)))
}

fn future_only(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    s.tok(i).is_some_and(|t| t.form == Form::Base) && matches!(mood::at(s, clause, i), Mood::Planned)
}

fn named(s: &Scene<'_>, clause: &Clause) -> bool {
    s.words(clause).iter().any(|t| matches!(t.what, What::Known(_)))
}

fn money(s: &Scene<'_>, clause: &Clause) -> bool {
    clause.toks.clone().any(|i| s.entity(i).is_some_and(|e| e.kind() == EntityKind::Money))
}
