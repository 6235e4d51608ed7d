//! The command line, as people and scripts use it: the program itself is run, with an environment of its own.

mod bot;
mod calendar;
mod doctor;
mod import;
mod run;
mod webhook;

use std::process::{Output, Stdio};

use rapport::domain::person::{Language, Role};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::support::db::{TestDb, db};
use crate::support::story::Story;

/// The program with these variables, and nothing else of our environment that could change what it does.
fn rapport(args: &[&str], vars: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapport"));
    command.args(args).env_clear().envs(vars.iter().copied()).stdin(Stdio::null());
    for kept in ["PATH", "PG_BIN_DIR", "HOME"] {
        command.envs(std::env::var_os(kept).map(|value| (kept, value)));
    }
    command.kill_on_drop(true);
    command
}

async fn output(args: &[&str], vars: &[(&str, &str)]) -> Output {
    rapport(args, vars).output().await.unwrap()
}

/// Runs it over a test's database, expects success, and gives what it printed.
async fn on(test: &TestDb, args: &[&str]) -> String {
    let done = output(args, &[("DATABASE_URL", &test.url)]).await;
    assert_eq!(done.status.code(), Some(0), "{}", err(&done));
    out(&done)
}

async fn told(test: &TestDb, args: &[&str]) -> Value {
    serde_json::from_str(&on(test, args).await).unwrap()
}

fn out(done: &Output) -> String {
    String::from_utf8(done.stdout.clone()).unwrap()
}

fn err(done: &Output) -> String {
    String::from_utf8(done.stderr.clone()).unwrap()
}

async fn piped(args: &[&str], input: &[u8]) -> Output {
    let mut command = rapport(args, &[]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).await.unwrap();
    child.wait_with_output().await.unwrap()
}

#[tokio::test]
async fn lines_are_read_in_order_and_bad_ones_are_told() {
    let line = |id: u32, text: &str| {
        format!(
            "{{\"id\": \"{id}\", \"text\": \"{text}\", \"now\": \"2026-03-04T18:00:00+08:00\", \"extra\": 1}}\n"
        )
    };
    let good = [line(1, "Nothing to report"), line(2, "今天没什么可报的"), line(3, "")].concat();
    let done = piped(&["parse", "--jsonl"], good.as_bytes()).await;
    assert_eq!(done.status.code(), Some(0), "{}", err(&done));
    let lines: Vec<Value> = out(&done).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.iter().map(|l| l["id"].as_str().unwrap()).collect::<Vec<_>>(), ["1", "2", "3"]);
    assert_eq!(lines.iter().map(|l| l["no_activity"] == true).collect::<Vec<_>>(), [true, true, false]);

    let mixed = [&line(1, "ok"), "[1, 2]\n", "\n", &line(4, "ok")].concat();
    let done = piped(&["parse", "--jsonl"], mixed.as_bytes()).await;
    assert_eq!(done.status.code(), Some(1));
    let lines: Vec<Value> = out(&done).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let bad: Vec<bool> = lines.iter().map(|l| l["error"].is_string()).collect();
    assert_eq!(bad, [false, true, true, false]);

    let done = piped(
        &["entities", "--jsonl"],
        "{\"id\": 7, \"text\": \"三百万\", \"kind\": \"money\"}\n".as_bytes(),
    )
    .await;
    let found: Value = serde_json::from_str(&out(&done)).unwrap();
    assert_eq!((&found["id"], &found["entities"][0]["amount"]), (&7.into(), &3_000_000.into()));
}

#[tokio::test]
async fn a_reader_that_has_seen_enough_is_no_failure() {
    let line = "{\"text\": \"ok\", \"now\": \"2026-03-04T18:00:00+08:00\"}\n";
    let mut command = rapport(&["parse", "--jsonl"], &[]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    // It may end before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(line.repeat(1000).as_bytes()).await;
    let done = child.wait_with_output().await.unwrap();
    assert_eq!((done.status.code(), err(&done).as_str()), (Some(0), ""));
}

#[tokio::test]
async fn help_and_usage_have_their_own_exit_codes() {
    for command in
        ["run", "demo", "migrate", "invite", "people", "import", "stats", "parse", "entities", "doctor"]
    {
        let done = output(&[command, "--help"], &[]).await;
        assert_eq!(done.status.code(), Some(0), "{command}");
        assert!(out(&done).contains("Usage: rapport"), "{command}");
    }
    for (args, says) in [
        (&["nonsense"][..], "unrecognized subcommand"),
        (&["parse"], "--jsonl"),
        (&["invite", "--role", "boss", "--name", "A"], "roles are rep, service"),
        (&["invite", "--role", "rep", "--name", "A", "--timezone", "Mars"], "--timezone"),
    ] {
        let done = output(args, &[]).await;
        assert_eq!(done.status.code(), Some(2), "{args:?}");
        assert!(err(&done).contains(says), "{args:?}: {}", err(&done));
    }
    let done = output(&["people"], &[("RAPPORT__TELEGRAM__MODUS", "polling")]).await;
    assert_eq!(done.status.code(), Some(1));
    assert!(err(&done).contains("did you mean `telegram.mode`?"), "{}", err(&done));
}

#[tokio::test]
async fn an_invite_is_a_link_of_which_only_a_hash_stays() {
    let story = Story::quiet("2026-03-02T08:00:00Z").await;
    let args =
        ["invite", "--role", "rep", "--name", "Anna Weber", "--team", "South", "--lang", "en", "--json"];
    let made = told(&story.test, &args).await;
    let code = made["code"].as_str().unwrap();
    assert!(code.len() >= 22 && code.len() <= 64, "128 bits or more, in what a link can carry");
    assert!(code.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b)));
    assert_eq!(made["link"], format!("https://t.me/rapport_bot?start={code}"));
    assert_eq!(made["team"], "South");
    assert_eq!(story.number("select count(*) from team where name = 'South'").await, 1);
    let hash = hex::encode(rapport::store::invite::hash(code));
    assert_eq!(story.texts("select encode(code_hash, 'hex') from invite").await, [hash]);

    // The same team again is no second one; the text for people has the link, too.
    let said = on(&story.test, &["invite", "--role", "manager", "--name", "M", "--team", "South"]).await;
    assert!(said.contains("https://t.me/rapport_bot?start="), "{said}");
    assert_eq!(story.number("select count(*) from team where name = 'South'").await, 1);
}

#[tokio::test]
async fn an_invite_by_the_command_line_lets_its_person_in() {
    let mut story = Story::begin("2026-03-02T08:00:00Z").await;
    let args = [
        "invite",
        "--role",
        "rep",
        "--name",
        "林晓",
        "--lang",
        "zh",
        "--timezone",
        "Asia/Shanghai",
        "--json",
    ];
    let vars = [("DATABASE_URL", story.test.url.as_str()), ("RAPPORT__CLOCK__MODE", "controlled")];
    let made: Value = serde_json::from_str(&out(&output(&args, &vars).await)).unwrap();
    let phone = story.phone("Lin");
    phone.start(made["code"].as_str());
    phone.wait_for("a welcome", |m| m.text.contains("林晓")).await.unwrap();
    story.settled().await;
    let people = told(&story.test, &["people", "--json"]).await;
    assert_eq!(people[0]["name"], "林晓");
    assert_eq!(people[0]["timezone"], "Asia/Shanghai");
    assert_eq!(people[0]["language"], "zh-CN");
    let table = on(&story.test, &["people"]).await;
    assert!(table.lines().nth(1).unwrap().contains("林晓"), "{table}");
}

#[tokio::test]
async fn the_first_invite_makes_the_organisation() {
    let test = db().await;
    let made = told(&test, &["invite", "--role", "admin", "--name", "A", "--json"]).await;
    assert_eq!(made["link"], Value::Null, "nobody knows the bot yet");
    let organisations = "select count(*) from org join calendar using (org_id) where length(salt) = 32";
    let count: i64 = sqlx::query_scalar(organisations).fetch_one(&mut test.superuser().await).await.unwrap();
    assert_eq!(count, 1);
    assert_eq!(on(&test, &["people"]).await, "");
    assert_eq!(on(&test, &["migrate"]).await, "the database is up to date\n");
}

#[tokio::test]
async fn figures_of_the_command_line_are_those_of_the_chat() {
    let mut story = Story::begin("2026-03-02T06:00:00Z").await;
    let anna = story.hire(Role::Rep, "Anna", Language::En, "Europe/Berlin").await;
    story.hire(Role::Rep, "Tom", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-02T16:30:00Z").await;
    story.move_to("2026-03-02T16:50:00Z").await;
    anna.text("Nothing to report today");
    story.settled().await;
    story.move_to("2026-03-03T12:00:00Z").await;

    let vars = [("DATABASE_URL", story.test.url.as_str()), ("RAPPORT__CLOCK__MODE", "controlled")];
    let day = ["stats", "--from", "2026-03-02", "--to", "2026-03-02"];
    let done = output(&[&day[..], &["--json"]].concat(), &vars).await;
    let told: Value = serde_json::from_str(&out(&done)).unwrap();
    let whole = &told["organisation"]["figures"];
    assert_eq!(whole["response_rate"], json!({ "num": 1, "den": 2, "value": 0.5 }));
    assert_eq!(whole["latency_seconds"]["p50_wall"], 20 * 60);
    assert_eq!((&whole["open"], &whole["excused"]), (&json!(0), &json!(0)));
    assert_eq!(told["teams"][0]["name"], "North");
    assert_eq!(told["teams"][0]["figures"], *whole, "there is one team");
    let of_people = told["people"].as_array().unwrap();
    let of = of_people.iter().map(|p| (&p["name"], &p["figures"]["response_rate"]["value"]));
    assert_eq!(of.collect::<Vec<_>>(), [(&json!("Anna"), &json!(1.0)), (&json!("Tom"), &json!(0.0))]);

    let table = out(&output(&day, &vars).await);
    assert!(
        table.lines().any(|l| l.contains("Anna") && l.contains("100 %") && l.contains("20 min")),
        "{table}"
    );
    let wrong = output(&["stats", "--from", "2026-03-02", "--to", "2026-03-01"], &vars).await;
    assert_eq!(wrong.status.code(), Some(1));
    assert!(err(&wrong).contains("before it begins"), "{}", err(&wrong));
    let nobody = db().await;
    let done = output(&["stats"], &[("DATABASE_URL", &nobody.url)]).await;
    assert_eq!(done.status.code(), Some(1));
    assert!(err(&done).contains("the first `rapport run` makes it"), "{}", err(&done));
}
