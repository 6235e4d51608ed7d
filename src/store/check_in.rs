//! Check-ins. What an opening froze is written once; [`put`] writes what their life changes and nothing else.
//!
//! Whoever changes a check-in holds its person's row: a lane has locked it, and the three `lock_…` here take it
//! together with the check-in, passing over people whom someone else holds.

mod columns;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use self::columns::{Columns, Life, Row, read};
use super::Result;
use super::error::exactly;
use super::rows::{last_of_each, uuids};
use crate::domain::checkin::CheckIn;
use crate::domain::{OrgId, PersonId};

macro_rules! check_ins {
    ($tail:literal, $($arg:expr),+) => {
        sqlx::query_as!(
            Row,
            "SELECT c.local_date, c.person_id, c.team_id, c.mode, c.timezone, c.opens_at, c.due_at, c.evening_at, \
             c.closes_at, c.rules, c.delivery, c.prompt_at, c.sent_at, c.agenda, c.nudges, c.next_nudge_at, \
             c.first_reply_at, c.first_substantive_at, c.assisted_at, c.no_activity, c.confirmed_at, c.excused, \
             c.excused_by, c.latency_wall, c.latency_waking, c.closed_at, c.filled, c.filled_by_rep, c.applicable, \
             c.appealed_at \
             FROM check_in AS c " + $tail,
            $($arg),+
        )
    };
}

/// The check-ins of people from a day on, by person and day. (Lock the people first where they are to be changed.)
///
/// # Errors
/// The database; a row that can't be read.
pub async fn of(
    conn: &mut PgConnection,
    org: OrgId,
    people: &[PersonId],
    from: NaiveDate,
) -> Result<Vec<CheckIn>> {
    let rows = check_ins!(
        "WHERE c.org_id = $1 AND c.person_id = ANY($2) AND c.local_date >= $3 ORDER BY c.person_id, c.local_date",
        org.0,
        &uuids(people),
        from
    );
    read(rows.fetch_all(conn).await?)
}

/// All check-ins whose day lies between two, both included, by person and day; of these people, or of everybody.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn between(
    conn: &mut PgConnection,
    org: OrgId,
    people: Option<&[PersonId]>,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<CheckIn>> {
    let people = people.map(uuids);
    let rows = check_ins!(
        "WHERE c.org_id = $1 AND c.local_date BETWEEN $2 AND $3 AND ($4::uuid[] IS NULL OR c.person_id = ANY($4)) \
         ORDER BY c.person_id, c.local_date",
        org.0,
        from,
        to,
        people.as_deref() as Option<&[Uuid]>
    );
    read(rows.fetch_all(conn).await?)
}

/// The check-ins of these people on these days. What isn't there is missing.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn on_days(
    conn: &mut PgConnection,
    org: OrgId,
    days: &[(PersonId, NaiveDate)],
) -> Result<Vec<CheckIn>> {
    let people: Vec<Uuid> = days.iter().map(|(person, _)| person.0).collect();
    let dates: Vec<NaiveDate> = days.iter().map(|(_, day)| *day).collect();
    let rows = check_ins!(
        "JOIN (SELECT DISTINCT * FROM UNNEST($2::uuid[], $3::date[]) AS v(person_id, local_date)) AS d \
         ON d.person_id = c.person_id AND d.local_date = c.local_date \
         WHERE c.org_id = $1 AND c.local_date = ANY($3) ORDER BY c.person_id, c.local_date",
        org.0,
        &people,
        &dates
    );
    read(rows.fetch_all(conn).await?)
}

/// The day of the newest check-in of a person; `None` for someone who never had one.
///
/// # Errors
/// The database.
pub async fn last_day(conn: &mut PgConnection, org: OrgId, person: PersonId) -> Result<Option<NaiveDate>> {
    let day = sqlx::query_scalar!(
        "SELECT max(local_date) FROM check_in WHERE org_id = $1 AND person_id = $2",
        org.0,
        person.0
    );
    Ok(day.fetch_one(conn).await?)
}

/// The days of the newest check-ins of people. Who never had one is missing.
///
/// # Errors
/// The database.
pub async fn last_days(
    conn: &mut PgConnection,
    org: OrgId,
    people: &[PersonId],
) -> Result<HashMap<PersonId, NaiveDate>> {
    let rows = sqlx::query!(
        r#"SELECT person_id, max(local_date) AS "day!" FROM check_in
           WHERE org_id = $1 AND person_id = ANY($2) GROUP BY person_id"#,
        org.0,
        &uuids(people)
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(|r| (r.person_id.into(), r.day)).collect())
}

/// How many days people have skipped between two days, both included. Who skipped none is missing.
///
/// # Errors
/// The database.
pub async fn skips(
    conn: &mut PgConnection,
    org: OrgId,
    months: &[(PersonId, NaiveDate, NaiveDate)],
) -> Result<HashMap<PersonId, i64>> {
    let people: Vec<Uuid> = months.iter().map(|m| m.0.0).collect();
    let (first, last): (Vec<NaiveDate>, Vec<NaiveDate>) = months.iter().map(|m| (m.1, m.2)).unzip();
    let rows = sqlx::query!(
        r#"SELECT c.person_id, count(*) AS "days!"
           FROM check_in c JOIN UNNEST($2::uuid[], $3::date[], $4::date[]) AS m (person_id, first, last)
             ON c.person_id = m.person_id AND c.local_date BETWEEN m.first AND m.last
           WHERE c.org_id = $1 AND c.excused = 'skip' GROUP BY c.person_id"#,
        org.0,
        &people,
        &first,
        &last
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(|r| (r.person_id.into(), r.days)).collect())
}

/// Locks and loads at most `limit` check-ins whose prompt is due by `now`, those that wait longest first.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn lock_prompts(
    conn: &mut PgConnection,
    org: OrgId,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<CheckIn>> {
    let rows = check_ins!(
        "JOIN person AS p ON p.org_id = c.org_id AND p.person_id = c.person_id \
         WHERE c.org_id = $1 AND c.delivery = 'pending' AND c.prompt_at <= $2 \
         ORDER BY c.prompt_at, c.person_id LIMIT $3 FOR NO KEY UPDATE OF c, p SKIP LOCKED",
        org.0,
        now,
        limit
    );
    read(rows.fetch_all(conn).await?)
}

/// Locks and loads at most `limit` check-ins whose nudge is due by `now`, those that wait longest first.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn lock_nudges(
    conn: &mut PgConnection,
    org: OrgId,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<CheckIn>> {
    let rows = check_ins!(
        "JOIN person AS p ON p.org_id = c.org_id AND p.person_id = c.person_id \
         WHERE c.org_id = $1 AND c.next_nudge_at <= $2 \
         ORDER BY c.next_nudge_at, c.person_id LIMIT $3 FOR NO KEY UPDATE OF c, p SKIP LOCKED",
        org.0,
        now,
        limit
    );
    read(rows.fetch_all(conn).await?)
}

/// Locks and loads at most `limit` check-ins whose cutoff has passed by `now`, those that wait longest first.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn lock_closings(
    conn: &mut PgConnection,
    org: OrgId,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<CheckIn>> {
    let rows = check_ins!(
        "JOIN person AS p ON p.org_id = c.org_id AND p.person_id = c.person_id \
         WHERE c.org_id = $1 AND c.closed_at IS NULL AND c.closes_at <= $2 \
         ORDER BY c.closes_at, c.person_id LIMIT $3 FOR NO KEY UPDATE OF c, p SKIP LOCKED",
        org.0,
        now,
        limit
    );
    read(rows.fetch_all(conn).await?)
}

/// The earliest local date that waits to be opened.
///
/// # Errors
/// The database.
pub async fn first_to_open(conn: &mut PgConnection, org: OrgId) -> Result<Option<NaiveDate>> {
    let day = sqlx::query_scalar!(
        "SELECT min(next_open_on) FROM person WHERE org_id = $1 AND next_open_at IS NOT NULL",
        org.0
    );
    Ok(day.fetch_one(conn).await?)
}

/// When the schedule next has something to do: the earliest opening, prompt, nudge or cutoff, which may be past.
///
/// # Errors
/// The database.
pub async fn next_due(conn: &mut PgConnection, org: OrgId) -> Result<Option<DateTime<Utc>>> {
    let at = sqlx::query_scalar!(
        "SELECT least(
            (SELECT min(next_open_at) FROM person WHERE org_id = $1 AND next_open_at IS NOT NULL),
            (SELECT min(prompt_at) FROM check_in WHERE org_id = $1 AND delivery = 'pending'),
            (SELECT min(next_nudge_at) FROM check_in WHERE org_id = $1 AND next_nudge_at IS NOT NULL),
            (SELECT min(closes_at) FROM check_in WHERE org_id = $1 AND closed_at IS NULL))",
        org.0
    );
    Ok(at.fetch_one(conn).await?)
}

/// Writes check-ins, new ones as they are; of one that is there only what its life has changed.
///
/// # Errors
/// The database.
pub async fn put(conn: &mut PgConnection, org: OrgId, check_ins: &[CheckIn]) -> Result<()> {
    if check_ins.is_empty() {
        return Ok(());
    }
    let rows = last_of_each(check_ins, |c| (c.person, c.local_date));
    let (c, l) = (Columns::of(&rows), Life::of(&rows));
    let done = sqlx::query!(
        "INSERT INTO check_in (org_id, local_date, person_id, team_id, mode, timezone, opens_at, due_at, evening_at,
                               closes_at, rules, delivery, prompt_at, sent_at, nudges, next_nudge_at, first_reply_at,
                               first_substantive_at, assisted_at, no_activity, excused, excused_by, latency_wall,
                               latency_waking, closed_at, filled, filled_by_rep, applicable, agenda,
                               confirmed_at, appealed_at)
         SELECT $1, * FROM UNNEST($2::date[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::timestamptz[],
                                  $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::jsonb[],
                                  $12::text[], $13::timestamptz[], $14::timestamptz[], $15::bigint[],
                                  $16::timestamptz[], $17::timestamptz[], $18::timestamptz[], $19::timestamptz[],
                                  $20::boolean[], $21::text[], $22::uuid[], $23::bigint[], $24::bigint[],
                                  $25::timestamptz[], $26::bigint[], $27::bigint[], $28::bigint[],
                                  $29::jsonb[], $30::timestamptz[], $31::timestamptz[])
         ON CONFLICT (org_id, local_date, person_id) DO UPDATE
         SET delivery = excluded.delivery, prompt_at = excluded.prompt_at, sent_at = excluded.sent_at,
             nudges = excluded.nudges, next_nudge_at = excluded.next_nudge_at,
             first_reply_at = excluded.first_reply_at, first_substantive_at = excluded.first_substantive_at,
             assisted_at = excluded.assisted_at, no_activity = excluded.no_activity, excused = excluded.excused,
             excused_by = excluded.excused_by, latency_wall = excluded.latency_wall,
             latency_waking = excluded.latency_waking, closed_at = excluded.closed_at, filled = excluded.filled,
             filled_by_rep = excluded.filled_by_rep, applicable = excluded.applicable, agenda = excluded.agenda,
             confirmed_at = excluded.confirmed_at, appealed_at = excluded.appealed_at",
        org.0,
        &c.days,
        &c.people,
        &c.teams as &[Option<Uuid>],
        &c.modes as &[&str],
        &c.timezones as &[&str],
        &c.opens,
        &c.due,
        &c.evenings,
        &c.closes,
        &c.rules,
        &l.delivery as &[&str],
        &l.prompt_at as &[Option<DateTime<Utc>>],
        &l.sent_at as &[Option<DateTime<Utc>>],
        &l.nudges,
        &l.next_nudge_at as &[Option<DateTime<Utc>>],
        &l.first_reply_at as &[Option<DateTime<Utc>>],
        &l.first_substantive_at as &[Option<DateTime<Utc>>],
        &l.assisted_at as &[Option<DateTime<Utc>>],
        &l.no_activity,
        &l.excused as &[Option<&str>],
        &l.excused_by as &[Option<Uuid>],
        &l.latency_wall as &[Option<i64>],
        &l.latency_waking as &[Option<i64>],
        &l.closed_at as &[Option<DateTime<Utc>>],
        &l.filled as &[Option<i64>],
        &l.filled_by_rep as &[Option<i64>],
        &l.applicable as &[Option<i64>],
        &l.agendas as &[Option<serde_json::Value>],
        &l.confirmed_at as &[Option<DateTime<Utc>>],
        &l.appealed_at as &[Option<DateTime<Utc>>]
    )
    .execute(conn)
    .await?;
    exactly("put check-ins", rows.len(), done.rows_affected())
}
