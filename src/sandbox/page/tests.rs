//! The page over real HTTP: what it serves, what its acts do, what its stream tells.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta};
use serde_json::{Value, json};

use super::*;
use crate::sandbox::{BotProfile, Clock, Gate, Options, Phone, Profile};

const ANNA: i64 = 7001;
const STRANGER: i64 = 7009;

struct Page {
    sandbox: Sandbox,
    url: String,
    client: reqwest::Client,
    /// Held while the clock moves.
    gate: Gate,
}

impl Page {
    async fn open() -> Self {
        let seconds = Arc::new(AtomicI64::new(1_772_472_600));
        let ticking = seconds.clone();
        let clock: Clock =
            Arc::new(move || DateTime::from_timestamp(ticking.load(Ordering::SeqCst), 0).unwrap());
        let options =
            Options::new(clock.clone(), clock.clone()).bot(BotProfile::new("1:t", "rapport_bot", "Rapport"));
        let sandbox = Sandbox::start(options).await.unwrap();
        sandbox.user(Profile::new(ANNA, "Anna").language("en"));
        sandbox.user(Profile::new(STRANGER, "Stranger"));
        let gate = Gate::new();
        let hooks = hooks(&sandbox, clock, seconds, gate.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let app = router(sandbox.clone(), hooks);
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { sandbox, url, client: reqwest::Client::builder().no_proxy().build().unwrap(), gate }
    }

    fn anna(&self) -> Phone {
        self.sandbox.phone(ANNA).unwrap()
    }

    async fn get(&self, path: &str) -> reqwest::Response {
        self.client.get(format!("{}{path}", self.url)).send().await.unwrap()
    }

    async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        let answer = self.client.post(format!("{}{path}", self.url)).json(&body).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap_or_default())
    }

    async fn act(&self, body: Value) -> (u16, Value) {
        self.post(&format!("/api/phones/{ANNA}/act"), body).await
    }

    async fn bot(&self, method: &str, params: Value) -> Value {
        let url = format!("{}/bot1:t/{method}", self.sandbox.url());
        let answer: Value = self.client.post(url).json(&params).send().await.unwrap().json().await.unwrap();
        assert_eq!(answer["ok"], true, "{answer}");
        answer["result"].clone()
    }
}

/// Records: one row for each message of the bot.
fn hooks(sandbox: &Sandbox, clock: Clock, seconds: Arc<AtomicI64>, gate: Gate) -> PageHooks {
    let anna = Person {
        user_id: ANNA,
        name: "Anna".into(),
        role: "Sales rep".into(),
        language: "en".into(),
        zone: "Europe/Berlin".into(),
        tries: vec!["Nothing to report".into()],
        about: String::new(),
        knows: true,
    };
    let (moved, sandbox) = (clock.clone(), sandbox.clone());
    PageHooks::new(
        vec![anna],
        move || std::future::ready(Ok(clock())),
        move |step| {
            let (moved, seconds, gate) = (moved.clone(), seconds.clone(), gate.clone());
            async move {
                if step != ClockMove::Hour {
                    return Err("nobody is asked any more".to_owned());
                }
                gate.passed().await;
                seconds.fetch_add(3600, Ordering::SeqCst);
                Ok(moved())
            }
        },
        move |user_id| {
            let said = sandbox.read(|s| s.chat(user_id).map_or(0, |c| c.from_bot().count()));
            let field = KnownField { name: "name".into(), old: None, value: Some("Chen".into()) };
            let row = |n| KnownRow { id: format!("{n}"), fields: vec![field.clone()] };
            let rows = (0..said).map(row).collect();
            std::future::ready(Ok(vec![KnownTable { table: "customer".into(), rows }]))
        },
    )
}

/// The event stream, read event by event.
struct Stream {
    response: reqwest::Response,
    text: String,
    events: VecDeque<(String, Value)>,
}

impl Stream {
    async fn open(page: &Page) -> Self {
        Self { response: page.get("/api/events").await, text: String::new(), events: VecDeque::new() }
    }

    /// The next event of this name for which `wanted` holds.
    async fn wait(&mut self, name: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            while let Some((event, data)) = self.events.pop_front() {
                if event == name && wanted(&data) {
                    return data;
                }
            }
            let chunk = self.response.chunk().await.unwrap().expect("the stream goes on");
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
            while let Some((event, rest)) = self.text.split_once("\n\n") {
                let line = |key: &str| event.lines().find_map(|l| l.strip_prefix(key)).unwrap_or_default();
                let data = serde_json::from_str(line("data: ")).unwrap_or_default();
                self.events.push_back((line("event: ").to_owned(), data));
                self.text = rest.to_owned();
            }
        }
    }
}

#[tokio::test]
async fn all_is_served_from_here_under_a_strict_policy() {
    let page = Page::open().await;
    let index = page.get("/").await.text().await.unwrap();
    let mut files = vec![
        "icon.svg".to_owned(),
        "attach.js".into(),
        "message.js".into(),
        "phone.js".into(),
        "words.js".into(),
    ];
    for attribute in ["src=\"", "href=\""] {
        let named = index.split(attribute).skip(1).map(|rest| rest.split('"').next().unwrap());
        files.extend(named.filter(|file| !file.starts_with('#')).map(str::to_owned));
    }
    assert!(files.contains(&"app.js".to_owned()) && files.contains(&"style.css".to_owned()), "{files:?}");
    for file in files {
        let answer = page.get(&format!("/{file}")).await;
        assert_eq!(answer.status(), 200, "{file}");
        let policy = answer.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        let text = answer.text().await.unwrap().replace("http://www.w3.org/2000/svg", "");
        assert!(!text.contains("http://") && !text.contains("https://"), "{file} names something outside");
    }
}

#[tokio::test]
async fn acts_at_the_page_reach_the_bot() {
    let page = Page::open().await;
    assert_eq!(page.get("/api/people").await.json::<Value>().await.unwrap()["people"][0]["name"], "Anna");
    let (status, sent) = page.act(json!({"act": "text", "text": "Visited Chen"})).await;
    assert_eq!(status, 200);
    let id = sent["message_id"].as_i64().unwrap();
    let edit = json!({"act": "edit", "message_id": id, "text": "Visited Chen twice"});
    assert_eq!(page.act(edit).await.0, 200);
    assert_eq!(page.act(json!({"act": "contact", "name": "Chen", "phone_number": "1"})).await.0, 200);
    assert_eq!(page.act(json!({"act": "forward", "text": "we sign on Friday"})).await.0, 200);
    assert!(page.anna().chat().unwrap().messages.last().unwrap().forwarded);
    for place in [
        json!({"act": "venue", "title": "Chen", "address": "1 Main St", "latitude": 1.0, "longitude": 2.0}),
        json!({"act": "live_location", "latitude": 1.0, "longitude": 2.0}),
    ] {
        assert_eq!(page.act(place).await.0, 200);
    }
    let markup = json!({"inline_keyboard": [[{"text": "Undo", "callback_data": "u"}]]});
    let card =
        page.bot("sendMessage", json!({"chat_id": ANNA, "text": "Noted", "reply_markup": markup})).await;
    let tap = |data: &str| json!({"act": "tap", "message_id": card["message_id"], "data": data});
    assert!(page.act(tap("u")).await.1["query_id"].is_string());
    assert_eq!(page.act(tap("x")).await.0, 409, "there is no such button");
    let updates = page.bot("getUpdates", json!({})).await;
    let kinds: Vec<_> =
        updates.as_array().unwrap().iter().map(|u| u.as_object().unwrap().keys().next().unwrap()).collect();
    assert_eq!(
        kinds,
        ["message", "edited_message", "message", "message", "message", "message", "callback_query"]
    );
    let stranger = format!("/api/phones/{STRANGER}/act");
    assert_eq!(
        page.post(&stranger, json!({"act": "block"})).await.0,
        404,
        "only the phones shown can be used"
    );
    assert_eq!(page.act(json!({"act": "dance"})).await.0, 422);
}

#[tokio::test]
async fn the_stream_tells_of_chats_and_records() {
    let page = Page::open().await;
    let first = page.anna().text("hello");
    let mut stream = Stream::open(&page).await;
    let shown = stream.wait("phone", |_| true).await;
    assert_eq!((&shown["user_id"], &shown["messages"][0]["text"]), (&json!(ANNA), &json!("hello")));
    assert_eq!(shown["messages"][0]["mine"], true);
    let sent =
        page.bot("sendMessage", json!({"chat_id": ANNA, "text": "<b>Noted</b>", "parse_mode": "HTML"})).await;
    let shown = stream.wait("phone", |d| d["messages"][0]["mine"] == false).await;
    assert_eq!(shown["messages"].as_array().unwrap().len(), 1, "only what changed");
    assert_eq!(shown["messages"][0]["entities"][0]["type"], "bold");
    let known = stream.wait("knows", |d| d["tables"][0]["rows"] != json!([])).await;
    assert_eq!(known["tables"][0]["rows"][0]["fields"][0]["value"], "Chen");
    let reaction = json!([{"type": "emoji", "emoji": "👍"}]);
    page.bot("setMessageReaction", json!({"chat_id": ANNA, "message_id": first, "reaction": reaction})).await;
    let shown = stream.wait("phone", |d| d["messages"][0]["id"] == first).await;
    assert_eq!(shown["messages"][0]["reaction"], "👍");
    page.bot("sendChatAction", json!({"chat_id": ANNA, "action": "typing"})).await;
    let shown = stream.wait("phone", |d| !d["around"]["action"].is_null()).await;
    assert_eq!(shown["around"]["action"][0], "typing");
    page.bot("deleteMessage", json!({"chat_id": ANNA, "message_id": sent["message_id"]})).await;
    let shown = stream.wait("phone", |d| d["messages"][0]["deleted"] == true).await;
    assert_eq!(shown["messages"][0]["id"], sent["message_id"]);
    page.sandbox.stop().await;
    // What was under way may still come; then the stream ends.
    while stream.response.chunk().await.unwrap().is_some() {}
}

#[tokio::test]
async fn the_clock_moves_once_at_a_time_and_the_page_sees_it() {
    let page = Page::open().await;
    let mut stream = Stream::open(&page).await;
    let start = stream.wait("clock", |d| d["moving"] == false).await["now"].as_i64().unwrap();
    let ((status, moved), ()) = tokio::join!(page.post("/api/clock", json!({"step": "hour"})), async {
        stream.wait("clock", |d| d["moving"] == true).await;
        let (status, refused) = page.post("/api/clock", json!({"step": "hour"})).await;
        assert_eq!((status, &refused["error"]), (409, &json!("the clock is moving already")));
        page.gate.release();
    });
    assert_eq!((status, &moved["now"]), (200, &json!(start + TimeDelta::hours(1).num_milliseconds())));
    let arrived = stream.wait("clock", |d| d["moving"] == false).await;
    assert_eq!(arrived["now"], moved["now"]);
    let (status, refused) = page.post("/api/clock", json!({"step": "next_prompt"})).await;
    assert_eq!((status, &refused["error"]), (409, &json!("nobody is asked any more")));
}

#[tokio::test]
async fn pictures_are_shown_and_files_are_saved() {
    let page = Page::open().await;
    let png =
        [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &4u32.to_be_bytes(), &3u32.to_be_bytes()].concat();
    let url = format!("{}/api/phones/{ANNA}/photo?caption=a%20shop", page.url);
    page.client.post(url).body(png.clone()).send().await.unwrap();
    page.anna().document("", "page.html", b"<script>".to_vec());
    let messages = page.anna().chat().unwrap().messages;
    assert_eq!(messages[0].text, "a shop");
    let files: Vec<String> = page.sandbox.read(|s| s.files.keys().cloned().collect());
    for file in files {
        let answer = page.get(&format!("/api/files/{file}")).await;
        let shown = answer.headers()["content-disposition"] == "inline";
        assert_eq!(shown, file.contains("photos"), "{file}");
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    }
    assert_eq!(page.get("/api/files/none").await.status(), 404);
}
