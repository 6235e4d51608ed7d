//! The form of tables: `[[holiday]]` and `[[workday]]`, each with `day`, or `from` and `to`, and a name.

use chrono::NaiveDate;
use serde::Deserialize;
use toml::{Spanned, Value};

use super::Draft;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tables {
    region: Option<Spanned<String>>,
    week: Option<Spanned<String>>,
    #[serde(default)]
    holiday: Vec<Spanned<Entry>>,
    #[serde(default)]
    workday: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    day: Option<Spanned<Value>>,
    from: Option<Spanned<Value>>,
    to: Option<Spanned<Value>>,
    #[serde(default)]
    name: String,
}

pub(super) fn read(text: &str, draft: &mut Draft) {
    let text = text.trim_start_matches('\u{feff}');
    let line = |at: usize| 1 + text.bytes().take(at).filter(|b| *b == b'\n').count();
    let tables: Tables = match toml::from_str(text) {
        Ok(tables) => tables,
        Err(error) => {
            return draft.wrong(line(error.span().map_or(0, |span| span.start)), error.message().trim());
        }
    };
    if let Some(region) = &tables.region {
        draft.region(line(region.span().start), region.as_ref());
    }
    if let Some(week) = &tables.week {
        draft.week(line(week.span().start), week.as_ref());
    }
    let entries = tables.holiday.iter().map(|e| (e, false)).chain(tables.workday.iter().map(|e| (e, true)));
    for (spanned, works) in entries {
        let (at, entry) = (line(spanned.span().start), spanned.as_ref());
        let mut day = |value: &Spanned<Value>| {
            let found = day_of(value.as_ref());
            if found.is_none() {
                draft.wrong(line(value.span().start), format!("{} is no day", value.as_ref()));
            }
            found
        };
        let days = match (&entry.day, &entry.from, &entry.to) {
            (Some(on), None, None) => day(on).map(|d| (d, d)),
            (None, Some(from), Some(to)) => day(from).zip(day(to)),
            _ => {
                draft.wrong(at, "it needs `day`, or `from` and `to`");
                None
            }
        };
        if let Some((from, to)) = days {
            draft.add(at, from, to, works, &entry.name);
        }
    }
}

fn day_of(value: &Value) -> Option<NaiveDate> {
    match value {
        Value::Datetime(at) => at.to_string().parse().ok(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}
