//! Puts the parts together: the database that the settings name, the organisation in it, the loops of `run`. May use
//! everything; what it has to say on the way goes to a function of its caller.

pub mod database;
pub mod log;
pub mod organisation;
pub mod parts;
pub mod site;

use anyhow::{Context, Result};
use rand::TryRngCore;
use rand::rngs::OsRng;

use crate::domain::IdMaker;

/// A maker of ids, seeded by the operating system, so that no two processes make the same.
///
/// # Errors
/// The operating system has no randomness to give.
pub fn ids() -> Result<IdMaker> {
    Ok(IdMaker::new(u64::from_le_bytes(secret()?)))
}

/// Secret bytes from the operating system, for codes and salts.
///
/// # Errors
/// The operating system has no randomness to give.
pub fn secret<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    OsRng.try_fill_bytes(&mut bytes).context("the operating system gives no randomness")?;
    Ok(bytes)
}
