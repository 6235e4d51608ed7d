//! Messages go out: in order, at the channel's pace, and as often as they should when something goes wrong.

use std::num::NonZeroU32;

use rapport::clock::Stopwatch;
use rapport::domain::effect::OutboxRow;
use rapport::domain::{Button, Outbound, OutboxKind};
use rapport::sandbox::{Fault, Outcome};
use rapport::store::outbox::End;
use rapport::work::send::{Rates, Settings};

use super::{Sending, ago, hasty, house, street};

#[tokio::test]
async fn what_waits_is_sent_in_order_and_its_ids_are_kept() {
    let (house, street) = (house().await, street().await);
    let (ana, bo) = (street.person(1), street.person(2));
    let rows: Vec<OutboxRow> = ["one", "two", "three"].map(|t| house.text(OutboxKind::Send, 1, t)).into();
    house.put(&rows).await;
    let mut sending = Sending::start(&house, &street).await;
    for row in &rows {
        assert_eq!((sending.next().await.id, house.state_of(row).await), (row.id, "sent".into()));
    }
    assert_eq!(street.texts(&ana), ["one", "two", "three"]);
    let id = ana.from_bot()[2].id.to_string();
    assert_eq!(house.state(rows[2].id).await, ("sent".into(), 1, Some(id), None));
    // Written while it runs.
    sending.put(&house, &[house.text(OutboxKind::Prompt, 2, "<b>ask</b> &amp; wait")]).await;
    assert_eq!(sending.next().await.end, End::Sent);
    assert_eq!(street.texts(&bo), ["ask & wait"]);
    sending.running.stop().await;
}

#[tokio::test]
async fn every_kind_of_thing_is_sent() {
    let (house, street) = (house().await, street().await);
    let ana = street.person(1);
    let message_id = ana.text("hello").to_string();
    let buttons = vec![vec![Button { text: "Skip".into(), data: "s:1".into() }]];
    let send =
        Outbound::Send { html: "hi".into(), buttons, reply_to: Some(message_id.clone()), silent: true };
    let mut sending = Sending::start(&house, &street).await;
    sending.put(&house, &[house.row(OutboxKind::Send, 1, send)]).await;
    assert_eq!(sending.next().await.end, End::Sent);
    let tap_id = ana.tap_label(ana.last().unwrap().id, "Skip").unwrap();
    // A comma, and the smallest picture there is.
    let png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";
    let file = |picture| Outbound::File {
        name: if picture { "week.png" } else { "week.csv" }.into(),
        content: if picture { png } else { "LA==" }.into(),
        caption: "The week".into(),
        buttons: Vec::new(),
        picture,
    };
    let rows = [
        (OutboxKind::Reaction, Outbound::Reaction { message_id: message_id.clone(), emoji: "👍".into() }),
        (OutboxKind::TapAnswer, Outbound::TapAnswer { tap_id, text: Some("Skipped".into()) }),
        (OutboxKind::Commands, Outbound::Commands { commands: vec![("me".into(), "My figures".into())] }),
        (OutboxKind::File, file(false)),
        (OutboxKind::File, file(true)),
    ]
    .map(|(kind, what)| house.row(kind, 1, what));
    sending.put(&house, &rows).await;
    for _ in &rows {
        let ended = sending.next().await;
        assert_eq!(ended.end, End::Sent, "{:?}", house.state(ended.id).await);
    }
    let hello = ana.message(message_id.parse().unwrap()).unwrap();
    assert_eq!(hello.reaction.as_deref(), Some("👍"));
    let group = ana.make_group(-77, "Sales");
    sending.put(&house, &[house.row(OutboxKind::Leave, -77, Outbound::Leave)]).await;
    assert_eq!(sending.next().await.end, End::Sent);
    assert_eq!(group.chat().unwrap().standing, rapport::sandbox::Standing::Left);
    sending.running.stop().await;
}

#[tokio::test]
async fn in_doubt_a_prompt_is_not_sent_twice_and_a_confirmation_is() {
    let (house, street) = (house().await, street().await);
    let (ana, bo) = (street.person(1), street.person(2));
    for fault in [Fault::CutAfter, Fault::Garbage] {
        street.sandbox.fault_for("sendMessage", 1, 1, fault.clone());
        street.sandbox.fault_for("sendMessage", 2, 1, fault);
        let prompt = house.text(OutboxKind::Prompt, 1, "ask");
        let answer = house.text(OutboxKind::Send, 2, "noted");
        house.put(&[prompt.clone(), answer.clone()]).await;
        let mut sending = Sending::start(&house, &street).await;
        let mut ends = [sending.next().await, sending.next().await].map(|e| (e.id, e.end));
        ends.sort_by_key(|(id, _)| *id);
        assert_eq!(ends, [(prompt.id, End::InDoubt), (answer.id, End::Sent)]);
        sending.running.stop().await;
        assert_eq!(house.state_of(&prompt).await, "in_doubt");
        assert_eq!(house.state(answer.id).await.1, 2);
    }
    assert_eq!(street.texts(&ana), ["ask"; 2], "once for each time it was asked");
    assert_eq!(street.texts(&bo), ["noted"; 4], "twice rather than never");
}

#[tokio::test]
async fn what_surely_was_not_sent_is_sent_later() {
    let (house, street) = (house().await, street().await);
    let ana = street.person(1);
    street.sandbox.fault("sendMessage", 3, Fault::TooManyRequests(0));
    let prompt = house.text(OutboxKind::Prompt, 1, "ask");
    house.put(std::slice::from_ref(&prompt)).await;
    let mut sending = Sending::start(&house, &street).await;
    assert_eq!(sending.next().await.end, End::Sent);
    sending.running.stop().await;
    assert_eq!((street.texts(&ana), house.state(prompt.id).await.1), (vec!["ask".to_owned()], 4));
}

#[tokio::test]
async fn the_rest_that_telegram_asks_for_is_everybodys() {
    let (house, street) = (house().await, street().await);
    let (ana, bo) = (street.person(1), street.person(2));
    street.sandbox.fault_for("sendMessage", 1, 1, Fault::TooManyRequests(1));
    let watch = Stopwatch::start();
    house.put(&[house.text(OutboxKind::Send, 1, "first")]).await;
    let mut sending = Sending::start(&house, &street).await;
    let refused = |r: &rapport::sandbox::Request| matches!(r.outcome, Outcome::Refused(429, _));
    street.sandbox.wait_for_request("sendMessage", refused).await.unwrap();
    sending.put(&house, &[house.text(OutboxKind::Send, 2, "second")]).await;
    sending.next().await;
    assert!(watch.elapsed().as_secs() >= 1, "someone did not rest");
    sending.next().await;
    sending.running.stop().await;
    assert_eq!((street.texts(&ana), street.texts(&bo)), (vec!["first".into()], vec!["second".into()]));
}

#[tokio::test]
async fn refusals_end_a_row_and_tell_who_has_blocked_us() {
    let (house, street) = (house().await, street().await);
    let (ana, bo) = (street.person(1), street.person(2));
    ana.block_bot();
    bo.deactivate();
    let rows = [1, 2, 99].map(|chat| house.text(OutboxKind::Prompt, chat, "ask"));
    let broken = house.text(OutboxKind::Send, 3, "<b>never closed");
    street.person(3);
    house.put(&rows).await;
    house.put(std::slice::from_ref(&broken)).await;
    let mut sending = Sending::start(&house, &street).await;
    let mut ends = Vec::new();
    for _ in 0..4 {
        let ended = sending.next().await;
        ends.push((ended.chat_id, ended.end));
    }
    ends.sort_by(|a, b| a.0.cmp(&b.0));
    let failed = |chat: &str, blocked| (chat.to_owned(), End::Failed { blocked });
    assert_eq!(ends, [failed("1", true), failed("2", false), failed("3", false), failed("99", false)]);
    sending.running.stop().await;
    let error = house.state(broken.id).await.3.unwrap();
    assert!(
        error.starts_with("400 Bad Request: can't parse entities") && !error.contains("never"),
        "{error}"
    );
}

#[tokio::test]
async fn a_card_is_edited_in_place_until_it_is_gone_or_sent_anew() {
    let (house, street) = (house().await, street().await);
    let ana = street.person(1);
    let mut sending = Sending::start(&house, &street).await;
    let card = |html: &str, anew| {
        let mut row = house.card(1, "day", html, anew);
        if let Outbound::Card { buttons, .. } = &mut row.what {
            buttons.push(vec![Button { text: "Fix".into(), data: "f".into() }]);
        }
        row
    };
    let shown =
        || ana.from_bot().into_iter().map(|m| (m.text.clone(), m.buttons().len())).collect::<Vec<_>>();
    let is = |text: &str, buttons| (text.to_owned(), buttons);
    let mut put = async |row: OutboxRow| {
        sending.put(&house, std::slice::from_ref(&row)).await;
        let ended = sending.next().await;
        assert_eq!((ended.id, ended.end), (row.id, End::Sent), "{:?}", house.state(row.id).await);
        (house.state(row.id).await.2, house.place("day").await.unwrap())
    };
    let (_, first) = put(card("one", false)).await;
    assert_eq!(shown(), [is("one", 1)]);
    assert_eq!(put(card("two", false)).await, (Some(first.to_string()), first));
    // To the same content: fine.
    assert_eq!(put(card("two", false)).await, (Some(first.to_string()), first));
    assert_eq!(shown(), [is("two", 1)]);
    // Sent anew below; the old one is closed.
    let (_, second) = put(card("three", true)).await;
    street.sandbox.wait_for_request("editMessageReplyMarkup", |_| true).await.unwrap();
    assert_eq!(shown(), [is("two", 0), is("three", 1)]);
    assert!(second > first);
    // A message under the card's key becomes the card.
    let prompt = OutboxRow { card_key: Some("day".into()), ..house.text(OutboxKind::Prompt, 1, "ask") };
    let (_, third) = put(prompt).await;
    assert_eq!(put(card("four", false)).await.1, third);
    assert_eq!(shown(), [is("two", 0), is("three", 0), is("four", 1)]);
    // Gone: a new one.
    let mut tx = house.begin().await;
    sqlx::query("update card set external_id = '999999'").execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    let (_, fourth) = put(card("five", false)).await;
    assert_eq!((shown().last().unwrap(), fourth), (&is("five", 1), ana.last().unwrap().id));
    sending.running.stop().await;
}

#[tokio::test]
async fn told_to_stop_it_finishes_what_is_on_its_way_and_claims_nothing_new() {
    let (house, street) = (house().await, street().await);
    let ana = street.person(1);
    let gate = street.sandbox.hold("sendMessage");
    let rows = [1, 1].map(|chat| house.text(OutboxKind::Prompt, chat, "ask"));
    house.put(&rows).await;
    let sending = Sending::start(&house, &street).await;
    let held = |s: &rapport::sandbox::State| s.requests_of("sendMessage").next().map(|_| ());
    street.sandbox.wait_for("the first request", held).await.unwrap();
    sending.running.stop.cancel();
    gate.release();
    sending.running.task.await.unwrap();
    assert_eq!(street.texts(&ana), ["ask"]);
    assert_eq!(
        (house.state_of(&rows[0]).await, house.state_of(&rows[1]).await),
        ("sent".into(), "pending".into())
    );
}

#[tokio::test]
async fn a_kill_while_sending_leaves_a_prompt_in_doubt() {
    let (house, street) = (house().await, street().await);
    let ana = street.person(1);
    let gate = rapport::sandbox::Gate::new();
    street.sandbox.fault("sendMessage", 1, Fault::HoldAfter(gate.clone()));
    let prompt = house.text(OutboxKind::Prompt, 1, "ask");
    house.put(std::slice::from_ref(&prompt)).await;
    let sending = Sending::start(&house, &street).await;
    ana.wait_for("the prompt", |m| m.text == "ask").await.unwrap();
    sending.running.kill().await;
    assert_eq!(house.state_of(&prompt).await, "sending");
    // Its lease ends.
    let mut tx = house.begin().await;
    sqlx::query("update outbox set lease_until = $1").bind(ago(1)).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    let mut sending = Sending::start(&house, &street).await;
    assert_eq!(sending.next().await.end, End::InDoubt);
    sending.running.stop().await;
    gate.release();
    assert_eq!((house.state_of(&prompt).await, street.count("sendMessage")), ("in_doubt".into(), 1));
}

#[tokio::test]
async fn an_outage_costs_one_prompt_at_a_time() {
    let (house, street) = (house().await, street().await);
    let prompts: Vec<OutboxRow> = (1..=30).map(|chat| house.text(OutboxKind::Prompt, chat, "ask")).collect();
    (1..=30).for_each(|chat| drop(street.person(chat)));
    street.sandbox.fault("sendMessage", 6, Fault::Status(502));
    house.put(&prompts).await;
    let rates = Rates { overall: NonZeroU32::new(1000), ..Rates::unlimited() };
    let mut sending = Sending::start_with(&house, &street, Settings { rates, ..hasty() }).await;
    let mut in_doubt = 0;
    for _ in &prompts {
        in_doubt += usize::from(sending.next().await.end == End::InDoubt);
    }
    sending.running.stop().await;
    assert_eq!(in_doubt, 6);
    assert_eq!(street.count("sendMessage"), 30, "no prompt was tried twice");
}
