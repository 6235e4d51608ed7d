//! The ledger: one [`Change`] for each field of each fact that was recorded, corrected or taken back, and for each
//! transition of a check-in. The tables are what the ledger says and can be rebuilt from it ([`rebuild`]).

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::reading::Span;
use super::record::{Field, Kind, Record, Value, words};
use super::{ChangeId, MessageId, PersonId, RecordId};

words! {
    /// By which way a change came about.
    Way {
        /// The rep said it.
        Rep = "rep",
        /// An assistant entered it for the rep.
        AssistantForRep = "assistant_for_rep",
        /// Someone corrected what stood there.
        Correction = "correction",
        /// It was imported.
        Import = "import",
        /// The bot itself: transitions of a check-in.
        System = "system",
    }
}

words! {
    /// Why a correction was necessary.
    Cause {
        /// The parser misread.
        Parser = "parser",
        /// The rep left out or mistook.
        Rep = "rep",
        /// News came later.
        News = "news",
        /// Anything else.
        Other = "other",
    }
}

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A record.
    Record(Kind, RecordId),
    /// The check-in of the change's person on the change's day.
    CheckIn,
    /// A message.
    Message(MessageId),
    /// The change's person.
    Person,
}

impl Subject {
    /// The word for it in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Record(kind, _) => kind.name(),
            Self::CheckIn => "check_in",
            Self::Message(_) => "message",
            Self::Person => "person",
        }
    }

    /// The id in the database; of check-ins and persons it is the person's.
    pub fn id(self, person: PersonId) -> Uuid {
        match self {
            Self::Record(_, id) => id.0,
            Self::Message(id) => id.0,
            Self::CheckIn | Self::Person => person.0,
        }
    }

    /// From its word and id in the database.
    pub fn from_parts(name: &str, id: Uuid) -> Option<Self> {
        match name {
            "check_in" => Some(Self::CheckIn),
            "message" => Some(Self::Message(MessageId(id))),
            "person" => Some(Self::Person),
            kind => Some(Self::Record(Kind::by_name(kind)?, RecordId(id))),
        }
    }
}

/// A row of the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Its id; sorts by the order in which changes were made.
    pub id: ChangeId,
    /// When it became visible: business time of the transaction that wrote it, never a date that a person typed.
    pub at: DateTime<Utc>,
    /// Whose record or day it is.
    pub person: PersonId,
    /// The check-in with which it was recorded.
    pub local_date: Option<NaiveDate>,
    /// Who did it; `None` for the bot itself and for the command line.
    pub actor: Option<PersonId>,
    /// By which way.
    pub way: Way,
    /// Of a correction, its cause.
    pub cause: Option<Cause>,
    /// What it is about.
    pub subject: Subject,
    /// Which field.
    pub field: Field,
    /// The value before.
    pub old: Option<Value>,
    /// The value after; `None` where it was taken away.
    pub new: Option<Value>,
    /// The message that said so.
    pub message: Option<MessageId>,
    /// Where in that message.
    pub span: Option<Span>,
    /// The change that this one takes back.
    pub undoes: Option<ChangeId>,
}

/// Rebuilds records from their changes, oldest first. Changes to other subjects are passed over. A record's number
/// is not a fact and comes from `numbers`.
pub fn rebuild(changes: &[Change], numbers: &BTreeMap<RecordId, i64>) -> BTreeMap<RecordId, Record> {
    let mut records = BTreeMap::new();
    for change in changes {
        let Subject::Record(kind, id) = change.subject else { continue };
        let record = records.entry(id).or_insert_with(|| {
            let number = numbers.get(&id).copied().unwrap_or(0);
            Record::new(id, kind, change.person, number, change.at)
        });
        if record.set(change.field, change.new.clone()).is_ok() {
            record.updated_at = change.at;
        }
    }
    records
}
