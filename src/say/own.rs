//! One's own customers and deals: two lines each, with what is missing of it and the short id by which `/fix` names it.

use chrono::NaiveDate;

use super::day::NAME;
use super::figures::list;
use super::html::{Html, Page};
use super::words::{html, plain};
use super::{Said, button, form, terms};
use crate::domain::Button;
use crate::domain::fields::KeyField;
use crate::domain::holding::{DealsOf, OwnCustomer, OwnDeal, Paged};
use crate::domain::person::Language;
use crate::domain::record::{Field, Record};
use crate::domain::short_id;
use crate::domain::tap::Tap;

/// `/customers`: a page of them, and of how many something is missing.
pub fn customers(lang: Language, view: &Paged<OwnCustomer<'_>>, with_gaps: usize) -> Said {
    if view.count == 0 {
        return html(lang, "own-no-customers", &[]).into();
    }
    let mut page = Page::new(300);
    let counts = [("count", view.count.into()), ("gaps", with_gaps.into())];
    page.add(&[html(lang, "own-customers", &counts)]);
    for own in &view.rows {
        let name = Html::clipped(own.customer.text(Field::Name).unwrap_or_default(), NAME).bold();
        let worth = own.worth.as_ref().map(|m| form::money(lang, m)).unwrap_or_default();
        page.add(&[
            Html::default(),
            Html::join([id(own.customer), Html::join([name, worth], " · ")], " "),
            gaps(lang, customer_gaps(lang, own)),
        ]);
    }
    let fixable = view.rows.iter().find(|c| c.missing.contains(&KeyField::Phone)).map(|c| c.customer);
    close(lang, &mut page, fixable.map(|c| (c, "own-fix-phone")));
    let tap = |page| Tap::Customers { page };
    Said { html: page.finish(), buttons: turn(lang, view, tap) }
}

/// `/deals`: a page of those of a kind, and how many of them lack something.
pub fn deals(
    lang: Language,
    of: DealsOf,
    view: &Paged<OwnDeal<'_>>,
    with_gaps: usize,
    today: NaiveDate,
) -> Said {
    let mut buttons = turn(lang, view, |page| Tap::Deals { of, page });
    let others = [DealsOf::Open, DealsOf::Won, DealsOf::Lost].into_iter().filter(|other| *other != of);
    let other = |of: DealsOf| {
        button(plain(lang, "button-deals", &[("kind", kind(lang, of).into())]), &Tap::Deals { of, page: 1 })
    };
    buttons.push(others.filter_map(other).collect());
    if view.count == 0 {
        return Said { html: html(lang, "own-no-deals", &[("kind", kind(lang, of).into())]), buttons };
    }
    let mut page = Page::new(300);
    let counts = [("kind", kind(lang, of).into()), ("count", view.count.into()), ("gaps", with_gaps.into())];
    page.add(&[html(lang, "own-deals", &counts)]);
    for own in &view.rows {
        let text = |record: Option<&Record>, field| {
            Html::clipped(record.and_then(|r| r.text(field)).unwrap_or_default(), NAME)
        };
        let first = [text(own.customer, Field::Name).bold(), text(Some(own.deal), Field::Product)];
        let facts = [
            own.deal.money().map(|m| form::money(lang, m)).unwrap_or_default(),
            own.deal.stage().map(|s| terms::stage(lang, s)).unwrap_or_default(),
            own.deal.date(Field::CloseDate).map(|d| form::date(lang, d, today)).unwrap_or_default(),
        ];
        let missing = own.missing.iter().map(|f| terms::field(lang, *f)).collect();
        page.add(&[
            Html::default(),
            Html::join([id(own.deal), Html::join(first, " · ")], " "),
            Html::join(facts, " · "),
            gaps(lang, missing),
        ]);
    }
    let fixable = view.rows.iter().find(|d| d.missing.contains(&Field::Amount)).map(|d| d.deal);
    close(lang, &mut page, fixable.map(|d| (d, "own-fix-amount")));
    Said { html: page.finish(), buttons }
}

fn id(record: &Record) -> Html {
    Html::text(&short_id(record.number)).code()
}

fn gaps(lang: Language, missing: Vec<Html>) -> Html {
    let fields = list(lang, missing);
    if fields.is_empty() { fields } else { html(lang, "own-missing", &[("fields", fields.into())]) }
}

fn customer_gaps(lang: Language, own: &OwnCustomer<'_>) -> Vec<Html> {
    let name = |field: &KeyField| match field {
        KeyField::Occupation => Some(terms::field(lang, Field::Occupation)),
        KeyField::Age => Some(terms::field(lang, Field::Age)),
        KeyField::Phone => Some(terms::field(lang, Field::Phone)),
        KeyField::ContactName => Some(html(lang, "gap-contact", &[])),
        // Of nobody there is no job to ask for; of someone it is put right under his own id.
        KeyField::ContactOccupation => own.contact.map(|contact| {
            let name = Html::clipped(contact.text(Field::Name).unwrap_or_default(), NAME);
            html(lang, "own-contact-job", &[("name", name.into()), ("id", id(contact).into())])
        }),
    };
    own.missing.iter().filter_map(name).collect()
}

/// How to put something right, by the first entry that lacks it.
fn close(lang: Language, page: &mut Page, fixable: Option<(&Record, &str)>) {
    if let Some((record, key)) = fixable {
        page.close(&Html::default());
        page.close(&html(lang, key, &[("id", short_id(record.number).into())]));
    }
}

/// Buttons to the pages before and after.
fn turn<T>(lang: Language, view: &Paged<T>, tap: impl Fn(usize) -> Tap) -> Vec<Vec<Button>> {
    let to = |key: &str, page: usize| {
        let args = [("page", page.into()), ("pages", view.pages.into())];
        button(plain(lang, key, &args), &tap(page))
    };
    let back = (view.page > 1).then(|| to("button-page-back", view.page - 1)).flatten();
    let on = (view.page < view.pages).then(|| to("button-page-on", view.page + 1)).flatten();
    let row: Vec<Button> = [back, on].into_iter().flatten().collect();
    if row.is_empty() { Vec::new() } else { vec![row] }
}

fn kind(lang: Language, of: DealsOf) -> Html {
    match of.stage() {
        None => html(lang, "own-open", &[]),
        Some(stage) => terms::stage(lang, stage),
    }
}
