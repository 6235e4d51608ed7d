//! The card of a check-in: what was recorded, customer by customer, what was not read or is not sure, what is asked,
//! and how to correct. Edited in place as the day's messages arrive. `item` words a recorded fact, `open` what
//! waits for a person.

mod item;
mod open;

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use item::Item;

use super::html::{Html, Page};
use super::terms::{self, Reader};
use super::words::{html, plain};
use super::{Said, button, form};
use crate::domain::checkin::Excuse;
use crate::domain::command::ItemId;
use crate::domain::effect::{Question, Review};
use crate::domain::person::Language;
use crate::domain::reading::Answer;
use crate::domain::record::{Field, Kind, NotTold, Record, Value};
use crate::domain::tap::Tap;
use crate::domain::{Button, RecordId};

/// What a card shows.
#[derive(Clone, Debug)]
pub struct CardView<'a> {
    /// The day of the check-in.
    pub date: NaiveDate,
    /// The reader's own date.
    pub today: NaiveDate,
    /// Of a card shown to someone else (the assistant), the number and name of the person whose day it is.
    pub whose: Option<(i64, &'a str)>,
    /// The facts that the check-in touched, in the order in which they were said.
    pub items: Vec<Item<'a>>,
    /// Names of the customers that items and reviews point to.
    pub names: &'a BTreeMap<RecordId, String>,
    /// What waits for a person; those already decided are passed over.
    pub reviews: Vec<&'a Review>,
    /// The rep said that there is nothing to report.
    pub no_activity: bool,
    /// The day is in nobody's base, and why.
    pub excused: Option<Excuse>,
    /// The answer came after the day was closed.
    pub late: bool,
    /// What is asked.
    pub question: Option<&'a Question>,
}

/// Units kept for what must be on the card: question, closing lines.
const RESERVE: usize = 700;
/// Units kept for what waits for a person, where there is any.
const OPEN_RESERVE: usize = 900;

/// The card of a check-in.
pub fn card(lang: Language, view: &CardView<'_>) -> Said {
    let reader = Reader { lang, today: view.today, names: view.names };
    let open: Vec<&Review> = open::shown(&view.reviews);
    let mut page = Page::new(RESERVE + if open.is_empty() { 0 } else { OPEN_RESERVE });
    page.add(&head(lang, view));
    items(&mut page, reader, view);
    page.reserve(RESERVE);
    open::add(&mut page, reader, &open, |number| item_id(view, number));
    if let Some(question) = view.question {
        page.close(&Html::default());
        page.close(&ask(reader, view, question));
    }
    if let Some(hint) = hint(lang, view) {
        page.close(&Html::default());
        page.close(&hint);
    }
    Said { html: page.finish(), buttons: buttons(lang, view) }
}

fn item_id(view: &CardView<'_>, number: i64) -> ItemId {
    ItemId { person: view.whose.map(|(person, _)| person), number }
}

/// Title, and what is said of the day as a whole.
fn head(lang: Language, view: &CardView<'_>) -> Vec<Html> {
    let date = form::date(lang, view.date, view.today);
    let title = match view.whose {
        Some((_, name)) => {
            html(lang, "card-title-of", &[("name", Html::clipped(name, 60).into()), ("date", date.into())])
        }
        None if view.items.is_empty() => html(lang, "card-title-bare", &[("date", date.into())]),
        None => html(lang, "card-title", &[("date", date.into())]),
    };
    let mut lines = vec![title];
    if view.late {
        lines.push(html(lang, "card-late", &[]));
    }
    if let Some(excuse) = view.excused {
        lines.push(html(lang, &format!("excused-{}", excuse.name()), &[]));
    }
    if view.no_activity {
        lines.push(html(lang, "card-no-activity", &[]));
    }
    lines
}

/// The facts, grouped by customer in the order in which customers were first spoken of; what belongs to none last.
fn items(page: &mut Page, reader: Reader<'_>, view: &CardView<'_>) {
    let mut groups: Vec<(Option<RecordId>, Vec<&Item<'_>>)> = Vec::new();
    for item in &view.items {
        let customer = item.customer();
        match groups.iter_mut().find(|(c, _)| *c == customer) {
            Some((_, group)) => group.push(item),
            None => groups.push((customer, vec![item])),
        }
    }
    groups.sort_by_key(|(customer, _)| customer.is_none());
    let mut left_out = 0usize;
    for (customer, group) in groups {
        let (of_itself, of_it): (Vec<_>, Vec<_>) =
            group.into_iter().partition(|i| i.record.kind == Kind::Customer);
        let mut pending = vec![Html::default()];
        if let Some(customer) = customer {
            let itself = of_itself.first().copied();
            pending.extend(item::customer(reader, customer, itself, |n| item_id(view, n)));
        }
        let alone = of_it.is_empty();
        if alone && !page.add(&pending) {
            left_out += 1;
        }
        for item in of_it {
            pending.push(item::line(reader, item, view.date, item_id(view, item.record.number)));
            if left_out == 0 && page.add(&pending) {
                pending.clear();
            } else {
                pending.pop();
                left_out += 1;
            }
        }
    }
    if left_out > 0 {
        page.close(&html(reader.lang, "card-more", &[("count", left_out.into())]));
    }
}

/// The words of a question.
fn ask(reader: Reader<'_>, view: &CardView<'_>, question: &Question) -> Html {
    let lang = reader.lang;
    let key = match question.field {
        Field::Phone => "ask-phone",
        Field::Occupation => "ask-occupation",
        Field::Age => "ask-age",
        Field::Amount => "ask-amount",
        Field::CloseDate => "ask-close-date",
        Field::Product => "ask-product",
        Field::Stage => "ask-stage",
        Field::Due => "ask-due",
        _ => "ask-other",
    };
    // Of a deal or a step it is the customer that has a name.
    let asked_of = view.items.iter().map(|i| i.record).find(|r| r.id == question.record);
    let customer = asked_of.and_then(Record::customer).unwrap_or(question.record);
    let name = terms::value(reader, Field::Customer, &Value::Record(customer));
    html(lang, key, &[("customer", name.into()), ("field", terms::field(lang, question.field).into())])
}

/// How to correct, by an example that fits a fact on this card.
fn hint(lang: Language, view: &CardView<'_>) -> Option<Html> {
    let sample = |field: Field| {
        let item = view.items.iter().find(|i| i.record.is_active() && i.record.get(field).is_some())?;
        Some((item.record.number, field))
    };
    let fields = [Field::Amount, Field::Stage, Field::Due, Field::Phone, Field::Name, Field::Day, Field::To];
    let (number, field) = fields.into_iter().find_map(sample)?;
    let example = html(
        lang,
        "fix-example",
        &[
            ("id", item_id(view, number).to_string().into()),
            ("field", terms::field(lang, field).into()),
            ("value", plain(lang, &format!("sample-{}", field.name()), &[]).into()),
        ],
    );
    Some(html(lang, "card-hint", &[("example", example.code().into())]))
}

fn buttons(lang: Language, view: &CardView<'_>) -> Vec<Vec<Button>> {
    let mut rows = Vec::new();
    if let Some(question) = view.question {
        let mut row: Vec<Button> = Vec::new();
        let can_be_none = question.field.accepts(&Value::NotTold(NotTold::NotApplicable));
        for (answer, key) in [
            (Answer::Unknown, "button-unknown"),
            (Answer::Refused, "button-refused"),
            (Answer::NotApplicable, "button-has-none"),
            (Answer::Later, "button-later"),
        ] {
            let fits = can_be_none || !matches!(answer, Answer::Refused | Answer::NotApplicable);
            let tap = Tap::Answer { nonce: question.nonce.clone(), answer };
            row.extend(fits.then(|| button(plain(lang, key, &[]), &tap)).flatten());
        }
        rows.extend(row.chunks(2).map(<[Button]>::to_vec));
    }
    let own = view.whose.is_none();
    if own && (view.no_activity || view.items.iter().any(|i| i.record.is_active())) {
        let tap = Tap::UndoLast { date: view.date };
        rows.extend(button(plain(lang, "button-undo-last", &[]), &tap).map(|b| vec![b]));
    }
    rows
}

/// An item of the queue in one line, with the id by which the assistant names it.
pub(super) fn open_line(reader: Reader<'_>, review: &Review, person: i64) -> Html {
    let id = ItemId { person: Some(person), number: review.number };
    Html::join([Html::markup("▫️"), open::words(reader, review), Html::text(&id.to_string()).code()], " ")
}

#[cfg(test)]
mod tests;
