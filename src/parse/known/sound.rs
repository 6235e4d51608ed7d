//! Chinese names written with other characters of the same sound, as input methods and dictation give them
//! (`嘉和电子` for `嘉禾电子`). All but one of the characters must be right, and all must sound right without their tones.

use super::{Hit, Strength};
use crate::parse::lexicon::trie::{Builder as TrieBuilder, Place, Trie};
use crate::parse::text::is_han;
use pinyin::ToPinyin;

/// Shorter names are not looked for: too many sound alike.
const MIN_LEN: usize = 3;
const MAX_LEN: usize = 12;

/// The customers whose names sound the same, with the characters of each.
type Alike = Vec<(Hit, Vec<char>)>;

/// The index as it is being filled.
#[derive(Default)]
pub(super) struct Builder {
    names: TrieBuilder<Alike>,
    some: bool,
}

impl Builder {
    /// Adds the full name of a customer.
    pub(super) fn add(&mut self, name: &str, customer: u32) {
        let chars: Vec<char> = name.chars().collect();
        if !(MIN_LEN..=MAX_LEN).contains(&chars.len()) || !chars.iter().all(|c| is_han(*c)) {
            return;
        }
        let Some(key) = chars.iter().map(|c| syllable(*c)).collect::<Option<Vec<&str>>>() else { return };
        let hit = Hit { customer, strength: Strength::Fuzzy, contact: None };
        let letters = key.iter().flat_map(|s| s.chars().chain(std::iter::once('\'')));
        self.names.entry(letters, Vec::new).push((hit, chars));
        self.some = true;
    }

    /// The finished index.
    pub(super) fn build(self) -> Sounds {
        Sounds { names: self.some.then(|| self.names.build()) }
    }
}

/// Names by how they sound.
#[derive(Clone, Debug)]
pub(super) struct Sounds {
    names: Option<Trie<Alike>>,
}

impl Sounds {
    /// The longest name that the text sounds like from here, and whom it means.
    pub(super) fn at(&self, text: &[char], start: usize) -> Option<(usize, Vec<Hit>)> {
        let names = self.names.as_ref()?;
        let mut place = Place::default();
        let mut best = None;
        for (i, &c) in text.iter().enumerate().skip(start).take(MAX_LEN) {
            let Some(sound) = is_han(c).then(|| syllable(c)).flatten() else { break };
            let next =
                sound.chars().chain(std::iter::once('\'')).try_fold(place, |p, letter| names.step(p, letter));
            let Some(p) = next else { break };
            place = p;
            let Some(found) = names.value(place) else { continue };
            let written = text.get(start..=i).unwrap_or(&[]);
            let hits: Vec<Hit> = found
                .iter()
                .filter(|(_, name)| name.iter().zip(written).filter(|(a, b)| a != b).count() == 1)
                .map(|(hit, _)| *hit)
                .collect();
            if !hits.is_empty() {
                best = Some((i + 1, hits));
            }
        }
        best
    }
}

fn syllable(c: char) -> Option<&'static str> {
    c.to_pinyin().map(pinyin::Pinyin::plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_their_sound() {
        let mut builder = Builder::default();
        for (i, name) in ["嘉禾电子", "云岭茶庄", "钱国梁", "海达"].into_iter().enumerate() {
            builder.add(name, u32::try_from(i).unwrap());
        }
        let sounds = builder.build();
        for (text, want) in [
            ("嘉和电子跟吴工", Some(0)),
            ("云领茶庄", Some(1)),
            ("钱国良", Some(2)),
            ("佳和电子", None),
            ("海大", None),
            ("嘉禾电气", None),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let got = sounds.at(&chars, 0).and_then(|(_, hits)| hits.first().map(|h| h.customer));
            assert_eq!(got, want, "{text}");
        }
    }
}
