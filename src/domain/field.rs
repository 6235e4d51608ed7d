//! The vocabulary of records: kinds, fields, and the values that fields take. Words stand once, here, for the database,
//! the ledger and commands.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::RecordId;
use super::reading::{ActivityType, AwayState, Stage};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word for it in the database, the ledger and commands.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// By its word.
            pub fn by_name(name: &str) -> Option<Self> {
                match name { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use words;

words! {
    /// Kinds of records.
    Kind {
        /// Who buys or may buy.
        Customer = "customer",
        /// A person at a customer.
        Contact = "contact",
        /// A deal.
        Opportunity = "opportunity",
        /// What has happened.
        Activity = "activity",
        /// An order placed.
        Order = "order",
        /// What the rep will do.
        NextStep = "next_step",
        /// A complaint.
        Complaint = "complaint",
        /// A score.
        Satisfaction = "satisfaction",
        /// Receptions of a day.
        Service = "service",
        /// Days away.
        Availability = "availability",
    }
}

words! {
    /// Fields of records, and of the other subjects of the ledger.
    Field {
        /// Active, withdrawn or merged.
        State = "state",
        /// The customer that it belongs to.
        Customer = "customer",
        /// A name.
        Name = "name",
        /// Person, organisation or unknown.
        CustomerKind = "kind",
        /// How a customer came in.
        Origin = "origin",
        /// Said to be new.
        New = "new",
        /// The customer that this one was merged into.
        MergedInto = "merged_into",
        /// E.164.
        Phone = "phone",
        /// E-mail address.
        Email = "email",
        /// Job or job title.
        Occupation = "occupation",
        /// Years.
        Age = "age",
        /// Town.
        City = "city",
        /// What is sold.
        Product = "product",
        /// Amount with currency.
        Amount = "amount",
        /// Stage of a deal.
        Stage = "stage",
        /// Percent.
        Probability = "probability",
        /// Expected signing.
        CloseDate = "close_date",
        /// Type of activity.
        Type = "type",
        /// The day of it.
        Day = "date",
        /// An order's own number.
        Code = "number",
        /// What the rep will do.
        Action = "action",
        /// By when.
        Due = "due",
        /// Open, done or dropped.
        Status = "status",
        /// About what.
        Summary = "summary",
        /// When it was resolved.
        ResolvedOn = "resolved_on",
        /// 1 to 5.
        Score = "score",
        /// Customers served.
        Receptions = "receptions",
        /// Why someone is away.
        Away = "away",
        /// First day.
        From = "from",
        /// Last day.
        To = "to",
        /// How the prompt of a check-in fared.
        Delivery = "delivery",
        /// When the prompt reached the channel.
        SentAt = "sent_at",
        /// A nudge was queued: the how-many-eth.
        Nudge = "nudge",
        /// First message of any kind.
        FirstReply = "first_reply_at",
        /// First substantive message.
        FirstSubstantive = "first_substantive_at",
        /// First entry by an assistant.
        Assisted = "assisted_at",
        /// Nothing to report.
        NoActivity = "no_activity",
        /// Excused, and why.
        Excused = "excused",
        /// The rep said that what was recorded is right.
        Confirmed = "confirmed_at",
        /// Asked to be left out.
        Appealed = "appealed_at",
        /// The cutoff has passed.
        Closed = "closed_at",
        /// The check-in that a message belongs to.
        LocalDate = "local_date",
        /// Whether a message was substantive.
        Substantive = "substantive",
        /// A person's zone.
        Timezone = "timezone",
        /// A person's language.
        Language = "language",
    }
}

words! {
    /// Whether a record stands.
    RecordState {
        /// It stands.
        Active = "active",
        /// It was taken back.
        Withdrawn = "withdrawn",
        /// A customer that was found to be another.
        Merged = "merged",
    }
}

words! {
    /// What a customer is.
    CustomerKind {
        /// A person.
        Person = "person",
        /// A firm or another organisation.
        Organisation = "organisation",
        /// Not known yet.
        Unknown = "unknown",
    }
}

words! {
    /// How a customer came in.
    Origin {
        /// By a rep's reply.
        Reply = "reply",
        /// By import: in the base of growth, never a gain.
        Import = "import",
        /// Entered by an assistant.
        Assistant = "assistant",
    }
}

words! {
    /// Status of a next step.
    StepStatus {
        /// To be done.
        Open = "open",
        /// Done.
        Done = "done",
        /// Dropped.
        Dropped = "dropped",
    }
}

words! {
    /// Why a key field has no value although it was asked for.
    NotTold {
        /// The customer would not say.
        Refused = "refused",
        /// There is none.
        NotApplicable = "not_applicable",
    }
}

/// An amount of money. Never added across currencies.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// How much.
    pub amount: Decimal,
    /// ISO 4217.
    pub currency: String,
}

impl Money {
    /// Whether it can be kept without rounding: less than 10^16, at most four decimals, a currency of three letters.
    pub fn is_storable(&self) -> bool {
        let amount = self.amount.normalize();
        amount.scale() <= 4
            && amount.abs() < Decimal::from(10_000_000_000_000_000_i64)
            && self.currency.len() == 3
            && self.currency.bytes().all(|b| b.is_ascii_uppercase())
    }
}

/// A value of a field; its serde form stands in the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Words of the text, or a normalised string.
    Text(String),
    /// A number.
    Int(i64),
    /// Yes or no.
    Flag(bool),
    /// An amount.
    Money(Money),
    /// A day.
    Date(NaiveDate),
    /// A moment.
    Time(DateTime<Utc>),
    /// A stage.
    Stage(Stage),
    /// A type of activity.
    Activity(ActivityType),
    /// A status of a next step.
    Step(StepStatus),
    /// A kind of customer.
    CustomerKind(CustomerKind),
    /// An origin.
    Origin(Origin),
    /// Why someone is away.
    Away(AwayState),
    /// Another record.
    Record(RecordId),
    /// A key field that was not told.
    NotTold(NotTold),
    /// Whether a record stands.
    State(RecordState),
}

impl Field {
    /// Whether people may change it; the others are the house's own.
    pub fn is_open(self) -> bool {
        use Field::*;
        !matches!(self, State | Origin | New | MergedInto)
    }

    /// The value is about a natural person: in the ledger only its salted hash stands, so that it can be erased.
    pub fn is_personal(self) -> bool {
        use Field::*;
        matches!(self, Name | Phone | Email | Occupation | Age | City | Summary)
    }

    /// Whether a value is of this field's type.
    pub fn accepts(self, value: &Value) -> bool {
        use Field::*;
        match value {
            Value::Text(t) => {
                !t.is_empty()
                    && matches!(
                        self,
                        Name | Phone
                            | Email
                            | Occupation
                            | City
                            | Product
                            | Code
                            | Action
                            | Summary
                            | Delivery
                            | Excused
                            | Timezone
                            | Language
                    )
            }
            Value::Int(n) => match self {
                Age => (0..=150).contains(n),
                Probability => (0..=100).contains(n),
                Score => (1..=5).contains(n),
                Receptions | Nudge => *n >= 0,
                _ => false,
            },
            Value::Flag(_) => matches!(self, New | NoActivity | Substantive),
            Value::Money(m) => self == Amount && m.is_storable(),
            Value::Date(_) => matches!(self, CloseDate | Day | Due | ResolvedOn | From | To | LocalDate),
            Value::Time(_) => {
                matches!(
                    self,
                    SentAt | FirstReply | FirstSubstantive | Assisted | Confirmed | Appealed | Closed
                )
            }
            Value::Stage(_) => self == Stage,
            Value::Activity(_) => self == Type,
            Value::Step(_) => self == Status,
            Value::CustomerKind(_) => self == Field::CustomerKind,
            Value::Origin(_) => self == Origin,
            Value::Away(_) => self == Away,
            Value::Record(_) => matches!(self, Customer | MergedInto),
            Value::NotTold(_) => matches!(self, Phone | Occupation | Age),
            Value::State(_) => self == State,
        }
    }
}
