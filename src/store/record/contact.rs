//! Contacts: the people at a customer.

use sqlx::PgConnection;

use super::Pick;
use super::shape::{Draft, Heads, customers, head, maybe_texts, not_told, texts};
use crate::domain::OrgId;
use crate::domain::record::{Field, Kind, Record, Value};
use crate::store::Result;
use crate::store::error::exactly;

pub(super) async fn load(conn: &mut PgConnection, org: OrgId, pick: &Pick) -> Result<Vec<Record>> {
    let rows = sqlx::query!(
        "SELECT contact_id AS id, owner_id, number, state, created_at, updated_at,
                customer_id, name, occupation, occupation_state, phone, phone_state, email
         FROM contact
         WHERE org_id = $1 AND (owner_id = ANY($2) AND (state = 'active' OR $3) OR contact_id = ANY($4))
         ORDER BY contact_id",
        org.0,
        &pick.owners,
        pick.withdrawn,
        &pick.ids
    );
    let records = rows.fetch_all(conn).await?.into_iter().map(|r| {
        let mut draft = Draft::new(Kind::Contact, head!(r))?;
        draft
            .put(Field::Customer, Some(Value::Record(r.customer_id.into())))?
            .put(Field::Name, Some(Value::Text(r.name)))?
            .told(Field::Occupation, r.occupation.map(Value::Text), r.occupation_state)?
            .told(Field::Phone, r.phone.map(Value::Text), r.phone_state)?
            .put(Field::Email, r.email.map(Value::Text))?;
        Ok(draft.done())
    });
    records.collect()
}

pub(super) async fn put(conn: &mut PgConnection, org: OrgId, records: &[&Record]) -> Result<()> {
    let h = Heads::of(records)?;
    let done = sqlx::query!(
        "INSERT INTO contact (org_id, contact_id, owner_id, number, state, created_at, updated_at,
             customer_id, name, occupation, occupation_state, phone, phone_state, email)
         SELECT $1, * FROM UNNEST($2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::timestamptz[],
             $7::timestamptz[], $8::uuid[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[])
         ON CONFLICT (org_id, contact_id) DO UPDATE
         SET owner_id = excluded.owner_id, number = excluded.number, state = excluded.state,
             updated_at = excluded.updated_at, customer_id = excluded.customer_id, name = excluded.name, occupation = excluded.occupation, occupation_state = excluded.occupation_state, phone = excluded.phone, phone_state = excluded.phone_state, email = excluded.email",
        org.0,
        &h.ids,
        &h.owners,
        &h.numbers,
        &h.states as &[&str],
        &h.created,
        &h.updated,
        &customers(records)?,
        &texts(records, Field::Name)? as &[&str],
        &maybe_texts(records, Field::Occupation) as &[Option<&str>],
        &not_told(records, Field::Occupation) as &[Option<&str>],
        &maybe_texts(records, Field::Phone) as &[Option<&str>],
        &not_told(records, Field::Phone) as &[Option<&str>],
        &maybe_texts(records, Field::Email) as &[Option<&str>]
    )
    .execute(conn)
    .await?;
    exactly("put contacts", records.len(), done.rows_affected())
}
