//! Diagnostics of MeTTa: the reader, words, and texts of all kinds.
//!
//! Each text stands above what is said about it; nothing means that nothing is said.

#![allow(clippy::too_many_lines, reason = "the functions are tables of texts")]

mod support;

use expect_test::{Expect, expect};
use rholang_engine::LanguageId;

use support::render_diagnostics;

/// Compares the findings in a text with what is expected.
fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&render_diagnostics(LanguageId::Metta, text));
}

/// Each bracket without a partner is reported where it stands (`metta.md` 1.1 and 4).
#[test]
fn brackets() {
    check(
        "(= (f $x) (g $x)",
        &expect![[r#"
        1:1-1:2 error syntax-unclosed-bracket: this `(` is never closed
    "#]],
    );
    check(
        r#"(a))
(b))"#,
        &expect![[r#"
    1:4-1:5 error syntax-unexpected-bracket: this `)` closes nothing
    2:4-2:5 error syntax-unexpected-bracket: this `)` closes nothing
"#]],
    );
    check(
        r#"(= (f $x)
   (g (h $x)
(= (k $x) (h $x))"#,
        &expect![[r#"
    1:1-1:2 error syntax-unclosed-bracket: this `(` is never closed
    2:4-2:5 error syntax-unclosed-bracket: this `(` is never closed
"#]],
    );
    check(
        r#"(= (f $x)
   (g $x)
!(f 1)
! (f 2)
(b))"#,
        &expect![[r#"
            3:1-3:2 warning misplaced-evaluation: this evaluation is inside another form; close that form before it
                1:1-1:2 the form around it
        "#]],
    );
    check(
        r#"(= (f $x)
(let $y $x
$y))
(a"#,
        &expect![[r#"
    4:1-4:2 error syntax-unclosed-bracket: this `(` is never closed
"#]],
    );
    check(
        r#"(a (b (c
(d)
(e (f)
(g)"#,
        &expect![[r#"
    1:1-1:2 error syntax-unclosed-bracket: this `(` is never closed
    1:4-1:5 error syntax-unclosed-bracket: this `(` is never closed
    1:7-1:8 error syntax-unclosed-bracket: this `(` is never closed
    3:1-3:2 error syntax-unclosed-bracket: this `(` is never closed
"#]],
    );
    check(
        ") (a) )",
        &expect![[r#"
        1:1-1:2 error syntax-unexpected-bracket: this `)` closes nothing
        1:7-1:8 error syntax-unexpected-bracket: this `)` closes nothing
    "#]],
    );
    check(
        r#"(a ; )
)
; (((
(b ")(")"#,
        &expect![""],
    );
    check(
        r#"(a $x)b)
(c"#,
        &expect![[r#"
    1:8-1:9 error syntax-unexpected-bracket: this `)` closes nothing
    2:1-2:2 error syntax-unclosed-bracket: this `(` is never closed
"#]],
    );
    check(
        "((((",
        &expect![[r#"
        1:1-1:2 error syntax-unclosed-bracket: this `(` is never closed
        1:2-1:3 error syntax-unclosed-bracket: this `(` is never closed
        1:3-1:4 error syntax-unclosed-bracket: this `(` is never closed
        1:4-1:5 error syntax-unclosed-bracket: this `(` is never closed
    "#]],
    );
    check(
        r#"!(+ 1 2))
!(+ 1
!(+ 3 4)"#,
        &expect![[r#"
    1:9-1:10 error syntax-unexpected-bracket: this `)` closes nothing
    2:2-2:3 error syntax-unclosed-bracket: this `(` is never closed
"#]],
    );
}

/// A string ends at the next quote that no backslash precedes; a quote inside a word is part of the word.
#[test]
fn strings() {
    check(
        r#"!(println! "hello)"#,
        &expect![[r#"
        1:12-1:13 error syntax-unclosed-string: this string is never closed
    "#]],
    );
    check(
        r#"(a "b
(c "d")
(e (f)"#,
        &expect![[r#"
    3:1-3:2 error syntax-unclosed-bracket: this `(` is never closed
"#]],
    );
    check(
        r#"(= (f)
   (println! "hello))
(= (g) "x")
(h))"#,
        &expect![[r#"
    1:2-1:3 warning form-shape: `=` is written `(= left right)`
"#]],
    );
    check(
        r#"(a "multi
line" b)"#,
        &expect![""],
    );
    check(r#"(a ab"c d" "e"f)"#, &expect![""]);
    check(r#"(a "\"" "\\")"#, &expect![""]);
    check(
        r#"""#,
        &expect![[r#"
        1:1-1:2 error syntax-unclosed-string: this string is never closed
    "#]],
    );
    check(
        r#"(a "x\"#,
        &expect![[r#"
        1:1-1:2 error syntax-unclosed-bracket: this `(` is never closed
        1:4-1:5 error syntax-unclosed-string: this string is never closed
    "#]],
    );
}

/// The exact escapes of hyperon's reader (`metta.md` 1.1).
#[test]
fn escapes() {
    check(r#"(a "\n\r\t\"\'\\" "\x00\x7F\x7f" "\u{}\u{1F600}\u{{41}\u{00000041}")"#, &expect![""]);
    check(
        r#"(a "\q" "\x80" "\xF" "\x" "\u0041" "\u{D800}" "\u{110000}" "\u{000000041}" "\u{4g}")"#,
        &expect![[r#"
        1:5-1:7 error syntax-invalid-escape: `\q` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
        1:10-1:14 error syntax-invalid-escape: `\x80` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
        1:17-1:20 error syntax-invalid-escape: `\xF` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
        1:23-1:25 error syntax-invalid-escape: `\x` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
        1:28-1:30 error syntax-invalid-escape: `\u` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
        1:37-1:45 error syntax-invalid-escape: `\u{D800}` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
        1:48-1:58 error syntax-invalid-escape: `\u{110000}` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
        1:61-1:72 error syntax-invalid-escape: `\u{00000004` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
        1:77-1:81 error syntax-invalid-escape: `\u{4` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
    "#]],
    );
    check(
        r#"(a "\é" "\
")"#,
        &expect![[r#"
    1:5-1:7 error syntax-invalid-escape: `\é` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
    1:10-2:1 error syntax-invalid-escape: `\ ` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
"#]],
    );
    check(
        r#"(a "\u{41" "\u")"#,
        &expect![[r#"
        1:5-1:10 error syntax-invalid-escape: `\u{41` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
        1:13-1:15 error syntax-invalid-escape: `\u` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
    "#]],
    );
}

/// Integers are 64 bits wide; words that only look like numbers are symbols.
#[test]
fn numbers() {
    check(
        "(a 9223372036854775807 -9223372036854775808 +9223372036854775807 0000000000000000000000001)",
        &expect![""],
    );
    check(
        "(a 9223372036854775808 -9223372036854775809)",
        &expect![[r#"
        1:4-1:23 error syntax-integer-overflow: this integer does not fit into 64 bits; write it with a decimal point to get a floating-point number
        1:24-1:44 error syntax-integer-overflow: this integer does not fit into 64 bits; write it with a decimal point to get a floating-point number
    "#]],
    );
    check(
        "(a 2. .5 3d 1e5 1.5e-3 5th 555-1234 99999999999999999999.0 99999999999999999999x)",
        &expect![""],
    );
}

/// Semicolons and hash signs in variables.
#[test]
fn variables_as_words() {
    check(
        r#"(a $x;note
)"#,
        &expect![[r#"
    1:6-1:7 hint suspicious-semicolon: the `;` is part of the variable's name; put a space before it to begin a comment
"#]],
    );
    check(
        r#"(a $x#1)
!(f $y#)"#,
        &expect![[r#"
    1:6-1:7 error syntax-reserved-hash: a variable cannot contain `#`
    2:7-2:8 error syntax-reserved-hash: a variable cannot contain `#`
"#]],
    );
    check("(a $ $x.y $x-y? $é)", &expect![""]);
    check(
        r#"(a x;note
) (b x#1)"#,
        &expect![""],
    );
}

/// Words that MeTTaTron splits are plain symbols in files (the table of 1.2).
#[test]
fn words_of_hyperon() {
    check(
        r#"(&self println! >= != => :< =alpha @doc is-empty? ?x a.b foo:bar $x.y 1e5 3d 1abc +5 _x --> <=> % #a a#b ~ ^ [a] {a} \x λ ж → ⟨ 'x $)"#,
        &expect![""],
    );
    check(
        r#"!(quote (&self println! >= != => :< =alpha @doc is-empty? ?x a.b foo:bar $x.y 1e5 3d 1abc +5 _x --> <=> % #a a#b ~ ^ [a] {a} \x λ ж → ⟨ 'x $))"#,
        &expect![""],
    );
}

/// Line ends, white space and characters beyond ASCII.
#[test]
fn unusual_text() {
    check(
        "(= (f $x)\r\n  (g $x))\r\n!(+ 1)\r\n",
        &expect![[r#"
        3:3-3:4 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
    "#]],
    );
    check(
        "(= (λ $é)\u{a0}(+ $é\u{3000}1))\n!(+\u{2028}1)",
        &expect![[r#"
        2:3-2:4 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
    "#]],
    );
    check(
        r#"(имя "ж\q" 😀) )"#,
        &expect![[r#"
        1:8-1:10 error syntax-invalid-escape: `\q` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
        1:15-1:16 error syntax-unexpected-bracket: this `)` closes nothing
    "#]],
    );
    check("\u{feff}(a b)", &expect![""]);
    check(
        "(a \u{0})",
        &expect![[r#"
        1:4-1:5 error syntax-unexpected: this character cannot be read here; remove it
    "#]],
    );
    check("", &expect![""]);
    check("; only a comment", &expect![""]);
    check(
        r#"a
b 1 "s" True $x"#,
        &expect![""],
    );
}

/// `!` evaluates the next form only at the top level and only as a word of its own.
#[test]
fn bangs() {
    check(
        r#"!main
!(main)
! (main)
!
;c
(main)"#,
        &expect![[r#"
    1:1-1:6 warning fused-bang: `!main` is one symbol that is stored and not evaluated; put a space after the `!`
"#]],
    );
    check(
        r#"!$x
!"s"
!="#,
        &expect![[r#"
    1:1-1:4 warning fused-bang: `!$x` is one symbol that is stored and not evaluated; put a space after the `!`
    2:1-2:5 warning fused-bang: `!"s"` is one symbol that is stored and not evaluated; put a space after the `!`
"#]],
    );
    check(
        "!(println! !(+ 1 2))",
        &expect![[r#"
        1:12-1:13 warning nested-bang: this `!` evaluates nothing: inside an expression it is a symbol like any other; remove it
    "#]],
    );
    check(
        "!(println! ! (fact) (! 5))",
        &expect![[r#"
        1:3-1:11 warning call-arity: the number of arguments of `println!` is 1, not 3: the call gives an error
    "#]],
    );
    check("!", &expect![""]);
    check("! ! (+ 1 2)", &expect![""]);
    check(
        r#"(= (f) !(g))
(= (g) 1)"#,
        &expect![[r#"
    1:8-1:9 warning nested-bang: this `!` evaluates nothing: inside an expression it is a symbol like any other; remove it
"#]],
    );
    check(
        "(= (f) (g !(h)))",
        &expect![[r#"
        1:11-1:12 warning nested-bang: this `!` evaluates nothing: inside an expression it is a symbol like any other; remove it
    "#]],
    );
}

/// What does not parse is passed over; what does is checked; nothing is said to be absent.
#[test]
fn damaged_text() {
    check(
        r#"(= (f $x)
  (g
!(+ 1)
(= (h $unused) 1)"#,
        &expect![[r#"
    1:1-1:2 error syntax-unclosed-bracket: this `(` is never closed
    2:3-2:4 error syntax-unclosed-bracket: this `(` is never closed
    3:3-3:4 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
"#]],
    );
    check(
        r#"(+ 1) )
!(+ 1)
!(car-atm 1)"#,
        &expect![[r#"
    1:7-1:8 error syntax-unexpected-bracket: this `)` closes nothing
    2:3-2:4 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
"#]],
    );
    check(
        r#"(a "b
!(+ 1)"#,
        &expect![[r#"
    1:1-1:2 error syntax-unclosed-bracket: this `(` is never closed
    1:4-1:5 error syntax-unclosed-string: this string is never closed
"#]],
    );
}

/// Comments silence warnings.
#[test]
fn suppression() {
    check(
        r#"; rholang-ls: allow(call-arity)
!(+ 1)
!(+ 2)"#,
        &expect![[r#"
    3:3-3:4 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
"#]],
    );
}

/// Programs of many kinds about which there is nothing to say.
#[test]
fn sound_programs() {
    check(
        r#"(: Nat Type)
(: Z Nat)
(: S (-> Nat Nat))
(: plus (-> Nat Nat Nat))
(= (plus Z $y) $y)
(= (plus (S $x) $y) (S (plus $x $y)))
!(plus (S Z) (S Z))"#,
        &expect![""],
    );
    check(
        r#"(= (fact $n) (if (== $n 0) 1 (* $n (fact (- $n 1)))))
!(assertEqual (fact 5) 120)"#,
        &expect![""],
    );
    check(
        r#"(parent Tom Bob)
(parent Bob Ann)
(= (grandparent $x) (match &self (, (parent $x $y) (parent $y $z)) $z))
!(grandparent Tom)"#,
        &expect![""],
    );
    check(
        r#"!(bind! &state (new-state 0))
!(change-state! &state 1)
!(get-state &state)"#,
        &expect![""],
    );
    check(
        r#"(= (map $_f ()) ())
(= (map $f $l) (let* (($h (car-atom $l)) ($t (cdr-atom $l))) (cons-atom ($f $h) (map $f $t))))
!(map inc (1 2 3))"#,
        &expect![""],
    );
    check(
        r#"!(foldl-atom (1 2 3) 0 $acc $x (+ $acc $x))
!(let ($a $b) (1 2) (+ $a $b))
!(case (match &self (a $x) $x) ((Empty none) ($y $y)))"#,
        &expect![""],
    );
    check(
        r#"(:< Cat Animal)
(: tom Cat)
!(get-type tom)
!(pragma! type-check auto)"#,
        &expect![""],
    );
    check(
        r#"(= (color) red)
(= (color) green)
!(collapse (color))
!(superpose (1 2 3))"#,
        &expect![""],
    );
    check(
        r#"(exec P1 (, (a $x)) (, (b $x)))
(macro (m $x) $x)"#,
        &expect![""],
    );
}
