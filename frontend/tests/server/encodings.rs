//! Columns in all three units.

use serde_json::{Value, json};

use crate::client::Client;
use crate::session::{Encoding, Options, Session};

#[test]
fn the_encoding_is_the_best_that_the_client_offers() {
    for (offered, chosen) in [
        (json!(null), "utf-16"),
        (json!([]), "utf-16"),
        (json!(["utf-16"]), "utf-16"),
        (json!(["utf-16", "utf-8"]), "utf-8"),
        (json!(["utf-32", "utf-16"]), "utf-32"),
        (json!(["utf-32", "utf-16", "utf-8"]), "utf-8"),
        (json!(["utf-7"]), "utf-16"),
        (json!("utf-8"), "utf-16"),
        (json!([8, "utf-8"]), "utf-8"),
    ] {
        let mut client = Client::start(&[]);
        let general = json!({ "positionEncodings": offered });
        let result = client.initialize(json!({ "capabilities": { "general": general } }));
        assert_eq!(result["capabilities"]["positionEncoding"], chosen, "{offered}");
    }
}

/// Ranges of diagnostics behind characters of one to four bytes.
#[test]
fn ranges_are_in_the_units_of_the_client() {
    for prefix in ["", "\"é\" | ", "\"ひ\" | ", "\"🦀\" | ", "\"é🦀ひ\" | ", "\"e\u{301}\" | "]
    {
        for encoding in Encoding::ALL {
            let mut session =
                Session::with("//- /o.rho\nNil\n", Options::default().encoding(encoding));
            let text = format!("Nil |\n{prefix}unbound!(1)");
            session.open("/a.rho", &text);
            let found = session.diagnostics("/a.rho", 1);
            let place = text.find("unbound").unwrap();
            let range = &found.as_array().unwrap().last().unwrap()["range"];
            assert_eq!(range["start"], encoding.position(&text, place), "{encoding:?} {prefix}");
            let end = encoding.position(&text, place + "unbound".len());
            assert_eq!(range["end"], end, "{encoding:?} {prefix}");
        }
    }
}

/// Changes behind characters of one to four bytes, one character at a time.
#[test]
fn changes_are_in_the_units_of_the_client() {
    for encoding in Encoding::ALL {
        let mut session = Session::with("//- /o.rho\nNil\n", Options::default().encoding(encoding));
        let mut text = "\"é🦀ひ\" | a!(1)".to_owned();
        session.open("/a.rho", &text);
        let mut version = 1;
        for (inserted, before) in
            [("🦀", "a!"), ("é", "ひ"), ("x", "a!"), ("\n", "a!"), ("y", "!("), ("ひ", "🦀")]
        {
            let offset = text.find(before).unwrap();
            let place = encoding.position(&text, offset);
            version += 1;
            let range = json!({ "start": place, "end": place });
            session.change("/a.rho", version, json!([{ "range": range, "text": inserted }]));
            text.insert_str(offset, inserted);
        }
        let found = session.diagnostics("/a.rho", version);
        session.open("/b.rho", &text);
        assert_eq!(found, session.diagnostics("/b.rho", 1), "{encoding:?}");
    }
}

/// A column inside of a character is that character's start, whatever the unit.
#[test]
fn columns_inside_of_characters_are_taken() {
    for encoding in Encoding::ALL {
        let mut session = Session::with("//- /o.rho\nNil\n", Options::default().encoding(encoding));
        session.open("/a.rho", "\"🦀\" | a!(1)");
        for character in 0..12 {
            let mut params = session.document("/a.rho");
            params["position"] = json!({ "line": 0, "character": character });
            session.client.request("textDocument/hover", params);
        }
        let inside = json!({ "line": 0, "character": 2 });
        let range = json!({ "start": inside, "end": inside });
        session.change("/a.rho", 2, json!([{ "range": range, "text": "x" }]));
        session.diagnostics("/a.rho", 2);
        let status = session.client.request("rholang/status", Value::Null);
        assert_eq!(status["openDocuments"][0]["version"], 2);
    }
}
