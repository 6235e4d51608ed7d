//! The HTTP server: its door for updates, health, figures.

use std::sync::Arc;
use std::time::Duration;

use rapport::telegram;
use rapport::web::{self, NotStored, Site, WEBHOOK_PATH};
use rapport::work::receive::{self, Intake};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::{House, Running, house, street};

const SECRET: &str = "a-secret-of-tests";

struct Server {
    running: Running,
    url: String,
    http: reqwest::Client,
}

async fn serve(house: &House) -> Server {
    let intake = Intake::new(house.context.clone(), Arc::new(Notify::new()));
    let accept = Arc::new(move |update: Value| {
        let intake = intake.clone();
        let accepting = async move { intake.store(vec![update]).await.map(drop).map_err(|_| NotStored) };
        Box::pin(accepting) as _
    });
    let stop = CancellationToken::new();
    let site = Site {
        db: house.context.db.clone(),
        org: house.context.org,
        bot: house.context.bot,
        metrics: house.context.metrics.clone(),
        webhook: Some(web::Webhook::new(SECRET, accept)),
        stop: stop.clone(),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let serving = web::serve(listener, web::router(site), stop.clone());
    let task = tokio::spawn(async move { serving.await.unwrap() });
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    Server { running: Running { stop, task }, url, http }
}

impl Server {
    async fn get(&self, path: &str) -> (u16, String) {
        let response = self.http.get(format!("{}{path}", self.url)).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    async fn post(&self, secret: Option<&str>, body: impl Into<reqwest::Body>) -> u16 {
        let mut request = self.http.post(format!("{}{WEBHOOK_PATH}", self.url)).body(body);
        if let Some(secret) = secret {
            request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
        }
        request.send().await.unwrap().status().as_u16()
    }
}

#[tokio::test]
async fn the_door_opens_to_the_secret_alone() {
    let house = house().await;
    let server = serve(&house).await;
    let update = json!({"update_id": 1, "message": {"chat": {"id": 5}}}).to_string();
    let large = format!("\"{}\"", "x".repeat(2 * 1024 * 1024));
    for (secret, body, status) in [
        (None, update.clone(), 401),
        (Some(""), update.clone(), 401),
        (Some("a-secret-of-testz"), update.clone(), 401),
        // Not even looked at.
        (Some("wrong"), "{".into(), 401),
        (Some(SECRET), "{".into(), 400),
        (Some(SECRET), large, 413),
        (Some(SECRET), update.clone(), 200),
        (Some(SECRET), update.clone(), 200),
        // Never will it have an id, so it must not come again.
        (Some(SECRET), "{}".into(), 200),
    ] {
        assert_eq!(server.post(secret, body.clone()).await, status, "{secret:?} {:.40}", body);
    }
    let metrics = &house.context.metrics;
    assert_eq!((metrics.updates_stored.get(), metrics.updates_repeated.get()), (1, 1));
    server.running.stop().await;
}

#[tokio::test]
async fn telegram_posts_updates_once_it_is_told_where() {
    let (house, street) = (house().await, street().await);
    let server = serve(&house).await;
    let webhook = telegram::Webhook { url: format!("{}{WEBHOOK_PATH}", server.url), secret: SECRET.into() };
    let stop = CancellationToken::new();
    let telling = receive::announce_webhook(street.client.clone(), webhook, house.lead().await, stop.clone());
    let telling = Running { stop, task: tokio::spawn(telling) };
    let ana = street.person(1);
    ana.text("hello");
    street.sandbox.wait_until_fetched().await.unwrap();
    assert_eq!(house.context.metrics.updates_stored.get(), 2);
    telling.stop().await;
    server.running.stop().await;
}

#[tokio::test]
async fn health_and_figures() {
    let (house, street) = (house().await, street().await);
    street.person(1);
    let server = serve(&house).await;
    assert_eq!(server.get("/health/live").await.0, 200);
    assert_eq!(server.get("/health/ready").await, (200, "ready\n".into()));
    assert_eq!(server.get("/").await.0, 404);

    let updates = street.client.get_updates(None, Duration::ZERO).await.unwrap();
    let intake = Intake::new(house.context.clone(), Arc::new(Notify::new()));
    assert_eq!(intake.store(updates.clone()).await.unwrap(), updates[0]["update_id"].as_i64());
    house.put(&[house.text(rapport::domain::OutboxKind::Send, 1, "x")]).await;
    let (status, text) = server.get("/metrics").await;
    assert_eq!(status, 200);
    for line in ["rapport_inbox_waiting 1", "rapport_outbox_waiting 1", "rapport_updates_stored_total 1"] {
        assert!(text.lines().any(|l| l == line), "{line} is missing in\n{text}");
    }
    house.context.db.close().await;
    assert_eq!(server.get("/health/ready").await.0, 503);
    assert_eq!(server.get("/metrics").await.0, 200, "figures are shown all the same");
    server.running.stop().await;
}
