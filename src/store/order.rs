//! Rows are read in the order of their ids, and ids are dated by the clock of whoever makes them. So that the order is
//! that of the commits even where the clocks of machines differ, or two batches began together, whoever holds the lock
//! under which rows are written first raises his maker of ids above those that are there.

use chrono::{DateTime, Days, Utc};
use sqlx::PgConnection;

use super::Result;
use crate::domain::{BotId, IdMaker, OrgId};

/// How far back, in business time, newer ids are looked for: one partition of the ledger, or two.
const BACK: Days = Days::new(27);

/// Raises a maker above the organisation's newest changes, and what waits in a bot's outbox. To be called once all locks
/// are held, so that nothing of theirs can be added meanwhile. Nearly always there is nothing newer, and two looks into
/// indexes say so.
///
/// # Errors
/// The database.
pub async fn raise(
    conn: &mut PgConnection,
    org: OrgId,
    bot: Option<BotId>,
    ids: &mut IdMaker,
    now: DateTime<Utc>,
) -> Result<()> {
    let newer = sqlx::query_scalar!(
        r#"(SELECT change_id AS "id!" FROM change
            WHERE org_id = $1 AND at >= $4 AND change_id > $3 ORDER BY change_id DESC LIMIT 1)
           UNION ALL
           (SELECT outbox_id FROM outbox
            WHERE org_id = $1 AND bot_id = $2 AND state = 'pending' AND bulk AND outbox_id > $3
            ORDER BY outbox_id DESC LIMIT 1)
           UNION ALL
           (SELECT outbox_id FROM outbox
            WHERE org_id = $1 AND bot_id = $2 AND state = 'pending' AND NOT bulk AND outbox_id > $3
            ORDER BY outbox_id DESC LIMIT 1)"#,
        org.0,
        bot.map(|bot| bot.0),
        ids.floor(now),
        now.checked_sub_days(BACK).unwrap_or(now)
    );
    newer.fetch_all(conn).await?.into_iter().for_each(|id| ids.raise(id));
    Ok(())
}

/// The same for updates: above those that came before, handled or not, since messages keep their ids.
///
/// # Errors
/// The database.
pub async fn raise_for_inbox(
    conn: &mut PgConnection,
    org: OrgId,
    ids: &mut IdMaker,
    now: DateTime<Utc>,
) -> Result<()> {
    let newer = sqlx::query_scalar!(
        "SELECT inbox_id FROM inbox WHERE org_id = $1 AND inbox_id > $2 ORDER BY inbox_id DESC LIMIT 1",
        org.0,
        ids.floor(now)
    );
    newer.fetch_optional(conn).await?.into_iter().for_each(|id| ids.raise(id));
    Ok(())
}
