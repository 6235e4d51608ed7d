//! The life of a check-in: what moves it from state to state. Each transition changes the check-in and gives the
//! ledger's rows about it, so that [`replay`] can make the state again from the opening and the ledger; a transition
//! that has already taken place, or no longer can, changes nothing and gives no rows.
//!
//! What a state means for figures is in [`standing`](super::standing), when things are due in
//! [`schedule`](super::schedule). `prompt_at` and `next_nudge_at` say what is still to be done rather than what
//! happened, the agenda what the prompt listed, and the completeness is a figure: these four are not in the ledger.

use chrono::{DateTime, TimeDelta, Utc};

use super::checkin::{Calendar, CheckIn, Completeness, Delivery, Excuse, Latency};
use super::hours::{is_quiet, waking_seconds};
use super::ledger::{Change, Subject, Way};
use super::record::{Field, Value};
use super::schedule::GRACE;
use super::{IdMaker, MessageId, PersonId};

mod replay;

pub use replay::replay;

/// How far the channel's clock may be off ours: a reply that seems to come that little before the prompt was an
/// answer to it, with a latency of 0. (Channels give whole seconds, and we record the sending when it is confirmed.)
pub const SKEW: TimeDelta = TimeDelta::seconds(60);

/// What the ledger's rows about a transition have in common: who, when, by which way, from which message.
#[derive(Debug)]
pub struct Scribe<'a> {
    /// Makes the ids of the rows.
    pub ids: &'a mut IdMaker,
    /// Business time of the transaction.
    pub at: DateTime<Utc>,
    /// Who did it; `None` for the bot itself.
    pub actor: Option<PersonId>,
    /// By which way.
    pub way: Way,
    /// The message that said so.
    pub message: Option<MessageId>,
}

impl<'a> Scribe<'a> {
    /// For what the bot does by itself.
    pub fn system(ids: &'a mut IdMaker, at: DateTime<Utc>) -> Self {
        Self { ids, at, actor: None, way: Way::System, message: None }
    }

    fn row(&mut self, of: &CheckIn, field: Field, old: Option<Value>, new: Option<Value>) -> Change {
        Change {
            id: self.ids.next(self.at),
            at: self.at,
            person: of.person,
            local_date: Some(of.local_date),
            actor: self.actor,
            way: self.way,
            cause: None,
            subject: Subject::CheckIn,
            field,
            old,
            new,
            message: self.message,
            span: None,
            undoes: None,
        }
    }
}

impl CheckIn {
    /// A message of the rep that belongs to this check-in was received; `at` is the channel's time of it. Only a
    /// substantive one answers: it stops the nudges, and makes a prompt that is not out yet unnecessary. After the
    /// close it is recorded all the same, and nothing opens again. An edit is no new message.
    pub fn replied(
        &mut self,
        at: DateTime<Utc>,
        substantive: bool,
        calendar: &Calendar,
        scribe: &mut Scribe<'_>,
    ) -> Vec<Change> {
        let mut rows = Vec::new();
        if self.first_reply_at.is_none() {
            self.first_reply_at = Some(at);
            rows.push(scribe.row(self, Field::FirstReply, None, Some(Value::Time(at))));
        }
        if substantive && self.first_substantive_at.is_none() {
            self.first_substantive_at = Some(at);
            rows.push(scribe.row(self, Field::FirstSubstantive, None, Some(Value::Time(at))));
            self.next_nudge_at = None;
            if self.delivery == Delivery::Pending {
                rows.push(self.deliver(Delivery::NotNeeded, scribe));
            }
            self.measure(calendar);
        }
        rows
    }

    /// The rep said that there is nothing to report, or no longer says so.
    pub fn set_no_activity(&mut self, nothing: bool, scribe: &mut Scribe<'_>) -> Vec<Change> {
        if self.no_activity == nothing {
            return Vec::new();
        }
        let old = std::mem::replace(&mut self.no_activity, nothing);
        vec![scribe.row(self, Field::NoActivity, Some(Value::Flag(old)), Some(Value::Flag(nothing)))]
    }

    /// The rep says that what was recorded is right.
    pub fn confirm(&mut self, scribe: &mut Scribe<'_>) -> Vec<Change> {
        if self.confirmed_at.is_some() {
            return Vec::new();
        }
        self.confirmed_at = Some(scribe.at);
        vec![scribe.row(self, Field::Confirmed, None, Some(Value::Time(scribe.at)))]
    }

    /// More is recorded, or something else: what the rep has confirmed is no longer all.
    pub fn unconfirm(&mut self, scribe: &mut Scribe<'_>) -> Vec<Change> {
        match self.confirmed_at.take() {
            Some(at) => vec![scribe.row(self, Field::Confirmed, Some(Value::Time(at)), None)],
            None => Vec::new(),
        }
    }

    /// An assistant entered something for the rep. (It doesn't stop nudges: only the rep's own word does.)
    pub fn assisted(&mut self, at: DateTime<Utc>, scribe: &mut Scribe<'_>) -> Vec<Change> {
        if self.assisted_at.is_some() {
            return Vec::new();
        }
        self.assisted_at = Some(at);
        vec![scribe.row(self, Field::Assisted, None, Some(Value::Time(at)))]
    }

    /// Its prompt went into the outbox.
    pub fn queued(&mut self, scribe: &mut Scribe<'_>) -> Vec<Change> {
        match self.delivery {
            Delivery::Pending => vec![self.deliver(Delivery::Queued, scribe)],
            _ => Vec::new(),
        }
    }

    /// Its prompt reached the channel at that time; later than [`GRACE`] after the time it was promised for is late.
    pub fn sent(&mut self, at: DateTime<Utc>, calendar: &Calendar, scribe: &mut Scribe<'_>) -> Vec<Change> {
        if !matches!(self.delivery, Delivery::Queued | Delivery::InDoubt) || self.sent_at.is_some() {
            return Vec::new();
        }
        let late = at > self.prompt_at.unwrap_or(self.due_at) + GRACE;
        let mut rows = vec![self.deliver(if late { Delivery::Late } else { Delivery::Sent }, scribe)];
        rows.push(self.reached(at, calendar, scribe));
        self.plan_nudge(at);
        rows
    }

    /// Its prompt will surely not arrive, through our fault.
    pub fn send_failed(&mut self, scribe: &mut Scribe<'_>) -> Vec<Change> {
        self.unsent(Delivery::Failed, scribe)
    }

    /// Its prompt can't arrive because the person has blocked the bot.
    pub fn blocked(&mut self, scribe: &mut Scribe<'_>) -> Vec<Change> {
        self.unsent(Delivery::Blocked, scribe)
    }

    /// Its prompt was not sent while there was time.
    pub fn missed(&mut self, scribe: &mut Scribe<'_>) -> Vec<Change> {
        self.unsent(Delivery::Missed, scribe)
    }

    /// Nobody knows whether its prompt arrived. It is not sent again; its nudge follows, if there is one to come.
    pub fn in_doubt(&mut self, scribe: &mut Scribe<'_>) -> Vec<Change> {
        let rows = match self.delivery {
            Delivery::Queued => vec![self.deliver(Delivery::InDoubt, scribe)],
            _ => return Vec::new(),
        };
        self.plan_nudge(scribe.at);
        rows
    }

    /// A nudge went into the outbox.
    pub fn nudge_queued(&mut self, scribe: &mut Scribe<'_>) -> Vec<Change> {
        let old = self.nudges;
        self.nudges += 1;
        self.next_nudge_at = None;
        vec![scribe.row(self, Field::Nudge, Some(Value::Int(old)), Some(Value::Int(self.nudges)))]
    }

    /// A nudge reached the channel at that time. It makes up for a prompt in doubt: the latency then counts from it.
    pub fn nudge_sent(
        &mut self,
        at: DateTime<Utc>,
        calendar: &Calendar,
        scribe: &mut Scribe<'_>,
    ) -> Vec<Change> {
        let answered = self.first_substantive_at.is_some_and(|answer| answer < at);
        let mut rows = Vec::new();
        if self.delivery == Delivery::InDoubt && self.sent_at.is_none() && !answered {
            rows.push(self.reached(at, calendar, scribe));
        }
        self.plan_nudge(at);
        rows
    }

    /// The rep asks to be reminded later. Before the prompt it moves the prompt, after it the nudge. Gives whether it
    /// could be done: not in quiet hours, not after the cutoff (a prompt not after the evening), not once answered.
    pub fn later(&mut self, until: DateTime<Utc>) -> bool {
        if !self.may_wait_until(until) {
            return false;
        }
        match self.delivery {
            Delivery::Pending => self.prompt_at = Some(until),
            _ => self.next_nudge_at = Some(until),
        }
        true
    }

    /// Whether [`Self::later`] can be done.
    pub fn may_wait_until(&self, until: DateTime<Utc>) -> bool {
        if self.is_settled() || is_quiet(self.timezone, &self.rules, until) {
            return false;
        }
        match self.delivery {
            Delivery::Pending => until < self.evening_at,
            Delivery::Queued | Delivery::Sent | Delivery::Late | Delivery::InDoubt => until < self.closes_at,
            _ => false,
        }
    }

    /// Takes the day out of every base; the scribe's actor is who says so. Nothing more is sent for it.
    pub fn excuse(&mut self, why: Excuse, scribe: &mut Scribe<'_>) -> Vec<Change> {
        let old = self.excused.replace((why, scribe.actor));
        if old == self.excused {
            return Vec::new();
        }
        let old = old.map(|(why, _)| Value::Text(why.name().into()));
        let mut rows = vec![scribe.row(self, Field::Excused, old, Some(Value::Text(why.name().into())))];
        self.next_nudge_at = None;
        if self.delivery == Delivery::Pending {
            rows.push(self.deliver(Delivery::NotNeeded, scribe));
        }
        rows
    }

    /// The day counts again. A prompt that was left out for the excuse is sent if there is still time for it.
    pub fn unexcuse(&mut self, scribe: &mut Scribe<'_>) -> Vec<Change> {
        let Some((why, _)) = self.excused.take() else { return Vec::new() };
        let mut rows = vec![scribe.row(self, Field::Excused, Some(Value::Text(why.name().into())), None)];
        if self.is_settled() {
            return rows;
        }
        match self.delivery {
            Delivery::NotNeeded if scribe.at < self.prompt_until() => {
                let at = self.due_at.max(scribe.at);
                rows.push(self.deliver(Delivery::Pending, scribe));
                self.prompt_at = Some(at);
            }
            Delivery::Sent | Delivery::Late | Delivery::InDoubt => self.plan_nudge(scribe.at),
            _ => {}
        }
        rows
    }

    /// The cutoff has passed. `completeness` is judged on the records as they stand at this moment.
    pub fn closed(
        &mut self,
        at: DateTime<Utc>,
        completeness: Completeness,
        scribe: &mut Scribe<'_>,
    ) -> Vec<Change> {
        if self.closed_at.is_some() {
            return Vec::new();
        }
        let mut rows = match self.delivery {
            Delivery::Pending => self.missed(scribe),
            _ => Vec::new(),
        };
        self.closed_at = Some(at);
        self.completeness = Some(completeness);
        self.next_nudge_at = None;
        rows.push(scribe.row(self, Field::Closed, None, Some(Value::Time(at))));
        rows
    }

    /// The rep asks that the day be left out, beyond what he may decide himself. Until that is decided the day is
    /// pending and nobody nudges; the prompt comes as ever, and may be answered.
    pub fn appeal(&mut self, scribe: &mut Scribe<'_>) -> Vec<Change> {
        if self.is_settled() {
            return Vec::new();
        }
        self.appealed_at = Some(scribe.at);
        self.next_nudge_at = None;
        vec![scribe.row(self, Field::Appealed, None, Some(Value::Time(scribe.at)))]
    }

    /// What the rep asked for is decided, whether or not the day is over. Granted, it excuses the day, unless he has
    /// answered meanwhile; otherwise the day counts as if he had not asked.
    pub fn decide_appeal(&mut self, granted: bool, scribe: &mut Scribe<'_>) -> Vec<Change> {
        let Some(at) = self.appealed_at.take() else { return Vec::new() };
        let mut rows = vec![scribe.row(self, Field::Appealed, Some(Value::Time(at)), None)];
        if granted && self.first_substantive_at.is_none() && self.excused.is_none() {
            rows.extend(self.excuse(Excuse::Appeal, scribe));
        } else if matches!(self.delivery, Delivery::Sent | Delivery::Late | Delivery::InDoubt) {
            self.plan_nudge(scribe.at);
        }
        rows
    }

    /// Nothing more is to be asked for it: answered, excused, closed, or waiting for a decision.
    pub fn is_settled(&self) -> bool {
        self.first_substantive_at.is_some()
            || self.excused.is_some()
            || self.appealed_at.is_some()
            || self.closed_at.is_some()
    }

    fn unsent(&mut self, how: Delivery, scribe: &mut Scribe<'_>) -> Vec<Change> {
        match self.delivery {
            Delivery::Pending | Delivery::Queued => vec![self.deliver(how, scribe)],
            _ => Vec::new(),
        }
    }

    fn deliver(&mut self, delivery: Delivery, scribe: &mut Scribe<'_>) -> Change {
        let old = std::mem::replace(&mut self.delivery, delivery);
        if !matches!(delivery, Delivery::Pending | Delivery::Queued) {
            self.prompt_at = None;
        }
        let word = |d: Delivery| Some(Value::Text(d.name().into()));
        scribe.row(self, Field::Delivery, word(old), word(delivery))
    }

    fn reached(&mut self, at: DateTime<Utc>, calendar: &Calendar, scribe: &mut Scribe<'_>) -> Change {
        self.sent_at = Some(at);
        self.measure(calendar);
        scribe.row(self, Field::SentAt, None, Some(Value::Time(at)))
    }

    fn plan_nudge(&mut self, after: DateTime<Utc>) {
        self.next_nudge_at = if self.is_settled() { None } else { self.nudge_after(after) };
    }

    /// The latency follows from `sent_at` and `first_substantive_at` alone, whichever was known first: none for a
    /// report that came before the prompt, 0 for an answer that only seems to.
    fn measure(&mut self, calendar: &Calendar) {
        let (Some(sent), Some(answer), None) = (self.sent_at, self.first_substantive_at, self.latency) else {
            return;
        };
        if answer + SKEW >= sent {
            self.latency = Some(Latency {
                wall: (answer - sent).num_seconds().max(0),
                waking: waking_seconds(self.timezone, &self.rules, calendar, sent, answer),
            });
        }
    }
}

#[cfg(test)]
mod tests;
