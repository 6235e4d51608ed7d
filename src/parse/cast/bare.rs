//! Names without a firm's suffix that nobody has heard of, in a place that only a party takes: `Zenith signed`,
//! `called Mr. Tran`, `拜访了王总`, `宏达那边签了`. Only where nobody else has been spoken of.

use super::*;
use crate::parse::lexicon::morph::Form;
use crate::parse::token::Token;

/// Names without a company's suffix, where nobody else has been spoken of: `Zenith signed`, `called Mr. Tran`,
/// `拜访了王总`, `宏达那边签了`. They are less sure than a full name, and never taken where a party is already meant.
pub(super) fn without_suffix(s: &Scene<'_>, cast: &mut Cast) {
    for name in s.names.iter().filter(|n| n.shape != Shape::Organisation) {
        let c = s.clause_of(name.toks.start);
        if other_spoken_of(cast, c) {
            break;
        }
        let Some(clause) = s.clauses.get(c).filter(|c| !c.question) else { continue };
        if taken(cast, &name.toks) || somebody_else(s, name) || is_rival(s, name) {
            continue;
        }
        if cast.contacts.iter().any(|k| k.span == name.span) {
            continue;
        }
        if of_firm(s, cast, name) {
            continue;
        }
        let han = s.tok(name.toks.start).is_some_and(|t| t.han);
        let object = is_object(s, name.toks.start) || han && to_whom(s, clause.toks.start, name.toks.start);
        let subject = clause.toks.start == name.toks.start && acts(s, name.toks.end);
        let heads = heads(s, name);
        if !(object || subject || heads) || han && name.shape == Shape::Unsure && !bounded(s, name.toks.end) {
            continue;
        }
        let sure = if object || heads { 0.88 } else { 0.83 };
        name_it(s, cast, name.toks.clone(), name.shape, sure);
    }
    for i in 0..s.t.list.len() {
        if other_spoken_of(cast, s.clause_of(i)) {
            break;
        }
        bare(s, cast, i);
    }
}

/// `见了宏达的刘总`: an unknown firm with its person.
fn of_firm(s: &Scene<'_>, cast: &mut Cast, name: &Name) -> bool {
    let Some(firm) = name.toks.start.checked_sub(2).filter(|f| s.norm(f + 1) == "的") else { return false };
    let fits =
        s.tok(firm).is_some_and(|t| t.han && t.unknown() && (2..=4).contains(&(t.span.end - t.span.start)));
    if !fits || !is_object(s, firm) || taken(cast, &(firm..firm + 1)) {
        return false;
    }
    name_it(s, cast, firm..firm + 1, Shape::Organisation, 0.86);
    if let Some(party) = cast.namings.iter().find(|n| n.tok == firm).map(|n| n.party) {
        cast.contacts.push(Contact { party, text: s.t.raw(name.span), span: name.span, sure: 0.9 });
    }
    true
}

fn taken(cast: &Cast, toks: &std::ops::Range<usize>) -> bool {
    cast.namings.iter().any(|x| x.tok < toks.end && x.end > toks.start)
}

fn name_it(s: &Scene<'_>, cast: &mut Cast, toks: std::ops::Range<usize>, shape: Shape, sure: f32) {
    let party = add(s, cast, toks.clone(), shape, sure);
    cast.namings.push(Naming { tok: toks.start, end: toks.end, party });
    cast.sort();
    topics(s, cast);
}

/// A party has been named before, or is known from the question or the messages before. If so, also in what follows.
fn other_spoken_of(cast: &Cast, c: usize) -> bool {
    cast.opening.is_some() || cast.first_explicit.is_some_and(|first| first <= c)
}

/// What stands after the name does something that customers do.
pub(super) fn acts(s: &Scene<'_>, at: usize) -> bool {
    s.tok(at).is_some_and(|t| {
        t.any(SPEAKS) && (t.han || t.form != Form::Plain)
            || t.any(ClassSet::of(&[Class::LostPhrase, Class::Complain, Class::Negotiating]))
    })
}

/// `Haida Foods: quoted 35k`: the name heads an item.
pub(super) fn heads(s: &Scene<'_>, name: &Name) -> bool {
    let first = name
        .toks
        .start
        .checked_sub(1)
        .and_then(|i| s.tok(i))
        .is_none_or(|t| matches!(t.what, What::Break | What::Mark(_)));
    first && s.tok(name.toks.end).is_some_and(|t| t.is_mark(':')) && name.shape != Shape::Unsure
}

/// `给李明打了电话`, `跟王姐开了会`: to or with whom something was done.
fn to_whom(s: &Scene<'_>, from: usize, at: usize) -> bool {
    // `陪一位瞿女士试驾`
    let mut at = at;
    while at > from + 1 && matches!(s.norm(at - 1), "一位" | "位" | "一" | "一个" | "个" | "了") {
        at -= 1;
    }
    // `想要和面机`
    let wanted =
        at > from + 1 && s.tok(at - 2).is_some_and(|t| t.any(ClassSet::of(&[Class::Need, Class::Want])));
    at > from
        && !wanted
        && matches!(s.norm(at - 1), "给" | "跟" | "和" | "与" | "陪" | "见" | "见了" | "约了" | "找")
}

/// A Chinese name ends here: what follows is known to be something else.
fn bounded(s: &Scene<'_>, at: usize) -> bool {
    s.tok(at).is_none_or(|t| !t.unknown() || t.spaced || !t.han)
}

/// An unknown word that no shape makes a name, in a place that only a party takes: `今天去宏达，报了12万`, `宏达那边签了`,
/// `visited bluepeak`.
fn bare(s: &Scene<'_>, cast: &mut Cast, i: usize) {
    let Some(t) = s.tok(i).filter(|t| t.unknown() && !t.upper) else { return };
    let c = s.clause_of(i);
    let Some(clause) = s.clauses.get(c).filter(|c| !c.question) else { return };
    if t.any(ClassSet::of(&[Class::IdleN, Class::PaperN]))
        || s.name_at(i).is_some()
        || taken(cast, &(i..i + 1))
    {
        return;
    }
    let width = t.span.end - t.span.start;
    // `去建国路`: a place.
    if s.norm(i).ends_with([
        '路', '街', '区', '镇', '村', '市', '县', '省', '道', '巷', '弄', '站', '桥', '港', '山', '湖',
    ]) {
        return;
    }
    // `试驾了那台混动`
    if t.han && i.checked_sub(1).and_then(|b| s.tok(b)).is_some_and(|b| b.is(Class::Det) && b.han) {
        return;
    }
    let object = is_object(s, i) || t.han && to_whom(s, clause.toks.start, i);
    let after = s.tok(i + 1).filter(|_| i + 1 < clause.toks.end);
    let fits = if t.han {
        (2..=4).contains(&width) && ends_han(s, after)
    } else {
        width >= 4 && ends_latin(s, after) && i > clause.toks.start
    };
    let there = t.han && i == clause.toks.start && matches!(s.norm(i + 1), "那边" | "他们" | "那里" | "这边");
    if fits && object || there && (2..=4).contains(&width) {
        name_it(s, cast, i..i + 1, Shape::Unsure, if t.han { 0.86 } else { 0.82 });
    }
}

/// After a Chinese name: the end, a particle, or a verb of dealing, not the rest of a noun.
fn ends_han(s: &Scene<'_>, after: Option<&Token>) -> bool {
    let dealing = ClassSet::of(&[
        Class::Visit,
        Class::Call,
        Class::Message,
        Class::Meet,
        Class::Demo,
        Class::Quote,
        Class::Sign,
        Class::Order,
        Class::Say,
        Class::They,
        Class::Send,
        Class::And,
        Class::Title,
    ]);
    after.is_none_or(|t| {
        t.any(dealing)
            || !matches!(t.what, What::Word)
            || matches!(s.t.norm(t), "的" | "了" | "聊" | "谈" | "那边" | "一趟")
    })
}

fn ends_latin(s: &Scene<'_>, after: Option<&Token>) -> bool {
    after.is_none_or(|t| {
        !matches!(t.what, What::Word)
            || t.any(ClassSet::of(&[
                Class::And,
                Class::TimeWord,
                Class::But,
                Class::Because,
                Class::Then,
                Class::At,
            ])) && s.t.norm(t) != "of"
    })
}
