//! What the words of a name tell about its bearer: `config/lexicon/names.toml`, compiled into the
//! program. Looked up only in names and in what looks like one, so that a word that means nothing elsewhere
//! (`Candles`, `Nigel`) stays an ordinary word to all other rules.

use crate::parse::fold::fold;
use std::collections::HashSet;
use std::sync::OnceLock;

/// The lists, letters folded.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct NameWords {
    given: HashSet<String>,
    firm: HashSet<String>,
    heads: HashSet<String>,
    plain: HashSet<String>,
    goods: HashSet<String>,
}

const FILE: &str = include_str!("../../../config/lexicon/names.toml");

/// Ends of German and Dutch compounds that only firms and institutions have.
const COMPOUNDS: [&str; 28] = [
    "technik",
    "bau",
    "werke",
    "zentrum",
    "schule",
    "verwaltung",
    "handel",
    "gesellschaft",
    "dienst",
    "praxis",
    "klinik",
    "apotheke",
    "druckerei",
    "backerei",
    "metzgerei",
    "brauerei",
    "muhle",
    "betriebe",
    "markt",
    "industrie",
    "vertrieb",
    "transporte",
    "logistik",
    "bouw",
    "fabriek",
    "verband",
    "kase",
    "mobel",
];

/// Ends of plurals that name trades and goods, seldom persons.
const TRADES: [&str; 14] = [
    "wrights", "makers", "workers", "smiths", "dlers", "tors", "ders", "ings", "tters", "lers", "nics",
    "tics", "ware", "works",
];

impl NameWords {
    /// The lists that come with the program.
    pub(crate) fn standard() -> &'static Self {
        static STANDARD: OnceLock<NameWords> = OnceLock::new();
        // A test reads the same file, so it can't fail here; empty lists know no names.
        STANDARD.get_or_init(|| Self::of(FILE).unwrap_or_default())
    }

    fn of(file: &str) -> Result<Self, toml::de::Error> {
        let raw: Self = toml::from_str(file)?;
        let folded = |set: HashSet<String>| set.iter().map(|w| folded(w)).collect();
        Ok(Self {
            given: folded(raw.given),
            firm: folded(raw.firm),
            heads: folded(raw.heads),
            plain: folded(raw.plain),
            goods: raw.goods,
        })
    }

    /// A given name.
    pub(crate) fn given(&self, word: &str) -> bool {
        self.given.contains(&folded(word))
    }

    /// A word that ends the name of a firm, a school, a clinic: `Candles`, `Holzbau`, `Transport-Technik`.
    pub(crate) fn firm(&self, word: &str) -> bool {
        let word = folded(word);
        let one = |w: &str| {
            self.firm.contains(w)
                || COMPOUNDS.iter().any(|c| w.len() > c.len() + 2 && w.ends_with(c) && w.is_ascii())
        };
        // `Chandlers`, `Fabricators`, `Sheetings`: the plural of a trade.
        let trade = word.len() > 6 && TRADES.iter().any(|t| word.ends_with(t)) && word.is_ascii();
        trade || one(&word) || word.contains('-') && word.rsplit('-').next().is_some_and(one)
    }

    /// A word that begins the name of such a one: `Praxis`, `Hotel`, `Grupo`.
    pub(crate) fn head(&self, word: &str) -> bool {
        self.heads.contains(&folded(word))
    }

    /// The end of a Chinese firm's name that is also what one sells (`食品`, `包装`).
    pub(crate) fn goods(&self, word: &str) -> bool {
        self.goods.contains(word)
    }

    /// A word that begins sentences and is no name.
    pub(crate) fn plain(&self, word: &str) -> bool {
        self.plain.contains(&folded(word))
    }
}

fn folded(word: &str) -> String {
    word.to_lowercase().chars().map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_names_tell_persons_from_firms() {
        let words = NameWords::of(FILE).unwrap();
        for (word, given, firm, head, plain) in [
            ("Nigel", true, false, false, false),
            ("Łukasz", true, false, false, false),
            ("Candles", false, true, false, false),
            ("Transport-Technik", false, true, false, false),
            ("Tiefbau", false, true, false, false),
            ("Praxis", false, false, true, false),
            ("Bäckerei", false, true, true, false),
            ("Yesterday", false, false, false, true),
            ("Okonkwo", false, false, false, false),
        ] {
            let got = (words.given(word), words.firm(word), words.head(word), words.plain(word));
            assert_eq!(got, (given, firm, head, plain), "{word}");
        }
    }
}
