//! An organisation whose schedule is ticked by hand.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use rapport::domain::checkin::{Calendar, CheckIn, Delivery, Rules};
use rapport::domain::effect::Effects;
use rapport::domain::ledger::{Change, Subject, Way};
use rapport::domain::life::Scribe;
use rapport::domain::person::{Grant, Language, Person, PersonStatus, Role};
use rapport::domain::record::{Field, Kind, Record, RecordState, Value};
use rapport::domain::{IdMaker, OrgId, OutboxKind, PersonId, RecordId, schedule};
use rapport::flow::house;
use rapport::flow::outcome;
use rapport::flow::tick::{self, Done, Tick};
use rapport::flow::world::House;
use rapport::store::bot::Bot;
use rapport::store::calendar::Holiday;
use rapport::store::identity::Identity;
use rapport::store::org::Org;
use rapport::store::outbox::{End, Settled};
use rapport::store::{self, Db};
use sqlx::Row;
use uuid::Uuid;

use crate::support::db::{TestDb, db};

pub(crate) fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A prompt or nudge in the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Put {
    pub(crate) kind: OutboxKind,
    pub(crate) person: PersonId,
    pub(crate) day: NaiveDate,
    pub(crate) at: DateTime<Utc>,
    pub(crate) until: DateTime<Utc>,
}

/// An organisation with its bot and its reps, at a moment.
pub(crate) struct Office {
    pub(crate) test: TestDb,
    pub(crate) db: Db,
    pub(crate) house: House,
    pub(crate) ids: IdMaker,
    pub(crate) now: DateTime<Utc>,
}

impl Office {
    pub(crate) async fn open(now: &str, holidays: &[&str]) -> Self {
        let (test, now, mut ids) = (db().await, utc(now), IdMaker::new(1));
        let db = Db::connect(&test.url, 4).await.unwrap();
        let org = Org {
            id: ids.next(now),
            name: "Acme".into(),
            region: "DE".into(),
            currency: "EUR".into(),
            salt: vec![7; 16],
            created_at: now,
        };
        let bot = Bot {
            id: ids.next(now),
            org: org.id,
            channel: "telegram".into(),
            external_id: "1".into(),
            username: "acme_bot".into(),
        };
        let mut tx = db.begin(org.id).await.unwrap();
        store::org::create(&mut tx, &org).await.unwrap();
        store::bot::insert(&mut tx, &bot, now).await.unwrap();
        let (calendar, week) = (ids.next(now), [true, true, true, true, true, false, false]);
        store::calendar::put(&mut tx, org.id, calendar, store::calendar::DEFAULT, week).await.unwrap();
        let holiday = |d: &&str| Holiday { day: day(d), works: false, name: "holiday".into() };
        let holidays: Vec<Holiday> = holidays.iter().map(holiday).collect();
        store::calendar::put_holidays(&mut tx, org.id, calendar, &holidays).await.unwrap();
        let house = house::load(&mut tx, &bot, &Rules::default(), now).await.unwrap();
        tx.commit().await.unwrap();
        Self { test, db, house, ids, now }
    }

    pub(crate) fn id(&self) -> OrgId {
        self.house.org
    }

    pub(crate) async fn hire(&mut self, zones: &[Tz]) -> Vec<Person> {
        let mut tx = self.db.begin(self.id()).await.unwrap();
        let first = store::org::next_numbers(&mut tx, self.id(), zones.len() as i64).await.unwrap();
        let mut people = Vec::new();
        for (i, tz) in zones.iter().enumerate() {
            let grant = Grant {
                id: self.ids.next(self.now),
                role: Role::Rep,
                team: None,
                from: self.now.date_naive().pred_opt().unwrap(),
                to: None,
            };
            let mut person = Person {
                id: self.ids.next(self.now),
                number: first + i as i64,
                name: "Rep".into(),
                language: Language::En,
                timezone: *tz,
                calendar: self.house.calendar,
                prompt_time: None,
                status: PersonStatus::Active,
                items: 0,
                next_open: None,
                grants: vec![grant],
            };
            person.next_open =
                schedule::next_open(&person, &Calendar::weekdays(), &self.house.rules, None, self.now);
            people.push(person);
        }
        let rows: Vec<(&Person, DateTime<Utc>)> = people.iter().map(|p| (p, self.now)).collect();
        store::person::insert(&mut tx, self.id(), &rows).await.unwrap();
        let identity = |p: &Person| Identity {
            person: p.id,
            channel: "telegram".into(),
            external_id: p.number.to_string(),
            chat_id: p.number.to_string(),
            since: self.now,
        };
        let identities: Vec<Identity> = people.iter().map(identity).collect();
        store::identity::insert(&mut tx, self.id(), &identities).await.unwrap();
        tx.commit().await.unwrap();
        people
    }

    pub(crate) fn tick(&self) -> Tick<'_> {
        Tick { house: &self.house, now: self.now, batch: 100 }
    }

    /// Ticks at a moment.
    pub(crate) async fn at(&mut self, now: &str) -> Done {
        self.now = utc(now);
        let mut ids = std::mem::replace(&mut self.ids, IdMaker::new(0));
        let done = tick::run(&self.db, &self.tick(), &mut ids).await.unwrap();
        self.ids = ids;
        done
    }

    /// Ticks whenever something is due, until a moment; all that is sent arrives at once.
    pub(crate) async fn run_until(&mut self, until: &str) {
        loop {
            let mut tx = self.db.begin(self.id()).await.unwrap();
            let due = store::check_in::next_due(&mut tx, self.id()).await.unwrap();
            tx.commit().await.unwrap();
            match due.filter(|at| *at <= utc(until)) {
                Some(at) => {
                    let at = at.max(self.now).to_rfc3339();
                    self.at(&at).await;
                    self.deliver(End::Sent).await;
                }
                None => break self.now = utc(until),
            }
        }
    }

    /// What was put into the outbox, in that order.
    pub(crate) async fn outbox(&self) -> Vec<Put> {
        let rows =
            "SELECT kind, person_id, local_date, created_at, expires_at FROM outbox ORDER BY outbox_id";
        let rows = sqlx::query(rows).fetch_all(&mut self.test.superuser().await).await.unwrap();
        rows.iter()
            .map(|row| Put {
                kind: OutboxKind::by_name(row.get("kind")).unwrap(),
                person: PersonId(row.get("person_id")),
                day: row.get("local_date"),
                at: row.get("created_at"),
                until: row.get("expires_at"),
            })
            .collect()
    }

    /// Lets all that waits in the outbox come to an end now.
    pub(crate) async fn deliver(&mut self, end: End) {
        let rows: Vec<(Uuid, String, Uuid, NaiveDate)> = sqlx::query_as(
            "UPDATE outbox SET state = 'sent', finished_at = created_at WHERE state = 'pending'
             RETURNING outbox_id, kind, person_id, local_date",
        )
        .fetch_all(&mut self.test.superuser().await)
        .await
        .unwrap();
        let settled = rows.into_iter().map(|(id, kind, person, day)| Settled {
            id: id.into(),
            kind: OutboxKind::by_name(&kind).unwrap(),
            chat_id: String::new(),
            person: Some(PersonId(person)),
            local_date: Some(day),
            end,
            at: self.now,
        });
        let settled: Vec<Settled> = settled.collect();
        let mut tx = self.db.begin(self.id()).await.unwrap();
        let touched = outcome::load(&mut tx, self.id(), &settled).await.unwrap();
        let effects = outcome::decide(touched, &settled, &mut self.ids);
        store::apply(&mut tx, self.id(), &self.house.salt, &effects).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub(crate) async fn check_ins(&self, person: &Person) -> BTreeMap<String, CheckIn> {
        let mut tx = self.db.begin(self.id()).await.unwrap();
        let all = store::check_in::of(&mut tx, self.id(), &[person.id], day("2000-01-01")).await.unwrap();
        all.into_iter().map(|c| (c.local_date.to_string(), c)).collect()
    }

    pub(crate) async fn deliveries(&self, person: &Person) -> Vec<(String, Delivery)> {
        self.check_ins(person).await.into_iter().map(|(day, c)| (day, c.delivery)).collect()
    }

    /// Writes effects.
    pub(crate) async fn write(&self, effects: Effects) {
        store::partition::ensure_for(&self.db, &effects).await.unwrap();
        let mut tx = self.db.begin(self.id()).await.unwrap();
        store::apply(&mut tx, self.id(), &self.house.salt, &effects).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The rep answers for a day.
    pub(crate) async fn answer(&mut self, person: &Person, on: &str, at: &str) {
        let mut c = self.check_ins(person).await.remove(on).unwrap();
        let at = utc(at);
        let mut scribe = Scribe::system(&mut self.ids, at);
        let changes = c.replied(at, true, &Calendar::weekdays(), &mut scribe);
        self.write(Effects { check_ins: vec![c], changes, ..Effects::default() }).await;
    }

    /// A new record of a rep, with its changes.
    pub(crate) fn record(
        &mut self,
        owner: &Person,
        on: &str,
        way: Way,
        kind: Kind,
        values: &[(Field, Value)],
    ) -> (Record, Vec<Change>) {
        let id: RecordId = self.ids.next(self.now);
        let number = id.0.as_u128() as i64 & 0xffff_ffff;
        let mut record = Record::new(id, kind, owner.id, number, self.now);
        let state = (Field::State, Value::State(RecordState::Active));
        let values = values.iter().cloned().chain([state]);
        let changes =
            values.map(|(field, value)| self.set(owner, on, way, &mut record, field, value)).collect();
        (record, changes)
    }

    pub(crate) fn set(
        &mut self,
        owner: &Person,
        on: &str,
        way: Way,
        record: &mut Record,
        field: Field,
        value: Value,
    ) -> Change {
        let set = record.set(field, Some(value)).unwrap().unwrap();
        Change {
            id: self.ids.next(self.now),
            at: self.now,
            person: owner.id,
            local_date: Some(day(on)),
            actor: (way == Way::Rep).then_some(owner.id),
            way,
            cause: None,
            subject: Subject::Record(record.kind, record.id),
            field,
            old: set.old,
            new: set.new,
            message: None,
            span: None,
            undoes: None,
        }
    }
}
