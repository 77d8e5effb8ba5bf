//! `check --format json`.

use expect_test::expect;

use crate::sandbox::{Sandbox, check};

#[test]
fn a_clean_file() {
    check(
        "//- a.rho\nNil\n",
        "check --format json",
        &expect![[r#"
        {"summary":{"files":1,"errors":0,"warnings":0,"bytes":4,"seconds":_}}
        --- exit status 0
    "#]],
    );
}

#[test]
fn all_severities_are_printed() {
    check(
        "//- a.rho\nnew x, unused in {\n  x!(missing) |\n  new x in { x!(1) }\n}\n",
        "check --format json",
        &expect![[r#"
            {"path":"a.rho","severity":"warning","code":"unused-binder","message":"`unused` is never used; remove it","start":{"line":0,"character":7},"end":{"line":0,"character":13},"related":[]}
            {"path":"a.rho","severity":"error","code":"unbound-variable","message":"`missing` is not bound; declare it with `new missing in { .. }` or bind it in a pattern around this place","start":{"line":1,"character":5},"end":{"line":1,"character":12},"related":[]}
            {"path":"a.rho","severity":"hint","code":"shadowed-binder","message":"`x` hides an outer name of the same spelling","start":{"line":2,"character":6},"end":{"line":2,"character":7},"related":[{"path":"a.rho","start":{"line":0,"character":4},"end":{"line":0,"character":5},"message":"this binder is hidden"}]}
            {"summary":{"files":1,"errors":1,"warnings":1,"bytes":58,"seconds":_}}
            --- exit status 1
        "#]],
    );
}

#[test]
fn characters_are_utf_16_units() {
    check(
        "//- a.rho\n@\"🦀é\"!(missing)\n",
        "check --format json",
        &expect![[r#"
            {"path":"a.rho","severity":"error","code":"unbound-variable","message":"`missing` is not bound; declare it with `new missing in { .. }` or bind it in a pattern around this place","start":{"line":0,"character":8},"end":{"line":0,"character":15},"related":[]}
            {"summary":{"files":1,"errors":1,"warnings":0,"bytes":20,"seconds":_}}
            --- exit status 1
        "#]],
    );
}

#[test]
fn texts_are_escaped() {
    let sandbox = Sandbox::new("");
    sandbox.write("a \"b\"\\c.rho", b"@\"\\q\"!(1)");
    sandbox.check("check --format json", &expect![[r#"
        {"path":"a \"b\"\\c.rho","severity":"error","code":"syntax-invalid-escape","message":"`\\q` is not an escape sequence; strings know `\\n`, `\\r`, `\\t`, `\\0`, `\\\"`, `\\\\` and decimal `\\123`","start":{"line":0,"character":2},"end":{"line":0,"character":4},"related":[]}
        {"summary":{"files":1,"errors":1,"warnings":0,"bytes":9,"seconds":_}}
        --- exit status 1
    "#]]);
}

#[test]
fn every_line_is_an_object() {
    let sandbox = Sandbox::new("//- a.rho\nx!(y | z) | new u in { Nil }\n//- b.metta\n)(\n");
    let output = sandbox.output("check --format json", b"");
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (summary, findings) = lines.split_last().unwrap();
    assert_eq!(summary["summary"]["files"], 2);
    for finding in findings {
        let keys: Vec<&String> = finding.as_object().unwrap().keys().collect();
        assert_eq!(keys.len(), 7, "{keys:?}");
        assert!(finding["start"]["line"].is_u64() && finding["end"]["character"].is_u64());
    }
    let errors = findings.iter().filter(|finding| finding["severity"] == "error").count();
    assert_eq!(summary["summary"]["errors"], errors);
}

#[test]
fn the_level_that_is_denied_decides_the_status() {
    let fixture = "//- a.rho\nnew unused in { Nil }\n";
    check(
        fixture,
        "check --format json",
        &expect![[r#"
        {"path":"a.rho","severity":"warning","code":"unused-binder","message":"`unused` is never used; remove it","start":{"line":0,"character":4},"end":{"line":0,"character":10},"related":[]}
        {"summary":{"files":1,"errors":0,"warnings":1,"bytes":22,"seconds":_}}
        --- exit status 0
    "#]],
    );
    check(
        fixture,
        "check --format json --deny warnings",
        &expect![[r#"
        {"path":"a.rho","severity":"warning","code":"unused-binder","message":"`unused` is never used; remove it","start":{"line":0,"character":4},"end":{"line":0,"character":10},"related":[]}
        {"summary":{"files":1,"errors":0,"warnings":1,"bytes":22,"seconds":_}}
        --- exit status 1
    "#]],
    );
}
