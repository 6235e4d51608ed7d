//! The prompt after it went out: it is edited in place when something on it was done, when the day is answered, and when
//! a quick answer leads on. Until its outcome is known there is nothing to edit.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::check_in::{note_reply, post_availability};
use super::decide::Item;
use super::report::Entry;
use super::world::World;
use super::{card, day};
use crate::domain::agenda;
use crate::domain::checkin::{CheckIn, Delivery};
use crate::domain::later::Later;
use crate::domain::ledger::Subject;
use crate::domain::reading::{Availability, AwayState};
use crate::domain::record::Field;
use crate::domain::{OutboxKind, PersonId, What};
use crate::say::{self, Ask};

/// The key under which the prompt of a check-in is edited.
pub fn key(rep: PersonId, day: NaiveDate) -> String {
    format!("prompt:{}:{day}", rep.0)
}

/// Shows the prompt of a day as things stand, as the answer to a tap.
fn show(world: &mut World, rep: PersonId, day: NaiveDate, ask: Ask) {
    edit(world, rep, day, ask, true);
}

fn edit(world: &mut World, rep: PersonId, day: NaiveDate, ask: Ask, at_once: bool) {
    let Some(said) = render(world, rep, day, ask) else { return };
    let Some(chat) = world.chats.get(&rep).cloned() else { return };
    world.send_day(&chat, OutboxKind::Card, said.card(false, at_once), rep, day, Some(key(rep, day)));
}

fn render(world: &World, rep: PersonId, day: NaiveDate, ask: Ask) -> Option<say::Said> {
    let check_in = check_in(world, rep, day).filter(|c| is_out(c))?;
    let (person, book) = (world.people.get(&rep)?, world.books.get(&rep)?);
    let open = agenda::open(&check_in.agenda, book, day, check_in.timezone);
    Some(say::prompt(person, check_in, &open, ask))
}

fn check_in(world: &World, rep: PersonId, day: NaiveDate) -> Option<&CheckIn> {
    world.check_ins.get(&rep)?.get(&day)
}

fn is_out(check_in: &CheckIn) -> bool {
    matches!(check_in.delivery, Delivery::Sent | Delivery::Late)
}

/// Shows the prompts anew that the newest changes (those from the `first` on) concern: something that they list has
/// changed, or they need no quick answers any more.
pub(super) fn refresh_after(world: &mut World, item: &Item, first: usize) {
    let tapped = matches!(item.inbound.what, What::Tap { .. });
    let mut stale: BTreeSet<(PersonId, NaiveDate)> = BTreeSet::new();
    for change in world.effects.changes.iter().skip(first) {
        match (change.subject, change.field, change.local_date) {
            (Subject::CheckIn, Field::FirstSubstantive | Field::Excused, Some(day)) => {
                stale.insert((change.person, day));
            }
            (Subject::Record(_, id), ..) => {
                let days = world.check_ins.get(&change.person).into_iter().flatten();
                let listed = days.filter(|(_, c)| world.now < c.closes_at && c.agenda.lists(id));
                stale.extend(listed.map(|(day, _)| (change.person, *day)));
            }
            _ => {}
        }
    }
    for (rep, day) in stale {
        edit(world, rep, day, Ask::Answers, tapped);
    }
}

/// What is said to a tap.
pub(super) enum Reply {
    /// Nothing: it shows.
    Shown,
    /// This flashes up.
    Flash(String),
}

/// A quick answer that leads on. A day that is over, or answered, is left as it is.
pub(super) fn tapped(world: &mut World, rep: PersonId, day: NaiveDate, ask: Ask) -> Reply {
    let lang = world.language(rep);
    match check_in(world, rep, day) {
        Some(c) if world.now >= c.closes_at => Reply::Flash(say::tap_too_late(lang)),
        Some(c) if c.is_settled() => Reply::Flash(say::tap_answered(lang)),
        Some(c) => {
            let nothing = matches!(ask, Ask::Later(_)) && Later::offers(c, world.now).is_empty();
            if nothing {
                return Reply::Flash(say::tap_no_later(lang));
            }
            show(world, rep, day, ask);
            Reply::Shown
        }
        None => Reply::Flash(say::tap_too_late(lang)),
    }
}

/// The rep has tapped when to be asked again.
pub(super) fn later_tapped(world: &mut World, rep: PersonId, day: NaiveDate, later: Later) -> Reply {
    let lang = world.language(rep);
    let Some(c) = check_in(world, rep, day).filter(|c| world.now < c.closes_at) else {
        return Reply::Flash(say::tap_too_late(lang));
    };
    if c.is_settled() {
        return Reply::Flash(say::tap_answered(lang));
    }
    match put_off(world, rep, day, later) {
        Some(at) => {
            show(world, rep, day, Ask::Waiting(at));
            let said = check_in(world, rep, day).map(|c| say::later_set(lang, c, at).visible());
            said.map_or(Reply::Shown, Reply::Flash)
        }
        None => Reply::Flash(say::tap_no_later(lang)),
    }
}

/// `/later`, with a moment or without: about the newest day that was asked about and waits for an answer.
pub(super) fn later_typed(world: &mut World, rep: PersonId, later: Option<Later>) -> say::Said {
    day::open_today(world, rep);
    let lang = world.language(rep);
    let now = world.now;
    let days = world.check_ins.get(&rep).into_iter().flat_map(|days| days.values().rev());
    let waiting: Vec<&CheckIn> =
        days.filter(|c| c.opens_at <= now && now < c.closes_at && !c.is_settled()).collect();
    // The day that was asked about, rather than the one that will be.
    let asked = waiting.iter().find(|c| is_out(c)).or(waiting.first());
    let Some(c) = asked.map(|c| (*c).clone()) else { return say::nothing_to_put_off(lang) };
    let Some(later) = later else {
        if Later::offers(&c, now).is_empty() {
            return say::later_not_then(lang);
        }
        return say::later_ask(lang, &c, now);
    };
    match put_off(world, rep, c.local_date, later) {
        Some(at) => say::later_set(lang, &c, at).into(),
        None => say::later_not_then(lang),
    }
}

fn put_off(world: &mut World, rep: PersonId, day: NaiveDate, later: Later) -> Option<DateTime<Utc>> {
    let now = world.now;
    let check_in = world.check_ins.get_mut(&rep)?.get_mut(&day)?;
    let at = later.of(check_in, now).filter(|at| check_in.later(*at))?;
    world.dirty_check_ins.insert((rep, day));
    Some(at)
}

/// The rep is away on that day: a day of leave. Gives whether it could be noted.
pub(super) fn off(world: &mut World, entry: Entry<'_>, day: NaiveDate) -> Reply {
    let lang = world.language(entry.rep);
    match check_in(world, entry.rep, day) {
        Some(c) if world.now < c.closes_at && !c.is_settled() => {}
        Some(c) if world.now < c.closes_at => return Reply::Flash(say::tap_answered(lang)),
        _ => return Reply::Flash(say::tap_too_late(lang)),
    }
    let away = Availability { state: AwayState::Leave, from: day, to: Some(day) };
    post_availability(world, entry, &away, Some(day));
    note_reply(world, entry, Some(day), true);
    card::show(world, entry.rep, day);
    Reply::Shown
}
