//! What a person has to look at.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value as Json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;
use super::error::exactly;
use super::rows::{column, last_of_each, uuids};
use super::words::At;
use crate::domain::effect::{Review, ReviewKind, ReviewState};
use crate::domain::{OrgId, PersonId};

/// Writes items, new or decided.
///
/// # Errors
/// The database.
pub async fn put(conn: &mut PgConnection, org: OrgId, reviews: &[Review]) -> Result<()> {
    if reviews.is_empty() {
        return Ok(());
    }
    let rows = last_of_each(reviews, |r| r.id);
    let done = sqlx::query!(
        "INSERT INTO review_item (org_id, review_id, person_id, number, local_date, kind, message_id, detail, state,
                                  opened_at, decided_at, decided_by)
         SELECT $1, * FROM UNNEST($2::uuid[], $3::uuid[], $4::bigint[], $5::date[], $6::text[], $7::uuid[], $8::jsonb[],
                                  $9::text[], $10::timestamptz[], $11::timestamptz[], $12::uuid[])
         ON CONFLICT (org_id, review_id) DO UPDATE
         SET local_date = excluded.local_date, detail = excluded.detail, state = excluded.state,
             decided_at = excluded.decided_at, decided_by = excluded.decided_by",
        org.0,
        &column(&rows, |r| r.id.0),
        &column(&rows, |r| r.person.0),
        &column(&rows, |r| r.number),
        &column(&rows, |r| r.local_date) as &[Option<NaiveDate>],
        &column(&rows, |r| r.kind.name()) as &[&str],
        &column(&rows, |r| r.message.map(Uuid::from)) as &[Option<Uuid>],
        &column(&rows, |r| sqlx::types::Json(&r.detail)) as _,
        &column(&rows, |r| r.state.name()) as &[&str],
        &column(&rows, |r| r.opened_at),
        &column(&rows, |r| r.decided.map(|d| d.0)) as &[Option<DateTime<Utc>>],
        &column(&rows, |r| r.decided.and_then(|d| d.1).map(Uuid::from)) as &[Option<Uuid>]
    )
    .execute(conn)
    .await?;
    exactly("put reviews", rows.len(), done.rows_affected())
}

struct Row {
    review_id: Uuid,
    person_id: Uuid,
    number: i64,
    local_date: Option<NaiveDate>,
    kind: String,
    message_id: Option<Uuid>,
    detail: Json,
    state: String,
    opened_at: DateTime<Utc>,
    decided_at: Option<DateTime<Utc>>,
    decided_by: Option<Uuid>,
}

macro_rules! reviews {
    ($tail:literal, $($arg:expr),+) => {
        sqlx::query_as!(
            Row,
            "SELECT r.review_id, r.person_id, r.number, r.local_date, r.kind, r.message_id, r.detail, r.state, \
             r.opened_at, r.decided_at, r.decided_by FROM review_item AS r " + $tail,
            $($arg),+
        )
    };
}

/// The open items of people, those that wait longest first.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn open_of(conn: &mut PgConnection, org: OrgId, people: &[PersonId]) -> Result<Vec<Review>> {
    let rows = reviews!(
        "WHERE r.org_id = $1 AND r.person_id = ANY($2) AND r.state = 'open' ORDER BY r.review_id",
        org.0,
        &uuids(people)
    );
    rows.fetch_all(conn).await?.into_iter().map(Row::review).collect()
}

/// Items by the numbers that they have in their people's books, in whatever state. What isn't there is missing.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn numbered(
    conn: &mut PgConnection,
    org: OrgId,
    numbers: &[(PersonId, i64)],
) -> Result<Vec<Review>> {
    let people: Vec<Uuid> = numbers.iter().map(|(person, _)| person.0).collect();
    let numbers: Vec<i64> = numbers.iter().map(|(_, number)| *number).collect();
    let rows = reviews!(
        "JOIN UNNEST($2::uuid[], $3::bigint[]) AS w(person_id, number) \
           ON r.person_id = w.person_id AND r.number = w.number \
         WHERE r.org_id = $1 ORDER BY r.review_id",
        org.0,
        &people,
        &numbers
    );
    rows.fetch_all(conn).await?.into_iter().map(Row::review).collect()
}

/// The items of check-ins, in whatever state, oldest first: for the day's card.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn of_days(
    conn: &mut PgConnection,
    org: OrgId,
    days: &[(PersonId, NaiveDate)],
) -> Result<Vec<Review>> {
    let people: Vec<Uuid> = days.iter().map(|(person, _)| person.0).collect();
    let dates: Vec<NaiveDate> = days.iter().map(|(_, day)| *day).collect();
    let rows = reviews!(
        "JOIN (SELECT DISTINCT * FROM UNNEST($2::uuid[], $3::date[]) AS u(person_id, local_date)) AS w \
           ON r.person_id = w.person_id AND r.local_date = w.local_date \
         WHERE r.org_id = $1 ORDER BY r.review_id",
        org.0,
        &people,
        &dates
    );
    rows.fetch_all(conn).await?.into_iter().map(Row::review).collect()
}

/// What was heard in the voice notes of check-ins, in the order in which they came.
///
/// # Errors
/// The database.
pub async fn heard(
    conn: &mut PgConnection,
    org: OrgId,
    days: &[(PersonId, NaiveDate)],
) -> Result<HashMap<(PersonId, NaiveDate), Vec<String>>> {
    let (people, dates): (Vec<PersonId>, Vec<NaiveDate>) = days.iter().copied().unzip();
    let rows = sqlx::query!(
        r#"SELECT r.person_id, r.local_date AS "day!", r.detail->>'heard' AS "heard!"
           FROM review_item r JOIN UNNEST($2::uuid[], $3::date[]) AS w (person, day)
             ON r.person_id = w.person AND r.local_date = w.day
           WHERE r.org_id = $1 AND r.detail ? 'heard' ORDER BY r.review_id"#,
        org.0,
        &uuids(&people),
        &dates
    );
    let mut found: HashMap<(PersonId, NaiveDate), Vec<String>> = HashMap::new();
    for row in rows.fetch_all(conn).await? {
        found.entry((PersonId(row.person_id), row.day)).or_default().push(row.heard);
    }
    Ok(found)
}

impl Row {
    fn review(self) -> Result<Review> {
        let at = At { table: "review_item", id: self.review_id };
        Ok(Review {
            id: self.review_id.into(),
            person: self.person_id.into(),
            number: self.number,
            local_date: self.local_date,
            kind: at.read("kind", ReviewKind::by_name(&self.kind))?,
            message: self.message_id.map(Into::into),
            detail: at.read("detail", serde_json::from_value(self.detail).ok())?,
            state: at.read("state", ReviewState::by_name(&self.state))?,
            opened_at: self.opened_at,
            decided: self.decided_at.map(|when| (when, self.decided_by.map(Into::into))),
        })
    }
}
