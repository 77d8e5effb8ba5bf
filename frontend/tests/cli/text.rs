//! Bytes that are unusual in text.

use expect_test::expect;

use crate::sandbox::{Sandbox, check, shown};

/// A file with an error beside the file at hand, to see that it is still checked.
const OTHER: &str = "//- z.rho\nz!(1)\n";

#[test]
fn invalid_utf_8() {
    let sandbox = Sandbox::new(OTHER);
    sandbox.write("a.rho", b"Nil // \xff\n");
    sandbox.write("cut.rho", b"@\"\xe2\x82");
    sandbox.check("check --format json", &expect![[r#"
        {"path":"z.rho","severity":"error","code":"unbound-variable","message":"`z` is not bound; declare it with `new z in { .. }` or bind it in a pattern around this place","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
        {"summary":{"files":1,"errors":1,"warnings":0,"bytes":6,"seconds":_}}
        --- standard error
        error: cannot read `a.rho`: the file is not UTF-8 text: invalid byte at offset 7
        error: cannot read `cut.rho`: the file is not UTF-8 text: invalid byte at offset 2
        --- exit status 2
    "#]]);
}

#[test]
fn invalid_utf_8_on_standard_input() {
    let sandbox = Sandbox::new("");
    let output = sandbox.output("check - --language rholang", b"\xfe\xff\0N");
    expect![[r#"
        checked 0 files (0 B) in _ s: 0 errors, 0 warnings
        --- standard error
        error: cannot read `<stdin>`: the file is not UTF-8 text: invalid byte at offset 0
        --- exit status 2
    "#]]
    .assert_eq(&shown(&output));
}

#[test]
fn nul_bytes() {
    let sandbox = Sandbox::new("");
    sandbox.write("a.rho", b"new x in { x!(\0) }");
    sandbox.write("b.metta", b"(a \0 b)");
    sandbox.write("c.rho", &[0; 100]);
    let output = sandbox.output("check", b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(!output.stdout.contains(&0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn windows_line_ends() {
    check(
        "//- a.rho\nnew x in {\r\n  x!(1,\r\n     missing)\r\n}\r\n",
        "check",
        &expect![[r#"
            error[unbound-variable]: `missing` is not bound; declare it with `new missing in { .. }` or bind it in a pattern around this place
             --> a.rho:3:6
              |
            3 |      missing)
              |      ^^^^^^^

            checked 1 file (39 B) in _ s: 1 error, 0 warnings
            --- exit status 1
        "#]],
    );
    check(
        "//- a.rho\nnew x in {\r\n  x!(missing)\r\n}\r\n",
        "check --format json",
        &expect![[r#"
            {"path":"a.rho","severity":"error","code":"unbound-variable","message":"`missing` is not bound; declare it with `new missing in { .. }` or bind it in a pattern around this place","start":{"line":1,"character":5},"end":{"line":1,"character":12},"related":[]}
            {"summary":{"files":1,"errors":1,"warnings":0,"bytes":30,"seconds":_}}
            --- exit status 1
        "#]],
    );
}

#[test]
fn old_macintosh_line_ends() {
    check(
        "//- a.metta\n(a)\r(b))\r(c)",
        "check",
        &expect![[r#"
        error[syntax-unexpected-bracket]: this `)` closes nothing
         --> a.metta:2:4
          |
        2 | (b))
          |    ^

        checked 1 file (12 B) in _ s: 1 error, 0 warnings
        --- exit status 1
    "#]],
    );
}

#[test]
fn a_byte_order_mark_does_not_count() {
    check(
        "//- a.rho\n\u{feff}missing!(1)\n",
        "check",
        &expect![[r#"
        error[unbound-variable]: `missing` is not bound; declare it with `new missing in { .. }` or bind it in a pattern around this place
         --> a.rho:1:1
          |
        1 | missing!(1)
          | ^^^^^^^

        checked 1 file (15 B) in _ s: 1 error, 0 warnings
        --- exit status 1
    "#]],
    );
    check(
        "//- a.rho\n\u{feff}missing!(1)\n",
        "check --format json",
        &expect![[r#"
            {"path":"a.rho","severity":"error","code":"unbound-variable","message":"`missing` is not bound; declare it with `new missing in { .. }` or bind it in a pattern around this place","start":{"line":0,"character":0},"end":{"line":0,"character":7},"related":[]}
            {"summary":{"files":1,"errors":1,"warnings":0,"bytes":15,"seconds":_}}
            --- exit status 1
        "#]],
    );
}

#[test]
fn empty_files() {
    check(
        "//- a.rho\n//- b.metta\n",
        "check",
        &expect![[r#"
        error[empty-program]: a program is one process, and this file has none; the smallest is `Nil`
        --> a.rho

        checked 2 files (0 B) in _ s: 1 error, 0 warnings
        --- exit status 1
    "#]],
    );
    check(
        "//- a.rho\n\n\n",
        "check",
        &expect![[r#"
        error[empty-program]: a program is one process, and this file has none; the smallest is `Nil`
         --> a.rho:3:1
          |
        3 |
          | ^

        checked 1 file (2 B) in _ s: 1 error, 0 warnings
        --- exit status 1
    "#]],
    );
}
