//! Short texts that answer the question that stands, where the parser isn't needed for it: *skip*, *has none*, *yes*, one of
//! the choices, an amount, a name.

use super::choose::choose;
use super::decide::Handled;
use super::questions::{answered, not_told, standing};
use super::report::{Entry, react};
use super::world::World;
use super::{card, day, fix};
use crate::domain::InMessage;
use crate::domain::book::CustomerMatch;
use crate::domain::question::{About, Choice, Question};
use crate::domain::reading::{Answer, Fact, Reading};
use crate::domain::record::{Field, Value};
use crate::domain::text::{alike, fold_name};
use crate::parse;
use crate::parse::command::{Reply, reply};
use crate::parse::smalltalk::small_talk;

/// An answer to a question of a reading is no longer than this, in characters.
const SHORT: usize = 60;

/// A text that answers the question that stands, where the parser isn't needed for it: *skip*, *has none*, *yes*, one of
/// the choices, an amount that was asked for. `None` where it doesn't.
pub(super) fn typed(world: &mut World, entry: Entry<'_>, message: &InMessage, text: &str) -> Option<Handled> {
    let replied = message.reply_to.as_deref();
    let replied = replied.and_then(|id| day::day_of_message(world, &entry.item.inbound.chat.id, id));
    let day = day::day_for(world, entry, replied, None)?;
    let question = standing(world, entry.rep, day)?;
    if text.chars().count() > SHORT {
        return None;
    }
    let answer = match (reply(text), question.about) {
        (Some(Reply::No), About::Review(..)) if question.choices.contains(&Choice::Drop) => {
            Typed::Choice(Choice::Drop)
        }
        (Some(Reply::Yes), About::Review(..)) if question.choices.contains(&Choice::Accept) => {
            Typed::Choice(Choice::Accept)
        }
        (Some(Reply::New | Reply::No), About::Review(..)) if question.choices.contains(&Choice::New) => {
            Typed::Choice(Choice::New)
        }
        (Some(Reply::Answer(answer)), _) => Typed::Answer(answer),
        (Some(Reply::No), About::Record(..)) => Typed::Answer(Answer::NotApplicable),
        (Some(Reply::Cancel), _) => Typed::Answer(Answer::Later),
        (_, About::Record(..)) => return None,
        (_, About::Review(..)) => Typed::Choice(taken(world, entry, &question, text)?),
    };
    match answer {
        Typed::Answer(answer) => not_told(world, entry, &question, answer),
        Typed::Choice(choice) => choose(world, entry, &question, choice),
    }
    react(world, entry, true);
    answered(world, entry, day);
    card::show(world, entry.rep, day);
    Some(Handled {
        text: Some(text.to_owned()),
        local_date: Some(day),
        substantive: true,
        ..Handled::default()
    })
}

enum Typed {
    Answer(Answer),
    Choice(Choice),
}

/// The value that a text gives to a question about a reading.
fn taken(world: &World, entry: Entry<'_>, question: &Question, text: &str) -> Option<Choice> {
    let plain = day::input(world, entry, text, Some(question.local_date), None)?;
    let reading = parse::read(&plain);
    match question.field {
        Field::Customer => customer_named(world, entry, question, text, &plain.text, &reading),
        Field::Product => {
            let book = world.books.get(&entry.rep)?;
            let like = |c: &&Choice| match c {
                Choice::Take(Value::Record(id)) => {
                    book.get(*id).and_then(|r| r.text(Field::Product)).is_some_and(|p| alike(p, text))
                }
                _ => false,
            };
            question.choices.iter().find(like).cloned()
        }
        // An amount and next to nothing else.
        Field::Amount | Field::State if is_bare_amount(&reading, text) => {
            let kind = question.about.kind();
            let value = fix::value_of(world, entry.rep, kind, Field::Amount, text).ok()??;
            Some(Choice::Take(value))
        }
        _ => None,
    }
}

fn is_bare_amount(reading: &Reading, text: &str) -> bool {
    let few = text.split_whitespace().count() <= 3 && text.chars().count() <= 16;
    let told_more = reading.updates.iter().any(|u| match &u.fact {
        Fact::Opportunity(f) => {
            u.correction || f.stage.is_some() || f.product.is_some() || f.close_date.is_some()
        }
        Fact::Order(f) => f.number.is_some() || f.product.is_some(),
        _ => true,
    });
    few && !told_more && reading.availability.is_empty()
}

/// Whose a reading is: a customer whom the rep knows, or a name that the parser takes for one.
fn customer_named(
    world: &World,
    entry: Entry<'_>,
    question: &Question,
    text: &str,
    typed: &str,
    reading: &Reading,
) -> Option<Choice> {
    let book = world.books.get(&entry.rep)?;
    let offered = question.choices.iter().find(|c| match c {
        Choice::Take(Value::Record(id)) => {
            book.get(*id).and_then(|r| r.text(Field::Name)).is_some_and(|n| alike(n, text))
        }
        _ => false,
    });
    if let CustomerMatch::Known(id) = book.match_customer(None, &[], Some(text), None) {
        return Some(Choice::Take(Value::Record(id)));
    }
    if let Some(choice) = offered {
        return Some(choice.clone());
    }
    if !reading.updates.is_empty() || small_talk(typed, reading).is_some() {
        return None;
    }
    let input = day::input(world, entry, text, Some(question.local_date), None)?;
    let named = parse::named_customer(&input)?;
    (fold_name(&named) == fold_name(text)).then_some(Choice::Take(Value::Text(named)))
}
