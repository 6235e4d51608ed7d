//! Orders that customers have placed.

use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::Pick;
use super::shape::{Draft, Heads, amounts, customers, days, head, maybe_texts, money};
use crate::domain::OrgId;
use crate::domain::record::{Field, Kind, Record, Value};
use crate::store::Result;
use crate::store::error::exactly;

pub(super) async fn load(conn: &mut PgConnection, org: OrgId, pick: &Pick) -> Result<Vec<Record>> {
    let rows = sqlx::query!(
        "SELECT order_id AS id, owner_id, number, state, created_at, updated_at,
                customer_id, product, amount, currency, code, day
         FROM sales_order
         WHERE org_id = $1 AND (owner_id = ANY($2) AND day >= $3 AND (state = 'active' OR $4) OR order_id = ANY($5))
         ORDER BY order_id",
        org.0,
        &pick.owners,
        pick.since,
        pick.withdrawn,
        &pick.ids
    );
    let records = rows.fetch_all(conn).await?.into_iter().map(|r| {
        let mut draft = Draft::new(Kind::Order, head!(r))?;
        draft
            .put(Field::Customer, Some(Value::Record(r.customer_id.into())))?
            .put(Field::Product, r.product.map(Value::Text))?
            .put(Field::Amount, money(r.amount, r.currency))?
            .put(Field::Code, r.code.map(Value::Text))?
            .put(Field::Day, Some(Value::Date(r.day)))?;
        Ok(draft.done())
    });
    records.collect()
}

pub(super) async fn put(conn: &mut PgConnection, org: OrgId, records: &[&Record]) -> Result<()> {
    let h = Heads::of(records)?;
    let (amounts, currencies) = amounts(records);
    let done = sqlx::query!(
        "INSERT INTO sales_order (org_id, order_id, owner_id, number, state, created_at, updated_at,
             customer_id, product, amount, currency, code, day)
         SELECT $1, * FROM UNNEST($2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::timestamptz[],
             $7::timestamptz[], $8::uuid[], $9::text[], $10::numeric[], $11::text[], $12::text[], $13::date[])
         ON CONFLICT (org_id, order_id) DO UPDATE
         SET owner_id = excluded.owner_id, number = excluded.number, state = excluded.state,
             updated_at = excluded.updated_at, customer_id = excluded.customer_id, product = excluded.product, amount = excluded.amount, currency = excluded.currency, code = excluded.code, day = excluded.day",
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
        &maybe_texts(records, Field::Code) as &[Option<&str>],
        &days(records, Field::Day)?
    )
    .execute(conn)
    .await?;
    exactly("put orders", records.len(), done.rows_affected())
}
