//! Customers: who buys or may buy.

use sqlx::PgConnection;
use uuid::Uuid;

use super::Pick;
use super::shape::{Draft, Heads, head, maybe_texts, not_told, required, texts};
use crate::domain::OrgId;
use crate::domain::record::{CustomerKind, Field, Kind, Origin, Record, Value};
use crate::domain::text::fold_name;
use crate::store::Result;
use crate::store::error::exactly;

pub(super) async fn load(conn: &mut PgConnection, org: OrgId, pick: &Pick) -> Result<Vec<Record>> {
    let rows = sqlx::query!(
        "SELECT customer_id AS id, owner_id, number, state, created_at, updated_at,
                name, kind, origin, is_new, phone, phone_state, email, occupation, occupation_state, age, age_state, city, merged_into
         FROM customer
         WHERE org_id = $1 AND (owner_id = ANY($2) AND (state = 'active' OR $3) OR customer_id = ANY($4))
         ORDER BY customer_id",
        org.0,
        &pick.owners,
        pick.withdrawn,
        &pick.ids
    );
    let records = rows.fetch_all(conn).await?.into_iter().map(|r| {
        let mut draft = Draft::new(Kind::Customer, head!(r))?;
        draft
            .put(Field::Name, Some(Value::Text(r.name)))?
            .word(Field::CustomerKind, &r.kind, CustomerKind::by_name, Value::CustomerKind)?
            .word(Field::Origin, &r.origin, Origin::by_name, Value::Origin)?
            .put(Field::New, Some(Value::Flag(r.is_new)))?
            .told(Field::Phone, r.phone.map(Value::Text), r.phone_state)?
            .put(Field::Email, r.email.map(Value::Text))?
            .told(Field::Occupation, r.occupation.map(Value::Text), r.occupation_state)?
            .told(Field::Age, r.age.map(Value::Int), r.age_state)?
            .put(Field::City, r.city.map(Value::Text))?
            .put(Field::MergedInto, r.merged_into.map(|id| Value::Record(id.into())))?;
        Ok(draft.done())
    });
    records.collect()
}

pub(super) async fn put(conn: &mut PgConnection, org: OrgId, records: &[&Record]) -> Result<()> {
    let h = Heads::of(records)?;
    let names = texts(records, Field::Name)?;
    let keys: Vec<String> = names.iter().map(|name| fold_name(name)).collect();
    let kinds = required(records, Field::CustomerKind, kind)?;
    let origins = required(records, Field::Origin, origin)?;
    let new = required(records, Field::New, is_new)?;
    let ages: Vec<_> = records.iter().map(|r| r.int(Field::Age)).collect();
    let merged: Vec<_> = records.iter().map(|r| merged_into(r)).collect();
    let done = sqlx::query!(
        "INSERT INTO customer (org_id, customer_id, owner_id, number, state, created_at, updated_at,
             name, name_key, kind, origin, is_new, phone, phone_state, email, occupation, occupation_state, age, age_state, city, merged_into)
         SELECT $1, * FROM UNNEST($2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::timestamptz[],
             $7::timestamptz[], $8::text[], $9::text[], $10::text[], $11::text[], $12::boolean[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::bigint[], $19::text[], $20::text[], $21::uuid[])
         ON CONFLICT (org_id, customer_id) DO UPDATE
         SET owner_id = excluded.owner_id, number = excluded.number, state = excluded.state,
             updated_at = excluded.updated_at, name = excluded.name, name_key = excluded.name_key, kind = excluded.kind, origin = excluded.origin, is_new = excluded.is_new, phone = excluded.phone, phone_state = excluded.phone_state, email = excluded.email, occupation = excluded.occupation, occupation_state = excluded.occupation_state, age = excluded.age, age_state = excluded.age_state, city = excluded.city, merged_into = excluded.merged_into",
        org.0,
        &h.ids,
        &h.owners,
        &h.numbers,
        &h.states as &[&str],
        &h.created,
        &h.updated,
        &names as &[&str],
        &keys,
        &kinds as &[&str],
        &origins as &[&str],
        &new,
        &maybe_texts(records, Field::Phone) as &[Option<&str>],
        &not_told(records, Field::Phone) as &[Option<&str>],
        &maybe_texts(records, Field::Email) as &[Option<&str>],
        &maybe_texts(records, Field::Occupation) as &[Option<&str>],
        &not_told(records, Field::Occupation) as &[Option<&str>],
        &ages as &[Option<i64>],
        &not_told(records, Field::Age) as &[Option<&str>],
        &maybe_texts(records, Field::City) as &[Option<&str>],
        &merged as &[Option<Uuid>]
    )
    .execute(conn)
    .await?;
    exactly("put customers", records.len(), done.rows_affected())
}

fn kind(record: &Record) -> Option<&'static str> {
    match record.get(Field::CustomerKind) {
        Some(Value::CustomerKind(kind)) => Some(kind.name()),
        _ => None,
    }
}

fn origin(record: &Record) -> Option<&'static str> {
    match record.get(Field::Origin) {
        Some(Value::Origin(origin)) => Some(origin.name()),
        _ => None,
    }
}

fn is_new(record: &Record) -> Option<bool> {
    match record.get(Field::New) {
        Some(Value::Flag(new)) => Some(*new),
        _ => None,
    }
}

fn merged_into(record: &Record) -> Option<Uuid> {
    match record.get(Field::MergedInto) {
        Some(Value::Record(id)) => Some(id.0),
        _ => None,
    }
}
