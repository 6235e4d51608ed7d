//! Holidays: their names, and the day each falls on in a given year.

use super::table;
use crate::parse::entity::date::calendar::{self, Grain, Holiday};
use aho_corasick::{AhoCorasick, MatchKind};
use chrono::{NaiveDate, Weekday};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Default, Deserialize)]
struct File {
    holidays: BTreeMap<String, Entry>,
    lunar: Lunar,
}

#[derive(Deserialize)]
struct Entry {
    on: String,
    names: Vec<String>,
}

#[derive(Default, Deserialize)]
struct Lunar {
    first_year: i32,
    #[serde(flatten)]
    days: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Rule {
    MonthDay(u32, u32),
    /// Of a month, which, and so many days later.
    NthWeekday(u32, i32, Weekday, i64),
    Easter(i64),
    Lunar(String, i64),
    Qingming,
}

struct Holidays {
    rules: Vec<Rule>,
    names: Option<AhoCorasick>,
    holiday_of_name: Vec<Holiday>,
    lunar: Lunar,
}

static HOLIDAYS: LazyLock<Holidays> = LazyLock::new(load);

fn load() -> Holidays {
    let file: File = table(include_str!("../../../../config/lexicon/holidays.toml"));
    let mut rules = Vec::new();
    let (mut names, mut holiday_of_name) = (Vec::new(), Vec::new());
    for entry in file.holidays.into_values() {
        let Some(rule) = rule(&entry.on) else { continue };
        let holiday = Holiday(u16::try_from(rules.len()).unwrap_or(u16::MAX));
        rules.push(rule);
        holiday_of_name.extend(std::iter::repeat_n(holiday, entry.names.len()));
        names.extend(entry.names);
    }
    let names = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names).ok();
    Holidays { rules, names, holiday_of_name, lunar: file.lunar }
}

fn rule(on: &str) -> Option<Rule> {
    let mut parts = on.split(' ');
    let head = parts.next()?;
    match head {
        "easter" => Some(Rule::Easter(parts.next()?.parse().ok()?)),
        "lunar" => Some(Rule::Lunar(parts.next()?.to_owned(), parts.next()?.parse().ok()?)),
        "qingming" => Some(Rule::Qingming),
        _ => match head.split_once('-') {
            Some((month, day)) => Some(Rule::MonthDay(month.parse().ok()?, day.parse().ok()?)),
            None => {
                let (month, n, day) =
                    (head.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
                let later = parts.next().and_then(|days| days.parse().ok()).unwrap_or(0);
                Some(Rule::NthWeekday(month, n, day, later))
            }
        },
    }
}

/// The names of holidays, to be searched in a normalised text, each with its holiday.
pub(crate) fn holiday_names(text: &str) -> impl Iterator<Item = (usize, usize, Holiday)> {
    let all = &*HOLIDAYS;
    let found = all.names.iter().flat_map(move |names| names.find_iter(text));
    found.filter_map(|m| Some((m.start(), m.end(), *all.holiday_of_name.get(m.pattern().as_usize())?)))
}

/// The day of a holiday in a year; `None` where the tables of lunar days don't reach.
pub(crate) fn holiday_in(holiday: Holiday, year: i32) -> Option<NaiveDate> {
    let all = &*HOLIDAYS;
    match all.rules.get(usize::from(holiday.0))? {
        Rule::MonthDay(month, day) => NaiveDate::from_ymd_opt(year, *month, *day),
        Rule::NthWeekday(month, n, day, later) => {
            let found = calendar::nth_weekday(calendar::months(year, *month, 1, Grain::Month)?, *n, *day)?;
            calendar::add_days(found, *later)
        }
        Rule::Easter(days) => calendar::add_days(calendar::easter(year)?, *days),
        Rule::Lunar(name, days) => calendar::add_days(lunar(&all.lunar, name, year)?, *days),
        Rule::Qingming => qingming(year),
    }
}

fn lunar(table: &Lunar, name: &str, year: i32) -> Option<NaiveDate> {
    let index = usize::try_from(year.checked_sub(table.first_year)?).ok()?;
    let (month, day) = table.days.get(name)?.get(index)?.split_once('-')?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

/// Pure Brightness, by the usual approximation of the solar term for 1900 to 2099.
fn qingming(year: i32) -> Option<NaiveDate> {
    let (of_century, constant) = match year {
        1900..=1999 => (year - 1900, 559),
        2000..=2099 => (year - 2000, 481),
        _ => return None,
    };
    let day = (of_century * 2422 + constant * 100) / 10_000 - of_century / 4;
    NaiveDate::from_ymd_opt(year, 4, u32::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days() {
        for (name, year, want) in [
            ("christmas", 2014, "2014-12-25"),
            ("thanksgiving", 2013, "2013-11-28"),
            ("labor day", 2012, "2012-09-03"),
            ("black friday", 2026, "2026-11-27"),
            ("memorial day", 2026, "2026-05-25"),
            ("easter", 2010, "2010-04-04"),
            ("easter", 2019, "2019-04-21"),
            ("chinese new year's day", 2018, "2018-02-16"),
            ("除夕", 2026, "2026-02-16"),
            ("中秋节", 2025, "2025-10-06"),
            ("端午", 2026, "2026-06-19"),
            ("清明", 2026, "2026-04-05"),
            ("清明", 2024, "2024-04-04"),
        ] {
            let (start, end, holiday) = holiday_names(name).next().unwrap();
            assert_eq!((start, end), (0, name.len()), "{name}");
            assert_eq!(holiday_in(holiday, year).unwrap().to_string(), want, "{name}");
        }
    }

    #[test]
    fn every_entry_has_a_rule() {
        let file: File = toml::from_str(include_str!("../../../../config/lexicon/holidays.toml")).unwrap();
        for (name, entry) in &file.holidays {
            assert!(rule(&entry.on).is_some(), "{name}: {}", entry.on);
        }
        assert_eq!(file.lunar.first_year, 2000);
        assert_eq!(HOLIDAYS.rules.len(), file.holidays.len());
    }
}
