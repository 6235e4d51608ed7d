//! Short answers to whatever a person sends, where no card says it better.

use chrono::NaiveDate;

use super::day::NAME;
use super::html::Html;
use super::words::{html, plain};
use super::{Said, form};
use crate::domain::person::Language;
use crate::domain::tap::StepDeed;

macro_rules! answers {
    ($($(#[$doc:meta])* $name:ident = $key:literal),+ $(,)?) => {$(
        $(#[$doc])*
        pub fn $name(lang: Language) -> Said {
            html(lang, $key, &[]).into()
        }
    )+};
}

answers! {
    /// To a report from someone who isn't asked for any.
    not_asked = "not-asked",
    /// To a forwarded message: a quote, not a report.
    forwarded = "forwarded",
    /// To a forwarded contact, place or file: a quote as well.
    forwarded_media = "forwarded-media",
    /// To a video: it is kept, but nothing is read from it.
    moving = "moving",
    /// To a wish to see an item without a file.
    no_file = "no-file",
    /// To thanks and other small talk.
    thanks = "thanks",
    /// To a sticker or a moving picture.
    sticker = "sticker",
    /// To a question to the bot.
    question = "question",
    /// To a place that moves on by itself, which is ignored.
    live_location = "live-location",
    /// To a kind of message that can't be read here.
    unsupported = "unsupported",
    /// To a report that belongs to no check-in, such as one on a day off.
    kept_without_day = "kept-without-day",
    /// To a wish to see the day's card while there is none.
    nothing_yet = "nothing-yet",
    /// To a skip where no open day can be skipped.
    nothing_to_skip = "nothing-to-skip",
    /// To a wish to be asked later where no day waits for an answer.
    nothing_to_put_off = "nothing-to-put-off",
    /// To a wish to be asked at a time at which nobody is.
    later_not_then = "later-not-then",
    /// To `/done` of something that is no next step.
    not_a_step = "not-a-step",
    /// The language was changed; said in the new one.
    language_set = "language-set",
    /// To a message at which we failed, after it was kept.
    failure = "failure",
}

/// To a greeting.
pub fn greeting(lang: Language, name: &str) -> Said {
    html(lang, "greeting", &[("name", Html::clipped(name, NAME).into())]).into()
}

/// To a name that fits none, or `count`, of the reps whom one assists.
pub fn unclear_rep(lang: Language, who: &str, count: usize) -> Said {
    html(lang, "unclear-rep", &[("who", Html::clipped(who, NAME).into()), ("count", count.into())]).into()
}

/// Flashes up after a tap under a day that is answered already.
pub fn tap_answered(lang: Language) -> String {
    plain(lang, "tap-answered", &[])
}

/// Flashes up after a tap on a moment at which nobody is asked.
pub fn tap_no_later(lang: Language) -> String {
    plain(lang, "tap-no-later", &[])
}

/// Flashes up after a tap on a step that is no longer as the button has it.
pub fn tap_step_changed(lang: Language) -> String {
    plain(lang, "tap-step-changed", &[])
}

/// Flashes up after a tap on a step; `to` is where it was moved.
pub fn tap_step(lang: Language, deed: StepDeed, to: NaiveDate, today: NaiveDate) -> String {
    match deed {
        StepDeed::Done => plain(lang, "tap-step-done", &[]),
        StepDeed::Move => plain(lang, "tap-step-moved", &[("date", form::date(lang, to, today).into())]),
        StepDeed::Drop => plain(lang, "tap-step-dropped", &[]),
    }
}

/// Flashes up after a tap on a question that is no longer asked: nothing was changed.
pub fn question_settled(lang: Language) -> String {
    plain(lang, "question-settled", &[])
}

/// Said where there is nothing on a card to confirm.
pub fn nothing_to_confirm(lang: Language) -> String {
    plain(lang, "nothing-to-confirm", &[])
}

/// Flashes up after a tap that comes too late: nothing was changed.
pub fn tap_too_late(lang: Language) -> String {
    plain(lang, "tap-too-late", &[])
}
