//! *Later*: when a rep wants to be asked again. Which moments there are depends on the check-in: nobody is asked in quiet
//! hours, nor after the day has closed.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use super::checkin::CheckIn;
use super::hours::{at_local, local_day, next_time};

/// When to ask again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Later {
    /// In so many minutes.
    In(u32),
    /// When the clock next shows this time.
    At(NaiveTime),
    /// In the morning of the next working day.
    Morning,
}

const EVENING: NaiveTime = match NaiveTime::from_hms_opt(20, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};
const MORNING: NaiveTime = match NaiveTime::from_hms_opt(8, 30, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};
/// So long after the quiet hours have ended the morning begins, at the earliest.
const AWAKE: TimeDelta = TimeDelta::minutes(30);

impl Later {
    /// What is offered by buttons: in an hour, this evening, in the morning.
    pub const OFFERED: [Self; 3] = [Self::In(60), Self::At(EVENING), Self::Morning];

    /// This evening.
    pub const EVENING: Self = Self::At(EVENING);

    /// The moment that is meant, whether or not it may be.
    fn moment(self, check_in: &CheckIn, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let tz = check_in.timezone;
        match self {
            Self::In(minutes) => now.checked_add_signed(TimeDelta::minutes(minutes.into())),
            Self::At(time) => Some(next_time(tz, time, now)),
            Self::Morning => {
                let day = local_day(tz, check_in.closes_at);
                let awake = at_local(tz, day, check_in.rules.quiet_to) + AWAKE;
                Some(at_local(tz, day, MORNING).max(awake)).filter(|at| *at > now)
            }
        }
    }

    /// When the rep is asked again; `None` where it can't be then.
    pub fn of(self, check_in: &CheckIn, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.moment(check_in, now).filter(|at| check_in.may_wait_until(*at))
    }

    /// What can be offered, with its moment: of times of the clock only those still to come today.
    pub fn offers(check_in: &CheckIn, now: DateTime<Utc>) -> Vec<(Self, DateTime<Utc>)> {
        let tz = check_in.timezone;
        let today = |later: Self, at: DateTime<Utc>| {
            !matches!(later, Self::At(_)) || local_day(tz, at) == local_day(tz, now)
        };
        let mut offers: Vec<(Self, DateTime<Utc>)> = Vec::new();
        for later in Self::OFFERED {
            let at = later.of(check_in, now).filter(|at| today(later, *at));
            if let Some(at) = at.filter(|at| offers.iter().all(|(_, other)| other != at)) {
                offers.push((later, at));
            }
        }
        offers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::checkin::{Calendar, Delivery, Rules};
    use crate::domain::hours::is_quiet;
    use crate::domain::reading::Mode;
    use crate::domain::{PersonId, schedule};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn asked(day: &str, rules: Rules) -> CheckIn {
        let person = crate::domain::person::Person {
            id: PersonId(Uuid::from_u128(1)),
            number: 1,
            name: "Anna".to_owned(),
            language: crate::domain::person::Language::En,
            timezone: chrono_tz::Europe::Berlin,
            calendar: crate::domain::CalendarId(Uuid::from_u128(2)),
            prompt_time: None,
            status: crate::domain::person::PersonStatus::Active,
            items: 0,
            next_open: None,
            grants: Vec::new(),
        };
        let day = day.parse().unwrap();
        let mut check_in = schedule::open(&person, Mode::Rep, None, day, &Calendar::weekdays(), &rules);
        check_in.delivery = Delivery::Sent;
        check_in
    }

    /// The offers at a moment, in local time.
    fn offers(day: &str, now: &str) -> Vec<String> {
        let check_in = asked(day, Rules::default());
        let offers = Later::offers(&check_in, now.parse().unwrap());
        let local = |at: DateTime<Utc>| at.with_timezone(&check_in.timezone).format("%a %H:%M").to_string();
        offers.into_iter().map(|(_, at)| local(at)).collect()
    }

    #[test]
    fn offers_keep_clear_of_the_night_and_of_days_off() {
        // Tuesday; Berlin is an hour ahead.
        assert_eq!(offers("2026-03-03", "2026-03-03T16:30:00Z"), ["Tue 18:30", "Tue 20:00", "Wed 08:30"]);
        assert_eq!(offers("2026-03-03", "2026-03-03T19:30:00Z"), ["Wed 08:30"], "nothing after 21:00");
        assert_eq!(offers("2026-03-03", "2026-03-03T19:00:00Z"), ["Wed 08:30"], "20:00 is now, 21:00 quiet");
        assert_eq!(offers("2026-03-03", "2026-03-03T18:00:00Z"), ["Tue 20:00", "Wed 08:30"], "each once");
        assert_eq!(offers("2026-03-06", "2026-03-06T16:30:00Z"), ["Fri 18:30", "Fri 20:00", "Mon 08:30"]);
        assert_eq!(offers("2026-03-03", "2026-03-04T08:10:00Z"), Vec::<String>::new(), "it closes at 10:00");
    }

    #[test]
    fn a_day_that_is_answered_waits_no_more() {
        let mut check_in = asked("2026-03-03", Rules::default());
        check_in.first_substantive_at = Some(check_in.due_at);
        assert_eq!(Later::offers(&check_in, check_in.due_at), []);
    }

    proptest! {
        #[test]
        fn nobody_is_asked_in_quiet_hours_nor_after_the_close(
            minutes in 0i64..3_000, hour in 0u32..24, half in 0u32..2, wait in 0u32..2_000,
        ) {
            let check_in = asked("2026-03-03", Rules::default());
            let now = check_in.opens_at + TimeDelta::minutes(minutes);
            let time = NaiveTime::from_hms_opt(hour, 30 * half, 0).unwrap();
            for later in [Later::In(wait), Later::At(time), Later::Morning] {
                if let Some(at) = later.of(&check_in, now) {
                    prop_assert!(!is_quiet(check_in.timezone, &check_in.rules, at));
                    prop_assert!(at < check_in.closes_at && at >= now);
                }
            }
        }
    }
}
