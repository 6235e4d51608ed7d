//! Days on which the rep is away, and replies that say there is nothing to report.

use crate::domain::reading::{Availability, AwayState, Span};
use crate::parse::clause::Clause;
use crate::parse::entity::date::calendar::Grain;
use crate::parse::entity::date::{DateExpr, Direction};
use crate::parse::entity::{Quantity, Value};
use crate::parse::lexicon::class::{Class, ClassSet};
use crate::parse::mood;
use crate::parse::scene::Scene;
use crate::parse::token::What;
use chrono::{Datelike, NaiveDate};
use rust_decimal::prelude::ToPrimitive;

/// The days away that a reply tells, each with where it stands.
pub(crate) fn read(s: &Scene<'_>) -> Vec<(Availability, Span)> {
    let mut out: Vec<(Availability, Span)> = Vec::new();
    for (c, clause) in s.clauses.iter().enumerate() {
        if clause.question {
            continue;
        }
        let Some((state, i)) = state(s, clause) else { continue };
        if others(s, clause, i) || mood::denied(s, clause, i) {
            continue;
        }
        let (from, to) = days(s, c, state);
        let one = Availability { state, from, to };
        let again = out.iter().any(|(a, _)| {
            a.from == one.from
                || a.state == one.state && a.to.is_some() && a.to == one.to
                || a.to.is_none_or(|t| t >= one.from) && a.from <= one.from
        });
        if !again {
            out.push((one, s.span(clause.toks.clone())));
        }
    }
    out
}

fn state(s: &Scene<'_>, clause: &Clause) -> Option<(AwayState, usize)> {
    let party = s.words(clause).iter().any(|t| matches!(t.what, What::Known(_)));
    for i in clause.toks.clone() {
        let Some(t) = s.tok(i).filter(|t| t.what == What::Word) else { continue };
        let escorts =
            matches!(s.norm(i), "去医院" | "看病" | "去医院看病" | "住院" | "发烧" | "发烧了" | "做手术")
                && (s.words(clause).iter().any(|t| matches!(s.t.norm(t), "带" | "陪" | "接" | "送"))
                    || child(s, clause.toks.start));
        if t.is(Class::Sick) && !party && !escorts {
            return Some((AwayState::Sick, i));
        }
        if t.is(Class::Leave) && (s.norm(i) != "off" || off(s, clause, i)) && (!party || s.norm(i) != "leave")
        {
            return Some((AwayState::Leave, i));
        }
        if (t.is(Class::TravelN) || t.is(Class::Travel))
            && !party
            && !(fair(s.norm(i)) && !stays(s, clause, i))
        {
            return Some((AwayState::Travel, i));
        }
        if t.is(Class::TrainingN) && !party && !sold(s, clause) {
            return Some((AwayState::Training, i));
        }
    }
    None
}

/// `娃发烧`: somebody of the family is ill.
fn child(s: &Scene<'_>, i: usize) -> bool {
    let word = s.norm(i);
    ["娃", "孩子", "儿子", "女儿", "闺女", "老婆", "老公", "媳妇", "我妈", "我爸", "爸", "妈", "老人", "宝宝"]
        .iter()
        .any(|w| word.starts_with(w) || word == "我" && s.norm(i + 1).starts_with(w))
}

/// A fair may be a day's work among others.
fn fair(word: &str) -> bool {
    matches!(
        word,
        "trade show" | "trade fair" | "fair" | "exhibition" | "expo" | "conference" | "展会" | "参展"
    )
}

/// It is a stay: the rep is at it, or it lasts.
fn stays(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let at = s.toks(clause.toks.start..i).iter().any(|t| {
        matches!(s.t.norm(t), "at" | "去" | "在" | "到")
            || t.any(ClassSet::of(&[Class::TravelN, Class::Travel]))
    });
    let lasts = clause.toks.clone().any(|k| {
        s.date(k)
            .and_then(|e| s.days(e, Direction::Future))
            .is_some_and(|d| d.start != d.end || d.end.is_some_and(|e| e > s.today))
    });
    at || lasts
}

/// A course that is sold, wanted or asked about is no course of the rep's.
fn sold(s: &Scene<'_>, clause: &Clause) -> bool {
    let deal = ClassSet::of(&[
        Class::Interest,
        Class::Quote,
        Class::QuoteN,
        Class::Order,
        Class::Want,
        Class::Need,
        Class::Sign,
        Class::Win,
        Class::DealN,
        Class::Complain,
        Class::Send,
        Class::Budget,
    ]);
    s.words(clause).iter().any(|t| t.any(deal) && !t.is(Class::TrainingN) && !t.is(Class::Stop))
        || clause.toks.clone().any(|i| s.entity(i).is_some_and(|e| matches!(e.value, Value::Money { .. })))
}

/// `Off on Monday`, `off tomorrow`: a bare `off` needs a date and nothing before it.
fn off(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let lead = ClassSet::of(&[Class::I, Class::Will, Class::Stop, Class::TimeWord, Class::And]);
    let free = s.toks(clause.toks.start..i).iter().enumerate().all(|(k, t)| {
        t.any(lead)
            || s.date(clause.toks.start + k).is_some()
            || matches!(
                s.t.norm(t),
                "taking" | "take" | "took" | "having" | "got" | "get" | "both" | "the" | "whole"
            )
    });
    free && clause.toks.clone().any(|k| s.date(k).is_some())
}

/// Another person's absence.
fn others(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let before = s.toks(clause.toks.start..i);
    // `National sales training`: the words before belong to its name.
    let verb = |t: &&crate::parse::token::Token| {
        !t.verb.is_empty() || matches!(s.t.norm(t), "is" | "has" | "on" | "at" | "for" | "in" | "to")
    };
    if s.tok(i).is_some_and(|t| t.is(Class::TrainingN) && !t.han)
        && before.len() <= 3
        && !before.is_empty()
        && !before
            .iter()
            .any(|t| verb(&t) || t.any(ClassSet::of(&[Class::They, Class::OtherPerson, Class::Title])))
        && s.name_at(clause.toks.start).is_none()
    {
        return false;
    }
    let i_am = before.iter().any(|t| t.any(ClassSet::of(&[Class::I, Class::We])));
    // `the Frankfurt fair` is a place; `Haida's buyer is off sick` is somebody else.
    let place = before.iter().any(|t| matches!(s.t.norm(t), "at" | "to" | "in"));
    let other = before.iter().any(|t| {
        t.any(ClassSet::of(&[Class::They, Class::OtherPerson]))
            || t.upper && t.unknown() && !place
            || matches!(t.what, What::Known(_))
    }) || s.name_at(clause.toks.start).is_some();
    other && !i_am
}

/// From when to when: of the clause, else of its sentence; today where none is given.
fn days(s: &Scene<'_>, c: usize, state: AwayState) -> (NaiveDate, Option<NaiveDate>) {
    let Some(clause) = s.clauses.get(c) else { return (s.today, Some(s.today)) };
    // Nobody plans to fall ill: `Wed: home sick` was the last Wednesday.
    let plans = ClassSet::of(&[Class::Will, Class::Hope, Class::If]);
    let back = state == AwayState::Sick && !s.words(clause).iter().any(|t| t.any(plans));
    let near = s.clauses.iter().filter(|k| k.sentence == clause.sentence);
    let mut found: Option<(NaiveDate, Option<NaiveDate>)> = None;
    for k in std::iter::once(clause).chain(near) {
        for i in k.toks.clone() {
            // `后天回来` is when it is over.
            let returns = s.tok(i + 1).is_some_and(|t| {
                s.t.norm(t).starts_with('回') || matches!(s.t.norm(t), "back" | "return" | "returning")
            });
            let Some(expr) = s.date(i).filter(|_| !returns) else { continue };
            let direction = if back && matches!(expr, DateExpr::Weekday(_)) {
                Direction::Past
            } else {
                Direction::Future
            };
            let Some(days) = s.days(expr, direction) else { continue };
            // `until Friday` begins today.
            let (Some(start), mut end) = (days.start.or(days.end.map(|_| s.today)), days.end) else {
                continue;
            };
            if days.grain == Grain::Week {
                end = days.due();
            }
            // `出差到周四` begins today; `休到5月6号` ends what has begun.
            let till = i > k.toks.start
                && (matches!(s.norm(i - 1), "到" | "至")
                    || s.tok(i - 1).is_some_and(|t| t.han) && s.norm(i - 1).ends_with('到'))
                && !(i > k.toks.start + 1 && matches!(s.norm(i - 2), "推" | "改" | "挪"));
            let start = if till && found.is_none() { s.today } else { start };
            // `Dec 30 and 31`
            if days.grain == Grain::Day
                && let Some(last) = and_day(s, i, start)
            {
                end = Some(last);
            }
            found = Some(match found {
                None => (start, end),
                Some((a, b)) => (a.min(start), b.max(end)),
            });
        }
        if found.is_some() {
            break;
        }
    }
    let unknown = s
        .words(clause)
        .iter()
        .chain(s.clauses.get(c + 1).map_or(&[][..], |n| s.words(n)))
        .chain(
            s.clauses
                .iter()
                .skip(c + 2)
                .take_while(|k| k.sentence == clause.sentence)
                .take(20)
                .flat_map(|k| s.words(k)),
        )
        .any(|t| t.is(Class::Unknown));
    if let Some(days) = lasts_for(s, clause) {
        // `去青岛出差三天`, `明天开始拿三天MC`
        let from = found.map_or(s.today, |(from, _)| from);
        if found.is_none_or(|(from, to)| to.is_none_or(|to| to == from)) {
            return (from, from.checked_add_signed(chrono::Duration::days(days - 1)));
        }
    }
    // `明天起休年假，休到5月6号`
    if let Some((from, None)) = found
        && let Some(to) = until(s, c).filter(|to| *to >= from)
    {
        return (from, Some(to));
    }
    match found {
        Some((from, Some(to))) if from == to && unknown => (from, None),
        Some(found) => found,
        None if unknown => (s.today, None),
        None => (s.today, Some(s.today)),
    }
}

/// The last day, which the next clause tells: `休到5月6号`, `back on the 9th` tells none.
fn until(s: &Scene<'_>, c: usize) -> Option<NaiveDate> {
    let clause = s.clauses.get(c)?;
    let next = s.clauses.get(c + 1).filter(|n| n.sentence == clause.sentence)?;
    let at = next.toks.clone().find(|i| s.date(*i).is_some())?;
    let marks = |k: usize| {
        matches!(s.norm(k), "until" | "till" | "through") || s.norm(k).ends_with('到') || s.norm(k) == "至"
    };
    if !(at > next.toks.start && marks(at - 1)) {
        return None;
    }
    s.day(s.date(at)?, Direction::Future)
}

/// `三天`, `for two days`: how long it lasts.
fn lasts_for(s: &Scene<'_>, clause: &Clause) -> Option<i64> {
    clause.toks.clone().find_map(|i| {
        let unit = s.norm(i + 1);
        let in_days = unit.starts_with('天') && !unit.starts_with("天前") || matches!(unit, "days" | "day");
        match &s.entity(i)?.value {
            Value::Number(Quantity::Exact(n)) if n.is_integer() && in_days => n.to_i64(),
            _ => None,
        }
        .filter(|n| (2..=60).contains(n))
    })
}

/// `30 and 31`: a bare day of the month that goes on with a date.
fn and_day(s: &Scene<'_>, i: usize, start: NaiveDate) -> Option<NaiveDate> {
    if !matches!(s.norm(i + 1), "and" | "&" | "和" | "、") {
        return None;
    }
    match &s.entity(i + 2)?.value {
        Value::Number(Quantity::Exact(n)) => start.with_day(n.to_u32()?).filter(|d| *d > start),
        _ => None,
    }
}

/// Nothing to report.
pub(crate) fn nothing(s: &Scene<'_>) -> bool {
    // `海达和宏铭都跑了，没啥进展` is about them.
    let about = |c: &Clause| {
        s.words(c).iter().any(|t| matches!(t.what, What::Known(_)))
            && !c.toks.clone().any(|i| {
                s.tok(i).is_some_and(|t| t.any(ClassSet::of(&[Class::Nothing, Class::Neg, Class::Unreached])))
            })
    };
    s.clauses.iter().enumerate().any(|(k, c)| {
        let sentence =
            s.clauses.get(..k).unwrap_or(&[]).iter().rev().take_while(|b| b.sentence == c.sentence).take(20);
        if sentence.clone().any(about) {
            return false;
        }
        let words = s.words(c);
        let party = words.iter().any(|t| matches!(t.what, What::Known(_)));
        !c.question
            && !party
            && (words.iter().any(|t| t.is(Class::Nothing) && t.what == What::Word) || none_of(s, c))
    })
}

/// `no client stuff`, `zero customer meetings`: none of what a report is about.
fn none_of(s: &Scene<'_>, clause: &Clause) -> bool {
    clause.toks.clone().any(|i| {
        let about = |k: usize| {
            matches!(
                s.norm(k),
                "client"
                    | "clients"
                    | "customer"
                    | "customers"
                    | "sales"
                    | "visits"
                    | "appointments"
                    | "meetings"
                    | "calls"
                    | "orders"
                    | "deals"
            )
        };
        matches!(s.norm(i), "no" | "zero" | "without any" | "any")
            && about(i + 1)
            && (s.norm(i) != "any" || i > clause.toks.start && s.tok(i - 1).is_some_and(|t| t.is(Class::Neg)))
    })
}
