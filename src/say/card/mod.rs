//! The card of a check-in: what was recorded, customer by customer, what was not read or is not sure, what is asked,
//! and how to correct. Edited in place as the day's messages arrive. `item` words a recorded fact, `open` what
//! waits for a person, `ask` a question; the buttons are in `taps`.

mod ask;
mod item;
mod open;
mod taps;

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use item::Item;

use super::html::{Html, Page};
use super::terms::{self, Reader};
use super::words::{html, plain};
use super::{Said, form};
use crate::domain::RecordId;
use crate::domain::checkin::Excuse;
use crate::domain::command::ItemId;
use crate::domain::effect::Review;
use crate::domain::person::Language;
use crate::domain::question::Question;
use crate::domain::record::{Field, Kind, Record};

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
    /// What was heard in voice notes.
    pub heard: &'a [String],
    /// The answer came after the day was closed.
    pub late: bool,
    /// The rep has said that it is right.
    pub confirmed: bool,
    /// What is asked.
    pub question: Option<&'a Question>,
    /// The record asked about.
    pub about: Option<&'a Record>,
    /// The records offered as answers.
    pub offered: Vec<&'a Record>,
    /// How far a correction by taps has come.
    pub step: Step,
}

/// How far a correction by taps has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Step {
    /// None is being made.
    #[default]
    Rest,
    /// Which entry?
    Items,
    /// Which field of the entry with this number?
    Fields(i64),
    /// Which value has this field of it?
    Value(i64, Field),
}

/// The most voice notes whose words are shown, the last ones, and the most characters of each.
const HEARD: usize = 3;
const HEARD_WORDS: usize = 240;
/// Units kept for what must be on the card: question, closing lines.
const RESERVE: usize = 700;
/// Units kept for what waits for a person, where there is any.
const OPEN_RESERVE: usize = 900;

/// The card of a check-in.
pub fn card(lang: Language, view: &CardView<'_>) -> Said {
    let reader = Reader { lang, today: view.today, names: view.names };
    let mut open: Vec<&Review> = open::shown(&view.reviews);
    // What is asked about stands in the question.
    let asked = view.question.and_then(|q| q.about.review());
    open.retain(|r| Some(r.id) != asked);
    let mut page = Page::new(RESERVE + if open.is_empty() { 0 } else { OPEN_RESERVE });
    page.add(&head(lang, view));
    items(&mut page, reader, view);
    page.reserve(RESERVE);
    open::add(&mut page, reader, &open, |number| item_id(view, number));
    let question = view.question.filter(|_| view.step == Step::Rest);
    let question = question.map(|question| ask::words(reader, view, question));
    for line in question.into_iter().chain(taps::step(lang, view)).chain(hint(lang, view)) {
        page.close(&Html::default());
        page.close(&line);
    }
    Said { html: page.finish(), buttons: taps::buttons(reader, view) }
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
    if view.confirmed {
        lines.push(html(lang, "card-confirmed", &[]));
    }
    let last = view.heard.len().saturating_sub(HEARD);
    lines.extend(
        view.heard[last..]
            .iter()
            .map(|text| html(lang, "card-heard", &[("words", Html::clipped(text, HEARD_WORDS).into())])),
    );
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

/// How to correct, by an example that fits a fact on this card.
fn hint(lang: Language, view: &CardView<'_>) -> Option<Html> {
    if view.confirmed || view.step != Step::Rest {
        return None;
    }
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

/// An item of the queue in one line, with the id by which the assistant names it.
pub(super) fn open_line(reader: Reader<'_>, review: &Review, person: i64) -> Html {
    let id = ItemId { person: Some(person), number: review.number };
    Html::join([Html::markup("•"), open::words(reader, review), Html::text(&id.to_string()).code()], " ")
}

/// An item in words, without its id.
pub(super) fn review_words(reader: Reader<'_>, review: &Review) -> Html {
    open::words(reader, review)
}

#[cfg(test)]
mod tests;
