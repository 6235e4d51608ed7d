//! Next steps: what the rep will do for a customer.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::Pick;
use super::shape::{Draft, Heads, customers, head, maybe_days, required, texts};
use crate::domain::OrgId;
use crate::domain::record::{Field, Kind, Record, StepStatus, Value};
use crate::store::Result;
use crate::store::error::exactly;

pub(super) async fn load(conn: &mut PgConnection, org: OrgId, pick: &Pick) -> Result<Vec<Record>> {
    let rows = sqlx::query!(
        "SELECT next_step_id AS id, owner_id, number, state, created_at, updated_at,
                customer_id, action, due, status
         FROM next_step
         WHERE org_id = $1 AND (owner_id = ANY($2) AND (state = 'active' OR $4)
               AND (status = 'open' OR updated_at >= $3) OR next_step_id = ANY($5))
         ORDER BY next_step_id",
        org.0,
        &pick.owners,
        pick.changed_since,
        pick.withdrawn,
        &pick.ids
    );
    let records = rows.fetch_all(conn).await?.into_iter().map(|r| {
        let mut draft = Draft::new(Kind::NextStep, head!(r))?;
        draft
            .put(Field::Customer, Some(Value::Record(r.customer_id.into())))?
            .put(Field::Action, Some(Value::Text(r.action)))?
            .put(Field::Due, r.due.map(Value::Date))?
            .word(Field::Status, &r.status, StepStatus::by_name, Value::Step)?;
        Ok(draft.done())
    });
    records.collect()
}

pub(super) async fn put(conn: &mut PgConnection, org: OrgId, records: &[&Record]) -> Result<()> {
    let h = Heads::of(records)?;
    let statuses = required(records, Field::Status, |r| r.step().map(StepStatus::name))?;
    let done = sqlx::query!(
        "INSERT INTO next_step (org_id, next_step_id, owner_id, number, state, created_at, updated_at,
             customer_id, action, due, status)
         SELECT $1, * FROM UNNEST($2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::timestamptz[],
             $7::timestamptz[], $8::uuid[], $9::text[], $10::date[], $11::text[])
         ON CONFLICT (org_id, next_step_id) DO UPDATE
         SET owner_id = excluded.owner_id, number = excluded.number, state = excluded.state,
             updated_at = excluded.updated_at, customer_id = excluded.customer_id, action = excluded.action, due = excluded.due, status = excluded.status",
        org.0,
        &h.ids,
        &h.owners,
        &h.numbers,
        &h.states as &[&str],
        &h.created,
        &h.updated,
        &customers(records)?,
        &texts(records, Field::Action)? as &[&str],
        &maybe_days(records, Field::Due) as &[Option<NaiveDate>],
        &statuses as &[&str]
    )
    .execute(conn)
    .await?;
    exactly("put next steps", records.len(), done.rows_affected())
}
