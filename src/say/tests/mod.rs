//! Tests of all texts together: the Fluent files themselves ([`keys`]), and each text rendered in both languages
//! ([`texts`]), checked and written to `target/texts.md` for people to read.

mod keys;
pub(super) mod samples;
mod texts;
