/**
 * @file Rholang grammar for tree-sitter
 * @license Apache-2.0
 */

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

const LETTER = "\\p{L}";

const commaSeparated1 = (rule) => seq(rule, repeat(seq(",", rule)));

// One or more items, then an optional comma, then an optional remainder. The comma between the last
// item and the remainder may be left out.
const itemsWithRemainder = ($, item) =>
  choice(
    field("remainder", $.remainder),
    seq(
      commaSeparated1(item),
      optional(","),
      optional(field("remainder", $.remainder)),
    ),
  );

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

  extras: ($) => [/\s/, $.line_comment, $.block_comment, $.doc_comment],

  reserved: {
    global: (_) => [
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
      "true",
      "false",
      "where",
    ],
  },

  inline: ($) => [$._closed_left, $._tight, $._name, $._source, $._body],

  conflicts: ($) => [[$._proc, $.binary_expression], [$.par, $.binary_expression]],

  precedences: (_) => [
    [
      "negation",
      "conjunction",
      "disjunction",
      "method",
      "quote",
      "unary",
      "multiplicative",
      "additive",
      "comparison",
      "equality",
      "and",
      "or",
      "prefix",
    ],
    ["multiplicative", "process"],
    ["conjunction", "disjunction", "method", "unit"],
  ],

  rules: {
    source_file: ($) => seq(optional($.shebang), optional($._proc)),

    shebang: (_) => token.immediate(/#![^\n]*/),

    // ---- processes -------------------------------------------------------------------------------

    _proc: ($) => choice($.par, prec("process", $._single)),

    par: ($) =>
      prec("process", seq($._single, repeat1(prec("process", seq("|", $._single))))),

    // Every process except a parallel composition.
    _single: ($) =>
      choice(
        $.binary_expression,
        $._prefixed,
        prec("unit", choice($._closed, $._operand)),
      ),

    // Processes that end with another process.
    _prefixed: ($) =>
      choice($.new, $.if, $.let, $.send_sync, $.method_send, $.unary_expression),

    // Processes whose end is marked, so that a method or a connective may follow them.
    _closed: ($) =>
      choice($.send, $.for, $.contract, $.match, $.select, $.bundle, $.agent),

    _expression: ($) => choice($.binary_expression, $.unary_expression, $._operand),

    _closed_left: ($) => choice($._operand, $._closed),
    _tight: ($) => choice($._operand, $._closed, $._prefixed),

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
        prec("quote", choice($.identifier, $.wildcard, $.template_placeholder)),
      ),

    block: ($) => seq("{", field("body", $._proc), "}"),

    // The language wants a process between these braces; an empty pair is kept as a block so that an
    // analysis can say so.
    _body: ($) => choice($.block, alias($._empty_block, $.block)),
    _empty_block: (_) => seq("{", "}"),

    new: ($) =>
      prec(
        "prefix",
        seq(
          "new",
          commaSeparated1(field("declarations", $.name_declaration)),
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

    if: ($) =>
      prec.right(
        "prefix",
        seq(
          "if",
          "(",
          field("condition", $._proc),
          ")",
          field("consequence", $._single),
          optional(seq("else", field("alternative", $._single))),
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
        seq($._formals, "<-", commaSeparated1(field("values", $._proc))),
        seq(field("names", $.identifier), "=", field("values", $._proc)),
      ),

    bundle: ($) =>
      seq(choice("bundle", "bundle+", "bundle-", "bundle0"), field("body", $._body)),

    match: ($) =>
      seq(
        "match",
        field("value", $._expression),
        "{",
        repeat1(field("cases", $.case)),
        "}",
      ),

    case: ($) =>
      seq(
        field("pattern", $._proc),
        optional(field("guard", $.guard)),
        "=>",
        field("body", $._proc),
      ),

    guard: ($) => seq("where", field("condition", $._proc)),

    select: ($) => seq("select", "{", repeat1(field("branches", $.branch)), "}"),

    branch: ($) =>
      seq(
        field("binds", $.select_bind),
        choice(
          repeat(seq(";", field("binds", $.select_bind))),
          repeat1(seq("&", field("binds", $.select_bind))),
        ),
        optional(field("guard", $.guard)),
        "=>",
        field("body", choice($.send, $._expression)),
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

    linear_bind: ($) => seq(optional($._formals), "<-", field("source", $._source)),
    repeated_bind: ($) => seq(optional($._formals), "<=", field("source", $._name)),
    peek_bind: ($) => seq(optional($._formals), "<<-", field("source", $._name)),

    _source: ($) =>
      choice($._name, $.receive_send_source, $.send_receive_source, $.method_source),

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

    send: ($) =>
      prec(
        "prefix",
        seq(
          field("channel", $._name),
          choice("!", "!!"),
          "(",
          optional($._arguments),
          ")",
        ),
      ),

    send_sync: ($) =>
      prec(
        "prefix",
        seq(
          field("channel", $._name),
          "!?",
          "(",
          optional($._arguments),
          ")",
          choice(".", seq(";", field("continuation", $._single))),
        ),
      ),

    method_send: ($) =>
      prec(
        "prefix",
        seq(
          field("channel", $._name),
          "!",
          field("method", $.identifier),
          "(",
          optional($._arguments),
          ")",
          choice(".", seq(";", field("continuation", $._single))),
        ),
      ),

    agent: ($) =>
      seq(
        "agent",
        field("name", $._name),
        "{",
        field("declarations", $._agent_declaration),
        repeat(seq("|", field("declarations", $._agent_declaration))),
        "}",
      ),

    _agent_declaration: ($) =>
      choice($.constructor_declaration, $.method_declaration, $.default_declaration),

    constructor_declaration: ($) =>
      seq("constructor", "(", optional($._formals), ")", field("body", $._body)),

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

    // ---- names -----------------------------------------------------------------------------------

    _name: ($) => choice($.identifier, $.wildcard, $.quote, $.template_placeholder),

    quote: ($) => prec("quote", seq("@", field("operand", $._operand))),

    _formals: ($) =>
      choice(
        field("remainder", alias($._name_remainder, $.remainder)),
        seq(
          commaSeparated1(field("names", $._name)),
          optional(","),
          optional(field("remainder", alias($._name_remainder, $.remainder))),
        ),
      ),

    _name_remainder: ($) =>
      seq("...", "@", field("variable", choice($.identifier, $.wildcard))),

    _arguments: ($) => seq(commaSeparated1(field("arguments", $._proc)), optional(",")),

    // ---- expressions -----------------------------------------------------------------------------

    binary_expression: ($) => {
      const table = [
        [prec.left, "or", choice("or", "||")],
        [prec.left, "and", choice("and", "&&")],
        [prec.left, "equality", choice("==", "!=")],
        [prec.right, "equality", "matches"],
        [prec.left, "comparison", choice("<", "<=", ">", ">=")],
        [prec.left, "additive", choice("+", "-", "++", "--")],
        [
          prec.left,
          "multiplicative",
          choice("*", "/", token(prec(1, "%")), token(prec(1, "%%"))),
        ],
      ];
      return choice(
        ...table.map(([associate, power, operator]) =>
          associate(
            power,
            seq(
              field("left", $._single),
              field("operator", operator),
              field("right", $._single),
            ),
          ),
        ),
      );
    },

    unary_expression: ($) =>
      prec(
        "unary",
        seq(field("operator", choice("not", "-")), field("operand", $._single)),
      ),

    method_call: ($) =>
      prec(
        "method",
        seq(
          field("receiver", $._closed_left),
          ".",
          field("method", $.identifier),
          "(",
          optional($._arguments),
          ")",
        ),
      ),

    parenthesized_expression: ($) => seq("(", field("body", $._proc), ")"),

    eval: ($) => seq("*", field("name", $._name)),

    variable_reference: ($) => seq("=", optional("*"), field("name", $.identifier)),

    disjunction: ($) =>
      prec.left(
        "disjunction",
        seq(field("left", $._closed_left), "\\/", field("right", $._tight)),
      ),

    conjunction: ($) =>
      prec.left(
        "conjunction",
        seq(field("left", $._closed_left), "/\\", field("right", $._tight)),
      ),

    negation: ($) => prec("negation", seq("~", field("operand", $._tight))),

    // ---- collections -----------------------------------------------------------------------------

    unit: (_) => seq("(", ")"),

    tuple: ($) =>
      seq(
        "(",
        field("elements", $._proc),
        choice(
          ",",
          seq(repeat1(seq(",", field("elements", $._proc))), optional(",")),
        ),
        ")",
      ),

    list: ($) => seq("[", optional($._elements), "]"),

    set: ($) => seq("Set", "(", optional($._elements), ")"),

    pathmap: ($) => seq("{|", optional($._elements), "|}"),

    map: ($) =>
      seq("{", optional(itemsWithRemainder($, field("entries", $.map_entry))), "}"),

    map_entry: ($) => seq(field("key", $._proc), ":", field("value", $._proc)),

    _elements: ($) => itemsWithRemainder($, field("elements", $._proc)),

    remainder: ($) => seq("...", field("variable", choice($.identifier, $.wildcard))),

    // ---- leaves ----------------------------------------------------------------------------------

    bigint_call: ($) =>
      prec("method", seq("BigInt", "(", field("value", $.number_literal), ")")),

    // The sign belongs to the literal only where a process starts and the digits follow at once, so
    // that `n -1` stays a subtraction.
    negative_literal: ($) =>
      seq("-", alias(token.immediate(prec(1, NUMBER)), $.number_literal)),

    number_literal: (_) => NUMBER,

    string_literal: (_) => /"([^"\\]|\\[\s\S])*"/,

    uri_literal: (_) => /`([^`\\]|\\[\s\S])*`/,

    boolean_literal: (_) => choice("true", "false"),

    nil: (_) => "Nil",

    wildcard: (_) => "_",

    simple_type: (_) =>
      prec(
        "prefix",
        choice("Bool", "Int", "String", "Uri", "ByteArray", "BigInt"),
      ),

    identifier: (_) =>
      new RegExp(`[${LETTER}'][${LETTER}0-9_']*|_[${LETTER}0-9_']+`),

    template_placeholder: (_) =>
      token(choice(/\$\$[A-Za-z_][A-Za-z0-9_]*\$\$/, /%[0-9]*[A-Z_][A-Z0-9_]*/)),

    // ---- comments --------------------------------------------------------------------------------

    line_comment: (_) => token(choice(/\/\/([^\/\n][^\n]*)?/, /\/\/\/\/[^\n]*/)),

    block_comment: (_) =>
      token(
        choice(
          /\/\*\*\//,
          /\/\*[^*]([^*]|\*+[^*\/])*\*+\//,
          /\/\*\*\*+([^*\/]([^*]|\*+[^*\/])*\*+)?\//,
        ),
      ),

    doc_comment: (_) =>
      token(
        choice(/\/\/\/([^\/\n][^\n]*)?/, /\/\*\*[^*\/]([^*]|\*+[^*\/])*\*+\//),
      ),
  },
});
