//! Standard output and standard error.

use std::fmt::Display;
use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};

/// Writes a line to standard error. If nobody reads it, there is nobody left to tell.
pub(super) fn complain(message: &dyn Display) {
    let _ = writeln!(anstream::stderr(), "{message}");
}

/// Whether output for people should have colours: on a terminal, unless the environment says
/// otherwise (`NO_COLOR`, `CLICOLOR`, `CLICOLOR_FORCE`).
pub(super) fn wants_color() -> bool {
    AutoStream::choice(&io::stdout()) != ColorChoice::Never
}
