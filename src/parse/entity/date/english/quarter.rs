//! Quarters and halves of a year: `Q3`, `q1-2019`, `third quarter of 2026`, `H2 2019`.

use super::super::{DateExpr, Yearly, calendar};
use super::{Found, month};
use crate::parse::entity::lexicon::{Function, TimeUnit};
use crate::parse::entity::token::{Kind, Scan};
use chrono::Datelike;

/// `Q3`, `q1-2019`, `third quarter of 2026`, `H2 2019`, `first half of the year`.
pub(super) fn at(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let (rule, next) = name(scan, i)?;
    let mut at = next;
    while matches!(scan.at(at).kind, Kind::Mark('-' | ',' | '/' | '\''))
        || scan.does(at, Function::Of)
        || scan.does(at, Function::In)
    {
        at += 1;
    }
    if let Some(year) = month::year(scan, at) {
        return calendar::in_year(rule, year).map(|days| (DateExpr::Fixed(days), at + 1));
    }
    if at > next
        && scan.is_mark(at - 1, '\'')
        && let Some(short) = scan.digits(at).filter(|_| scan.at(at).len() == 2)
    {
        let year = 2000 + i32::try_from(short).ok()?;
        return calendar::in_year(rule, year).map(|days| (DateExpr::Fixed(days), at + 1));
    }
    if let Some((days, end)) = super::nth::year_period(scan, at) {
        return calendar::in_year(rule, days.start?.year()).map(|days| (DateExpr::Fixed(days), end));
    }
    Some((DateExpr::Yearly(rule), next))
}

/// A quarter or half behind a year: `2019 q3`, `2019-H2`.
pub(super) fn of_year(scan: &Scan<'_>, i: usize, year: i32) -> Option<Found> {
    let (rule, next) = name(scan, i)?;
    calendar::in_year(rule, year).map(|days| (DateExpr::Fixed(days), next))
}

fn name(scan: &Scan<'_>, i: usize) -> Option<(Yearly, usize)> {
    let short = scan
        .digits(i + 1)
        .filter(|_| scan.at(i + 1).len() == 1 && scan.touches(i + 1) && !scan.touches_word(i + 2));
    match (scan.word(i), short) {
        ("q", Some(n @ 1..=4)) => return Some((Yearly::Quarter(n), i + 2)),
        ("h", Some(n @ 1..=2))
            if scan.text.is_capital(scan.at(i).start) || month::year(scan, i + 3).is_some() =>
        {
            return Some((Yearly::Half(n), i + 2));
        }
        _ => {}
    }
    let (n, ordinal, next) = month::day(scan, i)?;
    match scan.at(next).meaning.unit {
        Some(TimeUnit::Quarter) if ordinal && n <= 4 => Some((Yearly::Quarter(n), next + 1)),
        Some(TimeUnit::Half) if ordinal && n <= 2 => {
            let at = next + 1 + usize::from(scan.does(next + 1, Function::Of));
            let of_time = month::year(scan, at).is_some() || super::nth::year_period(scan, at).is_some();
            of_time.then_some((Yearly::Half(n), next + 1))
        }
        _ => None,
    }
}
