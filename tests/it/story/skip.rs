//! Days left out: a few by the rep's own decision, more by his assistant's.

use rapport::domain::person::{Language, Role};
use rapport::sandbox::Phone;

use crate::support::story::Story;

const DAYS: &str = "select local_date || ' ' || coalesce(excused, '-') || ' ' || (appealed_at is not null)
                    from check_in order by local_date";

/// A rep who has skipped three days, and asks for a fourth.
async fn the_fourth(story: &mut Story) -> (Phone, Phone) {
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    let assistant = story.hire(Role::Assistant, "林晓", Language::Zh, "Asia/Shanghai").await;
    for (day, left) in [("02", "2 more"), ("03", "one more"), ("04", "last one")] {
        story.move_to(&format!("2026-03-{day}T10:00:00Z")).await;
        let mark = rep.mark();
        rep.text("/skip");
        let answer = rep.wait_after(mark, "an answer", |_| true).await.unwrap().text;
        assert!(answer.contains(left), "{answer}");
        story.settled().await;
    }
    story.move_to("2026-03-05T10:00:00Z").await;
    let mark = (rep.mark(), assistant.mark());
    rep.text("/skip");
    let answer = rep.wait_after(mark.0, "an answer", |_| true).await.unwrap().text;
    assert!(answer.contains("asked your assistant"), "{answer}");
    let request = assistant.wait_after(mark.1, "the request", |_| true).await.unwrap();
    assert!(request.text.contains("Anna Weber") && request.text.contains("3月5日"), "{}", request.text);
    assert_eq!(request.buttons().len(), 2);
    story.settled().await;
    (rep, assistant)
}

#[tokio::test(flavor = "multi_thread")]
async fn beyond_the_allowance_the_assistant_approves_and_the_day_is_pending_till_then() {
    let mut story = Story::begin("2026-03-02T09:00:00Z").await;
    let (rep, assistant) = the_fourth(&mut story).await;
    assert_eq!(story.texts(DAYS).await.last().unwrap(), "2026-03-05 - true");
    rep.text("/skip");
    story.settled().await;
    assert_eq!(story.number("select count(*) from review_item").await, 1, "asked once");
    // The prompt comes, no nudge; the cutoff passes, and the day is still pending.
    story.move_to("2026-03-05T16:30:00Z").await;
    story.move_to("2026-03-05T19:30:00Z").await;
    story.move_to("2026-03-06T10:00:00Z").await;
    assert_eq!(
        story.number("select count(*) from outbox where kind = 'nudge' and local_date = '2026-03-05'").await,
        0
    );
    let mark = assistant.mark();
    assistant.text("/queue");
    let queue = assistant.wait_after(mark, "the queue", |_| true).await.unwrap().text;
    assert!(queue.contains("申请跳过"), "{queue}");
    let request = assistant.from_bot().into_iter().find(|m| m.buttons().len() == 2).unwrap();
    let approve = request.buttons()[0].data.clone().unwrap();
    let mark = rep.mark();
    assistant.tap(request.id, &approve).unwrap();
    let told = rep.wait_after(mark, "the decision", |_| true).await.unwrap().text;
    assert!(told.contains("skipped after all"), "{told}");
    story.settled().await;
    assert_eq!(story.texts(DAYS).await[3], "2026-03-05 appeal false");
    assert_eq!(story.number("select count(*) from review_item where state = 'done'").await, 1);
    // The same button again decides nothing.
    let decline = request.buttons()[1].data.clone().unwrap();
    assistant.tap(request.id, &decline).unwrap();
    story.settled().await;
    assert_eq!(story.texts(DAYS).await[3], "2026-03-05 appeal false");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_declined_by_typing_and_the_day_counts() {
    let mut story = Story::begin("2026-03-02T09:00:00Z").await;
    let (rep, assistant) = the_fourth(&mut story).await;
    let item = story.short_id("select number from review_item where kind = 'skip'").await;
    let number = story.number("select number from person where name = 'Anna Weber'").await;
    // The rep does not decide it himself.
    let mark = rep.mark();
    rep.text(&format!("/ok {item}"));
    let answer = rep.wait_after(mark, "an answer", |_| true).await.unwrap().text;
    assert!(answer.contains("assistant decides"), "{answer}");
    let mark = rep.mark();
    assistant.text(&format!("/drop {number}-{item}"));
    let told = rep.wait_after(mark, "the decision", |_| true).await.unwrap().text;
    assert!(told.contains("can't be skipped"), "{told}");
    story.settled().await;
    assert_eq!(story.texts(DAYS).await[3], "2026-03-05 - false");
    story.move_to("2026-03-05T16:30:00Z").await;
    let prompts = "select count(*) from outbox where kind = 'prompt' and local_date = '2026-03-05'";
    assert_eq!(story.number(prompts).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_makes_a_request_needless() {
    let mut story = Story::begin("2026-03-02T09:00:00Z").await;
    let (rep, assistant) = the_fourth(&mut story).await;
    rep.text("Visited Haida Foods");
    story.settled().await;
    let request = assistant.from_bot().into_iter().find(|m| m.buttons().len() == 2).unwrap();
    let mark = assistant.mark();
    assistant.tap(request.id, &request.buttons()[0].data.clone().unwrap()).unwrap();
    let told = assistant.wait_after(mark, "an answer", |_| true).await.unwrap().text;
    assert!(told.contains("已经回复"), "{told}");
    story.settled().await;
    assert_eq!(story.texts(DAYS).await[3], "2026-03-05 - false");
}
