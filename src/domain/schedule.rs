//! When things are due: opening, prompt, nudges, cutoff. Pure; what happened to a check-in is in
//! [`life`](super::life), local time in [`hours`](super::hours).
//!
//! Local dates are unique for a person and only go forward: a change of zone, calendar or rules applies from the next
//! check-in on, and what one was opened with is frozen in it.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::TeamId;
use super::agenda::Agenda;
use super::checkin::{Calendar, CheckIn, Delivery, Rules};
use super::hours::{at_local, exists, is_quiet, local_day, midnight, next, next_time};
use super::person::{Person, PersonStatus};
use super::reading::Mode;

/// How long after its time a prompt still counts as sent in time: ticks, the outbox and the channel's rates take
/// their moment. From then on it is late through our fault.
pub const GRACE: TimeDelta = TimeDelta::minutes(5);

/// How many days ahead a day is looked for, beyond the last exception of the calendar.
const HORIZON: Days = Days::new(400);

/// The first day after this one on which the calendar works; `None` where there is none.
pub fn next_working_day(tz: Tz, calendar: &Calendar, day: NaiveDate) -> Option<NaiveDate> {
    let until = horizon(calendar, day)?;
    day.iter_days().skip(1).take_while(|d| *d <= until).find(|d| calendar.works(*d) && exists(tz, *d))
}

/// The day up to which it is worth looking for one after `day`.
fn horizon(calendar: &Calendar, day: NaiveDate) -> Option<NaiveDate> {
    let known = calendar.exceptions.last_key_value().map_or(day, |(last, _)| *last);
    day.max(known).checked_add_days(HORIZON)
}

/// When the check-in of a day closes: at the cutoff on the next working day (on the next day, where none is known).
pub fn cutoff(tz: Tz, calendar: &Calendar, rules: &Rules, day: NaiveDate) -> DateTime<Utc> {
    let on = next_working_day(tz, calendar, day).unwrap_or_else(|| next(day));
    at_local(tz, on, rules.cutoff)
}

/// When the prompt of a day is due: at the person's own time, else that of the rules. Never at or before the day's
/// first second, since a check-in can't be due before it is open.
pub fn due(person: &Person, rules: &Rules, day: NaiveDate) -> DateTime<Utc> {
    let at = at_local(person.timezone, day, person.prompt_time.unwrap_or(rules.prompt_time));
    at.max(midnight(person.timezone, day) + TimeDelta::seconds(1))
}

/// Opens the check-in of a day: freezes zone, times, team and rules as they are now. Mode and team are those of the
/// person's grant of the day ([`Person::asked_as`]).
pub fn open(
    person: &Person,
    mode: Mode,
    team: Option<TeamId>,
    day: NaiveDate,
    calendar: &Calendar,
    rules: &Rules,
) -> CheckIn {
    let tz = person.timezone;
    let due_at = due(person, rules, day);
    let closes_at = cutoff(tz, calendar, rules, day).max(due_at + TimeDelta::seconds(1));
    CheckIn {
        person: person.id,
        local_date: day,
        team,
        mode,
        timezone: tz,
        opens_at: midnight(tz, day),
        due_at,
        evening_at: next_time(tz, rules.quiet_from, due_at).min(closes_at),
        closes_at,
        rules: rules.clone(),
        delivery: Delivery::Pending,
        prompt_at: Some(due_at),
        sent_at: None,
        agenda: Agenda::default(),
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

/// The local date and moment of the next check-in to open: the first day after `last` (the date of the newest one
/// there is) on which a grant to report holds and the calendar works; it may lie in the past, after an outage. Whoever
/// never had one starts with the first prompt that is still to come. `None` for people who get none.
///
/// To be computed anew whenever zone, calendar, prompt time, grants or status change, or a check-in was opened.
pub fn next_open(
    person: &Person,
    calendar: &Calendar,
    rules: &Rules,
    last: Option<NaiveDate>,
    now: DateTime<Utc>,
) -> Option<(NaiveDate, DateTime<Utc>)> {
    if person.status == PersonStatus::Left {
        return None;
    }
    let (tz, today) = (person.timezone, local_day(person.timezone, now));
    let first = match last {
        Some(last) => next(last),
        None if due(person, rules, today) > now => today,
        None => next(today),
    };
    let until = horizon(calendar, first.max(today))?;
    first
        .iter_days()
        .take_while(|day| *day <= until)
        .find(|day| person.asked_as(*day).is_some() && calendar.works(*day) && exists(tz, *day))
        .map(|day| (day, midnight(tz, day)))
}

impl CheckIn {
    /// Up to when its prompt may still go out: the window after the time it was promised for, but not into quiet
    /// hours nor into the next day. A person whose own prompt time lies in quiet hours gets it then or not at all.
    pub fn prompt_until(&self) -> DateTime<Utc> {
        let (tz, promised) = (self.timezone, self.prompt_at.unwrap_or(self.due_at));
        if is_quiet(tz, &self.rules, promised) {
            return promised + GRACE;
        }
        let window = promised + TimeDelta::minutes(self.rules.prompt_window.into());
        let mut until = window.min(midnight(tz, next(local_day(tz, promised))));
        if self.rules.quiet_from != self.rules.quiet_to {
            until = until.min(next_time(tz, self.rules.quiet_from, promised));
        }
        until
    }

    /// Whether something may be sent to the person then: after the opening, before evening and cutoff, and not in
    /// quiet hours.
    pub fn may_disturb(&self, at: DateTime<Utc>) -> bool {
        self.opens_at <= at
            && at < self.evening_at
            && at < self.closes_at
            && !is_quiet(self.timezone, &self.rules, at)
    }

    /// When the next nudge is due, counted from the prompt or nudge that went out at `after`: each pause is longer
    /// than the one before by the first (1 hour, 2 hours, …). `None` once all are used up, and where it would fall
    /// in quiet hours or after the evening: a nudge is dropped rather than put off to the next day.
    pub fn nudge_after(&self, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if self.nudges >= i64::from(self.rules.nudges) {
            return None;
        }
        let pause = i64::from(self.rules.nudge_after.max(1)).checked_mul(self.nudges + 1)?;
        let at = after.checked_add_signed(TimeDelta::try_minutes(pause)?)?;
        self.may_disturb(at).then_some(at)
    }
}

#[cfg(test)]
mod promise;
#[cfg(test)]
mod tests;
