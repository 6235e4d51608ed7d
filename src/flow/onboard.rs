//! Onboarding: the bot is by invitation. Who has none learns that, and whom to ask; nothing of him is kept. An invite
//! works once. Identity is the channel's numeric user id; the username plays no part.

use chrono::NaiveDate;

use super::decide::Item;
use super::world::World;
use crate::domain::effect::Joined;
use crate::domain::person::{Grant, Language, Person, PersonStatus};
use crate::domain::{Content, InMessage, Outbound, OutboxKind, PersonId, schedule};
use crate::say;
use crate::store::invite::{self, Found, Invite};

/// A message of someone who is not of the organisation.
pub(super) fn stranger(world: &mut World, item: &Item, message: &InMessage) {
    let Some(sender) = &item.inbound.sender else { return };
    let language = Language::nearest(sender.language.as_deref());
    let chat = item.inbound.chat.id.clone();
    let code = match &message.content {
        Content::Text(text) if !message.forwarded => start_code(text),
        _ => None,
    };
    let Some(code) = code else {
        let said = say::onboard::by_invitation(language, &world.administrators);
        world.say(&chat, said, None);
        return;
    };
    match world.invites.remove(&invite::hash(code)) {
        // Taken out of the world, so that a second message of the batch finds nothing.
        Some(Found::Open(invite)) => join(world, item, &invite, language),
        // Used, expired and unknown sound alike: a guess learns nothing.
        _ => {
            let said = say::onboard::invite_invalid(language, &world.administrators);
            world.say(&chat, said, None);
        }
    }
}

/// The code of `/start CODE`, in whatever case the command is typed.
fn start_code(text: &str) -> Option<&str> {
    let (command, rest) = text.trim().split_once(char::is_whitespace)?;
    let name = command.split('@').next().unwrap_or_default();
    let code = rest.trim();
    (name.eq_ignore_ascii_case("/start") && !code.is_empty()).then_some(code)
}

/// The code that a message redeems, for whoever loads the invites beforehand.
pub(super) fn code_of(message: &InMessage) -> Option<&str> {
    match &message.content {
        Content::Text(text) if !message.forwarded => start_code(text),
        _ => None,
    }
}

fn join(world: &mut World, item: &Item, invite: &Invite, client: Language) {
    let (Some(sender), Some(number)) = (&item.inbound.sender, world.numbers.pop()) else { return };
    let language = invite.language.unwrap_or(client);
    let id: PersonId = world.ids.next(world.now);
    let today: NaiveDate = world.now.with_timezone(&invite.timezone).date_naive();
    let grant =
        Grant { id: world.ids.next(world.now), role: invite.role, team: invite.team, from: today, to: None };
    let mut person = Person {
        id,
        number,
        name: invite.name.clone(),
        language,
        timezone: invite.timezone,
        calendar: world.house.calendar,
        prompt_time: None,
        status: PersonStatus::Active,
        items: 0,
        next_open: None,
        grants: vec![grant],
    };
    let calendar = world.calendar_of(&person);
    person.next_open = schedule::next_open(&person, &calendar, &world.house.rules, None, world.now);
    let chat = item.inbound.chat.id.clone();
    world.effects.joined.push(Joined {
        person: person.clone(),
        invite: invite.id,
        channel: world.house.channel.to_owned(),
        external_id: sender.external_id.clone(),
        chat_id: chat.clone(),
        at: world.now,
    });
    world.identities.insert(sender.external_id.clone(), id);
    world.chats.insert(id, chat.clone());
    world.books.insert(id, crate::domain::book::Book::new(id, Vec::new(), Vec::new()));
    world.people.insert(id, person.clone());
    let said = say::onboard::welcome(language, &person.name, invite.role, &world.house.rules);
    world.say(&chat, said, Some(id));
    offer_commands(world, id);
}

/// Registers the commands of a person's roles, in his language, for his chat.
pub(super) fn offer_commands(world: &mut World, person: PersonId) {
    let (Some(known), Some(chat)) = (world.people.get(&person), world.chats.get(&person)) else { return };
    let roles = known.roles_on(known.today(world.now));
    let commands = say::commands::menu(known.language, &roles);
    let chat = chat.clone();
    world.send(&chat, OutboxKind::Commands, Outbound::Commands { commands }, Some(person));
}

/// `/start` of someone who is known.
pub(super) fn greeted(world: &mut World, item: &Item, person: PersonId) {
    let Some(known) = world.people.get(&person) else { return };
    let said = say::onboard::known(known.language, &known.name);
    world.say(&item.inbound.chat.id, said, Some(person));
    offer_commands(world, person);
}

/// The user has blocked the bot, or taken that back.
pub(super) fn blocked(world: &mut World, person: PersonId, blocked: bool) {
    let status = if blocked { PersonStatus::Blocked } else { PersonStatus::Active };
    set_status(world, person, status);
}

/// Whoever writes can be reached.
pub(super) fn reachable_again(world: &mut World, item: &Item, person: PersonId) {
    if !matches!(item.inbound.what, crate::domain::What::Blocked(_)) {
        set_status(world, person, PersonStatus::Active);
    }
}

fn set_status(world: &mut World, person: PersonId, status: PersonStatus) {
    let Some(known) = world.people.get_mut(&person) else { return };
    if known.status != status && known.status != PersonStatus::Left {
        known.status = status;
        world.dirty_people.insert(person);
    }
}

/// The bot works in private chats: put into a group, it says so once and leaves.
pub(super) fn added_to_group(world: &mut World, item: &Item) {
    let language = Language::nearest(item.inbound.sender.as_ref().and_then(|s| s.language.as_deref()));
    let chat = item.inbound.chat.id.clone();
    world.say(&chat, say::onboard::group(language), None);
    world.send(&chat, OutboxKind::Leave, Outbound::Leave, None);
}
