//! Taps on buttons. Everything that a button does can be typed as well; a tap that comes too late says so kindly and
//! changes nothing.

use super::decide::{Handled, Item};
use super::own::{self, List};
use super::questions::Tapped;
use super::report::Entry;
use super::world::World;
use super::{card, correct, dialogue, feedback, files, prompt, questions, skip, step, times};
use crate::domain::ledger::Subject;
use crate::domain::tap::Tap;
use crate::domain::{MessageId, Outbound, OutboxKind, PersonId};
use crate::say::{self, Ask};

/// A tap of a known person.
pub(super) fn tapped(world: &mut World, item: &Item, person: PersonId, tap_id: &str, data: &str) -> Handled {
    let lang = world.language(person);
    let mut handled = Handled::default();
    let text = match Tap::read(data) {
        Some(Tap::NothingToReport { date }) => {
            let entry = Entry { item, rep: person, actor: person };
            handled.local_date = Some(date);
            handled.substantive = nothing_to_report(world, entry, date);
            (!handled.substantive).then(|| say::tap_too_late(lang))
        }
        Some(Tap::UndoLast { date }) => {
            handled.local_date = Some(date);
            undo_last(world, item, person, date)
        }
        Some(Tap::Step { date, number, deed }) => {
            let (text, substantive) = step::tapped(world, item, person, date, number, deed);
            (handled.local_date, handled.substantive) = (Some(date), substantive);
            Some(text)
        }
        Some(Tap::Later { date, when }) => {
            let ask = Ask::Later(world.now);
            flash(match when {
                None => prompt::tapped(world, person, date, ask),
                Some(later) => prompt::later_tapped(world, person, date, later),
            })
        }
        Some(Tap::Prompt { date }) => flash(prompt::tapped(world, person, date, Ask::Answers)),
        Some(Tap::Away { date, today: false }) => {
            let today = world.people.get(&person).map_or(date, |p| p.today(world.now));
            flash(prompt::tapped(world, person, date, Ask::Away(today)))
        }
        Some(Tap::Away { date, today: true }) => {
            let reply = prompt::off(world, Entry { item, rep: person, actor: person }, date);
            handled.local_date = Some(date);
            handled.substantive = matches!(reply, prompt::Reply::Shown);
            flash(reply)
        }
        Some(Tap::Show { person: whose, number }) => {
            let id = files::id_of(world, person, whose, number);
            files::show(world, item, person, id).map(|said| said.html.visible())
        }
        Some(Tap::Language(language)) => {
            super::command::set_language(world, item, person, language);
            None
        }
        Some(Tap::Decide { item: id, accept }) => skip::tapped(world, item, person, id, accept),
        Some(Tap::Customers { page }) => {
            own::show(world, item, person, List::Customers, page, false);
            None
        }
        Some(Tap::Deals { of, page }) => {
            own::show(world, item, person, List::Deals(of), page, false);
            None
        }
        Some(Tap::Feedback { message, way }) => {
            let (text, told) = feedback::chosen(world, item, person, message, way);
            handled = told;
            text
        }
        Some(Tap::Rule(figure)) => {
            let said = say::me::rule(lang, Some(figure), &world.house.rules);
            world.say(&item.inbound.chat.id, said, Some(person));
            None
        }
        Some(Tap::Zone { zone, switch }) => times::tapped(world, item, person, zone, switch),
        Some(Tap::Answer { nonce, answer }) => {
            answer_question(world, item, person, &nonce, Tapped::Answer(answer), &mut handled)
        }
        Some(Tap::Choose { nonce, choice }) => {
            answer_question(world, item, person, &nonce, Tapped::Choice(choice.into()), &mut handled)
        }
        Some(
            tap @ (Tap::Right { .. }
            | Tap::Fix { .. }
            | Tap::FixItem { .. }
            | Tap::FixField { .. }
            | Tap::FixNothing { .. }),
        ) => dialogue::tapped(world, item, person, &tap),
        None => Some(say::tap_too_late(lang)),
    };
    let answer = Outbound::TapAnswer { tap_id: tap_id.to_owned(), text };
    world.send(&item.inbound.chat.id, OutboxKind::TapAnswer, answer, Some(person));
    if handled.forgotten {
        let row = world.effects.outbox.last().map(|row| row.id);
        world.effects.secret.extend(row);
    }
    handled
}

fn flash(reply: prompt::Reply) -> Option<String> {
    match reply {
        prompt::Reply::Shown => None,
        prompt::Reply::Flash(text) => Some(text),
    }
}

fn answer_question(
    world: &mut World,
    item: &Item,
    person: PersonId,
    nonce: &str,
    tapped: Tapped,
    handled: &mut Handled,
) -> Option<String> {
    let (flash, day) = questions::tapped(world, item, person, nonce, tapped);
    (handled.local_date, handled.substantive) = (day, day.is_some());
    flash
}

/// *Nothing to report*: answers that day as long as it is open. Gives whether it did.
fn nothing_to_report(world: &mut World, entry: Entry<'_>, day: chrono::NaiveDate) -> bool {
    super::day::open_today(world, entry.rep);
    let open = world
        .check_ins
        .get(&entry.rep)
        .and_then(|days| days.get(&day))
        .is_some_and(|c| c.opens_at <= world.now && world.now < c.closes_at);
    if open {
        super::check_in::note_reply(world, entry, Some(day), true);
        super::check_in::set_no_activity(world, entry, Some(day), true);
        card::show(world, entry.rep, day);
    }
    open
}

/// Takes back what the newest message of that day, or the newest correction, changed.
fn undo_last(world: &mut World, item: &Item, person: PersonId, day: chrono::NaiveDate) -> Option<String> {
    let newest: Option<MessageId> = world
        .changes
        .get(&(person, day))?
        .iter()
        .rev()
        .find(|c| matches!(c.subject, Subject::Record(..)) && c.message.is_some())
        .and_then(|c| c.message);
    let Some(message) = newest else { return Some(say::tap_too_late(world.language(person))) };
    let said = correct::undo_message(world, item, person, person, day, message);
    world.say(&item.inbound.chat.id, said, Some(person));
    None
}
