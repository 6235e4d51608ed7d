//! Weekdays: alone, and of this week, the next or the last.

use super::super::{DateExpr, Direction, calendar, resolve};
use super::{Found, offset};
use crate::parse::entity::lexicon::{Function, Which};
use crate::parse::entity::token::{Kind, Scan};
use chrono::{NaiveDate, Weekday};

/// A weekday on its own. `sat`, `sun`, `wed`, `mon` and `fri` are also other words, and need something beside them.
pub(super) fn at(scan: &Scan<'_>, i: usize) -> Option<Found> {
    let weekday = scan.at(i).meaning.weekday?;
    let next = i + 1;
    // A habit is no date.
    if i > 0 && matches!(scan.word(i - 1), "every" | "each") {
        return None;
    }
    if matches!(scan.word(i), "sat" | "sun" | "wed" | "mon" | "fri") && !weak_fits(scan, i) {
        return None;
    }
    if let Some(found) = offset::weeks_from_now(scan, next, weekday) {
        return Some(found);
    }
    if let Some(weeks) = beyond(scan, next) {
        let monday = calendar::add_days(calendar::monday(scan.env.today)?, 7 * weeks)?;
        let day = calendar::add_days(monday, weekday.num_days_from_monday().into())?;
        return Some((DateExpr::day(day), next + 2));
    }
    // British `Friday week`: a week after the coming one.
    if scan.word(next) == "week" && !scan.at(next + 1).is_digits() {
        let coming = resolve(&DateExpr::Weekday(weekday), scan.env.today, Direction::Future)?.start?;
        return Some((DateExpr::day(calendar::add_days(coming, 7)?), next + 1));
    }
    Some((DateExpr::Weekday(weekday), next))
}

fn weak_fits(scan: &Scan<'_>, i: usize) -> bool {
    let (before, after) = (scan.before(i), scan.at(i + 1));
    let led = i > 0
        && (before.meaning.function.is_some_and(|f| f != Function::A && f != Function::The)
            || before.meaning.which.is_some()
            || before.meaning.weekday.is_some()
            || before.meaning.days.is_some()
            || matches!(before.kind, Kind::Mark('-' | '(' | '/' | ':' | '&' | '+')));
    let followed = match after.kind {
        Kind::End | Kind::Digits => true,
        Kind::Mark(c) => c != '\'',
        Kind::Word => {
            let m = &after.meaning;
            let preposition =
                matches!(scan.word(i + 1), "down" | "with" | "in" | "through" | "on" | "there" | "around");
            m.month.is_some()
                || m.ordinal.is_some()
                || m.which.is_some()
                || m.weekday.is_some()
                || m.function.is_some() && !preposition
                || scan.text.is_capital(scan.at(i).start) && !scan.text.is_capital(after.start)
        }
        Kind::Han(_) => true,
    };
    let name = scan.text.is_capital(scan.at(i).start)
        && after.is_word()
        && scan.text.is_capital(after.start)
        && after.meaning.month.is_none();
    followed && !name || led && !name && !matches!(scan.word(i + 1), "down" | "with")
}

/// `this` is of this calendar week, `next` of the next, `last` of the one before; `coming` and `past` are the
/// nearest one after and before today.
pub(super) fn which(today: NaiveDate, which: Which, weekday: Weekday) -> Option<NaiveDate> {
    let in_week = |weeks: i64| {
        let monday = calendar::add_days(calendar::monday(today)?, 7 * weeks)?;
        calendar::add_days(monday, weekday.num_days_from_monday().into())
    };
    match which {
        Which::This => in_week(0),
        Which::Next => in_week(1),
        Which::Last => in_week(-1),
        Which::Coming => resolve(&DateExpr::Weekday(weekday), today, Direction::Future)?.start,
        Which::Past => resolve(&DateExpr::Weekday(weekday), today.pred_opt()?, Direction::Past)?.start,
    }
}

/// `after next` and `before last`: two weeks, months … off.
pub(super) fn beyond(scan: &Scan<'_>, i: usize) -> Option<i64> {
    let which = scan.at(i + 1).meaning.which?;
    match (scan.at(i).meaning.function?, which) {
        (Function::After, Which::Next) => Some(2),
        (Function::Before, Which::Last) => Some(-2),
        _ => None,
    }
}
