//! What a rep holds: customers and deals, most worth first, each with what is missing of it. Pure choosing and ordering,
//! so that the same book always gives the same list; a page of it stands in [`Paged`].

use std::cmp::Reverse;

use rust_decimal::Decimal;

use super::agenda::{amount_in, main_currency, missing};
use super::book::Book;
use super::fields::{KeyField, best_contact, deal_fields};
use super::reading::Stage;
use super::record::{Field, Kind, Money, Record, words};

words! {
    /// Which of one's deals.
    DealsOf {
        /// Those that are neither won nor lost.
        Open = "open",
        /// Those won.
        Won = "won",
        /// Those lost.
        Lost = "lost",
        /// Leads.
        Lead = "lead",
        /// Qualified.
        Qualified = "qualified",
        /// With a proposal.
        Proposal = "proposal",
        /// In negotiation.
        Negotiation = "negotiation",
    }
}

impl DealsOf {
    /// Whether a deal of this stage is among them.
    pub fn holds(self, stage: Option<Stage>) -> bool {
        match self.stage() {
            Some(wanted) => stage == Some(wanted),
            None => stage.is_none_or(|s| s.is_open()),
        }
    }

    /// The stage that they all have; none of all open ones.
    pub fn stage(self) -> Option<Stage> {
        match self {
            Self::Open => None,
            Self::Won => Some(Stage::Won),
            Self::Lost => Some(Stage::Lost),
            Self::Lead => Some(Stage::Lead),
            Self::Qualified => Some(Stage::Qualified),
            Self::Proposal => Some(Stage::Proposal),
            Self::Negotiation => Some(Stage::Negotiation),
        }
    }
}

/// A customer of one's own.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnCustomer<'a> {
    /// The customer.
    pub customer: &'a Record,
    /// What its open deals add up to, in the currency of most deals; nothing for nothing.
    pub worth: Option<Money>,
    /// The key fields of which nothing is known.
    pub missing: Vec<KeyField>,
    /// The contact whose job is missing, where that is so.
    pub contact: Option<&'a Record>,
}

/// All customers that stand, most worth first; among equals those spoken of last.
pub fn customers(book: &Book) -> Vec<OwnCustomer<'_>> {
    let currency = main_currency(book);
    let of = |customer| {
        let deals = book.open_deals(customer).filter_map(|d| amount_in(d, currency.as_deref()));
        deals.fold(Decimal::ZERO, |sum, amount| sum.checked_add(amount).unwrap_or(sum))
    };
    let mut own: Vec<(Decimal, OwnCustomer<'_>)> = Vec::new();
    for customer in book.active(Kind::Customer) {
        let (sum, missing) = (of(customer.id), missing(book, customer));
        let worth = currency.clone().filter(|_| sum > Decimal::ZERO);
        let contacts: Vec<&Record> = book.of_customer(Kind::Contact, customer.id).collect();
        let contact = missing.contains(&KeyField::ContactOccupation).then(|| best_contact(&contacts));
        let worth = worth.map(|currency| Money { amount: sum, currency });
        own.push((sum, OwnCustomer { customer, worth, missing, contact: contact.flatten() }));
    }
    own.sort_by_key(|(sum, c)| (Reverse(*sum), Reverse(c.customer.updated_at), c.customer.id));
    own.into_iter().map(|(_, customer)| customer).collect()
}

/// A deal of one's own.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnDeal<'a> {
    /// The deal.
    pub deal: &'a Record,
    /// With whom.
    pub customer: Option<&'a Record>,
    /// What applies at its stage and isn't known.
    pub missing: Vec<Field>,
}

/// The deals of a kind, most worth first, those in other currencies than most after them; among equals those spoken of
/// last.
pub fn deals(book: &Book, of: DealsOf) -> Vec<OwnDeal<'_>> {
    let currency = main_currency(book);
    let mut deals: Vec<&Record> =
        book.active(Kind::Opportunity).filter(|deal| of.holds(deal.stage())).collect();
    deals.sort_by_key(|deal| {
        let other = deal.money().map(|m| m.amount);
        (Reverse(amount_in(deal, currency.as_deref())), Reverse(other), Reverse(deal.updated_at), deal.id)
    });
    let own = |deal: &'_ Record| {
        let missing = deal_fields(deal.stage()).iter().copied().filter(|f| deal.get(*f).is_none());
        missing.collect()
    };
    deals
        .into_iter()
        .map(|deal| OwnDeal {
            deal,
            customer: deal.customer().and_then(|id| book.get(id)),
            missing: own(deal),
        })
        .collect()
}

/// Entries on one page of a list.
pub const PAGE: usize = 8;

/// A page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Paged<T> {
    /// What is on it.
    pub rows: Vec<T>,
    /// Which page, from 1.
    pub page: usize,
    /// How many pages there are, at least one.
    pub pages: usize,
    /// How many entries there are on all pages.
    pub count: usize,
}

impl<T> Paged<T> {
    /// The page of a list; the nearest where there is none of that number.
    pub fn of(list: Vec<T>, page: usize) -> Self {
        let count = list.len();
        let pages = count.div_ceil(PAGE).max(1);
        let page = page.clamp(1, pages);
        let rows = list.into_iter().skip((page - 1) * PAGE).take(PAGE).collect();
        Self { rows, page, pages, count }
    }
}

#[cfg(test)]
mod tests;
