//! Who may come in: nobody without an invite, and each invite once.

use rapport::domain::person::{Language, Role};

use crate::support::story::Story;

const NOW: &str = "2026-03-03T09:00:00Z";

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_learns_nothing_and_changes_nothing() {
    let mut story = Story::begin(NOW).await;
    let admin = story.hire(Role::Admin, "Ines Amt", Language::En, "Europe/Berlin").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    let tables = "select (select count(*) from person) + (select count(*) from customer) + (select count(*) from change)
                       + (select count(*) from message where text is not null or raw <> '{}') + (select count(*) from review_item)";
    let before = story.number(tables).await;

    let stranger = story.phone("Mallory");
    for text in [
        "/start",
        "/start not-a-code",
        "/stats",
        "/missing",
        "visited Haida, quoted 35k",
        "/fix 2a amount 1",
        "/queue",
    ] {
        let mark = stranger.mark();
        stranger.text(text);
        let answer = stranger.wait_after(mark, "an answer", |_| true).await.unwrap().text;
        assert!(answer.contains("Ines Amt"), "whom to ask: {answer}");
        assert!(!answer.contains("Anna") && !answer.contains("Acme"), "nothing else: {answer}");
    }
    story.settled().await;
    assert_eq!(story.number(tables).await, before);
    assert!(rep.from_bot().len() == 1 && admin.from_bot().len() == 1, "nobody else hears of it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_is_answered_in_his_clients_language() {
    let mut story = Story::begin(NOW).await;
    let stranger = story.phone_in("陌生人", "zh-hans");
    stranger.start(None);
    let answer = stranger.wait_for("an answer", |_| true).await.unwrap().text;
    assert!(answer.contains("邀请"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invite_works_once_and_not_for_ever() {
    let mut story = Story::begin(NOW).await;
    let code = story.invite(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    let (first, second) = (story.phone("One"), story.phone("Two"));
    first.start(Some(&code));
    first.wait_for("a welcome", |m| m.text.contains("Anna Weber")).await.unwrap();
    second.start(Some(&code));
    second.wait_for("a refusal", |_| true).await.unwrap();
    story.settled().await;
    assert_eq!(story.number("select count(*) from person").await, 1);

    let late = story.invite(Role::Rep, "Tom Becker", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-11T09:00:00Z").await;
    let third = story.phone("Three");
    third.start(Some(&late));
    let refusal = third.wait_for("a refusal", |_| true).await.unwrap().text;
    assert_eq!(refusal, second.from_bot()[0].text, "expired and used sound alike");
    assert_eq!(story.number("select count(*) from person").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_at_once_with_one_invite_are_one_person() {
    let mut story = Story::quiet(NOW).await;
    let code = story.invite(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    for name in ["One", "Two", "Three"] {
        story.phone(name).start(Some(&code));
    }
    story.start();
    story.settled().await;
    assert_eq!(story.number("select count(*) from person").await, 1);
    assert_eq!(story.number("select count(*) from inbox where state = 'failed'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_are_offered_by_role_and_language_and_a_known_person_is_greeted() {
    let mut story = Story::begin(NOW).await;
    let rep = story.hire(Role::Rep, "林晓", Language::Zh, "Asia/Shanghai").await;
    let offered = story.sandbox.read(|s| {
        let sets = s.requests.iter().filter(|r| r.method == "setMyCommands");
        sets.map(|r| serde_json::to_string(&r.params).unwrap()).collect::<Vec<_>>()
    });
    assert!(
        offered.len() == 1 && offered[0].contains("fix") && !offered[0].contains("missing"),
        "{offered:?}"
    );
    let mark = rep.mark();
    rep.start(None);
    let greeting = rep.wait_after(mark, "a greeting", |_| true).await.unwrap().text;
    assert!(greeting.contains("林晓"), "{greeting}");
    let mark = rep.mark();
    rep.text("/stats");
    let refusal = rep.wait_after(mark, "a refusal", |_| true).await.unwrap().text;
    assert!(!refusal.contains('%'), "{refusal}");
}

#[tokio::test(flavor = "multi_thread")]
async fn put_into_a_group_the_bot_says_so_and_leaves() {
    let mut story = Story::begin(NOW).await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    rep.make_group(-77, "Team");
    story.sandbox.wait_for_request("leaveChat", |_| true).await.unwrap();
    story.settled().await;
    assert_eq!(story.number("select count(*) from outbox where state = 'failed'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_blocks_the_bot_is_marked_until_he_comes_back() {
    let mut story = Story::begin(NOW).await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    rep.block_bot();
    story.settled().await;
    assert_eq!(story.texts("select status from person").await, ["blocked"]);
    rep.unblock_bot();
    rep.start(None);
    story.settled().await;
    assert_eq!(story.texts("select status from person").await, ["active"]);
}
