//! Times of day in Chinese: `下午三点半`, `晚上8点十五分`, `9点到11点`, `上午`. They carry no day, but stand behind one.

use super::day::small;
use crate::parse::entity::date::time;
use crate::parse::entity::number::chinese_digit;
use crate::parse::entity::token::{Kind, Scan};

/// Parts of a day, longest first.
const PARTS: [&str; 33] = [
    "一大早",
    "大清早",
    "一早",
    "凌晨",
    "清晨",
    "早上",
    "早晨",
    "早间",
    "上午",
    "中午",
    "正午",
    "午间",
    "下午",
    "午后",
    "傍晚",
    "晚上",
    "晚间",
    "夜里",
    "夜间",
    "夜晚",
    "半夜",
    "深夜",
    "午夜",
    "黎明",
    "晌午",
    "白天",
    "全天",
    "当天",
    "晚饭",
    "午饭",
    "晚",
    "早",
    "夜",
];

/// The token after what tells the time behind a date; `i` itself where nothing does.
pub(super) fn skip(scan: &Scan<'_>, i: usize) -> usize {
    let mut at = i;
    for _ in 0..3 {
        let start = at + usize::from(scan.is_han(at, '的') && part(scan, at + 1).is_some());
        let after_part = part(scan, start).unwrap_or(start);
        let after_time = clock(scan, after_part).map(|next| range_end(scan, next).unwrap_or(next));
        let next = after_time.or_else(|| half_range(scan, after_part)).unwrap_or(after_part);
        if next == at || (next == start && start > at) {
            break;
        }
        at = next;
    }
    at
}

/// A time that can be nothing else and has no day before it.
pub(super) fn alone(scan: &Scan<'_>, i: usize) -> Option<usize> {
    let may_start = match scan.at(i).kind {
        Kind::Digits => scan.at(i).len() <= 2,
        Kind::Han(c) => opens_part(c) || c == '十' || chinese_digit(c).is_some(),
        _ => false,
    };
    if !may_start {
        return None;
    }
    let after_part = part(scan, i).filter(|next| *next > i + 1);
    let at = after_part.unwrap_or(i);
    let next = clock(scan, at).or_else(|| half_range(scan, at))?;
    let next = range_end(scan, next).unwrap_or(next);
    // `三点` alone may be three points.
    let plain = after_part.is_none() && matches!(scan.at(next - 1).kind, Kind::Han('点' | '时'));
    let sure = !plain
        || matches!(
            scan.at(next).kind,
            Kind::Han('前' | '后' | '之' | '左' | '到' | '开' | '见' | '在' | '去') | Kind::End
        );
    sure.then_some(next)
}

/// The first character of a word for a part of the day.
fn opens_part(c: char) -> bool {
    "一大凌清早上中正午下傍晚夜半深黎晌白全当".contains(c)
}

fn part(scan: &Scan<'_>, i: usize) -> Option<usize> {
    let first = scan.at(i).han()?;
    if !opens_part(first) {
        return None;
    }
    let next = scan.any_hans(i, &PARTS)?;
    // 早 and 晚 alone also begin other words: 晚点, 早餐, 晚期.
    let short = next == i + 1;
    let other = scan.at(next).han().is_some_and(|c| "点餐期些会饭安已就日班报市教稻育退年茶宴".contains(c));
    (!short || !other).then_some(next)
}

/// `8点`, `8点半`, `三点十五分`, `9点20`, `20:30`, `18时三刻`.
fn clock(scan: &Scan<'_>, i: usize) -> Option<usize> {
    if scan.at(i).is_digits()
        && let Some(next) = time::strong(scan, i)
    {
        return Some(next + usize::from(scan.is_han(next, '时') || scan.is_han(next, '分')));
    }
    let (hour, next) = hours(scan, i)?;
    if hour > 24 {
        return None;
    }
    let unit = match scan.at(next).kind {
        Kind::Han('点') => next + 1,
        Kind::Han('时')
            if !matches!(scan.at(next + 1).kind, Kind::Han('间' | '候' | '代' | '期' | '常' | '段')) =>
        {
            next + 1
        }
        _ => return None,
    };
    let counts = scan.is_han(next, '点')
        && scan.at(unit).han().is_some_and(|c| "建意要原内需说心想五".contains(c) && c != '五');
    if counts {
        return None;
    }
    let end = minutes(scan, unit);
    // Digits behind 点 that are no minutes make it a decimal point.
    let decimal =
        end == unit && (scan.at(unit).is_digits() || scan.at(unit).han().and_then(chinese_digit).is_some());
    (!decimal).then_some(end)
}

/// An hour, or two that are near (`七八点`).
fn hours(scan: &Scan<'_>, i: usize) -> Option<(u32, usize)> {
    let digit = |i: usize| scan.at(i).han().and_then(chinese_digit);
    if let (Some(a), Some(b)) = (digit(i), digit(i + 1))
        && b == a + 1
    {
        return Some((a, i + 2));
    }
    small(scan, i)
}

fn minutes(scan: &Scan<'_>, i: usize) -> usize {
    if let Some(next) = scan.any_hans(i, &["一刻", "三刻", "半", "整", "钟", "多", "许", "左右"]) {
        return scan.any_hans(next, &["钟", "左右", "许"]).unwrap_or(next);
    }
    let at = i + usize::from(scan.is_han(i, '零') || scan.is_han(i, '过'));
    match small(scan, at) {
        Some((minute, next)) if minute < 60 => {
            let end = next + usize::from(scan.is_han(next, '分'));
            let follows =
                scan.at(end).han().is_some_and(|c| "个台件家位人万千百十天月年号日点成折倍块元".contains(c));
            // 三点五 is a number, 三点五十 and 9点20 are times.
            let decimal = end == next && minute < 10 && at == i;
            let counts = end == next && (follows || scan.is_mark(end, '%') || decimal);
            if counts { i } else { scan.any_hans(end, &["许", "左右"]).unwrap_or(end) }
        }
        _ => i,
    }
}

/// The second time behind `到`, `至` or a dash.
fn range_end(scan: &Scan<'_>, i: usize) -> Option<usize> {
    let at = super::is_separator(scan, i)?;
    let at = part(scan, at).unwrap_or(at);
    clock(scan, at)
}

/// `9~11点`: only the second has its unit.
fn half_range(scan: &Scan<'_>, i: usize) -> Option<usize> {
    let (_, next) = small(scan, i).filter(|(hour, _)| *hour <= 24)?;
    let at = super::is_separator(scan, next)?;
    let (_, end) = small(scan, at).filter(|(hour, _)| *hour <= 24)?;
    scan.is_han(end, '点').then(|| minutes(scan, end + 1))
}
