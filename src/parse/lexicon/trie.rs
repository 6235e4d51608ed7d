//! A trie over characters, which finds the longest entry that starts at a place. Entries in Latin letters must
//! end where a word ends; Chinese ones may end anywhere.
//!
//! A hand-made trie rather than a general automaton, because the walk has to see word boundaries, and skip or
//! fold characters (`Dr Adeyemi` for `Dr. Adeyemi`, `Kruger` for `Krüger`) as it goes.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// How many root transitions are looked up by index (Latin letters and digits).
const ASCII: usize = 128;

type CharHashing = BuildHasherDefault<CharHasher>;

/// Spreads characters over a table, in a fraction of the time of the standard hasher: each Chinese character of a
/// text is looked up several times. No one can choose the keys so as to slow it down by more than a factor of a few.
#[derive(Clone, Copy, Debug, Default)]
struct CharHasher(u64);

impl Hasher for CharHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.write_u32(u32::from(*b)));
    }

    fn write_u32(&mut self, c: u32) {
        let mixed = (self.0 ^ u64::from(c)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

/// From strings to values, read from a place in a text.
#[derive(Clone, Debug)]
pub struct Trie<T> {
    /// Children of each node as a sorted run in `edges`.
    nodes: Vec<Node>,
    edges: Vec<(char, u32)>,
    ascii_root: [u32; ASCII],
    han_root: HashMap<char, u32, CharHashing>,
    values: Vec<T>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Node {
    first: u32,
    count: u32,
    /// Index of the value plus one; 0 for none.
    value: u32,
}

/// A trie as it is being filled.
#[derive(Clone, Debug)]
pub struct Builder<T> {
    children: Vec<Vec<(char, u32)>>,
    value: Vec<u32>,
    values: Vec<T>,
}

impl<T> Default for Builder<T> {
    fn default() -> Self {
        Self { children: vec![Vec::new()], value: vec![0], values: Vec::new() }
    }
}

impl<T> Builder<T> {
    /// The value of an entry, made by `new` where there is none yet.
    pub fn entry(&mut self, key: impl Iterator<Item = char>, new: impl FnOnce() -> T) -> &mut T {
        let mut at = 0usize;
        for c in key {
            let next = self.children[at].iter().find(|(k, _)| *k == c).map(|(_, n)| *n as usize);
            at = next.unwrap_or_else(|| {
                let n = self.children.len();
                self.children[at].push((c, index(n)));
                self.children.push(Vec::new());
                self.value.push(0);
                n
            });
        }
        if self.value[at] == 0 {
            self.values.push(new());
            self.value[at] = index(self.values.len());
        }
        let i = self.value[at] as usize - 1;
        &mut self.values[i]
    }

    /// The finished trie.
    pub fn build(self) -> Trie<T> {
        let mut nodes = Vec::with_capacity(self.children.len());
        let mut edges = Vec::with_capacity(self.children.len());
        for (mut children, value) in self.children.into_iter().zip(self.value) {
            children.sort_unstable();
            nodes.push(Node { first: index(edges.len()), count: index(children.len()), value });
            edges.extend(children);
        }
        let mut ascii_root = [0; ASCII];
        let mut han_root = HashMap::default();
        let root = nodes.first().copied().unwrap_or_default();
        for &(c, n) in &edges[root.first as usize..(root.first + root.count) as usize] {
            match ascii_root.get_mut(c as usize) {
                Some(slot) => *slot = n,
                None => drop(han_root.insert(c, n)),
            }
        }
        Trie { nodes, edges, ascii_root, han_root, values: self.values }
    }
}

fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A place in a trie; the root is its default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place(u32);

impl<T> Trie<T> {
    /// One character further; `None` where no entry goes on so.
    pub fn step(&self, at: Place, c: char) -> Option<Place> {
        if at.0 == 0 {
            let n = match self.ascii_root.get(c as usize) {
                Some(n) => *n,
                None => *self.han_root.get(&c)?,
            };
            return (n != 0).then_some(Place(n));
        }
        let node = self.nodes.get(at.0 as usize)?;
        let run = self.edges.get(node.first as usize..(node.first + node.count) as usize)?;
        let found = if run.len() <= 8 {
            run.iter().find(|(k, _)| *k == c)
        } else {
            run.binary_search_by_key(&c, |(k, _)| *k).ok().and_then(|i| run.get(i))
        };
        found.map(|(_, n)| Place(*n))
    }

    /// The value of the entry that ends here.
    pub fn value(&self, at: Place) -> Option<&T> {
        let node = self.nodes.get(at.0 as usize)?;
        self.values.get((node.value as usize).checked_sub(1)?)
    }

    /// The value of exactly this entry.
    pub fn get(&self, key: impl Iterator<Item = char>) -> Option<&T> {
        let mut at = Place::default();
        for c in key {
            at = self.step(at, c)?;
        }
        self.value(at)
    }

    /// The longest entry at `start` that ends before `limit`, and where it ends.
    pub fn longest(&self, text: &[char], start: usize, limit: usize) -> Option<(usize, &T)> {
        let mut at = Place::default();
        let mut best = None;
        for (i, &c) in text.iter().enumerate().take(limit).skip(start) {
            let Some(next) = self.step(at, c) else { break };
            at = next;
            let end = i + 1;
            if let Some(value) = self.value(at)
                && word_ends(text, end)
            {
                best = Some((end, value));
            }
        }
        best
    }
}

/// Whether no Latin word or figure goes on across this place.
pub fn word_ends(text: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| text.get(i)).copied();
    let after = text.get(at).copied();
    !matches!((before, after), (Some(a), Some(b)) if is_word(a) && is_word(b))
}

/// A letter or figure of an alphabet that separates words by spaces.
pub fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || (c as u32 >= 0xc0 && !unspaced(c) && c.is_alphanumeric())
}

/// A script that is written without spaces.
fn unspaced(c: char) -> bool {
    matches!(c, '\u{2460}'..='\u{24ff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{0e00}'..='\u{0eff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trie(words: &[&str]) -> Trie<usize> {
        let mut b = Builder::default();
        for (i, w) in words.iter().enumerate() {
            b.entry(w.chars(), || i);
        }
        b.build()
    }

    #[test]
    fn the_longest_entry_that_ends_a_word_is_found() {
        let t = trie(&["sign", "sign off", "签", "签了", "si"]);
        for (text, want) in [
            ("sign off now", Some((8, 1))),
            ("sign office", Some((4, 0))),
            ("signed", None),
            ("签了合同", Some((2, 3))),
            ("签合同", Some((1, 2))),
            ("si签", Some((2, 4))),
            ("", None),
        ] {
            let chars: Vec<char> = text.chars().collect();
            assert_eq!(t.longest(&chars, 0, usize::MAX).map(|(e, v)| (e, *v)), want, "{text}");
        }
    }
}
