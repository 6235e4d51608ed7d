//! Misspelt names. A word is near a name's word where deleting one character from either (or both) makes them
//! alike: an index of such deletions (the idea of SymSpell) answers in a few look-ups, however many names there
//! are. Candidates are then checked by the Damerau–Levenshtein distance.

use super::{Hit, Strength};
use std::collections::HashMap;

/// Shorter words are not corrected: too many are near each other.
const MIN_LEN: usize = 5;
/// From this length on two slips are allowed.
const TWO_SLIPS: usize = 9;

/// The index as it is being filled.
#[derive(Clone, Debug, Default)]
pub(super) struct Builder {
    words: Vec<(String, Hit)>,
}

impl Builder {
    /// Adds the first word of a spelling.
    pub(super) fn add(&mut self, key: &str, customer: u32, strength: Strength) {
        if strength == Strength::Weak || key.contains(' ') || key.chars().count() < MIN_LEN {
            return;
        }
        let hit = Hit { customer, strength: Strength::Fuzzy, contact: None };
        self.words.push((key.to_owned(), hit));
    }

    /// The finished index.
    pub(super) fn build(self) -> Fuzzy {
        let mut deletions: HashMap<u64, Vec<u32>> = HashMap::new();
        for (i, (word, _)) in self.words.iter().enumerate() {
            let i = u32::try_from(i).unwrap_or(u32::MAX);
            for key in variants(word) {
                deletions.entry(key).or_default().push(i);
            }
        }
        Fuzzy { words: self.words, deletions }
    }
}

/// Words of names by their deletions.
#[derive(Clone, Debug)]
pub(super) struct Fuzzy {
    words: Vec<(String, Hit)>,
    deletions: HashMap<u64, Vec<u32>>,
}

impl Fuzzy {
    /// Whom a word may mean, nearest first.
    pub(super) fn near(&self, word: &str) -> Vec<Hit> {
        let len = word.chars().count();
        if self.words.is_empty() || len < MIN_LEN {
            return Vec::new();
        }
        let allowed = if len >= TWO_SLIPS { 2 } else { 1 };
        let mut found: Vec<(usize, Hit)> = Vec::new();
        for key in variants(word) {
            for &i in self.deletions.get(&key).map_or(&[][..], Vec::as_slice) {
                let Some((name, hit)) = self.words.get(i as usize) else { continue };
                let distance = strsim::osa_distance(word, name);
                if distance <= allowed && !found.iter().any(|(_, h)| h.customer == hit.customer) {
                    found.push((distance, *hit));
                }
            }
        }
        found.sort_by_key(|(distance, _)| *distance);
        let best = found.first().map_or(0, |(d, _)| *d);
        found.into_iter().filter(|(d, _)| *d == best).map(|(_, h)| h).collect()
    }
}

/// Hashes of a word and of the word without each of its characters.
fn variants(word: &str) -> Vec<u64> {
    let chars: Vec<char> = word.chars().collect();
    let mut out = Vec::with_capacity(chars.len() + 1);
    out.push(hash(chars.iter()));
    for skip in 0..chars.len() {
        out.push(hash(chars.iter().enumerate().filter(|(i, _)| *i != skip).map(|(_, c)| c)));
    }
    out
}

/// FNV-1a over the characters; the names are no secrets and the candidates are checked.
fn hash<'a>(chars: impl Iterator<Item = &'a char>) -> u64 {
    chars.fold(0xcbf2_9ce4_8422_2325, |h, c| (h ^ u64::from(*c as u32)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_forgiven_and_other_names_are_not() {
        let mut builder = Builder::default();
        for (i, name) in ["hofmann", "castellanos", "belmont", "beaumont"].into_iter().enumerate() {
            builder.add(name, u32::try_from(i).unwrap(), Strength::Short);
        }
        let fuzzy = builder.build();
        for (word, want) in [
            ("hofmnan", Some(0)),
            ("hoffmann", Some(0)),
            ("castelanos", Some(1)),
            ("castellannos", Some(1)),
            ("belmnt", Some(2)),
            ("bergmann", None),
            ("hof", None),
        ] {
            assert_eq!(fuzzy.near(word).first().map(|h| h.customer), want, "{word}");
        }
    }
}
