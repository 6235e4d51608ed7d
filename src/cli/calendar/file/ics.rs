//! iCalendar (RFC 5545), as far as calendars of holidays need it: events of whole days. An event whose summary or
//! category says that people work then is a make-up working day.

use chrono::{Days, NaiveDate};

use super::Draft;

/// What in a summary or category makes a working day of an event.
const WORK: [&str; 8] =
    ["班", "workday", "working day", "work day", "make-up", "makeup", "make up day", "adjusted working"];

/// An event as far as it is read.
#[derive(Default)]
struct Event {
    line: usize,
    start: Option<(usize, String)>,
    end: Option<(usize, String)>,
    duration: Option<(usize, String)>,
    summary: String,
    categories: String,
    repeats: Option<usize>,
    cancelled: bool,
}

pub(super) fn read(text: &str, draft: &mut Draft) {
    let mut event: Option<Event> = None;
    for (number, line) in unfolded(text) {
        let Some((head, value)) = line.split_once(':') else { continue };
        let name = head.split(';').next().unwrap_or_default().to_ascii_uppercase();
        match (name.as_str(), value.trim(), &mut event) {
            ("BEGIN", "VEVENT", _) => event = Some(Event { line: number, ..Event::default() }),
            ("END", "VEVENT", _) => {
                if let Some(done) = event.take() {
                    add(draft, done);
                }
            }
            ("DTSTART", value, Some(e)) => e.start = Some((number, value.to_owned())),
            ("DTEND", value, Some(e)) => e.end = Some((number, value.to_owned())),
            ("DURATION", value, Some(e)) => e.duration = Some((number, value.to_owned())),
            ("SUMMARY", value, Some(e)) => e.summary = unescaped(value),
            ("CATEGORIES", value, Some(e)) => e.categories = unescaped(value),
            ("RRULE" | "RDATE", _, Some(e)) => e.repeats = Some(number),
            ("STATUS", value, Some(e)) => e.cancelled = value.eq_ignore_ascii_case("CANCELLED"),
            _ => {}
        }
    }
    if let Some(open) = event {
        draft.wrong(open.line, "the event has no END:VEVENT");
    }
}

fn add(draft: &mut Draft, event: Event) {
    if event.cancelled {
        return;
    }
    if let Some(line) = event.repeats {
        return draft.wrong(line, "an event that repeats: give each day by itself");
    }
    let Some((line, start)) = event.start else {
        return draft.wrong(event.line, "the event has no DTSTART");
    };
    let Some(from) = day(&start) else { return draft.wrong(line, format!("`{start}` is no day")) };
    // The end of an event is the first day after it.
    let after = match (&event.end, &event.duration) {
        (Some((line, end)), _) => match day(end) {
            Some(end) => end,
            None => return draft.wrong(*line, format!("`{end}` is no day")),
        },
        (None, Some((line, length))) => {
            let days =
                length.strip_prefix('P').and_then(|l| l.strip_suffix('D')).and_then(|n| n.parse().ok());
            match days.and_then(|n| from.checked_add_days(Days::new(n))) {
                Some(end) => end,
                None => return draft.wrong(*line, format!("`{length}` is no number of days, such as P1D")),
            }
        }
        (None, None) => from,
    };
    let to = if after > from { after.pred_opt().unwrap_or(from) } else { after };
    let said = format!("{} {}", event.summary, event.categories).to_lowercase();
    let works = WORK.iter().any(|word| said.contains(word));
    draft.add(event.line, from, to, works, &event.summary);
}

/// The day of `20261001` or `20261001T…`.
fn day(text: &str) -> Option<NaiveDate> {
    let date = text.split('T').next()?;
    if date.len() == 8 { NaiveDate::parse_from_str(date, "%Y%m%d").ok() } else { None }
}

/// Lines with their numbers; one that goes on after a blank belongs to the one before.
fn unfolded(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(more), Some((_, before))) => before.push_str(more.trim_end_matches('\r')),
            _ => lines.push((number, line.trim_end_matches('\r').to_owned())),
        }
    }
    lines
}

fn unescaped(text: &str) -> String {
    text.replace("\\n", " ").replace("\\N", " ").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
}
