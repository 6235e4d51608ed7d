//! The formulas over small weeks that can be counted by hand.

use std::collections::BTreeSet;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::RecordId;
use crate::domain::checkin::{Calendar, CheckIn, Completeness, Delivery, Excuse, Latency, Rules};
use crate::domain::person::{Language, Person, PersonStatus};
use crate::domain::reading::{Mode, Stage};
use crate::domain::{CalendarId, schedule};
use chrono_tz::Tz;

fn day(n: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 5, n).unwrap()
}

fn t(d: u32, hour: u32) -> DateTime<Utc> {
    day(d).and_hms_opt(hour, 0, 0).unwrap().and_utc()
}

/// A check-in of a day in May 2026 in UTC, due 17:30, whose prompt was sent.
fn sent(on: u32) -> CheckIn {
    let person = Person {
        id: PersonId(Uuid::from_u128(1)),
        number: 1,
        name: "Rep".into(),
        language: Language::En,
        timezone: Tz::UTC,
        calendar: CalendarId(Uuid::from_u128(2)),
        prompt_time: None,
        status: PersonStatus::Active,
        items: 0,
        next_open: None,
        grants: Vec::new(),
    };
    let opened = schedule::open(&person, Mode::Rep, None, day(on), &Calendar::weekdays(), &Rules::default());
    CheckIn { delivery: Delivery::Sent, prompt_at: None, sent_at: Some(opened.due_at), ..opened }
}

fn answered(on: u32, at: DateTime<Utc>, latency: Option<(i64, i64)>) -> CheckIn {
    CheckIn {
        first_reply_at: Some(at),
        first_substantive_at: Some(at),
        latency: latency.map(|(wall, waking)| Latency { wall, waking }),
        ..sent(on)
    }
}

/// Monday the 4th to Friday the 8th, and what is seen of it on the Friday at noon.
fn a_week() -> Vec<CheckIn> {
    vec![
        answered(4, t(4, 18), Some((1800, 1800))),
        answered(5, t(6, 9), Some((55_800, 16_200))),
        answered(6, t(8, 9), Some((140_000, 60_000))),
        CheckIn { assisted_at: Some(t(7, 20)), ..sent(7) },
        sent(8),
    ]
}

#[test]
fn rates_of_a_week() {
    let now = t(8, 12);
    let rates = Rates::of(&a_week(), now);
    assert_eq!(
        rates,
        Rates { base: 4, answered: 2, on_time: 1, late: 1, assisted: 1, open: 1, ..Rates::default() }
    );
    assert_eq!(rates.response(), Ratio { num: 2, den: 4 });
    assert_eq!(rates.on_time(), Ratio { num: 1, den: 4 });
    assert_eq!(rates.late(), Ratio { num: 1, den: 4 });
    assert_eq!(rates.assisted(), Ratio { num: 1, den: 4 });
    assert_eq!(Rates::of(&a_week(), t(11, 10)).missing, 1, "the Friday closes on Monday");
}

#[test]
fn a_streak_passes_over_what_nobody_is_held_to() {
    let yes = |on| answered(on, t(on, 18), None);
    let late = |on| answered(on, t(on + 2, 18), None);
    let excused = |on| CheckIn { excused: Some((Excuse::Leave, None)), ..sent(on) };
    let missed = |on| CheckIn { delivery: Delivery::Missed, sent_at: None, ..sent(on) };
    let assisted = |on| CheckIn { assisted_at: Some(t(on, 20)), ..sent(on) };
    for (days, (streak_days, n)) in [
        (vec![], (0, 0)),
        (vec![sent(8)], (0, 0)),
        (vec![yes(8)], (1, 1)),
        (vec![yes(5), yes(6), yes(7), sent(8)], (3, 3)),
        (vec![yes(5), excused(6), missed(7), yes(8)], (2, 2)),
        (vec![yes(4), sent(5), yes(6), yes(7), yes(8)], (3, 5)),
        (vec![yes(4), yes(5), late(6), sent(8)], (0, 3)),
        (vec![yes(4), assisted(5), yes(6)], (1, 3)),
        (vec![yes(7), assisted(8)], (1, 1)),
        (vec![excused(7), excused(8)], (0, 0)),
        // In whatever order they come.
        (vec![yes(8), sent(5), yes(7), yes(6)], (3, 4)),
    ] {
        let found = streak(&days, t(8, 21));
        assert_eq!((found.days, found.n), (streak_days, n), "{days:#?}");
    }
}

#[test]
fn what_leaves_the_base() {
    let now = t(29, 0);
    let with = |delivery, excused| {
        let sent_at = sent(4).sent_at.filter(|_| delivery == Delivery::Sent);
        CheckIn { delivery, sent_at, excused, ..sent(4) }
    };
    for (c, base, out, excused, blocked) in [
        (with(Delivery::Sent, None), 1, 0, 0, 0),
        (with(Delivery::Blocked, None), 1, 0, 0, 1),
        (with(Delivery::Missed, None), 0, 1, 0, 0),
        (with(Delivery::Failed, None), 0, 1, 0, 0),
        (with(Delivery::InDoubt, None), 0, 1, 0, 0),
        (with(Delivery::Queued, None), 0, 1, 0, 0),
        (with(Delivery::Sent, Some((Excuse::Leave, None))), 0, 0, 1, 0),
    ] {
        let r = Rates::of([&c], now);
        assert_eq!((r.base, r.out, r.excused, r.blocked), (base, out, excused, blocked), "{:?}", c.delivery);
    }
    assert_eq!(Rates::default().response().share(), None);
    assert_eq!(Rates::default().response().percent(), None);
}

#[test]
fn latencies_of_the_answered_only() {
    let found = latencies(&a_week(), t(8, 12)).unwrap();
    assert_eq!(found.n, 2, "not the late one");
    assert_eq!(found.p50, Latency { wall: 1800, waking: 1800 });
    assert_eq!(found.p90, Latency { wall: 55_800, waking: 16_200 });
    assert_eq!(latencies(&[answered(4, t(4, 12), None)], t(8, 12)), None, "a report before the prompt");
    assert_eq!(latencies(&[answered(4, t(4, 18), Some((1800, 1800)))], t(4, 19)), None, "still open");
}

#[test]
fn completeness_with_days_of_nothing() {
    let with = |on, completeness: (i64, i64, i64), no_activity| {
        let (filled, by_rep, applicable) = completeness;
        let completeness = Some(Completeness { filled, by_rep, applicable });
        CheckIn { completeness, no_activity, ..answered(on, t(on, 18), None) }
    };
    let days = [
        with(4, (3, 2, 4), false),
        with(5, (0, 0, 0), true),
        with(6, (0, 0, 0), true),
        with(7, (0, 0, 0), false),
    ];
    let found = completed(&days, &BTreeSet::from([(days[2].person, day(6))]), t(29, 0));
    assert_eq!(found.by_rep, Ratio { num: 3, den: 6 }, "Tuesday is complete, Wednesday is contradicted");
    assert_eq!(found.corrected, Ratio { num: 4, den: 6 });
    assert_eq!(found.no_activity, Ratio { num: 2, den: 4 });
    let excused = CheckIn { excused: Some((Excuse::Sick, None)), ..with(4, (3, 2, 4), false) };
    assert_eq!(completed(&[excused], &BTreeSet::new(), t(29, 0)), Completed::default());
    assert_eq!(completed(&days, &BTreeSet::new(), t(4, 19)), Completed::default(), "none is closed yet");
}

#[test]
fn facts_in_time() {
    let fact = |visible_at, deadline| Fact {
        owner: PersonId(Uuid::from_u128(1)),
        day: day(4),
        visible_at,
        deadline: Some(deadline),
    };
    let facts = [
        fact(t(4, 18), t(5, 10)),
        fact(t(5, 10), t(5, 10)),
        fact(t(6, 9), t(5, 10)),
        fact(t(7, 9), t(8, 10)),
    ];
    assert_eq!(timeliness(&facts, t(7, 12)), Ratio { num: 2, den: 3 });
    assert_eq!(timeliness(&[], t(7, 12)).share(), None);
}

fn entered(deal: u128, stage: Stage, on: u32) -> Entered {
    Entered { deal: RecordId(Uuid::from_u128(deal)), stage, day: day(on) }
}

#[test]
fn deals_won_and_lost() {
    use Stage::*;
    let entries = [
        entered(1, Won, 4),
        entered(2, Lost, 5),
        entered(3, Lost, 5),
        entered(3, Won, 6),
        entered(4, Negotiation, 6),
        entered(5, Won, 20),
    ];
    assert_eq!(win_rate(&entries, day(4), day(10)), Ratio { num: 2, den: 3 });
    assert_eq!(win_rate(&entries, day(4), day(5)), Ratio { num: 1, den: 3 });
    assert_eq!(win_rate(&entries, day(7), day(10)).share(), None);
}

#[test]
fn stages_by_cohort_of_entry() {
    use Stage::*;
    let entries = [
        entered(1, Lead, 4),
        entered(1, Proposal, 20),
        entered(2, Lead, 5),
        entered(2, Lost, 6),
        entered(3, Lead, 5),
        entered(4, Lead, 1),
        entered(4, Qualified, 5),
    ];
    let found = stage_success(&entries, day(4), day(10));
    assert_eq!(found[&Lead], Ratio { num: 1, den: 3 });
    assert_eq!(found[&Qualified], Ratio { num: 0, den: 1 });
    assert_eq!(found[&Proposal].share(), None);
}

#[test]
fn customers_won_new() {
    let customer = |on, given, reachable| Newcomer { since: day(on), given, reachable };
    let customers = [
        customer(1, false, true),
        customer(2, true, true),
        customer(5, false, true),
        customer(6, true, true),
        customer(7, false, false),
    ];
    assert_eq!(growth(&customers, day(4), day(10)).rate, Ratio { num: 1, den: 2 });
    assert_eq!(growth(&customers[2..], day(4), day(10)).rate.share(), None);
}

#[test]
fn small_sums() {
    assert_eq!(satisfaction(&[5, 4, 4]).value(), Some(13.0 / 3.0));
    assert_eq!(satisfaction(&[]).value(), None);
    assert_eq!(complaints(&[Some(3), None, Some(1)], 10), (Ratio { num: 3, den: 10 }, Some(1)));
    for (num, den, percent) in
        [(1, 3, 33), (2, 3, 67), (1, 2, 50), (1, 200, 1), (1, 201, 0), (0, 5, 0), (5, 5, 100)]
    {
        assert_eq!(Ratio { num, den }.percent(), Some(percent), "{num}/{den}");
    }
    for (percent, value) in [(0, 10), (25, 10), (26, 20), (50, 20), (75, 30), (90, 40), (100, 40)] {
        assert_eq!(quantile(&[30, 10, 40, 20], percent), Some(value), "{percent}");
    }
    assert_eq!(quantile(&[], 50), None);
}

proptest! {
    #[test]
    fn a_quantile_is_one_of_the_numbers_and_covers_its_share(
        numbers in prop::collection::vec(any::<i64>(), 1..50), percent in 0u32..=100,
    ) {
        let found = quantile(&numbers, percent).unwrap();
        prop_assert!(numbers.contains(&found));
        let within = numbers.iter().filter(|n| **n <= found).count();
        let below = numbers.iter().filter(|n| **n < found).count();
        prop_assert!(within * 100 >= numbers.len() * percent as usize);
        prop_assert!(percent == 0 || below * 100 < numbers.len() * percent as usize);
    }

    #[test]
    fn parts_never_exceed_their_whole(days in prop::collection::vec((4u32..9, 0i64..200, 0usize..9), 0..30)) {
        let check_ins: Vec<CheckIn> = days
            .iter()
            .map(|(on, hours, delivery)| CheckIn {
                delivery: Delivery::ALL[*delivery],
                first_substantive_at: (*hours < 150).then(|| t(*on, 0) + chrono::TimeDelta::hours(*hours)),
                ..sent(*on)
            })
            .collect();
        let rates = Rates::of(&check_ins, t(8, 12));
        prop_assert_eq!(rates.base + rates.open + rates.excused + rates.out, check_ins.len() as i64);
        prop_assert_eq!(rates.base, rates.answered + rates.late + rates.assisted + rates.blocked + rates.missing);
        prop_assert!(rates.on_time <= rates.answered);
    }
}
