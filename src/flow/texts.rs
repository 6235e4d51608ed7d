//! What prompts and nudges say, as outbound messages.

use crate::domain::Outbound;
use crate::domain::checkin::CheckIn;
use crate::domain::person::Person;
use crate::say;

/// The prompt of a check-in.
pub fn prompt(person: &Person, check_in: &CheckIn) -> Outbound {
    say::prompt(person, check_in).send()
}

/// A reminder of a check-in.
pub fn nudge(person: &Person, check_in: &CheckIn) -> Outbound {
    say::nudge(person, check_in).send()
}
