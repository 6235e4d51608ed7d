//! Numbers spelt out in English: `thirty-two thousand`, `half a million`, `two and a half`, `one point three`.

use super::{Form, Num};
use crate::parse::entity::lexicon::Function;
use crate::parse::entity::token::Scan;
use rust_decimal::Decimal;

/// The number whose words start at the i-th token.
pub(super) fn number(scan: &Scan<'_>, i: usize) -> Option<Num> {
    if let Some((part, next)) = fraction(scan, i) {
        let (scale, next) = scales(scan, next)?;
        return done(part.checked_mul(scale)?, scale, next);
    }
    let mut start = i;
    let mut total = Decimal::ZERO;
    let (mut scale, mut smallest) = (Decimal::ONE, Decimal::MAX);
    while let Some((value, next)) = below_thousand(scan, start) {
        let Some((by, after)) = scales(scan, next).filter(|(by, _)| *by > Decimal::ONE && *by < smallest)
        else {
            total = total.checked_add(value)?;
            start = next;
            break;
        };
        total = total.checked_add(value.checked_mul(by)?)?;
        (start, scale, smallest) = (after, by, by);
        if scan.does(start, Function::And) && below_thousand(scan, start + 1).is_some() {
            start += 1;
        }
    }
    (start > i).then(|| done(total, scale, start)).flatten()
}

fn done(low: Decimal, scale: Decimal, next: usize) -> Option<Num> {
    Some(Num { low, high: None, next, scale, form: Form::Words })
}

/// Words of a thousand and more in a row (`hundred thousand` is one, after `a`); 1 where there are none.
fn scales(scan: &Scan<'_>, i: usize) -> Option<(Decimal, usize)> {
    let (mut by, mut next) = (Decimal::ONE, i);
    while let Some(scale) = scan.at(next).meaning.scale {
        if next > i && scan.at(next - 1).meaning.scale? >= scale {
            break;
        }
        by = by.checked_mul(Decimal::from(scale))?;
        next += 1;
    }
    Some((by, next))
}

/// `half (a)`, `(a) quarter`, `three quarters` before a scale word, with the token of that word.
fn fraction(scan: &Scan<'_>, i: usize) -> Option<(Decimal, usize)> {
    let mut at = i;
    let mut count = 1;
    if scan.does(at, Function::A) {
        at += 1;
    } else if let Some(n) = scan.at(at).meaning.cardinal
        && scan.word(at + 1) == "quarters"
    {
        (count, at) = (n, at + 1);
    }
    let part = match scan.word(at) {
        "half" => Decimal::new(5, 1),
        "quarter" | "quarters" => Decimal::new(25, 2),
        _ => return None,
    };
    at += 1;
    if scan.does(at, Function::Of) {
        at += 1;
    }
    if scan.does(at, Function::A) {
        at += 1;
    }
    scan.at(at).meaning.scale?;
    Some((part.checked_mul(Decimal::from(count))?, at))
}

/// A number below a thousand, with what follows its whole part: `and a half`, `point three`.
fn below_thousand(scan: &Scan<'_>, i: usize) -> Option<(Decimal, usize)> {
    let (mut value, mut next) = below_hundred(scan, i).or_else(|| bare_hundred(scan, i))?;
    if scan.at(next).meaning.scale == Some(100) {
        value = value.checked_mul(100)?;
        next += 1;
        let after = next + usize::from(scan.does(next, Function::And));
        if let Some((rest, end)) = below_hundred(scan, after) {
            (value, next) = (value + rest, end);
        }
    }
    let mut value = Decimal::from(value);
    if scan.does(next, Function::And) && scan.does(next + 1, Function::A) && scan.word(next + 2) == "half" {
        return Some((value + Decimal::new(5, 1), next + 3));
    }
    if scan.word(next) == "point" {
        let mut place = Decimal::ONE;
        let mut at = next + 1;
        while let Some(digit) = scan.at(at).meaning.cardinal.filter(|d| *d < 10) {
            place /= Decimal::TEN;
            value += place * Decimal::from(digit);
            (at, next) = (at + 1, at + 1);
        }
    }
    Some((value, next))
}

/// `hundred and ten thousand`, as it is said: one hundred, if more of a number follows.
fn bare_hundred(scan: &Scan<'_>, i: usize) -> Option<(u32, usize)> {
    let is_hundred = scan.word(i) == "hundred" && (i == 0 || !is_number_word(scan, i - 1));
    let after = i + 1 + usize::from(scan.does(i + 1, Function::And));
    let goes_on = below_hundred(scan, after).is_some() || scan.at(i + 1).meaning.scale.is_some();
    (is_hundred && goes_on).then_some((1, i))
}

fn is_number_word(scan: &Scan<'_>, i: usize) -> bool {
    let token = scan.at(i);
    token.is_digits() || token.meaning.cardinal.is_some() || token.meaning.scale.is_some()
}

fn below_hundred(scan: &Scan<'_>, i: usize) -> Option<(u32, usize)> {
    // `a hundred` is one hundred.
    if scan.does(i, Function::A) && scan.at(i + 1).meaning.scale.is_some() && scan.word(i) == "a" {
        return Some((1, i + 1));
    }
    let tens = scan.at(i).meaning.cardinal?;
    if tens < 20 {
        return Some((tens, i + 1));
    }
    let units = i + 1 + usize::from(scan.is_mark(i + 1, '-'));
    match scan.at(units).meaning.cardinal {
        Some(digit @ 1..=9) => Some((tens + digit, units + 1)),
        _ => Some((tens, i + 1)),
    }
}
