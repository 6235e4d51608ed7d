//! What is no text: contact cards, places, voice notes, photos. They answer the day, are kept with the check-in, and are
//! put up for a person to read; nothing is guessed from them. A sticker is small talk.

use super::check_in::note_reply;
use super::decide::{Handled, Item};
use super::report::{self, Entry, open_review, react};
use super::world::World;
use super::{card, times};
use crate::domain::effect::{ReviewDetail, ReviewKind};
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
    // A photo with a caption is a report with a picture.
    if let (Content::Photo { caption: Some(caption), .. }, false) = (&message.content, message.forwarded) {
        let entry = Entry { item, rep: person, actor: person };
        let handled = report::read_and_post(world, entry, caption, message.reply_to.as_deref());
        put_up(world, entry, message, handled.local_date);
        return handled;
    }
    let entry = Entry { item, rep: person, actor: person };
    super::day::open_today(world, person);
    let day = super::day::day_of_entry(world, entry, message.reply_to.as_deref());
    let substantive = !message.forwarded
        && match &message.content {
            Content::Contact { .. } | Content::Voice { .. } | Content::Photo { .. } => true,
            Content::Location { live, .. } => !live,
            Content::Text(_) | Content::Sticker | Content::Other(_) => false,
        };
    note_reply(world, entry, day, substantive);
    if !substantive {
        let said = match &message.content {
            _ if message.forwarded => say::forwarded(lang),
            Content::Sticker => say::sticker(lang),
            Content::Location { .. } => say::live_location(lang),
            _ => say::unsupported(lang),
        };
        world.say(&chat, said, Some(person));
        return Handled { local_date: day, ..Handled::default() };
    }
    put_up(world, entry, message, day);
    react(world, entry, false);
    match day {
        Some(day) => card::show(world, person, day),
        None => card::confirm(world, entry),
    }
    if let Content::Location { latitude, longitude, .. } = message.content {
        times::seen_at(world, item, person, latitude, longitude);
    }
    Handled { local_date: day, substantive, ..Handled::default() }
}

fn put_up(world: &mut World, entry: Entry<'_>, message: &InMessage, day: Option<chrono::NaiveDate>) {
    let (words, file) = match &message.content {
        Content::Contact { name, phone } => (Some(format!("{name} {phone}")), None),
        Content::Location { latitude, longitude, .. } => {
            (Some(format!("{latitude:.5}, {longitude:.5}")), None)
        }
        Content::Voice { file_id } | Content::Photo { file_id, .. } => (None, Some(file_id.clone())),
        Content::Text(_) | Content::Sticker | Content::Other(_) => return,
    };
    let detail = ReviewDetail { words, file, ..ReviewDetail::default() };
    open_review(world, entry, day, ReviewKind::Media, detail);
}
