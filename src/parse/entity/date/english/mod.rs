//! Dates in English. A date is one point, a range of two, or a bound on one; a point is often said in several pieces
//! (`Tuesday evening, Nov 28th`), which are read one by one and joined where they agree.

mod days;
mod ends;
mod month;
mod nth;
mod offset;
mod quarter;
mod relative;
mod weekday;

use super::calendar::{self, Days, Grain};
use super::{DateExpr, Yearly, join, numeric, time};
use crate::parse::entity::lexicon::Function;
use crate::parse::entity::token::{Kind, Scan};

/// A date and the token after it.
type Found = (DateExpr, usize);

/// The dates that start at the i-th token, each with its tokens; nearly always one.
pub(super) fn at(scan: &Scan<'_>, i: usize) -> Option<Vec<super::Found>> {
    if !may_start(scan, i) {
        return None;
    }
    if let Some((first, (second, at, next))) =
        days::two_days(scan, i).or_else(|| days::two_days_behind(scan, i))
    {
        return Some(vec![(first, i, at - 1), (second, at, time::skip(scan, next))]);
    }
    let (expr, next) = bounded(scan, i).or_else(|| span_of_days(scan, i)).or_else(|| ranged(scan, i))?;
    let (expr, next) = bound_behind(scan, expr, next);
    Some(vec![(expr, i, time::skip(scan, next))])
}

/// A quick look that spares most words the grammar.
fn may_start(scan: &Scan<'_>, i: usize) -> bool {
    let token = scan.at(i);
    match token.kind {
        Kind::Digits => token.len() <= 4 || token.len() == 8,
        Kind::Word => {
            let m = &token.meaning;
            let known = m.month.is_some() || m.weekday.is_some() || m.days.is_some() || m.which.is_some();
            known
                || m.unit.is_some()
                || m.function.is_some()
                || m.cardinal.is_some()
                || m.ordinal.is_some()
                || matches!(scan.word(i), "q" | "h" | "w" | "cw" | "kw" | "no")
                || scan.holiday_at(i).is_some()
        }
        _ => scan.holiday_at(i).is_some(),
    }
}

/// `since`, `after`, `before`, `by`, `until` and what they bound.
fn bounded(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let past_year = |at: usize| at + usize::from(scan.does(at, Function::The) && scan.word(at + 1) == "year");
    if scan.word(i) == "no" && scan.does(i + 1, Function::Later) && scan.word(i + 2) == "than" {
        return bound(scan, i + 3, DateExpr::Until);
    }
    match scan.at(i).meaning.function? {
        Function::Since => bound(scan, past_year(i + 1), DateExpr::From),
        Function::From => from_to(scan, i + 1).or_else(|| from_on(scan, i + 1)),
        Function::Between => between(scan, i + 1),
        Function::After => bound(scan, past_year(i + 1), DateExpr::After),
        Function::Before => bound(scan, past_year(i + 1), DateExpr::Before),
        Function::By => bound(scan, past_year(i + 1), DateExpr::Until),
        // `moved to the 12th` names a day, `till the 12th` bounds.
        Function::To if scan.word(i) != "to" => bound(scan, past_year(i + 1), DateExpr::Until),
        Function::Later if scan.word(i + 1) == "than" => bound(scan, past_year(i + 2), DateExpr::After),
        _ => None,
    }
}

fn bound(scan: &Scan<'_>, i: usize, of: fn(Box<DateExpr>) -> DateExpr) -> Option<Found> {
    let (expr, next) = point(scan, i).or_else(|| year_alone(scan, i))?;
    Some((of(Box::new(expr)), next))
}

/// `from Monday`: from then on; but `a call from yesterday` tells only when.
fn from_on(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let (expr, next) = point(scan, i).or_else(|| year_alone(scan, i))?;
    match &expr {
        DateExpr::Fixed(days) if days.end.is_some_and(|end| end < scan.env.today) => Some((expr, next)),
        _ => Some((DateExpr::From(Box::new(expr)), next)),
    }
}

/// `from X to Y`, `from X` alone.
fn from_to(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let found = ranged(scan, i)?;
    match found.0 {
        DateExpr::Range(..) => Some(found),
        _ => None,
    }
}

/// `between X and Y`.
fn between(scan: &Scan<'_>, i: usize) -> Option<Found> {
    if let Some(found) = days::days_of_month(scan, i) {
        return Some(found);
    }
    let (a, next) = match scan.does(i, Function::Now) {
        true => (DateExpr::day(scan.env.today), i + 1),
        false => point(scan, i)?,
    };
    let next = time::skip(scan, next);
    if !scan.does(next, Function::And) {
        return None;
    }
    let (b, next) = second(scan, &a, next + 1)?;
    Some((range(a, b), next))
}

/// A range of two points, or one point.
fn ranged(scan: &Scan<'_>, i: usize) -> Option<Found> {
    if let Some(found) = days::days_of_month(scan, i) {
        return Some(found);
    }
    let (a, next) = point(scan, i)?;
    let after_time = time::skip(scan, next);
    let is_separator = |at: usize| match scan.at(at).kind {
        Kind::Mark('-' | '~') => true,
        Kind::Word => scan.does(at, Function::To),
        _ => false,
    };
    let at = [next, after_time].into_iter().find(|at| is_separator(*at));
    if let Some(at) = at
        && let Some((b, end)) = second(scan, &a, at + 1)
    {
        return Some((range(a, b), end));
    }
    Some((a, next))
}

/// The second point of a range: a point, or only a day of the first one's month.
fn second(scan: &Scan<'_>, a: &DateExpr, i: usize) -> Option<Found> {
    let at = i + usize::from(scan.does(i, Function::The));
    if scan.does(at, Function::Now) {
        return Some((DateExpr::day(scan.env.today), at + 1));
    }
    if let Some(found) = point(scan, at) {
        return Some(found);
    }
    days::second_day(scan, a, at)
}

fn range(a: DateExpr, b: DateExpr) -> DateExpr {
    super::range_of(a, b)
}

/// `or later`, `and after`, `or before` behind a point; `for 10 days` makes a range of it.
fn bound_behind(scan: &Scan<'_>, expr: DateExpr, next: usize) -> Found {
    let joined = scan.does(next, Function::Or) || scan.does(next, Function::And);
    let closes =
        matches!(scan.at(next + 2).kind, Kind::End | Kind::Mark(_)) || scan.does(next + 2, Function::Later);
    if joined && closes {
        match (scan.at(next + 1).meaning.function, scan.word(next + 1)) {
            (Some(Function::Later | Function::After), _) | (_, "greater") => {
                return (DateExpr::From(Box::new(expr)), next + 2);
            }
            (Some(Function::Earlier | Function::Before), _) => {
                return (DateExpr::Until(Box::new(expr)), next + 2);
            }
            _ => {}
        }
    }
    if scan.does(next, Function::For)
        && let Some((days, end)) = offset::length(scan, next + 1)
    {
        return (DateExpr::Lasting(Box::new(expr), days), end);
    }
    (expr, next)
}

/// `for 10 days from 18th Dec`, `3 days starting from next Monday`, `a week starting tomorrow`.
fn span_of_days(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let opened = scan.does(i, Function::For);
    let (days, next) = offset::length(scan, i + usize::from(opened))?;
    let next = next + usize::from(scan.is_mark(next, ','));
    let commencing = scan.does(next, Function::Commencing);
    let at = next + usize::from(commencing);
    let from = scan.does(at, Function::From) || commencing && scan.does(at, Function::On);
    if !(commencing || opened && from) {
        return None;
    }
    let (start, end) = point(scan, at + usize::from(from))?;
    Some((DateExpr::Lasting(Box::new(start), days), end))
}

/// One point of time, in all its pieces.
pub(super) fn point(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let (mut expr, mut next) = piece(scan, i)?;
    for _ in 0..3 {
        let Some((joined, end)) = next_piece(scan, &expr, next) else { break };
        (expr, next) = (joined, end);
    }
    Some((expr, next))
}

/// A further piece behind a point that agrees with it.
fn next_piece(scan: &Scan<'_>, expr: &DateExpr, next: usize) -> Option<Found> {
    [time::skip(scan, next), next].into_iter().find_map(|at| {
        let mut at = at;
        for _ in 0..3 {
            let joins = match scan.at(at).kind {
                Kind::Mark(',' | '(') => true,
                Kind::Mark('.') => {
                    !scan.at(at + 1).spaced
                        || scan.before(at).meaning.weekday.is_some()
                        || scan.before(at).meaning.month.is_some()
                }
                Kind::Mark('-') => {
                    scan.touches(at) && scan.touches(at + 1)
                        || matches!(
                            expr,
                            DateExpr::Weekday(_) | DateExpr::Fixed(Days { grain: Grain::Week, .. })
                        )
                }
                Kind::Mark('\'') => scan.word(at + 1) == "s",
                Kind::Word => {
                    matches!(
                        scan.at(at).meaning.function,
                        Some(Function::On | Function::Of | Function::The | Function::In | Function::From)
                    ) || scan.word(at) == "s" && scan.is_mark(at - 1, '\'')
                }
                _ => false,
            };
            if !joins {
                break;
            }
            at += 1;
        }
        if let DateExpr::Yearly(rule @ Yearly::Day(..)) = expr
            && at > next
            && scan.at(at + 1).kind == Kind::End
            && let Some(year) = month::year(scan, at)
        {
            return calendar::in_year(*rule, year).map(|days| (DateExpr::Fixed(days), at + 1));
        }
        let (other, end) = piece(scan, at)?;
        let joined = join(expr, &other)?;
        let closing = usize::from(scan.is_mark(end, ')'));
        Some((joined, end + closing))
    })
}

/// One piece of a point, as its first word suggests.
fn piece(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let token = scan.at(i);
    if let Some(found) = holiday(scan, i) {
        return Some(found);
    }
    match token.kind {
        Kind::Digits => numeric::at(scan, i)
            .or_else(|| month::year_first(scan, i))
            .or_else(|| month::day_first(scan, i))
            .or_else(|| nth::at(scan, i))
            .or_else(|| offset::at(scan, i))
            .or_else(|| month::day_alone(scan, i)),
        Kind::Word => words(scan, i),
        _ => None,
    }
}

fn words(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let m = scan.at(i).meaning;
    if m.days.is_some() || m.unit.is_some() || m.which.is_some() {
        let found = offset::at(scan, i).or_else(|| nth::at(scan, i)).or_else(|| relative::at(scan, i));
        if found.is_some() {
            return found;
        }
    }
    if scan.word(i) == "year"
        && let Some(found) = year_alone(scan, i)
    {
        return Some(found);
    }
    if m.weekday.is_some()
        && let Some(found) = weekday::at(scan, i)
    {
        return Some(found);
    }
    if m.month.is_some()
        && let Some(found) = month::month_first(scan, i)
    {
        return Some(found);
    }
    if m.ordinal.is_some() || m.cardinal.is_some() {
        return nth::at(scan, i)
            .or_else(|| month::day_first(scan, i))
            .or_else(|| offset::at(scan, i))
            .or_else(|| month::day_alone(scan, i));
    }
    match m.function {
        Some(Function::The) => the(scan, i + 1),
        Some(Function::In) => {
            offset::at(scan, i).or_else(|| month::year_first(scan, i + 1)).or_else(|| year_alone(scan, i + 1))
        }
        Some(Function::Within | Function::A | Function::Few | Function::Couple | Function::After) => {
            offset::at(scan, i)
        }
        Some(_) => ends::at(scan, i),
        None => quarter::at(scan, i).or_else(|| ends::at(scan, i)),
    }
}

/// What may stand behind `the`.
fn the(scan: &Scan<'_>, i: usize) -> Option<Found> {
    nth::at(scan, i)
        .or_else(|| month::day_first(scan, i))
        .or_else(|| offset::at(scan, i))
        .or_else(|| relative::at(scan, i))
        .or_else(|| ends::at(scan, i))
        .or_else(|| month::month_first(scan, i))
        .or_else(|| month::day_alone(scan, i))
        .or_else(|| weekday::at(scan, i))
        .or_else(|| relative::the_unit(scan, i))
}

/// A holiday, with its year where one follows.
fn holiday(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let (holiday, next) = scan.holiday_at(i)?;
    // A greeting.
    if i > 0 && matches!(scan.word(i - 1), "happy" | "merry") {
        return None;
    }
    let rule = Yearly::Holiday(holiday);
    let at = next + usize::from(scan.does(next, Function::Of) || scan.does(next, Function::In));
    if let Some(year) = month::year(scan, at) {
        return calendar::in_year(rule, year).map(|days| (DateExpr::Fixed(days), at + 1));
    }
    Some((DateExpr::Yearly(rule), next))
}

/// A year on its own, behind a word that makes it one.
fn year_alone(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let at = i + usize::from(scan.word(i) == "year");
    let year = month::year(scan, at)?;
    let after = scan.at(at + 1);
    let counts = after.is_word()
        && (after.meaning.counter || after.meaning.scale.is_some() || after.meaning.unit.is_some());
    if counts || scan.touches(at + 1) && !matches!(after.kind, Kind::Mark('.' | ',' | ';' | '!' | '?' | ')'))
    {
        return None;
    }
    calendar::year(year).map(|days| (DateExpr::Fixed(days), at + 1))
}
