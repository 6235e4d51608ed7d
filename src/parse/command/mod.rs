//! Commands as people type them. A text is *not mine*, *understood*, or *mine but wrong, and here*:
//! [`read`] gives `None`, a [`Command`], or a [`CommandError`] that names the part which can't be followed.
//!
//! ```text
//! command = slash name [ "@" bot ] { space argument }
//! slash   = "/" | "／"
//! /fix ID FIELD VALUE…      /undo [ID]      /ok ID      /drop ID
//! /stats [PERIOD] [TEAM…]   /missing [PERIOD]
//! /for WHO TEXT…            /language en|zh /timezone Area/City
//! ```
//!
//! Names take any case; words of fields and periods are taken in both languages, whatever the person speaks.

mod value;
mod words;

use chrono_tz::Tz;

use crate::domain::command::{CommandError, CommandName, ItemId};
use crate::domain::period::Period;
use crate::domain::person::Language;
use crate::domain::record::Field;

pub use value::{ValueEnv, value};

/// A command that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// `/start`, with the code of an invite or without.
    Start {
        /// The code.
        code: Option<String>,
    },
    /// `/help`
    Help,
    /// `/me`
    Me,
    /// `/today`
    Today,
    /// `/stats [PERIOD] [TEAM]`
    Stats {
        /// Of when; this week where none is named.
        period: Period,
        /// Of which team.
        team: Option<String>,
    },
    /// `/missing [PERIOD]`
    Missing {
        /// Of when; today where none is named.
        period: Period,
    },
    /// `/queue`
    Queue,
    /// `/fix ID FIELD VALUE`
    Fix {
        /// Which entry.
        id: ItemId,
        /// Which field.
        field: Field,
        /// The new value as typed.
        value: String,
    },
    /// `/undo [ID]`
    Undo {
        /// Which entry; `None` for the last change.
        id: Option<ItemId>,
    },
    /// `/ok ID`
    Ok {
        /// Which entry.
        id: ItemId,
    },
    /// `/drop ID`
    Drop {
        /// Which entry.
        id: ItemId,
    },
    /// `/for WHO TEXT`
    For {
        /// Number or beginning of the name of the rep.
        who: String,
        /// What is reported.
        text: String,
    },
    /// `/skip`
    Skip,
    /// `/people`
    People,
    /// `/language en|zh`
    Language {
        /// Which.
        language: Language,
    },
    /// `/timezone Area/City`
    Timezone {
        /// Which.
        timezone: Tz,
    },
}

impl Command {
    /// Its name.
    pub fn name(&self) -> CommandName {
        match self {
            Self::Start { .. } => CommandName::Start,
            Self::Help => CommandName::Help,
            Self::Me => CommandName::Me,
            Self::Today => CommandName::Today,
            Self::Stats { .. } => CommandName::Stats,
            Self::Missing { .. } => CommandName::Missing,
            Self::Queue => CommandName::Queue,
            Self::Fix { .. } => CommandName::Fix,
            Self::Undo { .. } => CommandName::Undo,
            Self::Ok { .. } => CommandName::Ok,
            Self::Drop { .. } => CommandName::Drop,
            Self::For { .. } => CommandName::For,
            Self::Skip => CommandName::Skip,
            Self::People => CommandName::People,
            Self::Language { .. } => CommandName::Language,
            Self::Timezone { .. } => CommandName::Timezone,
        }
    }
}

/// Reads a text; `None` where it is no command, or one for another bot.
pub fn read(text: &str, bot: &str) -> Option<Result<Command, CommandError>> {
    let text = text.trim();
    let rest = text.strip_prefix('/').or_else(|| text.strip_prefix('／'))?;
    let (head, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let (name, addressed) = head.split_once('@').unwrap_or((head, bot));
    let is_word = name.chars().next().is_some_and(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if !is_word || !addressed.eq_ignore_ascii_case(bot) {
        return None;
    }
    Some(match words::command(name) {
        Some(name) => arguments(name, rest.trim()),
        None => Err(CommandError::Unknown { name: name.to_owned(), near: words::nearest(name) }),
    })
}

fn arguments(name: CommandName, rest: &str) -> Result<Command, CommandError> {
    let usage = || CommandError::Usage(name);
    let id = |text: &str| ItemId::read(text).ok_or_else(|| CommandError::Id(name, text.to_owned()));
    Ok(match name {
        CommandName::Start => Command::Start { code: Some(rest.to_owned()).filter(|c| !c.is_empty()) },
        CommandName::Help => Command::Help,
        CommandName::Me => Command::Me,
        CommandName::Today => Command::Today,
        CommandName::Queue => Command::Queue,
        CommandName::Skip => Command::Skip,
        CommandName::People => Command::People,
        CommandName::Stats => {
            let (period, team) = words::leading_period(rest);
            let team = Some(team.trim().to_owned()).filter(|t| !t.is_empty());
            Command::Stats { period: period.unwrap_or(Period::Week), team }
        }
        CommandName::Missing => match words::leading_period(rest) {
            (period, "") => Command::Missing { period: period.unwrap_or(Period::Today) },
            (_, other) => return Err(CommandError::Period(other.to_owned())),
        },
        CommandName::Fix => {
            let (first, rest) = first_word(rest).ok_or_else(usage)?;
            let id = id(first)?;
            let (field, value) = words::leading_field(rest).ok_or_else(|| match first_word(rest) {
                Some((word, _)) => CommandError::Field(word.to_owned()),
                None => usage(),
            })?;
            if value.is_empty() {
                return Err(usage());
            }
            Command::Fix { id, field, value: value.to_owned() }
        }
        CommandName::Undo if rest.is_empty() => Command::Undo { id: None },
        CommandName::Undo => Command::Undo { id: Some(id(rest)?) },
        CommandName::Ok | CommandName::Drop if rest.is_empty() => return Err(usage()),
        CommandName::Ok => Command::Ok { id: id(rest)? },
        CommandName::Drop => Command::Drop { id: id(rest)? },
        CommandName::For => {
            let (who, text) = first_word(rest).ok_or_else(usage)?;
            if text.is_empty() {
                return Err(usage());
            }
            Command::For { who: who.to_owned(), text: text.to_owned() }
        }
        CommandName::Language => {
            if rest.is_empty() {
                return Err(usage());
            }
            let language = words::language(rest).ok_or_else(|| CommandError::Language(rest.to_owned()))?;
            Command::Language { language }
        }
        CommandName::Timezone => {
            if rest.is_empty() {
                return Err(usage());
            }
            let zone = words::timezone(rest).ok_or_else(|| CommandError::Timezone(rest.to_owned()))?;
            Command::Timezone { timezone: zone }
        }
    })
}

/// The first word, and what follows it.
fn first_word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (!word.is_empty()).then(|| (word, rest.trim()))
}

#[cfg(test)]
mod tests;
