//! The program: everything it does is in the library; see `rapport::cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    rapport::cli::main()
}
