//! Activities: what has happened between rep and customer.

use sqlx::PgConnection;

use super::Pick;
use super::shape::{Draft, Heads, customers, days, head, required};
use crate::domain::OrgId;
use crate::domain::record::{Field, Kind, Record, Value};
use crate::store::Result;
use crate::store::error::exactly;
use crate::store::words;

pub(super) async fn load(conn: &mut PgConnection, org: OrgId, pick: &Pick) -> Result<Vec<Record>> {
    let rows = sqlx::query!(
        r#"SELECT activity_id AS id, owner_id, number, state, created_at, updated_at,
                customer_id, type AS "activity", day
         FROM activity
         WHERE org_id = $1 AND (owner_id = ANY($2) AND day >= $3 AND (state = 'active' OR $4) OR activity_id = ANY($5))
         ORDER BY activity_id"#,
        org.0,
        &pick.owners,
        pick.since,
        pick.withdrawn,
        &pick.ids
    );
    let records = rows.fetch_all(conn).await?.into_iter().map(|r| {
        let mut draft = Draft::new(Kind::Activity, head!(r))?;
        draft
            .put(Field::Customer, Some(Value::Record(r.customer_id.into())))?
            .word(Field::Type, &r.activity, words::activity_by_name, Value::Activity)?
            .put(Field::Day, Some(Value::Date(r.day)))?;
        Ok(draft.done())
    });
    records.collect()
}

pub(super) async fn put(conn: &mut PgConnection, org: OrgId, records: &[&Record]) -> Result<()> {
    let h = Heads::of(records)?;
    let activity = |r: &Record| match r.get(Field::Type) {
        Some(Value::Activity(activity)) => Some(words::activity(*activity)),
        _ => None,
    };
    let types = required(records, Field::Type, activity)?;
    let done = sqlx::query!(
        "INSERT INTO activity (org_id, activity_id, owner_id, number, state, created_at, updated_at,
             customer_id, type, day)
         SELECT $1, * FROM UNNEST($2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::timestamptz[],
             $7::timestamptz[], $8::uuid[], $9::text[], $10::date[])
         ON CONFLICT (org_id, activity_id) DO UPDATE
         SET owner_id = excluded.owner_id, number = excluded.number, state = excluded.state,
             updated_at = excluded.updated_at, customer_id = excluded.customer_id, type = excluded.type, day = excluded.day",
        org.0,
        &h.ids,
        &h.owners,
        &h.numbers,
        &h.states as &[&str],
        &h.created,
        &h.updated,
        &customers(records)?,
        &types as &[&str],
        &days(records, Field::Day)?
    )
    .execute(conn)
    .await?;
    exactly("put activities", records.len(), done.rows_affected())
}
