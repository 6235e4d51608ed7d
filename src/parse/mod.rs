//! What a reply means: text → entities → updates. Pure: it knows no clock, no I/O and no database.

pub mod entities_cli;
pub mod entity;
pub mod smalltalk;
pub mod text;
