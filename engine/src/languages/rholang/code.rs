//! The diagnostics of Rholang.
//!
//! Errors are what the current node rejects (`rholang.md` sections 4.1 and 4.2 of the fact sheets);
//! warnings are legal programs that are sure to misbehave or that the node does not support.

use crate::diagnostic::codes;

codes! {
    // ---- syntax ----

    Error SYNTAX_UNEXPECTED = "syntax-unexpected" {
        message: "`{0}` is not expected here{1}{2}",
        explanation: "The text cannot be read as a process from this place on. Processes that run side by side are \
            joined with `|`, and every construct has its own punctuation.",
        example: "new x in { x!(1) x!(2) }",
    }

    Error SYNTAX_MISSING = "syntax-missing" {
        message: "{0} is missing here",
        explanation: "The construct before this place is incomplete without it.",
        example: "new x in { for (y <- ) { Nil } }",
    }

    Error SYNTAX_UNCLOSED_DELIMITER = "syntax-unclosed-delimiter" {
        message: "this `{0}` is never closed",
        explanation: "Every `(`, `[`, `{` and `{|` needs its partner. Where several openers could be the unclosed one, \
            indentation decides: the first closer that stands further left than its opener's line marks the culprit.",
        example: "new x in { x!(1)",
    }

    Error SYNTAX_UNEXPECTED_CLOSER = "syntax-unexpected-closer" {
        message: "this `{0}` closes nothing",
        explanation: "There is no open delimiter of this kind at this place.",
        example: "new x in { x!(1)) }",
    }

    Error SYNTAX_UNCLOSED_STRING = "syntax-unclosed-string" {
        message: "this string is never closed",
        explanation: "A string runs from `\"` to the next `\"` that has no backslash before it; it may span lines.",
        example: "new x in { x!(\"a) }",
    }

    Error SYNTAX_UNCLOSED_URI = "syntax-unclosed-uri" {
        message: "this URI is never closed",
        explanation: "A URI runs from one backquote to the next.",
        example: "new x(`rho:io:stdout) in { Nil }",
    }

    Error SYNTAX_UNCLOSED_COMMENT = "syntax-unclosed-comment" {
        message: "this comment is never closed",
        explanation: "A comment that begins with `/*` runs to the next `*/`. Comments do not nest.",
        example: "Nil\n/* a note",
    }

    Error SYNTAX_RESERVED_WORD = "syntax-reserved-word" {
        message: "`{0}` is a reserved word and cannot be a name",
        explanation: "The words `new if else let match select contract for or and matches not bundle true false where` \
            are reserved everywhere, also as names of methods.",
        example: "new match in { Nil }",
    }

    #[harmless(true)]
    Error SYNTAX_INVALID_ESCAPE = "syntax-invalid-escape" {
        message: "`{0}` is not an escape sequence; strings know `\\n`, `\\r`, `\\t`, `\\0`, `\\\"`, `\\\\` and decimal `\\123`",
        explanation: "The node's lexer rejects any other character after a backslash in a string.",
        example: "@\"c\"!(\"\\q\")",
    }

    #[harmless(true)]
    Error SYNTAX_EMPTY_BLOCK = "syntax-empty-block" {
        message: "a body cannot be empty; write `{ Nil }`",
        explanation: "Braces around a body must hold a process. An empty pair of braces is the empty map, which is \
            legal only where a process may stand.",
        example: "for (_ <- @\"c\") {}",
    }

    // ---- the program ----

    #[absence(true)]
    Error EMPTY_PROGRAM = "empty-program" {
        message: "a program is one process, and this file has none; the smallest is `Nil`",
        explanation: "The node rejects a file that holds only comments and white space.",
        example: "// nothing here",
    }

    #[alone(true)]
    Hint TEMPLATE_FILE = "template-file" {
        message: "this looks like a template, so it is not analysed as Rholang",
        explanation: "The file holds `{% .. %}` or `{{ name }}`, which a template engine replaces before the node sees it.",
        example: "{% if x %}\nNil\n{% endif %}",
    }

    // ---- names ----

    #[absence(true)]
    Error UNBOUND_VARIABLE = "unbound-variable" {
        message: "`{0}` is not bound; declare it with `new {0} in { .. }` or bind it in a pattern around this place",
        explanation: "Rholang is lexical: a name must be bound by `new`, a receive, a contract's formals, a case, a `let` \
            or an agent around its use. Inside a pattern, names of the surroundings are invisible except below `=`.",
        example: "@\"c\"!(x)",
    }

    #[absence(true)]
    Error UNBOUND_CONTRACT = "unbound-contract" {
        message: "`{0}` is not bound: a contract does not declare its own name; wrap it in `new {0} in { .. }`, or name it `@\"{0}\"`",
        explanation: "The channel of a contract is a use of a name like any other. It has to be declared around the contract.",
        example: "contract f(x) = { Nil }",
    }

    #[absence(true)]
    Error UNBOUND_VARIABLE_REFERENCE = "unbound-variable-reference" {
        message: "`{0}` is not bound, so `={0}` has nothing to compare with",
        explanation: "In a pattern, `=x` matches the value of the process variable `x` around the pattern, and `=*x` the name `x`.",
        example: "match 1 { =z => Nil }",
    }

    Error NAME_USED_AS_PROCESS = "name-used-as-process" {
        message: "`{0}` is a name; write `{1}{0}` to use it as a process",
        explanation: "Names and processes are different sorts. `*x` is the process of the name `x`.",
        example: "new x in { @\"c\"!(x) }",
    }

    Error PROCESS_USED_AS_NAME = "process-used-as-name" {
        message: "`{0}` is a process; write `{1}{0}` to use it {2}",
        explanation: "Names and processes are different sorts. `@x` is the name of the process `x`.",
        example: "for (@x <- @\"c\") { x!(1) }",
    }

    Error DUPLICATE_BINDER = "duplicate-binder" {
        message: "`{0}` is already bound in this pattern; use another name, or `_` if the value does not matter",
        explanation: "Patterns are linear: a variable may occur once in all patterns that are matched together. To ask for \
            equal values, bind one and compare, or use `=x` in a later pattern.",
        example: "for (x, x <- @\"c\") { Nil }",
    }

    Error DUPLICATE_NAME_DECLARATION = "duplicate-name-declaration" {
        message: "`{0}` is declared twice in this `new`",
        explanation: "The names of one `new` must differ.",
        example: "new x, x in { Nil }",
    }

    #[absence(true)]
    #[tag(Unnecessary)]
    Warning UNUSED_BINDER = "unused-binder" {
        message: "`{0}` is never used; {1}",
        explanation: "Nothing refers to this name. A leading underscore says that this is intended.",
        example: "new x in { Nil }",
    }

    Hint SHADOWED_BINDER = "shadowed-binder" {
        message: "`{0}` hides an outer name of the same spelling",
        explanation: "This is legal; the outer name cannot be used where the inner one is visible.",
        example: "new x in { x!(1) | new x in { x!(2) } }",
    }

    Hint UNUSUAL_IDENTIFIER = "unusual-identifier" {
        message: "the current node does not read `{0}` as a name; use ASCII letters, digits, `_` and `'`, beginning with a letter",
        explanation: "Older versions of Rholang allow names that begin with `'` or hold letters beyond ASCII. The grammar of \
            the current node does not.",
        example: "new 'key in { 'key!(1) }",
    }

    // ---- patterns ----

    Error WILDCARD_OUTSIDE_PATTERN = "wildcard-outside-pattern" {
        message: "`_` stands for any value and has a meaning only in patterns",
        explanation: "A wildcard matches something and binds nothing, so there is no value to use.",
        example: "@\"c\"!(_)",
    }

    Error CONNECTIVE_OUTSIDE_PATTERN = "connective-outside-pattern" {
        message: "`{0}` combines patterns and has no meaning here; for values use `and`, `or`, `not`",
        explanation: "The logical connectives `/\\`, `\\/` and `~` may occur only in patterns.",
        example: "@\"c\"!(1 \\/ 2)",
    }

    Error CONNECTIVE_IN_RECEIVE_PATTERN = "connective-in-receive-pattern" {
        message: "a receive cannot match with `{0}`; bind a variable and use `match` in the body",
        explanation: "The patterns of `for`, `contract` and concurrent `let` allow `/\\` and the names of types, but neither \
            `\\/` nor `~`, because the tuple space could not find matching messages.",
        example: "for (@{~Nil} <- @\"c\") { Nil }",
    }

    Error REMAINDER_OUTSIDE_PATTERN = "remainder-outside-pattern" {
        message: "`...` takes the rest of a collection and has a meaning only in patterns; to join lists use `++`",
        explanation: "Outside patterns the variable after `...` would be free, even if a variable of that name is bound.",
        example: "match [1] { [h ...t] => @\"c\"!([h ...t]) }",
    }

    Error INVALID_BUNDLE_CONTENT = "invalid-bundle-content" {
        message: "a bundle cannot hold {0} here",
        explanation: "The body of a bundle has no logical connective or name of a type at its top, and a bundle inside a \
            pattern has no variables or wildcards.",
        example: "for (@{bundle+{x}} <- @\"c\") { Nil }",
    }

    // ---- receives and sends ----

    Error SAME_CHANNEL_JOIN = "same-channel-join" {
        message: "this channel is received from twice in one join; use `;` between the receives, or one receive with more parts",
        explanation: "The channels that `&` joins must differ. Channels are compared as terms, without evaluating anything.",
        example: "for (x <- @1 & y <- @1) { x!(*y) }",
    }

    Error COMPLEX_SOURCE_IN_JOIN = "complex-source-in-join" {
        message: "`{0}` must be the first source of its join, and every receive of the join must use `<-`",
        explanation: "The node handles the sources `c?!`, `c!?(..)` and `c!m(..)` only if the first bind of the `&` group has \
            one and no bind of the group uses `<=` or `<<-`.",
        example: "for (x <- @1 & y <- @2!?(1)) { x!(*y) }",
    }

    Warning MIXED_ARROWS = "mixed-arrows" {
        message: "this arrow differs from the join's first; the node uses the first arrow for all receives of the join",
        explanation: "All receives that `&` joins should have the same arrow.",
        example: "for (x <- @1 & y <= @2) { x!(*y) }",
    }

    Warning IGNORED_GUARD = "ignored-guard" {
        message: "the node ignores this guard because the first source of the join is not a plain channel",
        explanation: "A `where` after a receive whose first source is `c?!`, `c!?(..)` or `c!m(..)` is dropped, so the body runs \
            whatever the condition says. Test the condition in the body instead.",
        example: "for (@x <- @1!?(2) where x > 1) { @3!(x) }",
    }

    #[absence(true)]
    Warning ARITY_MISMATCH = "arity-mismatch" {
        message: "wrong number of message parts on `{0}`: {1} sent, but its receives expect {2}",
        explanation: "All uses of the channel are visible, and none of its receives takes a message of this length, so the \
            message stays in the tuple space for ever.",
        example: "new c in { c!(1, 2) | for (x <- c) { x!(1) } }",
    }

    #[absence(true)]
    Warning ARITY_NEVER_SENT = "arity-never-sent" {
        message: "wrong number of message parts on `{0}`: {1} expected, but its sends have {2}",
        explanation: "All uses of the channel are visible, and none of its sends has as many parts as this receive expects, so \
            its body never runs.",
        example: "new c in { c!(1, 2) | for (x, y <- c) { x!(*y) } | for (x <- c) { x!(1) } }",
    }

    // ---- built-ins ----

    Warning UNKNOWN_SYSTEM_CHANNEL = "unknown-system-channel" {
        message: "the node has no system channel `{0}`{1}{2}",
        explanation: "`new` can bind only the system channels of the node; with another URI the deploy fails. Contracts of the \
            registry are found by sending their URI to `rho:registry:lookup`.",
        example: "new out(`rho:io:stdoot`) in { out!(1) }",
    }

    Warning SYSTEM_CHANNEL_ARITY = "system-channel-arity" {
        message: "wrong number of message parts for `{0}`: expected {1}, found {2}; nothing will receive the message",
        explanation: "System channels receive messages of one length only. A message of another length stays in the tuple \
            space without any effect.",
        example: "new out(`rho:io:stdout`) in { out!(1, 2) }",
    }

    Warning UNKNOWN_METHOD = "unknown-method" {
        message: "the node has no method `{0}`{1}{2}",
        explanation: "The expression fails with \"Unimplemented method\" when it is evaluated.",
        example: "@\"c\"!([1].lenght())",
    }

    Warning METHOD_ARITY = "method-arity" {
        message: "wrong number of arguments to `{0}`: expected {1}, found {2}",
        explanation: "The expression fails when it is evaluated.",
        example: "@\"c\"!([1].nth())",
    }

    Warning OPERATOR_TYPES = "operator-types" {
        message: "`{0}` is not defined for {1} and {2}",
        explanation: "Both operands are literals of types for which the node does not define the operator; evaluating it \
            fails. Arithmetic needs two numbers of the same type, `++` joins strings, lists, maps, sets and byte arrays.",
        example: "@\"c\"!(\"a\" + 1)",
    }

    // ---- literals and odd forms ----

    Error NUMBER_OUT_OF_RANGE = "number-out-of-range" {
        message: "`{0}` does not fit a 64-bit integer; write `{0}n` for an unbounded one",
        explanation: "Integers without a suffix range from -9223372036854775808 to 9223372036854775807.",
        example: "@\"c\"!(99999999999999999999)",
    }

    Error INVALID_NUMBER_WIDTH = "invalid-number-width" {
        message: "`{0}` is not a width of an integer; widths are powers of two from 8 bits on",
        explanation: "The number after `i` or `u` says how many bits the integer has.",
        example: "@\"c\"!(1i12)",
    }

    Warning ONE_TUPLE = "one-tuple" {
        message: "parentheses around this process make a tuple of one; use braces to group processes",
        explanation: "Parentheses group expressions. Around a send, receive or other process they build a tuple, so the process \
            becomes data and does not run.",
        example: "(@\"c\"!(1))",
    }

    Hint UNKNOWN_EMBEDDED_LANGUAGE = "unknown-embedded-language" {
        message: "no language is called `{0}`, so the string after this comment is read as text",
        explanation: "A comment such as `// @metta` or `// @language: metta` before a string says that the string is a \
            program. Settings can add languages.",
        example: "// @language: mettta\n@\"c\"!(\"(f)\")",
    }

    Error UNSUPPORTED_SELECT = "unsupported-select" {
        message: "the node does not implement `select`",
        explanation: "`select` is part of the grammar only; every node rejects a program that uses it.",
        example: "select { x <- @\"c\" => x!(1) }",
    }

    Error MALFORMED_LET = "malformed-let" {
        message: "{0} cannot be bound to {1}",
        explanation: "A declaration of `let` needs as many values as names on the left.",
        example: "let x, y <- 1 in { x!(*y) }",
    }

    Warning LET_WITH_SEVERAL_VALUES = "let-with-several-values" {
        message: "the current node reads only the first value of a `let` declaration; use one declaration for each, joined with `;`",
        explanation: "Older versions of Rholang allow `let x, y <- 1, 2`. The current node rejects it or drops values.",
        example: "let x, y <- 1, 2 in { x!(*y) }",
    }

    Error DUPLICATE_AGENT_MEMBER = "duplicate-agent-member" {
        message: "an agent has one {0}, and this is another",
        explanation: "An agent has exactly one constructor, one default and at most one private default.",
        example: "new A in { agent A { constructor() { Nil } | constructor() { Nil } | default() { Nil } } }",
    }

    #[absence(true)]
    Error MISSING_AGENT_MEMBER = "missing-agent-member" {
        message: "this agent needs a {0}",
        explanation: "An agent has exactly one constructor and one default; with private methods it also needs a private default.",
        example: "new A in { agent A { constructor() { Nil } } }",
    }
}
