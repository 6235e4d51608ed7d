//! Explicit scores of satisfaction, and a service agent's receptions. What is not a figure is no score.

use super::Gather;
use crate::domain::reading::Mode;
use crate::parse::entity::{Quantity, Value};
use crate::parse::lexicon::class::Class;
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
        if let Some((score, end)) = score_at(g.s, c, i)
            && mood::at(g.s, clause, i) == Mood::Happened
        {
            g.say(c, i..end, Said::Score(score), "score", 0.95);
        }
    }
    if g.s.input.mode == Mode::Service {
        receptions(g, c);
    }
}

fn small(s: &Scene<'_>, i: usize) -> Option<u32> {
    match &s.entity(i)?.value {
        Value::Number(Quantity::Exact(n)) if n.is_integer() => n.to_u32(),
        _ => None,
    }
}

/// The score at a token and where it ends: `4/5`, `4 out of 5`, `rated us 4`, `3 stars`, `打了4分`, `五星`.
fn score_at(s: &Scene<'_>, c: usize, i: usize) -> Option<(u32, usize)> {
    let clause = s.clauses.get(c)?;
    let ok = |n: u32| (1..=5).contains(&n).then_some(n);
    let text = s.norm(i);
    // `4/5` may be one token of any kind, or three.
    if let Some((a, b)) = text.split_once('/')
        && b == "5"
        && let Ok(n) = a.parse::<u32>()
    {
        return ok(n).map(|n| (n, i + 1));
    }
    let n = small(s, i)?;
    let next = s.norm(i + 1);
    if next == "/" && s.norm(i + 2) == "5" || matches!(next, "/5" | "out of 5" | "out of five" | "of 5") {
        return ok(n).map(|n| (n, i + 2));
    }
    if matches!(next, "out" | "of") {
        let at = if next == "out" && s.norm(i + 2) == "of" { i + 3 } else { i + 2 };
        if small(s, at) == Some(5) {
            return ok(n).map(|n| (n, at + 1));
        }
    }
    let starred = s.tok(i + 1).is_some_and(|t| t.is(Class::Stars));
    let rated =
        s.toks(clause.toks.start..i).iter().rev().take(6).any(|t| t.is(Class::Rate) || t.is(Class::Stars));
    let rate_verb = s
        .toks(clause.toks.start..i)
        .iter()
        .rev()
        .take(4)
        .any(|t| t.is(Class::Rate) && s.t.norm(t) != "gave" && s.t.norm(t) != "give");
    let points = matches!(next, "分" | "星" | "颗星");
    if starred && (rated || next.starts_with('星') || next.starts_with("star") || next.starts_with("颗"))
        || points && rated
    {
        return ok(n).map(|n| (n, i + 2));
    }
    let last = i + 1 >= clause.toks.end
        || s.toks(i + 1..clause.toks.end).iter().all(|t| t.what != What::Word || t.is(Class::Stop));
    (rate_verb && last && !s.tok(i).is_some_and(|t| t.han)).then(|| ok(n)).flatten().map(|n| (n, i + 1))
}

fn receptions(g: &mut Gather<'_>, c: usize) {
    let s = g.s;
    let Some(clause) = s.clauses.get(c) else { return };
    for i in clause.toks.clone() {
        let Some(n) = small(s, i) else { continue };
        let next = s.tok(i + 1);
        let noun = next.is_some_and(|t| t.is(Class::ReceptionN));
        let served = s.words(clause).iter().any(|t| t.is(Class::Serve));
        let rated =
            s.words(clause).iter().any(|t| t.is(Class::Stars) || t.is(Class::Rate) && t.is(Class::Complain));
        if (noun && (served || !next.is_some_and(|t| t.han))
            || served && !rated && !s.tok(i + 1).is_some_and(|t| t.unknown() && !t.han))
            && !s.words(clause).iter().any(|t| matches!(t.what, What::Known(_)))
        {
            g.say_of(None, c, i..i + 1, Said::Receptions(n), "receptions", 0.95);
            return;
        }
    }
}
