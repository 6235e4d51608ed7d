//! Photos, voice notes and other files. They stay with the channel and are kept by its id of them, with the check-in and
//! with what they came with: what their caption tells, or the words just before. A person reads them: they stand in the
//! assistant's queue, and are sent to whoever asks to see them. An album is one item.

use chrono::{NaiveDate, TimeDelta};

use super::card;
use super::check_in::note_reply;
use super::correct::{Target, find};
use super::decide::{Handled, Item};
use super::fix;
use super::media::{begin, end};
use super::report::{self, Entry, open_review, react};
use super::world::World;
use crate::domain::command::ItemId;
use crate::domain::effect::{Review, ReviewDetail, ReviewKind, ReviewState};
use crate::domain::ledger::{Change, Subject};
use crate::domain::media::File;
use crate::domain::{InMessage, MessageId, Outbound, OutboxKind, PersonId, RecordId, ReviewId};
use crate::say;

/// A file that comes so soon after words belongs to what they told.
const RIGHT_AFTER: TimeDelta = TimeDelta::minutes(15);
/// The most files of one item: an album has no more.
const MOST: usize = 10;

/// A file with what came along.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sent<'a> {
    /// The file.
    pub(super) file: &'a File,
    /// The text under it.
    pub(super) caption: Option<&'a str>,
    /// The album that it belongs to.
    pub(super) album: Option<&'a str>,
}

/// A file.
pub(super) fn received(world: &mut World, entry: Entry<'_>, message: &InMessage, sent: Sent<'_>) -> Handled {
    // A photo with a caption is a report with a picture.
    let read = sent.caption.filter(|c| !c.trim().is_empty()).map(|caption| {
        let reply_to = message.reply_to.as_deref();
        report::read_and_post(world, entry, caption, reply_to)
    });
    let day = match &read {
        Some(read) => read.local_date,
        None => begin(world, entry, message),
    };
    if !joins_album(world, entry.rep, sent) {
        let detail = ReviewDetail {
            words: sent.caption.map(|c| c.trim().to_owned()).filter(|c| !c.is_empty()),
            record: came_with(world, entry, message, day),
            files: vec![sent.file.clone()],
            album: sent.album.map(str::to_owned),
            ..ReviewDetail::default()
        };
        open_review(world, entry, day, ReviewKind::Media, detail);
        if sent.file.kind.is_moving() {
            let said = say::moving(world.language(entry.rep));
            world.say(&entry.item.inbound.chat.id, said, Some(entry.rep));
        }
    }
    match read {
        None => end(world, entry, day, false),
        Some(read) => {
            if let Some(day) = day {
                card::show(world, entry.rep, day);
            }
            // Whatever its caption says, a picture is more than small talk.
            if !read.substantive {
                note_reply(world, entry, day, true);
                react(world, entry, false);
            }
            Handled { substantive: true, ..read }
        }
    }
}

/// What a transcriber has heard in a voice note: the words of whoever spoke, at the time at which he spoke. Where a
/// person has read the note meanwhile, that stands.
pub(super) fn heard(
    world: &mut World,
    item: &Item,
    person: PersonId,
    review: ReviewId,
    text: &str,
    reply_to: Option<&str>,
) -> Handled {
    let waits = |r: &&mut Review| r.id == review && r.state == ReviewState::Open;
    let Some(found) = world.reviews.get_mut(&person).into_iter().flatten().find(waits) else {
        return Handled::default();
    };
    found.detail.heard = Some(text.to_owned());
    if let Some(day) = found.local_date {
        world.heard.entry((person, day)).or_default().push(text.to_owned());
    }
    fix::settle(world, person, person, review, ReviewState::Done);
    report::read_and_post(world, Entry { item, rep: person, actor: person }, text, reply_to)
}

/// Adds a file to the item of its album, where that is there.
fn joins_album(world: &mut World, rep: PersonId, sent: Sent<'_>) -> bool {
    let Some(album) = sent.album else { return false };
    let of_album = |d: &ReviewDetail| d.album.as_deref() == Some(album) && d.files.len() < MOST;
    let all = world.reviews.get_mut(&rep).into_iter().flatten();
    let Some(review) = all.filter(|r| r.state == ReviewState::Open).find(|r| of_album(&r.detail)) else {
        return false;
    };
    review.detail.files.push(sent.file.clone());
    if let Some(caption) = sent.caption.filter(|_| review.detail.words.is_none()) {
        review.detail.words = Some(caption.to_owned());
    }
    world.effects.reviews.push(review.clone());
    true
}

/// The record that a file came with: of those that its caption told of, that the message told of which it answers, or
/// that were told of right before, the last.
fn came_with(
    world: &World,
    entry: Entry<'_>,
    message: &InMessage,
    day: Option<NaiveDate>,
) -> Option<RecordId> {
    let changes = world.changes.get(&(entry.rep, day?))?;
    let record = |c: &Change| match c.subject {
        Subject::Record(_, id) if c.new.is_some() => Some(id),
        _ => None,
    };
    let of = |id: MessageId| changes.iter().rev().filter(|c| c.message == Some(id)).find_map(record);
    let key = message.reply_to.clone().map(|id| (entry.item.inbound.chat.id.clone(), id));
    let answered = key.and_then(|key| world.earlier.get(&key)).and_then(|earlier| of(earlier.id));
    let just_before = || {
        let recent = |c: &&Change| world.now - c.at <= RIGHT_AFTER;
        changes.iter().rev().take_while(recent).find_map(record)
    };
    of(entry.item.id).or(answered).or_else(just_before)
}

/// `/show ID`, or a tap: sends the files of an item. Gives what is said where there are none.
pub(super) fn show(world: &mut World, item: &Item, actor: PersonId, id: ItemId) -> Option<say::Said> {
    let lang = world.language(actor);
    let (rep, review) = match find(world, actor, id) {
        Some(Target::Review(rep, review)) => (rep, review),
        Some(Target::Record(..)) => return Some(say::no_file(lang)),
        None => return Some(say::correct::unknown_id(lang, id)),
    };
    if review.detail.files.is_empty() {
        return Some(say::no_file(lang));
    }
    let names = card::names(world, rep);
    let whose = world.people.get(&rep).map(|p| p.name.clone()).unwrap_or_default();
    let today = world.people.get(&actor).map_or_else(|| world.now.date_naive(), |p| p.today(world.now));
    let caption = say::queue::file_caption(lang, &whose, id, &review, &names, today);
    for (nth, file) in review.detail.files.iter().enumerate() {
        let caption = if nth == 0 { caption.as_str().to_owned() } else { String::new() };
        let what = Outbound::Forward { file: file.clone(), caption };
        world.send(&item.inbound.chat.id, OutboxKind::File, what, Some(actor));
    }
    None
}

/// The item behind a button of the queue.
pub(super) fn id_of(world: &World, actor: PersonId, person: i64, number: i64) -> ItemId {
    let own = world.people.get(&actor).is_some_and(|p| p.number == person);
    ItemId { person: (!own).then_some(person), number }
}
