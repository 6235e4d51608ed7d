//! The monthly partitions of `message`, `change` and `check_in`, made before anything is written into them.
//!
//! Making one locks its table for a moment, so it is done in a transaction of its own, never in the midst of another;
//! what is there is remembered, so that asking again costs nothing.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};

use super::{Db, Result};
use crate::domain::effect::Effects;

/// Makes sure that the months of these days (UTC dates of moments, local dates of check-ins) have their partitions.
///
/// # Errors
/// The database.
pub async fn ensure_months(db: &Db, days: &[NaiveDate]) -> Result<()> {
    let wanted: BTreeSet<NaiveDate> = days.iter().filter_map(|day| day.with_day(1)).collect();
    let missing: Vec<NaiveDate> = wanted.difference(&*db.months()).copied().collect();
    if missing.is_empty() {
        return Ok(());
    }
    let mut tx = db.begin_plain().await?;
    sqlx::query!("SELECT rapport_month(m) FROM UNNEST($1::date[]) AS m ORDER BY m", &missing)
        .fetch_all(&mut *tx)
        .await?;
    tx.commit().await?;
    db.months().extend(missing);
    Ok(())
}

/// The same for all that effects will write, with the month ahead: called before the transaction that applies them.
///
/// # Errors
/// The database.
pub async fn ensure_for(db: &Db, effects: &Effects) -> Result<()> {
    let moments = effects.changes.iter().map(|c| c.at).chain(effects.messages.iter().map(|m| m.received_at));
    let ahead =
        moments.map(|at| at.date_naive()).flat_map(|day| [Some(day), day.checked_add_days(Days::new(7))]);
    let days = effects.check_ins.iter().map(|c| Some(c.local_date));
    let days: BTreeSet<NaiveDate> = ahead.chain(days).flatten().filter_map(|day| day.with_day(1)).collect();
    ensure_months(db, &days.into_iter().collect::<Vec<_>>()).await
}
