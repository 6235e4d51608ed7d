//! The day's prompt and its nudges. Wordings vary from day to day and person to person, so that the same line doesn't
//! come evening after evening; which one comes follows from the check-in alone.

use chrono::{Datelike, Timelike};

use super::html::Html;
use super::words::{html, plain};
use super::{Said, button, form};
use crate::domain::Button;
use crate::domain::checkin::CheckIn;
use crate::domain::person::{Language, Person};
use crate::domain::reading::Mode;
use crate::domain::tap::Tap;

/// The most of a person's name that is shown, in characters.
pub(super) const NAME: usize = 60;

/// The day's prompt: a greeting that fits the hour at which it is due where the person is, one friendly line, and a
/// button for a day with nothing to report. Of a day that was reported on already it asks only for more.
pub fn prompt(person: &Person, check_in: &CheckIn) -> Said {
    let lang = person.language;
    let at = check_in.prompt_at.unwrap_or(check_in.due_at).with_timezone(&check_in.timezone);
    let hello = match at.hour() {
        4..12 => "hello-morning",
        12..18 => "hello-afternoon",
        _ => "hello-evening",
    };
    let reported = check_in.first_substantive_at.is_some();
    let ask = match (reported, check_in.mode) {
        (true, _) => "prompt-more",
        (false, Mode::Rep) => {
            choose(seed(person, check_in), &["prompt-rep-1", "prompt-rep-2", "prompt-rep-3", "prompt-rep-4"])
        }
        (false, Mode::Service) => choose(seed(person, check_in), &["prompt-service-1", "prompt-service-2"]),
    };
    let name = Html::clipped(&person.name, NAME);
    let lines = [html(lang, hello, &[("name", name.into())]), html(lang, ask, &[])];
    let buttons = if reported { Vec::new() } else { nothing_to_report(lang, check_in) };
    Said { html: Html::join(lines, "\n"), buttons }
}

/// A reminder that no answer for the day has come yet.
pub fn nudge(person: &Person, check_in: &CheckIn) -> Said {
    let lang = person.language;
    let nth = u64::try_from(check_in.nudges).unwrap_or(0);
    let seed = seed(person, check_in).wrapping_add(nth);
    let key = choose(seed, &["nudge-1", "nudge-2", "nudge-3", "nudge-4"]);
    let date = form::date(lang, check_in.local_date, check_in.local_date);
    let name = Html::clipped(&person.name, NAME);
    Said {
        html: html(lang, key, &[("name", name.into()), ("date", date.into())]),
        buttons: nothing_to_report(lang, check_in),
    }
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

fn nothing_to_report(lang: Language, check_in: &CheckIn) -> Vec<Vec<Button>> {
    let tap = Tap::NothingToReport { date: check_in.local_date };
    button(plain(lang, "button-nothing", &[]), &tap).map(|b| vec![b]).into_iter().collect()
}
