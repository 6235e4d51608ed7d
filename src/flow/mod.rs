//! What the product does: receives a reply, records it, asks on, corrects, reports, invites.
//!
//! Everything runs in three steps: *load* what a batch of updates needs ([`load`]), *decide* in memory, with no I/O
//! and no clock, lane by lane ([`decide`]), and *apply* the effects in the transaction that also marks the
//! updates as done ([`handle`]). May use domain, parse, say and store.
pub mod outcome;
pub mod tick;
