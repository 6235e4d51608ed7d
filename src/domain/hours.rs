//! Local time: from a day and a time on someone's clock to a moment, whatever daylight saving and the date line do to
//! it, and what quiet hours make of it. All arithmetic of hours stands here; what it is used for in
//! [`schedule`](super::schedule) and [`life`](super::life).
//!
//! Everything is built on one monotone map, [`at_local`]. Quiet hours, waking hours and days are the intervals between
//! its values, so that they neither overlap nor leave anything out, also where the clocks change.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::{GapInfo, Tz};

use super::checkin::{Calendar, Rules};

/// The moment at which a local clock shows this time on this day. A time that doesn't exist gives the first moment
/// after the gap, one that exists twice the earlier.
pub fn at_local(tz: Tz, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let local = day.and_time(time);
    if let Some(found) = tz.from_local_datetime(&local).earliest() {
        return found.to_utc();
    }
    let after = GapInfo::new(&local, &tz).and_then(|gap| gap.end);
    after.map_or_else(|| local.and_utc(), |end| end.to_utc())
}

/// The moment at which a local day begins.
pub fn midnight(tz: Tz, day: NaiveDate) -> DateTime<Utc> {
    at_local(tz, day, NaiveTime::MIN)
}

/// The day on a local clock.
pub fn local_day(tz: Tz, at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&tz).date_naive()
}

/// Whether there is such a day: a zone that changes to the other side of the date line skips one.
pub fn exists(tz: Tz, day: NaiveDate) -> bool {
    midnight(tz, day) < midnight(tz, next(day))
}

/// The day after.
pub(super) fn next(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX)
}

/// The day before.
pub(super) fn previous(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(1)).unwrap_or(NaiveDate::MIN)
}

/// When the quiet hours end in which a moment lies; `None` where it lies in none. Same start and end mean that there
/// are no quiet hours.
pub fn quiet_until(tz: Tz, rules: &Rules, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let (from, to) = (rules.quiet_from, rules.quiet_to);
    if from == to {
        return None;
    }
    let day = local_day(tz, at);
    [previous(day), day]
        .into_iter()
        .map(|d| (at_local(tz, d, from), at_local(tz, if from < to { d } else { next(d) }, to)))
        .find(|(start, end)| *start <= at && at < *end)
        .map(|(_, end)| end)
}

/// Whether a moment lies in quiet hours.
pub fn is_quiet(tz: Tz, rules: &Rules, at: DateTime<Utc>) -> bool {
    quiet_until(tz, rules, at).is_some()
}

/// The first moment after this one at which the local clock shows a time of day.
pub fn next_time(tz: Tz, time: NaiveTime, after: DateTime<Utc>) -> DateTime<Utc> {
    let mut day = previous(local_day(tz, after));
    loop {
        let at = at_local(tz, day, time);
        if at > after || day == NaiveDate::MAX {
            return at;
        }
        day = next(day);
    }
}

/// Seconds between two moments without quiet hours and days off: *waking time*. Never more than the seconds on the
/// wall, and those of two adjoining stretches add up. 0 where `to` is not after `from`.
pub fn waking_seconds(
    tz: Tz,
    rules: &Rules,
    calendar: &Calendar,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> i64 {
    let mut waking = TimeDelta::zero();
    let (mut day, last) = (previous(local_day(tz, from)), next(local_day(tz, to)));
    while day <= last && from < to {
        if calendar.works(day) {
            for (start, end) in waking_hours(tz, rules, day) {
                waking += (end.min(to) - start.max(from)).max(TimeDelta::zero());
            }
        }
        day = next(day);
    }
    waking.num_seconds()
}

/// The stretches of a day outside quiet hours; an empty one is `(x, x)`.
fn waking_hours(tz: Tz, rules: &Rules, day: NaiveDate) -> [(DateTime<Utc>, DateTime<Utc>); 2] {
    let (begin, end) = (midnight(tz, day), midnight(tz, next(day)));
    let (quiet_from, quiet_to) = (at_local(tz, day, rules.quiet_from), at_local(tz, day, rules.quiet_to));
    match rules.quiet_from.cmp(&rules.quiet_to) {
        std::cmp::Ordering::Less => [(begin, quiet_from), (quiet_to, end)],
        std::cmp::Ordering::Equal => [(begin, end), (end, end)],
        std::cmp::Ordering::Greater => [(quiet_to, quiet_from), (end, end)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::TZ_VARIANTS;
    use proptest::prelude::*;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn time(hour: u32, minute: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
    }

    #[test]
    fn local_times_over_the_changes_of_the_clocks() {
        for (zone, local, moment) in [
            ("Europe/Berlin", "2026-03-27T17:30:00", "2026-03-27T16:30:00Z"),
            ("Europe/Berlin", "2026-03-30T17:30:00", "2026-03-30T15:30:00Z"),
            // doesn't exist: the first moment after
            ("Europe/Berlin", "2026-03-29T02:30:00", "2026-03-29T01:00:00Z"),
            // exists twice: the earlier
            ("Europe/Berlin", "2026-10-25T02:30:00", "2026-10-25T00:30:00Z"),
            ("Asia/Shanghai", "2026-03-29T17:30:00", "2026-03-29T09:30:00Z"),
            // midnight itself doesn't exist, or exists twice
            ("Africa/Cairo", "2026-04-24T00:00:00", "2026-04-23T22:00:00Z"),
            ("America/Havana", "2026-11-01T00:30:00", "2026-11-01T04:30:00Z"),
            // half an hour
            ("Australia/Lord_Howe", "2026-10-04T02:15:00", "2026-10-03T15:30:00Z"),
            // a whole day that was skipped
            ("Pacific/Apia", "2011-12-30T17:30:00", "2011-12-30T10:00:00Z"),
        ] {
            let local: chrono::NaiveDateTime = local.parse().unwrap();
            let found = at_local(zone.parse().unwrap(), local.date(), local.time());
            assert_eq!(found, utc(moment), "{zone} {local}");
        }
    }

    #[test]
    fn a_day_that_a_zone_skipped_does_not_exist() {
        let day = |d| NaiveDate::from_ymd_opt(2011, 12, d).unwrap();
        assert!(exists(Tz::Pacific__Apia, day(29)));
        assert!(!exists(Tz::Pacific__Apia, day(30)));
        assert!(exists(Tz::Pacific__Apia, day(31)));
        assert!(exists(Tz::Pacific__Pago_Pago, day(30)));
    }

    #[test]
    fn quiet_hours() {
        let night = Rules::default();
        let small = Rules { quiet_from: time(1, 0), quiet_to: time(6, 0), ..Rules::default() };
        let none = Rules { quiet_from: time(0, 0), quiet_to: time(0, 0), ..Rules::default() };
        for (rules, at, until) in [
            (&night, "2026-05-04T18:59:59Z", None),
            (&night, "2026-05-04T19:00:00Z", Some("2026-05-05T06:00:00Z")),
            (&night, "2026-05-05T05:59:59Z", Some("2026-05-05T06:00:00Z")),
            (&night, "2026-05-05T06:00:00Z", None),
            // one hour less in the night of the change
            (&night, "2026-03-28T20:00:00Z", Some("2026-03-29T06:00:00Z")),
            (&small, "2026-05-04T22:59:59Z", None),
            (&small, "2026-05-04T23:00:00Z", Some("2026-05-05T04:00:00Z")),
            (&small, "2026-05-05T04:00:00Z", None),
            (&none, "2026-05-05T00:00:00Z", None),
        ] {
            assert_eq!(quiet_until(Tz::Europe__Berlin, rules, utc(at)), until.map(utc), "{at}");
        }
    }

    #[test]
    fn waking_time() {
        let calendar = Calendar::weekdays();
        let rules = Rules::default();
        let hours = |from, to| {
            waking_seconds(Tz::Asia__Shanghai, &rules, &calendar, utc(from), utc(to)) as f64 / 3600.0
        };
        // Monday 17:30 to 18:30
        assert_eq!(hours("2026-05-04T09:30:00Z", "2026-05-04T10:30:00Z"), 1.0);
        // Monday 17:30 to Tuesday 09:00: until 21:00, and from 08:00
        assert_eq!(hours("2026-05-04T09:30:00Z", "2026-05-05T01:00:00Z"), 4.5);
        // Friday 20:00 to Monday 09:00: the week-end is nobody's
        assert_eq!(hours("2026-05-08T12:00:00Z", "2026-05-11T01:00:00Z"), 2.0);
        // within the night, and backwards
        assert_eq!(hours("2026-05-04T13:00:00Z", "2026-05-05T00:00:00Z"), 0.0);
        assert_eq!(hours("2026-05-05T01:00:00Z", "2026-05-04T09:30:00Z"), 0.0);
    }

    fn zones() -> impl Strategy<Value = Tz> {
        (0..TZ_VARIANTS.len()).prop_map(|i| TZ_VARIANTS[i])
    }

    fn times() -> impl Strategy<Value = NaiveTime> {
        (0u32..24, prop::sample::select(vec![0u32, 15, 30, 59])).prop_map(|(h, m)| time(h, m))
    }

    fn rules() -> impl Strategy<Value = Rules> {
        (times(), times()).prop_map(|(quiet_from, quiet_to)| Rules {
            quiet_from,
            quiet_to,
            ..Rules::default()
        })
    }

    /// Moments from 1990 to 2040.
    fn moments() -> impl Strategy<Value = DateTime<Utc>> {
        (631_152_000i64..2_208_988_800).prop_map(|s| DateTime::from_timestamp(s, 0).unwrap())
    }

    proptest! {
        #[test]
        fn a_local_time_that_exists_is_kept(tz in zones(), at in moments()) {
            let local = at.with_timezone(&tz).naive_local();
            let found = at_local(tz, local.date(), local.time());
            prop_assert!(found <= at);
            prop_assert_eq!(found.with_timezone(&tz).naive_local(), local);
        }

        #[test]
        fn local_times_never_go_back(tz in zones(), at in moments(), minutes in 0i64..4000) {
            let local = at.naive_utc();
            let later = local + TimeDelta::minutes(minutes);
            let first = at_local(tz, local.date(), local.time());
            prop_assert!(first <= at_local(tz, later.date(), later.time()));
        }

        #[test]
        fn waking_time_is_less_than_wall_time_and_adds_up(
            tz in zones(), rules in rules(), week in any::<[bool; 7]>(), at in moments(),
            first in 0i64..2_000_000, second in 0i64..2_000_000,
        ) {
            let calendar = Calendar { week, exceptions: Default::default() };
            let (middle, end) = (at + TimeDelta::seconds(first), at + TimeDelta::seconds(first + second));
            let waking = |from, to| waking_seconds(tz, &rules, &calendar, from, to);
            prop_assert!((0..=first).contains(&waking(at, middle)));
            prop_assert_eq!(waking(at, middle) + waking(middle, end), waking(at, end));
        }

        #[test]
        fn waking_and_quiet_agree(tz in zones(), rules in rules(), at in moments()) {
            let always = Calendar { week: [true; 7], exceptions: Default::default() };
            let second = waking_seconds(tz, &rules, &always, at, at + TimeDelta::seconds(1));
            prop_assert_eq!(second == 0, is_quiet(tz, &rules, at));
        }

        #[test]
        fn the_next_time_is_within_two_days(tz in zones(), at in moments(), time in times()) {
            let found = next_time(tz, time, at);
            prop_assert!(at < found && found <= at + TimeDelta::hours(49));
        }
    }
}
