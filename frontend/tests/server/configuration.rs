//! Settings: pulled, pushed, live, and wrong.

use serde_json::{Value, json};

use crate::client::Client;
use crate::session::{Options, Session};

const FAULTY: &str = "//- /a.rho open\nnew x in { y!(1) }\n";

fn settings(session: &mut Session) -> Value {
    session.client.request("rholang/status", Value::Null)["settings"].clone()
}

#[test]
fn the_documentation_is_what_the_program_prints() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_rholang-language-server"))
        .args(["settings", "--markdown"])
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/configuration.md");
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(path, printed).unwrap();
    } else {
        assert_eq!(kept, printed, "docs/configuration.md is not fresh; run with UPDATE_EXPECT=1");
    }
}

#[test]
fn the_schema_is_json() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_rholang-language-server"))
        .arg("settings")
        .output()
        .unwrap();
    let schema: Value = serde_json::from_slice(&output.stdout).unwrap();
    let level = &schema["properties"]["rholang.server.logLevel"];
    assert_eq!(level["default"], "info");
    assert!(level["enum"].as_array().unwrap().contains(&json!("trace")));
}

#[test]
fn settings_are_pulled_at_the_start_and_when_they_change() {
    let options = Options::default().settings(json!({ "server": { "logLevel": "debug" } }));
    let mut session = Session::with(FAULTY, options);
    let asked = session.client.wait_for("workspace/configuration");
    assert_eq!(asked, json!({ "items": [{ "section": "rholang" }] }));
    assert_eq!(settings(&mut session)["server.logLevel"], "debug");
    session.client.settings = json!({ "server": { "logLevel": "warn" } });
    // What the notification says does not count for a client that can be asked.
    let pushed = json!({ "settings": { "rholang": { "server": { "logLevel": "trace" } } } });
    session.client.notify("workspace/didChangeConfiguration", pushed);
    session.wait_for_status(|status| status["settings"]["server.logLevel"] == "warn");
}

#[test]
fn changes_of_settings_are_asked_for() {
    let mut session = Session::new("//- /a.rho\nNil\n");
    let registered = session.client.wait_until("client/registerCapability", |params| {
        params["registrations"][0]["method"] == "workspace/didChangeConfiguration"
    });
    let options = &registered["registrations"][0]["registerOptions"];
    assert_eq!(options, &json!({ "section": "rholang" }));
}

#[test]
fn settings_are_pushed_by_clients_that_cannot_be_asked() {
    for pushed in [
        json!({ "rholang": { "server": { "logLevel": "debug" } } }),
        json!({ "server": { "logLevel": "debug" } }),
        json!({ "rholang": { "server.logLevel": "DEBUG" } }),
    ] {
        let options = Options::default().with("workspace/configuration", json!(false));
        let mut session = Session::with(FAULTY, options);
        assert_eq!(settings(&mut session)["server.logLevel"], "info");
        session.client.notify("workspace/didChangeConfiguration", json!({ "settings": pushed }));
        assert_eq!(settings(&mut session)["server.logLevel"], "debug");
        // Each time all settings are told.
        session.client.notify("workspace/didChangeConfiguration", json!({ "settings": {} }));
        assert_eq!(settings(&mut session)["server.logLevel"], "info");
    }
}

#[test]
fn settings_are_taken_from_initialization_options() {
    for initialization_options in [
        json!({ "rholang": { "server": { "threads": 3, "pin": "none" } } }),
        json!({ "server": { "threads": 3, "pin": "none" } }),
    ] {
        let options = Options { initialization_options, ..Options::default() }
            .with("workspace/configuration", json!(false));
        let mut session = Session::with(FAULTY, options);
        let status = session.client.request("rholang/status", Value::Null);
        assert_eq!(status["workers"], 3);
        assert_eq!(status["settings"]["server.pin"], "none");
    }
}

#[test]
fn settings_that_come_later_start_from_the_first_ones() {
    let initialization_options = json!({ "server": { "logLevel": "debug" } });
    let options = Options { initialization_options, ..Options::default() };
    // The client has no settings of its own.
    let mut session = Session::with(FAULTY, options);
    assert_eq!(settings(&mut session)["server.logLevel"], "debug");
    session.client.settings = json!({ "diagnostics": { "enable": false } });
    session.client.notify("workspace/didChangeConfiguration", Value::Null);
    session.wait_for_status(|status| status["settings"]["diagnostics.enable"] == json!(false));
    assert_eq!(settings(&mut session)["server.logLevel"], "debug");
}

#[test]
fn a_client_that_does_not_answer_is_not_waited_for_for_long() {
    let fixture = crate::fixture::Fixture::new("//- /a.rho\nNil\n");
    let mut client = Client::start(&[]);
    client.unanswered = vec!["workspace/configuration"];
    client.initialize(json!({
        "capabilities": { "workspace": { "configuration": true } }, "rootUri": fixture.uri("/"),
    }));
    let deadline = std::time::Instant::now() + crate::client::TIMEOUT;
    while client.request("rholang/status", Value::Null)["indexing"]["files"] != json!(1) {
        assert!(std::time::Instant::now() < deadline);
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

#[test]
fn the_log_level_is_live() {
    let mut session = Session::new("//- /a.rho open\nNil\n");
    session.client.notify("no/such/notification", Value::Null);
    session.client.settings = json!({ "server": { "logLevel": "debug" } });
    session.client.notify("workspace/didChangeConfiguration", Value::Null);
    session.wait_for_status(|status| status["settings"]["server.logLevel"] == "debug");
    session.client.notify("no/other/notification", Value::Null);
    session.client.wait_for_log("no/other/notification");
}

#[test]
fn texts_are_not_logged_below_trace() {
    let secret = "a_name_that_stands_in_no_message";
    let mut session = Session::with(
        "//- /other.rho\nNil\n",
        Options::default().arguments(&["--log-level=debug"]),
    );
    session.open("/a.rho", &format!("{secret}!(1)"));
    session.set("/a.rho", 2, &format!("{secret}!(2"));
    session.diagnostics("/a.rho", 2);
    let params = session.document("/a.rho");
    session.client.request("textDocument/documentSymbol", params);
    session.client.wait_in_silence();
    assert!(!session.client.log().contains(secret));
}

#[test]
fn diagnostics_can_be_turned_off_and_changed() {
    let mut session = Session::new(FAULTY);
    let codes = |found: &Value| -> Vec<(String, u64)> {
        let list = found.as_array().unwrap().iter();
        list.map(|it| (it["code"].as_str().unwrap().to_owned(), it["severity"].as_u64().unwrap()))
            .collect()
    };
    let found = session.diagnostics("/a.rho", 1);
    assert_eq!(
        codes(&found),
        [("unused-binder".to_owned(), 2), ("unbound-variable".to_owned(), 1)]
    );
    for (section, expected) in [
        (json!({ "diagnostics": { "enable": false } }), vec![]),
        (
            json!({ "diagnostics": { "severity": { "unused-binder": "off" } } }),
            vec![("unbound-variable".to_owned(), 1)],
        ),
        (
            json!({ "diagnostics": { "severity": { "unused-binder": "hint", "unbound-variable": "information" } } }),
            vec![("unused-binder".to_owned(), 4), ("unbound-variable".to_owned(), 3)],
        ),
    ] {
        session.client.settings = section;
        session.client.notify("workspace/didChangeConfiguration", Value::Null);
        let found = session.diagnostics("/a.rho", 1);
        assert_eq!(codes(&found), expected);
    }
}

/// The codes in a document after the settings were changed, as soon as they are as wanted.
fn wait_for_codes(session: &mut Session, section: Value, expected: &[&str]) {
    session.client.settings = section;
    session.client.notify("workspace/didChangeConfiguration", Value::Null);
    session.client.wait_until("textDocument/publishDiagnostics", |params| {
        let list = params["diagnostics"].as_array().unwrap();
        let codes: Vec<&str> = list.iter().map(|it| it["code"].as_str().unwrap()).collect();
        codes == expected
    });
}

#[test]
fn embedded_metta_can_be_configured() {
    let fixture =
        "//- /a.rho open\nnew m(`rho:metta:run`) in { m!(\"(= (f $x)\") | @\"own\"!(\"(g\") }\n";
    let mut session = Session::new(fixture);
    let unclosed = "syntax-unclosed-bracket";
    wait_for_codes(&mut session, Value::Null, &[unclosed]);
    wait_for_codes(&mut session, json!({ "embedded": { "metta": { "enable": false } } }), &[]);
    let channels = json!({ "own": true });
    let section = json!({ "embedded": { "metta": { "channels": channels } } });
    wait_for_codes(&mut session, section, &[unclosed, unclosed]);
    let channels = json!({ "rho:metta:run": false });
    wait_for_codes(&mut session, json!({ "embedded.metta.channels": channels }), &[]);
}

#[test]
fn clients_are_told_to_ask_again_when_settings_change_what_texts_mean() {
    let options =
        Options::default().pulling().with("workspace/semanticTokens/refreshSupport", json!(true));
    let mut session = Session::with("//- /a.rho open\n@\"own\"!(\"(= (f) 1)\")\n", options);
    let params = session.document("/a.rho");
    let before = session.client.request("textDocument/semanticTokens/full", params.clone());
    let channels = json!({ "own": true });
    session.client.settings = json!({ "embedded": { "metta": { "channels": channels } } });
    session.client.notify("workspace/didChangeConfiguration", Value::Null);
    session.client.wait_for("workspace/diagnostic/refresh");
    session.client.wait_for("workspace/semanticTokens/refresh");
    let after = session.client.request("textDocument/semanticTokens/full", params);
    assert_ne!(before["data"], after["data"]);
    assert_ne!(before["resultId"], after["resultId"]);
}

#[test]
fn the_dialect_of_files_can_be_changed() {
    // Only one dialect cuts words at such places.
    let mut session =
        Session::with("//- /a.metta open\n; a\n(= (f) // b\n 1)\n", Options::default());
    let before = session.diagnostics("/a.metta", 1);
    session.client.settings = json!({ "metta": { "dialect": "mettatron" } });
    session.client.notify("workspace/didChangeConfiguration", Value::Null);
    session
        .client
        .wait_until("textDocument/publishDiagnostics", |params| params["diagnostics"] != before);
}

#[test]
fn clients_that_ask_for_diagnostics_are_told_to_ask_again() {
    let mut session = Session::with(FAULTY, Options::default().pulling());
    let params = session.document("/a.rho");
    let before = session.client.request("textDocument/diagnostic", params.clone());
    session.client.settings = json!({ "diagnostics": { "enable": false } });
    session.client.notify("workspace/didChangeConfiguration", Value::Null);
    session.client.wait_for("workspace/diagnostic/refresh");
    let mut again = params;
    again["previousResultId"] = before["resultId"].clone();
    let after = session.client.request("textDocument/diagnostic", again);
    assert_eq!(after["kind"], "full");
    assert_eq!(after["items"], json!([]));
}

#[test]
fn settings_that_make_no_sense_are_told_and_count_as_not_given() {
    let options = Options::default().settings(json!({
        "server": { "logLevel": "loud", "slowMilliseconds": { "goto": 7, "wait": 1 } },
        "diagnostics": { "enable": "yes", "severity": { "no-such-code": "off" } },
    }));
    let mut session = Session::with(FAULTY, options);
    let mut messages: Vec<String> = (0..4)
        .map(|_| {
            session.client.wait_for("window/showMessage")["message"].as_str().unwrap().to_owned()
        })
        .collect();
    messages.sort();
    expect_test::expect![[r#"
        rholang.diagnostics.enable is "yes", expected true or false
        rholang.diagnostics.severity: there is no code `no-such-code`
        rholang.server.logLevel is "loud", expected one of `off`, `error`, `warn`, `info`, `debug`, `trace`
        rholang.server.slowMilliseconds: there is no entry `wait`"#]].assert_eq(&messages.join("\n"));
    let settings = settings(&mut session);
    assert_eq!(settings["server.logLevel"], "info");
    assert_eq!(settings["server.slowMilliseconds"]["goto"], 7);
    assert_eq!(settings["diagnostics.enable"], true);
}

#[test]
fn indexing_can_be_turned_off() {
    let options = Options::default().settings(json!({ "indexing": { "enable": false } }));
    let mut session = Session::with("//- /a.rho\nNil\n//- /b.rho open\nNil\n", options);
    session.diagnostics("/b.rho", 1);
    let metrics = session.client.request("rholang/metrics", Value::Null);
    assert_eq!(metrics["engine"]["files"], 1);
}

#[test]
fn indexing_has_limits() {
    let fixture = "//- /a.rho\nNil\n//- /b.rho\nNil\n//- /large.rho\n\"a text of some length\"\n";
    let options = Options::default().settings(json!({ "indexing": { "maxFileBytes": 10 } }));
    let mut session = Session::with(fixture, options);
    let status = session.client.request("rholang/status", Value::Null);
    assert_eq!(status["indexing"]["files"], 2);
    let options = Options::default().settings(json!({ "indexing": { "maxFiles": 1 } }));
    let mut session = Session::with(fixture, options);
    let status = session.client.request("rholang/status", Value::Null);
    assert_eq!(status["indexing"]["files"], 1);
    assert_eq!(status["indexing"]["lastScan"]["isComplete"], false);
    let message = session.client.wait_for("window/logMessage");
    assert!(message["message"].as_str().unwrap().contains("more than 1 files"), "{message}");
}
