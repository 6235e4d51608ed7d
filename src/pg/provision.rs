//! The roles and the database of an embedded cluster. A server of somebody else's gets the same from its
//! administrator and from the first migration; here we are the administrator.

use sqlx::{Executor, PgConnection};

/// The role that runs the migrations and owns the tables.
pub const OWNER: &str = "rapport_owner";
/// The role that the program works as: it owns nothing and can't bypass row-level security.
pub const APP: &str = "rapport_app";
/// The role that owns the cluster. Only this module and the tests' harness log in as it.
pub const SUPERUSER: &str = "postgres";
/// The database of the embedded cluster.
pub const DATABASE: &str = "rapport";

/// Makes what is missing. Called under the starting lock, so nobody else makes it at the same time.
pub(super) async fn provision(c: &mut PgConnection) -> Result<(), sqlx::Error> {
    let there: Vec<String> = sqlx::query_scalar(
        "select rolname::text from pg_roles where rolname in ('rapport_owner', 'rapport_app')
         union all select datname::text from pg_database where datname = 'rapport'",
    )
    .fetch_all(&mut *c)
    .await?;
    let missing = |name: &str| !there.iter().any(|n| n == name);

    if missing(APP) {
        c.execute("create role rapport_app login nosuperuser nocreatedb nocreaterole nobypassrls").await?;
    }
    if missing(OWNER) {
        c.execute("create role rapport_owner login nosuperuser nocreatedb nocreaterole nobypassrls").await?;
        c.execute("grant rapport_app to rapport_owner").await?;
    }
    if missing(DATABASE) {
        c.execute("create database rapport owner rapport_owner").await?;
    }
    Ok(())
}
