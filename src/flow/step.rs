//! What a rep does with a next step: done, dropped, or put off to the next working day; tapped under the prompt or
//! typed. Done and dropped are facts about the day, and answer it; a promise that is put off is none.

use chrono::NaiveDate;

use super::check_in::note_reply;
use super::correct::{self, Target, announce, find};
use super::decide::{Handled, Item};
use super::report::{Entry, with_pen};
use super::world::World;
use super::{card, day};
use crate::domain::command::ItemId;
use crate::domain::ledger::Change;
use crate::domain::record::{Field, Kind, Record, StepStatus, Value};
use crate::domain::tap::StepDeed;
use crate::domain::{OutboxKind, PersonId, RecordId};
use crate::say;

/// A tap on a step of a prompt. Gives what flashes up, and whether the tap answers the day. Nothing is changed once the
/// day is over, or the step has changed since.
pub(super) fn tapped(
    world: &mut World,
    item: &Item,
    person: PersonId,
    day: NaiveDate,
    number: i64,
    deed: StepDeed,
) -> (String, bool) {
    let lang = world.language(person);
    let check_in = world.check_ins.get(&person).and_then(|days| days.get(&day));
    let Some(check_in) = check_in.filter(|c| world.now < c.closes_at) else {
        return (say::tap_too_late(lang), false);
    };
    let to = say::moved_to(check_in);
    let listed = |r: &&Record| check_in.agenda.steps.contains(&r.id) && is_open(r);
    let step = world.books.get(&person).and_then(|b| b.numbered(number)).filter(listed);
    let Some(step) = step.filter(|s| s.date(Field::Due).is_some_and(|due| due <= day)) else {
        return (say::tap_step_changed(lang), false);
    };
    let (id, entry) = (step.id, Entry { item, rep: person, actor: person });
    set(world, entry, day, id, deed, to);
    if deed != StepDeed::Move {
        note_reply(world, entry, Some(day), true);
    }
    update_card(world, person, day);
    (say::tap_step(lang, deed, to, day), deed != StepDeed::Move)
}

fn is_open(record: &Record) -> bool {
    record.kind == Kind::NextStep && record.is_active() && record.step() == Some(StepStatus::Open)
}

fn set(
    world: &mut World,
    entry: Entry<'_>,
    day: NaiveDate,
    id: RecordId,
    deed: StepDeed,
    to: NaiveDate,
) -> Vec<Change> {
    let (field, value) = match deed {
        StepDeed::Done => (Field::Status, Value::Step(StepStatus::Done)),
        StepDeed::Drop => (Field::Status, Value::Step(StepStatus::Dropped)),
        StepDeed::Move => (Field::Due, Value::Date(to)),
    };
    let by = entry.by(world, Some(day));
    let before = world.effects.changes.len();
    with_pen(world, entry.rep, by, |pen| pen.set(id, field, Some(value), None, None));
    world.effects.changes[before..].to_vec()
}

/// The card of a day shows what was done, where there is one already; none is sent for it.
fn update_card(world: &mut World, rep: PersonId, day: NaiveDate) {
    let key = card::key(rep, day);
    let Some(chat) = world.chats.get(&rep).cloned().filter(|_| world.cards.contains_key(&key)) else {
        return;
    };
    let said = card::render(world, rep, day, world.language(rep), None);
    world.send_day(&chat, OutboxKind::Card, said.card(false, false), rep, day, Some(key));
}

/// `/done ID`.
pub(super) fn done(world: &mut World, item: &Item, actor: PersonId, id: ItemId) -> Handled {
    match find(world, actor, id) {
        Some(Target::Record(rep, record)) if is_step(world, rep, record) => {
            typed(world, item, actor, rep, record, StepDeed::Done)
        }
        found => {
            let lang = world.language(actor);
            let said =
                if found.is_some() { say::not_a_step(lang) } else { say::correct::unknown_id(lang, id) };
            world.say(&item.inbound.chat.id, said, Some(actor));
            Handled::default()
        }
    }
}

/// `/drop ID`: of a step, it won't be done; of what waits to be looked at, there was nothing in it.
pub(super) fn dropped(world: &mut World, item: &Item, actor: PersonId, id: ItemId) -> Handled {
    match find(world, actor, id) {
        Some(Target::Record(rep, record)) if is_step(world, rep, record) => {
            typed(world, item, actor, rep, record, StepDeed::Drop)
        }
        _ => {
            correct::drop_review(world, item, actor, id);
            Handled::default()
        }
    }
}

fn is_step(world: &World, rep: PersonId, id: RecordId) -> bool {
    let record = world.books.get(&rep).and_then(|b| b.get(id));
    record.is_some_and(|r| r.kind == Kind::NextStep && r.is_active())
}

fn typed(
    world: &mut World,
    item: &Item,
    actor: PersonId,
    rep: PersonId,
    record: RecordId,
    deed: StepDeed,
) -> Handled {
    day::open_today(world, rep);
    let entry = Entry { item, rep, actor };
    let on = day::day_for(world, entry, None, None);
    let fact_day = on.unwrap_or_else(|| day::local_day(world, entry));
    let changes = set(world, entry, fact_day, record, deed, fact_day);
    let said = if changes.is_empty() {
        say::correct::unchanged(world.language(actor))
    } else {
        note_reply(world, entry, on, true);
        announce(world, actor, rep, None, &changes)
    };
    if let Some(on) = on {
        update_card(world, rep, on);
    }
    world.say(&item.inbound.chat.id, said, Some(actor));
    let substantive = !changes.is_empty() && actor == rep;
    Handled { local_date: on.filter(|_| actor == rep), substantive, ..Handled::default() }
}
