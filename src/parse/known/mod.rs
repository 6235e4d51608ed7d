//! The index of a rep's known customers: built once and kept, it answers in time that does not grow with their
//! number which of them may be meant at a place of a text.
//!
//! It knows shortened names ([`keys`]), misspelt ones ([`fuzzy`], [`sound`]), other spellings of letters, Chinese names
//! written in Latin letters or with characters that sound alike, and the names of contacts.

mod fuzzy;
mod keys;
mod sound;

use crate::domain::reading::KnownCustomer;
use crate::parse::fold::spell;
use crate::parse::lexicon::Lexicon;
use crate::parse::lexicon::trie::{Builder, Place, Trie, word_ends};
use std::collections::HashMap;

/// How much a spelling says about who is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// A short form that is also an ordinary word: it needs a capital letter or a title.
    Weak,
    /// Misspelt.
    Fuzzy,
    /// A short form that stands for the customer.
    Short,
    /// The name itself, or an alias that a person confirmed.
    Full,
}

/// One customer that a spelling may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Its place in the index.
    pub(crate) customer: u32,
    /// How much the spelling says.
    pub(crate) strength: Strength,
    /// The contact of that customer whose name it is.
    pub(crate) contact: Option<u32>,
}

/// What the index keeps of a customer.
#[derive(Clone, Debug)]
pub(crate) struct Customer {
    pub(crate) id: Option<String>,
    pub(crate) name: String,
    pub(crate) person: bool,
    /// Nothing in the name says whether it is a person's or a firm's (`Taco Loco`).
    pub(crate) unsure: bool,
    pub(crate) contacts: Vec<String>,
}

/// The known customers of a rep, ready to be found in texts.
#[derive(Clone, Debug)]
pub struct KnownIndex {
    customers: Vec<Customer>,
    by_name: HashMap<String, u32>,
    spellings: Trie<Vec<Hit>>,
    fuzzy: fuzzy::Fuzzy,
    sounds: sound::Sounds,
}

impl KnownIndex {
    /// Indexes the customers, with the words of the standard vocabulary telling names from ordinary words.
    pub fn new(known: &[KnownCustomer]) -> Self {
        Self::with(known, Lexicon::standard())
    }

    /// Indexes the customers with an organisation's own vocabulary.
    pub fn with(known: &[KnownCustomer], lexicon: &Lexicon) -> Self {
        let mut builder = Builder::<Vec<Hit>>::default();
        let mut fuzzy = fuzzy::Builder::default();
        let mut sounds = sound::Builder::default();
        let mut customers = Vec::with_capacity(known.len());
        let mut by_name = HashMap::with_capacity(known.len());
        for (i, k) in known.iter().enumerate() {
            let customer = u32::try_from(i).unwrap_or(u32::MAX);
            let person = keys::is_person(&k.name, lexicon);
            let mut add = |key: String, strength, contact| {
                fuzzy.add(&key, customer, strength);
                let hits = builder.entry(key.chars(), Vec::new);
                match hits.iter_mut().find(|h| h.customer == customer && h.contact == contact) {
                    Some(hit) => hit.strength = hit.strength.max(strength),
                    None => hits.push(Hit { customer, strength, contact }),
                }
            };
            for name in std::iter::once(&k.name).chain(&k.aliases) {
                sounds.add(name, customer);
                for (key, strength) in keys::spellings(name, person, lexicon) {
                    add(key, strength, None);
                }
            }
            for (n, contact) in k.contacts.iter().enumerate() {
                let n = u32::try_from(n).ok();
                for (key, strength) in keys::spellings(contact, true, lexicon) {
                    add(key, strength.min(Strength::Short), n);
                }
            }
            by_name.entry(k.name.clone()).or_insert(customer);
            customers.push(Customer {
                id: k.id.clone(),
                name: k.name.clone(),
                person,
                unsure: keys::is_unsure(&k.name, lexicon),
                contacts: k.contacts.clone(),
            });
        }
        Self { customers, by_name, spellings: builder.build(), fuzzy: fuzzy.build(), sounds: sounds.build() }
    }

    /// How many customers it holds.
    pub fn len(&self) -> usize {
        self.customers.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.customers.is_empty()
    }

    /// A customer of the index.
    pub(crate) fn customer(&self, i: u32) -> Option<&Customer> {
        self.customers.get(i as usize)
    }

    /// The customer of exactly this name.
    pub(crate) fn named(&self, name: &str) -> Option<u32> {
        self.by_name.get(name).copied()
    }

    /// The longest spelling that starts here: where it ends and whom it may mean.
    pub(crate) fn at(&self, text: &[char], start: usize) -> Option<(usize, &[Hit])> {
        let mut place = Place::default();
        let mut best = None;
        for (i, &c) in text.iter().enumerate().skip(start) {
            let mut next = Some(place);
            spell(c, |s| next = next.and_then(|p| self.spellings.step(p, s)));
            let Some(p) = next else { break };
            let moved = p != place;
            place = p;
            let end = i + 1;
            if moved
                && word_ends(text, end)
                && let Some(hits) = self.spellings.value(place)
            {
                best = Some((end, hits.as_slice()));
            }
        }
        best
    }

    /// The Chinese name that the text sounds like from here, written with another character: where it ends and whom it
    /// may mean.
    pub(crate) fn sounds_at(&self, text: &[char], start: usize) -> Option<(usize, Vec<Hit>)> {
        self.sounds.at(text, start)
    }

    /// Whom a misspelt word may mean, best first; empty where none is near.
    pub(crate) fn near(&self, word: &str) -> Vec<Hit> {
        self.fuzzy.near(word)
    }
}

/// Whether a customer's name is that of a person.
pub(crate) fn looks_like_person(name: &str) -> bool {
    keys::is_person(name, Lexicon::standard())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(names: &[&str]) -> KnownIndex {
        let known: Vec<_> =
            names.iter().map(|n| KnownCustomer { name: (*n).into(), ..Default::default() }).collect();
        KnownIndex::new(&known)
    }

    #[test]
    fn shortened_and_respelt_names_are_found() {
        let index = index(&[
            "Hargreave Dairy",
            "Krüger Metallbau",
            "Klinik am Weiher",
            "Mrs. O'Rourke",
            "Lindgren Feed & Seed",
            "Wanjiru Kamau",
            "海达食品",
            "阿布都先生",
            "陈嘉怡",
            "Grupo Tezontle",
        ]);
        for (text, want) in [
            ("hargreave dairy", Some(0)),
            ("hargreave", Some(0)),
            ("hargreaves", None),
            ("kruger metallbau", Some(1)),
            ("krueger", Some(1)),
            ("klinik am weiher", Some(2)),
            ("klinik", None),
            ("mrs orourke", Some(3)),
            ("o'rourke", Some(3)),
            ("lindgren feed and seed", Some(4)),
            ("kamau", Some(5)),
            ("海达那边", Some(6)),
            ("阿布都", Some(7)),
            ("嘉怡", Some(8)),
            ("tezontle", Some(9)),
            ("grupo", None),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let got = index.at(&chars, 0).and_then(|(_, hits)| hits.first()).map(|h| h.customer);
            assert_eq!(got, want, "{text}");
        }
    }
}
