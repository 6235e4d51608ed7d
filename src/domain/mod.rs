//! The pure heart: types, ids, rules. Knows no I/O, no clock, no database; *now* is an argument.

pub mod absence;
pub mod agenda;
pub mod asking;
pub mod book;
pub mod checkin;
pub mod code;
pub mod command;
pub mod contact;
pub mod effect;
pub mod fact;
pub mod feedback;
pub mod field;
pub mod fields;
pub mod holding;
pub mod hours;
pub mod id;
pub mod kpi;
pub mod later;
pub mod ledger;
pub mod life;
pub mod media;
pub mod message;
pub mod period;
pub mod person;
pub mod place;
pub mod question;
pub mod reading;
pub mod record;
pub mod schedule;
pub mod standing;
pub mod tap;
pub mod text;

pub use id::*;
pub use message::*;
