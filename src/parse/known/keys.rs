//! Under which spellings a known customer may be meant: its name, its aliases, and what people shorten them to.
//!
//! `Hargreave Dairy` → `hargreave`; `Klinik am Weiher` → all of it and `weiher`, since *Klinik* says too little;
//! `Mrs Alvarez` → `alvarez`; `Wanjiru Kamau` → `kamau`, `wanjiru`; `海达食品` → `海达`; `阿布都先生` → `阿布都`.

use super::Strength;
use crate::parse::fold::canonical;
use crate::parse::lexicon::Lexicon;
use crate::parse::lexicon::class::{Class, ClassSet};
use crate::parse::lexicon::namewords::NameWords;
use crate::parse::text::is_han;
use pinyin::ToPinyin;

/// Words that begin many names and identify none.
const GENERIC: &[&str] = &[
    "the",
    "al",
    "el",
    "la",
    "le",
    "los",
    "las",
    "de",
    "van",
    "von",
    "der",
    "san",
    "st",
    "saint",
    "new",
    "old",
    "big",
    "great",
    "royal",
    "first",
    "united",
    "general",
    "national",
    "grand",
    "north",
    "south",
    "east",
    "west",
    "high",
    "green",
    "blue",
    "red",
    "black",
    "white",
    "golden",
    "silver",
    "hotel",
    "klinik",
    "clinic",
    "grupo",
    "almacenes",
    "ferme",
    "molinos",
    "casa",
    "restaurant",
    "cafe",
    "dr",
    "mr",
    "mrs",
    "ms",
    "my",
    "our",
    "am",
    "im",
    "and",
    "of",
    "for",
    "fuentes de",
    "distribuidora",
    "university",
    "bank",
    "city",
];

/// What a name says about its bearer.
pub(super) fn is_person(name: &str, lexicon: &Lexicon) -> bool {
    if name.chars().any(is_han) {
        return han_person(name, lexicon);
    }
    let name = canonical(name);
    let words: Vec<&str> = name.split(' ').collect();
    let has = |w: &str, c| lexicon.get(w).is_some_and(|s| s.classes.has(c));
    match words.as_slice() {
        [first, _, ..] if has(first, Class::Title) => true,
        [one] => NameWords::standard().given(one),
        _ if is_firm(&words) => false,
        [_, _] | [_, _, _] | [_, _, _, _] => {
            let pairs = words.windows(2).map(|w| w.join(" "));
            !words.iter().any(|w| has(w, Class::OrgSuffix) || *w == "and")
                && !pairs.into_iter().any(|p| has(&p, Class::OrgSuffix))
        }
        _ => false,
    }
}

/// The words themselves say that it is a firm's: `Brandt Fördertechnik`, `Praxis Sommer`, `Hollis Grain`.
fn is_firm(words: &[&str]) -> bool {
    let lists = NameWords::standard();
    let [first, .., last] = words else { return false };
    let given = lists.given(first);
    (lists.firm(last) && (!given || words.len() > 2 || last.ends_with('s') || last.len() > 7))
        || (lists.head(first) || lists.firm(first) && first.len() > 7) && first.len() > 2 && !given
}

/// A name that could be either's: no title, no suffix, in Latin letters.
pub(super) fn is_unsure(name: &str, lexicon: &Lexicon) -> bool {
    let first = canonical(name);
    let first = first.split(' ').next().unwrap_or("");
    let titled = lexicon.get(first).is_some_and(|s| s.classes.has(Class::Title));
    let given = NameWords::standard().given(first);
    !name.chars().any(is_han) && is_person(name, lexicon) && !titled && !given
}

fn han_person(name: &str, lexicon: &Lexicon) -> bool {
    let chars: Vec<char> = name.chars().filter(|c| is_han(*c)).collect();
    let tail =
        |n: usize| chars.get(chars.len().saturating_sub(n)..).unwrap_or(&[]).iter().collect::<String>();
    let titled = (1..=3)
        .any(|n| chars.len() > n && lexicon.get(&tail(n)).is_some_and(|s| s.classes.has(Class::Title)));
    let suffixed = (1..=4)
        .any(|n| chars.len() > n && lexicon.get(&tail(n)).is_some_and(|s| s.classes.has(Class::OrgSuffix)));
    let surname =
        lexicon.get(&chars.iter().take(1).collect::<String>()).is_some_and(|s| s.classes.has(Class::Surname));
    (titled && !(suffixed && chars.len() > 3)) || (!suffixed && surname && (2..=3).contains(&chars.len()))
}

/// The spellings of one name, with how much each says.
pub(super) fn spellings(name: &str, person: bool, lexicon: &Lexicon) -> Vec<(String, Strength)> {
    let full = canonical(name);
    let mut out = vec![(full.clone(), Strength::Full)];
    if name.chars().any(is_han) {
        han_spellings(&full, person, lexicon, &mut out);
    } else {
        latin_spellings(&full, person, lexicon, &mut out);
        umlauts(name, &mut out);
    }
    out.retain(|(key, _)| key.chars().count() >= 2);
    out
}

fn latin_spellings(full: &str, person: bool, lexicon: &Lexicon, out: &mut Vec<(String, Strength)>) {
    let words: Vec<&str> = full.split(' ').collect();
    let has = |w: &str, c| lexicon.get(w).is_some_and(|s| s.classes.has(c));
    let says = |w: &str| {
        w.chars().count() >= 3
            && !GENERIC.contains(&w)
            && !has(w, Class::OrgSuffix)
            && !NameWords::standard().head(w)
    };
    let strength = |w: &str| if lexicon.get(w).is_some() { Strength::Weak } else { Strength::Short };
    let titles = words.iter().take_while(|w| has(w, Class::Title)).count();
    if titles > 0 && titles < words.len() {
        out.push((words.get(titles..).unwrap_or(&[]).join(" "), Strength::Short));
    }
    if person {
        for w in words.iter().skip(titles).filter(|w| says(w)) {
            out.push(((*w).to_owned(), strength(w)));
        }
        return;
    }
    for n in 2..words.len() {
        let head = words.get(..n).unwrap_or(&[]);
        if head.iter().any(|w| says(w)) && !matches!(head.last(), Some(&"and" | &"of" | &"de")) {
            out.push((head.join(" "), Strength::Short));
        }
    }
    // The first word that says something, and with two words that say something each of them.
    if let Some(first) = words.iter().find(|w| says(w)) {
        out.push(((*first).to_owned(), strength(first)));
    }
    // `balaji motors` for Shree Balaji Motors, `ATS` for Advanced Tooling Systems.
    for n in 1..words.len().saturating_sub(1) {
        let tail = words.get(n..).unwrap_or(&[]);
        if tail.first().is_some_and(|w| says(w)) {
            out.push((tail.join(" "), Strength::Short));
        }
    }
    if words.len() >= 3 && words.iter().all(|w| w.len() > 2) {
        out.push((words.iter().filter_map(|w| w.chars().next()).collect(), Strength::Weak));
    }
    if let Some(i) = words.iter().position(|w| says(w)).filter(|i| *i > 0) {
        out.push((words.get(i..).unwrap_or(&[]).join(" "), Strength::Short));
    }
}

/// `Krueger` for `Krüger`.
fn umlauts(name: &str, out: &mut Vec<(String, Strength)>) {
    let spelt: String = name
        .to_lowercase()
        .replace('ä', "ae")
        .replace('ö', "oe")
        .replace('ü', "ue")
        .replace('ø', "oe")
        .replace('å', "aa");
    if spelt != name.to_lowercase() {
        let full = canonical(&spelt);
        if let Some(first) = full.split(' ').next() {
            out.push((first.to_owned(), Strength::Short));
        }
        out.push((full, Strength::Full));
    }
}

fn han_spellings(full: &str, person: bool, lexicon: &Lexicon, out: &mut Vec<(String, Strength)>) {
    let chars: Vec<char> = full.chars().collect();
    let text = |range: &[char]| range.iter().collect::<String>();
    let mut stem = chars.as_slice();
    let cut = ClassSet::of(&[Class::OrgSuffix, Class::Title]);
    // Take generic ends off as long as two characters stay: 海达食品有限公司 → 海达.
    while let Some(n) = (1..=4).rev().find(|n| {
        stem.len() >= n + 2
            && stem
                .get(stem.len() - n..)
                .is_some_and(|t| lexicon.get(&text(t)).is_some_and(|s| s.classes.meets(cut)))
    }) {
        stem = stem.get(..stem.len() - n).unwrap_or(stem);
        out.push((text(stem), short(&text(stem), lexicon)));
    }
    let all_han = chars.iter().all(|c| is_han(*c));
    // `haida`, `haida shipin`
    for name in [chars.as_slice(), stem] {
        let sounds: Option<Vec<&str>> =
            name.iter().map(|c| c.to_pinyin().map(pinyin::Pinyin::plain)).collect();
        let Some(sounds) = sounds.filter(|s| s.len() >= 2) else { continue };
        for key in [sounds.concat(), sounds.join(" ")] {
            if key.len() >= 5 {
                let strength = short(&key, lexicon);
                out.push((key, strength));
            }
        }
    }
    if all_han && !person && chars.len() >= 4 {
        for n in [2, 3] {
            let key = text(chars.get(..n).unwrap_or(&[]));
            out.push((key.clone(), short(&key, lexicon)));
        }
    }
    // `书店` for 新华书店, where it begins a clause.
    if all_han && !person && chars.len() == 4 {
        out.push((text(chars.get(2..).unwrap_or(&[])), Strength::Weak));
    }
    if person && all_han && chars.len() == 3 && stem.len() == 3 {
        let given = text(chars.get(1..).unwrap_or(&[]));
        out.push((given.clone(), short(&given, lexicon)));
    }
}

fn short(key: &str, lexicon: &Lexicon) -> Strength {
    if lexicon.get(key).is_some() { Strength::Weak } else { Strength::Short }
}
