//! What a tap on a button means, and the data that the button carries for it. `say` makes the buttons, `flow` reads
//! the taps; whatever a button does can be typed as well, since channels forget taps.
//!
//! The form is `word:argument:…`, at most 64 bytes. Cards live for months, so a word never changes its meaning.

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

use super::MessageId;
use super::command::ItemId;
use super::feedback::Way;
use super::holding::DealsOf;
use super::kpi::Figure;
use super::later::Later;
use super::person::Language;
use super::reading::Answer;
use super::record::{Field, words};

/// The most that a button may carry, in bytes (Telegram's limit on `callback_data`).
pub const MAX_DATA: usize = 64;

words! {
    /// What is done with a next step.
    StepDeed {
        /// It is done.
        Done = "done",
        /// It is to be done on the next working day.
        Move = "move",
        /// It won't be done.
        Drop = "drop",
    }
}

/// What a tap means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// There is nothing to report for that day.
    NothingToReport {
        /// The check-in's local date.
        date: NaiveDate,
    },
    /// Do something with a next step that the prompt of that day listed.
    Step {
        /// The check-in's local date.
        date: NaiveDate,
        /// The step's number in the book of whoever taps.
        number: i64,
        /// What.
        deed: StepDeed,
    },
    /// Ask again later; without a moment, choose one.
    Later {
        /// The check-in's local date.
        date: NaiveDate,
        /// When.
        when: Option<Later>,
    },
    /// I'm away: how to say so, or that this day is one of leave.
    Away {
        /// The check-in's local date.
        date: NaiveDate,
        /// That day.
        today: bool,
    },
    /// Show the prompt's quick answers again.
    Prompt {
        /// The check-in's local date.
        date: NaiveDate,
    },
    /// Take back the last change of that day.
    UndoLast {
        /// The check-in's local date.
        date: NaiveDate,
    },
    /// The day's card is right.
    Right {
        /// The check-in's local date.
        date: NaiveDate,
    },
    /// Something on the day's card is to be corrected.
    Fix {
        /// The check-in's local date.
        date: NaiveDate,
    },
    /// This entry.
    FixItem {
        /// The check-in's local date.
        date: NaiveDate,
        /// The number of the fact or the item for review.
        number: i64,
    },
    /// This field of it.
    FixField {
        /// The check-in's local date.
        date: NaiveDate,
        /// The number of the fact or the item for review.
        number: i64,
        /// Which field.
        field: Field,
    },
    /// Nothing is to be corrected after all.
    FixNothing {
        /// The check-in's local date.
        date: NaiveDate,
    },
    /// One of the answers that the question with this nonce offers.
    Choose {
        /// Ties it to the question: at most 32 of `A–Z a–z 0–9 _ -`.
        nonce: String,
        /// Its place among them.
        choice: u8,
    },
    /// An answer, other than a value, to the question with this nonce.
    Answer {
        /// Ties it to the question: at most 32 of `A–Z a–z 0–9 _ -`.
        nonce: String,
        /// How it is answered.
        answer: Answer,
    },
    /// Send the files of an item for review.
    Show {
        /// The number of the person whose it is.
        person: i64,
        /// The number of the item.
        number: i64,
    },
    /// Speak this language.
    Language(Language),
    /// The decision about something in the queue.
    Decide {
        /// What.
        item: ItemId,
        /// Yes.
        accept: bool,
    },
    /// Show a page of one's own customers.
    Customers {
        /// From 1.
        page: usize,
    },
    /// Show a page of one's own deals.
    Deals {
        /// Which.
        of: DealsOf,
        /// From 1.
        page: usize,
    },
    /// How a message to the managers is sent.
    Feedback {
        /// The message.
        message: MessageId,
        /// With one's name, or without.
        way: Way,
    },
    /// Explain a figure.
    Rule(Figure),
    /// The answer to whether to go by the clock of a zone.
    Zone {
        /// Which.
        zone: Tz,
        /// Yes.
        switch: bool,
    },
}

impl Tap {
    /// The data for a button; `None` for a nonce that no button can carry.
    pub fn data(&self) -> Option<String> {
        Some(match self {
            Self::NothingToReport { date } => format!("none:{date}"),
            Self::Step { date, number, deed } => format!("step:{date}:{number}:{}", deed.name()),
            Self::Later { date, when: None } => format!("later:{date}"),
            Self::Later { date, when: Some(later) } => format!("later:{date}:{}", later_word(*later)),
            Self::Away { date, today } => format!("away:{date}{}", if *today { ":today" } else { "" }),
            Self::Prompt { date } => format!("prompt:{date}"),
            Self::UndoLast { date } => format!("undo:{date}"),
            Self::Right { date } => format!("right:{date}"),
            Self::Fix { date } => format!("fix:{date}"),
            Self::FixItem { date, number } => format!("item:{date}:{number}"),
            Self::FixField { date, number, field } => format!("field:{date}:{number}:{}", field.name()),
            Self::FixNothing { date } => format!("keep:{date}"),
            Self::Choose { nonce, choice } => {
                if !is_nonce(nonce) {
                    return None;
                }
                format!("choose:{nonce}:{choice}")
            }
            Self::Answer { nonce, answer } => {
                if !is_nonce(nonce) {
                    return None;
                }
                format!("answer:{nonce}:{}", ANSWERS.iter().find(|(a, _)| a == answer)?.1)
            }
            Self::Show { person, number } => format!("show:{person}:{number}"),
            Self::Customers { page } => format!("customers:{page}"),
            Self::Deals { of, page } => format!("deals:{}:{page}", of.name()),
            Self::Feedback { message, way } => format!("feedback:{}:{}", way_word(*way), message.0.simple()),
            Self::Rule(figure) => format!("rule:{}", figure.name()),
            Self::Language(language) => format!("language:{}", language.name()),
            Self::Decide { item, accept } => format!("decide:{item}:{}", if *accept { "yes" } else { "no" }),
            Self::Zone { zone, switch } => {
                format!("zone:{}:{}", zone.name(), if *switch { "yes" } else { "no" })
            }
        })
    }

    /// Reads the data of a tapped button; `None` for what no button of ours carries.
    pub fn read(data: &str) -> Option<Self> {
        let (word, rest) = data.split_once(':')?;
        match word {
            "none" => Some(Self::NothingToReport { date: date(rest)? }),
            "step" => {
                let (day, rest) = rest.split_once(':')?;
                let (number, deed) = rest.split_once(':')?;
                let number = number.parse().ok().filter(|n: &i64| n.to_string() == number)?;
                Some(Self::Step { date: date(day)?, number, deed: StepDeed::by_name(deed)? })
            }
            "later" => match rest.split_once(':') {
                None => Some(Self::Later { date: date(rest)?, when: None }),
                Some((day, later)) => Some(Self::Later { date: date(day)?, when: Some(read_later(later)?) }),
            },
            "away" => match rest.split_once(':') {
                None => Some(Self::Away { date: date(rest)?, today: false }),
                Some((day, "today")) => Some(Self::Away { date: date(day)?, today: true }),
                Some(_) => None,
            },
            "prompt" => Some(Self::Prompt { date: date(rest)? }),
            "undo" => Some(Self::UndoLast { date: date(rest)? }),
            "right" => Some(Self::Right { date: date(rest)? }),
            "fix" => Some(Self::Fix { date: date(rest)? }),
            "keep" => Some(Self::FixNothing { date: date(rest)? }),
            "item" => {
                let (day, item) = rest.split_once(':')?;
                Some(Self::FixItem { date: date(day)?, number: number(item)? })
            }
            "field" => {
                let (day, rest) = rest.split_once(':')?;
                let (item, field) = rest.split_once(':')?;
                let (number, field) = (number(item)?, Field::by_name(field)?);
                Some(Self::FixField { date: date(day)?, number, field })
            }
            "choose" => {
                let (nonce, choice) = rest.split_once(':')?;
                let choice = u8::try_from(number(choice)?).ok()?;
                is_nonce(nonce).then(|| Self::Choose { nonce: nonce.to_owned(), choice })
            }
            "answer" => {
                let (nonce, answer) = rest.split_once(':')?;
                let answer = ANSWERS.iter().find(|(_, word)| *word == answer)?.0;
                is_nonce(nonce).then(|| Self::Answer { nonce: nonce.to_owned(), answer })
            }
            "show" => {
                let (person, item) = rest.split_once(':')?;
                Some(Self::Show { person: number(person)?, number: number(item)? })
            }
            "customers" => Some(Self::Customers { page: page(rest)? }),
            "deals" => {
                let (of, rest) = rest.split_once(':')?;
                Some(Self::Deals { of: DealsOf::by_name(of)?, page: page(rest)? })
            }
            "feedback" => {
                let (word, id) = rest.split_once(':')?;
                let way = [Way::Named, Way::Anonymous].into_iter().find(|w| way_word(*w) == word)?;
                let message = uuid::Uuid::try_parse(id).ok().filter(|u| u.simple().to_string() == id)?;
                Some(Self::Feedback { message: message.into(), way })
            }
            "rule" => Figure::by_name(rest).map(Self::Rule),
            "language" => Language::by_name(rest).map(Self::Language),
            "decide" => {
                let (id, accept) = rest.split_once(':')?;
                let item = ItemId::read(id).filter(|item| item.to_string() == id)?;
                Some(Self::Decide { item, accept: yes(accept)? })
            }
            "zone" => {
                let (name, switch) = rest.split_once(':')?;
                let zone: Tz = name.parse().ok()?;
                (zone.name() == name).then_some(Self::Zone { zone, switch: yes(switch)? })
            }
            _ => None,
        }
    }
}

fn yes(word: &str) -> Option<bool> {
    match word {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// The answers that a button can give.
const ANSWERS: [(Answer, &str); 4] = [
    (Answer::Refused, "refused"),
    (Answer::Unknown, "unknown"),
    (Answer::NotApplicable, "not_applicable"),
    (Answer::Later, "later"),
];

fn later_word(later: Later) -> String {
    match later {
        Later::In(minutes) => format!("{minutes}m"),
        Later::At(time) => time.format("%H:%M").to_string(),
        Later::Morning => "morning".to_owned(),
    }
}

fn read_later(text: &str) -> Option<Later> {
    let later = match text.strip_suffix('m') {
        _ if text == "morning" => Later::Morning,
        Some(minutes) => Later::In(minutes.parse().ok()?),
        None => Later::At(NaiveTime::parse_from_str(text, "%H:%M").ok()?),
    };
    (later_word(later) == text).then_some(later)
}

fn is_nonce(text: &str) -> bool {
    (1..=32).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// A day, only in the form in which [`Tap::data`] writes it.
fn date(text: &str) -> Option<NaiveDate> {
    text.parse().ok().filter(|d: &NaiveDate| d.to_string() == text)
}

/// A number, only in the form in which [`Tap::data`] writes it.
fn number(text: &str) -> Option<i64> {
    text.parse().ok().filter(|n: &i64| *n >= 0 && n.to_string() == text)
}

fn way_word(way: Way) -> &'static str {
    match way {
        Way::Named => "named",
        Way::Anonymous => "anon",
    }
}

/// The number of a page.
fn page(text: &str) -> Option<usize> {
    usize::try_from(number(text)?).ok()
}

#[cfg(test)]
mod tests;
