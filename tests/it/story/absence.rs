//! Known absences, where a message comes before the schedule has got round to the day.

use std::sync::Arc;
use std::time::Duration;

use rapport::domain::person::{Language, Role};
use rapport::work::handle;
use rapport::work::receive::Intake;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::support::story::Story;

/// Handles what waits at Telegram, in a house where nothing else runs: no tick of the schedule comes before it.
async fn handled_before_any_tick(story: &Story) {
    let arrived = Arc::new(Notify::new());
    let updates = story.client().get_updates(None, Duration::ZERO).await.unwrap();
    Intake::new(story.context.clone(), arrived.clone()).store(updates).await.unwrap();
    let (stop, queued) = (CancellationToken::new(), Arc::new(Notify::new()));
    let (context, bot, settings) = (story.context.clone(), story.bot.clone(), Story::settings().handle);
    let handling = handle::run(context, bot, settings, arrived, queued.clone(), stop.clone());
    let handling = tokio::spawn(handling);
    while story.number("select count(*) from inbox where state = 'waiting'").await > 0 {
        queued.notified().await;
    }
    stop.cancel();
    handling.await.unwrap();
}

const EXCUSED: &str =
    "select local_date || ' ' || coalesce(excused, '-') || ' ' || delivery from check_in order by 1";

#[tokio::test(flavor = "multi_thread")]
async fn a_message_on_a_day_of_leave_opens_it_as_excused() {
    let mut story = Story::begin("2026-03-03T07:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    rep.text("Visited Falk Hotels. On holiday from 4 March to 5 March");
    story.settled().await;
    story.stop().await;
    story.move_to("2026-03-04T09:00:00Z").await;
    rep.text("Haas Cold Storage called, they want a quote for 20k");
    handled_before_any_tick(&story).await;
    assert_eq!(story.texts(EXCUSED).await, ["2026-03-03 - not_needed", "2026-03-04 leave not_needed"]);
    let ledger = "select new #>> '{}' from change where field = 'excused'";
    assert_eq!(story.texts(ledger).await.len(), 1, "the ledger knows of it");
    assert_eq!(
        story.number("select count(*) from customer where name like 'Haas%'").await,
        1,
        "it is recorded"
    );

    // The schedule finds nothing left to do about that day.
    story.start();
    story.move_to("2026-03-04T20:00:00Z").await;
    assert_eq!(story.number("select count(*) from outbox where kind in ('prompt', 'nudge')").await, 0);
    assert_eq!(story.texts(EXCUSED).await[1], "2026-03-04 leave not_needed");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_absence_without_an_end_holds_until_a_later_day_has_a_report() {
    let mut story = Story::begin("2026-03-03T07:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    rep.text("Off sick from today");
    story.settled().await;
    for (at, text, days) in [
        ("2026-03-04T09:00:00Z", "Called Falk Hotels", &["sick", "sick"][..]),
        ("2026-03-05T09:00:00Z", "Visited Falk Hotels", &["sick", "sick", "-"]),
    ] {
        story.stop().await;
        story.move_to(at).await;
        rep.text(text);
        handled_before_any_tick(&story).await;
        let found = story.texts("select coalesce(excused, '-') from check_in order by local_date").await;
        assert_eq!(found, days, "{at}");
        story.start();
        story.settled().await;
    }
}
