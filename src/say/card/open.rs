//! What waits for a person: parts that were not read, readings that are not sure, notes and photos. On the card, and
//! in the assistant's queue.

use super::super::form;
use super::super::html::{Html, Page};
use super::super::terms::{self, PHRASE, Reader};
use super::super::words::html;
use super::item::piece;
use crate::domain::RecordId;
use crate::domain::command::{CommandName, ItemId};
use crate::domain::effect::{Review, ReviewKind, ReviewState};
use crate::domain::media::FileKind;
use crate::domain::person::Language;
use crate::domain::reading::{Fact, Update};
use crate::domain::record::{Field, Kind, Money, StepStatus, Value};

/// The open ones that concern the rep.
pub(super) fn shown<'a>(reviews: &[&'a Review]) -> Vec<&'a Review> {
    let concerns = |r: &&&Review| {
        r.state == ReviewState::Open && !matches!(r.kind, ReviewKind::StepBack | ReviewKind::Skip)
    };
    reviews.iter().filter(concerns).copied().collect()
}

/// What is not recorded before someone has answered.
const UNSURE: [ReviewKind; 5] = [
    ReviewKind::Unsure,
    ReviewKind::NoCustomer,
    ReviewKind::Candidates,
    ReviewKind::Contact,
    ReviewKind::Place,
];

/// Adds them to the card, under a heading for each sort.
pub(super) fn add(page: &mut Page, reader: Reader<'_>, open: &[&Review], item_id: impl Fn(i64) -> ItemId) {
    let mut left_out = 0usize;
    for (heading, kinds) in [
        ("card-unsure", &UNSURE[..]),
        ("card-unread", &[ReviewKind::Unread]),
        ("card-kept", &[ReviewKind::Media, ReviewKind::EditConflict]),
    ] {
        let mut pending = vec![Html::default(), html(reader.lang, heading, &[]).italic()];
        for review in open.iter().filter(|r| kinds.contains(&r.kind)) {
            let id = Html::text(&item_id(review.number).to_string()).code();
            pending.push(Html::join([Html::markup("•"), words(reader, review), id], " "));
            if page.add(&pending) {
                pending.clear();
            } else {
                pending.pop();
                left_out += 1;
            }
        }
        if let Some(first) =
            open.iter().find(|r| r.kind == ReviewKind::Unsure).filter(|r| kinds.contains(&r.kind))
        {
            page.add(&[accept(reader, item_id(first.number))]);
        }
    }
    if left_out > 0 {
        page.close(&html(reader.lang, "card-more-open", &[("count", left_out.into())]));
    }
}

/// How to accept or set aside what is not sure.
fn accept(reader: Reader<'_>, id: ItemId) -> Html {
    let typed = |command: CommandName| Html::text(&format!("/{} {id}", command.name())).code();
    let [accept, drop] = [CommandName::Ok, CommandName::Drop].map(typed);
    html(reader.lang, "card-accept", &[("accept", accept.into()), ("drop", drop.into())])
}

/// What a review item is about, in one line.
pub(in crate::say) fn words(reader: Reader<'_>, review: &Review) -> Html {
    let lang = reader.lang;
    let quoted = review
        .detail
        .words
        .as_deref()
        .map(|w| html(lang, "quoted", &[("words", Html::clipped(w, PHRASE).into())]));
    let read = review.detail.update.as_ref().map(|u| update(reader, u));
    let said = || quoted.clone().or_else(|| read.clone()).unwrap_or_default();
    match review.kind {
        ReviewKind::Unread => said(),
        ReviewKind::Unsure => match (&read, &quoted) {
            (Some(read), Some(quoted)) => html(
                lang,
                "review-unsure",
                &[("read", read.clone().into()), ("quoted", quoted.clone().into())],
            ),
            _ => said(),
        },
        ReviewKind::NoCustomer => html(lang, "review-no-customer", &[("what", said().into())]),
        ReviewKind::Candidates => {
            let candidates = candidates(reader, review);
            if candidates.is_empty() {
                html(lang, "review-which", &[("what", said().into())])
            } else {
                html(lang, "review-candidates", &[("what", said().into()), ("candidates", candidates.into())])
            }
        }
        ReviewKind::StepBack => html(lang, "review-step-back", &[("what", said().into())]),
        ReviewKind::Media => {
            let with = review.detail.record.and_then(|id| reader.names.get(&id));
            let with = with.map(|name| Html::clipped(name, 60));
            Html::join([file(lang, review)].into_iter().chain(with).chain(quoted), " · ")
        }
        ReviewKind::Contact => html(lang, "review-contact", &[("what", said().into())]),
        ReviewKind::Place => match &review.detail.words {
            Some(place) => {
                html(lang, "review-place-named", &[("place", Html::clipped(place, PHRASE).into())])
            }
            None => html(lang, "review-place", &[]),
        },
        ReviewKind::Skip => {
            let day = review.local_date.unwrap_or(reader.today);
            html(lang, "review-skip", &[("date", form::date(lang, day, reader.today).into())])
        }
        ReviewKind::EditConflict => html(lang, "review-edit-conflict", &[("what", said().into())]),
    }
}

/// What the files are; of what is heard or moves, how long it lasts.
fn file(lang: Language, review: &Review) -> Html {
    let files = &review.detail.files;
    let kind = files.first().map_or(FileKind::Document, |f| f.kind);
    let what = html(lang, &format!("file-{}", kind.name()), &[("count", files.len().max(1).into())]);
    let seconds = files.first().and_then(|f| f.seconds);
    let length = seconds.map(|s| Html::text(&format!("{}:{:02}", s / 60, s % 60)));
    Html::join(std::iter::once(what).chain(length), " ")
}

/// The names between which it could not be decided.
fn candidates(reader: Reader<'_>, review: &Review) -> Html {
    let ids = review.detail.update.iter().flat_map(|u| &u.candidates);
    let names = ids.filter_map(|id| reader.names.get(&RecordId(id.parse().ok()?)));
    let or = html(reader.lang, "or", &[]);
    Html::join(names.take(4).map(|name| Html::clipped(name, 60)), &format!(" {} ", or.as_str()))
}

/// What was read, in one line: customer, then the values.
pub(in crate::say) fn update(reader: Reader<'_>, update: &Update) -> Html {
    let (kind, values) = values(&update.fact);
    let customer = update.fact.customer().map(|c| Html::clipped(c, 60)).unwrap_or_default();
    let pieces = values.iter().filter_map(|(f, v)| piece(reader, *f, terms::value(reader, *f, v), kind));
    let pieces = Html::join(std::iter::once(customer).chain(pieces), " · ");
    let icon = terms::icon(kind, |f| values.iter().find(|(g, _)| *g == f).map(|(_, v)| v.clone()));
    Html::join(
        [Html::markup(icon), if pieces.is_empty() { terms::kind(reader.lang, kind) } else { pieces }],
        " ",
    )
}

/// The values of a fact in the words of records.
fn values(fact: &Fact) -> (Kind, Vec<(Field, Value)>) {
    let text = |field, text: &Option<String>| text.clone().map(|t| (field, Value::Text(t)));
    let int = |field, n: Option<u32>| n.map(|n| (field, Value::Int(n.into())));
    let day = |field, day: Option<_>| day.map(|d| (field, Value::Date(d)));
    let money = |amount: Option<_>, currency: &Option<String>| {
        let currency = currency.clone().unwrap_or_default();
        amount.map(|amount| (Field::Amount, Value::Money(Money { amount, currency })))
    };
    let stage = |stage: Option<_>| stage.map(|s| (Field::Stage, Value::Stage(s)));
    let (kind, values) = match fact {
        Fact::Customer(f) => (
            Kind::Customer,
            vec![
                f.contact.clone().map(|c| (Field::Name, Value::Text(c))),
                text(Field::Phone, &f.phone),
                text(Field::Email, &f.email),
                text(Field::Occupation, &f.occupation),
                int(Field::Age, f.age),
                text(Field::City, &f.city),
            ],
        ),
        Fact::Activity(f) => {
            (Kind::Activity, vec![Some((Field::Type, Value::Activity(f.activity))), day(Field::Day, f.date)])
        }
        Fact::Opportunity(f) => (
            Kind::Opportunity,
            vec![
                text(Field::Product, &f.product),
                money(f.amount, &f.currency),
                stage(f.stage),
                int(Field::Probability, f.probability),
                day(Field::CloseDate, f.close_date),
            ],
        ),
        Fact::Order(f) => (
            Kind::Order,
            vec![
                text(Field::Product, &f.product),
                money(f.amount, &f.currency),
                text(Field::Code, &f.number),
                day(Field::Day, f.date),
            ],
        ),
        Fact::NextStep(f) => (
            Kind::NextStep,
            vec![
                text(Field::Action, &f.action),
                day(Field::Due, f.due),
                f.done.then_some((Field::Status, Value::Step(StepStatus::Done))),
            ],
        ),
        Fact::Complaint(f) => {
            (Kind::Complaint, vec![text(Field::Summary, &f.summary), day(Field::Day, f.date)])
        }
        Fact::Satisfaction(f) => {
            (Kind::Satisfaction, vec![int(Field::Score, f.score), day(Field::Day, f.date)])
        }
        Fact::Service(f) => {
            (Kind::Service, vec![int(Field::Receptions, f.receptions), day(Field::Day, f.date)])
        }
    };
    (kind, values.into_iter().flatten().collect())
}
