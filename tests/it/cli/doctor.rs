//! The doctor says what is wrong, and what to do about it, with anything broken.

use super::bot::{TOKEN, telegram};
use super::{err, out, output};
use crate::support::db::db;

/// A place where no server can be.
const DEAD: &str = "postgres://nobody@localhost/none?host=/nonexistent";

/// Its verdict: exit status, and the lines by what they are about.
async fn asked(vars: &[(&str, &str)]) -> (Option<i32>, String) {
    let done = output(&["doctor"], vars).await;
    assert_eq!(err(&done), "");
    (done.status.code(), out(&done))
}

/// Whether a line begins with a level and a subject and says something.
fn tells(report: &str, level: &str, what: &str, said: &str) -> bool {
    report
        .lines()
        .any(|l| l.starts_with(level) && l[level.len()..].trim_start().starts_with(what) && l.contains(said))
}

#[tokio::test]
async fn all_is_well() {
    let (test, sandbox) = (db().await, telegram().await);
    let url = sandbox.url();
    let vars = [
        ("DATABASE_URL", test.url.as_str()),
        ("TELOXIDE_TOKEN", TOKEN),
        ("RAPPORT__TELEGRAM__API_URL", &url),
        ("RAPPORT__WEB__LISTEN", "127.0.0.1:0"),
    ];
    let (status, report) = asked(&vars).await;
    assert_eq!(status, Some(0), "{report}");
    for (level, what, said) in [
        ("ok", "settings", "defaults"),
        ("ok", "database", "as rapport_app; migrated"),
        ("ok", "clock", "agree"),
        ("ok", "token", "of @rapport_bot"),
        ("ok", "updates", "polling; 0 waiting"),
    ] {
        assert!(tells(&report, level, what, said), "{level} {what} {said}\n{report}");
    }
    assert!(!report.contains(TOKEN.split(':').nth(1).unwrap()), "the token is nobody's business");
}

#[tokio::test]
async fn everything_broken_at_once_is_told_one_by_one() {
    let sandbox = telegram().await;
    let url = sandbox.url();
    let vars = [
        ("DATABASE_URL", DEAD),
        ("TELOXIDE_TOKEN", "1234567:AAanother-token"),
        ("RAPPORT__TELEGRAM__MODUS", "polling"),
        // The rest is looked at with the default settings, so these don't count.
        ("RAPPORT__TELEGRAM__API_URL", &url),
    ];
    let (status, report) = asked(&vars).await;
    assert_eq!(status, Some(1), "{report}");
    assert!(tells(&report, "FAIL", "settings", "did you mean `telegram.mode`?"), "{report}");
    assert!(tells(&report, "FAIL", "database", "can't be reached"), "{report}");
    assert!(report.contains("→ start the server, or mend DATABASE_URL"), "{report}");
}

#[tokio::test]
async fn a_wrong_token_a_missing_one_and_a_misspelt_one() {
    let (test, sandbox) = (db().await, telegram().await);
    let url = sandbox.url();
    for (token, said, mend) in [
        (Some("1234567:AAanother-token"), "Telegram does not know it", "@BotFather"),
        (Some("nonsense"), "does not look like one", "@BotFather"),
        (None, "TELOXIDE_TOKEN is not set", "@BotFather"),
    ] {
        let mut vars = vec![("DATABASE_URL", test.url.as_str()), ("RAPPORT__TELEGRAM__API_URL", &url)];
        vars.extend(token.map(|t| ("TELOXIDE_TOKEN", t)));
        let (status, report) = asked(&vars).await;
        assert_eq!(status, Some(1), "{report}");
        assert!(tells(&report, "FAIL", "token", said) && report.contains(mend), "{report}");
        assert!(tells(&report, "ok", "database", "migrated"), "one fault hides no other look\n{report}");
    }
}

#[tokio::test]
async fn telegram_out_of_reach_and_a_webhook_left_behind() {
    let (test, sandbox) = (db().await, telegram().await);
    let url = sandbox.url();
    let client = rapport::telegram::Client::new(TOKEN, &url).unwrap();
    let webhook =
        rapport::telegram::Webhook { url: "https://example.com/hook".into(), secret: "x".repeat(16) };
    client.set_webhook(&webhook).await.unwrap();
    let mut vars = vec![
        ("DATABASE_URL", test.url.as_str()),
        ("TELOXIDE_TOKEN", TOKEN),
        ("RAPPORT__TELEGRAM__API_URL", &url),
        ("RAPPORT__WEB__LISTEN", ""),
    ];
    let (status, report) = asked(&vars).await;
    assert_eq!(status, Some(0), "{report}");
    assert!(tells(&report, "warn", "updates", "a webhook is set, but telegram.mode is polling"), "{report}");

    sandbox.stop().await;
    let (status, report) = asked(&vars).await;
    assert_eq!(status, Some(1));
    assert!(tells(&report, "FAIL", "telegram", "can't be reached") && report.contains("VPN"), "{report}");

    vars.extend([("RAPPORT__CLOCK__MODE", "controlled"), ("RAPPORT__LOG__FILTER", "a=b=c")]);
    let (_, report) = asked(&vars).await;
    assert!(tells(&report, "FAIL", "clock", "never set"), "{report}");
    assert!(tells(&report, "FAIL", "settings", "log.filter"), "{report}");
}

#[tokio::test]
async fn a_database_that_is_not_migrated() {
    let empty = crate::support::db::empty().await;
    for (migrate, level, mend) in
        [("true", "warn", "`rapport run` runs them"), ("false", "FAIL", "run `rapport migrate`")]
    {
        let vars = [("DATABASE_URL", empty.owner_url.as_str()), ("RAPPORT__DATABASE__MIGRATE", migrate)];
        let (_, report) = asked(&vars).await;
        assert!(tells(&report, level, "database", "have not run") && report.contains(mend), "{report}");
    }
    let done =
        output(&["people"], &[("DATABASE_URL", &empty.owner_url), ("RAPPORT__DATABASE__MIGRATE", "false")])
            .await;
    assert_eq!(done.status.code(), Some(1));
    assert!(err(&done).contains("run `rapport migrate`"), "{}", err(&done));
    let done = output(&["migrate"], &[("DATABASE_URL", &empty.owner_url)]).await;
    assert_eq!(done.status.code(), Some(0), "{}", err(&done));
    assert!(out(&done).starts_with("migrated: 1 "), "{}", out(&done));
    let vars = [("DATABASE_URL", empty.owner_url.as_str()), ("RAPPORT__DATABASE__MIGRATE", "false")];
    assert!(tells(&asked(&vars).await.1, "ok", "database", "migrated"));
}
