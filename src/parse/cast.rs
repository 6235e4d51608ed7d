//! Who is spoken of: the parties of a reply (known customers, and new ones that the grammar tells), the contacts
//! of organisations, and for each clause the party that it is about.
//!
//! A clause is about the party that it names; one that names none goes on about the last one (`they ordered`,
//! `他家`, or nothing at all); before any is named, about the next one in the same item.

use super::known::Strength;
use super::lexicon::class::{Class, ClassSet};
use super::names::{Name, Shape};
use super::scene::Scene;
use super::token::What;
use crate::domain::reading::Span;

/// One party: a customer of the reply.
#[derive(Clone, Debug)]
pub(crate) struct Party {
    /// As it is recorded, or as written.
    pub(crate) name: String,
    /// Its place in the index, if it is known.
    pub(crate) known: Option<u32>,
    /// Known customers that are equally likely.
    pub(crate) candidates: Vec<u32>,
    pub(crate) person: bool,
    /// Its name could be a firm's as well as a person's.
    pub(crate) unsure: bool,
    /// How sure it is that this party is meant and is a customer, 0 to 1.
    pub(crate) sure: f32,
    /// The text says that it is new.
    pub(crate) new: bool,
    /// Where it is first named.
    pub(crate) span: Span,
}

/// A person named with an organisation.
#[derive(Clone, Debug)]
pub(crate) struct Contact {
    pub(crate) party: usize,
    pub(crate) text: String,
    pub(crate) span: Span,
    pub(crate) clause: usize,
    pub(crate) sure: f32,
}

/// A party named at a token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Naming {
    pub(crate) tok: usize,
    pub(crate) end: usize,
    pub(crate) party: usize,
}

/// All parties of a reply, and of which one each clause speaks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cast {
    pub(crate) parties: Vec<Party>,
    pub(crate) contacts: Vec<Contact>,
    /// Every place where a party is named, in order.
    pub(crate) namings: Vec<Naming>,
    /// Of each clause, the party that it is about.
    pub(crate) topics: Vec<Option<usize>>,
    /// Of each clause, whether its party is named in it.
    pub(crate) explicit: Vec<bool>,
    /// The party that the reply is about before it names any: the one asked about, or the last one spoken of.
    pub(crate) opening: Option<usize>,
    /// Of each clause, whether somebody else than the rep acts in it (`大刘去的海达`).
    pub(crate) foreign: Vec<bool>,
}

impl Cast {
    /// The parties named in a range of tokens, in order.
    pub(crate) fn named_in(&self, range: std::ops::Range<usize>) -> Vec<Naming> {
        self.namings.iter().filter(|n| range.contains(&n.tok)).copied().collect()
    }

    /// The party named nearest to a token of a clause (before it first), else the one that the clause is about.
    pub(crate) fn party_at(&self, range: std::ops::Range<usize>, clause: usize, tok: usize) -> Option<usize> {
        let named = self.named_in(range);
        let before = named.iter().rev().find(|n| n.tok <= tok);
        before
            .or_else(|| named.first())
            .map(|n| n.party)
            .or_else(|| self.topics.get(clause).copied().flatten())
    }
}

/// Finds the parties, the contacts and the topics.
pub(crate) fn cast(s: &Scene<'_>) -> Cast {
    let mut cast = Cast::default();
    cast.opening = opening(s, &mut cast);
    known_parties(s, &mut cast);
    new_parties(s, &mut cast);
    with_contact(s, &mut cast);
    newcomers(s, &mut cast);
    again(s, &mut cast);
    cast.namings.sort_by_key(|n| n.tok);
    topics(s, &mut cast);
    contacts(s, &mut cast);
    cast.namings.sort_by_key(|n| n.tok);
    topics(s, &mut cast);
    new_topics(s, &mut cast);
    corrected(s, &mut cast);
    cast.foreign = foreign(s);
    cast
}

/// `New lead, came via my sister`: a party spoken of before is called new.
/// `Apex Molding, contact Ray Cole`: a name with a contact of its own is an organisation, known or not.
fn with_contact(s: &Scene<'_>, cast: &mut Cast) {
    for name in s.names {
        let taken = cast.namings.iter().any(|x| x.tok < name.toks.end && x.end > name.toks.start);
        let comma = s.tok(name.toks.end).is_some_and(|t| matches!(t.what, What::Mark(',' | '(')));
        let contact = s.tok(name.toks.end + 1).is_some_and(|t| t.is(Class::ContactN) && !t.is(Class::PhoneN));
        if !taken && comma && contact && s.name_at(name.toks.end + 2).is_some() && !name.titled {
            let party = add(s, cast, name.toks.clone(), Shape::Organisation, 0.78);
            cast.namings.push(Naming { tok: name.toks.start, end: name.toks.end, party });
        }
    }
}

fn new_topics(s: &Scene<'_>, cast: &mut Cast) {
    for (c, clause) in s.clauses.iter().enumerate() {
        let called = clause.toks.clone().any(|i| {
            s.tok(i).is_some_and(|t| t.is(Class::New) && t.what == What::Word)
                && !denied(s, clause.toks.start, i)
                && !describes_other(s, i)
        });
        let named = cast.parties.iter().any(|p| {
            p.new
                && clause
                    .toks
                    .clone()
                    .any(|i| s.tok(i).is_some_and(|t| t.span.start.abs_diff(p.span.start) < 40))
        });
        if called
            && !named
            && !clause.question
            && let Some(p) = cast
                .topics
                .get(c)
                .copied()
                .flatten()
                .and_then(|p| cast.parties.get_mut(p))
                .filter(|p| p.known.is_none())
        {
            p.new = true;
        }
    }
}

/// `a lead time of`, `lead engineer`, `prospect list`: the word belongs to another one.
fn describes_other(s: &Scene<'_>, i: usize) -> bool {
    matches!(s.norm(i), "lead" | "prospect" | "referral")
        && s.tok(i + 1).is_some_and(|t| t.what == What::Word && (t.unknown() || t.is(Class::Occupation)))
}

/// `Belmont Bakery not Beaumont`, `不是恒泰建材，是恒泰装饰`: the one replaces the other wherever it was named.
fn corrected(s: &Scene<'_>, cast: &mut Cast) {
    let pairs: Vec<(Naming, Naming)> = cast
        .namings
        .windows(2)
        .filter_map(|w| match w {
            [a, b] => Some((*a, *b)),
            _ => None,
        })
        .collect();
    for (a, b) in pairs {
        let between: Vec<&str> =
            s.toks(a.end..b.tok).iter().filter(|t| t.what == What::Word).map(|t| s.t.norm(t)).collect();
        let before = a.tok.checked_sub(1).map_or("", |i| s.norm(i));
        let (wrong, right) = match between.as_slice() {
            ["not" | "and not" | "instead of" | "rather than" | "不是" | "而不是" | "不"] => {
                (b.party, a.party)
            }
            ["是" | "应该是" | "而是" | "but" | "it's" | "it was" | "sorry" | "i mean" | "是说"]
                if matches!(before, "不是" | "not" | "wasn't" | "isn't") =>
            {
                (a.party, b.party)
            }
            ["sorry" | "i mean" | "i meant" | "no" | "correction" | "不对" | "哦不" | "说错了" | "更正"]
            | [
                "不对" | "哦不" | "说错了" | "sorry" | "no" | "不" | "错了",
                "是" | "i meant" | "i mean" | "应该是",
            ] => (a.party, b.party),
            _ => continue,
        };
        if wrong != right {
            for n in cast.namings.iter_mut().filter(|n| n.party == wrong) {
                n.party = right;
            }
            for t in cast.topics.iter_mut().filter(|t| **t == Some(wrong)) {
                *t = Some(right);
            }
            for k in cast.contacts.iter_mut().filter(|k| k.party == wrong) {
                k.party = right;
            }
        }
    }
}

/// Who of the rep's own firm is named (`my colleague Brad`, `同事大刘`): what they do is no activity of the rep.
fn foreign(s: &Scene<'_>) -> Vec<bool> {
    let colleague = |t: &super::token::Token| {
        matches!(
            s.t.norm(t),
            "colleague"
                | "my colleague"
                | "teammate"
                | "team mate"
                | "同事"
                | "搭档"
                | "徒弟"
                | "my boss"
                | "领导"
        )
    };
    let mut names: Vec<String> = Vec::new();
    for (i, t) in s.t.list.iter().enumerate() {
        if colleague(t)
            && let Some(n) = s.tok(i + 1).filter(|n| n.what == What::Word)
        {
            let end = s.name_at(i + 1).map_or(n.span.end, |(_, name)| name.span.end);
            let end = if n.han && n.unknown() {
                end.min(n.span.start + 2).max(s.name_at(i + 1).map_or(0, |(_, x)| x.span.end))
            } else {
                end
            };
            names.push(s.t.raw(Span { start: n.span.start, end }));
        }
    }
    s.clauses
        .iter()
        .map(|c| {
            let Some(first) = s.tok(c.toks.start) else { return false };
            let ahead = s.t.raw(Span { start: first.span.start, end: first.span.start + 24 });
            colleague(first) || names.iter().any(|n| ahead.starts_with(n.as_str()))
        })
        .collect()
}

/// The party of the open question, or of the messages before.
fn opening(s: &Scene<'_>, cast: &mut Cast) -> Option<usize> {
    let asked = s.input.asked.as_ref().and_then(|a| a.customer.clone());
    let context = s.input.context.as_ref();
    let replied = context.and_then(|c| only_customer(&c.reply_to));
    let last = context.and_then(|c| c.last_customer.clone());
    let (name, sure) = asked
        .map(|n| (n, 0.98))
        .or_else(|| replied.map(|n| (n, 0.97)))
        .or_else(|| last.map(|n| (n, 0.93)))?;
    let known = s.known.named(&name);
    let person = match known.and_then(|k| s.known.customer(k)) {
        Some(c) => c.person,
        None => super::known::looks_like_person(&name),
    };
    cast.parties.push(Party {
        name,
        known,
        candidates: Vec::new(),
        person,
        unsure: false,
        sure,
        new: false,
        span: Span { start: 0, end: 0 },
    });
    Some(cast.parties.len() - 1)
}

/// The customer of a card, if all its updates are of one.
fn only_customer(updates: &[crate::domain::reading::Update]) -> Option<String> {
    let mut names = updates.iter().filter_map(|u| u.fact.customer());
    let first = names.next()?;
    names.all(|n| n == first).then(|| first.to_owned())
}

fn known_parties(s: &Scene<'_>, cast: &mut Cast) {
    for (i, tok) in s.t.list.iter().enumerate() {
        let What::Known(m) = tok.what else { continue };
        let Some(mention) = s.t.mentions.get(m) else { continue };
        // Part of the name of a person (`Colin Hargreave`): a contact, found later.
        if s.name_at(i).is_some() {
            continue;
        }
        let Some(hit) = mention.hits.first() else { continue };
        let party = party_of(s, cast, hit.customer, mention);
        if let Some(contact) = hit.contact
            && let Some(text) = s.known.customer(hit.customer).and_then(|c| c.contacts.get(contact as usize))
        {
            let clause = s.clause_of(i);
            cast.contacts.push(Contact { party, text: text.clone(), span: mention.span, clause, sure: 0.9 });
        }
        cast.namings.push(Naming { tok: i, end: i + 1, party });
    }
}

fn party_of(s: &Scene<'_>, cast: &mut Cast, customer: u32, mention: &super::token::Mention) -> usize {
    let ambiguous = mention.only().is_none();
    // A short form that fits several means the one that was named in full before.
    if ambiguous
        && let Some(i) = cast.parties.iter().rposition(|p| {
            p.known.is_some_and(|k| mention.hits.iter().any(|h| h.customer == k)) && p.candidates.is_empty()
        })
    {
        return i;
    }
    let candidates: Vec<u32> =
        if ambiguous { mention.hits.iter().map(|h| h.customer).collect() } else { Vec::new() };
    let found = cast.parties.iter().position(|p| {
        if ambiguous {
            p.candidates == candidates
        } else {
            p.known == Some(customer) && p.candidates.is_empty()
        }
    });
    if let Some(i) = found {
        return i;
    }
    let name = s.known.customer(customer).map_or_else(String::new, |c| c.name.clone());
    let sure = match mention.strength() {
        _ if ambiguous => 0.5,
        Strength::Full => 1.0,
        Strength::Short => 0.97,
        Strength::Fuzzy => 0.9,
        Strength::Weak => 0.85,
    };
    cast.parties.push(Party {
        name: if ambiguous { s.t.raw(mention.span) } else { name },
        known: (!ambiguous).then_some(customer),
        candidates,
        person: mention.person && s.known.customer(customer).is_some_and(|c| c.person),
        unsure: s.known.customer(customer).is_some_and(|c| c.unsure),
        sure,
        new: false,
        span: mention.span,
    });
    cast.parties.len() - 1
}

/// Customers that the text itself calls new.
fn new_parties(s: &Scene<'_>, cast: &mut Cast) {
    for (c, clause) in s.clauses.iter().enumerate() {
        for i in clause.toks.clone() {
            if !s.tok(i).is_some_and(|t| t.is(Class::New) && t.what == What::Word)
                || denied(s, clause.toks.start, i)
            {
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

fn denied(s: &Scene<'_>, from: usize, i: usize) -> bool {
    s.toks(from..i).iter().rev().take(3).any(|t| t.is(Class::Neg) || t.is(Class::Question))
}

/// Whom a word like `new customer` at token `i` is about.
fn newcomer(s: &Scene<'_>, cast: &mut Cast, c: usize, i: usize) -> Option<(usize, std::ops::Range<usize>)> {
    let clause = s.clauses.get(c)?;
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
    // Before it: `Layla Haddad, new customer`, `万老师，新客户`.
    let from = s
        .clauses
        .get(c.saturating_sub(2))
        .filter(|b| b.item == clause.item)
        .map_or(clause.toks.start, |b| b.toks.start);
    let before = (from..i).rev().find_map(|k| s.name_at(k).filter(|(_, n)| !is_place(s, n)));
    if let Some((_, name)) = before {
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

/// The name that follows token `i` at once, or after `is`, `called`, `：`, a city and `的`.
fn after(s: &Scene<'_>, cast: &mut Cast, end: usize, i: usize) -> Option<(usize, std::ops::Range<usize>)> {
    let mut at = i + 1;
    let mut crossed = false;
    while s.tok(at).is_some_and(|t| {
        t.is_mark(':')
            || t.is_mark('-')
            || t.is_mark(',')
            || (t.is(Class::Stop) && !t.is(Class::Surname))
            || matches!(s.t.norm(t), "叫" | "是" | "called" | "named" | "一家" | "一个" | "家" | "个")
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
fn bare_after(s: &Scene<'_>, cast: &mut Cast, at: usize) -> Option<(usize, std::ops::Range<usize>)> {
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
fn lower_case_before(
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
fn grown(s: &Scene<'_>, name: &Name) -> std::ops::Range<usize> {
    let mut end = name.toks.end;
    while s.tok(end).is_some_and(|t| t.han && !t.spaced && t.is(Class::OrgSuffix)) {
        end += 1;
    }
    name.toks.start..end
}

/// `from Arequipa`, `in Kisumu`: a place, not a party.
fn is_place(s: &Scene<'_>, name: &Name) -> bool {
    let before = name.toks.start.checked_sub(1).map_or("", |i| s.norm(i));
    matches!(before, "in" | "from") && name.shape == Shape::Unsure && !name.titled
}

fn add(s: &Scene<'_>, cast: &mut Cast, toks: std::ops::Range<usize>, shape: Shape, sure: f32) -> usize {
    let span = s.span(toks);
    let name = s.t.raw(span);
    if let Some(i) = cast.parties.iter().position(|p| p.known.is_none() && p.name == name) {
        return i;
    }
    let person = match shape {
        Shape::Person => true,
        Shape::Organisation => false,
        Shape::Unsure => name.chars().count() <= 3,
    };
    cast.parties.push(Party {
        name,
        known: None,
        candidates: Vec::new(),
        person,
        unsure: false,
        sure,
        new: false,
        span,
    });
    cast.parties.len() - 1
}

/// New parties named again, in full or by their first or last word.
fn again(s: &Scene<'_>, cast: &mut Cast) {
    let fresh: Vec<(usize, String, Span)> = cast
        .parties
        .iter()
        .enumerate()
        .filter(|(_, p)| p.known.is_none() && p.candidates.is_empty())
        .map(|(i, p)| (i, super::fold::canonical(&p.name), p.span))
        .collect();
    for (party, name, span) in fresh {
        let words: Vec<&str> = name.split(' ').collect();
        for (i, tok) in s.t.list.iter().enumerate() {
            if tok.span.start <= span.end && tok.span.end >= span.start || tok.what != What::Word {
                continue;
            }
            let other_name = s.name_at(i).is_some_and(|(_, n)| {
                n.toks.len() > 1 && !n.titled && super::fold::canonical(&s.t.raw(n.span)) != name
            });
            if other_name {
                continue;
            }
            let here = super::fold::canonical(s.t.norm(tok));
            let len = name.chars().count();
            let ahead: String =
                s.t.text.chars().get(tok.span.start..tok.span.start + len).unwrap_or(&[]).iter().collect();
            let full = tok.han && len >= 2 && ahead == name;
            let part = !tok.han
                && here.chars().count() >= 3
                && words.contains(&here.as_str())
                && tok.classes.within(ClassSet::of(&[Class::Surname]));
            if (full || part) && !cast.namings.iter().any(|n| n.tok == i || (n.party == party && n.end == i))
            {
                let end = (i..s.t.list.len())
                    .find(|k| {
                        s.tok(*k).is_none_or(|t| t.span.start >= tok.span.start + if full { len } else { 1 })
                    })
                    .unwrap_or(i + 1);
                cast.namings.push(Naming { tok: i, end, party });
            }
        }
    }
}

/// Gives each clause the party that it is about.
fn topics(s: &Scene<'_>, cast: &mut Cast) {
    let mut topics = vec![None; s.clauses.len()];
    let mut explicit = vec![false; s.clauses.len()];
    let mut current: Option<usize> = cast.opening;
    let mut heading: Option<(usize, usize)> = None;
    for (c, clause) in s.clauses.iter().enumerate() {
        if heading.is_some_and(|(item, _)| item != clause.item) {
            heading = None;
        }
        let named = cast.named_in(clause.toks.clone());
        if let Some(n) = topic_of(s, cast, &named) {
            current = Some(n);
            if let Some(e) = explicit.get_mut(c) {
                *e = true;
            }
        }
        // `Haida: visited, quoted 350k`
        let alone = named.len() == 1
            && s.words(clause)
                .iter()
                .all(|t| matches!(t.what, What::Known(_) | What::Sign | What::Mark(_)) || t.is(Class::Title));
        if alone && matches!(clause.tail, ':' | '-' | ',') {
            heading = named.first().map(|n| (clause.item, n.party));
        }
        if let Some(t) = topics.get_mut(c) {
            *t = current;
        }
    }
    // Before anyone is named: the next one in the same item.
    let mut next: Option<(usize, usize)> = None;
    for (c, clause) in s.clauses.iter().enumerate().rev() {
        if let (Some(Some(topic)), Some(true)) = (topics.get(c), explicit.get(c)) {
            next = Some((clause.item, *topic));
        } else if let Some(t) = topics.get_mut(c).filter(|t| t.is_none()) {
            *t = next.filter(|(item, _)| *item == clause.item).map(|(_, p)| p);
        }
    }
    cast.topics = topics;
    cast.explicit = explicit;
}

/// Of several parties named in a clause the last is what follows speaks of, except one that is only compared
/// with or excluded.
fn topic_of(s: &Scene<'_>, cast: &Cast, named: &[Naming]) -> Option<usize> {
    let _ = (s, cast);
    named.last().map(|n| n.party)
}

const SPEAKS: ClassSet = ClassSet::of(&[
    Class::Say,
    Class::Confirm,
    Class::Agree,
    Class::Sign,
    Class::Want,
    Class::Need,
    Class::Order,
    Class::Complain,
    Class::Call,
    Class::AskMe,
    Class::Give,
    Class::Approved,
    Class::Interest,
    Class::Quote,
    Class::Win,
    Class::Happen,
    Class::Live,
    Class::Postpone,
]);

/// Persons who are contacts of the organisation that is spoken of, or else parties themselves.
fn contacts(s: &Scene<'_>, cast: &mut Cast) {
    for (n, name) in s.names.iter().enumerate() {
        let taken = cast.namings.iter().any(|x| x.tok < name.toks.end && x.end > name.toks.start);
        if taken || name.shape == Shape::Organisation || somebody_else(s, name) {
            continue;
        }
        let _ = n;
        let c = s.clause_of(name.toks.start);
        let Some(clause) = s.clauses.get(c) else { continue };
        let of = name.of.and_then(|m| s.t.mentions.get(m)).and_then(|m| m.hits.first()).map(|h| h.customer);
        let org = match of {
            Some(customer) => s.t.mentions.get(name.of.unwrap_or(0)).map(|m| party_of(s, cast, customer, m)),
            None => nearest_org(s, cast, c, name),
        };
        let linked = linked(s, cast, name);
        let clearly = clearly_contact(s, cast, name);
        match org.filter(|p| {
            cast.parties
                .get(*p)
                .is_some_and(|p| !p.person || p.unsure && clearly && p.name != s.t.raw(name.span))
        }) {
            Some(party) if linked >= 1 || of.is_some() => {
                let sure = match (linked, name.titled || name.shape == Shape::Person) {
                    (2.., true) => 0.95,
                    (2.., false) | (1, true) => 0.88,
                    _ => 0.75,
                };
                cast.contacts.push(Contact {
                    party,
                    text: s.t.raw(name.span),
                    span: name.span,
                    clause: c,
                    sure,
                });
                if of.is_some() && nearest_org(s, cast, c, name).is_none() {
                    cast.namings.push(Naming { tok: name.toks.start, end: name.toks.end, party });
                }
            }
            Some(_) => {}
            None if linked >= 2 && (name.titled || name.shape == Shape::Person) && !clause.question => {
                let party = add(s, cast, name.toks.clone(), name.shape, 0.8);
                cast.namings.push(Naming { tok: name.toks.start, end: name.toks.end, party });
            }
            None => {}
        }
    }
}

/// The text itself calls the person a contact, or gives his post: enough where the party's name says too little.
fn clearly_contact(s: &Scene<'_>, cast: &Cast, name: &Name) -> bool {
    let before = s.toks(name.toks.start.saturating_sub(2)..name.toks.start);
    let called = before.iter().any(|t| t.is(Class::ContactN) && !t.is(Class::PhoneN));
    let of = matches!(s.norm(name.toks.end), "from" | "at" | "of")
        && cast.namings.iter().any(|n| n.tok == name.toks.end + 1 || n.tok == name.toks.end + 2);
    let post = s.tok(name.toks.end + 1).is_some_and(|t| t.is(Class::Occupation))
        && s.tok(name.toks.end).is_some_and(|t| matches!(t.what, What::Mark(',' | '(')));
    called || of || post
}

/// The organisation that a person would be of: named in the same clause, else the topic, else named next.
fn nearest_org(s: &Scene<'_>, cast: &Cast, c: usize, name: &Name) -> Option<usize> {
    let clause = s.clauses.get(c)?;
    let is_org = |p: usize| cast.parties.get(p).is_some_and(|p| !p.person);
    let named = cast.named_in(clause.toks.clone());
    let before = named.iter().rev().find(|n| n.tok < name.toks.start && is_org(n.party));
    if let Some(n) = before.or_else(|| named.iter().find(|n| is_org(n.party))) {
        return Some(n.party);
    }
    cast.topics.get(c).copied().flatten()
}

/// Organisations that nobody has heard of and that the rep has dealt with: named as one, and in a place where a
/// customer stands (`visited Haida Foods`, `给海达食品报价`, `Haida Foods ordered`). A list goes on with `and`.
fn newcomers(s: &Scene<'_>, cast: &mut Cast) {
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
        let (object, linked) = (is_object(s, toks.start), linked(s, cast, name));
        if !joined && !object && linked == 0 {
            continue;
        }
        let sure = if object || joined || linked > 1 { 0.95 } else { 0.85 };
        let party = add(s, cast, toks.clone(), name.shape, sure);
        cast.namings.push(Naming { tok: toks.start, end: toks.end, party });
        listed = Some(toks.end);
    }
}

/// `拜访了海达食品`, `visited the Haida Foods plant`: a verb of dealing stands before, past particles and articles.
fn is_object(s: &Scene<'_>, at: usize) -> bool {
    let dealing =
        ClassSet::of(&[Class::Visit, Class::Call, Class::Meet, Class::Message, Class::Demo, Class::Quote]);
    let mut i = at;
    for _ in 0..3 {
        let Some(before) = i.checked_sub(1) else { return false };
        i = before;
        let Some(t) = s.tok(i) else { return false };
        if t.any(dealing) {
            return true;
        }
        let passed = t.is(Class::Det)
            || matches!(
                s.norm(i),
                "了" | "过" | "到" | "完" | "下" | "一下" | "去" | "客户" | "the" | "at" | "to" | "up" | "on"
            );
        if !passed {
            return false;
        }
    }
    false
}

/// What joins the names of a list.
const JOINS: [&str; 8] = ["and", "&", "then", "和", "跟", "与", "以及", "还有"];

/// `they went with Apex Foods`, `选了安信食品`: whom a customer prefers is none of ours.
fn is_rival(s: &Scene<'_>, name: &Name) -> bool {
    let near = s.toks(name.toks.start.saturating_sub(3)..name.toks.start);
    near.iter().any(|t| {
        matches!(
            s.t.norm(t),
            "went with"
                | "go with"
                | "going with"
                | "chose"
                | "chosen"
                | "choosing"
                | "picked"
                | "prefer"
                | "prefers"
                | "switched"
                | "switched to"
                | "competitor"
                | "competitors"
                | "rival"
                | "versus"
                | "vs"
                | "against"
                | "than"
                | "over"
                | "went"
                | "选了"
                | "选择了"
                | "选"
                | "改用"
                | "对手"
                | "竞争对手"
                | "竞品"
                | "比"
        )
    })
}

/// How clearly the grammar makes a name a person dealt with: 0 not, 1 maybe, 2 yes.
fn linked(s: &Scene<'_>, cast: &Cast, name: &Name) -> u8 {
    let before = name.toks.start.checked_sub(1).and_then(|i| s.tok(i));
    let before_word = name.toks.start.checked_sub(1).map_or("", |i| s.norm(i));
    let after = s.tok(name.toks.end);
    let after_word = s.norm(name.toks.end);
    let c = s.clause_of(name.toks.start);
    let clause = s.clauses.get(c);
    let starts = clause.is_some_and(|c| c.toks.start == name.toks.start);
    let party_after = cast.namings.iter().any(|n| n.tok == name.toks.end + 1 || n.tok == name.toks.end + 2);
    let party_before = cast.namings.iter().any(|n| n.end == name.toks.start || n.end + 1 == name.toks.start);
    let acts = after.is_some_and(|t| {
        t.any(SPEAKS)
            || t.is(Class::Will)
            || t.is(Class::Neg)
            || t.is(Class::PhoneN)
            || t.is(Class::EmailN)
            || matches!(t.what, What::Entity(_) | What::Mark('('))
    });
    let met = before.is_some_and(|t| {
        t.any(ClassSet::of(&[
            Class::ContactN,
            Class::Meet,
            Class::Visit,
            Class::Call,
            Class::Message,
            Class::Occupation,
        ]))
    }) || matches!(
        before_word,
        "with"
            | "w/"
            | "to"
            | "for"
            | "by"
            | "from"
            | "跟"
            | "和"
            | "与"
            | "找"
            | "给"
            | "见"
            | "见了"
            | "的"
            | ":"
            | "("
            | "叫"
            | "是"
            | "让"
            | "陪"
    );
    let of_org = matches!(after_word, "from" | "at" | "of" | "(" | "@") && party_after;
    let detail = clause.is_some_and(|cl| {
        s.toks(name.toks.end..cl.toks.end)
            .iter()
            .any(|t| matches!(t.what, What::Entity(_)) || t.is(Class::Occupation))
    });
    // Chinese characters take the shape of a name by chance: only a clear place makes them one.
    if name.shape == Shape::Unsure && s.tok(name.toks.start).is_some_and(|t| t.han) {
        let speaks = after.is_some_and(|t| {
            t.any(ClassSet::of(&[
                Class::Say,
                Class::Confirm,
                Class::AskMe,
                Class::Agree,
                Class::PhoneN,
                Class::EmailN,
            ])) || matches!(t.what, What::Mark('('))
        });
        let ends = after.is_none_or(|t| {
            matches!(t.what, What::Mark(_) | What::Entity(_) | What::Break)
                || t.is(Class::Occupation)
                || t.spaced
        });
        let sure = before.is_some_and(|t| t.any(ClassSet::of(&[Class::ContactN, Class::Occupation])));
        let of = before_word == "的"
            && name.toks.start.checked_sub(1).is_some_and(|b| cast.namings.iter().any(|n| n.end == b));
        return if sure && (ends || speaks)
            || of && (speaks || ends || after.is_some_and(|t| !t.classes.is_empty()))
        {
            2
        } else {
            u8::from(party_before && speaks)
        };
    }
    // One capitalised word that begins a sentence is a name only if it does something.
    let opens = name.shape == Shape::Unsure
        && !name.titled
        && before.is_none_or(|t| matches!(t.what, What::Mark(_) | What::Break | What::Sign));
    if opens && !(acts && after.is_some_and(|t| t.any(SPEAKS)) || of_org) {
        // `Dave was in a good mood`, after the organisation was named.
        let verb = after.is_some_and(|t| {
            t.form != super::lexicon::morph::Form::Plain
                || matches!(s.t.norm(t), "was" | "is" | "has" | "had" | "were")
        });
        return u8::from(verb && c > 0 && cast.topics.get(c - 1).copied().flatten().is_some());
    }
    // `Harmon's purchasing manager is now Lisa Wong`
    let post = clause.is_some_and(|cl| s.has(cl.toks.start..name.toks.start, Class::Occupation))
        && matches!(before_word, "is" | "now" | "called");
    let met = met || post;
    let points = [
        post,
        acts,
        met,
        of_org,
        party_before,
        starts && (acts || after.is_none() || detail),
        name.titled,
        name.shape == Shape::Person && (met || acts || starts),
    ];
    match points.iter().filter(|p| **p).count() {
        0 => 0,
        1 => 1,
        _ => 2,
    }
}

/// Colleagues, and the writer who signs.
fn somebody_else(s: &Scene<'_>, name: &Name) -> bool {
    let before = name.toks.start.checked_sub(1).and_then(|i| s.tok(i));
    let signed = s.toks(name.toks.start.saturating_sub(3)..name.toks.start).iter().any(|t| {
        matches!(
            s.t.norm(t),
            "regards" | "kind regards" | "best regards" | "cheers" | "thanks" | "dear" | "hi"
        )
    });
    let colleague = s.toks(name.toks.start.saturating_sub(2)..name.toks.start).iter().any(|t| {
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
    });
    let away = s
        .toks(name.toks.end..name.toks.end + 3)
        .iter()
        .any(|t| t.any(ClassSet::of(&[Class::Leave, Class::Sick])))
        && before.is_none();
    signed || colleague || away || is_place(s, name)
}
