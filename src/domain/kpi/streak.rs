//! The streak: working days in a row that a rep has answered, up to now.

use chrono::{DateTime, Utc};

use crate::domain::checkin::CheckIn;
use crate::domain::standing::Standing;

/// Consecutive answered working days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Streak {
    /// How many, counted back from the newest.
    pub days: i64,
    /// The sample size: days that were answered, or that could have been and are over.
    pub n: i64,
}

/// The streak of one person. Days that are excused or left the base through our fault are passed over, and so is one
/// that is still open; one that was answered already counts. Late and assisted answers end it as a miss does: it
/// counts what the response rate counts.
pub fn streak<'a>(check_ins: impl IntoIterator<Item = &'a CheckIn>, now: DateTime<Utc>) -> Streak {
    let mut days: Vec<&CheckIn> = check_ins.into_iter().collect();
    days.sort_unstable_by_key(|c| std::cmp::Reverse(c.local_date));
    let counted = days.into_iter().filter_map(|c| match c.standing(now) {
        Standing::Answered { .. } => Some(true),
        Standing::Pending | Standing::Excused(_) | Standing::OutOfBase(_) => None,
        Standing::Assisted if !c.is_over(now) => None,
        Standing::Assisted | Standing::Late | Standing::Missing | Standing::Blocked => Some(false),
    });
    let (mut streak, mut unbroken) = (Streak::default(), true);
    for answered in counted {
        unbroken &= answered;
        streak.days += i64::from(unbroken);
        streak.n += 1;
    }
    streak
}
