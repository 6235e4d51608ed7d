//! Coming in: what strangers, newcomers and known people are told. A stranger learns no more than whom to ask; a code
//! that is used up, expired or made up gets one and the same answer.

use super::day::NAME;
use super::html::Html;
use super::words::html;
use super::{Said, form, terms};
use crate::domain::checkin::Rules;
use crate::domain::person::{Language, Role};

/// To someone without an invite. `admins` are the names of those to ask, if they may be named.
pub fn by_invitation(lang: Language, admins: &[String]) -> Said {
    whom_to_ask(lang, "stranger", admins)
}

/// To someone whose invite is used up, expired or unknown: nobody learns which.
pub fn invite_invalid(lang: Language, admins: &[String]) -> Said {
    whom_to_ask(lang, "invite-refused", admins)
}

/// The most administrators that are named.
const ASKED: usize = 3;

fn whom_to_ask(lang: Language, key: &str, admins: &[String]) -> Said {
    let names = admins.iter().map(|a| Html::clipped(a, NAME)).filter(|n| !n.is_empty()).take(ASKED);
    let who = Html::join(names, html(lang, "or-spaced", &[]).as_str());
    let known = if who.is_empty() { "none" } else { "given" };
    html(lang, key, &[("admin", known.into()), ("who", who.into())]).into()
}

/// After an invite was redeemed: what the bot does for the role, what to do next, and the rules of fairness. `rules`
/// tell at what local time the person is asked.
pub fn welcome(lang: Language, name: &str, role: Role, rules: &Rules) -> Said {
    let hello = [("name", Html::clipped(name, NAME).into()), ("role", terms::role(lang, role).into())];
    let time = [("time", form::time(rules.prompt_time).into())];
    let does = match role {
        Role::Rep => html(lang, "welcome-rep", &time),
        Role::Service => html(lang, "welcome-service", &time),
        Role::Assistant => html(lang, "welcome-assistant", &[]),
        Role::Manager => html(lang, "welcome-manager", &[]),
        Role::Admin => html(lang, "welcome-admin", &[]),
    };
    let mut lines = vec![html(lang, "welcome", &hello), does];
    if matches!(role, Role::Rep | Role::Service) {
        lines.push(html(lang, "welcome-fair", &[]));
        lines.push(html(lang, "welcome-next-rep", &[]));
    }
    lines.push(html(lang, "welcome-help", &[]));
    Html::join(lines, "\n\n").into()
}

/// To a known person who sends `/start`, with or without an invite.
pub fn known(lang: Language, name: &str) -> Said {
    html(lang, "known", &[("name", Html::clipped(name, NAME).into())]).into()
}

/// To a group that the bot leaves.
pub fn group(lang: Language) -> Said {
    html(lang, "group", &[]).into()
}
