//! **rapport**: a Telegram bot that asks travelling sales reps once a day how it went, turns their free-text
//! answers into customers, opportunities, orders and next steps in PostgreSQL, and how promptly and fully they
//! answer into fair KPIs.
//!
//! The rooms of the house, and what each may use (kept by `tests/it/house.rs`):
//!
//! | room | may use |
//! | --- | --- |
//! | [`domain`] | nothing of ours |
//! | [`parse`], [`say`] | domain |
//! | [`store`] | domain |
//! | [`clock`] | domain, store |
//! | [`flow`] | domain, parse, say, store |
//! | [`telegram`] | domain |
//! | [`metrics`] | nothing of ours |
//! | [`work`] | flow, store, telegram, domain, clock, metrics |
//! | [`web`] | flow, store, say, domain, clock, metrics |
//! | [`sandbox`] | domain, clock |
//! | [`pg`] | nothing of ours |
//! | [`app`], [`cli`], [`config`] | all |

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod flow;
pub mod metrics;
pub mod parse;
pub mod pg;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod say;
pub mod store;
pub mod telegram;
pub mod web;
pub mod work;
