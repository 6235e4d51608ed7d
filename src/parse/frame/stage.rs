//! Stages of a deal, orders placed, chances and expected closings. Only what the text states as reached counts.

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
use crate::parse::token::What;
use rust_decimal::prelude::ToPrimitive;
use words::*;

pub(crate) fn read(g: &mut Gather<'_>, c: usize) {
    let Some(clause) = g.s.clauses.get(c) else { return };
    if clause.question {
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
            let date = None;
            g.say(c, i..i + 1, Said::Order { date }, "order", sure);
        }
        probability(g, c, clause, i);
    }
    close(g, c, clause);
}

fn stage_at(s: &Scene<'_>, clause: &Clause, i: usize) -> Option<(Stage, &'static str, f32)> {
    if discount(s, clause, i) {
        return Some((Stage::Negotiation, "negotiation: discount", 0.85));
    }
    let t = s.tok(i).filter(|t| t.what == What::Word)?;
    let mood = || mood::at(s, clause, i);
    let happened = || mood() == Mood::Happened;
    let has = |class| s.has(clause.toks.clone(), class);
    let deal = || has(Class::DealN) || has(Class::ContractN) || named(s, clause) || money(s, clause);
    if t.is(Class::NotLead) || voided(s, clause, i) {
        return None;
    }
    if t.is(Class::LostPhrase)
        && !open_yet(s, clause, i)
        && !mood::denied(s, clause, i)
        && !voided(s, clause, i)
        && mood() != Mood::Hoped
    {
        return Some((Stage::Lost, "lost: said so", 0.95));
    }
    if t.han {
        return han(s, clause, i);
    }
    if t.past(Class::Sign) && happened() && !s.norm(i + 1).eq("off") && !has(Class::Budget) {
        return Some((Stage::Won, "won: signed", 0.96));
    }
    if t.is(Class::WonPhrase) && happened() {
        return Some((Stage::Won, "won: said so", 0.95));
    }
    if t.past(Class::Win) && happened() && deal() && !has(Class::Unreached) && !s.norm(i).starts_with("wrap")
    {
        return Some((Stage::Won, "won: closed", 0.93));
    }
    if t.is(Class::DepositN) && happened() && deposit_paid(s, clause, i) {
        return Some((Stage::Won, "won: deposit", 0.93));
    }
    if t.past(Class::Lose) && happened() && lost_object(s, clause, i) {
        return Some((Stage::Lost, "lost: verb", 0.94));
    }
    if t.past(Class::Choose)
        && (happened() || mood() == Mood::Hoped)
        && s.toks(i..clause.toks.end).iter().any(|w| w.is(Class::OtherParty))
        && mood() == Mood::Happened
    {
        return Some((Stage::Lost, "lost: chose another", 0.94));
    }
    if t.past(Class::Drop)
        && happened()
        && !has(Class::VisitN)
        && !has(Class::MeetN)
        && !has(Class::CallN)
        && !has(Class::Unreached)
        && deal() | has(Class::They)
    {
        return Some((Stage::Lost, "lost: dropped", 0.92));
    }
    if t.is(Class::Verbal) && mood() != Mood::Denied {
        return Some((Stage::Negotiation, "negotiation: verbal", 0.93));
    }
    if (t.is(Class::Negotiating) || t.is(Class::Negotiate))
        && mood() != Mood::Denied
        && mood() != Mood::Asked
        && !future_only(s, clause, i)
    {
        return Some((Stage::Negotiation, "negotiation: price or terms", 0.9));
    }
    if bargains(s, clause, i) && mood() != Mood::Denied {
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
    if t.is(Class::QuoteN) && happened() && handed_over(s, clause, i) {
        return Some((Stage::Proposal, "proposal: handed over", 0.93));
    }
    if let Some(sure) = qualified(s, clause, i) {
        return Some((Stage::Qualified, "qualified: need, budget or decider", sure));
    }
    if t.is(Class::Interest) && !mood::denied(s, clause, i) && mood() != Mood::Asked {
        return Some((Stage::Lead, "lead: interest", 0.93));
    }
    None
}

/// What a new customer wants is interest: `new customer Pete Novak, wants a van`.
fn wants(g: &Gather<'_>, c: usize, clause: &Clause, i: usize) -> bool {
    let s = g.s;
    let fresh =
        g.cast.party_at(clause.toks.clone(), c, i).and_then(|p| g.cast.parties.get(p)).is_some_and(|p| p.new);
    let wants = s.tok(i).is_some_and(|t| {
        t.any(ClassSet::of(&[Class::Want, Class::Need])) && (!t.han || s.norm(i).chars().count() > 1)
    });
    fresh && wants && !mood::denied(s, clause, i) && mood::at(s, clause, i) != Mood::Asked
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

/// An order was placed.
fn order_at(s: &Scene<'_>, clause: &Clause, i: usize) -> Option<f32> {
    let t = s.tok(i).filter(|t| t.what == What::Word)?;
    let mood = mood::at(s, clause, i);
    if mood != Mood::Happened || s.tok(i + 1).is_some_and(|n| n.is(Class::Neg)) {
        return None;
    }
    if t.han {
        return (t.is(Class::Order) && !t.is(Class::Drop))
            .then_some(0.93)
            .filter(|_| !s.has(clause.toks.clone(), Class::Unreached))
            .or_else(|| {
                (t.is(Class::OrderN)
                    && s.words(clause)
                        .iter()
                        .any(|w| matches!(s.t.norm(w), "来" | "来了" | "到了" | "下来" | "补录" | "下")))
                .then_some(0.9)
            });
    }
    if t.past(Class::Order)
        && s.toks(i + 1..i + 2).iter().all(|n| s.t.norm(n) != "from")
        && !s.words(clause).iter().any(|w| w.is(Class::OtherParty))
    {
        return Some(0.95);
    }
    let came = |w: &crate::parse::token::Token| {
        w.past(Class::Pay)
            || w.past(Class::Send)
            || matches!(
                s.t.norm(w),
                "in" | "received"
                    | "got"
                    | "booked"
                    | "confirmed"
                    | "placed"
                    | "came"
                    | "from"
                    | "new"
                    | "raised"
                    | "issued"
            )
    };
    (t.is(Class::OrderN) && s.words(clause).iter().any(came)).then_some(0.9)
}

fn probability(g: &mut Gather<'_>, c: usize, clause: &Clause, i: usize) {
    let Some(Value::Percent(q)) = g.s.entity(i).map(|e| &e.value) else { return };
    let Some(value) = q.exact().and_then(|d| d.to_u32()).filter(|v| *v <= 100) else { return };
    let price =
        g.s.toks(i.saturating_sub(3).max(clause.toks.start)..(i + 4).min(clause.toks.end))
            .iter()
            .any(|t| t.is(Class::PriceN) || matches!(g.s.t.norm(t), "off" | "折"));
    let discount = price
        || g.s.norm(i).contains('折')
        || clause.toks.len() > 1 && g.s.has(clause.toks.clone(), Class::PriceN);
    if !discount {
        g.say(c, i..i + 1, Said::Probability(value), "probability", 0.93);
    }
}

const CLOSES: ClassSet = ClassSet::of(&[Class::Sign, Class::CloseN, Class::Win, Class::Postpone]);

/// When signing is expected: a date to come in a clause that speaks of signing, deciding or putting off.
fn close(g: &mut Gather<'_>, c: usize, clause: &Clause) {
    let s = g.s;
    let ordering = || {
        clause.toks.clone().find(|i| {
            s.tok(*i).is_some_and(|t| t.is(Class::Order))
                && matches!(mood::at(s, clause, *i), Mood::Hoped | Mood::Planned)
        })
    };
    let Some(verb) = s.find(clause.toks.clone(), CLOSES).or_else(ordering) else { return };
    let meets = ClassSet::of(&[
        Class::VisitN,
        Class::Visit,
        Class::CallN,
        Class::Call,
        Class::MeetN,
        Class::Meet,
        Class::DemoN,
        Class::Demo,
        Class::AskMe,
    ]);
    if s.words(clause).iter().any(|t| t.any(meets)) {
        return;
    }
    // What is put off may be a visit that the clause before tells of.
    let only_moved = !s
        .words(clause)
        .iter()
        .any(|t| t.any(ClassSet::of(&[Class::Sign, Class::CloseN, Class::Win, Class::DealN])));
    let visit_before = s
        .clauses
        .get(..c)
        .unwrap_or(&[])
        .iter()
        .rev()
        .take(3)
        .any(|b| b.sentence == clause.sentence && s.words(b).iter().any(|t| t.any(meets)));
    let step_after = s
        .clauses
        .get(c + 1)
        .filter(|n| n.sentence == clause.sentence)
        .is_some_and(|n| s.words(n).iter().any(|t| t.any(meets)));
    if only_moved && (visit_before || step_after) {
        return;
    }
    let Some(at) = clause.toks.clone().find(|i| s.date(*i).is_some()) else { return };
    let signed = s.words(clause).iter().enumerate().any(|(k, t)| {
        t.any(ClassSet::of(&[Class::Sign, Class::Win]))
            && mood::at(s, clause, clause.toks.start + k) == Mood::Happened
            && (t.han || matches!(t.form, Form::Past))
    });
    let Some(expr) = s.date(at) else { return };
    let Some(day) = s.day(expr, Direction::Future).filter(|d| *d > s.today) else { return };
    if signed && !expr.is_fixed() || mood::denied(s, clause, verb) {
        return;
    }
    g.say(c, at..at + 1, Said::Close(day), "close date", 0.9);
}
