//! Daylight saving, holidays, and days on which nothing ran.

use chrono::NaiveDate;
use rapport::domain::person::{Language, Role};
use rapport::store::calendar::{self, Holiday};

use crate::support::story::Story;

#[tokio::test(flavor = "multi_thread")]
async fn prompts_come_at_half_past_five_local_over_a_change_of_clocks_and_not_on_the_holiday() {
    // Berlin changes to summer time on Sunday, 29 March 2026; the Tuesday after is declared a holiday.
    let mut story = Story::begin("2026-03-27T06:00:00Z").await;
    let holiday = Holiday {
        day: NaiveDate::from_ymd_opt(2026, 3, 31).unwrap(),
        works: false,
        name: "Works outing".into(),
    };
    let mut tx = story.db.begin(story.org).await.unwrap();
    calendar::put_holidays(&mut tx, story.org, story.calendar, &[holiday]).await.unwrap();
    tx.commit().await.unwrap();
    story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.hire(Role::Rep, "林晓", Language::Zh, "Asia/Shanghai").await;
    let mut at = story.now();
    while at < "2026-04-02T00:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap() {
        at += chrono::TimeDelta::minutes(30);
        story.move_to_time(at).await;
    }
    let prompts = "select p.name || ' ' || to_char(o.created_at at time zone 'UTC', 'MM-DD HH24:MI')
                   from outbox o join person p on p.person_id = o.person_id where o.kind = 'prompt' order by 1";
    assert_eq!(
        story.texts(prompts).await,
        [
            "Anna Weber 03-27 16:30",
            "Anna Weber 03-30 15:30",
            "Anna Weber 04-01 15:30",
            "林晓 03-27 09:30",
            "林晓 03-30 09:30",
            "林晓 04-01 09:30",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn after_three_days_down_there_is_one_prompt_and_three_missed_days() {
    let mut story = Story::begin("2026-03-02T06:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-02T16:30:00Z").await;
    story.stop().await;
    let mark = rep.mark();
    // Down from Monday evening to Friday afternoon.
    story.move_to("2026-03-06T17:10:00Z").await;
    story.start();
    story.move_to("2026-03-06T17:10:00Z").await;
    rep.wait_after(mark, "the prompt", |_| true).await.unwrap();
    story.settled().await;
    let days = "select local_date || ' ' || delivery from check_in order by local_date";
    assert_eq!(
        story.texts(days).await,
        ["2026-03-02 sent", "2026-03-03 missed", "2026-03-04 missed", "2026-03-05 missed", "2026-03-06 late"]
    );
    assert_eq!(story.number("select count(*) from outbox where kind = 'prompt'").await, 2);
}
