//! One's own figures: their picture, and the rule of each, by tap and by typing.

use rapport::domain::person::{Language, Role};
use rapport::sandbox::{Content, Message, Phone};

use crate::support::story::Story;

async fn ask(phone: &Phone, text: &str) -> Message {
    let mark = phone.mark();
    phone.text(text);
    phone.wait_after(mark, "an answer", |_| true).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn own_figures_come_under_a_picture_with_their_rules_one_tap_away() {
    let mut story = Story::begin("2026-03-02T06:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    let chinese = story.hire(Role::Service, "李伟", Language::Zh, "Asia/Shanghai").await;
    story.move_to("2026-03-02T16:30:00Z").await;

    // Before any day is over there is nothing to draw, and it says so.
    let first = ask(&rep, "/me").await;
    assert!(matches!(first.content, Content::Text), "{first:?}");
    assert!(first.text.contains("Days in a row: – (n = 0)") && !first.text.contains('%'), "{}", first.text);

    story.move_to("2026-03-02T16:50:00Z").await;
    rep.text("Visited Haida Foods. Quoted 35k for trucks.");
    story.settled().await;
    story.move_to("2026-03-03T16:30:00Z").await;
    let me = ask(&rep, "/me").await;
    assert!(matches!(me.content, Content::Photo { .. }), "{me:?}");
    assert!(me.text.contains("Answered: 100% (1 of 1)"), "{}", me.text);
    assert!(me.text.contains("Told in time: 100% ("), "{}", me.text);
    assert!(me.text.contains("Days in a row: 1 (n = 1)"), "{}", me.text);
    let labels: Vec<String> = me.buttons().into_iter().map(|b| b.text).collect();
    assert_eq!(labels, ["Answered", "Speed", "Fields filled", "Told in time", "In a row"]);

    let mark = rep.mark();
    rep.tap_label(me.id, "Told in time").unwrap();
    let tapped = rep.wait_after(mark, "the rule", |_| true).await.unwrap().text;
    let typed = ask(&rep, "/rule told in time").await.text;
    assert_eq!(tapped, typed);
    assert!(typed.contains("10:00") && typed.contains("Left out"), "{typed}");
    let all = ask(&rep, "/me rules").await.text;
    assert!(all.contains(&typed), "{all}");
    let unknown = ask(&rep, "/rule mood").await.text;
    assert!(unknown.contains("Speed") && unknown.contains("mood"), "{unknown}");

    let mine = ask(&chinese, "/我").await;
    assert!(mine.text.contains("连续回复：–天（n = 0）"), "nothing counts against him: {}", mine.text);
    let rule = ask(&chinese, "/rule 连续回复").await.text;
    assert!(rule.contains("跳过不计"), "{rule}");
}
