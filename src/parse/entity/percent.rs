//! Percentages: `80%`, `百分之八十`, `八成`, `八五折`, `五五开`, `50/50`. `成` is a tenth; `折` what is left to pay of ten
//! parts, so that `九折` is 90 and `85折` 85.

use super::lexicon::Function;
use super::number::{Form, Num, chinese_digit, number};
use super::token::{Kind, Scan};
use super::{Quantity, Value};
use rust_decimal::Decimal;

/// The percentage that starts at the i-th token, with the tokens that it covers.
pub(super) fn at(scan: &Scan<'_>, i: usize) -> Option<(usize, usize, Value)> {
    let (quantity, next) = match scan.at(i).kind {
        Kind::Han('百' | '千' | '仟' | '万' | '亿' | '十') => {
            fraction_of(scan, i).or_else(|| tenths(scan, i)).or_else(|| behind(scan, i))?
        }
        Kind::Han('半') => half(scan, i)?,
        Kind::Han('对' | '一' | '五' | '四' | '六' | '三' | '七') => {
            shares(scan, i).or_else(|| tenths(scan, i)).or_else(|| behind(scan, i))?
        }
        Kind::Digits => even_odds(scan, i).or_else(|| tenths(scan, i)).or_else(|| behind(scan, i))?,
        Kind::Word if scan.at(i).meaning.cardinal.is_some() => {
            fifty_fifty(scan, i).or_else(|| behind(scan, i))?
        }
        Kind::Word => percent_of(scan, i).or_else(|| behind(scan, i))?,
        Kind::Mark('.') => behind(scan, i)?,
        Kind::Han(_) => tenths(scan, i).or_else(|| behind(scan, i))?,
        _ => return None,
    };
    Some((i, next, Value::Percent(quantity)))
}

/// A number with a sign or word for percent behind it.
fn behind(scan: &Scan<'_>, i: usize) -> Option<(Quantity, usize)> {
    let first = number(scan, i, false)?;
    let named = percent_word(scan, first.next);
    let at = named.unwrap_or(first.next);
    let is_range =
        matches!(scan.at(at).kind, Kind::Mark('-' | '~') | Kind::Han('到' | '至')) || scan.word(at) == "to";
    if is_range
        && let Some(second) = number(scan, at + 1, false)
        && let Some(next) = percent_word(scan, second.next)
        && second.low > first.low
    {
        return Some((quantity(first.low, Some(second.low))?, next));
    }
    Some((quantity(first.low, first.high)?, named?))
}

fn percent_word(scan: &Scan<'_>, i: usize) -> Option<usize> {
    match scan.at(i).kind {
        Kind::Mark('%') => Some(i + 1),
        Kind::Han('个') => scan.any_hans(i + 1, &["百分点"]),
        Kind::Han('百') => scan.hans(i, "百分点"),
        Kind::Word => match scan.word(i) {
            "per" => (scan.word(i + 1) == "cent").then_some(i + 2),
            _ if scan.at(i).meaning.percent => Some(i + 1),
            _ => None,
        },
        _ => None,
    }
}

fn quantity(low: Decimal, high: Option<Decimal>) -> Option<Quantity> {
    match high {
        None => Some(Quantity::Exact(low)),
        Some(high) => (high > low).then_some(Quantity::Between(low, high)),
    }
}

/// `percent of twenty`.
fn percent_of(scan: &Scan<'_>, i: usize) -> Option<(Quantity, usize)> {
    let next = percent_word(scan, i).filter(|next| scan.does(*next, Function::Of))?;
    let num = number(scan, next + 1, false)?;
    Some((quantity(num.low, num.high)?, num.next))
}

/// `百分之八十`, `千分之五`, `万分之三`, `百分百`.
fn fraction_of(scan: &Scan<'_>, i: usize) -> Option<(Quantity, usize)> {
    if let Some(next) = scan.any_hans(i, &["百分之百", "百分百"]) {
        return Some((Quantity::Exact(Decimal::ONE_HUNDRED), next));
    }
    let (mut at, mut whole) = (i, Decimal::ONE);
    while let Some(by) = scan.at(at).han().and_then(denominator) {
        whole = whole.checked_mul(by)?;
        at += 1;
    }
    let from = scan.hans(at, "分之")?;
    let num = number(scan, from, false)?;
    let percent = |value: Decimal| value.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole);
    let high = match num.high {
        Some(high) => Some(percent(high)?),
        None => None,
    };
    Some((quantity(percent(num.low)?, high)?, num.next))
}

fn denominator(c: char) -> Option<Decimal> {
    Some(match c {
        '十' => Decimal::TEN,
        '百' => Decimal::ONE_HUNDRED,
        '千' | '仟' => Decimal::ONE_THOUSAND,
        '万' => Decimal::from(10_000),
        '亿' => Decimal::from(100_000_000),
        _ => return None,
    })
}

/// Words that only begin like `成`.
const AFTER_CHENG: &str = "交都功立为本员年品熟绩就长果套双人分型效败了天";
/// Words that only begin like `折`.
const AFTER_ZHE: &str = "弯叠腾旧算返断合线磨";

/// `八成`, `七成六`, `六七成`, `8.5折`, `九五折`, `75折`.
fn tenths(scan: &Scan<'_>, i: usize) -> Option<(Quantity, usize)> {
    let num = two_digits(scan, i).or_else(|| number(scan, i, false))?;
    let (word, next) = (scan.at(num.next).han()?, num.next + 1);
    let rest = scan.at(next).han().filter(|_| scan.touches(next));
    match word {
        '成' if !rest.is_some_and(|c| AFTER_CHENG.contains(c)) => {
            if num.low > Decimal::TEN {
                return None;
            }
            if let Some(unit) = scan.at(next).han().and_then(chinese_digit).filter(|_| num.high.is_none()) {
                let value = num.low.checked_mul(Decimal::TEN)?.checked_add(unit.into())?;
                return Some((Quantity::Exact(value), next + 1));
            }
            let high = num.high.map(|high| high * Decimal::TEN);
            Some((quantity(num.low.checked_mul(Decimal::TEN)?, high)?, next))
        }
        '折' if !rest.is_some_and(|c| AFTER_ZHE.contains(c)) && num.high.is_none() => {
            // Two digits are a percentage (`85折`), one digit and decimals are tenths (`8.5折`).
            let value = if num.low < Decimal::TEN { num.low.checked_mul(Decimal::TEN)? } else { num.low };
            (value < Decimal::ONE_HUNDRED).then_some((Quantity::Exact(value), next))
        }
        _ => None,
    }
}

/// Two single digits in a row before `折`: `九五折`, `7 2 折`.
fn two_digits(scan: &Scan<'_>, i: usize) -> Option<Num> {
    let digit = |i: usize| match scan.at(i).kind {
        Kind::Han(c) => chinese_digit(c),
        Kind::Digits => scan.digits(i).filter(|d| *d < 10),
        _ => None,
    };
    let (tens, units) = (digit(i)?, digit(i + 1)?);
    let fits = scan.is_han(i + 2, '折') && scan.before(i).han().and_then(chinese_digit).is_none();
    let low = Decimal::from(tens * 10 + units);
    fits.then_some(Num { low, high: None, next: i + 2, scale: Decimal::ONE, form: Form::Chinese })
}

/// `半成` is 5, `半折` and `半价` 50.
fn half(scan: &Scan<'_>, i: usize) -> Option<(Quantity, usize)> {
    let value = match scan.at(i + 1).han()? {
        '成' if !scan.at(i + 2).han().is_some_and(|c| AFTER_CHENG.contains(c)) => 5,
        '折' => 50,
        _ => return None,
    };
    Some((Quantity::Exact(Decimal::from(value)), i + 2))
}

/// `五五开`, `对半开`, `一半一半`, `四六开`: the first share.
fn shares(scan: &Scan<'_>, i: usize) -> Option<(Quantity, usize)> {
    if let Some(next) = scan
        .any_hans(i, &["一半一半", "一半对一半", "对半开", "五五分", "五五之数", "一半的把握", "一半把握"])
    {
        return Some((Quantity::Exact(Decimal::from(50)), next));
    }
    let digit = |i: usize| scan.at(i).han().and_then(chinese_digit);
    let (a, b) = (digit(i)?, digit(i + 1)?);
    let next = scan.hans(i + 2, "开")?;
    (a + b == 10).then_some((Quantity::Exact(Decimal::from(a * 10)), next))
}

/// `50/50`, `60/40`, `50-50`: the first share.
fn even_odds(scan: &Scan<'_>, i: usize) -> Option<(Quantity, usize)> {
    let (a, b) = (scan.digits(i)?, scan.digits(i + 2)?);
    let separator = scan.at(i + 1).kind;
    let alone = !matches!(scan.at(i + 3).kind, Kind::Mark('/' | '-' | '%'))
        && !matches!(scan.before(i).kind, Kind::Mark('/' | '-'));
    let is_odds = match separator {
        Kind::Mark('/') => a + b == 100 && a >= 10,
        Kind::Mark('-' | ':') => a == 50 && b == 50,
        _ => false,
    };
    (is_odds && alone).then_some((Quantity::Exact(a.into()), i + 3))
}

/// `fifty-fifty`, `fifty fifty`.
fn fifty_fifty(scan: &Scan<'_>, i: usize) -> Option<(Quantity, usize)> {
    let second = i + 1 + usize::from(scan.is_mark(i + 1, '-') || scan.is_mark(i + 1, '/'));
    let is = scan.word(i) == "fifty" && scan.word(second) == "fifty";
    is.then_some((Quantity::Exact(Decimal::from(50)), second + 1))
}
