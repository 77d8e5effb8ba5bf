//! Words with their meaning: a line for each token, `line:column text kind modifiers`.

#![allow(clippy::too_many_lines, reason = "the functions are tables of texts")]

mod support;

use std::fmt::Write;

use expect_test::{Expect, expect};
use rholang_engine::query;
use rholang_engine::region::encode;
use rholang_engine::symbol::{Token, TokenKind, TokenModifiers};
use rholang_engine::text::{PositionEncoding, TextRange};

use support::workspace::Fixture;

/// The tokens of the first file, or of a part of it.
fn render(fixture: &Fixture, part: Option<TextRange>) -> String {
    let file = fixture.file();
    let text = fixture.snapshot.file(file).expect("the file is there").text();
    let mut output = String::new();
    for token in query::semantic_tokens(&fixture.snapshot, file, part) {
        let (start, content) = (token.range.start, text.content());
        let place = text.lines().position(content, start, PositionEncoding::Utf32);
        let word = token.range.of(content).replace('\n', "⏎");
        write!(output, "{}:{} {word} {}", place.line + 1, place.character + 1, token.kind.name())
            .unwrap();
        for (bit, name) in TokenModifiers::NAMES.iter().enumerate() {
            if token.modifiers.bits() >> bit & 1 == 1 {
                write!(output, " {name}").unwrap();
            }
        }
        output.push('\n');
    }
    output
}

fn check_metta(text: &str, expected: &Expect) {
    expected.assert_eq(&render(&Fixture::metta(text), None));
}

fn check_rholang(text: &str, expected: &Expect) {
    expected.assert_eq(&render(&Fixture::rholang(text), None));
}

#[test]
fn legend() {
    for (index, kind) in TokenKind::ALL.into_iter().enumerate() {
        assert_eq!(kind as usize, index);
        let same = TokenKind::ALL.iter().filter(|other| other.name() == kind.name());
        assert_eq!(same.count(), 1, "{kind:?}");
    }
    assert_eq!(TokenModifiers::DEFAULT_LIBRARY.bits(), 1 << (TokenModifiers::NAMES.len() - 1));
}

/// What definitions make of names, and where they stand.
#[test]
fn metta_symbols() {
    check_metta(
        r#"(: Nat Type)
(: Z Nat)
(: S (-> Nat Nat))
(: f (-> Nat (List $t) Color))
(:< Nat Number)
(= (f $x Z) (g $x (S Z)))
(= size 3)
(parent Tom "Bob")
(data f S (parent))
!(f size -1.5)
!(bind! &kb (new-space))
!(match &kb (parent $x $y) (unknown $x True))
!(match &self $a $b)"#,
        &expect![[r#"
            1:2 : operator defaultLibrary
            1:4 Nat type declaration
            1:8 Type type defaultLibrary
            2:2 : operator defaultLibrary
            2:4 Z enumMember declaration
            2:6 Nat type
            3:2 : operator defaultLibrary
            3:4 S enumMember declaration
            3:7 -> operator defaultLibrary
            3:10 Nat type
            3:14 Nat type
            4:2 : operator defaultLibrary
            4:4 f function declaration
            4:7 -> operator defaultLibrary
            4:10 Nat type
            4:15 List type
            4:20 $t typeParameter declaration
            4:24 Color type
            5:2 :< operator defaultLibrary
            5:5 Nat type declaration
            5:9 Number type defaultLibrary
            6:2 = operator defaultLibrary
            6:5 f function definition
            6:7 $x parameter declaration
            6:10 Z enumMember
            6:14 g function
            6:16 $x parameter
            6:20 S enumMember
            6:22 Z enumMember
            7:2 = operator defaultLibrary
            7:4 size enumMember definition
            7:9 3 number
            8:2 parent property
            8:9 Tom enumMember
            8:13 "Bob" string
            9:2 data property
            9:7 f function
            9:9 S enumMember
            9:12 parent property
            10:1 ! operator
            10:3 f function
            10:5 size enumMember
            10:10 -1.5 number
            11:1 ! operator
            11:3 bind! keyword defaultLibrary
            11:9 &kb variable declaration readonly
            11:14 new-space function defaultLibrary
            12:1 ! operator
            12:3 match keyword defaultLibrary
            12:9 &kb variable readonly
            12:14 parent property
            12:21 $x variable declaration
            12:24 $y variable declaration
            12:29 unknown function
            12:37 $x variable
            12:40 True keyword
            13:1 ! operator
            13:3 match keyword defaultLibrary
            13:9 &self variable defaultLibrary
            13:15 $a variable declaration
            13:18 $b variable declaration
        "#]],
    );
}

#[test]
fn metta_builtins_and_modules() {
    check_metta(
        r#"!(import! &m lib:util)
!(import! &self "data.metta")
!(let* (($x (car-atom (1 2)))) (if (>= $x 1) Empty (Error $x BadType)))
(@doc f (@desc "F"))
(= (f) (, PI (collapse (superpose (a)))))
!(foldl-atom () 0 $a $b (+ $a $b))
!(lambda $v $v)
(exec P1 a b)"#,
        &expect![[r#"
            1:1 ! operator
            1:3 import! keyword defaultLibrary
            1:11 &m variable declaration readonly
            1:14 lib:util namespace
            2:1 ! operator
            2:3 import! keyword defaultLibrary
            2:11 &self variable defaultLibrary
            2:17 "data.metta" namespace
            3:1 ! operator
            3:3 let* keyword defaultLibrary
            3:10 $x variable declaration
            3:14 car-atom function defaultLibrary
            3:24 1 number
            3:26 2 number
            3:33 if keyword defaultLibrary
            3:37 >= operator defaultLibrary
            3:40 $x variable
            3:43 1 number
            3:46 Empty enumMember defaultLibrary
            3:53 Error enumMember defaultLibrary
            3:59 $x variable
            3:62 BadType enumMember defaultLibrary
            4:2 @doc decorator defaultLibrary
            4:7 f function declaration
            4:10 @desc decorator defaultLibrary
            4:16 "F" string
            5:2 = operator defaultLibrary
            5:5 f function definition
            5:9 , operator defaultLibrary
            5:11 PI enumMember defaultLibrary
            5:15 collapse function defaultLibrary
            5:25 superpose function defaultLibrary
            5:36 a function
            6:1 ! operator
            6:3 foldl-atom function defaultLibrary
            6:17 0 number
            6:19 $a variable declaration
            6:22 $b variable declaration
            6:26 + operator defaultLibrary
            6:28 $a variable
            6:31 $b variable
            7:1 ! operator
            7:3 lambda function
            7:10 $v parameter declaration
            7:13 $v parameter
            8:2 exec keyword defaultLibrary
            8:7 P1 enumMember
            8:10 a enumMember
            8:12 b enumMember
        "#]],
    );
}

/// Comments directly above a definition explain it.
#[test]
fn metta_comments() {
    check_metta(
        "; file\n\n; about f\n; more\n(= (f) 1) ; beside\n; above a run\n!(f)\n; about g\n(: g A)\n  ; inside\n",
        &expect![[r#"
            1:1 ; file comment
            3:1 ; about f comment documentation
            4:1 ; more comment documentation
            5:2 = operator defaultLibrary
            5:5 f function definition
            5:8 1 number
            5:11 ; beside comment
            6:1 ; above a run comment
            7:1 ! operator
            7:3 f function
            8:1 ; about g comment documentation
            9:2 : operator defaultLibrary
            9:4 g enumMember declaration
            9:6 A type
            10:3 ; inside comment
        "#]],
    );
}

#[test]
fn metta_other_texts() {
    check_metta(
        "(é \"a\nb\" ж) ; ü",
        &expect![[r#"
        1:2 é property
        1:4 "a⏎b" string
        2:4 ж enumMember
        2:7 ; ü comment
    "#]],
    );
    check_metta(
        "(= (f $x\n(= (g \"a",
        &expect![[r#"
        1:2 = operator defaultLibrary
        1:5 f function definition
        1:7 $x parameter declaration
        2:2 = operator defaultLibrary
        2:5 g function definition
    "#]],
    );
    check_metta(")", &expect![[""]]);
    check_metta("\n", &expect![[""]]);
}

/// Channels, process variables, contracts, agents and methods.
#[test]
fn rholang_variables() {
    check_rholang(
        r#"new c, out(`rho:io:stdout`), odd(`rho:no:such`), plain, Cell in {
  contract c(@x, ret, ...@rest) = { ret!(x, *ret, rest) } |
  for (@y, z <- plain & _ <= c) { out!(y) | z!(*plain) | free!(unbound) } |
  let @a <- 1 in { match a { v => c!(v, *out) } } |
  agent Cell { constructor(q) { Nil } | method get(r) { return!(q) } | default() { Nil } } |
  Cell!get(1).
}"#,
        &expect![[r#"
            1:1 new keyword
            1:5 c function declaration
            1:8 out event declaration defaultLibrary
            1:12 `rho:io:stdout` string defaultLibrary
            1:30 odd event declaration defaultLibrary
            1:34 `rho:no:such` string
            1:50 plain event declaration
            1:57 Cell class declaration
            1:62 in keyword
            2:3 contract keyword
            2:12 c function definition
            2:14 @ operator
            2:15 x parameter declaration
            2:18 ret parameter declaration
            2:23 ...@ operator
            2:27 rest parameter declaration
            2:33 = operator
            2:37 ret parameter
            2:40 ! operator
            2:42 x parameter
            2:45 * operator
            2:46 ret parameter
            2:51 rest parameter
            2:59 | operator
            3:3 for keyword
            3:8 @ operator
            3:9 y variable declaration
            3:12 z event declaration
            3:14 <- operator
            3:17 plain event
            3:23 & operator
            3:25 _ keyword
            3:27 <= operator
            3:30 c function
            3:35 out event defaultLibrary
            3:38 ! operator
            3:40 y variable
            3:43 | operator
            3:45 z event
            3:46 ! operator
            3:48 * operator
            3:49 plain event
            3:56 | operator
            3:58 free event
            3:62 ! operator
            3:64 unbound variable
            3:75 | operator
            4:3 let keyword
            4:7 @ operator
            4:8 a variable declaration
            4:10 <- operator
            4:13 1 number
            4:15 in keyword
            4:20 match keyword
            4:26 a variable
            4:30 v variable declaration
            4:32 => operator
            4:35 c function
            4:36 ! operator
            4:38 v variable
            4:41 * operator
            4:42 out event defaultLibrary
            4:51 | operator
            5:3 agent keyword
            5:9 Cell class definition
            5:16 constructor keyword
            5:28 q parameter declaration
            5:33 Nil keyword
            5:39 | operator
            5:41 method keyword
            5:48 get method definition
            5:52 r parameter declaration
            5:57 return event readonly
            5:63 ! operator
            5:65 q parameter
            5:70 | operator
            5:72 default keyword
            5:84 Nil keyword
            5:92 | operator
            6:3 Cell class
            6:7 ! operator
            6:8 get method
            6:12 1 number
        "#]],
    );
}

/// Keywords and operators have no nodes.
#[test]
fn rholang_keywords_and_operators() {
    check_rholang(
        r#"new x in {
  if (not true and 1 <= 2 or x matches {_ /\ ~Nil}) { bundle+{*x}!(1 ++ 2) } else { bundle0{x} } |
  select { y <- x where y > 1 => Nil } |
  x!!([1, "s", 2i32, 1.5, $$name$$].nth(0), {"k": Set(1)}, {| 1 |}, (), {}) |
  for (@{Int} <- x?!; w <<- x!?(1)) { =x | BigInt(1) | `rho:id:abc` }
}"#,
        &expect![[r#"
            1:1 new keyword
            1:5 x event declaration
            1:7 in keyword
            2:3 if keyword
            2:7 not keyword
            2:11 true keyword
            2:16 and keyword
            2:20 1 number
            2:22 <= operator
            2:25 2 number
            2:27 or keyword
            2:30 x event
            2:32 matches keyword
            2:41 _ keyword
            2:43 /\ operator
            2:46 ~ operator
            2:47 Nil keyword
            2:55 bundle+ keyword
            2:63 * operator
            2:64 x event
            2:66 ! operator
            2:68 1 number
            2:70 ++ operator
            2:73 2 number
            2:78 else keyword
            2:85 bundle0 keyword
            2:93 x event
            2:98 | operator
            3:3 select keyword
            3:12 y event declaration
            3:14 <- operator
            3:17 x event
            3:19 where keyword
            3:25 y event
            3:27 > operator
            3:29 1 number
            3:31 => operator
            3:34 Nil keyword
            3:40 | operator
            4:3 x event
            4:4 !! operator
            4:8 1 number
            4:11 "s" string
            4:16 2i32 number
            4:22 1.5 number
            4:27 $$name$$ macro
            4:37 nth method defaultLibrary
            4:41 0 number
            4:46 "k" string
            4:51 Set keyword
            4:55 1 number
            4:63 1 number
            4:77 | operator
            5:3 for keyword
            5:8 @ operator
            5:10 Int type defaultLibrary
            5:15 <- operator
            5:18 x event
            5:19 ?! operator
            5:23 w event declaration
            5:25 <<- operator
            5:29 x event
            5:30 !? operator
            5:33 1 number
            5:39 = operator
            5:40 x event
            5:42 | operator
            5:44 BigInt(1) number
            5:54 | operator
            5:56 `rho:id:abc` string
        "#]],
    );
}

#[test]
fn rholang_comments() {
    check_rholang(
        "// plain\n/// doc\n//// ruler\n/* block\n over lines */\n/** doc */ /***/ /**/ Nil // end",
        &expect![[r#"
            1:1 // plain comment
            2:1 /// doc comment documentation
            3:1 //// ruler comment
            4:1 /* block⏎ over lines */ comment
            6:1 /** doc */ comment documentation
            6:12 /***/ comment
            6:18 /**/ comment
            6:23 Nil keyword
            6:27 // end comment
        "#]],
    );
}

#[test]
fn rholang_damaged_texts() {
    check_rholang(
        "new x in { x!(1 | for (y <- ) { contract }",
        &expect![[r#"
        1:1 new keyword
        1:5 x event declaration
        1:7 in keyword
        1:12 x event
        1:13 ! operator
        1:15 1 number
        1:17 | operator
        1:19 for keyword
        1:24 y event declaration
        1:26 <- operator
        1:33 contract keyword
    "#]],
    );
    check_rholang(
        "for (x <- \"a",
        &expect![[r#"
        1:1 for keyword
        1:6 x variable
        1:8 <- operator
        1:11 "a string
    "#]],
    );
    check_rholang("\n", &expect![[""]]);
}

/// The words of a program inside a string take the place of the string's; quotes and what stands
/// between literals stay. A word that several literals make up has a token in each.
#[test]
fn programs_in_strings() {
    check_rholang(
        r#"new compile(`rho:metta:compile`) in {
  compile!(Nil, "(= (f $x) \"a\\n\"
    ; note
    (g $x))") |
  compile!(Nil, "!(f " ++ x /* hole */ ++ " size) (spl" ++ "it \"over" ++ "lap\")") |
  compile!(Nil, "") | out!("(f 1)")
}"#,
        &expect![[r#"
            1:1 new keyword
            1:5 compile event declaration defaultLibrary
            1:13 `rho:metta:compile` string defaultLibrary
            1:34 in keyword
            2:3 compile event defaultLibrary
            2:10 ! operator
            2:12 Nil keyword
            2:17 " string
            2:19 = operator defaultLibrary
            2:22 f function definition
            2:24 $x parameter declaration
            2:28 \"a\\n\" string
            3:5 ; note comment
            4:6 g function
            4:8 $x parameter
            4:12 " string
            4:15 | operator
            5:3 compile event defaultLibrary
            5:10 ! operator
            5:12 Nil keyword
            5:17 " string
            5:18 ! operator
            5:20 f function
            5:22 " string
            5:24 ++ operator
            5:27 x variable
            5:29 /* hole */ comment
            5:40 ++ operator
            5:43 " string
            5:45 size enumMember
            5:52 spl property
            5:55 " string
            5:57 ++ operator
            5:60 " string
            5:61 it property
            5:64 \"over string
            5:70 " string
            5:72 ++ operator
            5:75 " string
            5:76 lap\" string
            5:82 " string
            5:85 | operator
            6:3 compile event defaultLibrary
            6:10 ! operator
            6:12 Nil keyword
            6:17 " string
            6:18 " string
            6:21 | operator
            6:23 out event
            6:26 ! operator
            6:28 "(f 1)" string
        "#]],
    );
}

/// A part has the tokens that overlap it, whole ones.
#[test]
fn parts() {
    let text = "new alpha in { alpha!(\"a string\") /* a comment */ | Nil }";
    let fixture = Fixture::rholang(text);
    let part = |start, end| render(&fixture, Some(TextRange::new(start, end)));
    expect![[r#"
        1:1 new keyword
    "#]]
    .assert_eq(&part(1, 2));
    expect![[r#"
        1:5 alpha event declaration
        1:11 in keyword
        1:16 alpha event
    "#]]
    .assert_eq(&part(6, 16));
    expect![[r#"
        1:23 "a string" string
        1:35 /* a comment */ comment
    "#]]
    .assert_eq(&part(25, 37));
    expect![[r#"
        1:35 /* a comment */ comment
    "#]]
    .assert_eq(&part(40, 40));
    let fixture = Fixture::metta("; about\n(= (f $x)\n  \"string\")\n!(f 1)");
    let part = |start, end| render(&fixture, Some(TextRange::new(start, end)));
    expect![[r#"
        1:1 ; about comment documentation
    "#]]
    .assert_eq(&part(2, 3));
    expect![[r#"
        3:3 "string" string
        4:1 ! operator
        4:3 f function
    "#]]
    .assert_eq(&part(24, 33));
}

/// A program in a string has the tokens that it has in a file, at the places that the string gives it.
#[test]
fn strings_and_files_agree() {
    let program = "; Ünï\n(: len (-> (List $t) Number))\n(= (len (Cons $h $t)) (+ 1 (len $t)))\n!(f \"s\\\\\" $x)";
    let file = Fixture::metta(program);
    let tokens = query::semantic_tokens(&file.snapshot, file.file(), None);
    let host = format!("@\"rho:metta:compile\"!(Nil, \"{}\")", encode(program));
    let host = Fixture::rholang(&host);
    let text = host.snapshot.file(host.file()).expect("the file is there");
    let regions = text.regions();
    let region = regions.iter().next().expect("there is a program");
    let extent = region.map().host_extent();
    let inner = query::semantic_tokens(&host.snapshot, host.file(), None)
        .into_iter()
        .filter(|token| extent.covers(token.range));
    let inner: Vec<Token> = inner.collect();
    let mapped: Vec<Token> = tokens
        .iter()
        .map(|token| {
            let range = region.map().host_range(token.range).expect("there are no holes");
            Token { range, ..*token }
        })
        .collect();
    assert!(mapped.len() >= 15);
    assert_eq!(inner, mapped);
}
