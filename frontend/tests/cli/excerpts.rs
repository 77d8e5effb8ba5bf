//! What `check` shows of the source.

use expect_test::expect;

use crate::sandbox::{Sandbox, check, shown};

#[test]
fn related_places_far_apart_have_their_own_excerpts() {
    let text =
        format!("//- a.rho\nnew x in {{\n  x!(1) |{}  new x in {{ x!(2) }}\n}}\n", "\n".repeat(60));
    check(
        &text,
        "check a.rho --hints",
        &expect![[r#"
        hint[shadowed-binder]: `x` hides an outer name of the same spelling
          --> a.rho:62:7
           |
        62 |   new x in { x!(2) }
           |       ^
           |
          ::: a.rho:1:5
           |
         1 | new x in {
           |     - this binder is hidden

        checked 1 file (103 B) in _ s: 0 errors, 0 warnings, 1 hint
        --- exit status 0
    "#]],
    );
}

#[test]
fn a_place_of_several_lines() {
    check(
        "//- a.rho\nnew x in {\r\n  x!((x!(1) |\r\n    x!(2)))\r\n}\r\n",
        "check a.rho",
        &expect![[r#"
            warning[one-tuple]: parentheses around this process make a tuple of one; use braces to group processes
             --> a.rho:2:6
              |
            2 |     x!((x!(1) |
              |  ______^
            3 | |     x!(2)))
              | |__________^

            checked 1 file (43 B) in _ s: 0 errors, 1 warning
            --- exit status 0
        "#]],
    );
}

#[test]
fn of_a_place_of_very_many_lines_the_first_is_marked() {
    let lines = "x!(0) |\n".repeat(100);
    let text = format!("//- a.rho\nnew x in {{\n x!((\n{lines}x!(1)\n))\n}}\n");
    check(
        &text,
        "check a.rho",
        &expect![[r#"
        warning[one-tuple]: parentheses around this process make a tuple of one; use braces to group processes
         --> a.rho:2:5
          |
        2 |  x!((
          |     ^

        checked 1 file (828 B) in _ s: 0 errors, 1 warning
        --- exit status 0
    "#]],
    );
}

#[test]
fn wide_characters_and_tabs() {
    check(
        "//- a.rho\n\tnew x in { x!(\"🦀é\", missing) }\n",
        "check a.rho",
        &expect![[r#"
            error[unbound-variable]: `missing` is not bound; declare it with `new missing in { .. }` or bind it in a pattern around this place
             --> a.rho:1:22
              |
            1 |     new x in { x!("🦀é", missing) }
              |                          ^^^^^^^

            checked 1 file (36 B) in _ s: 1 error, 0 warnings
            --- exit status 1
        "#]],
    );
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    check(
        "//- a.rho\n@\"\x1b[31m\x07\"!(missing)\n",
        "check a.rho",
        &expect![[r#"
            error[unbound-variable]: `missing` is not bound; declare it with `new missing in { .. }` or bind it in a pattern around this place
             --> a.rho:1:12
              |
            1 | @"␛[31m␇"!(missing)
              |            ^^^^^^^

            checked 1 file (20 B) in _ s: 1 error, 0 warnings
            --- exit status 1
        "#]],
    );
}

#[test]
fn a_long_line_is_cut_around_the_place() {
    let line = format!("//- a.rho\n@\"{0}\"!(missing, \"{0}\")\n", "é".repeat(3000));
    check(
        &line,
        "check a.rho",
        &expect![[r#"
        error[unbound-variable]: `missing` is not bound; declare it with `new missing in { .. }` or bind it in a pattern around this place
         --> a.rho:1:3006
          |
          |
        1 | …ééééééééééééééééééééééééééééé"!(missing, "ééééééééééééééééééééééééééééééééééééééééééééééééééééééé…
          |                                  ^^^^^^^

        checked 1 file (11.74 KiB) in _ s: 1 error, 0 warnings
        --- exit status 1
    "#]],
    );
}

#[test]
fn of_many_findings_the_first_are_shown() {
    let sandbox = Sandbox::new("");
    sandbox.write("a.rho", ("x!(1) |\n".repeat(98) + "x!(1)\n").as_bytes());
    let output = shown(&sandbox.output("check a.rho", b""));
    let findings: Vec<&str> = output.split("\n\n").collect();
    let ends = [findings[0], "[...]", findings[49], findings[50], findings[51]];
    expect![[r#"
        error[unbound-variable]: `x` is not bound; declare it with `new x in { .. }` or bind it in a pattern around this place
         --> a.rho:1:1
          |
        1 | x!(1) |
          | ^

        [...]

        error[unbound-variable]: `x` is not bound; declare it with `new x in { .. }` or bind it in a pattern around this place
          --> a.rho:50:1
           |
        50 | x!(1) |
           | ^

        49 more in a.rho; --format json prints all

        checked 1 file (790 B) in _ s: 99 errors, 0 warnings
        --- exit status 1
    "#]].assert_eq(&ends.join("\n\n"));
}
