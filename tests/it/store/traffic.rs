//! Handled messages, questions and what waits for review.

use chrono::Duration;
use rapport::domain::effect::{Message, Parsed, Review, ReviewDetail, ReviewKind, ReviewState};
use rapport::domain::ledger::{Change, Subject, Way};
use rapport::domain::question::{About, Choice, Purpose, Question};
use rapport::domain::reading::{
    ActivityFact, ActivityType, Answer, Fact, KnownCustomer, Mode, ParseInput, Reading, Span, Update,
};
use rapport::domain::record::{Field, Kind, Value};
use rapport::domain::{MessageId, PersonId};
use rapport::store::{change, message, question, review};
use serde_json::json;

use super::fixture::{House, SALT, day, house, minute};

fn update() -> Update {
    Update {
        fact: Fact::Activity(ActivityFact {
            customer: Some("Haida Foods".into()),
            activity: ActivityType::Visit,
            date: None,
        }),
        confidence: 0.9,
        spans: vec![Span { start: 0, end: 7 }],
        record: None,
        candidates: Vec::new(),
        correction: false,
    }
}

impl House {
    fn message(&mut self, person: PersonId, external: &str, at: i64, text: &str) -> Message {
        let input = ParseInput {
            text: text.into(),
            now: minute(at).fixed_offset(),
            currency: "CNY".into(),
            region: "CN".into(),
            known: vec![KnownCustomer { name: "海达食品".into(), ..KnownCustomer::default() }],
            asked: None,
            mode: Mode::Rep,
            context: None,
        };
        let reading = Reading { updates: vec![update()], ..Reading::default() };
        Message {
            id: self.id(),
            bot: self.bot,
            chat_id: "100".into(),
            external_id: Some(external.into()),
            person: Some(person),
            kind: "text".into(),
            text: Some(text.into()),
            raw: json!({"message": {"text": text}}),
            sent_at: minute(at) - Duration::seconds(1),
            received_at: minute(at),
            edit_of: None,
            local_date: Some(day("2026-03-10")),
            substantive: true,
            parsed: Some(Parsed { input, reading, version: "1".into() }),
        }
    }
}

#[tokio::test]
async fn messages_are_found_by_the_channels_id_and_by_day() {
    let mut house = house().await;
    let (rep, other) = (house.rep(1).await, house.rep(2).await);
    let first = house.message(rep, "11", 0, "visited Haida");
    let mut edit = house.message(rep, "11", 5, "visited Haida Foods");
    edit.edit_of = Some(first.id);
    let mut tap = house.message(rep, "12", 6, "");
    (tap.kind, tap.external_id, tap.text, tap.parsed) = ("tap".into(), None, None, None);
    (tap.substantive, tap.local_date) = (false, Some(day("2026-03-09")));
    let elsewhere = house.message(other, "12", 7, "hello");
    let mut stranger = house.message(rep, "13", 8, "");
    (stranger.person, stranger.local_date, stranger.parsed) = (None, None, None);
    let mut tx = house.begin().await;
    let all = [first.clone(), edit.clone(), tap.clone(), elsewhere.clone(), stranger.clone()];
    message::insert(&mut tx, house.org, &all).await.unwrap();

    let bot = house.bot;
    let wanted = [(bot, "100", "11"), (bot, "100", "13"), (bot, "100", "99"), (bot, "101", "11")];
    let found = message::by_external(&mut tx, house.org, &wanted).await.unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(found[&(bot, "100".into(), "11".into())], edit);
    assert_eq!(found[&(bot, "100".into(), "13".into())], stranger);

    let days = [(rep, day("2026-03-10")), (rep, day("2026-03-10")), (other, day("2026-03-09"))];
    assert_eq!(message::of_days(&mut tx, house.org, &days).await.unwrap(), [first.clone(), edit]);
    assert_eq!(message::of_days(&mut tx, house.org, &[]).await.unwrap(), []);
    let error = message::insert(&mut tx, house.org, &[first]).await.unwrap_err();
    assert!(!error.is_passing());
}

#[tokio::test]
async fn changes_are_found_by_the_message_that_made_them() {
    let mut house = house().await;
    let rep = house.rep(1).await;
    let message: MessageId = house.id();
    let mut change = |subject, field, new, message: Option<MessageId>| Change {
        id: house.id(),
        at: minute(1),
        person: rep,
        local_date: Some(day("2026-03-10")),
        actor: Some(rep),
        way: Way::System,
        cause: None,
        subject,
        field,
        old: None,
        new: Some(new),
        message,
        span: message.map(|_| Span { start: 3, end: 9 }),
        undoes: None,
    };
    let said = change(Subject::CheckIn, Field::FirstReply, Value::Time(minute(0)), Some(message));
    let zone = Value::Text("Asia/Shanghai".into());
    let moved = change(Subject::Person, Field::Timezone, zone, None);
    let heard = change(Subject::Message(message), Field::Substantive, Value::Flag(true), Some(message));
    let mut tx = house.begin().await;
    let all = [said.clone(), moved.clone(), heard.clone()];
    change::insert(&mut tx, house.org, SALT, &all).await.unwrap();
    assert_eq!(change::of_messages(&mut tx, house.org, &[message]).await.unwrap(), [said, heard]);
    let today = [(rep, day("2026-03-10"))];
    assert_eq!(change::of_days(&mut tx, house.org, &today).await.unwrap(), all);
}

#[tokio::test]
async fn questions_keep_their_answers() {
    let mut house = house().await;
    let rep = house.rep(1).await;
    let (record, review) = (house.id(), house.id());
    let mut ask = |nonce: &str, on: &str, about| Question {
        id: house.id(),
        person: rep,
        local_date: day(on),
        purpose: if nonce == "c" { Purpose::Fix } else { Purpose::Ask },
        about,
        field: Field::Amount,
        choices: vec![Choice::Accept, Choice::Take(Value::Int(7))],
        nonce: nonce.into(),
        asked_at: minute(0),
        answered: None,
    };
    let of_record = About::Record(Kind::Opportunity, record);
    let of_review = About::Review(Kind::Order, review);
    let old = ask("a", "2026-03-08", of_record);
    let (mut new, newest) = (ask("b", "2026-03-10", of_record), ask("c", "2026-03-10", of_review));
    let mut tx = house.begin().await;
    question::put(&mut tx, house.org, &[old.clone(), new.clone()]).await.unwrap();
    new.answered = Some((minute(4), Answer::NotApplicable));
    question::put(&mut tx, house.org, &[new.clone(), newest.clone()]).await.unwrap();
    let since = day("2026-03-09");
    assert_eq!(question::of_people(&mut tx, house.org, &[rep], since).await.unwrap(), [new, newest]);
}

#[tokio::test]
async fn items_wait_for_review_until_they_are_decided() {
    let mut house = house().await;
    let (rep, assistant) = (house.rep(1).await, house.rep(2).await);
    let mut item = |number, kind| Review {
        id: house.id(),
        person: rep,
        number,
        local_date: Some(day("2026-03-10")),
        kind,
        message: Some(house.id()),
        detail: ReviewDetail {
            words: Some("海达".into()),
            span: Some(Span { start: 0, end: 2 }),
            update: Some(update()),
            ..ReviewDetail::default()
        },
        state: ReviewState::Open,
        opened_at: minute(0),
        decided: None,
    };
    let (mut one, two) = (item(1, ReviewKind::Unsure), item(2, ReviewKind::NoCustomer));
    let mut tx = house.begin().await;
    review::put(&mut tx, house.org, &[one.clone(), two.clone()]).await.unwrap();
    assert_eq!(review::open_of(&mut tx, house.org, &[rep]).await.unwrap(), [one.clone(), two.clone()]);

    (one.state, one.decided) = (ReviewState::Done, Some((minute(9), Some(assistant))));
    review::put(&mut tx, house.org, &[one.clone()]).await.unwrap();
    assert_eq!(
        review::open_of(&mut tx, house.org, &[rep, assistant]).await.unwrap(),
        std::slice::from_ref(&two)
    );
    assert_eq!(review::numbered(&mut tx, house.org, &[(rep, 1), (rep, 7)]).await.unwrap(), [one.clone()]);
    let today = [(rep, day("2026-03-10"))];
    assert_eq!(review::of_days(&mut tx, house.org, &today).await.unwrap(), [one, two]);
}
