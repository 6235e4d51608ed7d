//! The loops: what goes on by itself while the program runs. Each begins on its own, rests when it fails, and ends
//! cleanly when told to: it claims nothing new, finishes what is in flight, and leaves the rest to the next start.

mod backoff;
mod context;
pub mod handle;
pub mod lease;
pub mod receive;
pub mod schedule;
pub mod send;
pub mod service;
pub mod transcribe;
pub mod transcriber;

pub use backoff::Backoff;
pub use context::{Context, Ids};
