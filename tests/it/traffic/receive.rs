//! Updates come in: stored before they are acknowledged, once, whatever happens in between.

use std::sync::Arc;
use std::time::Duration;

use rapport::clock::{Clock, system_now};
use rapport::sandbox::Fault;
use rapport::store;
use rapport::telegram::{self, ALLOWED_UPDATES, Webhook};
use rapport::work::Context;
use rapport::work::receive::{self, Intake};
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::{House, Running, Street, house, street};

struct Polling {
    running: Running,
    arrived: Arc<Notify>,
}

impl Polling {
    async fn start(house: &House, street: &Street) -> Self {
        Self::start_in(house.context.clone(), house, street).await
    }

    async fn start_in(context: Context, house: &House, street: &Street) -> Self {
        let (arrived, stop) = (Arc::new(Notify::new()), CancellationToken::new());
        let intake = Intake::new(context, arrived.clone());
        let wait = Duration::from_secs(50);
        let poll = receive::poll(intake, street.client.clone(), wait, house.lead().await, stop.clone());
        Self { running: Running { stop, task: tokio::spawn(poll) }, arrived }
    }
}

/// What is stored, in order of arrival: chat and text.
async fn stored(house: &House) -> Vec<(String, String)> {
    let mut tx = house.begin().await;
    let rows: Vec<(String, Value)> = sqlx::query_as("select chat_id, payload from inbox order by inbox_id")
        .fetch_all(&mut *tx)
        .await
        .unwrap();
    let text = |payload: &Value| payload["message"]["text"].as_str().unwrap_or("?").to_owned();
    rows.iter().map(|(chat, payload)| (chat.clone(), text(payload))).collect()
}

async fn until_stored(house: &House, polling: &Polling, count: usize) -> Vec<(String, String)> {
    loop {
        let rows = stored(house).await;
        if rows.len() >= count {
            return rows;
        }
        polling.arrived.notified().await;
    }
}

fn texts(rows: &[(String, String)]) -> Vec<&str> {
    rows.iter().map(|(_, text)| text.as_str()).collect()
}

#[tokio::test]
async fn updates_are_stored_in_order_with_their_chat_and_acknowledged() {
    let (house, street) = (house().await, street().await);
    let polling = Polling::start(&house, &street).await;
    let (ana, bo) = (street.person(1), street.person(2));
    ana.text("one");
    bo.text("two");
    ana.text("three");
    let rows = until_stored(&house, &polling, 5).await;
    assert_eq!(texts(&rows), ["/start", "/start", "one", "two", "three"]);
    let chats: Vec<&str> = rows.iter().map(|(chat, _)| chat.as_str()).collect();
    assert_eq!(chats, ["1", "2", "1", "2", "1"]);
    street.sandbox.wait_until_fetched().await.unwrap();
    polling.running.stop().await;
    assert_eq!(house.context.metrics.updates_stored.get(), 5);
    let asked =
        street.sandbox.read(|s| s.requests_of("getUpdates").map(|r| r.params.clone()).collect::<Vec<_>>());
    assert_eq!(asked[0].get("offset"), None, "nothing is acknowledged that was not stored");
    assert!(asked.iter().all(|p| p["allowed_updates"] == json!(ALLOWED_UPDATES)));
}

#[tokio::test]
async fn a_kill_between_storing_and_acknowledging_loses_nothing_and_doubles_nothing() {
    let (house, street) = (house().await, street().await);
    let polling = Polling::start(&house, &street).await;
    let asked = |s: &rapport::sandbox::State| s.requests_of("getUpdates").next().map(|_| ());
    street.sandbox.wait_for("the first request", asked).await.unwrap();
    // That one gives the updates; the next, which would acknowledge them, does not get through.
    let gate = street.sandbox.hold("getUpdates");
    let ana = street.person(1);
    ana.text("one");
    until_stored(&house, &polling, 2).await;
    polling.running.kill().await;
    assert!(street.sandbox.read(|s| s.bots.values().any(|bot| !bot.pending.is_empty())));

    street.sandbox.clear_faults();
    let polling = Polling::start(&house, &street).await;
    ana.text("two");
    street.sandbox.wait_until_fetched().await.unwrap();
    polling.running.stop().await;
    assert_eq!(texts(&stored(&house).await), ["/start", "one", "two"]);
    assert!(house.context.metrics.updates_repeated.get() >= 1);
    gate.release();
}

#[tokio::test]
async fn an_answer_that_is_cut_off_is_asked_for_again() {
    let (house, street) = (house().await, street().await);
    for fault in [Fault::CutAfter, Fault::Garbage, Fault::Status(502), Fault::CutBefore] {
        street.sandbox.fault("getUpdates", 1, fault);
    }
    street.person(1).text("one");
    let polling = Polling::start(&house, &street).await;
    street.sandbox.wait_until_fetched().await.unwrap();
    polling.running.stop().await;
    assert_eq!(texts(&stored(&house).await), ["/start", "one"]);
    assert_eq!(house.context.metrics.poll_faults.get(), 4);
}

#[tokio::test]
async fn nothing_is_acknowledged_while_it_can_not_be_stored() {
    let (house, street) = (house().await, street().await);
    let ana = street.person(1);
    // A clock that nobody has set yet: as good a reason as a database that is down.
    let context = Context { clock: Clock::Controlled, ..house.context.clone() };
    let polling = Polling::start_in(context, &house, &street).await;
    street.sandbox.wait_for_request("getUpdates", |_| true).await.unwrap();
    ana.text("one");
    assert!(stored(&house).await.is_empty());
    assert!(street.sandbox.read(|s| s.bots.values().all(|bot| bot.pending.len() == 2)));

    let mut tx = house.begin().await;
    store::clock::set(&mut tx, system_now()).await.unwrap();
    tx.commit().await.unwrap();
    street.sandbox.wait_until_fetched().await.unwrap();
    polling.running.stop().await;
    assert_eq!(texts(&stored(&house).await), ["/start", "one"]);
}

#[tokio::test]
async fn another_poller_does_not_stop_us_for_long() {
    let (house, street) = (house().await, street().await);
    let polling = Polling::start(&house, &street).await;
    let ana = street.person(1);
    until_stored(&house, &polling, 1).await;
    // It takes our place at the server, which tells us with a 409.
    street.client.get_updates(None, Duration::ZERO).await.unwrap();
    ana.text("one");
    until_stored(&house, &polling, 2).await;
    polling.running.stop().await;
}

#[tokio::test]
async fn a_webhook_left_over_is_deleted_and_its_updates_are_kept() {
    let (house, street) = (house().await, street().await);
    let webhook = Webhook { url: "http://127.0.0.1:9/hook".into(), secret: "s".into() };
    street.client.set_webhook(&webhook).await.unwrap();
    street.person(1).text("one");
    let polling = Polling::start(&house, &street).await;
    until_stored(&house, &polling, 2).await;
    assert_eq!(street.client.get_webhook_info().await.unwrap().url, None);
    polling.running.stop().await;
}

#[tokio::test]
async fn kinds_from_the_future_and_strange_characters_are_kept() {
    let (house, street) = (house().await, street().await);
    street.sandbox.inject(json!({"telepathy": {"chat": {"id": 5, "type": "private"}, "thought": "a\u{0}b"}}));
    street.sandbox.inject(json!({"message": "no object"}));
    let polling = Polling::start(&house, &street).await;
    street.sandbox.wait_until_fetched().await.unwrap();
    polling.running.stop().await;
    let mut tx = house.begin().await;
    let rows: Vec<(String, Value)> = sqlx::query_as("select chat_id, payload from inbox order by inbox_id")
        .fetch_all(&mut *tx)
        .await
        .unwrap();
    assert_eq!((rows[0].0.as_str(), &rows[0].1["telepathy"]["thought"]), ("5", &json!("a\u{fffd}b")));
    assert_eq!(rows[1].0, "none");
    let decoded = telegram::decode(&rows[0].1, system_now());
    assert_eq!(decoded.what, rapport::domain::What::Other("unknown"));
}
