//! Who is there, and the invites by which others come.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::day::NAME;
use super::html::{Html, Page};
use super::words::html;
use super::{Said, form, terms};
use crate::domain::person::{Language, PersonStatus, Role};

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
