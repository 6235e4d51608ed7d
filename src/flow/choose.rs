//! What the answer to a question about a reading does: the reading becomes a record as the rep says, or is set aside.

use super::fix::{self, Refusal};
use super::questions::settle;
use super::report::Entry;
use super::world::World;
use super::{amend, cards};
use crate::domain::effect::{Review, ReviewState};
use crate::domain::question::{Choice, Question};
use crate::domain::reading::Answer;
use crate::domain::record::{Field, Kind, Value};

/// Does what a choice says; what can't be done is said, and the item stays for a person to look at.
pub(super) fn choose(world: &mut World, entry: Entry<'_>, question: &Question, choice: Choice) {
    settle(world, question, Answer::Given);
    let (rep, day) = (entry.rep, question.local_date);
    let review = question.about.review().and_then(|id| {
        world.reviews.get(&rep)?.iter().find(|r| r.id == id && r.state == ReviewState::Open).cloned()
    });
    let Some(review) = review else { return };
    let told = match cards::chosen(world, entry, &review, &choice) {
        Ok(false) => record(world, entry, question, &review, choice),
        done => done.map(drop),
    };
    if let Err(Refusal(said)) = told {
        world.say(&entry.item.inbound.chat.id, said, Some(entry.actor));
    }
    world.spoken_of.insert((rep, day));
}

fn record(
    world: &mut World,
    entry: Entry<'_>,
    question: &Question,
    review: &Review,
    choice: Choice,
) -> Result<(), Refusal> {
    let rep = entry.rep;
    let Some(mut update) = review.detail.update.clone().filter(|_| choice != Choice::Drop) else {
        fix::settle(world, entry.actor, rep, review.id, ReviewState::Dropped);
        return Ok(());
    };
    if let Choice::Take(value) = &choice {
        let customer = match value {
            Value::Record(id) => world.books.get(&rep).and_then(|b| b.get(*id)).map(|r| (r.id, r.kind)),
            _ => None,
        };
        match (value, customer) {
            (Value::Text(name), _) if question.field == Field::Customer => {
                amend::customer(&mut update, name.clone());
            }
            (_, Some((id, kind))) => {
                if kind == Kind::Customer {
                    let name = world.books.get(&rep).and_then(|b| b.get(id)?.text(Field::Name));
                    amend::customer(&mut update, name.unwrap_or_default().to_owned());
                }
                update.record = Some(id.0.to_string());
            }
            _ => {
                amend::field(&mut update.fact, Field::Amount, value);
            }
        }
    }
    fix::record_review(world, entry.item, entry.actor, rep, review, update).map(drop)
}
