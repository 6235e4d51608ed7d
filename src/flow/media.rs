//! What is no text: contact cards, places, files. They answer the day and are kept with it; what each becomes is decided
//! in `cards`, `places` and `files`. A sticker is small talk; what was forwarded is a quote, whatever it is.

use chrono::NaiveDate;

use super::check_in::note_reply;
use super::decide::{Handled, Item};
use super::report::{Entry, react};
use super::world::World;
use super::{card, cards, day, files, places, times};
use crate::domain::{Content, InMessage, PersonId};
use crate::say;

/// A message whose content is not text.
pub(super) fn received(world: &mut World, item: &Item, person: PersonId, message: &InMessage) -> Handled {
    let Some(known) = world.people.get(&person) else { return Handled::default() };
    let (lang, today) = (known.language, known.today(world.now));
    let reports = known.asked_as(today).is_some();
    let chat = item.inbound.chat.id.clone();
    if !message.forwarded && times::answered_by_place(world, item, person, &message.content) {
        return Handled::default();
    }
    if !reports {
        world.say(&chat, say::not_asked(lang), Some(person));
        return Handled::default();
    }
    let entry = Entry { item, rep: person, actor: person };
    if !message.forwarded {
        match &message.content {
            Content::Contact { name, phone } => return cards::received(world, entry, message, name, phone),
            Content::Location { spot, live: false } => return places::received(world, entry, message, spot),
            Content::File { file, caption, album } => {
                let sent = files::Sent { file, caption: caption.as_deref(), album: album.as_deref() };
                return files::received(world, entry, message, sent);
            }
            Content::Location { live: true, .. }
            | Content::Sticker
            | Content::Text(_)
            | Content::Other(_) => {}
        }
    }
    let day = begin(world, entry, message);
    note_reply(world, entry, day, false);
    let said = match &message.content {
        Content::Text(_) | Content::Sticker | Content::Other(_) if message.forwarded => {
            Some(say::forwarded(lang))
        }
        _ if message.forwarded => Some(say::forwarded_media(lang)),
        Content::Sticker => Some(say::sticker(lang)),
        Content::Location { .. } => places::live(world, person).then(|| say::live_location(lang)),
        _ => Some(say::unsupported(lang)),
    };
    if let Some(said) = said {
        world.say(&chat, said, Some(person));
    }
    Handled { local_date: day, ..Handled::default() }
}

/// The check-in that a message without words belongs to.
pub(super) fn begin(world: &mut World, entry: Entry<'_>, message: &InMessage) -> Option<NaiveDate> {
    day::open_today(world, entry.rep);
    day::day_of_entry(world, entry, message.reply_to.as_deref())
}

/// After a message that answers the day was dealt with: the check-in learns of it, and the rep sees what became of it.
pub(super) fn end(world: &mut World, entry: Entry<'_>, day: Option<NaiveDate>, recorded: bool) -> Handled {
    note_reply(world, entry, day, true);
    react(world, entry, recorded);
    match day {
        Some(day) => {
            world.spoken_of.insert((entry.rep, day));
            card::show(world, entry.rep, day);
        }
        None => card::confirm(world, entry),
    }
    Handled { local_date: day, substantive: true, ..Handled::default() }
}
