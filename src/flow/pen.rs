//! The pen: the one way in which records are written. Each stroke changes the book, and puts the change into the
//! ledger with who, when, by which way and from which words.

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::book::Book;
use crate::domain::ledger::{Cause, Change, Subject, Way};
use crate::domain::person::Person;
use crate::domain::reading::Span;
use crate::domain::record::{Field, Kind, Record, RecordState, SetError, Value};
use crate::domain::{ChangeId, IdMaker, MessageId, PersonId, RecordId};

/// Who writes, when, and from what.
#[derive(Clone, Copy, Debug)]
pub struct By {
    /// Business time.
    pub at: DateTime<Utc>,
    /// Who; `None` for the command line.
    pub actor: Option<PersonId>,
    /// By which way.
    pub way: Way,
    /// Of a correction, its cause.
    pub cause: Option<Cause>,
    /// From which message.
    pub message: Option<MessageId>,
    /// With which check-in.
    pub local_date: Option<NaiveDate>,
}

/// Writes into one person's book.
pub struct Pen<'a> {
    /// The book.
    pub book: &'a mut Book,
    /// Its owner, who counts the short ids.
    pub owner: &'a mut Person,
    /// Where the changes go.
    pub changes: &'a mut Vec<Change>,
    /// Ids.
    pub ids: &'a mut IdMaker,
    /// Who writes, when, and from what.
    pub by: By,
}

impl Pen<'_> {
    /// Makes a record with these values; empty ones are left out.
    ///
    /// # Errors
    /// Where a value doesn't fit its field, or a required one is missing: nothing is written then.
    pub fn create(
        &mut self,
        kind: Kind,
        values: Vec<(Field, Option<Value>)>,
        span: Option<Span>,
    ) -> Result<RecordId, SetError> {
        let id: RecordId = self.ids.next(self.by.at);
        let mut record = Record::new(id, kind, self.owner.id, self.owner.items, self.by.at);
        let state = (Field::State, Some(Value::State(RecordState::Active)));
        let mut sets = Vec::new();
        for (field, value) in values.into_iter().filter(|(_, v)| v.is_some()).chain([state]) {
            sets.extend(record.set(field, value)?);
        }
        if let Some(missing) = record.lacks() {
            return Err(SetError::Required(missing));
        }
        self.owner.items += 1;
        for set in sets {
            self.write(kind, id, set.field, set.old, set.new, span, None);
        }
        self.book.put(record);
        Ok(id)
    }

    /// Sets or empties a field of a record. Gives the change, or `None` where it stood there already.
    ///
    /// # Errors
    /// Where the value doesn't fit the field. A record that the book doesn't have is left alone.
    pub fn set(
        &mut self,
        id: RecordId,
        field: Field,
        value: Option<Value>,
        span: Option<Span>,
        undoes: Option<ChangeId>,
    ) -> Result<Option<ChangeId>, SetError> {
        let Some(mut record) = self.book.get(id).cloned() else { return Ok(None) };
        let Some(set) = record.set(field, value)? else { return Ok(None) };
        record.updated_at = self.by.at;
        let kind = record.kind;
        self.book.put(record);
        Ok(Some(self.write(kind, id, set.field, set.old, set.new, span, undoes)))
    }

    /// Sets a field where there is a value to set; leaves it alone where there is none.
    ///
    /// # Errors
    /// See [`Self::set`].
    pub fn fill(
        &mut self,
        id: RecordId,
        field: Field,
        value: Option<Value>,
        span: Option<Span>,
    ) -> Result<(), SetError> {
        if value.is_some() {
            self.set(id, field, value, span, None)?;
        }
        Ok(())
    }

    #[allow(clippy::too_many_arguments, reason = "a row of the ledger has that many columns")]
    fn write(
        &mut self,
        kind: Kind,
        id: RecordId,
        field: Field,
        old: Option<Value>,
        new: Option<Value>,
        span: Option<Span>,
        undoes: Option<ChangeId>,
    ) -> ChangeId {
        let change: ChangeId = self.ids.next(self.by.at);
        self.changes.push(Change {
            id: change,
            at: self.by.at,
            person: self.owner.id,
            local_date: self.by.local_date,
            actor: self.by.actor,
            way: self.by.way,
            cause: self.by.cause,
            subject: Subject::Record(kind, id),
            field,
            old,
            new,
            message: self.by.message,
            span: span.filter(|_| self.by.message.is_some()),
            undoes,
        });
        change
    }
}
