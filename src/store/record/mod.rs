//! Records: each kind has a table with typed columns, and a file here that translates between them and
//! [`Record`]'s map of fields. Which records are loaded for a batch is said by a [`Scope`], so that a rep's book stays
//! small however long its history grows.

mod activity;
pub mod alias;
mod availability;
mod complaint;
mod contact;
mod customer;
mod next_step;
mod opportunity;
mod order;
mod reception;
mod satisfaction;
mod shape;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;
use super::rows::{last_of_each, uuids};
use super::words::At;
use crate::domain::record::{Kind, Record};
use crate::domain::{OrgId, PersonId, RecordId};

/// Which records of their owners are loaded.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    kinds: &'a [Kind],
    since: NaiveDate,
    withdrawn: bool,
}

impl<'a> Scope<'a> {
    /// What stands, for recording and matching: all customers and contacts; open opportunities, next steps and
    /// complaints however old; everything else that is of this day or later (closed deals and finished steps: that
    /// changed since).
    pub fn standing(kinds: &'a [Kind], since: NaiveDate) -> Self {
        Self { kinds, since, withdrawn: false }
    }

    /// Everything ever recorded, what was withdrawn or merged too.
    pub fn everything(kinds: &'a [Kind]) -> Self {
        // Before any day that a person could type, and within what PostgreSQL can hold.
        const FIRST: NaiveDate = match NaiveDate::from_ymd_opt(1, 1, 1) {
            Some(day) => day,
            None => NaiveDate::MIN,
        };
        Self { kinds, since: FIRST, withdrawn: true }
    }
}

/// What to load of one kind: those of `owners` within a scope, and those with one of `ids`.
struct Pick {
    owners: Vec<Uuid>,
    since: NaiveDate,
    changed_since: DateTime<Utc>,
    withdrawn: bool,
    ids: Vec<Uuid>,
}

/// The records of owners within a scope, by kind and age.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn load(
    conn: &mut PgConnection,
    org: OrgId,
    owners: &[PersonId],
    scope: Scope<'_>,
) -> Result<Vec<Record>> {
    let pick = Pick {
        owners: uuids(owners),
        since: scope.since,
        changed_since: scope.since.and_time(NaiveTime::MIN).and_utc(),
        withdrawn: scope.withdrawn,
        ids: Vec::new(),
    };
    let mut records = Vec::new();
    for kind in Kind::ALL.iter().filter(|kind| scope.kinds.contains(kind)) {
        records.append(&mut of_kind(conn, org, *kind, &pick).await?);
    }
    Ok(records)
}

/// Records by kind and id, in whatever state. What isn't there is missing.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn by_ids(conn: &mut PgConnection, org: OrgId, ids: &[(Kind, RecordId)]) -> Result<Vec<Record>> {
    let mut records = Vec::new();
    for kind in Kind::ALL {
        let ids: Vec<Uuid> = ids.iter().filter(|(k, _)| k == kind).map(|(_, id)| id.0).collect();
        if !ids.is_empty() {
            let since = NaiveDate::default();
            let changed_since = DateTime::default();
            let pick = Pick { owners: Vec::new(), since, changed_since, withdrawn: true, ids };
            records.append(&mut of_kind(conn, org, *kind, &pick).await?);
        }
    }
    Ok(records)
}

async fn of_kind(conn: &mut PgConnection, org: OrgId, kind: Kind, pick: &Pick) -> Result<Vec<Record>> {
    match kind {
        Kind::Customer => customer::load(conn, org, pick).await,
        Kind::Contact => contact::load(conn, org, pick).await,
        Kind::Opportunity => opportunity::load(conn, org, pick).await,
        Kind::Activity => activity::load(conn, org, pick).await,
        Kind::Order => order::load(conn, org, pick).await,
        Kind::NextStep => next_step::load(conn, org, pick).await,
        Kind::Complaint => complaint::load(conn, org, pick).await,
        Kind::Satisfaction => satisfaction::load(conn, org, pick).await,
        Kind::Service => reception::load(conn, org, pick).await,
        Kind::Availability => availability::load(conn, org, pick).await,
    }
}

/// Writes records, new or changed.
///
/// # Errors
/// The database; a record that lacks a required field.
pub async fn put(conn: &mut PgConnection, org: OrgId, records: &[Record]) -> Result<()> {
    let last = last_of_each(records, |r| r.id);
    // In the order of the kinds, so that a customer is there before what belongs to it.
    for kind in Kind::ALL {
        let of_kind: Vec<&Record> = last.iter().copied().filter(|r| r.kind == *kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        match kind {
            Kind::Customer => customer::put(conn, org, &of_kind).await?,
            Kind::Contact => contact::put(conn, org, &of_kind).await?,
            Kind::Opportunity => opportunity::put(conn, org, &of_kind).await?,
            Kind::Activity => activity::put(conn, org, &of_kind).await?,
            Kind::Order => order::put(conn, org, &of_kind).await?,
            Kind::NextStep => next_step::put(conn, org, &of_kind).await?,
            Kind::Complaint => complaint::put(conn, org, &of_kind).await?,
            Kind::Satisfaction => satisfaction::put(conn, org, &of_kind).await?,
            Kind::Service => reception::put(conn, org, &of_kind).await?,
            Kind::Availability => availability::put(conn, org, &of_kind).await?,
        }
    }
    Ok(())
}

/// Which records have these numbers in their owners' books. What isn't there is missing.
///
/// # Errors
/// The database; a row that can't be read.
pub async fn numbered(
    conn: &mut PgConnection,
    org: OrgId,
    numbers: &[(PersonId, i64)],
) -> Result<HashMap<(PersonId, i64), (Kind, RecordId)>> {
    let owners: Vec<Uuid> = numbers.iter().map(|(owner, _)| owner.0).collect();
    let numbers: Vec<i64> = numbers.iter().map(|(_, number)| *number).collect();
    let rows = sqlx::query!(
        r#"WITH book AS (
               SELECT org_id, owner_id, number, 'customer' AS kind, customer_id AS id FROM customer
               UNION ALL SELECT org_id, owner_id, number, 'contact', contact_id FROM contact
               UNION ALL SELECT org_id, owner_id, number, 'opportunity', opportunity_id FROM opportunity
               UNION ALL SELECT org_id, owner_id, number, 'activity', activity_id FROM activity
               UNION ALL SELECT org_id, owner_id, number, 'order', order_id FROM sales_order
               UNION ALL SELECT org_id, owner_id, number, 'next_step', next_step_id FROM next_step
               UNION ALL SELECT org_id, owner_id, number, 'complaint', complaint_id FROM complaint
               UNION ALL SELECT org_id, owner_id, number, 'satisfaction', satisfaction_id FROM satisfaction
               UNION ALL SELECT org_id, owner_id, number, 'service', reception_id FROM reception
               UNION ALL SELECT org_id, owner_id, number, 'availability', availability_id FROM availability)
           SELECT b.owner_id AS "owner_id!", b.number AS "number!", b.kind AS "kind!", b.id AS "id!"
           FROM UNNEST($2::uuid[], $3::bigint[]) AS w(owner_id, number)
           JOIN book AS b ON b.org_id = $1 AND b.owner_id = w.owner_id AND b.number = w.number"#,
        org.0,
        &owners,
        &numbers
    );
    let rows = rows.fetch_all(conn).await?;
    rows.into_iter()
        .map(|r| {
            let kind = At { table: "book", id: r.id }.read("kind", Kind::by_name(&r.kind))?;
            Ok(((PersonId(r.owner_id), r.number), (kind, RecordId(r.id))))
        })
        .collect()
}
