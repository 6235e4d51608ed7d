//! Edits and undoing: taking back what a message, or a change, has said. Taken back is a change of its own, never a
//! deletion; and a fact is only taken back where the change in question is still the current one. What someone has
//! changed since is left alone and put up for review.

use std::collections::BTreeSet;

use super::away;
use super::check_in::post_availability;
use super::pen::By;
use super::report::{self, Entry, open_review, post_update, with_pen, withdrawn};
use super::world::{Earlier, World};
use crate::domain::absence::Absence;
use crate::domain::effect::{ReviewDetail, ReviewKind, ReviewState};
use crate::domain::ledger::{Change, Subject};
use crate::domain::reading::{Availability, Reading, Update};
use crate::domain::record::{Field, Kind, Record, RecordState, Value};
use crate::domain::{ChangeId, PersonId, RecordId};

/// Applies the difference between two readings of one message: what only the first has is taken back, what only the
/// second has is posted, what both have is left alone.
pub(super) fn apply_difference(
    world: &mut World,
    entry: Entry<'_>,
    earlier: &Earlier,
    before: &Reading,
    after: &Reading,
    text: &str,
) {
    let same = |a: &Update, b: &Update| a.fact == b.fact && a.is_sure() == b.is_sure();
    let gone: Vec<&Update> =
        before.updates.iter().filter(|u| !after.updates.iter().any(|v| same(u, v))).collect();
    let come: Vec<&Update> =
        after.updates.iter().filter(|u| !before.updates.iter().any(|v| same(u, v))).collect();
    close_reviews(world, entry, earlier);
    if !gone.is_empty() {
        take_back(world, entry, earlier, &gone);
    }
    for update in come {
        post_update(world, entry, text, update, earlier.local_date);
    }
    other_days(world, entry, earlier, before, after);
    for span in &after.unread {
        let detail =
            ReviewDetail { words: report::words(text, *span), span: Some(*span), ..ReviewDetail::default() };
        open_review(world, entry, earlier.local_date, ReviewKind::Unread, detail);
    }
}

/// Days away that the new text no longer tells are taken back, those that only it tells are noted.
fn other_days(world: &mut World, entry: Entry<'_>, earlier: &Earlier, before: &Reading, after: &Reading) {
    let gone: Vec<&Availability> =
        before.availability.iter().filter(|a| !after.availability.contains(a)).collect();
    let told = |record: &Record| {
        gone.iter().any(|a| Absence::of(record) == Some(Absence { state: a.state, from: a.from, to: a.to }))
    };
    let of_message = |c: &&Change| c.message == Some(earlier.id);
    let changes: Vec<Change> = earlier
        .local_date
        .and_then(|day| world.changes.get(&(entry.rep, day)))
        .into_iter()
        .flatten()
        .filter(of_message)
        .filter(|c| match c.subject {
            Subject::Record(Kind::Availability, id) => {
                world.books.get(&entry.rep).and_then(|b| b.get(id)).is_some_and(told)
            }
            _ => false,
        })
        .cloned()
        .collect();
    if !changes.is_empty() {
        let first = world.effects.changes.len();
        take_back_changes(world, entry.rep, &changes, entry.by(world, earlier.local_date));
        let undone = world.effects.changes[first..].to_vec();
        away::changed(world, entry.rep, entry.actor, &undone);
    }
    for days in after.availability.iter().filter(|a| !before.availability.contains(a)) {
        post_availability(world, entry, days, earlier.local_date);
    }
}

/// What was to be looked at in the old text need not be any more.
fn close_reviews(world: &mut World, entry: Entry<'_>, earlier: &Earlier) {
    let Some(open) = world.reviews.get_mut(&entry.rep) else { return };
    for review in open.iter_mut().filter(|r| r.message == Some(earlier.id) && r.state == ReviewState::Open) {
        review.state = ReviewState::Dropped;
        review.decided = Some((world.now, Some(entry.actor)));
        world.effects.reviews.push(review.clone());
    }
}

/// Takes back what the message changed by way of the updates that are gone.
fn take_back(world: &mut World, entry: Entry<'_>, earlier: &Earlier, gone: &[&Update]) {
    let Some(day) = earlier.local_date else { return };
    let spans: BTreeSet<_> = gone.iter().flat_map(|u| u.spans.first()).copied().collect();
    let by = entry.by(world, Some(day));
    let changes: Vec<Change> = world
        .changes
        .get(&(entry.rep, day))
        .into_iter()
        .flatten()
        .filter(|c| c.message == Some(earlier.id) && matches!(c.subject, Subject::Record(..)))
        .filter(|c| c.span.is_some_and(|s| spans.contains(&s)))
        .cloned()
        .collect();
    for conflict in take_back_changes(world, entry.rep, &changes, by) {
        let detail = ReviewDetail { record: Some(conflict), ..ReviewDetail::default() };
        open_review(world, entry, Some(day), ReviewKind::EditConflict, detail);
    }
}

/// Takes back changes of records, the newest first: a record that they made is withdrawn, a field that they set gets
/// its value before. Gives the records that someone has changed since, which are left alone.
pub(super) fn take_back_changes(
    world: &mut World,
    rep: PersonId,
    changes: &[Change],
    by: By,
) -> BTreeSet<RecordId> {
    let ids: BTreeSet<ChangeId> = changes.iter().map(|c| c.id).collect();
    let touched_since: BTreeSet<RecordId> = world
        .latest
        .iter()
        // What was changed before is no reason to leave alone what came after, such as a fact that was brought back.
        .filter(|(_, latest)| !ids.contains(latest) && ids.first().is_some_and(|first| first < *latest))
        .map(|((record, _), _)| *record)
        .collect();
    let mut conflicts = BTreeSet::new();
    let mut made: Vec<(&Change, Kind, RecordId)> = Vec::new();
    for change in changes.iter().rev() {
        let Subject::Record(kind, record) = change.subject else { continue };
        if makes(change) {
            made.push((change, kind, record));
        } else if !changes.iter().any(|c| makes(c) && c.subject == change.subject) {
            if world.latest.get(&(record, change.field)) == Some(&change.id) {
                with_pen(world, rep, by, |pen| {
                    pen.set(record, change.field, change.old.clone(), None, Some(change.id))
                });
            } else {
                conflicts.insert(record);
            }
        }
    }
    // Customers last: what hangs on them may be going too.
    made.sort_by_key(|(_, kind, _)| matches!(kind, Kind::Customer));
    for (change, kind, record) in made {
        if touched_since.contains(&record) {
            conflicts.insert(record);
            continue;
        }
        let hangs = world.books.get(&rep).is_some_and(|b| !b.hanging_on(record).is_empty());
        // A customer that other facts have come to hang on stays for their sake; that is no conflict.
        if kind != Kind::Customer || !hangs {
            with_pen(world, rep, by, |pen| pen.set(record, Field::State, withdrawn(), None, Some(change.id)));
        }
    }
    conflicts
}

/// Whether a change made its record, or made it stand again.
fn makes(change: &Change) -> bool {
    change.field == Field::State && change.new == Some(Value::State(RecordState::Active))
}
