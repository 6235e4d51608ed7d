//! Several days of one month: `July 13-15`, `23rd to 26th Oct`, `18 and 19 June`.

use super::super::{DateExpr, Yearly};
use super::Found;
use super::month::{day, day_first, day_fits_here, month_day, month_first, year_behind};
use crate::parse::entity::EntityKind;
use crate::parse::entity::lexicon::Function;
use crate::parse::entity::token::{Kind, Scan};
use chrono::Datelike;

/// `13 to 15 July`, `23rd - 26th Oct 2020`, `29 / 30 August`, `between 3 and 12 of Sept`, `14-15.11.2017`, `4-23 in next month`.
pub(super) fn days_of_month(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let i = i + usize::from(scan.does(i, Function::The));
    let (first, ordinal, next) = day(scan, i)?;
    let opened =
        i > 0 && (scan.does(i - 1, Function::Between) || i > 1 && scan.does(i - 2, Function::Between));
    let separates = match scan.at(next).kind {
        Kind::Mark('-' | '~' | '/') => true,
        Kind::Mark('.') => scan.is_mark(next + 1, '-'),
        Kind::Word => scan.does(next, Function::To) || opened && scan.does(next, Function::And),
        _ => false,
    };
    if !separates || scan.touches(i) && i > 0 && matches!(scan.before(i).kind, Kind::Mark('/' | '.' | '-')) {
        return None;
    }
    let at = next + 1 + usize::from(scan.is_mark(next, '.'));
    let at = at + usize::from(scan.does(at, Function::The));
    let (last, _, _) = day(scan, at)?;
    let (end_expr, end) = day_first(scan, at)
        .or_else(|| {
            let (expr, end) = super::numeric::at(scan, at)?;
            let is_day = matches!(expr, DateExpr::Yearly(Yearly::Day(..)) | DateExpr::Fixed(_));
            (is_day && !scan.is_mark(next, '/')).then_some((expr, end))
        })
        .or_else(|| {
            let asked = scan.env.asked == Some(EntityKind::Date) && i == 0 && first > 12 && last > first;
            let (last, second_ordinal, end) = day(scan, at)?;
            let both = ordinal && second_ordinal;
            (asked || both).then_some((DateExpr::DayOfMonth(last, None), end))
        })?;
    let start = match &end_expr {
        DateExpr::Yearly(Yearly::Day(month, _, _)) if first <= last => {
            DateExpr::Yearly(Yearly::Day(*month, first, None))
        }
        DateExpr::Fixed(days) if first <= last => DateExpr::day(days.single()?.with_day(first)?),
        _ => DateExpr::DayOfMonth(first, None),
    };
    Some((super::range(start, end_expr), end))
}

/// `18 and 19 June`: two days, the second with its tokens.
pub(super) fn two_days(scan: &Scan<'_>, i: usize) -> Option<(DateExpr, (DateExpr, usize, usize))> {
    let (first, _, next) = day(scan, i)?;
    let opened = i > 0 && (scan.does(i - 1, Function::Between) || scan.does(i - 1, Function::From));
    if !scan.does(next, Function::And) || opened {
        return None;
    }
    let (second, end) = day_first(scan, next + 1)?;
    let DateExpr::Yearly(Yearly::Day(month, _, _)) = second else { return None };
    Some((DateExpr::Yearly(Yearly::Day(month, first, None)), (second, next + 1, end)))
}

/// `March 10 and 12`: two days of one month, the second with its tokens.
pub(super) fn two_days_behind(scan: &Scan<'_>, i: usize) -> Option<(DateExpr, (DateExpr, usize, usize))> {
    let (first, next) = month_first(scan, i)?;
    let DateExpr::Yearly(Yearly::Day(month, day_before, None)) = first else { return None };
    let (second, ordinal, end) = day(scan, next + 1).filter(|_| scan.does(next, Function::And))?;
    let after = scan.at(end);
    let closes = ordinal || !after.is_word() && !matches!(after.kind, Kind::Mark('%' | '/' | ':' | '$'));
    let fits = second > day_before && closes && day_fits_here(scan, next + 1, end, ordinal);
    fits.then_some((first, (DateExpr::Yearly(Yearly::Day(month, second, None)), next + 1, end)))
}

/// Only a day behind `July 13 -` or `the 12th to`.
pub(super) fn second_day(scan: &Scan<'_>, a: &DateExpr, i: usize) -> Option<Found> {
    let (last, ordinal, next) = day(scan, i)?;
    if !day_fits_here(scan, i, next, ordinal) {
        return None;
    }
    let (year, end) = match year_behind(scan, next) {
        Some((year, end)) => (Some(year), end),
        None => (None, next),
    };
    match a {
        DateExpr::Yearly(Yearly::Day(month, first, _)) if last > *first => {
            month_day(year, *month, last).map(|expr| (expr, end))
        }
        DateExpr::Yearly(Yearly::Day(..)) if ordinal => Some((DateExpr::DayOfMonth(last, None), next)),
        DateExpr::Fixed(days) if days.single().is_some() && ordinal => {
            Some((DateExpr::DayOfMonth(last, None), next))
        }
        DateExpr::DayOfMonth(..) if ordinal => Some((DateExpr::DayOfMonth(last, None), next)),
        _ => None,
    }
}
