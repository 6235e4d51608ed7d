//! The day's conversation: the prompt, the nudge, and the short answers to whatever a person sends. Wordings vary by
//! a seed that the caller gives, so that the same line doesn't come day after day.

use chrono::{NaiveDate, NaiveTime, Timelike};
use chrono_tz::Tz;

use super::html::Html;
use super::words::{Args, html, plain};
use super::{Said, button, form, terms};
use crate::domain::Button;
use crate::domain::person::Language;
use crate::domain::reading::{Availability, Mode};
use crate::domain::tap::Tap;

/// The most of a person's name that is shown, in characters.
pub(super) const NAME: usize = 60;

/// What a prompt depends on.
#[derive(Clone, Copy, Debug)]
pub struct PromptView<'a> {
    /// The person's name.
    pub name: &'a str,
    /// The day that it asks about.
    pub date: NaiveDate,
    /// What the clock shows where the person is.
    pub at: NaiveTime,
    /// How the person answers.
    pub mode: Mode,
    /// Something was reported for the day already.
    pub reported: bool,
    /// Chooses the wording.
    pub seed: u64,
}

/// The day's prompt.
pub fn prompt(lang: Language, view: &PromptView<'_>) -> Said {
    let hello = match view.at.hour() {
        4..12 => "hello-morning",
        12..18 => "hello-afternoon",
        _ => "hello-evening",
    };
    let ask = match (view.reported, view.mode) {
        (true, _) => "prompt-more",
        (false, Mode::Rep) => {
            choose(view.seed, &["prompt-rep-1", "prompt-rep-2", "prompt-rep-3", "prompt-rep-4"])
        }
        (false, Mode::Service) => choose(view.seed, &["prompt-service-1", "prompt-service-2"]),
    };
    let lines = [html(lang, hello, &[("name", name(view.name))]), html(lang, ask, &[])];
    let buttons = if view.reported { Vec::new() } else { nothing_to_report(lang, view.date) };
    Said { html: Html::join(lines, "\n"), buttons }
}

/// A reminder that no answer for `date` has come yet. `today` is the reader's own date; `seed` chooses the wording.
pub fn nudge(lang: Language, person: &str, date: NaiveDate, today: NaiveDate, seed: u64) -> Said {
    let key = choose(seed, &["nudge-1", "nudge-2", "nudge-3", "nudge-4"]);
    let date_shown = form::date(lang, date, today);
    Said {
        html: html(lang, key, &[("name", name(person)), ("date", date_shown.into())]),
        buttons: nothing_to_report(lang, date),
    }
}

fn choose(seed: u64, keys: &[&'static str]) -> &'static str {
    let at = usize::try_from(seed % keys.len().max(1) as u64).unwrap_or(0);
    keys.get(at).copied().unwrap_or_default()
}

fn name(name: &str) -> super::words::Arg {
    Html::clipped(name, NAME).into()
}

fn nothing_to_report(lang: Language, date: NaiveDate) -> Vec<Vec<Button>> {
    let tap = Tap::NothingToReport { date };
    button(plain(lang, "button-nothing", &[]), &tap).map(|b| vec![b]).into_iter().collect()
}

/// A short answer to something that a person sent.
#[derive(Clone, Copy, Debug)]
pub enum Ack<'a> {
    /// To a greeting, by name.
    Greeting(&'a str),
    /// To thanks.
    Thanks,
    /// To a sticker or moving picture: not a report.
    Sticker,
    /// To a question to the bot.
    Question,
    /// To a forwarded message: a quote, not a report.
    Forwarded,
    /// To a voice note: kept for a person to listen to.
    Voice,
    /// To a photo or document: kept for a person to look at.
    Photo,
    /// To a contact card, with the name on it: kept for a person to enter.
    Contact(&'a str),
    /// To a place.
    Location,
    /// To a place that moves on by itself: ignored.
    LiveLocation,
    /// To kinds of messages that nobody can read here.
    Other,
    /// Text that could not be read: kept, and it answers the day.
    Unread,
    /// Nothing to report for a day.
    Nothing,
    /// Nothing to report, for a day with a report.
    NothingAlready,
    /// The day is skipped.
    Skipped,
    /// There is no check-in to skip.
    NothingToSkip,
    /// The day was answered already.
    SkipAnswered,
    /// Days away.
    Away(&'a Availability),
    /// An edit was read, and changed records.
    Edited,
    /// An edit was read, and changed no record.
    EditedNothing,
    /// An answer came after its day was closed.
    Late,
    /// Our own failure.
    Failure,
    /// The language was changed; said in the new one.
    Language,
    /// The time zone was changed; with what the clock shows there.
    Timezone(Tz, NaiveTime),
}

/// The answer to it. `date` is the day that it is about, `today` the reader's own date.
pub fn ack(lang: Language, what: Ack<'_>, date: NaiveDate, today: NaiveDate) -> Said {
    let say = |key: &str, args: Args<'_>| html(lang, key, args);
    let on_day = |key: &str| html(lang, key, &[("date", form::date(lang, date, today).into())]);
    let said = match what {
        Ack::Greeting(person) => say("ack-greeting", &[("name", name(person))]),
        Ack::Thanks => say("ack-thanks", &[]),
        Ack::Sticker => say("ack-sticker", &[]),
        Ack::Question => say("ack-question", &[]),
        Ack::Forwarded => say("ack-forwarded", &[]),
        Ack::Voice => say("ack-voice", &[]),
        Ack::Photo => say("ack-photo", &[]),
        Ack::Contact(contact) => {
            say("ack-contact", &[("contact", Html::clipped(contact, NAME).bold().into())])
        }
        Ack::Location => say("ack-location", &[]),
        Ack::LiveLocation => say("ack-live-location", &[]),
        Ack::Other => say("ack-other", &[]),
        Ack::Unread => say("ack-unread", &[]),
        Ack::Nothing => on_day("ack-nothing"),
        Ack::NothingAlready => on_day("ack-nothing-already"),
        Ack::Skipped => on_day("ack-skip"),
        Ack::NothingToSkip => on_day("ack-skip-none"),
        Ack::SkipAnswered => on_day("ack-skip-answered"),
        Ack::Away(away) => {
            let days = form::days(lang, away.from, away.to, today);
            say("ack-away", &[("what", terms::away(lang, away.state).into()), ("days", days.into())])
        }
        Ack::Edited => say("ack-edited", &[]),
        Ack::EditedNothing => say("ack-edited-nothing", &[]),
        Ack::Late => on_day("ack-late"),
        Ack::Failure => say("ack-failure", &[]),
        Ack::Language => say("ack-language", &[]),
        Ack::Timezone(zone, at) => {
            say("ack-timezone", &[("timezone", zone.name().into()), ("time", form::time(at).into())])
        }
    };
    said.into()
}

/// Asks which language to speak; each choice is named in itself.
pub fn ask_language(lang: Language) -> Said {
    let choice = |l: Language| button(plain(l, "language-itself", &[]), &Tap::Language(l));
    let row = Language::ALL.iter().filter_map(|l| choice(*l)).collect();
    Said { html: html(lang, "ask-language", &[]), buttons: vec![row] }
}

/// What flashes up after a tap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flash {
    /// It was done.
    Done,
    /// Nothing to report was noted.
    Noted,
    /// The button is from an earlier day: nothing was changed.
    Old,
}

/// The text that flashes up after a tap.
pub fn flash(lang: Language, what: Flash) -> String {
    let key = match what {
        Flash::Done => "tap-done",
        Flash::Noted => "tap-nothing",
        Flash::Old => "tap-old",
    };
    plain(lang, key, &[])
}
