//! Telegram: the only room that knows it, and the only user of teloxide.
//!
//! [`decode`] makes an [`Inbound`](crate::domain::Inbound) of a raw update; [`Client`] fetches updates and sends an
//! [`Outbound`](crate::domain::Outbound), whose fate it tells as an [`Outcome`](crate::domain::Outcome). May use
//! `domain` only.
//!
//! Of teloxide we use types, requests and errors. Its dispatcher, its listeners and its `Throttle` acknowledge
//! updates, or hold messages in memory, before the work is done; here both are durable first.

mod classify;
mod client;
mod decode;
mod encode;

pub use classify::Fault;
pub use client::{ALLOWED_UPDATES, Client, ClientError, Me, Webhook, WebhookInfo};
pub use decode::{chat_id, decode, heard, storable, update_id};

/// Whether a chat is a group or channel, of which Telegram bears fewer messages than of a person's own.
pub fn is_group(chat_id: &str) -> bool {
    chat_id.starts_with('-')
}
