//! Files, nesting and streams that a careless program would trip over.

use std::fs::File;
use std::process::Stdio;

use expect_test::expect;

use crate::sandbox::{Sandbox, check};

/// A file with an error beside the file at hand, to see that it is still checked.
const OTHER: &str = "//- z.rho\nz!(1)\n";

#[test]
fn a_huge_file_is_not_read() {
    let sandbox = Sandbox::new(OTHER);
    // The file is sparse: it has a size and takes no room.
    File::create(sandbox.path().join("a.rho")).unwrap().set_len(100 << 20).unwrap();
    sandbox.check("check --format json", &expect![[r#"
        {"path":"a.rho","severity":"error","code":"file-too-large","message":"this file is larger than 32 MiB and is not analysed","start":{"line":0,"character":0},"end":{"line":0,"character":0},"related":[]}
        {"path":"z.rho","severity":"error","code":"unbound-variable","message":"`z` is not bound; declare it with `new z in { .. }` or bind it in a pattern around this place","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
        {"summary":{"files":2,"errors":2,"warnings":0,"bytes":6,"seconds":_}}
        --- exit status 1
    "#]]);
    sandbox.check(
        "check a.rho",
        &expect![[r#"
        error[file-too-large]: this file is larger than 32 MiB and is not analysed
        --> a.rho

        checked 1 file (0 B) in _ s: 1 error, 0 warnings
        --- exit status 1
    "#]],
    );
    sandbox.check(
        "parse a.rho",
        &expect![[r#"
        --- standard error
        error: cannot read `a.rho`: the file is larger than 32 MiB
        --- exit status 2
    "#]],
    );
}

#[cfg(unix)]
#[test]
fn an_endless_file_is_not_read_for_ever() {
    check(
        "",
        "check /dev/zero --language rholang",
        &expect![[r#"
        error[file-too-large]: this file is larger than 32 MiB and is not analysed
        --> /dev/zero

        checked 1 file (0 B) in _ s: 1 error, 0 warnings
        --- exit status 1
    "#]],
    );
}

#[test]
fn nesting() {
    let sandbox = Sandbox::new("");
    let nested = |open: &str, inside: &str, close: &str| {
        format!("{}{inside}{}", open.repeat(100_000), close.repeat(100_000))
    };
    sandbox.write("a.rho", format!("@0!({})", nested("(", "1", ")")).as_bytes());
    sandbox.write("b.rho", nested("{", "Nil", "}").as_bytes());
    sandbox.write("c.rho", format!("@0!({})", nested("[", "1", "]")).as_bytes());
    sandbox.write("d.rho", nested("new x in { ", "x!(1)", " }").as_bytes());
    sandbox.write("e.metta", nested("(", "a", ")").as_bytes());
    let output = sandbox.output("check --format json --threads 1", b"");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("{\"summary\":{\"files\":5,\"errors\":0,"));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn unbalanced_nesting() {
    let sandbox = Sandbox::new("");
    for (path, bracket) in [("a.rho", "("), ("b.rho", "{"), ("c.rho", ")"), ("d.metta", "(")] {
        sandbox.write(path, bracket.repeat(5000).as_bytes());
    }
    let output = sandbox.output("check", b"");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_folder_that_looks_like_a_file() {
    let sandbox = Sandbox::new("//- a.rho/b.rho\nb!(1)\n");
    sandbox.check("check --format json", &expect![[r#"
        {"path":"a.rho/b.rho","severity":"error","code":"unbound-variable","message":"`b` is not bound; declare it with `new b in { .. }` or bind it in a pattern around this place","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
        {"summary":{"files":1,"errors":1,"warnings":0,"bytes":6,"seconds":_}}
        --- exit status 1
    "#]]);
    sandbox.check("check a.rho --format json", &expect![[r#"
        {"path":"a.rho/b.rho","severity":"error","code":"unbound-variable","message":"`b` is not bound; declare it with `new b in { .. }` or bind it in a pattern around this place","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
        {"summary":{"files":1,"errors":1,"warnings":0,"bytes":6,"seconds":_}}
        --- exit status 1
    "#]]);
    sandbox.check("check a.rho --language rholang --format json", &expect![[r#"
        {"path":"a.rho/b.rho","severity":"error","code":"unbound-variable","message":"`b` is not bound; declare it with `new b in { .. }` or bind it in a pattern around this place","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
        {"summary":{"files":1,"errors":1,"warnings":0,"bytes":6,"seconds":_}}
        --- exit status 1
    "#]]);
}

#[test]
fn paths_that_do_not_exist() {
    check(
        OTHER,
        "check gone.rho gone z.rho --format json",
        &expect![[r#"
            {"path":"z.rho","severity":"error","code":"unbound-variable","message":"`z` is not bound; declare it with `new z in { .. }` or bind it in a pattern around this place","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
            {"summary":{"files":1,"errors":1,"warnings":0,"bytes":6,"seconds":_}}
            --- standard error
            error: cannot read `gone.rho`: No such file or directory (os error 2)
            error: cannot read `gone`: No such file or directory (os error 2)
            --- exit status 2
        "#]],
    );
}

#[test]
fn a_failure_outweighs_an_error() {
    check(
        OTHER,
        "check gone.rho",
        &expect![[r#"
        checked 0 files (0 B) in _ s: 0 errors, 0 warnings
        --- standard error
        error: cannot read `gone.rho`: No such file or directory (os error 2)
        --- exit status 2
    "#]],
    );
    check(
        "//- a.rho\nNil\n",
        "check gone.rho a.rho",
        &expect![[r#"
        checked 1 file (4 B) in _ s: 0 errors, 0 warnings
        --- standard error
        error: cannot read `gone.rho`: No such file or directory (os error 2)
        --- exit status 2
    "#]],
    );
}

#[test]
fn a_closed_pipe_ends_the_run_quietly() {
    let sandbox = Sandbox::new("");
    for number in 0..200 {
        sandbox.write(&format!("{number}.rho"), "x!(y | z) |\n".repeat(200).as_bytes());
    }
    sandbox.write("big.metta", "(a b)\n".repeat(50_000).as_bytes());
    for arguments in
        ["check", "check --format json", "parse big.metta", "parse big.metta --format json"]
    {
        let mut command = sandbox.command(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments}");
        assert_eq!(output.status.code(), Some(2), "{arguments}");
    }
}

#[test]
fn a_closed_standard_error_does_not_matter() {
    let sandbox = Sandbox::new(OTHER);
    let mut command = sandbox.command("check gone.rho z.rho");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stderr.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.starts_with(b"error[unbound-variable]"));
}

#[test]
fn a_path_that_is_not_unicode() {
    #[cfg(target_os = "linux")]
    {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;

        let sandbox = Sandbox::new("");
        std::fs::write(sandbox.path().join(OsStr::from_bytes(b"\xff.rho")), "z!(1)").unwrap();
        sandbox.check("check --format json", &expect![[r#"
            {"path":"�.rho","severity":"error","code":"unbound-variable","message":"`z` is not bound; declare it with `new z in { .. }` or bind it in a pattern around this place","start":{"line":0,"character":0},"end":{"line":0,"character":1},"related":[]}
            {"summary":{"files":1,"errors":1,"warnings":0,"bytes":5,"seconds":_}}
            --- exit status 1
        "#]]);
    }
}
