//! The pure heart: types, ids, rules. Knows no I/O, no clock, no database; *now* is an argument.

pub mod reading;
