//! The second line of defence: what the application role sees and may do, whatever a query forgets to ask for.
//! And the harness itself, by which every other test gets its database.

use sqlx::{Connection, Executor, PgConnection};
use uuid::Uuid;

use crate::support::db::{TestDb, db};

const ONE: Uuid = Uuid::from_u128(1);
const OTHER: Uuid = Uuid::from_u128(2);

/// Two organisations with a team each.
async fn two_organisations(db: &TestDb) {
    for (org, team) in [(ONE, "North"), (OTHER, "South")] {
        let mut tx = db.pool.begin().await.unwrap();
        sqlx::query(
            "insert into org (org_id, name, region, currency, salt, created_at) values ($1, $2, 'DE', 'EUR', $3, $4)",
        )
        .bind(org)
        .bind(team)
        .bind([7_u8; 16].as_slice())
        .bind(chrono::DateTime::UNIX_EPOCH)
        .execute(&mut *tx)
        .await
        .unwrap();
        work_for(&mut tx, org).await;
        add_team(&mut tx, org, team).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn work_for(c: &mut PgConnection, org: Uuid) {
    let set = "select set_config('rapport.org', $1, true)";
    sqlx::query(set).bind(org.to_string()).execute(c).await.unwrap();
}

async fn add_team(c: &mut PgConnection, org: Uuid, name: &str) -> Result<(), sqlx::Error> {
    let add = "insert into team (org_id, team_id, name, created_at) values ($1, $2, $3, $4)";
    let add =
        sqlx::query(add).bind(org).bind(Uuid::from_u128(9)).bind(name).bind(chrono::DateTime::UNIX_EPOCH);
    add.execute(c).await.map(drop)
}

async fn teams(c: &mut PgConnection) -> Vec<String> {
    sqlx::query_scalar("select name from team order by name").fetch_all(c).await.unwrap()
}

#[tokio::test]
async fn a_query_that_forgets_the_organisation_sees_one_at_most() {
    let db = db().await;
    two_organisations(&db).await;
    assert_eq!(teams(&mut db.superuser().await).await, ["North", "South"]);

    for mut c in [PgConnection::connect(&db.url).await.unwrap(), db.owner().await] {
        assert!(teams(&mut c).await.is_empty(), "outside any organisation there is nothing");
        for (org, team) in [(ONE, "North"), (OTHER, "South")] {
            let mut tx = c.begin().await.unwrap();
            work_for(&mut tx, org).await;
            assert_eq!(teams(&mut tx).await, [team]);
        }
        assert!(teams(&mut c).await.is_empty(), "the organisation ends with its transaction");
    }
}

#[tokio::test]
async fn nothing_is_written_for_another_organisation() {
    let db = db().await;
    two_organisations(&db).await;
    let mut tx = db.pool.begin().await.unwrap();
    work_for(&mut tx, ONE).await;
    let refused = add_team(&mut tx, OTHER, "West").await.unwrap_err();
    assert_eq!(refused.as_database_error().unwrap().code().unwrap(), "42501");
}

#[tokio::test]
async fn the_ledger_is_only_added_to() {
    let db = db().await;
    sqlx::query("select rapport_month('2025-11-01')").execute(&db.pool).await.unwrap();
    for table in ["change", "change_2025_11"] {
        for change in ["update {} set field = 'x'", "delete from {}", "truncate {}"] {
            let sql = sqlx::AssertSqlSafe(change.replace("{}", table));
            let refused = db.pool.execute(sql).await.unwrap_err();
            assert_eq!(refused.as_database_error().unwrap().code().unwrap(), "42501", "{change} {table}");
        }
    }
}

#[tokio::test]
async fn each_test_has_a_database_of_its_own() {
    let (one, other) = tokio::join!(db(), db());
    assert_ne!(one.name, other.name);
    two_organisations(&one).await;
    assert!(teams(&mut other.superuser().await).await.is_empty());
}
