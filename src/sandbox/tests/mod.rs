//! The stand-in is itself tested over real HTTP: a test double that errs would make every other test err with it.

mod faults;
mod people;
mod poll;
mod send;
mod spec;
mod webhook;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{BotProfile, Clock, Options, Phone, Profile, Sandbox};

const TOKEN: &str = "1000:test";
const ANNA: i64 = 7001;

/// A clock that a test moves; it starts at 2026-03-02 17:30 UTC.
#[derive(Clone)]
struct TestClock(Arc<AtomicI64>);

impl TestClock {
    fn new() -> Self {
        Self(Arc::new(AtomicI64::new(1_772_472_600)))
    }

    fn forward(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }

    fn clock(&self) -> Clock {
        let now = self.0.clone();
        Arc::new(move || DateTime::<Utc>::from_timestamp(now.load(Ordering::SeqCst), 0).unwrap())
    }
}

struct Api {
    sandbox: Sandbox,
    clock: TestClock,
    client: reqwest::Client,
}

impl Api {
    async fn start() -> Self {
        let clock = TestClock::new();
        let options = Options::new(clock.clock(), clock.clock())
            .bot(BotProfile::new(TOKEN, "rapport_bot", "Rapport"))
            .bot(BotProfile::new("2000:other", "other_bot", "Other"));
        let sandbox = Sandbox::start(options).await.unwrap();
        Self { sandbox, clock, client: reqwest::Client::builder().no_proxy().build().unwrap() }
    }

    fn anna(&self) -> Phone {
        self.sandbox.user(Profile::new(ANNA, "Anna").language("en").username("anna"))
    }

    fn method_url(&self, method: &str) -> String {
        format!("{}/bot{TOKEN}/{method}", self.sandbox.url())
    }

    async fn try_call(&self, method: &str, params: Value) -> reqwest::Result<(u16, Value)> {
        let answer = self.client.post(self.method_url(method)).json(&params).send().await?;
        Ok((answer.status().as_u16(), answer.json().await?))
    }

    /// The result of a call that must succeed.
    async fn ok(&self, method: &str, params: Value) -> Value {
        let (status, body) = self.try_call(method, params).await.unwrap();
        assert_eq!((status, &body["ok"]), (200, &json!(true)), "{method}: {body}");
        body["result"].clone()
    }

    /// Status and description of a call that must be refused.
    async fn refused(&self, method: &str, params: Value) -> (u16, String) {
        let (status, body) = self.try_call(method, params).await.unwrap();
        assert_eq!((&body["ok"], &body["error_code"]), (&json!(false), &json!(status)), "{method}: {body}");
        (status, body["description"].as_str().unwrap().to_owned())
    }

    async fn updates(&self, offset: i64) -> Vec<Value> {
        let got = self.ok("getUpdates", json!({"offset": offset, "timeout": 0})).await;
        got.as_array().unwrap().clone()
    }

    /// Sends a text to Anna and gives its message id.
    async fn send(&self, text: &str) -> i64 {
        let sent = self.ok("sendMessage", json!({"chat_id": ANNA, "text": text})).await;
        sent["message_id"].as_i64().unwrap()
    }
}

/// The head of a PNG of 4 by 3 pixels: all that anybody here looks at.
fn png() -> Vec<u8> {
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &4u32.to_be_bytes(), &3u32.to_be_bytes()].concat()
}
