//! An edited message changes what it said, keeps the ledger, and leaves the latency alone.

use rapport::domain::person::{Language, Role};

use crate::support::story::Story;

#[tokio::test(flavor = "multi_thread")]
async fn only_the_difference_applies() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-03T16:30:00Z").await;
    let said = rep.text("Visited Haida Foods. Quoted 350k for cold-chain trucks.");
    story.settled().await;
    story.move_to("2026-03-03T17:30:00Z").await;
    rep.edit(said, "Visited Haida Foods. Quoted 35k for cold-chain trucks.").unwrap();
    story.settled().await;
    let deals = "select (amount::float8)::text from opportunity where state = 'active'";
    assert_eq!(story.texts(deals).await, ["35000"]);
    assert_eq!(story.number("select count(*) from activity where state = 'active'").await, 1);
    assert_eq!(story.texts("select latency_wall::text from check_in").await, ["0"]);
    let ledger = "select count(*) from change where subject = 'opportunity' and field = 'amount'";
    assert!(story.number(ledger).await >= 2, "the old amount is still told");
    let message = "select text from message where edit_of is not null";
    assert_eq!(story.texts(message).await, ["Visited Haida Foods. Quoted 35k for cold-chain trucks."]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fact_that_is_edited_away_is_taken_back_not_deleted() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-03T16:30:00Z").await;
    let said = rep.text("Visited Haida Foods. Called Bergmann Logistics.");
    story.settled().await;
    rep.edit(said, "Visited Haida Foods.").unwrap();
    story.settled().await;
    let activities = "select type || ' ' || state from activity order by type";
    assert_eq!(story.texts(activities).await, ["call withdrawn", "visit active"]);
    let customers = "select name || ' ' || state from customer order by name";
    assert_eq!(story.texts(customers).await, ["Bergmann Logistics withdrawn", "Haida Foods active"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_someone_has_changed_since_is_left_alone_and_looked_at() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-03T16:30:00Z").await;
    let said = rep.text("Quoted Haida Foods 350k");
    story.settled().await;
    let id = story.short_id("select number from opportunity").await;
    rep.text(&format!("/fix {id} amount 40000"));
    story.settled().await;
    rep.edit(said, "Quoted Haida Foods 35k").unwrap();
    story.settled().await;
    let deals = "select (amount::float8)::text from opportunity where state = 'active'";
    assert_eq!(story.texts(deals).await, ["35000"], "the rep's newest word");
    assert_eq!(story.number("select count(*) from review_item where kind = 'edit_conflict'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn small_talk_that_becomes_a_report_answers_the_day() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-03T16:30:00Z").await;
    let said = rep.text("hello");
    story.settled().await;
    rep.edit(said, "hello, visited Haida Foods").unwrap();
    story.settled().await;
    assert_eq!(story.number("select count(*) from check_in where first_substantive_at is not null").await, 1);
    assert_eq!(story.texts("select name from customer").await, ["Haida Foods"]);
}
