//! The beginning and the end of a session.

use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Client, TIMEOUT};
use crate::session::Session;

/// Within which time the server has to be gone when nobody needs it any more.
const GONE_WITHIN: Duration = Duration::from_secs(2);

fn initialized() -> Client {
    let mut client = Client::start(&[]);
    client.initialize(json!({ "capabilities": {} }));
    client
}

#[test]
fn a_session_that_is_shut_down_ends_with_0() {
    assert_eq!(initialized().shut_down(), Some(0));
}

#[test]
fn stdio_is_the_default_and_may_be_named() {
    for arguments in [&[][..], &["--stdio"]] {
        let mut client = Client::start(arguments);
        let result = client.initialize(json!({ "capabilities": {} }));
        assert_eq!(result["serverInfo"]["name"], "rholang-language-server");
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn exit_without_shutdown_ends_with_1() {
    let mut client = initialized();
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_for_exit(GONE_WITHIN).code(), Some(1));
}

#[test]
fn exit_before_initialize_ends_with_1() {
    let mut client = Client::start(&[]);
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_for_exit(GONE_WITHIN).code(), Some(1));
}

#[test]
fn the_end_of_the_input_ends_the_server() {
    let mut client = Client::start(&[]);
    client.close_input();
    assert_eq!(client.wait_for_exit(GONE_WITHIN).code(), Some(1));

    let mut client = initialized();
    client.close_input();
    assert_eq!(client.wait_for_exit(GONE_WITHIN).code(), Some(1));

    let mut client = initialized();
    client.request("shutdown", Value::Null);
    client.close_input();
    assert_eq!(client.wait_for_exit(GONE_WITHIN).code(), Some(0));
}

#[test]
fn the_end_of_the_input_ends_a_busy_server() {
    let mut session = Session::new("//- /a.rho\nNil\n");
    let large = "new x in { x!(1) } | ".repeat(100_000);
    session.open("/large.rho", &format!("{large} Nil"));
    session.client.begin("textDocument/documentSymbol", session.document("/large.rho"));
    session.client.close_input();
    session.client.wait_for_exit(GONE_WITHIN);
}

#[test]
fn the_server_ends_with_the_process_of_the_client() {
    // By `processId`, and by the flags that clients pass.
    for flag in ["", "--client-process-id", "--clientProcessId"] {
        let mut editor = Command::new("sleep").arg("1000").spawn().expect("sleep starts");
        let id = editor.id();
        let flags = [flag.to_owned(), id.to_string()];
        let flags: Vec<&str> = flags.iter().filter(|_| !flag.is_empty()).map(|it| &**it).collect();
        let mut client = Client::start(&flags);
        let process = if flag.is_empty() { json!(id) } else { Value::Null };
        client.initialize(json!({ "processId": process, "capabilities": {} }));
        assert!(client.is_running());
        editor.kill().expect("sleep can be killed");
        // The input stays open, as if another process held it.
        let status = client.wait_for_exit(GONE_WITHIN);
        editor.wait().expect("sleep ends");
        assert_eq!(status.code(), Some(1), "{flag}");
    }
}

#[test]
fn the_flag_counts_before_initialize() {
    let mut editor = Command::new("sleep").arg("1000").spawn().expect("sleep starts");
    let flag = format!("--clientProcessId={}", editor.id());
    let mut client = Client::start(&[&flag]);
    // Whoever is answered has passed the start.
    client.try_request("anything", Value::Null).unwrap_err();
    editor.kill().expect("sleep can be killed");
    client.wait_for_exit(GONE_WITHIN);
    editor.wait().expect("sleep ends");
}

#[test]
fn a_process_that_is_not_known_here_does_not_end_the_server() {
    // A client in another container has an id that means nothing here.
    let mut gone = Command::new("true").stdout(Stdio::null()).spawn().expect("true starts");
    let id = gone.id();
    gone.wait().expect("true ends");
    let mut client = Client::start(&[]);
    client.initialize(json!({ "processId": id, "capabilities": {} }));
    client.wait_in_silence();
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn requests_before_initialize_are_refused() {
    let mut client = Client::start(&[]);
    for method in ["textDocument/hover", "shutdown", "no/such/method"] {
        assert_eq!(client.try_request(method, json!({})).unwrap_err().code, -32002, "{method}");
    }
    // Notifications are dropped, whatever they say.
    client.notify("textDocument/didOpen", json!({ "textDocument": { "uri": "file:///a.rho" } }));
    client.notify("initialized", json!({}));
    client.initialize(json!({ "capabilities": {} }));
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn initialize_with_nonsense_can_be_tried_again() {
    let mut client = Client::start(&[]);
    for params in [Value::Null, json!([]), json!(7)] {
        assert_eq!(client.try_request("initialize", params).unwrap_err().code, -32602);
    }
    client.initialize(json!({ "capabilities": {} }));
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn initialize_is_tolerant() {
    for params in [
        json!({}),
        json!({ "capabilities": null, "processId": "x", "rootUri": 7 }),
        json!({ "capabilities": { "textDocument": [], "general": { "positionEncodings": 7 } } }),
        json!({ "capabilities": {}, "workspaceFolders": [{}, 7, { "uri": 7 }] }),
        json!({ "capabilities": {}, "initializationOptions": [1], "trace": "loud" }),
        json!({ "capabilities": {}, "rootUri": "file:///no/such/folder" }),
        json!({ "capabilities": {}, "rootPath": "relative" }),
    ] {
        let mut client = Client::start(&[]);
        client.initialize(params.clone());
        client.notify(
            "textDocument/didOpen",
            json!({ "textDocument": {
            "uri": "untitled:1", "languageId": "rholang", "version": 1, "text": "Nil",
        } }),
        );
        client.request("rholang/status", Value::Null);
        assert_eq!(client.shut_down(), Some(0), "{params}");
    }
}

#[test]
fn a_second_initialize_is_refused() {
    let mut client = initialized();
    let error = client.try_request("initialize", json!({ "capabilities": {} })).unwrap_err();
    assert_eq!(error.code, -32600);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn requests_after_shutdown_are_refused() {
    let mut client = initialized();
    client.request("shutdown", Value::Null);
    for method in ["textDocument/hover", "shutdown", "initialize", "no/such/method"] {
        assert_eq!(client.try_request(method, json!({})).unwrap_err().code, -32600, "{method}");
    }
    client.notify("textDocument/didOpen", json!({}));
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_for_exit(TIMEOUT).code(), Some(0));
}

#[test]
fn what_is_not_known_is_refused_or_ignored() {
    let mut client = initialized();
    for method in ["no/such/method", "$/unknown", "", "textDocument/Hover"] {
        assert_eq!(client.try_request(method, Value::Null).unwrap_err().code, -32601, "{method}");
    }
    for method in ["$/setTrace", "$/unknown", "no/such/notification"] {
        client.notify(method, json!({ "value": "off" }));
    }
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn sessions_work_without_initialized() {
    let mut client = Client::start(&[]);
    client.request("initialize", json!({ "capabilities": {} }));
    client.notify(
        "textDocument/didOpen",
        json!({ "textDocument": {
        "uri": "file:///a.rho", "languageId": "rholang", "version": 1, "text": "x!(1)",
    } }),
    );
    client.wait_for("textDocument/publishDiagnostics");
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn the_capabilities_are_those_of_the_table() {
    let mut client = Client::start(&[]);
    let result = client.initialize(json!({ "capabilities": {} }));
    let expected = expect_test::expect_file!["capabilities.json"];
    expected.assert_eq(&format!("{:#}\n", result["capabilities"]));
}

#[test]
fn requests_under_way_at_the_end_are_answered() {
    let mut session = Session::new("//- /a.rho\nNil\n");
    let large = "new x in { x!(1) } | ".repeat(20_000);
    session.open("/large.rho", &format!("{large} Nil"));
    let params = session.document("/large.rho");
    let id = session.client.begin("textDocument/documentSymbol", params);
    session.client.begin("shutdown", Value::Null);
    session.client.notify("exit", Value::Null);
    // Either it was fast enough, or it was told that the session ends.
    if let Err(error) = session.client.response(&id) {
        assert_eq!(error.code, -32800);
    }
    assert_eq!(session.client.wait_for_exit(GONE_WITHIN).code(), Some(0));
}
