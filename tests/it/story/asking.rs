//! Questions on the card: answered by a tap, as a reply, or simply next; refused, has none, don't know; unsure readings;
//! never a message of their own, never twice in a week, and the queue only after the day.

use rapport::domain::person::{Language, Role};
use rapport::sandbox::{Message, Phone};

use crate::support::story::Story;

/// The card of the day, as it stands.
pub(super) fn card(phone: &Phone) -> Message {
    let is_card =
        |m: &Message| m.buttons().iter().any(|b| b.text == "Fix" || b.text == "修改" || b.text == "Cancel");
    phone.from_bot().into_iter().rfind(is_card).expect("a card")
}

/// The line of the card that asks.
fn asked(phone: &Phone) -> Option<String> {
    card(phone).text.lines().find(|l| l.starts_with('❓')).map(str::to_owned)
}

async fn rep(story: &mut Story) -> Phone {
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-03T16:30:00Z").await;
    rep
}

const ANSWERS: &str = "select field || ' ' || coalesce(answer, 'open') from question order by question_id";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_asked_on_the_card_and_answered_simply_next() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = rep(&mut story).await;
    let before = rep.from_bot().len();
    rep.text("New customer Haida Foods, contact Maria Lopez. Quoted 350k for cold-chain trucks.");
    story.settled().await;
    assert_eq!(asked(&rep).unwrap(), "❓ What's the phone number of Haida Foods?");
    rep.text("+49 30 901820");
    story.settled().await;
    assert_eq!(story.texts("select phone from customer").await, ["+4930901820"]);
    // The next one comes on the same card.
    assert_eq!(asked(&rep).unwrap(), "❓ What is Maria Lopez's job?");
    rep.text("head of purchasing");
    story.settled().await;
    assert_eq!(story.texts("select occupation from contact").await, ["head of purchasing"]);
    assert_eq!(story.texts("select coalesce(occupation, '-') from customer").await, ["-"]);
    assert_eq!(story.texts(ANSWERS).await, ["phone given", "occupation given"]);
    assert_eq!(asked(&rep), None, "two are enough");
    assert_eq!(rep.from_bot().len(), before + 1, "one card, and no message more");
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_are_answers_typed_and_tapped_and_leave_the_base() {
    let mut story = Story::begin("2026-03-03T02:00:00Z").await;
    let rep = story.hire(Role::Rep, "林晓", Language::Zh, "Asia/Shanghai").await;
    story.move_to("2026-03-03T09:30:00Z").await;
    rep.text("新客户王芳，35岁，是老师");
    story.settled().await;
    assert_eq!(asked(&rep).unwrap(), "❓ 王芳的电话是多少？");
    rep.tap_label(card(&rep).id, "对方不愿说").unwrap();
    story.settled().await;
    let told = "select coalesce(phone_state, '-') from customer order by number";
    assert_eq!(story.texts(told).await, ["refused"]);
    rep.text("新客户华信科技，报价20万");
    story.settled().await;
    assert_eq!(asked(&rep).unwrap(), "❓ 华信科技的电话是多少？");
    rep.text("没有");
    story.settled().await;
    assert_eq!(story.texts(told).await, ["refused", "not_applicable"]);
    assert_eq!(story.texts(ANSWERS).await, ["phone refused", "phone not_applicable"]);
    story.move_to("2026-03-04T02:00:00Z").await;
    // Of the key fields only those told count: 王芳's age and job; of the deal product, amount and day of closing.
    let counts = "select filled || '/' || applicable from check_in where local_date = '2026-03-03'";
    assert_eq!(story.texts(counts).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_left_open_is_not_asked_again_for_a_week_and_an_old_tap_changes_nothing() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = rep(&mut story).await;
    rep.text("Visited Haida Foods, a new customer");
    story.settled().await;
    assert_eq!(asked(&rep).unwrap(), "❓ What's the phone number of Haida Foods?");
    let old = card(&rep);
    let unknown = old.buttons().into_iter().find(|b| b.text == "Won't say").unwrap().data.unwrap();
    rep.text("skip");
    story.settled().await;
    assert_eq!(story.texts(ANSWERS).await, ["phone later"]);
    let tap = rep.tap_anyway(old.id, &unknown);
    story.settled().await;
    assert!(!tap.is_empty());
    assert_eq!(story.texts(ANSWERS).await, ["phone later"], "nothing was changed");
    assert_eq!(story.number("select count(*) from customer where phone_state is not null").await, 0);
    for (at, day) in [("2026-03-04T17:00:00Z", 4), ("2026-03-05T17:00:00Z", 5)] {
        story.move_to(at).await;
        rep.text("Visited Haida Foods again");
        story.settled().await;
        assert_eq!(story.number("select count(*) from question").await, 1, "{day}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_to_the_card_answers_after_other_things_were_said() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = rep(&mut story).await;
    rep.text("New customer Haida Foods. Quoted 350k for trucks.");
    story.settled().await;
    let first = card(&rep).id;
    rep.text("Also called Bergmann Logistics");
    story.settled().await;
    assert_eq!(asked(&rep).unwrap(), "❓ What's the phone number of Haida Foods?", "it still stands");
    rep.reply_to(first, "030 901820");
    story.settled().await;
    assert_eq!(
        story.texts("select name || ' ' || coalesce(phone, '-') from customer order by name").await,
        ["Bergmann Logistics -", "Haida Foods +4930901820"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_it_was_is_asked_and_answered_by_tap_or_by_name() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = rep(&mut story).await;
    rep.text("quoted 48k for the trucks");
    story.settled().await;
    assert_eq!(asked(&rep).unwrap(), "❓ 💼 trucks · €48,000 · Proposal: which customer is that?");
    assert_eq!(story.number("select count(*) from opportunity").await, 0, "nothing is guessed");
    rep.text("Haida Foods");
    story.settled().await;
    let deals = "select c.name || ' ' || o.amount::float8 from opportunity o join customer c using (org_id, customer_id)";
    assert_eq!(story.texts(deals).await, ["Haida Foods 48000"]);
    assert_eq!(story.texts("select state from review_item").await, ["done"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_answered_goes_to_the_queue_after_the_day() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let assistant = story.hire(Role::Assistant, "Priya Nair", Language::En, "Europe/Berlin").await;
    let rep = rep(&mut story).await;
    rep.text("quoted 48k for the trucks");
    story.settled().await;
    let queue = async |story: &Story| {
        let mark = assistant.mark();
        assistant.text("/queue");
        let shown = assistant.wait_after(mark, "the queue", |_| true).await.unwrap().text;
        story.settled().await;
        shown
    };
    assert!(!queue(&story).await.contains("48k"), "the rep is being asked");
    story.move_to("2026-03-04T09:30:00Z").await;
    assert!(queue(&story).await.contains("48k"), "nothing is dropped");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amount_that_differs_by_a_nought_is_asked_about_with_both_as_buttons() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = rep(&mut story).await;
    rep.text("Quoted Haida Foods 350k for trucks");
    story.settled().await;
    rep.text("Quoted Haida Foods 35k for trucks");
    story.settled().await;
    assert!(asked(&rep).unwrap().ends_with("€35,000 · Proposal: which amount is it?"), "{:?}", asked(&rep));
    let amount = "select (amount::float8)::text from opportunity";
    assert_eq!(story.texts(amount).await, ["350000"], "nothing is guessed");
    let labels: Vec<String> = card(&rep).buttons().into_iter().map(|b| b.text).take(3).collect();
    assert_eq!(labels, ["€35,000", "€350,000", "Not now"]);
    rep.tap_label(card(&rep).id, "€35,000").unwrap();
    story.settled().await;
    assert_eq!(story.texts(amount).await, ["35000"]);
    assert!(card(&rep).text.contains("€350,000 → €35,000"), "{}", card(&rep).text);
    assert_eq!(story.texts("select state from review_item").await, ["done"]);
    // The other way round, on the next day, typed.
    story.move_to("2026-03-04T16:45:00Z").await;
    rep.text("Quoted Haida Foods 350k for trucks");
    story.settled().await;
    let on = asked(&rep).unwrap();
    rep.text("35k");
    story.settled().await;
    assert_eq!(story.texts(amount).await, ["35000"], "{on}");
    assert_eq!(story.number("select count(*) from review_item where state = 'open'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_like_names_one_is_tapped() {
    let mut story = Story::begin("2026-03-03T02:00:00Z").await;
    let rep = story.hire(Role::Rep, "林晓", Language::Zh, "Asia/Shanghai").await;
    story.move_to("2026-03-03T09:30:00Z").await;
    rep.text("拜访了海达食品，拜访了海达物流，拜访了华信科技");
    story.settled().await;
    assert!(asked(&rep).unwrap().ends_with("的电话是多少？"), "{:?}", asked(&rep));
    rep.text("给海达打了电话");
    story.settled().await;
    assert!(asked(&rep).unwrap().ends_with("说的是哪位客户？"), "{:?}", asked(&rep));
    assert_eq!(story.number("select count(*) from activity where type = 'call'").await, 0);
    rep.tap_label(card(&rep).id, "海达物流").unwrap();
    story.settled().await;
    let called =
        "select c.name from activity a join customer c using (org_id, customer_id) where a.type = 'call'";
    assert_eq!(story.texts(called).await, ["海达物流"]);
    assert_eq!(story.number("select count(*) from customer").await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_sure_is_confirmed_or_set_aside() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = rep(&mut story).await;
    for (text, answer, deals) in
        [("35k for the pumps perhaps", "not now", 0), ("48k for the trucks perhaps", "Haida Foods", 1)]
    {
        rep.text(text);
        story.settled().await;
        rep.text(answer);
        story.settled().await;
        assert_eq!(
            story.number("select count(*) from opportunity").await,
            deals,
            "{text}: {}",
            card(&rep).text
        );
    }
    // What was put off is for a person to look at, and nothing is lost.
    assert_eq!(story.number("select count(*) from review_item where state = 'open'").await, 1);
}
