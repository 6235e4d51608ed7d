//! What a token is: a word with its classes, an entity, a mention of a known customer, or a mark.

use crate::domain::reading::Span;
use crate::parse::known::{Hit, Strength};
use crate::parse::lexicon::class::{Class, ClassSet};
use crate::parse::lexicon::morph::Form;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A word in Latin letters (or another spaced alphabet), known to the vocabulary or not, or one Chinese word
    /// of the vocabulary, or a run of Chinese characters that it doesn't know.
    Word,
    /// The entity of this index.
    Entity(usize),
    /// The mention of this index.
    Known(usize),
    /// A punctuation mark.
    Mark(char),
    /// The end of a line.
    Break,
    /// An emoji or another sign that says nothing.
    Sign,
}

/// One token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) span: Span,
    pub(crate) what: What,
    pub(crate) classes: ClassSet,
    /// Classes in which it is a verb, and the form it has.
    pub(crate) verb: ClassSet,
    pub(crate) form: Form,
    /// Starts with a capital letter.
    pub(crate) upper: bool,
    /// White space stands before it.
    pub(crate) spaced: bool,
    /// Starts with a Chinese character.
    pub(crate) han: bool,
}

impl Token {
    pub(crate) fn is(&self, class: Class) -> bool {
        self.classes.has(class)
    }

    pub(crate) fn any(&self, classes: ClassSet) -> bool {
        self.classes.meets(classes)
    }

    /// A verb of this class in a form that tells of the past.
    pub(crate) fn past(&self, class: Class) -> bool {
        self.verb.has(class) && matches!(self.form, Form::Past | Form::Participle)
    }

    pub(crate) fn is_mark(&self, mark: char) -> bool {
        self.what == What::Mark(mark)
    }

    /// A word that the vocabulary doesn't know, or of which it knows only that it is no product.
    pub(crate) fn unknown(&self) -> bool {
        self.what == What::Word && self.classes.within(ClassSet::of(&[Class::IdleN, Class::PaperN]))
    }
}

/// A place where a known customer may be meant.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub(crate) span: Span,
    /// Whom it may mean: one, or several that are equally likely.
    pub(crate) hits: Vec<Hit>,
    /// It is the name of a person, not of an organisation.
    pub(crate) person: bool,
}

impl Mention {
    pub(crate) fn strength(&self) -> Strength {
        self.hits.first().map_or(Strength::Weak, |h| h.strength)
    }

    pub(crate) fn only(&self) -> Option<Hit> {
        match self.hits.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }
}
