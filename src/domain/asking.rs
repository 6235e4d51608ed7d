//! Which question is worth asking next, if any. After the facts of a check-in at most [`MOST`] are asked a day, one at a
//! time, the most valuable first: a reading that isn't recorded before someone answers, then whom it concerns, then
//! a key field of a new customer, then what an open deal lacks. Nothing is asked twice within [`PAUSE`]. What is
//! chosen follows from what is given alone.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use super::RecordId;
use super::book::Book;
use super::effect::{Review, ReviewKind, ReviewState};
use super::fields::{Held, KeyField, deal_fields, key_fields};
use super::question::{About, Choice, Purpose, Question};
use super::reading::{Fact, Update};
use super::record::{Field, Kind, Money, Record, Value};
use super::text::fold_name;

/// The most questions of a day.
pub const MOST: usize = 2;
/// For so long nothing is asked again.
pub const PAUSE: Days = Days::new(7);
/// The most answers that are offered as buttons.
const CHOICES: usize = 3;

/// What choosing depends on.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// The day of the check-in.
    pub day: NaiveDate,
    /// The rep's book.
    pub book: &'a Book,
    /// The records that the check-in touched, in the order in which they were spoken of.
    pub touched: &'a [RecordId],
    /// Those of them that are customers first recorded with it.
    pub new: &'a BTreeSet<RecordId>,
    /// What waits for a person.
    pub reviews: &'a [&'a Review],
    /// What the rep was asked lately, answered or not.
    pub asked: &'a [Question],
    /// Deals are weighed in this currency.
    pub currency: &'a str,
}

/// A question that could be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// About what.
    pub about: About,
    /// Which field.
    pub field: Field,
    /// The answers offered.
    pub choices: Vec<Choice>,
}

/// How valuable an answer is; the first is the most valuable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Unsure,
    Whose,
    KeyField,
    Deal,
}

impl Asking<'_> {
    /// The question that stands on the card: of those that were asked with this check-in and wait for an answer that is
    /// still wanted, the most valuable.
    pub fn standing(&self) -> Option<&Question> {
        let open = self.asked.iter().filter(|q| {
            q.purpose == Purpose::Ask && q.local_date == self.day && q.is_open() && self.is_wanted(q)
        });
        open.min_by_key(|q| (rank(q.about, q.field), q.asked_at, q.id))
    }

    /// What to ask now: nothing while a question of the same worth stands, or where the day has had its questions.
    pub fn next(&self) -> Option<Candidate> {
        let today =
            self.asked.iter().filter(|q| q.purpose == Purpose::Ask && q.local_date == self.day).count();
        if today >= MOST {
            return None;
        }
        let standing = self.standing().map(|q| rank(q.about, q.field));
        let mut all = self.readings();
        all.extend(self.records());
        all.retain(|(c, _)| !self.was_asked(c) && standing.is_none_or(|s| rank(c.about, c.field) < s));
        // The first of equals: those spoken of first.
        all.into_iter().min_by_key(|(c, worth)| (rank(c.about, c.field), Reverse(*worth))).map(|(c, _)| c)
    }

    fn was_asked(&self, candidate: &Candidate) -> bool {
        self.asked.iter().any(|q| {
            let recent = q.local_date.checked_add_days(PAUSE).is_none_or(|end| self.day < end);
            q.purpose == Purpose::Ask && recent && (q.about, q.field) == (candidate.about, candidate.field)
        })
    }

    /// Whether an answer would still tell something new.
    pub fn is_wanted(&self, question: &Question) -> bool {
        match question.about {
            About::Review(_, id) => self.reviews.iter().any(|r| r.id == id && r.state == ReviewState::Open),
            About::Record(Kind::Contact, id) if question.field == Field::Name => {
                self.stands(id).is_some() && self.book.of_customer(Kind::Contact, id).next().is_none()
            }
            About::Record(_, id) => self.stands(id).is_some_and(|r| r.get(question.field).is_none()),
        }
    }

    fn stands(&self, id: RecordId) -> Option<&Record> {
        self.book.get(id).filter(|r| r.is_active())
    }

    /// Readings that are not recorded before someone has answered, with what they are worth.
    fn readings(&self) -> Vec<(Candidate, Decimal)> {
        self.reviews
            .iter()
            .filter(|r| r.state == ReviewState::Open)
            .filter_map(|review| {
                let update = review.detail.update.as_ref()?;
                let (field, choices) = self.about_reading(review, update)?;
                let about = About::Review(update.fact.kind(), review.id);
                Some((Candidate { about, field, choices }, worth_of(&update.fact, self.currency)))
            })
            .collect()
    }

    fn about_reading(&self, review: &Review, update: &Update) -> Option<(Field, Vec<Choice>)> {
        let take = |ids: Vec<RecordId>| {
            ids.into_iter().take(CHOICES).map(|id| Choice::Take(Value::Record(id))).collect::<Vec<_>>()
        };
        let unnamed = update.fact.customer().is_none()
            && update.record.is_none()
            && !matches!(update.fact, Fact::Service(_));
        match review.kind {
            // Whoever says whose it is says that it is right.
            ReviewKind::Unsure if unnamed => Some((Field::Customer, take(self.spoken_of()))),
            ReviewKind::Unsure => {
                let amounts = self.amounts(review, update);
                Some(if amounts.len() > 1 {
                    let money = |m| Choice::Take(Value::Money(m));
                    (Field::Amount, amounts.into_iter().map(money).collect())
                } else {
                    (Field::State, vec![Choice::Accept, Choice::Drop])
                })
            }
            ReviewKind::NoCustomer => Some((Field::Customer, take(self.spoken_of()))),
            ReviewKind::Contact | ReviewKind::Place => Some((Field::Customer, self.whose(review, update))),
            // Of two deals of one customer: which. (Otherwise it is recorded, and shares a number with another.)
            ReviewKind::Candidates => match (review.detail.record, &update.fact) {
                (Some(customer), Fact::Opportunity(_)) => {
                    let deals = self.book.open_deals(customer).map(|d| d.id).collect();
                    Some((Field::Product, take(deals)))
                }
                (Some(_), _) => None,
                (None, fact) => Some((Field::Customer, take(self.alike(update, fact.customer())))),
            },
            _ => None,
        }
    }

    /// Of a card: those who may be meant, or someone new. Of a place: those who may be there, the customers of the
    /// check-in, and who the place is named after.
    fn whose(&self, review: &Review, update: &Update) -> Vec<Choice> {
        let mut known = self.given(update);
        let last = match (&review.detail.spot, review.kind) {
            (None, _) => Some(Choice::New),
            (Some(spot), _) => spot.title.clone().map(|title| Choice::Take(Value::Text(title))),
        };
        if review.kind == ReviewKind::Place {
            known.extend(self.spoken_of());
        }
        let mut seen = BTreeSet::new();
        known.retain(|id| seen.insert(*id));
        let known = known.into_iter().take(CHOICES).map(|id| Choice::Take(Value::Record(id)));
        known.chain(last).collect()
    }

    /// The customers that a reading holds possible.
    fn given(&self, update: &Update) -> Vec<RecordId> {
        let ids = update.candidates.iter().filter_map(|c| Some(RecordId(c.parse().ok()?)));
        ids.filter(|id| self.stands(*id).is_some_and(|r| r.kind == Kind::Customer)).collect()
    }

    /// Customers of the check-in, the last spoken of first.
    fn spoken_of(&self) -> Vec<RecordId> {
        let mut seen = Vec::new();
        for id in self.touched.iter().rev() {
            let Some(record) = self.stands(*id) else { continue };
            let customer = record.customer().or((record.kind == Kind::Customer).then_some(*id));
            if let Some(customer) = customer.filter(|c| !seen.contains(c) && self.stands(*c).is_some()) {
                seen.push(customer);
            }
        }
        seen
    }

    /// Customers between which the name doesn't tell.
    fn alike(&self, update: &Update, name: Option<&str>) -> Vec<RecordId> {
        let given = self.given(update);
        if given.len() > 1 {
            return given;
        }
        let key = name.map(fold_name).unwrap_or_default();
        let named = |r: &&Record| r.text(Field::Name).is_some_and(|n| fold_name(n) == key);
        self.book.active(Kind::Customer).filter(named).map(|r| r.id).collect()
    }

    /// The amounts that an unsure reading may mean: the one read, and the one that the deal had, where the two differ by
    /// noughts alone; of a figure too small to be a deal's, so many thousands, or tens of thousands where they are
    /// counted.
    fn amounts(&self, review: &Review, update: &Update) -> Vec<Money> {
        let (amount, currency) = match &update.fact {
            Fact::Opportunity(f) => (f.amount, f.currency.clone()),
            Fact::Order(f) => (f.amount, f.currency.clone()),
            _ => return Vec::new(),
        };
        let (Some(amount), Some(currency)) = (amount, currency) else { return Vec::new() };
        let mut all = vec![amount];
        if amount > Decimal::ZERO && amount < Decimal::from(1000) {
            all.push(amount * Decimal::from(if currency == "CNY" { 10_000 } else { 1000 }));
        } else if let Some(before) = self.amount_before(review, update)
            && before.currency == currency
            && differ_by_noughts(before.amount, amount)
        {
            all.push(before.amount);
        }
        all.into_iter().map(|a| Money { amount: a.normalize(), currency: currency.clone() }).collect()
    }

    fn amount_before(&self, review: &Review, update: &Update) -> Option<&Money> {
        if let Some(deal) = review.detail.record.and_then(|id| self.stands(id)) {
            return deal.money();
        }
        let key = fold_name(update.fact.customer()?);
        let named = |r: &&Record| r.text(Field::Name).is_some_and(|n| fold_name(n) == key);
        let customer = self.book.active(Kind::Customer).find(named)?;
        let mut deals = self.book.open_deals(customer.id);
        deals.next().filter(|_| deals.next().is_none())?.money()
    }

    /// What the touched records lack, with what they are worth.
    fn records(&self) -> Vec<(Candidate, Decimal)> {
        let mut all = Vec::new();
        for record in self.touched.iter().filter_map(|id| self.stands(*id)) {
            let asks = match record.kind {
                Kind::Customer if self.new.contains(&record.id) => self.key_field(record),
                Kind::Opportunity => {
                    let lacks = |f: &&Field| {
                        matches!(f, Field::Amount | Field::CloseDate) && record.get(**f).is_none()
                    };
                    let open = record.stage().is_none_or(|s| s.is_open());
                    let field = deal_fields(record.stage()).iter().filter(|_| open).find(lacks);
                    field.map(|f| (About::Record(Kind::Opportunity, record.id), *f))
                }
                _ => None,
            };
            let customer = record.customer().unwrap_or(record.id);
            if let Some((about, field)) = asks {
                all.push((Candidate { about, field, choices: Vec::new() }, self.worth(customer)));
            }
        }
        all
    }

    /// The first key field of a customer that is missing, easily told ones first, and of whom it is asked.
    fn key_field(&self, customer: &Record) -> Option<(About, Field)> {
        let contacts: Vec<&Record> = self.book.of_customer(Kind::Contact, customer.id).collect();
        let held = key_fields(customer, &contacts);
        let missing = |field: &KeyField| held.contains(&(*field, Held::Missing));
        let order = [
            KeyField::ContactName,
            KeyField::Phone,
            KeyField::Occupation,
            KeyField::ContactOccupation,
            KeyField::Age,
        ];
        order.into_iter().filter(missing).find_map(|field| {
            let own = |f| Some((About::Record(Kind::Customer, customer.id), f));
            match field {
                KeyField::ContactName => Some((About::Record(Kind::Contact, customer.id), Field::Name)),
                KeyField::Phone => own(Field::Phone),
                KeyField::Occupation => own(Field::Occupation),
                KeyField::Age => own(Field::Age),
                KeyField::ContactOccupation => {
                    let contact = contacts.iter().find(|c| c.get(Field::Occupation).is_none())?;
                    Some((About::Record(Kind::Contact, contact.id), Field::Occupation))
                }
            }
            .filter(|(about, f)| {
                !self.was_asked(&Candidate { about: *about, field: *f, choices: Vec::new() })
            })
        })
    }

    /// What the open deals of a customer are worth.
    fn worth(&self, customer: RecordId) -> Decimal {
        let amounts = self.book.open_deals(customer).filter_map(Record::money);
        amounts
            .filter(|m| m.currency == self.currency)
            .fold(Decimal::ZERO, |sum, m| sum.checked_add(m.amount).unwrap_or(sum))
    }
}

fn rank(about: About, field: Field) -> Rank {
    match (about, field) {
        (About::Review(..), Field::Customer | Field::Product) => Rank::Whose,
        (About::Review(..), _) => Rank::Unsure,
        (About::Record(Kind::Opportunity, _), _) => Rank::Deal,
        (About::Record(..), _) => Rank::KeyField,
    }
}

fn worth_of(fact: &Fact, currency: &str) -> Decimal {
    let (amount, named) = match fact {
        Fact::Opportunity(f) => (f.amount, f.currency.as_deref()),
        Fact::Order(f) => (f.amount, f.currency.as_deref()),
        _ => (None, None),
    };
    amount.filter(|_| named == Some(currency)).unwrap_or_default()
}

/// Whether two amounts have the same figures and differ in their noughts: the commonest slip.
pub fn differ_by_noughts(a: Decimal, b: Decimal) -> bool {
    let (small, large) = (a.min(b), a.max(b));
    let ten = Decimal::TEN;
    small > Decimal::ZERO
        && (1..=4)
            .any(|n| (0..n).try_fold(small, |x, _| x.checked_mul(ten)).is_some_and(|grown| grown == large))
}

#[cfg(test)]
mod tests;
