//! Which files `check` finds, and in which order it reports them.

use expect_test::expect;

use crate::sandbox::{Sandbox, check, without_time};

const TREE: &str = "\
//- b.rho
b!(1)
//- a/z.rhox
z!(1)
//- a/y/y.metta
(y
//- a.rho
a!(1)
//- notes.txt
not a program
//- Makefile
all:
";

#[test]
fn the_current_folder_is_the_default() {
    check(
        TREE,
        "check --format json",
        &expect![[r#"
        {"path":"a/y/y.metta","severity":"error","code":"syntax-unclosed-bracket","message":"this `(` is never closed","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
        {"path":"a/z.rhox","severity":"error","code":"unbound-variable","message":"`z` is not bound; declare it with `new z in { .. }` or bind it in a pattern around this place","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
        {"path":"a.rho","severity":"error","code":"unbound-variable","message":"`a` is not bound; declare it with `new a in { .. }` or bind it in a pattern around this place","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
        {"path":"b.rho","severity":"error","code":"unbound-variable","message":"`b` is not bound; declare it with `new b in { .. }` or bind it in a pattern around this place","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
        {"summary":{"files":4,"errors":4,"warnings":0,"bytes":21,"seconds":_}}
        --- exit status 1
    "#]],
    );
}

#[test]
fn a_folder_by_name() {
    check(
        TREE,
        "check a --format json",
        &expect![[r#"
        {"path":"a/y/y.metta","severity":"error","code":"syntax-unclosed-bracket","message":"this `(` is never closed","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
        {"path":"a/z.rhox","severity":"error","code":"unbound-variable","message":"`z` is not bound; declare it with `new z in { .. }` or bind it in a pattern around this place","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
        {"summary":{"files":2,"errors":2,"warnings":0,"bytes":9,"seconds":_}}
        --- exit status 1
    "#]],
    );
}

#[test]
fn a_file_that_is_named_twice_is_checked_once() {
    check(
        TREE,
        "check . b.rho a.rho ./a.rho a --format json",
        &expect![[r#"
            {"path":"a/y/y.metta","severity":"error","code":"syntax-unclosed-bracket","message":"this `(` is never closed","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
            {"path":"a/z.rhox","severity":"error","code":"unbound-variable","message":"`z` is not bound; declare it with `new z in { .. }` or bind it in a pattern around this place","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
            {"path":"a.rho","severity":"error","code":"unbound-variable","message":"`a` is not bound; declare it with `new a in { .. }` or bind it in a pattern around this place","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
            {"path":"b.rho","severity":"error","code":"unbound-variable","message":"`b` is not bound; declare it with `new b in { .. }` or bind it in a pattern around this place","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
            {"summary":{"files":4,"errors":4,"warnings":0,"bytes":21,"seconds":_}}
            --- exit status 1
        "#]],
    );
}

#[test]
fn extensions_count_in_any_case() {
    check(
        "//- A.RHO\na!(1)\n",
        "check --format json",
        &expect![[r#"
        {"path":"A.RHO","severity":"error","code":"unbound-variable","message":"`a` is not bound; declare it with `new a in { .. }` or bind it in a pattern around this place","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
        {"summary":{"files":1,"errors":1,"warnings":0,"bytes":6,"seconds":_}}
        --- exit status 1
    "#]],
    );
}

#[test]
fn ignored_and_hidden_files_are_passed_over() {
    let tree = "\
//- .gitignore
target/
*.tmp.rho
//- target/a.rho
a!(1)
//- b.tmp.rho
b!(1)
//- .hidden.rho
c!(1)
//- .cache/d.rho
d!(1)
//- sub/.ignore
e.rho
//- sub/e.rho
e!(1)
//- sub/kept.rho
Nil
";
    check(
        tree,
        "check",
        &expect![[r#"
        checked 1 file (4 B) in _ s: 0 errors, 0 warnings
        --- exit status 0
    "#]],
    );
    check(
        tree,
        "check --format json b.tmp.rho .hidden.rho",
        &expect![[r#"
            {"path":".hidden.rho","severity":"error","code":"unbound-variable","message":"`c` is not bound; declare it with `new c in { .. }` or bind it in a pattern around this place","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
            {"path":"b.tmp.rho","severity":"error","code":"unbound-variable","message":"`b` is not bound; declare it with `new b in { .. }` or bind it in a pattern around this place","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
            {"summary":{"files":2,"errors":2,"warnings":0,"bytes":12,"seconds":_}}
            --- exit status 1
        "#]],
    );
}

#[test]
fn nothing_to_check() {
    check(
        "//- notes.txt\n",
        "check",
        &expect![[r#"
        checked 0 files (0 B) in _ s: 0 errors, 0 warnings
        --- exit status 0
    "#]],
    );
}

#[test]
fn an_unknown_extension() {
    check(
        TREE,
        "check notes.txt b.rho",
        &expect![[r#"
        error[unbound-variable]: `b` is not bound; declare it with `new b in { .. }` or bind it in a pattern around this place
         --> b.rho:1:1
          |
        1 | b!(1)
          | ^

        checked 1 file (6 B) in _ s: 1 error, 0 warnings
        --- standard error
        error: `notes.txt` has none of the extensions `.rho`, `.rhox`, `.metta`; name its language with --language
        --- exit status 2
    "#]],
    );
}

#[test]
fn a_named_language_overrides_the_extension_of_named_files() {
    let tree = "//- a.txt\n(f\n//- b.rho\nx!(1)\n//- c/c.rho\ny!(1)\n";
    check(
        tree,
        "check a.txt b.rho c --language metta --format json",
        &expect![[r#"
            {"path":"a.txt","severity":"error","code":"syntax-unclosed-bracket","message":"this `(` is never closed","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
            {"path":"c/c.rho","severity":"error","code":"unbound-variable","message":"`y` is not bound; declare it with `new y in { .. }` or bind it in a pattern around this place","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
            {"summary":{"files":3,"errors":2,"warnings":0,"bytes":15,"seconds":_}}
            --- exit status 1
        "#]],
    );
}

#[test]
fn the_number_of_threads_does_not_show() {
    let sandbox = Sandbox::new("");
    for number in 0..120 {
        // Sizes differ, so that workers finish in another order than they begin.
        let text = format!("x{number}!(1)") + &" | Nil".repeat(number * 37 % 1000);
        sandbox.write(&format!("{}/{number}.rho", number % 7), text.as_bytes());
    }
    for format in ["human", "json"] {
        let run = |threads: usize| {
            let arguments = format!("check --format {format} --threads {threads}");
            let output = sandbox.output(&arguments, b"");
            assert_eq!(output.status.code(), Some(1));
            without_time(&String::from_utf8(output.stdout).unwrap())
        };
        let one = run(1);
        assert!(one.lines().count() > 120);
        for threads in [2, 4, 0, 100_000] {
            assert_eq!(one, run(threads), "{format}, {threads} threads");
        }
    }
}

#[cfg(unix)]
#[test]
fn links_in_folders_are_passed_over_and_named_links_are_followed() {
    use std::os::unix::fs::symlink;

    let sandbox = Sandbox::new("//- real/a.rho\na!(1)\n");
    symlink(sandbox.path().join("real/a.rho"), sandbox.path().join("link.rho")).unwrap();
    symlink(sandbox.path(), sandbox.path().join("real/loop")).unwrap();
    symlink("gone.rho", sandbox.path().join("dangling.rho")).unwrap();
    symlink("self.rho", sandbox.path().join("self.rho")).unwrap();
    sandbox.check("check --format json", &expect![[r#"
        {"path":"real/a.rho","severity":"error","code":"unbound-variable","message":"`a` is not bound; declare it with `new a in { .. }` or bind it in a pattern around this place","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
        {"summary":{"files":1,"errors":1,"warnings":0,"bytes":6,"seconds":_}}
        --- exit status 1
    "#]]);
    sandbox.check("check --format json link.rho", &expect![[r#"
        {"path":"link.rho","severity":"error","code":"unbound-variable","message":"`a` is not bound; declare it with `new a in { .. }` or bind it in a pattern around this place","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
        {"summary":{"files":1,"errors":1,"warnings":0,"bytes":6,"seconds":_}}
        --- exit status 1
    "#]]);
    sandbox.check("check --format json real/loop/real", &expect![[r#"
        {"path":"real/loop/real/a.rho","severity":"error","code":"unbound-variable","message":"`a` is not bound; declare it with `new a in { .. }` or bind it in a pattern around this place","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
        {"summary":{"files":1,"errors":1,"warnings":0,"bytes":6,"seconds":_}}
        --- exit status 1
    "#]]);
    sandbox.check(
        "check dangling.rho self.rho",
        &expect![[r#"
        checked 0 files (0 B) in _ s: 0 errors, 0 warnings
        --- standard error
        error: cannot read `dangling.rho`: No such file or directory (os error 2)
        error: cannot read `self.rho`: Too many levels of symbolic links (os error 40)
        --- exit status 2
    "#]],
    );
}
