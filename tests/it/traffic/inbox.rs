//! The inbox: lanes, order, what happens after failures, and when.

use chrono::{DateTime, TimeDelta, Utc};
use rapport::clock::system_now;
use rapport::domain::MessageId;
use rapport::store::inbox::{self, Backlog, Failure, Lane, NewUpdate};
use rapport::store::{self, Tx};
use serde_json::json;

use super::{House, ago, house};

/// Stores one update for each `(chat, update id)`.
async fn arrive(house: &House, updates: &[(&str, i64)]) -> (u64, Vec<MessageId>) {
    let updates: Vec<NewUpdate> = updates
        .iter()
        .map(|(chat, update_id)| NewUpdate {
            id: house.context.ids.next(),
            chat_id: (*chat).to_owned(),
            update_id: *update_id,
            payload: json!({"update_id": update_id}),
            received_at: system_now(),
        })
        .collect();
    let mut tx = house.begin().await;
    let new = inbox::store(&mut tx, house.context.org, house.context.bot, &updates).await.unwrap();
    tx.commit().await.unwrap();
    (new, updates.iter().map(|u| u.id).collect())
}

async fn claim(tx: &mut Tx, house: &House, now: DateTime<Utc>, lanes: i64, updates: i64) -> Vec<Lane> {
    inbox::claim(tx, house.context.org, house.context.bot, now, lanes, updates).await.unwrap()
}

/// Chats and update ids, as `a12 b3`.
fn show(lanes: &[Lane]) -> String {
    let show = |lane: &Lane| {
        let ids = lane.updates.iter().map(|u| u.payload["update_id"].to_string()).collect::<String>();
        format!("{}{ids}", lane.chat_id)
    };
    lanes.iter().map(show).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn what_comes_again_is_stored_once() {
    let house = house().await;
    assert_eq!(arrive(&house, &[("a", 1), ("b", 2)]).await.0, 2);
    assert_eq!(arrive(&house, &[("b", 2), ("a", 3), ("a", 3), ("a", 1)]).await.0, 1);
    let mut tx = house.begin().await;
    assert_eq!(show(&claim(&mut tx, &house, system_now(), 9, 9).await), "a13 b2");
}

#[tokio::test]
async fn a_lane_has_one_handler_and_takes_new_updates_in_meanwhile() {
    let house = house().await;
    arrive(&house, &[("b", 5), ("a", 1), ("c", 2), ("a", 3)]).await;
    let now = system_now();
    let (mut one, mut other) = (house.begin().await, house.begin().await);
    // Those first that have waited longest, whatever Telegram's ids say.
    let first = claim(&mut one, &house, now, 2, 9).await;
    assert_eq!(show(&first), "b5 a13");
    assert_eq!(show(&claim(&mut other, &house, now, 9, 9).await), "c2");
    assert!(claim(&mut house.begin().await, &house, now, 9, 9).await.is_empty());

    // Not held up by the lock.
    arrive(&house, &[("a", 7)]).await;
    let done: Vec<MessageId> = first.iter().flat_map(|l| &l.updates).map(|u| u.id).collect();
    inbox::done(&mut one, house.context.org, &done, now).await.unwrap();
    one.commit().await.unwrap();
    other.rollback().await.unwrap();

    let mut next = house.begin().await;
    assert_eq!(show(&claim(&mut next, &house, now, 9, 9).await), "c2 a7", "a crash frees its lanes");
}

#[tokio::test]
async fn a_claim_takes_so_many_updates_and_keeps_their_order() {
    let house = house().await;
    arrive(&house, &[("a", 1), ("a", 2), ("b", 3), ("a", 4), ("b", 5)]).await;
    let mut tx = house.begin().await;
    assert_eq!(show(&claim(&mut tx, &house, system_now(), 9, 3).await), "a12 b3");
}

#[tokio::test]
async fn a_busy_chat_does_not_hide_the_others() {
    let house = house().await;
    let flood: Vec<(&str, i64)> = (1..=40).map(|n| ("a", n)).collect();
    arrive(&house, &flood).await;
    arrive(&house, &[("b", 99)]).await;
    let (mut one, mut other) = (house.begin().await, house.begin().await);
    assert_eq!(claim(&mut one, &house, system_now(), 4, 4).await.len(), 1);
    assert_eq!(show(&claim(&mut other, &house, system_now(), 4, 4).await), "b99");
}

#[tokio::test]
async fn a_failed_update_rests_with_its_lane_and_is_set_aside_in_the_end() {
    let house = house().await;
    let (_, ids) = arrive(&house, &[("a", 1), ("a", 2), ("b", 3)]).await;
    let now = system_now();
    let fails = async |update: usize, times: i64| {
        let mut tx = house.begin().await;
        let retry_at = now + TimeDelta::seconds(10);
        let failure = Failure { update: ids[update], error: "why", now, retry_at, attempts: times };
        let set_aside = inbox::failed_attempt(&mut tx, house.context.org, failure).await.unwrap();
        tx.commit().await.unwrap();
        set_aside
    };
    let lanes = async |after: i64| {
        let mut tx = house.begin().await;
        let lanes = claim(&mut tx, &house, now + TimeDelta::seconds(after), 9, 9).await;
        tx.rollback().await.unwrap();
        (show(&lanes), lanes.first().map(|l| l.updates[0].attempts))
    };
    assert!(!fails(0, 3).await);
    assert_eq!(lanes(9).await, ("b3".into(), Some(0)), "nothing overtakes the one that rests");
    assert_eq!(lanes(10).await, ("a12 b3".into(), Some(1)));
    // One that fails behind others holds up only what is behind it.
    assert!(!fails(1, 3).await);
    assert_eq!(lanes(10).await.0, "a12 b3");
    assert!(!fails(0, 3).await);
    assert!(fails(0, 3).await, "the third time is the last");
    assert_eq!(lanes(10).await, ("a2 b3".into(), Some(1)), "the lane goes on without it");

    let mut tx = house.begin().await;
    let backlog = inbox::backlog(&mut tx, house.context.org, house.context.bot).await.unwrap();
    assert_eq!(backlog, Backlog { waiting: 2, failed: 1 });
    let failure = Failure { update: ids[0], error: "why", now, retry_at: now, attempts: 3 };
    let refused = inbox::failed_attempt(&mut tx, house.context.org, failure).await;
    assert!(matches!(refused, Err(store::StoreError::WrongRows { .. })));
}

#[tokio::test]
async fn handled_updates_go_after_their_time_and_failed_ones_stay() {
    let house = house().await;
    let (_, ids) = arrive(&house, &[("a", 1), ("a", 2), ("a", 3)]).await;
    let (org, now) = (house.context.org, system_now());
    let mut tx = house.begin().await;
    inbox::done(&mut tx, org, &ids[..1], ago(60)).await.unwrap();
    inbox::done(&mut tx, org, &ids[1..2], now).await.unwrap();
    let failure = Failure { update: ids[2], error: "why", now: ago(60), retry_at: now, attempts: 1 };
    assert!(inbox::failed_attempt(&mut tx, org, failure).await.unwrap());
    assert_eq!(inbox::purge(&mut tx, org, ago(30)).await.unwrap(), 1);
    let left: Vec<(String, bool)> =
        sqlx::query_as("select state, payload is null from inbox order by inbox_id")
            .fetch_all(&mut *tx)
            .await
            .unwrap();
    assert_eq!(left, [("done".into(), true), ("failed".into(), false)]);
    assert!(inbox::done(&mut tx, org, &ids[1..2], now).await.is_err(), "nothing is handled twice");
}
