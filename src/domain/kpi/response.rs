//! Figures of check-ins: how many were answered, how fast, and how fully.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Ratio, quantile};
use crate::domain::PersonId;
use crate::domain::checkin::{CheckIn, Latency};
use crate::domain::standing::Standing;

/// How the check-ins of a period stand. The base is those whose cutoff has passed and that neither were excused nor
/// left it through our fault.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    /// The base.
    pub base: i64,
    /// Of the base: answered by the rep before the cutoff.
    pub answered: i64,
    /// Of the base: answered by the rep by the evening's end.
    pub on_time: i64,
    /// Of the base: answered by the rep after the cutoff only.
    pub late: i64,
    /// Of the base: entered by an assistant, never answered by the rep.
    pub assisted: i64,
    /// Of the base: not answered, by people who had blocked the bot.
    pub blocked: i64,
    /// Of the base: not answered, all others.
    pub missing: i64,
    /// Their cutoff is still to come: in no rate, answered or not.
    pub open: i64,
    /// Excused.
    pub excused: i64,
    /// Left the base through our fault.
    pub out: i64,
}

impl Rates {
    /// Counts check-ins as they stand at a moment.
    pub fn of<'a>(check_ins: impl IntoIterator<Item = &'a CheckIn>, now: DateTime<Utc>) -> Self {
        let mut rates = Self::default();
        for c in check_ins {
            rates.add(c.standing(now), c.is_over(now));
        }
        rates
    }

    fn add(&mut self, standing: Standing, over: bool) {
        let count = match standing {
            Standing::Excused(_) => return self.excused += 1,
            Standing::OutOfBase(_) => return self.out += 1,
            _ if !over => return self.open += 1,
            Standing::Answered { on_time } => {
                self.on_time += i64::from(on_time);
                &mut self.answered
            }
            Standing::Late => &mut self.late,
            Standing::Assisted => &mut self.assisted,
            Standing::Blocked => &mut self.blocked,
            Standing::Missing | Standing::Pending => &mut self.missing,
        };
        *count += 1;
        self.base += 1;
    }

    /// Response rate: answered by the rep before the cutoff ÷ the base.
    pub fn response(self) -> Ratio {
        Ratio { num: self.answered, den: self.base }
    }

    /// On-time rate: answered by the rep by the evening's end ÷ the base.
    pub fn on_time(self) -> Ratio {
        Ratio { num: self.on_time, den: self.base }
    }

    /// Late answers ÷ the base; a figure of its own, never mixed with the response rate.
    pub fn late(self) -> Ratio {
        Ratio { num: self.late, den: self.base }
    }

    /// Assisted answers ÷ the base; a figure of its own as well.
    pub fn assisted(self) -> Ratio {
        Ratio { num: self.assisted, den: self.base }
    }
}

/// Response latencies of answered check-ins, in both clocks each by itself. Quantiles are by the nearest rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latencies {
    /// Half of the answers took no longer.
    pub p50: Latency,
    /// Nine of ten answers took no longer.
    pub p90: Latency,
    /// How many answers have one: reports before the prompt have none.
    pub n: i64,
}

/// The latencies of check-ins in the base that were answered before their cutoff; `None` where none has one. Not to
/// be shown without the response rate.
pub fn latencies<'a>(
    check_ins: impl IntoIterator<Item = &'a CheckIn>,
    now: DateTime<Utc>,
) -> Option<Latencies> {
    let answered = |c: &&CheckIn| c.is_over(now) && matches!(c.standing(now), Standing::Answered { .. });
    let latencies = check_ins.into_iter().filter(answered).filter_map(|c| c.latency);
    let (wall, waking): (Vec<i64>, Vec<i64>) = latencies.map(|l| (l.wall, l.waking)).unzip();
    let at = |percent| Some(Latency { wall: quantile(&wall, percent)?, waking: quantile(&waking, percent)? });
    Some(Latencies { p50: at(50)?, p90: at(90)?, n: wall.len() as i64 })
}

/// Reply completeness, pooled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Completed {
    /// As the reps left their records: filled by them ÷ applicable.
    pub by_rep: Ratio,
    /// After corrections: filled at close ÷ applicable.
    pub corrected: Ratio,
    /// Days with *nothing to report* ÷ days answered by the rep: stands beside the two.
    pub no_activity: Ratio,
}

/// The completeness of check-ins in the base, frozen when they closed. A day without activity counts as one field,
/// filled, unless a fact for that day has become known (`contradicted`).
pub fn completed<'a>(
    check_ins: impl IntoIterator<Item = &'a CheckIn>,
    contradicted: &BTreeSet<(PersonId, NaiveDate)>,
    now: DateTime<Utc>,
) -> Completed {
    let mut sum = Completed::default();
    for c in check_ins {
        let standing = c.standing(now);
        let Some(fields) = c.completeness.filter(|_| c.is_over(now)) else { continue };
        if matches!(standing, Standing::Excused(_) | Standing::OutOfBase(_)) {
            continue;
        }
        if matches!(standing, Standing::Answered { .. } | Standing::Late) {
            sum.no_activity += Ratio::count([c.no_activity]);
        }
        if c.no_activity && fields.applicable == 0 {
            let day = Ratio::count([!contradicted.contains(&(c.person, c.local_date))]);
            sum.by_rep += day;
            sum.corrected += day;
        } else {
            sum.by_rep += Ratio { num: fields.by_rep, den: fields.applicable };
            sum.corrected += Ratio { num: fields.filled, den: fields.applicable };
        }
    }
    sum
}
