//! Days away: `/leave`, and what any absence means for the check-ins among its days and for the assistants, however it
//! was told, changed or taken back. The record of the absence decides; excuses follow from it ([`reconcile`]), and
//! prompts come back by themselves.

use chrono::{Days, NaiveDate};

use super::check_in::post_availability;
use super::decide::Item;
use super::report::{Entry, with_pen, withdrawn};
use super::world::World;
use crate::domain::absence::{Absence, excuse};
use crate::domain::checkin::CheckIn;
use crate::domain::ledger::{Change, Subject, Way};
use crate::domain::life::Scribe;
use crate::domain::reading::Availability;
use crate::domain::record::{Field, Kind, Record, Value};
use crate::domain::{MessageId, PersonId, RecordId, schedule};
use crate::parse::command::{Leave, ValueEnv};
use crate::say;

/// `/leave`: days away, being back, or how to say it.
pub(super) fn leave(world: &mut World, item: &Item, person: PersonId, text: &str) {
    super::day::open_today(world, person);
    let entry = Entry { item, rep: person, actor: person };
    let Some(known) = world.people.get(&person) else { return };
    let (lang, today) = (known.language, known.today(world.now));
    let env = ValueEnv {
        now: world.now.with_timezone(&known.timezone).fixed_offset(),
        currency: world.house.currency.clone(),
        region: world.house.region.clone(),
    };
    let said = match crate::parse::command::leave(text, &env) {
        _ if text.is_empty() => say::away::ask(lang, &absences(&coming(world, person, today)), today),
        None => say::away::unclear(lang, text),
        Some(Leave::Back) => back(world, entry, today),
        Some(Leave::Days(days)) => {
            for away in &days {
                if let Some(refused) = go(world, entry, away, today) {
                    world.say(&item.inbound.chat.id, refused, Some(person));
                }
            }
            return;
        }
    };
    world.say(&item.inbound.chat.id, said, Some(person));
}

/// Notes an absence; gives what to say where it could not be.
fn go(world: &mut World, entry: Entry<'_>, away: &Availability, today: NaiveDate) -> Option<say::Said> {
    let lang = world.language(entry.rep);
    let absence = Absence { state: away.state, from: away.from, to: away.to };
    let open = |c: &CheckIn| c.closed_at.is_none() && absence.covers(c.local_date, &[]);
    let any_open = world.check_ins.get(&entry.rep).is_some_and(|days| days.values().any(open));
    if absence.last() < today && !any_open {
        return Some(say::away::over(lang));
    }
    let noted = post_availability(world, entry, away, Some(today));
    (!noted).then(|| say::away::known(lang, &absence, today))
}

/// Takes back the absence that is going on, or the next one: what is over of it stays excused.
fn back(world: &mut World, entry: Entry<'_>, today: NaiveDate) -> say::Said {
    let lang = world.language(entry.rep);
    let all = coming(world, entry.rep, today);
    let first = all.iter().map(|(_, a)| a.from.max(today)).min();
    let (gone, left): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, a)| Some(a.from.max(today)) == first);
    if gone.is_empty() {
        return say::away::none(lang);
    }
    let by = entry.by(world, Some(today));
    let before = world.effects.changes.len();
    for (id, absence) in &gone {
        with_pen(world, entry.rep, by, |pen| match today.checked_sub_days(Days::new(1)) {
            Some(yesterday) if absence.from <= yesterday => {
                pen.set(*id, Field::To, Some(Value::Date(yesterday)), None, None)
            }
            _ => pen.set(*id, Field::State, withdrawn(), None, None),
        });
    }
    let changes = world.effects.changes[before..].to_vec();
    changed(world, entry.rep, entry.actor, &changes);
    say::away::taken_back(lang, &absences(&gone), &absences(&left), today)
}

/// Absences that are going on or to come, the nearest first.
fn coming(world: &World, person: PersonId, today: NaiveDate) -> Vec<(RecordId, Absence)> {
    let records = world.books.get(&person).into_iter().flat_map(|b| b.active(Kind::Availability));
    let mut found: Vec<_> = records.filter_map(|r| Some((r.id, Absence::of(r)?))).collect();
    found.retain(|(_, a)| today <= a.last());
    found.sort_by_key(|(_, a)| (a.from, a.last()));
    found
}

fn absences(found: &[(RecordId, Absence)]) -> Vec<Absence> {
    found.iter().map(|(_, a)| *a).collect()
}

/// An absence was noted: the rep is told from when to when and that it ends by itself, his assistants that nothing is
/// to be done.
pub(super) fn noted(world: &mut World, entry: Entry<'_>, absence: &Absence) {
    let Some(rep) = world.people.get(&entry.rep) else { return };
    let (lang, today, zone) = (rep.language, rep.today(world.now), rep.timezone);
    let back = schedule::next_working_day(zone, &world.calendar_of(rep), absence.last());
    if entry.actor == entry.rep {
        let said = say::away::set(lang, absence, back, today, None);
        world.say(&entry.item.inbound.chat.id, said, Some(entry.rep));
    } else {
        let by = world.people.get(&entry.actor).map(|p| p.name.clone()).unwrap_or_default();
        world.tell(entry.rep, say::away::set(lang, absence, back, today, Some(&by)));
    }
    tell_assistants(world, entry.rep, entry.actor, absence, true);
}

fn tell_assistants(world: &mut World, rep: PersonId, actor: PersonId, absence: &Absence, away: bool) {
    let Some(name) = world.people.get(&rep).map(|p| p.name.clone()) else { return };
    for assistant in world.assistants.get(&rep).cloned().unwrap_or_default() {
        let Some(known) = world.people.get(&assistant).filter(|_| assistant != actor) else { continue };
        let (lang, today) = (known.language, known.today(world.now));
        let said = match away {
            true => say::away::told(lang, &name, absence, today),
            false => say::away::told_off(lang, &name, absence, today),
        };
        world.tell(assistant, said);
    }
}

/// Records were changed, by a correction or by taking back: where absences are among them, their days are excused or
/// count again, and the assistants learn of it.
pub(super) fn changed(world: &mut World, rep: PersonId, actor: PersonId, changes: &[Change]) {
    let mut touched: Vec<RecordId> = Vec::new();
    for change in changes {
        if let Subject::Record(Kind::Availability, id) = change.subject
            && !touched.contains(&id)
        {
            touched.push(id);
        }
    }
    if touched.is_empty() {
        return;
    }
    let message = changes.iter().find_map(|c| c.message);
    let way = changes.first().map_or(Way::Correction, |c| c.way);
    reconcile(world, rep, actor, way, message);
    for id in touched {
        let Some(record) = world.books.get(&rep).and_then(|b| b.get(id)) else { continue };
        let stands = record.is_active();
        if let Some(absence) = Absence::of(record) {
            tell_assistants(world, rep, actor, &absence, stands);
        }
    }
}

/// Excuses the open check-ins that absences cover, and lets those count again that none covers any more. A day that is
/// over stays what it was: an absence can't be told into the past, nor taken back from it. Skipped days and those that
/// were excused on appeal have their excuse from elsewhere and keep it.
pub(super) fn reconcile(
    world: &mut World,
    rep: PersonId,
    actor: PersonId,
    way: Way,
    message: Option<MessageId>,
) {
    let records: Vec<Record> =
        world.books.get(&rep).into_iter().flat_map(|b| b.active(Kind::Availability)).cloned().collect();
    let Some(days) = world.check_ins.get_mut(&rep) else { return };
    let reported: Vec<NaiveDate> =
        days.values().filter(|c| c.first_substantive_at.is_some()).map(|c| c.local_date).collect();
    let mut all = Vec::new();
    for (day, check_in) in days.iter_mut().filter(|(_, c)| c.closed_at.is_none()) {
        let mut scribe = Scribe { ids: &mut world.ids, at: world.now, actor: Some(actor), way, message };
        let before = check_in.clone();
        let changes = match (check_in.excused, excuse(&records, &reported, *day)) {
            (None, Some(why)) => check_in.excuse(why, &mut scribe),
            (Some((was, _)), Some(why)) if was.is_absence() && was != why => {
                check_in.excuse(why, &mut scribe)
            }
            (Some((was, _)), None) if was.is_absence() => check_in.unexcuse(&mut scribe),
            _ => Vec::new(),
        };
        if *check_in != before {
            world.dirty_check_ins.insert((rep, *day));
        }
        all.extend(changes);
    }
    world.note(all);
}
