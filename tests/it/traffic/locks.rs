//! Who holds what while rows of the outbox end: a handler holds people and then waits for rows of theirs; so the sender,
//! who holds rows, never waits for people. Whoever would wait here fails by a time-out of the database.

use chrono::TimeDelta;
use rapport::clock::system_now;
use rapport::domain::effect::OutboxRow;
use rapport::domain::person::{Language, Person, PersonStatus};
use rapport::domain::{CalendarId, OutboxKind, PersonId};
use rapport::flow::outcome;
use rapport::store::outbox::{self, Claim, Claiming, End, Settled};
use rapport::store::{self, Tx};

use super::{House, ago, house};

async fn person(house: &House) -> PersonId {
    let (org, ids, now) = (house.context.org, &house.context.ids, system_now());
    let calendar: CalendarId = ids.next();
    let person = Person {
        id: ids.next(),
        number: 1,
        name: "Anna".into(),
        language: Language::En,
        timezone: chrono_tz::UTC,
        calendar,
        prompt_time: None,
        status: PersonStatus::Active,
        items: 0,
        next_open: None,
        grants: vec![],
    };
    let mut tx = house.begin().await;
    store::calendar::put(&mut tx, org, calendar, "usual", [true; 7]).await.unwrap();
    store::person::insert(&mut tx, org, &[(&person, now)]).await.unwrap();
    tx.commit().await.unwrap();
    person.id
}

/// A transaction that fails rather than waits.
async fn begin(house: &House) -> Tx {
    let mut tx = house.begin().await;
    sqlx::query("set local lock_timeout = '50ms'").execute(&mut *tx).await.unwrap();
    tx
}

/// Claims, with what follows from the end of rows, as the sender does.
async fn claim(house: &House, tx: &mut Tx, lease: TimeDelta) -> Claim {
    let now = system_now();
    let claiming = Claiming {
        bot: house.context.bot,
        attempt: house.context.ids.next(),
        now,
        lease_until: now + lease,
        business_now: now,
        limit: 9,
        busy: &[],
    };
    let claim = outbox::claim(tx, house.context.org, claiming).await.unwrap();
    outcome::load(tx, house.context.org, &claim.ended).await.unwrap();
    claim
}

async fn rescue(house: &House, tx: &mut Tx) -> Vec<Settled> {
    let (org, bot, now) = (house.context.org, house.context.bot, system_now());
    let ended = outbox::rescue(tx, org, bot, now, now, &[]).await.unwrap();
    outcome::load(tx, org, &ended).await.unwrap();
    ended
}

fn prompt(house: &House, person: PersonId, expires_in: i64) -> OutboxRow {
    OutboxRow {
        person: Some(person),
        local_date: Some(system_now().date_naive()),
        expires_at: Some(system_now() + TimeDelta::seconds(expires_in)),
        ..house.text(OutboxKind::Prompt, 1, "How was your day?")
    }
}

/// Ends of prompts: with a card of somebody else that is claimed at the same time.
async fn ends_only_while_nobody_holds_the_person(house: &House, anna: PersonId, row: &OutboxRow, end: End) {
    let org = house.context.org;
    let card = house.card(2, "k", "one", false);
    house.put(&[row.clone(), card.clone()]).await;
    if end == (End::Failed { blocked: false }) {
        let mut tx = house.begin().await;
        let spoil = sqlx::query("update outbox set payload = '{\"do\": \"sing\"}' where outbox_id = $1");
        spoil.bind(row.id.0).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    }

    let mut handler = begin(house).await;
    store::person::lock(&mut handler, org, &[anna]).await.unwrap();
    let mut sender = begin(house).await;
    let claimed = claim(house, &mut sender, TimeDelta::minutes(1)).await;
    assert_eq!(claimed.rows.iter().map(|r| r.id).collect::<Vec<_>>(), [card.id], "{end:?}");
    assert_eq!(claimed.ended, [], "{end:?}");
    sender.commit().await.unwrap();
    // The handler has waited for the card at the most.
    store::outbox::insert(&mut handler, org, &[house.card(2, "k", "two", false)]).await.unwrap();
    handler.commit().await.unwrap();
    assert_eq!(house.state_of(row).await, "pending", "{end:?}");

    let mut sender = begin(house).await;
    let ended = claim(house, &mut sender, TimeDelta::minutes(1)).await.ended;
    assert_eq!(ended.iter().map(|e| (e.id, e.end)).collect::<Vec<_>>(), [(row.id, end)]);
    let mut second = begin(house).await;
    let second = store::person::lock(&mut second, org, &[anna]).await;
    assert_eq!(second.unwrap_err().code().as_deref(), Some("55P03"), "whoever ends it holds the person");
    sender.commit().await.unwrap();
    assert_eq!(house.state_of(row).await, "failed");
}

#[tokio::test]
async fn an_expired_prompt_ends_only_while_nobody_holds_its_person() {
    let house = house().await;
    let anna = person(&house).await;
    let row = prompt(&house, anna, -1);
    ends_only_while_nobody_holds_the_person(&house, anna, &row, End::Expired).await;
}

#[tokio::test]
async fn a_prompt_that_can_not_be_read_ends_only_while_nobody_holds_its_person() {
    let house = house().await;
    let anna = person(&house).await;
    let row = prompt(&house, anna, 3600);
    ends_only_while_nobody_holds_the_person(&house, anna, &row, End::Failed { blocked: false }).await;
}

#[tokio::test]
async fn a_prompt_of_a_dead_sender_is_in_doubt_only_while_nobody_holds_its_person() {
    let house = house().await;
    let anna = person(&house).await;
    let (row, other) = (prompt(&house, anna, 3600), house.text(OutboxKind::Send, 2, "x"));
    house.put(&[row.clone(), other.clone()]).await;
    let mut dead = begin(&house).await;
    assert_eq!(claim(&house, &mut dead, ago(1) - system_now()).await.rows.len(), 2);
    dead.commit().await.unwrap();

    let mut handler = begin(&house).await;
    store::person::lock(&mut handler, house.context.org, &[anna]).await.unwrap();
    let mut sender = begin(&house).await;
    assert_eq!(rescue(&house, &mut sender).await, []);
    sender.commit().await.unwrap();
    assert_eq!(
        (house.state_of(&row).await.as_str(), house.state_of(&other).await.as_str()),
        ("sending", "pending")
    );
    handler.commit().await.unwrap();

    let mut sender = begin(&house).await;
    assert_eq!(
        rescue(&house, &mut sender).await.iter().map(|e| (e.id, e.end)).collect::<Vec<_>>(),
        [(row.id, End::InDoubt)]
    );
    sender.commit().await.unwrap();
    assert_eq!(house.state_of(&row).await, "in_doubt");
}
