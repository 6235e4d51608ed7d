//! A check-in: one for each rep and local working day. This module owns its shape; its life (what moves it from
//! state to state) is in `domain::life`, when it opens and falls due in `domain::schedule`.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::agenda::Agenda;
use super::reading::Mode;
use super::record::words;
use super::{PersonId, TeamId};

words! {
    /// How the prompt of a check-in fared.
    Delivery {
        /// Not yet due.
        Pending = "pending",
        /// Answered or excused before its time: there was none to send.
        NotNeeded = "not_needed",
        /// In the outbox.
        Queued = "queued",
        /// Sent in time.
        Sent = "sent",
        /// Sent after its time through our fault.
        Late = "late",
        /// Could not be sent.
        Failed = "failed",
        /// Not sent because the person has blocked the bot: due and unanswered.
        Blocked = "blocked",
        /// Nobody knows whether it arrived.
        InDoubt = "in_doubt",
        /// We were down past its window.
        Missed = "missed",
    }
}

words! {
    /// Why a day is in nobody's base.
    Excuse {
        /// Leave.
        Leave = "leave",
        /// Ill.
        Sick = "sick",
        /// Travelling.
        Travel = "travel",
        /// Training.
        Training = "training",
        /// A holiday found out late.
        Holiday = "holiday",
        /// An appeal that was granted.
        Appeal = "appeal",
        /// Skipped by the rep, within the allowance.
        Skip = "skip",
    }
}

/// The organisation's rules for check-ins; a copy is frozen in each one when it opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Local time of the prompt.
    pub prompt_time: NaiveTime,
    /// Start of quiet hours, local; also the evening's end, up to which an answer is on time.
    pub quiet_from: NaiveTime,
    /// End of quiet hours, local.
    pub quiet_to: NaiveTime,
    /// Local time on the next working day at which the check-in closes.
    pub cutoff: NaiveTime,
    /// Minutes from the prompt to the first nudge.
    pub nudge_after: u32,
    /// How many nudges at the most.
    pub nudges: u32,
    /// Minutes after its time in which a delayed prompt is still sent.
    pub prompt_window: u32,
    /// The earliest that anyone may choose as a prompt time of his own, local.
    pub prompt_earliest: NaiveTime,
    /// The latest.
    pub prompt_latest: NaiveTime,
    /// Days of a month that a rep may leave out without asking.
    pub skips_per_month: u32,
    /// Days without news after which a lead has gone quiet; 0 for never, as for the other stages.
    pub lead_days: u32,
    /// The same of a qualified deal.
    pub qualified_days: u32,
    /// The same after a proposal.
    pub proposal_days: u32,
    /// The same in negotiation.
    pub negotiation_days: u32,
}

impl Default for Rules {
    fn default() -> Self {
        let at = |h, m| NaiveTime::from_hms_opt(h, m, 0).unwrap_or_default();
        Self {
            prompt_time: at(17, 30),
            quiet_from: at(21, 0),
            quiet_to: at(8, 0),
            cutoff: at(10, 0),
            nudge_after: 60,
            nudges: 2,
            prompt_window: 180,
            prompt_earliest: at(12, 0),
            prompt_latest: at(20, 30),
            skips_per_month: 3,
            lead_days: 21,
            qualified_days: 14,
            proposal_days: 10,
            negotiation_days: 7,
        }
    }
}

impl Rules {
    /// Whether someone may choose to be asked at this local time: within the window, and not in quiet hours.
    pub fn may_choose(&self, time: NaiveTime) -> bool {
        let (from, to) = (self.quiet_from, self.quiet_to);
        let quiet = if from <= to { from <= time && time < to } else { from <= time || time < to };
        self.prompt_earliest <= time && time <= self.prompt_latest && !quiet
    }
}

/// A check-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckIn {
    /// Whose.
    pub person: PersonId,
    /// The day that it asks about, where the person is.
    pub local_date: NaiveDate,
    /// Team at opening.
    pub team: Option<TeamId>,
    /// How the person answers.
    pub mode: Mode,
    /// Zone at opening.
    pub timezone: Tz,
    /// Local midnight.
    pub opens_at: DateTime<Utc>,
    /// The prompt's time.
    pub due_at: DateTime<Utc>,
    /// The evening's end: answers up to here are on time.
    pub evening_at: DateTime<Utc>,
    /// Cutoff: later answers are late.
    pub closes_at: DateTime<Utc>,
    /// Rules at opening.
    pub rules: Rules,
    /// How its prompt fared.
    pub delivery: Delivery,
    /// The time that the prompt is promised for; there until its outcome is known. (*Later* moves it.)
    pub prompt_at: Option<DateTime<Utc>>,
    /// When the prompt, or the nudge that made up for it, reached the channel.
    pub sent_at: Option<DateTime<Utc>>,
    /// What its prompt listed as open.
    pub agenda: Agenda,
    /// Nudges queued so far.
    pub nudges: i64,
    /// When the next nudge is due.
    pub next_nudge_at: Option<DateTime<Utc>>,
    /// The channel's time of the first message of any kind.
    pub first_reply_at: Option<DateTime<Utc>>,
    /// The channel's time of the rep's first substantive message.
    pub first_substantive_at: Option<DateTime<Utc>>,
    /// First entry by an assistant for the rep.
    pub assisted_at: Option<DateTime<Utc>>,
    /// The rep said that there is nothing to report.
    pub no_activity: bool,
    /// When the rep said that what was recorded is right; `None` again once more is recorded.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// Excused, why and by whom.
    pub excused: Option<(Excuse, Option<PersonId>)>,
    /// When the rep asked that the day be left out, as long as that is not decided.
    pub appealed_at: Option<DateTime<Utc>>,
    /// From the prompt to the first substantive message.
    pub latency: Option<Latency>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// Completeness, frozen at close.
    pub completeness: Option<Completeness>,
}

/// A response latency in both clocks, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latency {
    /// By the clock on the wall.
    pub wall: i64,
    /// Without quiet hours and days off.
    pub waking: i64,
}

/// Fields filled and applicable over the records that a check-in touched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Completeness {
    /// Filled at close, corrections included.
    pub filled: i64,
    /// Filled as the rep left them.
    pub by_rep: i64,
    /// Applicable.
    pub applicable: i64,
}

/// Days on which people work: the week's pattern with its exceptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Monday to Sunday.
    pub week: [bool; 7],
    /// Holidays (`false`) and make-up working days (`true`), ascending by day.
    pub exceptions: std::collections::BTreeMap<NaiveDate, bool>,
}

impl Calendar {
    /// Monday to Friday, with no exceptions.
    pub fn weekdays() -> Self {
        Self { week: [true, true, true, true, true, false, false], exceptions: Default::default() }
    }

    /// Whether people work on a day.
    pub fn works(&self, day: NaiveDate) -> bool {
        use chrono::Datelike;
        let usual = self.week[day.weekday().num_days_from_monday() as usize];
        self.exceptions.get(&day).copied().unwrap_or(usual)
    }
}
