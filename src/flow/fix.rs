//! Putting a field right: of a record, or of a reading that waits and becomes a record by it. Whoever asked for it (a
//! command, a tap, an answer to a question) gets the changes, or the words that say why there are none.

use chrono::NaiveDate;

use super::amend;
use super::check_in::note_reply;
use super::decide::Item;
use super::pen::By;
use super::places;
use super::post::{Posted, post};
use super::report::{Entry, with_pen};
use super::world::World;
use crate::domain::book::CustomerMatch;
use crate::domain::command::ValueError;
use crate::domain::effect::{Review, ReviewState};
use crate::domain::ledger::{Cause, Change, Subject, Way};
use crate::domain::reading::Update;
use crate::domain::record::{Field, Kind, Value};
use crate::domain::{PersonId, RecordId, ReviewId};
use crate::parse::command::{ValueEnv, meant, value_or_none};
use crate::say;

/// Why nothing was changed, as it is said.
#[derive(Clone, Debug)]
pub(super) struct Refusal(pub(super) say::Said);

/// Writes as whoever corrects.
pub(super) fn by(world: &World, item: &Item, actor: PersonId, rep: PersonId, day: Option<NaiveDate>) -> By {
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
pub(super) fn day_of(world: &World, rep: PersonId, record: RecordId) -> Option<NaiveDate> {
    let touches = |c: &Change| matches!(c.subject, Subject::Record(_, id) if id == record);
    world
        .changes
        .iter()
        .filter(|((person, _), changes)| *person == rep && changes.iter().any(touches))
        .map(|((_, day), _)| *day)
        .max()
}

/// Sets a field of a record to what was typed.
pub(super) fn fix_record(
    world: &mut World,
    item: &Item,
    actor: PersonId,
    rep: PersonId,
    record: RecordId,
    field: Field,
    text: &str,
) -> Result<Vec<Change>, Refusal> {
    let lang = world.language(actor);
    let Some(before) = world.books.get(&rep).and_then(|b| b.get(record)).cloned() else {
        return Err(Refusal(say::correct::nothing_to_undo(lang)));
    };
    let field = meant(before.kind, field);
    let new = read_value(world, rep, before.kind, field, text)
        .map_err(|error| Refusal(say::commands::value_error(lang, &error)))?;
    let by = by(world, item, actor, rep, day_of(world, rep, record));
    let first = world.effects.changes.len();
    let new = match new {
        Fixed::Value(new) => new,
        Fixed::Customer(name) => match customer_named(world, rep, by, &name) {
            Some(id) => Some(Value::Record(id)),
            None => return Err(Refusal(say::correct::unclear_customer(lang, &name))),
        },
    };
    match with_pen(world, rep, by, |pen| pen.set(record, field, new, None, None)) {
        Some(Ok(Some(_))) => {}
        Some(Ok(None)) => return Err(Refusal(say::correct::unchanged(lang))),
        Some(Err(_)) | None => return Err(Refusal(say::correct::does_not_fit(lang, before.kind, field))),
    }
    // A customer that was made for it is told by its name.
    Ok(changes_since(world, first)
        .into_iter()
        .filter(|c| c.subject == Subject::Record(before.kind, record))
        .collect())
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
    value_of(world, rep, kind, field, text).map(Fixed::Value)
}

/// The value that a text is for a field; `None` empties it.
pub(super) fn value_of(
    world: &World,
    rep: PersonId,
    kind: Kind,
    field: Field,
    text: &str,
) -> Result<Option<Value>, ValueError> {
    let zone = world.people.get(&rep).map_or(chrono_tz::UTC, |p| p.timezone);
    let env = ValueEnv {
        now: world.now.with_timezone(&zone).fixed_offset(),
        currency: world.house.currency.clone(),
        region: world.house.region.clone(),
    };
    value_or_none(kind, field, text, &env)
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

/// A reading that waits, with a field put right, becomes a record.
pub(super) fn fix_review(
    world: &mut World,
    item: &Item,
    actor: PersonId,
    rep: PersonId,
    review: &Review,
    field: Field,
    text: &str,
) -> Result<Vec<Change>, Refusal> {
    let lang = world.language(actor);
    let Some(mut update) = review.detail.update.clone() else {
        return Err(Refusal(say::correct::type_it_again(lang)));
    };
    let kind = update.fact.kind();
    let field = meant(kind, field);
    let amended = match read_value(world, rep, kind, field, text) {
        Err(error) => return Err(Refusal(say::commands::value_error(lang, &error))),
        Ok(Fixed::Customer(name)) => amend::customer(&mut update, name),
        Ok(Fixed::Value(Some(value))) => amend::field(&mut update.fact, field, &value),
        // What is not recorded yet has nothing to be emptied.
        Ok(Fixed::Value(None)) => false,
    };
    if !amended {
        return Err(Refusal(say::correct::does_not_fit(lang, kind, field)));
    }
    record_review(world, item, actor, rep, review, update)
}

/// A reading that waits becomes a record: a person has said that it is right.
pub(super) fn record_review(
    world: &mut World,
    item: &Item,
    actor: PersonId,
    rep: PersonId,
    review: &Review,
    mut update: Update,
) -> Result<Vec<Change>, Refusal> {
    let lang = world.language(actor);
    // The words stand in the message that was reviewed, not in what confirms it.
    update.spans.clear();
    let today = world.people.get(&rep).map_or_else(|| world.now.date_naive(), |p| p.today(world.now));
    let by = by(world, item, actor, rep, review.local_date);
    let first = world.effects.changes.len();
    let posted = with_pen(world, rep, by, |pen| post(pen, &update, review.local_date.unwrap_or(today), true));
    match posted {
        Some(Ok(Posted::Recorded(_))) => {}
        Some(Ok(Posted::Review(..))) => return Err(Refusal(say::correct::still_unclear(lang))),
        Some(Ok(Posted::Empty) | Err(_)) | None => return Err(Refusal(say::correct::type_it_again(lang))),
    }
    places::learn(world, rep, review, &update);
    settle(world, actor, rep, review.id, ReviewState::Done);
    if actor != rep {
        let entry = Entry { item, rep, actor };
        note_reply(world, entry, review.local_date, false);
    }
    Ok(changes_since(world, first))
}

fn changes_since(world: &World, first: usize) -> Vec<Change> {
    let new = world.effects.changes.iter().skip(first);
    new.filter(|c| matches!(c.subject, Subject::Record(..))).cloned().collect()
}

/// Decides an item for review.
pub(super) fn settle(world: &mut World, actor: PersonId, rep: PersonId, id: ReviewId, state: ReviewState) {
    let Some(review) = world.reviews.get_mut(&rep).and_then(|all| all.iter_mut().find(|r| r.id == id)) else {
        return;
    };
    review.state = state;
    review.decided = Some((world.now, Some(actor)));
    // Where someone was is kept only with what it says.
    review.detail.spot = None;
    world.effects.reviews.push(review.clone());
}
