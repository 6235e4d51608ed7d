//! Connections, transactions, migrations and partitions.

use rapport::domain::OrgId;
use rapport::domain::person::Role;
use rapport::store::{self, Db, StoreError, partition, person};
use uuid::Uuid;

use super::fixture::{House, day, house, minute};
use crate::support::db::db;

/// An empty database beside the one of the test, of the same owner.
async fn empty_database(house: &House) -> (String, String) {
    let name = format!("{}_empty", house.test.name);
    let mut c = house.test.superuser().await;
    sqlx::query(sqlx::AssertSqlSafe(format!("create database {name} owner {}", rapport::pg::OWNER)))
        .execute(&mut c)
        .await
        .unwrap();
    let url = house.test.owner_url.replace(&house.test.name, &name);
    (name, url)
}

#[tokio::test]
async fn migrations_run_once_and_the_application_role_sees_which_are_missing() {
    let house = house().await;
    let mut tx = house.begin().await;
    assert_eq!(store::pending_migrations(&mut tx).await.unwrap(), []);
    drop(tx);
    let (name, owner_url) = empty_database(&house).await;

    // Two processes that migrate at the same time.
    let (one, two) = tokio::join!(store::migrate(&owner_url, true), store::migrate(&owner_url, true));
    let all = one.unwrap();
    assert!(all.len() >= 6 && all.is_sorted_by_key(|m| m.version));
    two.unwrap();
    assert_eq!(store::migrate(&owner_url, false).await.unwrap(), []);

    // As the owner it logs in and goes on as the application role, which may look but not migrate.
    let db = Db::connect(&owner_url, 2).await.unwrap();
    let mut tx = db.begin_plain().await.unwrap();
    let who: String = sqlx::query_scalar("select current_user::text").fetch_one(&mut *tx).await.unwrap();
    assert_eq!(who, "rapport_app");
    assert_eq!(store::pending_migrations(&mut tx).await.unwrap(), []);
    drop(tx);

    // A database that is ahead of the program, or was migrated by another one, is no place to work in.
    let mut c = <sqlx::PgConnection as sqlx::Connection>::connect(&owner_url).await.unwrap();
    spoil(&mut c, "update _sqlx_migrations set checksum = '\\x00' where version = 2").await;
    assert!(matches!(store::migrate(&owner_url, true).await, Err(StoreError::Migration(_))));
    spoil(&mut c, "delete from _sqlx_migrations where version = 2").await;
    assert_eq!(store::pending_migrations(&mut c).await.unwrap()[0].version, 2);
    spoil(&mut c, "update _sqlx_migrations set version = 9999 where version = 3").await;
    assert!(matches!(store::pending_migrations(&mut c).await, Err(StoreError::Migration(_))));

    db.close().await;
    drop(c);
    let mut c = house.test.superuser().await;
    sqlx::query(sqlx::AssertSqlSafe(format!("drop database {name} with (force)")))
        .execute(&mut c)
        .await
        .unwrap();
}

async fn spoil(c: &mut sqlx::PgConnection, sql: &'static str) {
    sqlx::query(sql).execute(c).await.unwrap();
}

#[tokio::test]
async fn what_keeps_us_out_is_said_at_once() {
    let test = db().await;
    let nowhere = "postgres://rapport_app@localhost/none?host=/nonexistent";
    let error = Db::connect(nowhere, 2).await.unwrap_err();
    assert!(error.is_passing(), "{error}");

    let missing = test.url.replace(&test.name, "no_such_database");
    let error = Db::connect(&missing, 2).await.unwrap_err();
    assert!(!error.is_passing());
    assert_eq!(error.code().as_deref(), Some("3D000"));

    assert!(!Db::connect("not a URL", 2).await.unwrap_err().is_passing());
}

#[tokio::test]
async fn a_login_that_may_not_act_as_the_application_role_is_told_so() {
    let test = db().await;
    let mut c = test.superuser().await;
    let login = format!("outsider_{}", test.name);
    sqlx::query(sqlx::AssertSqlSafe(format!("create role {login} login"))).execute(&mut c).await.unwrap();
    let url = test.url.replacen(rapport::pg::APP, &login, 1);
    let outcome = Db::connect(&url, 2).await;
    sqlx::query(sqlx::AssertSqlSafe(format!("drop role {login}"))).execute(&mut c).await.unwrap();
    let error = outcome.unwrap_err();
    assert!(matches!(error, StoreError::Role { .. }) && !error.is_passing());
    assert!(error.to_string().contains("GRANT rapport_app"));
}

#[tokio::test]
async fn a_transaction_sees_one_organisation_and_leaves_nothing_behind_when_dropped() {
    let mut house = house().await;
    let rep = house.rep(1).await;
    let other = OrgId(Uuid::from_u128(77));
    house.make_org(other).await;

    let mut tx = house.db.begin(other).await.unwrap();
    assert_eq!(person::load(&mut tx, house.org, &[rep]).await.unwrap(), []);
    let stranger = house.person(1, Role::Rep);
    let error = person::insert(&mut tx, house.org, &[(&stranger, minute(0))]).await.unwrap_err();
    assert_eq!(error.code().as_deref(), Some("42501"));
    drop(tx);

    let mut tx = house.begin().await;
    let unfinished = house.person(2, Role::Rep);
    person::insert(&mut tx, house.org, &[(&unfinished, minute(0))]).await.unwrap();
    drop(tx);
    let mut tx = house.begin().await;
    assert_eq!(person::all(&mut tx, house.org).await.unwrap().len(), 1);
}

#[tokio::test]
async fn months_are_made_once_however_many_ask() {
    let house = house().await;
    let days = [day("2031-12-31"), day("2032-01-01"), day("2032-01-31")];
    let second = Db::connect(&house.test.url, 4).await.unwrap();
    let asked = (0..8).map(|n| partition::ensure_months(if n % 2 == 0 { &house.db } else { &second }, &days));
    for outcome in futures::future::join_all(asked).await {
        outcome.unwrap();
    }
    let mut c = house.test.superuser().await;
    let count = "select count(*) from pg_class where relname ~ '^(message|change|check_in)_203[12]_(12|01)$'";
    let count: i64 = sqlx::query_scalar(count).fetch_one(&mut c).await.unwrap();
    assert_eq!(count, 6);

    // What is known to be there is not asked for again.
    house.db.close().await;
    partition::ensure_months(&house.db, &days).await.unwrap();
    assert!(partition::ensure_months(&house.db, &[day("2033-01-01")]).await.unwrap_err().is_passing());
}
