//! Questions of the bot: what each is about, the answers that it offers as buttons, and how it was answered. Which
//! ones are worth asking is decided in [`asking`](super::asking).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::reading::Answer;
use super::record::{Field, Kind, Value, words};
use super::{PersonId, QuestionId, RecordId, ReviewId};

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// A record. The name of a contact that isn't known yet is asked of the customer, under the kind of contacts.
    Record(Kind, RecordId),
    /// A reading that waits, and the kind of record that it would become.
    Review(Kind, ReviewId),
}

impl About {
    /// The kind of record.
    pub fn kind(self) -> Kind {
        match self {
            Self::Record(kind, _) | Self::Review(kind, _) => kind,
        }
    }

    /// The reading asked about, if it is one.
    pub fn review(self) -> Option<ReviewId> {
        match self {
            Self::Review(_, id) => Some(id),
            Self::Record(..) => None,
        }
    }

    /// The record asked about, if it is one.
    pub fn record(self) -> Option<RecordId> {
        match self {
            Self::Record(_, id) => Some(id),
            Self::Review(..) => None,
        }
    }
}

/// An answer that a question offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// It was read right.
    Accept,
    /// There was nothing in it.
    Drop,
    /// This value of the field; of a customer or a deal, which.
    Take(Value),
    /// None that is known: a new one.
    New,
}

words! {
    /// Why there is a question.
    Purpose {
        /// The bot wants to know.
        Ask = "ask",
        /// The rep wants to correct something, and is asked for the value.
        Fix = "fix",
    }
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Id.
    pub id: QuestionId,
    /// Who is asked.
    pub person: PersonId,
    /// With which check-in.
    pub local_date: NaiveDate,
    /// Why.
    pub purpose: Purpose,
    /// About what.
    pub about: About,
    /// The field asked for; of a reading that may be right or wrong as a whole, its state.
    pub field: Field,
    /// The answers offered, in the order of their buttons.
    pub choices: Vec<Choice>,
    /// Ties a tap to the question.
    pub nonce: String,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// When and how it was answered.
    pub answered: Option<(DateTime<Utc>, Answer)>,
}

impl Question {
    /// Whether it waits for an answer.
    pub fn is_open(&self) -> bool {
        self.answered.is_none()
    }
}
