//! Language server and command line for Rholang and MeTTa.

#![forbid(unsafe_code)]
