//! The reply as a row of tokens: words of the vocabulary with their classes, unknown words, entities, known
//! customers and punctuation marks. Everything after this reads tokens, never letters.
//!
//! Longest first, and in this order: a known customer's name, an entity, a word of the vocabulary, anything else.

use super::entity::{Entity, EntityKind};
use super::known::{Hit, KnownIndex, Strength};
use super::lexicon::class::{Class, ClassSet};
use super::lexicon::morph::Form;
use super::lexicon::trie::is_word;
use super::lexicon::{Lexicon, Sense};
use super::text::{NormText, is_han};
use crate::domain::reading::Span;

mod what;

pub(crate) use what::{Mention, Token, What};

/// A reply taken apart.
#[derive(Debug)]
pub(crate) struct Tokens {
    pub(crate) text: NormText,
    /// The reply as typed.
    pub(crate) raw: Vec<char>,
    pub(crate) list: Vec<Token>,
    pub(crate) entities: Vec<Entity>,
    pub(crate) mentions: Vec<Mention>,
}

impl Tokens {
    /// Takes a reply apart.
    pub(crate) fn new(
        raw: &str,
        text: NormText,
        entities: Vec<Entity>,
        known: &KnownIndex,
        lexicon: &Lexicon,
    ) -> Self {
        let mut out = Self {
            raw: raw.chars().collect(),
            list: Vec::with_capacity(text.len() / 3 + 4),
            text,
            entities,
            mentions: Vec::new(),
        };
        let mut at = 0;
        let mut next_entity = 0;
        let mut spaced = false;
        while at < out.text.len() {
            while out.entities.get(next_entity).is_some_and(|e| e.span.start < at) {
                next_entity += 1;
            }
            let Some(&c) = out.text.chars().get(at) else { break };
            if c.is_whitespace() && c != '\n' {
                spaced = true;
                at += 1;
                continue;
            }
            let end = out.take(at, next_entity, spaced, known, lexicon);
            spaced = false;
            at = end.max(at + 1);
        }
        out
    }

    /// Takes one token and tells where it ends.
    fn take(
        &mut self,
        at: usize,
        next_entity: usize,
        spaced: bool,
        known: &KnownIndex,
        lexicon: &Lexicon,
    ) -> usize {
        let chars = self.text.chars();
        let Some(&c) = chars.get(at) else { return at + 1 };
        let starts_word =
            at.checked_sub(1).and_then(|i| chars.get(i)).is_none_or(|p| !is_word(*p)) || !is_word(c);
        let entity = self
            .entities
            .get(next_entity)
            .filter(|e| e.span.start == at)
            .map(|e| (next_entity, e.span, e.kind()));
        // A name never begins with a mark: the comma before it is the clause's.
        if starts_word
            && c.is_alphanumeric()
            && let Some((end, hits)) = known.at(chars, at)
            && entity.is_none_or(|(_, s, _)| end >= s.end)
        {
            let span = Span { start: at, end };
            if let Some(hits) = self.believable(span, hits) {
                let person = person(known, &hits);
                return self.mention(Mention { span, hits, person }, spaced);
            }
        }
        if is_han(c)
            && entity.is_none()
            && let Some((end, hits)) = known.sounds_at(self.text.chars(), at)
        {
            let person = person(known, &hits);
            return self.mention(Mention { span: Span { start: at, end }, hits, person }, spaced);
        }
        let chars = self.text.chars();
        let word = if starts_word { lexicon.longest(chars, at, usize::MAX) } else { None };
        if let Some((i, span, kind)) = entity {
            // `sales team of 5` is a number, `1st floor` is not: a longer phrase of the vocabulary wins over a
            // bare figure, never over anything that has a unit.
            let phrase = word.filter(|(end, _)| kind == EntityKind::Number && *end > span.end);
            if phrase.is_none() {
                self.push(Span { start: at, end: span.end }, What::Entity(i), spaced);
                return span.end;
            }
        }
        // Before the next entity begins a word must end, save where the entity is a figure within it (`跑了一趟`).
        let limit = self.next_start(next_entity, at);
        let fits = |(end, s): &(usize, Sense)| {
            *end <= limit || self.only_figures(next_entity, *end, s.classes.has(Class::Nothing))
        };
        let word =
            word.and_then(|w| if fits(&w) { Some(w) } else { lexicon.longest(self.text.chars(), at, limit) });
        // `hi-vis` is neither a greeting nor two words.
        let word = word.filter(|(end, _)| !self.hyphenated(at, *end));
        if let Some((end, sense)) = word {
            self.push(Span { start: at, end }, What::Word, spaced);
            if let Some(token) = self.list.last_mut() {
                token.classes = sense.classes;
                token.verb = sense.verb;
                token.form = sense.form;
            }
            return end;
        }
        self.other(at, c, limit, spaced, known, lexicon)
    }

    /// The word of the vocabulary is but the short first half of a word with a hyphen.
    fn hyphenated(&self, at: usize, end: usize) -> bool {
        let chars = self.text.chars();
        end - at <= 3
            && chars.get(end) == Some(&'-')
            && chars.get(at..end).is_some_and(|w| w.iter().all(char::is_ascii_lowercase))
            && chars.get(end + 1).is_some_and(char::is_ascii_lowercase)
    }

    /// Where the next entity after this place begins.
    fn next_start(&self, entity: usize, at: usize) -> usize {
        let rest = self.entities.get(entity..).unwrap_or(&[]);
        rest.iter().map(|e| e.span.start).find(|s| *s > at).unwrap_or(usize::MAX)
    }

    /// Nothing but plain numbers begins before this place.
    fn only_figures(&self, entity: usize, end: usize, dates_too: bool) -> bool {
        let rest = self.entities.get(entity..).unwrap_or(&[]);
        rest.iter().take_while(|e| e.span.start < end).all(|e| {
            (e.kind() == EntityKind::Number || dates_too && e.kind() == EntityKind::Date) && e.span.end <= end
        })
    }

    fn other(
        &mut self,
        at: usize,
        c: char,
        limit: usize,
        spaced: bool,
        known: &KnownIndex,
        lexicon: &Lexicon,
    ) -> usize {
        // The genitive of a name: `Corbett's`.
        let genitive = c == '\''
            && self.text.chars().get(at + 1) == Some(&'s')
            && at > 0
            && super::lexicon::trie::word_ends(self.text.chars(), at + 2);
        if genitive && self.list.last().is_some_and(|t| t.span.end == at && !t.han) {
            return at + 2;
        }
        if c == '\n' {
            self.push(Span { start: at, end: at + 1 }, What::Break, spaced);
            return at + 1;
        }
        if is_han(c) {
            // Unknown characters beside each other are one run.
            if !spaced
                && let Some(last) = self.list.last_mut().filter(|t| t.han && t.unknown() && t.span.end == at)
            {
                last.span.end = at + 1;
            } else {
                self.push(Span { start: at, end: at + 1 }, What::Word, spaced);
            }
            return at + 1;
        }
        if is_word(c) {
            let end = self.word_end(at).min(limit.max(at + 1));
            if let Some(token_end) = self.misspelt(at, end, spaced, known) {
                return token_end;
            }
            self.push(Span { start: at, end }, What::Word, spaced);
            self.correct_spelling(lexicon);
            return end;
        }
        let what = if c.is_alphanumeric() && !('①'..='⑳').contains(&c) {
            What::Word
        } else if c.is_ascii_punctuation()
            || matches!(
                c,
                '。' | '、' | '·' | '…' | '《' | '》' | '「' | '」' | '『' | '』' | '【' | '】' | '①'
                    ..='⑳' | '•' | '●' | '→' | '»' | '«' | '€' | '£' | '¥'
            )
        {
            What::Mark(c)
        } else {
            What::Sign
        };
        self.push(Span { start: at, end: at + 1 }, what, spaced);
        at + 1
    }

    /// Where a word in Latin letters ends: it may hold apostrophes, hyphens and `&` between letters, but an
    /// English genitive is no part of it.
    fn word_end(&self, at: usize) -> usize {
        let chars = self.text.chars();
        let mut end = at;
        while let Some(&c) = chars.get(end) {
            let next = chars.get(end + 1).copied();
            let joins = matches!(c, '\'' | '-' | '&' | '_' | '/') && next.is_some_and(is_word) && end > at;
            if joins && c == '\'' && next == Some('s') && !chars.get(end + 2).copied().is_some_and(is_word) {
                break;
            }
            if !is_word(c) && !joins {
                break;
            }
            if c == '/' && joins {
                break;
            }
            end += 1;
        }
        end.max(at + 1)
    }

    /// Of the hits of a spelling, those that its surroundings allow.
    fn believable(&self, span: Span, hits: &[Hit]) -> Option<Vec<Hit>> {
        let best = hits.iter().map(|h| h.strength).max()?;
        let raw = self.raw.get(span.start).copied().unwrap_or(' ');
        let titled = self.list.last().is_some_and(|t| t.is(Class::Title));
        let han = is_han(raw);
        // A Chinese one must begin its clause, and mean one customer only.
        let opens = han
            && hits.len() == 1
            && self.list.last().is_none_or(|t| matches!(t.what, What::Break | What::Mark(_) | What::Sign));
        if best == Strength::Weak && !(raw.is_uppercase() && !self.at_start()) && !titled && !opens {
            return None;
        }
        Some(hits.iter().filter(|h| h.strength == best).copied().collect())
    }

    /// Nothing but marks stands before in the sentence, so that a capital letter says nothing.
    fn at_start(&self) -> bool {
        self.list
            .last()
            .is_none_or(|t| matches!(t.what, What::Break | What::Mark('.' | '!' | '?' | ':' | '。')))
    }

    fn mention(&mut self, mention: Mention, spaced: bool) -> usize {
        let span = mention.span;
        self.push(span, What::Known(self.mentions.len()), spaced);
        self.mentions.push(mention);
        span.end
    }

    /// A word that the vocabulary doesn't know may be a misspelt name; the rest of the name is then taken too.
    fn misspelt(&mut self, at: usize, end: usize, spaced: bool, known: &KnownIndex) -> Option<usize> {
        let word: String = self.text.chars().get(at..end)?.iter().map(|c| super::fold::fold(*c)).collect();
        let hits = known.near(&word);
        let first = hits.first()?;
        let name = super::fold::canonical(&known.customer(first.customer)?.name);
        let mut end = end;
        for part in name.split(' ').skip(1) {
            let from = end + self.text.chars().get(end..)?.iter().take_while(|c| **c == ' ').count();
            let to = self.word_end(from);
            let next: String =
                self.text.chars().get(from..to)?.iter().map(|c| super::fold::fold(*c)).collect();
            if from == end || strsim::osa_distance(part, &next) > 1 {
                break;
            }
            end = to;
        }
        let person = person(known, &hits);
        Some(self.mention(Mention { span: Span { start: at, end }, hits, person }, spaced))
    }

    /// Gives the last token the classes of the word that it is a slip of, if it is in lower case (names are not).
    fn correct_spelling(&mut self, lexicon: &Lexicon) {
        let Some(token) = self.list.last().copied().filter(|t| !t.upper) else { return };
        let word = self.text.slice(token.span);
        if let Some(sense) = super::slips::corrected(word, lexicon)
            && let Some(last) = self.list.last_mut()
        {
            last.classes = sense.classes;
            last.verb = sense.verb;
            last.form = sense.form;
        }
    }

    fn push(&mut self, span: Span, what: What, spaced: bool) {
        let first = self.raw.get(span.start).copied().unwrap_or(' ');
        let han = is_han(first);
        self.list.push(Token {
            span,
            what,
            classes: ClassSet::EMPTY,
            verb: ClassSet::EMPTY,
            form: Form::Plain,
            upper: !han && first.is_uppercase(),
            spaced,
            han,
        });
    }

    /// The text as typed of a span.
    pub(crate) fn raw(&self, span: Span) -> String {
        self.raw.get(span.start..span.end.min(self.raw.len())).unwrap_or(&[]).iter().collect()
    }

    /// The normalised text of a token.
    pub(crate) fn norm(&self, token: &Token) -> &str {
        self.text.slice(token.span)
    }
}

/// Whether a person is meant (the customer itself, or a contact).
fn person(known: &KnownIndex, hits: &[Hit]) -> bool {
    hits.first().is_some_and(|h| h.contact.is_some() || known.customer(h.customer).is_some_and(|c| c.person))
}
