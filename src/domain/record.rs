//! Records: what the ledger says now. All kinds share one shape, a map from [`Field`] to [`Value`], so that recording,
//! correcting, taking back and rebuilding from the ledger are one piece of code; what is true of a kind alone
//! (which fields, which are required, which are personal) stands in the tables here. SQL gives each kind a
//! table with typed columns; `store` translates.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

pub(crate) use super::field::words;
pub use super::field::*;
use super::reading::Stage;
use super::{PersonId, RecordId};

impl Kind {
    /// The fields of this kind, in the order in which people read them; those with `true` are never empty.
    pub fn fields(self) -> &'static [(Field, bool)] {
        use Field::*;
        match self {
            Self::Customer => &[
                (Name, true),
                (Field::CustomerKind, true),
                (Origin, true),
                (New, true),
                (Phone, false),
                (Email, false),
                (Occupation, false),
                (Age, false),
                (City, false),
                (MergedInto, false),
                (State, true),
            ],
            Self::Contact => &[
                (Customer, true),
                (Name, true),
                (Occupation, false),
                (Phone, false),
                (Email, false),
                (State, true),
            ],
            Self::Opportunity => &[
                (Customer, true),
                (Product, false),
                (Amount, false),
                (Stage, false),
                (Probability, false),
                (CloseDate, false),
                (State, true),
            ],
            Self::Activity => &[(Customer, true), (Type, true), (Day, true), (State, true)],
            Self::Order => &[
                (Customer, true),
                (Product, false),
                (Amount, false),
                (Code, false),
                (Day, true),
                (State, true),
            ],
            Self::NextStep => {
                &[(Customer, true), (Action, true), (Due, false), (Status, true), (State, true)]
            }
            Self::Complaint => {
                &[(Customer, true), (Summary, true), (Day, true), (ResolvedOn, false), (State, true)]
            }
            Self::Satisfaction => &[(Customer, true), (Score, true), (Day, true), (State, true)],
            Self::Service => &[(Receptions, true), (Day, true), (State, true)],
            Self::Availability => &[(Away, true), (From, true), (To, false), (State, true)],
        }
    }

    /// Whether this kind has the field.
    pub fn has(self, field: Field) -> bool {
        self.fields().iter().any(|(f, _)| *f == field)
    }

    /// Whether the field of this kind may not be empty.
    pub fn requires(self, field: Field) -> bool {
        self.fields().iter().any(|(f, required)| *f == field && *required)
    }
}

/// Why a value can't be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetError {
    /// The kind has no such field.
    #[error("a {} has no {}", .0.name(), .1.name())]
    NoSuchField(Kind, Field),
    /// The value is not of the field's type or range.
    #[error("not a value for {}", .0.name())]
    WrongType(Field),
    /// The field may not be empty.
    #[error("{} may not be empty", .0.name())]
    Required(Field),
}

/// A recorded fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its id.
    pub id: RecordId,
    /// Its kind.
    pub kind: Kind,
    /// The rep whose record it is.
    pub owner: PersonId,
    /// From which its short id is made; counts up in the owner's book.
    pub number: i64,
    /// When it was first recorded (business time).
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    values: BTreeMap<Field, Value>,
}

impl Record {
    /// An empty record, active by no more than its existence; the required fields are still to be set.
    pub fn new(id: RecordId, kind: Kind, owner: PersonId, number: i64, at: DateTime<Utc>) -> Self {
        Self { id, kind, owner, number, created_at: at, updated_at: at, values: BTreeMap::new() }
    }

    /// The value of a field.
    pub fn get(&self, field: Field) -> Option<&Value> {
        self.values.get(&field)
    }

    /// All fields that have a value.
    pub fn values(&self) -> impl Iterator<Item = (Field, &Value)> {
        self.values.iter().map(|(f, v)| (*f, v))
    }

    /// Sets or empties a field. Gives the value before, and whether anything changed.
    ///
    /// # Errors
    /// Where the kind has no such field, the value isn't of its type, or a required field would be emptied.
    pub fn set(&mut self, field: Field, value: Option<Value>) -> Result<Option<Set>, SetError> {
        if !self.kind.has(field) {
            return Err(SetError::NoSuchField(self.kind, field));
        }
        if value.as_ref().is_some_and(|v| !field.accepts(v)) {
            return Err(SetError::WrongType(field));
        }
        if value.is_none() && self.kind.requires(field) {
            return Err(SetError::Required(field));
        }
        if self.values.get(&field) == value.as_ref() {
            return Ok(None);
        }
        let old = match &value {
            Some(v) => self.values.insert(field, v.clone()),
            None => self.values.remove(&field),
        };
        Ok(Some(Set { field, old, new: value }))
    }

    /// The required field that is still empty, if any: such a record can't be written.
    pub fn lacks(&self) -> Option<Field> {
        self.kind
            .fields()
            .iter()
            .find(|(f, required)| *required && !self.values.contains_key(f))
            .map(|(f, _)| *f)
    }

    /// It stands.
    pub fn is_active(&self) -> bool {
        matches!(self.get(Field::State), Some(Value::State(RecordState::Active)))
    }

    /// The words of a text field.
    pub fn text(&self, field: Field) -> Option<&str> {
        match self.get(field) {
            Some(Value::Text(t)) => Some(t),
            _ => None,
        }
    }

    /// A number.
    pub fn int(&self, field: Field) -> Option<i64> {
        match self.get(field) {
            Some(Value::Int(n)) => Some(*n),
            _ => None,
        }
    }

    /// A day.
    pub fn date(&self, field: Field) -> Option<NaiveDate> {
        match self.get(field) {
            Some(Value::Date(d)) => Some(*d),
            _ => None,
        }
    }

    /// Its amount.
    pub fn money(&self) -> Option<&Money> {
        match self.get(Field::Amount) {
            Some(Value::Money(m)) => Some(m),
            _ => None,
        }
    }

    /// Its stage.
    pub fn stage(&self) -> Option<Stage> {
        match self.get(Field::Stage) {
            Some(Value::Stage(s)) => Some(*s),
            _ => None,
        }
    }

    /// The customer that it belongs to.
    pub fn customer(&self) -> Option<RecordId> {
        match self.get(Field::Customer) {
            Some(Value::Record(id)) => Some(*id),
            _ => None,
        }
    }

    /// The status of a next step.
    pub fn step(&self) -> Option<StepStatus> {
        match self.get(Field::Status) {
            Some(Value::Step(s)) => Some(*s),
            _ => None,
        }
    }
}

/// One field of a record that was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    /// Which.
    pub field: Field,
    /// The value before.
    pub old: Option<Value>,
    /// The value after.
    pub new: Option<Value>,
}
