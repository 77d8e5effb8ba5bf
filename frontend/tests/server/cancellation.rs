//! Cancelled requests, duplicate ids, and exactly one response for each request.

use serde_json::{Value, json};

use crate::session::{Options, Session};

/// A document whose facts take a while.
fn large() -> String {
    format!("{} Nil", "new x in { x!(1) } | ".repeat(30_000))
}

#[test]
fn a_request_that_waits_can_be_cancelled() {
    let mut session = Session::new("//- /a.rho\nNil\n");
    session.open("/large.rho", &large());
    let params = session.document("/large.rho");
    let ids: Vec<Value> = (0..3)
        .map(|_| session.client.begin("textDocument/documentSymbol", params.clone()))
        .collect();
    session.client.notify("$/cancelRequest", json!({ "id": ids[1] }));
    let error = session.client.response(&ids[1]).unwrap_err();
    assert_eq!(error.code, -32800);
    session.client.response(&ids[0]).unwrap();
    session.client.response(&ids[2]).unwrap();
    // The work of the cancelled one answers nothing.
    assert_eq!(session.client.responses_left(&ids[1]), 0);
}

#[test]
fn what_is_not_under_way_cannot_be_cancelled() {
    let mut session = Session::new("//- /a.rho open\nNil\n");
    let id = session.client.begin("workspace/symbol", json!({ "query": "" }));
    session.client.response(&id).unwrap();
    for id in [id.clone(), json!(999), json!("x"), json!(1.5), Value::Null] {
        session.client.notify("$/cancelRequest", json!({ "id": id }));
    }
    session.client.notify("$/cancelRequest", Value::Null);
    assert_eq!(session.client.responses_left(&id), 0);
    session.client.request("rholang/status", Value::Null);
}

#[test]
fn ids_of_all_sorts_can_be_cancelled() {
    for id in [json!(7), json!("seven"), json!(4_294_967_296_u64), json!("\0"), json!(-1)] {
        let mut session = Session::with("//- /a.rho\nNil\n", Options::default().pulling());
        let params = json!({ "previousResultIds": [] });
        session
            .client
            .send(&json!({ "id": id, "method": "workspace/diagnostic", "params": params }));
        session.client.notify("$/cancelRequest", json!({ "id": id }));
        let error = session.client.response(&id).unwrap_err();
        assert_eq!(error.code, -32800, "{id}");
        assert_eq!(session.client.responses_left(&id), 0, "{id}");
    }
}

#[test]
fn an_id_that_is_under_way_is_refused_and_free_afterwards() {
    let mut session = Session::with("//- /a.rho\nNil\n", Options::default().pulling());
    let params = json!({ "previousResultIds": [] });
    let waiting = json!({ "id": "w", "method": "workspace/diagnostic", "params": params });
    session.client.send(&waiting);
    session
        .client
        .send(&json!({ "id": "w", "method": "workspace/symbol", "params": { "query": "" } }));
    assert_eq!(session.client.response(&json!("w")).unwrap_err().code, -32600);
    session.client.notify("$/cancelRequest", json!({ "id": "w" }));
    assert_eq!(session.client.response(&json!("w")).unwrap_err().code, -32800);
    // The same id names another request now.
    session
        .client
        .send(&json!({ "id": "w", "method": "workspace/symbol", "params": { "query": "" } }));
    assert!(session.client.response(&json!("w")).is_ok());
    assert_eq!(session.client.responses_left(&json!("w")), 0);
}

#[test]
fn many_requests_get_one_response_each() {
    let mut session = Session::new("//- /a.rho open\nnew x in { x!(1) | for (y <- x) { Nil } }\n");
    let mut ids = Vec::new();
    let mut version = 1;
    for round in 0..200 {
        let method = [
            "textDocument/documentSymbol",
            "textDocument/hover",
            "textDocument/definition",
            "textDocument/references",
            "no/such/method",
        ][round % 5];
        let mut params = session.document("/a.rho");
        params["position"] = json!({ "line": 0, "character": round % 40 });
        params["context"] = json!({ "includeDeclaration": true });
        ids.push(session.client.begin(method, params));
        if round % 3 == 0 {
            version += 1;
            let text = format!("new x in {{ x!({round}) }}\n");
            session.set("/a.rho", version, &text);
        }
        if round % 7 == 0 {
            let id = ids[round / 2].clone();
            session.client.notify("$/cancelRequest", json!({ "id": id }));
        }
    }
    for id in &ids {
        match session.client.response(id) {
            Ok(_) => {}
            // Unknown, cancelled, or about a text that was changed.
            Err(error) => assert!([-32601, -32800, -32801].contains(&error.code), "{error:?}"),
        }
    }
    session.client.wait_in_silence();
    assert_eq!(session.client.all_responses_left(), 0);
}

#[test]
fn a_position_in_a_text_that_was_changed_is_refused_and_an_outline_is_not() {
    let mut session = Session::new("//- /a.rho\nNil\n");
    session.open("/large.rho", &large());
    let mut params = session.document("/large.rho");
    params["position"] = json!({ "line": 0, "character": 5 });
    let hover = session.client.begin("textDocument/hover", params);
    let params = session.document("/large.rho");
    let outline = session.client.begin("textDocument/documentSymbol", params);
    session.set("/large.rho", 2, "Nil");
    assert_eq!(session.client.response(&hover).unwrap_err().code, -32801);
    assert!(session.client.response(&outline).is_ok());
}
