//! Dates in digits: `2026-03-05`, `24.11.`, `11/24`, `9/2012`. Where both orders are possible the region decides.

use super::calendar::{self, Grain};
use super::{DateExpr, Yearly};
use crate::parse::entity::EntityKind;
use crate::parse::entity::token::{Kind, Scan};
use chrono::NaiveDate;

/// Digits with the marks between them, as far as they may be one date.
struct Parts {
    values: [u32; 3],
    lens: [usize; 3],
    count: usize,
    separator: char,
    spaced: bool,
    next: usize,
}

/// The date in digits that starts at the i-th token, with the token after it.
pub(in crate::parse::entity) fn at(scan: &Scan<'_>, i: usize) -> Option<(DateExpr, usize)> {
    if !starts_cleanly(scan, i) {
        return None;
    }
    if let Some(found) = compact(scan, i) {
        return Some(found);
    }
    let parts = parts(scan, i)?;
    let asked = scan.env.asked == Some(EntityKind::Date);
    if parts.spaced && !asked {
        return None;
    }
    let [a, b, c] = parts.values;
    let [la, lb, lc] = parts.lens;
    let expr = match (parts.count, la, lb, lc) {
        (3, 4, 1..=2, 1..=2) => day_of(a, b, c).or_else(|| day_of(a, c, b))?,
        (3, 1..=2, 1..=2, 4 | 2) if lc == 4 || parts.separator != '-' || asked => {
            let year = if lc == 4 { c } else { 2000 + c };
            // Chinese never puts a year behind a month-first date.
            let (month, day) =
                if scan.text.has_han() { (b, a) } else { ordered(scan, a, b, parts.separator) };
            day_of(year, month, day).or_else(|| day_of(year, day, month))?
        }
        (2, 4, 1..=2, _) if parts.separator != '.' && year_fits(a) => month_of(a, b)?,
        (2, 1..=2, 4, _) if parts.separator != '.' && year_fits(b) => month_of(b, a)?,
        (2, 1..=2, 1..=2, _) if without_year_fits(scan, i, &parts, asked) => {
            let (month, day) = ordered(scan, a, b, parts.separator);
            let in_leap_year = |m, d| NaiveDate::from_ymd_opt(2000, m, d).map(|_| (m, d));
            let (month, day) = in_leap_year(month, day).or_else(|| in_leap_year(day, month))?;
            DateExpr::Yearly(Yearly::Day(month, day, None))
        }
        _ => return None,
    };
    Some((expr, parts.next))
}

/// No letter, sign or further digits touch the first digits.
fn starts_cleanly(scan: &Scan<'_>, i: usize) -> bool {
    let before = scan.before(i);
    if !scan.touches(i) || i == 0 {
        return scan.at(i).is_digits() && !is_money_sign(before.kind);
    }
    let glued = match before.kind {
        Kind::Word | Kind::Digits => true,
        Kind::Mark('-') => i > 1 && scan.touches(i - 1) && scan.at(i - 2).is_word(),
        Kind::Mark(c) => matches!(c, '.' | '/' | '#' | '+' | '*' | '_') || is_money_sign(before.kind),
        _ => false,
    };
    scan.at(i).is_digits() && !glued
}

fn is_money_sign(kind: Kind) -> bool {
    matches!(kind, Kind::Mark('$' | '€' | '£' | '¥' | '₹'))
}

fn year_fits(year: u32) -> bool {
    (1900..2100).contains(&year)
}

fn day_of(year: u32, month: u32, day: u32) -> Option<DateExpr> {
    if !year_fits(year) {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).map(DateExpr::day)
}

fn month_of(year: u32, month: u32) -> Option<DateExpr> {
    if !(1..=12).contains(&month) {
        return None;
    }
    calendar::months(i32::try_from(year).ok()?, month, 1, Grain::Month).map(DateExpr::Fixed)
}

/// `20120102`, only where a date was asked for: else it is as likely a code.
fn compact(scan: &Scan<'_>, i: usize) -> Option<(DateExpr, usize)> {
    if scan.at(i).len() != 8 || scan.env.asked != Some(EntityKind::Date) {
        return None;
    }
    let value = scan.digits(i)?;
    Some((day_of(value / 10_000, value / 100 % 100, value % 100)?, i + 1))
}

fn parts(scan: &Scan<'_>, i: usize) -> Option<Parts> {
    let separator = match scan.at(i + 1).kind {
        Kind::Mark(c @ ('/' | '.' | '-')) => c,
        _ => return None,
    };
    let mut found = Parts {
        values: [scan.digits(i)?, 0, 0],
        lens: [scan.at(i).len(), 0, 0],
        count: 1,
        separator,
        spaced: false,
        next: i + 1,
    };
    while found.count < 3 && scan.is_mark(found.next, separator) && scan.at(found.next + 1).is_digits() {
        let spaces = !scan.touches(found.next) || !scan.touches(found.next + 1);
        if spaces && found.count == 2 {
            break;
        }
        found.spaced |= spaces;
        (found.values[found.count], found.lens[found.count]) =
            (scan.digits(found.next + 1)?, scan.at(found.next + 1).len());
        (found.count, found.next) = (found.count + 1, found.next + 2);
    }
    clean_end(scan, found)
}

/// Takes the point of `24.11.`; refuses where more digits or letters touch the last ones.
fn clean_end(scan: &Scan<'_>, mut found: Parts) -> Option<Parts> {
    let end = found.next;
    let token = scan.at(end);
    // `27.11.2017`, `24.11.` before a space, an end or a range.
    if found.separator == '.' && token.is_mark('.') && scan.touches(end) && found.count == 2 {
        let after = scan.at(end + 1);
        if after.spaced || matches!(after.kind, Kind::Mark('-' | ',' | ')' | '(')) {
            found.next += 1;
            return Some(found);
        }
        return None;
    }
    if !scan.touches(end) {
        return (found.count > 1).then_some(found);
    }
    let refused = match token.kind {
        Kind::Word => !matches!(scan.word(end), "t" | "at" | "z"),
        Kind::Digits => true,
        Kind::Mark('/') => scan.at(end + 1).is_digits(),
        Kind::Mark('-') if found.separator == '-' => {
            scan.at(end + 1).is_digits() && scan.touches(end + 1) && scan.at(end + 1).len() > 2
        }
        Kind::Mark('.' | ',') => scan.at(end + 1).is_digits() && scan.touches(end + 1),
        Kind::Mark('%' | '=' | '*') => true,
        _ => false,
    };
    (found.count > 1 && !refused).then_some(found)
}

/// Month and day in the order of the region; a point always has the day first.
fn ordered(scan: &Scan<'_>, a: u32, b: u32, separator: char) -> (u32, u32) {
    let month_first = separator != '.' && month_first(scan);
    if month_first { (a, b) } else { (b, a) }
}

/// Chinese writes the month first, wherever the writer is, and so do the United States and East Asia.
fn month_first(scan: &Scan<'_>) -> bool {
    let by_region =
        matches!(scan.env.region, "US" | "PH" | "CA" | "PR" | "FM" | "MH" | "CN" | "TW" | "JP" | "KR");
    scan.text.has_han() || by_region
}

/// Two short numbers are a date if they are written like one, and no score, odds or decimal.
fn without_year_fits(scan: &Scan<'_>, i: usize, parts: &Parts, asked: bool) -> bool {
    let before = scan.word(i.wrapping_sub(1).min(scan.len()));
    let is_score = (i.saturating_sub(3)..i).any(|j| {
        matches!(
            scan.word(j),
            "rated"
                | "rating"
                | "rate"
                | "score"
                | "scored"
                | "gave"
                | "satisfaction"
                | "feedback"
                | "review"
                | "only"
        ) || matches!(scan.at(j).kind, Kind::Han('分' | '评'))
    });
    let is_time = matches!(scan.word(parts.next), "am" | "pm" | "a" | "p" | "uhr");
    let behind_dash = i > 0 && scan.is_mark(i - 1, '-') && parts.separator == '-';
    if is_time || behind_dash {
        return false;
    }
    let is_part = scan.word(parts.next) == "of"
        || scan.word(parts.next).starts_with("star")
        || parts.values == [24, 7, 0]
        || is_fraction(scan, parts);
    match parts.separator {
        '/' => !is_score && !is_part,
        '.' => {
            let dotted = scan.is_mark(parts.next - 1, '.');
            let led = matches!(
                before,
                "on" | "by" | "until" | "till" | "am" | "since" | "from" | "bis" | "ab" | "vom"
            ) || scan.before(i).meaning.weekday.is_some();
            dotted && parts.values[0] > 0 || led && parts.lens[1] == 2 || asked
        }
        _ => {
            let two_digits = parts.lens[0] == 2 && parts.lens[1] == 2;
            let beside_time = two_digits && parts.values[0] <= 12 && scan.at(parts.next).is_digits();
            let longer_than_hours = parts.values[0] > 12 || parts.values[1] > 12 || two_digits;
            beside_time || asked && i == 0 && longer_than_hours
        }
    }
}

/// `1/2 price`, `3/4 inch`.
fn is_fraction(scan: &Scan<'_>, parts: &Parts) -> bool {
    let [part, whole, _] = parts.values;
    let measured = matches!(
        scan.word(parts.next),
        "price" | "off" | "full" | "empty" | "way" | "day" | "page" | "share"
    );
    let counted = scan.at(parts.next).meaning.counter || scan.word(parts.next).starts_with("inch");
    part < whole && matches!(whole, 2..=5 | 8) && (measured || counted)
}
