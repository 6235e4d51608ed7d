//! `getUpdates`: order, acknowledgement, redelivery, one poller, kinds, expiry.

use super::*;

fn ids(updates: &[Value]) -> Vec<i64> {
    updates.iter().map(|u| u["update_id"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn updates_come_again_until_acknowledged() {
    let api = Api::start().await;
    let anna = api.anna();
    anna.start(Some("CODE"));
    anna.text("Visited Chen");
    let first = api.updates(0).await;
    assert_eq!(first.len(), 2);
    assert_eq!(first, api.updates(0).await, "not acknowledged, so handed out again");
    let message = &first[0]["message"];
    assert_eq!(message["text"], "/start CODE");
    assert_eq!(message["entities"], json!([{"type": "bot_command", "offset": 0, "length": 6}]));
    assert_eq!(message["date"], 1_772_472_600);
    assert_eq!(
        message["chat"],
        json!({"id": ANNA, "type": "private", "first_name": "Anna", "username": "anna"})
    );
    assert_eq!(message["from"]["language_code"], "en");
    let rest = api.updates(ids(&first)[0] + 1).await;
    assert_eq!(ids(&rest), ids(&first)[1..]);
    assert!(api.updates(ids(&first)[1] + 1).await.is_empty());
    assert!(api.updates(0).await.is_empty(), "what was acknowledged stays so");
}

#[tokio::test]
async fn limit_and_negative_offset_are_kept() {
    let api = Api::start().await;
    let anna = api.anna();
    for n in 0..5 {
        anna.text(&n.to_string());
    }
    let two = api.ok("getUpdates", json!({"limit": 2})).await;
    assert_eq!(two.as_array().unwrap().len(), 2);
    let last = api.updates(-2).await;
    assert_eq!(last[0]["message"]["text"], "3");
    assert_eq!(api.updates(0).await.len(), 2, "a negative offset forgets what came before");
}

#[tokio::test]
async fn a_long_poll_ends_with_the_first_update() {
    let api = Api::start().await;
    let anna = api.anna();
    let (polled, ()) = tokio::join!(api.ok("getUpdates", json!({"timeout": 50})), async {
        api.sandbox.wait_for("a poll", |s| s.requests_of("getUpdates").next().map(|_| ())).await.unwrap();
        anna.text("hello");
    });
    assert_eq!(polled[0]["message"]["text"], "hello");
}

#[tokio::test]
async fn a_second_poller_ends_the_first() {
    let api = Api::start().await;
    let second = async {
        api.sandbox.wait_for("a poll", |s| s.requests_of("getUpdates").next().map(|_| ())).await.unwrap();
        api.updates(0).await
    };
    let (first, second) = tokio::join!(api.refused("getUpdates", json!({"timeout": 50})), second);
    assert_eq!(first.0, 409);
    assert_eq!(
        first.1,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    );
    assert!(second.is_empty());
}

#[tokio::test]
async fn only_kinds_asked_for_are_queued() {
    let api = Api::start().await;
    let anna = api.anna();
    api.ok("getUpdates", json!({"allowed_updates": ["message"]})).await;
    let id = anna.text("one");
    anna.edit(id, "two").unwrap();
    anna.block_bot();
    let updates = api.updates(0).await;
    assert_eq!(updates.len(), 1);
    // An empty list means Telegram's default set.
    api.ok("getUpdates", json!({"allowed_updates": []})).await;
    anna.unblock_bot();
    assert_eq!(api.updates(0).await.len(), 2);
}

#[tokio::test]
async fn what_waits_too_long_is_gone() {
    let api = Api::start().await;
    let anna = api.anna();
    anna.text("kept for a day");
    anna.tap_anyway(1, "x");
    assert_eq!(api.updates(0).await.len(), 2);
    api.clock.forward(150);
    assert_eq!(api.updates(0).await.len(), 1, "a tap is kept for 150 seconds");
    api.clock.forward(24 * 3600 - 150);
    assert!(api.updates(0).await.is_empty());
}

#[tokio::test]
async fn any_update_can_be_injected() {
    let api = Api::start().await;
    let id = api.sandbox.inject(json!({"hologram": {"depth": 3}}));
    api.sandbox.inject(json!({"update_id": 5, "message": "not an object"}));
    let updates = api.updates(0).await;
    assert_eq!(updates[0], json!({"update_id": id, "hologram": {"depth": 3}}));
    assert_eq!(updates[1], json!({"update_id": 5, "message": "not an object"}));
}

#[tokio::test]
async fn an_update_begins_with_its_id() {
    let api = Api::start().await;
    api.anna().text("hi");
    let text = api.client.get(api.method_url("getUpdates")).send().await.unwrap().text().await.unwrap();
    assert!(text.contains("\"result\":[{\"update_id\":"), "{text}");
}

#[tokio::test]
async fn bots_do_not_see_each_others_updates() {
    let api = Api::start().await;
    api.anna().text("for the first");
    api.sandbox.user_of("2000:other", Profile::new(ANNA, "Anna")).text("for the other");
    let url = format!("{}/bot2000:other/GETUPDATES", api.sandbox.url());
    let other: Value = api.client.get(url).send().await.unwrap().json().await.unwrap();
    assert_eq!(other["result"][0]["message"]["text"], "for the other");
    assert_eq!(other["result"].as_array().unwrap().len(), 1);
    assert_eq!(api.updates(0).await.len(), 1);
}
