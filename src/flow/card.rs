//! The day's card: one message for each check-in that lists what was recorded and what could not be read, edited in
//! place. An edit notifies nobody, so a card that has scrolled away is sent anew below.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};

use super::report::Entry;
use super::world::World;
use super::{dialogue, questions};
use crate::domain::ledger::{Change, Subject};
use crate::domain::person::Language;
use crate::domain::question::{Choice, Question};
use crate::domain::record::{Field, Record, Value};
use crate::domain::{OutboxKind, PersonId, RecordId};
use crate::say;
use crate::say::card::{CardView, Item, Step};

/// How long a card stays the one that is edited; after that it has scrolled away.
const FRESH: TimeDelta = TimeDelta::minutes(30);

/// The key of a check-in's card.
pub fn key(rep: PersonId, day: NaiveDate) -> String {
    format!("day:{}:{day}", rep.0)
}

/// Sends, or edits, the card of a check-in in the rep's chat.
pub(super) fn show(world: &mut World, rep: PersonId, day: NaiveDate) {
    let card_key = key(rep, day);
    let anew = world.cards.get(&card_key).is_some_and(|sent| world.now - *sent > FRESH);
    show_as(world, rep, day, Showing { anew, ..Showing::default() });
}

/// Sends the card below, whether or not it has scrolled away.
pub(super) fn show_anew(world: &mut World, rep: PersonId, day: NaiveDate) {
    show_as(world, rep, day, Showing { anew: true, ..Showing::default() });
}

/// Edits the card for someone who has tapped on it and waits.
pub(super) fn show_at_once(world: &mut World, rep: PersonId, day: NaiveDate) {
    show_as(world, rep, day, Showing { at_once: true, ..Showing::default() });
}

/// Edits the card for someone who corrects something on it by taps.
pub(super) fn show_step(world: &mut World, rep: PersonId, day: NaiveDate, step: Step) {
    show_as(world, rep, day, Showing { at_once: true, step, anew: false });
}

/// How a card is shown.
#[derive(Clone, Copy, Default)]
struct Showing {
    anew: bool,
    at_once: bool,
    step: Step,
}

fn show_as(world: &mut World, rep: PersonId, day: NaiveDate, how: Showing) {
    let Showing { anew, at_once, step } = how;
    let Some(chat) = world.chats.get(&rep).cloned() else { return };
    let card_key = key(rep, day);
    let said = render_at(world, rep, day, world.language(rep), None, step);
    if anew || !world.cards.contains_key(&card_key) {
        world.cards.insert(card_key.clone(), world.now);
    }
    world.send_day(&chat, OutboxKind::Card, said.card(anew, at_once), rep, day, Some(card_key));
}

/// The card as a text; `reader` is whoever sees it, where that is not the rep himself.
pub(super) fn render(
    world: &World,
    rep: PersonId,
    day: NaiveDate,
    language: Language,
    reader: Option<PersonId>,
) -> say::Said {
    render_at(world, rep, day, language, reader, Step::Rest)
}

fn render_at(
    world: &World,
    rep: PersonId,
    day: NaiveDate,
    language: Language,
    reader: Option<PersonId>,
    step: Step,
) -> say::Said {
    let empty = Vec::new();
    let changes = world.changes.get(&(rep, day)).unwrap_or(&empty);
    let book = world.books.get(&rep);
    let items: Vec<Item<'_>> = touched(changes)
        .iter()
        .filter_map(|id| book.and_then(|b| b.get(*id)))
        .map(|record| Item::new(record, changes))
        .collect();
    let names = names(world, rep);
    let check_in = world.check_ins.get(&rep).and_then(|days| days.get(&day));
    let person = world.people.get(&rep);
    let today = reader
        .and_then(|r| world.people.get(&r))
        .or(person)
        .map_or_else(|| world.now.date_naive(), |p| p.today(world.now));
    let reviews = world.reviews.get(&rep).map(Vec::as_slice).unwrap_or_default();
    // Whoever else reads the card is not the one who is asked.
    let own = reader.is_none();
    let question = own.then(|| questions::standing(world, rep, day)).flatten();
    let about = question.as_ref().and_then(|q| asked_about(world, rep, q));
    let fixing = own.then(|| dialogue::step(world, rep, day)).flatten();
    let step = fixing.map_or(step, |(number, field)| Step::Value(number, field));
    let view = CardView {
        date: day,
        today,
        whose: reader.and(person).map(|p| (p.number, p.name.as_str())),
        items,
        names: &names,
        reviews: reviews.iter().filter(|r| r.local_date == Some(day)).collect(),
        no_activity: check_in.is_some_and(|c| c.no_activity),
        excused: check_in.and_then(|c| c.excused.map(|(why, _)| why)),
        heard: world.heard.get(&(rep, day)).map(Vec::as_slice).unwrap_or_default(),
        late: check_in.is_some_and(|c| c.first_substantive_at.is_some_and(|at| at >= c.closes_at)),
        confirmed: check_in.is_some_and(|c| c.confirmed_at.is_some()),
        question: question.as_ref(),
        about: about.as_ref(),
        offered: question.iter().flat_map(|q| offered(world, rep, q)).collect(),
        step,
    };
    say::card::card(language, &view)
}

/// The customer of whom a question is, where the day's own names may not tell.
fn asked_about(world: &World, rep: PersonId, question: &Question) -> Option<Record> {
    world.books.get(&rep)?.get(question.about.record()?).cloned()
}

/// The records between which a question asks; the day itself need not have touched them.
fn offered<'a>(world: &'a World, rep: PersonId, question: &Question) -> Vec<&'a Record> {
    let book = world.books.get(&rep);
    let ids = question.choices.iter().filter_map(|choice| match choice {
        Choice::Take(Value::Record(id)) => Some(*id),
        _ => None,
    });
    ids.filter_map(|id| book?.get(id)).collect()
}

/// The records that changes touched, in the order in which they were spoken of.
pub(super) fn touched(changes: &[Change]) -> Vec<RecordId> {
    let mut seen = BTreeSet::new();
    let records = changes.iter().filter_map(|c| match c.subject {
        Subject::Record(_, id) => Some(id),
        _ => None,
    });
    records.filter(|id| seen.insert(*id)).collect()
}

/// Whether anything that stands was recorded with a check-in.
pub(super) fn has_facts(world: &World, rep: PersonId, day: NaiveDate) -> bool {
    let touched = world.changes.get(&(rep, day)).map(|c| touched(c)).unwrap_or_default();
    let book = world.books.get(&rep);
    touched.iter().any(|id| book.and_then(|b| b.get(*id)).is_some_and(Record::is_active))
}

/// Names of the customers in a book, and of those to whom the records belong that items for review point to.
pub(super) fn names(world: &World, rep: PersonId) -> BTreeMap<RecordId, String> {
    let Some(book) = world.books.get(&rep) else { return BTreeMap::new() };
    let customers = book.all(crate::domain::record::Kind::Customer);
    let mut names: BTreeMap<RecordId, String> =
        customers.filter_map(|c| Some((c.id, c.text(Field::Name)?.to_owned()))).collect();
    let pointed_at = world.reviews.get(&rep).into_iter().flatten().filter_map(|r| r.detail.record);
    for record in pointed_at.filter_map(|id| book.get(id)) {
        if let Some(name) = record.customer().and_then(|customer| names.get(&customer)).cloned() {
            names.insert(record.id, name);
        }
    }
    names
}

/// The answer to a report that belongs to no check-in: what was recorded stands on a card of its own day.
pub(super) fn confirm(world: &mut World, entry: Entry<'_>) {
    let language = world.language(entry.rep);
    let chat = entry.item.inbound.chat.id.clone();
    world.say(&chat, say::kept_without_day(language), Some(entry.actor));
}
