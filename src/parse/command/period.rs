//! Periods as people name them: `today`, `last week`, `March`, `2026-03`, `2026年3月`, from one day to another.

use chrono::{Months, NaiveDate};
use unicode_normalization::UnicodeNormalization;

use super::vocabulary::{PeriodWord, vocabulary};
use crate::domain::period::Period;

/// The period that a whole text names.
pub(super) fn read(text: &str) -> Option<Period> {
    let words = vocabulary();
    if let Some(word) = words.periods.get(text) {
        return Some(of(word));
    }
    if let Some(month) = words.months.get(text) {
        return Some(Period::MonthOf { month, year: None });
    }
    let plain: String = text.nfkc().collect::<String>().to_lowercase();
    days(&plain).or_else(|| month_of_year(&plain))
}

/// A period and the name of a team, in whichever order they stand; what is no period is a team.
pub(super) fn and_team(text: &str) -> (Option<Period>, Option<String>) {
    let team = |t: &str| Some(t.trim().to_owned()).filter(|t| !t.is_empty());
    if let Some(period) = read(text) {
        return (Some(period), None);
    }
    let gaps: Vec<usize> = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(i, _)| i).collect();
    // The longest period first, so that "last week" is not the team "last".
    for at in gaps.iter().rev() {
        if let Some(period) = read(text[..*at].trim()) {
            return (Some(period), team(&text[*at..]));
        }
    }
    for at in &gaps {
        if let Some(period) = read(text[*at..].trim()) {
            return (Some(period), team(&text[..*at]));
        }
    }
    (None, team(text))
}

fn of(word: PeriodWord) -> Period {
    match word {
        PeriodWord::Today => Period::Today,
        PeriodWord::Yesterday => Period::Yesterday,
        PeriodWord::Week => Period::Week,
        PeriodWord::LastWeek => Period::LastWeek,
        PeriodWord::Month => Period::Month,
        PeriodWord::LastMonth => Period::LastMonth,
        PeriodWord::Quarter => Period::Quarter,
        PeriodWord::Year => Period::Year,
    }
}

/// One day, or two with something between them that is no digit.
fn days(text: &str) -> Option<Period> {
    let day = |t: &str| t.parse::<NaiveDate>().ok();
    let text = text.strip_prefix("from").unwrap_or(text).trim();
    if let Some(day) = day(text) {
        return Some(Period::Between { from: day, to: day });
    }
    // `2026-03-01` has ten characters; what stands between two of them may be any of the usual marks and words.
    let (from, rest) = (text.get(..10)?, text.get(10..)?);
    let to = rest.get(rest.len().checked_sub(10)?..)?;
    let between = rest.strip_suffix(to)?.trim();
    let usual = ["", "-", "–", "—", "~", "to", "until", "till", "and", "..", "…", "至", "到"];
    usual.contains(&between).then_some(Period::Between { from: day(from)?, to: day(to)? })
}

/// `2026-03`, `march 2026`, `2026年3月`, `2026`.
fn month_of_year(text: &str) -> Option<Period> {
    let year = |t: &str| t.trim().parse::<i32>().ok().filter(|y| (2000..2200).contains(y));
    if let Some(year) = year(text.strip_suffix('年').unwrap_or(text)) {
        let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
        return Some(Period::Between {
            from: first,
            to: first.checked_add_months(Months::new(12))?.pred_opt()?,
        });
    }
    let named = |month: &str, of: &str| {
        let month = vocabulary().months.get(month)?;
        Some(Period::MonthOf { month, year: Some(year(of)?) })
    };
    if let Some((of, month)) = text.split_once('年') {
        return named(month, of);
    }
    if let Some((of, month)) = text.split_once(['-', '/', '.']) {
        let month = month.parse().ok().filter(|m| (1..=12).contains(m))?;
        return Some(Period::MonthOf { month, year: Some(year(of)?) });
    }
    let (a, b) = text.split_once(char::is_whitespace)?;
    named(a, b).or_else(|| named(b, a))
}
