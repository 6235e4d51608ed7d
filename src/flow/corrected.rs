//! A later message that corrects an earlier one (`sorry, 35k`, `不对，是周四`): it changes what it corrects, and nothing
//! else. Which record that is follows from what the check-in has recorded so far: the last one of the kind and customer
//! in question of which the corrected field was told; of a reply, among what the message replied to has recorded.

use chrono::NaiveDate;

use super::amend;
use super::fix::{by, record_review};
use super::report::{Entry, with_pen};
use super::world::World;
use crate::domain::effect::{Review, ReviewState};
use crate::domain::ledger::{Change, Subject};
use crate::domain::reading::Update;
use crate::domain::record::{Field, Kind, Record, Value};
use crate::domain::text::fold_name;
use crate::domain::{MessageId, PersonId, RecordId};

/// Applies a correction. Gives whether anything was recorded by it; `None` where the update is no correction, or
/// nothing is there that it could correct: then it is posted like any other.
pub(super) fn apply(
    world: &mut World,
    entry: Entry<'_>,
    update: &Update,
    day: Option<NaiveDate>,
    reply_to: Option<&str>,
) -> Option<bool> {
    if !update.correction || !update.is_sure() {
        return None;
    }
    let day = day?;
    let values = amend::values(&update.fact);
    if let Some(record) = recorded(world, entry, update, &values, day, reply_to) {
        let by = by(world, entry.item, entry.actor, entry.rep, Some(day));
        let span = update.spans.first().copied();
        let set = with_pen(world, entry.rep, by, |pen| {
            values
                .into_iter()
                .map(|(field, value)| pen.set(record, field, Some(value), span, None))
                .collect::<Vec<_>>()
        });
        // Where a value doesn't fit its field, the parser misread it: it is posted, and looked at.
        return set.filter(|all| all.iter().all(Result::is_ok)).map(|_| true);
    }
    let waiting = waiting(world, entry.rep, update, day)?;
    let mut put_right = waiting.detail.update.clone()?;
    for (field, value) in &values {
        amend::field(&mut put_right.fact, *field, value);
    }
    record_review(world, entry.item, entry.actor, entry.rep, &waiting, put_right).ok().map(|_| true)
}

/// The record that a correction means.
fn recorded(
    world: &World,
    entry: Entry<'_>,
    update: &Update,
    values: &[(Field, Value)],
    day: NaiveDate,
    reply_to: Option<&str>,
) -> Option<RecordId> {
    let book = world.books.get(&entry.rep)?;
    let kind = update.fact.kind();
    let told = |record: &Record, change: &Change| {
        let whose = |name: &str| customer_of(world, entry.rep, record).is_some_and(|c| same(&c, name));
        values.iter().any(|(field, _)| *field == change.field) && update.fact.customer().is_none_or(whose)
    };
    let found = |of: Option<MessageId>| {
        world.changes.get(&(entry.rep, day))?.iter().rev().find_map(|change| {
            let Subject::Record(k, id) = change.subject else { return None };
            let of_kind = k == kind || (kind, k) == (Kind::Customer, Kind::Contact);
            let record = book.get(id).filter(|r| of_kind && r.is_active())?;
            let said = of.is_none_or(|of| change.message == Some(of));
            (said && change.new.is_some() && told(record, change)).then_some(id)
        })
    };
    let replied = reply_to.and_then(|id| {
        let key = (entry.item.inbound.chat.id.clone(), id.to_owned());
        world.earlier.get(&key).map(|e| e.id)
    });
    replied.and_then(|of| found(Some(of))).or_else(|| found(None))
}

/// The reading that a correction means, where it isn't recorded yet.
fn waiting(world: &World, rep: PersonId, update: &Update, day: NaiveDate) -> Option<Review> {
    let means = |r: &&Review| {
        let like = |old: &Update| {
            old.fact.kind() == update.fact.kind()
                && match (old.fact.customer(), update.fact.customer()) {
                    (Some(a), Some(b)) => same(a, b),
                    _ => true,
                }
        };
        r.local_date == Some(day)
            && r.state == ReviewState::Open
            && r.detail.update.as_ref().is_some_and(like)
    };
    world.reviews.get(&rep)?.iter().rev().find(means).cloned()
}

fn customer_of(world: &World, rep: PersonId, record: &Record) -> Option<String> {
    let book = world.books.get(&rep)?;
    let customer = if record.kind == Kind::Customer { Some(record) } else { book.get(record.customer()?) };
    customer?.text(Field::Name).map(str::to_owned)
}

fn same(a: &str, b: &str) -> bool {
    fold_name(a) == fold_name(b)
}
