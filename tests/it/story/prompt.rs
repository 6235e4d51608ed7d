//! The prompt that pays: what it lists, what its buttons do, that everything can be typed, and how little the bot sends.

use rapport::domain::person::{Language, Role};
use rapport::sandbox::{Message, Phone};

use crate::support::story::Story;

/// The button with this text under a message.
fn button(message: &Message, text: &str) -> String {
    let buttons = message.buttons();
    let found = buttons.iter().find(|b| b.text == text);
    let all: Vec<_> = buttons.iter().map(|b| b.text.as_str()).collect();
    found.unwrap_or_else(|| panic!("no {text:?} among {all:?}")).data.clone().unwrap()
}

/// What the last tap was answered with.
fn flashed(phone: &Phone) -> String {
    phone.chat().unwrap().tap_answers.last().unwrap().text.clone().unwrap_or_default()
}

fn words(message: &Message) -> Vec<String> {
    message.buttons().iter().map(|b| b.text.clone()).collect()
}

/// A rep who promised two things on Monday, and was asked on Tuesday.
async fn asked() -> (Story, Phone, i64) {
    let mut story = Story::begin("2026-03-02T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-02T16:30:00Z").await;
    rep.text(
        "Visited Haida Foods, will send the quote tomorrow. Called Falk Hotels, will call again on Tuesday.",
    );
    story.settled().await;
    assert_eq!(
        story.texts("select due::text from next_step order by number").await,
        ["2026-03-03", "2026-03-03"]
    );
    story.move_to("2026-03-03T16:30:00Z").await;
    let prompt = rep.last().unwrap();
    (story, rep, prompt.id)
}

fn shown(rep: &Phone, id: i64) -> Message {
    rep.from_bot().into_iter().find(|m| m.id == id).unwrap()
}

const STEPS: &str = "select action || ' ' || status || ' ' || due from next_step order by number";

#[tokio::test(flavor = "multi_thread")]
async fn steps_that_are_due_are_ticked_off_moved_and_dropped_by_taps() {
    let (story, rep, id) = asked().await;
    let prompt = shown(&rep, id);
    assert!(
        prompt.text.contains("1. send the quote") && prompt.text.contains("Haida Foods"),
        "{}",
        prompt.text
    );
    assert!(prompt.text.contains("Still missing"), "{}", prompt.text);
    let before = rep.from_bot().len();
    let later = button(&prompt, "2 Tomorrow");
    rep.tap(id, &later).unwrap();
    story.settled().await;
    assert_eq!(flashed(&rep), "Moved to Wed 4 Mar.");
    let moved = shown(&rep, id);
    assert!(moved.text.contains("➡️ call again") && moved.text.contains("Wed 4 Mar"), "{}", moved.text);
    assert_eq!(words(&moved), ["1 Done", "1 Tomorrow", "1 Drop", "Nothing to report", "Later", "I'm away"]);
    assert_eq!(story.number("select count(*) from check_in where local_date = '2026-03-03' and first_substantive_at is not null").await, 0, "a promise put off answers nothing");

    let done = button(&moved, "1 Done");
    rep.tap(id, &done).unwrap();
    story.settled().await;
    let ticked = shown(&rep, id);
    assert!(ticked.text.contains("✅ send the quote"), "{}", ticked.text);
    assert_eq!(words(&ticked), Vec::<String>::new(), "the day is answered, and nothing is left to do");
    assert_eq!(story.texts(STEPS).await, ["send the quote done 2026-03-03", "call again open 2026-03-04"]);
    let ledger = "select way || ' ' || (message_id is not null)::text || ' ' || local_date from change
                  where subject = 'next_step' and local_date = '2026-03-03' order by change_id";
    assert_eq!(story.texts(ledger).await, ["rep true 2026-03-03", "rep true 2026-03-03"]);
    assert_eq!(rep.from_bot().len(), before, "a tap sends nothing");

    // The buttons that were there before are older than what is there now.
    for old in [&done, &later] {
        rep.tap_anyway(id, old);
        story.settled().await;
        assert_eq!(flashed(&rep), "That step has changed since, so I left it as it is.");
    }
    story.move_to("2026-03-04T10:00:00Z").await;
    rep.tap_anyway(id, &done);
    story.settled().await;
    assert_eq!(flashed(&rep), "That button is from an earlier day. Nothing was changed.");
    assert_eq!(story.texts(STEPS).await, ["send the quote done 2026-03-03", "call again open 2026-03-04"]);
    assert_eq!(story.number("select count(*) from outbox where kind = 'nudge'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_deed_can_be_typed() {
    let (story, rep, id) = asked().await;
    let number = story.texts("select number::text from next_step order by number").await;
    let ids: Vec<String> = number.iter().map(|n| rapport::domain::short_id(n.parse().unwrap())).collect();
    assert!(shown(&rep, id).text.contains(&ids[0]), "the prompt names the ids");
    rep.text(&format!("/fix {} due tomorrow", ids[1]));
    story.settled().await;
    assert!(shown(&rep, id).text.contains("➡️ call again"));
    rep.text(&format!("/done {}", ids[0]));
    story.settled().await;
    assert!(shown(&rep, id).text.contains("✅ send the quote"), "{}", shown(&rep, id).text);
    rep.text(&format!("/drop {}", ids[1]));
    story.settled().await;
    assert!(shown(&rep, id).text.contains("✖️ call again"), "{}", shown(&rep, id).text);
    assert_eq!(story.texts(STEPS).await, ["send the quote done 2026-03-03", "call again dropped 2026-03-04"]);
    assert_eq!(story.number("select count(*) from check_in where local_date = '2026-03-03' and first_substantive_at is not null").await, 1);
    rep.text("/done 99z");
    story.settled().await;
    assert!(rep.last().unwrap().text.contains("99z"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_ticks_off_what_the_prompt_lists() {
    let (story, rep, id) = asked().await;
    rep.text("Sent the quote to Haida Foods");
    story.settled().await;
    let done = story.number("select count(*) from next_step where status = 'done'").await;
    let prompt = shown(&rep, id);
    assert_eq!(prompt.text.matches('✅').count() as i64, done, "{}", prompt.text);
    assert!(!words(&prompt).contains(&"Nothing to report".to_owned()), "the day is answered");
}

#[tokio::test(flavor = "multi_thread")]
async fn later_is_asked_by_a_tap_or_typed_and_kept() {
    let (story, rep, id) = asked().await;
    rep.tap(id, &button(&shown(&rep, id), "Later")).unwrap();
    story.settled().await;
    let choice = shown(&rep, id);
    assert!(choice.text.contains("When shall I ask again?"), "{}", choice.text);
    assert_eq!(words(&choice)[6..], ["In 1 hour", "20:00", "Tomorrow 08:30", "Back"]);
    rep.tap(id, &button(&choice, "Back")).unwrap();
    story.settled().await;
    assert_eq!(words(&shown(&rep, id))[6..], ["Nothing to report", "Later", "I'm away"]);
    rep.tap_anyway(id, &button(&choice, "20:00"));
    story.settled().await;
    assert!(shown(&rep, id).text.contains("Fine, I'll ask again at 20:00."));
    let next = "select to_char(next_nudge_at at time zone 'UTC', 'DD HH24:MI') from check_in where local_date = '2026-03-03'";
    assert_eq!(story.texts(next).await, ["03 19:00"]);
    rep.text("/later tomorrow");
    story.settled().await;
    assert_eq!(rep.last().unwrap().text, "Fine, I'll ask again on Wed 4 Mar at 08:30.");
    rep.text("/later 23:00");
    story.settled().await;
    assert!(rep.last().unwrap().text.contains("I can't ask then"));
    assert_eq!(story.texts(next).await, ["04 07:30"], "what can't be changes nothing");
    story.move_to("2026-03-03T20:30:00Z").await;
    assert_eq!(story.number("select count(*) from outbox where kind = 'nudge'").await, 0);
    let mark = rep.mark();
    story.move_to("2026-03-04T07:30:00Z").await;
    let nudge = rep.wait_after(mark, "the nudge", |_| true).await.unwrap();
    assert!(nudge.text.contains("Tue 3 Mar") && nudge.text.contains("send the quote"), "{}", nudge.text);
    rep.text("/later");
    story.settled().await;
    assert_eq!(words(&rep.last().unwrap()), ["In 1 hour"], "the day closes at 10:00");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_off_is_one_tap_away() {
    let (story, rep, id) = asked().await;
    rep.tap(id, &button(&shown(&rep, id), "I'm away")).unwrap();
    story.settled().await;
    let how = shown(&rep, id);
    assert!(how.text.contains("on leave until Friday"), "{}", how.text);
    rep.tap(id, &button(&how, "Off today")).unwrap();
    story.settled().await;
    assert_eq!(story.texts("select excused from check_in where excused is not null").await, ["leave"]);
    assert_eq!(
        story.texts("select kind || ' ' || from_day || ' ' || to_day from availability").await,
        ["leave 2026-03-03 2026-03-03"]
    );
    story.move_to("2026-03-03T20:30:00Z").await;
    assert_eq!(story.number("select count(*) from outbox where kind = 'nudge'").await, 0);
    rep.tap_anyway(id, &button(&how, "Off today"));
    story.settled().await;
    assert_eq!(flashed(&rep), "This day is answered already, so nothing was changed.");
    assert_eq!(story.number("select count(*) from availability").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ordinary_day_takes_two_messages() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    let before = rep.from_bot().len();
    story.move_to("2026-03-03T16:30:00Z").await;
    for (at, text) in [
        ("2026-03-03T16:40:00Z", "Visited Haida Foods, a new customer, quoted 35k for trucks"),
        ("2026-03-03T16:41:00Z", "will send the contract tomorrow"),
        ("2026-03-03T16:42:00Z", "and called Falk Hotels"),
    ] {
        story.move_to(at).await;
        rep.text(text);
        story.settled().await;
    }
    story.move_to("2026-03-04T08:59:00Z").await;
    let sent: Vec<String> = rep.from_bot().into_iter().skip(before).map(|m| m.text).collect();
    assert_eq!(sent.len(), 2, "prompt and card: {sent:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_agent_is_asked_for_receptions_satisfaction_and_complaints() {
    for (language, asked, reminded) in
        [(Language::En, "customers", "customers"), (Language::Zh, "接待", "客户")]
    {
        let mut story = Story::begin("2026-03-03T09:00:00Z").await;
        let agent = story.hire(Role::Service, "Tom", language, "Europe/Berlin").await;
        let mark = agent.mark();
        story.move_to("2026-03-03T16:30:00Z").await;
        let prompt = agent.wait_after(mark, "the prompt", |_| true).await.unwrap();
        assert!(prompt.text.contains(asked), "{}", prompt.text);
        story.move_to("2026-03-03T17:30:00Z").await;
        let nudge = agent.last().unwrap();
        assert!(nudge.id > prompt.id && nudge.text.contains(reminded), "{}", nudge.text);
    }
}
