//! What the bench works on: an organisation with reps who each know ten customers, and replies as Telegram gives them.

use chrono::{DateTime, NaiveDate, Utc};
use rapport::domain::book::Book;
use rapport::domain::checkin::{Calendar, Rules};
use rapport::domain::effect::Effects;
use rapport::domain::ledger::{Change, Way};
use rapport::domain::person::{Grant, Language, Person, PersonStatus, Role};
use rapport::domain::record::{CustomerKind, Field, Kind, Origin, Value};
use rapport::domain::{BotId, CalendarId, OrgId, PersonId, TeamId, schedule};
use rapport::flow::pen::{By, Pen};
use rapport::store::bot::Bot;
use rapport::store::identity::Identity;
use rapport::store::inbox::{self, NewUpdate};
use rapport::store::org::Org;
use rapport::store::team::Team;
use rapport::store::{self, Db};
use rapport::work::{Context, Ids};
use serde_json::json;

/// Reps who reply.
pub(crate) const REPS: usize = 800;
/// When the bench begins: an afternoon.
pub(crate) const START: &str = "2026-03-03T15:00:00Z";
/// The next day begins in UTC.
pub(crate) const MIDNIGHT: &str = "2026-03-04T00:00:00Z";
/// Its prompts are due.
pub(crate) const PROMPT: &str = "2026-03-04T17:30:00Z";
const CUSTOMERS: [&str; 10] = [
    "Haida Foods",
    "Nordlicht Foods",
    "Bergmann Logistics",
    "Oderland Dairy",
    "Kessler Kitchens",
    "Havel Pharma",
    "Rheintal Brewery",
    "Sonne Markets",
    "Ostsee Fisheries",
    "Falk Hotels",
];
const TEXTS: [&str; 8] = [
    "Visited Haida Foods. Quoted 35k for cold-chain trucks.",
    "Called Bergmann Logistics, will send the revised quote on Friday",
    "Nothing to report today",
    "Met Petra Vogel from Falk Hotels, head of purchasing",
    "Oderland Dairy placed an order for 12000 EUR",
    "Visited Kessler Kitchens and Havel Pharma",
    "Sonne Markets complained about late delivery",
    "Negotiating with Ostsee Fisheries, 48k, they decide by end of month",
];

/// An organisation ready to work for.
pub(crate) struct Seeded {
    pub(crate) org: OrgId,
    pub(crate) bot: Bot,
    pub(crate) people: Vec<PersonId>,
}

/// Makes an organisation with so many reps; those who are few have customers and a check-in of today.
pub(crate) async fn house(db: &Db, ids: &Ids, reps: usize) -> Seeded {
    let now: DateTime<Utc> = START.parse().unwrap();
    let today = now.date_naive();
    let org = Org {
        id: ids.next(),
        name: "Bench".into(),
        region: "DE".into(),
        currency: "EUR".into(),
        salt: vec![7; 16],
        created_at: now,
    };
    let bot_id: BotId = ids.next();
    let bot = Bot {
        id: bot_id,
        org: org.id,
        channel: "telegram".into(),
        external_id: bot_id.0.to_string(),
        username: "bench_bot".into(),
    };
    let (team, calendar): (TeamId, CalendarId) = (ids.next(), ids.next());
    store::partition::ensure_months(db, &[today]).await.unwrap();
    let mut tx = db.begin(org.id).await.unwrap();
    store::clock::set(&mut tx, now).await.unwrap();
    store::org::create(&mut tx, &org).await.unwrap();
    store::bot::insert(&mut tx, &bot, now).await.unwrap();
    store::team::create(&mut tx, org.id, &Team { id: team, name: "North".into() }, now).await.unwrap();
    let week = [true, true, true, true, true, false, false];
    store::calendar::put(&mut tx, org.id, calendar, store::calendar::DEFAULT, week).await.unwrap();
    let first = store::org::next_numbers(&mut tx, org.id, reps as i64).await.unwrap();
    let mut people = Vec::with_capacity(reps);
    for number in 0..reps as i64 {
        people.push(person(ids, first + number, team, calendar, today, now));
    }
    for chunk in people.chunks(5_000) {
        let rows: Vec<(&Person, DateTime<Utc>)> = chunk.iter().map(|p| (p, now)).collect();
        store::person::insert(&mut tx, org.id, &rows).await.unwrap();
        let identities: Vec<Identity> = chunk
            .iter()
            .map(|p| Identity {
                person: p.id,
                channel: "telegram".into(),
                external_id: p.number.to_string(),
                chat_id: p.number.to_string(),
                since: now,
            })
            .collect();
        store::identity::insert(&mut tx, org.id, &identities).await.unwrap();
    }
    if reps <= 5_000 {
        for chunk in people.chunks_mut(200) {
            let effects = books(ids, chunk, today, now);
            store::apply(&mut tx, org.id, &org.salt, &effects).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
    Seeded { org: org.id, bot, people: people.into_iter().map(|p| p.id).collect() }
}

fn person(
    ids: &Ids,
    number: i64,
    team: TeamId,
    calendar: CalendarId,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Person {
    let grant = Grant { id: ids.next(), role: Role::Rep, team: Some(team), from: today, to: None };
    let mut person = Person {
        id: ids.next(),
        number,
        name: format!("Rep {number}"),
        language: Language::En,
        timezone: chrono_tz::UTC,
        calendar,
        prompt_time: None,
        status: PersonStatus::Active,
        items: 0,
        next_open: None,
        grants: vec![grant],
    };
    let rules = Rules::default();
    person.next_open = schedule::next_open(&person, &Calendar::weekdays(), &rules, Some(today), now);
    person
}

fn books(ids: &Ids, people: &mut [Person], today: NaiveDate, now: DateTime<Utc>) -> Effects {
    let mut effects = Effects::default();
    for person in people.iter_mut() {
        let (mode, team) = person.asked_as(today).unwrap();
        let check_in = schedule::open(person, mode, team, today, &Calendar::weekdays(), &Rules::default());
        effects.check_ins.push(check_in);
        let mut book = Book::new(person.id, Vec::new(), Vec::new());
        let mut changes: Vec<Change> = Vec::new();
        let by = By { at: now, actor: None, way: Way::Import, cause: None, message: None, local_date: None };
        ids.with(|maker| {
            let mut pen = Pen { book: &mut book, owner: person, changes: &mut changes, ids: maker, by };
            for name in CUSTOMERS {
                let values = vec![
                    (Field::Name, Some(Value::Text(name.into()))),
                    (Field::CustomerKind, Some(Value::CustomerKind(CustomerKind::Organisation))),
                    (Field::Origin, Some(Value::Origin(Origin::Import))),
                    (Field::New, Some(Value::Flag(false))),
                ];
                pen.create(Kind::Customer, values, None).unwrap();
            }
        });
        effects.records.extend(book.take_dirty());
        effects.changes.extend(changes);
        effects.people.push(person.clone());
    }
    effects
}

/// Puts replies into the inbox, as the poller stores them: round robin over the reps.
pub(crate) async fn replies(context: &Context, house: &Seeded, count: usize) {
    let now: DateTime<Utc> = START.parse().unwrap();
    let mut made = 0;
    while made < count {
        let updates: Vec<NewUpdate> = (made..count.min(made + 1_000))
            .map(|i| {
                let chat = i % house.people.len() + 1;
                NewUpdate {
                    id: context.ids.next(),
                    chat_id: chat.to_string(),
                    update_id: i as i64 + 1,
                    payload: update(i, chat, now),
                    received_at: now,
                }
            })
            .collect();
        made += updates.len();
        let mut tx = context.db.begin(context.org).await.unwrap();
        inbox::store(&mut tx, context.org, context.bot, &updates).await.unwrap();
        tx.commit().await.unwrap();
    }
}

fn update(i: usize, chat: usize, now: DateTime<Utc>) -> serde_json::Value {
    json!({"update_id": i + 1, "message": {
        "message_id": i + 1,
        "date": now.timestamp(),
        "chat": {"id": chat, "type": "private", "first_name": "Rep"},
        "from": {"id": chat, "is_bot": false, "first_name": "Rep", "language_code": "en"},
        "text": TEXTS[i / 7 % TEXTS.len()],
    }})
}

/// Updates that still wait.
pub(crate) async fn waiting(context: &Context) -> i64 {
    let mut tx = context.db.begin(context.org).await.unwrap();
    inbox::backlog(&mut tx, context.org, context.bot).await.unwrap().waiting
}

/// That it was all done: a bench of work that failed would be a fast one.
pub(crate) async fn check(context: &Context, replies: usize) {
    let mut tx = context.db.begin(context.org).await.unwrap();
    let backlog = inbox::backlog(&mut tx, context.org, context.bot).await.unwrap();
    assert_eq!((backlog.waiting, backlog.failed), (0, 0));
    let messages: i64 = sqlx::query_scalar("SELECT count(*) FROM message WHERE reading IS NOT NULL")
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    assert_eq!(messages as usize, replies);
}

/// Sets the business clock.
pub(crate) async fn move_clock(context: &Context, to: &str) {
    let mut tx = context.db.begin_plain().await.unwrap();
    store::clock::set(&mut tx, to.parse().unwrap()).await.unwrap();
    tx.commit().await.unwrap();
}
