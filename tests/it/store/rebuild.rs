//! The tables are what the ledger says: after any sequence of effects, however it was cut into batches, records
//! rebuilt from the stored changes equal the stored records.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rapport::domain::effect::Effects;
use rapport::domain::ledger::{Cause, Change, Subject, Way, rebuild};
use rapport::domain::reading::{ActivityType, AwayState, Stage};
use rapport::domain::record::{
    CustomerKind, Field, Kind, Money, NotTold, Origin, Record, RecordState, Set, StepStatus, Value,
};
use rapport::domain::{ChangeId, IdMaker, PersonId, RecordId};
use rapport::store::record::Scope;
use rapport::store::{apply, change, partition, record};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::fixture::{House, SALT, day, house, noon};

/// Makes up what a rep might report, correct and take back.
struct Scribe {
    rng: StdRng,
    ids: IdMaker,
    person: PersonId,
    now: DateTime<Utc>,
    number: i64,
    book: BTreeMap<RecordId, Record>,
    ledger: Vec<Change>,
}

impl Scribe {
    /// One step; returns the versions of records and the changes that it made.
    fn step(&mut self) -> Effects {
        let from = self.ledger.len();
        self.now += Duration::seconds(self.rng.random_range(0..400_000));
        let touched = match self.rng.random_range(0..10) {
            0..=3 => self.begin(),
            4..=6 => self.correct(),
            _ => self.undo(),
        };
        let records = touched.into_iter().map(|id| self.book[&id].clone()).collect();
        Effects { records, changes: self.ledger[from..].to_vec(), ..Effects::default() }
    }

    /// A new record with all its required fields.
    fn begin(&mut self) -> Option<RecordId> {
        let known = self.book.values().any(|r| r.kind == Kind::Customer);
        let kind = if known { *Kind::ALL.choose(&mut self.rng)? } else { Kind::Customer };
        self.number += 1;
        let id: RecordId = self.ids.next(self.now);
        self.book.insert(id, Record::new(id, kind, self.person, self.number, self.now));
        for (field, required) in kind.fields() {
            let value = match field {
                Field::State => Some(Value::State(RecordState::Active)),
                Field::MergedInto => None,
                _ if *required || self.rng.random_bool(0.6) => Some(self.value(*field)),
                _ => None,
            };
            self.set(id, *field, value, None);
        }
        Some(id)
    }

    /// A field gets another value, or loses it; a record is withdrawn or stands again; a customer is merged.
    fn correct(&mut self) -> Option<RecordId> {
        let id = *self.book.keys().collect::<Vec<_>>().choose(&mut self.rng)?;
        let kind = self.book[id].kind;
        let id = *id;
        if self.book[&id].get(Field::MergedInto).is_some() {
            return None;
        }
        let (field, required) = *kind.fields().choose(&mut self.rng)?;
        match field {
            Field::State => {
                let state =
                    if self.book[&id].is_active() { RecordState::Withdrawn } else { RecordState::Active };
                self.set(id, field, Some(Value::State(state)), None);
            }
            Field::MergedInto => {
                let other = self.customer();
                self.set(id, field, Some(Value::Record(other)), None);
                self.set(id, Field::State, Some(Value::State(RecordState::Merged)), None);
            }
            _ => {
                let value = (required || self.rng.random_bool(0.7)).then(|| self.value(field));
                self.set(id, field, value, None);
            }
        }
        Some(id)
    }

    /// Takes back the change that set a field last, which may have been a taking back itself.
    fn undo(&mut self) -> Option<RecordId> {
        let target = self.ledger.choose(&mut self.rng)?.clone();
        let Subject::Record(_, id) = target.subject else { return None };
        let last = self.ledger.iter().rfind(|c| c.subject == target.subject && c.field == target.field)?;
        let linked = matches!(target.field, Field::State | Field::MergedInto);
        if last.id != target.id
            || target.old.is_none() && self.book[&id].kind.requires(target.field)
            || linked
        {
            return None;
        }
        self.set(id, target.field, target.old, Some(target.id));
        Some(id)
    }

    fn set(&mut self, id: RecordId, field: Field, value: Option<Value>, undoes: Option<ChangeId>) {
        let record = self.book.get_mut(&id).unwrap();
        let Ok(Some(Set { field, old, new })) = record.set(field, value) else { return };
        record.updated_at = self.now;
        let kind = record.kind;
        self.ledger.push(Change {
            id: self.ids.next(self.now),
            at: self.now,
            person: self.person,
            local_date: self.rng.random_bool(0.8).then(|| self.now.date_naive()),
            actor: self.rng.random_bool(0.5).then_some(self.person),
            way: *Way::ALL.choose(&mut self.rng).unwrap(),
            cause: Cause::ALL.choose(&mut self.rng).copied().filter(|_| undoes.is_some()),
            subject: Subject::Record(kind, id),
            field,
            old,
            new,
            message: None,
            span: None,
            undoes,
        });
    }

    fn customer(&mut self) -> RecordId {
        let customers: Vec<RecordId> =
            self.book.values().filter(|r| r.kind == Kind::Customer).map(|r| r.id).collect();
        *customers.choose(&mut self.rng).unwrap()
    }

    fn value(&mut self, field: Field) -> Value {
        let rng = &mut self.rng;
        let date = |from: &str, rng: &mut StdRng| day(from) + Duration::days(rng.random_range(0..60));
        match field {
            Field::Phone | Field::Occupation | Field::Age if rng.random_bool(0.3) => {
                Value::NotTold(*NotTold::ALL.choose(rng).unwrap())
            }
            Field::Age => Value::Int(rng.random_range(0..=150)),
            Field::Probability => Value::Int(rng.random_range(0..=100)),
            Field::Score => Value::Int(rng.random_range(1..=5)),
            Field::Receptions => Value::Int(rng.random_range(0..90)),
            Field::New => Value::Flag(rng.random()),
            Field::Amount => Value::Money(Money {
                amount: Decimal::new(rng.random_range(-5..9_000_000_000_000_000), rng.random_range(0..=4)),
                currency: (*["EUR", "CNY"].choose(rng).unwrap()).into(),
            }),
            Field::From | Field::Day => Value::Date(date("2026-01-01", rng)),
            Field::To | Field::CloseDate | Field::Due | Field::ResolvedOn => {
                Value::Date(date("2026-03-01", rng))
            }
            Field::Stage => {
                use Stage::*;
                Value::Stage(*[Lead, Qualified, Proposal, Negotiation, Won, Lost].choose(rng).unwrap())
            }
            Field::Type => {
                use ActivityType::*;
                Value::Activity(*[Visit, Call, Meeting, Message, Demo].choose(rng).unwrap())
            }
            Field::Away => {
                use AwayState::*;
                Value::Away(*[Leave, Sick, Travel, Training].choose(rng).unwrap())
            }
            Field::Status => Value::Step(*StepStatus::ALL.choose(rng).unwrap()),
            Field::CustomerKind => Value::CustomerKind(*CustomerKind::ALL.choose(rng).unwrap()),
            Field::Origin => Value::Origin(*Origin::ALL.choose(rng).unwrap()),
            Field::Customer => Value::Record(self.customer()),
            _ => {
                let words = ["Haida", "海达食品", "O'Neill \\ \"Co\"", "冷藏车 3台", "é🚚", "{a,b}", "NULL"];
                Value::Text(format!("{} {}", words.choose(rng).unwrap(), rng.random_range(0..100)))
            }
        }
    }
}

#[tokio::test]
async fn the_tables_are_what_the_ledger_says() {
    let mut house = house().await;
    let mut taken_back_twice = 0;
    for seed in 0..8 {
        let person = house.rep(seed as i64 + 1).await;
        let mut scribe = Scribe {
            rng: StdRng::seed_from_u64(seed),
            ids: IdMaker::new(seed + 100),
            person,
            now: noon(),
            number: 0,
            book: BTreeMap::new(),
            ledger: Vec::new(),
        };
        for _ in 0..12 {
            let mut effects = Effects::default();
            for _ in 0..scribe.rng.random_range(1..20) {
                effects.append(scribe.step());
            }
            partition::ensure_for(&house.db, &effects).await.unwrap();
            let mut tx = house.begin().await;
            apply(&mut tx, house.org, SALT, &effects).await.unwrap();
            tx.commit().await.unwrap();
        }
        same(&house, &scribe).await;
        let undos: BTreeSet<ChangeId> =
            scribe.ledger.iter().filter(|c| c.undoes.is_some()).map(|c| c.id).collect();
        taken_back_twice +=
            scribe.ledger.iter().filter(|c| c.undoes.is_some_and(|t| undos.contains(&t))).count();
    }
    assert!(taken_back_twice > 0, "the sequences are too tame");
}

/// The stored records and changes are those that were made up, and the former follow from the latter.
async fn same(house: &House, scribe: &Scribe) {
    let (org, person) = (house.org, scribe.person);
    let mut tx = house.begin().await;
    let by_id = |records: Vec<Record>| records.into_iter().map(|r| (r.id, r)).collect::<BTreeMap<_, _>>();
    let stored = by_id(record::load(&mut tx, org, &[person], Scope::everything(Kind::ALL)).await.unwrap());
    assert_eq!(stored, scribe.book);

    let ids: Vec<RecordId> = scribe.book.keys().copied().collect();
    let changes = change::of_records(&mut tx, org, &ids).await.unwrap();
    assert_eq!(changes, scribe.ledger);
    let numbers = stored.iter().map(|(id, r)| (*id, r.number)).collect();
    assert_eq!(rebuild(&changes, &numbers), stored);

    let kinds: Vec<_> = stored.values().map(|r| (r.kind, r.id)).collect();
    assert_eq!(by_id(record::by_ids(&mut tx, org, &kinds).await.unwrap()), stored);
    let short: Vec<_> = stored.values().map(|r| (person, r.number)).chain([(person, 1_000_000)]).collect();
    let found = record::numbered(&mut tx, org, &short).await.unwrap();
    let expected = stored.values().map(|r| ((person, r.number), (r.kind, r.id))).collect();
    assert_eq!(found, expected);

    let latest = change::latest(&mut tx, org, &ids).await.unwrap();
    let mut expected = std::collections::HashMap::new();
    for c in &scribe.ledger {
        if let Subject::Record(_, id) = c.subject {
            expected.insert((id, c.field), c.id);
        }
    }
    assert_eq!(latest, expected);

    let days: BTreeSet<NaiveDate> = scribe.ledger.iter().filter_map(|c| c.local_date).collect();
    let days: Vec<_> = days.into_iter().map(|day| (person, day)).collect();
    let dated: Vec<_> = scribe.ledger.iter().filter(|c| c.local_date.is_some()).cloned().collect();
    assert_eq!(change::of_days(&mut tx, org, &days).await.unwrap(), dated);

    let entries = "select change_id from stage_entry where opportunity_id = any($1) order by 1";
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let entries: Vec<Uuid> = sqlx::query_scalar(entries).bind(ids).fetch_all(&mut *tx).await.unwrap();
    assert_eq!(entries, standing_stages(&scribe.ledger));
}

/// Of all that set a stage, what was not taken back.
fn standing_stages(ledger: &[Change]) -> Vec<Uuid> {
    let mut standing = BTreeSet::new();
    for change in ledger.iter().filter(|c| c.field == Field::Stage) {
        let took_back = change.undoes.is_some_and(|target| standing.remove(&target.0));
        if !took_back && change.new.is_some() {
            standing.insert(change.id.0);
        }
    }
    standing.into_iter().collect()
}
