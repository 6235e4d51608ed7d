//! The call list: after the last nudge the assistant calls.

use rapport::domain::person::{Language, Role};

use crate::support::story::Story;

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stays_silent_is_called_until_something_is_entered() {
    let mut story = Story::begin("2026-03-02T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    let other = story.hire(Role::Rep, "Ben Koch", Language::En, "Europe/Berlin").await;
    let assistant = story.hire(Role::Assistant, "Priya Nair", Language::En, "Europe/London").await;
    story.move_to("2026-03-02T16:30:00Z").await;
    rep.text("Visited Haida Foods, will send the quote tomorrow");
    other.text("nothing to report");
    story.settled().await;
    story.move_to("2026-03-03T16:30:00Z").await;
    other.text("nothing to report");
    story.move_to("2026-03-03T17:30:00Z").await;
    let ask = async || {
        let mark = assistant.text("/calls");
        let answer = assistant.wait_after(mark, "the list", |_| true).await.unwrap().text;
        story.settled().await;
        answer
    };
    assert!(ask().await.starts_with("Nobody to call"), "a nudge is still to come");
    story.move_to("2026-03-03T19:30:00Z").await;
    let list = ask().await;
    assert!(list.contains("Anna Weber · phone not known · 20:30 there"), "{list}");
    assert!(list.contains("No answer for Tue 3 Mar yet.") && list.contains("send the quote"), "{list}");
    assert!(!list.contains("Ben Koch"), "{list}");

    let mut tx = story.db.begin(story.org).await.unwrap();
    let number = 1;
    let set =
        rapport::store::person::set_phone(&mut tx, story.org, number, Some("+493012345678")).await.unwrap();
    tx.commit().await.unwrap();
    assert!(set);
    story.move_to("2026-03-04T07:30:00Z").await;
    let list = ask().await;
    assert!(list.contains("Anna Weber · +49 30 12345678 · 08:30 there"), "{list}");

    // The rep's own id and the step's can be typed as they stand in the list.
    assistant.text("/for 1: called Haida Foods, quote sent");
    story.settled().await;
    assert!(ask().await.starts_with("Nobody to call"), "what was heard is entered");
    let mark = rep.mark();
    rep.text("/calls");
    let answer = rep.wait_after(mark, "an answer", |_| true).await.unwrap();
    assert!(answer.text.contains("isn't part of your role"), "{}", answer.text);
}
