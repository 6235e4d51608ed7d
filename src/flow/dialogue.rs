//! *Right* and *Fix* on the card. A correction is picked by taps on the card itself (which entry, which field) and then
//! typed as the next message; the same is done at once by `/fix ID FIELD VALUE`. What is being asked for stands as
//! a question of its own purpose, so that it outlives a restart and ends with an answer, a cancel, or its time.

use chrono::{NaiveDate, TimeDelta};

use super::decide::{Handled, Item};
use super::fix::{Refusal, fix_record, fix_review};
use super::report::{Entry, react};
use super::world::World;
use super::{card, check_in, day, questions};
use crate::domain::question::{About, Purpose, Question};
use crate::domain::reading::Answer;
use crate::domain::record::Field;
use crate::domain::tap::Tap;
use crate::domain::{InMessage, PersonId};
use crate::parse::command::{Reply, reply};
use crate::say::card::Step;
use crate::{parse, say};

/// For so long the next message is the value that was asked for.
const PATIENCE: TimeDelta = TimeDelta::minutes(30);
/// A text longer than this that reads as a report is one, whatever was asked for.
const VALUE: usize = 40;

/// A tap on *Right*, *Fix* or what follows from it. Gives what flashes up where the tap comes too late.
pub(super) fn tapped(world: &mut World, item: &Item, person: PersonId, tap: &Tap) -> Option<String> {
    let lang = world.language(person);
    let (Tap::Right { date }
    | Tap::Fix { date }
    | Tap::FixNothing { date }
    | Tap::FixItem { date, .. }
    | Tap::FixField { date, .. }) = *tap
    else {
        return Some(say::tap_too_late(lang));
    };
    let there = world.check_ins.get(&person).is_some_and(|days| days.contains_key(&date));
    if !there {
        return Some(say::tap_too_late(lang));
    }
    match *tap {
        Tap::Right { .. } => {
            if !confirm(world, item, person, date) {
                return Some(say::nothing_to_confirm(lang));
            }
        }
        Tap::FixItem { number, .. } => match about(world, person, date, number) {
            Some(_) => {
                give_up(world, person);
                card::show_step(world, person, date, Step::Fields(number));
            }
            None => return Some(say::tap_too_late(lang)),
        },
        Tap::FixField { number, field, .. } => match about(world, person, date, number) {
            Some(about) if about.kind().has(field) && field.is_open() => {
                give_up(world, person);
                questions::put(world, person, date, Purpose::Fix, about, field, Vec::new());
                card::show_at_once(world, person, date);
            }
            _ => return Some(say::tap_too_late(lang)),
        },
        Tap::Fix { .. } => {
            give_up(world, person);
            card::show_step(world, person, date, Step::Items);
        }
        _ => {
            give_up(world, person);
            card::show_at_once(world, person, date);
        }
    }
    None
}

/// The rep says that a day's card is right. What is not recorded yet stays open: it was not part of it. Gives whether there
/// was something to confirm.
pub(super) fn confirm(world: &mut World, item: &Item, person: PersonId, day: NaiveDate) -> bool {
    let told = world.check_ins.get(&person).and_then(|days| days.get(&day)).is_some_and(|c| c.no_activity);
    if !told && !card::has_facts(world, person, day) {
        return false;
    }
    let entry = Entry { item, rep: person, actor: person };
    check_in::change_check_in(world, entry, Some(day), |check_in, scribe| check_in.confirm(scribe));
    give_up(world, person);
    card::show_at_once(world, person, day);
    true
}

/// What a number on a card stands for.
fn about(world: &World, person: PersonId, day: NaiveDate, number: i64) -> Option<About> {
    let touched = world.changes.get(&(person, day)).map(|c| card::touched(c)).unwrap_or_default();
    let record = world.books.get(&person).and_then(|b| b.numbered(number));
    if let Some(record) = record.filter(|r| r.is_active() && touched.contains(&r.id)) {
        return Some(About::Record(record.kind, record.id));
    }
    let review = world.reviews.get(&person)?.iter().find(|r| r.number == number)?;
    let open = review.local_date == Some(day) && review.state == crate::domain::effect::ReviewState::Open;
    let update = review.detail.update.as_ref().filter(|_| open)?;
    Some(About::Review(update.fact.kind(), review.id))
}

/// The value that a person has been asked for, of this day or of any.
pub(super) fn waiting(world: &World, person: PersonId, day: Option<NaiveDate>) -> Option<Question> {
    let of_day = |q: &&Question| day.is_none_or(|d| d == q.local_date);
    let open = |q: &&Question| q.purpose == Purpose::Fix && q.is_open() && world.now - q.asked_at <= PATIENCE;
    world.questions.get(&person)?.iter().filter(open).rfind(of_day).cloned()
}

/// Whatever was being corrected stays as it is.
fn give_up(world: &mut World, person: PersonId) {
    while let Some(question) = waiting(world, person, None) {
        questions::settle(world, &question, Answer::Later);
    }
}

/// A text that is the value asked for. `None` where none was, or where it is something else.
pub(super) fn typed(world: &mut World, entry: Entry<'_>, message: &InMessage, text: &str) -> Option<Handled> {
    let chat = entry.item.inbound.chat.id.clone();
    let question = waiting(world, entry.rep, None)?;
    let replied = message.reply_to.as_deref().and_then(|id| day::day_of_message(world, &chat, id));
    if replied.is_some_and(|d| d != question.local_date) {
        return None;
    }
    let handled = Handled {
        text: Some(text.to_owned()),
        local_date: Some(question.local_date),
        substantive: true,
        ..Handled::default()
    };
    if matches!(reply(text), Some(Reply::Cancel | Reply::Answer(Answer::Later))) {
        give_up(world, entry.rep);
        card::show(world, entry.rep, question.local_date);
        return Some(handled);
    }
    if text.chars().count() > VALUE && is_report(world, entry, question.local_date, text) {
        give_up(world, entry.rep);
        return None;
    }
    let (item, rep) = (entry.item, entry.rep);
    let fixed = match question.about {
        About::Record(_, id) => fix_record(world, item, rep, rep, id, question.field, text),
        About::Review(_, id) => {
            let review = world.reviews.get(&rep)?.iter().find(|r| r.id == id).cloned()?;
            fix_review(world, item, rep, rep, &review, question.field, text)
        }
    };
    match fixed {
        Ok(_) => {
            questions::settle(world, &question, Answer::Given);
            react(world, entry, true);
            card::show(world, rep, question.local_date);
        }
        // It stays asked for, and *Cancel* stays on the card.
        Err(Refusal(said)) => world.say(&chat, said, Some(rep)),
    }
    check_in::note_reply(world, entry, Some(question.local_date), true);
    Some(handled)
}

fn is_report(world: &World, entry: Entry<'_>, day: NaiveDate, text: &str) -> bool {
    let input = day::input(world, entry, text, Some(day), None);
    input.is_some_and(|input| {
        let reading = parse::read(&input);
        reading.updates.iter().any(|u| u.is_sure()) || !reading.availability.is_empty()
    })
}

/// The field that is asked for, where a card shows it.
pub(super) fn step(world: &World, person: PersonId, day: NaiveDate) -> Option<(i64, Field)> {
    let question = waiting(world, person, Some(day))?;
    let number = match question.about {
        About::Record(_, id) => world.books.get(&person)?.get(id)?.number,
        About::Review(_, id) => world.reviews.get(&person)?.iter().find(|r| r.id == id)?.number,
    };
    Some((number, question.field))
}
