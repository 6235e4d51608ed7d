//! What is open for a rep on a day, and worth a line in the prompt: next steps that are due, deals gone quiet for longer
//! than their stage allows, customers with missing key fields. Answering the prompt is to pay for the rep, so it lists
//! little, the most valuable first, and the same book on the same day always gives the same list.
//!
//! An [`Agenda`] is frozen in the check-in when its prompt goes out; [`open`] tells how the things on it stand since.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::RecordId;
use super::book::Book;
use super::checkin::Rules;
use super::fields::{Held, KeyField, key_fields};
use super::reading::Stage;
use super::record::{Field, Kind, Money, Record, StepStatus};

/// Steps that are listed at the most; the others are counted.
pub const MOST_STEPS: usize = 5;
/// Deals gone quiet, at the most.
pub const MOST_QUIET: usize = 3;
/// Customers with missing key fields, at the most.
pub const MOST_GAPS: usize = 2;
/// For so long a customer is fresh, and asked about though there is no open deal.
pub const FRESH: TimeDelta = TimeDelta::days(30);

/// What a prompt lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Agenda {
    /// Next steps due by that day, longest overdue first.
    pub steps: Vec<RecordId>,
    /// How many more are due.
    pub more_steps: usize,
    /// Deals gone quiet, and the day on which something was last heard of each.
    pub quiet: Vec<(RecordId, NaiveDate)>,
    /// Customers with missing key fields.
    pub gaps: Vec<RecordId>,
}

impl Agenda {
    /// Nothing is open.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.quiet.is_empty() && self.gaps.is_empty()
    }

    /// Whether it lists this record.
    pub fn lists(&self, id: RecordId) -> bool {
        self.steps.contains(&id) || self.gaps.contains(&id) || self.quiet.iter().any(|(deal, _)| *deal == id)
    }
}

impl Rules {
    /// After how many days without news a deal of this stage has gone quiet; 0 for never.
    pub fn quiet_days(&self, stage: Option<Stage>) -> u32 {
        match stage {
            None | Some(Stage::Lead) => self.lead_days,
            Some(Stage::Qualified) => self.qualified_days,
            Some(Stage::Proposal) => self.proposal_days,
            Some(Stage::Negotiation) => self.negotiation_days,
            Some(Stage::Won | Stage::Lost) => 0,
        }
    }

    /// The longest of these.
    pub fn most_quiet_days(&self) -> u32 {
        [self.lead_days, self.qualified_days, self.proposal_days, self.negotiation_days]
            .into_iter()
            .max()
            .unwrap_or(0)
    }
}

/// Chooses what a rep is shown on a day. `met` holds the newest day of an activity with each customer, as far as the
/// book doesn't hold the activities themselves.
pub fn agenda(
    book: &Book,
    met: &HashMap<RecordId, NaiveDate>,
    today: NaiveDate,
    tz: Tz,
    rules: &Rules,
) -> Agenda {
    let local = |at: DateTime<Utc>| at.with_timezone(&tz).date_naive();
    let met = |customer: RecordId| met.get(&customer).copied();
    let (steps, more_steps) = due_steps(book, today);
    let currency = main_currency(book);
    let worth = |customer: RecordId| -> Decimal {
        let amounts = book.open_deals(customer).filter_map(|d| amount_in(d, currency.as_deref()));
        amounts.fold(Decimal::ZERO, |sum, amount| sum.checked_add(amount).unwrap_or(sum))
    };

    let mut quiet: Vec<(&Record, NaiveDate)> = Vec::new();
    for deal in book.active(Kind::Opportunity).filter(|d| d.stage().is_none_or(|s| s.is_open())) {
        let Some(customer) = deal.customer() else { continue };
        let heard = local(deal.updated_at).max(met(customer).unwrap_or(NaiveDate::MIN));
        let limit = i64::from(rules.quiet_days(deal.stage()));
        let planned = |s: &Record| s.step() == Some(StepStatus::Open) && s.date(Field::Due).is_some();
        let is_planned = book.of_customer(Kind::NextStep, customer).any(planned);
        if limit > 0 && (today - heard).num_days() > limit && !is_planned {
            quiet.push((deal, heard));
        }
    }
    quiet.sort_by_key(|(deal, heard)| {
        let amount = amount_in(deal, currency.as_deref()).unwrap_or_default();
        (Reverse(amount), *heard, deal.id)
    });
    quiet.truncate(MOST_QUIET);

    let fresh = today.checked_sub_signed(FRESH).unwrap_or(NaiveDate::MIN);
    let mut gaps: Vec<(Decimal, NaiveDate, RecordId)> = Vec::new();
    for customer in book.active(Kind::Customer).filter(|c| !missing(book, c).is_empty()) {
        let recent = local(customer.created_at).max(met(customer.id).unwrap_or(NaiveDate::MIN));
        if recent >= fresh || book.open_deals(customer.id).next().is_some() {
            gaps.push((worth(customer.id), recent, customer.id));
        }
    }
    gaps.sort_by_key(|(worth, recent, id)| (Reverse(*worth), Reverse(*recent), *id));
    gaps.truncate(MOST_GAPS);

    Agenda {
        steps,
        more_steps,
        quiet: quiet.into_iter().map(|(deal, heard)| (deal.id, heard)).collect(),
        gaps: gaps.into_iter().map(|(.., id)| id).collect(),
    }
}

/// The steps that are open and due by a day, longest overdue first, and how many more than can be listed.
fn due_steps(book: &Book, today: NaiveDate) -> (Vec<RecordId>, usize) {
    let open = book.active(Kind::NextStep).filter(|s| s.step() == Some(StepStatus::Open));
    let mut due: Vec<(NaiveDate, i64, RecordId)> = open
        .filter_map(|s| Some((s.date(Field::Due)?, s.number, s.id)))
        .filter(|(due, ..)| *due <= today)
        .collect();
    due.sort_unstable();
    let more = due.len().saturating_sub(MOST_STEPS);
    (due.into_iter().take(MOST_STEPS).map(|(.., id)| id).collect(), more)
}

/// The currency of most open deals: amounts are compared within it alone.
pub(super) fn main_currency(book: &Book) -> Option<String> {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for deal in book.active(Kind::Opportunity) {
        if let Some(money) = deal.money() {
            *count.entry(money.currency.as_str()).or_default() += 1;
        }
    }
    let most = count.into_iter().max_by_key(|(currency, n)| (*n, Reverse(*currency)))?;
    Some(most.0.to_owned())
}

pub(super) fn amount_in(deal: &Record, currency: Option<&str>) -> Option<Decimal> {
    deal.money().filter(|m| Some(m.currency.as_str()) == currency).map(|m| m.amount)
}

/// The key fields of a customer of which nothing is known.
pub(super) fn missing(book: &Book, customer: &Record) -> Vec<KeyField> {
    let contacts: Vec<&Record> = book.of_customer(Kind::Contact, customer.id).collect();
    let fields = key_fields(customer, &contacts);
    fields.into_iter().filter(|(_, held)| *held == Held::Missing).map(|(field, _)| field).collect()
}

/// How the things on an agenda stand now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Open<'a> {
    /// The steps that were listed, in that order; those taken back are left out.
    pub steps: Vec<Step<'a>>,
    /// How many more were due.
    pub more_steps: usize,
    /// Deals of which still nothing was heard.
    pub quiet: Vec<Quiet<'a>>,
    /// Customers of which something is still missing.
    pub gaps: Vec<Gap<'a>>,
}

/// A next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step<'a> {
    /// Its number in the book.
    pub number: i64,
    /// Its place on the list, from 1.
    pub place: usize,
    /// What is to be done.
    pub action: &'a str,
    /// For whom.
    pub customer: Option<&'a str>,
    /// By when.
    pub due: Option<NaiveDate>,
    /// Open, done or dropped.
    pub status: StepStatus,
}

impl Step<'_> {
    /// Whether it still is to be done by a day.
    pub fn is_due(&self, day: NaiveDate) -> bool {
        self.status == StepStatus::Open && self.due.is_some_and(|due| due <= day)
    }
}

/// A deal gone quiet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quiet<'a> {
    /// With whom.
    pub customer: &'a str,
    /// About what.
    pub product: Option<&'a str>,
    /// How much.
    pub amount: Option<&'a Money>,
    /// When something was last heard.
    pub since: NaiveDate,
}

/// A customer with gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap<'a> {
    /// Name.
    pub customer: &'a str,
    /// What is missing.
    pub missing: Vec<KeyField>,
}

/// How the things on an agenda stand in a book. A deal that was spoken of since the prompt of `day` is quiet no more.
pub fn open<'a>(agenda: &Agenda, book: &'a Book, day: NaiveDate, tz: Tz) -> Open<'a> {
    let name = |id: RecordId| book.get(id).and_then(|c| c.text(Field::Name));
    let active = |id: RecordId| book.get(id).filter(|r| r.is_active());
    let steps = agenda.steps.iter().zip(1..).filter_map(|(id, place)| {
        let step = active(*id)?;
        Some(Step {
            number: step.number,
            place,
            action: step.text(Field::Action)?,
            customer: step.customer().and_then(name),
            due: step.date(Field::Due),
            status: step.step()?,
        })
    });
    let quiet = agenda.quiet.iter().filter_map(|(id, since)| {
        let deal = active(*id).filter(|d| d.stage().is_none_or(|s| s.is_open()))?;
        let customer = deal.customer()?;
        let met = |a: &Record| a.date(Field::Day).is_some_and(|on| on >= day);
        let heard = deal.updated_at.with_timezone(&tz).date_naive() >= day
            || book.of_customer(Kind::Activity, customer).any(met);
        (!heard).then_some(())?;
        let product = deal.text(Field::Product);
        Some(Quiet { customer: name(customer)?, product, amount: deal.money(), since: *since })
    });
    let gaps = agenda.gaps.iter().filter_map(|id| {
        let customer = active(*id)?;
        let missing = missing(book, customer);
        (!missing.is_empty()).then_some(Gap { customer: customer.text(Field::Name)?, missing })
    });
    Open {
        steps: steps.collect(),
        more_steps: agenda.more_steps,
        quiet: quiet.collect(),
        gaps: gaps.collect(),
    }
}

#[cfg(test)]
mod tests;
