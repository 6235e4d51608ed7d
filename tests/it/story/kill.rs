//! `kill -9` of the program at any moment while replies arrive: every reply that was handed out is recorded once, and no
//! prompt is sent twice.

use std::process::Stdio;

use rapport::domain::person::{Language, Role};
use tokio::process::{Child, Command};

use crate::support::story::{Story, TOKEN};

/// The bot as a process of its own, on the story's database and stand-in.
fn run(story: &Story) -> Child {
    Command::new(env!("CARGO_BIN_EXE_rapport"))
        .arg("run")
        .env_clear()
        .env("TELOXIDE_TOKEN", TOKEN)
        .env("DATABASE_URL", &story.test.owner_url)
        .env("RAPPORT__TELEGRAM__API_URL", story.sandbox.url())
        .env("RAPPORT__CLOCK__MODE", "controlled")
        .env("RAPPORT__WEB__LISTEN", "")
        .env("RAPPORT__LOG__FILTER", "warn")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_ten_times_it_records_each_reply_once_and_prompts_once() {
    const REPS: usize = 4;
    const KILLS: usize = 10;
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let mut reps = Vec::new();
    for i in 0..REPS {
        reps.push(story.hire(Role::Rep, &format!("Rep {i}"), Language::En, "Europe/Berlin").await);
    }
    story.stop().await;
    let before = story.number("select count(*) from message").await;
    story.move_to("2026-03-03T16:30:00Z").await;

    let mut sent = 0_i64;
    for kill in 0..KILLS {
        let mut process = run(&story);
        for rep in &reps {
            sent += 1;
            rep.text(&format!("Visited customer number {sent} Foods"));
        }
        // Each time it is killed at another moment: after one or two more requests to the Bot API (chats of which a
        // message was on its way rest until its lease ends, so more may be long in coming).
        let seen = story.sandbox.read(|s| s.requests.len());
        let until = seen + 1 + kill % 2;
        story.sandbox.wait_for("requests", |s| (s.requests.len() >= until).then_some(())).await.unwrap();
        process.kill().await.unwrap();
    }
    // The last one finishes what the others left, past the leases of what they were sending.
    let mut last = run(&story);
    story.handled_elsewhere().await;
    last.kill().await.unwrap();

    let recorded = story.number("select count(*) from message").await - before;
    assert_eq!(recorded, sent, "each reply once");
    let distinct = story
        .number("select count(distinct text) from message where text like 'Visited customer number%'")
        .await;
    assert_eq!(distinct, sent);
    assert_eq!(story.number("select count(*) from inbox where state <> 'done'").await, 0);
    for rep in &reps {
        let prompts =
            rep.from_bot().into_iter().filter(|m| !m.buttons().is_empty() && m.text.contains("Rep")).count();
        assert!(prompts <= 1, "{prompts} prompts");
    }
    let prompts = "select count(*) from outbox where kind = 'prompt'";
    assert!(story.number(prompts).await <= i64::try_from(REPS).unwrap());
}
