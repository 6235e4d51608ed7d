//! Customers that nobody has heard of: called new by the text, or named as an organisation where a customer stands.

use super::*;

/// Customers that the text itself calls new.
pub(super) fn new_parties(s: &Scene<'_>, cast: &mut Cast) {
    for (c, clause) in s.clauses.iter().enumerate() {
        for i in clause.toks.clone() {
            // `one of them new: Tomasz Wilk`
            let colon = s.norm(i) == "new" && s.tok(i + 1).is_some_and(|t| t.is_mark(':'));
            if !(colon || s.tok(i).is_some_and(|t| t.is(Class::New) && t.what == What::Word))
                || denied(s, clause.toks.start, i)
            {
                continue;
            }
            // `王姐转介绍一个新客户`: the verb, not the new one.
            let refers = s.norm(i).contains("介绍") && !s.norm(i).ends_with('的');
            if refers && (i + 1..clause.toks.end).any(|k| s.tok(k).is_some_and(|t| t.is(Class::New))) {
                continue;
            }
            if let Some((party, toks)) = newcomer(s, cast, c, i) {
                let named = cast.namings.iter().any(|n| n.tok == toks.start);
                if let Some(p) = cast.parties.get_mut(party) {
                    p.new = true;
                }
                if !named {
                    cast.namings.push(Naming { tok: toks.start, end: toks.end, party });
                }
            }
        }
    }
}

pub(super) fn denied(s: &Scene<'_>, from: usize, i: usize) -> bool {
    s.toks(from..i).iter().rev().take(3).any(|t| t.is(Class::Neg) || t.is(Class::Question))
}

/// Whom a word like `new customer` at token `i` is about.
pub(super) fn newcomer(
    s: &Scene<'_>,
    cast: &mut Cast,
    c: usize,
    i: usize,
) -> Option<(usize, std::ops::Range<usize>)> {
    let clause = s.clauses.get(c)?;
    // `Annapurna Hotels – new party, Mr Shenoy`: the organisation is new, who follows is its person.
    let parted = s.tok(i + 1).is_some_and(|t| matches!(t.what, What::Mark(',' | '(')));
    let org = (clause.toks.start.saturating_sub(6)..i).rev().find_map(|k| s.name_at(k)).filter(|(_, n)| {
        n.shape == Shape::Organisation
            && s.clauses.get(s.clause_of(n.toks.start)).is_some_and(|k| k.sentence == clause.sentence)
    });
    if let Some((_, name)) = org.filter(|_| parted) {
        return Some((add(s, cast, name.toks.clone(), name.shape, 0.93), name.toks.clone()));
    }
    // After it: `new customer Zubair Handlooms`, `新客户：钟太`, `新线索！西安的秦渭酒业`.
    if let Some(found) = after(s, cast, clause.toks.end, i) {
        return Some(found);
    }
    let at_end = (i + 1..clause.toks.end).all(|k| {
        s.date(k).is_some()
            || s.tok(k).is_some_and(|t| {
                t.any(ClassSet::of(&[Class::Stop, Class::TimeWord, Class::At, Class::City, Class::Det]))
                    || t.what == What::Sign
            })
    });
    // `王姐介绍了一个新客户，蒋先生`: who refers is not the new one.
    let referred = s.toks(clause.toks.start..i).iter().any(|t| {
        matches!(
            s.t.norm(t),
            "介绍"
                | "介绍了"
                | "转介绍"
                | "推荐"
                | "推荐了"
                | "referred"
                | "introduced"
                | "recommended"
                | "refers"
        )
    }) || s.norm(i).contains("介绍");
    if at_end
        && referred
        && let Some(next) = s.clauses.get(c + 1)
        && let Some(found) = after(s, cast, next.toks.end, next.toks.start.checked_sub(1)?)
    {
        return Some(found);
    }
    // `老费介绍了个新客户，开民宿的，叫云上居`
    if let Some(found) = called_next(s, cast, c, i) {
        return Some(found);
    }
    // Before it: `Layla Haddad, new customer`, `万老师，新客户`.
    let near = s.clauses.get(c.saturating_sub(8)..c).unwrap_or(&[]).iter();
    let from = near
        .enumerate()
        .find(|(n, b)| b.item == clause.item && (b.sentence == clause.sentence || n + 2 >= c.min(8)))
        .map_or(clause.toks.start, |(_, b)| b.toks.start);
    let before = (from..i).rev().find_map(|k| s.name_at(k).filter(|(_, n)| !is_place(s, n)));
    // `义顺粮油的邹姐，新客户`: the organisation is new, she is its person.
    let owner = before
        .filter(|(_, n)| n.shape == Shape::Person && s.norm(n.toks.start.wrapping_sub(1)) == "的")
        .and_then(|(_, n)| {
            s.name_at(n.toks.start.checked_sub(2)?).filter(|(_, o)| o.shape == Shape::Organisation)
        });
    // `Visited Wei Xin Interiors with Hafiz, new prospect`: who comes along is not the new one.
    let firm = before.filter(|(_, n)| !n.titled && n.shape != Shape::Organisation).and_then(|(_, n)| {
        (matches!(s.norm(n.toks.start.wrapping_sub(1)), "with" | "w/" | "and"))
            .then(|| {
                (from..n.toks.start)
                    .rev()
                    .find_map(|k| s.name_at(k).filter(|(_, o)| o.shape == Shape::Organisation))
            })
            .flatten()
    });
    if let Some((_, name)) = owner.or(firm).or(before) {
        return Some((add(s, cast, name.toks.clone(), name.shape, 0.93), name.toks.clone()));
    }
    if let Some(n) = cast.namings.iter().rev().find(|n| (from..i).contains(&n.tok)).copied() {
        return Some((n.party, n.tok..n.end));
    }
    if at_end
        && let Some(next) = s.clauses.get(c + 1)
        && let Some(found) = after(s, cast, next.toks.end, next.toks.start.checked_sub(1)?)
    {
        return Some(found);
    }
    lower_case_before(s, cast, clause.toks.start, i)
}

/// A name that one of the next clauses gives with `叫`.
fn called_next(
    s: &Scene<'_>,
    cast: &mut Cast,
    c: usize,
    i: usize,
) -> Option<(usize, std::ops::Range<usize>)> {
    let here = s.clauses.get(c)?;
    s.tok(i).filter(|t| t.han)?;
    let at = s
        .clauses
        .get(c + 1..(c + 4).min(s.clauses.len()))?
        .iter()
        .take_while(|k| k.sentence == here.sentence)
        .find_map(|k| {
            k.toks.clone().take(2).find(|t| matches!(s.norm(*t), "叫" | "名叫" | "叫做" | "名字叫"))
        })?;
    if let Some((_, name)) = s.name_at(at + 1).filter(|(_, n)| n.toks.start == at + 1) {
        let toks = grown(s, name);
        return Some((add(s, cast, toks.clone(), name.shape, 0.93), toks));
    }
    let end = (at + 1..at + 6).find(|k| s.tok(*k).is_none_or(|t| !t.han || t.what != What::Word))?;
    let wide: usize = s.toks(at + 1..end).iter().map(|t| t.span.end - t.span.start).sum();
    ((2..=6).contains(&wide)).then(|| (add(s, cast, at + 1..end, Shape::Unsure, 0.85), at + 1..end))
}

/// The name that follows token `i` at once, or after `is`, `called`, `：`, a city and `的`.
pub(super) fn after(
    s: &Scene<'_>,
    cast: &mut Cast,
    end: usize,
    i: usize,
) -> Option<(usize, std::ops::Range<usize>)> {
    let mut at = i + 1;
    let mut crossed = false;
    while s.tok(at).is_some_and(|t| {
        t.is_mark(':')
            || t.is_mark('-')
            || t.is_mark(',')
            || (t.is(Class::Stop) && !t.is(Class::Surname))
            || matches!(
                s.t.norm(t),
                "叫" | "是"
                    | "called"
                    | "named"
                    | "一家"
                    | "一个"
                    | "家"
                    | "个"
                    | "了"
                    | "一"
                    | "一位"
                    | "位客户"
                    | "个客户"
                    | "家客户"
                    | "名客户"
                    | "位"
                    | "名"
                    | "一名"
                    | "客户"
                    | "线索"
                    | "潜在客户"
                    | "意向客户"
            )
    }) {
        crossed |= s.tok(at).is_some_and(|t| t.is_mark(','));
        at += 1;
    }
    // A city and 的 before the name.
    if s.tok(at).is_some_and(|t| t.han)
        && let Some(k) = (at + 1..at + 4).find(|k| s.norm(*k) == "的")
    {
        at = k + 1;
    }
    if let Some(n) = cast.namings.iter().find(|n| n.tok == at).copied() {
        return Some((n.party, n.tok..n.end));
    }
    let _ = end;
    if let Some((_, name)) = s.name_at(at).filter(|(_, n)| n.toks.start == at) {
        let toks = grown(s, name);
        let party = add(s, cast, toks.clone(), name.shape, 0.95);
        return Some((party, toks));
    }
    if crossed { None } else { bare_after(s, cast, at) }
}

/// A name without the shape of one: Chinese characters, or lower-case words, right after `new customer`.
pub(super) fn bare_after(
    s: &Scene<'_>,
    cast: &mut Cast,
    at: usize,
) -> Option<(usize, std::ops::Range<usize>)> {
    let first = s.tok(at).filter(|t| t.what == What::Word)?;
    if first.han && (first.unknown() || first.is(Class::Surname)) {
        let mut end = at + 1;
        while s.tok(end).is_some_and(|t| {
            t.han && !t.spaced && (t.unknown() || t.any(ClassSet::of(&[Class::OrgSuffix, Class::Title])))
        }) {
            end += 1;
        }
        let party = add(s, cast, at..end, Shape::Unsure, 0.85);
        return Some((party, at..end));
    }
    None
}

/// Unknown lower-case words before `new customer` in dictation: `marisol trujillo new customer hairdresser`.
pub(super) fn lower_case_before(
    s: &Scene<'_>,
    cast: &mut Cast,
    from: usize,
    i: usize,
) -> Option<(usize, std::ops::Range<usize>)> {
    let start = (from..i).rev().take_while(|k| s.tok(*k).is_some_and(|t| t.unknown() && !t.han)).last()?;
    let toks = start.max(i.saturating_sub(3))..i;
    Some((add(s, cast, toks.clone(), Shape::Person, 0.85), toks))
}

/// A Chinese organisation's name may go on over words that the vocabulary knows: 新客户 + 云杉医疗 + 器械.
pub(super) fn grown(s: &Scene<'_>, name: &Name) -> std::ops::Range<usize> {
    let mut end = name.toks.end;
    while s.tok(end).is_some_and(|t| t.han && !t.spaced && t.is(Class::OrgSuffix)) {
        end += 1;
    }
    // `周记牛肉粉，想买收银机`: up to the mark that ends it.
    if name.shape != Shape::Person && s.tok(name.toks.start).is_some_and(|t| t.han) {
        let more = |t: &crate::parse::token::Token| {
            t.han
                && !t.spaced
                && t.what == What::Word
                && (t.classes.within(ClassSet::of(&[
                    Class::OrgSuffix,
                    Class::Surname,
                    Class::Product,
                    Class::IdleN,
                    Class::PaperN,
                ])) || t.span.end - t.span.start == 1 && !crate::parse::names::no_part(s.t.norm(t)))
        };
        let to = (end..end + 5).find(|k| !s.tok(*k).is_some_and(more)).unwrap_or(end);
        let wide: usize = s.toks(end..to).iter().map(|t| t.span.end - t.span.start).sum();
        let marked = s.tok(to).is_none_or(|t| matches!(t.what, What::Mark(_) | What::Break));
        let shop =
            s.t.raw(s.span(name.toks.clone()))
                .chars()
                .nth(1)
                .is_some_and(|c| matches!(c, '记' | '家' | '氏'));
        if marked
            && wide <= 5
            && (shop
                || s.tok(to.wrapping_sub(1))
                    .is_some_and(|t| t.any(ClassSet::of(&[Class::OrgSuffix, Class::Product]))))
        {
            end = to;
        }
    }
    name.toks.start..end
}

/// `拜访三家：春晖口腔、博雅眼科、万和堂`: a known customer or another name stands beside it in a list.
fn in_list(s: &Scene<'_>, toks: &std::ops::Range<usize>) -> bool {
    let party = |k: usize| s.tok(k).is_some_and(|t| matches!(t.what, What::Known(_)));
    let before =
        toks.start.checked_sub(2).is_some_and(|k| s.tok(k + 1).is_some_and(|t| t.is_mark('、')) && party(k));
    let after = s.tok(toks.end).is_some_and(|t| t.is_mark('、')) && party(toks.end + 1);
    before || after
}

/// Organisations that nobody has heard of: whatever is called like one is a customer, unless the text says that it is
/// another's (a rival, the rep's own). Surest in a place that a customer takes (`visited Haida Foods`,
/// `给海达食品报价`, `Haida Foods ordered`). A list goes on with `and`.
pub(super) fn newcomers(s: &Scene<'_>, cast: &mut Cast) {
    let mut listed = None;
    for name in s.names.iter().filter(|n| n.shape == Shape::Organisation) {
        let taken = cast.namings.iter().any(|x| x.tok < name.toks.end && x.end > name.toks.start);
        if taken || somebody_else(s, name) || is_rival(s, name) {
            continue;
        }
        let toks = grown(s, name);
        let joined = toks.start.checked_sub(1).is_some_and(|b| {
            listed == Some(b)
                && (s.tok(b).is_some_and(|t| t.is_mark(',') || t.is_mark('、')) || JOINS.contains(&s.norm(b)))
        });
        let joined = joined || in_list(s, &toks);
        let (object, linked) = (is_object(s, toks.start), linked(s, cast, name));
        let object = object || heads(s, name) || acts(s, toks.end);
        let clear = joined || object || linked > 1;
        let han = s.tok(toks.start).is_some_and(|t| t.han);
        // `福满楼的胡老板`
        let hosts = s.norm(toks.end) == "的" && s.name_at(toks.end + 1).is_some_and(|(_, n)| n.titled);
        if han && !hosts && (bought(s, cast, &toks) || !clear && !stands_as_party(s, cast, name, &toks)) {
            continue;
        }
        let sure = if clear { 0.95 } else { 0.86 };
        let party = add(s, cast, toks.clone(), name.shape, sure);
        cast.namings.push(Naming { tok: toks.start, end: toks.end, party });
        listed = Some(toks.end);
    }
}
