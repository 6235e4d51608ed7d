//! Times of day in English. They carry no day, but they stand between the parts of a date (`Tuesday at 5pm, Nov 28th`) and
//! would otherwise be taken for figures.

use crate::parse::entity::lexicon::{Function, TimeUnit};
use crate::parse::entity::token::{Kind, Scan};

/// The token after a time of day that starts at the i-th token and can be nothing else.
pub(in crate::parse::entity) fn strong(scan: &Scan<'_>, i: usize) -> Option<usize> {
    let first = strong_one(scan, i)?;
    // `4a` alone is no time, `today at 4a` is.
    if matches!(scan.word(first - 1), "a" | "p") && first == i + 2 && scan.touches(first - 1) {
        return None;
    }
    Some(range_end(scan, first).unwrap_or(first))
}

/// `5pm`, `17:30`, `16h00`, `noon`, `8 o'clock`, `a quarter past 3`; or the first end of `2 - 4pm`.
fn strong_one(scan: &Scan<'_>, i: usize) -> Option<usize> {
    if let Some(next) = clock(scan, i) {
        return Some(next);
    }
    match scan.at(i).kind {
        Kind::Digits | Kind::Word if hour(scan, i).is_some() => {
            let next = hour(scan, i)?;
            half_of_day(scan, next).or_else(|| {
                let second = range_end(scan, next)?;
                (half_of_day(scan, second - 1) == Some(second) || is_half_of_day(scan, second - 1))
                    .then_some(second)
            })
        }
        Kind::Word if matches!(scan.word(i), "noon" | "midnight" | "midday") => Some(i + 1),
        _ => quarter_past(scan, i),
    }
}

/// `17:30`, `17:30:09`, `8:45 a.m.`, `16h00`, `5.30pm`.
fn clock(scan: &Scan<'_>, i: usize) -> Option<usize> {
    let hours = scan.digits(i).filter(|h| *h < 25 && scan.at(i).len() <= 2)?;
    let glued = scan.touches(i + 1) && scan.touches(i + 2);
    let minutes = scan.digits(i + 2).filter(|m| *m < 60 && scan.at(i + 2).len() == 2);
    let separator = scan.at(i + 1);
    let is_clock = separator.is_mark(':') || (separator.is_word() && scan.word(i + 1) == "h");
    if glued && minutes.is_some() && is_clock {
        let mut next = i + 3;
        if scan.is_mark(next, ':') && scan.at(next + 1).len() == 2 && scan.at(next + 1).is_digits() {
            next += 2;
        }
        return Some(half_of_day(scan, next).unwrap_or(next));
    }
    let dotted = glued && separator.is_mark('.') && minutes.is_some() && hours > 0;
    if dotted { half_of_day(scan, i + 3) } else { None }
}

/// An hour as one or two digits, or in words.
fn hour(scan: &Scan<'_>, i: usize) -> Option<usize> {
    let token = scan.at(i);
    let digits = scan.digits(i).is_some_and(|h| h <= 24 && token.len() <= 2 && !glued_before(scan, i));
    let compact = token.is_digits() && (3..=4).contains(&token.len()) && is_half_of_day(scan, i + 1);
    let word = token.meaning.cardinal.is_some_and(|h| (1..=12).contains(&h));
    if digits || compact {
        return Some(i + 1);
    }
    word.then(|| minutes_in_words(scan, i + 1))
}

fn glued_before(scan: &Scan<'_>, i: usize) -> bool {
    i > 0
        && scan.touches(i)
        && matches!(scan.before(i).kind, Kind::Word | Kind::Mark('.' | ',' | '#' | '$' | '€' | '£'))
}

/// `thirty`, `forty five` behind an hour in words.
fn minutes_in_words(scan: &Scan<'_>, i: usize) -> usize {
    let at = i + usize::from(scan.is_mark(i, '-'));
    match scan.at(at).meaning.cardinal {
        Some(10..=59) if scan.at(at + 1).meaning.cardinal.is_some_and(|m| m < 10) => at + 2,
        Some(10..=59) => at + 1,
        _ => i,
    }
}

fn is_half_of_day(scan: &Scan<'_>, i: usize) -> bool {
    matches!(scan.word(i), "am" | "pm")
}

/// `am`, `p.m.`, `p m`, `a`, `o'clock` behind an hour.
fn half_of_day(scan: &Scan<'_>, i: usize) -> Option<usize> {
    let word = scan.word(i);
    if is_half_of_day(scan, i) || matches!(word, "oclock" | "uhr" | "noon" | "midnight") {
        return Some(i + 1);
    }
    if word == "o" && scan.is_mark(i + 1, '\'') && scan.word(i + 2) == "clock" {
        return Some(i + 3);
    }
    if !matches!(word, "a" | "p") {
        return None;
    }
    if scan.word(i + 1) == "m" {
        return Some(i + 2);
    }
    if scan.is_mark(i + 1, '.') && scan.word(i + 2) == "m" {
        return Some(i + 3 + usize::from(scan.is_mark(i + 3, '.') && scan.touches(i + 3)));
    }
    (scan.touches(i) && !scan.at(i + 1).is_digits()).then_some(i + 1)
}

/// `a quarter past 3pm`, `quarter to noon`, `half past 2`.
fn quarter_past(scan: &Scan<'_>, i: usize) -> Option<usize> {
    let at = i + usize::from(scan.does(i, Function::A));
    let part =
        matches!(scan.word(at), "quarter" | "half") && matches!(scan.word(at + 1), "past" | "to" | "after");
    if !part {
        return None;
    }
    strong_one(scan, at + 2).or_else(|| hour(scan, at + 2))
}

/// The second time of a range: `- 6:30 pm`, `to 4`, `until noon`.
fn range_end(scan: &Scan<'_>, i: usize) -> Option<usize> {
    let skip = match scan.at(i).kind {
        Kind::Mark('-' | '~') => 1,
        Kind::Word if scan.does(i, Function::To) || scan.does(i, Function::And) => 1,
        Kind::Word if scan.word(i) == "but" && scan.does(i + 1, Function::Before) => 2,
        _ => return None,
    };
    if let Some(next) = clock(scan, i + skip) {
        return Some(next);
    }
    let next = hour(scan, i + skip)?;
    if let Some(next) = half_of_day(scan, next) {
        return Some(next);
    }
    let followed = scan.at(next);
    let is_date = followed.meaning.month.is_some()
        || followed.meaning.unit.is_some()
        || followed.is_mark('/')
        || followed.is_mark('.');
    (!is_date).then_some(next)
}

/// The token after anything that tells the time behind a date: `at 5`, `around 0720`, `in the evening`, `from 9:30 to 11`,
/// `1500-1735`, `evening`. Gives `i` itself where nothing does.
pub(in crate::parse::entity) fn skip(scan: &Scan<'_>, i: usize) -> usize {
    let mut at = i;
    for _ in 0..6 {
        match skip_one(scan, at) {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

fn skip_one(scan: &Scan<'_>, i: usize) -> Option<usize> {
    let mut at = i;
    while scan.is_mark(at, ',') || scan.is_mark(at, '@') || scan.is_mark(at, '(') {
        at += 1;
    }
    let mut led = scan.is_mark(at.wrapping_sub(1).min(scan.len()), '@');
    let mut of_things = false;
    for _ in 0..3 {
        let word = scan.at(at).meaning.function;
        of_things |= matches!(word, Some(Function::For | Function::From | Function::Between));
        if matches!(
            word,
            Some(Function::At | Function::For | Function::From | Function::By | Function::Between)
        ) {
            (at, led) = (at + 1, true);
        }
    }
    if let Some(next) = part_of_day(scan, at) {
        return Some(next + usize::from(scan.is_mark(next, ')')));
    }
    let relation = matches!(scan.at(at).meaning.function, Some(Function::Before | Function::After));
    let at = at + usize::from(relation);
    if let Some(first) = strong_one(scan, at) {
        return Some(range_end(scan, first).unwrap_or(first));
    }
    if let Some(next) = military(scan, at) {
        return Some(next);
    }
    let spelt =
        scan.at(at).meaning.cardinal.is_some() && at == i && hour(scan, at).is_some_and(|n| n > at + 1);
    let next = hour(scan, at).filter(|_| led || spelt)?;
    let next = range_end(scan, next).unwrap_or(next);
    let token = scan.at(next);
    let counts = token.is_word()
        && (token.meaning.unit.is_some()
            || token.meaning.counter
            || token.meaning.month.is_some()
            || token.meaning.scale.is_some()
            // `today for 3 controllers`
            || of_things && token.spaced && token.meaning.function.is_none());
    (!counts && !token.is_mark('%') && !token.is_mark('/')).then_some(next)
}

/// `0935-1101`, `1500`: four digits behind a date.
fn military(scan: &Scan<'_>, i: usize) -> Option<usize> {
    let is = |i: usize| {
        scan.at(i).len() == 4
            && scan.digits(i).is_some_and(|t| t / 100 < 24 && t % 100 < 60 && !(1960..2100).contains(&t))
    };
    if !is(i) {
        return None;
    }
    let next = if scan.is_mark(i + 1, '-') && is(i + 2) { i + 3 } else { i + 1 };
    let glued = scan.touches(next) && scan.at(next).is_word();
    Some(next + usize::from(glued && is_half_of_day(scan, next)))
}

/// `evening`, `in the evening`, `at night`, `this morning`'s second word.
fn part_of_day(scan: &Scan<'_>, i: usize) -> Option<usize> {
    let mut at = i;
    if matches!(scan.at(at).meaning.function, Some(Function::In | Function::At | Function::For)) {
        at += 1;
    }
    if scan.does(at, Function::The) {
        at += 1;
    }
    if matches!(scan.at(at).meaning.function, Some(Function::Early | Function::Late | Function::Mid))
        || scan.word(at) == "earliest"
    {
        at += 1;
    }
    scan.does(at, Function::PartOfDay).then_some(at + 1)
}

/// A word of time that no count of months or years is meant by.
pub(super) fn is_clock_unit(unit: TimeUnit) -> bool {
    matches!(unit, TimeUnit::Hour | TimeUnit::Minute)
}
