//! rapport
fn main() {}
