//! Webhooks: set, delivered in order with the secret, tried again, taken away.

use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;

use axum::Router;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use tokio::sync::watch;

use super::*;

/// A bot's webhook that says 503 to the first deliveries.
struct Hook {
    failures: AtomicUsize,
    got: Mutex<Vec<(Option<String>, Value)>>,
    count: watch::Sender<usize>,
}

async fn receive(Shared(hook): Shared<Arc<Hook>>, headers: HeaderMap, body: String) -> StatusCode {
    let failing =
        hook.failures.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1)).is_ok();
    if failing {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let secret = headers.get("X-Telegram-Bot-Api-Secret-Token").map(|v| v.to_str().unwrap().to_owned());
    hook.got.lock().unwrap().push((secret, serde_json::from_str(&body).unwrap()));
    hook.count.send_modify(|n| *n += 1);
    StatusCode::OK
}

async fn hook(failures: usize) -> (Arc<Hook>, String) {
    let (got, count) = (Mutex::default(), watch::Sender::new(0));
    let hook = Arc::new(Hook { failures: AtomicUsize::new(failures), got, count });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let app = Router::new().route("/hook", post(receive)).with_state(hook.clone());
    tokio::spawn(async move { axum::serve(listener, app).await });
    (hook, url)
}

#[tokio::test]
async fn updates_are_posted_in_order_until_taken() {
    let api = Api::start().await;
    let anna = api.anna();
    let (hook, url) = hook(2).await;
    anna.text("one");
    api.ok("setWebhook", json!({"url": url, "secret_token": "s3cret_-"})).await;
    anna.text("two");
    hook.count.subscribe().wait_for(|n| *n == 2).await.unwrap();
    api.sandbox.wait_until_fetched().await.unwrap();
    let got = hook.got.lock().unwrap().clone();
    let texts: Vec<_> = got.iter().map(|(_, u)| u["message"]["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["one", "two"]);
    assert!(got.iter().all(|(secret, _)| secret.as_deref() == Some("s3cret_-")));
    let info = api.ok("getWebhookInfo", json!({})).await;
    assert_eq!(info["last_error_message"], "Wrong response from the webhook: 503 Service Unavailable");
    assert_eq!((&info["url"], &info["pending_update_count"]), (&json!(url), &json!(0)));
}

#[tokio::test]
async fn a_webhook_behind_a_proxy_is_delivered_where_it_is_served() {
    let api = Api::start().await;
    let (hook, url) = hook(0).await;
    api.sandbox.serve_origin("https://bot.example.com", url.trim_end_matches("/hook"));
    let served = |announced: &str| api.sandbox.read(|state| state.served(announced));
    assert_eq!(served("https://bot.example.com/hook"), url);
    let other = "https://bot.example.com.invalid/hook";
    assert_eq!(served(other), other, "another origin, though it begins alike");
    api.ok("setWebhook", json!({"url": "https://bot.example.com/hook"})).await;
    api.anna().text("one");
    hook.count.subscribe().wait_for(|n| *n == 1).await.unwrap();
    assert_eq!(api.ok("getWebhookInfo", json!({})).await["url"], "https://bot.example.com/hook");
}

#[tokio::test]
async fn polling_and_webhook_exclude_each_other() {
    let api = Api::start().await;
    api.ok("setWebhook", json!({"url": "http://127.0.0.1:9/"})).await;
    let (status, why) = api.refused("getUpdates", json!({})).await;
    assert_eq!(status, 409);
    assert!(why.starts_with("Conflict: can't use getUpdates method while webhook is active"), "{why}");
    api.ok("deleteWebhook", json!({})).await;
    let set = async {
        let polled = |s: &crate::sandbox::State| s.requests_of("getUpdates").nth(1).map(|_| ());
        api.sandbox.wait_for("a poll", polled).await.unwrap();
        api.ok("setWebhook", json!({"url": "http://127.0.0.1:9/"})).await
    };
    let (polled, _) = tokio::join!(api.refused("getUpdates", json!({"timeout": 50})), set);
    assert_eq!(polled, (409, "Conflict: terminated by setWebhook request".into()));
}

#[tokio::test]
async fn settings_of_a_webhook_are_checked() {
    let api = Api::start().await;
    let cases = [
        (json!({"url": "nonsense"}), "bad webhook: Wrong HTTP URL"),
        (
            json!({"url": "http://127.0.0.1:9/", "secret_token": "a b"}),
            "secret token contains unallowed characters",
        ),
        (json!({"url": "http://127.0.0.1:9/", "max_connections": 0}), "invalid max_connections specified"),
    ];
    for (params, why) in cases {
        assert_eq!(api.refused("setWebhook", params).await, (400, format!("Bad Request: {why}")));
    }
    api.anna().text("waits");
    api.ok("setWebhook", json!({"url": "", "drop_pending_updates": true})).await;
    assert!(api.updates(0).await.is_empty());
}
