//! A reply cut into tokens: runs of digits, words of letters, single Chinese characters and marks. Spaces are no
//! tokens, but each token knows whether one stands before it. All finders walk over these.

use super::EntityEnv;
use super::date::calendar::Holiday;
use super::lexicon::{Function, Meaning, holiday_names, meaning};
use crate::domain::reading::Span;
use crate::parse::text::{NormText, is_han};

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// ASCII digits.
    Digits,
    /// Letters that are no Chinese characters.
    Word,
    /// One Chinese character.
    Han(char),
    /// One of anything else.
    Mark(char),
    /// Past either end of the text.
    End,
}

/// A token, with its place in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
    /// A space stands before it, or it is the first.
    pub(super) spaced: bool,
    /// Of a word.
    pub(super) meaning: Meaning,
}

impl Token {
    /// How many scalar values it has.
    pub(super) fn len(&self) -> usize {
        self.end - self.start
    }

    pub(super) fn is_digits(&self) -> bool {
        self.kind == Kind::Digits
    }

    pub(super) fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    pub(super) fn han(&self) -> Option<char> {
        match self.kind {
            Kind::Han(c) => Some(c),
            _ => None,
        }
    }

    pub(super) fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    pub(super) fn does(&self, function: Function) -> bool {
        self.meaning.function == Some(function)
    }
}

/// A text with its tokens, and what surrounds it.
pub(super) struct Scan<'a> {
    pub(super) text: &'a NormText,
    pub(super) env: &'a EntityEnv<'a>,
    tokens: Vec<Token>,
    end: Token,
    /// Names of holidays: first token, token after, which.
    holidays: Vec<(usize, usize, Holiday)>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a NormText, env: &'a EntityEnv<'a>) -> Self {
        let mut tokens = tokens(text);
        for token in tokens.iter_mut().filter(|t| t.kind == Kind::Word) {
            token.meaning = meaning(text.slice(Span { start: token.start, end: token.end }));
        }
        let end = Token {
            start: text.len(),
            end: text.len(),
            kind: Kind::End,
            spaced: true,
            meaning: Meaning::default(),
        };
        let mut scan = Self { text, env, tokens, end, holidays: Vec::new() };
        scan.holidays = scan.find_holidays();
        scan
    }

    fn find_holidays(&self) -> Vec<(usize, usize, Holiday)> {
        let whole = |(from, to, holiday)| {
            let (start, end) = (self.text.scalar_of_byte(from), self.text.scalar_of_byte(to));
            let (i, next) = (self.index_at(start), self.index_at(end));
            // `八百六一年` has no Children's Day (六一) in it.
            let counts =
                |i: usize| self.at(i).han().is_some_and(|c| "一二三四五六七八九十百千万".contains(c));
            let within = i > 0 && counts(i) && counts(i - 1) && self.touches(i);
            let fits = self.at(i).start == start && next > i && self.at(next - 1).end == end && !within;
            fits.then_some((i, next, holiday))
        };
        holiday_names(self.text.as_str()).filter_map(whole).collect()
    }

    /// The holiday whose name starts at the i-th token, and the token after it.
    pub(super) fn holiday_at(&self, i: usize) -> Option<(Holiday, usize)> {
        self.holidays.iter().find(|(start, ..)| *start == i).map(|(_, next, holiday)| (*holiday, *next))
    }

    /// The i-th token is a word that touches the one before it.
    pub(super) fn touches_word(&self, i: usize) -> bool {
        self.touches(i) && self.at(i).is_word()
    }

    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The i-th token; past the last, one of kind `End`.
    pub(super) fn at(&self, i: usize) -> &Token {
        self.tokens.get(i).unwrap_or(&self.end)
    }

    /// The token before the i-th.
    pub(super) fn before(&self, i: usize) -> &Token {
        i.checked_sub(1).map_or(&self.end, |i| self.at(i))
    }

    /// The normalised text of the i-th token.
    pub(super) fn word(&self, i: usize) -> &str {
        let token = self.at(i);
        self.text.slice(Span { start: token.start, end: token.end })
    }

    /// The value of a run of digits, if it is short enough to have one.
    pub(super) fn digits(&self, i: usize) -> Option<u32> {
        if !self.at(i).is_digits() {
            return None;
        }
        self.word(i).parse().ok()
    }

    /// The token does this.
    pub(super) fn does(&self, i: usize, function: Function) -> bool {
        self.at(i).does(function)
    }

    /// The token is this Chinese character.
    pub(super) fn is_han(&self, i: usize, c: char) -> bool {
        self.at(i).kind == Kind::Han(c)
    }

    /// The token is this mark.
    pub(super) fn is_mark(&self, i: usize, c: char) -> bool {
        self.at(i).kind == Kind::Mark(c)
    }

    /// The token after these Chinese characters, if they stand here (spaces between them don't matter).
    pub(super) fn hans(&self, i: usize, word: &str) -> Option<usize> {
        let mut next = i;
        for c in word.chars() {
            if !self.is_han(next, c) {
                return None;
            }
            next += 1;
        }
        Some(next)
    }

    /// The token after the first of these Chinese words that stands here; put longer ones first.
    pub(super) fn any_hans(&self, i: usize, words: &[&str]) -> Option<usize> {
        self.at(i).han()?;
        words.iter().find_map(|word| self.hans(i, word))
    }

    /// Whether the i-th token touches the one before it.
    pub(super) fn touches(&self, i: usize) -> bool {
        !self.at(i).spaced && self.at(i).kind != Kind::End
    }

    /// The token that starts at a scalar offset, or the first one after it.
    pub(super) fn index_at(&self, scalar: usize) -> usize {
        self.tokens.partition_point(|t| t.start < scalar)
    }

    /// The span of tokens `[i, j)`.
    pub(super) fn span(&self, i: usize, j: usize) -> Span {
        Span { start: self.at(i).start, end: j.checked_sub(1).map_or(0, |j| self.at(j).end) }
    }
}

fn tokens(text: &NormText) -> Vec<Token> {
    let chars = text.chars();
    let mut tokens = Vec::with_capacity(chars.len() / 3 + 2);
    let (mut i, mut spaced) = (0, true);
    while let Some(&c) = chars.get(i) {
        if c.is_whitespace() {
            // No figure or date goes on over the end of a line.
            if c == '\n' && !tokens.is_empty() {
                tokens.push(Token {
                    start: i,
                    end: i + 1,
                    kind: Kind::Mark('\n'),
                    spaced,
                    meaning: Meaning::default(),
                });
            }
            spaced = true;
            i += 1;
            continue;
        }
        let (kind, end) = if c.is_ascii_digit() {
            (Kind::Digits, run(chars, i, |c| c.is_ascii_digit()))
        } else if is_han(c) {
            (Kind::Han(c), i + 1)
        } else if is_letter(c) {
            (Kind::Word, run(chars, i, is_letter))
        } else {
            (Kind::Mark(c), i + 1)
        };
        tokens.push(Token { start: i, end, kind, spaced, meaning: Meaning::default() });
        (i, spaced) = (end, false);
    }
    tokens
}

fn is_letter(c: char) -> bool {
    c.is_ascii_lowercase() || (!c.is_ascii() && !is_han(c) && c.is_alphabetic())
}

fn run(chars: &[char], start: usize, belongs: impl Fn(char) -> bool) -> usize {
    start + chars[start..].iter().take_while(|c| belongs(**c)).count()
}
