//! What a reply means: the types of the parse contract, shared by the parser (which makes them), the flow
//! (which matches and records them) and the command line (which prints them).
//!
//! Offsets are in Unicode scalar values of the text as it was typed.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

pub use super::fact::*;

/// A half-open range `[start, end)` of the text, in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "(usize, usize)", into = "(usize, usize)")]
pub struct Span {
    /// First scalar value.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

impl From<(usize, usize)> for Span {
    fn from((start, end): (usize, usize)) -> Self {
        Self { start, end }
    }
}

impl From<Span> for (usize, usize) {
    fn from(s: Span) -> Self {
        (s.start, s.end)
    }
}

/// Who answers: it decides what counts as a reception and which words mean what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// A sales rep.
    #[default]
    Rep,
    /// A customer-service agent.
    Service,
}

/// One of the rep's customers, as the parser may know it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownCustomer {
    /// The record's id; absent in bare test cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The name it is recorded under.
    pub name: String,
    /// Other names that a person has confirmed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Names of its contacts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<String>,
    /// Its open opportunities.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open_deals: Vec<KnownDeal>,
}

/// An open opportunity of a known customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownDeal {
    /// The record's id.
    pub id: String,
    /// What it is about, where known.
    #[serde(default)]
    pub product: Option<String>,
}

/// The bot's open question that the text may answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The customer asked about.
    #[serde(default)]
    pub customer: Option<String>,
    /// The field asked for, by its name in the contract (`phone`, `amount`, …).
    pub field: String,
    /// The kind of record asked about (`customer`, `opportunity`, …).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The id of the record asked about.
    #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
}

/// What came before in the same check-in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Context {
    /// The customer last spoken of.
    #[serde(default)]
    pub last_customer: Option<String>,
    /// The updates read from the messages before, oldest first.
    #[serde(default)]
    pub previous: Vec<Update>,
    /// The updates on the card that this message replies to.
    #[serde(default)]
    pub reply_to: Vec<Update>,
}

/// Everything a reading depends on: the same input always gives the same [`Reading`]. It is kept with each
/// message, so that any reading can be repeated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParseInput {
    /// The reply as typed.
    pub text: String,
    /// When it was received, in the rep's own zone: relative dates are counted from it.
    pub now: DateTime<FixedOffset>,
    /// The organisation's currency, ISO 4217: an amount that names none is in it.
    pub currency: String,
    /// The organisation's country, ISO 3166 alpha-2: a phone without country code is read as one of it.
    pub region: String,
    /// The rep's customers so far.
    #[serde(default)]
    pub known: Vec<KnownCustomer>,
    /// The open question, if there is one.
    #[serde(default)]
    pub asked: Option<Asked>,
    /// Who answers.
    #[serde(default)]
    pub mode: Mode,
    /// What came before in the check-in.
    #[serde(default)]
    pub context: Option<Context>,
}

/// What one reply was read as.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Days on which the rep is away from selling. (On the wire: null, one object, or a list.)
    #[serde(default)]
    pub availability: Vec<Availability>,
    /// The rep says that there is nothing to report.
    #[serde(default)]
    pub no_activity: bool,
    /// How the open question was taken; `None` where the text is no answer to it.
    #[serde(default)]
    pub answer: Option<Answer>,
    /// The facts.
    #[serde(default)]
    pub updates: Vec<Update>,
    /// Parts that matter and went into no update.
    #[serde(default)]
    pub unread: Vec<Span>,
}

/// How an open question was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// With a value, which is in the updates.
    Given,
    /// The rep won't say.
    Refused,
    /// The rep doesn't know.
    Unknown,
    /// There is none.
    NotApplicable,
    /// Not now.
    Later,
}

/// A range of days away from selling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Availability {
    /// Why.
    pub state: AwayState,
    /// First day.
    pub from: NaiveDate,
    /// Last day, included; `None` where the end is unknown.
    pub to: Option<NaiveDate>,
}

/// Why a rep is away from selling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AwayState {
    /// Holiday or personal leave.
    Leave,
    /// Ill.
    Sick,
    /// Travelling (not a day trip to see customers: that is visits).
    Travel,
    /// Training, fairs as a learner.
    Training,
}

/// One fact read from a reply, with how sure the parser is and where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Update {
    /// What it says.
    #[serde(flatten)]
    pub fact: Fact,
    /// 0 to 1; at 0.8 or more it is recorded without asking.
    #[serde(default)]
    pub confidence: f32,
    /// Where in the text it was read.
    #[serde(default)]
    pub spans: Vec<Span>,
    /// The known record meant.
    #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// Known records equally likely to be meant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<String>,
    /// It replaces something in the context.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub correction: bool,
}

/// A confidence from which on a fact is recorded without asking.
pub const SURE: f32 = 0.8;

impl Update {
    /// Sure enough to be recorded without asking anyone.
    pub fn is_sure(&self) -> bool {
        self.confidence >= SURE
    }
}
