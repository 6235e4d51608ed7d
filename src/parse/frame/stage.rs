//! Stages of a deal, orders placed, chances and expected closings. Only what the text states as reached counts.

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

/// `they'd like us to come down a bit on price`, `wants a lower price`, `asked to reduce the rate`.
fn bargains(s: &Scene<'_>, clause: &Clause, i: usize) -> Option<f32> {
    let price = matches!(
        s.norm(i),
        "price"
            | "prices"
            | "pricing"
            | "rate"
            | "rates"
            | "quote"
            | "discount"
            | "terms"
            | "fee"
            | "cost"
            | "premium"
            | "rent"
            | "percent"
    );
    let words = || s.words(clause).iter().map(|t| s.t.norm(t));
    let less = words().any(|w| {
        matches!(
            w,
            "down"
                | "lower"
                | "better"
                | "less"
                | "off"
                | "reduce"
                | "reduced"
                | "reduction"
                | "sharper"
                | "sharpen"
                | "flexible"
                | "improve"
                | "knock"
                | "cut"
                | "match"
                | "cheaper"
                | "bigger"
                | "too"
                | "high"
                | "steep"
                | "stretch"
                | "discount"
        )
    });
    let theirs = s.words(clause).iter().any(|t| {
        t.any(ClassSet::of(&[Class::Want, Class::They, Class::Need, Class::Try, Class::AskMe, Class::Say]))
            || matches!(t.what, What::Known(_))
    });
    (price && less && theirs).then_some(0.82)
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

/// The deposit is paid, put down, in: `paid the deposit`, `deposit came in`.
fn deposit_paid(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let words = s.words(clause);
    words.iter().any(|t| t.past(Class::Pay) || matches!(s.t.norm(t), "in" | "received" | "down" | "got"))
        || s.toks(i..clause.toks.end).iter().any(|t| t.is(Class::Approved))
}

/// `lost Pemberton`, `lost the deal`, `lost to a cheaper bid`, but not `lost power`.
fn lost_object(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    s.toks(i..clause.toks.end).iter().take(5).any(|t| {
        matches!(t.what, What::Known(_))
            || t.any(ClassSet::of(&[Class::OtherParty, Class::DealN, Class::They]))
    }) || clause.toks.start < i && named(s, clause)
}

const HANDS: ClassSet = ClassSet::of(&[Class::Send, Class::Give, Class::Quote, Class::Message]);

/// A quote was sent, given, handed over, went out.
fn handed_over(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let past = |t: &crate::parse::token::Token| {
        t.any(HANDS) && matches!(t.form, Form::Past | Form::Participle)
            || matches!(
                s.t.norm(t),
                "went"
                    | "gone"
                    | "out"
                    | "presented"
                    | "left"
                    | "delivered"
                    | "went out to"
                    | "gone out to"
                    | "went over to"
                    | "went to"
                    | "out to"
            )
    };
    s.words(clause).iter().any(past)
        && !s.words(clause).iter().any(|t| t.any(ClassSet::of(&[Class::AskMe, Class::Will])))
        && clause.toks.start <= i
}

fn qualified(s: &Scene<'_>, clause: &Clause, i: usize) -> Option<f32> {
    let t = s.tok(i)?;
    let has = |class| s.has(clause.toks.clone(), class);
    if has(Class::NoMoney)
        || mood::at(s, clause, i) != Mood::Happened
        || s.words(clause).iter().any(|w| w.is(Class::Neg))
    {
        return None;
    }
    if t.is(Class::Budget)
        && (has(Class::Approved)
            || has(Class::Confirm)
            || s.words(clause).iter().any(|w| {
                let w = s.t.norm(w);
                matches!(w, "have" | "has" | "got")
                    || w.ends_with(" have")
                    || w.ends_with(" has")
                    || w.ends_with("'ve")
            }))
    {
        return Some(0.92);
    }
    // `340.000 € is approved`, `have 60k approved`
    let sum = t.any(ClassSet::of(&[Class::Approved, Class::Confirm]))
        && matches!(
            s.norm(i),
            "approved" | "signed off" | "set aside" | "earmarked" | "allocated" | "ring-fenced"
        );
    if sum && money(s, clause) && !has(Class::Order) && !has(Class::OrderN) && !has(Class::QuoteN) {
        return Some(0.84);
    }
    if t.is(Class::NeedN) && (has(Class::Approved) || has(Class::Confirm)) {
        return Some(0.9);
    }
    t.is(Class::Decider).then_some(0.88)
}

/// `要求打95折`, `wants 5% off`: a discount asked for.
fn discount(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    if !s.entity(i).is_some_and(|e| e.kind() == EntityKind::Percent)
        || s.words(clause).iter().any(|t| t.is(Class::I))
    {
        return false;
    }
    let words = s.words(clause);
    if words.iter().any(|t| t.han) {
        return s.norm(i).contains('折');
    }
    let less = s
        .toks(i + 1..(i + 3).min(clause.toks.end))
        .iter()
        .any(|t| matches!(s.t.norm(t), "off" | "discount" | "less" | "cheaper" | "reduction" | "lower"));
    less && words
        .iter()
        .any(|t| t.any(ClassSet::of(&[Class::Want, Class::They, Class::Need, Class::AskMe, Class::Say])))
}

fn han(s: &Scene<'_>, clause: &Clause, i: usize) -> Option<(Stage, &'static str, f32)> {
    let t = s.tok(i)?;
    let word = s.norm(i);
    let mood = mood::at(s, clause, i);
    let has = |class| s.has(clause.toks.clone(), class);
    let after = s.norm(i + 1);
    if t.is(Class::WonPhrase) && mood == Mood::Happened {
        return Some((Stage::Won, "won: said so", 0.94));
    }
    if t.is(Class::Sign) && mood == Mood::Happened && signed(word, after, s, clause, i) {
        return Some((Stage::Won, "won: signed", 0.95));
    }
    if t.is(Class::DepositN) && mood == Mood::Happened && s.words(clause).iter().any(|w| w.is(Class::Pay)) {
        return Some((Stage::Won, "won: deposit", 0.94));
    }
    if t.is(Class::Drop) && mood == Mood::Happened && !has(Class::Visit) && !has(Class::Meet) {
        return Some((Stage::Lost, "lost: cancelled", 0.93));
    }
    if t.is(Class::Verbal)
        && mood != Mood::Asked
        && mood != Mood::Denied
        && !has(Class::AskMe)
        && !promised_by_me(s, clause, i)
    {
        return Some((Stage::Negotiation, "negotiation: verbal", 0.9));
    }
    let asked_of_us = s.words(clause).iter().any(|w| w.is(Class::AskMe));
    if t.is(Class::Negotiating) && mood != Mood::Asked && (mood != Mood::Planned || asked_of_us) {
        return Some((Stage::Negotiation, "negotiation: price or terms", 0.9));
    }
    if t.is(Class::Quote) && mood == Mood::Happened && quoted(s, clause, i) {
        return Some((Stage::Proposal, "proposal: quoted", 0.93));
    }
    if (t.is(Class::Budget) || t.is(Class::NeedN))
        && has(Class::Approved)
        && !has(Class::NoMoney)
        && mood == Mood::Happened
    {
        return Some((Stage::Qualified, "qualified: need or budget", 0.9));
    }
    if t.is(Class::Decider) && mood == Mood::Happened {
        return Some((Stage::Qualified, "qualified: decider", 0.8));
    }
    if t.is(Class::Interest) && mood != Mood::Asked && mood != Mood::Denied {
        return Some((Stage::Lead, "lead: interest", 0.93));
    }
    None
}

fn promised_by_me(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    i > clause.toks.start && s.tok(i - 1).is_some_and(|p| p.is(Class::I) || p.is(Class::We))
}

/// `签` alone may be a plan; with `了`, `已`, or as `签约`, `续约` and the like it is a fact.
fn signed(word: &str, after: &str, s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let _ = (clause, i);
    word.ends_with('了')
        || word.ends_with('啦')
        || word.starts_with('已')
        || matches!(
            word,
            "签约"
                | "签单"
                | "续约"
                | "续签"
                | "签下"
                | "签下来"
                | "签妥"
                | "签完"
                | "签好"
                | "签回"
                | "签成"
                | "签掉"
        )
        || matches!(after, "了" | "啦" | "完" | "好" | "下" | "掉" | "妥")
        || s.toks(clause.toks.clone()).iter().any(|t| matches!(s.t.norm(t), "已" | "已经" | "当场"))
}

/// Something was quoted, or a quote was handed over: not `报价单` alone, nor one that is asked for.
fn quoted(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let word = s.norm(i);
    let verb = word.ends_with('了')
        || matches!(word, "报了" | "报的" | "报出" | "已报价" | "报过价" | "报给" | "报上去" | "报过去");
    let told = s.words(clause).iter().any(|t| {
        let w = s.t.norm(t);
        w.contains('了') || w.contains('已') || matches!(w, "交" | "递" | "已" | "上去" | "过去" | "送到")
    });
    let asked = s.words(clause).iter().any(|t| t.is(Class::AskMe));
    !asked && (verb || told || money(s, clause))
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
