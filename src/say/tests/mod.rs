//! Tests of all texts together: the Fluent files themselves ([`keys`]), and each text rendered in both languages
//! ([`texts`], [`sheets`]), checked and written to `target/texts.md` for people to read.

mod away;
pub(super) mod day;
mod keys;
mod later;
mod own;
mod prompts;
pub(super) mod samples;
mod sheets;
mod texts;
