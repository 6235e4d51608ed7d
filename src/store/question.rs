//! What the bot has asked about records and readings, and how that was answered.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value as Json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;
use super::error::exactly;
use super::rows::{column, last_of_each, uuids};
use super::words::{self, At};
use crate::domain::question::{About, Purpose, Question};
use crate::domain::record::{Field, Kind};
use crate::domain::{OrgId, PersonId};

/// Writes questions, new or answered; of one that is there already only the answer changes.
///
/// # Errors
/// The database.
pub async fn put(conn: &mut PgConnection, org: OrgId, questions: &[Question]) -> Result<()> {
    if questions.is_empty() {
        return Ok(());
    }
    let rows = last_of_each(questions, |q| q.id);
    let done = sqlx::query!(
        "INSERT INTO question (org_id, question_id, person_id, local_date, subject, subject_id, field, nonce, asked_at,
                               answered_at, answer, review_id, purpose, choices)
         SELECT $1, * FROM UNNEST($2::uuid[], $3::uuid[], $4::date[], $5::text[], $6::uuid[], $7::text[], $8::text[],
                                  $9::timestamptz[], $10::timestamptz[], $11::text[], $12::uuid[], $13::text[],
                                  $14::jsonb[])
         ON CONFLICT (org_id, question_id) DO UPDATE
         SET answered_at = excluded.answered_at, answer = excluded.answer",
        org.0,
        &column(&rows, |q| q.id.0),
        &column(&rows, |q| q.person.0),
        &column(&rows, |q| q.local_date),
        &column(&rows, |q| q.about.kind().name()) as &[&str],
        &column(&rows, |q| q.about.record().map(Uuid::from)) as &[Option<Uuid>],
        &column(&rows, |q| q.field.name()) as &[&str],
        &column(&rows, |q| q.nonce.as_str()) as &[&str],
        &column(&rows, |q| q.asked_at),
        &column(&rows, |q| q.answered.map(|a| a.0)) as &[Option<DateTime<Utc>>],
        &column(&rows, |q| q.answered.map(|a| words::answer(a.1))) as &[Option<&str>],
        &column(&rows, |q| q.about.review().map(Uuid::from)) as &[Option<Uuid>],
        &column(&rows, |q| q.purpose.name()) as &[&str],
        &column(&rows, |q| sqlx::types::Json(&q.choices)) as _
    )
    .execute(conn)
    .await?;
    exactly("put questions", rows.len(), done.rows_affected())
}

struct Row {
    question_id: Uuid,
    person_id: Uuid,
    local_date: NaiveDate,
    subject: String,
    subject_id: Option<Uuid>,
    review_id: Option<Uuid>,
    purpose: String,
    choices: Json,
    field: String,
    nonce: String,
    asked_at: DateTime<Utc>,
    answered_at: Option<DateTime<Utc>>,
    answer: Option<String>,
}

/// The questions that people were asked with check-ins of `since` or later, oldest first, answered or not.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn of_people(
    conn: &mut PgConnection,
    org: OrgId,
    people: &[PersonId],
    since: NaiveDate,
) -> Result<Vec<Question>> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT question_id, person_id, local_date, subject, subject_id, review_id, purpose, choices, field, nonce, asked_at,
             answered_at, answer
         FROM question WHERE org_id = $1 AND person_id = ANY($2) AND local_date >= $3 ORDER BY question_id",
        org.0,
        &uuids(people),
        since
    );
    rows.fetch_all(conn).await?.into_iter().map(Row::question).collect()
}

impl Row {
    fn question(self) -> Result<Question> {
        let at = At { table: "question", id: self.question_id };
        let answer = self.answer.map(|word| at.read("answer", words::answer_by_name(&word))).transpose()?;
        let kind = at.read("subject", Kind::by_name(&self.subject))?;
        let about = match (self.subject_id, self.review_id) {
            (Some(id), None) => Some(About::Record(kind, id.into())),
            (None, Some(id)) => Some(About::Review(kind, id.into())),
            _ => None,
        };
        Ok(Question {
            id: self.question_id.into(),
            person: self.person_id.into(),
            local_date: self.local_date,
            purpose: at.read("purpose", Purpose::by_name(&self.purpose))?,
            about: at.read("subject_id", about)?,
            choices: at.read("choices", serde_json::from_value(self.choices).ok())?,
            field: at.read("field", Field::by_name(&self.field))?,
            nonce: self.nonce,
            asked_at: self.asked_at,
            answered: self.answered_at.zip(answer),
        })
    }
}
