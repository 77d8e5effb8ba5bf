//! Codes that any language may report.

use super::code::codes;

codes! {
    Error FILE_TOO_LARGE = "file-too-large" {
        message: "this file is larger than {0} MiB and is not analysed",
        explanation: "Analysis keeps several bytes in memory for each byte of text, so there is a limit on the \
            size of one file. Split the file, or keep generated data out of the source.",
        example: "",
    }

    Warning INTERNAL_FAULT = "internal-fault" {
        message: "a fault of the analysis itself; nothing is known of this text until it changes",
        explanation: "The analysis of a text has failed in a way that it never should. Other files are not \
            affected, and the text is analysed again when it changes. Please report the text that shows it.",
        example: "",
    }

    Hint UNKNOWN_SUPPRESSION = "unknown-suppression" {
        message: "`{0}` is not the code of a warning or hint, so nothing is silenced",
        explanation: "A comment `rholang-ls: allow(CODE)` silences the warnings and hints with that code on the \
            next line of program text. The code must be one of this list, and errors cannot be silenced.",
        example: "// rholang-ls: allow(no-such-code)\nNil",
    }
}
