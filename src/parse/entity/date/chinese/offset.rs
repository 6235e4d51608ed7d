//! So many units from now in Chinese: `三天后`, `两周前`, `15个工作日内`, `过两天`, `近三个月`, `未来7天`, `前两天`.

use super::super::DateExpr;
use super::super::calendar::{Days, Grain, Step};
use super::{Piece, is_bound};
use crate::parse::entity::number;
use crate::parse::entity::token::{Kind, Scan};

/// The offset that starts at the i-th token.
pub(super) fn at(scan: &Scan<'_>, i: usize) -> Option<Piece> {
    let token = scan.at(i);
    if token.is_digits()
        || token.han().is_some_and(|c| number::chinese_digit(c).is_some() || matches!(c, '十' | '半'))
    {
        return counted(scan, i);
    }
    let today = scan.env.today;
    if let Some(at) = scan.any_hans(i, &["再过", "过"]) {
        let (step, next) = length(scan, at)?;
        // 过 is also a particle: 去过两周.
        let particle = i > 0
            && scan.touches(i)
            && scan.before(i).han().is_some_and(|c| !"再要等，".contains(c))
            && scan.is_han(i, '过');
        return (!particle)
            .then(|| step.from(today))
            .flatten()
            .map(|day| (DateExpr::From(Box::new(DateExpr::day(day))), next));
    }
    if let Some(at) = scan.any_hans(i, &["未来", "接下来", "今后", "往后"]) {
        let at = at + usize::from(scan.is_han(at, '的'));
        let (step, next) = length(scan, at)?;
        return Some((DateExpr::Fixed(Days::span(today, step.from(today)?, Grain::Span)), next));
    }
    let at = scan.any_hans(i, &["最近", "过去", "近", "前", "上"])?;
    let at = at + usize::from(scan.is_han(at, '的'));
    let (step, next) = length(scan, at)?;
    // 上一周 and 上一个月 are periods; 前N天 stands for the days up to yesterday.
    let whole = scan.is_han(i, '上');
    if whole || scan.any_hans(next, &["后"]).is_some() {
        return None;
    }
    let end = if scan.is_han(i, '前') { today.pred_opt()? } else { today };
    Some((DateExpr::Fixed(Days::span(step.back().from(today)?, end, Grain::Span)), next))
}

/// A length with `后`, `前` or `内` behind it; `第三天`.
fn counted(scan: &Scan<'_>, i: usize) -> Option<Piece> {
    let today = scan.env.today;
    let (step, next) = length(scan, i)?;
    if let Some(end) = scan.any_hans(next, &["以后", "之后", "过后"]) {
        return step.from(today).map(|day| (DateExpr::day(day), end));
    }
    if let Some(end) = scan.any_hans(next, &["以前", "之前"]) {
        return step.back().from(today).map(|day| (DateExpr::day(day), end));
    }
    if let Some(end) = scan.any_hans(next, &["以来"]) {
        return step.back().from(today).map(|day| (DateExpr::From(Box::new(DateExpr::day(day))), end));
    }
    if let Some(end) = scan.any_hans(next, &["以内", "之内", "内"]) {
        let days = Days::span(today, step.from(today)?, Grain::Span);
        return Some((DateExpr::Fixed(days), end));
    }
    match scan.at(next).kind {
        Kind::Han('后') if is_bound(scan, next) => {
            step.from(today).map(|day| (DateExpr::day(day), next + 1))
        }
        Kind::Han('前') if is_bound(scan, next) => {
            step.back().from(today).map(|day| (DateExpr::day(day), next + 1))
        }
        _ => None,
    }
}

/// `三天`, `两周`, `一个半月`, `半年`, `15个工作日`, `仨月`; as a step, with the token after it.
fn length(scan: &Scan<'_>, i: usize) -> Option<(Step, usize)> {
    if scan.is_han(i, '半') {
        let at = i + 1 + usize::from(scan.is_han(i + 1, '个'));
        return match scan.at(at).kind {
            Kind::Han('月') => Some((Step::Days(15), at + 1)),
            Kind::Han('年') => Some((Step::Months(6), at + 1)),
            _ => None,
        };
    }
    let num = number::number(scan, i, false)?;
    let n = i64::from(num.whole().filter(|n| *n > 0 && *n < 10_000)?);
    let mut at = num.next;
    let vague = scan.is_han(at, '多') || scan.is_han(at, '来');
    let measured = scan.is_han(at, '个');
    at += usize::from(measured);
    let half = scan.is_han(at, '半');
    at += usize::from(half);
    if vague {
        return None;
    }
    let months = i32::try_from(n).ok()?;
    let (step, next) = if let Some(next) = scan.any_hans(at, &["工作日"]) {
        (Step::WorkingDays(n), next)
    } else if let Some(next) = scan.any_hans(at, &["天", "日"]) {
        // `3日` behind a month is a day, `3天` a length; `日元` is money.
        let day_of_month =
            scan.is_han(at, '日') && scan.any_hans(next, &["内", "之内", "以内", "后", "之后"]).is_none();
        if day_of_month {
            return None;
        }
        (Step::Days(n), next)
    } else if let Some(next) = scan.any_hans(at, &["星期", "礼拜", "周"]) {
        (Step::Days(7 * n + if half { 3 } else { 0 }), next)
    } else if let Some(next) = scan.any_hans(at, &["季度"]).filter(|_| measured) {
        (Step::Months(months.checked_mul(3)?), next)
    } else if scan.is_han(at, '月') {
        // `3月` is March, `3个月` a length; so is `近三月`.
        let bare = !measured && i > 0 && matches!(scan.before(i).kind, Kind::Han('近' | '来' | '去'));
        let slang = matches!(scan.at(i).kind, Kind::Han('仨' | '俩'));
        if !(measured || bare || slang) {
            return None;
        }
        (if half { Step::Days(30 * n + 15) } else { Step::Months(months) }, at + 1)
    } else if scan.is_han(at, '年') && (n < 100 || measured) {
        (Step::Months(months.checked_mul(12)?), at + 1)
    } else {
        return None;
    };
    // `7天半`
    let next = next + usize::from(scan.is_han(next, '半'));
    Some((step, next))
}
