//! The stages that opportunities have entered, derived from the ledger. An entry stands while the change that made it
//! does: taking that back removes it, and taking the taking back enters the stage anew.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use sqlx::PgConnection;
use uuid::Uuid;

use super::error::exactly;
use super::rows::column;
use super::{Result, words};
use crate::domain::OrgId;
use crate::domain::ledger::{Change, Subject};
use crate::domain::reading::Stage;
use crate::domain::record::{Field, Kind, Value};

/// Writes down what new rows of the ledger say about stages.
pub(super) async fn derive(conn: &mut PgConnection, org: OrgId, changes: &[Change]) -> Result<()> {
    let staged: Vec<&Change> = changes.iter().filter(|c| c.field == Field::Stage).collect();
    let undone: Vec<Uuid> = staged.iter().filter_map(|c| c.undoes).map(Uuid::from).collect();
    let removed = remove(conn, org, &undone).await?;
    insert(conn, org, &entered(&staged, &removed)).await
}

/// An entry of a stage.
struct Entry {
    change: Uuid,
    opportunity: Uuid,
    stage: Stage,
    day: NaiveDate,
    at: chrono::DateTime<chrono::Utc>,
}

/// The entries that stand at the end of these changes, where those of `removed` stood before.
fn entered(changes: &[&Change], removed: &HashSet<Uuid>) -> Vec<Entry> {
    let mut standing: BTreeMap<Uuid, Entry> = BTreeMap::new();
    for change in changes {
        let took_back = |target| standing.remove(&target).is_some() || removed.contains(&target);
        if change.undoes.map(Uuid::from).is_some_and(took_back) {
            continue;
        }
        if let (Subject::Record(Kind::Opportunity, opportunity), Some(Value::Stage(stage))) =
            (change.subject, &change.new)
        {
            let day = change.local_date.unwrap_or(change.at.date_naive());
            let (change, at) = (change.id.0, change.at);
            standing.insert(change, Entry { change, opportunity: opportunity.0, stage: *stage, day, at });
        }
    }
    standing.into_values().collect()
}

async fn remove(conn: &mut PgConnection, org: OrgId, changes: &[Uuid]) -> Result<HashSet<Uuid>> {
    if changes.is_empty() {
        return Ok(HashSet::new());
    }
    let removed = sqlx::query_scalar!(
        "DELETE FROM stage_entry WHERE org_id = $1 AND change_id = ANY($2) RETURNING change_id",
        org.0,
        changes
    );
    Ok(removed.fetch_all(conn).await?.into_iter().collect())
}

async fn insert(conn: &mut PgConnection, org: OrgId, entries: &[Entry]) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let rows: Vec<&Entry> = entries.iter().collect();
    let done = sqlx::query!(
        "INSERT INTO stage_entry (org_id, change_id, opportunity_id, stage, day, at)
         SELECT $1, * FROM UNNEST($2::uuid[], $3::uuid[], $4::text[], $5::date[], $6::timestamptz[])",
        org.0,
        &column(&rows, |e| e.change),
        &column(&rows, |e| e.opportunity),
        &column(&rows, |e| words::stage(e.stage)) as &[&str],
        &column(&rows, |e| e.day),
        &column(&rows, |e| e.at)
    )
    .execute(conn)
    .await?;
    exactly("insert stage entries", rows.len(), done.rows_affected())
}
