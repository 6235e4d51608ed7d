//! The integration tests: one binary, one module a story, over a real PostgreSQL.

// Clippy takes only the functions marked as tests for tests; here all code is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

mod catalogue;
mod cli;
mod clock;
mod database;
mod figures;
mod house;
mod pg;
mod replies;
mod say;
mod schedule;
mod store;
mod story;
mod support;
mod traffic;
