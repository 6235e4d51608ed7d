//! The ledger's side of a check-in's life: the state follows from the opening and the rows.

use crate::domain::checkin::{Calendar, CheckIn, Delivery, Excuse};
use crate::domain::ledger::{Change, Subject};
use crate::domain::record::{Field, Value};

/// Makes the state of a check-in again from its opening and its rows of the ledger, oldest first.
pub fn replay(opened: &CheckIn, rows: &[Change], calendar: &Calendar) -> CheckIn {
    let mut state = opened.clone();
    let ours = |row: &&Change| {
        row.subject == Subject::CheckIn
            && (row.person, row.local_date) == (opened.person, Some(opened.local_date))
    };
    for row in rows.iter().filter(ours) {
        let time = match row.new {
            Some(Value::Time(at)) => Some(at),
            _ => None,
        };
        let word = match &row.new {
            Some(Value::Text(word)) => Some(word.as_str()),
            _ => None,
        };
        match row.field {
            Field::Delivery => state.delivery = word.and_then(Delivery::by_name).unwrap_or(state.delivery),
            Field::SentAt => state.sent_at = time,
            Field::FirstReply => state.first_reply_at = time,
            Field::FirstSubstantive => state.first_substantive_at = time,
            Field::Assisted => state.assisted_at = time,
            Field::Confirmed => state.confirmed_at = time,
            Field::Appealed => state.appealed_at = time,
            Field::Closed => state.closed_at = time,
            Field::NoActivity => state.no_activity = row.new == Some(Value::Flag(true)),
            Field::Excused => state.excused = word.and_then(Excuse::by_name).map(|why| (why, row.actor)),
            Field::Nudge => {
                if let Some(Value::Int(nudges)) = row.new {
                    state.nudges = nudges;
                }
            }
            _ => {}
        }
    }
    state.measure(calendar);
    state
}
