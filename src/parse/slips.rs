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
    let reached = lexicon.prefixes(&chars);
    // What the letters from `i` on make, after `head`, which stands in place of the letters up to there.
    let read = |at: usize, head: &[char], rest: usize| {
        let place = *reached.get(at)?;
        let rest = chars.get(rest..).unwrap_or(&[]);
        lexicon.from(place, head.iter().chain(rest).copied()).filter(|s| worth(*s))
    };
    // Where no word begins like the word as typed up to a place, none is a slip of it further on.
    for i in 1..chars.len().min(reached.len() + 1) {
        let (Some(&before), Some(&here)) = (chars.get(i - 1), chars.get(i)) else { break };
        let swapped = read(i - 1, &[here, before], i + 1);
        let single = || if before == here { read(i, &[], i + 1) } else { None };
        if let Some(sense) = swapped.or_else(single) {
            return Some(sense);
        }
    }
    const LEFT_OUT: [char; 11] = ['e', 'i', 'a', 'o', 't', 's', 'r', 'n', 'l', 'd', 'm'];
    (1..chars.len().min(reached.len())).find_map(|i| LEFT_OUT.iter().find_map(|c| read(i, &[*c], i)))
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
