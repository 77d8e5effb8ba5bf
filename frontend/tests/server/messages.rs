//! Frames and messages that make no sense, and ids of all sorts.

use serde_json::{Value, json};

use crate::client::{Client, TIMEOUT};

fn initialized() -> Client {
    let mut client = Client::start(&[]);
    client.initialize(json!({ "capabilities": {} }));
    client
}

/// Whether the server still answers.
fn is_alive(client: &mut Client) {
    assert!(client.request("rholang/status", Value::Null)["version"].is_string());
}

#[test]
fn bodies_that_are_no_messages_are_answered_and_the_session_goes_on() {
    let mut client = initialized();
    for (body, code) in [
        ("", -32700),
        ("{", -32700),
        ("nonsense", -32700),
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\"", -32700),
        ("{} trailing", -32700),
        ("\u{feff}{}", -32700),
        ("7", -32600),
        ("null", -32600),
        ("\"text\"", -32600),
        ("{}", -32600),
        ("{\"jsonrpc\":\"2.0\"}", -32600),
        ("{\"params\":{}}", -32600),
        ("{\"method\":7}", -32600),
        ("{\"id\":null,\"method\":\"x\"}", -32600),
        ("{\"id\":[1],\"method\":\"x\"}", -32600),
        ("{\"id\":true,\"method\":\"x\"}", -32600),
        ("[]", -32600),
        ("[1]", -32600),
        ("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"shutdown\"}]", -32600),
        (" \n [ ]", -32600),
    ] {
        client.send_body(body);
        let response = client.response_message("null");
        assert_eq!(response["error"]["code"], code, "{body}: {response}");
        assert!(response["error"]["message"].is_string());
    }
    is_alive(&mut client);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn parameters_that_are_no_json_are_answered_with_the_id() {
    let mut client = initialized();
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    for params in [deep.as_str(), "1e999"] {
        client
            .send_body(&format!("{{\"id\":77,\"method\":\"rholang/status\",\"params\":{params}}}"));
        assert_eq!(client.response_message("77")["error"]["code"], -32602, "{}", params.len());
    }
    is_alive(&mut client);
}

#[test]
fn bytes_that_are_no_text_are_answered() {
    let mut client = initialized();
    client.send_bytes(b"Content-Length: 4\r\n\r\n\"\xff\xfe\"");
    assert_eq!(client.response_message("null")["error"]["code"], -32700);
    is_alive(&mut client);
}

#[test]
fn headers_are_read_as_clients_write_them() {
    let mut client = initialized();
    let body = r#"{"jsonrpc":"2.0","id":"h","method":"rholang/status"}"#;
    let length = body.len();
    for header in [
        format!("Content-Length: {length}\n\n"),
        format!("content-length:{length}\r\n\r\n"),
        format!(
            "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: {length}\r\n\r\n"
        ),
        format!("\r\n\r\nContent-Length: {length}\r\n\r\n"),
        format!("rubbish}}Content-Length: {length}\r\n\r\n"),
    ] {
        client.send_bytes(format!("{header}{body}").as_bytes());
        assert!(client.response_message("\"h\"").get("result").is_some(), "{header}");
    }
}

#[test]
fn headers_without_length_are_answered() {
    let mut client = initialized();
    for header in ["Content-Type: x\r\n\r\n", "Content-Length: -1\r\n\r\n", "nothing\r\n\r\n"] {
        client.send_bytes(header.as_bytes());
        assert_eq!(client.response_message("null")["error"]["code"], -32700, "{header}");
    }
    is_alive(&mut client);
}

#[test]
fn a_length_that_is_too_small_costs_messages_but_not_the_session() {
    let mut client = initialized();
    let body = r#"{"jsonrpc":"2.0","id":1,"method":"rholang/status"}"#;
    client.send_bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len() - 5).as_bytes());
    assert_eq!(client.response_message("null")["error"]["code"], -32700);
    // What is left of the body stands before the next header.
    is_alive(&mut client);
}

#[test]
fn a_message_that_is_too_large_is_skipped() {
    let mut client = initialized();
    let length: usize = (128 << 20) + 1;
    client.send_bytes(format!("Content-Length: {length}\r\n\r\n").as_bytes());
    let piece = vec![b' '; 1 << 20];
    for _ in 0..128 {
        client.send_bytes(&piece);
    }
    client.send_bytes(b" ");
    let response = client.response_message("null");
    assert_eq!(response["error"]["code"], -32600, "{response}");
    let memory = client.request("rholang/memory", Value::Null);
    if let Some(bytes) = memory["residentBytes"].as_u64() {
        assert!(bytes < 100 << 20, "the server takes {bytes} bytes");
    }
    is_alive(&mut client);
}

#[test]
fn a_length_of_terabytes_ends_with_the_input() {
    let mut client = initialized();
    client.send_bytes(b"Content-Length: 99999999999999\r\n\r\n{}");
    client.close_input();
    assert_eq!(client.wait_for_exit(TIMEOUT).code(), Some(1));
}

#[test]
fn ids_come_back_as_they_came() {
    let mut client = initialized();
    for id in [
        "1",
        "0",
        "-1",
        "2147483647",
        "2147483648",
        "-2147483649",
        "4294967296",
        "9007199254740993",
        "18446744073709551615",
        "18446744073709551616",
        "1.5",
        r#""""#,
        r#""1""#,
        r#""a b c""#,
        r#""é🦀""#,
        r#""\u0000""#,
        r#""\u00004294967296""#,
    ] {
        client.send_body(&format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"no/such/method"}}"#));
        // Ids that JSON values cannot hold exactly are compared as their values.
        let value: Value = serde_json::from_str(id).unwrap();
        let response = client.response_message(&value.to_string());
        assert_eq!(response["error"]["code"], -32601, "{id}");
        assert_eq!(response["id"], value, "{id}");
    }
}

#[test]
fn large_ids_work_for_every_sort_of_request() {
    let mut client = Client::start(&[]);
    for (id, method, params) in [
        ("4294967296", "initialize", "{\"capabilities\":{}}"),
        ("4294967297", "rholang/status", "null"),
        ("4294967298", "workspace/symbol", "{\"query\":\"\"}"),
        ("4294967299", "shutdown", "null"),
    ] {
        client.send_body(&format!(r#"{{"id":{id},"method":"{method}","params":{params}}}"#));
        assert!(client.response_message(id).get("result").is_some(), "{method}");
    }
}

#[test]
fn responses_that_nobody_asked_for_are_ignored() {
    let mut client = initialized();
    for body in [
        r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"what?"}}"#,
        r#"{"jsonrpc":"2.0","id":999,"result":null}"#,
        r#"{"jsonrpc":"2.0","id":"x","result":null}"#,
        r#"{"jsonrpc":"2.0","id":1,"error":7}"#,
        r#"{"jsonrpc":"2.0","id":1,"error":{"code":"x"}}"#,
        r#"{"jsonrpc":"2.0","id":4294967296,"result":{}}"#,
    ] {
        client.send_body(body);
    }
    is_alive(&mut client);
    assert_eq!(client.responses_left(&Value::Null), 0);
}

#[test]
fn parameters_of_the_wrong_sort_are_refused() {
    let mut client = initialized();
    for (method, params) in [
        ("textDocument/hover", Value::Null),
        ("textDocument/hover", json!({})),
        ("textDocument/hover", json!({ "textDocument": { "uri": 7 } })),
        ("textDocument/hover", json!({ "textDocument": { "uri": "file:///a.rho" } })),
        (
            "textDocument/definition",
            json!({ "textDocument": { "uri": "x" }, "position": { "line": -1, "character": 0 } }),
        ),
        ("textDocument/rename", json!({ "textDocument": { "uri": "x" } })),
        ("workspace/symbol", json!({ "query": 7 })),
        ("textDocument/documentSymbol", json!("x")),
        ("workspace/diagnostic", json!({ "previousResultIds": 7 })),
    ] {
        let error = client.try_request(method, params.clone()).unwrap_err();
        assert_eq!(error.code, -32602, "{method} {params}");
    }
    is_alive(&mut client);
}

#[test]
fn notifications_with_nonsense_are_ignored() {
    let mut client = initialized();
    for method in [
        "textDocument/didOpen",
        "textDocument/didChange",
        "textDocument/didClose",
        "textDocument/didSave",
        "workspace/didChangeConfiguration",
        "workspace/didChangeWorkspaceFolders",
        "workspace/didChangeWatchedFiles",
        "workspace/didCreateFiles",
        "workspace/didRenameFiles",
        "workspace/didDeleteFiles",
        "window/workDoneProgress/cancel",
        "$/cancelRequest",
        "initialized",
    ] {
        for params in [
            Value::Null,
            json!([]),
            json!(7),
            json!({}),
            json!({ "textDocument": 7, "changes": 7, "event": 7, "files": [7], "id": [] }),
            json!({ "textDocument": { "uri": 7 }, "changes": [{}], "files": [{ "uri": 7 }] }),
            json!({ "textDocument": { "uri": "x" }, "contentChanges": [{}] }),
        ] {
            client.notify(method, params);
        }
    }
    is_alive(&mut client);
    assert_eq!(client.shut_down(), Some(0));
}

/// A client that writes without ever reading is not waited for: what it writes is read, and it can
/// end the session.
#[test]
fn a_client_that_does_not_read_is_not_waited_for() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    use std::time::Duration;

    let mut server = Command::new(env!("CARGO_BIN_EXE_rholang-language-server"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = server.stdin.take().unwrap();
    let mut send = |message: Value| {
        let body = message.to_string();
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    };
    send(json!({ "id": 0, "method": "initialize", "params": { "capabilities": {} } }));
    // Far more than a pipe and all channels hold.
    let text = "x".repeat(100);
    for id in 1..20_000 {
        send(json!({ "id": id, "method": format!("no/such/{text}") }));
    }
    send(json!({ "method": "exit" }));
    let deadline = std::time::Instant::now() + TIMEOUT;
    let status = loop {
        if let Some(status) = server.try_wait().unwrap() {
            break status;
        }
        assert!(std::time::Instant::now() < deadline, "the server waits for its client");
        std::thread::sleep(Duration::from_millis(10));
    };
    assert_eq!(status.code(), Some(1));
}
