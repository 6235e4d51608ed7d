//! `rapport run` begins and ends as it should: it says when it is ready, who may come in first, and what it lacks.

use std::process::Output;

use rapport::sandbox::State;

use super::bot::{Bot, telegram};
use super::{err, out, output};
use crate::support::db::db;

#[tokio::test]
async fn the_first_start_lets_an_administrator_in_and_the_second_says_nothing() {
    let (test, sandbox) = (db().await, telegram().await);
    let mut bot = Bot::start(&test, &sandbox);
    let ready = bot.event("ready").await;
    assert!(ready["elapsed_ms"].is_u64(), "{ready}");
    let polls = |state: &State| state.requests.iter().any(|r| r.method == "getUpdates").then_some(());
    sandbox.wait_for("the first poll", polls).await.unwrap();
    let (status, printed) = bot.stop().await;
    assert_eq!(status, Some(0));
    assert_eq!(printed.matches("https://t.me/rapport_bot?start=").count(), 1, "{printed}");

    let mut bot = Bot::start(&test, &sandbox);
    bot.event("ready").await;
    let (status, printed) = bot.stop().await;
    assert_eq!((status, printed.as_str()), (Some(0), ""), "the invite is open still");
    let leases = "select count(*) from bot_lease where leased_until > clock_timestamp()";
    let held: i64 = sqlx::query_scalar(leases).fetch_one(&test.pool).await.unwrap();
    assert_eq!(held, 0, "the lease was given back");
}

#[tokio::test]
async fn a_missing_and_a_wrong_token_say_what_to_do() {
    let (test, sandbox) = (db().await, telegram().await);
    let url = sandbox.url();
    let run = async |token: Option<&str>| -> Output {
        let mut vars = vec![("DATABASE_URL", test.url.as_str()), ("RAPPORT__TELEGRAM__API_URL", &url)];
        vars.extend(token.map(|t| ("TELOXIDE_TOKEN", t)));
        output(&["run"], &vars).await
    };
    for (token, says) in [
        (None, "/newbot"),
        (Some("nonsense"), "does not look like one of Telegram's"),
        (Some("1234567:AAanother-token"), "copy it again from @BotFather"),
    ] {
        let done = run(token).await;
        assert_eq!(done.status.code(), Some(1), "{token:?}");
        assert!(err(&done).contains(says), "{token:?}: {}", err(&done));
        assert_eq!(out(&done), "");
    }
    // A bot that is known starts without asking; a token that is refused then ends it all the same.
    let mut bot = Bot::start(&test, &sandbox);
    bot.event("ready").await;
    bot.stop().await;
    let done = run(Some("1234567:AAanother-token")).await;
    assert_eq!(done.status.code(), Some(1));
    assert!(err(&done).contains("does not accept the token"), "{}", err(&done));
    assert!(
        err(&done).contains("event=\"ready\""),
        "a log that goes to no terminal is plain: {}",
        err(&done)
    );
}
