//! The integration tests: one binary, one module a story, over a real PostgreSQL.

mod pg;
mod support;
