//! A stand-in for the Telegram Bot API on loopback, and the page with phones that `rapport demo` shows.
//!
//! Tests and the demo speak to the product exactly as Telegram would: over HTTP, with Telegram's methods, update
//! kinds and error texts. The stand-in covers what the product uses and is stricter than the real service: an
//! unknown or ill-typed parameter is refused rather than ignored, so that a mistake shows in a test.
//!
//! - [`Sandbox`] starts the server; [`Phone`] is one person's app, opened at the chat with the bot;
//! - [`State`] is all there is to observe: chats, what was asked of the API and how it was answered;
//! - [`Fault`] makes the service fail on order;
//! - [`page`] is the page of the demo.
//!
//! Two clocks are given at the start: *business* time stamps the messages, *system* time decides what expires
//! (a tap after 150 seconds, an unfetched message after 24 hours). May use `domain` and `clock` only.

mod acts;
mod api_error;
mod chat;
mod faults;
mod html;
mod listener;
mod markup;
mod message;
mod methods;
pub mod page;
mod params;
mod phone;
mod server;
mod start;
mod state;
mod updates;
mod wait;
mod webhook;

#[cfg(test)]
mod tests;

pub use chat::{Chat, ChatKind, Standing, TapAnswer};
pub use faults::{Fault, Gate};
pub use message::{Author, Button, Content, Entity, Message};
pub use phone::{ActionError, Phone};
pub use start::{Clock, Options, Sandbox, StartError};
pub use state::{Bot, BotProfile, Outcome, Profile, Request, State, StoredFile, WebhookState};
pub use updates::PendingUpdate;
pub use wait::WaitError;
