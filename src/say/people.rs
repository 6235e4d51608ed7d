//! Coming in: what strangers, newcomers and known people are told, and who is there. A stranger learns no more than
//! whom to ask; a code that is used up, expired or made up gets one and the same answer.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};

use super::day::NAME;
use super::html::{Html, Page};
use super::words::{Args, html};
use super::{Said, form, terms};
use crate::domain::person::{Language, PersonStatus, Role};

/// To someone without an invite. `admin` is the name of whom to ask.
pub fn stranger(lang: Language, admin: Option<&str>) -> Said {
    whom_to_ask(lang, "stranger", admin)
}

/// To someone whose invite is used up, expired or unknown: nobody learns which.
pub fn invite_refused(lang: Language, admin: Option<&str>) -> Said {
    whom_to_ask(lang, "invite-refused", admin)
}

fn whom_to_ask(lang: Language, key: &str, admin: Option<&str>) -> Said {
    let known = if admin.is_some() { "given" } else { "none" };
    let who = Html::clipped(admin.unwrap_or_default(), NAME);
    html(lang, key, &[("admin", known.into()), ("who", who.into())]).into()
}

/// Who is welcomed.
#[derive(Clone, Copy, Debug)]
pub struct Welcome<'a> {
    /// The newcomer's name.
    pub name: &'a str,
    /// The organisation's name.
    pub org: &'a str,
    /// The roles that the invite gave.
    pub roles: &'a BTreeSet<Role>,
    /// The local time at which the person is asked.
    pub prompt_time: NaiveTime,
}

/// After an invite was redeemed: what the bot does for each role, what to do next, and the rules of fairness.
pub fn welcome(lang: Language, view: &Welcome<'_>) -> Said {
    let say = |key: &str, args: Args<'_>| html(lang, key, args);
    let name = Html::clipped(view.name, NAME);
    let org = Html::clipped(view.org, NAME);
    let hello = [("org", org.into()), ("name", name.into()), ("roles", roles(lang, view.roles).into())];
    let mut lines = vec![say("welcome", &hello)];
    let is = |role| view.roles.contains(&role);
    let time = [("time", form::time(view.prompt_time).into())];
    let asked = is(Role::Rep) || is(Role::Service);
    if is(Role::Rep) {
        lines.push(say("welcome-rep", &time));
    } else if is(Role::Service) {
        lines.push(say("welcome-service", &time));
    }
    for (role, key) in [
        (Role::Assistant, "welcome-assistant"),
        (Role::Manager, "welcome-manager"),
        (Role::Admin, "welcome-admin"),
    ] {
        if is(role) {
            lines.push(say(key, &[]));
        }
    }
    if asked {
        lines.push(say("welcome-fair", &[]));
        lines.push(say("welcome-next-rep", &[]));
    }
    lines.push(say("welcome-help", &[]));
    Html::join(lines, "\n\n").into()
}

/// To a known person who sends `/start`, with or without an invite.
pub fn known(lang: Language, name: &str, roles_held: &BTreeSet<Role>) -> Said {
    let hello = [("name", Html::clipped(name, NAME).into()), ("roles", roles(lang, roles_held).into())];
    let asked = roles_held.contains(&Role::Rep) || roles_held.contains(&Role::Service);
    let next = if asked { "known-rep" } else { "known-other" };
    Html::join([html(lang, "known", &hello), html(lang, next, &[])], "\n").into()
}

/// To a group that the bot leaves.
pub fn group(lang: Language) -> Said {
    html(lang, "group", &[]).into()
}

/// A new invite, for whoever made it to pass on. `until` is its last day.
pub fn invite_made(
    lang: Language,
    name: &str,
    role: Role,
    link: &str,
    until: NaiveDate,
    today: NaiveDate,
) -> Said {
    let who = [("name", Html::clipped(name, NAME).into()), ("role", terms::role(lang, role).into())];
    let until = [("date", form::date(lang, until, today).into())];
    let lines = [html(lang, "invite-made", &who), Html::text(link), html(lang, "invite-made-use", &until)];
    Html::join(lines, "\n").into()
}

/// Someone in the list of people.
#[derive(Clone, Debug)]
pub struct PersonLine<'a> {
    /// The small number by which short ids name the person.
    pub number: i64,
    /// Name.
    pub name: &'a str,
    /// Roles of today.
    pub roles: BTreeSet<Role>,
    /// Team, where there is one.
    pub team: Option<&'a str>,
    /// Whether the person can be reached.
    pub status: PersonStatus,
}

/// Who is in the organisation.
pub fn people(lang: Language, lines: &[PersonLine<'_>]) -> Said {
    if lines.is_empty() {
        return html(lang, "people-none", &[]).into();
    }
    let mut page = Page::new(100);
    page.add(&[html(lang, "people-title", &[("count", lines.len().into())])]);
    for (shown, line) in lines.iter().enumerate() {
        if !page.add(&[person(lang, line)]) {
            page.close(&html(lang, "people-more", &[("count", (lines.len() - shown).into())]));
            break;
        }
    }
    page.finish().into()
}

fn person(lang: Language, line: &PersonLine<'_>) -> Html {
    let head = [
        ("number", line.number.into()),
        ("name", Html::clipped(line.name, NAME).into()),
        ("roles", roles(lang, &line.roles).into()),
    ];
    let team = line.team.map(|t| html(lang, "people-team", &[("team", Html::clipped(t, NAME).into())]));
    let status = match line.status {
        PersonStatus::Active => None,
        PersonStatus::Blocked => Some(html(lang, "people-blocked", &[])),
        PersonStatus::Left => Some(html(lang, "people-left", &[])),
    };
    Html::join([Some(html(lang, "people-line", &head)), team, status].into_iter().flatten(), " · ")
}

/// Names of roles, in the order of [`Role::ALL`].
pub(super) fn roles(lang: Language, roles: &BTreeSet<Role>) -> Html {
    let names = Html::join(roles.iter().map(|r| terms::role(lang, *r)), html(lang, "comma", &[]).as_str());
    if names.is_empty() { Html::text(form::NO_DATA) } else { names }
}
