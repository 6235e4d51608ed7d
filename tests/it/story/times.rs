//! When and by which clock people are asked: a prompt time of one's own, the zone by name, by location, on a journey.

use rapport::domain::person::{Language, Role};

use crate::support::story::Story;

const PERSON: &str = "select timezone || ' ' || coalesce(prompt_time::text, '-') from person";
const BERLIN: (f64, f64) = (52.52, 13.405);
const PARIS: (f64, f64) = (48.8566, 2.3522);
const SHANGHAI: (f64, f64) = (31.2304, 121.4737);

#[tokio::test(flavor = "multi_thread")]
async fn a_prompt_time_of_ones_own_holds_from_the_next_check_in() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    for (text, says) in [
        ("/time", "17:30"),
        ("/time 22:00", "12:00 to 20:30"),
        ("/time 11:59", "outside"),
        ("/time later", "later"),
        ("/time 6:15 pm", "18:15"),
        ("/time", "18:15"),
    ] {
        let mark = rep.mark();
        rep.text(text);
        let answer = rep.wait_after(mark, "an answer", |_| true).await.unwrap().text;
        assert!(answer.contains(says), "{text}: {answer}");
    }
    story.settled().await;
    assert_eq!(story.texts(PERSON).await, ["Europe/Berlin 18:15:00"]);
    story.move_to("2026-03-03T16:30:00Z").await;
    story.move_to("2026-03-04T12:00:00Z").await;
    rep.text("/time off");
    story.settled().await;
    story.move_to("2026-03-04T18:00:00Z").await;
    story.move_to("2026-03-05T18:00:00Z").await;
    let due = "select local_date || ' ' || to_char(due_at at time zone 'Europe/Berlin', 'HH24:MI') from check_in order by 1";
    assert_eq!(story.texts(due).await, ["2026-03-03 17:30", "2026-03-04 18:15", "2026-03-05 17:30"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_zone_is_set_by_name_in_both_languages_and_a_slip_is_offered() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    for (text, zone) in [("/timezone Shanghai", "Asia/Shanghai"), ("/timezone 伦敦", "Europe/London")] {
        rep.text(text);
        story.settled().await;
        assert_eq!(story.texts(PERSON).await, [format!("{zone} -")], "{text}");
    }
    let mark = rep.mark();
    rep.text("/timezone Shangai");
    let offer = rep.wait_after(mark, "an offer", |_| true).await.unwrap();
    assert!(offer.text.contains("Asia/Shanghai"), "{}", offer.text);
    story.settled().await;
    assert_eq!(story.texts(PERSON).await, ["Europe/London -"], "nothing changes by itself");
    rep.tap(offer.id, "zone:Asia/Shanghai:yes").unwrap();
    story.settled().await;
    assert_eq!(story.texts(PERSON).await, ["Asia/Shanghai -"]);
    // The same button again is too late, and changes nothing.
    rep.text("/timezone London");
    story.settled().await;
    rep.tap(offer.id, "zone:Asia/Shanghai:yes").unwrap();
    story.settled().await;
    assert_eq!(story.texts(PERSON).await, ["Europe/London -"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_location_right_after_the_command_is_the_zone_and_no_visit() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    let mark = rep.mark();
    rep.text("/timezone");
    let shown = rep.wait_after(mark, "the zone", |_| true).await.unwrap().text;
    assert!(shown.contains("Europe/Berlin") && shown.contains("10:00"), "{shown}");
    rep.location(SHANGHAI.0, SHANGHAI.1);
    story.settled().await;
    assert_eq!(story.texts(PERSON).await, ["Asia/Shanghai -"]);
    let report = "select count(*) from check_in where first_substantive_at is not null";
    assert_eq!(story.number(report).await + story.number("select count(*) from review_item").await, 0);
    // Later it is a place like any other.
    story.move_to("2026-03-03T09:30:00Z").await;
    rep.location(BERLIN.0, BERLIN.1);
    story.settled().await;
    assert_eq!(story.texts(PERSON).await, ["Asia/Shanghai -"]);
    assert_eq!(story.number(report).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn travellers_are_asked_once_and_nothing_changes_by_itself() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    let asked = |from: i64| {
        let questions = rep.from_bot().into_iter().filter(|m| m.id > from);
        questions.filter(|m| m.text.contains("Asia/Shanghai")).collect::<Vec<_>>()
    };
    rep.location(PARIS.0, PARIS.1);
    story.settled().await;
    assert_eq!(asked(0).len(), 0, "the clock there is the same");
    for _ in 0..2 {
        rep.location(SHANGHAI.0, SHANGHAI.1);
        story.settled().await;
    }
    let questions = asked(0);
    assert_eq!(questions.len(), 1, "once");
    assert_eq!(story.texts(PERSON).await, ["Europe/Berlin -"]);
    rep.tap(questions[0].id, "zone:Asia/Shanghai:no").unwrap();
    story.settled().await;
    rep.location(SHANGHAI.0, SHANGHAI.1);
    story.settled().await;
    assert_eq!(asked(questions[0].id).len(), 0, "he has said no");
    // Back home, and off again: that is another journey.
    rep.location(BERLIN.0, BERLIN.1);
    rep.location(SHANGHAI.0, SHANGHAI.1);
    story.settled().await;
    let again = asked(questions[0].id);
    assert_eq!(again.len(), 1);
    rep.tap(again[0].id, "zone:Asia/Shanghai:yes").unwrap();
    story.settled().await;
    assert_eq!(story.texts(PERSON).await, ["Asia/Shanghai -"]);
    for at in ["2026-03-03T16:30:00Z", "2026-03-04T09:30:00Z", "2026-03-05T09:30:00Z"] {
        story.move_to(at).await;
    }
    let days = "select local_date || ' ' || timezone from check_in order by local_date";
    assert_eq!(
        story.texts(days).await,
        ["2026-03-03 Europe/Berlin", "2026-03-04 Asia/Shanghai", "2026-03-05 Asia/Shanghai"]
    );
}
