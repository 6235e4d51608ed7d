//! Days away from selling: which days an absence excuses. The record of an absence is what was said; the excuses of
//! check-ins follow from it, at their opening and whenever it changes.

use chrono::{Days, NaiveDate};

use super::checkin::Excuse;
use super::reading::AwayState;
use super::record::{Field, Kind, Record, Value};

/// How long an absence with no known end excuses days, unless the rep reports something before.
pub const OPEN_ENDED: Days = Days::new(14);

impl From<AwayState> for Excuse {
    fn from(state: AwayState) -> Self {
        match state {
            AwayState::Leave => Self::Leave,
            AwayState::Sick => Self::Sick,
            AwayState::Travel => Self::Travel,
            AwayState::Training => Self::Training,
        }
    }
}

impl Excuse {
    /// Whether it follows from an absence; the others are given for the day itself.
    pub fn is_absence(self) -> bool {
        matches!(self, Self::Leave | Self::Sick | Self::Travel | Self::Training)
    }
}

/// An absence as it is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Absence {
    /// Why.
    pub state: AwayState,
    /// First day.
    pub from: NaiveDate,
    /// Last day, where it is known.
    pub to: Option<NaiveDate>,
}

impl Absence {
    /// What a record says, whether or not it was taken back; `None` for one of another kind.
    pub fn of(record: &Record) -> Option<Self> {
        let Some(Value::Away(state)) = record.get(Field::Away).filter(|_| record.kind == Kind::Availability)
        else {
            return None;
        };
        Some(Self { state: *state, from: record.date(Field::From)?, to: record.date(Field::To) })
    }

    /// The last day that it may excuse.
    pub fn last(&self) -> NaiveDate {
        self.to.unwrap_or_else(|| {
            let end = self.from.checked_add_days(OPEN_ENDED).and_then(|end| end.pred_opt());
            end.unwrap_or(NaiveDate::MAX)
        })
    }

    /// Whether it excuses a day; `reported` are days with a report. One whose end is unknown holds for two weeks at the
    /// most, and no longer than until the rep reports on a later day. (*Still ill* is such a report, and a new absence.)
    pub fn covers(&self, day: NaiveDate, reported: &[NaiveDate]) -> bool {
        let ended = || self.to.is_none() && reported.iter().any(|d| self.from < *d && *d < day);
        self.from <= day && day <= self.last() && !ended()
    }
}

/// Why a day is excused, where the rep has said to be away. `reported` are the rep's days with a report.
pub fn excuse<'a>(
    absences: impl IntoIterator<Item = &'a Record>,
    reported: &[NaiveDate],
    day: NaiveDate,
) -> Option<Excuse> {
    let absences = absences.into_iter().filter_map(Absence::of);
    absences.into_iter().find(|away| away.covers(day, reported)).map(|away| away.state.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::Kind;
    use crate::domain::{PersonId, RecordId};
    use chrono::DateTime;
    use uuid::Uuid;

    fn march(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn away(state: AwayState, from: u32, to: Option<u32>) -> Record {
        let (id, owner) = (RecordId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
        let mut record = Record::new(id, Kind::Availability, owner, 1, DateTime::UNIX_EPOCH);
        record.set(Field::Away, Some(Value::Away(state))).unwrap();
        record.set(Field::From, Some(Value::Date(march(from)))).unwrap();
        record.set(Field::To, to.map(|to| Value::Date(march(to)))).unwrap();
        record
    }

    #[test]
    fn a_day_is_excused_while_an_absence_holds() {
        let leave = away(AwayState::Leave, 4, Some(6));
        let sick = away(AwayState::Sick, 10, None);
        let all = [leave, sick];
        for (day, reported, excused) in [
            (3, &[][..], None),
            (4, &[], Some(Excuse::Leave)),
            (6, &[5], Some(Excuse::Leave)),
            (7, &[], None),
            (10, &[9], Some(Excuse::Sick)),
            // The report that told of it, and that of the day itself, end nothing.
            (11, &[10, 11], Some(Excuse::Sick)),
            (12, &[11], None),
            (23, &[], Some(Excuse::Sick)),
            (24, &[], None),
        ] {
            let reported: Vec<NaiveDate> = reported.iter().map(|d| march(*d)).collect();
            assert_eq!(excuse(&all, &reported, march(day)), excused, "{day} {reported:?}");
        }
    }
}
