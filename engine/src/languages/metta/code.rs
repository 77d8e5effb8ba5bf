//! The diagnostics of MeTTa.

use crate::diagnostic::codes;

codes! {
    Error SYNTAX_UNEXPECTED = "syntax-unexpected" {
        message: "`{0}` is not expected here",
        explanation: "The reader cannot make a form of this text.",
        example: "(f \u{0})",
    }
}
