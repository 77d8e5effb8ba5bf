//! The diagnostics of MeTTa.
//!
//! Errors are what hyperon's reader rejects (`metta.md` 1.1 of the fact sheets). Everything else is
//! a legal program: an unknown name is data, and a form that cannot be evaluated stands for itself.
//! So warnings are about forms that are sure to do nothing, or to give an error, when they run.

use crate::diagnostic::codes;

codes! {
    // ---- the reader ----

    Error SYNTAX_UNEXPECTED = "syntax-unexpected" {
        message: "this character cannot be read here; remove it",
        explanation: "The text cannot be read from this place on. Null characters are the usual reason.",
        example: "(f \u{0})",
    }

    Error SYNTAX_UNCLOSED_BRACKET = "syntax-unclosed-bracket" {
        message: "this `(` is never closed",
        explanation: "Every `(` needs its `)`. Where several could be the unclosed one, indentation decides: a `(` or \
            `!(` in the first column begins a new top-level form, so the forms that are open there lack their brackets.",
        example: "(= (f $x) (g $x)",
    }

    Error SYNTAX_UNEXPECTED_BRACKET = "syntax-unexpected-bracket" {
        message: "this `)` closes nothing",
        explanation: "No expression is open at this place. The reader gives up here and ignores the rest of the file.",
        example: "(= (f) 1))",
    }

    Error SYNTAX_UNCLOSED_STRING = "syntax-unclosed-string" {
        message: "this string is never closed",
        explanation: "A string runs from `\"` to the next `\"` that has no backslash before it; it may span lines. A `\"` \
            inside a word is part of the word and begins no string.",
        example: "!(println! \"hello)",
    }

    #[harmless(true)]
    Error SYNTAX_INVALID_ESCAPE = "syntax-invalid-escape" {
        message: "`{0}` is not an escape sequence; strings know `\\n`, `\\r`, `\\t`, `\\\"`, `\\'`, `\\\\`, `\\x00` to `\\x7F` and `\\u{..}`",
        explanation: "The reader rejects the program at any other character after a backslash in a string. `\\x` takes two \
            hexadecimal digits up to 7F, `\\u` up to eight in braces, which must be the number of a character.",
        example: "(name \"C:\\data\")",
    }

    #[harmless(true)]
    Error SYNTAX_INTEGER_OVERFLOW = "syntax-integer-overflow" {
        message: "this integer does not fit into 64 bits; write it with a decimal point to get a floating-point number",
        explanation: "Integers lie between -9223372036854775808 and 9223372036854775807. The reader rejects the whole \
            program at a larger one.",
        example: "(mass 9223372036854775808)",
    }

    #[harmless(true)]
    Error SYNTAX_RESERVED_HASH = "syntax-reserved-hash" {
        message: "a variable cannot contain `#`",
        explanation: "The sign is reserved for the names that the interpreter makes up. The reader rejects the program.",
        example: "(= (f $x#1) $x#1)",
    }

    // ---- words that are not what they seem ----

    Hint SUSPICIOUS_SEMICOLON = "suspicious-semicolon" {
        message: "the `;` is part of the variable's name; put a space before it to begin a comment",
        explanation: "White space and brackets end a variable, and nothing else does. A semicolon ends every other word.",
        example: "(= (f $x;note\n) $x;note\n)",
    }

    Warning FUSED_BANG = "fused-bang" {
        message: "`{0}` is one symbol that is stored and not evaluated; put a space after the `!`",
        explanation: "A `!` evaluates the next form if it stands alone or before a bracket. `!name` is an ordinary word. \
            (MeTTaTron reads it as an evaluation.)",
        example: "!main",
    }

    Warning DIALECT_TOKEN = "dialect-token" {
        message: "MeTTaTron reads `{0}` as {1}",
        explanation: "Programs inside Rholang strings run on MeTTaTron, which cuts text into smaller words than hyperon: \
            names hold ASCII letters, digits and `_ ' - + * /`, and begin with a letter or one of `+ - * /`. A `!`, `?` or \
            `'` is an operator on the form after it wherever it stands. Nothing else says that the program has \
            become another one.",
        example: "!(println! \"hello\")",
    }

    Warning SLASH_COMMENT = "slash-comment" {
        message: "`//` begins no comment in MeTTa; comments begin with `;`",
        explanation: "Inside a Rholang string, comments are those of MeTTa. These words are part of the program.",
        example: "// twice as much\n(= (double $x) (* 2 $x))",
    }

    Warning NESTED_BANG = "nested-bang" {
        message: "this `!` evaluates nothing: inside an expression it is a symbol like any other; remove it",
        explanation: "Only at the top level does `!` evaluate the next form. Inside an expression it adds one more \
            argument, and arguments are evaluated without it.",
        example: "!(println! !(+ 1 2))",
    }

    Warning MISPLACED_EVALUATION = "misplaced-evaluation" {
        message: "this evaluation is inside another form; close that form before it",
        explanation: "A `!` in the first column is meant for the top level, but the brackets before it are not all closed. \
            Further down as many brackets are closed too often, so the file can be read, with another meaning.",
        example: "(= (f $x)\n   (g $x)\n!(f 1))",
    }

    Warning FORM_NOT_RUN = "form-not-run" {
        message: "`{0}` is stored and does not run; write `!` before the form",
        explanation: "A form at the top level is added to the space as it stands. This one is only useful for what it does.",
        example: "(println! \"hello\")",
    }

    // ---- calls ----

    Warning CALL_ARITY = "call-arity" {
        message: "the number of arguments of `{0}` is {1}, not {2}: the call gives an error",
        explanation: "A call of a function with a type `(-> ..)` is checked before it runs. If no declared type has this \
            number of parameters, the result is `(Error .. IncorrectNumberOfArguments)`.",
        example: "!(+ 1)",
    }

    Warning CALL_TYPE_MISMATCH = "call-type-mismatch" {
        message: "`{0}` takes a {1} here, and this is a {2}: the call gives an error",
        explanation: "A call of a function with a type `(-> ..)` is checked before it runs. If an argument fits no declared \
            type, the result is `(Error .. (BadArgType ..))`.",
        example: "!(+ 1 \"2\")",
    }

    Warning VARIABLE_SLOT = "variable-slot" {
        message: "`{0}` takes a variable here",
        explanation: "The parameter has the type `Variable`: the form binds the variable for the argument that comes after. \
            Anything else gives an error.",
        example: "!(map-atom (1 2 3) x (+ x 1))",
    }

    Warning FILTER_WITHOUT_EVAL = "filter-without-eval" {
        message: "wrap this predicate in `(eval ..)`: `filter-atom` does not evaluate it, and gives an error",
        explanation: "hyperon runs the predicate as an instruction, and a call is none: the result is \
            `(Error .. NoReturn)`. (MeTTaTron evaluates the predicate itself.)",
        example: "!(filter-atom (1 2 3) $v (> $v 1))",
    }

    // ---- forms ----

    Warning FORM_SHAPE = "form-shape" {
        message: "`{0}` is written {1}",
        explanation: "The form does not have the parts that it needs, so it gives an error or does nothing.",
        example: "!(let $x (+ $x 1))",
    }

    // ---- definitions ----

    Information CLAUSE_ARITY = "clause-arity" {
        message: "the number of parameters of `{0}` is {1} here and {2} in an earlier clause",
        explanation: "A call only reaches the clauses with its number of arguments. Clauses of different length are legal, \
            and often an oversight.",
        example: "(= (area $x) (* $x $x))\n(= (area $x $y $z) (* $x (* $y $z)))",
    }

    Information CLAUSE_TYPE_ARITY = "clause-type-arity" {
        message: "the number of parameters of `{0}` is {1} here and {2} in its type, so no call reaches this clause",
        explanation: "The type is checked before the clauses are tried: a call with the number of arguments of this clause \
            gives `(Error .. IncorrectNumberOfArguments)`.",
        example: "(: area (-> Number Number Number))\n(= (area $x) (* $x $x))",
    }

    Warning DUPLICATE_CLAUSE = "duplicate-clause" {
        message: "this clause repeats an earlier one, so each call gives its result twice; remove it",
        explanation: "All clauses that match a call apply. Two clauses that differ only in the names of their variables \
            give every result twice.",
        example: "(= (double $x) (* 2 $x))\n(= (double $y) (* 2 $y))",
    }

    #[absence(true)]
    Warning MISSPELLED_TYPE = "misspelled-type" {
        message: "nothing declares the type `{0}`; did you mean `{1}`?",
        explanation: "Types are ordinary symbols, so this one is a new type that no literal has. The names of built-in \
            types begin with a capital letter.",
        example: "(: area (-> number Number))",
    }

    Hint REGEX_TOKEN = "regex-token" {
        message: "`bind!` reads `{0}` as a regular expression, so it may match other words too",
        explanation: "The name that `bind!` takes is matched against each following word of the file as a regular \
            expression. The characters `. * + ? | ^ $ [ ] { } \\` have a meaning there.",
        example: "!(bind! &a.c (new-space))",
    }

    #[absence(true)]
    Hint ORPHAN_DOC = "orphan-doc" {
        message: "this documents `{0}`, which occurs nowhere else in the file",
        explanation: "`get-doc` and `help!` look the documentation up by this name.",
        example: "(@doc aera (@desc \"Area of a square\"))\n(= (area $x) (* $x $x))",
    }

    Hint DOC_PARAMETER_COUNT = "doc-parameter-count" {
        message: "the number of parameters of `{0}` is {1} in its documentation and {2} in its type",
        explanation: "`@params` holds one `@param` for each parameter, in order, in one more pair of brackets.",
        example: "(: area (-> Number Number Number))\n(@doc area\n  (@desc \"Area of a rectangle\")\n  \
            (@params ((@param \"Width\")))\n  (@return \"Area\"))",
    }

    // ---- names ----

    #[absence(true)]
    #[tag(Unnecessary)]
    Hint UNUSED_VARIABLE = "unused-variable" {
        message: "`{0}` occurs only here; a name that begins with `$_` says that this is intended",
        explanation: "A variable is the same throughout its top-level form. One that occurs once matches anything, and \
            nothing uses what it matched.",
        example: "(= (first $x $y) $x)",
    }

    Information REBOUND_VARIABLE = "rebound-variable" {
        message: "`{0}` already has a value here, so this is a comparison: there is no result if the values differ",
        explanation: "A variable is the same throughout its top-level form: an inner binder does not shadow an outer one, \
            it unifies with it. That holds for `$_` as well.",
        example: "!(let $x 1 (let $x 2 $x))",
    }

    #[absence(true)]
    Hint UNBOUND_SPACE = "unbound-space" {
        message: "nothing in this file binds `{0}`; create the space with `!(bind! {0} (new-space))`",
        explanation: "Names that begin with `&` are symbols like any other until `bind!` or `import!` gives them a value. \
            A symbol is no space.",
        example: "!(add-atom &facts (parent Tom Bob))",
    }

    #[absence(true)]
    Hint POSSIBLE_TYPO = "possible-typo" {
        message: "nothing in this file defines `{0}`, so the call stands for itself; did you mean `{1}`?",
        explanation: "An unknown name is data. The spelling is one letter away from a name of the standard library.",
        example: "!(car-atm (1 2 3))",
    }
}
