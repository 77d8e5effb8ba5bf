/**
 * @file MeTTa grammar for tree-sitter
 * @license Apache-2.0
 *
 * The tokens are those of the reader of hyperon-experimental (`lib/src/metta/text.rs`). That reader knows five
 * structural characters, `(`, `)`, `;`, `"` and `$`, besides white space. Everything else is part of a word, and the
 * kind of a word (number, boolean, symbol) is decided from its whole text.
 */

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

/**
 * The characters for which Rust's `char::is_whitespace` holds, written as the inside of a character class. JavaScript's
 * `\s` differs: it has U+FEFF and lacks U+0085.
 */
const WHITE_SPACE =
  '\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

/**
 * How many children of an expression get a production of their own before the general repetition starts. A repetition
 * costs one hidden node and one reduction per child; most expressions are short, and four is the size from which on
 * more productions no longer make parsing measurably cheaper.
 */
const UNROLLED_CHILDREN = 4;

/**
 * @param {string} source
 * @returns {RegExp}
 */
const pattern = (source) => new RegExp(source, 'u');

/**
 * A sequence equal to `'(' repeat(form) ')'` in what it accepts and in the tree it gives.
 *
 * @param {RuleOrLiteral} form
 * @returns {ChoiceRule}
 */
const parenthesized = (form) => {
  const productions = [];
  for (let count = 0; count <= UNROLLED_CHILDREN; count++) {
    productions.push(seq('(', ...Array(count).fill(form), ')'));
  }
  productions.push(seq('(', ...Array(UNROLLED_CHILDREN).fill(form), repeat1(form), ')'));
  return choice(...productions);
};

module.exports = grammar({
  name: 'metta',

  extras: ($) => [pattern(`[${WHITE_SPACE}]`), $.comment],

  // There is no `word` rule. Keyword extraction takes only tokens made of letters and underscores, so it cannot hold
  // `!`, and it would lex every symbol twice. Longest match separates `!` from `!f` and `!=`; on a tie the literal
  // `!` wins over the pattern of `symbol`, in the states where an evaluation may start.

  rules: {
    source_file: ($) => repeat(choice($.evaluation, $._form, $._recovery)),

    // This rule exists for the error recovery alone and never matches: the literal `(` wins over the equal pattern of
    // `_never`. While it recovers from an error the lexer tries every token of the grammar. Without `_unclosed_string`
    // a quote that nothing closes makes one error of the rest of the file; with it the error ends with the line. The
    // token must be valid together with `string_literal` in some state, or recovery would drop one of the two.
    _recovery: ($) => seq($._never, choice($._unclosed_string, $.string_literal)),
    _never: (_) => /\(/,
    _unclosed_string: (_) => /"([^"\\\n]|\\[^\n])*/,

    // A `!` only switches the runner to evaluating the next atom, so a second `!` changes nothing and a `!` at the end
    // of the file is legal and does nothing. Both are kept visible for the analyses to report.
    evaluation: ($) => prec.right(seq(repeat1('!'), optional(field('operand', $._form)))),

    expression: ($) => parenthesized($._form),

    _form: ($) =>
      choice(
        $.expression,
        $.variable,
        $.string_literal,
        $.boolean_literal,
        $.float_literal,
        $.integer_literal,
        $.symbol,
      ),

    // Neither `;` nor `"` ends a variable. The reader rejects `#`, which the analyses report with a better message than
    // a syntax error could carry.
    variable: (_) => pattern(`\\$[^${WHITE_SPACE}()]*`),

    // Any character may follow a backslash here; the analyses check the escapes.
    string_literal: (_) => /"([^"\\]|\\[\s\S])*"/,

    // The literals and `symbol` match at equal precedence: the longest match wins, so `1st` is a symbol, and on a tie
    // the earlier rule wins, so `1` is an integer. A higher precedence would cut `1st` into two tokens.
    boolean_literal: (_) => /True|False/,
    float_literal: (_) => /[-+]?[0-9]+(\.[0-9]+([eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)/,
    integer_literal: (_) => /[-+]?[0-9]+/,
    symbol: (_) => pattern(`[^${WHITE_SPACE}();"$][^${WHITE_SPACE}();]*`),

    // Only a line feed ends a comment; a carriage return before it is part of the comment.
    comment: (_) => /;[^\n]*/,
  },
});
