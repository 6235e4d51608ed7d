//! Ends and parts of periods: `end of next month`, `EOM`, `mid-March`, `early next week`, `later this month`, `rest of the week`.

use super::super::calendar::{self, Days, Grain, Part};
use super::super::{DateExpr, Yearly};
use super::{Found, month, quarter, relative};
use crate::parse::entity::lexicon::{Function, TimeUnit};
use crate::parse::entity::token::Scan;

/// The expression that starts at the i-th token with `end`, `mid`, `rest` and their like.
pub(super) fn at(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let today = scan.env.today;
    let of_this = |unit| relative::period(today, unit, 0);
    let last_day = |unit| of_this(unit).and_then(|days| days.end).map(DateExpr::day);
    match scan.at(i).meaning.function {
        Some(Function::Eom) => last_day(TimeUnit::Month).map(|expr| (expr, i + 1)),
        Some(Function::Eoq) => last_day(TimeUnit::Quarter).map(|expr| (expr, i + 1)),
        Some(Function::Eoy) => last_day(TimeUnit::Year).map(|expr| (expr, i + 1)),
        Some(Function::Eow) => of_this(TimeUnit::Week).map(|days| (DateExpr::Fixed(days), i + 1)),
        Some(Function::Eod) => Some((DateExpr::day(today), i + 1)),
        Some(Function::End) => end_of(scan, i),
        Some(Function::Start) => part(scan, i, Part::Start),
        Some(Function::Early) => part(scan, i, Part::Early),
        Some(Function::Mid) => part(scan, i, Part::Mid),
        Some(Function::Late) => part(scan, i, Part::Late),
        Some(Function::Rest) => rest(scan, i),
        Some(Function::All) => whole(scan, i),
        Some(Function::Earlier) => half(scan, i, false),
        Some(Function::Later) => half(scan, i, true),
        _ => relative::week_abbreviated(scan, i).or_else(|| unit_end(scan, i)),
    }
}

/// `end of month`, `end of next quarter`, `end of March`, `the end of Q3`, `year end`.
fn end_of(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let at = i + 1 + usize::from(scan.does(i + 1, Function::Of));
    if let Some((expr, next)) = month_part(scan, at, Part::End) {
        return Some((expr, next));
    }
    let (days, next) = period(scan, at)?;
    let days = match days {
        DateExpr::Fixed(days) if days.grain == Grain::Week => days,
        DateExpr::Fixed(days) => Days::day(days.end?),
        DateExpr::Yearly(_) => return Some((DateExpr::EndOf(Box::new(days)), next)),
        _ => return None,
    };
    Some((DateExpr::Fixed(days), next))
}

/// A period: `month`, `the year`, `next week`, `Q3`, `2026`.
fn period(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let at = i + usize::from(scan.does(i, Function::The));
    if let Some(unit) = scan.at(at).meaning.unit
        && scan.word(at) != "mon"
        && !scan.at(at + 1).is_digits()
        && let Some(days) = relative::period(scan.env.today, unit, 0)
    {
        return Some((DateExpr::Fixed(days), at + 1));
    }
    quarter::at(scan, at)
        .or_else(|| relative::at(scan, at))
        .or_else(|| super::year_alone(scan, at))
        .or_else(|| month::month_first(scan, at))
}

/// Part of a named month, or of a period.
fn part(scan: &Scan<'_>, i: usize, part: Part) -> Option<Found> {
    let mut at = i + 1;
    while scan.does(at, Function::Of) || scan.does(at, Function::In) || scan.is_mark(at, '-') {
        at += 1;
    }
    if let Some(found) = month_part(scan, at, part) {
        return Some(found);
    }
    let (DateExpr::Fixed(days), next) = period(scan, at)? else { return None };
    let (start, end) = (days.start?, days.end?);
    let days = match (days.grain, part) {
        (Grain::Month, _) => {
            use chrono::Datelike;
            calendar::month_part(start.year(), start.month(), part)?
        }
        (Grain::Week, Part::Start | Part::Early) => {
            Days::span(start, calendar::add_days(start, 1)?, Grain::Span)
        }
        (Grain::Week, Part::Mid) => Days::day(calendar::add_days(start, 2)?),
        (Grain::Week, _) => {
            Days::span(calendar::add_days(start, 3)?, calendar::add_days(start, 4)?, Grain::Span)
        }
        (Grain::Year | Grain::Quarter | Grain::Half, Part::Start) => Days::day(start),
        (Grain::Year | Grain::Quarter | Grain::Half, _) => third(start, end, part)?,
        (Grain::Day, _) => days,
        _ => return None,
    };
    Some((DateExpr::Fixed(days), next))
}

/// The first, middle or last third of a longer period.
fn third(start: chrono::NaiveDate, end: chrono::NaiveDate, part: Part) -> Option<Days> {
    let length = (end - start).num_days() + 1;
    let (from, to) = match part {
        Part::Start | Part::Early => (0, length / 3),
        Part::Mid | Part::Middle => (length / 3, 2 * length / 3),
        Part::Late | Part::End => (2 * length / 3, length),
    };
    Some(Days::span(calendar::add_days(start, from)?, calendar::add_days(start, to - 1)?, Grain::Span))
}

fn month_part(scan: &Scan<'_>, i: usize, part: Part) -> Option<Found> {
    let m = scan.at(i).meaning.month?;
    match month::month_first(scan, i)? {
        (DateExpr::Fixed(days), next) if days.grain == Grain::Month => {
            use chrono::Datelike;
            let days = calendar::month_part(days.start?.year(), m, part)?;
            Some((DateExpr::Fixed(days), next))
        }
        (DateExpr::Yearly(Yearly::Month(m)), next) => {
            Some((DateExpr::Yearly(Yearly::MonthPart(m, part)), next))
        }
        _ => None,
    }
}

/// `month end`, `month-end`, `year end`.
fn unit_end(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let unit = scan
        .at(i)
        .meaning
        .unit
        .filter(|u| matches!(u, TimeUnit::Month | TimeUnit::Quarter | TimeUnit::Year))?;
    let at = i + 1 + usize::from(scan.is_mark(i + 1, '-'));
    let found = scan.does(at, Function::End).then(|| relative::period(scan.env.today, unit, 0))??;
    Some((DateExpr::day(found.end?), at + 1))
}

/// `rest of the week`, `the remaining of the month`: from today on.
fn rest(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let at = i + 1 + usize::from(scan.does(i + 1, Function::Of));
    let (DateExpr::Fixed(days), next) = period(scan, at)? else { return None };
    let (start, end) = (scan.env.today.max(days.start?), days.end?);
    (start <= end).then(|| (DateExpr::Fixed(Days::span(start, end, Grain::Span)), next))
}

/// `all week`, `the whole month`; `all day` says no day.
fn whole(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let at = i + 1 + usize::from(scan.does(i + 1, Function::Of));
    let at = at + usize::from(scan.at(at).meaning.which == Some(crate::parse::entity::lexicon::Which::This));
    let at = at + usize::from(scan.does(at, Function::The));
    let unit = scan
        .at(at)
        .meaning
        .unit
        .filter(|u| matches!(u, TimeUnit::Week | TimeUnit::Weekend | TimeUnit::Month | TimeUnit::Year))?;
    relative::period(scan.env.today, unit, 0).map(|days| (DateExpr::Fixed(days), at + 1))
}

/// `earlier this month` is its first half, `later this week` its second, not before today.
fn half(scan: &Scan<'_>, i: usize, later: bool) -> Option<Found> {
    let at = i + 1 + usize::from(scan.does(i + 1, Function::In));
    if scan.at(i + 1).meaning.days == Some(0) {
        return Some((DateExpr::day(scan.env.today), i + 2));
    }
    let led = at > i + 1 || scan.at(at).meaning.which.is_some();
    let (DateExpr::Fixed(days), next) = period(scan, at).filter(|_| led)? else { return None };
    let (start, end) = (days.start?, days.end?);
    let middle = calendar::add_days(start, ((end - start).num_days() + 1) / 2)?;
    let middle = match days.grain {
        Grain::Month => calendar::add_days(start, 15)?,
        Grain::Year => calendar::add_months(start, 6)?,
        _ => middle,
    };
    let days = if later {
        Days::span(middle.max(scan.env.today.min(end)), end, Grain::Span)
    } else {
        Days::span(start, middle.pred_opt()?, Grain::Span)
    };
    Some((DateExpr::Fixed(days), next))
}
