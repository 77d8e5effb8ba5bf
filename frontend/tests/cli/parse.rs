//! `parse`.

use expect_test::expect;

use crate::sandbox::{Sandbox, check};

const RHOLANG: &str = "\
//- a.rho
// greets
new stdout(`rho:io:stdout`) in {
  contract @\"hello\"(@\"loud\", @{n /\\ Int} ...@rest) = { stdout!?([n, rest]). }
}
";

#[test]
fn rholang_as_expression() {
    check(
        RHOLANG,
        "parse a.rho",
        &expect![[r#"
            (file "a.rho"
              (language rholang)
              (bytes 123)
              (nodes
                (0 Program 0..123
                  (1 New 10..122
                    (2 NameDeclaration 14..37
                      (3 NameVariable 14..20 (binder 0) "stdout")
                      (4 Uri 21..36 (name 1) "`rho:io:stdout`"))
                    (5 Contract 45..120
                      (6 Quote 54..62
                        (7 String 55..62 (name 2) "\"hello\""))
                      (8 Quote 63..70
                        (9 String 64..70 (name 3) "\"loud\""))
                      (10 Quote 72..83
                        (11 Conjunction 74..82
                          (12 ProcessVariable 74..75 (binder 1) "n")
                          (13 IntType 79..82 "Int")))
                      (14 Remainder 84..92
                        (15 ProcessVariable 88..92 (binder 2) "rest"))
                      (16 SyncSend 98..118
                        (17 NameVariable 98..104 (reference 0 (binder 0)) "stdout")
                        (18 List 107..116
                          (19 ProcessVariable 108..109 (reference 1 (binder 1)) "n")
                          (20 ProcessVariable 111..115 (reference 2 (binder 2)) "rest")))))))
              (names
                (0 "stdout")
                (1 "rho:io:stdout")
                (2 "hello")
                (3 "loud")
                (4 "n")
                (5 "rest"))
              (scopes
                (0 New (parent none) (nodes 5..21) (binders 0..1))
                (1 Contract (parent 0) (nodes 16..21) (binders 1..3)))
              (binders
                (0 "stdout" NewUri name (node 3) (scope 0))
                (1 "n" Formal process (node 12) (scope 1))
                (2 "rest" Formal process (node 15) (scope 1)))
              (references
                (0 "stdout" (node 17) (binder 0))
                (1 "n" (node 19) (binder 1))
                (2 "rest" (node 20) (binder 2)))
              (endpoints
                (0 Contract (node 5) (channel Quoted (name 2)) (arity 2) (remainder) (head "loud"))
                (1 SyncSend (node 16) (channel Uri (name 1)) (arity 2)))
              (definitions
                (0 Uri "stdout" (node 2) (name-node 3) (arity none))
                (1 Contract "hello" (node 5) (name-node 6) (arity 2)))
              (comments
                (0 0..9)))
            --- exit status 0
        "#]],
    );
}

#[test]
fn rholang_as_json() {
    check(
        "//- a.rho\nnew x in { x!(y) }",
        "parse a.rho --format json",
        &expect![[r#"
            {"path":"a.rho","language":"rholang","bytes":18,"nodes":[{"kind":"Program","start":0,"end":18,"parent":null,"subtreeEnd":7},{"kind":"New","start":0,"end":18,"parent":0,"subtreeEnd":7},{"kind":"NameDeclaration","start":4,"end":5,"parent":1,"subtreeEnd":4},{"kind":"NameVariable","start":4,"end":5,"parent":2,"subtreeEnd":4,"data":{"binder":0}},{"kind":"Send","start":11,"end":16,"parent":1,"subtreeEnd":7},{"kind":"NameVariable","start":11,"end":12,"parent":4,"subtreeEnd":6,"data":{"reference":0}},{"kind":"ProcessVariable","start":14,"end":15,"parent":4,"subtreeEnd":7,"data":{"reference":1}}],"names":["x","y"],"scopes":[{"kind":"New","parent":null,"firstNode":4,"nodeEnd":7,"firstBinder":0,"binderEnd":1}],"binders":[{"kind":"New","sort":"name","name":"x","node":3,"scope":0}],"references":[{"name":"x","node":5,"binder":0},{"name":"y","node":6,"binder":null}],"endpoints":[{"role":"Send","node":4,"channelKind":"Binder","channel":{"binder":0},"arity":1,"hasRemainder":false,"head":null}],"definitions":[],"comments":[]}
            --- exit status 0
        "#]],
    );
}

#[test]
fn metta_as_expression() {
    check(
        "//- a.metta\n; twice\n(: f (-> Number Number))\n(= (f $x) (* $x 2))\n!(f 2.5)\n",
        "parse a.metta",
        &expect![[r#"
            (file "a.metta"
              (language metta)
              (bytes 62)
              (nodes
                (0 Program 0..62
                  (1 Expression 8..32 (forms 3)
                    (2 Symbol 9..10 (name 0) ":")
                    (3 Symbol 11..12 (name 1) "f")
                    (4 Expression 13..31 (forms 3)
                      (5 Symbol 14..16 (name 2) "->")
                      (6 Symbol 17..23 (name 3) "Number")
                      (7 Symbol 24..30 (name 3) "Number")))
                  (8 Expression 33..52 (forms 3)
                    (9 Symbol 34..35 (name 4) "=")
                    (10 Expression 36..42 (forms 2)
                      (11 Symbol 37..38 (name 1) "f")
                      (12 Variable 39..41 (binder 0) "$x"))
                    (13 Expression 43..51 (forms 3)
                      (14 Symbol 44..45 (name 6) "*")
                      (15 Variable 46..48 (reference 0 (binder 0)) "$x")
                      (16 Integer 49..50 "2")))
                  (17 Evaluation 53..61
                    (18 Expression 54..61 (forms 2)
                      (19 Symbol 55..56 (name 1) "f")
                      (20 Float 57..60 "2.5")))))
              (names
                (0 ":")
                (1 "f")
                (2 "->")
                (3 "Number")
                (4 "=")
                (5 "$x")
                (6 "*"))
              (scopes
                (0 Rule (parent none) (nodes 8..17) (binders 0..1)))
              (binders
                (0 "$x" Clause (node 12) (scope 0)))
              (references
                (0 "$x" (node 15) (binder 0)))
              (endpoints)
              (definitions
                (0 FunctionType "f" (node 1) (name-node 3) (arity 1))
                (1 Clause "f" (node 8) (name-node 11) (arity 1)))
              (comments
                (0 0..7)))
            --- exit status 0
        "#]],
    );
}

#[test]
fn metta_as_json() {
    check(
        "//- a.metta\n(= (f $x) \"a\")",
        "parse a.metta --format json",
        &expect![[r#"
            {"path":"a.metta","language":"metta","bytes":14,"nodes":[{"kind":"Program","start":0,"end":14,"parent":null,"subtreeEnd":7},{"kind":"Expression","start":0,"end":14,"parent":0,"subtreeEnd":7,"data":{"forms":3}},{"kind":"Symbol","start":1,"end":2,"parent":1,"subtreeEnd":3,"data":{"name":0}},{"kind":"Expression","start":3,"end":9,"parent":1,"subtreeEnd":6,"data":{"forms":2}},{"kind":"Symbol","start":4,"end":5,"parent":3,"subtreeEnd":5,"data":{"name":1}},{"kind":"Variable","start":6,"end":8,"parent":3,"subtreeEnd":6,"data":{"binder":0}},{"kind":"String","start":10,"end":13,"parent":1,"subtreeEnd":7}],"names":["=","f","$x"],"scopes":[{"kind":"Rule","parent":null,"firstNode":1,"nodeEnd":7,"firstBinder":0,"binderEnd":1}],"binders":[{"kind":"Clause","name":"$x","node":5,"scope":0}],"references":[],"endpoints":[],"definitions":[{"kind":"Clause","name":"f","node":1,"nameNode":4,"arity":1}],"comments":[]}
            --- exit status 0
        "#]],
    );
}

#[test]
fn damaged_text_still_has_tables() {
    check(
        "//- a.rho\nnew x in { x!(1 }",
        "parse a.rho",
        &expect![[r#"
        (file "a.rho"
          (language rholang)
          (bytes 17)
          (nodes
            (0 Program 0..17
              (1 New 0..17
                (2 NameDeclaration 4..5
                  (3 NameVariable 4..5 (binder 0) "x"))
                (4 Send 11..15
                  (5 NameVariable 11..12 (reference 0 (binder 0)) "x")
                  (6 Integer 14..15 "1")))))
          (names
            (0 "x"))
          (scopes
            (0 New (parent none) (nodes 4..7) (binders 0..1)))
          (binders
            (0 "x" New name (node 3) (scope 0)))
          (references
            (0 "x" (node 5) (binder 0)))
          (endpoints
            (0 Send (node 4) (channel Binder (binder 0)) (arity 1)))
          (definitions)
          (comments))
        --- exit status 0
    "#]],
    );
}

#[test]
fn standard_input() {
    let sandbox = Sandbox::new("");
    sandbox.check_with_input(
        "parse - --language metta",
        "\u{feff}(a)",
        &expect![[r#"
        (file "<stdin>"
          (language metta)
          (bytes 3)
          (nodes
            (0 Program 0..3
              (1 Expression 0..3 (forms 1)
                (2 Symbol 1..2 (name 0) "a"))))
          (names
            (0 "a"))
          (scopes)
          (binders)
          (references)
          (endpoints)
          (definitions
            (0 Fact "a" (node 1) (name-node 2) (arity 0)))
          (comments))
        --- exit status 0
    "#]],
    );
}

#[test]
fn what_cannot_be_parsed() {
    let sandbox = Sandbox::new("//- a.txt\nNil\n//- folder/a.rho\nNil\n");
    sandbox.write("b.rho", b"N\xffil");
    for path in ["a.txt", "b.rho", "c.rho", "folder", "-"] {
        let output = sandbox.output(&format!("parse {path}"), b"");
        assert_eq!(output.status.code(), Some(2), "{path}");
        assert!(output.stdout.is_empty(), "{path}");
        assert!(output.stderr.starts_with(b"error: "), "{path}");
    }
}

#[test]
fn deep_nesting() {
    let sandbox = Sandbox::new("");
    let depth = 100_000;
    sandbox.write("a.rho", format!("@1!({}{})", "[".repeat(depth), "]".repeat(depth)).as_bytes());
    sandbox.write("a.metta", format!("{}{}", "(".repeat(depth), ")".repeat(depth)).as_bytes());
    for path in ["a.rho", "a.metta"] {
        let output = sandbox.output(&format!("parse {path}"), b"");
        assert_eq!(output.status.code(), Some(0));
        let text = String::from_utf8(output.stdout).unwrap();
        let count = |sign: char| text.chars().filter(|&c| c == sign).count();
        assert!(count('(') > depth);
        assert_eq!(count('('), count(')'));
        let output = sandbox.output(&format!("parse {path} --format json"), b"");
        let tables: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(tables["nodes"].as_array().unwrap().len() > depth);
    }
}
