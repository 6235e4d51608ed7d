//! More than text: contact cards, places, photos and voice notes, in both languages; what is forwarded is a quote.

use rapport::domain::person::{Language, Role};
use rapport::sandbox::{Content, Message, Phone};

use super::asking::card;
use crate::support::story::Story;

const CUSTOMERS: &str =
    "select name || ' ' || coalesce(phone, '-') from customer where state = 'active' order by number";
const CONTACTS: &str = "select c.name || ' @ ' || k.name || ' ' || coalesce(c.phone, '-')
    from contact c join customer k using (org_id, customer_id) order by c.number";
const VISITS: &str = "select c.name from activity a join customer c using (org_id, customer_id)
    where a.type = 'visit' and a.state = 'active' order by a.number";

fn asked(phone: &Phone) -> Option<String> {
    card(phone).text.lines().find(|l| l.starts_with('❓')).map(str::to_owned)
}

fn offered(phone: &Phone) -> Vec<String> {
    card(phone).buttons().into_iter().map(|b| b.text).collect()
}

fn said(phone: &Phone, words: &str) -> usize {
    phone.from_bot().iter().filter(|m| m.text.contains(words)).count()
}

/// The smallest picture.
fn png() -> Vec<u8> {
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &80u32.to_be_bytes(), &40u32.to_be_bytes()].concat()
}

async fn english(story: &mut Story) -> Phone {
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-03T16:30:00Z").await;
    rep
}

async fn chinese(story: &mut Story) -> Phone {
    let rep = story.hire(Role::Rep, "林晓", Language::Zh, "Asia/Shanghai").await;
    story.move_to("2026-03-03T09:30:00Z").await;
    rep
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_becomes_a_customer_and_a_second_time_nothing() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = english(&mut story).await;
    rep.contact("Jonas Brandt", "491701234567");
    rep.contact("Mia without a number", "12");
    story.settled().await;
    assert_eq!(story.texts(CUSTOMERS).await, ["Jonas Brandt +491701234567", "Mia without a number -"]);
    // The ledger knows the message that it came with.
    let sources = "select distinct m.kind from change c join message m
        on m.org_id = c.org_id and m.message_id = c.message_id where c.subject = 'customer'";
    assert_eq!(story.texts(sources).await, ["contact"]);
    let changes = story.number("select count(*) from change where subject = 'customer'").await;
    rep.contact("Jonas Brandt", "+49 170 1234567");
    story.settled().await;
    assert_eq!(story.number("select count(*) from change where subject = 'customer'").await, changes);
    assert_eq!(story.number("select count(*) from review_item").await, 0);
    assert_eq!(story.number("select count(*) from check_in where first_substantive_at is not null").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_right_after_a_visit_is_of_someone_there() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = english(&mut story).await;
    rep.text("Visited Haida Foods, quoted 350k for trucks");
    rep.contact("Maria Lopez", "+4930901820");
    rep.contact("Tom Braun", "+4930901821");
    story.settled().await;
    assert_eq!(
        story.texts(CONTACTS).await,
        ["Maria Lopez @ Haida Foods +4930901820", "Tom Braun @ Haida Foods +4930901821"]
    );
    story.move_to("2026-03-03T17:30:00Z").await;
    rep.contact("Jonas Brandt", "+491701234567");
    story.settled().await;
    assert_eq!(
        story.texts(CUSTOMERS).await,
        ["Haida Foods -", "Jonas Brandt +491701234567"],
        "an hour later"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_like_someone_known_is_asked_about_once() {
    let mut story = Story::begin("2026-03-03T02:00:00Z").await;
    let rep = chinese(&mut story).await;
    rep.contact("王芳", "8613800138000");
    story.settled().await;
    story.move_to("2026-03-03T10:30:00Z").await;
    rep.contact("王芳芳", "+86 139 0013 9000");
    story.settled().await;
    assert_eq!(asked(&rep).unwrap(), "❓ 🏢 王芳芳 · +86 139 0013 9000：是新客户，还是下面这位？");
    assert_eq!(offered(&rep)[..3], ["王芳", "新客户", "以后再说"]);
    assert_eq!(story.texts(CUSTOMERS).await, ["王芳 +8613800138000"], "nothing is guessed");
    // The same card once more asks nothing more.
    rep.contact("王芳芳", "+86 139 0013 9000");
    story.settled().await;
    assert_eq!(story.number("select count(*) from review_item").await, 1);
    rep.tap_label(card(&rep).id, "新客户").unwrap();
    story.settled().await;
    assert_eq!(story.texts(CUSTOMERS).await, ["王芳 +8613800138000", "王芳芳 +8613900139000"]);
    assert_eq!(story.texts("select state from review_item").await, ["done"]);
    rep.contact("王芳芳", "+86 139 0013 9000");
    story.settled().await;
    assert_eq!(story.number("select count(*) from review_item").await, 1, "known by now");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_of_a_known_customer_gives_the_phone_typed_too() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = english(&mut story).await;
    rep.contact("Jonas Brandt", "+491701234567");
    story.settled().await;
    story.move_to("2026-03-03T17:30:00Z").await;
    rep.contact("Brandt Jonas (work)", "+4930901820");
    story.settled().await;
    assert_eq!(
        asked(&rep).unwrap(),
        "❓ 🏢 Brandt Jonas (work) · +49 30 901820: someone new, or one you know?"
    );
    rep.text("Jonas Brandt");
    story.settled().await;
    assert_eq!(story.texts(CUSTOMERS).await, ["Jonas Brandt +4930901820"]);
    assert_eq!(story.texts("select alias from customer_alias").await, ["Brandt Jonas (work)"]);
    let handled = "select count(*) from review_item where state = 'open'";
    assert_eq!(story.number(handled).await, 0);
    rep.contact("Someone Else", "+4930901820");
    story.settled().await;
    assert!(asked(&rep).unwrap().contains("Someone Else"), "the same phone under another name");
    rep.text("someone new");
    story.settled().await;
    assert_eq!(story.texts(CUSTOMERS).await, ["Jonas Brandt +4930901820", "Someone Else +4930901820"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_location_is_a_visit_once_it_is_known_whose_place_it_is() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = english(&mut story).await;
    rep.text("Called Haida Foods, +49 30 901820. Called Bergmann Logistics, +49 30 901821.");
    rep.location(52.5200, 13.4050);
    story.settled().await;
    assert_eq!(asked(&rep).unwrap(), "❓ Whose place is this?");
    assert_eq!(offered(&rep)[..3], ["Bergmann Logistics", "Haida Foods", "Not now"], "customers of today");
    assert_eq!(story.number("select count(*) from activity where type = 'visit'").await, 0);
    rep.tap_label(card(&rep).id, "Haida Foods").unwrap();
    story.settled().await;
    assert_eq!(story.texts(VISITS).await, ["Haida Foods"]);
    assert_eq!(story.number("select count(*) from review_item where detail ? 'spot'").await, 0);
    // A hundred metres further, the next day: known.
    story.move_to("2026-03-04T16:30:00Z").await;
    rep.location(52.5209, 13.4050);
    story.settled().await;
    assert_eq!(story.texts(VISITS).await, ["Haida Foods", "Haida Foods"]);
    assert_eq!(story.number("select count(*) from question").await, 1);
    assert_eq!(story.number("select count(*) from place").await, 2);
    // Across the town: asked again, and typed.
    rep.location(52.4500, 13.3000);
    story.settled().await;
    rep.text("Bergmann Logistics");
    story.settled().await;
    assert_eq!(story.texts(VISITS).await, ["Haida Foods", "Haida Foods", "Bergmann Logistics"]);
    // What was taken back tells no more where someone is.
    rep.text("/undo");
    rep.location(52.4500, 13.3000);
    story.settled().await;
    assert_eq!(story.texts(VISITS).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_venue_is_looked_for_by_its_name() {
    let mut story = Story::begin("2026-03-03T02:00:00Z").await;
    let rep = chinese(&mut story).await;
    rep.contact("华信科技", "13800138000");
    rep.venue("华信科技", "上海市南京西路1号", 31.2304, 121.4737);
    story.settled().await;
    assert_eq!(story.texts(VISITS).await, ["华信科技"]);
    story.move_to("2026-03-03T10:30:00Z").await;
    rep.venue("海达食品厂", "上海市宝山路9号", 31.3304, 121.4737);
    story.settled().await;
    assert_eq!(asked(&rep).unwrap(), "❓ 海达食品厂, 上海市宝山路9号：是哪位客户的？");
    assert_eq!(offered(&rep)[..3], ["华信科技", "海达食品厂", "以后再说"]);
    rep.tap_label(card(&rep).id, "海达食品厂").unwrap();
    story.settled().await;
    assert_eq!(story.texts(VISITS).await, ["华信科技", "海达食品厂"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn live_locations_are_ignored_and_that_is_said_once_a_day() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = english(&mut story).await;
    rep.live_location(52.52, 13.405);
    rep.live_location(52.53, 13.405);
    story.settled().await;
    rep.live_location(52.54, 13.405);
    story.settled().await;
    assert_eq!(said(&rep, "I ignore live locations"), 1);
    story.move_to("2026-03-04T16:30:00Z").await;
    rep.live_location(52.52, 13.405);
    story.settled().await;
    assert_eq!(said(&rep, "I ignore live locations"), 2);
    assert_eq!(story.number("select count(*) from check_in where first_substantive_at is not null").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forwarded_card_place_or_photo_is_a_quote_and_that_is_said() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = english(&mut story).await;
    let card = Content::Contact {
        phone_number: "+491701234567".into(),
        first_name: "Jonas".into(),
        last_name: Some("Brandt".into()),
    };
    rep.forward_content(card);
    rep.forward_content(Content::Location { latitude: 52.5, longitude: 13.4, live: None, venue: None });
    rep.forward_content(Content::Voice { file_id: "f1".into(), seconds: 3 });
    story.settled().await;
    assert_eq!(said(&rep, "is a quote too"), 3);
    assert_eq!(story.number("select count(*) from customer").await, 0);
    assert_eq!(story.number("select count(*) from review_item").await, 0);
    assert_eq!(story.number("select count(*) from check_in where first_substantive_at is not null").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_and_voice_notes_wait_in_the_queue_and_can_be_fetched_there() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let assistant = story.hire(Role::Assistant, "Priya Nair", Language::En, "Europe/Berlin").await;
    let rep = english(&mut story).await;
    rep.text("Visited Haida Foods, phone +49 30 901820");
    rep.photo("", png());
    rep.photo_of(Some("77"), "Quoted Bergmann Logistics 48k for pumps", png());
    rep.photo_of(Some("77"), "", png());
    rep.voice(75);
    story.settled().await;
    let attached = "select concat_ws(' ', jsonb_array_length(detail->'files'), detail->'files'->0->>'kind',
        (select name from customer c where c.org_id = r.org_id and c.customer_id = coalesce(
            (select customer_id from activity x where x.org_id = r.org_id and x.activity_id::text = detail->>'record'),
            (select customer_id from opportunity x where x.org_id = r.org_id and x.opportunity_id::text = detail->>'record'),
            (detail->>'record')::uuid)))
        from review_item r where kind = 'media' order by review_id";
    assert_eq!(
        story.texts(attached).await,
        ["1 photo Haida Foods", "2 photo Bergmann Logistics", "1 voice Bergmann Logistics"]
    );
    assistant.text("/queue");
    story.settled().await;
    let queue = assistant.last().unwrap();
    assert!(queue.text.contains("a photo · Haida Foods"), "{}", queue.text);
    assert!(queue.text.contains("2 photos · Bergmann Logistics · “Quoted Bergmann"), "{}", queue.text);
    assert!(queue.text.contains("a voice note 1:15"), "{}", queue.text);
    let buttons = queue.buttons();
    assert_eq!(buttons.len(), 3);
    let sent = |phone: &Phone, mark: i64| -> Vec<Message> {
        phone.from_bot().into_iter().filter(|m| m.id > mark && m.content != Content::Text).collect()
    };
    let mark = assistant.mark();
    assistant.tap(queue.id, buttons[1].data.as_deref().unwrap()).unwrap();
    story.settled().await;
    let album = sent(&assistant, mark);
    assert_eq!(album.len(), 2);
    assert!(album.iter().all(|m| matches!(m.content, Content::Photo { .. })));
    assert!(album[0].text.starts_with("Anna Weber · 2 photos"), "{}", album[0].text);
    // What a button does can be typed.
    let voice = buttons[2].text.rsplit(' ').next().unwrap();
    let mark = assistant.mark();
    assistant.text(&format!("/show {voice}"));
    story.settled().await;
    let note = sent(&assistant, mark);
    assert!(
        matches!(note.as_slice(), [Message { content: Content::Voice { seconds: 75, .. }, .. }]),
        "{note:?}"
    );
    // Once it was read it is gone.
    assistant.text(&format!("/drop {voice}"));
    assistant.text(&format!("/show {voice}"));
    story.settled().await;
    assert!(!assistant.last().unwrap().text.contains("voice note"));
}
