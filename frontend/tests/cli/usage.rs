//! Wrong usage, help and the version.

use expect_test::expect;

use crate::sandbox::{Sandbox, check, shown};

#[test]
fn no_command_serves_until_the_input_ends() {
    check(
        "",
        "",
        &expect![[r#"
            --- exit status 1
        "#]],
    );
}

#[test]
fn an_unknown_command() {
    check(
        "",
        "chekc",
        &expect![[r#"
            --- standard error
            error: unrecognized subcommand 'chekc'

              tip: a similar subcommand exists: 'check'

            Usage: rholang-language-server [OPTIONS]
                   rholang-language-server <COMMAND>

            For more information, try '--help'.
            --- exit status 2
        "#]],
    );
}

#[test]
fn an_unknown_option() {
    check(
        "",
        "check --denny",
        &expect![[r#"
        --- standard error
        error: unexpected argument '--denny' found

          tip: a similar argument exists: '--deny'

        Usage: rholang-language-server check --deny <LEVEL> [PATHS]...

        For more information, try '--help'.
        --- exit status 2
    "#]],
    );
}

#[test]
fn an_unknown_language() {
    check(
        "",
        "check - --language prolog",
        &expect![[r#"
        --- standard error
        error: invalid value 'prolog' for '--language <LANGUAGE>'
          [possible values: rholang, metta]

          tip: a similar value exists: 'rholang'

        For more information, try '--help'.
        --- exit status 2
    "#]],
    );
}

#[test]
fn standard_input_without_a_language() {
    check(
        "//- a.rho\nNil\n",
        "check - a.rho",
        &expect![[r#"
        checked 1 file (4 B) in _ s: 0 errors, 0 warnings
        --- standard error
        error: the language of standard input is unknown; name it with --language
        --- exit status 2
    "#]],
    );
}

#[test]
fn help_for_check() {
    check(
        "",
        "check -h",
        &expect![[r#"
            Report what is wrong with files

            Usage: rholang-language-server check [OPTIONS] [PATHS]...

            Arguments:
              [PATHS]...  Files and folders to check; `-` is standard input, which needs --language [default: .]

            Options:
                  --format <FORMAT>      How to print diagnostics [default: human] [possible values: human, json]
                  --deny <LEVEL>         The mildest diagnostics that make the exit status 1 [default: errors] [possible values: errors, warnings]
                  --hints                Show hints in human output; JSON output always has them
                  --language <LANGUAGE>  The language of standard input, and of the files that are named whatever their extension [possible values: rholang, metta]
                  --threads <N>          The number of worker threads, at most 64; 0 stands for one on each core [default: 0]
              -h, --help                 Print help (see more with '--help')

            Environment:
              RHOLANG_THREADS  the number of worker threads, if --threads is not given
              RHOLANG_PIN      which workers are bound to a core: `auto` (all if there are more cores than
                               workers, else none), `all` or `none` [default: auto]

            Exit status:
              0  nothing is denied
              1  a diagnostic is at or above the denied level
              2  a path or file could not be read (the rest is still checked), the usage is wrong,
                 or the output was closed before its end
            --- exit status 0
        "#]],
    );
}

#[test]
fn the_environment_sets_the_threads() {
    let sandbox = Sandbox::new("//- a.rho\nNil\n");
    let run = |arguments: &str, threads: &str, pin: &str| {
        let mut command = sandbox.command(arguments);
        let output = command.env("RHOLANG_THREADS", threads).env("RHOLANG_PIN", pin).output();
        shown(&output.expect("the binary runs"))
    };
    let clean = "checked 1 file (4 B) in _ s: 0 errors, 0 warnings\n--- exit status 0\n";
    for (threads, pin) in [("", ""), ("0", "auto"), ("1", "none"), ("3", "all"), ("999", "")] {
        assert_eq!(run("check", threads, pin), clean, "{threads} threads, pin {pin}");
    }
    expect![[r#"
        --- standard error
        error: RHOLANG_THREADS is "many", expected a number
        --- exit status 2
    "#]]
    .assert_eq(&run("check", "many", ""));
    expect![[r#"
        --- standard error
        error: RHOLANG_PIN is "some", expected auto, all or none
        --- exit status 2
    "#]]
    .assert_eq(&run("check --threads 1", "", "some"));
    expect![[r#"
        --- standard error
        error: invalid value 'many' for '--threads <N>': invalid digit found in string

        For more information, try '--help'.
        --- exit status 2
    "#]]
    .assert_eq(&run("check --threads many", "", ""));
}

#[test]
fn version() {
    let sandbox = Sandbox::new("");
    let short = String::from_utf8(sandbox.output("-V", b"").stdout).unwrap();
    let prefix = concat!("rholang-language-server ", env!("CARGO_PKG_VERSION"));
    assert!(short.starts_with(prefix), "{short}");
    let long = String::from_utf8(sandbox.output("--version", b"").stdout).unwrap();
    let grammars = long.strip_prefix(short.trim_end()).unwrap();
    expect![[r#"

        rholang grammar: tree-sitter ABI 15
        metta grammar: tree-sitter ABI 15
    "#]]
    .assert_eq(grammars);
}
