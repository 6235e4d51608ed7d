//! Commands: each is checked against the roles that the person holds today, and answered in the same chat.

use std::collections::BTreeSet;

use super::decide::{Handled, Item};
use super::own::{self, List};
use super::report::{self, Entry};
use super::world::World;
use super::{
    away, calls, card, correct, dialogue, feedback, figures, files, onboard, prompt, questions, skip, step,
    times,
};
use crate::domain::checkin::CheckIn;
use crate::domain::command::CommandError;
use crate::domain::command::{CommandName, ItemId};
use crate::domain::effect::ReviewState;
use crate::domain::person::Language;
use crate::domain::{Content, InMessage, PersonId, What};
use crate::parse::command::Command;
use crate::say;

/// Runs a command that a person typed.
pub(super) fn run(
    world: &mut World,
    item: &Item,
    person: PersonId,
    message: &InMessage,
    command: Result<Command, CommandError>,
) -> Handled {
    let Some(known) = world.people.get(&person) else { return Handled::default() };
    let (lang, roles) = (known.language, known.roles_on(known.today(world.now)));
    let chat = item.inbound.chat.id.clone();
    let text = match &message.content {
        Content::Text(text) => Some(text.clone()),
        _ => None,
    };
    let handled = Handled { text, ..Handled::default() };
    let command = match command {
        Ok(command) => command,
        Err(error) => {
            times::misspelt(world, person, &error);
            // A slip in the command's name must not give away what was to be said without one's own.
            if matches!(error, CommandError::Unknown { near: Some(CommandName::Feedback), .. }) {
                world.say(&chat, say::commands::command_error(lang, &error), Some(person));
                let row = world.effects.outbox.last().map(|row| row.id);
                world.effects.secret.extend(row);
                return feedback::forgotten(world, item);
            }
            world.say(&chat, say::commands::command_error(lang, &error), Some(person));
            return handled;
        }
    };
    if !command.name().open_to(&roles) {
        world.say(&chat, say::commands::not_allowed(lang), Some(person));
        return handled;
    }
    match command {
        Command::Start { .. } => onboard::greeted(world, item, person),
        Command::Help => world.say(&chat, say::commands::help(lang, &roles), Some(person)),
        Command::Today => today(world, item, person),
        Command::Fix { id, field, value } => correct::fix(world, item, person, id, field, &value),
        Command::Undo { id } => correct::undo(world, item, person, id),
        Command::Ok { id: Some(id) } => correct::accept(world, item, person, id),
        Command::Ok { id: None } => right(world, item, person),
        Command::Done { id } => return Handled { text: handled.text, ..step::done(world, item, person, id) },
        Command::Drop { id } => {
            return Handled { text: handled.text, ..step::dropped(world, item, person, id) };
        }
        Command::Later { when } => {
            let said = prompt::later_typed(world, person, when);
            world.say(&chat, said, Some(person));
        }
        Command::For { who, text } => return report_for(world, item, person, &who, &text),
        Command::Skip => skip::skip(world, item, person),
        Command::Leave { text } => away::leave(world, item, person, &text),
        Command::Time { wish } => {
            answer(world, &chat, person, |world| times::prompt_time(world, person, wish))
        }
        Command::Queue => queue(world, item, person),
        Command::Show { id } => answer(world, &chat, person, |world| files::show(world, item, person, id)),
        Command::Calls => {
            let said = calls::list(world, person);
            world.say(&chat, said, Some(person));
        }
        Command::Me => figures::me(world, item, person),
        Command::Feedback { wish } => return feedback::typed(world, item, person, wish),
        Command::Reply { number, text } => feedback::replied(world, item, person, number, &text),
        Command::Customers { page } => own::show(world, item, person, List::Customers, page, true),
        Command::Deals { of, page } => own::show(world, item, person, List::Deals(of), page, true),
        Command::Rule { figure } => {
            let said = say::me::rule(lang, figure, &world.house.rules);
            world.say(&chat, said, Some(person));
        }
        Command::Stats { .. } | Command::Missing { .. } | Command::People => {
            let said = figures::answer(world, item, person, &command);
            world.say(&chat, said, Some(person));
        }
        Command::Language { language } => set_language(world, item, person, language),
        Command::Timezone { timezone } => {
            answer(world, &chat, person, |world| times::zone(world, person, timezone));
        }
    }
    handled
}

fn answer(
    world: &mut World,
    chat: &str,
    person: PersonId,
    decide: impl FnOnce(&mut World) -> Option<say::Said>,
) {
    if let Some(said) = decide(world) {
        world.say(chat, said, Some(person));
    }
}

/// The day's card again.
fn today(world: &mut World, item: &Item, person: PersonId) {
    super::day::open_today(world, person);
    let newest = world.check_ins.get(&person).and_then(|days| {
        let open = |c: &&CheckIn| c.opens_at <= world.now && world.now < c.closes_at;
        days.values().rev().find(open).or_else(|| days.values().next_back()).map(|c| c.local_date)
    });
    match newest {
        Some(day) => card::show_anew(world, person, day),
        None => {
            let said = say::nothing_yet(world.language(person));
            world.say(&item.inbound.chat.id, said, Some(person));
        }
    }
}

/// The newest card is right.
fn right(world: &mut World, item: &Item, person: PersonId) {
    let newest = world
        .check_ins
        .get(&person)
        .and_then(|days| days.keys().copied().rfind(|d| card::has_facts(world, person, *d)));
    let confirmed = newest.is_some_and(|day| dialogue::confirm(world, item, person, day));
    if !confirmed {
        let said = say::nothing_to_confirm(world.language(person));
        world.say(&item.inbound.chat.id, say::Html::text(&said), Some(person));
    }
}

/// A report that an assistant enters for a rep, after a call.
fn report_for(world: &mut World, item: &Item, actor: PersonId, who: &str, text: &str) -> Handled {
    let lang = world.language(actor);
    let chat = item.inbound.chat.id.clone();
    let key = crate::domain::text::fold_name(who);
    let supported = world.supported.get(&actor).cloned().unwrap_or_default();
    let meant: Vec<PersonId> = supported
        .into_iter()
        .filter(|id| {
            world.people.get(id).is_some_and(|p| {
                p.number.to_string() == who || crate::domain::text::fold_name(&p.name).starts_with(&key)
            })
        })
        .collect();
    let [rep] = meant.as_slice() else {
        world.say(&chat, say::unclear_rep(lang, who, meant.len()), Some(actor));
        return Handled::default();
    };
    let entry = Entry { item, rep: *rep, actor };
    let handled = report::read_and_post(world, entry, text, None);
    if let Some(day) = handled.local_date {
        let said = card::render(world, *rep, day, lang, Some(actor));
        world.say(&chat, said, Some(actor));
    }
    Handled { text: Some(text.to_owned()), local_date: None, ..handled }
}

/// What waits for an assistant: of each rep, what is unread or unsure.
fn queue(world: &mut World, item: &Item, person: PersonId) {
    let lang = world.language(person);
    let supported = world.supported.get(&person).cloned().unwrap_or_default();
    let names: Vec<_> = supported.iter().map(|rep| card::names(world, *rep)).collect();
    let reps: Vec<say::queue::RepQueue<'_>> = supported
        .iter()
        .zip(&names)
        .filter_map(|(rep, names)| {
            let p = world.people.get(rep)?;
            let reviews = world.reviews.get(rep).map(Vec::as_slice).unwrap_or_default();
            let check_in = world.check_ins.get(rep).and_then(|days| days.get(&p.today(world.now)));
            Some(say::queue::RepQueue {
                number: p.number,
                name: &p.name,
                reviews: reviews
                    .iter()
                    .filter(|r| r.state == ReviewState::Open && !questions::waits_for(world, *rep, r))
                    .collect(),
                names,
                unanswered: check_in.is_some_and(|c| {
                    c.due_at <= world.now && c.first_substantive_at.is_none() && c.excused.is_none()
                }),
            })
        })
        .collect();
    let today = world.people.get(&person).map_or_else(|| world.now.date_naive(), |p| p.today(world.now));
    let said = say::queue::queue(lang, &reps, today);
    world.say(&item.inbound.chat.id, said, Some(person));
}

/// Speaks another language from now on.
pub(super) fn set_language(world: &mut World, item: &Item, person: PersonId, language: Language) {
    if let Some(known) = world.people.get_mut(&person) {
        known.language = language;
        world.dirty_people.insert(person);
    }
    world.say(&item.inbound.chat.id, say::language_set(language), Some(person));
    onboard::offer_commands(world, person);
}

/// The commands of a batch, with who sent them.
pub(super) fn commands<'a>(
    world: &'a World,
    items: &'a [&Item],
) -> impl Iterator<Item = (&'a Item, PersonId, Command)> + 'a {
    items.iter().filter_map(|item| {
        let sender = item.inbound.sender.as_ref()?;
        let person = *world.identities.get(&sender.external_id)?;
        let What::Message(InMessage { content: Content::Text(text), forwarded: false, .. }) =
            &item.inbound.what
        else {
            return None;
        };
        let command = crate::parse::command::read(text, &world.house.bot_name)?;
        Some((*item, person, command.ok()?))
    })
}

/// The records that commands of the batch name by their short ids, which may be older than what is loaded for matching.
pub(super) fn numbers_of(world: &World, items: &[&Item]) -> Vec<(PersonId, i64)> {
    let named = commands(world, items).filter_map(|(_, person, command)| match command {
        Command::Fix { id, .. }
        | Command::Ok { id: Some(id) }
        | Command::Done { id }
        | Command::Drop { id }
        | Command::Undo { id: Some(id) } => Some((person, id)),
        _ => None,
    });
    let numbers: BTreeSet<(PersonId, i64)> =
        named.filter_map(|(person, id)| Some((owner(world, person, id)?, id.number))).collect();
    numbers.into_iter().collect()
}

fn owner(world: &World, person: PersonId, id: ItemId) -> Option<PersonId> {
    let Some(number) = id.person else { return Some(person) };
    let numbered = |p: &&PersonId| world.people.get(p).is_some_and(|p| p.number == number);
    std::iter::once(&person).chain(world.supported.get(&person).into_iter().flatten()).find(numbered).copied()
}

/// Whether a command asks for figures, which are loaded beforehand.
pub(super) fn is_figure(command: &Command) -> bool {
    matches!(
        command.name(),
        CommandName::Me | CommandName::Stats | CommandName::Missing | CommandName::People
    )
}
