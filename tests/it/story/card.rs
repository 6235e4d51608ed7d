//! The card's own buttons, and corrections in a later message: by tap and by typing, in both languages.

use rapport::domain::person::{Language, Role};
use rapport::sandbox::Phone;

use super::asking::card;
use crate::support::story::Story;

async fn deal(story: &mut Story) -> Phone {
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-03T16:30:00Z").await;
    rep.text("Visited Haida Foods. Quoted 350k for trucks. Will send the samples by Friday.");
    story.settled().await;
    rep
}

fn labels(phone: &Phone) -> Vec<String> {
    card(phone).buttons().into_iter().map(|b| b.text).collect()
}

/// Taps the button whose text begins so.
async fn tap(story: &Story, phone: &Phone, begins: &str) -> String {
    let card = card(phone);
    let label = card.buttons().into_iter().find(|b| b.text.starts_with(begins));
    let label = label.unwrap_or_else(|| panic!("{begins}: {:?}", card.buttons())).text;
    let tap = phone.tap_label(card.id, &label).unwrap();
    story.settled().await;
    tap
}

const AMOUNT: &str = "select (amount::float8)::text from opportunity where state = 'active'";

#[tokio::test(flavor = "multi_thread")]
async fn right_confirms_what_is_recorded_until_more_is() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = deal(&mut story).await;
    rep.text("skip");
    story.settled().await;
    rep.text("skip");
    story.settled().await;
    assert_eq!(labels(&rep), ["Right", "Fix", "Undo last"]);
    tap(&story, &rep, "Right").await;
    assert!(card(&rep).text.contains("You said that this is right."), "{}", card(&rep).text);
    assert_eq!(labels(&rep), ["Fix"]);
    let confirmed = "select count(*) from check_in where confirmed_at is not null";
    assert_eq!(story.number(confirmed).await, 1);
    assert_eq!(story.number("select count(*) from change where field = 'confirmed_at'").await, 1);
    rep.text("Also called Bergmann Logistics");
    story.settled().await;
    assert_eq!(story.number(confirmed).await, 0, "there is more on it now");
    rep.text("/ok");
    story.settled().await;
    assert_eq!(story.number(confirmed).await, 1, "typed as well");
}

#[tokio::test(flavor = "multi_thread")]
async fn right_does_not_accept_what_is_unsure() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = deal(&mut story).await;
    rep.text("quoted 48k for the pumps of the other one");
    story.settled().await;
    let open = "select count(*) from review_item where state = 'open'";
    let before = story.number(open).await;
    tap(&story, &rep, "Right").await;
    assert_eq!(story.number(open).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_is_put_right_by_taps_and_the_next_message() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = deal(&mut story).await;
    let messages = rep.from_bot().len();
    tap(&story, &rep, "Fix").await;
    let id = story.short_id("select number from opportunity").await;
    tap(&story, &rep, &format!("{id} ")).await;
    tap(&story, &rep, "amount").await;
    assert!(card(&rep).text.contains(&format!("{id} amount: send me the right one")), "{}", card(&rep).text);
    // What is no amount changes nothing, and it stays asked for.
    rep.text("a lot");
    story.settled().await;
    assert_eq!(story.texts(AMOUNT).await, ["350000"]);
    let value = rep.text("35k");
    story.settled().await;
    assert_eq!(story.texts(AMOUNT).await, ["35000"]);
    assert_eq!(rep.wait_for_reaction(value).await.unwrap(), "👍");
    assert!(card(&rep).text.contains("€350,000 → €35,000"), "{}", card(&rep).text);
    let row = "select way from change where field = 'amount' and old is not null";
    assert_eq!(story.texts(row).await, ["correction"]);
    assert_eq!(rep.from_bot().len(), messages + 1, "only what was wrong was answered");
    // It is over: the next message is a report again.
    rep.text("Called Bergmann Logistics");
    story.settled().await;
    assert_eq!(story.number("select count(*) from customer").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn fixing_is_cancelled_by_tap_or_by_word() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = deal(&mut story).await;
    let id = story.short_id("select number from opportunity").await;
    for by_word in [false, true] {
        tap(&story, &rep, "Fix").await;
        tap(&story, &rep, &format!("{id} ")).await;
        tap(&story, &rep, "amount").await;
        if by_word {
            rep.text("cancel");
            story.settled().await;
        } else {
            tap(&story, &rep, "Cancel").await;
        }
        assert!(labels(&rep).contains(&"Fix".to_owned()), "{:?}", labels(&rep));
    }
    assert_eq!(story.texts(AMOUNT).await, ["350000"]);
    assert_eq!(story.texts("select answer from question where purpose = 'fix'").await, ["later", "later"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_message_corrects_what_was_said_and_the_card_shows_it() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = deal(&mut story).await;
    rep.text("sorry, Thursday");
    story.settled().await;
    assert_eq!(story.texts("select due::text from next_step where state = 'active'").await, ["2026-03-05"]);
    assert!(card(&rep).text.contains("Fri 6 Mar → Thu 5 Mar"), "{}", card(&rep).text);
    rep.text("no, 35k");
    story.settled().await;
    assert_eq!(story.texts(AMOUNT).await, ["35000"]);
    assert!(card(&rep).text.contains("€350,000 → €35,000"), "{}", card(&rep).text);
    assert_eq!(story.number("select count(*) from opportunity").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_corrected_and_not_made_twice_in_chinese() {
    let mut story = Story::begin("2026-03-03T02:00:00Z").await;
    let rep = story.hire(Role::Rep, "林晓", Language::Zh, "Asia/Shanghai").await;
    story.move_to("2026-03-03T09:30:00Z").await;
    rep.text("海达食品下单了，3.5万元");
    story.settled().await;
    rep.text("不对，是35万");
    story.settled().await;
    let orders = "select (amount::float8)::text from sales_order where state = 'active'";
    assert_eq!(story.texts(orders).await, ["350000"]);
    assert!(card(&rep).text.contains('→'), "{}", card(&rep).text);
    assert_eq!(story.number("select count(*) from sales_order").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_deleted_in_an_edit_is_shown_as_taken_back() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-03T16:30:00Z").await;
    let said = rep.text("Visited Haida Foods. Called Bergmann Logistics.");
    story.settled().await;
    let latency = "select latency_wall || ' ' || latency_waking || ' ' || first_substantive_at from check_in";
    let (before, rows) = (story.texts(latency).await, story.number("select count(*) from change").await);
    story.move_to("2026-03-03T17:30:00Z").await;
    rep.edit(said, "Visited Haida Foods.").unwrap();
    story.settled().await;
    let shown = card(&rep);
    let units: Vec<u16> = shown.text.encode_utf16().collect();
    let struck = shown.entities.iter().filter(|e| e.kind == "strikethrough");
    let struck: Vec<String> =
        struck.map(|e| String::from_utf16_lossy(&units[e.offset..e.offset + e.length])).collect();
    assert_eq!(struck, ["Bergmann Logistics", "Call"], "{}", shown.text);
    assert_eq!(story.texts(latency).await, before, "the latency is left alone");
    assert!(story.number("select count(*) from change").await > rows, "the ledger grows");
}
