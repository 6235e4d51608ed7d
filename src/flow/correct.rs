//! Corrections: `/fix`, `/undo`, `/ok` and `/drop`, by the rep for his own and by his assistant. All of them go through
//! the ledger with who, when, old and new; whoever's record it is learns of it when someone else did it.

use chrono::NaiveDate;

use super::check_in::note_reply;
use super::decide::Item;
use super::edit::take_back_changes;
use super::pen::By;
use super::post::{Posted, post};
use super::report::{Entry, with_pen, withdrawn};
use super::world::World;
use super::{amend, away, card};
use crate::domain::book::CustomerMatch;
use crate::domain::command::ItemId;
use crate::domain::command::ValueError;
use crate::domain::effect::{Review, ReviewState};
use crate::domain::ledger::{Cause, Change, Subject, Way};
use crate::domain::person::{Deed, may};
use crate::domain::record::{Field, Kind, Record, RecordState, Value};
use crate::domain::{MessageId, PersonId, RecordId};
use crate::parse::command::{ValueEnv, meant, value_or_none};
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
        Some(Target::Record(rep, record)) => fix_record(world, item, actor, rep, record, field, text),
        Some(Target::Review(rep, review)) => fix_review(world, item, actor, rep, review, field, text),
    };
    world.say(&chat, said, Some(actor));
}

/// `/ok ID`: what was unsure is right.
pub(super) fn accept(world: &mut World, item: &Item, actor: PersonId, id: ItemId) {
    let lang = world.language(actor);
    let chat = item.inbound.chat.id.clone();
    let said = match find(world, actor, id) {
        Some(Target::Review(rep, review)) => match review.detail.update.clone() {
            Some(update) => post_review(world, item, actor, rep, review, update),
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

fn by(world: &World, item: &Item, actor: PersonId, rep: PersonId, day: Option<NaiveDate>) -> By {
    By {
        at: world.now,
        actor: Some(actor),
        way: Way::Correction,
        cause: (actor != rep).then_some(Cause::Other),
        message: Some(item.id),
        local_date: day,
    }
}

/// The newest day on which a record was touched, as far as it is loaded.
fn day_of(world: &World, rep: PersonId, record: RecordId) -> Option<NaiveDate> {
    let touches = |c: &Change| matches!(c.subject, Subject::Record(_, id) if id == record);
    world
        .changes
        .iter()
        .filter(|((person, _), changes)| *person == rep && changes.iter().any(touches))
        .map(|((_, day), _)| *day)
        .max()
}

fn fix_record(
    world: &mut World,
    item: &Item,
    actor: PersonId,
    rep: PersonId,
    record: RecordId,
    field: Field,
    text: &str,
) -> say::Said {
    let lang = world.language(actor);
    let Some(before) = world.books.get(&rep).and_then(|b| b.get(record)).cloned() else {
        return say::correct::nothing_to_undo(lang);
    };
    let field = meant(before.kind, field);
    let new = match read_value(world, rep, before.kind, field, text) {
        Ok(new) => new,
        Err(error) => return say::commands::value_error(lang, &error),
    };
    let day = day_of(world, rep, record);
    let by = by(world, item, actor, rep, day);
    let new = match new {
        Fixed::Value(new) => new,
        Fixed::Customer(name) => match customer_named(world, rep, by, &name) {
            Some(id) => Some(Value::Record(id)),
            None => return say::correct::unclear_customer(lang, &name),
        },
    };
    match with_pen(world, rep, by, |pen| pen.set(record, field, new, None, None)) {
        Some(Ok(Some(_))) => {}
        Some(Ok(None)) => return say::correct::unchanged(lang),
        Some(Err(_)) | None => return say::correct::does_not_fit(lang, before.kind, field),
    }
    let change = world.effects.changes.last().cloned();
    announce(world, actor, rep, day, change.as_slice())
}

/// What a person typed as the value of a field.
enum Fixed {
    /// The value; `None` empties the field.
    Value(Option<Value>),
    /// Whose it is.
    Customer(String),
}

fn read_value(
    world: &World,
    rep: PersonId,
    kind: Kind,
    field: Field,
    text: &str,
) -> Result<Fixed, ValueError> {
    if field == Field::Customer && kind.has(field) {
        return Ok(Fixed::Customer(text.trim().to_owned()));
    }
    let zone = world.people.get(&rep).map_or(chrono_tz::UTC, |p| p.timezone);
    let env = ValueEnv {
        now: world.now.with_timezone(&zone).fixed_offset(),
        currency: world.house.currency.clone(),
        region: world.house.region.clone(),
    };
    value_or_none(kind, field, text, &env).map(Fixed::Value)
}

/// The customer of that name, made where there is none; `None` where two are equally likely.
fn customer_named(world: &mut World, rep: PersonId, by: By, name: &str) -> Option<RecordId> {
    match world.books.get(&rep)?.match_customer(None, &[], Some(name), None) {
        CustomerMatch::Known(id) => Some(id),
        CustomerMatch::Candidates(_) | CustomerMatch::Unnamed => None,
        CustomerMatch::New(name, _) => {
            let made = with_pen(world, rep, by, |pen| super::post::new_customer(pen, name, None, None))?;
            made.ok()
        }
    }
}

/// A review item with a field put right becomes a record.
fn fix_review(
    world: &mut World,
    item: &Item,
    actor: PersonId,
    rep: PersonId,
    review: Review,
    field: Field,
    text: &str,
) -> say::Said {
    let lang = world.language(actor);
    let Some(mut update) = review.detail.update.clone() else {
        return say::correct::type_it_again(lang);
    };
    let kind = amend::kind_of(&update.fact);
    let field = meant(kind, field);
    let amended = match read_value(world, rep, kind, field, text) {
        Err(error) => return say::commands::value_error(lang, &error),
        Ok(Fixed::Customer(name)) => amend::customer(&mut update, name),
        Ok(Fixed::Value(Some(value))) => amend::field(&mut update.fact, field, &value),
        // What is not recorded yet has nothing to be emptied.
        Ok(Fixed::Value(None)) => false,
    };
    if !amended {
        return say::correct::does_not_fit(lang, kind, field);
    }
    post_review(world, item, actor, rep, review, update)
}

fn post_review(
    world: &mut World,
    item: &Item,
    actor: PersonId,
    rep: PersonId,
    review: Review,
    mut update: crate::domain::reading::Update,
) -> say::Said {
    let lang = world.language(actor);
    // The words stand in the message that was reviewed, not in the command.
    update.spans.clear();
    let today = world.people.get(&rep).map_or_else(|| world.now.date_naive(), |p| p.today(world.now));
    let by = by(world, item, actor, rep, review.local_date);
    let before = world.effects.changes.len();
    let posted = with_pen(world, rep, by, |pen| post(pen, &update, review.local_date.unwrap_or(today), true));
    match posted {
        Some(Ok(Posted::Recorded(_))) => {}
        Some(Ok(Posted::Review(..))) => return say::correct::still_unclear(lang),
        Some(Ok(Posted::Empty) | Err(_)) | None => return say::correct::type_it_again(lang),
    }
    settle(world, actor, rep, review.id, ReviewState::Done);
    if actor != rep {
        let entry = Entry { item, rep, actor };
        note_reply(world, entry, review.local_date, false);
    }
    let changes: Vec<Change> = world.effects.changes[before..]
        .iter()
        .filter(|c| matches!(c.subject, Subject::Record(..)))
        .cloned()
        .collect();
    announce(world, actor, rep, review.local_date, &changes)
}

fn decide_review(
    world: &mut World,
    actor: PersonId,
    rep: PersonId,
    review: Review,
    state: ReviewState,
) -> say::Said {
    settle(world, actor, rep, review.id, state);
    if let Some(day) = review.local_date {
        card::show(world, rep, day);
    }
    say::correct::settled(world.language(actor))
}

fn settle(
    world: &mut World,
    actor: PersonId,
    rep: PersonId,
    id: crate::domain::ReviewId,
    state: ReviewState,
) {
    let Some(review) = world.reviews.get_mut(&rep).and_then(|all| all.iter_mut().find(|r| r.id == id)) else {
        return;
    };
    review.state = state;
    review.decided = Some((world.now, Some(actor)));
    world.effects.reviews.push(review.clone());
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
