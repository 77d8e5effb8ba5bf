//! The `rholang-language-server` binary.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    rholang_language_server::command::run()
}
