//! What a reply means: text → entities → updates. Pure: it knows no clock, no I/O and no database.
//!
//! [`read`] is the whole of it; [`read_with`] does the same with an index of known customers that is kept. The
//! pipeline stands in `read.rs` and reads top to bottom: normalise → entities → tokens → clauses → cast (who is
//! spoken of) → frames (what is said) → updates → confidence (how likely each is wholly right).
//!
//! # What it can't do
//!
//! On replies by writers whose work the rules have never seen it reads less than on the labelled ones, mostly because of
//! customers that nobody has heard of; what it is not sure of it asks about. Classes that it is known to miss or misread:
//!
//! | class | example |
//! | --- | --- |
//! | `former` and `latter`, `respectively` | `Whitfield and Okafor got quotes: $4,400 and $12,900, in that order`; `前者签了` |
//! | which of two products a later word means | `quoted the press and the dryer, they took the bigger one` |
//! | things looked at, not sold | `看折弯机摆哪儿` |
//! | definite references back over several clauses | `the other plant wants the same` |
//! | unknown names in lower case, deep in a sentence | `coffee with tom from bluepeak` |
//! | relatives and groups as customers | `她妹妹潘玉也想买`; `the Alvarezes` |
//! | homophones of a short stem | `云领那边` for 云岭物流 |
//! | a report inside a report without marks | `Kev at head office visited Norbury, they'll spend 20k` |
//! | a product corrected in dictation | `the crop insurance no wait the crop protection plan` |
//! | contracted sums in words | `five and a half grand` |
//! | what is meant ironically or taken back later | `I thought signed already, actually not yet` |
//! | corrections of who was visited, a day later | `it was at Steinacher, not Steiner` |
//! | calls that reached nobody, with no date | `没人接，晚点再打` gives no step |
//! | languages other than English and Chinese | `Bluebell ka order aa gaya` |

pub mod calibrate;
pub mod command;
pub mod confidence;
pub mod entities_cli;
pub mod entity;
pub mod explain;
pub mod jsonl;
pub mod known;
pub mod lexicon;
pub mod smalltalk;
pub mod text;
pub mod today;

mod answer;
mod cast;
mod clause;
#[cfg(test)]
mod context_cases;
mod corrected;
mod deals;
mod finished;
mod fold;
mod frame;
mod mood;
mod names;
mod read;
mod scene;
mod signal;
mod slips;
mod token;
mod unread;
mod updates;

use crate::domain::reading::{ParseInput, Reading};
use known::KnownIndex;
use lexicon::Lexicon;

/// The version of the rules: it is kept with each message, and changes whenever a reading may change.
pub const VERSION: &str = "2";

/// Reads a reply.
pub fn read(input: &ParseInput) -> Reading {
    read_with(&KnownIndex::new(&input.known), input)
}

/// Reads a reply with an index of the known customers that was built before; `input.known` is not looked at.
pub fn read_with(known: &KnownIndex, input: &ParseInput) -> Reading {
    read::trace(input, known, Lexicon::standard()).reading
}

/// The customer that a text names, where it is sure to name one: it is read as the object of a visit.
pub fn named_customer(input: &ParseInput) -> Option<String> {
    let text = input.text.trim();
    let visit =
        if text.chars().any(text::is_han) { format!("拜访了{text}") } else { format!("visited {text}") };
    let read = read(&ParseInput { text: visit, ..input.clone() });
    read.updates.iter().find_map(|u| u.fact.customer()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_names_a_customer_whatever_its_letters() {
        for name in ["Corbett Tiles", "Bäckerei Krüger", "海达食品", "Mrs Alvarez"] {
            let line = format!(r#"{{"text": "{name}", "now": "2026-03-04T18:00:00+08:00", "region": "DE"}}"#);
            let (_, input) = jsonl::input_of(&line).unwrap();
            assert_eq!(named_customer(&input).as_deref(), Some(name));
        }
    }
}
