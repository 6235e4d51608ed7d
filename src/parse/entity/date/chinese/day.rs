//! Days in Chinese: `今天`, `大后天`, `下周五`, `5月20号`, `15号`, `8号到11号`.

use super::super::calendar::{self, Days, Grain};
use super::super::{DateExpr, Yearly};
use super::{Piece, clock, range};
use crate::parse::entity::number::chinese_digit;
use crate::parse::entity::token::{Kind, Scan};
use chrono::Weekday;

/// Words of days, longest first, with the days from today.
const WORDS: [(&str, i64); 38] = [
    ("大前天", -3),
    ("大前晚", -3),
    ("大后天", 3),
    ("今儿个", 0),
    ("明儿个", 1),
    ("昨儿个", -1),
    ("今天", 0),
    ("今日", 0),
    ("今儿", 0),
    ("今晚", 0),
    ("今早", 0),
    ("今晨", 0),
    ("今夜", 0),
    ("今午", 0),
    ("本日", 0),
    ("当日", 0),
    ("当天", 0),
    ("当晚", 0),
    ("即日", 0),
    ("明天", 1),
    ("明日", 1),
    ("明儿", 1),
    ("明早", 1),
    ("明晚", 1),
    ("明晨", 1),
    ("次日", 1),
    ("翌日", 1),
    ("后天", 2),
    ("后日", 2),
    ("后晚", 2),
    ("昨天", -1),
    ("昨日", -1),
    ("昨儿", -1),
    ("昨晚", -1),
    ("昨夜", -1),
    ("前天", -2),
    ("前日", -2),
    ("前晚", -2),
];

/// Names that begin with a word of a day.
const NAMES: [&str; 3] = ["今日头条", "明日之后", "明日之星"];

/// `今天`, `大后天`, `明后天`.
pub(super) fn word(scan: &Scan<'_>, i: usize) -> Option<Piece> {
    if !"今明后昨前大次翌当本即".contains(scan.at(i).han()?) || scan.any_hans(i, &NAMES).is_some()
    {
        return None;
    }
    let from_today = |n| calendar::add_days(scan.env.today, n);
    if let Some(next) = scan.any_hans(i, &["今明两天", "今明两日", "今明天"]) {
        return Some((DateExpr::Fixed(Days::span(from_today(0)?, from_today(1)?, Grain::Span)), next));
    }
    if let Some(next) = scan.any_hans(i, &["昨今两天", "昨天今天两天"]) {
        return Some((DateExpr::Fixed(Days::span(from_today(-1)?, from_today(0)?, Grain::Span)), next));
    }
    if let Some(next) = scan.any_hans(i, &["明后两天", "明后两日", "明后天"]) {
        return Some((DateExpr::Fixed(Days::span(from_today(1)?, from_today(2)?, Grain::Span)), next));
    }
    let (next, days) = WORDS.iter().find_map(|(word, days)| Some((scan.hans(i, word)?, *days)))?;
    Some((DateExpr::day(from_today(days)?), next))
}

/// The weekday that a numeral names.
fn weekday_named(scan: &Scan<'_>, i: usize) -> Option<Weekday> {
    Some(match scan.at(i).kind {
        Kind::Han('一') => Weekday::Mon,
        Kind::Han('二') => Weekday::Tue,
        Kind::Han('三') => Weekday::Wed,
        Kind::Han('四') => Weekday::Thu,
        Kind::Han('五') => Weekday::Fri,
        Kind::Han('六') => Weekday::Sat,
        Kind::Han('日' | '天') => Weekday::Sun,
        Kind::Digits if scan.touches(i) && scan.at(i).len() == 1 => {
            Weekday::try_from(u8::try_from(scan.digits(i)?.checked_sub(1)?).ok()?).ok()?
        }
        _ => return None,
    })
}

/// `周五`, `星期五`, `礼拜五`, and `周末`; the token after it.
pub(super) fn weekday_word(scan: &Scan<'_>, i: usize) -> Option<(Option<Weekday>, usize)> {
    let at = scan.any_hans(i, &["星期", "礼拜", "周"])?;
    if let Some(next) = scan.any_hans(at, &["末"]) {
        return Some((None, next));
    }
    // 周六日
    if scan.is_han(at, '六') && matches!(scan.at(at + 1).kind, Kind::Han('日' | '天')) {
        return Some((None, at + 2));
    }
    let weekday = weekday_named(scan, at)?;
    // 周一 is no Monday in 周一百; `周5天` counts days.
    let follows = scan.at(at + 1).han();
    let counts = follows.is_some_and(|c| "十百千万个".contains(c))
        || scan.at(at).is_digits() && follows.is_some_and(|c| "天次年月家单".contains(c));
    (!counts).then_some((Some(weekday), at + 1))
}

/// A weekday on its own; `每周五` is a habit.
pub(super) fn weekday(scan: &Scan<'_>, i: usize) -> Option<Piece> {
    let (weekday, next) = weekday_word(scan, i)?;
    if scan.before(i).han() == Some('每') {
        return None;
    }
    match weekday {
        Some(weekday) => Some((DateExpr::Weekday(weekday), next)),
        None => {
            let saturday = calendar::add_days(calendar::monday(scan.env.today)?, 5)?;
            let sunday = calendar::add_days(saturday, 1)?;
            Some((DateExpr::Fixed(Days::span(saturday, sunday, Grain::Weekend)), next))
        }
    }
}

/// A number below a hundred: digits, or numerals.
pub(super) fn small(scan: &Scan<'_>, i: usize) -> Option<(u32, usize)> {
    if scan.at(i).is_digits() {
        return scan.digits(i).filter(|_| scan.at(i).len() <= 2).map(|n| (n, i + 1));
    }
    let digit = |i: usize| scan.at(i).han().and_then(chinese_digit);
    let tens = match scan.at(i).kind {
        Kind::Han('廿') => {
            return Some((20 + digit(i + 1).unwrap_or(0), i + 1 + usize::from(digit(i + 1).is_some())));
        }
        Kind::Han('十') => Some((1, i)),
        _ => digit(i).filter(|_| scan.is_han(i + 1, '十')).map(|tens| (tens, i + 1)),
    };
    match tens {
        Some((tens, at)) => match digit(at + 1).filter(|d| *d > 0) {
            Some(unit) => Some((tens * 10 + unit, at + 2)),
            None => Some((tens * 10, at + 1)),
        },
        None => digit(i).filter(|_| digit(i + 1).is_none()).map(|unit| (unit, i + 1)),
    }
}

/// What a number of a building, a line or a currency begins with after `号` and `日`.
const AFTER_HAO: &str = "楼线店厂机门馆仓柜产院桌房窗库车口码称召令位铺座厅";
const AFTER_RI: &str = "元圆币本式语系常用";

/// The day behind a month: `20日`, `二十号`, `31`, `十三`.
pub(super) fn behind_month(scan: &Scan<'_>, i: usize) -> Option<(u32, usize)> {
    let (day, next) = small(scan, i).filter(|(day, _)| (1..=31).contains(day))?;
    if let Some(end) = day_unit(scan, next) {
        return Some((day, end));
    }
    // Without a unit only what can't be a count or a time.
    let free = match scan.at(next).kind {
        Kind::Han(c) => !"个点时月年天周件台箱万千百十岁人家位次单元块成折多几吨套米公".contains(c),
        Kind::Mark(c) => !":%./".contains(c),
        Kind::Digits => false,
        Kind::Word => false,
        Kind::End => true,
    };
    (free && !scan.at(i).spaced).then_some((day, next))
}

fn day_unit(scan: &Scan<'_>, i: usize) -> Option<usize> {
    let rest = scan.at(i + 1).han();
    match scan.at(i).kind {
        Kind::Han('号') if !rest.is_some_and(|c| AFTER_HAO.contains(c)) => Some(i + 1),
        Kind::Han('日') if !rest.is_some_and(|c| AFTER_RI.contains(c)) => Some(i + 1),
        _ => None,
    }
}

/// `29日`, `15号`.
pub(super) fn of_month(scan: &Scan<'_>, i: usize) -> Option<Piece> {
    if scan.touches(i) && (scan.before(i).is_word() || scan.before(i).is_mark('#')) {
        return None;
    }
    let (day, next) = small(scan, i).filter(|(day, _)| (1..=31).contains(day))?;
    let end = day_unit(scan, next)?;
    // `5日` is a length of time in `5日游`.
    let length = scan.is_han(next, '日') && matches!(scan.at(end).kind, Kind::Han('游' | '内' | '后'));
    (!length).then_some((DateExpr::DayOfMonth(day, None), end))
}

/// `3、4号`, `3号4号`'s first: two days whose unit stands only behind the second.
pub(super) fn two_days(scan: &Scan<'_>, i: usize) -> Option<Vec<super::super::Found>> {
    let (first, next) = small(scan, i)?;
    let joined = matches!(scan.at(next).kind, Kind::Mark('、') | Kind::Han('和' | '跟' | '与'));
    let (second, end) = small(scan, next + 1)
        .filter(|(second, _)| joined && *second > first && first > 0 && *second <= 31)?;
    let after = day_unit(scan, end)?;
    let day = |day| DateExpr::DayOfMonth(day, None);
    Some(vec![(day(first), i, next), (day(second), next + 1, clock::skip(scan, after))])
}

/// `8到11号`, `3-5号`, `2--4月`: the unit stands only behind the second.
pub(super) fn two_in_one(scan: &Scan<'_>, i: usize) -> Option<Piece> {
    let (start, year) = match super::period::year(scan, i) {
        Some((year, next)) => (next, Some(year)),
        None => (i, None),
    };
    let (first, next) = small(scan, start)?;
    let at = super::is_separator(scan, next)?;
    let (last, next) = small(scan, at).filter(|(last, _)| *last > first)?;
    if year.is_none()
        && last <= 31
        && first > 0
        && let Some(end) = day_unit(scan, next)
    {
        return Some((range(DateExpr::DayOfMonth(first, None), DateExpr::DayOfMonth(last, None)), end));
    }
    if !scan.is_han(next, '月') || last > 12 || first == 0 {
        return None;
    }
    let month = |m| match year {
        Some(year) => calendar::months(year, m, 1, Grain::Month).map(DateExpr::Fixed),
        None => Some(DateExpr::Yearly(Yearly::Month(m))),
    };
    if behind_month(scan, next + 1).is_some() {
        return None;
    }
    Some((range(month(first)?, month(last)?), clock::skip(scan, next + 1)))
}
