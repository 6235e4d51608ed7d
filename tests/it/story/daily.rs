//! A day: the prompt, the reply in plain words, the card, the records, and what happens when nothing comes.

use rapport::domain::person::{Language, Role};

use crate::support::story::Story;

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_of_two_sentences_becomes_records_in_english() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    let mark = rep.mark();
    story.move_to("2026-03-03T16:30:00Z").await;
    let prompt = rep.wait_after(mark, "the prompt", |_| true).await.unwrap();
    assert!(prompt.text.contains("Anna"), "it greets by name: {}", prompt.text);

    story.move_to("2026-03-03T16:45:00Z").await;
    let said = rep.text("Visited Haida Foods today. Quoted 35k for cold-chain trucks.");
    let card = rep.wait_after(said, "the card", |_| true).await.unwrap();
    assert!(card.text.contains("Haida Foods") && card.text.contains("35"), "{}", card.text);
    assert_eq!(rep.wait_for_reaction(said).await.unwrap(), "👍");
    story.settled().await;

    assert_eq!(story.texts("select name from customer").await, ["Haida Foods"]);
    assert_eq!(story.texts("select type || ' ' || day from activity").await, ["visit 2026-03-03"]);
    let deals = "select stage || ' ' || amount::float8 || ' ' || currency || ' ' || product from opportunity";
    assert_eq!(story.texts(deals).await, ["proposal 35000 EUR cold-chain trucks"]);
    let day = "select delivery || ' ' || latency_wall || ' ' || latency_waking from check_in";
    assert_eq!(story.texts(day).await, ["sent 900 900"]);
    // Each fact stands in the ledger with its message and its words.
    let unsourced = "select count(*) from change where subject in ('customer', 'activity', 'opportunity')
                     and (message_id is null or span_start is null or way <> 'rep' or actor_id is null)";
    assert_eq!(story.number(unsourced).await, 0);
    assert!(story.number("select count(*) from change where subject = 'opportunity'").await >= 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_becomes_records_in_chinese() {
    let mut story = Story::begin("2026-03-03T02:00:00Z").await;
    let rep = story.hire(Role::Rep, "林晓", Language::Zh, "Asia/Shanghai").await;
    let mark = rep.mark();
    story.move_to("2026-03-03T09:30:00Z").await;
    let prompt = rep.wait_after(mark, "the prompt", |_| true).await.unwrap();
    assert!(prompt.text.contains("林晓"), "{}", prompt.text);
    let said = rep.text("今天拜访了海达食品，冷藏车报价35万。");
    let card = rep.wait_after(said, "the card", |_| true).await.unwrap();
    assert!(card.text.contains("海达食品") && card.text.contains("35"), "{}", card.text);
    story.settled().await;
    assert_eq!(story.texts("select name from customer").await, ["海达食品"]);
    let deals = "select stage || ' ' || amount::float8 from opportunity";
    assert_eq!(story.texts(deals).await, ["proposal 350000"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_short_messages_are_one_answer_read_with_what_went_before() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-03T16:30:00Z").await;
    rep.text("visited Haida Foods");
    story.settled().await;
    rep.text("quoted 350k");
    story.settled().await;
    rep.text("sorry, 35k");
    story.settled().await;
    assert_eq!(story.texts("select name from customer").await, ["Haida Foods"]);
    assert_eq!(
        story.texts("select (amount::float8)::text from opportunity where state = 'active'").await,
        ["35000"]
    );
    assert_eq!(story.number("select count(*) from check_in").await, 1);
    // One card, edited in place.
    let cards = rep.from_bot().into_iter().filter(|m| m.text.contains("Haida Foods")).count();
    assert_eq!(cards, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_to_report_answers_the_day_typed_or_tapped() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let typing = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    let tapping = story.hire(Role::Rep, "Tom Becker", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-03T16:30:00Z").await;
    typing.text("nothing to report today");
    let prompt = tapping.last().unwrap();
    let data = prompt.buttons()[0].data.clone().unwrap();
    tapping.tap(prompt.id, &data).unwrap();
    story.settled().await;
    let days = "select count(*) from check_in where no_activity and first_substantive_at is not null";
    assert_eq!(story.number(days).await, 2);
    story.move_to("2026-03-03T19:00:00Z").await;
    assert_eq!(story.number("select count(*) from outbox where kind = 'nudge'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_gets_two_nudges_and_small_talk_does_not_stop_them() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-03T16:30:00Z").await;
    rep.text("hello");
    rep.sticker("🙂");
    story.settled().await;
    let mark = rep.mark();
    story.move_to("2026-03-03T17:30:00Z").await;
    let first = rep.wait_after(mark, "the first nudge", |_| true).await.unwrap();
    story.move_to("2026-03-03T19:29:00Z").await;
    assert_eq!(story.number("select count(*) from outbox where kind = 'nudge'").await, 1);
    story.move_to("2026-03-03T19:30:00Z").await;
    let second = rep.last().unwrap();
    assert!(second.id > first.id && second.text != first.text, "its wording varies: {}", second.text);
    story.move_to("2026-03-03T19:45:00Z").await;
    story.move_to("2026-03-04T08:59:00Z").await;
    assert_eq!(story.number("select count(*) from outbox where kind = 'nudge'").await, 2);
    assert_eq!(story.number("select count(*) from outbox where kind = 'prompt'").await, 1);
    story.move_to("2026-03-04T09:00:00Z").await;
    let day = "select count(*) from check_in where closed_at is not null and first_reply_at is not null
               and first_substantive_at is null";
    assert_eq!(story.number(day).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_the_next_morning_is_yesterdays_and_a_late_one_is_kept() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-03T16:30:00Z").await;
    let prompt = rep.last().unwrap();
    story.move_to("2026-03-04T08:00:00Z").await;
    rep.text("Visited Haida Foods yesterday");
    story.settled().await;
    let answered = "select local_date::text from check_in where first_substantive_at is not null order by 1";
    assert_eq!(story.texts(answered).await, ["2026-03-03"]);
    story.move_to("2026-03-05T12:00:00Z").await;
    rep.reply_to(prompt.id, "also called Bergmann Logistics");
    story.settled().await;
    let facts = "select local_date::text from change where subject = 'activity' and field = 'type' order by change_id";
    assert_eq!(story.texts(facts).await, ["2026-03-03", "2026-03-03"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_names_no_day_took_place_on_the_day_that_was_asked_about() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-03T16:30:00Z").await;
    let prompt = rep.last().unwrap();
    story.move_to("2026-03-03T23:20:00Z").await;
    rep.text("Visited Haida Foods today");
    story.settled().await;
    story.move_to("2026-03-04T07:30:00Z").await;
    rep.text("Called Haida Foods");
    rep.text("Demo at Haida Foods this morning");
    story.settled().await;
    story.move_to("2026-03-06T12:00:00Z").await;
    rep.reply_to(prompt.id, "also wrote an email to Haida Foods");
    story.settled().await;
    let days = "select type || ' ' || day from activity order by number";
    let told = ["visit 2026-03-03", "call 2026-03-03", "demo 2026-03-04", "message 2026-03-03"];
    assert_eq!(story.texts(days).await, told);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_be_read_is_kept_and_counts_as_an_answer() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-03T16:30:00Z").await;
    rep.text("zxcv qwer 4711 tyui");
    rep.voice(12);
    rep.contact("Petra Vogel", "+49301234567");
    rep.photo("", vec![1, 2, 3]);
    story.settled().await;
    assert_eq!(story.number("select count(*) from check_in where first_substantive_at is not null").await, 1);
    let customers = "select name || ' ' || phone from customer";
    assert_eq!(story.texts(customers).await, ["Petra Vogel +49301234567"], "nothing else is guessed");
    let kept = "select count(*) from review_item where kind = 'media' and state = 'open'";
    assert_eq!(story.number(kept).await, 2);
    assert_eq!(story.number("select count(*) from message where text like 'zxcv%'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_before_the_prompt_answers_the_day() {
    let mut story = Story::begin("2026-03-03T06:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-03T11:00:00Z").await;
    rep.text("Visited Haida Foods");
    story.settled().await;
    story.move_to("2026-03-03T16:30:00Z").await;
    assert_eq!(story.number("select count(*) from outbox where kind = 'prompt'").await, 0);
    let day = "select delivery || coalesce(latency_wall, -1) from check_in where local_date = '2026-03-03'";
    assert_eq!(story.texts(day).await, ["not_needed-1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn sick_days_are_excused_and_not_asked_about() {
    let mut story = Story::begin("2026-03-03T06:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-03T07:30:00Z").await;
    rep.text("Sick today, staying in bed");
    story.settled().await;
    story.move_to("2026-03-03T18:31:00Z").await;
    assert_eq!(story.number("select count(*) from outbox where kind in ('prompt', 'nudge')").await, 0);
    assert_eq!(story.texts("select excused from check_in").await, ["sick"]);
}
