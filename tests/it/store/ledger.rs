//! Records by scope, aliases, and what of the ledger is personal.

use rapport::domain::effect::{Alias, Effects};
use rapport::domain::ledger::{Change, Subject, Way};
use rapport::domain::reading::Stage;
use rapport::domain::record::{Field, Kind, NotTold, Origin, Record, RecordState, StepStatus, Value};
use rapport::domain::{ChangeId, PersonId, RecordId};
use rapport::store::record::Scope;
use rapport::store::{StoreError, apply, change, record};

use super::fixture::{House, SALT, day, house, minute, noon};

impl House {
    /// A record with these fields, and active.
    fn record(&mut self, kind: Kind, owner: PersonId, number: i64, fields: &[(Field, Value)]) -> Record {
        let mut record = Record::new(self.id(), kind, owner, number, noon());
        let active = (Field::State, Value::State(RecordState::Active));
        for (field, value) in fields.iter().chain([&active]) {
            record.set(*field, Some(value.clone())).unwrap();
        }
        record
    }

    fn customer(&mut self, owner: PersonId, number: i64, name: &str) -> Record {
        use rapport::domain::record::CustomerKind::Organisation;
        let fields = [
            (Field::Name, Value::Text(name.into())),
            (Field::CustomerKind, Value::CustomerKind(Organisation)),
            (Field::Origin, Value::Origin(Origin::Reply)),
            (Field::New, Value::Flag(true)),
        ];
        self.record(Kind::Customer, owner, number, &fields)
    }

    async fn put(&self, records: &[Record]) {
        let mut tx = self.begin().await;
        record::put(&mut tx, self.org, records).await.unwrap();
        tx.commit().await.unwrap();
    }

    fn change(&mut self, subject: &Record, field: Field, old: Option<Value>, new: Option<Value>) -> Change {
        Change {
            id: self.id(),
            at: minute(1),
            person: subject.owner,
            local_date: Some(day("2026-03-10")),
            actor: None,
            way: Way::Rep,
            cause: None,
            subject: Subject::Record(subject.kind, subject.id),
            field,
            old,
            new,
            message: None,
            span: None,
            undoes: None,
        }
    }
}

async fn numbers(house: &House, owners: &[PersonId], scope: Scope<'_>) -> Vec<i64> {
    let mut tx = house.begin().await;
    let records = record::load(&mut tx, house.org, owners, scope).await.unwrap();
    let mut numbers: Vec<i64> = records.iter().map(|r| r.number).collect();
    numbers.sort();
    numbers
}

#[tokio::test]
async fn a_scope_leaves_out_what_is_over() {
    let mut house = house().await;
    let (rep, other) = (house.rep(1).await, house.rep(2).await);
    let customer = house.customer(rep, 1, "Haida Foods");
    let of = (Field::Customer, Value::Record(customer.id));
    let on = |text: &str| Value::Date(day(text));
    let step = |status| {
        vec![
            of.clone(),
            (Field::Action, Value::Text("send the quote".into())),
            (Field::Status, Value::Step(status)),
        ]
    };
    let deal = |stage| vec![of.clone(), (Field::Stage, Value::Stage(stage))];
    let visit = |text: &str| {
        vec![
            of.clone(),
            (Field::Type, Value::Activity(rapport::domain::reading::ActivityType::Visit)),
            (Field::Day, on(text)),
        ]
    };
    let away = |to: Option<&str>| {
        let mut fields = vec![
            (Field::Away, Value::Away(rapport::domain::reading::AwayState::Sick)),
            (Field::From, on("2026-01-01")),
        ];
        fields.extend(to.map(|to| (Field::To, on(to))));
        fields
    };
    let mut records = vec![
        customer.clone(),
        house.customer(rep, 2, "Withdrawn"),
        house.customer(other, 3, "Another's"),
        house.record(Kind::Opportunity, rep, 4, std::slice::from_ref(&of)),
        house.record(Kind::Opportunity, rep, 5, &deal(Stage::Negotiation)),
        house.record(Kind::Opportunity, rep, 6, &deal(Stage::Won)),
        house.record(Kind::Opportunity, rep, 7, &deal(Stage::Lost)),
        house.record(Kind::NextStep, rep, 8, &step(StepStatus::Open)),
        house.record(Kind::NextStep, rep, 9, &step(StepStatus::Done)),
        house.record(Kind::Activity, rep, 10, &visit("2026-03-08")),
        house.record(Kind::Activity, rep, 11, &visit("2026-03-09")),
        house.record(Kind::Availability, rep, 12, &away(None)),
        house.record(Kind::Availability, rep, 13, &away(Some("2026-03-08"))),
        house.record(Kind::Availability, rep, 14, &away(Some("2026-03-09"))),
    ];
    records[1].set(Field::State, Some(Value::State(RecordState::Withdrawn))).unwrap();
    records[5].updated_at = "2026-03-08T23:59:59Z".parse().unwrap();
    records[8].updated_at = "2026-03-08T23:59:59Z".parse().unwrap();
    house.put(&records).await;

    let since = day("2026-03-09");
    let standing = Scope::standing(Kind::ALL, since);
    assert_eq!(numbers(&house, &[rep], standing).await, [1, 4, 5, 7, 8, 11, 12, 14]);
    assert_eq!(numbers(&house, &[other, rep], Scope::standing(&[Kind::Customer], since)).await, [1, 3]);
    let all: Vec<i64> = (1..=14).filter(|n| *n != 3).collect();
    assert_eq!(numbers(&house, &[rep], Scope::everything(Kind::ALL)).await, all);
    assert!(numbers(&house, &[], standing).await.is_empty());
}

#[tokio::test]
async fn records_change_in_place_and_incomplete_ones_are_refused() {
    let mut house = house().await;
    let rep = house.rep(1).await;
    let mut customer = house.customer(rep, 1, "Haida Foods");
    let earlier = customer.clone();
    customer.set(Field::Phone, Some(Value::NotTold(NotTold::Refused))).unwrap();
    customer.updated_at = minute(3);
    let fields = [
        (Field::Customer, Value::Record(customer.id)),
        (Field::Name, Value::Text("Wang Fang".into())),
        (Field::Occupation, Value::NotTold(NotTold::NotApplicable)),
    ];
    let contact = house.record(Kind::Contact, rep, 2, &fields);
    // A contact before its customer, and two versions of one row.
    house.put(&[contact.clone(), customer.clone(), earlier, customer.clone()]).await;
    let mut tx = house.begin().await;
    let both = [(Kind::Contact, contact.id), (Kind::Customer, customer.id)];
    assert_eq!(record::by_ids(&mut tx, house.org, &both).await.unwrap(), [customer.clone(), contact]);
    assert_eq!(record::by_ids(&mut tx, house.org, &[(Kind::Order, customer.id)]).await.unwrap(), []);

    customer.set(Field::Phone, Some(Value::Text("+8613800000000".into()))).unwrap();
    record::put(&mut tx, house.org, &[customer.clone()]).await.unwrap();
    assert_eq!(record::by_ids(&mut tx, house.org, &both[1..]).await.unwrap(), [customer.clone()]);

    let bare = Record::new(RecordId(customer.id.0), Kind::Customer, rep, 3, noon());
    let error = record::put(&mut tx, house.org, &[bare]).await.unwrap_err();
    assert!(matches!(error, StoreError::Incomplete { kind: "customer", .. }));
}

#[tokio::test]
async fn aliases_are_added_once() {
    let mut house = house().await;
    let rep = house.rep(1).await;
    let customer = house.customer(rep, 1, "Haida Foods");
    house.put(std::slice::from_ref(&customer)).await;
    let alias = |alias: &str| Alias {
        customer: customer.id,
        alias: alias.into(),
        key: "haida".into(),
        by: rep,
        at: noon(),
    };
    let mut tx = house.begin().await;
    record::alias::put(&mut tx, house.org, &[alias("Haida")]).await.unwrap();
    record::alias::put(&mut tx, house.org, &[alias("HAIDA")]).await.unwrap();
    let found = record::alias::load(&mut tx, house.org, &[rep]).await.unwrap();
    assert_eq!(found, [(rep, customer.id, "Haida".to_owned())]);
}

#[tokio::test]
async fn personal_values_stand_beside_the_ledger_and_can_be_erased() {
    let mut house = house().await;
    let rep = house.rep(1).await;
    let customer = house.customer(rep, 1, "Haida Foods");
    let text = |t: &str| Some(Value::Text(t.into()));
    let refused = Some(Value::NotTold(NotTold::Refused));
    let changes = vec![
        house.change(&customer, Field::Name, None, text("Haida Foods")),
        house.change(&customer, Field::Phone, text("+8613800000001"), text("+8613800000002")),
        house.change(&customer, Field::Phone, text("+8613800000002"), refused),
        house.change(&customer, Field::Origin, None, Some(Value::Origin(Origin::Reply))),
    ];
    let effects = Effects { records: vec![customer.clone()], changes: changes.clone(), ..Effects::default() };
    let mut tx = house.begin().await;
    apply(&mut tx, house.org, SALT, &effects).await.unwrap();
    let loaded = change::of_records(&mut tx, house.org, &[customer.id]).await.unwrap();
    assert_eq!(loaded, changes);

    let ledger: Vec<String> =
        sqlx::query_scalar("select c::text from change as c").fetch_all(&mut *tx).await.unwrap();
    assert_eq!(ledger.len(), 4);
    assert!(ledger.iter().all(|row| !row.contains("Haida") && !row.contains("13800000")), "{ledger:?}");

    sqlx::query("update personal_value set value = null, erased_at = $1 where side = 'new'")
        .bind(minute(5))
        .execute(&mut *tx)
        .await
        .unwrap();
    let loaded = change::of_records(&mut tx, house.org, &[customer.id]).await.unwrap();
    let sides: Vec<_> = loaded.iter().map(|c| (c.old.clone(), c.new.clone())).collect();
    let mut expected: Vec<_> = changes.iter().map(|c| (c.old.clone(), c.new.clone())).collect();
    (expected[0].1, expected[1].1) = (None, None);
    assert_eq!(sides, expected);
}

#[tokio::test]
async fn a_stage_that_was_taken_back_was_not_entered() {
    let mut house = house().await;
    let rep = house.rep(1).await;
    let customer = house.customer(rep, 1, "Haida Foods");
    let deal = house.record(Kind::Opportunity, rep, 2, &[(Field::Customer, Value::Record(customer.id))]);
    house.put(&[customer, deal.clone()]).await;
    let stage = |s| Some(Value::Stage(s));
    let lead = house.change(&deal, Field::Stage, None, stage(Stage::Lead));
    let won = house.change(&deal, Field::Stage, stage(Stage::Lead), stage(Stage::Won));
    let mut undo = house.change(&deal, Field::Stage, stage(Stage::Won), stage(Stage::Lead));
    undo.undoes = Some(won.id);
    let mut redo = house.change(&deal, Field::Stage, stage(Stage::Lead), stage(Stage::Won));
    redo.undoes = Some(undo.id);
    redo.local_date = None;

    let mut tx = house.begin().await;
    for (batch, standing) in [
        (vec![lead.clone(), won.clone()], vec![(lead.id, "lead"), (won.id, "won")]),
        (vec![undo], vec![(lead.id, "lead")]),
        (vec![redo.clone()], vec![(lead.id, "lead"), (redo.id, "won")]),
    ] {
        change::insert(&mut tx, house.org, SALT, &batch).await.unwrap();
        let rows: Vec<(uuid::Uuid, String)> =
            sqlx::query_as("select change_id, stage from stage_entry order by change_id")
                .fetch_all(&mut *tx)
                .await
                .unwrap();
        let rows: Vec<(ChangeId, &str)> = rows.iter().map(|(id, s)| (ChangeId(*id), s.as_str())).collect();
        assert_eq!(rows, standing);
    }
}
