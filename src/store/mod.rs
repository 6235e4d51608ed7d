//! The only user of sqlx: one file for each aggregate, plain async functions over a connection, taking slices.
//!
//! - A function reads or writes its table and decides nothing; what is to change comes from `flow` as
//!   [`crate::domain::effect::Effects`], and [`apply`] writes it down.
//! - `org` comes first in every `WHERE`. Row-level security, which [`Db::begin`] arms, is only the second line.
//! - One statement for each table and call, however many rows (`UNNEST`). Of several versions of one row in a slice
//!   the last is written. Another count of rows than asked for is an error, absence is `None` or a missing key.
//! - Times are parameters; no statement asks the server's clock for anything that a figure depends on.
//! - `domain` knows nothing of SQL: rows are turned into its types here, and a row that can't be is an error.
//!
//! May use `domain`.

pub mod agenda;
mod apply;
pub mod assistance;
pub mod bot;
pub mod calendar;
pub mod card;
pub mod change;
pub mod check_in;
pub mod clock;
mod db;
mod error;
pub mod feedback;
pub mod figures;
pub mod identity;
pub mod inbox;
pub mod invite;
pub mod message;
mod migrate;
pub mod order;
pub mod org;
pub mod outbox;
pub mod partition;
pub mod person;
mod personal_value;
pub mod place;
pub mod question;
pub mod recall;
pub mod record;
pub mod review;
mod rows;
pub mod setting;
mod stage_entry;
pub mod team;
pub mod transcription;
mod words;
pub mod zone_talk;

pub use sqlx::{Error as DbError, PgConnection, PgPool};

pub use apply::apply;
pub use db::{Db, Tx};
pub use error::StoreError;
pub use migrate::{Pending, migrate, pending_migrations};

/// What a function of this room gives.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;
