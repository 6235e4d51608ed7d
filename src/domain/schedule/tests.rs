//! When things are due: by table over known changes of the clocks, by property over all zones and many years.

use std::collections::BTreeMap;

use chrono::{NaiveTime, TimeZone};
use chrono_tz::TZ_VARIANTS;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::person::{Grant, Language, Role};
use crate::domain::{CalendarId, GrantId, PersonId};

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn time(text: &str) -> NaiveTime {
    text.parse().unwrap()
}

/// A rep from the first day on.
pub(super) fn rep(timezone: Tz) -> Person {
    let grant = Grant {
        id: GrantId(Uuid::from_u128(1)),
        role: Role::Rep,
        team: None,
        from: day("2000-01-01"),
        to: None,
    };
    Person {
        id: PersonId(Uuid::from_u128(2)),
        number: 1,
        name: "Rep".into(),
        language: Language::En,
        timezone,
        calendar: CalendarId(Uuid::from_u128(3)),
        prompt_time: None,
        status: PersonStatus::Active,
        items: 0,
        next_open: None,
        grants: vec![grant],
    }
}

fn opened(person: &Person, on: &str, calendar: &Calendar, rules: &Rules) -> CheckIn {
    open(person, Mode::Rep, None, day(on), calendar, rules)
}

#[test]
fn a_day_of_two_zones_over_a_change_of_the_clocks() {
    let calendar = Calendar::weekdays();
    for (tz, on, opens, due, evening, closes) in [
        (Tz::Europe__Berlin, "2026-03-27", "26T23:00", "27T16:30", "27T20:00", "30T08:00"),
        (Tz::Europe__Berlin, "2026-03-30", "29T22:00", "30T15:30", "30T19:00", "31T08:00"),
        (Tz::Asia__Shanghai, "2026-03-27", "26T16:00", "27T09:30", "27T13:00", "30T02:00"),
        (Tz::Asia__Shanghai, "2026-03-30", "29T16:00", "30T09:30", "30T13:00", "31T02:00"),
    ] {
        let c = opened(&rep(tz), on, &calendar, &Rules::default());
        let found = [c.opens_at, c.due_at, c.evening_at, c.closes_at];
        assert_eq!(
            found,
            [opens, due, evening, closes].map(|t| utc(&format!("2026-03-{t}:00Z"))),
            "{tz} {on}"
        );
        assert_eq!(c.prompt_at, Some(c.due_at));
    }
}

#[test]
fn a_personal_prompt_time_and_a_holiday() {
    let mut calendar = Calendar::weekdays();
    calendar.exceptions.insert(day("2026-05-01"), false);
    calendar.exceptions.insert(day("2026-05-09"), true);
    let person = Person { prompt_time: Some(time("18:15:00")), ..rep(Tz::Asia__Shanghai) };
    let c = opened(&person, "2026-04-30", &calendar, &Rules::default());
    assert_eq!(c.due_at, utc("2026-04-30T10:15:00Z"));
    assert_eq!(c.closes_at, utc("2026-05-04T02:00:00Z"), "not on the holiday, nor at the week-end");
    let c = opened(&person, "2026-05-08", &calendar, &Rules::default());
    assert_eq!(c.closes_at, utc("2026-05-09T02:00:00Z"), "on the Saturday that is worked");
}

#[test]
fn whoever_is_new_starts_with_the_first_prompt_to_come() {
    let calendar = Calendar::weekdays();
    let person = rep(Tz::Europe__Berlin);
    for (now, first) in [
        ("2026-05-06T08:00:00Z", Some("2026-05-06")),
        ("2026-05-06T15:29:59Z", Some("2026-05-06")),
        ("2026-05-06T15:30:00Z", Some("2026-05-07")),
        ("2026-05-08T20:00:00Z", Some("2026-05-11")),
    ] {
        let found = next_open(&person, &calendar, &Rules::default(), None, utc(now)).map(|(d, _)| d);
        assert_eq!(found, first.map(day), "{now}");
    }
}

#[test]
fn only_days_with_a_grant_to_report() {
    let calendar = Calendar::weekdays();
    let now = utc("2026-05-06T08:00:00Z");
    let next = |person: &Person, last: Option<&str>| {
        next_open(person, &calendar, &Rules::default(), last.map(day), now).map(|(d, _)| d.to_string())
    };
    let mut person = rep(Tz::Europe__Berlin);
    person.grants[0].from = day("2026-05-18");
    assert_eq!(next(&person, None).as_deref(), Some("2026-05-18"));
    person.grants[0].role = Role::Service;
    assert_eq!(next(&person, None).as_deref(), Some("2026-05-18"));
    person.grants[0].role = Role::Manager;
    assert_eq!(next(&person, None), None);
    person.grants[0].role = Role::Rep;
    person.grants[0].from = day("2026-01-01");
    person.grants[0].to = Some(day("2026-05-06"));
    assert_eq!(next(&person, Some("2026-05-05")).as_deref(), Some("2026-05-06"));
    assert_eq!(next(&person, Some("2026-05-06")), None);
    person.grants[0].to = None;
    assert_eq!(next(&person, Some("2026-04-30")).as_deref(), Some("2026-05-01"), "the past is caught up");
    person.status = PersonStatus::Blocked;
    assert_eq!(next(&person, None).as_deref(), Some("2026-05-06"));
    person.status = PersonStatus::Left;
    assert_eq!(next(&person, None), None);
    let never = Calendar { week: [false; 7], exceptions: BTreeMap::new() };
    assert_eq!(next_open(&rep(Tz::UTC), &never, &Rules::default(), None, now), None);
}

#[test]
fn the_window_of_a_prompt() {
    let calendar = Calendar::weekdays();
    let until = |prompt_time: &str, rules: Rules| {
        let person = Person { prompt_time: Some(time(prompt_time)), ..rep(Tz::UTC) };
        let until = opened(&person, "2026-05-06", &calendar, &rules).prompt_until();
        until.format("%d %H:%M").to_string()
    };
    let awake = Rules { quiet_from: NaiveTime::MIN, quiet_to: NaiveTime::MIN, ..Rules::default() };
    assert_eq!(until("17:30:00", Rules::default()), "06 20:30");
    assert_eq!(until("19:00:00", Rules::default()), "06 21:00", "not into quiet hours");
    assert_eq!(until("22:00:00", awake), "07 00:00", "not into the next day");
    assert_eq!(until("22:00:00", Rules::default()), "06 22:05", "in quiet hours by wish: then or not at all");
}

#[test]
fn nudges_grow_rarer_and_never_come_at_night() {
    let calendar = Calendar::weekdays();
    let nudge = |nudges_so_far: i64, nudges: u32, after: &str| {
        let rules = Rules { nudges, nudge_after: 120, ..Rules::default() };
        let mut c = opened(&rep(Tz::UTC), "2026-05-06", &calendar, &rules);
        c.nudges = nudges_so_far;
        c.nudge_after(utc(&format!("2026-05-06T{after}:00Z"))).map(|at| at.format("%H:%M").to_string())
    };
    assert_eq!(nudge(0, 1, "17:30").as_deref(), Some("19:30"));
    assert_eq!(nudge(0, 1, "18:59").as_deref(), Some("20:59"));
    assert_eq!(nudge(0, 1, "19:00"), None, "in the evening there is peace");
    assert_eq!(nudge(1, 1, "12:00"), None, "used up");
    assert_eq!(nudge(1, 2, "12:00").as_deref(), Some("16:00"));
    assert_eq!(nudge(0, 0, "12:00"), None);
    let never_quiet = Rules { nudge_after: 120, quiet_to: time("21:00:00"), ..Rules::default() };
    let c = opened(&rep(Tz::UTC), "2026-05-06", &calendar, &never_quiet);
    assert_eq!(c.nudge_after(utc("2026-05-06T19:00:00Z")), None, "the evening ends all the same");
    assert_eq!(nudge(0, 1, "05:00"), None, "too early");
}

#[test]
fn a_skipped_day_is_no_working_day() {
    let calendar = Calendar { week: [true; 7], exceptions: BTreeMap::new() };
    let person = rep(Tz::Pacific__Apia);
    let c = opened(&person, "2011-12-29", &calendar, &Rules::default());
    assert_eq!(local_day(person.timezone, c.closes_at), day("2011-12-31"));
    let next = next_open(&person, &calendar, &Rules::default(), Some(day("2011-12-29")), c.due_at);
    assert_eq!(next, Some((day("2011-12-31"), utc("2011-12-30T10:00:00Z"))));
}

pub(super) fn zones() -> impl Strategy<Value = Tz> {
    (0..TZ_VARIANTS.len()).prop_map(|i| TZ_VARIANTS[i])
}

pub(super) fn times() -> impl Strategy<Value = NaiveTime> {
    (0u32..24, prop::sample::select(vec![0u32, 15, 30, 45]))
        .prop_map(|(h, m)| NaiveTime::from_hms_opt(h, m, 0).unwrap())
}

pub(super) fn all_rules() -> impl Strategy<Value = Rules> {
    (times(), times(), times(), times(), 1u32..600, 0u32..4, 1u32..600).prop_map(
        |(prompt_time, quiet_from, quiet_to, cutoff, nudge_after, nudges, prompt_window)| Rules {
            prompt_time,
            quiet_from,
            quiet_to,
            cutoff,
            nudge_after,
            nudges,
            prompt_window,
            ..Rules::default()
        },
    )
}

/// Weekly patterns with some exceptions in the years from 2015 on.
pub(super) fn calendars() -> impl Strategy<Value = Calendar> {
    let exceptions = prop::collection::btree_map((0u64..7000).prop_map(nth_day), any::<bool>(), 0..200);
    (any::<[bool; 7]>(), exceptions).prop_map(|(week, exceptions)| Calendar { week, exceptions })
}

pub(super) fn nth_day(n: u64) -> NaiveDate {
    day("2015-01-01") + Days::new(n)
}

/// All check-ins that open from one day until another, a tick at each opening; the zone is that of `zone_on`.
fn run(
    person: &mut Person,
    calendar: &Calendar,
    rules: &Rules,
    from: NaiveDate,
    until: DateTime<Utc>,
    mut zone_at: impl FnMut(DateTime<Utc>) -> Tz,
) -> Vec<CheckIn> {
    let mut made: Vec<CheckIn> = Vec::new();
    let mut last = from.pred_opt();
    let mut now = midnight(zone_at(midnight(Tz::UTC, from)), from);
    while let Some((next, at)) = next_open(person, calendar, rules, last, now) {
        if at > until {
            break;
        }
        if at > now {
            // Until then the person may move: the plan is made anew.
            now = at.min(now + TimeDelta::hours(6));
            person.timezone = zone_at(now);
            continue;
        }
        made.push(open(person, Mode::Rep, None, next, calendar, rules));
        last = Some(next);
    }
    made
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_working_day_has_exactly_one_check_in(
        tz in zones(), calendar in calendars(), rules in all_rules(), start in 0u64..5500,
    ) {
        let (from, days) = (nth_day(start), 900);
        let to = from + Days::new(days);
        let made = run(&mut rep(tz), &calendar, &rules, from, midnight(tz, to), |_| tz);
        let expected: Vec<NaiveDate> =
            from.iter_days().take(days as usize + 1).filter(|d| calendar.works(*d) && exists(tz, *d)).collect();
        let dates: Vec<NaiveDate> = made.iter().map(|c| c.local_date).collect();
        prop_assert_eq!(dates, expected);
        for c in &made {
            prop_assert!(c.opens_at < c.due_at && c.due_at < c.closes_at);
            prop_assert!(c.due_at < c.evening_at || c.evening_at == c.closes_at);
            let local = c.due_at.with_timezone(&tz).naive_local();
            let promised = c.local_date.and_time(rules.prompt_time);
            let exists_then = tz.from_local_datetime(&promised).earliest().is_some() && promised.time() != NaiveTime::MIN;
            prop_assert!(!exists_then || local == promised, "{} instead of {}", local, promised);
            prop_assert!(local >= promised);
            prop_assert!(c.prompt_until() > c.due_at);
        }
        // The cutoff of a day comes on the next day that has one, so that something is always open.
        for pair in made.windows(2) {
            prop_assert!(pair[0].closes_at >= pair[1].opens_at);
            prop_assert!(pair[0].opens_at < pair[1].opens_at);
        }
    }

    #[test]
    fn dates_are_unique_and_go_forward_whatever_the_zones(
        moves in prop::collection::vec((0i64..200 * 24, zones()), 1..40),
        calendar in calendars(), start in 0u64..5500,
    ) {
        let moves: BTreeMap<i64, Tz> = moves.into_iter().collect();
        let from = nth_day(start);
        let begin = midnight(Tz::UTC, from);
        let zone_at = |at: DateTime<Utc>| {
            let hours = (at - begin).num_hours();
            moves.range(..=hours).next_back().or(moves.iter().next()).map_or(Tz::UTC, |(_, tz)| *tz)
        };
        let until = begin + TimeDelta::days(200);
        let made = run(&mut rep(Tz::UTC), &calendar, &Rules::default(), from, until, zone_at);
        prop_assert!(made.windows(2).all(|w| w[0].local_date < w[1].local_date));
        for c in made {
            prop_assert!(calendar.works(c.local_date));
            prop_assert_eq!(local_day(c.timezone, c.opens_at), c.local_date);
        }
    }

    #[test]
    fn nudges_disturb_nobody(
        tz in zones(), rules in all_rules(), on in 0u64..7000, nudges in 0i64..4, minutes in 0i64..2000,
    ) {
        let calendar = Calendar::weekdays();
        let mut c = open(&rep(tz), Mode::Rep, None, nth_day(on), &calendar, &rules);
        c.nudges = nudges;
        let after = c.due_at + TimeDelta::minutes(minutes);
        if let Some(at) = c.nudge_after(after) {
            prop_assert!(nudges < i64::from(rules.nudges));
            prop_assert!(at - after >= TimeDelta::minutes(rules.nudge_after.into()));
            prop_assert!(at < c.evening_at && !is_quiet(tz, &rules, at));
        }
    }

    #[test]
    fn a_prompt_window_has_no_quiet_moment(tz in zones(), rules in all_rules(), on in 0u64..7000, part in 0.0..1.0f64) {
        let c = open(&rep(tz), Mode::Rep, None, nth_day(on), &Calendar::weekdays(), &rules);
        let length = (c.prompt_until() - c.due_at).num_seconds() as f64;
        let at = c.due_at + TimeDelta::seconds((length * part) as i64);
        prop_assert!(is_quiet(tz, &rules, c.due_at) || !is_quiet(tz, &rules, at));
        prop_assert!(at <= c.due_at + TimeDelta::minutes(rules.prompt_window.max(5).into()));
    }
}
