//! Voice notes and a transcriber: a stand-in over HTTP hears what it is told to hear, or fails. Whatever it does, no note
//! is lost.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Multipart, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use chrono::TimeDelta;
use rapport::clock::system_now;
use rapport::domain::person::{Language, Role};
use rapport::sandbox::Phone;
use rapport::work::receive::Intake;
use rapport::work::transcribe::Ear;
use rapport::work::transcriber::{Settings, Transcriber};
use tokio::net::TcpListener;

use crate::support::story::Story;

/// What the stand-in does: answers in turn, then the last again; and what it was asked.
#[derive(Clone, Default)]
struct Stub {
    answers: Arc<Mutex<Vec<(u16, &'static str)>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

async fn hear(
    State(stub): State<Stub>,
    headers: HeaderMap,
    mut form: Multipart,
) -> (StatusCode, &'static str) {
    let mut seen = vec![headers.get("authorization").map_or("", |v| v.to_str().unwrap()).to_owned()];
    while let Some(field) = form.next_field().await.unwrap() {
        let name = field.name().unwrap().to_owned();
        let file = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.unwrap();
        seen.push(format!("{name}={} {}", String::from_utf8_lossy(&bytes), file.unwrap_or_default()));
    }
    stub.asked.lock().unwrap().push(seen.join("|"));
    let mut answers = stub.answers.lock().unwrap();
    let (status, body) = if answers.len() > 1 { answers.remove(0) } else { answers[0] };
    (StatusCode::from_u16(status).unwrap(), body)
}

impl Stub {
    fn new(answers: &[(u16, &'static str)]) -> Self {
        Self { answers: Arc::new(Mutex::new(answers.to_vec())), ..Self::default() }
    }

    async fn transcriber(&self) -> Transcriber {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v1/audio/transcriptions", listener.local_addr().unwrap());
        let app = Router::new().route("/v1/audio/transcriptions", post(hear)).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        let settings = Settings {
            url: url.parse().unwrap(),
            model: "small".into(),
            timeout: Duration::from_secs(20),
            longest: 300,
            key: Some("a-key".into()),
        };
        Transcriber::new(settings).unwrap()
    }

    /// The loop's rounds in the test's own hands.
    async fn ear(&self, story: &Story) -> Ear {
        let arrived = story.service.as_ref().unwrap().signals.arrived.clone();
        Ear {
            context: story.context.clone(),
            client: story.client(),
            transcriber: self.transcriber().await,
            intake: Intake::new(story.context.clone(), arrived),
        }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

async fn rep(story: &mut Story) -> Phone {
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-03T16:30:00Z").await;
    rep
}

const VISITS: &str = "select c.name from activity a join customer c using (org_id, customer_id)";
const NOTES: &str = "select state from review_item where kind = 'media' order by review_id";
const TRIES: &str = "select concat_ws(' ', state, attempts, error) from transcription";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_heard_is_read_as_the_words_of_whoever_spoke_when_he_spoke() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = rep(&mut story).await;
    let stub = Stub::new(&[(200, r#"{"text": " Visited Haida Foods, quoted 48k for trucks. "}"#)]);
    let ear = stub.ear(&story).await;
    let note = rep.voice_of(12, b"OggS and a voice".to_vec());
    story.settled().await;
    let answered = story.texts("select first_substantive_at::text from check_in").await;
    // An hour later there is an answer.
    story.move_to("2026-03-03T17:30:00Z").await;
    assert!(ear.round(system_now()).await.unwrap());
    assert!(!ear.round(system_now()).await.unwrap(), "once");
    story.settled().await;
    let asked = stub.asked();
    let parts: Vec<&str> = asked[0].split('|').collect();
    assert_eq!(asked.len(), 1);
    assert_eq!(parts[0], "Bearer a-key");
    assert!(parts[1].starts_with("file=OggS and a voice "), "{}", parts[1]);
    assert_eq!(parts[2..], ["model=small ", "language=en ", "response_format=json "]);
    assert_eq!(story.texts(VISITS).await, ["Haida Foods"]);
    assert_eq!(story.texts(NOTES).await, ["done"]);
    let seen = rep.from_bot().into_iter().rfind(|m| m.text.contains("Haida")).unwrap().text;
    assert!(seen.contains("🎙 Heard: “Visited Haida Foods, quoted 48k for trucks.”"), "{seen}");
    assert_eq!(rep.message(note).unwrap().reaction.as_deref(), Some("👍"));
    assert_eq!(story.texts("select first_substantive_at::text from check_in").await, answered);
    let read_at = "select input->>'now' from message where kind = 'heard'";
    assert_eq!(story.texts(read_at).await, ["2026-03-03T17:30:00+01:00"]);
    // The card keeps it, and it can be taken back like anything that was typed.
    rep.text("/today");
    story.settled().await;
    assert!(rep.last().unwrap().text.contains("🎙 Heard"), "{}", rep.last().unwrap().text);
    rep.text("/undo");
    story.settled().await;
    assert_eq!(story.number("select count(*) from activity where state = 'active'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transcriber_that_fails_is_asked_a_few_times_and_the_note_stays() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = rep(&mut story).await;
    let stub = Stub::new(&[(503, "busy"), (200, "no json"), (429, ""), (500, "")]);
    let ear = stub.ear(&story).await;
    rep.voice(12);
    story.settled().await;
    let mut now = system_now();
    for attempt in 1..=4 {
        assert!(ear.round(now).await.unwrap(), "{attempt}");
        assert!(!ear.round(now).await.unwrap(), "it rests after {attempt}");
        now += TimeDelta::hours(1);
    }
    assert!(!ear.round(now).await.unwrap());
    assert_eq!(stub.asked().len(), 4);
    assert_eq!(story.texts(TRIES).await, ["given_up 4 the transcriber answers with status 500"]);
    assert_eq!(story.texts(NOTES).await, ["open"]);
    assert_eq!(story.number("select count(*) from check_in where first_substantive_at is not null").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_long_notes_and_what_a_person_has_read_are_left_alone() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = rep(&mut story).await;
    let stub = Stub::new(&[(200, r#"{"text": "  "}"#)]);
    let ear = stub.ear(&story).await;
    rep.voice(301);
    rep.voice(12);
    story.settled().await;
    assert!(ear.round(system_now()).await.unwrap());
    assert_eq!(story.texts(TRIES).await, ["given_up 1 nothing is said in it"]);
    // A claim that was never ended, and an item that a person has decided meanwhile.
    rep.voice(13);
    story.settled().await;
    let stub = Stub::new(&[(500, "")]);
    let failing = Ear { transcriber: stub.transcriber().await, ..ear.clone() };
    assert!(failing.round(system_now()).await.unwrap());
    let id = story.short_id("select max(number) from review_item").await;
    rep.text(&format!("/drop {id}"));
    story.settled().await;
    assert!(!failing.round(system_now() + TimeDelta::hours(1)).await.unwrap());
    assert_eq!(stub.asked().len(), 1);
    assert_eq!(story.texts(NOTES).await, ["open", "open", "dropped"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_loop_hears_by_itself() {
    let mut story = Story::quiet("2026-03-03T02:00:00Z").await;
    let stub = Stub::new(&[(200, r#"{"text": "今天拜访了华信科技，报价20万"}"#)]);
    story.start_hearing(Some(stub.transcriber().await));
    let rep = story.hire(Role::Rep, "林晓", Language::Zh, "Asia/Shanghai").await;
    story.move_to("2026-03-03T09:30:00Z").await;
    rep.voice(9);
    rep.wait_for("what was heard", |m| m.text.contains("🎙 听到的是：“今天拜访了华信科技")).await.unwrap();
    story.settled().await;
    assert_eq!(story.texts(VISITS).await, ["华信科技"]);
    assert!(stub.asked()[0].contains("language=zh"));
}
