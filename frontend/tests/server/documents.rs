//! Open documents: changes of all sorts, and what clients get wrong.

use expect_test::expect;
use serde_json::{Value, json};

use crate::client::Client;
use crate::session::{Encoding, Options, Session};

/// The text that the server has of a document, seen through its tables: they show names and where
/// they are.
fn names(session: &mut Session, name: &str) -> String {
    let params = session.document(name);
    let tree = session.client.request("rholang/syntaxTree", params);
    let text = tree["text"].as_str().expect("the document is known").to_owned();
    let bytes = text.lines().find(|line| line.contains("(bytes ")).unwrap_or_default().trim();
    let version = &tree["version"];
    format!("version {version} {bytes}")
}

fn position(line: u32, character: u32) -> Value {
    json!({ "line": line, "character": character })
}

fn replacement(start: (u32, u32), end: (u32, u32), text: &str) -> Value {
    json!({
        "range": { "start": position(start.0, start.1), "end": position(end.0, end.1) },
        "text": text,
    })
}

/// Diagnostics after changes of a document, which show that the server has the right text: the texts
/// use a name that nobody binds.
fn check_changes(text: &str, changes: Value, after: &str) {
    for encoding in Encoding::ALL {
        let mut session =
            Session::with("//- /other.rho\nNil\n", Options::default().encoding(encoding));
        session.open("/a.rho", text);
        session.change("/a.rho", 2, changes.clone());
        let changed = session.diagnostics("/a.rho", 2);
        session.open("/b.rho", after);
        let expected = session.diagnostics("/b.rho", 1);
        assert_eq!(changed, expected, "{encoding:?} {changes}");
        let lengths = [names(&mut session, "/a.rho"), names(&mut session, "/b.rho")];
        let bytes = lengths.map(|it| it.split_once("(bytes").unwrap().1.to_owned());
        assert_eq!(bytes[0], bytes[1], "{changes}");
    }
}

#[test]
fn changes_are_applied_in_order() {
    check_changes("a!(1)", json!([{ "text": "bb!(1)" }]), "bb!(1)");
    check_changes("a!(1)", json!([replacement((0, 0), (0, 1), "bb")]), "bb!(1)");
    check_changes(
        "a!(1)\nb!(2)",
        json!([replacement((0, 0), (0, 1), "long"), replacement((0, 0), (1, 0), "")]),
        "b!(2)",
    );
    check_changes(
        "a!(1)",
        json!([replacement((0, 5), (0, 5), "\n| c!(3)"), { "text": "d!(4)" }, replacement((0, 0), (0, 1), "e")]),
        "e!(4)",
    );
    check_changes("a!(1)", json!([]), "a!(1)");
    check_changes("", json!([replacement((0, 0), (0, 0), "x!(1)")]), "x!(1)");
    check_changes(
        "a!(1)\r\n| b!(2)\r\n",
        json!([replacement((1, 2), (1, 3), "c")]),
        "a!(1)\r\n| c!(2)\r\n",
    );
    check_changes("a!(1)\r| b!(2)", json!([replacement((1, 2), (1, 3), "c")]), "a!(1)\r| c!(2)");
}

#[test]
fn positions_outside_of_the_text_are_the_nearest_inside() {
    check_changes("a!(1)", json!([replacement((0, 5), (99, 0), " | b!(1)")]), "a!(1) | b!(1)");
    check_changes("a!(1)", json!([replacement((99, 99), (99, 99), " | b!(1)")]), "a!(1) | b!(1)");
    check_changes("a!(1)\nNil", json!([replacement((0, 0), (0, 999), "c!(1) |")]), "c!(1) |\nNil");
    check_changes(
        "a!(1)",
        json!([{ "range": { "start": position(0, 0), "end": { "line": 4e9, "character": -1 } }, "text": "b!(2)" }]),
        "b!(2)",
    );
    check_changes(
        "a!(1)",
        json!([{ "range": { "start": { "line": -5, "character": 1e300 }, "end": position(0, 5) }, "text": " | b!(2)" }]),
        "a!(1) | b!(2)",
    );
}

#[test]
fn ranges_the_wrong_way_round_are_turned() {
    check_changes("abc!(1)", json!([replacement((0, 3), (0, 0), "d")]), "d!(1)");
}

#[test]
fn lengths_beside_ranges_are_ignored() {
    let mut change = replacement((0, 0), (0, 1), "b");
    change["rangeLength"] = json!(1);
    check_changes("a!(1)", json!([change]), "b!(1)");
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_text() {
    check_changes("a!(1)", json!([{ "text": "\u{feff}b!(1)" }]), "b!(1)");
    let mut session = Session::new("//- /other.rho\nNil\n");
    session.open("/a.rho", "\u{feff}b!(1)");
    let found = session.diagnostics("/a.rho", 1);
    assert_eq!(found[0]["range"]["start"], position(0, 0));
}

#[test]
fn the_newest_text_is_diagnosed_while_typing() {
    let mut session = Session::new("//- /a.rho open\nNil\n");
    for version in 2..300 {
        let text = format!("name{version}!(1)");
        session.set("/a.rho", version, &text);
    }
    let found = session.diagnostics("/a.rho", 299);
    assert!(found[0]["message"].as_str().unwrap().contains("name299"), "{found}");
    session.client.wait_in_silence();
    // Versions that come after each other do not go back.
    let last = session
        .client
        .unread
        .iter()
        .rev()
        .find(|message| message["method"] == "textDocument/publishDiagnostics");
    assert!(last.is_none_or(|last| last["params"]["version"].as_i64() <= Some(299)));
}

#[test]
fn requests_see_the_writes_before_them() {
    let mut session = Session::new("//- /a.rho open\nNil\n");
    for version in 2..60 {
        let filler = "x".repeat(usize::try_from(version).unwrap());
        session.set("/a.rho", version, &format!("contract @\"{filler}\"() = {{ Nil }}"));
        let params = session.document("/a.rho");
        let tree = session.client.request("rholang/syntaxTree", params);
        assert_eq!(tree["version"], version);
    }
}

#[test]
fn documents_can_be_opened_twice_and_closed_twice() {
    let mut session = Session::new("//- /other.rho\nNil\n");
    session.open("/a.rho", "x!(1)");
    session.open("/a.rho", "yy!(1)");
    let found = session.client.wait_until("textDocument/publishDiagnostics", |params| {
        params["diagnostics"][0]["message"].as_str().is_some_and(|it| it.contains("yy"))
    });
    assert_eq!(found["version"], 1);
    session.close("/a.rho");
    session.close("/a.rho");
    session.open("/a.rho", "zzz!(1)");
    session.client.wait_until("textDocument/publishDiagnostics", |params| {
        params["diagnostics"][0]["message"].as_str().is_some_and(|it| it.contains("zzz"))
    });
}

#[test]
fn what_is_not_open_cannot_be_changed_or_closed() {
    let mut session = Session::new("//- /a.rho\nx!(1)\n");
    session.set("/a.rho", 5, "yy!(1)");
    session.close("/a.rho");
    session.change("/nowhere.rho", 5, json!([replacement((0, 0), (0, 0), "x")]));
    assert_eq!(names(&mut session, "/a.rho"), "version null (bytes 6)");
}

#[test]
fn versions_that_do_not_increase_are_taken() {
    let mut session = Session::new("//- /a.rho open\nNil\n");
    session.set("/a.rho", 0, "aa!(1)");
    session.set("/a.rho", 0, "bbb!(1)");
    session.client.wait_until("textDocument/publishDiagnostics", |params| {
        params["diagnostics"][0]["message"].as_str().is_some_and(|it| it.contains("bbb"))
    });
    session.set("/a.rho", -7, "cccc!(1)");
    session.client.wait_until("textDocument/publishDiagnostics", |params| {
        params["diagnostics"][0]["message"].as_str().is_some_and(|it| it.contains("cccc"))
    });
    let params = session.document("/a.rho");
    let tree = session.client.request("rholang/syntaxTree", params);
    assert_eq!(tree["version"], -7);
    session.client.wait_for_log("do not increase");
}

#[test]
fn the_language_is_the_one_that_the_client_names_or_that_of_the_extension() {
    let mut session = Session::new("//- /other.rho\nNil\n");
    let uri = session.fixture.uri("/x");
    for (name, language, expected) in [
        ("a.rho", "rholang", Some("rholang")),
        ("b.rho", "plaintext", Some("rholang")),
        ("c.rhox", "", Some("rholang")),
        ("d.metta", "unknown", Some("metta")),
        ("e.txt", "metta", Some("metta")),
        ("f", "Rholang", Some("rholang")),
        ("g.RHO", "plaintext", Some("rholang")),
        ("h.txt", "plaintext", None),
        ("i", "", None),
    ] {
        let uri = format!("{uri}/{name}");
        session.client.notify(
            "textDocument/didOpen",
            json!({ "textDocument": {
            "uri": uri, "languageId": language, "version": 1, "text": "",
        } }),
        );
        let params = json!({ "textDocument": { "uri": uri } });
        let tree = session.client.request("rholang/syntaxTree", params);
        let found = tree["text"].as_str().and_then(|text| {
            text.split_once("(language ").and_then(|(_, rest)| rest.split_once(')'))
        });
        assert_eq!(found.map(|(language, _)| language), expected, "{name} {language}");
    }
}

#[test]
fn documents_in_unknown_languages_are_complained_about_once() {
    let mut client = Client::start(&[]);
    client.initialize(json!({ "capabilities": {} }));
    let uri = "file:///a.txt";
    client.notify(
        "textDocument/didOpen",
        json!({ "textDocument": {
        "uri": uri, "languageId": "plaintext", "version": 1, "text": "x",
    } }),
    );
    for version in 2..10 {
        let document = json!({ "uri": uri, "version": version });
        let changes = json!([{ "text": "y" }]);
        let params = json!({ "textDocument": document, "contentChanges": changes });
        client.notify("textDocument/didChange", params);
    }
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    client.request("rholang/status", Value::Null);
    client.wait_in_silence();
    let warnings = client.unread.iter().filter(|it| it["method"] == "window/logMessage").count();
    assert_eq!(warnings, 1);
}

#[test]
fn documents_may_have_any_scheme() {
    let mut client = Client::start(&[]);
    client.initialize(json!({ "capabilities": {} }));
    for uri in ["untitled:Untitled-1", "vscode-remote://ssh/a.rho", "git:/a.rho?x", "a.rho", ""] {
        client.notify(
            "textDocument/didOpen",
            json!({ "textDocument": {
            "uri": uri, "languageId": "rholang", "version": 3, "text": "x!(1)",
        } }),
        );
        let found = client.wait_until("textDocument/publishDiagnostics", |it| it["uri"] == uri);
        assert_eq!(found["diagnostics"][0]["code"], "unbound-variable", "{uri}");
        client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
        let found = client.wait_until("textDocument/publishDiagnostics", |it| it["uri"] == uri);
        assert_eq!(found["diagnostics"], json!([]), "{uri}");
    }
}

#[test]
fn uris_are_answered_as_the_client_spells_them() {
    let mut session = Session::new("//- /a(1).rho\nnew x in { x!(1) }\n");
    // VS Code escapes more characters than others do.
    let uri = session.fixture.uri("/a(1).rho").replace('(', "%28").replace(')', "%29");
    session.client.notify(
        "textDocument/didOpen",
        json!({ "textDocument": {
        "uri": uri, "languageId": "rholang", "version": 1, "text": "y!(1)",
    } }),
    );
    let found = session.client.wait_for("textDocument/publishDiagnostics");
    assert_eq!(found["uri"], uri);
    // It is the file that was found on disk, not another one.
    let status = session.client.request("rholang/status", Value::Null);
    assert_eq!(status["indexing"]["files"], 1);
    let metrics = session.client.request("rholang/metrics", Value::Null);
    assert_eq!(metrics["engine"]["files"], 1);
    // The other spelling names the same document.
    let params = session.document("/a(1).rho");
    let tree = session.client.request("rholang/syntaxTree", params);
    assert_eq!(tree["version"], 1);
}

#[test]
fn texts_of_all_sorts_are_analysed() {
    let mut session = Session::new("//- /other.rho\nNil\n");
    let deep = "{".repeat(50_000);
    let parentheses = "(".repeat(50_000);
    for (index, text) in [
        "",
        "\0",
        "\u{feff}\u{feff}",
        "\r\r\n\n",
        "🦀",
        "\u{2028}",
        "\"",
        "/*",
        "//",
        "`",
        "@",
        &deep,
        &parentheses,
    ]
    .into_iter()
    .enumerate()
    {
        for extension in ["rho", "metta"] {
            let name = format!("/text{index}.{extension}");
            session.open(&name, text);
            session.diagnostics(&name, 1);
            for method in ["textDocument/documentSymbol", "rholang/syntaxTree"] {
                let params = session.document(&name);
                session.client.request(method, params);
            }
            for character in [0, 1, 100] {
                let mut params = session.document(&name);
                params["position"] = position(0, character);
                params["context"] = json!({ "includeDeclaration": true });
                params["newName"] = json!("z");
                for method in [
                    "textDocument/hover",
                    "textDocument/definition",
                    "textDocument/declaration",
                    "textDocument/implementation",
                    "textDocument/references",
                    "textDocument/documentHighlight",
                ] {
                    session.client.request(method, params.clone());
                }
                // These may be refused, but not fail because of a bug.
                for method in ["textDocument/rename", "textDocument/prepareRename"] {
                    if let Err(error) = session.client.try_request(method, params.clone()) {
                        assert_eq!(error.code, -32803, "{method} {text:.10}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_document_that_is_too_large_says_so() {
    let mut session = Session::new("//- /other.rho\nNil\n");
    let large = " ".repeat((32 << 20) + 1);
    session.open("/large.rho", &large);
    let found = session.diagnostics("/large.rho", 1);
    let shown = session.show_diagnostics("/large.rho", &found);
    expect![[r#"
        error[file-too-large] 0:0-0:0
    "#]]
    .assert_eq(&shown);
    session.set("/large.rho", 2, "Nil");
    assert_eq!(session.diagnostics("/large.rho", 2), json!([]));
}
