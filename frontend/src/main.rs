//! The `rholang-language-server` binary.

#![forbid(unsafe_code)]

fn main() {}
