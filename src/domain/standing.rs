//! How a check-in stands at a moment, which is what every rate counts; and which check-in a message belongs to.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::checkin::{CheckIn, Delivery, Excuse};

/// How a check-in stands. What is *pending* is in no rate, what is *excused* or *out of the base* leaves them all;
/// the others are the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Unanswered before its cutoff, or before it is decided whether it counts: not missing yet.
    Pending,
    /// Answered by the rep before the cutoff.
    Answered {
        /// By the evening's end.
        on_time: bool,
    },
    /// Answered by the rep after the cutoff.
    Late,
    /// Never answered by the rep; an assistant entered the day for them.
    Assisted,
    /// Not answered.
    Missing,
    /// Not answered, by someone who has blocked the bot.
    Blocked,
    /// Excused.
    Excused(Excuse),
    /// The rep can't be held to it.
    OutOfBase(Fault),
}

/// Why a check-in leaves the base without the rep's doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// We were down past the time of the prompt.
    Missed,
    /// The prompt could not be sent.
    Failed,
    /// Nobody knows whether the prompt arrived, and no sign of it came after.
    InDoubt,
    /// No prompt was sent, as after an excuse that was taken back.
    NotAsked,
}

impl CheckIn {
    /// How it stands. Answered by the rep comes before entered by an assistant: what reps do themselves counts as
    /// theirs, if late. An answer after the cutoff is known by the channel's time, not by when we got round to it.
    pub fn standing(&self, now: DateTime<Utc>) -> Standing {
        if let Some((why, _)) = self.excused {
            return Standing::Excused(why);
        }
        if let Some(fault) = self.fault(now) {
            return Standing::OutOfBase(fault);
        }
        match self.first_substantive_at {
            Some(at) if at < self.closes_at => Standing::Answered { on_time: at <= self.evening_at },
            Some(_) => Standing::Late,
            None if self.assisted_at.is_some() => Standing::Assisted,
            None if now < self.closes_at || self.appealed_at.is_some() => Standing::Pending,
            None if self.delivery == Delivery::Blocked => Standing::Blocked,
            None => Standing::Missing,
        }
    }

    /// Whether it is time to call the rep: asked, silent, reminded as often as may be, and nobody has called yet; or
    /// not to be reached by messages at all.
    pub fn waits_for_a_call(&self, now: DateTime<Utc>) -> bool {
        if self.is_settled() || self.assisted_at.is_some() || self.is_over(now) {
            return false;
        }
        match self.delivery {
            Delivery::Blocked => self.due_at <= now,
            Delivery::Sent | Delivery::Late | Delivery::InDoubt => {
                let pause = TimeDelta::minutes(self.rules.nudge_after.into());
                let asked = self.sent_at.unwrap_or(self.due_at) + pause <= now;
                // While a nudge is on its way the next one isn't planned yet, but there is time for it.
                asked && self.next_nudge_at.is_none() && self.nudge_after(now).is_none()
            }
            _ => false,
        }
    }

    /// Whether the cutoff has passed, so that it may count in a rate.
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        now >= self.closes_at
    }

    fn fault(&self, now: DateTime<Utc>) -> Option<Fault> {
        let answered = self.first_substantive_at.is_some();
        match self.delivery {
            Delivery::Missed => Some(Fault::Missed),
            Delivery::Failed => Some(Fault::Failed),
            Delivery::InDoubt if !answered && self.sent_at.is_none() => Some(Fault::InDoubt),
            Delivery::NotNeeded if !answered => Some(Fault::NotAsked),
            // An outcome is still to come, or never came: nobody can say that the person was asked.
            Delivery::Pending | Delivery::Queued if !answered && self.is_over(now) => Some(Fault::NotAsked),
            _ => None,
        }
    }
}

/// The check-in that a message of the channel's time `at` belongs to, among a person's recent ones: the one that it
/// replies to; else that of the day it names (`named`, never a day to come); else the newest open one that the person
/// was already asked about, so that an answer of the next morning goes to the day before, but today's once today has
/// a report; and today's as well while it is the only one open. Excused days are passed over unless nothing else is
/// open. `None` where no check-in is open.
pub fn whose_day(
    check_ins: &[CheckIn],
    replies_to: Option<NaiveDate>,
    named: Option<NaiveDate>,
    at: DateTime<Utc>,
) -> Option<NaiveDate> {
    let has = |day: NaiveDate| check_ins.iter().any(|c| c.local_date == day && c.opens_at <= at);
    if let Some(day) = replies_to.filter(|d| has(*d)).or(named.filter(|d| has(*d))) {
        return Some(day);
    }
    let open = || check_ins.iter().filter(|c| c.opens_at <= at && at < c.closes_at);
    let newest = |excused: bool| {
        let among = || open().filter(|c| excused || c.excused.is_none());
        let today = among().max_by_key(|c| c.local_date)?;
        if today.first_substantive_at.is_some() {
            return Some(today.local_date);
        }
        let asked = among().filter(|c| c.due_at <= at).map(|c| c.local_date).max();
        Some(asked.unwrap_or(today.local_date))
    };
    newest(false).or_else(|| newest(true))
}

#[cfg(test)]
mod tests;
