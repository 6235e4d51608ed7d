//! Facts about a customer itself: phone, e-mail, age, occupation, city.

use super::Gather;
use crate::parse::clause::Clause;
use crate::parse::entity::{Quantity, Value};
use crate::parse::lexicon::class::{Class, ClassSet};
use crate::parse::scene::Scene;
use crate::parse::signal::Said;
use crate::parse::token::What;
use rust_decimal::prelude::ToPrimitive;
use std::ops::Range;

pub(crate) fn read(g: &mut Gather<'_>, c: usize) {
    let Some(clause) = g.s.clauses.get(c) else { return };
    if clause.question || mine(g.s, clause) {
        return;
    }
    for i in clause.toks.clone() {
        match g.s.entity(i).map(|e| &e.value) {
            Some(Value::Phone(p)) => {
                if let Some(e164) = p.e164.clone() {
                    g.say(c, i..i + 1, Said::Phone(e164), "phone", 0.95);
                }
            }
            Some(Value::Email(address)) => g.say(c, i..i + 1, Said::Email(address.clone()), "email", 0.97),
            Some(Value::Age(years)) if !of_others(g.s, clause, i) => {
                g.say(c, i..i + 1, Said::Age(*years), "age", 0.93)
            }
            Some(Value::Number(Quantity::Exact(n))) => {
                if let Some(years) = n.to_u32().filter(|y| (16..=99).contains(y) && is_age(g, c, clause, i)) {
                    g.say(c, i..i + 1, Said::Age(years), "age: bare", 0.88);
                }
            }
            _ => {}
        }
    }
    occupation(g, c, clause);
    city(g, c, clause);
}

/// The writer's own number: `我换手机号了`, `my new number`.
fn mine(s: &Scene<'_>, clause: &Clause) -> bool {
    let words: Vec<&str> = s.words(clause).iter().map(|t| s.t.norm(t)).collect();
    words.first() == Some(&"my")
        || words.windows(2).any(|w| {
            matches!(w, ["my", "new"] | ["my", "number"] | ["my", "phone"] | ["我", "换"] | ["我的", _])
        })
}

/// A child's age, a machine's, a company's.
fn of_others(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    s.toks(clause.toks.start..i).iter().rev().take(5).any(|t| {
        t.is(Class::OtherPerson)
            && !matches!(
                s.t.norm(t),
                "his"
                    | "her"
                    | "their"
                    | "owner"
                    | "the owner"
                    | "buyer"
                    | "director"
                    | "manager"
                    | "经理"
                    | "主管"
                    | "助理"
            )
    }) || clause.bracketed
        && s.toks(clause.toks.start.saturating_sub(3)..clause.toks.start)
            .iter()
            .any(|t| t.is(Class::OtherPerson))
}

/// A bare figure is an age beside an occupation or after `he is`, and alone in its clause.
fn is_age(g: &Gather<'_>, c: usize, clause: &Clause, i: usize) -> bool {
    let s = g.s;
    let party_person = g
        .cast
        .topics
        .get(c)
        .copied()
        .flatten()
        .and_then(|p| g.cast.parties.get(p))
        .is_some_and(|p| p.person || p.new);
    let alone = clause.toks.len() == 1;
    let prev = i.checked_sub(1).map_or("", |p| s.norm(p));
    let pronoun =
        matches!(prev, "she's" | "he's" | "shes" | "hes" | "is" | "他" | "她" | "今年" | "aged" | "age")
            && (i + 1 >= clause.toks.end
                || s.tok(i + 1)
                    .is_some_and(|t| t.what != What::Word || t.is(Class::And) || s.t.norm(t) == "了"));
    let neighbour = |k: usize| {
        s.clauses
            .get(k)
            .is_some_and(|n| n.sentence == clause.sentence && s.has(n.toks.clone(), Class::Occupation))
    };
    party_person
        && (pronoun
            || alone
                && (neighbour(c + 1)
                    || c > 0 && neighbour(c - 1)
                    || g.cast
                        .topics
                        .get(c)
                        .copied()
                        .flatten()
                        .and_then(|p| g.cast.parties.get(p))
                        .is_some_and(|p| p.new)))
}

fn occupation(g: &mut Gather<'_>, c: usize, clause: &Clause) {
    let s = g.s;
    let Some(i) = s.find(clause.toks.clone(), ClassSet::of(&[Class::Occupation])) else { return };
    let Some(party) = g.cast.party_at(clause.toks.clone(), c, i) else { return };
    let contact = g.cast.contacts.iter().any(|k| k.party == party);
    let person = g.cast.parties.get(party).is_some_and(|p| p.person);
    if !(contact || person) || s.name_at(i).is_some_and(|(_, n)| n.titled && n.toks.end <= i + 1) {
        return;
    }
    let toks = phrase(s, clause, i);
    // `她是外企HR`, `(plant manager)`, `, pharmacist,`, `采购经理Nadja`, `Nadja, the purchasing manager`
    let whole = toks.start == clause.toks.start && toks.end == clause.toks.end;
    let before = toks.start.checked_sub(1).map_or("", |p| s.norm(p));
    let told = matches!(
        before,
        "is" | "she's" | "he's" | "a" | "an" | "the" | "as" | "是" | "做" | "当" | "为" | "their" | "at"
    ) || s
        .tok(toks.start.wrapping_sub(1))
        .is_some_and(|t| t.is(Class::ContactN) || matches!(t.what, What::Entity(_)) || t.is(Class::New));
    let beside = s.name_at(toks.end).is_some_and(|(_, n)| n.toks.start == toks.end)
        || s.name_at(toks.start.wrapping_sub(1)).is_some()
        || g.cast.namings.iter().any(|n| n.end == toks.start);
    let bracket = clause.bracketed;
    if whole || told || beside || bracket {
        let text = s.t.raw(s.span(toks.clone()));
        g.say_of(Some(party), c, toks, Said::Occupation(text), "occupation", 0.9);
    }
}

/// The occupation with what stands before it: `school` business manager, `骨科`大夫.
fn phrase(s: &Scene<'_>, clause: &Clause, i: usize) -> Range<usize> {
    let mut start = i;
    while start > clause.toks.start
        && s.tok(start - 1).is_some_and(|p| {
            p.what == What::Word
                && (p.unknown() || p.is(Class::Occupation))
                && s.name_at(start - 1).is_none()
                && p.han == s.tok(i).is_some_and(|t| t.han)
        })
    {
        start -= 1;
    }
    let mut end = i + 1;
    while end < clause.toks.end && s.tok(end).is_some_and(|n| n.is(Class::Occupation) && !n.han) {
        end += 1;
    }
    start..end
}

fn city(g: &mut Gather<'_>, c: usize, clause: &Clause) {
    let s = g.s;
    for i in clause.toks.clone() {
        let Some(t) = s.tok(i).filter(|t| t.what == What::Word) else { continue };
        let lives = t.is(Class::Live)
            || matches!(
                s.norm(i),
                "based in"
                    | "located in"
                    | "住"
                    | "住在"
                    | "位于"
                    | "来自"
                    | "搬到"
                    | "搬到了"
                    | "总部在"
                    | "公司在"
                    | "人在"
                    | "家在"
            );
        let new_from = matches!(s.norm(i), "from" | "in")
            && s.toks(clause.toks.start..i).iter().any(|t| t.is(Class::New));
        if !(lives || new_from) {
            continue;
        }
        let Some(place) = place(s, clause, i + 1) else { continue };
        let text = s.t.raw(s.span(place.clone()));
        g.say(c, place, Said::City(text), "city", 0.9);
        return;
    }
}

fn place(s: &Scene<'_>, clause: &Clause, from: usize) -> Option<Range<usize>> {
    let first = s.tok(from).filter(|t| t.what == What::Word && (t.unknown() || t.is(Class::Surname)))?;
    let mut end = from + 1;
    while end < clause.toks.end
        && s.tok(end).is_some_and(|t| {
            t.what == What::Word && t.unknown() && t.upper == first.upper && !first.han && first.upper
        })
    {
        end += 1;
    }
    Some(from..end)
}
