//! First figures: the rep's own, and a manager's for the teams he manages.

use rapport::domain::person::{Language, Role};

use crate::support::story::Story;

#[tokio::test(flavor = "multi_thread")]
async fn a_rep_sees_his_own_figures_and_a_manager_those_of_his_team() {
    let mut story = Story::begin("2026-03-02T06:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    let silent = story.hire(Role::Rep, "Tom Becker", Language::En, "Europe/Berlin").await;
    let manager = story.hire(Role::Manager, "Marc Dubois", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-02T16:30:00Z").await;
    story.move_to("2026-03-02T16:50:00Z").await;
    rep.text("Visited Haida Foods. Quoted 35k for trucks.");
    story.settled().await;

    let ask = async |phone: &rapport::sandbox::Phone, text: &str| {
        let mark = phone.mark();
        phone.text(text);
        phone.wait_after(mark, "an answer", |_| true).await.unwrap().text
    };
    let missing = ask(&manager, "/missing").await;
    assert!(missing.contains("1 of 2"), "{missing}");
    assert!(missing.contains("Tom Becker") && !missing.contains("Anna Weber"), "{missing}");
    let before = ask(&rep, "/me").await;
    assert!(before.contains('–') && !before.contains('%'), "no rate before the cutoff: {before}");

    story.move_to("2026-03-03T09:00:00Z").await;
    let me = ask(&rep, "/me").await;
    assert!(me.contains("100") && me.contains("1 of 1") && me.contains("20 min"), "{me}");
    let mine = ask(&silent, "/me").await;
    assert!(mine.contains("0 of 1") && !mine.contains("20 min"), "{mine}");
    let stats = ask(&manager, "/stats week").await;
    assert!(stats.contains("1 of 2") && stats.contains("50"), "{stats}");
    let refused = ask(&rep, "/stats").await;
    assert!(!refused.contains("Tom"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_sees_no_other_team() {
    let mut story = Story::begin("2026-03-02T06:00:00Z").await;
    story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    let stranger = story.other_team("South").await;
    let manager =
        story.hire_into(stranger, Role::Manager, "Marc Dubois", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-02T16:30:00Z").await;
    story.move_to("2026-03-03T09:00:00Z").await;
    for text in ["/stats week", "/missing yesterday"] {
        let mark = manager.mark();
        manager.text(text);
        let answer = manager.wait_after(mark, "an answer", |_| true).await.unwrap().text;
        assert!(!answer.contains("Anna"), "{answer}");
    }
}
