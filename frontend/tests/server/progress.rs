//! Progress of long work.

use serde_json::{Value, json};

use crate::session::{Options, Session};

/// How many files the workspace has.
const FILES: u64 = 400;

/// A workspace that takes longer to index than progress waits before it is shown: its files have
/// errors, which take much longer to explain than sound files to analyse.
fn large(options: Options) -> Session {
    let initialization_options = json!({ "server": { "threads": 1 } });
    let options = Options { initialization_options, ..options };
    let mut session = Session::unopened("//- /a.rho\nNil\n", options);
    let text = "new x in { x!(1) } | ".repeat(1_500);
    for index in 0..FILES {
        session.fixture.write(&format!("/f/x{index}.rho"), &format!("{text} Nil )"));
    }
    let uri = session.fixture.uri("/.gitignore");
    let changes = json!([{ "uri": uri, "type": 1 }]);
    session.client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    session
}

fn kind(params: &Value) -> &str {
    params["value"]["kind"].as_str().unwrap()
}

#[test]
fn long_indexing_is_shown_from_begin_to_end() {
    let mut session = large(Options::default());
    let token = session.client.wait_for("window/workDoneProgress/create")["token"].clone();
    let begin = session.client.wait_for("$/progress");
    assert_eq!((kind(&begin), &begin["token"]), ("begin", &token));
    assert_eq!(begin["value"]["title"], "Indexing");
    assert_eq!(begin["value"]["cancellable"], true);
    let mut last = 0;
    loop {
        let params = session.client.wait_for("$/progress");
        assert_eq!(params["token"], token);
        if kind(&params) == "end" {
            break;
        }
        let percentage = params["value"]["percentage"].as_u64().unwrap();
        assert!((last..=100).contains(&percentage));
        last = percentage;
    }
    session.wait_until_indexed();
    session.client.wait_in_silence();
    assert!(!session.client.unread.iter().any(|message| message["method"] == "$/progress"));
}

#[test]
fn indexing_can_be_cancelled() {
    let mut session = large(Options::default());
    let token = session.client.wait_for("window/workDoneProgress/create")["token"].clone();
    session.client.notify("window/workDoneProgress/cancel", json!({ "token": token }));
    let end = session.client.wait_until("$/progress", |params| kind(params) == "end");
    assert_eq!(end["token"], token);
    let status = session.client.request("rholang/status", Value::Null);
    assert_eq!(status["indexing"]["lastScan"]["isComplete"], false);
    assert!(status["indexing"]["files"].as_u64().unwrap() <= FILES);
}

#[test]
fn clients_without_progress_are_shown_none() {
    let options = Options::default().with("window/workDoneProgress", json!(false));
    let mut session = large(options);
    session.wait_until_indexed();
    session.client.wait_in_silence();
    let is_progress = |message: &Value| {
        message["method"] == "$/progress" || message["method"] == "window/workDoneProgress/create"
    };
    assert!(!session.client.unread.iter().any(is_progress));
}

#[test]
fn a_client_that_refuses_a_token_is_shown_nothing() {
    let mut session = large(Options::default());
    session.client.unanswered = vec!["window/workDoneProgress/create"];
    session.client.wait_for("window/workDoneProgress/create");
    let message = json!({ "code": -32603, "message": "no" });
    // Requests of the server are numbered; the refusal is sent for all numbers that it can have.
    for id in 1..20 {
        session.client.send(&json!({ "jsonrpc": "2.0", "id": id, "error": message }));
    }
    session.wait_until_indexed();
    session.client.wait_in_silence();
    assert!(!session.client.unread.iter().any(|message| message["method"] == "$/progress"));
}

#[test]
fn short_work_shows_nothing() {
    let mut session = Session::new("//- /a.rho\nNil\n");
    session.client.wait_in_silence();
    assert!(
        !session
            .client
            .unread
            .iter()
            .any(|message| message["method"] == "window/workDoneProgress/create")
    );
}
