//! Slips of the finger in ordinary words: `vistied`, `budjet`, `confirmd`. Only slips that hardly ever make
//! another English word are corrected: two letters swapped, one left out or doubled.

use super::lexicon::class::Class;
use super::lexicon::{Lexicon, Sense};

/// Shorter words are left alone.
const MIN_LEN: usize = 5;

/// What a word is, if it is a slip of exactly one word of the vocabulary.
pub(crate) fn corrected(word: &str, lexicon: &Lexicon) -> Option<Sense> {
    let chars: Vec<char> = word.chars().collect();
    if chars.len() < MIN_LEN || !word.is_ascii() {
        return None;
    }
    let mut found: Option<Sense> = None;
    let mut offer = |c: &[char]| {
        if found.is_none()
            && let Some(sense) = lexicon.get(&c.iter().collect::<String>()).filter(|s| worth(*s))
        {
            found = Some(sense);
        }
    };
    for i in 1..chars.len() {
        let mut swapped = chars.clone();
        swapped.swap(i - 1, i);
        offer(&swapped);
        if chars.get(i) == chars.get(i - 1) {
            let mut single = chars.clone();
            single.remove(i);
            offer(&single);
        }
    }
    for i in 1..chars.len() {
        for c in ['e', 'i', 'a', 'o', 't', 's', 'r', 'n', 'l', 'd', 'm'] {
            let mut longer = chars.clone();
            longer.insert(i, c);
            offer(&longer);
        }
    }
    found
}

/// Only words that rules act on are worth correcting; an occupation or a company's suffix is not.
fn worth(sense: Sense) -> bool {
    let idle = super::lexicon::class::ClassSet::of(&[
        Class::Occupation,
        Class::OrgSuffix,
        Class::Title,
        Class::Stop,
        Class::Surname,
        Class::Unit,
        Class::Work,
    ]);
    !sense.classes.within(idle)
}
