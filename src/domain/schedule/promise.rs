//! The promise of the schedule, by property, over five years of days, all zones, any calendar, quiet hours and prompt
//! times: each working day has exactly one prompt, at the promised local time unless that time doesn't exist (then the
//! first moment after it), and no day off has one; also where leave, zone, prompt time and calendar change in the midst.
//!
//! The promise is written down here a second time, and in another way than the code that keeps it: minute by minute from
//! what a local clock shows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveTime, Offset, TimeZone};
use proptest::prelude::*;

use super::tests::{all_rules, calendars, nth_day, rep, times, zones};
use super::*;
use crate::domain::IdMaker;
use crate::domain::checkin::Excuse;
use crate::domain::life::Scribe;

const DAYS: u64 = 5 * 366;

/// The first moment at which a local clock shows that time of that day or, where it never does, a later one. Found by
/// walking, from a moment surely before it.
fn promised(tz: Tz, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let wanted = day.and_time(time);
    let shows = |at: DateTime<Utc>| at.with_timezone(&tz).naive_local();
    let mut at = Utc.from_utc_datetime(&(wanted - TimeDelta::hours(15)));
    for step in [TimeDelta::minutes(15), TimeDelta::minutes(1), TimeDelta::seconds(1)] {
        while shows(at + step) < wanted {
            at += step;
        }
    }
    at + TimeDelta::seconds(1)
}

/// Whether a day is worth the walk: near a change of the clocks, and now and then.
fn looked_at(tz: Tz, day: NaiveDate) -> bool {
    let offset =
        |days| tz.offset_from_utc_datetime(&(day.and_time(NaiveTime::MIN) + TimeDelta::days(days))).fix();
    offset(-2) != offset(3) || day.num_days_from_ce() % 10 == 0
}

/// What changes on a person's way.
#[derive(Clone, Debug)]
enum Turn {
    Zone(Tz),
    Time(Option<NaiveTime>),
    Calendar(Calendar),
    Leave(u64),
}

fn turns() -> impl Strategy<Value = Turn> {
    prop_oneof![
        2 => zones().prop_map(Turn::Zone),
        2 => proptest::option::of(times()).prop_map(Turn::Time),
        1 => calendars().prop_map(Turn::Calendar),
        2 => (1u64..40).prop_map(Turn::Leave),
    ]
}

/// A prompt, with what held when its day was opened.
struct Prompt {
    check_in: CheckIn,
    time: NaiveTime,
    calendar: Calendar,
}

/// Lives through the days from one to another as the schedule does: opens what is due, plans anew after each turn, and
/// excuses days of leave. Gives the check-ins in order.
fn live(
    person: &mut Person,
    mut calendar: Calendar,
    rules: &Rules,
    from: NaiveDate,
    turns: &BTreeMap<u64, Turn>,
) -> (Vec<Prompt>, BTreeSet<NaiveDate>) {
    let (mut made, mut away): (Vec<Prompt>, BTreeSet<NaiveDate>) = (Vec::new(), BTreeSet::new());
    let (mut last, mut ids) = (from.pred_opt(), IdMaker::new(3));
    let begin = midnight(person.timezone, from);
    let mut now = begin;
    let end = begin + TimeDelta::days(DAYS as i64);
    let mut coming =
        turns.iter().map(|(hour, turn)| (begin + TimeDelta::hours(*hour as i64), turn)).peekable();
    loop {
        let next = next_open(person, &calendar, rules, last, now);
        let turn = coming.next_if(|(at, _)| next.is_none_or(|(_, opens)| *at < opens.max(now)));
        if let Some((at, turn)) = turn {
            now = at.max(now);
            match turn {
                Turn::Zone(tz) => person.timezone = *tz,
                Turn::Time(time) => person.prompt_time = *time,
                Turn::Calendar(other) => calendar = other.clone(),
                Turn::Leave(days) => {
                    let today = local_day(person.timezone, now);
                    away.extend(today.iter_days().skip(1).take(*days as usize));
                }
            }
            continue;
        }
        let Some((day, opens)) = next.filter(|(_, opens)| *opens < end) else { return (made, away) };
        now = opens.max(now);
        let mut check_in = open(person, Mode::Rep, None, day, &calendar, rules);
        if away.contains(&day) {
            check_in.excuse(Excuse::Leave, &mut Scribe::system(&mut ids, now));
        }
        last = Some(day);
        let time = person.prompt_time.unwrap_or(rules.prompt_time);
        made.push(Prompt { check_in, time, calendar: calendar.clone() });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn each_working_day_of_five_years_has_one_prompt_at_the_promised_time(
        tz in zones(), calendar in calendars(), rules in all_rules(), own in proptest::option::of(times()),
        start in 0u64..5000,
    ) {
        let from = nth_day(start);
        let mut person = Person { prompt_time: own, ..rep(tz) };
        let (made, _) = live(&mut person, calendar.clone(), &rules, from, &BTreeMap::new());
        let end = midnight(tz, from) + TimeDelta::days(DAYS as i64);
        // A day exists where the clock ever shows it.
        let expected: Vec<NaiveDate> = from
            .iter_days()
            .take_while(|day| midnight(tz, *day) < end)
            .filter(|day| calendar.works(*day) && local_day(tz, midnight(tz, *day)) == *day)
            .collect();
        prop_assert_eq!(made.iter().map(|p| p.check_in.local_date).collect::<Vec<_>>(), expected);
        for Prompt { check_in, time, .. } in made.iter().filter(|p| looked_at(tz, p.check_in.local_date)) {
            let at = promised(tz, check_in.local_date, *time).max(check_in.opens_at + TimeDelta::seconds(1));
            prop_assert_eq!(check_in.prompt_at, Some(at), "{} {} {}", tz, check_in.local_date, time);
        }
    }

    #[test]
    fn leave_moves_and_new_calendars_break_no_promise(
        tz in zones(), calendar in calendars(), rules in all_rules(), start in 0u64..5000,
        turns in prop::collection::btree_map(0u64..DAYS * 24, turns(), 0..30),
    ) {
        let from = nth_day(start);
        let (made, away) = live(&mut rep(tz), calendar, &rules, from, &turns);
        // Exactly one a day: dates are unique, and only go forward.
        prop_assert!(made.windows(2).all(|w| w[0].check_in.local_date < w[1].check_in.local_date));
        for Prompt { check_in, time, calendar } in &made {
            let (tz, day) = (check_in.timezone, check_in.local_date);
            prop_assert!(calendar.works(day), "none on a day off: {}", day);
            match away.contains(&day) && check_in.excused.is_some() {
                true => prop_assert_eq!(check_in.prompt_at, None, "none on leave: {}", day),
                false if !looked_at(tz, day) => prop_assert!(check_in.prompt_at.is_some()),
                false => {
                    let at = promised(tz, day, *time).max(check_in.opens_at + TimeDelta::seconds(1));
                    prop_assert_eq!(check_in.prompt_at, Some(at), "{} {} {}", tz, day, time);
                }
            }
        }
        // None is left out: between two that follow each other in one zone and calendar, every day between is off.
        for pair in made.windows(2) {
            let (one, two) = (&pair[0], &pair[1]);
            if one.check_in.timezone == two.check_in.timezone && one.calendar == two.calendar && turns.values().all(|t| !matches!(t, Turn::Zone(_) | Turn::Calendar(_))) {
                let tz = one.check_in.timezone;
                let between = one.check_in.local_date.iter_days().skip(1).take_while(|d| *d < two.check_in.local_date);
                for day in between {
                    prop_assert!(!one.calendar.works(day) || !exists(tz, day), "{} was left out", day);
                }
            }
        }
    }
}

#[test]
fn the_promise_itself_is_what_a_clock_shows() {
    let utc = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let time = |h, m| NaiveTime::from_hms_opt(h, m, 0).unwrap();
    for (tz, day, time, at) in [
        (Tz::Europe__Berlin, "2026-03-29", time(2, 30), "2026-03-29T01:00:00Z"),
        (Tz::Europe__Berlin, "2026-10-25", time(2, 30), "2026-10-25T00:30:00Z"),
        (Tz::Asia__Shanghai, "2026-05-04", time(17, 30), "2026-05-04T09:30:00Z"),
        (Tz::Pacific__Apia, "2011-12-30", time(17, 30), "2011-12-30T10:00:00Z"),
    ] {
        assert_eq!(promised(tz, day.parse().unwrap(), time), utc(at), "{tz} {day}");
    }
}
