//! Effects: everything that handling some updates, or a tick of the schedule, is to change, as data. `flow` decides
//! and fills them; `store` writes them down in one transaction, with one statement for each table.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::checkin::CheckIn;
use super::feedback::{Feedback, Forget};
use super::ledger::Change;
use super::media::{File, Spot};
use super::person::Person;
use super::question::Question;
use super::reading::{ParseInput, Reading, Span, Update};
use super::record::{Record, words};
use super::{BotId, InviteId, MessageId, Outbound, OutboxId, OutboxKind, PersonId, RecordId, ReviewId};

/// What is to change. Of several versions of one row the last counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Effects {
    /// People who join by an invite; written first.
    pub joined: Vec<Joined>,
    /// People whose row changes.
    pub people: Vec<Person>,
    /// Check-ins, new or changed.
    pub check_ins: Vec<CheckIn>,
    /// Records, new or changed.
    pub records: Vec<Record>,
    /// Aliases of customers, confirmed by a person.
    pub aliases: Vec<Alias>,
    /// The ledger's new rows; each change of a record's field is here too.
    pub changes: Vec<Change>,
    /// Handled messages.
    pub messages: Vec<Message>,
    /// Questions, new or answered.
    pub questions: Vec<Question>,
    /// Items for review, new or decided.
    pub reviews: Vec<Review>,
    /// Where people are in a talk about their zone.
    pub zone_talks: Vec<ZoneTalk>,
    /// Places that visits were made at.
    pub places: Vec<Place>,
    /// What is to be sent.
    pub outbox: Vec<OutboxRow>,
    /// Feedback, new or answered.
    pub feedback: Vec<Feedback>,
    /// Messages that are to be nobody's.
    pub forget: Forget,
    /// Rows among those to be sent that are to be forgotten then.
    pub secret: Vec<OutboxId>,
}

/// Someone who redeemed an invite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// The new person; the grant of the invite is among the grants.
    pub person: Person,
    /// The invite, marked as used by it.
    pub invite: InviteId,
    /// Channel of the identity.
    pub channel: String,
    /// The channel's id of the user.
    pub external_id: String,
    /// The private chat.
    pub chat_id: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Another name for a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The customer.
    pub customer: RecordId,
    /// The name as typed.
    pub alias: String,
    /// Folded for comparison.
    pub key: String,
    /// Who confirmed it.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

/// A received message after it was handled.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Its id, that of the inbox row.
    pub id: MessageId,
    /// The bot that received it.
    pub bot: BotId,
    /// The chat.
    pub chat_id: String,
    /// The channel's id within the chat; `None` for taps and the like.
    pub external_id: Option<String>,
    /// From whom; `None` for strangers.
    pub person: Option<PersonId>,
    /// A word for its kind (`text`, `edit`, `voice`, `tap`, …).
    pub kind: String,
    /// Its text. Of strangers nothing is kept.
    pub text: Option<String>,
    /// The raw update. Of strangers an empty object.
    pub raw: Json,
    /// The channel's time.
    pub sent_at: DateTime<Utc>,
    /// When we stored it.
    pub received_at: DateTime<Utc>,
    /// The message whose text this one replaces.
    pub edit_of: Option<MessageId>,
    /// The check-in that it belongs to.
    pub local_date: Option<NaiveDate>,
    /// More than a greeting, thanks, a sticker, a command, a question or a forward.
    pub substantive: bool,
    /// The parser's input, output and version, where it was parsed.
    pub parsed: Option<Parsed>,
}

/// A reading with all that it depended on.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// Input.
    pub input: ParseInput,
    /// Output.
    pub reading: Reading,
    /// Version of the parser.
    pub version: String,
}

words! {
    /// Why a person has to look at something.
    ReviewKind {
        /// A part of a message that matters was not read.
        Unread = "unread",
        /// A fact was read but not surely.
        Unsure = "unsure",
        /// A fact that names no customer.
        NoCustomer = "no_customer",
        /// Two known records are equally likely.
        Candidates = "candidates",
        /// A deal went back a stage.
        StepBack = "step_back",
        /// A voice note, a photo or another file, to be read.
        Media = "media",
        /// A contact card that may be of someone known.
        Contact = "contact",
        /// A location of which it isn't known whose place it is.
        Place = "place",
        /// A message was edited after its fact had been changed by someone.
        EditConflict = "edit_conflict",
        /// The rep asks to leave the day out.
        Skip = "skip",
    }
}

words! {
    /// Whether something still has to be looked at.
    ReviewState {
        /// Yes.
        Open = "open",
        /// No: it was entered or corrected.
        Done = "done",
        /// No: there was nothing in it.
        Dropped = "dropped",
    }
}

/// Something for a person to look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// Id.
    pub id: ReviewId,
    /// The rep whose day it belongs to.
    pub person: PersonId,
    /// For its short id, from the same count as the person's records.
    pub number: i64,
    /// The check-in.
    pub local_date: Option<NaiveDate>,
    /// Why.
    pub kind: ReviewKind,
    /// The message.
    pub message: Option<MessageId>,
    /// What.
    pub detail: ReviewDetail,
    /// Open, done or dropped.
    pub state: ReviewState,
    /// Since when it waits.
    pub opened_at: DateTime<Utc>,
    /// When and by whom it was decided.
    pub decided: Option<(DateTime<Utc>, Option<PersonId>)>,
}

/// What is to be looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReviewDetail {
    /// The part of the text in question, as typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// Where it stands in the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// The update that was read from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update: Option<Update>,
    /// The record that it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordId>,
    /// The files to be read, of an album all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<File>,
    /// The channel's id of the album.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub album: Option<String>,
    /// Of a voice note, what a transcriber heard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<String>,
    /// The place in question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spot: Option<Spot>,
}

words! {
    /// Where a talk about someone's zone stands.
    ZoneState {
        /// A location that comes now is meant for it.
        Wanted = "wanted",
        /// He was asked whether to switch.
        Asked = "asked",
        /// He has answered, and is not asked about that zone again until he has been back.
        Settled = "settled",
    }
}

/// A talk about someone's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZoneTalk {
    /// Whose.
    pub person: PersonId,
    /// The zone in question, where there is one.
    pub zone: Option<Tz>,
    /// Where it stands.
    pub state: ZoneState,
    /// Since when.
    pub at: DateTime<Utc>,
}

/// Where a visit was made: from these it is known where customers are. It says so as long as the visit stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The visit.
    pub visit: RecordId,
    /// Whom it was to.
    pub customer: RecordId,
    /// In whose book.
    pub person: PersonId,
    /// Where.
    pub spot: Spot,
    /// Since when it is known.
    pub at: DateTime<Utc>,
}

/// Something to be sent, on its way into the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxRow {
    /// Id; also the order within a chat.
    pub id: OutboxId,
    /// By which bot.
    pub bot: BotId,
    /// To which chat.
    pub chat_id: String,
    /// Kind.
    pub kind: OutboxKind,
    /// Rows of one card share it.
    pub card_key: Option<String>,
    /// What.
    pub what: Outbound,
    /// The person, and for prompts and nudges the check-in.
    pub person: Option<PersonId>,
    /// See `person`.
    pub local_date: Option<NaiveDate>,
    /// Business time of its making.
    pub created_at: DateTime<Utc>,
    /// Not to be sent after (business time).
    pub expires_at: Option<DateTime<Utc>>,
}

impl Effects {
    /// Adds the effects of `later` behind these.
    pub fn append(&mut self, mut later: Self) {
        self.joined.append(&mut later.joined);
        self.people.append(&mut later.people);
        self.check_ins.append(&mut later.check_ins);
        self.records.append(&mut later.records);
        self.aliases.append(&mut later.aliases);
        self.changes.append(&mut later.changes);
        self.messages.append(&mut later.messages);
        self.questions.append(&mut later.questions);
        self.reviews.append(&mut later.reviews);
        self.zone_talks.append(&mut later.zone_talks);
        self.places.append(&mut later.places);
        self.outbox.append(&mut later.outbox);
        self.feedback.append(&mut later.feedback);
        self.forget.messages.append(&mut later.forget.messages);
        self.forget.places.append(&mut later.forget.places);
        self.secret.append(&mut later.secret);
    }
}
