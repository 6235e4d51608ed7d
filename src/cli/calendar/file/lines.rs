//! The plain form: a day or a range a line, with its name; `work` before a make-up working day.

use chrono::NaiveDate;

use super::Draft;

pub(super) fn read(text: &str, draft: &mut Draft) {
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let line = line.split(" #").next().unwrap_or_default().trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match first.to_ascii_lowercase().as_str() {
            "week" => draft.week(number, rest.trim()),
            "region" => draft.region(number, rest.trim()),
            "work" => {
                let (days, name) = rest.trim().split_once(char::is_whitespace).unwrap_or((rest.trim(), ""));
                add(draft, number, days, true, name);
            }
            _ => add(draft, number, first, false, rest),
        }
    }
}

fn add(draft: &mut Draft, line: usize, days: &str, works: bool, name: &str) {
    let (from, to) = days.split_once("..").unwrap_or((days, days));
    let day = |text: &str| text.trim().parse::<NaiveDate>().ok();
    match (day(from), day(to)) {
        (Some(from), Some(to)) => draft.add(line, from, to, works, name),
        _ => draft.wrong(line, format!("`{days}` is no day: write 2026-10-01 or 2026-10-01..2026-10-07")),
    }
}
