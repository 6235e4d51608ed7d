//! Facts about a customer itself: phone, e-mail, age, occupation, city.

mod occupation;

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
            Some(Value::Age(years)) if !of_others(g.s, clause, i) && has_person(g, c, clause, i) => {
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
    occupation::read(g, c, clause);
    city(g, c, clause);
}

/// An age is a person's: of the party, or of its contact.
fn has_person(g: &Gather<'_>, c: usize, clause: &Clause, i: usize) -> bool {
    g.cast.party_at(clause.toks.clone(), c, i).is_some_and(|p| {
        g.cast.parties.get(p).is_some_and(|x| x.person || x.new)
            || g.cast.contacts.iter().any(|k| k.party == p)
    })
}

/// The writer's own number: `我换手机号了`, `my new number`.
fn mine(s: &Scene<'_>, clause: &Clause) -> bool {
    let words = s.words(clause);
    words.first().is_some_and(|t| s.t.norm(t) == "my")
        || words.windows(2).any(|w| {
            let [a, b] = w else { return false };
            match s.t.norm(a) {
                "my" => matches!(s.t.norm(b), "new" | "number" | "phone"),
                "我" => s.t.norm(b) == "换",
                "我的" => true,
                _ => false,
            }
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
    // `44 yrs` alone is a person's age, `44 years of experience` is none.
    let years = i + 2 == clause.toks.end
        && matches!(s.norm(i + 1), "yrs" | "years" | "y" | "yr" | "yo" | "岁" | "歲");
    let alone = clause.toks.len() == 1 || clause.toks.len() == 2 && years;
    // `he is now 63`, `王姐本人41`
    let skipped = i.checked_sub(1).filter(|p| {
        *p >= clause.toks.start
            && matches!(
                s.norm(*p),
                "now" | "already" | "just" | "only" | "about" | "本人" | "已经" | "都" | "才"
            )
    });
    let prev = skipped.unwrap_or(i).checked_sub(1).map_or("", |p| s.norm(p));
    let itself = skipped.is_some_and(|p| s.norm(p) == "本人");
    let pronoun = matches!(
        prev,
        "she's"
            | "he's"
            | "shes"
            | "hes"
            | "is"
            | "he is"
            | "she is"
            | "turned"
            | "他"
            | "她"
            | "今年"
            | "aged"
            | "age"
    ) && (i + 1 >= clause.toks.end
        || s.tok(i + 1).is_some_and(|t| t.what != What::Word || t.is(Class::And) || s.t.norm(t) == "了"));
    let neighbour = |k: usize| {
        s.clauses
            .get(k)
            .is_some_and(|n| n.sentence == clause.sentence && s.has(n.toks.clone(), Class::Occupation))
    };
    let years = years && alone;
    // `Ed Vukovich of Vukovich Sausage is 63`: the organisation's person.
    let contact = pronoun && has_person(g, c, clause, i);
    let owned = has_person(g, c, clause, i);
    contact
        || itself
        || owned && (years || alone && (neighbour(c + 1) || c > 0 && neighbour(c - 1)))
        || party_person
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

fn city(g: &mut Gather<'_>, c: usize, clause: &Clause) {
    let s = g.s;
    for i in clause.toks.clone() {
        let Some(place) = city_at(g, c, clause, i) else { continue };
        let text = s.t.raw(s.span(place.clone()));
        g.say(c, place, Said::City(text), "city", 0.9);
        return;
    }
}

/// The place that a token says the customer is in: `based in Kisumu`, `住无锡`, `new customer from Arequipa`,
/// `西安的秦渭酒业`, and a city alone in the clause after a new customer.
fn city_at(g: &Gather<'_>, c: usize, clause: &Clause, i: usize) -> Option<Range<usize>> {
    let s = g.s;
    let t = s.tok(i).filter(|t| t.what == What::Word)?;
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
                | "搬去"
                | "搬去了"
                | "迁到"
                | "迁到了"
                | "地址在"
                | "地址"
                | "厂在"
                | "店在"
                | "设在"
                | "常住"
                | "坐标"
        );
    let new = || s.toks(clause.toks.start..i).iter().any(|t| t.is(Class::New));
    let named = || g.cast.namings.iter().any(|n| (n.tok..n.end).contains(&(i + 1)));
    // `dentist in Bonn`
    let works = || {
        s.norm(i) == "in" && i > clause.toks.start && s.tok(i - 1).is_some_and(|t| t.is(Class::Occupation))
    };
    // `she moved to Tempe`, `lives now in Jena`
    let moved = s.norm(i) == "to"
        && matches!(
            i.checked_sub(1).map_or("", |b| s.norm(b)),
            "moved" | "relocated" | "relocating" | "moving" | "transferred"
        )
        || s.norm(i) == "in"
            && (i.saturating_sub(2)..i).any(|b| {
                matches!(
                    s.norm(b),
                    "lives" | "live" | "living" | "resides" | "based" | "located" | "headquartered"
                )
            });
    // `Weingut Castellan in Mainz wants`, `new lead Bluebell Diagnostics at Nagpur`
    let beside = matches!(s.norm(i), "in" | "at")
        && s.tok(i + 1).is_some_and(|t| t.upper)
        && s.date(i + 1).is_none()
        && g.cast.namings.iter().any(|n| {
            n.end == i
                && g.cast.parties.get(n.party).is_some_and(|p| !p.person)
                && (g.cast.parties.get(n.party).is_some_and(|p| p.new)
                    || s.norm(i) == "in" && n.tok == clause.toks.start)
        });
    if (moved || beside) && !named() {
        return place(s, clause, i + 1);
    }
    if (lives || works() || matches!(s.norm(i), "from" | "in") && new()) && !named() {
        return place(s, clause, i + 1);
    }
    let party = g.cast.topics.get(c).copied().flatten().and_then(|p| g.cast.parties.get(p));
    let fresh = party.is_some_and(|p| p.new);
    // `福瑞达涂料，淄博的，…`
    let alone_of = clause.toks.start == i && clause.toks.len() == 2 && s.norm(i + 1) == "的";
    // `PT Sinar Tani (Medan)`
    let bracketed = clause.bracketed && clause.toks.len() == 1;
    if t.is(Class::City) && (alone_of || bracketed) && party.is_some() {
        return Some(i..i + 1);
    }
    // `怡保的金龙海鲜酒家`, where the place is in no list.
    let of_new = fresh
        && t.han
        && t.unknown()
        && (2..=3).contains(&(t.span.end - t.span.start))
        && s.norm(i + 1) == "的"
        && g.cast.namings.iter().any(|n| n.tok == i + 2)
        && s.toks(clause.toks.start.saturating_sub(2)..i).iter().any(|t| t.is(Class::New));
    if of_new {
        return Some(i..i + 1);
    }
    if t.is(Class::City) && fresh {
        let of_party = s.norm(i + 1) == "的" && g.cast.namings.iter().any(|n| n.tok == i + 2);
        let alone = clause.toks.len() == 1;
        return (of_party
            || alone
            || matches!(i.checked_sub(1).map_or("", |p| s.norm(p)), "in" | "from" | "在"))
        .then_some(i..i + 1);
    }
    // `Saltgrass Dialysis Center, Corpus Christi. Dr. Imani Brooks`
    if fresh && c > 0 && clause.toks.start == i && super::super::cast::place_of_new(s, g.cast, i) {
        return Some(clause.toks.clone());
    }
    // A single capitalised word alone in its clause, after a new customer: where it is.
    (fresh
        && clause.toks.len() == 1
        && t.unknown()
        && t.upper
        && !g.cast.namings.iter().any(|n| n.tok == i)
        && c > 0)
        .then_some(i..i + 1)
}

fn place(s: &Scene<'_>, clause: &Clause, from: usize) -> Option<Range<usize>> {
    let fits = |t: &crate::parse::token::Token| {
        t.what == What::Word && (t.unknown() || t.any(ClassSet::of(&[Class::Surname, Class::City])))
    };
    let first = s.tok(from).filter(|t| fits(t) && from < clause.toks.end)?;
    let mut end = from + 1;
    while end < clause.toks.end
        && s.tok(end).is_some_and(|t| fits(t) && (t.han && !t.spaced && first.han || t.upper && first.upper))
    {
        end += 1;
    }
    Some(from..end)
}
