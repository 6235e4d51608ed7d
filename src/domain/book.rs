//! A rep's book: the records of one person as they stand, with the rules by which an update finds the record that it
//! means (*matching*). Pure: it is loaded, matched against, changed in memory, and what changed is written down.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::reading::{CustomerFact, KnownCustomer, KnownDeal};
use super::record::{Field, Kind, Record, StepStatus};
use super::text::{alike, fold_name};
use super::{PersonId, RecordId};

/// The records of one person.
#[derive(Clone, Debug)]
pub struct Book {
    /// Whose.
    pub owner: PersonId,
    records: BTreeMap<RecordId, Record>,
    names: HashMap<String, BTreeSet<RecordId>>,
    aliases: Vec<(RecordId, String)>,
    dirty: BTreeSet<RecordId>,
}

/// Which customer an update means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CustomerMatch {
    /// This one.
    Known(RecordId),
    /// None that is known, under this name; with others that share its phone or address, to be asked about.
    New(String, Vec<RecordId>),
    /// One of these, equally likely.
    Candidates(Vec<RecordId>),
    /// The text names none.
    Unnamed,
}

/// Which opportunity an update means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DealMatch {
    /// This one.
    Known(RecordId),
    /// A new one.
    New,
    /// One of several that are open, and the text doesn't say which.
    Unclear,
}

impl Book {
    /// A book of records and of aliases (customer, name as typed).
    pub fn new(owner: PersonId, records: Vec<Record>, aliases: Vec<(RecordId, String)>) -> Self {
        let mut book = Self {
            owner,
            records: BTreeMap::new(),
            names: HashMap::new(),
            aliases: Vec::new(),
            dirty: BTreeSet::new(),
        };
        for record in records {
            book.put(record);
        }
        book.dirty.clear();
        for (customer, alias) in aliases {
            book.add_alias(customer, alias);
        }
        book
    }

    /// Adds a record, or puts a new version of it in place.
    pub fn put(&mut self, record: Record) {
        if record.kind == Kind::Customer {
            if let Some(old) = self.records.get(&record.id).and_then(|r| r.text(Field::Name))
                && let Some(ids) = self.names.get_mut(&fold_name(old))
            {
                ids.remove(&record.id);
            }
            if let Some(name) = record.text(Field::Name).filter(|_| record.is_active()) {
                self.names.entry(fold_name(name)).or_default().insert(record.id);
            }
        }
        self.dirty.insert(record.id);
        self.records.insert(record.id, record);
    }

    /// The records that were put since the last call, to be written down.
    pub fn take_dirty(&mut self) -> Vec<Record> {
        std::mem::take(&mut self.dirty).iter().filter_map(|id| self.records.get(id)).cloned().collect()
    }

    /// Adds another name of a customer.
    pub fn add_alias(&mut self, customer: RecordId, alias: String) {
        self.names.entry(fold_name(&alias)).or_default().insert(customer);
        self.aliases.push((customer, alias));
    }

    /// A record by its id.
    pub fn get(&self, id: RecordId) -> Option<&Record> {
        self.records.get(&id)
    }

    /// A record by its number.
    pub fn numbered(&self, number: i64) -> Option<&Record> {
        self.records.values().find(|r| r.number == number)
    }

    /// The records of a kind, whether or not they stand.
    pub fn all(&self, kind: Kind) -> impl Iterator<Item = &Record> {
        self.records.values().filter(move |r| r.kind == kind)
    }

    /// The records of a kind that stand.
    pub fn active(&self, kind: Kind) -> impl Iterator<Item = &Record> {
        self.records.values().filter(move |r| r.kind == kind && r.is_active())
    }

    /// The records of a kind that stand and belong to a customer.
    pub fn of_customer(&self, kind: Kind, customer: RecordId) -> impl Iterator<Item = &Record> {
        self.active(kind).filter(move |r| r.customer() == Some(customer))
    }

    /// The opportunities of a customer that are neither won nor lost.
    pub fn open_deals(&self, customer: RecordId) -> impl Iterator<Item = &Record> {
        self.of_customer(Kind::Opportunity, customer).filter(|r| r.stage().is_none_or(|s| s.is_open()))
    }

    /// What the parser may know of this person's customers.
    pub fn known(&self) -> Vec<KnownCustomer> {
        let mut contacts: HashMap<RecordId, Vec<String>> = HashMap::new();
        for contact in self.active(Kind::Contact) {
            if let (Some(customer), Some(name)) = (contact.customer(), contact.text(Field::Name)) {
                contacts.entry(customer).or_default().push(name.to_owned());
            }
        }
        let mut deals: HashMap<RecordId, Vec<KnownDeal>> = HashMap::new();
        for deal in self.active(Kind::Opportunity).filter(|d| d.stage().is_none_or(|s| s.is_open())) {
            if let Some(customer) = deal.customer() {
                let product = deal.text(Field::Product).map(str::to_owned);
                deals.entry(customer).or_default().push(KnownDeal { id: deal.id.0.to_string(), product });
            }
        }
        let mut aliases: HashMap<RecordId, Vec<String>> = HashMap::new();
        for (customer, alias) in &self.aliases {
            aliases.entry(*customer).or_default().push(alias.clone());
        }
        self.active(Kind::Customer)
            .map(|c| KnownCustomer {
                id: Some(c.id.0.to_string()),
                name: c.text(Field::Name).unwrap_or_default().to_owned(),
                aliases: aliases.remove(&c.id).unwrap_or_default(),
                contacts: contacts.remove(&c.id).unwrap_or_default(),
                open_deals: deals.remove(&c.id).unwrap_or_default(),
            })
            .collect()
    }

    /// The active record with this id, as the parser gives it.
    fn referred(&self, reference: Option<&str>, kind: Kind) -> Option<&Record> {
        let id = RecordId(reference?.parse().ok()?);
        self.get(id).filter(|r| r.kind == kind && r.is_active())
    }

    /// Which customer is meant: the given reference; else the known name or alias; else, by phone or e-mail *and* an
    /// agreeing name, one that is there; else a new one. The same phone under another name (families,
    /// switchboards) is only a candidate.
    pub fn match_customer(
        &self,
        reference: Option<&str>,
        candidates: &[String],
        name: Option<&str>,
        fact: Option<&CustomerFact>,
    ) -> CustomerMatch {
        if let Some(known) = self.referred(reference, Kind::Customer) {
            return CustomerMatch::Known(known.id);
        }
        let among: Vec<RecordId> =
            candidates.iter().filter_map(|c| self.referred(Some(c), Kind::Customer)).map(|r| r.id).collect();
        if among.len() > 1 {
            return CustomerMatch::Candidates(among);
        }
        let Some(name) = name.filter(|n| !fold_name(n).is_empty()) else { return CustomerMatch::Unnamed };
        let named: Vec<RecordId> = self
            .names
            .get(&fold_name(name))
            .into_iter()
            .flatten()
            .copied()
            .filter(|id| self.get(*id).is_some_and(Record::is_active))
            .collect();
        match named.as_slice() {
            [one] => return CustomerMatch::Known(*one),
            [] => {}
            _ => return CustomerMatch::Candidates(named),
        }
        let sharing: Vec<&Record> = fact.map(|f| self.sharing_contact(f)).unwrap_or_default();
        let agreeing: Vec<RecordId> = sharing
            .iter()
            .filter(|r| r.text(Field::Name).is_some_and(|known| alike(known, name)))
            .map(|r| r.id)
            .collect();
        match agreeing.as_slice() {
            [one] => CustomerMatch::Known(*one),
            _ => CustomerMatch::New(name.trim().to_owned(), sharing.iter().map(|r| r.id).collect()),
        }
    }

    /// Customers that have the phone or e-mail of a fact, themselves or through a contact.
    fn sharing_contact(&self, fact: &CustomerFact) -> Vec<&Record> {
        let shares = |r: &Record| {
            let same = |field, value: &Option<String>| value.is_some() && r.text(field) == value.as_deref();
            same(Field::Phone, &fact.phone) || same(Field::Email, &fact.email)
        };
        let direct = self.active(Kind::Customer).filter(|r| shares(r)).map(|r| r.id);
        let through = self.active(Kind::Contact).filter(|r| shares(r)).filter_map(Record::customer);
        let ids: BTreeSet<RecordId> = direct.chain(through).collect();
        ids.into_iter().filter_map(|id| self.get(id)).filter(|r| r.is_active()).collect()
    }

    /// Which opportunity of a customer is meant: the given reference; else a like product; else, with no product
    /// named, the only open one; else it is unclear or new. A deal whose product isn't known yet takes the one named.
    pub fn match_deal(
        &self,
        reference: Option<&str>,
        customer: RecordId,
        product: Option<&str>,
    ) -> DealMatch {
        if let Some(known) = self.referred(reference, Kind::Opportunity)
            && known.customer() == Some(customer)
        {
            return DealMatch::Known(known.id);
        }
        let open: Vec<&Record> = self.open_deals(customer).collect();
        let Some(product) = product else {
            return match open.as_slice() {
                [] => DealMatch::New,
                [one] => DealMatch::Known(one.id),
                _ => DealMatch::Unclear,
            };
        };
        let like: Vec<&&Record> =
            open.iter().filter(|d| d.text(Field::Product).is_some_and(|p| alike(p, product))).collect();
        let bare: Vec<&&Record> = open.iter().filter(|d| d.text(Field::Product).is_none()).collect();
        match (like.as_slice(), bare.as_slice()) {
            ([one], _) => DealMatch::Known(one.id),
            ([], [one]) => DealMatch::Known(one.id),
            ([], _) => DealMatch::New,
            _ => DealMatch::Unclear,
        }
    }

    /// An order is the same with the same number; else with the same customer, day, amount and product.
    pub fn match_order(
        &self,
        customer: RecordId,
        code: Option<&str>,
        day: NaiveDate,
        money: Option<&super::record::Money>,
        product: Option<&str>,
    ) -> Option<RecordId> {
        let folded = |t: Option<&str>| t.map(fold_name);
        let mut orders = self.of_customer(Kind::Order, customer);
        let found = match code {
            Some(_) => orders.find(|o| folded(o.text(Field::Code)) == folded(code)),
            None => orders.find(|o| {
                o.date(Field::Day) == Some(day)
                    && o.money() == money
                    && folded(o.text(Field::Product)) == folded(product)
            }),
        };
        found.map(|o| o.id)
    }

    /// A next step is the same with the same customer and a like action, while it is open.
    pub fn match_step(&self, customer: RecordId, action: Option<&str>) -> Option<RecordId> {
        let open: Vec<&Record> = self
            .of_customer(Kind::NextStep, customer)
            .filter(|s| s.step() == Some(StepStatus::Open))
            .collect();
        match action {
            Some(action) => open
                .iter()
                .find(|s| s.text(Field::Action).is_some_and(|known| alike(known, action)))
                .map(|s| s.id),
            None => match open.as_slice() {
                [one] => Some(one.id),
                _ => None,
            },
        }
    }

    /// A record of a kind for a customer and day that satisfies a condition.
    pub fn match_day(
        &self,
        kind: Kind,
        customer: Option<RecordId>,
        day: NaiveDate,
        same: impl Fn(&Record) -> bool,
    ) -> Option<RecordId> {
        self.active(kind)
            .find(|r| r.customer() == customer && r.date(Field::Day) == Some(day) && same(r))
            .map(|r| r.id)
    }

    /// What hangs on a customer: the records that stand and belong to it.
    pub fn hanging_on(&self, customer: RecordId) -> Vec<&Record> {
        self.records.values().filter(|r| r.is_active() && r.customer() == Some(customer)).collect()
    }
}
