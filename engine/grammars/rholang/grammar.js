/**
 * @file Rholang grammar for tree-sitter
 * @license Apache-2.0
 */

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

// A repetition costs the generated parser two reductions for each item, so the first two items of
// a list are spelled out: most lists in real programs are no longer than that.
const commaSeparated = (item) =>
  choice(item, seq(item, ",", item, repeat(seq(",", item))));

// Items, then an optional comma, then an optional remainder. The comma between the last item and
// the remainder may be left out.
const itemsThenRemainder = (item, remainder) =>
  choice(
    field("remainder", remainder),
    seq(
      commaSeparated(item),
      optional(","),
      optional(field("remainder", remainder)),
    ),
  );

const optionalArguments = ($) =>
  optional(seq(commaSeparated(field("arguments", $._process)), optional(",")));

// The left side is never a process that ends with another one: such a process takes the operator
// itself. A percent sign has precedence over a placeholder such as `%NAME`, which may start a
// process.
const binary = ($, right) =>
  choice(
    ...[
      [prec.left, "or", choice("or", "||")],
      [prec.left, "and", choice("and", "&&")],
      [prec.left, "equality", choice("==", "!=")],
      [prec.right, "equality", "matches"],
      [prec.left, "comparison", choice("<", "<=", ">", ">=")],
      [prec.left, "addition", choice("+", "++", "--")],
      [prec.left, "subtraction", "-"],
      [
        prec.left,
        "multiplication",
        choice("*", "/", token(prec(1, "%")), token(prec(1, "%%"))),
      ],
    ].map(([associate, power, operator]) =>
      associate(
        power,
        seq(
          field(
            "left",
            choice(
              $.binary_expression,
              $.unary_expression,
              $._closed,
              $._operand,
            ),
          ),
          field("operator", operator),
          field("right", right),
        ),
      ),
    ),
  );

const unary = (operand) =>
  prec(
    "unary",
    seq(field("operator", choice("not", "-")), field("operand", operand)),
  );

// All kinds of numbers, without a sign. A dot must be followed by a digit or by the suffix of a
// sized number, so that `1.toString()` and `[1...rest]` keep their dots.
const NUMBER = (() => {
  const mantissa = "([0-9]+\\.[0-9]*|\\.[0-9]+|[0-9]+)";
  const exponent = "([eE][+-]?[0-9]+)";
  return new RegExp(
    [
      "[0-9]+([iu][1-9][0-9]*|[nr])?",
      `${mantissa}${exponent}?f(32|64|128|256)`,
      `${mantissa}p[0-9]+`,
      `[0-9]*\\.[0-9]+${exponent}?`,
      `[0-9]+${exponent}`,
    ].join("|"),
  );
})();

module.exports = grammar({
  name: "rholang",

  word: ($) => $.identifier,

  // Three patterns for blanks, where one would do: the generated lexer then tests for a line feed
  // and a space before it tests for the first character of any token, and the C compiler can turn
  // the tests that follow into one jump.
  extras: ($) => [
    /\n+/,
    / +/,
    /[\t\r\f\v]+/,
    $.line_comment,
    $.block_comment,
    $.unclosed_comment,
    $.doc_comment,
  ],

  // These words are never identifiers, not even as names of methods. All other words of the
  // language are keywords only where an identifier cannot stand.
  reserved: {
    global: ($) => [
      "new",
      "if",
      "else",
      "let",
      "match",
      "select",
      "contract",
      "for",
      "or",
      "and",
      "matches",
      "not",
      "bundle",
      "where",
      $.boolean_literal,
    ],
  },

  // A reduction is the dearest step of the generated parser, so rules that only choose between
  // other rules are inlined.
  inline: ($) => [
    $._process,
    $._single,
    $._term,
    $._body,
    $._marked,
    $._connective_operand,
    $._name,
    $._channel,
    $._source,
  ],

  // Where the body of a case is followed by a minus sign and digits, either the body goes on with
  // a subtraction or the pattern of the next case begins with a negative literal. Only the `=>`
  // after the pattern tells.
  conflicts: ($) => [
    [$._loose, $.binary_expression, $._open_binary],
    [$.case, $.binary_expression, $._open_binary],
    [$.par, $.binary_expression, $._open_binary],
    [$.new, $.binary_expression, $._open_binary],
    [$.if, $.binary_expression, $._open_binary],
    [$.let, $.binary_expression, $._open_binary],
    [$.send_sync, $.binary_expression, $._open_binary],
    [$.method_send, $.binary_expression, $._open_binary],
  ],

  // Tightest first. Nothing orders "subtraction" and the processes that end with another process:
  // see `conflicts`. Nothing orders "subtraction" and "addition" either, so that they associate
  // to the left with each other.
  precedences: (_) => [
    [
      "negation",
      "conjunction",
      "disjunction",
      "method",
      "quote",
      "unary",
      "multiplication",
      "addition",
      "comparison",
      "equality",
      "and",
      "or",
      "else",
      "prefix",
      "process",
    ],
    [
      "unary",
      "multiplication",
      "subtraction",
      "comparison",
      "equality",
      "and",
      "or",
    ],
  ],

  rules: {
    source_file: ($) => seq(optional($.shebang), optional($._process)),

    shebang: (_) => token.immediate(/#![^\n]*/),

    // ---- processes -----------------------------------------------------------------------------

    _process: ($) => choice($.par, $._single),

    par: ($) =>
      prec(
        "process",
        seq(
          $._single,
          "|",
          $._single,
          repeat(prec("process", seq("|", $._single))),
        ),
      ),

    // Every process except a parallel composition.
    _single: ($) => choice($._loose, $._closed, $._operand),

    _loose: ($) =>
      prec("prefix", choice($.binary_expression, $.unary_expression, $._open)),

    // Processes that end with another process, which takes every operator that follows.
    _open: ($) =>
      choice(
        $.new,
        $.if,
        $.let,
        $.send_sync,
        $.method_send,
        alias($._open_binary, $.binary_expression),
        alias($._open_unary, $.unary_expression),
      ),

    // Processes that end with a closing token.
    _closed: ($) =>
      choice($.send, $.for, $.contract, $.match, $.select, $.bundle, $.agent),

    // What may stand before a method call or a connective.
    _marked: ($) => choice($._operand, $._closed),

    // What `@` may quote.
    _operand: ($) =>
      choice(
        $.method_call,
        $.parenthesized_expression,
        $.eval,
        $.variable_reference,
        $.disjunction,
        $.conjunction,
        $.negation,
        $.negative_literal,
        $.number_literal,
        $.string_literal,
        $.uri_literal,
        $.boolean_literal,
        $.nil,
        $.simple_type,
        $.bigint_call,
        $.unit,
        $.tuple,
        $.list,
        $.set,
        $.map,
        $.pathmap,
        $.block,
        // In `@x!(1)` the channel is `@x`: quoting wins over sending.
        prec(
          "quote",
          choice(
            $.identifier,
            $._agent_identifier,
            $.wildcard,
            $.template_placeholder,
          ),
        ),
      ),

    block: ($) => seq("{", field("body", $._process), "}"),

    // The language wants a process between these braces. An empty pair is kept as a block, so
    // that an analysis can say so in its own words.
    _body: ($) => choice($.block, alias($._empty_block, $.block)),
    _empty_block: (_) => seq("{", "}"),

    new: ($) =>
      prec(
        "prefix",
        seq(
          "new",
          commaSeparated(field("declarations", $.name_declaration)),
          optional(","),
          "in",
          field("body", $._single),
        ),
      ),

    name_declaration: ($) =>
      seq(
        field("name", $.identifier),
        optional(seq("(", field("uri", $.uri_literal), ")")),
      ),

    // An `else` belongs to the nearest `if`.
    if: ($) =>
      choice(
        prec(
          "prefix",
          seq(
            "if",
            "(",
            field("condition", $._process),
            ")",
            field("consequence", $._single),
          ),
        ),
        prec(
          "else",
          seq(
            "if",
            "(",
            field("condition", $._process),
            ")",
            field("consequence", $._single),
            "else",
            field("alternative", $._single),
          ),
        ),
      ),

    let: ($) =>
      prec(
        "prefix",
        seq(
          "let",
          field("declarations", $.let_declaration),
          choice(
            repeat(seq(";", field("declarations", $.let_declaration))),
            repeat1(seq("&", field("declarations", $.let_declaration))),
          ),
          "in",
          field("body", $._single),
        ),
      ),

    let_declaration: ($) =>
      choice(
        seq($._formals, "<-", commaSeparated(field("values", $._process))),
        seq(field("names", $.identifier), "=", field("values", $._process)),
      ),

    bundle: ($) =>
      seq(
        choice("bundle", "bundle+", "bundle-", "bundle0"),
        field("body", $._body),
      ),

    match: ($) =>
      seq(
        "match",
        field("value", $._term),
        "{",
        repeat1(field("cases", $.case)),
        "}",
      ),

    // Expressions, as opposed to sends, receives and declarations.
    _term: ($) =>
      choice(
        $.binary_expression,
        alias($._open_binary, $.binary_expression),
        $.unary_expression,
        alias($._open_unary, $.unary_expression),
        $._operand,
      ),

    case: ($) =>
      prec(
        "process",
        seq(
          field("pattern", $._process),
          optional(field("guard", $.guard)),
          "=>",
          field("body", $._process),
        ),
      ),

    guard: ($) => seq("where", field("condition", $._process)),

    select: ($) =>
      seq("select", "{", repeat1(field("branches", $.branch)), "}"),

    branch: ($) =>
      seq(
        field("binds", $.select_bind),
        choice(
          repeat(seq(";", field("binds", $.select_bind))),
          repeat1(seq("&", field("binds", $.select_bind))),
        ),
        optional(field("guard", $.guard)),
        "=>",
        field("body", $._single),
      ),

    select_bind: ($) => seq($._formals, "<-", field("source", $._source)),

    contract: ($) =>
      seq(
        "contract",
        field("channel", $._name),
        "(",
        optional($._formals),
        ")",
        "=",
        field("body", $._body),
      ),

    for: ($) =>
      seq(
        "for",
        "(",
        field("receipts", $.receipt),
        repeat(seq(";", field("receipts", $.receipt))),
        ")",
        field("body", $._body),
      ),

    receipt: ($) =>
      seq(
        field("binds", $._bind),
        repeat(seq("&", field("binds", $._bind))),
        optional(field("guard", $.guard)),
      ),

    _bind: ($) => choice($.linear_bind, $.repeated_bind, $.peek_bind),

    linear_bind: ($) =>
      seq(optional($._formals), "<-", field("source", $._source)),
    repeated_bind: ($) =>
      seq(optional($._formals), "<=", field("source", $._name)),
    peek_bind: ($) =>
      seq(optional($._formals), "<<-", field("source", $._name)),

    _source: ($) =>
      choice(
        $._name,
        $.receive_send_source,
        $.send_receive_source,
        $.method_source,
      ),

    receive_send_source: ($) => seq(field("channel", $._name), "?!"),

    send_receive_source: ($) =>
      seq(field("channel", $._name), "!?", "(", optional($._arguments), ")"),

    method_source: ($) =>
      seq(
        field("channel", $._name),
        "!",
        field("method", $.identifier),
        "(",
        optional($._arguments),
        ")",
      ),

    // Most argument lists belong to a send. This one is spelled out rather than shared, which
    // saves a reduction for each send.
    send: ($) =>
      prec(
        "prefix",
        seq(
          field("channel", $._channel),
          choice("!", "!!"),
          "(",
          optionalArguments($),
          ")",
        ),
      ),

    send_sync: ($) =>
      prec(
        "prefix",
        seq(
          field("channel", $._channel),
          "!?",
          "(",
          optional($._arguments),
          ")",
          choice(
            alias($._terminator, "."),
            seq(";", field("continuation", $._single)),
          ),
        ),
      ),

    method_send: ($) =>
      prec(
        "prefix",
        seq(
          field("channel", $._channel),
          "!",
          field("method", $.identifier),
          "(",
          optional($._arguments),
          ")",
          choice(
            alias($._terminator, "."),
            seq(";", field("continuation", $._single)),
          ),
        ),
      ),

    // The dot after a synchronous send is a token of its own: any process may follow it, but only
    // a name may follow the dot of a method call. With one token for both, the generator would
    // have to keep many states apart.
    _terminator: (_) => token(prec(1, ".")),

    // `agent` starts a declaration only before a name; elsewhere it is an identifier.
    agent: ($) =>
      prec(
        "negation",
        seq(
          "agent",
          field("name", $._name),
          "{",
          field("declarations", $._agent_declaration),
          repeat(seq("|", field("declarations", $._agent_declaration))),
          "}",
        ),
      ),

    _agent_declaration: ($) =>
      choice(
        $.constructor_declaration,
        $.method_declaration,
        $.default_declaration,
      ),

    constructor_declaration: ($) =>
      seq(
        "constructor",
        "(",
        optional($._formals),
        ")",
        field("body", $._body),
      ),

    method_declaration: ($) =>
      seq(
        optional("private"),
        "method",
        field("name", $.identifier),
        "(",
        optional($._formals),
        ")",
        field("body", $._body),
      ),

    default_declaration: ($) =>
      seq(
        optional("private"),
        "default",
        "(",
        optional($._formals),
        ")",
        field("body", $._body),
      ),

    // ---- names ---------------------------------------------------------------------------------

    _name: ($) =>
      choice($.identifier, $.wildcard, $.quote, $.template_placeholder),

    _channel: ($) => choice($._name, $._agent_identifier),

    // The lexer takes `agent` for a keyword wherever a process may start.
    _agent_identifier: ($) => prec("quote", alias("agent", $.identifier)),

    quote: ($) => prec("quote", seq("@", field("operand", $._operand))),

    _formals: ($) =>
      itemsThenRemainder(
        field("names", $._name),
        alias($._name_remainder, $.remainder),
      ),

    _name_remainder: ($) =>
      seq("...", "@", field("variable", choice($.identifier, $.wildcard))),

    _arguments: ($) =>
      seq(commaSeparated(field("arguments", $._process)), optional(",")),

    // ---- expressions ---------------------------------------------------------------------------

    binary_expression: ($) =>
      binary(
        $,
        choice(
          $.binary_expression,
          $.unary_expression,
          $._closed,
          $._operand,
        ),
      ),

    // The right side takes every operator that follows, so this is never a left side.
    _open_binary: ($) => binary($, $._open),

    unary_expression: ($) =>
      unary(choice($.unary_expression, $._closed, $._operand)),

    _open_unary: ($) => unary($._open),

    method_call: ($) =>
      prec(
        "method",
        seq(
          field("receiver", $._marked),
          ".",
          field("method", $.identifier),
          "(",
          optional($._arguments),
          ")",
        ),
      ),

    parenthesized_expression: ($) =>
      seq("(", field("body", $._process), ")"),

    eval: ($) => seq("*", field("name", $._name)),

    variable_reference: ($) =>
      seq("=", optional("*"), field("name", $.identifier)),

    disjunction: ($) =>
      prec.left(
        "disjunction",
        seq(
          field("left", $._marked),
          "\\/",
          field("right", $._connective_operand),
        ),
      ),

    conjunction: ($) =>
      prec.left(
        "conjunction",
        seq(
          field("left", $._marked),
          "/\\",
          field("right", $._connective_operand),
        ),
      ),

    negation: ($) =>
      prec("negation", seq("~", field("operand", $._connective_operand))),

    _connective_operand: ($) =>
      choice(
        $._operand,
        $._closed,
        alias($._connective_unary, $.unary_expression),
      ),

    _connective_unary: ($) => unary($._connective_operand),

    // ---- collections ---------------------------------------------------------------------------

    unit: (_) => seq("(", ")"),

    tuple: ($) =>
      seq(
        "(",
        field("elements", $._process),
        choice(
          ",",
          seq(repeat1(seq(",", field("elements", $._process))), optional(",")),
        ),
        ")",
      ),

    list: ($) => seq("[", optional($._elements), "]"),

    set: ($) => seq("Set", "(", optional($._elements), ")"),

    pathmap: ($) => seq("{|", optional($._elements), "|}"),

    map: ($) =>
      seq(
        "{",
        optional(itemsThenRemainder(field("entries", $.map_entry), $.remainder)),
        "}",
      ),

    map_entry: ($) =>
      seq(field("key", $._process), ":", field("value", $._process)),

    _elements: ($) =>
      itemsThenRemainder(field("elements", $._process), $.remainder),

    remainder: ($) =>
      seq("...", field("variable", choice($.identifier, $.wildcard))),

    // ---- leaves --------------------------------------------------------------------------------

    bigint_call: ($) =>
      prec("method", seq("BigInt", "(", field("value", $.number_literal), ")")),

    // The sign belongs to the literal only where a process starts and the digits follow at once,
    // so that `n -1` stays a subtraction and `-1.toString()` calls a method of -1.
    negative_literal: ($) =>
      seq("-", alias(token.immediate(prec(1, NUMBER)), $.number_literal)),

    number_literal: (_) => NUMBER,

    string_literal: (_) => /"([^"\\]|\\[\s\S])*"/,

    uri_literal: (_) => /`([^`\\]|\\[\s\S])*`/,

    boolean_literal: (_) => token(choice("true", "false")),

    nil: (_) => "Nil",

    wildcard: (_) => "_",

    simple_type: (_) =>
      prec(
        "prefix",
        choice(
          token(choice("Bool", "Int", "String", "Uri", "ByteArray")),
          "BigInt",
        ),
      ),

    // ASCII and other letters are kept apart, so that the generated lexer tests for the few
    // ranges of ASCII before it searches the hundreds of ranges of Unicode.
    identifier: (_) => {
      const ascii = "[A-Za-z0-9_']";
      const other = "[\\p{L}&&[^A-Za-z]]";
      const rest = `(${ascii}+|${other}+)*`;
      return new RustRegex(
        `[A-Za-z']${rest}|${other}${rest}|_(${ascii}|${other})${rest}`,
      );
    },

    template_placeholder: (_) =>
      token(
        choice(/\$\$[A-Za-z_][A-Za-z0-9_]*\$\$/, /%[0-9]*[A-Z_][A-Z0-9_]*/),
      ),

    // ---- comments ------------------------------------------------------------------------------

    // Two slashes, or four and more.
    line_comment: (_) =>
      token(choice(/\/\/([^\/\n][^\n]*)?/, /\/\/\/\/[^\n]*/)),

    // `/**/`, one star, or three and more.
    // A comment that is never closed reaches to the end of the text. It is a token of its own, so that
    // the text after its sign is read once and not taken for a program. Where a comment is closed, the
    // tokens of closed comments are one character longer and win.
    unclosed_comment: (_) => token(/\/\*([^*]|\*+[^*\/])*\**/),

    block_comment: (_) =>
      token(
        choice(
          /\/\*\*\//,
          /\/\*[^*]([^*]|\*+[^*\/])*\*+\//,
          /\/\*\*\*+([^*\/]([^*]|\*+[^*\/])*\*+)?\//,
        ),
      ),

    // Exactly three slashes, or exactly two stars.
    doc_comment: (_) =>
      token(
        choice(
          /\/\/\/([^\/\n][^\n]*)?/,
          /\/\*\*[^*\/]([^*]|\*+[^*\/])*\*+\//,
        ),
      ),
  },
});
