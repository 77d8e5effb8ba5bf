//! Diagnostics, pushed and pulled.

use expect_test::expect;
use serde_json::{Value, json};

use crate::client::Client;
use crate::feature::{check, diagnostics};
use crate::session::{Options, Session};

const FAULTY: &str = "new x in { y!(1) }";

// ---- pushed ----

#[test]
fn open_documents_are_diagnosed() {
    check(
        &diagnostics("new x in { y!(1) }"),
        expect![[r#"
        warning[unused-binder] 0:4 `x`
        error[unbound-variable] 0:11 `y`
    "#]],
    );
    check(&diagnostics("new x in { x!(1) }"), expect!["nothing"]);
    check(
        &diagnostics("//- /a.rho open\nx!(1\n//- /b.metta open\n(= (f $x)\n"),
        expect![[r#"
        //- /a.rho
        error[syntax-unclosed-delimiter] 0:2 `(`
        //- /b.metta
        error[syntax-unclosed-bracket] 0:0 `(`
    "#]],
    );
}

#[test]
fn files_that_are_not_open_are_not_pushed() {
    let mut session = Session::new("//- /a.rho\ny!(1)\n//- /b.rho open\ny!(1)\n");
    session.diagnostics("/b.rho", 1);
    session.client.wait_in_silence();
    let a = session.fixture.uri("/a.rho");
    assert!(session.client.unread.iter().all(|message| message["params"]["uri"] != a));
}

#[test]
fn diagnostics_follow_each_version_and_go_when_the_document_is_closed() {
    let mut session = Session::new("//- /a.rho open\nNil\n");
    assert_eq!(session.diagnostics("/a.rho", 1), json!([]));
    session.set("/a.rho", 2, FAULTY);
    assert_eq!(session.diagnostics("/a.rho", 2).as_array().unwrap().len(), 2);
    session.set("/a.rho", 3, "Nil");
    assert_eq!(session.diagnostics("/a.rho", 3), json!([]));
    session.set("/a.rho", 4, FAULTY);
    session.diagnostics("/a.rho", 4);
    session.close("/a.rho");
    let uri = session.fixture.uri("/a.rho");
    let last = session.client.wait_until("textDocument/publishDiagnostics", |it| it["uri"] == uri);
    assert_eq!(last, json!({ "uri": uri, "diagnostics": [] }));
}

#[test]
fn a_document_that_is_closed_at_once_keeps_no_diagnostics() {
    let mut session = Session::new("//- /other.rho\nNil\n");
    for round in 0..20 {
        session.open("/a.rho", &format!("y{round}!(1)"));
        session.close("/a.rho");
    }
    session.client.wait_in_silence();
    let uri = session.fixture.uri("/a.rho");
    let of_a = |message: &&Value| message["params"]["uri"] == uri;
    let last = session.client.unread.iter().rev().find(of_a).unwrap();
    assert_eq!(last["params"]["diagnostics"], json!([]));
}

#[test]
fn clients_get_what_they_understand() {
    let mut client = Client::start(&[]);
    client.initialize(json!({ "capabilities": {} }));
    client.notify(
        "textDocument/didOpen",
        json!({ "textDocument": {
        "uri": "file:///a.rho", "languageId": "rholang", "version": 7,
        "text": "new x in { contract x(a, a) = { a!(1) } }",
    } }),
    );
    let found = client.wait_for("textDocument/publishDiagnostics");
    assert!(found.get("version").is_none(), "{found}");
    for diagnostic in found["diagnostics"].as_array().unwrap() {
        for member in ["tags", "relatedInformation", "codeDescription", "data"] {
            assert!(diagnostic.get(member).is_none(), "{diagnostic}");
        }
    }
}

#[test]
fn tags_related_places_and_explanations() {
    let options = Options::default().with("workspace/textDocumentContent", json!({}));
    let mut session = Session::with("//- /a.rho open\nnew x, y, y in { y!(1) }\n", options);
    let found = session.diagnostics("/a.rho", 1);
    let list = found.as_array().unwrap();
    let unused = list.iter().find(|it| it["tags"] == json!([1])).expect("something is unused");
    let href = unused["codeDescription"]["href"].as_str().unwrap();
    assert_eq!(href, format!("rholang-explain:{}", unused["code"].as_str().unwrap()));
    let explanation =
        session.client.request("workspace/textDocumentContent", json!({ "uri": href }));
    assert!(explanation["text"].as_str().unwrap().contains(unused["code"].as_str().unwrap()));
    let mut related = list.iter().filter_map(|it| it["relatedInformation"].get(0));
    let place = related.next().expect("a diagnostic names another place");
    assert_eq!(place["location"]["uri"], session.fixture.uri("/a.rho"));
    assert_eq!(place["location"]["range"]["start"], json!({ "line": 0, "character": 7 }));
    assert!(place["message"].is_string());
}

#[test]
fn errors_of_syntax_come_first() {
    let mut session = Session::new("//- /a.rho open\nnew x in { y!(1) } | x!(1\n");
    let found = session.diagnostics("/a.rho", 1);
    let is_syntax = |it: &Value| it["code"].as_str().unwrap().starts_with("syntax-");
    let flags: Vec<bool> = found.as_array().unwrap().iter().map(is_syntax).collect();
    assert!(flags[0] && flags.is_sorted_by_key(|flag| !flag), "{found}");
}

// ---- pulled ----

fn pull(session: &mut Session, name: &str, previous: Option<&str>) -> Value {
    let mut params = session.document(name);
    params["previousResultId"] = json!(previous);
    session.client.request("textDocument/diagnostic", params)
}

#[test]
fn clients_that_ask_are_pushed_nothing() {
    let mut session = Session::with("//- /a.rho open\ny!(1)\n", Options::default().pulling());
    let report = pull(&mut session, "/a.rho", None);
    assert_eq!(report["kind"], "full");
    assert_eq!(report["items"].as_array().unwrap().len(), 1);
    session.close("/a.rho");
    session.client.wait_in_silence();
    let is_push = |it: &Value| it["method"] == "textDocument/publishDiagnostics";
    assert!(!session.client.unread.iter().any(is_push));
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let mut session = Session::with("//- /a.rho open\ny!(1)\n", Options::default().pulling());
    let first = pull(&mut session, "/a.rho", None);
    let id = first["resultId"].as_str().unwrap().to_owned();
    let second = pull(&mut session, "/a.rho", Some(&id));
    assert_eq!(second, json!({ "kind": "unchanged", "resultId": id }));
    session.set("/a.rho", 2, "zz!(1)");
    let third = pull(&mut session, "/a.rho", Some(&id));
    assert_eq!(third["kind"], "full");
    assert_ne!(third["resultId"], id);
    // Something that no server ever sent.
    assert_eq!(pull(&mut session, "/a.rho", Some("x"))["kind"], "full");
}

#[test]
fn files_that_are_not_open_can_be_asked_about() {
    let mut session = Session::with("//- /a.rho\ny!(1)\n", Options::default().pulling());
    assert_eq!(pull(&mut session, "/a.rho", None)["items"].as_array().unwrap().len(), 1);
    assert_eq!(pull(&mut session, "/nowhere.rho", None)["items"], json!([]));
}

/// The reports of `workspace/diagnostic`, one a line.
fn show_workspace(session: &Session, report: &Value) -> String {
    let mut lines: Vec<String> = report["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            let name = session.fixture.name(item["uri"].as_str().unwrap());
            let count = item["items"].as_array().map_or(0, Vec::len);
            let (kind, version) = (item["kind"].as_str().unwrap(), &item["version"]);
            format!("{name} {kind} version {version}: {count}")
        })
        .collect();
    lines.sort();
    lines.join("\n")
}

/// What the client sends to say what it has.
fn previous(known: &mut std::collections::BTreeMap<String, String>, report: &Value) -> Value {
    for item in report["items"].as_array().unwrap() {
        let uri = item["uri"].as_str().unwrap().to_owned();
        known.insert(uri, item["resultId"].as_str().unwrap().to_owned());
    }
    known.iter().map(|(uri, id)| json!({ "uri": uri, "value": id })).collect()
}

#[test]
fn the_whole_workspace_is_diagnosed_and_the_answer_waits_for_changes() {
    let fixture =
        "//- /a.rho\ny!(1)\n//- /b.rho open\ny!(1)\n//- /c.rho\nNil\n//- /d.metta\n(= (f $x)\n";
    let mut session = Session::with(fixture, Options::default().pulling());
    let mut known = std::collections::BTreeMap::new();
    pull(&mut session, "/b.rho", None);
    let report = session.client.request("workspace/diagnostic", json!({ "previousResultIds": [] }));
    check(
        &show_workspace(&session, &report),
        expect![[r#"
        a.rho full version null: 1
        b.rho full version 1: 1
        d.metta full version null: 1"#]],
    );
    let ids = previous(&mut known, &report);
    // Nothing has changed: the answer waits until something does.
    let id = session.client.begin("workspace/diagnostic", json!({ "previousResultIds": ids }));
    assert_eq!(session.client.responses_left(&id), 0);
    session.set("/b.rho", 2, "Nil");
    let report = session.client.response(&id).unwrap();
    check(&show_workspace(&session, &report), expect!["b.rho full version 2: 0"]);
    let ids = previous(&mut known, &report);
    // A file that is gone has no diagnostics.
    let id = session.client.begin("workspace/diagnostic", json!({ "previousResultIds": ids }));
    std::fs::remove_file(session.fixture.path("/a.rho")).unwrap();
    session.tell_changed(&[("/a.rho", 3)]);
    let report = session.client.response(&id).unwrap();
    check(&show_workspace(&session, &report), expect!["a.rho full version null: 0"]);
    let ids = previous(&mut known, &report);
    let id = session.client.begin("workspace/diagnostic", json!({ "previousResultIds": ids }));
    assert_eq!(session.client.responses_left(&id), 0);
    // And it comes back.
    session.fixture.write("/a.rho", "y!(1)");
    session.tell_changed(&[("/a.rho", 1)]);
    let report = session.client.response(&id).unwrap();
    check(&show_workspace(&session, &report), expect!["a.rho full version null: 1"]);
}

#[test]
fn of_two_waiting_requests_for_the_workspace_the_earlier_one_is_given_up() {
    let mut session = Session::with("//- /a.rho open\nNil\n", Options::default().pulling());
    pull(&mut session, "/a.rho", None);
    let first = session.client.begin("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let second = session.client.begin("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let error = session.client.response(&first).unwrap_err();
    assert_eq!(error.code, -32802);
    assert_eq!(error.data, json!({ "retriggerRequest": false }));
    session.set("/a.rho", 2, FAULTY);
    let report = session.client.response(&second).unwrap();
    check(&show_workspace(&session, &report), expect!["a.rho full version 2: 2"]);
}
