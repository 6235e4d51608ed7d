//! Days left out: within the rep's own allowance at once, beyond it by the assistant's decision.

use chrono::NaiveDate;

use super::day::NAME;
use super::html::Html;
use super::words::{Arg, html, plain};
use super::{Said, button, form};
use crate::domain::command::{CommandName, ItemId};
use crate::domain::person::Language;
use crate::domain::tap::Tap;

/// Today is skipped; so many more can be this month.
pub fn skipped(lang: Language, left: i64) -> Said {
    html(lang, "skipped", &[("left", left.into())]).into()
}

/// The rep may decide on no more, so his assistant is asked, if there is one.
pub fn asked(lang: Language, allowed: i64, somebody: bool) -> Said {
    match somebody {
        true => html(lang, "skip-asked", &[("allowed", allowed.into())]).into(),
        false => html(lang, "skip-nobody", &[]).into(),
    }
}

/// It was asked for before.
pub fn waiting(lang: Language) -> Said {
    html(lang, "skip-waiting", &[]).into()
}

/// Only others decide on it.
pub fn not_yours(lang: Language) -> Said {
    html(lang, "skip-not-yours", &[]).into()
}

/// To an assistant: a rep wants to leave a day out, after `used` this month.
pub fn request(
    lang: Language,
    name: &str,
    day: NaiveDate,
    today: NaiveDate,
    used: i64,
    item: ItemId,
) -> Said {
    let typed = |c: CommandName| Arg::from(Html::text(&format!("/{} {item}", c.name())).code());
    let [name, date] = who_and_when(lang, name, day, today);
    let args = [
        name,
        date,
        ("used", used.into()),
        ("accept", typed(CommandName::Ok)),
        ("drop", typed(CommandName::Drop)),
    ];
    let choice = |key, accept| button(plain(lang, key, &[]), &Tap::Decide { item, accept });
    let row = [choice("button-skip-yes", true), choice("button-skip-no", false)];
    Said { html: html(lang, "skip-request", &args), buttons: vec![row.into_iter().flatten().collect()] }
}

/// To the rep: what was decided.
pub fn decided(lang: Language, day: NaiveDate, today: NaiveDate, granted: bool) -> Said {
    let key = if granted { "skip-granted" } else { "skip-refused" };
    html(lang, key, &[("date", form::date(lang, day, today).into())]).into()
}

/// To the rep, who no longer asks.
pub fn withdrawn(lang: Language, day: NaiveDate, today: NaiveDate) -> Said {
    html(lang, "skip-withdrawn", &[("date", form::date(lang, day, today).into())]).into()
}

/// To the assistant who decided.
pub fn settled(lang: Language, name: &str, day: NaiveDate, today: NaiveDate, granted: bool) -> Said {
    let key = if granted { "skip-decided-yes" } else { "skip-decided-no" };
    html(lang, key, &who_and_when(lang, name, day, today)).into()
}

/// To the assistant: the rep has answered meanwhile.
pub fn moot(lang: Language, name: &str, day: NaiveDate, today: NaiveDate) -> Said {
    html(lang, "skip-moot", &who_and_when(lang, name, day, today)).into()
}

fn who_and_when(lang: Language, name: &str, day: NaiveDate, today: NaiveDate) -> [(&'static str, Arg); 2] {
    [("name", Html::clipped(name, NAME).into()), ("date", form::date(lang, day, today).into())]
}
