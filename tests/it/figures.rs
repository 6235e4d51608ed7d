//! What figures are made of is found as the formulas mean it.

use std::collections::BTreeSet;

use chrono_tz::Tz;
use rapport::domain::checkin::Calendar;
use rapport::domain::effect::Effects;
use rapport::domain::kpi::{self, Mean, Newcomer, Ratio};
use rapport::domain::ledger::Way;
use rapport::domain::life::Scribe;
use rapport::domain::reading::{ActivityType, Stage};
use rapport::domain::record::{CustomerKind, Field, Kind, Origin, RecordState, Value};
use rapport::store::figures::{self, Asked, Complaints};
use rapport::store::outbox::End;

use crate::schedule::office::{Office, day, utc};

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn date(field: Field, on: &str) -> (Field, Value) {
    (field, Value::Date(day(on)))
}

/// A customer of the first rep's.
fn customer(name: &str, origin: Origin) -> Vec<(Field, Value)> {
    vec![
        (Field::Name, text(name)),
        (Field::CustomerKind, Value::CustomerKind(CustomerKind::Unknown)),
        (Field::Origin, Value::Origin(origin)),
        (Field::New, Value::Flag(false)),
    ]
}

#[tokio::test]
async fn figures_find_what_they_are_made_of() {
    // Friday, the 8th, to Monday, the 11th.
    let mut office = Office::open("2026-05-08T08:00:00Z", &[]).await;
    let people = office.hire(&[Tz::UTC; 2]).await;
    let rep = &people[0];
    office.at("2026-05-08T17:30:00Z").await;
    office.deliver(End::Sent).await;

    // On Friday the rep says that there was nothing.
    let mut c = office.check_ins(rep).await.remove("2026-05-08").unwrap();
    let at = utc("2026-05-08T18:00:00Z");
    let mut scribe = Scribe::system(&mut office.ids, at);
    let mut changes = c.replied(at, true, &Calendar::weekdays(), &mut scribe);
    changes.extend(c.set_no_activity(true, &mut scribe));
    office.write(Effects { check_ins: vec![c], changes, ..Effects::default() }).await;

    let (mut records, mut changes) = (Vec::new(), Vec::new());
    let mut put = |office: &mut Office, now: &str, kind, values: &[(Field, Value)]| {
        office.now = utc(now);
        let (record, rows) = office.record(rep, "2026-05-08", Way::Rep, kind, values);
        let id = record.id;
        records.push(record);
        changes.extend(rows);
        id
    };
    let acme = put(&mut office, "2026-05-08T18:00:00Z", Kind::Customer, &customer("Acme", Origin::Import));
    let of = (Field::Customer, Value::Record(acme));
    let visit =
        |on| vec![of.clone(), (Field::Type, Value::Activity(ActivityType::Visit)), date(Field::Day, on)];
    // Of Friday, after all: in time until Monday, 10:00; so is what is of Saturday.
    put(&mut office, "2026-05-11T09:59:00Z", Kind::Activity, &visit("2026-05-08"));
    put(&mut office, "2026-05-11T10:00:00Z", Kind::Activity, &visit("2026-05-09"));
    put(&mut office, "2026-05-11T10:01:00Z", Kind::Activity, &visit("2026-05-09"));
    // Of a day before the first check-in: nobody knows by when.
    put(&mut office, "2026-05-11T10:01:00Z", Kind::Activity, &visit("2026-05-07"));
    let score = |n| vec![of.clone(), (Field::Score, Value::Int(n)), date(Field::Day, "2026-05-08")];
    put(&mut office, "2026-05-08T18:00:00Z", Kind::Satisfaction, &score(5));
    put(&mut office, "2026-05-08T18:00:00Z", Kind::Satisfaction, &score(2));
    let complaint = |resolved: Option<&str>| {
        let mut values = vec![of.clone(), (Field::Summary, text("late")), date(Field::Day, "2026-05-08")];
        values.extend(resolved.map(|on| date(Field::ResolvedOn, on)));
        values
    };
    put(&mut office, "2026-05-08T18:00:00Z", Kind::Complaint, &complaint(Some("2026-05-11")));
    put(&mut office, "2026-05-08T18:00:00Z", Kind::Complaint, &complaint(None));
    put(&mut office, "2026-05-08T18:00:00Z", Kind::Order, &[of.clone(), date(Field::Day, "2026-05-08")]);
    let served = [(Field::Receptions, Value::Int(12)), date(Field::Day, "2026-05-08")];
    put(&mut office, "2026-05-08T18:00:00Z", Kind::Service, &served);
    put(&mut office, "2026-05-11T18:00:00Z", Kind::Customer, &customer("Beta", Origin::Reply));
    let reachable = [customer("Gamma", Origin::Reply), vec![(Field::Phone, text("+4930123456"))]].concat();
    let gamma = put(&mut office, "2026-05-11T18:00:00Z", Kind::Customer, &reachable);
    let deal = [of.clone(), (Field::Stage, Value::Stage(Stage::Lead))];
    put(&mut office, "2026-05-08T18:00:00Z", Kind::Opportunity, &deal);
    let mut won = records.last().unwrap().clone();
    office.write(Effects { records, changes, ..Effects::default() }).await;
    office.now = utc("2026-05-11T18:00:00Z");
    let change = office.set(rep, "2026-05-08", Way::Rep, &mut won, Field::Stage, Value::Stage(Stage::Won));
    office.write(Effects { records: vec![won], changes: vec![change], ..Effects::default() }).await;

    let mut tx = office.db.begin(office.id()).await.unwrap();
    let (org, own) = (office.id(), [rep.id]);
    let asked = Asked { people: Some(&own), from: day("2026-05-04"), to: day("2026-05-10") };
    let facts = figures::facts(&mut tx, org, asked).await.unwrap();
    // In time: two activities, two scores, two complaints, an order, receptions, a lead. Late: an activity, the deal.
    assert_eq!(kpi::timeliness(&facts, utc("2026-05-12T00:00:00Z")), Ratio { num: 9, den: 11 });
    assert_eq!(facts.iter().filter(|f| f.deadline.is_none()).count(), 1);
    let (from, to) = (asked.from, asked.to);
    let contradicted = figures::contradicted(&mut tx, org, Some(&own), from, to).await.unwrap();
    assert_eq!(contradicted, BTreeSet::from([(rep.id, day("2026-05-08"))]));
    let entries = figures::entries(&mut tx, org, asked).await.unwrap();
    assert_eq!(kpi::win_rate(&entries, from, to), Ratio { num: 1, den: 1 });
    assert_eq!(kpi::stage_success(&entries, from, to)[&Stage::Lead], Ratio { num: 1, den: 1 });
    let scores = figures::scores(&mut tx, org, asked).await.unwrap();
    assert_eq!(kpi::satisfaction(&scores), Mean { sum: 7, n: 2 });
    let complaints = figures::complaints(&mut tx, org, asked).await.unwrap();
    let days_to_resolution = vec![Some(3), None];
    assert_eq!(complaints, Complaints { days_to_resolution, orders: 1, receptions: 12, days_served: 1 });
    let customers = figures::newcomers(&mut tx, org, Some(&own), day("2026-05-11")).await.unwrap();
    let newcomer = |on, given, reachable| Newcomer { since: day(on), given, reachable };
    let expected = [
        newcomer("2026-05-08", true, false),
        newcomer("2026-05-11", false, false),
        newcomer("2026-05-11", false, true),
    ];
    assert_eq!(customers, expected);

    // Of somebody else there is nothing; of everybody there is the same.
    let other = [people[1].id];
    assert!(figures::facts(&mut tx, org, Asked { people: Some(&other), ..asked }).await.unwrap().is_empty());
    let all = Asked { people: None, ..asked };
    assert_eq!(figures::facts(&mut tx, org, all).await.unwrap(), facts);
    tx.commit().await.unwrap();

    // What was taken back counts no longer.
    let mut tx = office.db.begin(office.id()).await.unwrap();
    let mut gamma =
        rapport::store::record::by_ids(&mut tx, org, &[(Kind::Customer, gamma)]).await.unwrap().remove(0);
    tx.commit().await.unwrap();
    let withdrawn = Value::State(RecordState::Withdrawn);
    let change = office.set(rep, "2026-05-08", Way::Rep, &mut gamma, Field::State, withdrawn);
    office.write(Effects { records: vec![gamma], changes: vec![change], ..Effects::default() }).await;
    let mut tx = office.db.begin(office.id()).await.unwrap();
    assert_eq!(figures::newcomers(&mut tx, org, None, day("2026-05-11")).await.unwrap(), expected[..2]);
}
