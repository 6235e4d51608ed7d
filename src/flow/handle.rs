//! Handling a batch: load, decide, apply, in the one transaction that has claimed the updates. What must happen next
//! is committed with what has happened, or neither is; nobody is spoken to before.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{DateTime, Utc};

use super::decide::{Item, decide};
use super::world::House;
use super::{load, questions};
use crate::domain::{IdMaker, MessageId};
use crate::store::{self, PgConnection, StoreError};

/// Why a batch could not be handled. Nothing of it was written then.
#[derive(Debug, thiserror::Error)]
pub enum HandleError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Deciding broke down: a bug. Where, without what was being decided.
    #[error("deciding an update failed: {0}")]
    Bug(String),
}

impl HandleError {
    /// The same batch may well succeed a little later.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Store(e) if e.is_passing())
    }
}

/// Handles updates, lane by lane in order of arrival, and gives the maker of ids back. The caller commits.
///
/// # Errors
/// See [`HandleError`].
pub async fn batch(
    conn: &mut PgConnection,
    house: House,
    lanes: &[Vec<Item>],
    now: DateTime<Utc>,
    ids: IdMaker,
) -> Result<IdMaker, HandleError> {
    let items: Vec<&Item> = lanes.iter().flatten().collect();
    let (org, salt) = (house.org, house.salt.clone());
    let bot = house.bot;
    let mut world = load::load(conn, house, &items, now, ids).await?;
    store::order::raise(conn, org, Some(bot), &mut world.ids, now).await?;
    let decided = catch_unwind(AssertUnwindSafe(move || {
        for item in &items {
            decide(&mut world, item);
        }
        questions::ask_on(&mut world);
        world.into_effects()
    }));
    let (effects, ids) = decided.map_err(|panic| HandleError::Bug(place_of(&panic)))?;
    store::apply(conn, org, &salt, &effects).await?;
    let done: Vec<MessageId> = lanes.iter().flatten().map(|i| i.id).collect();
    store::inbox::done(conn, org, &done, now).await?;
    Ok(ids)
}

/// What a panic says of itself. Messages of ours name places, not contents; anything longer is cut.
fn place_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or(panic.downcast_ref::<String>().map(String::as_str));
    text.map_or_else(|| "no message".to_owned(), |t| t.chars().take(80).collect())
}
