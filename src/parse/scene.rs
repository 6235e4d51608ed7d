//! Everything that the rules read: the tokens, the clauses, who is spoken of, and the input around the text.

use super::clause::Clause;
use super::entity::date::calendar::Days;
use super::entity::date::{DateExpr, Direction, resolve};
use super::entity::{Entity, Value};
use super::known::KnownIndex;
use super::lexicon::class::{Class, ClassSet};
use super::names::Name;
use super::token::{Token, Tokens, What};
use crate::domain::reading::{ParseInput, Span};
use chrono::NaiveDate;
use std::ops::Range;

/// A reply taken apart, with its surroundings.
pub(crate) struct Scene<'a> {
    pub(crate) t: &'a Tokens,
    pub(crate) clauses: &'a [Clause],
    pub(crate) names: &'a [Name],
    pub(crate) input: &'a ParseInput,
    pub(crate) known: &'a KnownIndex,
    pub(crate) today: NaiveDate,
}

impl<'a> Scene<'a> {
    /// The token at this place.
    pub(crate) fn tok(&self, i: usize) -> Option<&'a Token> {
        self.t.list.get(i)
    }

    /// The tokens of a range.
    pub(crate) fn toks(&self, range: Range<usize>) -> &'a [Token] {
        self.t.list.get(range).unwrap_or(&[])
    }

    /// The tokens of a clause.
    pub(crate) fn words(&self, c: &Clause) -> &'a [Token] {
        self.toks(c.toks.clone())
    }

    /// The normalised text of a token; empty outside.
    pub(crate) fn norm(&self, i: usize) -> &'a str {
        self.tok(i).map_or("", |t| self.t.norm(t))
    }

    /// The entity of a token.
    pub(crate) fn entity(&self, i: usize) -> Option<&'a Entity> {
        match self.tok(i)?.what {
            What::Entity(e) => self.t.entities.get(e),
            _ => None,
        }
    }

    /// The date of a token.
    pub(crate) fn date(&self, i: usize) -> Option<&'a DateExpr> {
        match &self.entity(i)?.value {
            Value::Date(expr) => Some(expr),
            _ => None,
        }
    }

    /// The days that a date means.
    pub(crate) fn days(&self, expr: &DateExpr, direction: Direction) -> Option<Days> {
        resolve(expr, self.today, direction)
    }

    /// The single day that a date means: the last of several, which is what a month, a quarter or a week
    /// stands for; of a week with no day, its Friday.
    pub(crate) fn day(&self, expr: &DateExpr, direction: Direction) -> Option<NaiveDate> {
        self.days(expr, direction)?.due()
    }

    /// The first token of a range that is of one of these classes.
    pub(crate) fn find(&self, range: Range<usize>, classes: ClassSet) -> Option<usize> {
        let from = range.start;
        self.toks(range).iter().position(|t| t.any(classes)).map(|i| from + i)
    }

    /// Whether a range has a token of this class.
    pub(crate) fn has(&self, range: Range<usize>, class: Class) -> bool {
        self.toks(range).iter().any(|t| t.is(class))
    }

    /// The span from the first to the last token of a range.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        let start = self.tok(range.start).map_or(0, |t| t.span.start);
        let end = range.end.checked_sub(1).and_then(|i| self.tok(i)).map_or(start, |t| t.span.end);
        Span { start, end: end.max(start) }
    }

    /// The name that covers this token.
    pub(crate) fn name_at(&self, i: usize) -> Option<(usize, &'a Name)> {
        let at = self.names.partition_point(|n| n.toks.end <= i);
        self.names.get(at).filter(|n| n.toks.start <= i).map(|n| (at, n))
    }

    /// The clause that holds this token.
    pub(crate) fn clause_of(&self, i: usize) -> usize {
        self.clauses.partition_point(|c| c.toks.end <= i)
    }
}
