//! The world of a batch: everything that deciding its updates may look at or change, loaded beforehand and changed in
//! memory. Lanes of one batch share it, so that what one of them decides is seen by the next.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};

use super::feedback::Voices;
use super::figures::Figures;
use crate::domain::book::Book;
use crate::domain::checkin::{Calendar, CheckIn, Rules};
use crate::domain::effect::{Effects, OutboxRow, Place, Review, ZoneTalk};
use crate::domain::ledger::{Change, Subject};
use crate::domain::life::Scribe;
use crate::domain::person::{Language, Person};
use crate::domain::question::Question;
use crate::domain::reading::Reading;
use crate::domain::{
    BotId, CalendarId, ChangeId, IdMaker, MessageId, OrgId, Outbound, OutboxKind, PersonId, TeamId,
};
use crate::say::Said;
use crate::store::invite::Found;

/// The organisation and the bot that a batch belongs to.
#[derive(Clone)]
pub struct House {
    /// The organisation.
    pub org: OrgId,
    /// Its name.
    pub name: String,
    /// Its country.
    pub region: String,
    /// Its currency.
    pub currency: String,
    /// The bot.
    pub bot: BotId,
    /// Its user name on the channel.
    pub bot_name: String,
    /// The channel.
    pub channel: &'static str,
    /// The rules for check-ins that hold now.
    pub rules: Rules,
    /// The calendar of people who join.
    pub calendar: CalendarId,
    /// Salt of the ledger's hashes.
    pub salt: Vec<u8>,
}

/// Without the salt, which is a secret.
impl std::fmt::Debug for House {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("House").field("org", &self.org).field("bot", &self.bot).finish_non_exhaustive()
    }
}

/// A message of the same chat that was handled before.
#[derive(Clone, Debug, PartialEq)]
pub struct Earlier {
    /// Its id.
    pub id: MessageId,
    /// The check-in that it belongs to.
    pub local_date: Option<NaiveDate>,
    /// What it was read as, and from what.
    pub parsed: Option<crate::domain::effect::Parsed>,
}

/// Everything that a batch may look at or change.
#[derive(Debug)]
pub struct World {
    /// Organisation and bot.
    pub house: House,
    /// Business time of the batch.
    pub now: DateTime<Utc>,
    /// Ids.
    pub ids: IdMaker,
    /// Whom the channel's user ids belong to.
    pub identities: HashMap<String, PersonId>,
    /// People of the batch, and those whom they assist or report to.
    pub people: HashMap<PersonId, Person>,
    /// Where people are reached.
    pub chats: HashMap<PersonId, String>,
    /// Working calendars.
    pub calendars: HashMap<CalendarId, Calendar>,
    /// Names of teams.
    pub teams: BTreeMap<TeamId, String>,
    /// Whom assistants of the batch support.
    pub supported: HashMap<PersonId, Vec<PersonId>>,
    /// Who supports the senders of the batch; they are among the people, to be told things, not to be changed.
    pub assistants: HashMap<PersonId, Vec<PersonId>>,
    /// How many days of this month people have skipped, where one of them wants to.
    pub skips: HashMap<PersonId, i64>,
    /// Talks about people's zones.
    pub zone_talks: HashMap<PersonId, ZoneTalk>,
    /// Names of the administrators, for strangers to ask.
    pub administrators: Vec<String>,
    /// What the codes that were sent lead to, by their hash.
    pub invites: HashMap<[u8; 32], Found>,
    /// Numbers set aside for people who join in this batch.
    pub numbers: Vec<i64>,
    /// Books.
    pub books: HashMap<PersonId, Book>,
    /// The recent check-ins of each person, by day.
    pub check_ins: HashMap<PersonId, BTreeMap<NaiveDate, CheckIn>>,
    /// The changes of days whose card may be shown.
    pub changes: HashMap<(PersonId, NaiveDate), Vec<Change>>,
    /// The readings of a day so far, oldest first.
    pub readings: HashMap<(PersonId, NaiveDate), Vec<(MessageId, Reading)>>,
    /// Messages by (chat, channel's id): those that were edited or replied to.
    pub earlier: HashMap<(String, String), Earlier>,
    /// The check-in of a message of ours by (chat, channel's id).
    pub ours: HashMap<(String, String), NaiveDate>,
    /// The newest change of each field of the records in `changes`.
    pub latest: HashMap<(crate::domain::RecordId, crate::domain::record::Field), ChangeId>,
    /// Where the customers of people are, as visits have shown; of those who sent a place.
    pub places: HashMap<PersonId, Vec<Place>>,
    /// Who was told today that live locations aren't followed.
    pub told_live: BTreeSet<PersonId>,
    /// What was heard in voice notes of days whose card may be shown.
    pub heard: HashMap<(PersonId, NaiveDate), Vec<String>>,
    /// Open items for review.
    pub reviews: HashMap<PersonId, Vec<Review>>,
    /// What people were asked lately, oldest first.
    pub questions: HashMap<PersonId, Vec<Question>>,
    /// Check-ins that reps have spoken of in this batch: there may be something to ask.
    pub spoken_of: BTreeSet<(PersonId, NaiveDate)>,
    /// When each card was last sent as a message of its own.
    pub cards: HashMap<String, DateTime<Utc>>,
    /// Phones of people, where someone asks whom to call.
    pub phones: HashMap<PersonId, String>,
    /// What commands of the batch ask for, by their message.
    pub figures: HashMap<MessageId, Figures>,
    /// What feedback of the batch needs.
    pub voices: Voices,
    /// What was decided so far.
    pub effects: Effects,
    /// People whose row changes.
    pub dirty_people: BTreeSet<PersonId>,
    /// Check-ins that change.
    pub dirty_check_ins: BTreeSet<(PersonId, NaiveDate)>,
}

impl World {
    /// The calendar of a person.
    pub fn calendar_of(&self, person: &Person) -> Calendar {
        self.calendars.get(&person.calendar).cloned().unwrap_or_else(Calendar::weekdays)
    }

    /// The language of a person.
    pub fn language(&self, person: PersonId) -> Language {
        self.people.get(&person).map_or(Language::En, |p| p.language)
    }

    /// Puts something into the outbox, for a chat.
    pub fn send(&mut self, chat: &str, kind: OutboxKind, what: Outbound, person: Option<PersonId>) {
        let id = self.ids.next(self.now);
        self.effects.outbox.push(OutboxRow {
            id,
            bot: self.house.bot,
            chat_id: chat.to_owned(),
            kind,
            card_key: None,
            what,
            person,
            local_date: None,
            created_at: self.now,
            expires_at: None,
        });
    }

    /// Puts something into the outbox that belongs to a check-in, and that is or changes a card where it has a key.
    pub fn send_day(
        &mut self,
        chat: &str,
        kind: OutboxKind,
        what: Outbound,
        person: PersonId,
        day: NaiveDate,
        card_key: Option<String>,
    ) {
        self.send(chat, kind, what, Some(person));
        if let Some(row) = self.effects.outbox.last_mut() {
            (row.local_date, row.card_key) = (Some(day), card_key);
        }
    }

    /// Answers in a chat.
    pub fn say(&mut self, chat: &str, said: impl Into<Said>, person: Option<PersonId>) {
        self.send(chat, OutboxKind::Send, said.into().send(), person);
    }

    /// Tells a person something, where he is reached.
    pub fn tell(&mut self, person: PersonId, said: impl Into<Said>) {
        if let Some(chat) = self.chats.get(&person).cloned() {
            self.say(&chat, said, Some(person));
        }
    }

    /// Adds changes to the effects, and to the day that they belong to, so that its card shows them.
    pub fn note(&mut self, changes: Vec<Change>) {
        for change in &changes {
            if let (Subject::Record(..), Some(day)) = (change.subject, change.local_date) {
                self.unconfirm(change.person, day, change);
            }
        }
        for change in changes {
            if let Subject::Record(_, id) = change.subject {
                self.latest.insert((id, change.field), change.id);
            }
            if let Some(day) = change.local_date {
                self.changes.entry((change.person, day)).or_default().push(change.clone());
            }
            self.effects.changes.push(change);
        }
    }

    /// What a rep has confirmed is no longer all that stands on the card.
    fn unconfirm(&mut self, person: PersonId, day: NaiveDate, by: &Change) {
        let check_in = self.check_ins.get_mut(&person).and_then(|days| days.get_mut(&day));
        let Some(check_in) = check_in.filter(|c| c.confirmed_at.is_some()) else { return };
        let (ids, at) = (&mut self.ids, self.now);
        let mut scribe = Scribe { ids, at, actor: by.actor, way: by.way, message: by.message };
        self.effects.changes.extend(check_in.unconfirm(&mut scribe));
        self.dirty_check_ins.insert((person, day));
    }

    /// All that was decided, to be written down, and the maker of ids.
    pub fn into_effects(mut self) -> (Effects, IdMaker) {
        for book in self.books.values_mut() {
            self.effects.records.extend(book.take_dirty());
        }
        let people = self.dirty_people.iter().filter_map(|id| self.people.get(id)).cloned();
        self.effects.people.extend(people);
        for (person, day) in &self.dirty_check_ins {
            if let Some(c) = self.check_ins.get(person).and_then(|days| days.get(day)) {
                self.effects.check_ins.push(c.clone());
            }
        }
        (self.effects, self.ids)
    }
}
