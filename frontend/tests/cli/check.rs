//! `check` for people: severities, exit status, standard input.

use expect_test::expect;

use crate::sandbox::{Sandbox, check, shown};

#[test]
fn a_clean_file() {
    check(
        "//- a.rho\nnew x in { x!(1) | for (_ <- x) { Nil } }\n",
        "check a.rho",
        &expect![[r#"
            checked 1 file (42 B) in _ s: 0 errors, 0 warnings
            --- exit status 0
        "#]],
    );
}

#[test]
fn an_error() {
    check(
        "//- a.rho\nnew x in {\n  x!(missing)\n}\n",
        "check a.rho",
        &expect![[r#"
            error[unbound-variable]: `missing` is not bound; declare it with `new missing in { .. }` or bind it in a pattern around this place
             --> a.rho:2:6
              |
            2 |   x!(missing)
              |      ^^^^^^^

            checked 1 file (27 B) in _ s: 1 error, 0 warnings
            --- exit status 1
        "#]],
    );
}

#[test]
fn a_warning_is_not_denied() {
    check(
        "//- a.rho\nnew unused in { Nil }\n",
        "check a.rho",
        &expect![[r#"
            warning[unused-binder]: `unused` is never used; remove it
             --> a.rho:1:5
              |
            1 | new unused in { Nil }
              |     ^^^^^^

            checked 1 file (22 B) in _ s: 0 errors, 1 warning
            --- exit status 0
        "#]],
    );
}

#[test]
fn a_warning_is_denied_on_request() {
    check(
        "//- a.rho\nnew unused in { Nil }\n",
        "check a.rho --deny warnings",
        &expect![[r#"
            warning[unused-binder]: `unused` is never used; remove it
             --> a.rho:1:5
              |
            1 | new unused in { Nil }
              |     ^^^^^^

            checked 1 file (22 B) in _ s: 0 errors, 1 warning
            --- exit status 1
        "#]],
    );
}

#[test]
fn an_error_is_denied_with_the_warnings() {
    check(
        "//- a.rho\nmissing!(1)\n",
        "check a.rho --deny warnings",
        &expect![[r#"
            error[unbound-variable]: `missing` is not bound; declare it with `new missing in { .. }` or bind it in a pattern around this place
             --> a.rho:1:1
              |
            1 | missing!(1)
              | ^^^^^^^

            checked 1 file (12 B) in _ s: 1 error, 0 warnings
            --- exit status 1
        "#]],
    );
}

const HINT: &str = "//- a.rho\nnew x in {\n  x!(1) |\n  new x in { x!(2) }\n}\n";

#[test]
fn hints_are_counted_and_not_shown() {
    check(
        HINT,
        "check a.rho",
        &expect![[r#"
        checked 1 file (44 B) in _ s: 0 errors, 0 warnings, 1 hint (shown with --hints)
        --- exit status 0
    "#]],
    );
}

#[test]
fn hints_are_shown_on_request() {
    check(
        HINT,
        "check a.rho --hints",
        &expect![[r#"
        hint[shadowed-binder]: `x` hides an outer name of the same spelling
         --> a.rho:3:7
          |
        1 | new x in {
          |     - this binder is hidden
        2 |   x!(1) |
        3 |   new x in { x!(2) }
          |       ^

        checked 1 file (44 B) in _ s: 0 errors, 0 warnings, 1 hint
        --- exit status 0
    "#]],
    );
}

#[test]
fn hints_are_never_denied() {
    check(
        HINT,
        "check a.rho --hints --deny warnings",
        &expect![[r#"
        hint[shadowed-binder]: `x` hides an outer name of the same spelling
         --> a.rho:3:7
          |
        1 | new x in {
          |     - this binder is hidden
        2 |   x!(1) |
        3 |   new x in { x!(2) }
          |       ^

        checked 1 file (44 B) in _ s: 0 errors, 0 warnings, 1 hint
        --- exit status 0
    "#]],
    );
}

#[test]
fn metta() {
    check(
        "//- a.metta\n!(f \"a\"\n(= (g) 1)\n",
        "check a.metta",
        &expect![[r#"
            error[syntax-unclosed-bracket]: this `(` is never closed
             --> a.metta:1:2
              |
            1 | !(f "a"
              |  ^

            checked 1 file (18 B) in _ s: 1 error, 0 warnings
            --- exit status 1
        "#]],
    );
}

#[test]
fn standard_input() {
    let sandbox = Sandbox::new("");
    sandbox.check_with_input("check - --language rholang", "missing!(1)", &expect![[r#"
        error[unbound-variable]: `missing` is not bound; declare it with `new missing in { .. }` or bind it in a pattern around this place
         --> <stdin>:1:1
          |
        1 | missing!(1)
          | ^^^^^^^

        checked 1 file (11 B) in _ s: 1 error, 0 warnings
        --- exit status 1
    "#]]);
    sandbox.check_with_input(
        "check - --language metta",
        "(f",
        &expect![[r#"
        error[syntax-unclosed-bracket]: this `(` is never closed
         --> <stdin>:1:1
          |
        1 | (f
          | ^

        checked 1 file (2 B) in _ s: 1 error, 0 warnings
        --- exit status 1
    "#]],
    );
}

#[test]
fn standard_input_comes_before_files() {
    let sandbox = Sandbox::new("//- +.rho\na!(1)\n//- b.rho\nb!(1)\n");
    let arguments = "check b.rho +.rho - --language rholang";
    sandbox.check_with_input(arguments, "c!(1)", &expect![[r#"
        error[unbound-variable]: `c` is not bound; declare it with `new c in { .. }` or bind it in a pattern around this place
         --> <stdin>:1:1
          |
        1 | c!(1)
          | ^

        error[unbound-variable]: `a` is not bound; declare it with `new a in { .. }` or bind it in a pattern around this place
         --> +.rho:1:1
          |
        1 | a!(1)
          | ^

        error[unbound-variable]: `b` is not bound; declare it with `new b in { .. }` or bind it in a pattern around this place
         --> b.rho:1:1
          |
        1 | b!(1)
          | ^

        checked 3 files (17 B) in _ s: 3 errors, 0 warnings
        --- exit status 1
    "#]]);
}

#[test]
fn colours_on_request_only() {
    let sandbox = Sandbox::new("//- a.rho\nmissing!(1)\n");
    let forced = sandbox.command("check a.rho").env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(forced.stdout.contains(&b'\x1b'));
    let mut both = sandbox.command("check a.rho");
    let both = both.env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").output().unwrap();
    assert!(!both.stdout.contains(&b'\x1b'));
    let plain = sandbox.output("check a.rho", b"");
    assert_eq!(shown(&plain), shown(&both));
}

#[test]
fn suppressed_warnings_are_not_denied() {
    check(
        "//- a.rho\n// rholang-ls: allow(unused-binder)\nnew unused in { Nil }\n",
        "check a.rho --deny warnings",
        &expect![[r#"
            checked 1 file (58 B) in _ s: 0 errors, 0 warnings
            --- exit status 0
        "#]],
    );
}

#[test]
fn programs_in_strings_are_checked() {
    check(
        "//- a.rho\nnew c(`rho:metta:compile`), x in {\n  c!(\"(f \\\"\\\\q\\\")\n  (λ \" ++ *x ++ \")\")\n}\n",
        "check a.rho",
        &expect![[r#"
            error[syntax-invalid-escape]: `\q` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
             --> a.rho:2:12
              |
            2 |   c!("(f \"\\q\")
              |            ^^^

            warning[dialect-token]: MeTTaTron reads `λ` as an error
             --> a.rho:3:4
              |
            3 |   (λ " ++ *x ++ ")")
              |    ^

            checked 1 file (77 B) in _ s: 1 error, 1 warning
            --- exit status 1
        "#]],
    );
}
