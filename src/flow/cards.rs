//! Contact cards: someone known gets the phone, someone at the customer just spoken of becomes its contact, anyone else a
//! customer. Where it isn't clear, it is asked once, on the day's card. A card that comes again does nothing again.

use chrono::{NaiveDate, TimeDelta};

use super::decide::Handled;
use super::fix::{self, Refusal};
use super::media::{begin, end};
use super::post;
use super::report::{Entry, open_review, post_update, with_pen};
use super::world::World;
use crate::domain::contact::{Meant, Spoken, meant};
use crate::domain::effect::{Alias, Review, ReviewDetail, ReviewKind, ReviewState};
use crate::domain::ledger::{Subject, Way};
use crate::domain::question::Choice;
use crate::domain::reading::{CustomerFact, Fact, Update};
use crate::domain::record::{CustomerKind, Field, Kind, Record, Value};
use crate::domain::text::{alike, fold_name};
use crate::domain::{InMessage, PersonId, RecordId};
use crate::parse::command::{ValueEnv, value};
use crate::parse::known::looks_like_person;

/// A card that comes so soon after words about a customer is of someone there.
const RIGHT_AFTER: TimeDelta = TimeDelta::minutes(10);
/// Digits from which on a number that begins with neither plus nor nought is an international one.
const INTERNATIONAL: usize = 12;
/// The longest name taken from a card, in characters.
const NAME: usize = 200;

/// A contact card.
pub(super) fn received(
    world: &mut World,
    entry: Entry<'_>,
    message: &InMessage,
    name: &str,
    phone: &str,
) -> Handled {
    let day = begin(world, entry, message);
    let usable = usable_phone(world, entry.rep, phone);
    let name: String = [name.trim(), phone.trim()].into_iter().find(|t| !t.is_empty()).unwrap_or("?").into();
    let name: String = name.chars().take(NAME).collect();
    let recorded = take(world, entry, day, name, usable);
    end(world, entry, day, recorded)
}

/// Records a card, or asks whose it is. Gives whether it stands in the records now.
fn take(
    world: &mut World,
    entry: Entry<'_>,
    day: Option<NaiveDate>,
    name: String,
    phone: Option<String>,
) -> bool {
    let spoken = spoken_of(world, entry, day);
    let Some(book) = world.books.get(&entry.rep) else { return false };
    match meant(book, &name, phone.as_deref(), spoken) {
        Meant::Known(id) => {
            let (by, phone) = (entry.by(world, day), phone.map(Value::Text));
            with_pen(world, entry.rep, by, |pen| pen.fill(id, Field::Phone, phone, None)).is_some()
        }
        Meant::At(customer) => {
            let update = at_customer(world, entry.rep, customer, name, phone);
            post_update(world, entry, "", &update, day)
        }
        Meant::New => post_update(world, entry, "", &of(name, phone), day),
        Meant::Unclear(candidates) => {
            let mut update = of(name, phone);
            let asked = |r: &&Review| {
                let fact = r.detail.update.as_ref().map(|u| &u.fact);
                r.kind == ReviewKind::Contact && r.state == ReviewState::Open && fact == Some(&update.fact)
            };
            if world.reviews.get(&entry.rep).is_some_and(|all| all.iter().any(|r| asked(&r))) {
                return false;
            }
            update.candidates = candidates.iter().map(|id| id.0.to_string()).collect();
            let detail = ReviewDetail { update: Some(update), ..ReviewDetail::default() };
            open_review(world, entry, day, ReviewKind::Contact, detail);
            false
        }
    }
}

/// A card as a reading.
fn of(name: String, phone: Option<String>) -> Update {
    let fact = CustomerFact { customer: Some(name), phone, ..CustomerFact::default() };
    Update {
        fact: Fact::Customer(fact),
        confidence: 1.0,
        spans: Vec::new(),
        record: None,
        candidates: Vec::new(),
        correction: false,
    }
}

fn at_customer(
    world: &World,
    rep: PersonId,
    customer: RecordId,
    name: String,
    phone: Option<String>,
) -> Update {
    let known = world.books.get(&rep).and_then(|b| b.get(customer)?.text(Field::Name)).map(str::to_owned);
    let fact = CustomerFact { customer: known, contact: Some(name), phone, ..CustomerFact::default() };
    Update { fact: Fact::Customer(fact), record: Some(customer.0.to_string()), ..of(String::new(), None) }
}

/// The customer of whom a text of the rep has told right before, where cards may be of its people.
fn spoken_of(world: &World, entry: Entry<'_>, day: Option<NaiveDate>) -> Option<Spoken> {
    let book = world.books.get(&entry.rep)?;
    // What a card or a tap recorded has no place in a text.
    let told = world.changes.get(&(entry.rep, day?))?.iter().rev().find(|c| {
        c.way == Way::Rep && c.span.is_some() && matches!(c.subject, Subject::Record(..)) && c.new.is_some()
    })?;
    let Subject::Record(_, id) = told.subject else { return None };
    let record = book.get(id).filter(|_| world.now - told.at <= RIGHT_AFTER)?;
    let customer = book.get(record.customer().unwrap_or(record.id))?;
    let spoken = Spoken { customer: customer.id, has_people: is_organisation(customer) };
    customer.is_active().then_some(spoken)
}

/// A phone number as it is kept; cards often leave the plus away.
fn usable_phone(world: &World, rep: PersonId, phone: &str) -> Option<String> {
    let zone = world.people.get(&rep)?.timezone;
    let env = ValueEnv {
        now: world.now.with_timezone(&zone).fixed_offset(),
        currency: world.house.currency.clone(),
        region: world.house.region.clone(),
    };
    let phone = phone.trim();
    let bare = phone.starts_with(|c: char| ('1'..='9').contains(&c));
    let mut forms = [Some(phone.to_owned()), bare.then(|| format!("+{phone}"))];
    // So long a number without a trunk prefix begins with the code of its country.
    if bare && phone.chars().filter(char::is_ascii_digit).count() >= INTERNATIONAL {
        forms.reverse();
    }
    forms.into_iter().flatten().find_map(|text| match value(Kind::Customer, Field::Phone, &text, &env) {
        Ok(Value::Text(phone)) => Some(phone),
        _ => None,
    })
}

/// What the rep says of a card: someone new, or one of those who are known. `false` where it was no such answer.
pub(super) fn chosen(
    world: &mut World,
    entry: Entry<'_>,
    review: &Review,
    choice: &Choice,
) -> Result<bool, Refusal> {
    match choice {
        _ if review.kind != ReviewKind::Contact => Ok(false),
        Choice::New => {
            is_new(world, entry, review);
            Ok(true)
        }
        Choice::Take(Value::Record(id)) => is_of(world, entry, review, *id).map(|()| true),
        _ => Ok(false),
    }
}

/// The rep has said that a card is of someone new.
fn is_new(world: &mut World, entry: Entry<'_>, review: &Review) {
    let Some(Update { fact: Fact::Customer(fact), .. }) = &review.detail.update else { return };
    let by = fix::by(world, entry.item, entry.actor, entry.rep, review.local_date);
    let made = with_pen(world, entry.rep, by, |pen| {
        let name = fact.customer.clone().unwrap_or_default();
        let customer = post::new_customer(pen, name, Some(fact), None)?;
        pen.fill(customer, Field::Phone, fact.phone.clone().map(Value::Text), None)
    });
    if matches!(made, Some(Ok(()))) {
        fix::settle(world, entry.actor, entry.rep, review.id, ReviewState::Done);
    }
}

/// The rep has said that a card is of a known customer: of someone there, or of that customer, which then is known by
/// the name on the card too.
fn is_of(world: &mut World, entry: Entry<'_>, review: &Review, customer: RecordId) -> Result<(), Refusal> {
    let Some(Update { fact: Fact::Customer(fact), .. }) = &review.detail.update else { return Ok(()) };
    let Some(known) = world.books.get(&entry.rep).and_then(|b| b.get(customer)).cloned() else {
        return Ok(());
    };
    let (on_card, name) =
        (fact.customer.clone().unwrap_or_default(), known.text(Field::Name).unwrap_or_default());
    let update = if is_organisation(&known) && !alike(name, &on_card) {
        at_customer(world, entry.rep, customer, on_card, fact.phone.clone())
    } else {
        also_named(world, entry, customer, name, on_card);
        Update { record: Some(customer.0.to_string()), ..of(name.to_owned(), fact.phone.clone()) }
    };
    fix::record_review(world, entry.item, entry.actor, entry.rep, review, update).map(drop)
}

fn is_organisation(customer: &Record) -> bool {
    match customer.get(Field::CustomerKind) {
        Some(Value::CustomerKind(CustomerKind::Organisation)) => true,
        Some(Value::CustomerKind(CustomerKind::Person)) => false,
        _ => !customer.text(Field::Name).is_some_and(looks_like_person),
    }
}

fn also_named(world: &mut World, entry: Entry<'_>, customer: RecordId, name: &str, alias: String) {
    let key = fold_name(&alias);
    if key.is_empty() || key == fold_name(name) {
        return;
    }
    if let Some(book) = world.books.get_mut(&entry.rep) {
        book.add_alias(customer, alias.clone());
    }
    world.effects.aliases.push(Alias { customer, alias, key, by: entry.actor, at: world.now });
}
