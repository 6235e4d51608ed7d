//! Commands: the menu of the channel, help, and what is said to a command that is unknown, not allowed or typed
//! wrongly. All of it follows from the table in [`crate::domain::command`].

use std::collections::BTreeSet;

use super::html::Html;
use super::words::{Arg, html, plain};
use super::{Said, button, terms};
use crate::domain::command::{CommandError, CommandName, Group, ValueError};
use crate::domain::kpi::Figure;
use crate::domain::person::{Deed, Language, Role, may};
use crate::domain::record::Field;
use crate::domain::tap::Tap;

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
    // Whoever has no book of his own names that of another.
    let id = if may(roles, Deed::Own) { SAMPLE_ID } else { SAMPLE_ID_OF_ANOTHER };
    for group in Group::ALL {
        let offered = CommandName::offered_to(roles).filter(|c| c.group() == *group);
        let commands = Html::join(offered.map(|c| help_line(lang, c, id)), "\n");
        if !commands.is_empty() {
            let title = html(lang, &format!("help-group-{}", group.name()), &[]);
            lines.push(Html::join([title, commands], "\n"));
        }
    }
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

/// An id in examples: one's own, and one in the book of a person whom one assists.
const SAMPLE_ID: &str = "3b";
const SAMPLE_ID_OF_ANOTHER: &str = "7-3b";

fn help_line(lang: Language, command: CommandName, id: &str) -> Html {
    let what = html(lang, &format!("command-{}", command.name()), &[]);
    let name: Arg = command.name().into();
    let example = example(lang, command, id);
    if example.visible().contains(' ') {
        html(lang, "help-line-example", &[("name", name), ("what", what.into()), ("example", example.into())])
    } else {
        html(lang, "help-line", &[("name", name), ("what", what.into())])
    }
}

/// How a command is typed, by an example.
fn example(lang: Language, command: CommandName, id: &str) -> Html {
    Html::text(&plain(lang, &format!("usage-{}", command.name()), &[("id", id.into())])).code()
}

/// The answer to a command that can't be followed.
pub fn command_error(lang: Language, error: &CommandError) -> Said {
    let text = |t: &str| Arg::from(Html::clipped(t, 40));
    let sample = |command| Arg::from(example(lang, command, SAMPLE_ID));
    let said = match error {
        CommandError::Unknown { name, near: None } => html(lang, "unknown-command", &[("name", text(name))]),
        CommandError::Unknown { name, near: Some(near) } => {
            html(lang, "unknown-command-near", &[("name", text(name)), ("near", near.name().into())])
        }
        CommandError::Usage(CommandName::Language) | CommandError::Language(_) => return ask_language(lang),
        CommandError::Usage(command) => html(lang, "wrong-command", &[("example", sample(*command))]),
        CommandError::Id(command, id) => {
            html(lang, "wrong-id", &[("text", text(id)), ("example", sample(*command))])
        }
        CommandError::Field(field) => {
            html(lang, "wrong-field", &[("text", text(field)), ("example", sample(CommandName::Fix))])
        }
        CommandError::Timezone { text, near } => return super::times::unknown_zone(lang, text, *near),
        CommandError::Time(time) => {
            html(lang, "wrong-time", &[("text", text(time)), ("example", sample(CommandName::Time))])
        }
        CommandError::Moment(moment) => {
            let example = sample(CommandName::Later);
            html(lang, "wrong-moment", &[("text", text(moment)), ("example", example)])
        }
        CommandError::Figure(figure) => {
            let name = |f: &Figure| Html::text(&plain(lang, &format!("button-rule-{}", f.name()), &[]));
            let all = Html::join(Figure::ALL.iter().map(name), html(lang, "comma", &[]).as_str());
            html(lang, "wrong-figure", &[("text", text(figure)), ("figures", all.into())])
        }
        CommandError::Period(period) => html(lang, "wrong-period", &[("text", text(period))]),
    };
    said.into()
}

/// Asks which language to speak; each is named in itself.
fn ask_language(lang: Language) -> Said {
    let choice = |l: Language| button(plain(l, "language-itself", &[]), &Tap::Language(l));
    let row = Language::ALL.iter().filter_map(|l| choice(*l)).collect();
    Said { html: html(lang, "ask-language", &[]), buttons: vec![row] }
}

/// The answer to a command that isn't for the person's roles.
pub fn not_allowed(lang: Language) -> Said {
    html(lang, "not-allowed", &[]).into()
}

/// The answer to a text that is no value for the field.
pub fn value_error(lang: Language, error: &ValueError) -> Said {
    let name = |field: &Field| Arg::from(terms::field(lang, *field));
    let said = match error {
        ValueError::NoSuchField(kind, field) => {
            html(lang, "value-no-field", &[("kind", terms::kind(lang, *kind).into()), ("field", name(field))])
        }
        ValueError::Unreadable(field) => html(lang, unreadable(*field), &[("field", name(field))]),
        ValueError::Several(field) => html(lang, "value-several", &[("field", name(field))]),
        ValueError::Impossible(field) => html(lang, "value-impossible", &[("field", name(field))]),
        ValueError::Required(field) => html(lang, "value-required", &[("field", name(field))]),
    };
    said.into()
}

/// What to say of a text that can't be read as a value: by example, where an example helps.
fn unreadable(field: Field) -> &'static str {
    match field {
        Field::Amount => "value-amount",
        Field::Stage => "value-stage",
        Field::CloseDate | Field::Day | Field::Due | Field::ResolvedOn | Field::From | Field::To => {
            "value-date"
        }
        Field::Phone => "value-phone",
        Field::Probability => "value-probability-wrong",
        Field::Score => "value-score-wrong",
        _ => "value-unreadable",
    }
}
