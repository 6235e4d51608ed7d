//! Commands: the menu of the channel, help, and what is said to a command that is unknown, not allowed or typed
//! wrongly. All of it follows from the table in [`crate::domain::command`].

use std::collections::BTreeSet;

use super::html::Html;
use super::words::{Arg, html, plain};
use super::{Said, terms};
use crate::domain::command::CommandName;
use crate::domain::person::{Deed, Language, Role, may};
use crate::domain::record::Field;

/// The commands for someone who holds these roles, with what they do: the channel's menu.
pub fn menu(lang: Language, roles: &BTreeSet<Role>) -> Vec<(String, String)> {
    let entry = |c: CommandName| (c.name().to_owned(), plain(lang, &format!("command-{}", c.name()), &[]));
    CommandName::offered_to(roles).map(entry).collect()
}

/// What the bot can do for someone who holds these roles.
pub fn help(lang: Language, roles: &BTreeSet<Role>) -> Said {
    let mut lines = vec![html(lang, "help-title", &[])];
    if may(roles, Deed::Own) {
        lines.push(html(lang, "help-report", &[]));
    }
    lines.push(Html::join(CommandName::offered_to(roles).map(|c| help_line(lang, c)), "\n"));
    if CommandName::Fix.open_to(roles) {
        let names = FIXABLE.iter().map(|f| terms::field(lang, *f));
        let names = Html::join(names, html(lang, "comma", &[]).as_str());
        lines.push(html(lang, "help-fields", &[("fields", names.into())]));
    }
    Html::join(lines, "\n\n").into()
}

/// The fields that help names: those that are corrected most.
const FIXABLE: [Field; 12] = [
    Field::Name,
    Field::Phone,
    Field::Email,
    Field::Occupation,
    Field::Age,
    Field::City,
    Field::Product,
    Field::Amount,
    Field::Stage,
    Field::Action,
    Field::Due,
    Field::Day,
];

fn help_line(lang: Language, command: CommandName) -> Html {
    let what = html(lang, &format!("command-{}", command.name()), &[]);
    let name: Arg = command.name().into();
    let example = example(lang, command);
    if example.visible().contains(' ') {
        html(lang, "help-line-example", &[("name", name), ("what", what.into()), ("example", example.into())])
    } else {
        html(lang, "help-line", &[("name", name), ("what", what.into())])
    }
}

/// How a command is typed, by an example.
pub(super) fn example(lang: Language, command: CommandName) -> Html {
    Html::text(&plain(lang, &format!("usage-{}", command.name()), &[])).code()
}

/// What is wrong with a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong<'a> {
    /// There is none of this name; with the nearest that the person may use, if one is near.
    Unknown(&'a str, Option<CommandName>),
    /// It isn't for the person's roles.
    NotAllowed(CommandName),
    /// Arguments are missing, or make no sense.
    Usage(CommandName),
    /// Not an id, or none of an entry that the person may touch.
    Id(CommandName, &'a str),
    /// Not a field.
    Field(&'a str),
    /// Not a role.
    Role(&'a str),
    /// Not a language of ours.
    Language,
    /// Not a time zone.
    Timezone(&'a str),
    /// Not a period.
    Period(&'a str),
    /// None of the reps whom the person assists.
    Person(&'a str),
}

/// The answer to a command that can't be followed.
pub fn wrong(lang: Language, what: Wrong<'_>) -> Said {
    let text = |t: &str| Arg::from(Html::clipped(t, 40));
    let sample = |command| Arg::from(example(lang, command));
    let said = match what {
        Wrong::Unknown(name, None) => html(lang, "unknown-command", &[("name", text(name))]),
        Wrong::Unknown(name, Some(near)) => {
            html(lang, "unknown-command-near", &[("name", text(name)), ("near", near.name().into())])
        }
        Wrong::NotAllowed(command) => html(lang, "not-allowed", &[("name", command.name().into())]),
        Wrong::Usage(command) => html(lang, "wrong-command", &[("example", sample(command))]),
        Wrong::Id(command, id) => html(lang, "wrong-id", &[("text", text(id)), ("example", sample(command))]),
        Wrong::Field(field) => {
            html(lang, "wrong-field", &[("text", text(field)), ("example", sample(CommandName::Fix))])
        }
        Wrong::Role(role) => {
            let all = super::people::roles(lang, &Role::ALL.iter().copied().collect());
            html(lang, "wrong-role", &[("text", text(role)), ("roles", all.into())])
        }
        Wrong::Language => html(lang, "wrong-language", &[("example", sample(CommandName::Language))]),
        Wrong::Timezone(zone) => {
            let example = sample(CommandName::Timezone);
            html(lang, "wrong-timezone", &[("text", text(zone)), ("example", example)])
        }
        Wrong::Period(period) => html(lang, "wrong-period", &[("text", text(period))]),
        Wrong::Person(name) => html(lang, "wrong-person", &[("text", text(name))]),
    };
    said.into()
}
