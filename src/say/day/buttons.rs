//! The buttons under a prompt and under a nudge: deeds for each step that is due, quick answers as long as the day waits
//! for one, and what two of these lead to.

use chrono::{DateTime, NaiveDate, Utc};
use unicode_width::UnicodeWidthStr;

use super::super::words::plain;
use super::super::{button, form};
use super::Ask;
use crate::domain::Button;
use crate::domain::agenda::{Open, Step};
use crate::domain::checkin::CheckIn;
use crate::domain::hours::local_day;
use crate::domain::later::Later;
use crate::domain::person::Language;
use crate::domain::tap::{StepDeed, Tap};

/// The longest text of one of three buttons in a row of a narrow phone, in columns.
const THIRD: usize = 12;

type Rows = Vec<Vec<Button>>;

/// Under the prompt.
pub(super) fn under_prompt(lang: Language, check_in: &CheckIn, open: &Open<'_>, ask: Ask) -> Rows {
    let date = check_in.local_date;
    let several = open.steps.len() > 1;
    let due = open.steps.iter().filter(|s| s.is_due(date));
    let mut rows: Rows = due.map(|step| deeds(lang, check_in, step, several)).collect();
    if check_in.is_settled() {
        return rows;
    }
    let made = |key: &str, tap: Tap| button(plain(lang, key, &[]), &tap);
    let back = || made("button-back", Tap::Prompt { date });
    match ask {
        Ask::Answers | Ask::Waiting(_) => {
            rows.push(made("button-nothing", Tap::NothingToReport { date }).into_iter().collect());
            let later = made("button-ask-later", Tap::Later { date, when: None });
            let away = made("button-away", Tap::Away { date, today: false });
            rows.push([later, away].into_iter().flatten().collect());
        }
        Ask::Later(now) => {
            rows.extend(later(lang, check_in, &Later::offers(check_in, now)));
            rows.push(back().into_iter().collect());
        }
        Ask::Away(today) => {
            let text = match date == today {
                true => plain(lang, "button-away-today", &[]),
                false => plain(lang, "button-away-day", &[("date", form::date(lang, date, date).into())]),
            };
            let off = button(text, &Tap::Away { date, today: true });
            rows.push([off, back()].into_iter().flatten().collect());
        }
    }
    rows
}

/// Under a nudge: an answer, and moments to be asked again at.
pub(super) fn under_nudge(lang: Language, check_in: &CheckIn, now: DateTime<Utc>) -> Rows {
    let nothing = Tap::NothingToReport { date: check_in.local_date };
    let nothing = button(plain(lang, "button-nothing", &[]), &nothing);
    let mut rows: Rows = vec![nothing.into_iter().collect()];
    rows.extend(later(lang, check_in, &Later::offers(check_in, now)));
    rows.into_iter().filter(|row: &Vec<Button>| !row.is_empty()).collect()
}

/// What can be done with a step.
fn deeds(lang: Language, check_in: &CheckIn, step: &Step<'_>, several: bool) -> Vec<Button> {
    let made = |deed: StepDeed, text: String| {
        let text = match several {
            true => plain(lang, "button-numbered", &[("n", step.place.into()), ("text", text.into())]),
            false => text,
        };
        button(text, &Tap::Step { date: check_in.local_date, number: step.number, deed })
    };
    [
        made(StepDeed::Done, plain(lang, "button-done", &[])),
        made(StepDeed::Move, day_word(lang, moved_to(check_in), check_in.local_date)),
        made(StepDeed::Drop, plain(lang, "button-drop", &[])),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The day to which a step is moved: the next on which the rep works, which is when the check-in closes.
pub fn moved_to(check_in: &CheckIn) -> NaiveDate {
    local_day(check_in.timezone, check_in.closes_at)
}

/// A coming day in a word: *tomorrow*, or its weekday.
fn day_word(lang: Language, day: NaiveDate, today: NaiveDate) -> String {
    use chrono::Datelike;
    match (day - today).num_days() {
        1 => plain(lang, "button-tomorrow", &[]),
        _ => plain(lang, &format!("weekday-{}", day.weekday().number_from_monday()), &[]),
    }
}

/// Moments to be asked again at: in one row where their words fit into it, else the last stands by itself.
pub(super) fn later(lang: Language, check_in: &CheckIn, offers: &[(Later, DateTime<Utc>)]) -> Rows {
    let made = |(later, at): &(Later, DateTime<Utc>)| {
        let local = at.with_timezone(&check_in.timezone);
        let time = form::time(local.time());
        let text = match later {
            Later::In(60) => plain(lang, "button-in-an-hour", &[]),
            Later::Morning => {
                let day = day_word(lang, local.date_naive(), check_in.local_date);
                plain(lang, "button-day-time", &[("day", day.into()), ("time", time.into())])
            }
            Later::In(_) | Later::At(_) => time,
        };
        button(text, &Tap::Later { date: check_in.local_date, when: Some(*later) })
    };
    let mut row: Vec<Button> = offers.iter().filter_map(made).collect();
    let is_long = |b: &Button| UnicodeWidthStr::width(b.text.as_str()) > THIRD;
    let alone = if row.len() > 2 && row.iter().any(is_long) { row.pop() } else { None };
    [Some(row), alone.map(|b| vec![b])].into_iter().flatten().collect()
}
