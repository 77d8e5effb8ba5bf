//! End-to-end tests of the language server: the real binary, over its standard streams.
//!
//! # How to write a test
//!
//! A *fixture* is a text that holds the files of a workspace. Each begins with a header; `$0` marks
//! the cursor and is not part of the file:
//!
//! ```text
//! //- /folder/a.rho
//! new x in { $0x!(1) }
//! //- /b.metta open
//! !(f 1)
//! ```
//!
//! A text without headers is one file `/main.rho`. All files are written to a fresh folder, which is
//! the workspace; those with a cursor and those marked `open` are opened in the editor. A header
//! `//- /folder/ root` makes a folder a workspace folder; then the fresh folder itself is none.
//!
//! The functions of [`feature`] start a server for a fixture, ask at the cursor, and return the answer
//! as text, to be compared with `expect_test`:
//!
//! ```text
//! check(&definition("new x in { $0x!(1) }"), expect![[r#"main.rho 0:4 `x`"#]]);
//! ```
//!
//! `UPDATE_EXPECT=1 cargo test -p rholang-language-server --test server` writes the answers into the
//! tests. Tests of the protocol itself use [`client::Client`] directly. Everything that waits has a
//! timeout, so no test hangs.

mod cancellation;
mod client;
mod configuration;
mod connections;
mod diagnostics;
mod documents;
mod encodings;
mod feature;
mod files;
mod fixture;
mod flags;
mod introspection;
mod lifecycle;
mod messages;
mod progress;
mod requests;
mod session;
