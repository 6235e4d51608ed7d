//! store

pub mod clock;

pub use sqlx::{Error as DbError, PgConnection, PgPool};
