//! Whose day a message is, by table.

use super::*;
use crate::domain::PersonId;
use crate::domain::checkin::Rules;
use crate::domain::reading::Mode;
use chrono_tz::Tz;
use uuid::Uuid;

fn t(text: &str) -> DateTime<Utc> {
    let (day, time) = text.split_once(' ').unwrap();
    format!("2026-05-{day:0>2}T{time}:00Z").parse().unwrap()
}

fn day(n: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 5, n).unwrap()
}

/// A check-in in UTC, due 17:30, that closes at 10:00 on a later day.
fn check_in(on: u32, closes: u32) -> CheckIn {
    CheckIn {
        person: PersonId(Uuid::from_u128(1)),
        local_date: day(on),
        team: None,
        mode: Mode::Rep,
        timezone: Tz::UTC,
        opens_at: t(&format!("{on} 00:00")),
        due_at: t(&format!("{on} 17:30")),
        evening_at: t(&format!("{on} 21:00")),
        closes_at: t(&format!("{closes} 10:00")),
        rules: Rules::default(),
        delivery: Delivery::Pending,
        prompt_at: Some(t(&format!("{on} 17:30"))),
        sent_at: None,
        agenda: Default::default(),
        nudges: 0,
        next_nudge_at: None,
        first_reply_at: None,
        first_substantive_at: None,
        assisted_at: None,
        no_activity: false,
        confirmed_at: None,
        excused: None,
        appealed_at: None,
        latency: None,
        closed_at: None,
        completeness: None,
    }
}

fn answered(on: u32, closes: u32) -> CheckIn {
    let at = t(&format!("{on} 08:30"));
    CheckIn { first_reply_at: Some(at), first_substantive_at: Some(at), ..check_in(on, closes) }
}

fn away(on: u32, closes: u32) -> CheckIn {
    CheckIn { excused: Some((Excuse::Leave, None)), ..check_in(on, closes) }
}

/// Tuesday the 5th to Monday the 11th, as far as they are open by then.
#[test]
fn whose_day_a_message_is() {
    let tue = || check_in(5, 6);
    let wed = || check_in(6, 7);
    let (none, first) = (None, Some(day(5)));
    for (check_ins, replies_to, named, at, whose, why) in [
        (vec![tue(), wed()], none, none, "6 18:00", Some(6), "the answer to the day's prompt"),
        (vec![check_in(5, 7), wed()], none, none, "6 17:30", Some(6), "at the very moment of the prompt"),
        (vec![tue(), wed()], none, none, "6 23:59", Some(6), "late in the evening"),
        (vec![tue(), wed()], none, none, "6 00:10", Some(5), "after midnight, still yesterday's"),
        (vec![tue(), wed()], none, none, "6 09:59", Some(5), "the next morning, before the cutoff"),
        (vec![tue(), wed()], none, none, "6 10:00", Some(6), "a report before the prompt"),
        (vec![tue(), answered(6, 7)], none, none, "6 09:00", Some(6), "today has a report"),
        (vec![answered(5, 6), wed()], none, none, "6 00:10", Some(5), "more about yesterday"),
        (vec![tue(), wed()], none, Some(day(6)), "6 09:00", Some(6), "it says today"),
        (vec![tue(), wed()], none, first, "6 18:00", Some(5), "it names a day that is closed"),
        (vec![tue(), wed()], first, Some(day(6)), "6 18:00", Some(5), "a reply goes before a name"),
        (vec![tue(), wed()], none, Some(day(3)), "6 18:00", Some(6), "a day with no check-in"),
        (vec![tue(), wed()], none, Some(day(6)), "5 18:00", Some(5), "a day to come"),
        (vec![check_in(8, 11)], none, none, "9 15:00", Some(8), "at the week-end: Friday's"),
        (vec![check_in(8, 11), check_in(11, 12)], none, none, "11 08:00", Some(8), "until Monday's cutoff"),
        (vec![away(5, 6), wed()], none, none, "6 09:00", Some(6), "yesterday was leave"),
        (vec![tue(), away(6, 7)], none, none, "6 12:00", Some(6), "nothing else is open"),
        (vec![tue()], none, none, "6 10:00", None, "nothing is open"),
        (vec![], first, first, "6 10:00", None, "there never was one"),
    ] {
        assert_eq!(whose_day(&check_ins, replies_to, named, t(at)), whose.map(day), "{why}");
    }
}

#[test]
fn a_call_comes_after_the_last_nudge_and_once() {
    let mut c = check_in(6, 7);
    let closes = c.closes_at;
    c.delivery = Delivery::Sent;
    c.sent_at = Some(c.due_at);
    let evening = c.due_at + chrono::TimeDelta::hours(3);
    assert!(c.waits_for_a_call(evening) && !c.waits_for_a_call(c.due_at), "time to answer first");
    assert!(!c.waits_for_a_call(closes));
    let on_its_way = CheckIn { nudges: 1, ..c.clone() };
    assert!(
        !on_its_way.waits_for_a_call(c.due_at + chrono::TimeDelta::hours(1)),
        "a second nudge is to come"
    );
    for silent in [
        CheckIn { next_nudge_at: Some(evening), ..c.clone() },
        CheckIn { first_substantive_at: Some(evening), ..c.clone() },
        CheckIn { excused: Some((Excuse::Leave, None)), ..c.clone() },
        CheckIn { assisted_at: Some(evening), ..c.clone() },
        CheckIn { delivery: Delivery::Missed, ..c.clone() },
        CheckIn { delivery: Delivery::Pending, ..c.clone() },
    ] {
        assert!(!silent.waits_for_a_call(evening), "{silent:?}");
    }
    assert!(CheckIn { delivery: Delivery::Blocked, ..c.clone() }.waits_for_a_call(c.due_at));
}
