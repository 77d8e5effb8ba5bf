//! End-to-end tests of the command line: each runs the built binary in a folder of its own and
//! compares all that it prints. `UPDATE_EXPECT=1` rewrites the expectations.

mod check;
mod excerpts;
mod explain;
mod folders;
mod json;
mod parse;
mod robustness;
mod sandbox;
mod text;
mod usage;
