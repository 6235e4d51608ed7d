//! The classes of words that the rules speak of. A class is a key of `config/lexicon/*.toml`; a word may be of
//! several. What a class means to the rules is said where it is used.

/// Declares the classes with their keys, so that a key and its class can't differ.
macro_rules! classes {
    ($($name:ident = $key:literal),+ $(,)?) => {
        /// A class of words; see the key of the same name in `config/lexicon/`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum Class { $($name),+ }

        impl Class {
            /// The class of a key.
            pub fn of_key(key: &str) -> Option<Self> {
                match key { $($key => Some(Self::$name),)+ _ => None }
            }

            /// The key of a class.
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => $key),+ }
            }
        }
    };
}

classes! {
    Visit = "visit", VisitWeak = "visit_weak", VisitN = "visit_n", Call = "call", CallN = "call_n", Meet = "meet",
    MeetN = "meet_n", Message = "message", MessageN = "message_n", Demo = "demo", DemoN = "demo_n",
    Quote = "quote", QuoteN = "quote_n", Sign = "sign", Win = "win", Lose = "lose", Drop = "drop",
    Choose = "choose", Negotiate = "negotiate", Agree = "agree", Order = "order", OrderN = "order_n",
    Need = "need", Want = "want", Confirm = "confirm", Complain = "complain", Rate = "rate", Serve = "serve",
    Give = "give", Send = "send", Work = "work", Say = "say", AskMe = "ask_me", Promise = "promise",
    Postpone = "postpone", Live = "live", Try = "try", Travel = "travel", Pay = "pay", Resolve = "resolve",
    Finish = "finish", Happen = "happen", ContractN = "contract_n", DepositN = "deposit_n",
    WonPhrase = "won_phrase", LostPhrase = "lost_phrase", OtherParty = "other_party",
    Negotiating = "negotiating", Verbal = "verbal", Interest = "interest", NotLead = "not_lead",
    Budget = "budget", Approved = "approved", Decider = "decider", NeedN = "need_n", NoMoney = "no_money",
    Neg = "neg", Will = "will", TheyWill = "they_will", Hope = "hope", Maybe = "maybe", If = "if",
    Would = "would", Question = "question", Please = "please", I = "i", We = "we", They = "they",
    Their = "their", Then = "then", And = "and", But = "but", Because = "because", At = "at", Det = "det",
    Stop = "stop", DealN = "deal_n", PriceN = "price_n", CloseN = "close_n", New = "new",
    ContactN = "contact_n", PhoneN = "phone_n", EmailN = "email_n", AgeN = "age_n", FromN = "from_n",
    NumberN = "number_n", Unhappy = "unhappy", ComplaintN = "complaint_n", Fault = "fault", Stars = "stars",
    ReceptionN = "reception_n", Sick = "sick", Leave = "leave", TravelN = "travel_n", TrainingN = "training_n",
    OtherPerson = "other_person", Nothing = "nothing", Unreached = "unreached", Skip = "skip",
    Unknown = "unknown", Later = "later", NotApplicable = "not_applicable", Correct = "correct",
    Resolved = "resolved", Done = "done", Title = "title", OrgSuffix = "org_suffix", Unit = "unit",
    SelfFirm = "self_firm", Forward = "forward", Spam = "spam", TimeWord = "time_word",
    Occupation = "occupations", Surname = "surnames", OccupationN = "occupation_n", Product = "products", Debt = "debt", IdleN = "idle_n", PaperN = "paper_n", NoDeal = "no_deal", City = "cities",
}

/// A set of classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassSet(u128);

impl ClassSet {
    /// None.
    pub const EMPTY: Self = Self(0);

    /// The set of these.
    pub const fn of(classes: &[Class]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < classes.len() {
            bits |= 1 << classes[i] as u8;
            i += 1;
        }
        Self(bits)
    }

    /// Adds one.
    pub fn insert(&mut self, class: Class) {
        self.0 |= 1 << class as u8;
    }

    /// Contains it.
    pub const fn has(self, class: Class) -> bool {
        self.0 & (1 << class as u8) != 0
    }

    /// Contains any of them.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Contains nothing else than these.
    pub const fn within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Contains none at all.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// All of both.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
