//! Days away: told by command or in a reply, noted for whom it concerns, over by themselves, and taken back.

use rapport::domain::person::{Language, Role};

use crate::support::story::Story;

const EXCUSED: &str =
    "select local_date || ' ' || coalesce(excused, '-') || ' ' || delivery from check_in order by local_date";
const PROMPTS: &str = "select count(*) from outbox where kind = 'prompt'";

#[tokio::test(flavor = "multi_thread")]
async fn leave_excuses_days_and_the_prompts_come_back_by_themselves() {
    let mut story = Story::begin("2026-12-22T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    let assistant = story.hire(Role::Assistant, "林晓", Language::Zh, "Asia/Shanghai").await;
    let mark = (rep.mark(), assistant.mark());
    rep.text("/leave 24–25 Dec");
    let told = rep.wait_after(mark.0, "the answer", |_| true).await.unwrap().text;
    assert!(told.contains("Thu 24 Dec – Fri 25 Dec") && told.contains("Mon 28 Dec"), "{told}");
    let notice = assistant.wait_after(mark.1, "a notice", |_| true).await.unwrap().text;
    assert!(notice.contains("Anna Weber") && notice.contains("12月24日"), "{notice}");
    for day in ["22", "23", "24", "25", "26", "28"] {
        story.move_to(&format!("2026-12-{day}T16:30:00Z")).await;
    }
    assert_eq!(
        story.texts(EXCUSED).await,
        [
            "2026-12-22 - sent",
            "2026-12-23 - sent",
            "2026-12-24 leave not_needed",
            "2026-12-25 leave not_needed",
            "2026-12-28 - sent"
        ]
    );
    let nudged = "select count(*) from outbox where kind = 'nudge' and local_date between '2026-12-24' and '2026-12-26'";
    assert_eq!(story.number(nudged).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn leave_off_sends_the_prompt_that_was_left_out_and_undo_takes_it_all_back() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "林晓", Language::Zh, "Europe/Berlin").await;
    let assistant = story.hire(Role::Assistant, "Priya Nair", Language::En, "Europe/Berlin").await;
    rep.text("/leave 今天");
    story.settled().await;
    story.move_to("2026-03-03T16:30:00Z").await;
    assert_eq!(story.texts(EXCUSED).await, ["2026-03-03 leave not_needed"]);
    assert_eq!(story.number(PROMPTS).await, 0);
    let mark = (rep.mark(), assistant.mark());
    rep.text("/leave off");
    let told = rep.wait_after(mark.0, "an answer", |_| true).await.unwrap().text;
    assert!(told.contains("已撤回") && told.contains("3月3日"), "{told}");
    let notice = assistant.wait_after(mark.1, "a notice", |_| true).await.unwrap().text;
    assert!(notice.contains("No longer away"), "{notice}");
    story.settled().await;
    story.move_to("2026-03-03T16:31:00Z").await;
    assert_eq!(story.texts(EXCUSED).await, ["2026-03-03 - sent"], "there is still time for the prompt");
    // Undoing it brings the leave back, undoing that the day.
    rep.text("/undo");
    story.settled().await;
    assert_eq!(story.texts(EXCUSED).await, ["2026-03-03 leave sent"]);
    rep.text("/undo");
    story.settled().await;
    assert_eq!(story.texts(EXCUSED).await, ["2026-03-03 - sent"]);
    assert_eq!(
        story.number("select count(*) from change where field = 'excused'").await,
        4,
        "each in the ledger"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn being_back_early_keeps_the_days_that_were_off() {
    let mut story = Story::begin("2026-03-02T06:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    rep.text("/leave today to Friday");
    story.settled().await;
    story.move_to("2026-03-02T20:00:00Z").await;
    story.move_to("2026-03-03T10:30:00Z").await;
    let mark = rep.mark();
    rep.text("/leave off");
    rep.wait_after(mark, "an answer", |_| true).await.unwrap();
    story.settled().await;
    let record = "select from_day || ' ' || to_day || ' ' || state from availability";
    assert_eq!(story.texts(record).await, ["2026-03-02 2026-03-02 active"]);
    story.move_to("2026-03-03T16:30:00Z").await;
    story.move_to("2026-03-04T16:30:00Z").await;
    assert_eq!(
        story.texts(EXCUSED).await,
        ["2026-03-02 leave not_needed", "2026-03-03 - sent", "2026-03-04 - sent"]
    );
    let mark = rep.mark();
    rep.text("/leave off");
    let answer = rep.wait_after(mark, "an answer", |_| true).await.unwrap().text;
    assert!(answer.contains("no days off"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_absence_said_in_a_reply_is_the_same_and_goes_with_an_edit() {
    let mut story = Story::begin("2026-03-03T02:00:00Z").await;
    let rep = story.hire(Role::Rep, "林晓", Language::Zh, "Asia/Shanghai").await;
    let assistant = story.hire(Role::Assistant, "Priya Nair", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-03T09:30:00Z").await;
    let mark = (rep.mark(), assistant.mark());
    let said = rep.text("明天请假");
    rep.wait_after(mark.0, "what it means", |m| {
        m.text.contains("3月4日（周三）") && m.text.contains("自己回来")
    })
    .await
    .unwrap();
    let notice = assistant.wait_after(mark.1, "a notice", |_| true).await.unwrap().text;
    assert!(notice.contains("林晓") && notice.contains("Wed 4 Mar"), "{notice}");
    rep.edit(said, "后天请假").unwrap();
    story.settled().await;
    for at in ["2026-03-04T09:30:00Z", "2026-03-05T09:30:00Z", "2026-03-06T09:30:00Z"] {
        story.move_to(at).await;
    }
    assert_eq!(
        story.texts(EXCUSED).await,
        ["2026-03-03 - sent", "2026-03-04 - sent", "2026-03-05 leave not_needed", "2026-03-06 - sent"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_be_read_excuses_nothing() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    for (text, says) in [
        ("/leave", "/leave 24–26 Dec"),
        ("/leave soonish", "soonish"),
        ("/leave 2026-02-02", "over"),
        ("/leave off", "no days off"),
    ] {
        let mark = rep.mark();
        rep.text(text);
        let answer = rep.wait_after(mark, "an answer", |_| true).await.unwrap().text;
        assert!(answer.contains(says), "{text}: {answer}");
    }
    story.settled().await;
    assert_eq!(story.number("select count(*) from availability").await, 0);
    assert_eq!(story.number("select count(*) from check_in where excused is not null").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assistant_notes_days_off_and_the_rep_is_told() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    let assistant = story.hire(Role::Assistant, "Priya Nair", Language::En, "Europe/Berlin").await;
    let mark = rep.mark();
    assistant.text("/for Anna: off sick until Thursday");
    let notice = rep.wait_after(mark, "a notice", |m| m.text.contains("Priya Nair")).await.unwrap().text;
    assert!(notice.contains("Off sick") && notice.contains("Thu 5 Mar"), "{notice}");
    story.settled().await;
    assert_eq!(story.texts("select excused from check_in").await, ["sick"]);
}
