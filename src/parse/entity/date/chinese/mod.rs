//! Dates in Chinese. As in English a date is one point, a range of two or a bound on one; but bounds mostly stand behind
//! (`周五前`, `三月以后`), and a point goes from the larger to the smaller (`明年三月第二周`).

mod clock;
mod day;
mod nth;
mod offset;
mod period;

use super::calendar::{Days, Grain};
use super::{DateExpr, Yearly, numeric};
use crate::parse::entity::number::chinese_digit;
use crate::parse::entity::token::{Kind, Scan};

/// A date and the token after it.
type Piece = (DateExpr, usize);

/// The date that starts at the i-th token, with its tokens.
pub(super) fn at(scan: &Scan<'_>, i: usize) -> Option<Vec<super::Found>> {
    if !may_start(scan, i) {
        return None;
    }
    if let Some(both) = day::two_days(scan, i) {
        return Some(both);
    }
    let (expr, next) = led(scan, i).or_else(|| ranged(scan, i))?;
    let next = clock::skip(scan, next);
    let (expr, next) = bound_behind(scan, expr, next);
    Some(vec![(expr, i, next)])
}

/// A time of day that stands alone, and the token after it.
pub(super) fn time_at(scan: &Scan<'_>, i: usize) -> Option<usize> {
    clock::alone(scan, i)
}

/// A quick look that spares most characters the grammar.
fn may_start(scan: &Scan<'_>, i: usize) -> bool {
    match scan.at(i).kind {
        Kind::Digits => scan.at(i).len() <= 4 || scan.at(i).len() == 8,
        Kind::Han(c) => {
            matches!(
                c,
                '今' | '明'
                    | '后'
                    | '昨'
                    | '前'
                    | '大'
                    | '次'
                    | '翌'
                    | '当'
                    | '本'
                    | '这'
                    | '上'
                    | '下'
                    | '中'
                    | '周'
                    | '星'
                    | '礼'
                    | '月'
                    | '季'
                    | '年'
                    | '元'
                    | '去'
                    | '同'
                    | '第'
                    | '过'
                    | '近'
                    | '未'
                    | '最'
                    | '半'
                    | '首'
                    | '自'
                    | '从'
                    | '截'
                    | '到'
                    | '由'
                    | '几'
                    | '即'
                    | '十'
                    | '廿'
            ) || chinese_digit(c).is_some()
                || scan.holiday_at(i).is_some()
        }
        Kind::Word => scan.word(i) == "q",
        _ => false,
    }
}

/// Dates behind a leading word: `从…到…`, `自…起`, `截至…`.
fn led(scan: &Scan<'_>, i: usize) -> Option<Piece> {
    if let Some(at) = scan.any_hans(i, &["自从", "从", "自", "由"]) {
        let (expr, next) = ranged(scan, at)?;
        let next = scan.any_hans(clock::skip(scan, next), &["止", "为止"]).unwrap_or(next);
        return match expr {
            DateExpr::Range(..) => Some((expr, next)),
            _ => {
                let before_time = next;
                let next = clock::skip(scan, next);
                if next > before_time + 3 && scan.hans(i, "从").is_some() {
                    return Some((expr, next));
                }
                let end = scan.any_hans(next, &["开始", "起至今", "起", "以来", "至今", "以后", "之后"]);
                let closes =
                    end.is_some() || scan.any_hans(i, &["自"]).is_some() || scan.hans(i, "从").is_some();
                closes.then_some((DateExpr::From(Box::new(expr)), end.unwrap_or(next)))
            }
        };
    }
    let at = scan.any_hans(i, &["截止到", "截止至", "截止", "截至"])?;
    let (expr, next) = point(scan, at)?;
    Some((before(expr), next))
}

/// A range of two points, or one point.
fn ranged(scan: &Scan<'_>, i: usize) -> Option<Piece> {
    if let Some(found) = day::two_in_one(scan, i) {
        return Some(found);
    }
    let (a, next) = point(scan, i)?;
    let at = clock::skip(scan, next);
    let at = scan.any_hans(at, &["起", "开始"]).filter(|at| is_separator(scan, *at).is_some()).unwrap_or(at);
    if let Some(second) = is_separator(scan, at)
        && let Some((b, end)) = second_point(scan, &a, second)
    {
        return Some((range(a, b), end));
    }
    // `10月和5月间`
    if matches!(scan.at(at).kind, Kind::Han('和' | '与' | '跟'))
        && let Some((b, end)) = second_point(scan, &a, at + 1)
        && let Some(end) = scan.any_hans(clock::skip(scan, end), &["之间", "间"])
    {
        return Some((range(a, b), end));
    }
    Some((a, next))
}

/// The token after `到`, `至` or a dash.
fn is_separator(scan: &Scan<'_>, i: usize) -> Option<usize> {
    match scan.at(i).kind {
        Kind::Han('到' | '至') => Some(i + 1),
        Kind::Mark('-' | '~') => {
            Some(i + 1 + usize::from(scan.is_mark(i + 1, '-') || scan.is_mark(i + 1, '~')))
        }
        _ => None,
    }
}

/// The second point: a date, a time of the same day (then there is none), or only a day.
fn second_point(scan: &Scan<'_>, a: &DateExpr, i: usize) -> Option<Piece> {
    if let Some(found) = point(scan, i) {
        return Some(found);
    }
    let (day, next) = day::small(scan, i)?;
    let plain = !matches!(scan.at(next).kind, Kind::Han(_) | Kind::Mark(':' | '/' | '.' | '%'));
    match a {
        DateExpr::Yearly(Yearly::Day(month, first, _)) if plain && day > *first && day <= 31 => {
            Some((DateExpr::Yearly(Yearly::Day(*month, day, None)), next))
        }
        _ => None,
    }
}

fn range(a: DateExpr, b: DateExpr) -> DateExpr {
    super::range_of(a, b)
}

fn before(expr: DateExpr) -> DateExpr {
    DateExpr::Before(Box::new(expr))
}

/// One point, with a weekday beside it where one agrees: `10月12号，星期一`, `周日, 二月十号`.
fn point(scan: &Scan<'_>, i: usize) -> Option<Piece> {
    let (expr, next) = piece(scan, i)?;
    let mut at = clock::skip(scan, next);
    let opened = scan.is_mark(at, '(');
    at += usize::from(scan.is_mark(at, ',') || opened || scan.is_mark(at, '、'));
    if let Some((other, end)) = piece(scan, at)
        && (at > next || matches!(other, DateExpr::Weekday(_)) || matches!(expr, DateExpr::Weekday(_)))
        && let Some(joined) = super::join(&expr, &other)
    {
        return Some((joined, end + usize::from(opened && scan.is_mark(end, ')'))));
    }
    Some((expr, next))
}

fn piece(scan: &Scan<'_>, i: usize) -> Option<Piece> {
    if scan.at(i).is_digits()
        && let Some(found) = numeric::at(scan, i)
    {
        return Some(found);
    }
    offset::at(scan, i)
        .or_else(|| day::word(scan, i))
        .or_else(|| period::at(scan, i))
        .or_else(|| day::weekday(scan, i))
        .or_else(|| day::of_month(scan, i))
}

/// Whether `前` or `后` at the i-th token bounds what stands before it, and begins no other word (`前台`, `后续`).
fn is_bound(scan: &Scan<'_>, i: usize) -> bool {
    let others = match scan.at(i).kind {
        Kind::Han('前') => "台往去来面天晚妻夫任期端厅景途锋沿",
        Kind::Han('后') => "天面续期勤厨来悔台果半者",
        _ => return false,
    };
    let condition = scan.any_hans(i, &["前提是", "前提条件", "前提下"]).is_some();
    !condition && !scan.at(i + 1).han().is_some_and(|c| others.contains(c))
}

/// `前`, `之前`, `以后`, `起`, `开始`, `及以前` behind a date.
fn bound_behind(scan: &Scan<'_>, expr: DateExpr, i: usize) -> Piece {
    if matches!(expr, DateExpr::From(_) | DateExpr::Before(_) | DateExpr::Until(_)) {
        return (expr, i);
    }
    let included = scan
        .any_hans(i, &["或者", "或", "及", "和"])
        .filter(|at| scan.any_hans(*at, &["之", "以", "其"]).is_some());
    let at = included.unwrap_or(i);
    if let Some(next) = scan.any_hans(at, &["之前", "以前"]) {
        return (if included.is_some() { DateExpr::Until(Box::new(expr)) } else { before(expr) }, next);
    }
    if let Some(next) = scan.any_hans(at, &["之后", "以后", "过后"]) {
        let expr = Box::new(expr);
        return (if included.is_some() { DateExpr::From(expr) } else { DateExpr::After(expr) }, next);
    }
    if let Some(next) = scan.any_hans(i, &["开始", "起", "以来", "至今"]) {
        let day_word =
            matches!(expr, DateExpr::Fixed(Days { grain: Grain::Day, .. })) && scan.is_han(i, '开');
        return if day_word { (expr, next) } else { (DateExpr::From(Box::new(expr)), next) };
    }
    match scan.at(i).kind {
        Kind::Han('前') if is_bound(scan, i) => (before(expr), i + 1),
        Kind::Han('后') if is_bound(scan, i) => (DateExpr::After(Box::new(expr)), i + 1),
        Kind::Han('内') => (DateExpr::Until(Box::new(expr)), i + 1),
        _ => (expr, i),
    }
}
