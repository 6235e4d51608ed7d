//! Entities: the numbers, amounts of money, dates, times, phone numbers, e-mail addresses, percentages and ages
//! of a reply, each with its span and its value. One path finds and values them, so that the two can't differ.
//!
//! The way of a text: it is cut into tokens (`token`), each with all that it can mean (`lexicon`); then the kinds are
//! looked for, the surest first, and none takes a token that another has. Each finder looks only at tokens that its kind
//! can start with, so the time is near linear in the length of the text.
//!
//! [`find`] is what the other rooms of the parser call; [`date`] resolves the dates whose direction only the
//! sentence can tell. Uses [`NormText`] and the vocabulary in `config/lexicon/`.
//!
//! What it can't do: seasons (`in summer`), public holidays as days off, days told from another sentence's date (`the day
//! after the meeting`, `第三天`), several offsets added up (`3 months and 2 weeks ago`), a weekday nearest to a date, feet,
//! pounds of weight and other measures as such, German or other words for dates, and vague sizes (`a few thousand`, `好几万`
//! but as a range).

mod age;
mod bound;
#[cfg(test)]
mod cases;
pub mod date;
mod email;
mod lexicon;
mod money;
mod number;
mod percent;
mod phone;
mod token;

use crate::domain::reading::Span;
use crate::parse::text::NormText;
use chrono::NaiveDate;
use date::DateExpr;
use rust_decimal::Decimal;
use token::{Kind, Scan, Token};

/// What surrounds a reply and decides what its figures mean.
#[derive(Clone, Debug)]
pub struct EntityEnv<'a> {
    /// The day on which it was received, in the rep's own zone: relative dates are counted from it.
    pub today: NaiveDate,
    /// ISO 3166 alpha-2 country: phones without a country code are read as one of it, and it decides whether
    /// `3/4` is in March or April.
    pub region: &'a str,
    /// The kind that the bot has just asked for, where it asked: a bare figure is then read as one of it.
    pub asked: Option<EntityKind>,
}

/// The kinds of entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntityKind {
    /// A plain number that is none of the others.
    Number,
    /// An amount: with a currency, or with a scale that only amounts have (`35w`, `350k`).
    Money,
    /// A percentage, a share in tenths (`八成`) or a rate.
    Percent,
    /// A person's age.
    Age,
    /// A day, or a range of days.
    Date,
    /// A time of day, or a range of them, with no day beside it.
    Time,
    /// A phone number.
    Phone,
    /// An e-mail address.
    Email,
}

/// Something found in a reply.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Where.
    pub span: Span,
    /// What.
    pub value: Value,
}

impl Entity {
    /// Its kind.
    pub fn kind(&self) -> EntityKind {
        match self.value {
            Value::Number(_) => EntityKind::Number,
            Value::Money { .. } => EntityKind::Money,
            Value::Percent(_) => EntityKind::Percent,
            Value::Age(_) => EntityKind::Age,
            Value::Date(_) => EntityKind::Date,
            Value::Time => EntityKind::Time,
            Value::Phone(_) => EntityKind::Phone,
            Value::Email(_) => EntityKind::Email,
        }
    }
}

/// The value of an entity.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// See [`EntityKind::Number`].
    Number(Quantity),
    /// See [`EntityKind::Money`].
    Money {
        /// How much.
        amount: Quantity,
        /// ISO 4217; `None` where the text names none.
        currency: Option<&'static str>,
    },
    /// In percent: `八成` is 80.
    Percent(Quantity),
    /// Whole years.
    Age(u32),
    /// Days, of which some can be told only with a direction: see [`date::resolve`].
    Date(DateExpr),
    /// A time of day; what it says is not kept.
    Time,
    /// See [`Phone`].
    Phone(Phone),
    /// The address, in lower case.
    Email(String),
}

/// A phone number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// Its digits as written, without an extension.
    pub digits: String,
    /// E.164, where it is a valid number of its country; a number without is not to be recorded.
    pub e164: Option<String>,
}

/// An exact figure, or what is known of one that is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// `350,000`.
    Exact(Decimal),
    /// `between 10 and 20`, `三十几万`, `四五千`; both ends included.
    Between(Decimal, Decimal),
    /// `over 10k`, `至少三万`.
    AtLeast(Decimal),
    /// `under 10k`, `不到两万`.
    AtMost(Decimal),
}

impl Quantity {
    /// The figure, if it is exact.
    pub fn exact(self) -> Option<Decimal> {
        match self {
            Self::Exact(value) => Some(value),
            _ => None,
        }
    }

    /// The figure, or the bound that stands for it (`over 10k` is recorded as 10k); `None` for a range.
    pub fn single(self) -> Option<Decimal> {
        match self {
            Self::Exact(value) | Self::AtLeast(value) | Self::AtMost(value) => Some(value),
            Self::Between(..) => None,
        }
    }

    /// Lower and upper bound, where there are any; an exact figure is both.
    pub fn bounds(self) -> (Option<Decimal>, Option<Decimal>) {
        match self {
            Self::Exact(value) => (Some(value), Some(value)),
            Self::Between(low, high) => (Some(low), Some(high)),
            Self::AtLeast(low) => (Some(low), None),
            Self::AtMost(high) => (None, Some(high)),
        }
    }

    /// The same multiplied; `None` where it would not fit.
    pub fn scaled(self, factor: Decimal) -> Option<Self> {
        Some(match self {
            Self::Exact(v) => Self::Exact(v.checked_mul(factor)?),
            Self::Between(a, b) => Self::Between(a.checked_mul(factor)?, b.checked_mul(factor)?),
            Self::AtLeast(v) => Self::AtLeast(v.checked_mul(factor)?),
            Self::AtMost(v) => Self::AtMost(v.checked_mul(factor)?),
        })
    }
}

/// Everything found in a reply, in order of place; spans don't overlap.
pub fn find(text: &NormText, env: &EntityEnv<'_>) -> Vec<Entity> {
    let scan = Scan::new(text, env);
    let mut finder = Finder { taken: vec![false; scan.len()], found: Vec::new(), scan };
    finder.emails();
    finder.dates();
    finder.phones();
    finder.figures();
    finder.bare_amounts();
    finder.found.sort_by_key(|entity| entity.span);
    finder.found
}

/// What has been found so far, and which tokens it covers: the surest kinds come first, and none takes a token twice.
struct Finder<'a> {
    scan: Scan<'a>,
    taken: Vec<bool>,
    found: Vec<Entity>,
}

impl Finder<'_> {
    fn take(&mut self, (start, next, value): (usize, usize, Value)) {
        self.taken[start..next].fill(true);
        self.found.push(Entity { span: self.scan.span(start, next), value });
    }

    fn is_free(&self, start: usize, next: usize) -> bool {
        start < next && next <= self.taken.len() && !self.taken[start..next].contains(&true)
    }

    fn emails(&mut self) {
        for (start, next, value) in email::find(&self.scan) {
            self.take((start, next, value));
        }
    }

    /// Dates, and times of day where no date stands.
    fn dates(&mut self) {
        let mut i = 0;
        while i < self.scan.len() {
            i = match date::at(&self.scan, i) {
                Some(dates) if dates.iter().all(|(_, start, next)| self.is_free(*start, *next)) => {
                    let next = dates.last().map_or(i + 1, |(.., next)| *next);
                    let today = self.scan.env.today;
                    for (expr, start, next) in dates {
                        match date::is_possible(&expr, today) {
                            true => self.take((start, next, Value::Date(expr))),
                            false => self.taken[start..next].fill(true),
                        }
                    }
                    next
                }
                _ => match date::time_at(&self.scan, i) {
                    Some(next) if self.is_free(i, next) => {
                        self.take((i, next, Value::Time));
                        next
                    }
                    _ => i + 1,
                },
            };
        }
    }

    fn phones(&mut self) {
        let mut i = 0;
        while i < self.scan.len() {
            let token = self.scan.at(i);
            let may_start = token.is_digits() || matches!(token.kind, Kind::Mark('+' | '('));
            if may_start
                && !self.taken[i]
                && let Some(found) =
                    phone::at(&self.scan, i, &|i| self.taken.get(i).copied().unwrap_or(false))
                && self.is_free(found.0, found.1)
            {
                i = found.1;
                self.take(found);
            } else {
                i += 1;
            }
        }
    }

    /// Percentages, ages, amounts and numbers, whichever starts at each token.
    fn figures(&mut self) {
        let mut i = 0;
        while i < self.scan.len() {
            if self.taken[i] || !may_start_figure(self.scan.at(i)) {
                i += 1;
                continue;
            }
            let taken = |i: usize| self.taken.get(i).copied().unwrap_or(false);
            let found = percent::at(&self.scan, i)
                .or_else(|| age::at(&self.scan, i))
                .or_else(|| money::at(&self.scan, i, &taken));
            match found {
                Some(found) if self.is_free(found.0, found.1) => {
                    i = found.1;
                    self.take(found);
                }
                _ => i += 1,
            }
        }
    }
}

impl Finder<'_> {
    /// With an amount asked for and none named, a bare figure is one, save the smallest in words.
    fn bare_amounts(&mut self) {
        let named = |entity: &Entity| entity.kind() == EntityKind::Money;
        if self.scan.env.asked != Some(EntityKind::Money) || self.found.iter().any(named) {
            return;
        }
        for entity in &mut self.found {
            let Value::Number(amount) = entity.value else { continue };
            let digits =
                self.scan.text.chars()[entity.span.start..entity.span.end].iter().any(char::is_ascii_digit);
            if digits || amount.bounds().0.is_some_and(|low| low >= Decimal::TEN) {
                entity.value = Value::Money { amount, currency: None };
            }
        }
    }
}

fn may_start_figure(token: &Token) -> bool {
    match token.kind {
        Kind::Digits | Kind::Mark('½' | '.') => true,
        Kind::Han(c) => {
            number::chinese_digit(c).is_some()
                || matches!(c, '十' | '百' | '千' | '仟' | '万' | '亿' | '几' | '数' | '半' | '对')
        }
        Kind::Word => {
            let meaning = &token.meaning;
            meaning.cardinal.is_some()
                || meaning.scale == Some(100)
                || meaning.function == Some(lexicon::Function::A)
                || meaning.unit.is_some()
                || meaning.percent
        }
        _ => false,
    }
}
