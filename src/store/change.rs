//! The ledger. Rows are only added; a personal value stands in it as a salted hash, and itself in `personal_value`,
//! where it can be erased. Loading fills it back in: a value that was erased comes back as `None`.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use serde_json::Value as Json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::error::exactly;
use super::personal_value::{self, Side};
use super::rows::{column, uuids};
use super::words::At;
use super::{Result, stage_entry};
use crate::domain::ledger::{Cause, Change, Subject, Way};
use crate::domain::reading::Span;
use crate::domain::record::{Field, Value};
use crate::domain::{ChangeId, MessageId, OrgId, PersonId, RecordId};

/// Adds rows to the ledger, with the personal values and stages that they carry. `salt` is the organisation's.
///
/// # Errors
/// The database; a bug where an id is taken.
pub async fn insert(conn: &mut PgConnection, org: OrgId, salt: &[u8], changes: &[Change]) -> Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let rows: Vec<&Change> = changes.iter().collect();
    let stored = |value: &Option<Value>, c: &Change| {
        value.as_ref().map(|v| if is_sealed(c.field, v) { personal_value::seal(salt, v) } else { json(v) })
    };
    let span = |of: fn(&Span) -> usize| column(&rows, |c| c.span.as_ref().map(|s| of(s) as i64));
    let done = sqlx::query!(
        "INSERT INTO change (org_id, change_id, at, person_id, local_date, actor_id, way, cause, subject, subject_id,
                             field, old, new, personal, message_id, span_start, span_end, undoes)
         SELECT $1, * FROM UNNEST($2::uuid[], $3::timestamptz[], $4::uuid[], $5::date[], $6::uuid[], $7::text[],
                                  $8::text[], $9::text[], $10::uuid[], $11::text[], $12::jsonb[], $13::jsonb[],
                                  $14::boolean[], $15::uuid[], $16::bigint[], $17::bigint[], $18::uuid[])",
        org.0,
        &column(&rows, |c| c.id.0),
        &column(&rows, |c| c.at),
        &column(&rows, |c| c.person.0),
        &column(&rows, |c| c.local_date) as &[Option<NaiveDate>],
        &column(&rows, |c| c.actor.map(Uuid::from)) as &[Option<Uuid>],
        &column(&rows, |c| c.way.name()) as &[&str],
        &column(&rows, |c| c.cause.map(Cause::name)) as &[Option<&str>],
        &column(&rows, |c| c.subject.name()) as &[&str],
        &column(&rows, |c| c.subject.id(c.person)),
        &column(&rows, |c| c.field.name()) as &[&str],
        &column(&rows, |c| stored(&c.old, c)) as &[Option<Json>],
        &column(&rows, |c| stored(&c.new, c)) as &[Option<Json>],
        &column(&rows, |c| c.field.is_personal()),
        &column(&rows, |c| c.message.map(Uuid::from)) as &[Option<Uuid>],
        &span(|s| s.start) as &[Option<i64>],
        &span(|s| s.end) as &[Option<i64>],
        &column(&rows, |c| c.undoes.map(Uuid::from)) as &[Option<Uuid>]
    )
    .execute(&mut *conn)
    .await?;
    exactly("insert changes", rows.len(), done.rows_affected())?;
    personal_value::insert(conn, org, &personal(changes)).await?;
    stage_entry::derive(conn, org, changes).await
}

/// The values of changes that don't stand in the ledger themselves.
fn personal(changes: &[Change]) -> Vec<(ChangeId, Side, &Value)> {
    let sides = changes.iter().flat_map(|c| [(c, Side::Old, &c.old), (c, Side::New, &c.new)]);
    sides
        .filter_map(|(c, side, value)| value.as_ref().map(|v| (c, side, v)))
        .filter(|(c, _, value)| is_sealed(c.field, value))
        .map(|(c, side, value)| (c.id, side, value))
        .collect()
}

/// A personal value is sealed; that it was refused, or that there is none, tells nothing about anyone.
fn is_sealed(field: Field, value: &Value) -> bool {
    field.is_personal() && !matches!(value, Value::NotTold(_))
}

pub(super) fn json(value: &Value) -> Json {
    // Values are plain data with string keys: they always have a JSON form.
    serde_json::to_value(value).unwrap_or(Json::Null)
}

struct Row {
    change_id: Uuid,
    at: DateTime<Utc>,
    person_id: Uuid,
    local_date: Option<NaiveDate>,
    actor_id: Option<Uuid>,
    way: String,
    cause: Option<String>,
    subject: String,
    subject_id: Uuid,
    field: String,
    old: Option<Json>,
    new: Option<Json>,
    message_id: Option<Uuid>,
    span_start: Option<i64>,
    span_end: Option<i64>,
    undoes: Option<Uuid>,
}

macro_rules! changes {
    ($tail:literal, $($arg:expr),+) => {
        sqlx::query_as!(
            Row,
            "SELECT c.change_id, c.at, c.person_id, c.local_date, c.actor_id, c.way, c.cause, c.subject, c.subject_id, \
             c.field, c.old, c.new, c.message_id, c.span_start, c.span_end, c.undoes FROM change AS c " + $tail,
            $($arg),+
        )
    };
}

/// The changes recorded with check-ins, oldest first.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn of_days(
    conn: &mut PgConnection,
    org: OrgId,
    days: &[(PersonId, NaiveDate)],
) -> Result<Vec<Change>> {
    let Some(first) = days.iter().map(|(_, day)| *day).min() else { return Ok(Vec::new()) };
    // Nothing is recorded with a check-in before its day begins, wherever on Earth: older months needn't be read.
    let opened = first.checked_sub_days(Days::new(2)).unwrap_or(first).and_time(NaiveTime::MIN).and_utc();
    let people: Vec<Uuid> = days.iter().map(|(person, _)| person.0).collect();
    let dates: Vec<NaiveDate> = days.iter().map(|(_, day)| *day).collect();
    let rows = changes!(
        "JOIN (SELECT DISTINCT * FROM UNNEST($2::uuid[], $3::date[]) AS u(person_id, local_date)) AS w \
           ON c.person_id = w.person_id AND c.local_date = w.local_date \
         WHERE c.org_id = $1 AND c.at >= $4 ORDER BY c.change_id",
        org.0,
        &people,
        &dates,
        opened
    );
    let rows = rows.fetch_all(&mut *conn).await?;
    filled_in(conn, org, rows).await
}

/// The changes that messages made, oldest first.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn of_messages(conn: &mut PgConnection, org: OrgId, messages: &[MessageId]) -> Result<Vec<Change>> {
    let rows = changes!(
        "WHERE c.org_id = $1 AND c.message_id = ANY($2) ORDER BY c.change_id",
        org.0,
        &uuids(messages)
    );
    let rows = rows.fetch_all(&mut *conn).await?;
    filled_in(conn, org, rows).await
}

/// All changes of records, oldest first.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn of_records(conn: &mut PgConnection, org: OrgId, records: &[RecordId]) -> Result<Vec<Change>> {
    let rows = changes!(
        "WHERE c.org_id = $1 AND c.subject_id = ANY($2) ORDER BY c.change_id",
        org.0,
        &uuids(records)
    );
    let rows = rows.fetch_all(&mut *conn).await?;
    filled_in(conn, org, rows).await
}

/// The change that set each field of records last: only that one may be taken back.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn latest(
    conn: &mut PgConnection,
    org: OrgId,
    records: &[RecordId],
) -> Result<HashMap<(RecordId, Field), ChangeId>> {
    let rows = sqlx::query!(
        "SELECT DISTINCT ON (subject_id, field) subject_id, field, change_id FROM change
         WHERE org_id = $1 AND subject_id = ANY($2) ORDER BY subject_id, field, change_id DESC",
        org.0,
        &uuids(records)
    );
    let rows = rows.fetch_all(conn).await?.into_iter();
    rows.map(|r| {
        let at = At { table: "change", id: r.change_id };
        let field = at.read("field", Field::by_name(&r.field))?;
        Ok(((RecordId(r.subject_id), field), ChangeId(r.change_id)))
    })
    .collect()
}

async fn filled_in(conn: &mut PgConnection, org: OrgId, rows: Vec<Row>) -> Result<Vec<Change>> {
    let is_sealed = |side: &Option<Json>| side.as_ref().is_some_and(personal_value::is_seal);
    let sealed: Vec<Uuid> =
        rows.iter().filter(|r| is_sealed(&r.old) || is_sealed(&r.new)).map(|r| r.change_id).collect();
    let mut values = personal_value::load(conn, org, &sealed).await?;
    rows.into_iter().map(|row| row.change(&mut values)).collect()
}

impl Row {
    fn change(self, values: &mut HashMap<(Uuid, Side), Json>) -> Result<Change> {
        let at = At { table: "change", id: self.change_id };
        let mut value = |side: Side, stored: Option<Json>| {
            let stored = match stored {
                Some(seal) if personal_value::is_seal(&seal) => values.remove(&(self.change_id, side)),
                plain => plain,
            };
            stored.map(|json| at.read(side.name(), serde_json::from_value(json).ok())).transpose()
        };
        let span = |(start, end)| {
            Some(Span { start: usize::try_from(start).ok()?, end: usize::try_from(end).ok()? })
        };
        Ok(Change {
            id: self.change_id.into(),
            at: self.at,
            person: self.person_id.into(),
            local_date: self.local_date,
            actor: self.actor_id.map(Into::into),
            way: at.read("way", Way::by_name(&self.way))?,
            cause: self.cause.map(|word| at.read("cause", Cause::by_name(&word))).transpose()?,
            subject: at.read("subject", Subject::from_parts(&self.subject, self.subject_id))?,
            field: at.read("field", Field::by_name(&self.field))?,
            old: value(Side::Old, self.old)?,
            new: value(Side::New, self.new)?,
            message: self.message_id.map(Into::into),
            span: self.span_start.zip(self.span_end).map(|s| at.read("span_start", span(s))).transpose()?,
            undoes: self.undoes.map(Into::into),
        })
    }
}
