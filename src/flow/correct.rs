//! Corrections: `/fix`, `/undo`, `/ok` and `/drop`, by the rep for his own and by his assistant. All of them go through
//! the ledger with who, when, old and new; whoever's record it is learns of it when someone else did it.

use chrono::NaiveDate;

use super::decide::Item;
use super::edit::take_back_changes;
use super::fix::{Refusal, by, day_of, fix_record, fix_review, record_review, settle};
use super::report::{with_pen, withdrawn};
use super::world::World;
use super::{away, card, skip};
use crate::domain::command::ItemId;
use crate::domain::effect::{Review, ReviewKind, ReviewState};
use crate::domain::ledger::{Change, Subject};
use crate::domain::person::{Deed, may};
use crate::domain::record::{Field, Record, RecordState, Value};
use crate::domain::{MessageId, PersonId, RecordId};
use crate::say;

/// What an id leads to.
#[allow(clippy::large_enum_variant, reason = "made once for a command, and taken apart at once")]
pub(super) enum Target {
    Record(PersonId, RecordId),
    Review(PersonId, Review),
}

/// `/fix ID FIELD VALUE`.
pub(super) fn fix(world: &mut World, item: &Item, actor: PersonId, id: ItemId, field: Field, text: &str) {
    let lang = world.language(actor);
    let chat = item.inbound.chat.id.clone();
    let said = match find(world, actor, id) {
        None => say::correct::unknown_id(lang, id),
        Some(Target::Record(rep, record)) => {
            let day = day_of(world, rep, record);
            let fixed = fix_record(world, item, actor, rep, record, field, text);
            answer(world, actor, rep, day, fixed)
        }
        Some(Target::Review(rep, review)) => {
            let fixed = fix_review(world, item, actor, rep, &review, field, text);
            answer(world, actor, rep, review.local_date, fixed)
        }
    };
    world.say(&chat, said, Some(actor));
}

/// `/ok ID`: what was unsure is right.
pub(super) fn accept(world: &mut World, item: &Item, actor: PersonId, id: ItemId) {
    let lang = world.language(actor);
    let chat = item.inbound.chat.id.clone();
    let said = match find(world, actor, id) {
        Some(Target::Review(rep, review)) => match review.detail.update.clone() {
            Some(update) => {
                let recorded = record_review(world, item, actor, rep, &review, update);
                answer(world, actor, rep, review.local_date, recorded)
            }
            None => decide_review(world, actor, rep, review, ReviewState::Done),
        },
        Some(Target::Record(..)) => say::correct::already_recorded(lang, id),
        None => say::correct::unknown_id(lang, id),
    };
    world.say(&chat, said, Some(actor));
}

/// `/drop ID`: there was nothing in it.
pub(super) fn drop_review(world: &mut World, item: &Item, actor: PersonId, id: ItemId) {
    let lang = world.language(actor);
    let chat = item.inbound.chat.id.clone();
    let said = match find(world, actor, id) {
        Some(Target::Review(rep, review)) => decide_review(world, actor, rep, review, ReviewState::Dropped),
        Some(Target::Record(..)) => say::correct::already_recorded(lang, id),
        None => say::correct::unknown_id(lang, id),
    };
    world.say(&chat, said, Some(actor));
}

/// `/undo`: the last thing that the actor changed; `/undo ID`: that fact. Undoing an undo brings back.
pub(super) fn undo(world: &mut World, item: &Item, actor: PersonId, id: Option<ItemId>) {
    let lang = world.language(actor);
    let chat = item.inbound.chat.id.clone();
    let said = match id {
        Some(id) => match find(world, actor, id) {
            Some(Target::Record(rep, record)) => undo_record(world, item, actor, rep, record),
            Some(Target::Review(rep, review)) => {
                decide_review(world, actor, rep, review, ReviewState::Dropped)
            }
            None => say::correct::unknown_id(lang, id),
        },
        None => undo_last(world, item, actor),
    };
    world.say(&chat, said, Some(actor));
}

/// The record or open review item that an id names, if the actor may change it.
pub(super) fn find(world: &World, actor: PersonId, id: ItemId) -> Option<Target> {
    let person = world.people.get(&actor)?;
    let today = person.today(world.now);
    let roles = person.roles_on(today);
    let rep = match id.person {
        None if may(&roles, Deed::Own) => actor,
        None => return None,
        Some(number) if number == person.number => actor,
        Some(number) => {
            let supported = world.supported.get(&actor)?;
            let rep = supported.iter().find(|r| world.people.get(r).is_some_and(|p| p.number == number))?;
            may(&roles, Deed::Assist).then_some(*rep)?
        }
    };
    if let Some(record) = world.books.get(&rep).and_then(|b| b.numbered(id.number)) {
        return Some(Target::Record(rep, record.id));
    }
    let review =
        world.reviews.get(&rep)?.iter().find(|r| r.number == id.number && r.state == ReviewState::Open)?;
    Some(Target::Review(rep, review.clone()))
}

fn decide_review(
    world: &mut World,
    actor: PersonId,
    rep: PersonId,
    review: Review,
    state: ReviewState,
) -> say::Said {
    if review.kind == ReviewKind::Skip {
        return skip::decided(world, actor, rep, &review, state);
    }
    settle(world, actor, rep, review.id, state);
    if let Some(day) = review.local_date {
        card::show(world, rep, day);
    }
    say::correct::settled(world.language(actor))
}

fn undo_record(
    world: &mut World,
    item: &Item,
    actor: PersonId,
    rep: PersonId,
    record: RecordId,
) -> say::Said {
    let lang = world.language(actor);
    let Some(stands) = world.books.get(&rep).and_then(|b| b.get(record)).map(Record::is_active) else {
        return say::correct::nothing_to_undo(lang);
    };
    let hanging = world.books.get(&rep).map_or(0, |b| b.hanging_on(record).len());
    if stands && hanging > 0 {
        return say::correct::others_hang_on_it(lang, hanging);
    }
    let day = day_of(world, rep, record);
    let by = by(world, item, actor, rep, day);
    let before = world.effects.changes.len();
    let state = if stands { withdrawn() } else { Some(Value::State(RecordState::Active)) };
    with_pen(world, rep, by, |pen| pen.set(record, Field::State, state, None, None));
    let changes = world.effects.changes[before..].to_vec();
    announce(world, actor, rep, day, &changes)
}

/// The changes of the message with which the actor last changed records, in his own book or that of a rep he assists.
fn undo_last(world: &mut World, item: &Item, actor: PersonId) -> say::Said {
    let lang = world.language(actor);
    let last = world
        .changes
        .values()
        .flatten()
        .filter(|c| c.actor == Some(actor) && matches!(c.subject, Subject::Record(..)) && c.message.is_some())
        .max_by_key(|c| c.id)
        .map(|c| (c.person, c.local_date, c.message));
    let Some((rep, Some(day), Some(message))) = last else { return say::correct::nothing_to_undo(lang) };
    undo_message(world, item, actor, rep, day, message)
}

/// Takes back what one message changed.
pub(super) fn undo_message(
    world: &mut World,
    item: &Item,
    actor: PersonId,
    rep: PersonId,
    day: NaiveDate,
    message: MessageId,
) -> say::Said {
    let lang = world.language(actor);
    let changes: Vec<Change> = world
        .changes
        .get(&(rep, day))
        .into_iter()
        .flatten()
        .filter(|c| c.message == Some(message) && matches!(c.subject, Subject::Record(..)))
        .cloned()
        .collect();
    let by = by(world, item, actor, rep, Some(day));
    let before = world.effects.changes.len();
    take_back_changes(world, rep, &changes, by);
    let undone = world.effects.changes[before..].to_vec();
    if undone.is_empty() {
        return say::correct::nothing_to_undo(lang);
    }
    announce(world, actor, rep, day.into(), &undone)
}

/// What is said to a correction: what it changed, or why it changed nothing.
fn answer(
    world: &mut World,
    actor: PersonId,
    rep: PersonId,
    day: Option<NaiveDate>,
    fixed: Result<Vec<Change>, Refusal>,
) -> say::Said {
    match fixed {
        Ok(changes) => announce(world, actor, rep, day, &changes),
        Err(Refusal(said)) => said,
    }
}

/// Tells the actor what changed, the rep when it was somebody else, and shows it on the card.
pub(super) fn announce(
    world: &mut World,
    actor: PersonId,
    rep: PersonId,
    day: Option<NaiveDate>,
    changes: &[Change],
) -> say::Said {
    away::changed(world, rep, actor, changes);
    let names = card::names(world, rep);
    let numbers = |id: RecordId| world.books.get(&rep).and_then(|b| b.get(id)).map(|r| r.number);
    let lang = world.language(actor);
    let whose = (actor != rep).then(|| world.people.get(&rep).map(|p| (p.number, p.name.clone()))).flatten();
    let today = world.people.get(&actor).map_or_else(|| world.now.date_naive(), |p| p.today(world.now));
    let view =
        say::correct::Corrected { changes, names: &names, number: &numbers, today, whose: whose.as_ref() };
    let said = say::correct::corrected(lang, &view);
    if actor != rep {
        let by = world.people.get(&actor).map(|p| p.name.clone()).unwrap_or_default();
        let own = say::correct::Corrected { whose: None, ..view };
        let notice = say::correct::corrected_by(world.language(rep), &by, &own);
        world.tell(rep, notice);
    }
    if let Some(day) = day {
        card::show(world, rep, day);
    }
    said
}
