//! Deciding what an update means, lane by lane: who sent it, what it is, and who in this room handles it. Pure: it
//! changes the [`World`] and nothing else.

use chrono::{DateTime, Utc};
use serde_json::Value as Json;

use super::world::World;
use super::{command, feedback, files, media, onboard, report, tap};
use crate::domain::effect::Message;
use crate::domain::{Content, InMessage, Inbound, MessageId, Outbound, OutboxKind, PersonId, What};
use crate::say;

/// An update as it was stored, decoded.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its id in the inbox.
    pub id: MessageId,
    /// When it was stored.
    pub received_at: DateTime<Utc>,
    /// As it came.
    pub raw: Json,
    /// As the channel's room reads it.
    pub inbound: Inbound,
}

/// What the room that handled an item says of it, for its row in `message`.
#[derive(Clone, Debug, Default)]
pub struct Handled {
    /// The text, where it is kept.
    pub text: Option<String>,
    /// The check-in that it belongs to.
    pub local_date: Option<chrono::NaiveDate>,
    /// More than small talk or a command.
    pub substantive: bool,
    /// The message whose text it replaces.
    pub edit_of: Option<MessageId>,
    /// It is to lead to nobody: neither its text nor whose it was is kept.
    pub forgotten: bool,
    /// The reading.
    pub parsed: Option<crate::domain::effect::Parsed>,
}

/// Handles one update.
pub fn decide(world: &mut World, item: &Item) {
    let before = world.effects.changes.len();
    let sender = item.inbound.sender.as_ref().map(|s| s.external_id.as_str());
    let person = sender.and_then(|id| world.identities.get(id)).copied();
    let handled = match (person, &item.inbound.what) {
        (_, What::AddedToGroup) => {
            onboard::added_to_group(world, item);
            None
        }
        _ if !item.inbound.chat.private => None,
        (Some(person), _) => {
            let handled = known(world, item, person);
            Some((person, handled))
        }
        (None, What::Message(message)) => {
            onboard::stranger(world, item, message);
            // He may just have joined.
            let joined = sender.and_then(|id| world.identities.get(id)).copied();
            joined.map(|person| (person, Handled::default()))
        }
        (None, What::Tap { tap_id, .. }) => {
            let answer = Outbound::TapAnswer { tap_id: tap_id.clone(), text: None };
            world.send(&item.inbound.chat.id, OutboxKind::TapAnswer, answer, None);
            None
        }
        (None, _) => None,
    };
    super::prompt::refresh_after(world, item, before);
    keep(world, item, handled);
}

fn known(world: &mut World, item: &Item, person: PersonId) -> Handled {
    onboard::reachable_again(world, item, person);
    match &item.inbound.what {
        What::Message(message) => content(world, item, person, message),
        What::Edit(message) => match feedback::edited_into(world, message) {
            Some(command) => command::run(world, item, person, message, Ok(command)),
            None => report::edited(world, item, person, message),
        },
        What::Heard { review, text, message } => {
            files::heard(world, item, person, *review, text, message.reply_to.as_deref())
        }
        What::Tap { tap_id, data, .. } => tap::tapped(world, item, person, tap_id, data),
        What::Blocked(blocked) => {
            onboard::blocked(world, person, *blocked);
            Handled::default()
        }
        What::AddedToGroup | What::Other(_) => Handled::default(),
    }
}

pub(super) fn content(world: &mut World, item: &Item, person: PersonId, message: &InMessage) -> Handled {
    match &message.content {
        Content::Text(text) if !message.forwarded => {
            match crate::parse::command::read(text, &world.house.bot_name) {
                Some(command) => command::run(world, item, person, message, command),
                None => report::reported(world, item, person, message, text),
            }
        }
        Content::Text(text) => {
            let html = say::forwarded(world.language(person));
            world.say(&item.inbound.chat.id, html, Some(person));
            Handled { text: Some(text.clone()), ..Handled::default() }
        }
        _ => media::received(world, item, person, message),
    }
}

/// Keeps the message: of a known person whole, of a stranger only that there was one.
fn keep(world: &mut World, item: &Item, handled: Option<(PersonId, Handled)>) {
    let forgotten = handled.as_ref().is_some_and(|(_, handled)| handled.forgotten);
    let (person, handled, raw) = match handled.filter(|_| !forgotten) {
        Some((person, handled)) => (Some(person), handled, item.raw.clone()),
        None => (None, Handled::default(), Json::Object(Default::default())),
    };
    let external_id = match &item.inbound.what {
        What::Message(m) | What::Edit(m) => Some(m.external_id.clone()),
        _ => None,
    };
    let message = Message {
        id: item.id,
        bot: world.house.bot,
        chat_id: if forgotten { String::new() } else { item.inbound.chat.id.clone() },
        external_id: external_id.filter(|_| person.is_some()),
        person,
        kind: if forgotten { "feedback" } else { kind_of(&item.inbound.what) }.to_owned(),
        text: handled.text,
        raw,
        sent_at: item.inbound.at,
        received_at: item.received_at,
        edit_of: handled.edit_of,
        local_date: handled.local_date,
        substantive: handled.substantive,
        parsed: handled.parsed,
    };
    world.effects.messages.push(message);
}

/// The kind of a place that moves on by itself.
pub(super) const LIVE: &str = "live_location";

fn kind_of(what: &What) -> &'static str {
    match what {
        What::Message(m) => match &m.content {
            Content::Text(_) if m.forwarded => "forward",
            Content::Text(_) => "text",
            Content::Contact { .. } => "contact",
            Content::Location { live: true, .. } => LIVE,
            Content::Location { .. } => "location",
            Content::File { file, .. } => file.kind.name(),
            Content::Sticker => "sticker",
            Content::Other(word) => word,
        },
        What::Edit(_) => "edit",
        What::Heard { .. } => "heard",
        What::Tap { .. } => "tap",
        What::Blocked(_) => "membership",
        What::AddedToGroup => "group",
        What::Other(word) => word,
    }
}
