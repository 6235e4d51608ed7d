//! On time: check-ins open, are asked about, reminded of and closed at their local times, each once, whatever the
//! clocks do and however long the program was down.

pub(crate) mod office;

use chrono::TimeDelta;
use chrono_tz::Tz;
use rapport::domain::checkin::{Calendar, CheckIn, Completeness, Delivery, Excuse};
use rapport::domain::effect::Effects;
use rapport::domain::ledger::Way;
use rapport::domain::life;
use rapport::domain::person::Person;
use rapport::domain::reading::{AwayState, Stage};
use rapport::domain::record::{CustomerKind, Field, Kind, Money, Origin, Value};
use rapport::domain::{IdMaker, OutboxKind, PersonId, schedule};
use rapport::flow::tick::{self, Done};
use rapport::store::outbox::End;
use rapport::store::{self, Db};

use office::{Office, Put, day, utc};

#[tokio::test]
async fn prompts_come_at_local_time_over_a_change_of_the_clocks() {
    // In Berlin the clocks go forward on Sunday, the 29th; Monday is a holiday.
    let mut office = Office::open("2026-03-27T07:00:00Z", &["2026-03-30"]).await;
    let people = office.hire(&[Tz::Europe__Berlin, Tz::Asia__Shanghai]).await;
    office.run_until("2026-04-01T23:00:00Z").await;

    let prompts = office.outbox().await.into_iter().filter(|put| put.kind == OutboxKind::Prompt);
    let mut found: Vec<(usize, String, String)> = prompts
        .map(|put| {
            let who = people.iter().position(|p| p.id == put.person).unwrap();
            (who, put.day.to_string(), put.at.with_timezone(&people[who].timezone).to_rfc3339())
        })
        .collect();
    found.sort();
    let expected = [
        (0, "2026-03-27", "2026-03-27T17:30:00+01:00"),
        (0, "2026-03-31", "2026-03-31T17:30:00+02:00"),
        (0, "2026-04-01", "2026-04-01T17:30:00+02:00"),
        (1, "2026-03-27", "2026-03-27T17:30:00+08:00"),
        (1, "2026-03-31", "2026-03-31T17:30:00+08:00"),
        (1, "2026-04-01", "2026-04-01T17:30:00+08:00"),
    ];
    assert_eq!(found, expected.map(|(who, day, at)| (who, day.to_owned(), at.to_owned())));
    let berlin = office.check_ins(&people[0]).await;
    let friday = &berlin["2026-03-27"];
    assert_eq!(friday.closes_at, utc("2026-03-31T08:00:00Z"), "after week-end and holiday");
    assert_eq!((friday.closed_at, friday.delivery), (Some(friday.closes_at), Delivery::Sent));
}

#[tokio::test]
async fn three_days_of_downtime_are_missed_and_one_prompt_is_sent() {
    let mut office = Office::open("2026-05-04T08:00:00Z", &[]).await;
    let rep = office.hire(&[Tz::Europe__Berlin]).await.remove(0);
    office.run_until("2026-05-04T16:00:00Z").await;

    // Down from Monday evening to Friday, 18:15.
    let done = office.at("2026-05-08T16:15:00Z").await;
    assert_eq!(done, Done { opened: 4, missed: 3, prompts: 1, nudges: 0, closed: 4 });
    office.deliver(End::Sent).await;
    let expected = [
        ("2026-05-04", Delivery::Sent),
        ("2026-05-05", Delivery::Missed),
        ("2026-05-06", Delivery::Missed),
        ("2026-05-07", Delivery::Missed),
        ("2026-05-08", Delivery::Late),
    ];
    assert_eq!(office.deliveries(&rep).await, expected.map(|(day, d)| (day.to_owned(), d)));
    let prompts = office.outbox().await;
    let prompts: Vec<_> = prompts.iter().map(|put| (put.kind, put.day.to_string())).collect();
    assert_eq!(prompts, ["2026-05-04", "2026-05-08"].map(|d| (OutboxKind::Prompt, d.to_owned())));
    assert_eq!(office.at("2026-05-08T16:16:00Z").await, Done::default(), "nothing is done twice");
}

#[tokio::test]
async fn after_an_outage_nobody_is_woken() {
    for (back, delivery) in [
        ("2026-05-05T15:29:00Z", Delivery::Pending),
        ("2026-05-05T18:30:00Z", Delivery::Queued),
        ("2026-05-05T18:30:01Z", Delivery::Missed),
        ("2026-05-05T20:00:00Z", Delivery::Missed),
        ("2026-05-06T01:00:00Z", Delivery::Missed),
    ] {
        let mut office = Office::open("2026-05-04T08:00:00Z", &[]).await;
        let rep = office.hire(&[Tz::Europe__Berlin]).await.remove(0);
        office.at("2026-05-04T08:00:00Z").await;
        office.at(back).await;
        assert_eq!(office.check_ins(&rep).await["2026-05-05"].delivery, delivery, "{back}");
        let queued = usize::from(delivery == Delivery::Queued);
        assert_eq!(office.outbox().await.len(), queued, "{back}");
    }
}

#[tokio::test]
async fn two_schedulers_at_once_open_and_ask_once() {
    let mut office = Office::open("2026-05-04T00:00:00Z", &[]).await;
    let people = office.hire(&[Tz::UTC; 450]).await;
    office.now = utc("2026-05-04T17:30:00Z");
    let other = Db::connect(&office.test.url, 4).await.unwrap();
    let (tick, mut a, mut b) = (office.tick(), IdMaker::new(2), IdMaker::new(3));
    let (first, second) =
        tokio::join!(tick::run(&office.db, &tick, &mut a), tick::run(&other, &tick, &mut b));
    let (first, second) = (first.unwrap(), second.unwrap());
    // What one held while the other looked is found by the next tick.
    let rest = tick::run(&office.db, &tick, &mut a).await.unwrap();
    assert_eq!(first.opened + second.opened + rest.opened, people.len());
    assert_eq!(first.prompts + second.prompts + rest.prompts, people.len());
    let mut asked: Vec<PersonId> = office.outbox().await.into_iter().map(|put| put.person).collect();
    asked.sort_unstable();
    assert_eq!(asked, people.iter().map(|p| p.id).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_nudge_comes_unless_the_rep_has_answered() {
    let mut office = Office::open("2026-05-04T08:00:00Z", &[]).await;
    let people = office.hire(&[Tz::UTC; 3]).await;
    office.at("2026-05-04T17:30:00Z").await;
    office.deliver(End::Sent).await;
    office.answer(&people[0], "2026-05-04", "2026-05-04T17:45:00Z").await;
    office.run_until("2026-05-05T12:00:00Z").await;
    let nudges: Vec<_> =
        office.outbox().await.into_iter().filter(|put| put.kind == OutboxKind::Nudge).collect();
    let until = utc("2026-05-04T21:00:00Z");
    let expected = |p: &Person, at: &str| Put {
        kind: OutboxKind::Nudge,
        person: p.id,
        day: day("2026-05-04"),
        at: utc(at),
        until,
    };
    let (first, second) = ("2026-05-04T18:30:00Z", "2026-05-04T20:30:00Z");
    let both = |at| [expected(&people[1], at), expected(&people[2], at)];
    assert_eq!(nudges, [both(first), both(second)].concat(), "two at the most, at a growing distance");
    let c = &office.check_ins(&people[0]).await["2026-05-04"];
    assert_eq!(c.latency.map(|l| (l.wall, l.waking)), Some((900, 900)));
    assert_eq!(c.closed_at, Some(utc("2026-05-05T10:00:00Z")));
}

#[tokio::test]
async fn outcomes_of_prompts_decide_who_is_in_the_base() {
    for (end, delivery, nudge) in [
        (End::Sent, Delivery::Sent, true),
        (End::Failed { blocked: false }, Delivery::Failed, false),
        (End::Failed { blocked: true }, Delivery::Blocked, false),
        (End::Expired, Delivery::Missed, false),
        (End::InDoubt, Delivery::InDoubt, true),
    ] {
        let mut office = Office::open("2026-05-04T08:00:00Z", &[]).await;
        let rep = office.hire(&[Tz::UTC]).await.remove(0);
        office.at("2026-05-04T17:30:00Z").await;
        office.deliver(end).await;
        let c = office.check_ins(&rep).await.remove("2026-05-04").unwrap();
        assert_eq!((c.delivery, c.next_nudge_at.is_some()), (delivery, nudge), "{end:?}");
        // The next day, somebody who has blocked the bot is due all the same, but nothing is put into the outbox.
        office.at("2026-05-05T17:30:00Z").await;
        let next = office.check_ins(&rep).await.remove("2026-05-05").unwrap();
        let blocked = delivery == Delivery::Blocked;
        assert_eq!(next.delivery, if blocked { Delivery::Blocked } else { Delivery::Queued }, "{end:?}");
        assert_eq!(c.closed_at, None);
        assert!(office.check_ins(&rep).await["2026-05-04"].closed_at.is_some());
    }
}

#[tokio::test]
async fn whoever_is_away_is_not_asked() {
    let mut office = Office::open("2026-05-04T08:00:00Z", &[]).await;
    let people = office.hire(&[Tz::UTC; 2]).await;
    office.at("2026-05-04T08:00:00Z").await;
    let mut away = |owner: &Person, values: &[(Field, Value)]| {
        office.record(owner, "2026-05-04", Way::Rep, Kind::Availability, values)
    };
    let date = |field, d: &str| (field, Value::Date(day(d)));
    let leave = [
        (Field::Away, Value::Away(AwayState::Leave)),
        date(Field::From, "2026-05-05"),
        date(Field::To, "2026-05-06"),
    ];
    let sick = [(Field::Away, Value::Away(AwayState::Sick)), date(Field::From, "2026-05-05")];
    let (first, mut changes) = away(&people[0], &leave);
    let (second, more) = away(&people[1], &sick);
    changes.extend(more);
    office.write(Effects { records: vec![first, second], changes, ..Effects::default() }).await;

    office.run_until("2026-05-07T12:00:00Z").await;
    office.answer(&people[1], "2026-05-07", "2026-05-07T12:00:00Z").await;
    office.run_until("2026-05-08T12:00:00Z").await;
    let excused = |c: &CheckIn| c.excused.map(|(why, by)| (why, by == Some(c.person)));
    let found: Vec<_> = office.check_ins(&people[0]).await.values().map(excused).collect();
    assert_eq!(found, [None, Some((Excuse::Leave, true)), Some((Excuse::Leave, true)), None, None]);
    let found: Vec<_> = office.check_ins(&people[1]).await.values().map(excused).collect();
    let sick = Some((Excuse::Sick, true));
    assert_eq!(
        found,
        [None, sick, sick, sick, None],
        "an absence without an end lasts until the rep reports"
    );
    let prompts = office.outbox().await.into_iter().filter(|put| put.kind == OutboxKind::Prompt);
    let asked: Vec<_> = prompts.map(|put| put.day.to_string()).collect();
    assert_eq!(asked, ["2026-05-04", "2026-05-04", "2026-05-07"]);
}

#[tokio::test]
async fn completeness_is_frozen_at_the_cutoff() {
    let mut office = Office::open("2026-05-04T08:00:00Z", &[]).await;
    let people = office.hire(&[Tz::UTC; 2]).await;
    let rep = &people[0];
    office.at("2026-05-04T17:30:00Z").await;
    office.deliver(End::Sent).await;
    office.answer(rep, "2026-05-04", "2026-05-04T17:45:00Z").await;

    let text = |t: &str| Value::Text(t.into());
    let mut on_the_day =
        |way, kind, values: &[(Field, Value)]| office.record(rep, "2026-05-04", way, kind, values);
    // A new person: age of three key fields.
    let (customer, mut changes) = on_the_day(
        Way::Rep,
        Kind::Customer,
        &[
            (Field::Name, text("Mr Li")),
            (Field::CustomerKind, Value::CustomerKind(CustomerKind::Person)),
            (Field::Origin, Value::Origin(Origin::Reply)),
            (Field::New, Value::Flag(true)),
            (Field::Age, Value::Int(41)),
        ],
    );
    // A deal that the rep left without an amount.
    let of = (Field::Customer, Value::Record(customer.id));
    let stage = (Field::Stage, Value::Stage(Stage::Qualified));
    let (mut deal, more) =
        on_the_day(Way::Rep, Kind::Opportunity, &[of, stage, (Field::Product, text("pumps"))]);
    changes.extend(more);
    office.write(Effects { records: vec![customer, deal.clone()], changes, ..Effects::default() }).await;
    let amount = Value::Money(Money { amount: 7.into(), currency: "EUR".into() });
    let change = office.set(rep, "2026-05-04", Way::Correction, &mut deal, Field::Amount, amount);
    office.write(Effects { records: vec![deal], changes: vec![change], ..Effects::default() }).await;

    office.run_until("2026-05-05T10:00:00Z").await;
    let closed = office.check_ins(rep).await.remove("2026-05-04").unwrap();
    assert_eq!(closed.completeness, Some(Completeness { filled: 3, by_rep: 2, applicable: 5 }));
    let other = office.check_ins(&people[1]).await.remove("2026-05-04").unwrap();
    assert_eq!(other.completeness, Some(Completeness::default()));

    // The ledger says the same as the table.
    let mut tx = office.db.begin(office.id()).await.unwrap();
    let rows = store::change::of_days(&mut tx, office.id(), &[(rep.id, closed.local_date)]).await.unwrap();
    let calendar = Calendar::weekdays();
    let (mode, team) = rep.asked_as(closed.local_date).unwrap();
    let opened = schedule::open(rep, mode, team, closed.local_date, &calendar, &office.house.rules);
    let again = life::replay(&opened, &rows, &calendar);
    assert_eq!(
        CheckIn { prompt_at: None, completeness: closed.completeness, ..again },
        CheckIn { prompt_at: None, ..closed }
    );
}

#[tokio::test]
async fn someone_whose_lane_is_being_handled_is_asked_by_the_next_tick() {
    let mut office = Office::open("2026-05-04T08:00:00Z", &[]).await;
    let people = office.hire(&[Tz::UTC; 2]).await;
    office.at("2026-05-04T12:00:00Z").await;
    let mut lane = office.db.begin(office.id()).await.unwrap();
    store::person::lock(&mut lane, office.id(), &[people[0].id]).await.unwrap();
    assert_eq!(office.at("2026-05-04T17:30:00Z").await.prompts, 1);
    lane.commit().await.unwrap();
    assert_eq!(office.at("2026-05-04T17:30:00Z").await.prompts, 1);
    let prompts = office.outbox().await;
    assert_eq!(prompts.iter().map(|put| put.person).collect::<Vec<_>>(), [people[1].id, people[0].id]);
    assert_eq!(prompts[0].until - prompts[0].at, TimeDelta::hours(3));
}
