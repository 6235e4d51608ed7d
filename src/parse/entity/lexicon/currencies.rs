//! Currencies: their signs, codes and names, looked up at a place in the text.

use super::table;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

#[derive(Default, Deserialize)]
struct File {
    currency: BTreeMap<String, Entry>,
    capitals: Codes,
    after: Words,
    minor_alone: BTreeMap<String, String>,
    unnamed: Words,
}

#[derive(Default, Deserialize)]
struct Entry {
    signs: Vec<String>,
    words: Vec<String>,
    #[serde(default)]
    minor: Vec<String>,
    #[serde(default)]
    tenth: Vec<String>,
}

#[derive(Default, Deserialize)]
struct Codes {
    codes: HashSet<String>,
}

#[derive(Default, Deserialize)]
struct Words {
    words: HashSet<String>,
}

/// One way to write a currency.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    chars: Vec<char>,
    /// ISO 4217; `None` for words that name none.
    pub(crate) code: Option<&'static str>,
    /// What the figure is in: 1, or a million for `MUSD`, or a thousand for `kEUR`.
    pub(crate) factor: u32,
    /// It counts only in capitals.
    pub(crate) capitals: bool,
    /// It counts only after a figure.
    pub(crate) after_only: bool,
    /// It says no more than that this is some dollar or other, so a code may follow.
    pub(crate) sign: bool,
}

impl Name {
    /// How many scalar values it has.
    pub(crate) fn len(&self) -> usize {
        self.chars.len()
    }
}

struct Currencies {
    by_first: HashMap<char, Vec<Name>>,
    minor: HashSet<String>,
    tenth: HashSet<String>,
    minor_alone: HashMap<String, &'static str>,
}

static CURRENCIES: LazyLock<Currencies> = LazyLock::new(load);

/// Other codes that are in use, beyond those with names in the file.
const MORE_CODES: [&str; 32] = [
    "BHD", "BGN", "BND", "BOB", "BYN", "CRC", "CNH", "DOP", "DZD", "ETB", "GTQ", "HRK", "IRR", "ISK", "JOD",
    "KHR", "KZT", "LBP", "LYD", "MMK", "MNT", "MUR", "NPR", "OMR", "PYG", "RSD", "TND", "TZS", "UGX", "UYU",
    "UZS", "XOF",
];

fn load() -> Currencies {
    let file: File = table(include_str!("../../../../config/lexicon/currencies.toml"));
    let mut all = Currencies {
        by_first: HashMap::new(),
        minor: HashSet::new(),
        tenth: HashSet::new(),
        minor_alone: HashMap::new(),
    };
    let mut add = |text: &str, code: Option<&'static str>, factor: u32, capitals: bool, sign: bool| {
        let after_only = file.after.words.contains(text);
        let name = Name { chars: text.chars().collect(), code, factor, capitals, after_only, sign };
        if let Some(first) = name.chars.first() {
            all.by_first.entry(*first).or_default().push(name);
        }
    };
    let named = file.currency.keys().map(String::as_str).chain(MORE_CODES);
    for code in named {
        // The codes are few and live as long as the program.
        let iso: &'static str = match code {
            "CNH" => "CNY",
            _ => Box::leak(code.to_owned().into_boxed_str()),
        };
        let lower = code.to_ascii_lowercase();
        add(&lower, Some(iso), 1, file.capitals.codes.contains(code), false);
        add(&format!("m{lower}"), Some(iso), 1_000_000, true, false);
        add(&format!("k{lower}"), Some(iso), 1_000, true, false);
        if code == "EUR" {
            // German `TEUR`.
            add("teur", Some(iso), 1_000, true, false);
        }
        let Some(entry) = file.currency.get(code) else { continue };
        entry.signs.iter().for_each(|sign| add(sign, Some(iso), 1, false, true));
        entry.words.iter().for_each(|word| add(word, Some(iso), 1, false, false));
    }
    file.unnamed.words.iter().for_each(|word| add(word, None, 1, false, false));
    for names in all.by_first.values_mut() {
        names.sort_by_key(|name| std::cmp::Reverse(name.chars.len()));
    }
    let codes = file.minor_alone.into_iter();
    all.minor_alone = codes.map(|(word, code)| (word, &*Box::leak(code.into_boxed_str()))).collect();
    for entry in file.currency.into_values() {
        all.minor.extend(entry.minor);
        all.tenth.extend(entry.tenth);
    }
    all
}

/// The ways to write a currency that stand at the start of these characters, longest first.
pub(crate) fn currencies_at(chars: &[char]) -> impl Iterator<Item = &'static Name> {
    let names = chars.first().and_then(|first| CURRENCIES.by_first.get(first));
    names.into_iter().flatten().filter(|name| chars.starts_with(&name.chars))
}

/// A word for a hundredth of some currency.
pub(crate) fn is_minor(word: &str) -> bool {
    CURRENCIES.minor.contains(word)
}

/// The currency of a word for a hundredth that stands alone: `50 cents`.
pub(crate) fn currency_of_minor(word: &str) -> Option<&'static str> {
    CURRENCIES.minor_alone.get(word).copied()
}

/// A word for a tenth of some currency.
pub(crate) fn is_tenth(word: &str) -> bool {
    CURRENCIES.tenth.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longest_name_first() {
        for (text, want) in [
            ("us$3.14", Some("USD")),
            ("hk$880", Some("HKD")),
            ("元人民币", Some("CNY")),
            ("元欧元", Some("EUR")),
            ("malaysian ringgit 42", Some("MYR")),
            ("musd", Some("USD")),
            ("xyz", None),
        ] {
            let chars: Vec<char> = text.chars().collect();
            assert_eq!(currencies_at(&chars).next().and_then(|n| n.code), want, "{text}");
        }
        assert!(is_minor("pence") && is_tenth("角"));
    }

    #[test]
    fn file_is_read() {
        let file: File = toml::from_str(include_str!("../../../../config/lexicon/currencies.toml")).unwrap();
        assert!(file.currency.keys().all(|code| code.len() == 3));
    }
}
