//! Diagnostics of MeTTa.
//!
//! Each text stands above what is said about it; nothing means that nothing is said.

mod support;

use expect_test::{Expect, expect};
use rholang_engine::LanguageId;

use support::{analyze, render_diagnostics};

/// Compares the findings in a text with what is expected.
fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&render_diagnostics(LanguageId::Metta, text));
}

#[test]
fn every_example_has_its_problem() {
    for code in LanguageId::Metta.language().codes() {
        let analysis = analyze(LanguageId::Metta, code.example);
        let names: Vec<&str> =
            analysis.diagnostics.iter().map(|found| found.code.name).collect();
        assert!(names.contains(&code.name), "{}: {names:?}", code.name);
    }
}

/// Each bracket without a partner is reported where it stands (`metta.md` 1.1 and 4).
#[test]
fn brackets() {
    check("(= (f $x) (g $x)", &expect![[r#"
        1:1-1:2 error syntax-unclosed-bracket: this `(` is never closed
    "#]]);
    check(r#"(a))
(b))"#, &expect![[r#"
    1:4-1:5 error syntax-unexpected-bracket: this `)` closes nothing
    2:4-2:5 error syntax-unexpected-bracket: this `)` closes nothing
"#]]);
    check(r#"(= (f $x)
   (g (h $x)
(= (k $x) (h $x))"#, &expect![[r#"
    1:1-1:2 error syntax-unclosed-bracket: this `(` is never closed
    2:4-2:5 error syntax-unclosed-bracket: this `(` is never closed
"#]]);
    check(r#"(= (f $x)
   (g $x)
!(f 1)
! (f 2)
(b))"#, &expect![[r#"
    3:1-3:2 warning nested-bang: this `!` evaluates nothing: inside an expression it is a symbol like any other; remove it
"#]]);
    check(r#"(= (f $x)
(let $y $x
$y))
(a"#, &expect![[r#"
    4:1-4:2 error syntax-unclosed-bracket: this `(` is never closed
"#]]);
    check(r#"(a (b (c
(d)
(e (f)
(g)"#, &expect![[r#"
    1:1-1:2 error syntax-unclosed-bracket: this `(` is never closed
    1:4-1:5 error syntax-unclosed-bracket: this `(` is never closed
    1:7-1:8 error syntax-unclosed-bracket: this `(` is never closed
    3:1-3:2 error syntax-unclosed-bracket: this `(` is never closed
"#]]);
    check(") (a) )", &expect![[r#"
        1:1-1:2 error syntax-unexpected-bracket: this `)` closes nothing
        1:7-1:8 error syntax-unexpected-bracket: this `)` closes nothing
    "#]]);
    check(r#"(a ; )
)
; (((
(b ")(")"#, &expect![""]);
    check(r#"(a $x)b)
(c"#, &expect![[r#"
    1:8-1:9 error syntax-unexpected-bracket: this `)` closes nothing
    2:1-2:2 error syntax-unclosed-bracket: this `(` is never closed
"#]]);
    check("((((", &expect![[r#"
        1:1-1:2 error syntax-unclosed-bracket: this `(` is never closed
        1:2-1:3 error syntax-unclosed-bracket: this `(` is never closed
        1:3-1:4 error syntax-unclosed-bracket: this `(` is never closed
        1:4-1:5 error syntax-unclosed-bracket: this `(` is never closed
    "#]]);
    check(r#"!(+ 1 2))
!(+ 1
!(+ 3 4)"#, &expect![[r#"
    1:9-1:10 error syntax-unexpected-bracket: this `)` closes nothing
    2:2-2:3 error syntax-unclosed-bracket: this `(` is never closed
"#]]);
}

/// A string ends at the next quote that no backslash precedes; a quote inside a word is part of the word.
#[test]
fn strings() {
    check(r#"!(println! "hello)"#, &expect![[r#"
        1:12-1:13 error syntax-unclosed-string: this string is never closed
    "#]]);
    check(r#"(a "b
(c "d")
(e (f)"#, &expect![[r#"
    3:1-3:2 error syntax-unclosed-bracket: this `(` is never closed
"#]]);
    check(r#"(= (f)
   (println! "hello))
(= (g) "x")
(h))"#, &expect![[r#"
    1:2-1:3 warning form-shape: `=` is written `(= left right)`
"#]]);
    check(r#"(a "multi
line" b)"#, &expect![""]);
    check(r#"(a ab"c d" "e"f)"#, &expect![""]);
    check(r#"(a "\"" "\\")"#, &expect![""]);
    check(r#"""#, &expect![[r#"
        1:1-1:2 error syntax-unclosed-string: this string is never closed
    "#]]);
    check(r#"(a "x\"#, &expect![[r#"
        1:1-1:2 error syntax-unclosed-bracket: this `(` is never closed
        1:4-1:5 error syntax-unclosed-string: this string is never closed
    "#]]);
}

/// The exact escapes of hyperon's reader (`metta.md` 1.1).
#[test]
fn escapes() {
    check(r#"(a "\n\r\t\"\'\\" "\x00\x7F\x7f" "\u{}\u{1F600}\u{{41}\u{00000041}")"#, &expect![""]);
    check(r#"(a "\q" "\x80" "\xF" "\x" "\u0041" "\u{D800}" "\u{110000}" "\u{000000041}" "\u{4g}")"#, &expect![[r#"
        1:5-1:7 error syntax-invalid-escape: `\q` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
        1:10-1:14 error syntax-invalid-escape: `\x80` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
        1:17-1:20 error syntax-invalid-escape: `\xF` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
        1:23-1:25 error syntax-invalid-escape: `\x` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
        1:28-1:30 error syntax-invalid-escape: `\u` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
        1:37-1:45 error syntax-invalid-escape: `\u{D800}` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
        1:48-1:58 error syntax-invalid-escape: `\u{110000}` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
        1:61-1:72 error syntax-invalid-escape: `\u{00000004` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
        1:77-1:81 error syntax-invalid-escape: `\u{4` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
    "#]]);
    check(r#"(a "\é" "\
")"#, &expect![[r#"
    1:5-1:7 error syntax-invalid-escape: `\é` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
    1:10-2:1 error syntax-invalid-escape: `\ ` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
"#]]);
    check(r#"(a "\u{41" "\u")"#, &expect![[r#"
        1:5-1:10 error syntax-invalid-escape: `\u{41` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
        1:13-1:15 error syntax-invalid-escape: `\u` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
    "#]]);
}

/// Integers are 64 bits wide; words that only look like numbers are symbols.
#[test]
fn numbers() {
    check("(a 9223372036854775807 -9223372036854775808 +9223372036854775807 0000000000000000000000001)", &expect![""]);
    check("(a 9223372036854775808 -9223372036854775809)", &expect![[r#"
        1:4-1:23 error syntax-integer-overflow: this integer does not fit into 64 bits; write it with a decimal point to get a floating-point number
        1:24-1:44 error syntax-integer-overflow: this integer does not fit into 64 bits; write it with a decimal point to get a floating-point number
    "#]]);
    check("(a 2. .5 3d 1e5 1.5e-3 5th 555-1234 99999999999999999999.0 99999999999999999999x)", &expect![""]);
}

/// Semicolons and hash signs in variables.
#[test]
fn variables_as_words() {
    check(r#"(a $x;note
)"#, &expect![[r#"
    1:6-1:7 hint suspicious-semicolon: the `;` is part of the variable's name; put a space before it to begin a comment
"#]]);
    check(r#"(a $x#1)
!(f $y#)"#, &expect![[r#"
    1:6-1:7 error syntax-reserved-hash: a variable cannot contain `#`
    2:7-2:8 error syntax-reserved-hash: a variable cannot contain `#`
"#]]);
    check("(a $ $x.y $x-y? $é)", &expect![""]);
    check(r#"(a x;note
) (b x#1)"#, &expect![""]);
}

/// Words that MeTTaTron splits are plain symbols in files (the table of 1.2).
#[test]
fn words_of_hyperon() {
    check(r#"(&self println! >= != => :< =alpha @doc is-empty? ?x a.b foo:bar $x.y 1e5 3d 1abc +5 _x --> <=> % #a a#b ~ ^ [a] {a} \x λ ж → ⟨ 'x $)"#, &expect![""]);
    check(r#"!(quote (&self println! >= != => :< =alpha @doc is-empty? ?x a.b foo:bar $x.y 1e5 3d 1abc +5 _x --> <=> % #a a#b ~ ^ [a] {a} \x λ ж → ⟨ 'x $))"#, &expect![""]);
}

/// Line ends, white space and characters beyond ASCII.
#[test]
fn unusual_text() {
    check("(= (f $x)\r\n  (g $x))\r\n!(+ 1)\r\n", &expect![[r#"
        3:3-3:4 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
    "#]]);
    check("(= (λ $é)\u{a0}(+ $é\u{3000}1))\n!(+\u{2028}1)", &expect![[r#"
        2:3-2:4 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
    "#]]);
    check(r#"(имя "ж\q" 😀) )"#, &expect![[r#"
        1:8-1:10 error syntax-invalid-escape: `\q` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
        1:15-1:16 error syntax-unexpected-bracket: this `)` closes nothing
    "#]]);
    check("\u{feff}(a b)", &expect![""]);
    check("(a \u{0})", &expect![[r#"
        1:4-1:5 error syntax-unexpected: this character cannot be read here; remove it
    "#]]);
    check("", &expect![""]);
    check("; only a comment", &expect![""]);
    check(r#"a
b 1 "s" True $x"#, &expect![""]);
}

/// `!` evaluates the next form only at the top level and only as a word of its own.
#[test]
fn bangs() {
    check(r#"!main
!(main)
! (main)
!
;c
(main)"#, &expect![[r#"
    1:1-1:6 warning fused-bang: `!main` is one symbol that is stored and not evaluated; put a space after the `!`
"#]]);
    check(r#"!$x
!"s"
!="#, &expect![[r#"
    1:1-1:4 warning fused-bang: `!$x` is one symbol that is stored and not evaluated; put a space after the `!`
    2:1-2:5 warning fused-bang: `!"s"` is one symbol that is stored and not evaluated; put a space after the `!`
"#]]);
    check("!(println! !(+ 1 2))", &expect![[r#"
        1:12-1:13 warning nested-bang: this `!` evaluates nothing: inside an expression it is a symbol like any other; remove it
    "#]]);
    check("!(println! ! (fact) (! 5))", &expect![[r#"
        1:3-1:11 warning call-arity: the number of arguments of `println!` is 1, not 3: the call gives an error
    "#]]);
    check("!", &expect![""]);
    check("! ! (+ 1 2)", &expect![""]);
    check(r#"(= (f) !(g))
(= (g) 1)"#, &expect![[r#"
    1:8-1:9 warning nested-bang: this `!` evaluates nothing: inside an expression it is a symbol like any other; remove it
"#]]);
    check("(= (f) (g !(h)))", &expect![[r#"
        1:11-1:12 warning nested-bang: this `!` evaluates nothing: inside an expression it is a symbol like any other; remove it
    "#]]);
}

/// A form at the top level is stored (`metta.md` 2.1).
#[test]
fn forms_that_do_not_run() {
    check(r#"(println! "a")
(bind! &x (new-space))
(import! &self m)
(add-atom &self (a))
(assertEqual 1 1)"#, &expect![[r#"
    1:2-1:10 warning form-not-run: `println!` is stored and does not run; write `!` before the form
    2:2-2:7 warning form-not-run: `bind!` is stored and does not run; write `!` before the form
    3:2-3:9 warning form-not-run: `import!` is stored and does not run; write `!` before the form
    4:2-4:10 warning form-not-run: `add-atom` is stored and does not run; write `!` before the form
    5:2-5:13 warning form-not-run: `assertEqual` is stored and does not run; write `!` before the form
"#]]);
    check(r#"!(println! "a")
(pragma! type-check auto)
(quote (println! "a"))
(foo (println! "a"))"#, &expect![""]);
    check(r#"(= (println! $x) $x)
(println! "a")"#, &expect![""]);
}

/// A call of a typed function with a number of arguments that no type has.
#[test]
fn call_arity() {
    check(r#"!(+ 1)
!(+ 1 2 3)
!(not)
!(new-space 1)"#, &expect![[r#"
    1:3-1:4 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
    2:3-2:4 warning call-arity: the number of arguments of `+` is 2, not 3: the call gives an error
    3:3-3:6 warning call-arity: the number of arguments of `not` is 1, not 0: the call gives an error
    4:3-4:12 warning call-arity: the number of arguments of `new-space` is 0, not 1: the call gives an error
"#]]);
    check(r#"(: f (-> Number Number))
!(f 1 2)
!(f)
!(f 1)"#, &expect![[r#"
    2:3-2:4 warning call-arity: the number of arguments of `f` is 1, not 2: the call gives an error
    3:3-3:4 warning call-arity: the number of arguments of `f` is 1, not 0: the call gives an error
"#]]);
    check(r#"(: f (-> Number Number))
(: f (-> Number Number Number))
!(f 1)
!(f 1 2)
!(f 1 2 3)"#, &expect![[r#"
    5:3-5:4 warning call-arity: the number of arguments of `f` is 1, not 3: the call gives an error
"#]]);
    check(r#"(: f Number)
!(f 1 2)"#, &expect![""]);
    check(r#"(: c (-> Number (-> Number Number)))
!((c 1) 2)
!(c 1 2)"#, &expect![[r#"
    3:3-3:4 warning call-arity: the number of arguments of `c` is 1, not 2: the call gives an error
"#]]);
    check(r#"(= (f $x) $x)
!(f 1 2)
!(f)"#, &expect![""]);
    check(r#"!(nosuch 1 2)
!(nosuch)"#, &expect![""]);
    check(r#"!(nosuch (+ 1))
!($f (+ 1))
!(quote (+ 1))
!(add-atom &self (+ 1))
!(match &self (+ 1) (a))
!(get-type (+ 1))"#, &expect![""]);
    check(r#"!(match &self (a $x) (+ $x))
!(if True (+ 1) (- 1))
!(let $x 1 (+ $x))
!(case 1 ((1 (+ 1)) ($_ (- 2))))
!(superpose ((+ 1) 2))
!(collapse (+ 1))"#, &expect![[r#"
    1:23-1:24 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
    2:12-2:13 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
    2:18-2:19 warning call-arity: the number of arguments of `-` is 2, not 1: the call gives an error
    3:13-3:14 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
    4:15-4:16 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
    4:26-4:27 warning call-arity: the number of arguments of `-` is 2, not 1: the call gives an error
    5:15-5:16 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
    6:13-6:14 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
"#]]);
    check(r#"!(assertEqual (+ 1) 2)
!(assertEqualToResult (f) ((+ 1)))"#, &expect![[r#"
    1:16-1:17 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
"#]]);
    check("!(assertEqual (+ 1) (Error (+ 1) IncorrectNumberOfArguments))", &expect![""]);
    check(r#"(= (f) (+ 1))
(: g (-> Atom))
(= (g) (+ 1))
(= h (+ 1))"#, &expect![[r#"
    1:9-1:10 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
"#]]);
    check(r#"!(help!)
!(help! +)
!(help! + 1)"#, &expect![[r#"
    3:3-3:8 warning call-arity: the number of arguments of `help!` is 1, not 2: the call gives an error
"#]]);
    check(r#"!(nop 1 2)
!(pragma! a b c)"#, &expect![""]);
    check(r#"(: + (-> Number Number))
!(+ 1)
!(+ 1 2)"#, &expect![[r#"
    3:3-3:4 warning call-arity: the number of arguments of `+` is 1, not 2: the call gives an error
"#]]);
    check(r#"(= (+ $x) $x)
!(+ 1)"#, &expect![""]);
    check(r#"!(add-atom &self (: f (-> A B)))
(: f (-> A B C))
!(f 1)"#, &expect![""]);
    check("!(json-encode 1 2)", &expect![""]);
    check(r#"!(import! &self json)
!(json-encode 1 2)"#, &expect![[r#"
    2:3-2:14 warning call-arity: the number of arguments of `json-encode` is 1, not 2: the call gives an error
"#]]);
    check(r#"!(error 1)
!(repr)"#, &expect![""]);
    check(r#"(+ 1)
(a (+ 1))"#, &expect![""]);
    check(r#"!(1 (+ 1))
!((+ 1) 2)"#, &expect![[r#"
    1:6-1:7 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
    2:4-2:5 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
"#]]);
    check(r#"!(function (chain (eval (+ 1)) $x (return $x)))
!(eval (+ 1))
!(map-atom (1 2) $x (+ $x))"#, &expect![""]);
    check(r#"(: f (-> Atom Number Number))
!(f (+ 1) (+ 2))"#, &expect![[r#"
    2:12-2:13 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
"#]]);
}

/// A literal that no type of the function admits.
#[test]
fn literal_types() {
    check(r#"!(+ 1 "2")
!(and True 1)
!(not "x")
!(format-args 1 ())
!(+ 1.5 True)"#, &expect![[r#"
    1:7-1:10 warning call-type-mismatch: `+` takes a `Number` here, and this is a `String`: the call gives an error
    2:12-2:13 warning call-type-mismatch: `and` takes a `Bool` here, and this is a `Number`: the call gives an error
    3:7-3:10 warning call-type-mismatch: `not` takes a `Bool` here, and this is a `String`: the call gives an error
    4:15-4:16 warning call-type-mismatch: `format-args` takes a `String` here, and this is a `Number`: the call gives an error
    5:9-5:13 warning call-type-mismatch: `+` takes a `Number` here, and this is a `Bool`: the call gives an error
"#]]);
    check(r#"(: f (-> String Bool Number))
!(f "a" True)
!(f 1 True)
!(f "a" 0)
!(f f f)
!(f $x (g))"#, &expect![[r#"
    3:5-3:6 warning call-type-mismatch: `f` takes a `String` here, and this is a `Number`: the call gives an error
    4:9-4:10 warning call-type-mismatch: `f` takes a `Bool` here, and this is a `Number`: the call gives an error
"#]]);
    check(r#"(: f (-> String A))
(: f (-> Number A))
!(f 1)
!(f "s")
!(f True)"#, &expect![[r#"
    5:5-5:9 warning call-type-mismatch: `f` takes a `String` here, and this is a `Bool`: the call gives an error
"#]]);
    check(r#"!(== 1 "a")
!(println! 1)
!(id True)
!(quote 1)"#, &expect![""]);
    check("!(+ one two)", &expect![""]);
}

/// A form that binds a variable needs one.
#[test]
fn variable_slots() {
    check(r#"!(map-atom (1 2) x (+ x 1))
!(chain (f) (a b) 1)
!(foldl-atom (1 2) 0 acc $x (+ $acc $x))
!(filter-atom (1 2) "v" (eval (> $v 1)))"#, &expect![[r#"
    1:18-1:19 warning variable-slot: `map-atom` takes a variable here
    2:13-2:18 warning variable-slot: `chain` takes a variable here
    3:22-3:25 warning variable-slot: `foldl-atom` takes a variable here
    4:21-4:24 warning variable-slot: `filter-atom` takes a variable here
"#]]);
    check(r#"!(map-atom (1 2) $x (+ $x 1))
!(chain (f) $y (g $y))"#, &expect![""]);
}

/// The predicate of `filter-atom` runs as an instruction in hyperon (`metta.md` 2.5).
#[test]
fn filters() {
    check(r#"!(filter-atom (1 2) $v (> $v 1))
!(filter-atom (1 2) $v (even $v))"#, &expect![[r#"
    1:24-1:32 warning filter-without-eval: wrap this predicate in `(eval ..)`: `filter-atom` does not evaluate it, and gives an error
    2:24-2:33 warning filter-without-eval: wrap this predicate in `(eval ..)`: `filter-atom` does not evaluate it, and gives an error
"#]]);
    check(r#"!(filter-atom (1 2) $v (eval (> $v 1)))
!(filter-atom (1 2) $v $_p)
!(filter-atom (1 2) $v (chain (eval (f $v)) $y (eval (g $y))))"#, &expect![[r#"
    2:21-2:23 hint unused-variable: `$v` occurs only here; a name that begins with `$_` says that this is intended
"#]]);
}

/// Forms without the parts they need.
#[test]
fn shapes_of_forms() {
    check(r#"!(let $x 1)
!(let $x 1 $x 2)
!(let (($x 1)) $x)"#, &expect![[r#"
    1:3-1:6 warning form-shape: `let` is written `(let pattern value body)`
    2:3-2:6 warning form-shape: `let` is written `(let pattern value body)`
    3:3-3:6 warning form-shape: `let` is written `(let pattern value body)`
"#]]);
    check(r#"!(if True 1)
!(if True 1 2 3)
!(if True 1 2)"#, &expect![[r#"
    1:3-1:5 warning form-shape: `if` is written `(if condition then else)`
    2:3-2:5 warning form-shape: `if` is written `(if condition then else)`
"#]]);
    check(r#"!(let* (($x 1) ($y $x)) (+ $x $y))
!(let* ($x 1) $x)
!(let* (($x 1 2)) $x)
!(let* (($x 1)))
!(let* () 1)
!(let* $b 1)"#, &expect![[r#"
    2:12-2:13 warning form-shape: `let*` is written `(let* ((pattern value) (pattern value)) body)`
    3:9-3:17 warning form-shape: `let*` is written `(let* ((pattern value) (pattern value)) body)`
    4:3-4:7 warning form-shape: `let*` is written `(let* ((pattern value) (pattern value)) body)`
"#]]);
    check(r#"!(case 1 ((1 a) ($_ b)))
!(case 1 (1 a) (2 b))
!(case 1 (1 a))
!(case 1 ((1)))
!(case 1 ())
!(case 1 $arms)
!(case 1 ($arm (2 b)))
!(switch 1 5)"#, &expect![[r#"
    2:3-2:7 warning form-shape: `case` is written `(case value ((pattern result) (pattern result)))`, and `switch` likewise
    3:11-3:12 warning form-shape: `case` is written `(case value ((pattern result) (pattern result)))`, and `switch` likewise
    4:11-4:14 warning form-shape: `case` is written `(case value ((pattern result) (pattern result)))`, and `switch` likewise
    8:12-8:13 warning form-shape: `switch` is written `(case value ((pattern result) (pattern result)))`, and `switch` likewise
"#]]);
    check(r#"!(match &self (a $x) $x)
!(match & self (a $x) $x)
!(match &self (a $x))
!(match &self a b c)"#, &expect![[r#"
    3:3-3:8 warning form-shape: `match` is written `(match space pattern template)`
    4:3-4:8 warning form-shape: `match` is written `(match space pattern template)`
"#]]);
    check(r#"(= (f))
(= (f) 1 2)
(: f)
(: f A B)
(=)
(: f A)"#, &expect![[r#"
    1:2-1:3 warning form-shape: `=` is written `(= left right)`
    2:2-2:3 warning form-shape: `=` is written `(= left right)`
    3:2-3:3 warning form-shape: `:` is written `(: name type)`
    4:2-4:3 warning form-shape: `:` is written `(: name type)`
    5:2-5:3 warning form-shape: `=` is written `(= left right)`
"#]]);
    check(r#"(= (let $x) $x)
!(let 1)"#, &expect![""]);
    check(r#"(let $x 1)
!(quote (if True))
(a (case))"#, &expect![""]);
}

/// Clauses of one name, and clauses and types.
#[test]
fn clauses() {
    check(r#"(= (f $x) $x)
(= (f $x $y) (+ $x $y))
(= (f) 1)
(= (f $x $y $z) ($x $y $z))"#, &expect![[r#"
    2:5-2:6 info clause-arity: the number of parameters of `f` is 2 here and 1 in an earlier clause
        1:5-1:6 the earlier clause
"#]]);
    check(r#"(: f (-> A B))
(= (f $x) $x)
(= (f $x $y) ($x $y))"#, &expect![[r#"
    3:5-3:6 info clause-type-arity: the number of parameters of `f` is 2 here and 1 in its type, so no call reaches this clause
"#]]);
    check(r#"(: f (-> A B))
(: f (-> A A B))
(= (f $x) $x)
(= (f $x $y) ($x $y))"#, &expect![""]);
    check(r#"(= ((curry $x) $y) ($x $y))
(= (curry $x) $x)
(= curry 1)"#, &expect![""]);
    check(r#"(= (f $x) (g $x))
(= (f $y) (g $y))
(= (f $x) (h $x))
(= (f 1) (g 1))
(= (f "1") (g 1))"#, &expect![[r#"
    2:1-2:18 warning duplicate-clause: this clause repeats an earlier one, so each call gives its result twice; remove it
        1:1-1:18 the earlier one
"#]]);
    check(r#"(= (f $x $y) ($x $y))
(= (f $y $x) ($y $x))
(= (f $x $y) ($y $x))"#, &expect![[r#"
    2:1-2:22 warning duplicate-clause: this clause repeats an earlier one, so each call gives its result twice; remove it
        1:1-1:22 the earlier one
"#]]);
    check(r#"(= (bin) 0)
(= (bin) 1)
(fact a)
(fact a)"#, &expect![""]);
}

/// Names of types that differ from built-in ones in case only.
#[test]
fn types() {
    check(r#"(: f (-> number String bool))
(: x string)"#, &expect![[r#"
    1:10-1:16 warning misspelled-type: nothing declares the type `number`; did you mean `Number`?
    1:24-1:28 warning misspelled-type: nothing declares the type `bool`; did you mean `Bool`?
    2:6-2:12 warning misspelled-type: nothing declares the type `string`; did you mean `String`?
"#]]);
    check(r#"(: number Type)
(: f (-> number Number))
(: x symbol)
(: y (Vec number))"#, &expect![""]);
    check(r#"!(import! &self types)
(: f (-> number Number))"#, &expect![""]);
}

/// Documentation and what it documents (`metta.md` 2.7).
#[test]
fn documentation() {
    check(r#"(@doc f (@desc "F"))"#, &expect![[r#"
        1:7-1:8 hint orphan-doc: this documents `f`, which occurs nowhere else in the file
    "#]]);
    check(r#"(@doc f (@desc "F"))
(= (f) 1)
(@doc + (@desc "plus"))
(@doc Fact (@desc "fact"))
(Fact 1)"#, &expect![""]);
    check(r#"(: f (-> A B C))
(@doc f (@desc "F") (@params ((@param "a"))) (@return "r"))"#, &expect![[r#"
    2:7-2:8 hint doc-parameter-count: the number of parameters of `f` is 1 in its documentation and 2 in its type
"#]]);
    check(r#"(: f (-> A B C))
(@doc f (@desc "F") (@params ((@param "a") (@param "b"))) (@return "r"))"#, &expect![""]);
    check(r#"(= (f $x) $x)
(@doc f (@desc "F") (@params ()) (@return "r"))"#, &expect![""]);
}

/// Names that `bind!` takes.
#[test]
fn tokens() {
    check(r#"!(bind! &a.c (new-space))
!(bind! &ok (new-space))
!(bind! what? 1)
!(add-atom &ok (a))"#, &expect![[r#"
    1:9-1:13 hint regex-token: `bind!` reads `&a.c` as a regular expression, so it may match other words too
    3:9-3:14 hint regex-token: `bind!` reads `what?` as a regular expression, so it may match other words too
"#]]);
}

/// A pattern's variable that occurs once.
#[test]
fn unused_variables() {
    check(r#"(= (first $x $y) $x)
(= (second $_x $y) $y)
(= (third $_ $ $z) $z)"#, &expect![[r#"
    1:14-1:16 hint unused-variable: `$y` occurs only here; a name that begins with `$_` says that this is intended
"#]]);
    check(r#"!(let $x 1 2)
!(let* (($x 1) ($y $x)) 3)
!(case (f) (($a 1) ((B $b) $b)))
!(match &self (p $x $y) $x)
!(chain (f) $x 1)
!(unify (a $x) (a $y) $x no)"#, &expect![[r#"
    1:7-1:9 hint unused-variable: `$x` occurs only here; a name that begins with `$_` says that this is intended
    2:17-2:19 hint unused-variable: `$y` occurs only here; a name that begins with `$_` says that this is intended
    3:14-3:16 hint unused-variable: `$a` occurs only here; a name that begins with `$_` says that this is intended
    4:21-4:23 hint unused-variable: `$y` occurs only here; a name that begins with `$_` says that this is intended
    5:13-5:15 hint unused-variable: `$x` occurs only here; a name that begins with `$_` says that this is intended
    6:19-6:21 hint unused-variable: `$y` occurs only here; a name that begins with `$_` says that this is intended
"#]]);
    check(r#"(fact $x)
(: f (-> $t Number))
!(f $x)
!(quote (let $x 1 2))
!(add-atom &self (= (g $x) 1))"#, &expect![""]);
    check(r#"(= (f $x)
  (sealed ($x) (let $y 1 2)))"#, &expect![""]);
    check(r#"(= (f $x) (function (chain (eval (g $x)) $y (return 1))))
!(map-atom (1 2) $x 3)"#, &expect![[r#"
    1:42-1:44 hint unused-variable: `$y` occurs only here; a name that begins with `$_` says that this is intended
    2:18-2:20 hint unused-variable: `$x` occurs only here; a name that begins with `$_` says that this is intended
"#]]);
}

/// There is no shadowing: an inner binder compares (`metta.md` 2.3, rule 0).
#[test]
fn rebound_variables() {
    check("!(let $x 1 (let $x 2 $x))", &expect![[r#"
        1:17-1:19 info rebound-variable: `$x` already has a value here, so this is a comparison: there is no result if the values differ
            1:7-1:9 bound here
    "#]]);
    check("!(let* (($x 1) ($x 2)) $x)", &expect![[r#"
        1:17-1:19 info rebound-variable: `$x` already has a value here, so this is a comparison: there is no result if the values differ
            1:10-1:12 bound here
    "#]]);
    check(r#"!(let $_ 1 (let $_ 2 ok))
!(let* (($_ 1) ($_ 2)) ok)"#, &expect![[r#"
    1:17-1:19 info rebound-variable: `$_` already has a value here, so this is a comparison: there is no result if the values differ
        1:7-1:9 bound here
    2:17-2:19 info rebound-variable: `$_` already has a value here, so this is a comparison: there is no result if the values differ
        2:10-2:12 bound here
"#]]);
    check(r#"(= (g $_ $_) ok)
!(let ($_ $_) (f) ok)"#, &expect![[r#"
    1:10-1:12 info rebound-variable: `$_` already has a value here, so this is a comparison: there is no result if the values differ
        1:7-1:9 bound here
    2:11-2:13 info rebound-variable: `$_` already has a value here, so this is a comparison: there is no result if the values differ
        2:8-2:10 bound here
"#]]);
    check(r#"!(let $x 9 (map-atom (1 2) $x (+ $x 1)))
!(let $x 9 (chain (f) $x $x))"#, &expect![[r#"
    1:28-1:30 info rebound-variable: `$x` already has a value here, so this is a comparison: there is no result if the values differ
        1:7-1:9 bound here
    2:23-2:25 info rebound-variable: `$x` already has a value here, so this is a comparison: there is no result if the values differ
        2:7-2:9 bound here
"#]]);
    check(r#"!(+ (let $t 1 $t) (let $t 2 $t))
!(let $x (let $x 1 $x) $x)"#, &expect![""]);
    check(r#"(= (f $x) (let $x 5 $x))
(= (g $x) (match &self (p $x $y) $y))
!(let $x 1 (case 2 (($x a) ((b $x) c))))"#, &expect![""]);
    check("!(let $n 7 (unify (a $n) (a 7) $n no))", &expect![""]);
    check(r#"!(case 1 (($_ (case 2 (($_ a))))))
!(case 1 ((1 (let $_ 1 2)) (2 (let $_ 1 2))))"#, &expect![[r#"
    1:25-1:27 info rebound-variable: `$_` already has a value here, so this is a comparison: there is no result if the values differ
        1:12-1:14 bound here
"#]]);
}

/// Spaces that nothing binds.
#[test]
fn spaces() {
    check(r#"!(add-atom &kb (a))
!(match &kb (a $x) $x)
!(match &self (a) b)
!(get-atoms &other)"#, &expect![[r#"
    1:12-1:15 hint unbound-space: nothing in this file binds `&kb`; create the space with `!(bind! &kb (new-space))`
    4:13-4:19 hint unbound-space: nothing in this file binds `&other`; create the space with `!(bind! &other (new-space))`
"#]]);
    check(r#"!(bind! &kb (new-space))
!(add-atom &kb (a))"#, &expect![""]);
    check(r#"!(import! &kb m)
!(add-atom &kb (a))
!(add-atom &other (a))"#, &expect![""]);
    check(r#"(uses &kb)
!(f &kb)"#, &expect![""]);
    check("(= (go) (let $_ (bind! &kb (new-space)) (add-atom &kb (a))))", &expect![""]);
}

/// Heads of calls that are one letter away from a built-in.
#[test]
fn typos() {
    check(r#"!(car-atm (1 2))
!(printlnn! 1)
!(println 1)
!(supperpose (1 2))
!(colapse (f))
!(car-atom2 (1))
!(Collapse (f))"#, &expect![[r#"
    1:3-1:10 hint possible-typo: nothing in this file defines `car-atm`, so the call stands for itself; did you mean `car-atom`?
    2:3-2:12 hint possible-typo: nothing in this file defines `printlnn!`, so the call stands for itself; did you mean `println!`?
    3:3-3:10 hint possible-typo: nothing in this file defines `println`, so the call stands for itself; did you mean `println!`?
    4:3-4:13 hint possible-typo: nothing in this file defines `supperpose`, so the call stands for itself; did you mean `superpose`?
    5:3-5:10 hint possible-typo: nothing in this file defines `colapse`, so the call stands for itself; did you mean `collapse`?
"#]]);
    check(r#"!(catch 1)
!(matches 1)
!(lets 1)
!(uniqe 1)"#, &expect![[r#"
    4:3-4:8 hint possible-typo: nothing in this file defines `uniqe`, so the call stands for itself; did you mean `unique`?
"#]]);
    check(r#"(= (car-atm $x) $x)
!(car-atm 1)"#, &expect![""]);
    check(r#"(cdr-atm 1)
!(cdr-atm 1)
!(f cdr-atm)"#, &expect![""]);
    check(r#"!(import! &self m)
!(car-atm (1 2))"#, &expect![""]);
}

/// What does not parse is passed over; what does is checked; nothing is said to be absent.
#[test]
fn damaged_text() {
    check(r#"(= (f $x)
  (g
!(+ 1)
(= (h $unused) 1)"#, &expect![[r#"
    1:1-1:2 error syntax-unclosed-bracket: this `(` is never closed
    2:3-2:4 error syntax-unclosed-bracket: this `(` is never closed
    3:3-3:4 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
"#]]);
    check(r#"(+ 1) )
!(+ 1)
!(car-atm 1)"#, &expect![[r#"
    1:7-1:8 error syntax-unexpected-bracket: this `)` closes nothing
    2:3-2:4 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
"#]]);
    check(r#"(a "b
!(+ 1)"#, &expect![[r#"
    1:1-1:2 error syntax-unclosed-bracket: this `(` is never closed
    1:4-1:5 error syntax-unclosed-string: this string is never closed
"#]]);
}

/// Comments silence warnings.
#[test]
fn suppression() {
    check(r#"; rholang-ls: allow(call-arity)
!(+ 1)
!(+ 2)"#, &expect![[r#"
    3:3-3:4 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
"#]]);
}

/// Programs of many kinds about which there is nothing to say.
#[test]
fn sound_programs() {
    check(r#"(: Nat Type)
(: Z Nat)
(: S (-> Nat Nat))
(: plus (-> Nat Nat Nat))
(= (plus Z $y) $y)
(= (plus (S $x) $y) (S (plus $x $y)))
!(plus (S Z) (S Z))"#, &expect![""]);
    check(r#"(= (fact $n) (if (== $n 0) 1 (* $n (fact (- $n 1)))))
!(assertEqual (fact 5) 120)"#, &expect![""]);
    check(r#"(parent Tom Bob)
(parent Bob Ann)
(= (grandparent $x) (match &self (, (parent $x $y) (parent $y $z)) $z))
!(grandparent Tom)"#, &expect![""]);
    check(r#"!(bind! &state (new-state 0))
!(change-state! &state 1)
!(get-state &state)"#, &expect![""]);
    check(r#"(= (map $_f ()) ())
(= (map $f $l) (let* (($h (car-atom $l)) ($t (cdr-atom $l))) (cons-atom ($f $h) (map $f $t))))
!(map inc (1 2 3))"#, &expect![""]);
    check(r#"!(foldl-atom (1 2 3) 0 $acc $x (+ $acc $x))
!(let ($a $b) (1 2) (+ $a $b))
!(case (match &self (a $x) $x) ((Empty none) ($y $y)))"#, &expect![""]);
    check(r#"(:< Cat Animal)
(: tom Cat)
!(get-type tom)
!(pragma! type-check auto)"#, &expect![""]);
    check(r#"(= (color) red)
(= (color) green)
!(collapse (color))
!(superpose (1 2 3))"#, &expect![""]);
    check(r#"(exec P1 (, (a $x)) (, (b $x)))
(macro (m $x) $x)"#, &expect![""]);
}

/// The checks keep their own stacks and look at each node a bounded number of times.
#[test]
fn hostile_texts() {
    let count = 100_000;
    let nested = |open: &str, close: &str| {
        format!("!{}1{}", open.repeat(count), close.repeat(count))
    };
    let texts = [
        nested("(", ")"),
        nested("(let $x 1 ", ")"),
        nested("(f ", ")"),
        nested("(assertEqual 1 ", ")"),
        "(".repeat(count),
        ")".repeat(count),
        "(a\n".repeat(count),
        "\"".repeat(count + 1),
        "\"a\n".repeat(count + 1),
        "(= (f $x) 1)\n".repeat(count),
        (0..count).map(|number| format!("(= (f $x{number} {number}) 1)\n")).collect(),
        (0..count).map(|number| format!("$x{number} ")).collect::<String>(),
        format!("({})", (0..count).map(|number| format!("$x{number} ")).collect::<String>()),
        format!("!(f {})", "$x ".repeat(count)),
        (0..count).map(|number| format!("!(f{number} 1)\n")).collect(),
        format!("!(let* ({}) 1)", "($x 1)".repeat(count)),
        format!("!(case 1 ({}))", "($x 1)".repeat(count)),
        "(: f (-> A B))\n!(f 1 2)\n".repeat(count),
        "; comment\n".repeat(count),
    ];
    for text in &texts {
        let head: String = text.chars().take(40).collect();
        let start = std::time::Instant::now();
        let analysis = analyze(LanguageId::Metta, text);
        println!("{:?} {} {head}", start.elapsed(), analysis.diagnostics.len());
    }
}
