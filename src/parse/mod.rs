//! What a reply means: text → entities → updates. Pure: it knows no clock, no I/O and no database.
//!
//! [`read`] is the whole of it; [`read_with`] does the same with an index of known customers that is kept. The
//! pipeline stands in `read.rs` and reads top to bottom: normalise → entities → tokens → clauses → cast (who is
//! spoken of) → frames (what is said) → updates.

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
mod corrected;
mod deals;
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
pub const VERSION: &str = "1";

/// Reads a reply.
pub fn read(input: &ParseInput) -> Reading {
    read_with(&KnownIndex::new(&input.known), input)
}

/// Reads a reply with an index of the known customers that was built before; `input.known` is not looked at.
pub fn read_with(known: &KnownIndex, input: &ParseInput) -> Reading {
    read::trace(input, known, Lexicon::standard()).reading
}
