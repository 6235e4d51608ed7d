//! Who is spoken of: the parties of a reply (known customers, and new ones that the grammar tells), the contacts
//! of organisations, and for each clause the party that it is about.
//!
//! A clause is about the party that it names; one that names none goes on about the last one (`they ordered`,
//! `他家`, or nothing at all); before any is named, about the next one in the same item.

mod bare;
mod beside;
mod hosted;
mod newcomer;
mod person;
mod place;
#[cfg(test)]
mod tests;
mod topic;

use super::known::Strength;
use super::lexicon::class::{Class, ClassSet};
use super::lexicon::namewords::NameWords;
use super::names::{Name, Shape};
use super::scene::Scene;
use super::token::What;
use crate::domain::reading::Span;
use bare::*;
pub(crate) use beside::place_of_new;
use beside::{foreign, idle, with_contact};
use hosted::hosted;
use newcomer::*;
use person::*;
use place::*;
use std::collections::HashMap;
use topic::*;

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
    /// How many of these are in order: those added since come after.
    sorted: usize,
    /// Of each clause, the party that it is about.
    pub(crate) topics: Vec<Option<usize>>,
    /// Of each clause, whether its party is named in it.
    pub(crate) explicit: Vec<bool>,
    /// The first such clause.
    first_explicit: Option<usize>,
    /// The party that the reply is about before it names any: the one asked about, or the last one spoken of.
    pub(crate) opening: Option<usize>,
    /// Of each token, whether a party is named there.
    named_at: Vec<bool>,
    /// Of each clause, whether somebody else than the rep acts in it (`大刘去的海达`).
    pub(crate) foreign: Vec<bool>,
}

impl Cast {
    /// The parties named in a range of tokens, in order.
    pub(crate) fn named_in(&self, range: std::ops::Range<usize>) -> Vec<Naming> {
        self.named(range).copied().collect()
    }

    fn named(&self, range: std::ops::Range<usize>) -> impl DoubleEndedIterator<Item = &Naming> + Clone {
        let (sorted, added) = self.namings.split_at_checked(self.sorted).unwrap_or((&[], &self.namings));
        let from = sorted.partition_point(|n| n.tok < range.start);
        let to = sorted.partition_point(|n| n.tok < range.end).max(from);
        let added = added.iter().filter(move |n| range.contains(&n.tok));
        sorted.get(from..to).unwrap_or(&[]).iter().chain(added)
    }

    /// The party named nearest to a token of a clause (before it first), else the one that the clause is about.
    pub(crate) fn party_at(&self, range: std::ops::Range<usize>, clause: usize, tok: usize) -> Option<usize> {
        let mut named = self.named(range);
        let before = named.clone().rev().find(|n| n.tok <= tok);
        before
            .or_else(|| named.next())
            .map(|n| n.party)
            .or_else(|| self.topics.get(clause).copied().flatten())
    }

    /// A party is named at this token.
    pub(crate) fn names_at(&self, tok: usize) -> bool {
        self.named_at.get(tok).copied().unwrap_or(false)
    }

    fn sort(&mut self) {
        self.namings.sort_by_key(|n| n.tok);
        self.sorted = self.namings.len();
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
    hosted(s, &mut cast);
    again(s, &mut cast);
    cast.sort();
    topics(s, &mut cast);
    contacts(s, &mut cast);
    without_suffix(s, &mut cast);
    cast.sort();
    topics(s, &mut cast);
    new_topics(s, &mut cast);
    corrected(s, &mut cast);
    cast.foreign = foreign(s);
    cast.named_at = vec![false; s.t.list.len()];
    for n in &cast.namings {
        cast.named_at.get_mut(n.tok..n.end).unwrap_or(&mut []).fill(true);
    }
    cast
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
            let _clause = s.clause_of(i);
            cast.contacts.push(Contact { party, text: text.clone(), span: mention.span, sure: 0.9 });
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

fn add(s: &Scene<'_>, cast: &mut Cast, toks: std::ops::Range<usize>, shape: Shape, sure: f32) -> usize {
    let span = s.span(toks.clone());
    let name = s.t.raw(span);
    // `Cedar Point` after `Cedar Point Marina`
    let part = |p: &Party| {
        p.name.strip_prefix(&name).is_some_and(|rest| rest.starts_with(' '))
            && shape != Shape::Unsure
            && !p.person
    };
    if let Some(i) = cast.parties.iter().position(|p| p.known.is_none() && (p.name == name || part(p))) {
        return i;
    }
    // `Mamak Corner`, `Chemie Rautenberg`: two words in capitals may be a firm's as well as a person's.
    let unsure = shape != Shape::Organisation
        && s.tok(toks.start)
            .is_some_and(|t| !t.han && !t.is(Class::Title) && !NameWords::standard().given(s.t.norm(t)));
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
        unsure,
        sure,
        new: false,
        span,
    });
    cast.parties.len() - 1
}

/// A new party, and how it may be named again.
struct Fresh {
    party: usize,
    name: String,
    chars: usize,
    span: Span,
}

/// New parties named again, in full or by their first or last word. One pass over the tokens: a reply may name many.
fn again(s: &Scene<'_>, cast: &mut Cast) {
    let fresh: Vec<Fresh> = cast
        .parties
        .iter()
        .enumerate()
        .filter(|(_, p)| p.known.is_none() && p.candidates.is_empty())
        .map(|(party, p)| {
            let name = super::fold::canonical(&p.name);
            Fresh { party, chars: name.chars().count(), name, span: p.span }
        })
        .collect();
    // Parties by the first character of their names, and by each of their words.
    let mut by_char: HashMap<char, Vec<&Fresh>> = HashMap::new();
    let mut by_word: HashMap<&str, Vec<&Fresh>> = HashMap::new();
    for f in &fresh {
        if let Some(first) = f.name.chars().next().filter(|_| f.chars >= 2) {
            by_char.entry(first).or_default().push(f);
        }
        for word in f.name.split(' ').filter(|w| w.chars().count() >= 3) {
            let of_word = by_word.entry(word).or_default();
            if of_word.last().is_none_or(|last| last.party != f.party) {
                of_word.push(f);
            }
        }
    }
    if fresh.is_empty() {
        return;
    }
    for (i, tok) in s.t.list.iter().enumerate().filter(|(_, t)| t.what == What::Word) {
        let ahead = s.t.text.chars().get(tok.span.start..).unwrap_or(&[]);
        let found: &[&Fresh] = if tok.han {
            ahead.first().and_then(|c| by_char.get(c)).map_or(&[], Vec::as_slice)
        } else if tok.classes.within(ClassSet::of(&[Class::Surname])) {
            by_word.get(super::fold::canonical(s.t.norm(tok)).as_str()).map_or(&[], Vec::as_slice)
        } else {
            &[]
        };
        for f in found {
            let whole = !tok.han || f.name.chars().eq(ahead.iter().copied().take(f.chars));
            if whole && (tok.span.start > f.span.end || tok.span.end < f.span.start) {
                name_again(s, cast, i, f);
            }
        }
    }
}

/// Notes that a new party is named again at this token, unless another name or naming stands there.
fn name_again(s: &Scene<'_>, cast: &mut Cast, i: usize, f: &Fresh) {
    let Some(tok) = s.tok(i) else { return };
    let other_name = s
        .name_at(i)
        .is_some_and(|(_, n)| n.toks.len() > 1 && super::fold::canonical(&s.t.raw(n.span)) != f.name);
    if other_name || cast.namings.iter().any(|n| n.tok == i || (n.party == f.party && n.end == i)) {
        return;
    }
    let width = if tok.han { f.chars } else { 1 };
    let end = (i..s.t.list.len())
        .find(|k| s.tok(*k).is_none_or(|t| t.span.start >= tok.span.start + width))
        .unwrap_or(i + 1);
    cast.namings.push(Naming { tok: i, end, party: f.party });
}
