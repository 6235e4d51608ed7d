//! Days left out: a few a month by the rep's own decision; beyond these his assistant decides, in the queue, by button
//! or by `/ok` and `/drop`, and the day is pending until then.

use std::collections::HashMap;

use chrono::{Datelike, Months, NaiveDate};

use super::check_in::change_check_in;
use super::correct::{Target, find};
use super::decide::Item;
use super::fix::settle;
use super::report::{Entry, open_review};
use super::world::World;
use crate::domain::PersonId;
use crate::domain::checkin::Excuse;
use crate::domain::command::{CommandName, ItemId};
use crate::domain::effect::{Review, ReviewDetail, ReviewKind, ReviewState};
use crate::domain::ledger::Way;
use crate::domain::life::Scribe;
use crate::parse::command::Command;
use crate::say::{self, Said};
use crate::store::{self, PgConnection, Result};

/// How many days of this month those have skipped who want to skip one now.
pub(super) async fn load(
    conn: &mut PgConnection,
    world: &World,
    items: &[&Item],
) -> Result<HashMap<PersonId, i64>> {
    let wanting = super::command::commands(world, items).filter(|(.., command)| *command == Command::Skip);
    let months: Vec<(PersonId, NaiveDate, NaiveDate)> = wanting
        .filter_map(|(_, person, _)| {
            let first = world.people.get(&person)?.today(world.now).with_day(1)?;
            Some((person, first, first.checked_add_months(Months::new(1))?.pred_opt()?))
        })
        .collect();
    match months.is_empty() {
        true => Ok(HashMap::new()),
        false => store::check_in::skips(conn, world.house.org, &months).await,
    }
}

/// `/skip`: leaves today out, or asks for it.
pub(super) fn skip(world: &mut World, item: &Item, person: PersonId) {
    super::day::open_today(world, person);
    let said = decide(world, item, person);
    world.say(&item.inbound.chat.id, said, Some(person));
}

fn decide(world: &mut World, item: &Item, person: PersonId) -> Said {
    let lang = world.language(person);
    let entry = Entry { item, rep: person, actor: person };
    let today = world.people.get(&person).map(|p| p.today(world.now));
    let check_in = today.and_then(|d| world.check_ins.get(&person)?.get(&d));
    if check_in.is_some_and(|c| c.appealed_at.is_some()) {
        return say::skip::waiting(lang);
    }
    let Some(day) = check_in.filter(|c| !c.is_settled()).map(|c| c.local_date) else {
        return say::nothing_to_skip(lang);
    };
    let (used, allowed) =
        (world.skips.get(&person).copied().unwrap_or(0), i64::from(world.house.rules.skips_per_month));
    if used < allowed {
        change_check_in(world, entry, Some(day), |check_in, scribe| check_in.excuse(Excuse::Skip, scribe));
        *world.skips.entry(person).or_insert(0) += 1;
        return say::skip::skipped(lang, allowed - used - 1);
    }
    change_check_in(world, entry, Some(day), |check_in, scribe| check_in.appeal(scribe));
    open_review(world, entry, Some(day), ReviewKind::Skip, ReviewDetail::default());
    let assistants = world.assistants.get(&person).cloned().unwrap_or_default();
    let review = world.reviews.get(&person).and_then(|all| all.last()).map(|r| r.number);
    if let (Some(rep), Some(number)) = (world.people.get(&person).cloned(), review) {
        let id = ItemId { person: Some(rep.number), number };
        for assistant in &assistants {
            let Some(known) = world.people.get(assistant) else { continue };
            let now = known.today(world.now);
            let said = say::skip::request(known.language, &rep.name, day, now, used, id);
            world.tell(*assistant, said);
        }
    }
    say::skip::asked(lang, allowed, !assistants.is_empty())
}

/// A decision by button; what flashes up where there is nothing to decide any more.
pub(super) fn tapped(
    world: &mut World,
    item: &Item,
    actor: PersonId,
    id: ItemId,
    accept: bool,
) -> Option<String> {
    let lang = world.language(actor);
    let roles = world.people.get(&actor).map(|p| p.roles_on(p.today(world.now))).unwrap_or_default();
    let found = find(world, actor, id).filter(|_| CommandName::Ok.open_to(&roles));
    let Some(Target::Review(rep, review)) = found else { return Some(say::tap_too_late(lang)) };
    if review.kind != ReviewKind::Skip {
        return Some(say::tap_too_late(lang));
    }
    let state = if accept { ReviewState::Done } else { ReviewState::Dropped };
    let said = decided(world, actor, rep, &review, state);
    world.say(&item.inbound.chat.id, said, Some(actor));
    None
}

/// A request is decided: the day is excused or counts, and the rep is told. He himself may only take it back.
pub(super) fn decided(
    world: &mut World,
    actor: PersonId,
    rep: PersonId,
    review: &Review,
    state: ReviewState,
) -> Said {
    let lang = world.language(actor);
    let granted = state == ReviewState::Done;
    if granted && actor == rep {
        return say::skip::not_yours(lang);
    }
    settle(world, actor, rep, review.id, state);
    let (Some(day), Some(known)) = (review.local_date, world.people.get(&rep).cloned()) else {
        return say::correct::settled(lang);
    };
    let answered = decide_day(world, actor, rep, day, granted);
    let today = |world: &World, p: PersonId| world.people.get(&p).map_or(day, |p| p.today(world.now));
    let (here, there) = (today(world, actor), today(world, rep));
    if actor == rep {
        return say::skip::withdrawn(lang, day, here);
    }
    if answered {
        return say::skip::moot(lang, &known.name, day, here);
    }
    world.tell(rep, say::skip::decided(known.language, day, there, granted));
    say::skip::settled(lang, &known.name, day, here, granted)
}

/// Gives whether the day was answered meanwhile.
fn decide_day(world: &mut World, actor: PersonId, rep: PersonId, day: NaiveDate, granted: bool) -> bool {
    let Some(check_in) = world.check_ins.get_mut(&rep).and_then(|days| days.get_mut(&day)) else {
        return false;
    };
    let mut scribe = Scribe {
        ids: &mut world.ids,
        at: world.now,
        actor: Some(actor),
        way: Way::Correction,
        message: None,
    };
    let changes = check_in.decide_appeal(granted, &mut scribe);
    let answered = check_in.first_substantive_at.is_some();
    world.dirty_check_ins.insert((rep, day));
    world.note(changes);
    answered
}
