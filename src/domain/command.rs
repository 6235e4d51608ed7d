//! The commands that people type: which there are and who may use them. One table, so that what is read
//! (`parse::command`), what is offered and explained (`say::commands`) and what is allowed can't differ.

use std::collections::BTreeSet;
use std::fmt;

use chrono_tz::Tz;

use super::person::{Deed, Role, may};
use super::record::{Field, Kind, words};
use super::{parse_short_id, short_id};

words! {
    /// Commands, in the order in which help lists them.
    CommandName {
        /// Show the day's card again.
        Today = "today",
        /// Correct a field of a recorded fact.
        Fix = "fix",
        /// Take back the last change, or a fact.
        Undo = "undo",
        /// Accept a reading that was not sure.
        Ok = "ok",
        /// A next step is done.
        Done = "done",
        /// A next step won't be done; or set aside what waits to be looked at: there was nothing in it.
        Drop = "drop",
        /// Be asked again later.
        Later = "later",
        /// Leave today out.
        Skip = "skip",
        /// Days away.
        Leave = "leave",
        /// At what time one is asked.
        Time = "time",
        /// One's own figures.
        Me = "me",
        /// One's own customers.
        Customers = "customers",
        /// One's own deals.
        Deals = "deals",
        /// How a figure is counted.
        Rule = "rule",
        /// Tell the managers something.
        Feedback = "feedback",
        /// Answer a feedback.
        Reply = "reply",
        /// What waits to be looked at.
        Queue = "queue",
        /// Whom to call.
        Calls = "calls",
        /// See a photo or hear a voice note that waits.
        Show = "show",
        /// Report on behalf of a rep.
        For = "for",
        /// Figures of teams.
        Stats = "stats",
        /// Who has not answered.
        Missing = "missing",
        /// Who is in the organisation.
        People = "people",
        /// Choose the language.
        Language = "language",
        /// Choose the time zone.
        Timezone = "timezone",
        /// What the bot can do.
        Help = "help",
        /// Begin, with or without an invite.
        Start = "start",
    }
}

words! {
    /// What commands are for: help lists them so.
    Group {
        /// The day's report and what stands on its card.
        Day = "day",
        /// When one is asked.
        When = "when",
        /// What one has, how one does, what one thinks.
        Own = "own",
        /// Those whom one assists or leads.
        Others = "others",
        /// The bot itself.
        Bot = "bot",
    }
}

impl CommandName {
    /// Under which heading help lists it.
    pub fn group(self) -> Group {
        match self {
            Self::Today | Self::Fix | Self::Undo | Self::Ok | Self::Done | Self::Drop => Group::Day,
            Self::Later | Self::Skip | Self::Leave | Self::Time | Self::Timezone => Group::When,
            Self::Me | Self::Customers | Self::Deals | Self::Rule | Self::Feedback => Group::Own,
            Self::Reply
            | Self::Queue
            | Self::Show
            | Self::Calls
            | Self::For
            | Self::Stats
            | Self::Missing
            | Self::People => Group::Others,
            Self::Language | Self::Help | Self::Start => Group::Bot,
        }
    }

    /// The deeds of which one must be allowed; empty for commands that are everybody's.
    pub fn deeds(self) -> &'static [Deed] {
        match self {
            Self::Feedback => &[Deed::Own, Deed::Assist, Deed::Manage],
            Self::Reply => &[Deed::Manage],
            Self::Customers | Self::Deals => &[Deed::Own],
            Self::Today | Self::Skip | Self::Later | Self::Leave | Self::Time => &[Deed::Own],
            Self::Fix
            | Self::Undo
            | Self::Show
            | Self::Ok
            | Self::Done
            | Self::Drop
            | Self::Me
            | Self::Rule => &[Deed::Own, Deed::Assist],
            Self::Queue | Self::Calls | Self::For => &[Deed::Assist],
            Self::Stats | Self::Missing => &[Deed::Manage],
            Self::People => &[Deed::Administer],
            Self::Language | Self::Timezone | Self::Help | Self::Start => &[],
        }
    }

    /// Whether someone who holds these roles may use it.
    pub fn open_to(self, roles: &BTreeSet<Role>) -> bool {
        self.deeds().is_empty() || self.deeds().iter().any(|deed| may(roles, *deed))
    }

    /// The commands that help and the channel's menu show to someone who holds these roles.
    pub fn offered_to(roles: &BTreeSet<Role>) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|c| *c != Self::Start && c.open_to(roles))
    }
}

/// Why a command of ours can't be followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// There is none of this name; with the nearest one, if one is near.
    #[error("no command /{name}")]
    Unknown {
        /// As it was typed.
        name: String,
        /// What was probably meant.
        near: Option<CommandName>,
    },
    /// Arguments are missing, or there are too many.
    #[error("/{} needs other arguments", .0.name())]
    Usage(CommandName),
    /// Not an id.
    #[error("/{} was given no id", .0.name())]
    Id(CommandName, String),
    /// Not a field.
    #[error("no such field")]
    Field(String),
    /// Not a language of ours.
    #[error("no such language")]
    Language(String),
    /// Not a time zone.
    #[error("no such time zone")]
    Timezone {
        /// As it was typed.
        text: String,
        /// What was probably meant.
        near: Option<Tz>,
    },
    /// Not a time of day.
    #[error("no such time")]
    Time(String),
    /// Not a figure.
    #[error("no such figure")]
    Figure(String),
    /// Not a period.
    #[error("no such period")]
    Period(String),
    /// Not a moment at which to be asked.
    #[error("no such moment")]
    Moment(String),
}

/// Why a text is no value for a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// The kind has no such field, or it isn't for people to change.
    #[error("a {} has no {} to change", .0.name(), .1.name())]
    NoSuchField(Kind, Field),
    /// Nothing in the text reads as one.
    #[error("no {} in it", .0.name())]
    Unreadable(Field),
    /// Several things in the text read as one.
    #[error("more than one {} in it", .0.name())]
    Several(Field),
    /// It reads as one, but lies outside what is possible (an age of 300, a phone that no country has).
    #[error("no possible {}", .0.name())]
    Impossible(Field),
    /// The field may not be emptied.
    #[error("{} may not be empty", .0.name())]
    Required(Field),
}

/// A recorded fact or a review item as people see and type it: `3b` in one's own book, `7-3b` in that of person
/// number 7, whom one assists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId {
    /// The number of the person in whose book it stands; `None` for one's own.
    pub person: Option<i64>,
    /// The number in that book.
    pub number: i64,
}

impl ItemId {
    /// One of one's own.
    pub fn own(number: i64) -> Self {
        Self { person: None, number }
    }

    /// Reads what a person typed, in any case; `None` for what is none.
    pub fn read(text: &str) -> Option<Self> {
        match text.trim().split_once('-') {
            None => parse_short_id(text).map(Self::own),
            Some((person, number)) => {
                let digits = (1..=9).contains(&person.len()) && person.bytes().all(|b| b.is_ascii_digit());
                let person = digits.then(|| person.parse().ok()).flatten()?;
                Some(Self { person: Some(person), number: parse_short_id(number)? })
            }
        }
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.person {
            Some(person) => write!(f, "{person}-{}", short_id(self.number)),
            None => f.write_str(&short_id(self.number)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_role_is_offered_what_it_may_do() {
        let offered = |role| {
            let roles = BTreeSet::from([role]);
            CommandName::offered_to(&roles).map(CommandName::name).collect::<Vec<_>>().join(" ")
        };
        for (role, names) in [
            (
                Role::Rep,
                "today fix undo ok done drop later skip leave time me customers deals rule feedback show language timezone help",
            ),
            (
                Role::Service,
                "today fix undo ok done drop later skip leave time me customers deals rule feedback show language timezone help",
            ),
            (
                Role::Assistant,
                "fix undo ok done drop me rule feedback queue calls show for language timezone help",
            ),
            (Role::Manager, "feedback reply stats missing language timezone help"),
            (Role::Admin, "feedback reply stats missing people language timezone help"),
        ] {
            assert_eq!(offered(role), names, "{role:?}");
        }
    }

    #[test]
    fn item_ids_read_as_people_type_them() {
        for (text, id) in [
            ("3b", Some((None, 24))),
            (" 3B ", Some((None, 24))),
            ("7-3b", Some((Some(7), 24))),
            ("7-", None),
            ("-3b", None),
            ("+7-3b", None),
            ("7-3", None),
            ("7-3b-1", None),
            ("", None),
        ] {
            assert_eq!(ItemId::read(text).map(|i| (i.person, i.number)), id, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn item_ids_come_back(person in proptest::option::of(0i64..1_000_000), number in 0i64..100_000_000) {
            let id = ItemId { person, number };
            prop_assert_eq!(ItemId::read(&id.to_string()), Some(id));
        }
    }
}
