//! What the server tells about itself.

use serde_json::{Value, json};

use crate::session::{Options, Session};

#[test]
fn metrics_have_latencies_queues_and_memory() {
    let mut session = Session::new("//- /a.rho open\nnew x in { x!(1) }\n//- /b.rho\nNil\n");
    session.diagnostics("/a.rho", 1);
    for _ in 0..5 {
        let params = session.document("/a.rho");
        session.client.request("textDocument/documentSymbol", params);
    }
    session.client.try_request("textDocument/hover", Value::Null).unwrap_err();
    let metrics = session.client.request("rholang/metrics", Value::Null);
    let symbols = &metrics["methods"]["textDocument/documentSymbol"];
    assert_eq!(symbols["count"], 5);
    let at = |name: &str| symbols[name].as_u64().unwrap();
    assert!(at("p50Microseconds") <= at("p95Microseconds"));
    assert!(at("p95Microseconds") <= at("p99Microseconds"));
    assert!(at("p99Microseconds") <= at("maxMicroseconds"));
    assert_eq!(metrics["methods"]["textDocument/hover"]["errors"], 1);
    assert_eq!(metrics["methods"]["didOpen to facts"]["count"], 1);
    assert_eq!(metrics["queues"]["requestsInFlight"], 0);
    assert_eq!(metrics["queues"]["requestsWaitingForFacts"], 0);
    assert_eq!(metrics["engine"]["files"], 2);
    assert_eq!(metrics["engine"]["openDocuments"], 1);
    assert!(metrics["engine"]["factBytes"].as_u64().unwrap() > 0);
    assert!(metrics["engine"]["liveVersions"].as_u64().unwrap() >= 1);
    assert_eq!(metrics["pool"]["workers"].as_array().unwrap().len(), 2);
    assert!(metrics["messages"].as_u64().unwrap() > 5);
}

#[test]
fn memory_lists_the_largest_files() {
    let large = "new x in { x!(1) } | ".repeat(100);
    let mut session = Session::new(&format!("//- /small.rho\nNil\n//- /large.rho\n{large} Nil\n"));
    let memory = session.client.request("rholang/memory", Value::Null);
    let uri = memory["largestFiles"][0]["uri"].as_str().unwrap();
    assert_eq!(session.fixture.name(uri), "large.rho");
    assert!(memory["largestFiles"][0]["textBytes"].as_u64().unwrap() >= 2_000);
}

#[test]
fn the_status_tells_the_state() {
    let mut session = Session::new("//- /a.rho open\nNil\n");
    session.diagnostics("/a.rho", 1);
    let status = session.client.request("rholang/status", Value::Null);
    assert_eq!(status["client"], "tests 1");
    assert_eq!(status["positionEncoding"], "Utf16");
    assert_eq!(status["folders"], json!([session.fixture.uri("/")]));
    let document = json!({
        "uri": session.fixture.uri("/a.rho"), "version": 1, "isAnalysed": true,
    });
    assert_eq!(status["openDocuments"], json!([document]));
    assert_eq!(status["processId"], session.client.process_id());
}

#[test]
fn tables_are_shown_as_trees_and_as_documents() {
    let mut session = Session::new("//- /a.rho open\nnew x in { x!(1) }\n");
    let params = session.document("/a.rho");
    let tree = session.client.request("rholang/syntaxTree", params);
    assert!(tree["text"].as_str().unwrap().contains("(language rholang)"));
    let uri = format!("rholang-tables:{}", session.fixture.uri("/a.rho"));
    let content = session.client.request("workspace/textDocumentContent", json!({ "uri": uri }));
    assert_eq!(content["text"], tree["text"]);
    let params = session.document("/nowhere.rho");
    assert_eq!(session.client.request("rholang/syntaxTree", params), Value::Null);
    for uri in ["rholang-explain:no-such-code", "rholang-tables:file:///x", "file:///a.rho", "x"] {
        let params = json!({ "uri": uri });
        let error =
            session.client.try_request("workspace/textDocumentContent", params).unwrap_err();
        assert_eq!(error.code, -32803, "{uri}");
    }
}

#[test]
fn slow_work_is_logged() {
    let budgets = json!({ "document": 0, "didOpen": 0, "didChange": 0 });
    let options = Options::default().settings(json!({ "server": { "slowMilliseconds": budgets } }));
    let mut session = Session::with("//- /a.rho\nNil\n", options);
    session.open("/a.rho", "x!(1)");
    session.client.wait_for_log("slow request: didOpen to facts");
    session.set("/a.rho", 2, "xx!(1)");
    session.client.wait_for_log("slow request: didChange to facts");
    let params = session.document("/a.rho");
    session.client.request("textDocument/documentSymbol", params);
    session.client.wait_for_log("slow request: textDocument/documentSymbol");
}

#[test]
fn programs_inside_documents_are_documents() {
    let text = "new compile(`rho:metta:compile`) in {\n  compile!(\"(f \\\"é\\\")\") |\n  \
                compile!(\"(g \" ++ 1 ++ \")\")\n}\n";
    let mut session = Session::new(&format!("//- /a.rho open\n{text}"));
    session.diagnostics("/a.rho", 1);
    let params = session.document("/a.rho");
    let regions = session.client.request("rholang/regions", params);
    assert_eq!(regions.as_array().unwrap().len(), 2);
    assert_eq!(regions[0]["languageId"], "metta");
    assert_eq!(regions[0]["rule"], "channel");
    assert_eq!(
        regions[0]["range"],
        json!({ "start": { "line": 1, "character": 12 }, "end": { "line": 1, "character": 21 } })
    );
    let uri = regions[1]["uri"].as_str().unwrap().to_owned();
    assert!(uri.starts_with("rholang-embedded:/1/a.rho.metta?file://"), "{uri}");
    let content = |session: &mut Session, uri: &str| {
        session.client.request("workspace/textDocumentContent", json!({ "uri": uri }))["text"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let first = regions[0]["uri"].as_str().unwrap();
    assert_eq!(content(&mut session, first), "(f \"é\")");
    assert_eq!(content(&mut session, &uri), "(g \u{e000})");
    // An edit of the first program leaves the second one where it is.
    session.change("/a.rho", 2, json!([{ "text": text.replace("(f", "(ff") }]));
    session.diagnostics("/a.rho", 2);
    assert_eq!(content(&mut session, &uri), "(g \u{e000})");
    assert_eq!(content(&mut session, first), "(ff \"é\")");
    let unknown = json!({ "uri": uri.replace("/1/", "/9/") });
    assert!(session.client.try_request("workspace/textDocumentContent", unknown).is_err());
}
