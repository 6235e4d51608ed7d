//! A report: a rep's text is read, its facts are posted to his book, and the check-in that it belongs to learns of it.
//! An edited message is read again with the input of its first reading, and only the difference applies.

use chrono::NaiveDate;

use super::decide::{Handled, Item};
use super::pen::{By, Pen};
use super::post::{Posted, post};
use super::world::World;
use super::{card, edit};
use crate::domain::checkin::{CheckIn, Excuse};
use crate::domain::effect::{Parsed, Review, ReviewDetail, ReviewKind, ReviewState};
use crate::domain::ledger::Way;
use crate::domain::life::Scribe;
use crate::domain::reading::{Availability, AwayState, Context, Fact, ParseInput, Reading, Span, Update};
use crate::domain::record::{Field, Kind, RecordState, SetError, Value};
use crate::domain::standing::whose_day;
use crate::domain::{InMessage, PersonId, schedule};
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
    fn way(&self) -> Way {
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
    read_and_post(world, entry, text, message.reply_to.as_deref())
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
    let Some(input) = input(world, entry, text, guess, reply_to) else { return Handled::default() };
    let reading = parse::read(&input);
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
    let noted = post_reading(world, entry, text, &parsed.reading, day);
    note_reply(world, entry, day, true);
    if parsed.reading.no_activity {
        set_no_activity(world, entry, day, true);
    }
    react(world, entry, noted || parsed.reading.no_activity);
    if let Some(day) = day {
        world.readings.entry((entry.rep, day)).or_default().push((entry.item.id, parsed.reading.clone()));
        card::show(world, entry.rep, day);
    } else {
        card::confirm(world, entry);
    }
    Handled {
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
        crate::domain::Content::Photo { caption: Some(caption), .. } => caption.as_str(),
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
        card::show(world, person, day);
    }
    Handled {
        text: Some(text.to_owned()),
        local_date: earlier.local_date,
        substantive: !talk,
        edit_of: Some(earlier.id),
        parsed: Some(parsed),
    }
}

/// Opens today's check-in where it is due to be there and the schedule has not got round to it.
pub(super) fn open_today(world: &mut World, rep: PersonId) {
    let Some(person) = world.people.get(&rep) else { return };
    let (day, _) = match person.next_open {
        Some((day, at)) if at <= world.now && day == person.today(world.now) => (day, at),
        _ => return,
    };
    let Some((mode, team)) = person.asked_as(day) else { return };
    let calendar = world.calendar_of(person);
    let check_in = schedule::open(person, mode, team, day, &calendar, &world.house.rules);
    let next = schedule::next_open(person, &calendar, &world.house.rules, Some(day), world.now);
    if let Some(person) = world.people.get_mut(&rep) {
        person.next_open = next;
    }
    world.check_ins.entry(rep).or_default().entry(day).or_insert(check_in);
    world.dirty_people.insert(rep);
    world.dirty_check_ins.insert((rep, day));
}

/// The check-in that a message without words belongs to.
pub(super) fn day_of_entry(world: &World, entry: Entry<'_>, reply_to: Option<&str>) -> Option<NaiveDate> {
    let replied = reply_to.and_then(|id| day_of_message(world, &entry.item.inbound.chat.id, id));
    day_for(world, entry, replied, None)
}

/// The day that a message of ours, or an earlier one of the rep's, belongs to.
fn day_of_message(world: &World, chat: &str, external_id: &str) -> Option<NaiveDate> {
    let key = (chat.to_owned(), external_id.to_owned());
    world.ours.get(&key).copied().or_else(|| world.earlier.get(&key).and_then(|e| e.local_date))
}

fn day_for(
    world: &World,
    entry: Entry<'_>,
    replied: Option<NaiveDate>,
    named: Option<NaiveDate>,
) -> Option<NaiveDate> {
    let recent: Vec<CheckIn> =
        world.check_ins.get(&entry.rep).map(|days| days.values().cloned().collect()).unwrap_or_default();
    whose_day(&recent, replied, named, entry.item.inbound.at)
}

/// The one past day that all dated facts of a reading speak of, if it is one.
fn named_day(reading: &Reading, today: NaiveDate) -> Option<NaiveDate> {
    let mut days = reading.updates.iter().filter_map(|u| match &u.fact {
        Fact::Activity(f) => f.date,
        Fact::Order(f) => f.date,
        Fact::Opportunity(f) => f.date,
        Fact::Complaint(f) => f.date,
        Fact::Satisfaction(f) => f.date,
        Fact::Service(f) => f.date,
        Fact::Customer(_) | Fact::NextStep(_) => None,
    });
    let first = days.next().filter(|d| *d < today)?;
    days.all(|d| d == first).then_some(first)
}

fn input(
    world: &World,
    entry: Entry<'_>,
    text: &str,
    day: Option<NaiveDate>,
    reply_to: Option<&str>,
) -> Option<ParseInput> {
    let person = world.people.get(&entry.rep)?;
    let at = entry.item.inbound.at;
    let today = at.with_timezone(&person.timezone).date_naive();
    let check_in = day.and_then(|d| world.check_ins.get(&entry.rep)?.get(&d));
    let mode =
        check_in.map(|c| c.mode).or_else(|| person.asked_as(today).map(|(m, _)| m)).unwrap_or_default();
    Some(ParseInput {
        text: text.to_owned(),
        now: at.with_timezone(&person.timezone).fixed_offset(),
        currency: world.house.currency.clone(),
        region: world.house.region.clone(),
        known: world.books.get(&entry.rep).map(|b| b.known()).unwrap_or_default(),
        asked: None,
        mode,
        context: day.map(|d| context(world, entry, d, reply_to)),
    })
}

/// What came before in the check-in. The updates of the card stand for the message that is replied to when that is
/// ours; those of one earlier message when it is the rep's own.
fn context(world: &World, entry: Entry<'_>, day: NaiveDate, reply_to: Option<&str>) -> Context {
    let readings = world.readings.get(&(entry.rep, day)).map(Vec::as_slice).unwrap_or_default();
    let previous: Vec<Update> = readings.iter().flat_map(|(_, r)| r.updates.iter().cloned()).collect();
    let chat = &entry.item.inbound.chat.id;
    let reply_to = match reply_to.map(|id| (chat.clone(), id.to_owned())) {
        Some(key) if world.ours.contains_key(&key) => previous.clone(),
        Some(key) => {
            let parsed = world.earlier.get(&key).and_then(|e| e.parsed.as_ref());
            parsed.map(|p| p.reading.updates.clone()).unwrap_or_default()
        }
        None => Vec::new(),
    };
    let last_customer = previous.iter().rev().find_map(|u| u.fact.customer()).map(str::to_owned);
    Context { last_customer, previous, reply_to }
}

/// Posts all of a reading. Gives whether anything of it was recorded.
fn post_reading(
    world: &mut World,
    entry: Entry<'_>,
    text: &str,
    reading: &Reading,
    day: Option<NaiveDate>,
) -> bool {
    let mut recorded = false;
    for update in &reading.updates {
        recorded |= post_update(world, entry, text, update, day);
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
        detail.words = detail.span.or(update.spans.first().copied()).and_then(|s| words(text, s));
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

fn local_day(world: &World, entry: Entry<'_>) -> NaiveDate {
    let at = entry.item.inbound.at;
    world
        .people
        .get(&entry.rep)
        .map_or_else(|| at.date_naive(), |p| at.with_timezone(&p.timezone).date_naive())
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

/// Records days away, and excuses the check-ins among them that are there already.
fn post_availability(
    world: &mut World,
    entry: Entry<'_>,
    away: &Availability,
    day: Option<NaiveDate>,
) -> bool {
    let by = entry.by(world, day);
    let values = vec![
        (Field::Away, Some(Value::Away(away.state))),
        (Field::From, Some(Value::Date(away.from))),
        (Field::To, away.to.map(Value::Date)),
    ];
    let created = with_pen(world, entry.rep, by, |pen| -> Result<bool, SetError> {
        let same = |r: &crate::domain::record::Record| {
            values.iter().all(|(field, value)| r.get(*field) == value.as_ref())
        };
        if pen.book.active(Kind::Availability).any(same) {
            return Ok(false);
        }
        pen.create(Kind::Availability, values, None).map(|_| true)
    });
    let covered: Vec<NaiveDate> = world
        .check_ins
        .get(&entry.rep)
        .into_iter()
        .flat_map(|days| days.keys().copied())
        .filter(|d| away.from <= *d && away.to.is_none_or(|to| *d <= to))
        .collect();
    let why = match away.state {
        AwayState::Leave => Excuse::Leave,
        AwayState::Sick => Excuse::Sick,
        AwayState::Travel => Excuse::Travel,
        AwayState::Training => Excuse::Training,
    };
    for covered_day in covered {
        change_check_in(world, entry, Some(covered_day), |check_in, scribe| {
            // A day that is over stays what it was: an absence can't be told into the past.
            if check_in.closed_at.is_none() { check_in.excuse(why, scribe) } else { Vec::new() }
        });
    }
    matches!(created, Some(Ok(true)))
}

/// Changes a check-in, if it is there, and notes what the ledger is to know of it.
pub(super) fn change_check_in(
    world: &mut World,
    entry: Entry<'_>,
    day: Option<NaiveDate>,
    change: impl FnOnce(&mut CheckIn, &mut Scribe<'_>) -> Vec<crate::domain::ledger::Change>,
) {
    let Some(day) = day else { return };
    let Some(check_in) = world.check_ins.get_mut(&entry.rep).and_then(|days| days.get_mut(&day)) else {
        return;
    };
    let mut scribe = Scribe {
        ids: &mut world.ids,
        at: world.now,
        actor: Some(entry.actor),
        way: entry.way(),
        message: Some(entry.item.id),
    };
    let before = check_in.clone();
    let changes = change(check_in, &mut scribe);
    if *check_in != before {
        world.dirty_check_ins.insert((entry.rep, day));
    }
    world.note(changes);
}

/// Tells the check-in that a message has come.
pub(super) fn note_reply(world: &mut World, entry: Entry<'_>, day: Option<NaiveDate>, substantive: bool) {
    let Some(person) = world.people.get(&entry.rep) else { return };
    let calendar = world.calendar_of(person);
    let at = entry.item.inbound.at;
    let by_rep = entry.actor == entry.rep;
    change_check_in(world, entry, day, |check_in, scribe| {
        if by_rep {
            check_in.replied(at, substantive, &calendar, scribe)
        } else {
            check_in.assisted(at, scribe)
        }
    });
}

pub(super) fn set_no_activity(world: &mut World, entry: Entry<'_>, day: Option<NaiveDate>, nothing: bool) {
    change_check_in(world, entry, day, |check_in, scribe| check_in.set_no_activity(nothing, scribe));
}

/// The bot's reaction to a message: recorded, or kept for a person to look at.
pub(super) fn react(world: &mut World, entry: Entry<'_>, recorded: bool) {
    let message_id = match &entry.item.inbound.what {
        crate::domain::What::Message(m) | crate::domain::What::Edit(m) => m.external_id.clone(),
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
