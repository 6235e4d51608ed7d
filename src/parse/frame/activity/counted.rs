//! Counted visits: `Today visited 2 parties. A - … B - …`, `今天跑了三家：…`, `3 visits (A, B, C)`, `两家都跑了`. The
//! parties stand apart from the word that tells what was done.

use super::*;
use rust_decimal::prelude::ToPrimitive;

/// How many clauses away the parties may stand.
const REACH: usize = 40;

/// Adds the visits that a count announces (or sums up) and no clause tells.
pub(crate) fn read(g: &mut Gather<'_>) {
    for c in 0..g.s.clauses.len() {
        let Some(n) = count(g, c) else { continue };
        let after = parties(g, c + 1..(c + REACH).min(g.s.clauses.len()), n);
        let found = if after.len() == n { after } else { parties(g, c.saturating_sub(REACH)..c, n) };
        if found.len() != n {
            continue;
        }
        for (party, clause, tok) in found {
            let told =
                g.out.iter().any(|x| x.party == Some(party) && matches!(x.said, Said::Activity { .. }));
            let missed =
                g.s.clauses.get(clause..(clause + 3).min(g.s.clauses.len())).unwrap_or(&[]).iter().any(|k| {
                    k.item == g.s.clauses.get(clause).map_or(0, |k| k.item)
                        && g.s.has(k.toks.clone(), Class::Unreached)
                        && g.cast.named_in(k.toks.clone()).iter().all(|n| n.party == party)
                });
            if !told && !missed {
                let said = activity(g.s, c, ActivityType::Visit);
                g.say_of(Some(party), clause, tok..tok + 1, said, "activity: counted", 0.84);
            }
        }
    }
}

/// How many visits a clause without a party counts.
fn count(g: &Gather<'_>, c: usize) -> Option<usize> {
    let s = g.s;
    let clause = s.clauses.get(c).filter(|k| !k.question)?;
    if !g.cast.named_in(clause.toks.clone()).is_empty() || mood::future(s, clause) {
        return None;
    }
    let visits = clause.toks.clone().any(|i| {
        s.tok(i).is_some_and(|t| {
            let told = if t.han {
                let word = s.norm(i);
                t.any(ClassSet::of(&[Class::Visit, Class::VisitWeak]))
                    && (word.ends_with('了') || s.norm(i + 1) == "了")
            } else {
                t.past(Class::Visit) || matches!(s.norm(i), "visits" | "stops" | "saw")
            };
            told && !mood::denied(s, clause, i)
        })
    });
    let figure = |i: usize| match &s.entity(i)?.value {
        Value::Number(Quantity::Exact(n)) => n.to_usize(),
        _ => None,
    };
    let n = clause.toks.clone().find_map(figure).or_else(|| {
        clause.toks.clone().find_map(|i| match s.norm(i).chars().next()? {
            '两' => Some(2),
            '三' => Some(3),
            '四' => Some(4),
            _ => None,
        })
    })?;
    (visits && (2..=8).contains(&n)).then_some(n)
}

/// The first parties named in these clauses, each with its clause and token; more than `n` only where `n` is passed.
fn parties(g: &Gather<'_>, clauses: std::ops::Range<usize>, n: usize) -> Vec<(usize, usize, usize)> {
    let mut out: Vec<(usize, usize, usize)> = Vec::new();
    for c in clauses {
        let Some(clause) = g.s.clauses.get(c) else { break };
        for naming in g.cast.named_in(clause.toks.clone()) {
            if out.len() <= n && !out.iter().any(|(p, ..)| *p == naming.party) {
                out.push((naming.party, c, naming.tok));
            }
        }
    }
    out
}
