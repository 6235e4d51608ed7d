//! Commands as people type them: which one it is, and its arguments. The table of commands stands in
//! `domain::command`, the words in `config/lexicon/commands.toml`; [`value`] reads the value of a correction.
//!
//! A text is *not ours*, *understood*, or *ours but wrong, and here*: [`read`] gives `None`, a [`Command`], or a
//! [`CommandError`] that names the part which can't be followed. Ours is what starts with a slash (full width too)
//! and a word that could be a command; a report that happens to start with a slash stays a report.
//!
//! ```text
//! command = slash name [ "@" bot ] { space argument }
//! /fix ID FIELD VALUE…         /undo [ID]         /ok [ID]    /done ID     /drop ID
//! /show ID
//! /later [MOMENT]
//! /stats [PERIOD] [TEAM…]      /missing [PERIOD]  /for WHO[:] TEXT…
//! /language LANGUAGE           /timezone [ZONE or city or UTC+8]
//! /me [rules]                  /rule [FIGURE]
//! /customers [PAGE]            /deals [open | STAGE] [PAGE]
//! /feedback [name | anon] TEXT…    /feedback TOKEN    /reply ID TEXT…
//! /leave [DAYS | off]          /time [TIME | off]
//! ```

mod answer;
mod clock;
mod feedback;
mod later;
mod leave;
mod list;
mod period;
mod target;
mod value;
mod vocabulary;

use chrono::NaiveTime;
use chrono_tz::Tz;
use unicode_normalization::UnicodeNormalization;

pub use answer::{Reply, reply};
pub use feedback::FeedbackWish;
pub use leave::{Leave, leave};
pub use value::{ValueEnv, meant, value, value_or_none};

use crate::domain::command::{CommandError, CommandName, ItemId};
use crate::domain::holding::DealsOf;
use crate::domain::kpi::Figure;
use crate::domain::later::Later;
use crate::domain::period::Period;
use crate::domain::person::Language;
use crate::domain::record::Field;
use vocabulary::vocabulary;

/// A command with its arguments.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Begin, with the code of an invite.
    Start {
        /// The code, as typed.
        code: Option<String>,
    },
    /// What the bot can do.
    Help,
    /// One's own figures.
    Me,
    /// One's own customers.
    Customers {
        /// The page, from 1.
        page: usize,
    },
    /// One's own deals.
    Deals {
        /// Which; the open ones where none were named.
        of: DealsOf,
        /// The page, from 1.
        page: usize,
    },
    /// How a figure is counted.
    Rule {
        /// Which; none for all.
        figure: Option<Figure>,
    },
    /// The day's card again.
    Today,
    /// Figures of teams.
    Stats {
        /// For which period; this week where none was named.
        period: Period,
        /// A team's name as typed; none for all that the person may see.
        team: Option<String>,
    },
    /// Who has not answered.
    Missing {
        /// For which period; today where none was named.
        period: Period,
    },
    /// Tell the managers something.
    Feedback {
        /// What is wished.
        wish: FeedbackWish,
    },
    /// Answer a feedback.
    Reply {
        /// Its number.
        number: i64,
        /// The answer.
        text: String,
    },
    /// What waits to be looked at.
    Queue,
    /// Whom to call.
    Calls,
    /// See or hear what waits.
    Show {
        /// The review item.
        id: ItemId,
    },
    /// Correct a field.
    Fix {
        /// The fact or review item.
        id: ItemId,
        /// The field.
        field: Field,
        /// The value as typed, never empty; see [`value`].
        value: String,
    },
    /// Take back.
    Undo {
        /// The fact; none for the last change.
        id: Option<ItemId>,
    },
    /// Accept an unsure reading.
    Ok {
        /// The review item; none for the day's card as it stands.
        id: Option<ItemId>,
    },
    /// A next step is done.
    Done {
        /// The step.
        id: ItemId,
    },
    /// Be asked again later.
    Later {
        /// When; none to choose.
        when: Option<Later>,
    },
    /// Drop a next step, or set a review item aside.
    Drop {
        /// The step or review item.
        id: ItemId,
    },
    /// Report for a rep.
    For {
        /// The rep's name or number, as typed.
        who: String,
        /// The report.
        text: String,
    },
    /// Leave today out.
    Skip,
    /// Days away, or back from them.
    Leave {
        /// The days as typed; see [`leave`]. Empty to be told how.
        text: String,
    },
    /// At what time one is asked.
    Time {
        /// What is wished.
        wish: TimeWish,
    },
    /// Speak another language.
    Language {
        /// Which.
        language: Language,
    },
    /// Live in another zone.
    Timezone {
        /// Which; none to see the present one.
        timezone: Option<Tz>,
    },
    /// Who is in the organisation.
    People,
}

/// What someone wishes of his prompt time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeWish {
    /// To see it.
    Show,
    /// To have the organisation's again.
    Default,
    /// To be asked then.
    At(NaiveTime),
}

impl Command {
    /// Its name in the table of commands.
    pub fn name(&self) -> CommandName {
        match self {
            Self::Start { .. } => CommandName::Start,
            Self::Help => CommandName::Help,
            Self::Me => CommandName::Me,
            Self::Customers { .. } => CommandName::Customers,
            Self::Deals { .. } => CommandName::Deals,
            Self::Rule { .. } => CommandName::Rule,
            Self::Today => CommandName::Today,
            Self::Stats { .. } => CommandName::Stats,
            Self::Missing { .. } => CommandName::Missing,
            Self::Feedback { .. } => CommandName::Feedback,
            Self::Reply { .. } => CommandName::Reply,
            Self::Queue => CommandName::Queue,
            Self::Calls => CommandName::Calls,
            Self::Show { .. } => CommandName::Show,
            Self::Fix { .. } => CommandName::Fix,
            Self::Undo { .. } => CommandName::Undo,
            Self::Ok { .. } => CommandName::Ok,
            Self::Done { .. } => CommandName::Done,
            Self::Drop { .. } => CommandName::Drop,
            Self::Later { .. } => CommandName::Later,
            Self::For { .. } => CommandName::For,
            Self::Skip => CommandName::Skip,
            Self::Leave { .. } => CommandName::Leave,
            Self::Time { .. } => CommandName::Time,
            Self::Language { .. } => CommandName::Language,
            Self::Timezone { .. } => CommandName::Timezone,
            Self::People => CommandName::People,
        }
    }
}

/// Reads a text, words of both languages alike: `None` where it is no command, or one for another bot
/// (`/help@other_bot`).
pub fn read(text: &str, bot: &str) -> Option<Result<Command, CommandError>> {
    let text = text.trim();
    let rest = text.strip_prefix(['/', '／'])?;
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let (head, args) = rest.split_at(end);
    let (name, addressed) = head.split_once(['@', '＠']).unwrap_or((head, bot));
    if !addressed.eq_ignore_ascii_case(bot) {
        return None;
    }
    let name: String = name.nfkc().collect();
    let Some(command) = vocabulary().commands.get(&name) else {
        return is_name(&name).then(|| Err(CommandError::Unknown { near: nearest(&name), name }));
    };
    Some(arguments(command, args.trim()))
}

/// Whether it looks like the name of a command of some bot: anything else that starts with a slash is a report.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The command that was probably meant: at most two slips away, and no more than a third of what was typed.
fn nearest(name: &str) -> Option<CommandName> {
    let name = name.to_ascii_lowercase();
    let slips = |c: &CommandName| strsim::damerau_levenshtein(&name, c.name());
    let near = CommandName::ALL.iter().copied().min_by_key(slips)?;
    (slips(&near) <= 2 && 3 * slips(&near) <= name.len()).then_some(near)
}

fn arguments(command: CommandName, args: &str) -> Result<Command, CommandError> {
    let words = vocabulary();
    let need = |text: &str| if text.is_empty() { Err(CommandError::Usage(command)) } else { Ok(()) };
    Ok(match command {
        CommandName::Start => {
            Command::Start { code: Some(args).filter(|a| !a.is_empty()).map(str::to_owned) }
        }
        CommandName::Help => Command::Help,
        CommandName::Me if words.rules.get(args).is_some() => Command::Rule { figure: None },
        CommandName::Me => Command::Me,
        CommandName::Customers => Command::Customers { page: list::page(args, command)? },
        CommandName::Deals => list::deals(args)?,
        CommandName::Rule if args.is_empty() => Command::Rule { figure: None },
        CommandName::Rule => {
            let figure = words.figures.get(args).ok_or_else(|| CommandError::Figure(args.to_owned()))?;
            Command::Rule { figure: Some(figure) }
        }
        CommandName::Today => Command::Today,
        CommandName::Feedback => Command::Feedback { wish: feedback::wish(args) },
        CommandName::Reply => feedback::reply(args)?,
        CommandName::Queue => Command::Queue,
        CommandName::Calls => Command::Calls,
        CommandName::Show => Command::Show { id: target::only_id(command, args)? },
        CommandName::Skip => Command::Skip,
        CommandName::Leave => Command::Leave { text: args.to_owned() },
        CommandName::Time => Command::Time { wish: clock::wish(args)? },
        CommandName::People => Command::People,
        CommandName::Stats => {
            let (period, team) = period::and_team(args);
            Command::Stats { period: period.unwrap_or(Period::Week), team }
        }
        CommandName::Missing if args.is_empty() => Command::Missing { period: Period::Today },
        CommandName::Missing => {
            let period = period::read(args).ok_or_else(|| CommandError::Period(args.to_owned()))?;
            Command::Missing { period }
        }
        CommandName::Fix => target::fix(args)?,
        CommandName::Undo if args.is_empty() => Command::Undo { id: None },
        CommandName::Undo => Command::Undo { id: Some(target::only_id(command, args)?) },
        CommandName::Ok if args.is_empty() => Command::Ok { id: None },
        CommandName::Ok => Command::Ok { id: Some(target::only_id(command, args)?) },
        CommandName::Done => Command::Done { id: target::only_id(command, args)? },
        CommandName::Later if args.is_empty() => Command::Later { when: None },
        CommandName::Later => {
            let when =
                later::read(args).ok_or_else(|| CommandError::Moment(args.chars().take(60).collect()))?;
            Command::Later { when: Some(when) }
        }
        CommandName::Drop => Command::Drop { id: target::only_id(command, args)? },
        CommandName::For => target::report_for(args)?,
        CommandName::Language => {
            need(args)?;
            let language =
                words.languages.get(args).ok_or_else(|| CommandError::Language(args.to_owned()))?;
            Command::Language { language }
        }
        CommandName::Timezone if args.is_empty() => Command::Timezone { timezone: None },
        CommandName::Timezone => {
            let unknown =
                || CommandError::Timezone { text: args.to_owned(), near: words.zones.nearest(args) };
            Command::Timezone { timezone: Some(zone(args).ok_or_else(unknown)?) }
        }
    })
}

/// A zone by its name, its city or a place in it; or so many whole hours from UTC.
fn zone(text: &str) -> Option<Tz> {
    vocabulary().zones.get(text).or_else(|| offset(text))
}

/// `UTC+8`, `GMT -3`: the zones of fixed hours are named with the sign the other way round (POSIX).
fn offset(text: &str) -> Option<Tz> {
    let text: String = text.nfkc().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    let rest = text.strip_prefix("UTC").or_else(|| text.strip_prefix("GMT"))?;
    let hours: i32 = rest.replace('−', "-").parse().ok()?;
    if hours == 0 { Some(Tz::UTC) } else { format!("Etc/GMT{:+}", -hours).parse().ok() }
}

#[cfg(test)]
mod tests;
