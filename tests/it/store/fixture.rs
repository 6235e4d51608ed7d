//! An organisation with a calendar, a bot and people, and a maker of ids.

use chrono::{DateTime, Duration, NaiveDate, TimeZone, Utc};
use rapport::domain::person::{Grant, Language, Person, PersonStatus, Role};
use rapport::domain::{BotId, CalendarId, IdMaker, OrgId, PersonId};
use rapport::store::org::Org;
use rapport::store::{Db, Tx, calendar, org, partition, person};
use uuid::Uuid;

use crate::support::db::{TestDb, db};

pub(super) const SALT: &[u8] = b"the salt of the one";

/// The database of a test with one organisation in it.
pub(super) struct House {
    pub(super) test: TestDb,
    pub(super) db: Db,
    pub(super) org: OrgId,
    pub(super) calendar: CalendarId,
    pub(super) bot: BotId,
    pub(super) ids: IdMaker,
}

/// Noon of a day in March 2026, when everything happens.
pub(super) fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 10, 12, 0, 0).unwrap()
}

pub(super) fn minute(n: i64) -> DateTime<Utc> {
    noon() + Duration::minutes(n)
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Makes it.
pub(super) async fn house() -> House {
    let test = db().await;
    let db = Db::connect(&test.url, 6).await.unwrap();
    let mut ids = IdMaker::new(5);
    let (org, calendar, bot) = (ids.next(noon()), ids.next(noon()), ids.next(noon()));
    let mut house = House { test, db, org, calendar, bot, ids };
    house.make_org(org).await;
    let mut tx = house.begin().await;
    calendar::put(&mut tx, org, calendar, "usual", [true, true, true, true, true, false, false])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut c = house.test.superuser().await;
    sqlx::query("insert into bot (bot_id, org_id, channel, external_id, username, created_at) values ($1, $2, 'telegram', '7', 'b', $3)")
        .bind(bot.0)
        .bind(org.0)
        .bind(noon())
        .execute(&mut c)
        .await
        .unwrap();
    partition::ensure_months(&house.db, &[noon().date_naive()]).await.unwrap();
    house
}

impl House {
    pub(super) async fn begin(&self) -> Tx {
        self.db.begin(self.org).await.unwrap()
    }

    pub(super) async fn make_org(&mut self, id: OrgId) {
        let new = Org {
            id,
            name: "Haida Foods".into(),
            region: "CN".into(),
            currency: "CNY".into(),
            salt: SALT.to_vec(),
            created_at: noon(),
        };
        let mut tx = self.db.begin_plain().await.unwrap();
        org::create(&mut tx, &new).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub(super) fn id<T: From<Uuid>>(&mut self) -> T {
        self.ids.next(noon())
    }

    /// A person that is not written yet.
    pub(super) fn person(&mut self, number: i64, role: Role) -> Person {
        let grant = Grant { id: self.id(), role, team: None, from: day("2026-01-01"), to: None };
        Person {
            id: self.id(),
            number,
            name: format!("Person {number}"),
            language: Language::Zh,
            timezone: chrono_tz::Asia::Shanghai,
            calendar: self.calendar,
            prompt_time: None,
            status: PersonStatus::Active,
            items: 0,
            next_open: Some((day("2026-03-11"), minute(240))),
            grants: vec![grant],
        }
    }

    /// A rep of the organisation.
    pub(super) async fn rep(&mut self, number: i64) -> PersonId {
        let person = self.person(number, Role::Rep);
        let mut tx = self.begin().await;
        person::insert(&mut tx, self.org, &[(&person, noon())]).await.unwrap();
        tx.commit().await.unwrap();
        person.id
    }
}
