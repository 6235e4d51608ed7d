//! Feedback: with a name it goes and comes like any message; without one nothing in the database leads back.

use rapport::domain::person::{Language, Role};
use rapport::sandbox::{Message, Phone};
use sqlx::{AssertSqlSafe, Row};

use crate::support::story::Story;

async fn ask(phone: &Phone, text: &str) -> Message {
    let mark = phone.mark();
    phone.text(text);
    phone.wait_after(mark, "an answer", |_| true).await.unwrap()
}

fn token_in(text: &str) -> String {
    let line = text.lines().find(|l| l.starts_with("/feedback ")).unwrap();
    line.trim_start_matches("/feedback ").to_owned()
}

/// All rows of all tables that hold any of some texts, each as (table, row).
async fn rows_with(story: &Story, wanted: &[&str]) -> Vec<(String, String)> {
    let mut c = story.test.superuser().await;
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
    )
    .fetch_all(&mut c)
    .await
    .unwrap();
    assert!(tables.len() > 30, "{tables:?}");
    let mut found = Vec::new();
    for table in tables {
        let sql = format!("SELECT to_jsonb(t)::text AS row FROM \"{table}\" t");
        for row in sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut c).await.unwrap() {
            let row: String = row.get("row");
            if wanted.iter().any(|w| row.contains(w)) {
                found.push((table.clone(), row));
            }
        }
    }
    found
}

/// Rows may go (the inbox is cleared of what is done), none may come or change.
#[track_caller]
fn nothing_new(before: &[(String, String)], now: &[(String, String)]) {
    let new: Vec<_> = now.iter().filter(|row| !before.contains(row)).collect();
    assert!(new.is_empty(), "{new:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn feedback_with_a_name_is_answered_in_the_chat() {
    let mut story = Story::begin("2026-03-02T06:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    let manager = story.hire(Role::Manager, "马克", Language::Zh, "Asia/Shanghai").await;
    let south = story.other_team("South").await;
    let other = story.hire_into(south, Role::Manager, "Eva", Language::En, "Europe/Berlin").await;
    assert!(ask(&rep, "/feedback").await.text.contains("/feedback anon"));
    assert!(ask(&manager, "/feedback").await.text.contains("还没有反馈"));

    let (mark, others) = (manager.mark(), other.mark());
    let asked = ask(&rep, "/feedback The <forms> take too long").await;
    assert!(asked.text.contains("nobody gets it"), "{}", asked.text);
    rep.tap_label(asked.id, "With my name").unwrap();
    let came = manager.wait_after(mark, "the feedback", |_| true).await.unwrap().text;
    assert!(came.contains("Anna Weber的反馈") && came.contains("The <forms> take too long"), "{came}");
    // Tapping again sends nothing again, and choosing otherwise is too late.
    story.settled().await;
    let told = manager.mark();
    rep.tap_label(asked.id, "Without my name").unwrap();
    rep.tap_label(asked.id, "With my name").unwrap();
    story.settled().await;
    assert_eq!(manager.mark(), told);
    assert_eq!(other.mark(), others, "another team's manager is not told");
    assert!(ask(&other, "/reply 2a No").await.text.contains("I know no feedback 2a"));

    let mark = rep.mark();
    manager.text("/reply 2a 我们会改");
    let answer = rep.wait_after(mark, "the answer", |m| m.text.contains("我们会改")).await.unwrap().text;
    assert!(answer.contains("The <forms> take too long"), "{answer}");
    // The manager's own confirmation may come after the rep has the answer.
    story.settled().await;
    assert!(ask(&manager, "/feedback").await.text.contains("已答复：我们会改"));
}

#[tokio::test(flavor = "multi_thread")]
async fn feedback_without_a_name_leads_to_nobody() {
    let mut story = Story::begin("2026-03-02T06:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    let manager = story.hire(Role::Manager, "Marc Dubois", Language::En, "Europe/Berlin").await;
    story.settled().await;
    // Her day is open by then: the schedule adds nothing meanwhile.
    story.move_to("2026-03-02T08:00:00Z").await;
    story.settled().await;
    let chat = rep.user_id().to_string();
    let anna = story.texts("SELECT person_id::text FROM person WHERE name = 'Anna Weber'").await.remove(0);
    let of_anna = [anna.as_str(), chat.as_str(), "Anna Weber"];
    let before = rows_with(&story, &of_anna).await;

    // Typed at once, chosen by a tap, edited from one into the other, and with a slip in the command.
    let first = ask(&rep, "/feedback anon plum-words are too many").await;
    let second = ask(&rep, "/feedback quince-words are too few").await;
    story.settled().await;
    let mark = rep.mark();
    rep.tap_label(second.id, "Without my name").unwrap();
    let second = rep.wait_after(mark, "the token", |_| true).await.unwrap();
    let undecided = rep.text("/feedback medlar-words are odd");
    story.settled().await;
    let mark = rep.mark();
    rep.edit(undecided, "/feedback anon medlar-words are fine").unwrap();
    let third = rep.wait_after(mark, "the token", |_| true).await.unwrap();
    ask(&rep, "/fedback anon sorb-words").await;
    story.settled().await;
    let tokens = [token_in(&first.text), token_in(&second.text), token_in(&third.text)];
    assert!(tokens[0] != tokens[1] && tokens[1] != tokens[2], "{tokens:?}");
    assert!(first.text.contains("backups") && first.text.contains("small team"), "{}", first.text);

    // Nothing more is kept of her than before: no row of any table names her now that did not then.
    nothing_new(&before, &rows_with(&story, &of_anna).await);
    let words = rows_with(&story, &["plum-words", "quince-words", "medlar-words", "sorb-words"]).await;
    for (table, row) in &words {
        assert!(matches!(table.as_str(), "feedback" | "outbox"), "{table}: {row}");
        assert!(of_anna.iter().all(|w| !row.contains(w)), "{table}: {row}");
        assert!(!row.contains("sorb"), "{table}: {row}");
    }
    assert_eq!(words.iter().filter(|(table, _)| table == "feedback").count(), 3);
    assert_eq!(rows_with(&story, &tokens.each_ref().map(String::as_str)).await, []);

    // The answer waits under its token, and fetching it leaves no trace either.
    let list = ask(&manager, "/feedback").await.text;
    assert!(list.contains("without a name") && list.contains("plum-words"), "{list}");
    let none = ask(&rep, &format!("/feedback {}", tokens[0])).await.text;
    assert!(none.contains("No answer yet"), "{none}");
    ask(&manager, "/reply 2a Fewer plums then").await;
    let answer = ask(&rep, &format!("/feedback {}", tokens[0].to_uppercase())).await.text;
    assert!(answer.contains("plum-words") && answer.contains("Fewer plums then"), "{answer}");
    let wrong = ask(&rep, "/feedback aaaa-aaaa-aaaa-aaaa").await.text;
    assert!(wrong.contains("I know no feedback"), "{wrong}");
    story.settled().await;
    nothing_new(&before, &rows_with(&story, &of_anna).await);

    // Two feedbacks of one person have nothing in common but their kind and their day.
    let mut c = story.test.superuser().await;
    let same: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM feedback a JOIN feedback b ON a.number < b.number
         WHERE a.feedback_id = b.feedback_id OR a.token_hash = b.token_hash OR a.person_id IS NOT NULL
            OR substr(a.feedback_id::text, 1, 8) = substr(b.feedback_id::text, 1, 8)",
    )
    .fetch_one(&mut c)
    .await
    .unwrap();
    assert_eq!(same, 0);
}
