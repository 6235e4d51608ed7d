//! Days on which a rep is away from selling.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::Pick;
use super::shape::{Draft, Heads, days, head, maybe_days, required};
use crate::domain::OrgId;
use crate::domain::record::{Field, Kind, Record, Value};
use crate::store::Result;
use crate::store::error::exactly;
use crate::store::words;

pub(super) async fn load(conn: &mut PgConnection, org: OrgId, pick: &Pick) -> Result<Vec<Record>> {
    let rows = sqlx::query!(
        "SELECT availability_id AS id, owner_id, number, state, created_at, updated_at,
                kind, from_day, to_day
         FROM availability
         WHERE org_id = $1 AND (owner_id = ANY($2) AND (state = 'active' OR $4)
               AND (to_day IS NULL OR to_day >= $3) OR availability_id = ANY($5))
         ORDER BY availability_id",
        org.0,
        &pick.owners,
        pick.since,
        pick.withdrawn,
        &pick.ids
    );
    let records = rows.fetch_all(conn).await?.into_iter().map(|r| {
        let mut draft = Draft::new(Kind::Availability, head!(r))?;
        draft
            .word(Field::Away, &r.kind, words::away_by_name, Value::Away)?
            .put(Field::From, Some(Value::Date(r.from_day)))?
            .put(Field::To, r.to_day.map(Value::Date))?;
        Ok(draft.done())
    });
    records.collect()
}

pub(super) async fn put(conn: &mut PgConnection, org: OrgId, records: &[&Record]) -> Result<()> {
    let h = Heads::of(records)?;
    let away = |r: &Record| match r.get(Field::Away) {
        Some(Value::Away(away)) => Some(words::away(*away)),
        _ => None,
    };
    let kinds = required(records, Field::Away, away)?;
    let done = sqlx::query!(
        "INSERT INTO availability (org_id, availability_id, owner_id, number, state, created_at, updated_at,
             kind, from_day, to_day)
         SELECT $1, * FROM UNNEST($2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::timestamptz[],
             $7::timestamptz[], $8::text[], $9::date[], $10::date[])
         ON CONFLICT (org_id, availability_id) DO UPDATE
         SET owner_id = excluded.owner_id, number = excluded.number, state = excluded.state,
             updated_at = excluded.updated_at, kind = excluded.kind, from_day = excluded.from_day, to_day = excluded.to_day",
        org.0,
        &h.ids,
        &h.owners,
        &h.numbers,
        &h.states as &[&str],
        &h.created,
        &h.updated,
        &kinds as &[&str],
        &days(records, Field::From)?,
        &maybe_days(records, Field::To) as &[Option<NaiveDate>]
    )
    .execute(conn)
    .await?;
    exactly("put absences", records.len(), done.rows_affected())
}
