//! What the formulas of [`crate::domain::kpi`] are applied to, beside check-ins ([`super::check_in::between`]) and books:
//! facts by their own day, entries of stages, scores, complaints, customers by the day on which they came. Only what
//! stands counts. `people` are the owners, or `None` for everybody; both days of a period are included.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;
use super::rows::uuids;
use super::words::{At, stage_by_name};
use crate::domain::kpi::{Entered, Fact, Newcomer};
use crate::domain::{OrgId, PersonId};

/// A period and whom its figures are of.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The owners; `None` for everybody.
    pub people: Option<&'a [PersonId]>,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// The facts of a period, by owner and day. The deadline is the cutoff of the newest check-in up to the fact's day: that
/// of a day off is the one of the working day before it.
///
/// # Errors
/// The database.
pub async fn facts(conn: &mut PgConnection, org: OrgId, asked: Asked<'_>) -> Result<Vec<Fact>> {
    let people = asked.people.map(uuids);
    let rows = sqlx::query!(
        r#"SELECT fact.owner_id AS "owner!", fact.day AS "day!", fact.visible_at AS "visible_at!",
                  c.closes_at AS "deadline?"
           FROM (
               SELECT owner_id, day, created_at AS visible_at FROM activity
               WHERE org_id = $1 AND state = 'active' AND day BETWEEN $2 AND $3
               UNION ALL
               SELECT owner_id, day, created_at FROM sales_order
               WHERE org_id = $1 AND state = 'active' AND day BETWEEN $2 AND $3
               UNION ALL
               SELECT owner_id, day, created_at FROM complaint
               WHERE org_id = $1 AND state = 'active' AND day BETWEEN $2 AND $3
               UNION ALL
               SELECT owner_id, day, created_at FROM satisfaction
               WHERE org_id = $1 AND state = 'active' AND day BETWEEN $2 AND $3
               UNION ALL
               SELECT owner_id, day, created_at FROM reception
               WHERE org_id = $1 AND state = 'active' AND day BETWEEN $2 AND $3
               UNION ALL
               SELECT o.owner_id, e.day, e.at
               FROM stage_entry AS e JOIN opportunity AS o
                 ON o.org_id = e.org_id AND o.opportunity_id = e.opportunity_id
               WHERE e.org_id = $1 AND o.state = 'active' AND e.day BETWEEN $2 AND $3
           ) AS fact
           LEFT JOIN LATERAL (
               SELECT closes_at, timezone FROM check_in
               WHERE org_id = $1 AND person_id = fact.owner_id AND local_date <= fact.day
               ORDER BY local_date DESC LIMIT 1
           ) AS c ON (c.closes_at AT TIME ZONE c.timezone)::date > fact.day
           WHERE $4::uuid[] IS NULL OR fact.owner_id = ANY($4)
           ORDER BY fact.owner_id, fact.day, fact.visible_at"#,
        org.0,
        asked.from,
        asked.to,
        people.as_deref() as Option<&[Uuid]>
    );
    let rows = rows.fetch_all(conn).await?;
    Ok(rows
        .into_iter()
        .map(|r| Fact { owner: r.owner.into(), day: r.day, visible_at: r.visible_at, deadline: r.deadline })
        .collect())
}

/// Days of a period that people said were without activity, and of which a fact is known all the same.
///
/// # Errors
/// The database.
pub async fn contradicted(
    conn: &mut PgConnection,
    org: OrgId,
    people: Option<&[PersonId]>,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<BTreeSet<(PersonId, NaiveDate)>> {
    let owners = people.map(uuids);
    let silent = sqlx::query!(
        "SELECT person_id, local_date FROM check_in
         WHERE org_id = $1 AND no_activity AND local_date BETWEEN $2 AND $3
           AND ($4::uuid[] IS NULL OR person_id = ANY($4))",
        org.0,
        from,
        to,
        owners.as_deref() as Option<&[Uuid]>
    );
    let silent = silent.fetch_all(&mut *conn).await?;
    let silent: BTreeSet<_> = silent.into_iter().map(|r| (PersonId(r.person_id), r.local_date)).collect();
    if silent.is_empty() {
        return Ok(silent);
    }
    let known = facts(conn, org, Asked { people, from, to }).await?;
    let known: BTreeSet<_> = known.into_iter().map(|fact| (fact.owner, fact.day)).collect();
    Ok(silent.intersection(&known).copied().collect())
}

/// All entries of stages, whenever made, of the deals that entered one in the period, in the order in which they were
/// recorded.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn entries(conn: &mut PgConnection, org: OrgId, asked: Asked<'_>) -> Result<Vec<Entered>> {
    let people = asked.people.map(uuids);
    let rows = sqlx::query!(
        "SELECT e.opportunity_id, e.stage, e.day
         FROM stage_entry AS e JOIN opportunity AS o
           ON o.org_id = e.org_id AND o.opportunity_id = e.opportunity_id
         WHERE e.org_id = $1 AND o.state = 'active' AND ($4::uuid[] IS NULL OR o.owner_id = ANY($4))
           AND EXISTS (SELECT FROM stage_entry AS i
                       WHERE i.org_id = $1 AND i.opportunity_id = e.opportunity_id AND i.day BETWEEN $2 AND $3)
         ORDER BY e.change_id",
        org.0,
        asked.from,
        asked.to,
        people.as_deref() as Option<&[Uuid]>
    );
    let rows = rows.fetch_all(conn).await?;
    rows.into_iter()
        .map(|r| {
            let at = At { table: "stage_entry", id: r.opportunity_id };
            let stage = at.read("stage", stage_by_name(&r.stage))?;
            Ok(Entered { deal: r.opportunity_id.into(), stage, day: r.day })
        })
        .collect()
}

/// The scores given in a period.
///
/// # Errors
/// The database.
pub async fn scores(conn: &mut PgConnection, org: OrgId, asked: Asked<'_>) -> Result<Vec<i64>> {
    let people = asked.people.map(uuids);
    let scores = sqlx::query_scalar!(
        "SELECT score FROM satisfaction
         WHERE org_id = $1 AND state = 'active' AND day BETWEEN $2 AND $3
           AND ($4::uuid[] IS NULL OR owner_id = ANY($4))
         ORDER BY satisfaction_id",
        org.0,
        asked.from,
        asked.to,
        people.as_deref() as Option<&[Uuid]>
    );
    Ok(scores.fetch_all(conn).await?)
}

/// Complaints of a period, each with the days to its resolution where it was resolved, and the orders and receptions of
/// the same period, one of which they are divided by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Complaints {
    /// Days to resolution of each complaint.
    pub days_to_resolution: Vec<Option<i64>>,
    /// Orders.
    pub orders: i64,
    /// Customers received.
    pub receptions: i64,
    /// Days for which receptions were reported.
    pub days_served: i64,
}

/// Complaints of a period, and what they are divided by.
///
/// # Errors
/// The database.
pub async fn complaints(conn: &mut PgConnection, org: OrgId, asked: Asked<'_>) -> Result<Complaints> {
    let people = asked.people.map(uuids);
    let people = people.as_deref();
    let days = sqlx::query_scalar!(
        "SELECT (resolved_on - day)::bigint FROM complaint
         WHERE org_id = $1 AND state = 'active' AND day BETWEEN $2 AND $3
           AND ($4::uuid[] IS NULL OR owner_id = ANY($4))
         ORDER BY complaint_id",
        org.0,
        asked.from,
        asked.to,
        people as Option<&[Uuid]>
    );
    let days_to_resolution = days.fetch_all(&mut *conn).await?;
    let of = sqlx::query!(
        r#"SELECT (SELECT count(*) FROM sales_order
                   WHERE org_id = $1 AND state = 'active' AND day BETWEEN $2 AND $3
                     AND ($4::uuid[] IS NULL OR owner_id = ANY($4))) AS "orders!",
                  coalesce(sum(receptions), 0)::bigint AS "receptions!",
                  count(DISTINCT (owner_id, day)) AS "days_served!"
           FROM reception
           WHERE org_id = $1 AND state = 'active' AND day BETWEEN $2 AND $3
             AND ($4::uuid[] IS NULL OR owner_id = ANY($4))"#,
        org.0,
        asked.from,
        asked.to,
        people as Option<&[Uuid]>
    );
    let of = of.fetch_one(conn).await?;
    Ok(Complaints {
        days_to_resolution,
        orders: of.orders,
        receptions: of.receptions,
        days_served: of.days_served,
    })
}

/// The customers there are up to a day, with the local day on which each was first recorded.
///
/// # Errors
/// The database.
pub async fn newcomers(
    conn: &mut PgConnection,
    org: OrgId,
    people: Option<&[PersonId]>,
    to: NaiveDate,
) -> Result<Vec<Newcomer>> {
    let people = people.map(uuids);
    let rows = sqlx::query!(
        r#"SELECT (c.created_at AT TIME ZONE p.timezone)::date AS "since!", c.origin = 'import' AS "given!",
                  (c.phone IS NOT NULL OR c.email IS NOT NULL
                   OR EXISTS (SELECT FROM contact AS k
                              WHERE k.org_id = $1 AND k.customer_id = c.customer_id AND k.state = 'active'
                                AND (k.phone IS NOT NULL OR k.email IS NOT NULL))) AS "reachable!"
           FROM customer AS c JOIN person AS p ON p.org_id = c.org_id AND p.person_id = c.owner_id
           WHERE c.org_id = $1 AND c.state = 'active' AND (c.created_at AT TIME ZONE p.timezone)::date <= $2
             AND ($3::uuid[] IS NULL OR c.owner_id = ANY($3))
           ORDER BY c.customer_id"#,
        org.0,
        to,
        people.as_deref() as Option<&[Uuid]>
    );
    let rows = rows.fetch_all(conn).await?;
    Ok(rows
        .into_iter()
        .map(|r| Newcomer { since: r.since, given: r.given, reachable: r.reachable })
        .collect())
}
