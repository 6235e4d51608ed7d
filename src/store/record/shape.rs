//! What all kinds share: the columns of their heads, reading typed values out of a record, and putting them back.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::domain::record::{Field, Kind, Money, NotTold, Record, RecordState, Value};
use crate::store::{Result, StoreError};

/// The columns of the heads of many records of one kind.
pub(super) struct Heads {
    pub(super) ids: Vec<Uuid>,
    pub(super) owners: Vec<Uuid>,
    pub(super) numbers: Vec<i64>,
    pub(super) states: Vec<&'static str>,
    pub(super) created: Vec<DateTime<Utc>>,
    pub(super) updated: Vec<DateTime<Utc>>,
}

impl Heads {
    pub(super) fn of(records: &[&Record]) -> Result<Self> {
        let state = |r: &Record| match r.get(Field::State) {
            Some(Value::State(state)) => Some(state.name()),
            _ => None,
        };
        Ok(Self {
            ids: records.iter().map(|r| r.id.0).collect(),
            owners: records.iter().map(|r| r.owner.0).collect(),
            numbers: records.iter().map(|r| r.number).collect(),
            states: required(records, Field::State, state)?,
            created: records.iter().map(|r| r.created_at).collect(),
            updated: records.iter().map(|r| r.updated_at).collect(),
        })
    }
}

/// The column of a field that is never empty.
pub(super) fn required<'a, T>(
    records: &[&'a Record],
    field: Field,
    value: impl Fn(&'a Record) -> Option<T>,
) -> Result<Vec<T>> {
    let lacks = |r: &Record| StoreError::Incomplete { kind: r.kind.name(), id: r.id.0, field: field.name() };
    records.iter().map(|r| value(r).ok_or_else(|| lacks(r))).collect()
}

/// The column of the customers to which records belong.
pub(super) fn customers(records: &[&Record]) -> Result<Vec<Uuid>> {
    required(records, Field::Customer, |r| r.customer().map(Uuid::from))
}

/// The column of a text that is never empty.
pub(super) fn texts<'a>(records: &[&'a Record], field: Field) -> Result<Vec<&'a str>> {
    required(records, field, |r| r.text(field))
}

/// The column of the day that is never empty.
pub(super) fn days(records: &[&Record], field: Field) -> Result<Vec<NaiveDate>> {
    required(records, field, |r| r.date(field))
}

/// The column of a text that may be empty.
pub(super) fn maybe_texts<'a>(records: &[&'a Record], field: Field) -> Vec<Option<&'a str>> {
    records.iter().map(|r| r.text(field)).collect()
}

/// The column of a day that may be empty.
pub(super) fn maybe_days(records: &[&Record], field: Field) -> Vec<Option<NaiveDate>> {
    records.iter().map(|r| r.date(field)).collect()
}

/// The column that says why a key field has no value.
pub(super) fn not_told(records: &[&Record], field: Field) -> Vec<Option<&'static str>> {
    let why = |r: &&Record| match r.get(field) {
        Some(Value::NotTold(why)) => Some(why.name()),
        _ => None,
    };
    records.iter().map(why).collect()
}

/// The columns of amount and currency.
pub(super) fn amounts<'a>(records: &[&'a Record]) -> (Vec<Option<Decimal>>, Vec<Option<&'a str>>) {
    let money = records.iter().map(|r| r.money());
    money.map(|m| (m.map(|m| m.amount), m.map(|m| m.currency.as_str()))).unzip()
}

/// Amount and currency as read.
pub(super) fn money(amount: Option<Decimal>, currency: Option<String>) -> Option<Value> {
    let (amount, currency) = amount.zip(currency)?;
    // The column's four decimals are not the amount's.
    Some(Value::Money(Money { amount: amount.normalize(), currency }))
}

/// A record on its way out of its row.
pub(super) struct Draft(Record);

/// The head as read.
pub(super) struct Head {
    pub(super) id: Uuid,
    pub(super) owner: Uuid,
    pub(super) number: i64,
    pub(super) state: String,
    pub(super) created_at: DateTime<Utc>,
    pub(super) updated_at: DateTime<Utc>,
}

impl Draft {
    pub(super) fn new(kind: Kind, head: Head) -> Result<Self> {
        let mut record = Record::new(head.id.into(), kind, head.owner.into(), head.number, head.created_at);
        record.updated_at = head.updated_at;
        let mut draft = Self(record);
        draft.word(Field::State, &head.state, RecordState::by_name, Value::State)?;
        Ok(draft)
    }

    /// Fills a field with what its column holds; an empty column leaves it empty.
    pub(super) fn put(&mut self, field: Field, value: Option<Value>) -> Result<&mut Self> {
        if value.is_some() && self.0.set(field, value).is_err() {
            return Err(self.unreadable(field));
        }
        Ok(self)
    }

    /// Fills a field with the value that a word stands for.
    pub(super) fn word<T>(
        &mut self,
        field: Field,
        word: &str,
        by_name: impl Fn(&str) -> Option<T>,
        value: impl Fn(T) -> Value,
    ) -> Result<&mut Self> {
        let known = by_name(word).ok_or_else(|| self.unreadable(field))?;
        self.put(field, Some(value(known)))
    }

    /// Fills a key field with its value or with why it has none.
    pub(super) fn told(
        &mut self,
        field: Field,
        value: Option<Value>,
        state: Option<String>,
    ) -> Result<&mut Self> {
        match (value, state) {
            (None, Some(word)) => self.word(field, &word, NotTold::by_name, Value::NotTold),
            (value, _) => self.put(field, value),
        }
    }

    pub(super) fn done(self) -> Record {
        self.0
    }

    fn unreadable(&self, field: Field) -> StoreError {
        StoreError::Unreadable { table: self.0.kind.name(), id: self.0.id.0, column: field.name() }
    }
}

/// The head of a row.
macro_rules! head {
    ($row:ident) => {
        $crate::store::record::shape::Head {
            id: $row.id,
            owner: $row.owner_id,
            number: $row.number,
            state: $row.state,
            created_at: $row.created_at,
            updated_at: $row.updated_at,
        }
    };
}
pub(super) use head;
