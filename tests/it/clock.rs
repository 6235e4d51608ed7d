//! The business clock in the database: every process sees the same one, and it moves only when told.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use rapport::clock::{Clock, ClockError};
use rapport::store::clock;
use sqlx::{Connection, PgConnection};

use crate::support::db::db;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[tokio::test]
async fn a_controlled_clock_is_the_same_for_all_and_moves_only_when_told() {
    let db = db().await;
    let mut one = PgConnection::connect(&db.url).await.unwrap();
    let mut other = PgConnection::connect(&db.url).await.unwrap();
    assert!(matches!(Clock::Controlled.business_now(&mut one).await, Err(ClockError::NeverSet)));
    assert_eq!(clock::advance(&mut one, Duration::from_secs(1)).await.unwrap(), None);

    let start = at("2025-03-30T00:59:59.999999Z");
    clock::set(&mut one, start).await.unwrap();
    for c in [&mut one, &mut other] {
        assert_eq!(Clock::Controlled.business_now(c).await.unwrap(), start);
    }
    // A day is 24 hours, also where a zone springs forward.
    let day = Duration::from_secs(86_400);
    assert_eq!(clock::advance(&mut other, day).await.unwrap(), Some(start + TimeDelta::days(1)));
    assert_eq!(Clock::Controlled.business_now(&mut one).await.unwrap(), start + TimeDelta::days(1));

    clock::release(&mut one).await.unwrap();
    assert!(matches!(Clock::Controlled.business_now(&mut other).await, Err(ClockError::NeverSet)));
}

#[tokio::test]
async fn moves_at_once_add_up() {
    let db = db().await;
    let start = at("2025-06-01T00:00:00Z");
    clock::set(&mut db.pool.acquire().await.unwrap(), start).await.unwrap();
    let moves = (0..20).map(|_| async {
        let mut c = db.pool.acquire().await.unwrap();
        clock::advance(&mut c, Duration::from_secs(60)).await.unwrap()
    });
    let mut seen: Vec<_> = futures::future::join_all(moves).await.into_iter().flatten().collect();
    seen.sort();
    let expected: Vec<_> = (1..=20).map(|n| start + TimeDelta::minutes(n)).collect();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn the_system_clock_asks_no_row() {
    let db = db().await;
    let mut c = db.pool.acquire().await.unwrap();
    clock::set(&mut c, at("1999-12-31T23:59:59Z")).await.unwrap();
    for now in [Clock::System.business_now(&mut c).await.unwrap(), clock::database_now(&mut c).await.unwrap()]
    {
        assert!(now > at("2025-01-01T00:00:00Z"), "{now}");
    }
}
