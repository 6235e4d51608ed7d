//! Corrections by the rep and by his assistant: rights, ledger, notices, both languages.

use rapport::domain::person::{Language, Role};

use crate::support::story::Story;

async fn deal(story: &mut Story) -> (rapport::sandbox::Phone, String) {
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-03T16:30:00Z").await;
    rep.text("Quoted Haida Foods 350k for trucks");
    story.settled().await;
    (rep, story.short_id("select number from opportunity").await)
}

const AMOUNT: &str = "select (amount::float8)::text from opportunity where state = 'active'";

#[tokio::test(flavor = "multi_thread")]
async fn the_rep_corrects_his_own_and_takes_it_back() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let (rep, id) = deal(&mut story).await;
    let mark = rep.mark();
    rep.text(&format!("/fix {id} amount 35k"));
    let answer = rep.wait_after(mark, "an answer", |_| true).await.unwrap().text;
    assert!(answer.contains("350,000") && answer.contains("35,000"), "old → new: {answer}");
    story.settled().await;
    assert_eq!(story.texts(AMOUNT).await, ["35000"]);
    let row = "select way from change where field = 'amount' and way = 'correction' and old is not null";
    assert_eq!(story.texts(row).await, ["correction"]);
    rep.text("/undo");
    story.settled().await;
    assert_eq!(story.texts(AMOUNT).await, ["350000"]);
    rep.text("/undo");
    story.settled().await;
    assert_eq!(story.texts(AMOUNT).await, ["35000"], "undoing an undo brings it back");
    assert_eq!(story.number("select count(*) from change where undoes is not null").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_assistant_corrects_and_the_rep_is_told_in_his_language() {
    let mut story = Story::begin("2026-03-03T05:00:00Z").await;
    let rep = story.hire(Role::Rep, "林晓", Language::Zh, "Asia/Shanghai").await;
    let assistant = story.hire(Role::Assistant, "Priya Nair", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-03T09:30:00Z").await;
    rep.text("给海达食品报价35万");
    story.settled().await;
    let own = story.short_id("select number from opportunity").await;
    let number = story.number("select number from person where name = '林晓'").await;
    let mark = rep.mark();
    assistant.text(&format!("/fix {number}-{own} stage negotiation"));
    let notice = rep.wait_after(mark, "a notice", |m| m.text.contains("Priya")).await.unwrap().text;
    assert!(notice.contains("更正"), "{notice}");
    story.settled().await;
    assert_eq!(story.texts("select stage from opportunity").await, ["negotiation"]);
    let who = "select p.name || ' ' || c.way || ' ' || c.cause from change c join person p on p.person_id = c.actor_id
               where c.field = 'stage' and c.way = 'correction'";
    assert_eq!(story.texts(who).await, ["Priya Nair correction other"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_is_emptied_and_a_deals_date_is_its_closing() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let (rep, id) = deal(&mut story).await;
    rep.text(&format!("/fix {id} date 2026-03-31"));
    rep.text(&format!("/fix {id} amount none"));
    story.settled().await;
    let deals = "select close_date || ' ' || coalesce(amount::text, 'none') from opportunity";
    assert_eq!(story.texts(deals).await, ["2026-03-31 none"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_corrects_what_is_not_his() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let (_, id) = deal(&mut story).await;
    let other = story.hire(Role::Rep, "Tom Becker", Language::En, "Europe/Berlin").await;
    let manager = story.hire(Role::Manager, "Marc Dubois", Language::En, "Europe/Berlin").await;
    let number = story.number("select number from person where name = 'Anna Weber'").await;
    for phone in [&other, &manager] {
        for text in [
            format!("/fix {number}-{id} amount 1"),
            format!("/fix {id} amount 1"),
            format!("/undo {number}-{id}"),
        ] {
            let mark = phone.mark();
            phone.text(&text);
            phone.wait_after(mark, "a refusal", |_| true).await.unwrap();
        }
    }
    story.settled().await;
    assert_eq!(story.texts(AMOUNT).await, ["350000"]);
    assert_eq!(story.number("select count(*) from change where way = 'correction'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_are_answered_with_a_way_out() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let (rep, id) = deal(&mut story).await;
    for (text, says) in [
        (format!("/fix {id} amount lots"), "amount"),
        (format!("/fix {id} colour red"), "colour"),
        ("/fix 99z amount 3".to_owned(), "99z"),
        ("/fix".to_owned(), "/fix"),
        ("/stat".to_owned(), "/stat"),
    ] {
        let mark = rep.mark();
        rep.text(&text);
        let answer = rep.wait_after(mark, "an answer", |_| true).await.unwrap().text;
        assert!(answer.contains(says), "{text}: {answer}");
    }
    story.settled().await;
    assert_eq!(story.texts(AMOUNT).await, ["350000"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_shows_what_waits_and_ok_records_it() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    let assistant = story.hire(Role::Assistant, "Priya Nair", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-03T16:30:00Z").await;
    rep.text("quoted 48k for the trucks");
    story.settled().await;
    assert_eq!(story.number("select count(*) from opportunity").await, 0, "whose deal is not guessed");
    // As long as the day is open the rep is asked.
    story.move_to("2026-03-04T09:30:00Z").await;
    let mark = assistant.mark();
    assistant.text("/queue");
    let queue = assistant.wait_after(mark, "the queue", |_| true).await.unwrap().text;
    assert!(queue.contains("Anna Weber"), "{queue}");
    let number = story.number("select number from person where name = 'Anna Weber'").await;
    let item =
        story.short_id("select number from review_item where state = 'open' order by number limit 1").await;
    assert!(queue.contains(&format!("{number}-{item}")), "{queue}");
    assistant.text(&format!("/fix {number}-{item} customer Haida Foods"));
    story.settled().await;
    assert_eq!(story.texts("select name from customer").await, ["Haida Foods"]);
    assert_eq!(story.texts(AMOUNT).await, ["48000"]);
    assert_eq!(story.number("select count(*) from review_item where state = 'open'").await, 0);
}
