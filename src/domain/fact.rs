//! The facts of a reading: the kinds of updates in the parse contract and their fields. A field that the text does not
//! give is `None`.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::field::Kind;

/// The kinds of facts and their fields. A field that the text does not give is `None`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fact {
    /// Something about a customer itself.
    Customer(CustomerFact),
    /// Something that has happened between rep and customer.
    Activity(ActivityFact),
    /// A deal in the making, won or lost.
    Opportunity(OpportunityFact),
    /// An order placed.
    Order(OrderFact),
    /// What the rep will do.
    NextStep(NextStepFact),
    /// A complaint.
    Complaint(ComplaintFact),
    /// An explicit score.
    Satisfaction(SatisfactionFact),
    /// Receptions of a service agent's day.
    Service(ServiceFact),
}

impl Fact {
    /// The kind of record that it becomes.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Customer(_) => Kind::Customer,
            Self::Activity(_) => Kind::Activity,
            Self::Opportunity(_) => Kind::Opportunity,
            Self::Order(_) => Kind::Order,
            Self::NextStep(_) => Kind::NextStep,
            Self::Complaint(_) => Kind::Complaint,
            Self::Satisfaction(_) => Kind::Satisfaction,
            Self::Service(_) => Kind::Service,
        }
    }

    /// The customer named, as written or as known; `None` where the text names none.
    pub fn customer(&self) -> Option<&str> {
        match self {
            Self::Customer(f) => f.customer.as_deref(),
            Self::Activity(f) => f.customer.as_deref(),
            Self::Opportunity(f) => f.customer.as_deref(),
            Self::Order(f) => f.customer.as_deref(),
            Self::NextStep(f) => f.customer.as_deref(),
            Self::Complaint(f) => f.customer.as_deref(),
            Self::Satisfaction(f) => f.customer.as_deref(),
            Self::Service(_) => None,
        }
    }
}

/// See [`Fact::Customer`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomerFact {
    /// The organisation if one is named, else the person.
    pub customer: Option<String>,
    /// The text says that it is a new customer, lead or prospect.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub new: bool,
    /// The person named with an organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// E.164.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Job or job title as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occupation: Option<String>,
    /// Whole years.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<u32>,
    /// Where the customer is said to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The day that the text names for it, where it is not the message's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
}

/// See [`Fact::Activity`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityFact {
    /// With whom.
    #[serde(default)]
    pub customer: Option<String>,
    /// What.
    #[serde(rename = "type")]
    pub activity: ActivityType,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
}

/// Types of activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ActivityType {
    /// In person, at theirs or ours; dinners and factory tours too.
    Visit,
    /// By voice.
    Call,
    /// Online, or where the text says no more than meeting.
    Meeting,
    /// E-mail, chat or text.
    Message,
    /// A product demonstration or trial.
    Demo,
}

/// See [`Fact::Opportunity`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OpportunityFact {
    /// Whose deal.
    pub customer: Option<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Its worth; a plain decimal string on the wire.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Decimal>,
    /// ISO 4217; always there with an amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The stage that the text states as reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// Whole percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<u32>,
    /// When signing is expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub close_date: Option<NaiveDate>,
    /// The day that the text names for it, where it is not the message's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
}

/// Stages of an opportunity, in the order in which a deal goes through them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// New interest, nothing assessed.
    Lead,
    /// Need, budget or decision-maker confirmed.
    Qualified,
    /// Quoted; proposal, tender or sample offer handed over.
    Proposal,
    /// Price, terms or the contract under discussion; verbal agreement.
    Negotiation,
    /// Signed, contract concluded or deposit paid.
    Won,
    /// They chose another, cancelled or dropped it.
    Lost,
}

impl Stage {
    /// Neither won nor lost.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Won | Self::Lost)
    }
}

/// See [`Fact::Order`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrderFact {
    /// Who ordered.
    pub customer: Option<String>,
    /// Its worth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Decimal>,
    /// ISO 4217.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// What was ordered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// The code itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The day of ordering, where it is not the message's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
}

/// See [`Fact::NextStep`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NextStepFact {
    /// For whom.
    pub customer: Option<String>,
    /// What the rep will do, in the words of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// By when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// The text reports it as finished.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub done: bool,
}

/// See [`Fact::Complaint`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ComplaintFact {
    /// Who complains.
    pub customer: Option<String>,
    /// About what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The text reports it as resolved.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub resolved: bool,
    /// The day it was made, where it is not the message's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
}

/// See [`Fact::Satisfaction`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SatisfactionFact {
    /// Who scored.
    pub customer: Option<String>,
    /// 1 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<u32>,
    /// The day it was given, where it is not the message's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
}

/// See [`Fact::Service`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceFact {
    /// Customers received or served that day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receptions: Option<u32>,
    /// The day, where it is not the message's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
}
