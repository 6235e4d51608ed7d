//! The integration tests: one binary, one module a story, over a real PostgreSQL.

mod catalogue;
mod house;
mod pg;
mod support;
