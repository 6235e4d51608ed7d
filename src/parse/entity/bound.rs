//! Words around a figure that make it a bound: `over 10k`, `up to`, `至少`, `以下`.

use super::Quantity;
use super::token::Scan;
use rust_decimal::Decimal;

/// Which way a figure bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    Least,
    Most,
}

impl Bound {
    /// The figure as a bound.
    pub(super) fn of(self, value: Decimal) -> Quantity {
        match self {
            Self::Least => Quantity::AtLeast(value),
            Self::Most => Quantity::AtMost(value),
        }
    }
}

const LEAST_BEFORE: [&str; 8] = ["至少", "最少", "不低于", "不少于", "超过", "高于", "大于", "起码"];
const MOST_BEFORE: [&str; 8] = ["不到", "不足", "不超过", "少于", "低于", "最多", "至多", "小于"];

/// The bound that the words before the i-th token set.
pub(super) fn before(scan: &Scan<'_>, i: usize) -> Option<Bound> {
    if scan.before(i).han().is_some() {
        return hans_before(scan, i);
    }
    let word = |back: usize| i.checked_sub(back).map_or("", |j| scan.word(j));
    let negated = |back: usize| matches!(word(back), "no" | "not" | "never");
    match (word(1), word(2)) {
        ("than", "more" | "greater" | "higher") if negated(3) => Some(Bound::Most),
        ("than", "less" | "fewer" | "lower") if negated(3) => Some(Bound::Least),
        ("than", "more" | "greater" | "higher") => Some(Bound::Least),
        ("than", "less" | "fewer" | "lower") => Some(Bound::Most),
        ("least", "at") => Some(Bound::Least),
        ("most", "at") | ("to", "up") => Some(Bound::Most),
        ("of", "excess") => Some(Bound::Least),
        ("over" | "above" | "exceeding" | "minimum" | "min", _) => Some(Bound::Least),
        ("under" | "below" | "maximum" | "max", _) => Some(Bound::Most),
        _ => None,
    }
}

fn hans_before(scan: &Scan<'_>, i: usize) -> Option<Bound> {
    let ends_with = |word: &str| {
        let len = word.chars().count();
        i.checked_sub(len).is_some_and(|start| scan.hans(start, word) == Some(i))
    };
    // 不超过 and 不低于 hold 超过 and 低于, so the longest that fits decides.
    let longest = |words: &[&str]| words.iter().filter(|w| ends_with(w)).map(|w| w.chars().count()).max();
    let (least, most) = (longest(&LEAST_BEFORE), longest(&MOST_BEFORE));
    match (least, most) {
        (None, None) => None,
        (least, most) if least > most => Some(Bound::Least),
        _ => Some(Bound::Most),
    }
}

/// The bound that the words from the i-th token on set, and the token after them.
pub(super) fn after(scan: &Scan<'_>, i: usize) -> Option<(Bound, usize)> {
    let i = included(scan, i);
    if scan.is_mark(i, '+') && scan.touches(i) {
        return Some((Bound::Least, i + 1));
    }
    if let Some(next) =
        scan.any_hans(i, &["以上", "出头", "起"]).filter(|_| i > 0 && !scan.is_han(i - 1, '一'))
    {
        return Some((Bound::Least, next));
    }
    if let Some(next) = scan.any_hans(i, &["以下", "以内", "封顶"]) {
        return Some((Bound::Most, next));
    }
    match (scan.word(i), scan.word(i + 1)) {
        ("or", "more" | "above") | ("and", "up" | "above") => Some((Bound::Least, i + 2)),
        ("or", "less" | "below") | ("and", "under" | "below") => Some((Bound::Most, i + 2)),
        _ => None,
    }
}

/// The token after `（含）`, if it stands here.
pub(super) fn included(scan: &Scan<'_>, i: usize) -> usize {
    let is = scan.is_mark(i, '(') && scan.is_han(i + 1, '含') && scan.is_mark(i + 2, ')');
    if is { i + 3 } else { i }
}
