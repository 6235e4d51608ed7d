//! Several processes on one database, and processes that die.

use std::time::Duration;

use chrono::TimeDelta;
use rapport::clock::system_now;
use rapport::domain::RecordId;
use rapport::domain::person::{Language, Role};
use rapport::say;
use rapport::work::Ids;
use rapport::work::service::Service;

use crate::support::story::Story;

#[tokio::test(flavor = "multi_thread")]
async fn two_instances_prompt_once_and_record_once_and_one_takes_over_from_the_other() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    let mut context = story.context.clone();
    context.ids = Ids::new(rapport::domain::IdMaker::new(99));
    let second = Service::start(context, story.client(), story.bot.clone(), Story::settings());

    let mark = rep.mark();
    story.move_to("2026-03-03T16:30:00Z").await;
    // Either of them may have taken it.
    rep.wait_after(mark, "the prompt", |_| true).await.unwrap();
    rep.text("Visited Haida Foods");
    story.settled().await;
    assert_eq!(story.number("select count(*) from outbox where kind = 'prompt'").await, 1);
    let prompts = story.sandbox.read(|s| s.requests.iter().filter(|r| r.method == "sendMessage").count());
    assert_eq!(prompts, 3, "a welcome, a prompt, a card");
    assert_eq!(story.number("select count(*) from activity").await, 1);

    // The leader goes; the other polls and sends within seconds.
    let mut leadership = second.leadership.clone();
    assert!(leadership.borrow().is_none(), "the first leads");
    drop(story.service.take());
    tokio::time::timeout(Duration::from_secs(30), leadership.wait_for(Option::is_some))
        .await
        .unwrap()
        .unwrap();
    story.service = Some(second);
    rep.text("Called Bergmann Logistics");
    rep.wait_for("both customers on the card", |m| m.text.contains("Bergmann") && m.text.contains("Haida"))
        .await
        .unwrap();
    story.settled().await;
    assert_eq!(story.number("select count(*) from activity").await, 2);
    assert_eq!(story.number("select count(*) from message where reading is not null").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poison_update_holds_up_nobody_else() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    let other = story.hire(Role::Rep, "Tom Becker", Language::En, "Europe/Berlin").await;
    let lin = story.hire(Role::Rep, "林晓", Language::Zh, "Asia/Shanghai").await;
    story.move_to("2026-03-03T16:30:00Z").await;
    // A row that the database will refuse whatever the program does.
    let mut c = story.test.owner().await;
    sqlx::query("alter table message add constraint poison check (text not like '%poison%') not valid")
        .execute(&mut c)
        .await
        .unwrap();
    let poison = rep.text("poison");
    rep.text("Visited Haida Foods");
    other.text("Visited Falk Hotels");
    let poison_of_lin = lin.text("poison 拜访了海达食品");
    story.settled().await;
    assert_eq!(story.number("select count(*) from inbox where state = 'failed'").await, 2);
    assert_eq!(story.texts("select name from customer order by 1").await, ["Falk Hotels", "Haida Foods"]);

    // Both learn of it, each in his language and once, as an answer to that message; it is kept as it came.
    for (phone, poison, language) in [(&rep, poison, Language::En), (&lin, poison_of_lin, Language::Zh)] {
        let said = say::failure(language).html.into_string();
        let from_bot = phone.from_bot();
        let told: Vec<_> = from_bot.iter().filter(|m| m.text == said).map(|m| m.reply_to).collect();
        assert_eq!(told, [Some(poison)], "{said}");
    }
    let said = say::failure(Language::En).html.into_string();
    assert!(other.from_bot().iter().all(|m| m.text != said), "nobody else hears of it");
    let kept = "select payload->'message'->>'text' from inbox where state = 'failed' order by 1";
    assert_eq!(story.texts(kept).await, ["poison", "poison 拜访了海达食品"]);
}

/// Machines whose clocks differ: what one of them makes is dated an hour ahead.
#[tokio::test(flavor = "multi_thread")]
async fn a_machine_with_a_slow_clock_writes_after_one_with_a_fast_clock() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    let ahead = system_now() + TimeDelta::hours(1);
    story.context.ids.next_at::<RecordId>(ahead);
    let first = rep.text("Visited Haas Cold Storage. Quoted 35k for display freezers.");
    story.settled().await;
    story.stop().await;

    story.context.ids = Ids::new(rapport::domain::IdMaker::new(99));
    story.start();
    rep.edit(first, "Visited Haas Cold Storage. Quoted 45k for display freezers.").unwrap();
    story.settled().await;
    // The next edit is compared with the last one, which must be found as such.
    rep.edit(first, "Visited Haas Cold Storage. Quoted 55k for display freezers.").unwrap();
    story.settled().await;
    let amounts = "select new->'money'->>'amount' from change where field = 'amount' order by change_id";
    assert_eq!(story.texts(amounts).await, ["35000", "45000", "55000"]);
    let deals = "select amount::bigint::text from opportunity where state = 'active'";
    assert_eq!(story.texts(deals).await, ["55000"]);
    let crossed = "select count(*) from change a join change b on b.change_id > a.change_id and b.message_id < a.message_id";
    assert_eq!(story.number(crossed).await, 0, "messages, too, are in the order of their arrival");
}
