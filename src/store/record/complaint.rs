//! Complaints of customers.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::Pick;
use super::shape::{Draft, Heads, customers, days, head, maybe_days, texts};
use crate::domain::OrgId;
use crate::domain::record::{Field, Kind, Record, Value};
use crate::store::Result;
use crate::store::error::exactly;

pub(super) async fn load(conn: &mut PgConnection, org: OrgId, pick: &Pick) -> Result<Vec<Record>> {
    let rows = sqlx::query!(
        "SELECT complaint_id AS id, owner_id, number, state, created_at, updated_at,
                customer_id, summary, day, resolved_on
         FROM complaint
         WHERE org_id = $1 AND (owner_id = ANY($2) AND (state = 'active' OR $4)
               AND (resolved_on IS NULL OR day >= $3) OR complaint_id = ANY($5))
         ORDER BY complaint_id",
        org.0,
        &pick.owners,
        pick.since,
        pick.withdrawn,
        &pick.ids
    );
    let records = rows.fetch_all(conn).await?.into_iter().map(|r| {
        let mut draft = Draft::new(Kind::Complaint, head!(r))?;
        draft
            .put(Field::Customer, Some(Value::Record(r.customer_id.into())))?
            .put(Field::Summary, Some(Value::Text(r.summary)))?
            .put(Field::Day, Some(Value::Date(r.day)))?
            .put(Field::ResolvedOn, r.resolved_on.map(Value::Date))?;
        Ok(draft.done())
    });
    records.collect()
}

pub(super) async fn put(conn: &mut PgConnection, org: OrgId, records: &[&Record]) -> Result<()> {
    let h = Heads::of(records)?;
    let done = sqlx::query!(
        "INSERT INTO complaint (org_id, complaint_id, owner_id, number, state, created_at, updated_at,
             customer_id, summary, day, resolved_on)
         SELECT $1, * FROM UNNEST($2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::timestamptz[],
             $7::timestamptz[], $8::uuid[], $9::text[], $10::date[], $11::date[])
         ON CONFLICT (org_id, complaint_id) DO UPDATE
         SET owner_id = excluded.owner_id, number = excluded.number, state = excluded.state,
             updated_at = excluded.updated_at, customer_id = excluded.customer_id, summary = excluded.summary, day = excluded.day, resolved_on = excluded.resolved_on",
        org.0,
        &h.ids,
        &h.owners,
        &h.numbers,
        &h.states as &[&str],
        &h.created,
        &h.updated,
        &customers(records)?,
        &texts(records, Field::Summary)? as &[&str],
        &days(records, Field::Day)?,
        &maybe_days(records, Field::ResolvedOn) as &[Option<NaiveDate>]
    )
    .execute(conn)
    .await?;
    exactly("put complaints", records.len(), done.rows_affected())
}
