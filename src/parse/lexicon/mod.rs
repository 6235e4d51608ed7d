//! The vocabulary: `config/lexicon/{en,zh}.toml`, compiled into the program and once into a trie.
//!
//! An organisation may add words of its own (its products, its word for a stage) in a file of the same form:
//! [`Lexicon::with`]. Logic is code and vocabulary is data, so that a missing word is a line of TOML.
//! Uses nothing of ours.

pub mod class;
pub mod morph;
pub(crate) mod namewords;
pub mod trie;

use class::{Class, ClassSet};
use morph::Form;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use trie::{Builder, Place, Trie};

/// What a word is: its classes, and the form in which it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sense {
    /// All classes that it belongs to.
    pub classes: ClassSet,
    /// Classes in which it is a verb in [`Self::form`].
    pub verb: ClassSet,
    /// The form of the verb.
    pub form: Form,
}

/// The compiled vocabulary.
#[derive(Debug)]
pub struct Lexicon {
    words: Trie<Sense>,
}

/// Why a vocabulary file can't be used.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// It is not TOML, or not of the form of the ones that come with the program.
    #[error("the vocabulary file can't be read: {0}")]
    Syntax(#[from] toml::de::Error),
    /// It has a key that no rule knows.
    #[error("the vocabulary file has an unknown class of words, `{0}`")]
    UnknownClass(String),
    /// Something was read already, with the vocabulary that comes with the program.
    #[error("an organisation's vocabulary must be installed before the first reply is read")]
    TooLate,
}

type Lists = BTreeMap<String, Vec<String>>;

#[derive(serde::Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {
    verbs: Lists,
    words: Lists,
    occupations: Words,
    surnames: Words,
    products: Words,
    cities: Words,
}

#[derive(serde::Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Words {
    words: Vec<String>,
}

static IN_USE: OnceLock<Lexicon> = OnceLock::new();

const EN: &str = include_str!("../../../config/lexicon/en.toml");
const ZH: &str = include_str!("../../../config/lexicon/zh.toml");

impl Lexicon {
    /// The vocabulary in use: the one that comes with the program, with what was [installed](Self::install).
    pub fn standard() -> &'static Self {
        // A test reads the same two files, so they can't fail here; an empty vocabulary reads nothing.
        IN_USE.get_or_init(|| {
            Self::of(&[EN, ZH]).unwrap_or_else(|_| Self { words: Builder::default().build() })
        })
    }

    /// Adds an installation's own vocabulary (TOML of the same form) to the one in use, for the life of the process.
    ///
    /// # Errors
    /// Where the text is not of that form, or something was read already.
    pub fn install(own: &str) -> Result<(), LexiconError> {
        IN_USE.set(Self::with(own)?).map_err(|_| LexiconError::TooLate)
    }

    /// The standard vocabulary with an organisation's own file (TOML of the same form).
    ///
    /// # Errors
    /// Where the file is not of that form.
    pub fn with(own: &str) -> Result<Self, LexiconError> {
        Self::of(&[EN, ZH, own])
    }

    fn of(files: &[&str]) -> Result<Self, LexiconError> {
        let mut builder = Builder::default();
        for file in files {
            let file: File = toml::from_str(file)?;
            for (key, entries) in &file.verbs {
                let class = known(key)?;
                for (form_text, form) in entries.iter().flat_map(|e| morph::inflect(e)) {
                    add(&mut builder, &form_text, class, form);
                }
            }
            let lists = file.words.iter().map(|(key, words)| (key.as_str(), words));
            let named = [
                ("occupations", &file.occupations.words),
                ("surnames", &file.surnames.words),
                ("products", &file.products.words),
                ("cities", &file.cities.words),
            ];
            for (key, words) in lists.chain(named) {
                let class = known(key)?;
                for word in words {
                    add(&mut builder, word, class, Form::Plain);
                }
            }
        }
        Ok(Self { words: builder.build() })
    }

    /// The longest word or phrase that starts at this place of a normalised text and ends before `limit`, and
    /// where it ends.
    pub fn longest(&self, text: &[char], start: usize, limit: usize) -> Option<(usize, Sense)> {
        self.words.longest(text, start, limit).map(|(end, sense)| (end, *sense))
    }

    /// The places reached by the first letters of a word: by none, by one, and so on as far as any word begins so.
    pub(crate) fn prefixes(&self, word: &[char]) -> Vec<Place> {
        let steps = word.iter().scan(Place::default(), |at, c| {
            *at = self.words.step(*at, *c)?;
            Some(*at)
        });
        std::iter::once(Place::default()).chain(steps).collect()
    }

    /// What exactly the word is that goes on from a place with these letters.
    pub(crate) fn from(&self, at: Place, mut rest: impl Iterator<Item = char>) -> Option<Sense> {
        let end = rest.try_fold(at, |at, c| self.words.step(at, c))?;
        self.words.value(end).copied()
    }

    /// What exactly this word is.
    pub fn get(&self, word: &str) -> Option<Sense> {
        self.words.get(word.chars()).copied()
    }
}

fn known(key: &str) -> Result<Class, LexiconError> {
    Class::of_key(key).ok_or_else(|| LexiconError::UnknownClass(key.to_owned()))
}

fn add(builder: &mut Builder<Sense>, word: &str, class: Class, form: Form) {
    let empty = || Sense { classes: ClassSet::EMPTY, verb: ClassSet::EMPTY, form: Form::Plain };
    let sense = builder.entry(word.chars().map(|c| c.to_ascii_lowercase()), empty);
    sense.classes.insert(class);
    if form != Form::Plain {
        sense.verb.insert(class);
        // `put` and `quit` are base and past alike: what has happened is the commoner reading in a report.
        if sense.form == Form::Plain || form == Form::Past {
            sense.form = form;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_that_come_with_the_program_can_be_read() {
        let lexicon = Lexicon::of(&[EN, ZH]).unwrap();
        let visited = lexicon.get("visited").unwrap();
        assert!(visited.classes.has(Class::Visit));
        assert_eq!(visited.form, Form::Past);
        assert!(lexicon.get("拜访").unwrap().classes.has(Class::Visit));
    }

    #[test]
    fn an_organisation_adds_words_of_its_own() {
        let own = "[words]\nwon_phrase = [\"rang the bell\"]\n[products]\nwords = [\"Turbo 3000\"]\n";
        let lexicon = Lexicon::with(own).unwrap();
        assert!(lexicon.get("rang the bell").unwrap().classes.has(Class::WonPhrase));
        assert!(lexicon.get("turbo 3000").unwrap().classes.has(Class::Product));
        assert!(matches!(Lexicon::with("[words]\nnonsense = []"), Err(LexiconError::UnknownClass(_))));
        assert!(matches!(Lexicon::with("[words"), Err(LexiconError::Syntax(_))));
    }
}
