//! The day's prompt and its nudges. Wordings vary from day to day and person to person, so that the same line doesn't
//! come evening after evening; which one comes follows from the check-in alone.
//!
//! The prompt lists what is open and nothing else; with nothing open it is one line. It is edited in place as things
//! are done, so the same function writes it every time.

mod buttons;

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};

use super::figures::list;
use super::html::Html;
use super::terms::{self, PHRASE};
use super::words::html;
use super::{Said, form};
use crate::domain::agenda::{Gap, Open, Quiet, Step};
use crate::domain::checkin::CheckIn;
use crate::domain::command::ItemId;
use crate::domain::fields::KeyField;
use crate::domain::later::Later;
use crate::domain::person::{Language, Person};
use crate::domain::reading::Mode;
use crate::domain::record::{Field, StepStatus};
use crate::domain::text::fold_name;

pub use buttons::moved_to;

/// The most of a person's name that is shown, in characters.
pub(super) const NAME: usize = 60;

/// So many steps a nudge names.
const NUDGED: usize = 2;

/// What the buttons under a prompt offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Quick answers.
    Answers,
    /// Moments to be asked again at, seen from this one.
    Later(DateTime<Utc>),
    /// Quick answers, after the rep has chosen to be asked again then.
    Waiting(DateTime<Utc>),
    /// How to say that one is away, where it is this day by now.
    Away(NaiveDate),
}

/// The day's prompt: a greeting that fits the hour at which it is due where the person is, what is open, and quick
/// answers. Of a day that was reported on already it asks only for more.
pub fn prompt(person: &Person, check_in: &CheckIn, open: &Open<'_>, ask: Ask) -> Said {
    let lang = person.language;
    let at = check_in.prompt_at.unwrap_or(check_in.due_at).with_timezone(&check_in.timezone);
    let hello = match at.hour() {
        4..12 => "hello-morning",
        12..18 => "hello-afternoon",
        _ => "hello-evening",
    };
    // What came after the prompt doesn't change what it said.
    let reported = check_in.first_substantive_at.is_some() && check_in.sent_at.is_none();
    let key = match (reported, check_in.mode) {
        (true, _) => "prompt-more",
        (false, Mode::Rep) => {
            choose(seed(person, check_in), &["prompt-rep-1", "prompt-rep-2", "prompt-rep-3", "prompt-rep-4"])
        }
        (false, Mode::Service) => choose(seed(person, check_in), &["prompt-service-1", "prompt-service-2"]),
    };
    let hello = html(lang, hello, &[("name", Html::clipped(&person.name, NAME).into())]);
    let mut parts =
        vec![html(lang, "prompt-line", &[("hello", hello.into()), ("ask", html(lang, key, &[]).into())])];
    parts.extend(sections(lang, check_in.local_date, open));
    parts.push(match ask {
        Ask::Answers => Html::default(),
        Ask::Later(_) => html(lang, "later-ask", &[]),
        Ask::Waiting(at) => later_set(lang, check_in, at),
        Ask::Away(_) => html(lang, "away-ask", &[]),
    });
    Said { html: Html::join(parts, "\n\n"), buttons: buttons::under_prompt(lang, check_in, open, ask) }
}

/// A reminder that no answer for the day has come yet, and of the steps that still are open.
pub fn nudge(person: &Person, check_in: &CheckIn, open: &Open<'_>, now: DateTime<Utc>) -> Said {
    let lang = person.language;
    let day = check_in.local_date;
    let nth = u64::try_from(check_in.nudges).unwrap_or(0);
    let seed = seed(person, check_in).wrapping_add(nth);
    let most = i64::from(check_in.rules.nudges);
    let key = if check_in.mode == Mode::Service {
        choose(seed, &["nudge-service-1", "nudge-service-2", "nudge-service-3"])
    } else if check_in.first_reply_at.is_some() {
        choose(seed, &["nudge-heard-1", "nudge-heard-2"])
    } else if most > 1 && check_in.nudges >= most {
        choose(seed, &["nudge-last-1", "nudge-last-2", "nudge-last-3"])
    } else {
        choose(seed, &["nudge-1", "nudge-2", "nudge-3", "nudge-4"])
    };
    let name = Html::clipped(&person.name, NAME);
    let is_today = now.with_timezone(&check_in.timezone).date_naive() == day;
    let date = if is_today { html(lang, "nudge-today", &[]) } else { form::date(lang, day, day) };
    let mut parts = vec![html(lang, key, &[("name", name.into()), ("date", date.into())])];
    let mut due = due_lines(lang, day, open, None);
    if !due.is_empty() {
        // The prompt above has them all.
        let more = due.len().saturating_sub(NUDGED) + open.more_steps;
        due.truncate(NUDGED);
        if more > 0 {
            due.push(html(lang, "prompt-more-steps", &[("count", more.into())]));
        }
        let title = html(lang, "nudge-steps", &[]);
        parts.push(Html::join(std::iter::once(title).chain(due), "\n"));
    }
    Said { html: Html::join(parts, "\n\n"), buttons: buttons::under_nudge(lang, check_in, now) }
}

/// The steps that still are due, for whoever reads of person number `whose`.
pub(super) fn due_lines(lang: Language, day: NaiveDate, open: &Open<'_>, whose: Option<i64>) -> Vec<Html> {
    let due = open.steps.iter().filter(|s| s.is_due(day));
    due.map(|s| step_line(lang, day, s, false, whose)).collect()
}

/// When a day is asked about again.
pub fn later_set(lang: Language, check_in: &CheckIn, at: DateTime<Utc>) -> Html {
    let local = at.with_timezone(&check_in.timezone);
    let time = form::time(local.time()).into();
    if local.date_naive() == check_in.local_date {
        return html(lang, "later-set-today", &[("time", time)]);
    }
    let date = form::date(lang, local.date_naive(), check_in.local_date);
    html(lang, "later-set-day", &[("date", date.into()), ("time", time)])
}

/// The answer to `/later` without a moment.
pub fn later_ask(lang: Language, check_in: &CheckIn, now: DateTime<Utc>) -> Said {
    let buttons = buttons::later(lang, check_in, &Later::offers(check_in, now));
    Said { html: html(lang, "later-ask", &[]), buttons }
}

/// What is open, a section for each kind.
fn sections(lang: Language, day: NaiveDate, open: &Open<'_>) -> Vec<Html> {
    let several = open.steps.len() > 1;
    let mut steps: Vec<Html> = open.steps.iter().map(|s| step_line(lang, day, s, several, None)).collect();
    if open.more_steps > 0 {
        steps.push(html(lang, "prompt-more-steps", &[("count", open.more_steps.into())]));
    }
    let quiet = open.quiet.iter().map(|q| quiet_line(lang, day, q)).collect();
    let gaps = open.gaps.iter().map(|g| gap_line(lang, g)).collect();
    let titled = [("prompt-steps", steps), ("prompt-quiet", quiet), ("prompt-gaps", gaps)];
    let filled = titled.into_iter().filter(|(_, lines): &(&str, Vec<Html>)| !lines.is_empty());
    let section =
        |(title, lines)| Html::join(std::iter::once(html(lang, title, &[]).bold()).chain(lines), "\n");
    filled.map(section).collect()
}

/// A step as it stands, with the id by which it can be named.
fn step_line(lang: Language, day: NaiveDate, step: &Step<'_>, several: bool, whose: Option<i64>) -> Html {
    let action = Html::clipped(step.action, PHRASE);
    // Whoever is in the words already is not named twice.
    let named = |customer: &str| fold_name(step.action).contains(&fold_name(customer));
    let customer = step.customer.filter(|c| !named(c)).map(|c| Html::clipped(c, NAME)).unwrap_or_default();
    let due = step.due.map(|due| form::date(lang, due, day)).unwrap_or_default();
    let (icon, text, date) = match (step.status, step.due) {
        (StepStatus::Done, _) => ("✅".to_owned(), action, Html::default()),
        (StepStatus::Dropped, _) => ("✖️".to_owned(), action.struck(), Html::default()),
        (StepStatus::Open, Some(on)) if on > day => ("➡️".to_owned(), action, due),
        (StepStatus::Open, Some(on)) if on < day => {
            (bullet(step, several), action, html(lang, "step-overdue", &[("date", due.into())]))
        }
        (StepStatus::Open, _) => (bullet(step, several), action, Html::default()),
    };
    let id = Html::text(&ItemId { person: whose, number: step.number }.to_string()).code();
    Html::join([Html::markup(icon), Html::join([text, customer, date], " · "), id], " ")
}

fn bullet(step: &Step<'_>, several: bool) -> String {
    if several { format!("{}.", step.place) } else { "•".to_owned() }
}

fn quiet_line(lang: Language, day: NaiveDate, quiet: &Quiet<'_>) -> Html {
    let days = (day - quiet.since).num_days();
    let pieces = [
        Html::clipped(quiet.customer, NAME),
        quiet.product.map(|p| Html::clipped(p, NAME)).unwrap_or_default(),
        quiet.amount.map(|m| form::money(lang, m)).unwrap_or_default(),
        html(lang, "quiet-days", &[("days", days.into())]),
    ];
    Html::join([Html::markup("•"), Html::join(pieces, " · ")], " ")
}

fn gap_line(lang: Language, gap: &Gap<'_>) -> Html {
    let nobody = gap.missing.contains(&KeyField::ContactName);
    let name = |field: &KeyField| match field {
        KeyField::Occupation => Some(terms::field(lang, Field::Occupation)),
        KeyField::Age => Some(terms::field(lang, Field::Age)),
        KeyField::Phone => Some(terms::field(lang, Field::Phone)),
        KeyField::ContactName => Some(html(lang, "gap-contact", &[])),
        // Of nobody there is no job to ask for.
        KeyField::ContactOccupation => (!nobody).then(|| html(lang, "gap-contact-job", &[])),
    };
    let fields = list(lang, gap.missing.iter().filter_map(name));
    let customer = Html::clipped(gap.customer, NAME);
    let line = html(lang, "gap-line", &[("customer", customer.into()), ("fields", fields.into())]);
    Html::join([Html::markup("•"), line], " ")
}

/// Grows by one from day to day, and differs from colleague to colleague.
fn seed(person: &Person, check_in: &CheckIn) -> u64 {
    let day = i64::from(check_in.local_date.num_days_from_ce());
    day.wrapping_add(person.number).unsigned_abs()
}

fn choose(seed: u64, keys: &[&'static str]) -> &'static str {
    let at = usize::try_from(seed % keys.len().max(1) as u64).unwrap_or(0);
    keys.get(at).copied().unwrap_or_default()
}
