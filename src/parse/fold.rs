//! Letters without their marks, so that `Krüger` and `Kruger` are one name. One scalar value for one.
//!
//! Decomposition (NFD) gives most; the letters that do not decompose (`ß`, `ø`, `ı`, `ł` …) stand here.

use unicode_normalization::UnicodeNormalization;

/// A lower-case letter without marks; other characters as they are.
pub(crate) fn fold(c: char) -> char {
    match c {
        '\0'..='\x7f' => c.to_ascii_lowercase(),
        'ß' => 's',
        'ø' => 'o',
        'ı' => 'i',
        'ł' => 'l',
        'đ' | 'ð' => 'd',
        'æ' => 'a',
        'œ' => 'o',
        'þ' => 't',
        '\u{4e00}'..='\u{9fff}' => c,
        _ => {
            let base = std::iter::once(c).nfd().next().unwrap_or(c);
            let mut lower = base.to_lowercase();
            match (lower.next(), lower.next()) {
                // `Ł` has a small letter, and only that one stands above.
                (Some(one), None) if one != c => fold(one),
                (Some(one), None) => one,
                _ => base,
            }
        }
    }
}

/// A name as the index of known customers spells it: folded, one space between words, no full stops or
/// apostrophes, `&` as `and`, hyphens as spaces. The index walks a text by the same rules.
pub(crate) fn canonical(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        spell(c, |s| {
            if s != ' ' || (!out.is_empty() && !out.ends_with(' ')) {
                out.push(s);
            }
        });
    }
    out.truncate(out.trim_end().len());
    out
}

/// The characters that one character of a name counts as.
pub(crate) fn spell(c: char, mut push: impl FnMut(char)) {
    match c {
        '.' | '\'' | '’' | '`' | ',' | '·' | '•' => {}
        '&' | '＆' => "and".chars().for_each(push),
        '-' | '–' | '/' | '\u{a0}' | '\u{3000}' => push(' '),
        _ if c.is_whitespace() => push(' '),
        _ => push(fold(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelt_alike() {
        for (a, b) in [
            ("Krüger  Metallbau", "kruger metallbau"),
            ("Lindgren Feed & Seed", "lindgren feed and seed"),
            ("Dr. O'Rourke", "dr orourke"),
            ("Yıldız Feinkost", "yildiz feinkost"),
            ("海达食品", "海达食品"),
            ("High Plains Co-op", "high plains co op"),
            ("ŁÓDŹ Ø", "lodz o"),
        ] {
            assert_eq!(canonical(a), b);
        }
    }
}
