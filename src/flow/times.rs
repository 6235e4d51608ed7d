//! When and by which clock someone is asked: `/time`, `/timezone`, and travellers whose location lies in another zone.
//! Nothing here changes without the person's word, and all of it from the next check-in on: what is open keeps what it
//! was opened with.

use chrono::{NaiveTime, TimeDelta};
use chrono_tz::Tz;

use super::decide::Item;
use super::world::World;
use crate::domain::command::CommandError;
use crate::domain::effect::{ZoneState, ZoneTalk};
use crate::domain::person::Person;
use crate::domain::place::{same_clock, zones_of};
use crate::domain::tap::Tap;
use crate::domain::{Content, Inbound, PersonId, What, schedule};
use crate::parse::command::TimeWish;
use crate::say::{self, Said};

/// How long a location after `/timezone` is taken as the answer to it.
const SOON: TimeDelta = TimeDelta::minutes(10);

/// `/time`: shows or changes the prompt time.
pub(super) fn prompt_time(world: &mut World, person: PersonId, wish: TimeWish) -> Option<Said> {
    let known = world.people.get(&person)?;
    let (lang, rules) = (known.language, world.house.rules.clone());
    let own = match wish {
        TimeWish::Show => return Some(say::times::prompt_time(lang, known.prompt_time, &rules)),
        TimeWish::Default => None,
        TimeWish::At(time) if !rules.may_choose(time) => {
            return Some(say::times::prompt_time_outside(lang, time, &rules));
        }
        TimeWish::At(time) => Some(time),
    };
    replan(world, person, |p| p.prompt_time = own);
    Some(say::times::prompt_time_set(lang, own, &rules))
}

/// `/timezone ZONE`, and without one: how it stands, and how to change it.
pub(super) fn zone(world: &mut World, person: PersonId, zone: Option<Tz>) -> Option<Said> {
    let known = world.people.get(&person)?;
    let (lang, own) = (known.language, known.timezone);
    match zone {
        None => {
            talk(world, person, None, ZoneState::Wanted);
            Some(say::times::zone(lang, own, local(world, own)))
        }
        Some(zone) => {
            talk(world, person, Some(zone), ZoneState::Settled);
            Some(set_zone(world, person, zone))
        }
    }
}

/// A zone that isn't one: the nearest is offered, or a location waited for.
pub(super) fn misspelt(world: &mut World, person: PersonId, error: &CommandError) {
    match error {
        CommandError::Timezone { near: Some(near), .. } => talk(world, person, Some(*near), ZoneState::Asked),
        CommandError::Timezone { near: None, .. } => talk(world, person, None, ZoneState::Wanted),
        _ => {}
    }
}

/// The answer by button to whether to switch; what flashes up where that is no question any more.
pub(super) fn tapped(
    world: &mut World,
    item: &Item,
    person: PersonId,
    zone: Tz,
    switch: bool,
) -> Option<String> {
    let lang = world.language(person);
    let asked = world.zone_talks.get(&person).filter(|t| t.state == ZoneState::Asked && t.zone == Some(zone));
    if asked.is_none() {
        return Some(say::tap_too_late(lang));
    }
    talk(world, person, Some(zone), ZoneState::Settled);
    let said = match switch {
        true => set_zone(world, person, zone),
        false => say::times::zone_kept(lang, world.people.get(&person).map_or(zone, |p| p.timezone)),
    };
    world.say(&item.inbound.chat.id, said, Some(person));
    None
}

/// A location that was sent right after `/timezone`. Gives whether it was one, and is dealt with.
pub(super) fn answered_by_place(world: &mut World, item: &Item, person: PersonId, content: &Content) -> bool {
    let Content::Location { spot, live: false } = content else { return false };
    let wanted = |t: &&ZoneTalk| t.state == ZoneState::Wanted && item.inbound.at <= t.at + SOON;
    if world.zone_talks.get(&person).filter(wanted).is_none() {
        return false;
    }
    let Some(own) = world.people.get(&person).map(|p| p.timezone) else { return false };
    let zones = zones_of(spot.latitude, spot.longitude);
    let there = zones.iter().find(|z| **z == own).or_else(|| zones.first()).copied();
    let said = match there {
        Some(zone) => {
            talk(world, person, Some(zone), ZoneState::Settled);
            set_zone(world, person, zone)
        }
        None => say::times::zone_nowhere(world.language(person)),
    };
    world.say(&item.inbound.chat.id, said, Some(person));
    true
}

/// A location that says something else, such as a visit: where the clock there is another than the person's, he is
/// asked once whether to go by it.
pub(super) fn seen_at(world: &mut World, item: &Item, person: PersonId, latitude: f64, longitude: f64) {
    let Some(known) = world.people.get(&person) else { return };
    let (lang, own) = (known.language, known.timezone);
    let zones = zones_of(latitude, longitude);
    let Some(there) = zones.first().copied() else { return };
    let before = world.zone_talks.get(&person).copied();
    if zones.iter().any(|zone| same_clock(*zone, own, world.now)) {
        // He is back: the next journey is another one.
        if before.is_some_and(|t| t.zone.is_some()) {
            talk(world, person, None, ZoneState::Settled);
        }
        return;
    }
    let asked = before.and_then(|t| t.zone).is_some_and(|zone| same_clock(zone, there, world.now));
    if !asked {
        talk(world, person, Some(there), ZoneState::Asked);
        let said = say::times::elsewhere(lang, there, local(world, there));
        world.say(&item.inbound.chat.id, said, Some(person));
    }
}

/// Whether an update needs to know how the talk about the sender's zone stands.
pub(super) fn concerns(inbound: &Inbound) -> bool {
    match &inbound.what {
        What::Message(m) => match &m.content {
            Content::Location { .. } => true,
            Content::Text(text) => text.trim_start().starts_with(['/', '／']),
            _ => false,
        },
        What::Tap { data, .. } => matches!(Tap::read(data), Some(Tap::Zone { .. })),
        _ => false,
    }
}

fn set_zone(world: &mut World, person: PersonId, zone: Tz) -> Said {
    let lang = world.language(person);
    let there = local(world, zone);
    if world.people.get(&person).is_some_and(|p| p.timezone == zone) {
        return say::times::zone_same(lang, zone, there);
    }
    replan(world, person, |p| p.timezone = zone);
    say::times::zone_set(lang, zone, there)
}

/// Changes what the plan of check-ins depends on, and computes the next one anew. Dates stay unique: it comes after the
/// newest there is.
fn replan(world: &mut World, person: PersonId, change: impl FnOnce(&mut Person)) {
    // Today's is as good as open, whether or not the schedule has got round to it.
    super::day::open_today(world, person);
    let last = world.check_ins.get(&person).and_then(|days| days.keys().next_back()).copied();
    let Some(mut known) = world.people.get(&person).cloned() else { return };
    change(&mut known);
    let calendar = world.calendar_of(&known);
    known.next_open = schedule::next_open(&known, &calendar, &world.house.rules, last, world.now);
    world.people.insert(person, known);
    world.dirty_people.insert(person);
}

fn talk(world: &mut World, person: PersonId, zone: Option<Tz>, state: ZoneState) {
    let talk = ZoneTalk { person, zone, state, at: world.now };
    world.zone_talks.insert(person, talk);
    world.effects.zone_talks.push(talk);
}

fn local(world: &World, zone: Tz) -> NaiveTime {
    world.now.with_timezone(&zone).time()
}
