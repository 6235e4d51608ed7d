//! The vocabulary of entities, read once from `config/lexicon/*.toml` (which are compiled in): English words with
//! all that they can mean in a figure or a date, and the holidays. Logic stays out of the files, words out of the code.

mod currencies;
mod holidays;
mod words;

pub(crate) use currencies::{Name, currencies_at, currency_of_minor, is_minor, is_tenth};
pub(crate) use holidays::{holiday_in, holiday_names};
pub(crate) use words::{Function, Meaning, TimeUnit, Which, meaning, starts_with_counter};

/// A table that is compiled in. A broken one would be a bug of ours; the tests below read every file.
fn table<T: serde::de::DeserializeOwned + Default>(source: &str) -> T {
    toml::from_str(source).unwrap_or_default()
}
