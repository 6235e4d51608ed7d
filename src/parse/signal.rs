//! What the rules hand on: single facts, each with the party that it is about, where it was read, which rule read
//! it and how sure that rule is. `updates` puts them together.

use crate::domain::reading::{ActivityType, Span, Stage};
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// One thing said.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Said {
    Activity { kind: ActivityType, date: NaiveDate },
    Stage(Stage),
    Order { date: Option<NaiveDate> },
    Amount { amount: Decimal, currency: String, named: bool },
    Product(String),
    Number(String),
    Probability(u32),
    Close(NaiveDate),
    NextStep { action: String, due: Option<NaiveDate>, done: bool },
    Complaint { summary: String, resolved: bool },
    Score(u32),
    Receptions(u32),
    Phone(String),
    Email(String),
    Occupation(String),
    Age(u32),
    City(String),
}

/// One thing said, and everything about how it was read.
#[derive(Clone, Debug)]
pub(crate) struct Signal {
    pub(crate) said: Said,
    pub(crate) party: Option<usize>,
    pub(crate) clause: usize,
    pub(crate) tok: usize,
    pub(crate) span: Span,
    pub(crate) rule: &'static str,
    pub(crate) sure: f32,
}
