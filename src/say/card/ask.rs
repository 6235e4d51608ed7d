//! The words of a question.

use super::super::terms::{self, PHRASE, Reader};
use super::super::words::html;
use super::{CardView, open};
use crate::domain::effect::{Review, ReviewKind};
use crate::domain::question::Question;
use crate::domain::record::{Field, Kind, Record, Value};
use crate::say::Html;

/// What is asked, in one line.
pub(super) fn words(reader: Reader<'_>, view: &CardView<'_>, question: &Question) -> Html {
    match question.about.review() {
        Some(id) => match view.reviews.iter().find(|r| r.id == id) {
            Some(review) => of_reading(reader, review, question.field),
            None => Html::default(),
        },
        None => of_record(reader, view, question),
    }
}

/// Is it right, how much, whose, which?
fn of_reading(reader: Reader<'_>, review: &Review, field: Field) -> Html {
    let lang = reader.lang;
    let read = review.detail.update.as_ref().map(|u| open::update(reader, u));
    let quoted = review.detail.words.as_deref();
    let quoted = quoted.map(|w| html(lang, "quoted", &[("words", Html::clipped(w, PHRASE).into())]));
    let said = read.clone().or_else(|| quoted.clone()).unwrap_or_default();
    let read = read.unwrap_or_default();
    match field {
        Field::Customer => match review.kind {
            ReviewKind::Contact => html(lang, "ask-card", &[("what", said.into())]),
            ReviewKind::Place => match &review.detail.words {
                Some(place) => {
                    html(lang, "ask-place-named", &[("place", Html::clipped(place, PHRASE).into())])
                }
                None => html(lang, "ask-place", &[]),
            },
            _ => html(lang, "ask-whose", &[("what", said.into())]),
        },
        Field::Product => html(lang, "ask-which-deal", &[("what", said.into())]),
        Field::Amount => html(lang, "ask-which-amount", &[("what", said.into())]),
        _ => match quoted.filter(|_| review.kind == ReviewKind::Unsure) {
            Some(quoted) => html(lang, "ask-right", &[("read", read.into()), ("quoted", quoted.into())]),
            None => html(lang, "ask-right-bare", &[("read", read.into())]),
        },
    }
}

fn of_record(reader: Reader<'_>, view: &CardView<'_>, question: &Question) -> Html {
    let lang = reader.lang;
    let kind = question.about.kind();
    let key = match (kind, question.field) {
        (Kind::Contact, Field::Name) => "ask-contact",
        (_, Field::Phone) => "ask-phone",
        (_, Field::Occupation) => "ask-occupation",
        (_, Field::Age) => "ask-age",
        (_, Field::Amount) => "ask-amount",
        (_, Field::CloseDate) => "ask-close-date",
        _ => "ask-other",
    };
    // Of a deal it is the customer that has a name, and of a contact its own.
    let own = view.about.filter(|r| r.kind == Kind::Contact);
    let name = own.and_then(|r| r.text(Field::Name)).map(|n| Html::clipped(n, 80)).unwrap_or_else(|| {
        let customer = view.about.and_then(Record::customer).or(question.about.record());
        customer.map(|c| terms::value(reader, Field::Customer, &Value::Record(c))).unwrap_or_default()
    });
    html(lang, key, &[("customer", name.into()), ("field", terms::field(lang, question.field).into())])
}
