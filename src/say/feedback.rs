//! Feedback to the managers: how it is sent, what is said to whoever sent it, and what managers see.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::day::NAME;
use super::html::{Html, Page};
use super::words::{html, plain};
use super::{Said, button, form};
use crate::domain::feedback::{Feedback, From, Way};
use crate::domain::person::Language;
use crate::domain::tap::Tap;
use crate::domain::{MessageId, PersonId, short_id};

/// The most of a feedback, or of its answer, that is shown, in characters.
const WORDS: usize = 1500;
/// The same in a list.
const WORDS_LISTED: usize = 200;

/// How feedback is sent.
pub fn how(lang: Language) -> Said {
    html(lang, "feedback-how", &[]).into()
}

/// Asks once whether a message is to be sent with its sender's name.
pub fn ask(lang: Language, message: MessageId) -> Said {
    let choice = |key: &str, way| button(plain(lang, key, &[]), &Tap::Feedback { message, way });
    let choices =
        [choice("button-feedback-named", Way::Named), choice("button-feedback-anonymous", Way::Anonymous)];
    Said { html: html(lang, "feedback-ask", &[]), buttons: vec![choices.into_iter().flatten().collect()] }
}

/// It was sent with the sender's name.
pub fn sent(lang: Language) -> Said {
    html(lang, "feedback-sent", &[]).into()
}

/// It was sent without a name: the token, and what can still be known.
pub fn sent_anonymously(lang: Language, token: &str) -> Said {
    html(lang, "feedback-sent-anonymously", &[("token", token.into())]).into()
}

/// The answer to what was sent with a token; `None` where there is no such token.
pub fn answer(lang: Language, feedback: Option<&Feedback>) -> Said {
    let Some(feedback) = feedback else { return html(lang, "feedback-no-token", &[]).into() };
    match &feedback.answer {
        None => html(lang, "feedback-no-answer", &[]).into(),
        Some(answer) => answered(lang, &feedback.text, &answer.text),
    }
}

/// The answer, for whoever sent the feedback.
pub fn answered(lang: Language, feedback: &str, answer: &str) -> Said {
    let args =
        [("text", Html::clipped(feedback, WORDS).into()), ("answer", Html::clipped(answer, WORDS).into())];
    html(lang, "feedback-answered", &args).into()
}

/// What managers are told as it comes; without a name where there is none.
pub fn came(lang: Language, number: i64, name: Option<&str>, text: &str) -> Said {
    let args = [
        ("name", Html::clipped(name.unwrap_or_default(), NAME).into()),
        ("text", Html::clipped(text, WORDS).into()),
        ("id", short_id(number).into()),
    ];
    html(lang, if name.is_some() { "feedback-came-named" } else { "feedback-came" }, &args).into()
}

/// What came lately, for managers: what waits for an answer first.
pub fn list(
    lang: Language,
    feedback: &[&Feedback],
    names: &BTreeMap<PersonId, String>,
    today: NaiveDate,
) -> Said {
    let Some(first) = feedback.first() else { return html(lang, "feedback-none", &[]).into() };
    let mut page = Page::new(300);
    page.add(&[html(lang, "feedback-list", &[])]);
    for one in feedback {
        let name = match one.from {
            From::Named(person, _) => names.get(&person).map(|n| Html::clipped(n, NAME)).unwrap_or_default(),
            From::Token(_) => html(lang, "feedback-without-name", &[]),
        };
        let answer = match &one.answer {
            None => html(lang, "feedback-open", &[]),
            Some(a) => {
                html(lang, "feedback-has-answer", &[("answer", Html::clipped(&a.text, WORDS_LISTED).into())])
            }
        };
        let head = Html::join([name, form::date(lang, one.day, today)], " · ");
        page.add(&[
            Html::default(),
            Html::join([Html::text(&short_id(one.number)).code(), head], " "),
            Html::clipped(&one.text, WORDS_LISTED),
            answer.italic(),
        ]);
    }
    page.close(&Html::default());
    page.close(&html(lang, "feedback-reply", &[("id", short_id(first.number).into())]));
    page.finish().into()
}

/// An answer was passed on, or waits under its token.
pub fn replied(lang: Language, named: bool) -> Said {
    html(lang, if named { "feedback-replied" } else { "feedback-replied-token" }, &[]).into()
}

/// No feedback has this number, or not for this manager.
pub fn unknown(lang: Language, number: i64) -> Said {
    html(lang, "feedback-unknown", &[("id", short_id(number).into())]).into()
}
