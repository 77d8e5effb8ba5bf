//! The `rholang-language-server` binary.

#![forbid(unsafe_code)]

use std::process::ExitCode;

/// The C library's allocator asks the system for each few kilobytes by which a worker's heap grows, and
/// takes a lock where a thread frees what another one has allocated.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    rholang_language_server::command::run()
}
