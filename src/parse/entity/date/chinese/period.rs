//! Periods in Chinese and what is counted in them: `下周三`, `上个月15号`, `明年三月第二周`, `2017年下半年`, `月底`, `一季度`,
//! `十月的最后一个星期一`.

use super::super::calendar::{self, Days, Grain, Part};
use super::super::{DateExpr, Yearly};
use super::{Piece, day, nth};
use crate::parse::entity::token::{Kind, Scan};
use chrono::{Datelike, NaiveDate};

/// The period that starts at the i-th token, with all that narrows it.
pub(super) fn at(scan: &Scan<'_>, i: usize) -> Option<Piece> {
    if let Some((year, next)) = year(scan, i) {
        return in_year(scan, year, next);
    }
    if let Some(found) = weeks(scan, i) {
        return Some(found);
    }
    if let Some((year, month, next)) = month_from_now(scan, i) {
        return in_month(scan, Some(year), month, next);
    }
    if let Some((month, next)) = month_named(scan, i) {
        return in_month(scan, None, month, next);
    }
    if let Some((holiday, next)) = scan.holiday_at(i) {
        let surname = scan.before(i).han().is_some_and(|c| "李王张刘陈杨赵黄周吴徐孙".contains(c))
            && scan.touches(i)
            && next == i + 2;
        return (!surname).then_some((DateExpr::Yearly(Yearly::Holiday(holiday)), next));
    }
    bare(scan, i)
}

/// `月底`, `年底`, `季度末`, `本季度`, `上半年`, `一季度`, `下半周`.
fn bare(scan: &Scan<'_>, i: usize) -> Option<Piece> {
    let today = scan.env.today;
    if let Some((part, next)) = month_part_word(scan, i).filter(|_| scan.is_han(i, '月')) {
        return calendar::month_part(today.year(), today.month(), part)
            .map(|days| (DateExpr::Fixed(days), next));
    }
    if let Some((part, next)) = month_part_word(scan, i).filter(|(_, next)| scan.is_han(next - 1, '旬')) {
        return calendar::month_part(today.year(), today.month(), part)
            .map(|days| (DateExpr::Fixed(days), next));
    }
    if scan.is_han(i, '年')
        && let Some(found) = year_part(scan, today.year(), i)
    {
        return Some(found);
    }
    if let Some((shift, next)) = which(scan, i)
        && let Some(next) = scan.any_hans(next, &["季度", "季"])
    {
        let (year, month) = calendar::month_after(today.year(), (today.month() - 1) / 3 * 3 + 1, 3 * shift);
        let days = calendar::months(year, month, 3, Grain::Quarter)?;
        return Some(quarter_end(scan, days, next));
    }
    if let Some(next) = scan.any_hans(i, &["季度末", "季末", "季度底"]) {
        let (year, month) = calendar::month_after(today.year(), (today.month() - 1) / 3 * 3 + 1, 0);
        return calendar::months(year, month, 3, Grain::Quarter)?.end.map(|day| (DateExpr::day(day), next));
    }
    if let Some((first, next)) = half_week(scan, i) {
        let monday = calendar::monday(today)?;
        let (from, to) = if first { (0, 2) } else { (3, 6) };
        let days =
            Days::span(calendar::add_days(monday, from)?, calendar::add_days(monday, to)?, Grain::Span);
        return Some((DateExpr::Fixed(days), next));
    }
    let (rule, next) = part_of_year(scan, i)?;
    if let Yearly::Quarter(_) = rule
        && let Some(end) = scan.any_hans(next, &["末", "底"])
    {
        return Some((DateExpr::EndOf(Box::new(DateExpr::Yearly(rule))), end));
    }
    Some((DateExpr::Yearly(rule), next))
}

fn half_week(scan: &Scan<'_>, i: usize) -> Option<(bool, usize)> {
    let first = scan.any_hans(i, &["上半周", "前半周"]).map(|next| (true, next));
    first.or_else(|| scan.any_hans(i, &["下半周", "后半周"]).map(|next| (false, next)))
}

fn quarter_end(scan: &Scan<'_>, days: Days, next: usize) -> Piece {
    match (scan.any_hans(next, &["末", "底"]), days.end) {
        (Some(end), Some(day)) => (DateExpr::day(day), end),
        _ => (DateExpr::Fixed(days), next),
    }
}

/// `一季度`, `第三季度`, `q3`, `上半年`.
fn part_of_year(scan: &Scan<'_>, i: usize) -> Option<(Yearly, usize)> {
    if let Some(next) = scan.any_hans(i, &["上半年", "前半年"]) {
        return Some((Yearly::Half(1), next));
    }
    if let Some(next) = scan.any_hans(i, &["下半年", "后半年"]) {
        return Some((Yearly::Half(2), next));
    }
    if scan.word(i) == "q" && scan.touches(i + 1) {
        let quarter = scan.digits(i + 1).filter(|n| (1..=4).contains(n))?;
        return Some((Yearly::Quarter(quarter), i + 2));
    }
    let at = i + usize::from(scan.is_han(i, '第'));
    let (n, next) = day::small(scan, at).filter(|(n, _)| (1..=4).contains(n))?;
    let next = next + usize::from(scan.is_han(next, '个') && at > i);
    scan.any_hans(next, &["季度"]).map(|next| (Yearly::Quarter(n), next))
}

/// A year: `2018年`, `98年`, `二零一七年`, `明年`, `去年`; the token after it. `3年` is a length.
pub(super) fn year(scan: &Scan<'_>, i: usize) -> Option<(i32, usize)> {
    let this = scan.env.today.year();
    const WORDS: [(&str, i32); 9] = [
        ("大前年", -3),
        ("大后年", 3),
        ("今年", 0),
        ("本年度", 0),
        ("本年", 0),
        ("明年", 1),
        ("后年", 2),
        ("去年", -1),
        ("前年", -2),
    ];
    if let Some((next, shift)) = WORDS.iter().find_map(|(word, shift)| Some((scan.hans(i, word)?, *shift))) {
        return Some((this + shift, next));
    }
    if scan.at(i).is_digits() {
        let value = i32::try_from(scan.digits(i)?).ok()?;
        let next = i + 1;
        if !scan.is_han(next, '年') || scan.touches(i) && scan.before(i).is_mark('.') {
            return None;
        }
        return match scan.at(i).len() {
            4 => (1900..2200).contains(&value).then_some((value, next + 1)),
            2 => short_year(scan, value, next + 1).map(|year| (year, next + 1)),
            _ => None,
        };
    }
    let digit = |i: usize| scan.at(i).han().and_then(crate::parse::entity::number::chinese_digit);
    let mut value = 0_i32;
    for at in i..i + 4 {
        value = value * 10 + i32::try_from(digit(at)?).ok()?;
    }
    (scan.is_han(i + 4, '年') && (1900..2200).contains(&value)).then_some((value, i + 5))
}

/// `98年4月`: two digits are a year if a month follows.
fn short_year(scan: &Scan<'_>, value: i32, next: usize) -> Option<i32> {
    let (month, _) = day::small(scan, next).filter(|(_, end)| scan.is_han(*end, '月'))?;
    (1..=12).contains(&month).then_some(if value > 70 { 1900 + value } else { 2000 + value })
}

/// What stands behind a year: a month, a quarter, a half, its end, a holiday, or the n-th of something.
fn in_year(scan: &Scan<'_>, year: i32, next: usize) -> Option<Piece> {
    let at = next + usize::from(scan.is_han(next, '的'));
    let at = at + usize::from(scan.is_mark(at, ',') && month_named(scan, at + 1).is_some());
    if let Some((month, end)) = month_named(scan, at) {
        return in_month(scan, Some(year), month, end);
    }
    if let Some(found) = year_part(scan, year, at) {
        return Some(found);
    }
    if let Some((rule, end)) = part_of_year(scan, at) {
        let days = calendar::in_year(rule, year)?;
        return Some(if days.grain == Grain::Quarter {
            quarter_end(scan, days, end)
        } else {
            (DateExpr::Fixed(days), end)
        });
    }
    if let Some((holiday, end)) = scan.holiday_at(at) {
        return calendar::in_year(Yearly::Holiday(holiday), year).map(|days| (DateExpr::Fixed(days), end));
    }
    let whole = calendar::year(year)?;
    if let Some((rank, end)) = nth::rank(scan, at)
        && let Some(found) = nth::counted(scan, nth::Within::Days(whole), rank, end)
    {
        return Some(found);
    }
    if let Some(end) = scan.any_hans(at, &["首月"]) {
        return calendar::months(year, 1, 1, Grain::Month).map(|days| (DateExpr::Fixed(days), end));
    }
    Some((DateExpr::Fixed(whole), next))
}

/// `底`, `末`, `初`, `中` and `年底` behind a year (or at `年` itself).
fn year_part(scan: &Scan<'_>, year: i32, i: usize) -> Option<Piece> {
    let at = i + usize::from(scan.is_han(i, '年'));
    let follows = scan.at(at + 1).han();
    let (month, day) = match scan.at(at).kind {
        Kind::Han('底' | '末' | '尾') => (12, 31),
        Kind::Han('内') if at > i => (12, 31),
        Kind::Han('中') if at > i && follows != Some('心') => (6, 30),
        Kind::Han('初') if follows.is_none_or(|c| !"一二三四五六七八九十期级步中".contains(c)) => {
            (1, 1)
        }
        Kind::Han('伊') if follows == Some('始') => {
            return calendar::months(year, 1, 1, Grain::Month).map(|days| (DateExpr::Fixed(days), at + 2));
        }
        _ => return None,
    };
    let day = NaiveDate::from_ymd_opt(year, month, day)?;
    Some((
        if scan.is_han(at, '内') {
            DateExpr::Until(Box::new(DateExpr::day(day)))
        } else {
            DateExpr::day(day)
        },
        at + 1,
    ))
}

/// `上`, `上上个`, `这个`, `本`, `下一`, `下下`, before a unit: how many units from now.
fn which(scan: &Scan<'_>, i: usize) -> Option<(i32, usize)> {
    let (shift, mut at) = match scan.at(i).han()? {
        '上' if scan.is_han(i + 1, '上') => (-2, i + 2),
        '上' => (-1, i + 1),
        '下' if scan.is_han(i + 1, '下') => (2, i + 2),
        '下' => (1, i + 1),
        '这' | '本' | '当' | '今' | '同' => (0, i + 1),
        _ => return None,
    };
    at += usize::from(scan.is_han(at, '一') && !scan.is_han(at + 1, '月'));
    at += usize::from(scan.is_han(at, '个'));
    Some((shift, at))
}

/// `下周三`, `上个星期`, `这周末`, `今礼拜二`.
fn weeks(scan: &Scan<'_>, i: usize) -> Option<Piece> {
    let (shift, at) = which(scan, i)?;
    let monday = calendar::add_days(calendar::monday(scan.env.today)?, 7 * i64::from(shift))?;
    if let Some((weekday, next)) = day::weekday_word(scan, at) {
        let from = |days| calendar::add_days(monday, days);
        let days = match weekday {
            Some(weekday) => Days::day(from(weekday.num_days_from_monday().into())?),
            None => Days::span(from(5)?, from(6)?, Grain::Weekend),
        };
        return Some((DateExpr::Fixed(days), next));
    }
    let next = scan.any_hans(at, &["星期", "礼拜", "周"])?;
    let year_old = scan.any_hans(next, &["年", "岁", "期"]).is_some();
    (!year_old).then_some((DateExpr::Fixed(Days::week(monday)?), next))
}

/// `上个月`, `本月`, `下月`: year, month and the token after it.
fn month_from_now(scan: &Scan<'_>, i: usize) -> Option<(i32, u32, usize)> {
    let (shift, at) = which(scan, i)?;
    if !scan.is_han(at, '月') {
        return None;
    }
    let today = scan.env.today;
    let (year, month) = calendar::month_after(today.year(), today.month(), shift);
    Some((year, month, at + 1))
}

/// `三月`, `10月份`, `元月`.
fn month_named(scan: &Scan<'_>, i: usize) -> Option<(u32, usize)> {
    if let Some(next) = scan.hans(i, "元月") {
        return Some((1, next));
    }
    if scan.touches(i) && i > 0 && matches!(scan.before(i).kind, Kind::Mark('.' | '#')) {
        return None;
    }
    // 俩月 and 两月 are lengths of time.
    if matches!(scan.at(i).kind, Kind::Han('俩' | '两' | '仨')) {
        return None;
    }
    let (month, next) = day::small(scan, i).filter(|(month, _)| (1..=12).contains(month))?;
    let next = scan.any_hans(next, &["月份", "月"])?;
    Some((month, next))
}

/// `月底`, `底`, `末`, `初`, `中旬` behind a month (or at `月` itself).
fn month_part_word(scan: &Scan<'_>, i: usize) -> Option<(Part, usize)> {
    let at = i + usize::from(scan.is_han(i, '月'));
    const WORDS: [(&str, Part); 9] = [
        ("上旬", Part::Early),
        ("中旬", Part::Middle),
        ("下旬", Part::Late),
        ("底", Part::End),
        ("末", Part::End),
        ("尾", Part::End),
        ("初", Part::Start),
        ("中", Part::Mid),
        ("内", Part::End),
    ];
    let (next, part) = WORDS.iter().find_map(|(word, part)| Some((scan.hans(at, word)?, *part)))?;
    let other = scan.at(next).han().is_some_and(|c| match part {
        Part::Start => "一二三四五六七八九十期级步".contains(c),
        Part::Mid => "国间心标文".contains(c),
        Part::End => "部".contains(c),
        _ => false,
    });
    (!other).then_some((part, next))
}

/// What stands behind a month: a day, a part, or the n-th of something.
fn in_month(scan: &Scan<'_>, year: Option<i32>, month: u32, next: usize) -> Option<Piece> {
    let rule = |rule: Yearly| match year {
        Some(year) => calendar::in_year(rule, year).map(DateExpr::Fixed),
        None => Some(DateExpr::Yearly(rule)),
    };
    let at = next + usize::from(scan.is_han(next, '的'));
    if let Some((day, end)) = day::behind_month(scan, at) {
        let real = NaiveDate::from_ymd_opt(year.unwrap_or(2000), month, day).is_some();
        let expr = if real { rule(Yearly::Day(month, day, None))? } else { DateExpr::Never };
        return Some((expr, end));
    }
    if let Some((part, end)) = month_part_word(scan, at) {
        return rule(Yearly::MonthPart(month, part)).map(|expr| (expr, end));
    }
    if let Some((rank, end)) = nth::rank(scan, at) {
        let within = match year {
            Some(year) => nth::Within::Days(calendar::months(year, month, 1, Grain::Month)?),
            None => nth::Within::Month(month),
        };
        if let Some(found) = nth::counted(scan, within, rank, end) {
            return Some(found);
        }
    }
    rule(Yearly::Month(month)).map(|expr| (expr, next))
}
