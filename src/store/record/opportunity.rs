//! Opportunities: deals in the making, won or lost.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::Pick;
use super::shape::{Draft, Heads, amounts, customers, head, maybe_days, maybe_texts, money};
use crate::domain::OrgId;
use crate::domain::record::{Field, Kind, Record, Value};
use crate::store::Result;
use crate::store::error::exactly;
use crate::store::words;

pub(super) async fn load(conn: &mut PgConnection, org: OrgId, pick: &Pick) -> Result<Vec<Record>> {
    let rows = sqlx::query!(
        "SELECT opportunity_id AS id, owner_id, number, state, created_at, updated_at,
                customer_id, product, amount, currency, stage, probability, close_date
         FROM opportunity
         WHERE org_id = $1 AND (owner_id = ANY($2) AND (state = 'active' OR $4)
               AND (stage IS NULL OR stage NOT IN ('won', 'lost') OR updated_at >= $3) OR opportunity_id = ANY($5))
         ORDER BY opportunity_id",
        org.0,
        &pick.owners,
        pick.changed_since,
        pick.withdrawn,
        &pick.ids
    );
    let records = rows.fetch_all(conn).await?.into_iter().map(|r| {
        let mut draft = Draft::new(Kind::Opportunity, head!(r))?;
        draft
            .put(Field::Customer, Some(Value::Record(r.customer_id.into())))?
            .put(Field::Product, r.product.map(Value::Text))?
            .put(Field::Amount, money(r.amount, r.currency))?
            .put(Field::Probability, r.probability.map(Value::Int))?
            .put(Field::CloseDate, r.close_date.map(Value::Date))?;
        if let Some(stage) = &r.stage {
            draft.word(Field::Stage, stage, words::stage_by_name, Value::Stage)?;
        };
        Ok(draft.done())
    });
    records.collect()
}

pub(super) async fn put(conn: &mut PgConnection, org: OrgId, records: &[&Record]) -> Result<()> {
    let h = Heads::of(records)?;
    let (amounts, currencies) = amounts(records);
    let stages: Vec<_> = records.iter().map(|r| r.stage().map(words::stage)).collect();
    let chances: Vec<_> = records.iter().map(|r| r.int(Field::Probability)).collect();
    let done = sqlx::query!(
        "INSERT INTO opportunity (org_id, opportunity_id, owner_id, number, state, created_at, updated_at,
             customer_id, product, amount, currency, stage, probability, close_date)
         SELECT $1, * FROM UNNEST($2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::timestamptz[],
             $7::timestamptz[], $8::uuid[], $9::text[], $10::numeric[], $11::text[], $12::text[], $13::bigint[], $14::date[])
         ON CONFLICT (org_id, opportunity_id) DO UPDATE
         SET owner_id = excluded.owner_id, number = excluded.number, state = excluded.state,
             updated_at = excluded.updated_at, customer_id = excluded.customer_id, product = excluded.product, amount = excluded.amount, currency = excluded.currency, stage = excluded.stage, probability = excluded.probability, close_date = excluded.close_date",
        org.0,
        &h.ids,
        &h.owners,
        &h.numbers,
        &h.states as &[&str],
        &h.created,
        &h.updated,
        &customers(records)?,
        &maybe_texts(records, Field::Product) as &[Option<&str>],
        &amounts as &[Option<Decimal>],
        &currencies as &[Option<&str>],
        &stages as &[Option<&str>],
        &chances as &[Option<i64>],
        &maybe_days(records, Field::CloseDate) as &[Option<NaiveDate>]
    )
    .execute(conn)
    .await?;
    exactly("put opportunities", records.len(), done.rows_affected())
}
