//! `rapport run` with updates posted to it, as behind a proxy with a certificate: from setting the webhook to the record.

use std::sync::Arc;

use rapport::domain::person::Role;
use rapport::sandbox::{Profile, Sandbox};
use rapport::store::{self, Db};
use serde_json::{Value, json};

use super::bot::{Bot, telegram_by};
use super::{err, out, output};
use crate::support::db::{TestDb, db};
use crate::support::story::utc;

const PUBLIC: &str = "https://bot.example.com";
const SECRET: &str = "a-secret-of-tests_0";
const HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";
/// A Monday; nobody is asked yet.
const NOW: &str = "2026-03-02T12:00:00Z";

const WEBHOOK: [(&str, &str); 4] = [
    ("RAPPORT__TELEGRAM__MODE", "webhook"),
    ("RAPPORT__TELEGRAM__PUBLIC_URL", PUBLIC),
    ("RAPPORT_WEBHOOK_SECRET", SECRET),
    ("RAPPORT__CLOCK__MODE", "controlled"),
];

async fn number(test: &TestDb, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(&mut test.superuser().await).await.unwrap()
}

/// Starts the bot, and tells the proxy where it listens; gives the address of its door.
async fn start(test: &TestDb, sandbox: &Sandbox) -> (Bot, String) {
    let mut bot = Bot::start_with(test, sandbox, &WEBHOOK);
    let listens = bot.event("web_listens").await;
    let served = format!("http://{}", listens["address"].as_str().unwrap());
    sandbox.serve_origin(PUBLIC, &served);
    bot.event("ready").await;
    (bot, format!("{served}/webhook/telegram"))
}

async fn post(door: &str, secret: Option<&str>, update: &Value) -> u16 {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut request = http.post(door).json(update);
    if let Some(secret) = secret {
        request = request.header(HEADER, secret);
    }
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn updates_are_posted_answered_and_recorded() {
    let (test, sandbox) = (db().await, telegram_by(Arc::new(|| utc(NOW))).await);
    let house = Db::connect(&test.url, 1).await.unwrap();
    let mut tx = house.begin_plain().await.unwrap();
    store::clock::set(&mut tx, utc(NOW)).await.unwrap();
    tx.commit().await.unwrap();

    let (bot, door) = start(&test, &sandbox).await;
    let set = sandbox.wait_for_request("setWebhook", |_| true).await.unwrap();
    assert_eq!(set.params["url"], format!("{PUBLIC}/webhook/telegram"));
    assert_eq!(set.params["secret_token"], SECRET);
    assert_ne!(set.params.get("drop_pending_updates"), Some(&json!(true)));

    let vars = [("DATABASE_URL", test.url.as_str()), ("RAPPORT__CLOCK__MODE", "controlled")];
    let role = Role::Rep.name();
    let invite =
        ["invite", "--role", role, "--name", "Anna", "--lang", "en", "--timezone", "Europe/Berlin", "--json"];
    let invite = output(&invite, &vars).await;
    let invite: Value = serde_json::from_str(&out(&invite)).unwrap_or_else(|_| panic!("{}", err(&invite)));
    let anna = sandbox.user(Profile::new(5001, "Anna"));
    anna.start(invite["code"].as_str());
    anna.wait_for("a welcome", |m| m.text.contains("Anna")).await.unwrap();
    anna.text("Visited Haas Cold Storage GmbH. Quoted 35k for display freezers.");
    anna.wait_for("what was understood", |m| m.text.contains("Haas Cold Storage")).await.unwrap();
    assert_eq!(number(&test, "select count(*) from customer where name like 'Haas Cold Storage%'").await, 1);

    let stored = number(&test, "select count(*) from inbox").await;
    let chat = json!({"id": 5001, "type": "private", "first_name": "Anna"});
    let from = json!({"id": 5001, "is_bot": false, "first_name": "Anna"});
    let forged = json!({"update_id": 900_000_001, "message": {
        "message_id": 900, "date": utc(NOW).timestamp(), "chat": chat, "from": from,
        "text": "Lost Haas Cold Storage GmbH.",
    }});
    for secret in [None, Some("a-secret-of-tests_1"), Some("")] {
        assert_eq!(post(&door, secret, &forged).await, 401, "{secret:?}");
    }
    assert_eq!(number(&test, "select count(*) from inbox").await, stored, "nothing of it came in");

    // What comes after it is answered, so it would have been read by then.
    anna.text("/help");
    anna.wait_for("help", |m| m.text.contains("/me")).await.unwrap();
    assert_eq!(number(&test, "select count(*) from message where text like 'Lost Haas%'").await, 0);
    sandbox.wait_until_fetched().await.unwrap();
    let (status, _) = bot.stop().await;
    assert_eq!(status, Some(0));
    let polled = sandbox.read(|state| state.requests_of("getUpdates").count());
    assert_eq!(polled, 0, "nobody fetched what is posted");

    // The webhook stays: what is written meanwhile waits at Telegram for the next start, wherever that listens.
    let url =
        sandbox.read(|state| state.bots.values().find_map(|bot| bot.webhook.as_ref().map(|w| w.url.clone())));
    assert_eq!(url, Some(format!("{PUBLIC}/webhook/telegram")));
    anna.text("Called Nordlicht Foods GmbH, will send the offer on Friday");
    let (bot, _) = start(&test, &sandbox).await;
    anna.wait_for("what was understood", |m| m.text.contains("Nordlicht Foods")).await.unwrap();
    assert_eq!(bot.stop().await.0, Some(0));
}
