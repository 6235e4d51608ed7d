//! Explicit scores of satisfaction, and a service agent's receptions. What is not a figure is no score.

use super::Gather;
use crate::domain::reading::Mode;
use crate::parse::entity::{Quantity, Value};
use crate::parse::lexicon::class::{Class, ClassSet};
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
            && (mood::at(g.s, clause, i) == Mood::Happened || looks_like_day(g.s, c, i))
        {
            g.say(c, i..end, Said::Score(score), "score", 0.95);
        }
    }
    if g.s.input.mode == Mode::Service {
        receptions(g, c);
    }
}

/// `满意度问卷收回来了，4/5`: what could be the fourth of May is a score beside a word of rating.
fn looks_like_day(s: &Scene<'_>, c: usize, i: usize) -> bool {
    let rates = |k: &crate::parse::clause::Clause| {
        s.words(k).iter().any(|t| {
            t.any(ClassSet::of(&[Class::Rate, Class::Stars]))
                && !matches!(s.t.norm(t), "给" | "打" | "gave" | "give")
        })
    };
    s.norm(i).ends_with("/5")
        && s.date(i).is_some()
        && s.clauses.get(c.saturating_sub(1)..=c).unwrap_or(&[]).iter().any(rates)
        && !s.clauses.get(c).is_some_and(|k| {
            s.words(k).iter().any(|t| t.any(ClassSet::of(&[Class::Will, Class::Hope, Class::If, Class::Neg])))
        })
}

fn small(s: &Scene<'_>, i: usize) -> Option<u32> {
    match &s.entity(i)?.value {
        Value::Number(Quantity::Exact(n)) if n.is_integer() => n.to_u32(),
        _ => None,
    }
}

/// `五星好评`: a Chinese digit that stands alone is no number elsewhere.
fn han_digit(s: &Scene<'_>, i: usize) -> Option<u32> {
    let digit = s.norm(i).chars().next_back()?;
    let star = s.norm(i + 1);
    let n = ['一', '二', '三', '四', '五'].iter().position(|d| *d == digit)?;
    (star.starts_with('星') || star.starts_with("颗星")).then_some(n as u32 + 1)
}

/// The score at a token and where it ends: `4/5`, `4 out of 5`, `rated us 4`, `3 stars`, `打了4分`, `五星`.
fn score_at(s: &Scene<'_>, c: usize, i: usize) -> Option<(u32, usize)> {
    let clause = s.clauses.get(c)?;
    let ok = |n: u32| (1..=5).contains(&n).then_some(n);
    let text = s.norm(i);
    // `4/5` may be one token of any kind, or three.
    if let Some(n) = text.strip_suffix("/5").and_then(|n| n.parse::<u32>().ok()) {
        return ok(n).map(|n| (n, i + 1));
    }
    let n = small(s, i).or_else(|| han_digit(s, i))?;
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
    // `回访打分：瑞峰5分，鑫源3分`: what is counted is said once, before.
    let headed = s
        .clauses
        .get(..c)
        .unwrap_or(&[])
        .iter()
        .rev()
        .take(6)
        .take_while(|k| k.sentence == clause.sentence)
        .any(|k| {
            s.words(k).iter().any(|t| t.is(Class::Rate) && t.han && !matches!(s.t.norm(t), "给" | "给了"))
        });
    let rated = headed
        || s.toks(clause.toks.start..i).iter().rev().take(6).any(|t| t.is(Class::Rate) || t.is(Class::Stars));
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

/// How many were received: a total counts more than its parts (`上午18个下午22个，一共40`).
fn receptions(g: &mut Gather<'_>, c: usize) {
    let s = g.s;
    if g.out.iter().rev().take(60).any(|x| matches!(x.said, Said::Receptions(_))) {
        return;
    }
    let total = (c..(c + 12).min(s.clauses.len())).find_map(|k| Some((k, counted(s, k, true)?)));
    let found = counted(s, c, false).map(|i| (c, i));
    let parts = s.clauses.get(c).is_some_and(|k| {
        let figures = k.toks.clone().filter(|i| small(s, *i).is_some()).count();
        figures >= 2 && s.words(k).iter().any(|t| t.is(Class::TimeWord))
    });
    let same = |k: usize| s.clauses.get(k).map(|k| k.sentence) == s.clauses.get(c).map(|k| k.sentence);
    let (k, i) = match (found, total) {
        (Some(_), Some((k, i))) if same(k) => (k, i),
        (None, Some((k, i))) if parts && same(k) => (k, i),
        (Some(found), _) => found,
        _ => return,
    };
    if let Some(n) = small(s, i) {
        g.say_of(None, k, i..i + 1, Said::Receptions(n), "receptions", 0.95);
    }
}

/// The figure of a clause that counts who was received, or that sums it up.
fn counted(s: &Scene<'_>, c: usize, total: bool) -> Option<usize> {
    let clause = s.clauses.get(c).filter(|k| !k.question)?;
    let words = s.words(clause);
    if words.iter().any(|t| matches!(t.what, What::Known(_))) {
        return None;
    }
    let served = words.iter().any(|t| t.is(Class::Serve));
    let rated = words.iter().any(|t| t.is(Class::Stars) || t.is(Class::Rate) && t.is(Class::Complain));
    // `Walk-ins: 23`
    let headed = c.checked_sub(1).and_then(|b| s.clauses.get(b)).is_some_and(|b| {
        b.tail == ':'
            && b.toks.len() <= 3
            && s.words(b).iter().any(|t| t.any(ClassSet::of(&[Class::ReceptionN, Class::Serve])))
    });
    let sums = words.iter().any(|t| {
        matches!(s.t.norm(t), "一共" | "共" | "总共" | "合计" | "总计" | "共计" | "total" | "in total")
    });
    clause.toks.clone().filter(|i| small(s, *i).is_some()).find(|i| {
        if total {
            return sums && !rated;
        }
        let next = s.tok(i + 1);
        let noun = next.is_some_and(|t| t.is(Class::ReceptionN));
        let alone = clause.toks.len() <= 2 && noun && c == 0;
        let came =
            words.iter().any(|t| matches!(s.t.norm(t), "来了" | "到店" | "进店" | "到访" | "来访" | "来店"));
        noun && (served || !next.is_some_and(|t| t.han) || alone || came)
            || headed && clause.toks.len() == 1
            || served && !rated && !next.is_some_and(|t| t.unknown() && !t.han)
    })
}
