//! Days away: how they are told, that they are noted and end by themselves, that they were taken back; for the rep and
//! for his assistants.

use chrono::NaiveDate;

use super::day::NAME;
use super::html::Html;
use super::words::{Arg, html, plain};
use super::{Said, form, terms};
use crate::domain::absence::Absence;
use crate::domain::person::Language;

/// The most absences that are listed.
const LISTED: usize = 12;

fn sample(lang: Language, key: &str) -> Arg {
    Html::text(&plain(lang, key, &[])).code().into()
}

fn line(lang: Language, absence: &Absence, today: NaiveDate) -> Html {
    let days = form::days(lang, absence.from, absence.to, today);
    html(lang, "absence", &[("state", terms::away(lang, absence.state).into()), ("days", days.into())])
}

fn list(lang: Language, heading: &str, absences: &[Absence], today: NaiveDate) -> Html {
    let lines = absences.iter().take(LISTED).map(|a| line(lang, a, today));
    Html::join(std::iter::once(html(lang, heading, &[])).chain(lines), "\n")
}

/// How days away are told, and those that are noted.
pub fn ask(lang: Language, noted: &[Absence], today: NaiveDate) -> Said {
    let args = [("days", sample(lang, "sample-leave")), ("reason", sample(lang, "sample-leave-sick"))];
    let ask = html(lang, "leave-ask", &args);
    match noted {
        [] => ask.into(),
        noted => Html::join([ask, list(lang, "leave-planned", noted, today)], "\n\n").into(),
    }
}

/// To days away that can't be read.
pub fn unclear(lang: Language, text: &str) -> Said {
    let args = [
        ("text", Html::clipped(text, 60).into()),
        ("days", sample(lang, "sample-leave")),
        ("tomorrow", sample(lang, "sample-leave-one")),
    ];
    html(lang, "leave-unclear", &args).into()
}

/// To days that are over.
pub fn over(lang: Language) -> Said {
    html(lang, "leave-over", &[]).into()
}

/// To an absence that is noted already.
pub fn known(lang: Language, absence: &Absence, today: NaiveDate) -> Said {
    Html::join([html(lang, "leave-known", &[]), line(lang, absence, today)], "\n").into()
}

/// An absence was noted; `back` is the day on which the rep is asked again, where that is known, and `by` who noted it,
/// where it was somebody else.
pub fn set(
    lang: Language,
    absence: &Absence,
    back: Option<NaiveDate>,
    today: NaiveDate,
    by: Option<&str>,
) -> Said {
    let back = match (absence.to, back) {
        (Some(_), Some(day)) => html(lang, "leave-back", &[("date", form::date(lang, day, today).into())]),
        (Some(_), None) => Html::default(),
        (None, _) => html(lang, "leave-back-open", &[]),
    };
    let count = if absence.to == Some(absence.from) { 1_usize } else { 2 };
    let by = by.map(|name| html(lang, "leave-by", &[("name", Html::clipped(name, NAME).into())]));
    let says = html(lang, "leave-set", &[("count", count.into()), ("back", back.into())]);
    Html::join(by.into_iter().chain([line(lang, absence, today), says]), "\n").into()
}

/// Absences were taken back; `left` are still noted.
pub fn taken_back(lang: Language, gone: &[Absence], left: &[Absence], today: NaiveDate) -> Said {
    let mut parts = vec![list(lang, "leave-off", gone, today), html(lang, "leave-off-days", &[])];
    if !left.is_empty() {
        parts.push(Html::default());
        parts.push(list(lang, "leave-left", left, today));
    }
    Html::join(parts, "\n").into()
}

/// There is nothing to take back.
pub fn none(lang: Language) -> Said {
    html(lang, "leave-none", &[]).into()
}

fn line_of(lang: Language, name: &str, absence: &Absence, today: NaiveDate) -> Html {
    let args = [
        ("name", Html::clipped(name, NAME).into()),
        ("state", terms::away(lang, absence.state).into()),
        ("days", form::days(lang, absence.from, absence.to, today).into()),
    ];
    html(lang, "absence-of", &args)
}

/// To an assistant: a rep will be away.
pub fn told(lang: Language, name: &str, absence: &Absence, today: NaiveDate) -> Said {
    Html::join([line_of(lang, name, absence, today), html(lang, "leave-told", &[])], "\n").into()
}

/// To an assistant: a rep won't be away.
pub fn told_off(lang: Language, name: &str, absence: &Absence, today: NaiveDate) -> Said {
    Html::join([html(lang, "leave-told-off", &[]), line_of(lang, name, absence, today)], "\n").into()
}
