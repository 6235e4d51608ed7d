//! Digits with separators. A point or comma groups thousands or starts the decimals; where it could do either, the
//! region decides.

use super::{Form, Num};
use crate::parse::entity::token::{Kind, Scan};
use rust_decimal::Decimal;

/// Longest figure that is read: more parts are a code or a list.
const MAX_PARTS: usize = 7;
/// Most digits that a figure may have.
const MAX_DIGITS: usize = 18;

/// The figure whose digits start at the i-th token.
pub(super) fn figure(scan: &Scan<'_>, i: usize) -> Option<Num> {
    let mut parts = [0_usize; MAX_PARTS];
    let mut separators = [' '; MAX_PARTS];
    let (mut count, mut next) = (1, i + 1);
    parts[0] = scan.at(i).len();
    while let Kind::Mark(mark @ (',' | '.' | '\'')) = scan.at(next).kind {
        if !(scan.touches(next) && scan.touches(next + 1) && scan.at(next + 1).is_digits()) {
            break;
        }
        if count == MAX_PARTS {
            return None;
        }
        (parts[count], separators[count]) = (scan.at(next + 1).len(), mark);
        (count, next) = (count + 1, next + 2);
    }
    let form = if count == 1 { Form::Digits(parts[0]) } else { Form::Figure };
    let (parts, separators) = (&parts[..count], &separators[1..count]);
    let split = if count == 1 { 1 } else { decimals_from(scan, parts, separators)? };
    let (used, next) = if split == 0 { (1, i + 1) } else { (count, next) };
    let split = split.max(1);
    let mut digits = String::with_capacity(MAX_DIGITS + 2);
    for part in 0..used {
        if part == split {
            digits.push('.');
        }
        digits.push_str(scan.word(i + 2 * part));
    }
    if digits.len() > MAX_DIGITS {
        return None;
    }
    // German and Swiss whole amounts: `28.900,-`, `50.-`.
    let dash = matches!(scan.at(next).kind, Kind::Mark(',' | '.')) && scan.is_mark(next + 1, '-');
    let dash = dash && scan.touches(next) && scan.touches(next + 1) && !scan.touches(next + 2);
    let next = next + if dash { 2 } else { 0 };
    let low = digits.parse::<Decimal>().ok()?;
    Some(Num { low, high: None, next, scale: Decimal::ONE, form })
}

/// `.5`: decimals with no figure before their point.
pub(super) fn bare_decimals(scan: &Scan<'_>, i: usize) -> Option<Num> {
    let opens = scan.at(i).spaced || matches!(scan.before(i).kind, Kind::Mark('$' | '€' | '£' | '¥' | '('));
    let digits = scan.at(i + 1);
    let goes_on = matches!(scan.at(i + 2).kind, Kind::Mark('.' | ',')) && scan.at(i + 3).is_digits();
    if !opens || !digits.is_digits() || !scan.touches(i + 1) || goes_on || digits.len() > MAX_DIGITS {
        return None;
    }
    let low = format!("0.{}", scan.word(i + 1)).parse().ok()?;
    Some(Num { low, high: None, next: i + 2, scale: Decimal::ONE, form: Form::Figure })
}

/// `1 234 567`, `120 000,50`: groups of three with spaces between them, which count only beside a currency.
pub(in crate::parse::entity) fn spaced_groups(scan: &Scan<'_>, i: usize) -> Option<Num> {
    if !scan.at(i).is_digits() || scan.at(i).len() > 3 || scan.before(i).is_digits() {
        return None;
    }
    let is_group = |at: usize| scan.at(at).is_digits() && scan.at(at).len() == 3 && scan.at(at).spaced;
    let mut next = i + 1;
    while is_group(next) && next < i + MAX_PARTS - 1 {
        next += 1;
    }
    if next == i + 1 {
        return None;
    }
    let mut digits: String = (i..next).map(|at| scan.word(at)).collect();
    if matches!(scan.at(next).kind, Kind::Mark(',' | '.'))
        && scan.touches(next + 1)
        && (1..=2).contains(&scan.at(next + 1).len())
        && scan.at(next + 1).is_digits()
    {
        digits.push('.');
        digits.push_str(scan.word(next + 1));
        next += 2;
    }
    let low = digits.parse().ok()?;
    Some(Num { low, high: None, next, scale: Decimal::ONE, form: Form::Figure })
}

/// Which part is the decimals (the number of parts if none is), or 0 where only the first part is a number.
fn decimals_from(scan: &Scan<'_>, parts: &[usize], separators: &[char]) -> Option<usize> {
    let count = parts.len();
    let last = *separators.last()?;
    let grouped = |upto: usize| groups(&parts[..upto]);
    if separators.iter().all(|s| *s == last) {
        if count > 2 || last == '\'' {
            return if grouped(count) { Some(count) } else { listed(last) };
        }
        let threes = grouped(2);
        return match last {
            '.' if threes && parts[0] <= 3 && decimal_comma(scan.env.region) => Some(count),
            '.' => Some(1),
            _ if threes => Some(count),
            _ if parts[1] == 4 && parts[0] <= 4 && scan.text.has_han() => Some(count),
            _ if scan.text.has_han() => Some(0),
            _ => Some(1),
        };
    }
    let first = *separators.first()?;
    let all_but_last_alike = separators[..separators.len() - 1].iter().all(|s| *s == first);
    (all_but_last_alike && first != last && grouped(count - 1)).then_some(count - 1)
}

/// `1,2,3` is a list, of which the first is a number; `1.2.3` is none.
fn listed(separator: char) -> Option<usize> {
    (separator == ',').then_some(0)
}

/// Groups of three after the first; or as in India, of two with a last of three.
fn groups(parts: &[usize]) -> bool {
    let Some((first, rest)) = parts.split_first() else { return false };
    let Some((last, middle)) = rest.split_last() else { return true };
    let in_threes = *first <= 3 && middle.iter().all(|n| *n == 3);
    let in_lakhs = *first <= 2 && !middle.is_empty() && middle.iter().all(|n| *n == 2);
    *first >= 1 && *last == 3 && (in_threes || in_lakhs)
}

/// Countries that write `1.234,5`.
fn decimal_comma(region: &str) -> bool {
    matches!(
        region,
        "AR" | "AT"
            | "BE"
            | "BG"
            | "BR"
            | "CL"
            | "CO"
            | "CZ"
            | "DE"
            | "DK"
            | "ES"
            | "FI"
            | "FR"
            | "GR"
            | "HR"
            | "HU"
            | "ID"
            | "IT"
            | "LU"
            | "NL"
            | "NO"
            | "PL"
            | "PT"
            | "RO"
            | "RS"
            | "RU"
            | "SE"
            | "SI"
            | "SK"
            | "TR"
            | "UA"
            | "UY"
            | "VN"
    )
}
