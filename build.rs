//! Builds anew when a migration is added: `sqlx::migrate!` compiles them in, but sees only those that it knows.
#![allow(clippy::print_stdout, reason = "how a build script speaks to cargo")]

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
