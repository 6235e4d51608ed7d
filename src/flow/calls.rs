//! The assistant's call list: reps who were reminded as often as may be and have not answered, or who can't be reached
//! here. A call takes the place of a third nudge.

use super::world::World;
use crate::domain::PersonId;
use crate::domain::agenda::{Open, open};
use crate::domain::checkin::Delivery;
use crate::domain::hours::is_quiet;
use crate::say::calls::{Call, calls};
use crate::say::{self};

/// The call list of an assistant.
pub(super) fn list(world: &World, assistant: PersonId) -> say::Said {
    let now = world.now;
    let mut found: Vec<Call<'_>> = Vec::new();
    for rep in world.supported.get(&assistant).into_iter().flatten() {
        let Some(person) = world.people.get(rep) else { continue };
        let days = world.check_ins.get(rep).into_iter().flat_map(|days| days.values().rev());
        let Some(check_in) = days.into_iter().find(|c| c.waits_for_a_call(now)) else { continue };
        let book = world.books.get(rep);
        let shown = |b| open(&check_in.agenda, b, check_in.local_date, check_in.timezone);
        found.push(Call {
            number: person.number,
            name: &person.name,
            phone: world.phones.get(rep).map(String::as_str),
            local: now.with_timezone(&person.timezone).time(),
            quiet: is_quiet(person.timezone, &check_in.rules, now),
            blocked: check_in.delivery == Delivery::Blocked,
            day: check_in.local_date,
            open: book.map_or_else(Open::default, shown),
        });
    }
    // Those who sleep come last.
    found.sort_by_key(|call| (call.quiet, call.day, call.number));
    let today = world.people.get(&assistant).map_or_else(|| now.date_naive(), |p| p.today(now));
    calls(world.language(assistant), &found, today)
}
