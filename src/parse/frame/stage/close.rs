//! Chances, and when a deal is expected to close.

use super::*;
use crate::parse::token::Token;

pub(super) fn probability(g: &mut Gather<'_>, c: usize, clause: &Clause, i: usize) {
    let Some(Value::Percent(q)) = g.s.entity(i).map(|e| &e.value) else { return };
    let Some(value) = q.exact().and_then(|d| d.to_u32()).filter(|v| *v <= 100) else { return };
    let price =
        g.s.toks(i.saturating_sub(3).max(clause.toks.start)..(i + 4).min(clause.toks.end)).iter().any(|t| {
            t.any(ClassSet::of(&[Class::PriceN, Class::DepositN]))
                || matches!(g.s.t.norm(t), "off" | "折" | "upfront" | "up front")
        });
    let discount = price
        || g.s.norm(i).contains('折')
        || clause.toks.len() > 1 && g.s.has(clause.toks.clone(), Class::PriceN);
    if !discount {
        g.say(c, i..i + 1, Said::Probability(value), "probability", 0.93);
    }
}

const CLOSES: ClassSet = ClassSet::of(&[Class::Sign, Class::CloseN, Class::Win, Class::Postpone]);
const MEETS: ClassSet = ClassSet::of(&[
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

/// When signing is expected: a date to come in a clause that speaks of signing, deciding or putting off.
pub(super) fn close(g: &mut Gather<'_>, c: usize, clause: &Clause) {
    let s = g.s;
    let Some(at) = clause.toks.clone().find(|i| s.date(*i).is_some()) else { return };
    // The verb nearest before the date, else the first one after it: `it is not signed he will sign by Friday`.
    let verb = (clause.toks.start..at)
        .rev()
        .find(|i| s.tok(*i).is_some_and(|t| t.any(CLOSES)))
        .or_else(|| s.find(at..clause.toks.end, CLOSES));
    let ordering = || {
        clause.toks.clone().find(|i| {
            s.tok(*i).is_some_and(|t| t.is(Class::Order))
                && matches!(mood::at(s, clause, *i), Mood::Hoped | Mood::Planned)
        })
    };
    // `contract by Friday`
    let bare = s.words(clause).iter().all(|t| {
        t.any(ClassSet::of(&[Class::ContractN, Class::At, Class::Det, Class::Stop]))
            || matches!(t.what, What::Entity(_))
    });
    let paper = || bare.then(|| s.find(clause.toks.start..at, ClassSet::of(&[Class::ContractN]))).flatten();
    let Some(verb) = verb.or_else(ordering).or_else(paper) else { return };
    let would = s.toks(clause.toks.start..verb).iter().any(|t| t.is(Class::Would))
        && s.has(clause.toks.clone(), Class::If);
    if would {
        return;
    }
    let only_moved = !s
        .words(clause)
        .iter()
        .any(|t| t.any(ClassSet::of(&[Class::Sign, Class::CloseN, Class::Win, Class::DealN])));
    // `told on call he will sign in March`: what stands before the verb is how it was told; `desk phones` are no calls.
    let signs = s.tok(verb).is_some_and(|t| t.any(ClassSet::of(&[Class::Sign, Class::CloseN])));
    let from =
        if signs && verb < at && !s.tok(verb).is_some_and(|t| t.han) { verb } else { clause.toks.start };
    if (from..clause.toks.end).any(|i| meets(s, i)) {
        return;
    }
    // What is put off may be a visit that the clause before tells of.
    let visit_before = s
        .clauses
        .get(..c)
        .unwrap_or(&[])
        .iter()
        .rev()
        .take(3)
        .any(|b| b.sentence == clause.sentence && s.words(b).iter().any(|t| t.any(MEETS)));
    let step_after = s
        .clauses
        .get(c + 1)
        .filter(|n| n.sentence == clause.sentence)
        .is_some_and(|n| s.words(n).iter().any(|t| t.any(MEETS)));
    if only_moved && (visit_before || step_after) {
        return;
    }
    let signed = s.words(clause).iter().enumerate().any(|(k, t)| {
        t.any(ClassSet::of(&[Class::Sign, Class::Win]))
            && mood::at(s, clause, clause.toks.start + k) == Mood::Happened
            && (t.han || matches!(t.form, Form::Past))
    });
    let Some(expr) = s.date(at) else { return };
    let Some(day) = s.day(expr, Direction::Future).filter(|d| *d > s.today) else { return };
    // A subject of its own stands between the denial and the verb: `not signed he will sign by Friday`.
    let anew =
        s.toks(verb.saturating_sub(2).max(clause.toks.start)..verb).iter().any(|t| t.is(Class::TheyWill));
    if signed && !expr.is_fixed() && !anew || mood::denied(s, clause, verb) && !anew {
        return;
    }
    g.say(c, at..at + 1, Said::Close(day), "close date", 0.9);
}

/// A word of meeting, save a plural behind another noun (`desk phones`).
fn meets(s: &Scene<'_>, i: usize) -> bool {
    let noun = |p: &Token| {
        !p.is(Class::They)
            && (p.form == Form::Plain && !p.any(ClassSet::of(&[Class::And, Class::Will, Class::At])))
    };
    s.tok(i).is_some_and(|t| {
        t.any(MEETS) && !(t.form == Form::Third && i.checked_sub(1).and_then(|p| s.tok(p)).is_some_and(noun))
    })
}
