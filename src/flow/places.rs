//! Locations: each is a visit, to the customer whose place it is. Where customers are is learned from visits: the first
//! time it is asked whose place it is. A place with a name of its own (a venue) is looked for by that name too. Live
//! locations are ignored.

use chrono::TimeDelta;

use super::decide::Handled;
use super::media::{begin, end};
use super::report::{Entry, open_review, post_update};
use super::world::World;
use super::{day, times};
use crate::domain::book::{Book, CustomerMatch};
use crate::domain::effect::{Place, Review, ReviewDetail, ReviewKind, ReviewState};
use crate::domain::media::{SAME, Spot};
use crate::domain::reading::{ActivityFact, ActivityType, Fact, Update};
use crate::domain::record::{Field, Kind, Value};
use crate::domain::text::alike;
use crate::domain::{Content, InMessage, Inbound, PersonId, RecordId, What};
use crate::say;

/// So long after a live location nobody is told again that it is ignored.
pub(super) const AGAIN: TimeDelta = TimeDelta::hours(20);

/// A place that was sent once.
pub(super) fn received(world: &mut World, entry: Entry<'_>, message: &InMessage, spot: &Spot) -> Handled {
    let rep = entry.rep;
    if !spot.is_possible() {
        let said = say::unsupported(world.language(rep));
        world.say(&entry.item.inbound.chat.id, said, Some(rep));
        return Handled::default();
    }
    let day = begin(world, entry, message);
    let here = world.books.get(&rep).map(|book| whose(book, &known(world, rep), spot)).unwrap_or_default();
    let recorded = match here.as_slice() {
        [(customer, true)] => {
            let name = world.books.get(&rep).and_then(|b| b.get(*customer)?.text(Field::Name));
            let update = visit(name.map(str::to_owned), Some(*customer));
            let recorded = post_update(world, entry, "", &update, day);
            learn_at(world, rep, day.unwrap_or_else(|| day::local_day(world, entry)), &update, spot);
            recorded
        }
        candidates => {
            if !asked_already(world, rep, day, spot) {
                let mut update = visit(None, None);
                update.candidates = candidates.iter().map(|(id, _)| id.0.to_string()).collect();
                let words = [spot.title.as_deref(), spot.address.as_deref()].map(Option::unwrap_or_default);
                let words = words.join(", ").trim_matches([',', ' ']).to_owned();
                let detail = ReviewDetail {
                    words: Some(words).filter(|w| !w.is_empty()),
                    update: Some(update),
                    spot: Some(spot.clone()),
                    ..ReviewDetail::default()
                };
                open_review(world, entry, day, ReviewKind::Place, detail);
            }
            false
        }
    };
    let handled = end(world, entry, day, recorded);
    // Whoever is in another zone is asked which clock to go by.
    times::seen_at(world, entry.item, rep, spot.latitude, spot.longitude);
    handled
}

/// Whose place it may be, the likeliest first; sure where there is no other.
fn whose(book: &Book, known: &[(RecordId, Spot)], spot: &Spot) -> Vec<(RecordId, bool)> {
    let stands = |id: &RecordId| book.get(*id).is_some_and(|c| c.is_active());
    let near: Vec<RecordId> = spot.at(known.iter().filter(|(c, _)| stands(c)));
    let unsure = |ids: Vec<RecordId>| ids.into_iter().map(|id| (id, false)).collect();
    let Some(title) = spot.title.as_deref() else {
        return match near.as_slice() {
            [one] => vec![(*one, true)],
            _ => unsure(near),
        };
    };
    let mut like: Vec<RecordId> = match book.match_customer(None, &[], Some(title), None) {
        CustomerMatch::Known(id) => return vec![(id, true)],
        CustomerMatch::Candidates(ids) => ids,
        CustomerMatch::New(..) | CustomerMatch::Unnamed => book
            .active(Kind::Customer)
            .filter(|c| c.text(Field::Name).is_some_and(|name| alike(name, title)))
            .map(|c| c.id)
            .collect(),
    };
    // A like name alone may be another's; a like name right there is not.
    if let [one] = near.as_slice()
        && like.contains(one)
    {
        return vec![(*one, true)];
    }
    let far: Vec<RecordId> = near.into_iter().filter(|id| !like.contains(id)).collect();
    like.extend(far);
    unsure(like)
}

/// Where customers are. A visit that was taken back in this batch tells nothing any more; an old one isn't loaded.
fn known(world: &World, rep: PersonId) -> Vec<(RecordId, Spot)> {
    let book = world.books.get(&rep);
    let places = world.places.get(&rep).into_iter().flatten();
    let stands = places.filter_map(|p| match book.and_then(|b| b.get(p.visit)) {
        Some(visit) => visit.customer().filter(|_| visit.is_active()).map(|c| (c, p.spot.clone())),
        None => Some((p.customer, p.spot.clone())),
    });
    stands.collect()
}

fn visit(customer: Option<String>, record: Option<RecordId>) -> Update {
    Update {
        fact: Fact::Activity(ActivityFact { customer, activity: ActivityType::Visit, date: None }),
        confidence: 1.0,
        spans: Vec::new(),
        record: record.map(|id| id.0.to_string()),
        candidates: Vec::new(),
        correction: false,
    }
}

fn asked_already(world: &World, rep: PersonId, day: Option<chrono::NaiveDate>, spot: &Spot) -> bool {
    let same = |r: &Review| {
        let near = r.detail.spot.as_ref().is_some_and(|s| s.distance(spot) <= SAME && s.title == spot.title);
        r.state == ReviewState::Open && r.local_date == day && near
    };
    world.reviews.get(&rep).is_some_and(|all| all.iter().any(same))
}

/// A location of which it was asked whose place it is has become a visit: now it is known.
pub(super) fn learn(world: &mut World, rep: PersonId, review: &Review, update: &Update) {
    let Some(spot) = review.detail.spot.clone() else { return };
    let today = world.people.get(&rep).map_or_else(|| world.now.date_naive(), |p| p.today(world.now));
    learn_at(world, rep, review.local_date.unwrap_or(today), update, &spot);
}

fn learn_at(world: &mut World, rep: PersonId, day: chrono::NaiveDate, update: &Update, spot: &Spot) {
    let Some(book) = world.books.get(&rep) else { return };
    let Fact::Activity(fact) = &update.fact else { return };
    let matched = book.match_customer(update.record.as_deref(), &[], fact.customer.as_deref(), None);
    let CustomerMatch::Known(customer) = matched else { return };
    let day = fact.date.unwrap_or(day);
    let what = Value::Activity(fact.activity);
    let made = |r: &crate::domain::record::Record| r.get(Field::Type) == Some(&what);
    let Some(visit) = book.match_day(Kind::Activity, Some(customer), day, made) else { return };
    let there = |(id, at): &(RecordId, Spot)| *id == customer && at.distance(spot) <= SAME;
    if known(world, rep).iter().any(there) {
        return;
    }
    let place = Place { visit, customer, person: rep, spot: spot.clone(), at: world.now };
    world.places.entry(rep).or_default().push(place.clone());
    world.effects.places.push(place);
}

/// A place that moves on by itself. Gives whether to say that it is ignored: once a day.
pub(super) fn live(world: &mut World, person: PersonId) -> bool {
    world.told_live.insert(person)
}

/// Whether an update needs to know where customers are, and who was told of live locations.
pub(super) fn concerns(inbound: &Inbound) -> bool {
    matches!(&inbound.what, What::Message(InMessage { content: Content::Location { .. }, .. }))
}
