//! That each request reaches the engine and comes back in the client's terms. What the answers are
//! in all cases is tested in the engine.

use serde_json::{Value, json};

use crate::session::{Options, Session};

#[test]
fn requests_about_unknown_documents_find_nothing() {
    let mut session = Session::new("//- /a.rho\nNil\n");
    let mut params = session.document("/nowhere.rho");
    params["position"] = json!({ "line": 0, "character": 0 });
    params["context"] = json!({ "includeDeclaration": true });
    params["newName"] = json!("x");
    for method in [
        "textDocument/hover",
        "textDocument/definition",
        "textDocument/declaration",
        "textDocument/implementation",
        "textDocument/references",
        "textDocument/documentHighlight",
        "textDocument/documentSymbol",
        "textDocument/prepareRename",
    ] {
        assert_eq!(session.client.request(method, params.clone()), Value::Null, "{method}");
    }
    let error = session.client.try_request("textDocument/rename", params).unwrap_err();
    assert_eq!(error.code, -32803);
}
