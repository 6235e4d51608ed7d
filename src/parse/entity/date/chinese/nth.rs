//! The n-th of something in a longer time: `三月第二周`, `十月的最后一个星期一`, `明年前两个季度`.

use super::super::calendar::{self, Days, Grain};
use super::super::{DateExpr, Direction, Yearly, resolve};
use super::{Piece, day};
use crate::parse::entity::token::Scan;
use chrono::Datelike;

/// What is counted in: days that are known, or a month without a year.
#[derive(Clone, Copy)]
pub(super) enum Within {
    Days(Days),
    Month(u32),
}

/// Which and how many: from the start if positive.
#[derive(Clone, Copy)]
pub(super) struct Rank {
    n: i32,
    count: i32,
}

/// `第三个`, `最后一个`, `前两个`, `后三`, `首个`.
pub(super) fn rank(scan: &Scan<'_>, i: usize) -> Option<(Rank, usize)> {
    let number = |at: usize| {
        day::small(scan, at).and_then(|(n, next)| Some((i32::try_from(n).ok().filter(|n| *n > 0)?, next)))
    };
    let (rank, next) = if scan.is_han(i, '第') {
        let (n, next) = number(i + 1)?;
        (Rank { n, count: 1 }, next)
    } else if let Some(at) = scan.any_hans(i, &["最后"]) {
        let (count, next) = number(at)?;
        (Rank { n: -1, count }, next)
    } else if let Some(at) = scan.any_hans(i, &["前", "头"]) {
        let (count, next) = number(at)?;
        (Rank { n: 1, count }, next)
    } else if let Some(at) = scan.any_hans(i, &["后"]) {
        let (count, next) = number(at)?;
        (Rank { n: -1, count }, next)
    } else {
        (Rank { n: 1, count: 1 }, scan.any_hans(i, &["首"])?)
    };
    Some((rank, next + usize::from(scan.is_han(next, '个'))))
}

/// The n-th week, weekday, day, month or quarter of a period.
pub(super) fn counted(scan: &Scan<'_>, within: Within, rank: Rank, i: usize) -> Option<Piece> {
    let Rank { n, count } = rank;
    if let Some((Some(weekday), next)) = day::weekday_word(scan, i).filter(|_| count == 1) {
        let expr = match within {
            Within::Month(month) => DateExpr::Yearly(Yearly::NthWeekday(month, n, weekday)),
            Within::Days(days) => DateExpr::day(calendar::nth_weekday(days, n, weekday)?),
        };
        return Some((expr, next));
    }
    if let Some(next) = scan.any_hans(i, &["星期", "礼拜", "周"]) {
        let expr = match within {
            Within::Month(month) if count == 1 => DateExpr::Yearly(Yearly::NthWeek(month, n)),
            Within::Month(_) => return None,
            Within::Days(days) => DateExpr::Fixed(several(n, count, |n| calendar::nth_week(days, n))?),
        };
        return Some((expr, next));
    }
    let days = match within {
        Within::Days(days) => days,
        Within::Month(month) => {
            let rule = DateExpr::Yearly(Yearly::Month(month));
            resolve(&rule, scan.env.today, Direction::Future)?
        }
    };
    let (start, end) = (days.start?, days.end?);
    if let Some(next) = scan.any_hans(i, &["天", "日"]) {
        let one = |n: i32| {
            let day = if n > 0 {
                calendar::add_days(start, i64::from(n) - 1)?
            } else {
                calendar::add_days(end, i64::from(n) + 1)?
            };
            Some(Days::day(day))
        };
        return several(n, count, one).map(|days| (DateExpr::Fixed(days), next));
    }
    if days.grain != Grain::Year {
        return None;
    }
    if let Some(next) = scan.any_hans(i, &["季度"]) {
        let one = |n: i32| {
            calendar::in_year(
                Yearly::Quarter(u32::try_from(if n > 0 { n } else { 5 + n }).ok()?),
                start.year(),
            )
        };
        return several(n, count, one).map(|days| (DateExpr::Fixed(days), next));
    }
    let next = scan.any_hans(i, &["月"])?;
    let one = |n: i32| {
        calendar::in_year(Yearly::Month(u32::try_from(if n > 0 { n } else { 13 + n }).ok()?), start.year())
    };
    several(n, count, one).map(|days| (DateExpr::Fixed(days), next))
}

/// `count` things from the n-th on (or up to it, from the end).
fn several(n: i32, count: i32, one: impl Fn(i32) -> Option<Days>) -> Option<Days> {
    let first = one(n)?;
    if count == 1 {
        return Some(first);
    }
    let other = one(if n > 0 { n + count - 1 } else { n - count + 1 })?;
    let (start, end) = if n > 0 { (first.start?, other.end?) } else { (other.start?, first.end?) };
    Some(Days::span(start, end, Grain::Span))
}
