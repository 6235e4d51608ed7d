//! What a message does to its check-in: it answers it, says that there is nothing to report, or excuses days.

use chrono::NaiveDate;

use super::away;
use super::report::{Entry, with_pen};
use super::world::World;
use crate::domain::absence::Absence;
use crate::domain::checkin::CheckIn;
use crate::domain::ledger::Change;
use crate::domain::life::Scribe;
use crate::domain::reading::Availability;
use crate::domain::record::{Field, Kind, Record, SetError, Value};

/// Records days away, excuses the check-ins among them that are there already, and tells whom it concerns. Gives whether
/// it was new.
pub(super) fn post_availability(
    world: &mut World,
    entry: Entry<'_>,
    away: &Availability,
    day: Option<NaiveDate>,
) -> bool {
    let by = entry.by(world, day);
    let values = vec![
        (Field::Away, Some(Value::Away(away.state))),
        (Field::From, Some(Value::Date(away.from))),
        (Field::To, away.to.map(Value::Date)),
    ];
    let created = with_pen(world, entry.rep, by, |pen| -> Result<bool, SetError> {
        let same = |r: &Record| values.iter().all(|(field, value)| r.get(*field) == value.as_ref());
        if pen.book.active(Kind::Availability).any(same) {
            return Ok(false);
        }
        pen.create(Kind::Availability, values, None).map(|_| true)
    });
    let new = matches!(created, Some(Ok(true)));
    if new {
        away::reconcile(world, entry.rep, entry.actor, entry.way(), Some(entry.item.id));
        let absence = Absence { state: away.state, from: away.from, to: away.to };
        away::noted(world, entry, &absence);
    }
    new
}

/// Changes a check-in, if it is there, and notes what the ledger is to know of it.
pub(super) fn change_check_in(
    world: &mut World,
    entry: Entry<'_>,
    day: Option<NaiveDate>,
    change: impl FnOnce(&mut CheckIn, &mut Scribe<'_>) -> Vec<Change>,
) {
    let Some(day) = day else { return };
    let Some(check_in) = world.check_ins.get_mut(&entry.rep).and_then(|days| days.get_mut(&day)) else {
        return;
    };
    let mut scribe = Scribe {
        ids: &mut world.ids,
        at: world.now,
        actor: Some(entry.actor),
        way: entry.way(),
        message: Some(entry.item.id),
    };
    let before = check_in.clone();
    let changes = change(check_in, &mut scribe);
    if *check_in != before {
        world.dirty_check_ins.insert((entry.rep, day));
    }
    world.note(changes);
}

/// Tells the check-in that a message has come.
pub(super) fn note_reply(world: &mut World, entry: Entry<'_>, day: Option<NaiveDate>, substantive: bool) {
    let Some(person) = world.people.get(&entry.rep) else { return };
    let calendar = world.calendar_of(person);
    let at = entry.item.inbound.at;
    let by_rep = entry.actor == entry.rep;
    change_check_in(world, entry, day, |check_in, scribe| {
        if by_rep {
            check_in.replied(at, substantive, &calendar, scribe)
        } else {
            check_in.assisted(at, scribe)
        }
    });
}

pub(super) fn set_no_activity(world: &mut World, entry: Entry<'_>, day: Option<NaiveDate>, nothing: bool) {
    change_check_in(world, entry, day, |check_in, scribe| check_in.set_no_activity(nothing, scribe));
}
