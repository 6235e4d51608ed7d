//! Questions on the card: which one stands, what is asked next, and what an answer does, whether it is tapped, sent as a
//! reply, or simply sent next. What is worth asking is decided in [`crate::domain::asking`].

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};

use super::check_in::note_reply;
use super::choose::choose;
use super::decide::Item;
use super::report::{Entry, with_pen};
use super::world::World;
use super::{amend, card};
use crate::domain::asking::Asking;
use crate::domain::code::code;
use crate::domain::effect::Review;
use crate::domain::ledger::Subject;
use crate::domain::question::{About, Choice, Purpose, Question};
use crate::domain::reading::{Answer, Asked, Fact, Reading};
use crate::domain::record::{Field, Kind, NotTold, Origin, Value};
use crate::domain::{PersonId, RecordId};
use crate::say;

/// For so long any short phrase that comes next may be an answer in words; after that only a reply is one.
const NEXT: TimeDelta = TimeDelta::minutes(30);
/// Looks at what there is to ask of a check-in; `None` where there is no book.
fn look<T>(world: &World, rep: PersonId, day: NaiveDate, see: impl FnOnce(&Asking<'_>) -> T) -> Option<T> {
    let empty = Vec::new();
    let changes = world.changes.get(&(rep, day)).unwrap_or(&empty);
    let new: BTreeSet<RecordId> = changes
        .iter()
        .filter(|c| c.field == Field::Origin && c.old.is_none())
        .filter(|c| c.new != Some(Value::Origin(Origin::Import)))
        .filter_map(|c| match c.subject {
            Subject::Record(Kind::Customer, id) => Some(id),
            _ => None,
        })
        .collect();
    let reviews: Vec<&Review> =
        world.reviews.get(&rep).into_iter().flatten().filter(|r| r.local_date == Some(day)).collect();
    Some(see(&Asking {
        day,
        book: world.books.get(&rep)?,
        touched: &card::touched(changes),
        new: &new,
        reviews: &reviews,
        asked: world.questions.get(&rep).map(Vec::as_slice).unwrap_or_default(),
        currency: &world.house.currency,
    }))
}

/// The question that stands on the card of a check-in; once the day is closed none does.
pub(super) fn standing(world: &World, rep: PersonId, day: NaiveDate) -> Option<Question> {
    let check_in = world.check_ins.get(&rep)?.get(&day)?;
    if world.now >= check_in.closes_at || check_in.excused.is_some() {
        return None;
    }
    look(world, rep, day, |asking| asking.standing().cloned()).flatten()
}

/// Whether the rep is being asked about an item, so that nobody else need look at it yet.
pub(super) fn waits_for(world: &World, rep: PersonId, review: &Review) -> bool {
    let open = review
        .local_date
        .and_then(|day| world.check_ins.get(&rep)?.get(&day))
        .is_some_and(|c| world.now < c.closes_at);
    open && world
        .questions
        .get(&rep)
        .into_iter()
        .flatten()
        .any(|q| q.purpose == Purpose::Ask && q.is_open() && q.about.review() == Some(review.id))
}

/// After the updates of a batch: asks what is worth asking with the check-ins that reps have spoken of in it, and shows it on their
/// cards. Not before: the next message of a burst may tell by itself.
pub(super) fn ask_on(world: &mut World) {
    for (rep, day) in std::mem::take(&mut world.spoken_of) {
        let open = world
            .check_ins
            .get(&rep)
            .and_then(|days| days.get(&day))
            .is_some_and(|c| c.opens_at <= world.now && world.now < c.closes_at && c.excused.is_none());
        let next = look(world, rep, day, |asking| asking.next()).flatten().filter(|_| open);
        let Some(next) = next else { continue };
        put(world, rep, day, Purpose::Ask, next.about, next.field, next.choices);
        card::show(world, rep, day);
    }
}

/// Puts a question.
pub(super) fn put(
    world: &mut World,
    person: PersonId,
    local_date: NaiveDate,
    purpose: Purpose,
    about: About,
    field: Field,
    choices: Vec<Choice>,
) {
    let question = Question {
        id: world.ids.next(world.now),
        person,
        local_date,
        purpose,
        about,
        field,
        choices,
        nonce: code(&world.ids.secret()),
        asked_at: world.now,
        answered: None,
    };
    world.effects.questions.push(question.clone());
    world.questions.entry(person).or_default().push(question);
}

/// Keeps how a question was answered.
pub(super) fn settle(world: &mut World, question: &Question, answer: Answer) {
    let known = world.questions.get_mut(&question.person).into_iter().flatten().find(|q| q.id == question.id);
    if let Some(known) = known.filter(|q| q.is_open()) {
        known.answered = Some((world.now, answer));
        world.effects.questions.push(known.clone());
    }
}

/// An answer without a value. That a customer won't say, or has none, is kept where the field can hold it: it then
/// leaves the base of what is to be known.
pub(super) fn not_told(world: &mut World, entry: Entry<'_>, question: &Question, answer: Answer) {
    let why = match answer {
        Answer::Refused => Some(NotTold::Refused),
        Answer::NotApplicable => Some(NotTold::NotApplicable),
        Answer::Given | Answer::Unknown | Answer::Later => None,
    };
    let value = why.map(Value::NotTold).filter(|v| question.field.accepts(v));
    if let (About::Record(_, id), Some(value)) = (question.about, value) {
        let by = entry.by(world, Some(question.local_date));
        // The field takes it, so nothing can go wrong but that the record is gone.
        let _ = with_pen(world, entry.rep, by, |pen| pen.set(id, question.field, Some(value), None, None));
    }
    settle(world, question, answer);
}

/// A tap on a button of a question. Gives what flashes up; nothing where it was taken.
pub(super) fn tapped(
    world: &mut World,
    item: &Item,
    person: PersonId,
    nonce: &str,
    tap: Tapped,
) -> (Option<String>, Option<NaiveDate>) {
    let lang = world.language(person);
    let asked = world.questions.get(&person).into_iter().flatten().find(|q| q.nonce == nonce).cloned();
    // Only what still stands on its card can be answered by it.
    let stands = asked.filter(|q| standing(world, person, q.local_date).is_some_and(|s| s.id == q.id));
    let Some(question) = stands else { return (Some(say::question_settled(lang)), None) };
    let entry = Entry { item, rep: person, actor: person };
    let day = question.local_date;
    match tap {
        Tapped::Answer(answer) => not_told(world, entry, &question, answer),
        Tapped::Choice(nth) => match question.choices.get(nth).cloned() {
            Some(choice) => choose(world, entry, &question, choice),
            None => return (Some(say::question_settled(lang)), None),
        },
    }
    answered(world, entry, day);
    card::show_at_once(world, person, day);
    (None, Some(day))
}

/// What was tapped.
#[derive(Clone, Copy, Debug)]
pub(super) enum Tapped {
    /// An answer without a value.
    Answer(Answer),
    /// One of the choices, by its place.
    Choice(usize),
}

/// The day is answered, and there may be more to ask.
pub(super) fn answered(world: &mut World, entry: Entry<'_>, day: NaiveDate) {
    note_reply(world, entry, Some(day), true);
    world.spoken_of.insert((entry.rep, day));
}

/// The question about a record with which a text is to be read, and how the parser is told of it. A short phrase
/// answers a question for words only while it comes next; a reply always may.
pub(super) fn asked(
    world: &World,
    rep: PersonId,
    day: Option<NaiveDate>,
    replies: bool,
) -> Option<(Question, Asked)> {
    let question = standing(world, rep, day?)?;
    let About::Record(kind, id) = question.about else { return None };
    let in_words = matches!(question.field, Field::Name | Field::Occupation | Field::Product);
    if in_words && !replies && world.now - question.asked_at > NEXT {
        return None;
    }
    let book = world.books.get(&rep)?;
    let record = book.get(id)?;
    let customer = record.customer().and_then(|c| book.get(c)).unwrap_or(record);
    let field = match (kind, question.field) {
        (Kind::Contact, Field::Name) => "contact".to_owned(),
        (_, field) => field.name().to_owned(),
    };
    let asked = Asked {
        customer: customer.text(Field::Name).map(str::to_owned),
        field,
        kind: Some(if kind == Kind::Contact { Kind::Customer } else { kind }.name().to_owned()),
        record: Some(id.0.to_string()),
    };
    Some((question, asked))
}

/// Whether a text that was read with a question answers it, and says nothing else.
pub(super) fn answers(question: &Question, reading: &Reading) -> bool {
    let only_that = |fact: &Fact| {
        let contact = matches!(fact, Fact::Customer(f) if f.contact.is_some());
        let asks_contact = (question.about.kind(), question.field) == (Kind::Contact, Field::Name);
        let values = amend::values(fact);
        (!contact || asks_contact)
            && values.iter().all(|(field, _)| *field == question.field)
            && (asks_contact || !values.is_empty())
    };
    match reading.answer {
        None => false,
        Some(Answer::Given) => {
            !reading.updates.is_empty() && reading.updates.iter().all(|u| only_that(&u.fact))
        }
        Some(_) => reading.updates.is_empty(),
    }
}

/// After a text was read with a question: keeps how it was answered, if it was.
pub(super) fn read_with(world: &mut World, entry: Entry<'_>, question: &Question, reading: &Reading) {
    match reading.answer {
        Some(answer) if answer != Answer::Given && reading.updates.is_empty() => {
            not_told(world, entry, question, answer);
        }
        _ => {
            let wanted = look(world, entry.rep, question.local_date, |a| a.is_wanted(question));
            if wanted == Some(false) {
                settle(world, question, Answer::Given);
            }
        }
    }
}
