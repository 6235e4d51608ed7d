//! Known absences: which days they excuse.

use chrono::{Days, NaiveDate};

use super::checkin::Excuse;
use super::reading::AwayState;
use super::record::{Field, Record, Value};

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

/// Why a day is excused, where the rep has said to be away. An absence whose end is unknown holds for two weeks at
/// the most, and no longer than until the rep reports on a later day. (*Still ill* is such a report, and a new absence.)
/// `reported` are the rep's days with a report.
pub fn excuse<'a>(
    absences: impl IntoIterator<Item = &'a Record>,
    reported: &[NaiveDate],
    day: NaiveDate,
) -> Option<Excuse> {
    absences.into_iter().find_map(|away| {
        let from = away.date(Field::From).filter(|from| *from <= day)?;
        let holds = match away.date(Field::To) {
            Some(to) => day <= to,
            None => {
                from.checked_add_days(OPEN_ENDED).is_some_and(|end| day < end)
                    && !reported.iter().any(|d| from < *d && *d < day)
            }
        };
        match away.get(Field::Away) {
            Some(Value::Away(state)) if holds => Some((*state).into()),
            _ => None,
        }
    })
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
