//! Language server and command line for Rholang and MeTTa.
//!
//! The engine works on text in memory and byte offsets. This crate is everything around it: files,
//! folders and streams, threads, JSON, terminals.
//!
//! | module | what it holds |
//! |---|---|
//! | [`command`] | the command line; one file per command |
//! | [`input`] | from paths to texts |
//! | [`report`] | diagnostics as excerpts for people and as JSON |
//! | [`tables`] | the engine's tables as S-expressions and as JSON |
//! | [`codes`] | all codes of diagnostics, for reference |
//! | [`bell`] | how a thread sleeps that takes from several channels |
//! | [`in_order`] | numbered pieces of work on the pool, with results in order |
//! | [`proto`] | from the engine's types to those of the Language Server Protocol, and back |
//! | [`server`] | the language server: main loop, documents, files, settings |
//! | [`request`] | one file per request of the language server |
//! | [`transport`] | the wire between client and server |

#![forbid(unsafe_code)]

pub mod bell;
pub mod codes;
pub mod command;
pub mod in_order;
pub mod input;
pub mod proto;
pub mod report;
pub mod request;
pub mod server;
pub mod tables;
pub mod transport;
