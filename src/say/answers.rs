//! Short answers to whatever a person sends, where no card says it better.

use super::Said;
use super::day::NAME;
use super::html::Html;
use super::words::{html, plain};
use crate::domain::person::Language;

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
    /// Today is skipped.
    skipped = "skipped",
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

/// Flashes up after a tap that comes too late: nothing was changed.
pub fn tap_too_late(lang: Language) -> String {
    plain(lang, "tap-too-late", &[])
}
