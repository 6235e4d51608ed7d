//! What the page asks of the product: who is on the phones, what time it is there, and what has been recorded.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures::future::{BoxFuture, Future, FutureExt};
use serde::{Deserialize, Serialize};

/// One phone of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Telegram user id; [`Sandbox::user`](crate::sandbox::Sandbox::user) must know the person.
    pub user_id: i64,
    /// Name, as shown above the phone.
    pub name: String,
    /// What they do, in the page's language (English): `Sales rep`.
    pub role: String,
    /// Language of their app: `en` or `zh-CN`. The phone's own words are in it.
    pub language: String,
    /// IANA name of their time zone; their phone shows its time.
    pub zone: String,
    /// Examples that one tap sends, in their language.
    pub tries: Vec<String>,
    /// A sentence under the phone on what this person has of it; may be empty.
    pub about: String,
    /// Whether a panel under the phone shows what the database knows.
    pub knows: bool,
}

/// How far the clock is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockMove {
    /// Until the next prompt goes out to anybody.
    NextPrompt,
    /// One hour on.
    Hour,
    /// To ten in the morning of the next day.
    Tomorrow10,
}

/// Records of one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnownTable {
    /// The table's name.
    pub table: String,
    /// Its rows that came of today's answers, oldest first.
    pub rows: Vec<KnownRow>,
}

/// One record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnownRow {
    /// The short id by which people name it (`3b`); may be empty.
    pub id: String,
    /// Its fields in the order to be shown.
    pub fields: Vec<KnownField>,
}

/// One field of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnownField {
    /// The column's name.
    pub name: String,
    /// What stood there before today; none where the field is new or unchanged.
    pub old: Option<String>,
    /// What stands there now; none where it was taken back.
    pub value: Option<String>,
}

type Ask<A, R> = Arc<dyn Fn(A) -> BoxFuture<'static, Result<R, String>> + Send + Sync>;

/// What the page asks of the product. An error is shown on the page as it is.
#[derive(Clone)]
pub struct PageHooks {
    pub(super) people: Vec<Person>,
    pub(super) clock_now: Ask<(), DateTime<Utc>>,
    pub(super) clock_move: Ask<ClockMove, DateTime<Utc>>,
    pub(super) knows: Ask<i64, Vec<KnownTable>>,
}

impl PageHooks {
    /// - `people`: the phones, from left to right;
    /// - `clock_now`: business time;
    /// - `clock_move`: moves business time and returns when all that became due has been sent; the page shows the
    ///   clock running meanwhile, as `clock_now` tells it;
    /// - `knows`: what the database knows of a person's day, by user id.
    pub fn new<N, M, K>(
        people: Vec<Person>,
        clock_now: impl Fn() -> N + Send + Sync + 'static,
        clock_move: impl Fn(ClockMove) -> M + Send + Sync + 'static,
        knows: impl Fn(i64) -> K + Send + Sync + 'static,
    ) -> Self
    where
        N: Future<Output = Result<DateTime<Utc>, String>> + Send + 'static,
        M: Future<Output = Result<DateTime<Utc>, String>> + Send + 'static,
        K: Future<Output = Result<Vec<KnownTable>, String>> + Send + 'static,
    {
        Self {
            people,
            clock_now: Arc::new(move |()| clock_now().boxed()),
            clock_move: Arc::new(move |step| clock_move(step).boxed()),
            knows: Arc::new(move |user_id| knows(user_id).boxed()),
        }
    }
}
