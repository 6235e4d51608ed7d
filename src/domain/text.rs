//! Comparing names and phrases as people write them.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

/// A name folded for comparison: compatibility forms made one (full width, ligatures), no case, no spaces or
/// punctuation. Two names that fold alike are the same name.
pub fn fold_name(name: &str) -> String {
    name.nfkc().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect()
}

/// Whether two phrases mean much the same: one contains the other (and is at most three times as short), or their
/// pairs of neighbouring characters agree by half or more.
pub fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (fold_name(a), fold_name(b));
    if a.is_empty() || b.is_empty() {
        return a == b;
    }
    let (short, long) = if a.chars().count() <= b.chars().count() { (&a, &b) } else { (&b, &a) };
    if long.contains(short.as_str()) {
        return long.chars().count() <= 3 * short.chars().count();
    }
    pairs_agreement(&a, &b) >= 0.5
}

/// F1 of the multisets of neighbouring characters, 0 to 1.
fn pairs_agreement(a: &str, b: &str) -> f64 {
    let pairs = |text: &str| {
        let chars: Vec<char> = text.chars().collect();
        let mut counts: BTreeMap<(char, char), usize> = BTreeMap::new();
        for w in chars.windows(2) {
            *counts.entry((w[0], w[1])).or_default() += 1;
        }
        counts
    };
    let (pa, pb) = (pairs(a), pairs(b));
    let shared: usize = pa.iter().map(|(p, n)| (*n).min(pb.get(p).copied().unwrap_or(0))).sum();
    let total = pa.values().sum::<usize>() + pb.values().sum::<usize>();
    if total == 0 { 0.0 } else { 2.0 * shared as f64 / total as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fold() {
        for (name, folded) in [
            ("Haida Foods", "haidafoods"),
            ("HAIDA  foods, Ltd.", "haidafoodsltd"),
            ("海达　食品", "海达食品"),
            ("ＡＢＣ集团", "abc集团"),
            ("—", ""),
        ] {
            assert_eq!(fold_name(name), folded);
        }
    }

    #[test]
    fn phrases_agree() {
        for (a, b, same) in [
            ("cold-chain trucks", "cold chain truck", true),
            ("trucks", "cold-chain trucks", true),
            ("a", "an annual subscription", false),
            ("冷藏车", "冷藏车3台", true),
            ("send the quote", "send quote", true),
            ("send the quote", "call the plant", false),
            ("", "x", false),
            ("", "—", true),
        ] {
            assert_eq!(alike(a, b), same, "{a} / {b}");
            assert_eq!(alike(b, a), same, "{b} / {a}");
        }
    }
}
