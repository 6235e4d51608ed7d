//! Whose day a message is, and what it is read with: the check-in that it belongs to, and what came before in it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{NaiveDate, Timelike};

use super::amend;
use super::report::Entry;
use super::tick::opening::excused_by_rep;
use super::world::World;
use crate::domain::absence::excuse;
use crate::domain::checkin::{CheckIn, Excuse};
use crate::domain::life::Scribe;
use crate::domain::reading::{Context, Fact, ParseInput, Reading, Update};
use crate::domain::record::Kind;
use crate::domain::standing::whose_day;
use crate::domain::{PersonId, schedule};
use crate::parse::today;

/// Up to this hour the day before is not over for whoever is still up.
const SMALL_HOURS: u32 = 5;

/// Opens today's check-in where it is due to be there and the schedule has not got round to it; as excused, where the
/// rep is known to be away.
pub(super) fn open_today(world: &mut World, rep: PersonId) {
    let Some(person) = world.people.get(&rep) else { return };
    let (day, _) = match person.next_open {
        Some((day, at)) if at <= world.now && day == person.today(world.now) => (day, at),
        _ => return,
    };
    let Some((mode, team)) = person.asked_as(day) else { return };
    let calendar = world.calendar_of(person);
    let mut check_in = schedule::open(person, mode, team, day, &calendar, &world.house.rules);
    let next = schedule::next_open(person, &calendar, &world.house.rules, Some(day), world.now);
    if let Some(person) = world.people.get_mut(&rep) {
        person.next_open = next;
        world.dirty_people.insert(rep);
    }
    if world.check_ins.get(&rep).is_some_and(|days| days.contains_key(&day)) {
        return;
    }
    if let Some(why) = known_excuse(world, rep, day) {
        let changes = excused_by_rep(&mut check_in, why, &mut Scribe::system(&mut world.ids, world.now));
        world.note(changes);
    }
    world.check_ins.entry(rep).or_default().insert(day, check_in);
    world.dirty_check_ins.insert((rep, day));
}

/// Why a day of a rep is excused by what was said before.
fn known_excuse(world: &World, rep: PersonId, day: NaiveDate) -> Option<Excuse> {
    let there = world.check_ins.get(&rep).into_iter().flat_map(BTreeMap::values);
    let reported: Vec<NaiveDate> =
        there.filter(|c| c.first_substantive_at.is_some()).map(|c| c.local_date).collect();
    excuse(world.books.get(&rep)?.active(Kind::Availability), &reported, day)
}

/// The check-in that a message without words belongs to.
pub(super) fn day_of_entry(world: &World, entry: Entry<'_>, reply_to: Option<&str>) -> Option<NaiveDate> {
    let replied = reply_to.and_then(|id| day_of_message(world, &entry.item.inbound.chat.id, id));
    day_for(world, entry, replied, None)
}

/// The day that a message of ours, or an earlier one of the rep's, belongs to.
pub(super) fn day_of_message(world: &World, chat: &str, external_id: &str) -> Option<NaiveDate> {
    let key = (chat.to_owned(), external_id.to_owned());
    world.ours.get(&key).copied().or_else(|| world.earlier.get(&key).and_then(|e| e.local_date))
}

pub(super) fn day_for(
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
pub(super) fn named_day(reading: &Reading, today: NaiveDate) -> Option<NaiveDate> {
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

/// A fact as it counts for the check-in of `day`. Whoever answers after midnight or on the next morning and names no
/// day tells of the day that was asked about, not of the one that has just begun; in the small hours even `today` is
/// still that day.
pub(super) fn as_of<'u>(
    world: &World,
    entry: Entry<'_>,
    text: &str,
    update: &'u Update,
    day: Option<NaiveDate>,
) -> Cow<'u, Update> {
    let Some(person) = world.people.get(&entry.rep) else { return Cow::Borrowed(update) };
    let said = entry.item.inbound.at.with_timezone(&person.timezone);
    let is_earlier = day.is_some_and(|day| day < said.date_naive());
    let by_day = said.hour() >= SMALL_HOURS && today::is_named(text);
    if !is_earlier || by_day || amend::day_of(&update.fact) != Some(said.date_naive()) {
        return Cow::Borrowed(update);
    }
    let mut update = update.clone();
    amend::undate(&mut update.fact);
    Cow::Owned(update)
}

pub(super) fn input(
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
pub(super) fn context(world: &World, entry: Entry<'_>, day: NaiveDate, reply_to: Option<&str>) -> Context {
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

pub(super) fn local_day(world: &World, entry: Entry<'_>) -> NaiveDate {
    let at = entry.item.inbound.at;
    world
        .people
        .get(&entry.rep)
        .map_or_else(|| at.date_naive(), |p| at.with_timezone(&p.timezone).date_naive())
}
