//! Every text that a person sees. Wordings stand in Fluent files under `config/locales/`, in English and Simplified
//! Chinese; the code here chooses among them and fills them in. Pure: *now* is an argument, and so is everything
//! else that a text depends on.
//!
//! A text for a chat is a [`Said`]: HTML as Telegram knows it, with the buttons under it. What only flashes up (the
//! answer to a tap, an entry of a menu) is a plain `String`. Each function takes the reader's language first.

mod answers;
pub mod away;
pub mod calls;
pub mod card;
pub mod chart;
pub mod commands;
pub mod correct;
mod day;
pub mod feedback;
pub mod figures;
mod form;
mod html;
pub mod me;
pub mod onboard;
pub mod own;
pub mod queue;
pub mod skip;
mod terms;
pub mod times;
mod words;

pub use answers::{
    failure, forwarded, forwarded_media, greeting, kept_without_day, language_set, later_not_then,
    live_location, moving, no_file, not_a_step, not_asked, nothing_to_confirm, nothing_to_put_off,
    nothing_to_skip, nothing_yet, question, question_settled, sticker, tap_answered, tap_no_later, tap_step,
    tap_step_changed, tap_too_late, thanks, unclear_rep, unsupported,
};
pub use day::{Ask, later_ask, later_set, moved_to, nudge, prompt};
pub use html::Html;

use base64::Engine;

use crate::domain::tap::Tap;
use crate::domain::{Button, Outbound};

/// A text with its buttons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What is said.
    pub html: Html,
    /// Rows of buttons under it.
    pub buttons: Vec<Vec<Button>>,
}

impl Said {
    /// As a message of its own.
    pub fn send(self) -> Outbound {
        Outbound::Send { html: self.html.into_string(), buttons: self.buttons, reply_to: None, silent: false }
    }

    /// As an answer to the message with this id.
    pub fn reply_to(self, message: impl Into<String>) -> Outbound {
        Outbound::Send {
            html: self.html.into_string(),
            buttons: self.buttons,
            reply_to: Some(message.into()),
            silent: false,
        }
    }

    /// Under a picture (a PNG).
    pub fn under(self, name: &str, picture: &[u8]) -> Outbound {
        Outbound::File {
            name: name.to_owned(),
            content: base64::engine::general_purpose::STANDARD.encode(picture),
            caption: self.html.into_string(),
            buttons: self.buttons,
            picture: true,
        }
    }

    /// As the new content of a card; `anew` sends it again below, `at_once` edits it even while it rests.
    pub fn card(self, anew: bool, at_once: bool) -> Outbound {
        Outbound::Card { html: self.html.into_string(), buttons: self.buttons, anew, at_once }
    }
}

impl From<Html> for Said {
    fn from(html: Html) -> Self {
        Self { html, buttons: Vec::new() }
    }
}

/// A button; none for what no button can carry.
fn button(text: String, tap: &Tap) -> Option<Button> {
    tap.data().map(|data| Button { text, data })
}

#[cfg(test)]
mod tests;
