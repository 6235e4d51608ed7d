//! The buttons of a card: the answers to its question, *Right*, *Fix* and *Undo last*; and, while something is being
//! corrected by taps, its entries and their fields. Short enough for a narrow phone.

use super::super::button;
use super::super::terms::{self, Reader};
use super::super::words::{html, plain};
use super::{CardView, Step, item_id, open};
use crate::domain::Button;
use crate::domain::effect::{Review, ReviewState};
use crate::domain::person::Language;
use crate::domain::question::{Choice, Question};
use crate::domain::reading::Answer;
use crate::domain::record::{Field, Kind, NotTold, Record, Value};
use crate::domain::tap::Tap;
use crate::say::Html;

/// The most entries that are offered for correction.
const ENTRIES: usize = 10;
/// The longest text of a button that has its row for itself, and of one of two in a row, in columns.
const WHOLE: usize = 36;
const HALF: usize = 16;

/// What is being corrected by taps, in words.
pub(super) fn step(lang: Language, view: &CardView<'_>) -> Option<Html> {
    let id = |number| Html::text(&item_id(view, number).to_string()).code();
    match view.step {
        Step::Rest => None,
        Step::Items => Some(html(lang, "fix-which", &[])),
        Step::Fields(number) => Some(html(lang, "fix-field", &[("id", id(number).into())])),
        Step::Value(number, field) => {
            let field = terms::field(lang, field);
            Some(html(lang, "fix-value", &[("id", id(number).into()), ("field", field.into())]))
        }
    }
}

/// Rows of buttons.
pub(super) fn buttons(reader: Reader<'_>, view: &CardView<'_>) -> Vec<Vec<Button>> {
    // Whoever else reads it corrects by typing.
    if view.whose.is_some() {
        return Vec::new();
    }
    let mut rows = match view.step {
        Step::Rest => {
            let mut rows = view.question.map(|q| question(reader, view, q)).unwrap_or_default();
            rows.extend(Some(own(reader.lang, view)).filter(|row| !row.is_empty()));
            return rows;
        }
        Step::Items => entries(reader, view),
        Step::Fields(number) => fields(reader.lang, view, number),
        Step::Value(..) => Vec::new(),
    };
    rows.extend(one(reader.lang, "button-cancel", &Tap::FixNothing { date: view.date }).map(|b| vec![b]));
    rows
}

fn one(lang: Language, key: &str, tap: &Tap) -> Option<Button> {
    button(plain(lang, key, &[]), tap)
}

/// *Right*, *Fix*, *Undo last*; of a card that was confirmed only *Fix*.
fn own(lang: Language, view: &CardView<'_>) -> Vec<Button> {
    let date = view.date;
    let facts = view.items.iter().any(|i| i.record.is_active());
    let right = (facts || view.no_activity) && !view.confirmed;
    let fix = facts || view.reviews.iter().any(|r| waits(r));
    [
        (right, "button-right", Tap::Right { date }),
        (fix, "button-fix", Tap::Fix { date }),
        (right, "button-undo-last", Tap::UndoLast { date }),
    ]
    .into_iter()
    .filter(|(fits, ..)| *fits)
    .filter_map(|(_, key, tap)| one(lang, key, &tap))
    .collect()
}

fn waits(review: &Review) -> bool {
    review.state == ReviewState::Open && review.detail.update.is_some()
}

/// The answers to a question, two in a row where they are short.
fn question(reader: Reader<'_>, view: &CardView<'_>, question: &Question) -> Vec<Vec<Button>> {
    let lang = reader.lang;
    let choices = question.choices.iter().zip(0u8..).filter_map(|(choice, nth)| {
        let tap = Tap::Choose { nonce: question.nonce.clone(), choice: nth };
        button(choice_words(reader, view, choice), &tap)
    });
    let can_be_none = question.field.accepts(&Value::NotTold(NotTold::NotApplicable));
    let asks_record = question.about.record().is_some();
    let answers = [
        (asks_record, Answer::Unknown, "button-unknown"),
        (asks_record && can_be_none, Answer::Refused, "button-refused"),
        (asks_record && can_be_none, Answer::NotApplicable, "button-has-none"),
        (true, Answer::Later, "button-later"),
    ];
    let answers = answers.into_iter().filter(|(fits, ..)| *fits).filter_map(|(_, answer, key)| {
        one(lang, key, &Tap::Answer { nonce: question.nonce.clone(), answer })
    });
    in_rows(choices.chain(answers).collect())
}

/// Two in a row where both are short, else each by itself.
fn in_rows(buttons: Vec<Button>) -> Vec<Vec<Button>> {
    let mut rows: Vec<Vec<Button>> = Vec::new();
    for button in buttons {
        let short = |b: &Button| columns(&b.text) <= HALF;
        match rows.last_mut() {
            Some(row) if row.len() == 1 && row.iter().all(short) && short(&button) => row.push(button),
            _ => rows.push(vec![button]),
        }
    }
    rows
}

fn columns(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

fn choice_words(reader: Reader<'_>, view: &CardView<'_>, choice: &Choice) -> String {
    let lang = reader.lang;
    let words = match choice {
        Choice::Accept => html(lang, "button-yes", &[]),
        Choice::Drop => html(lang, "button-no", &[]),
        Choice::New => html(lang, "button-new", &[]),
        Choice::Take(Value::Text(name)) => Html::text(name),
        Choice::Take(Value::Record(id)) => match view.offered.iter().find(|r| r.id == *id) {
            Some(deal) if deal.kind == Kind::Opportunity => deal_words(reader, view, deal),
            _ => terms::value(reader, Field::Customer, &Value::Record(*id)),
        },
        Choice::Take(value) => terms::value(reader, Field::Amount, value),
    };
    cut(&words.visible(), WHOLE)
}

/// One of several deals of a customer: told by what it is about and what it is worth, else by its stage; where that is
/// not enough, by its id as well.
fn deal_words(reader: Reader<'_>, view: &CardView<'_>, deal: &Record) -> Html {
    let words = |deal: &Record| {
        let told = [Field::Product, Field::Amount, Field::Stage];
        let told = told.into_iter().filter_map(|f| Some(terms::value(reader, f, deal.get(f)?)));
        let told = Html::join(told.take(2), " · ");
        if told.is_empty() { terms::kind(reader.lang, Kind::Opportunity) } else { told }
    };
    let this = words(deal);
    let alike = view.offered.iter().filter(|r| r.kind == deal.kind && words(r).as_str() == this.as_str());
    if alike.count() < 2 {
        return this;
    }
    let room = WHOLE.saturating_sub(10);
    let short = Html::text(&cut(&this.visible(), room));
    Html::join([short, Html::text(&item_id(view, deal.number).to_string())], " · ")
}

/// Cut to so many columns.
fn cut(text: &str, most: usize) -> String {
    if columns(text) <= most {
        return text.to_owned();
    }
    let mut width = 1;
    let fits = |c: &char| {
        width += unicode_width::UnicodeWidthChar::width(*c).unwrap_or(0);
        width <= most
    };
    let short: String = text.chars().take_while(fits).collect();
    format!("{}…", short.trim_end())
}

/// The entries that can be corrected, each with its id and its first words.
fn entries(reader: Reader<'_>, view: &CardView<'_>) -> Vec<Vec<Button>> {
    let tap = |number| Tap::FixItem { date: view.date, number };
    let facts = view.items.iter().filter(|i| i.record.is_active()).map(|item| {
        let record = item.record;
        let shown = record.kind.fields().iter().filter(|(f, _)| {
            f.is_open() && !matches!(f, Field::Customer | Field::CustomerKind) && record.get(*f).is_some()
        });
        let mut words: Vec<Html> =
            shown.filter_map(|(f, _)| Some(terms::value(reader, *f, record.get(*f)?))).take(1).collect();
        let customer = record.customer().map(|c| terms::value(reader, Field::Customer, &Value::Record(c)));
        words.extend(customer);
        (record.number, Html::join(words, " · "))
    });
    let readings = view
        .reviews
        .iter()
        .filter(|r| waits(r))
        .filter_map(|review| Some((review.number, open::update(reader, review.detail.update.as_ref()?))));
    let all = facts.chain(readings).take(ENTRIES).filter_map(|(number, words)| {
        let text = format!("{} · {}", item_id(view, number), words.visible());
        button(cut(&text, WHOLE), &tap(number))
    });
    all.map(|b| vec![b]).collect()
}

/// The fields of an entry, two in a row.
fn fields(lang: Language, view: &CardView<'_>, number: i64) -> Vec<Vec<Button>> {
    let record = view.items.iter().find(|i| i.record.number == number).map(|i| i.record.kind);
    let reading = || {
        let review = view.reviews.iter().find(|r| r.number == number)?;
        Some(review.detail.update.as_ref()?.fact.kind())
    };
    let Some(kind) = record.or_else(reading) else { return Vec::new() };
    let open = kind.fields().iter().map(|(f, _)| *f).filter(|f| f.is_open());
    let buttons: Vec<Button> = open
        .filter_map(|field| {
            let tap = Tap::FixField { date: view.date, number, field };
            button(cut(&terms::field(lang, field).visible(), HALF), &tap)
        })
        .collect();
    buttons.chunks(2).map(<[Button]>::to_vec).collect()
}
