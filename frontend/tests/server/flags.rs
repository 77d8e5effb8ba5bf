//! The command line of the server: its own flags, and those that clients of other servers pass.

use std::process::Command;

use serde_json::{Value, json};

use crate::client::Client;

/// Whether a session works with flags.
fn works(arguments: &[&str]) {
    let mut client = Client::start(arguments);
    client.initialize(json!({ "capabilities": {} }));
    assert_eq!(client.shut_down(), Some(0), "{arguments:?}");
}

/// The exit code and the output on standard error.
fn fails(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_rholang-language-server"))
        .args(arguments)
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn the_command_lines_of_known_clients_work() {
    let pid = std::process::id().to_string();
    // VS Code
    works(&[
        "--no-color",
        "--client-process-id",
        &pid,
        "--log-level",
        "info",
        "--wire-log",
        "--validator-backend",
        "rust",
        "--stdio",
    ]);
    works(&[
        "--no-color",
        "--client-process-id",
        &pid,
        "--log-level",
        "debug",
        "--validator-backend",
        "grpc:localhost:40402",
        "--stdio",
    ]);
    works(&["--stdio", &format!("--clientProcessId={pid}")]);
    // Neovim
    works(&["--no-color", "--stdio", "--log-level", "debug", "--client-process-id", &pid]);
    // Emacs
    works(&[
        "--no-color",
        "--stdio",
        "--log-level=trace",
        &format!("--client-process-id={pid}"),
        "--no-rnode",
    ]);
    works(&["--stdio", "--grpc-host", "localhost", "--grpc-port", "40402"]);
    works(&["--rnode-address", "localhost", "--rnode-port", "40402"]);
}

#[test]
fn flags_that_mean_nothing_are_told_in_the_log() {
    let mut client = Client::start(&["--no-rnode", "--wire-log", "--log-level=debug"]);
    client.wait_for_log("--wire-log");
    client.wait_for_log("--no-rnode");
    client.close_input();
}

#[test]
fn flags_that_make_no_sense_are_refused() {
    for (arguments, reason) in [
        (&["--websocket", "--port", "9000"][..], "WebSockets are not supported"),
        (&["--socket"], "--socket needs a port"),
        (&["--listen"], "--listen needs"),
        (&["--socket=1", "--port=2"], "different ports"),
        (&["--socket=99999"], "invalid value"),
        (&["--stdio", "--pipe=x"], "cannot be used with"),
        (&["--stdio", "--port=1"], "cannot be used with"),
        (&["--no-such-flag"], "unexpected argument"),
        (&["--log-level=loud"], "invalid value"),
        (&["--stdio", "check"], ""),
        (&["--pipe=/no/such/socket"], "the server cannot start"),
        (&["--socket=1"], "the server cannot start"),
        (&["--log-file=/no/such/folder/log"], "the server cannot start"),
    ] {
        let error = fails(arguments);
        assert!(error.contains(reason), "{arguments:?}: {error}");
    }
}

#[test]
fn the_log_goes_to_a_file_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.txt");
    let flag = format!("--log-file={}", path.display());
    for _ in 0..2 {
        let mut client = Client::start(&[&flag]);
        client.initialize(json!({ "capabilities": {}, "clientInfo": { "name": "a tester" } }));
        assert_eq!(client.shut_down(), Some(0));
    }
    let log = std::fs::read_to_string(&path).unwrap();
    assert_eq!(log.matches("session with a tester begins").count(), 2, "{log}");
    assert_eq!(log.matches("the session ends").count(), 2, "{log}");
    // No colours, whatever the terminal.
    assert!(!log.contains('\u{1b}'));
}

#[test]
fn the_log_level_is_that_of_the_flag() {
    let mut client = Client::start(&["--log-level=off"]);
    client.initialize(json!({ "capabilities": {} }));
    client.send_body("nonsense");
    client.response_message("null");
    client.wait_in_silence();
    assert_eq!(client.log(), "");
}

#[test]
fn warnings_go_to_the_client() {
    let mut client = Client::start(&[]);
    client.initialize(json!({ "capabilities": {} }));
    client.send_body("nonsense");
    let message = client.wait_for("window/logMessage");
    assert_eq!(message["type"], 2);
    assert!(message["message"].as_str().unwrap().contains("is refused"));
}

#[test]
fn metrics_are_written_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("metrics.json");
    let mut client = Client::start(&[&format!("--metrics-file={}", path.display())]);
    client.initialize(json!({ "capabilities": {} }));
    client.request("workspace/symbol", json!({ "query": "" }));
    assert_eq!(client.shut_down(), Some(0));
    let metrics: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(metrics["methods"]["workspace/symbol"]["count"], 1);
}
