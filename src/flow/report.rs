//! A report: a rep's text is read, its facts are posted to his book, and the check-in that it belongs to learns of it.
//! An edited message is read again with the input of its first reading, and only the difference applies.

use chrono::NaiveDate;

use super::check_in::{note_reply, post_availability, set_no_activity};
use super::day::{as_of, day_for, day_of_message, input, local_day, named_day, open_today};
use super::decide::{Handled, Item};
use super::pen::{By, Pen};
use super::post::{Posted, post};
use super::world::World;
use super::{answering, card, corrected, dialogue, edit, questions};
use crate::domain::effect::{Parsed, Review, ReviewDetail, ReviewKind, ReviewState};
use crate::domain::ledger::Way;
use crate::domain::reading::{ParseInput, Reading, Span, Update};
use crate::domain::record::{RecordState, Value};
use crate::domain::{InMessage, PersonId, What};
use crate::parse::smalltalk::{SmallTalk, small_talk};
use crate::{parse, say};

/// Who reports about whose day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'a> {
    /// The update.
    pub(super) item: &'a Item,
    /// Whose day it is.
    pub(super) rep: PersonId,
    /// Who writes: the rep, or an assistant for him.
    pub(super) actor: PersonId,
}

impl Entry<'_> {
    pub(super) fn way(&self) -> Way {
        if self.actor == self.rep { Way::Rep } else { Way::AssistantForRep }
    }

    /// Writes as whoever enters it.
    pub(super) fn by(&self, world: &World, local_date: Option<NaiveDate>) -> By {
        By {
            at: world.now,
            actor: Some(self.actor),
            way: self.way(),
            cause: None,
            message: Some(self.item.id),
            local_date,
        }
    }
}

/// A text of a known person that is no command.
pub(super) fn reported(
    world: &mut World,
    item: &Item,
    person: PersonId,
    message: &InMessage,
    text: &str,
) -> Handled {
    let Some(known) = world.people.get(&person) else { return Handled::default() };
    if known.asked_as(known.today(world.now)).is_none() {
        let html = say::not_asked(known.language);
        world.say(&item.inbound.chat.id, html, Some(person));
        return Handled { text: Some(text.to_owned()), ..Handled::default() };
    }
    let entry = Entry { item, rep: person, actor: person };
    open_today(world, person);
    let asked = dialogue::typed(world, entry, message, text);
    let asked = asked.or_else(|| answering::typed(world, entry, message, text));
    asked.unwrap_or_else(|| read_and_post(world, entry, text, message.reply_to.as_deref()))
}

/// Reads a text, posts its facts and answers.
pub(super) fn read_and_post(
    world: &mut World,
    entry: Entry<'_>,
    text: &str,
    reply_to: Option<&str>,
) -> Handled {
    open_today(world, entry.rep);
    let replied = reply_to.and_then(|id| day_of_message(world, &entry.item.inbound.chat.id, id));
    // The context depends on the day, and the day may be named in the text: so the day is guessed without it first.
    let guess = day_for(world, entry, replied, None);
    let Some(mut input) = input(world, entry, text, guess, reply_to) else { return Handled::default() };
    let mut reading = parse::read(&input);
    // What is small talk without a question is no answer to one.
    let asked = (entry.actor == entry.rep && small_talk(text, &reading).is_none())
        .then(|| questions::asked(world, entry.rep, guess, replied.is_some()))
        .flatten();
    let asked = asked.filter(|(question, asked)| {
        let with = ParseInput { asked: Some(asked.clone()), ..input.clone() };
        let answer = parse::read(&with);
        // A report that happens to come next is read as if nothing had been asked.
        let answers = questions::answers(question, &answer);
        if answers {
            (input, reading) = (with, answer);
        }
        answers
    });
    let day = day_for(world, entry, replied, named_day(&reading, input.now.date_naive()));
    let chat = entry.item.inbound.chat.id.clone();
    let talk = small_talk(text, &reading);
    let parsed = Parsed { input, reading, version: parse::VERSION.to_owned() };
    if let Some(talk) = talk.filter(|_| entry.actor == entry.rep) {
        note_reply(world, entry, day, false);
        small_talk_answer(world, &chat, entry.rep, talk);
        return Handled {
            text: Some(text.to_owned()),
            local_date: day,
            parsed: Some(parsed),
            ..Handled::default()
        };
    }
    let noted = post_reading(world, entry, text, &parsed.reading, day, reply_to);
    if let Some((question, _)) = &asked {
        questions::read_with(world, entry, question, &parsed.reading);
    }
    note_reply(world, entry, day, true);
    if parsed.reading.no_activity {
        set_no_activity(world, entry, day, true);
    }
    react(world, entry, noted || parsed.reading.no_activity || parsed.reading.answer.is_some());
    if let Some(day) = day {
        if entry.actor == entry.rep {
            world.spoken_of.insert((entry.rep, day));
        }
        world.readings.entry((entry.rep, day)).or_default().push((entry.item.id, parsed.reading.clone()));
        card::show(world, entry.rep, day);
    } else {
        card::confirm(world, entry);
    }
    Handled {
        forgotten: false,
        text: Some(text.to_owned()),
        local_date: day,
        substantive: entry.actor == entry.rep,
        edit_of: None,
        parsed: Some(parsed),
    }
}

/// A message whose text was changed.
pub(super) fn edited(world: &mut World, item: &Item, person: PersonId, message: &InMessage) -> Handled {
    let text = match &message.content {
        crate::domain::Content::Text(text) => text.as_str(),
        crate::domain::Content::File { caption: Some(caption), .. } => caption.as_str(),
        _ => return Handled::default(),
    };
    let key = (item.inbound.chat.id.clone(), message.external_id.clone());
    let Some(earlier) = world.earlier.get(&key).cloned() else {
        // An edit of an unknown message is a new message.
        return super::decide::content(world, item, person, message);
    };
    let Some(first) = earlier.parsed.clone() else {
        // What was a command or a forward stays one.
        return Handled {
            text: Some(text.to_owned()),
            local_date: earlier.local_date,
            edit_of: Some(earlier.id),
            ..Handled::default()
        };
    };
    let entry = Entry { item, rep: person, actor: person };
    let input = ParseInput { text: text.to_owned(), ..first.input.clone() };
    let reading = parse::read(&input);
    let parsed = Parsed { input, reading, version: parse::VERSION.to_owned() };
    edit::apply_difference(world, entry, &earlier, &first.reading, &parsed.reading, text);
    let talk = small_talk(text, &parsed.reading).is_some();
    if first.reading.no_activity != parsed.reading.no_activity {
        set_no_activity(world, entry, earlier.local_date, parsed.reading.no_activity);
    }
    // Small talk that became a report answers the day from its edit on; a latency that was taken stays as it was.
    let first_talk = small_talk(&first.input.text, &first.reading).is_some();
    if first_talk && !talk {
        note_reply(world, entry, earlier.local_date, true);
    }
    if let Some(updated) = world.earlier.get_mut(&key) {
        updated.parsed = Some(parsed.clone());
    }
    react(world, entry, !parsed.reading.updates.is_empty() || parsed.reading.no_activity);
    if let Some(day) = earlier.local_date {
        world.spoken_of.insert((person, day));
        card::show(world, person, day);
    }
    Handled {
        forgotten: false,
        text: Some(text.to_owned()),
        local_date: earlier.local_date,
        substantive: !talk,
        edit_of: Some(earlier.id),
        parsed: Some(parsed),
    }
}

/// Posts all of a reading. Gives whether anything of it was recorded.
fn post_reading(
    world: &mut World,
    entry: Entry<'_>,
    text: &str,
    reading: &Reading,
    day: Option<NaiveDate>,
    reply_to: Option<&str>,
) -> bool {
    let mut recorded = false;
    for update in &reading.updates {
        recorded |= corrected::apply(world, entry, update, day, reply_to)
            .unwrap_or_else(|| post_update(world, entry, text, update, day));
    }
    for away in &reading.availability {
        recorded |= post_availability(world, entry, away, day);
    }
    for span in &reading.unread {
        let detail = ReviewDetail { words: words(text, *span), span: Some(*span), ..ReviewDetail::default() };
        open_review(world, entry, day, ReviewKind::Unread, detail);
    }
    recorded
}

/// Posts one update, or puts it up for review.
pub(super) fn post_update(
    world: &mut World,
    entry: Entry<'_>,
    text: &str,
    update: &Update,
    day: Option<NaiveDate>,
) -> bool {
    let by = entry.by(world, day);
    let update = &*as_of(world, entry, text, update, day);
    let fact_day = day.unwrap_or_else(|| local_day(world, entry));
    let posted = with_pen(world, entry.rep, by, |pen| post(pen, update, fact_day, false));
    let (recorded, looks) = match posted {
        Some(Ok(Posted::Recorded(looks))) => (true, looks),
        Some(Ok(Posted::Review(kind, detail))) => (false, vec![(kind, detail)]),
        Some(Ok(Posted::Empty)) | None => (false, Vec::new()),
        // A value that its field can't hold was misread: a person looks at it, nothing is lost.
        Some(Err(_)) => {
            let detail = ReviewDetail { update: Some(update.clone()), ..ReviewDetail::default() };
            (false, vec![(ReviewKind::Unsure, detail)])
        }
    };
    for (kind, mut detail) in looks {
        // All that the update was read from, so that whoever looks at it sees it in its sentence.
        let hull = update
            .spans
            .iter()
            .copied()
            .reduce(|a, b| Span { start: a.start.min(b.start), end: a.end.max(b.end) });
        detail.words = hull.or(detail.span).and_then(|s| words(text, s));
        open_review(world, entry, day, kind, detail);
    }
    recorded
}

/// Runs something with the pen of a rep's book; `None` where the book isn't there.
pub(super) fn with_pen<T>(
    world: &mut World,
    rep: PersonId,
    by: By,
    write: impl FnOnce(&mut Pen<'_>) -> T,
) -> Option<T> {
    let (Some(book), Some(owner)) = (world.books.get_mut(&rep), world.people.get_mut(&rep)) else {
        return None;
    };
    let mut changes = Vec::new();
    let items = owner.items;
    let mut pen = Pen { book, owner, changes: &mut changes, ids: &mut world.ids, by };
    let result = write(&mut pen);
    if owner.items != items {
        world.dirty_people.insert(rep);
    }
    world.note(changes);
    Some(result)
}

/// The part of a text that a span covers.
pub(super) fn words(text: &str, span: Span) -> Option<String> {
    let words: String = text.chars().skip(span.start).take(span.end.saturating_sub(span.start)).collect();
    Some(words.trim().to_owned()).filter(|w| !w.is_empty())
}

/// Puts something up for a person to look at.
pub(super) fn open_review(
    world: &mut World,
    entry: Entry<'_>,
    day: Option<NaiveDate>,
    kind: ReviewKind,
    detail: ReviewDetail,
) {
    let Some(owner) = world.people.get_mut(&entry.rep) else { return };
    let number = owner.items;
    owner.items += 1;
    world.dirty_people.insert(entry.rep);
    let review = Review {
        id: world.ids.next(world.now),
        person: entry.rep,
        number,
        local_date: day,
        kind,
        message: Some(entry.item.id),
        detail,
        state: ReviewState::Open,
        opened_at: world.now,
        decided: None,
    };
    world.effects.reviews.push(review.clone());
    world.reviews.entry(entry.rep).or_default().push(review);
}

/// The bot's reaction to a message: recorded, or kept for a person to look at.
pub(super) fn react(world: &mut World, entry: Entry<'_>, recorded: bool) {
    let message_id = match &entry.item.inbound.what {
        What::Message(m) | What::Edit(m) | What::Heard { message: m, .. } => m.external_id.clone(),
        _ => return,
    };
    let emoji = if recorded { "👍" } else { "👀" }.to_owned();
    let what = crate::domain::Outbound::Reaction { message_id, emoji };
    let chat = entry.item.inbound.chat.id.clone();
    world.send(&chat, crate::domain::OutboxKind::Reaction, what, Some(entry.actor));
}

fn small_talk_answer(world: &mut World, chat: &str, person: PersonId, talk: SmallTalk) {
    let (lang, name) = match world.people.get(&person) {
        Some(p) => (p.language, p.name.clone()),
        None => return,
    };
    let html = match talk {
        SmallTalk::Greeting => say::greeting(lang, &name),
        SmallTalk::Thanks | SmallTalk::Nothing => say::thanks(lang),
        SmallTalk::Question => say::question(lang),
    };
    world.say(chat, html, Some(person));
}

/// Whether a record stands, for those who take back.
pub(super) fn withdrawn() -> Option<Value> {
    Some(Value::State(RecordState::Withdrawn))
}
