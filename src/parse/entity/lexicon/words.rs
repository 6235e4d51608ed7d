//! English words of numbers and dates: one look-up gives all that a word can mean.

use super::table;
use chrono::Weekday;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

/// All that a word can mean in a figure or a date; a word may be several things (`may`, `second`, `mon`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// 1 to 12.
    pub(crate) month: Option<u32>,
    /// Day of the week.
    pub(crate) weekday: Option<Weekday>,
    /// Days from today.
    pub(crate) days: Option<i64>,
    /// Unit of time.
    pub(crate) unit: Option<TimeUnit>,
    /// `this`, `next`, `last` …
    pub(crate) which: Option<Which>,
    /// What it does in a date.
    pub(crate) function: Option<Function>,
    /// Its value as a cardinal below a hundred.
    pub(crate) cardinal: Option<u32>,
    /// Its value as an ordinal.
    pub(crate) ordinal: Option<u32>,
    /// What it multiplies by.
    pub(crate) scale: Option<u64>,
    /// What it multiplies by when it touches the digits.
    pub(crate) glued_scale: Option<u64>,
    /// A word for percent.
    pub(crate) percent: bool,
    /// What is measured in metres, so that `5m` before it is a length.
    pub(crate) length: bool,
    /// Counts things, so that a number before it is no money.
    pub(crate) counter: bool,
}

/// Units of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TimeUnit {
    Day,
    WorkingDay,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Half,
    Year,
    Hour,
    Minute,
}

/// Which of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Which {
    This,
    Next,
    Coming,
    Last,
    Past,
}

/// What a word does in a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Function {
    Of,
    In,
    On,
    The,
    A,
    At,
    For,
    And,
    Or,
    To,
    From,
    Between,
    Since,
    After,
    Before,
    By,
    Within,
    Ago,
    Hence,
    Later,
    Earlier,
    Now,
    End,
    Start,
    Mid,
    Early,
    Late,
    Rest,
    All,
    Commencing,
    Business,
    Few,
    Couple,
    PartOfDay,
    MayVerb,
    Eom,
    Eow,
    Eoq,
    Eoy,
    Eod,
}

#[derive(Default, Deserialize)]
struct Dates {
    months: BTreeMap<String, Vec<String>>,
    weekdays: BTreeMap<String, Vec<String>>,
    not_dates: NotDates,
    days: BTreeMap<String, Vec<String>>,
    units: BTreeMap<TimeUnit, Vec<String>>,
    which: BTreeMap<Which, Vec<String>>,
    function: BTreeMap<Function, Vec<String>>,
    abbreviations: BTreeMap<Function, Vec<String>>,
}

#[derive(Default, Deserialize)]
struct NotDates {
    words: Vec<String>,
}

#[derive(Default, Deserialize)]
struct Numbers {
    cardinals: BTreeMap<String, u32>,
    ordinals: BTreeMap<String, u32>,
    scales: Scales,
    counters: Counters,
    percent: Percent,
}

#[derive(Default, Deserialize)]
struct Percent {
    words: Vec<String>,
}

#[derive(Default, Deserialize)]
struct Scales {
    words: BTreeMap<String, u64>,
    glued: BTreeMap<String, u64>,
}

#[derive(Default, Deserialize)]
struct Counters {
    en: Vec<String>,
    zh: Vec<String>,
    lengths: Vec<String>,
}

struct Words {
    meanings: HashMap<String, Meaning>,
    full_names: Vec<(String, Meaning)>,
    not_dates: HashSet<String>,
    counters_zh: HashMap<char, Vec<Vec<char>>>,
}

static WORDS: LazyLock<Words> = LazyLock::new(load);

const WEEKDAYS: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

fn load() -> Words {
    let dates: Dates = table(include_str!("../../../../config/lexicon/dates-en.toml"));
    let numbers: Numbers = table(include_str!("../../../../config/lexicon/numbers.toml"));
    let mut all: HashMap<String, Meaning> = HashMap::new();
    let mut full_names = Vec::new();
    for (key, names) in &dates.months {
        let month = key.parse().ok();
        names.iter().for_each(|w| all.entry(w.clone()).or_default().month = month);
        full_names.extend(names.first().map(|w| (w.clone(), Meaning { month, ..Meaning::default() })));
    }
    for (key, names) in &dates.weekdays {
        let weekday = key.parse().ok().and_then(|n: usize| WEEKDAYS.get(n.checked_sub(1)?).copied());
        names.iter().for_each(|w| all.entry(w.clone()).or_default().weekday = weekday);
        full_names.extend(names.first().map(|w| (w.clone(), Meaning { weekday, ..Meaning::default() })));
    }
    for (key, names) in &dates.days {
        let days = key.parse().ok();
        names.iter().for_each(|w| all.entry(w.clone()).or_default().days = days);
        full_names.extend(names.first().map(|w| (w.clone(), Meaning { days, ..Meaning::default() })));
    }
    for (unit, names) in &dates.units {
        names.iter().for_each(|w| all.entry(w.clone()).or_default().unit = Some(*unit));
    }
    for (which, names) in &dates.which {
        names.iter().for_each(|w| all.entry(w.clone()).or_default().which = Some(*which));
    }
    for (function, names) in dates.function.iter().chain(&dates.abbreviations) {
        names.iter().for_each(|w| all.entry(w.clone()).or_default().function = Some(*function));
    }
    load_numbers(&numbers, &mut all);
    let mut counters_zh: HashMap<char, Vec<Vec<char>>> = HashMap::new();
    for counter in &numbers.counters.zh {
        if let Some(first) = counter.chars().next() {
            counters_zh.entry(first).or_default().push(counter.chars().collect());
        }
    }
    full_names.retain(|(name, _)| name.len() >= MIN_FUZZY);
    Words { meanings: all, full_names, not_dates: dates.not_dates.words.into_iter().collect(), counters_zh }
}

fn load_numbers(numbers: &Numbers, all: &mut HashMap<String, Meaning>) {
    for (word, value) in &numbers.cardinals {
        all.entry(word.clone()).or_default().cardinal = Some(*value);
    }
    for (word, value) in &numbers.ordinals {
        all.entry(word.clone()).or_default().ordinal = Some(*value);
    }
    for (word, value) in &numbers.scales.words {
        all.entry(word.clone()).or_default().scale = Some(*value);
    }
    for (word, value) in &numbers.scales.glued {
        all.entry(word.clone()).or_default().glued_scale = Some(*value);
    }
    for word in &numbers.percent.words {
        all.entry(word.clone()).or_default().percent = true;
    }
    for word in &numbers.counters.lengths {
        all.entry(word.clone()).or_default().length = true;
    }
    for word in &numbers.counters.en {
        all.entry(word.clone()).or_default().counter = true;
    }
}

/// The shortest name that is recognised by distance: below, too many words are near.
const MIN_FUZZY: usize = 6;

/// What a word in lower case can mean; all empty where it means nothing here.
pub(crate) fn meaning(word: &str) -> Meaning {
    match WORDS.meanings.get(word) {
        Some(found) => *found,
        None => misspelt(word).unwrap_or_default(),
    }
}

/// A weekday, month or near day with one slip of the finger in it: a letter too many, too few, wrong, or two swapped.
fn misspelt(word: &str) -> Option<Meaning> {
    let long_enough = word.len() >= MIN_FUZZY || (word.len() + 1 == MIN_FUZZY && word.ends_with("day"));
    if !long_enough || word.len() > 10 || !word.is_ascii() {
        return None;
    }
    let first = word.as_bytes().first()?;
    let near = WORDS.full_names.iter().find(|(name, _)| {
        name.as_bytes().first() == Some(first)
            && name.len().abs_diff(word.len()) <= 1
            && strsim::osa_distance(name, word) == 1
    })?;
    (!WORDS.not_dates.contains(word)).then_some(near.1)
}

/// Whether a Chinese counter stands at the start of these characters.
pub(crate) fn starts_with_counter(chars: &[char]) -> bool {
    let here = chars.first().and_then(|first| WORDS.counters_zh.get(first));
    here.is_some_and(|counters| counters.iter().any(|counter| chars.starts_with(counter)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_read() {
        toml::from_str::<Dates>(include_str!("../../../../config/lexicon/dates-en.toml")).unwrap();
        toml::from_str::<Numbers>(include_str!("../../../../config/lexicon/numbers.toml")).unwrap();
        assert_eq!(meaning("may").month, Some(5));
        assert_eq!(meaning("mon").unit, Some(TimeUnit::Month));
        assert_eq!(meaning("mon").weekday, Some(Weekday::Mon));
    }

    #[test]
    fn slips_of_the_finger() {
        for (word, want) in [
            ("thursady", Weekday::Thu),
            ("wendesday", Weekday::Wed),
            ("wednsday", Weekday::Wed),
            ("tuseday", Weekday::Tue),
            ("firday", Weekday::Fri),
            ("satruday", Weekday::Sat),
            ("mondayy", Weekday::Mon),
        ] {
            assert_eq!(meaning(word).weekday, Some(want), "{word}");
        }
        assert_eq!(meaning("setpember").month, Some(9));
        assert_eq!(meaning("tomorow").days, Some(1));
        for word in ["holiday", "someday", "midday", "munday", "frida", "sundry", "yesterday's"] {
            assert_eq!(meaning(word).weekday, None, "{word}");
        }
    }
}
