//! Requests at the cursor of a fixture, with answers as text. See the documentation of the tests.

use expect_test::Expect;
use serde_json::{Value, json};

use crate::session::{Options, Session};

/// Compares an answer with what is expected.
pub(crate) fn check(answer: &str, expected: Expect) {
    expected.assert_eq(answer);
}

/// Asks at the cursor.
fn ask(session: &mut Session, method: &str) -> Value {
    let params = session.cursor();
    session.client.request(method, params)
}

/// Where a request leads, one place a line.
fn places(fixture: &str, method: &str) -> String {
    let mut session = Session::new(fixture);
    let answer = ask(&mut session, method);
    show_places(&session, &answer)
}

/// Locations or links, one a line, in the order of the answer.
pub(crate) fn show_places(session: &Session, answer: &Value) -> String {
    match answer {
        Value::Null => "nothing".to_owned(),
        Value::Array(list) if list.is_empty() => "nothing".to_owned(),
        Value::Array(list) => {
            let lines: Vec<String> =
                list.iter().map(|location| session.show_location(location)).collect();
            lines.join("\n")
        }
        location => session.show_location(location),
    }
}

pub(crate) fn definition(fixture: &str) -> String {
    places(fixture, "textDocument/definition")
}

pub(crate) fn declaration(fixture: &str) -> String {
    places(fixture, "textDocument/declaration")
}

pub(crate) fn implementation(fixture: &str) -> String {
    places(fixture, "textDocument/implementation")
}

/// The references, with or without declarations.
pub(crate) fn references(fixture: &str, include_declaration: bool) -> String {
    let mut session = Session::new(fixture);
    let mut params = session.cursor();
    params["context"] = json!({ "includeDeclaration": include_declaration });
    let answer = session.client.request("textDocument/references", params);
    show_places(&session, &answer)
}

/// The highlights, each with `read` or `write`.
pub(crate) fn highlights(fixture: &str) -> String {
    let mut session = Session::new(fixture);
    let answer = ask(&mut session, "textDocument/documentHighlight");
    let uri = session.fixture.uri(&session.fixture.cursor().0.name);
    let list = answer.as_array().cloned().unwrap_or_default();
    let lines: Vec<String> = list
        .iter()
        .map(|highlight| {
            let kind = ["", "text", "read", "write"]
                [usize::try_from(highlight["kind"].as_u64().unwrap_or(0)).unwrap()];
            format!("{kind} {}", session.show_range(&uri, &highlight["range"]))
        })
        .collect();
    if lines.is_empty() { "nothing".to_owned() } else { lines.join("\n") }
}

/// The hover text below the word that it is about.
pub(crate) fn hover(fixture: &str) -> String {
    let mut session = Session::new(fixture);
    let answer = ask(&mut session, "textDocument/hover");
    if answer.is_null() {
        return "nothing".to_owned();
    }
    let uri = session.fixture.uri(&session.fixture.cursor().0.name);
    let range = session.show_range(&uri, &answer["range"]);
    format!("{range}\n{}", answer["contents"]["value"].as_str().expect("a hover is a text"))
}

/// The files as they are after a rename, or why it is refused.
pub(crate) fn rename(fixture: &str, new_name: &str) -> String {
    let mut session = Session::new(fixture);
    let mut params = session.cursor();
    params["newName"] = json!(new_name);
    match session.client.try_request("textDocument/rename", params) {
        Err(error) => format!("refused: {}", error.message),
        Ok(edit) => show_edit(&session, &edit),
    }
}

/// What may be renamed, or why nothing.
pub(crate) fn prepare_rename(fixture: &str) -> String {
    let mut session = Session::new(fixture);
    let params = session.cursor();
    let uri = params["textDocument"]["uri"].as_str().unwrap().to_owned();
    match session.client.try_request("textDocument/prepareRename", params) {
        Err(error) => format!("refused: {}", error.message),
        Ok(Value::Null) => "nothing".to_owned(),
        Ok(answer) => {
            let range = session.show_range(&uri, &answer["range"]);
            format!("{range} placeholder {}", answer["placeholder"])
        }
    }
}

/// The files that an edit changes, with their new texts.
pub(crate) fn show_edit(session: &Session, edit: &Value) -> String {
    let changes = edit["documentChanges"].as_array().expect("edits have versions");
    let mut shown = String::new();
    for change in changes {
        let uri = change["textDocument"]["uri"].as_str().expect("a document has a URI");
        let mut text = session.text(uri).expect("the fixture has the file").to_owned();
        let mut edits = change["edits"].as_array().expect("edits are a list").clone();
        // From the end, so that places before stay what they are.
        edits.sort_by_key(|edit| {
            std::cmp::Reverse(session.encoding.offset(&text, &edit["range"]["start"]))
        });
        let mut last = usize::MAX;
        for edit in &edits {
            let start = session.encoding.offset(&text, &edit["range"]["start"]);
            let end = session.encoding.offset(&text, &edit["range"]["end"]);
            assert!(end <= last, "the edits of {uri} overlap");
            last = start;
            text.replace_range(start..end, edit["newText"].as_str().expect("a text"));
        }
        let version = &change["textDocument"]["version"];
        let name = session.fixture.name(uri);
        shown.push_str(&format!("//- /{name} version {version}\n{}\n", text.trim_end()));
    }
    if shown.is_empty() { "nothing".to_owned() } else { shown }
}

/// The outline of the first file that is open, indented.
pub(crate) fn document_symbols(fixture: &str) -> String {
    let mut session = Session::new(fixture);
    let file = session.fixture.files.iter().find(|file| file.is_open).expect("a file is open");
    let name = file.name.clone();
    let params = session.document(&name);
    let answer = session.client.request("textDocument/documentSymbol", params);
    let uri = session.fixture.uri(&name);
    let mut shown = String::new();
    push_symbols(&session, &uri, &answer, 0, &mut shown);
    shown
}

fn push_symbols(session: &Session, uri: &str, list: &Value, depth: usize, shown: &mut String) {
    for symbol in list.as_array().into_iter().flatten() {
        let detail = symbol["detail"].as_str().map_or(String::new(), |it| format!(" {it}"));
        let name = symbol["name"].as_str().expect("a name is a text");
        let kind = symbol_kind(&symbol["kind"]);
        let place = session.show_range(uri, &symbol["selectionRange"]);
        let indentation = "  ".repeat(depth);
        shown.push_str(&format!("{indentation}{kind} {name}{detail} @ {place}\n"));
        push_symbols(session, uri, &symbol["children"], depth + 1, shown);
    }
}

/// The tokens of the first file that is open, one a line: kind, modifiers and text.
pub(crate) fn semantic_tokens(fixture: &str) -> String {
    let mut session = Session::new(fixture);
    let file = session.fixture.files.iter().find(|file| file.is_open).expect("a file is open");
    let (name, text) = (file.name.clone(), file.text.clone());
    let params = session.document(&name);
    let answer = session.client.request("textDocument/semanticTokens/full", params);
    show_tokens(&session, &text, &answer["data"])
}

/// Tokens, one a line: place, text, kind, modifiers.
pub(crate) fn show_tokens(session: &Session, text: &str, data: &Value) -> String {
    let numbers: Vec<usize> = data
        .as_array()
        .expect("tokens are a list")
        .iter()
        .map(|number| usize::try_from(number.as_u64().expect("a number")).unwrap())
        .collect();
    let legend = &session.legend;
    let (mut line, mut column, mut shown) = (0, 0, String::new());
    for token in numbers.chunks_exact(5) {
        column = if token[0] == 0 { column + token[1] } else { token[1] };
        line += token[0];
        let position = |character: usize| json!({ "line": line, "character": character });
        let start = session.encoding.offset(text, &position(column));
        let end = session.encoding.offset(text, &position(column + token[2]));
        let kind = legend["tokenTypes"][token[3]].as_str().expect("a known kind");
        let flags = legend["tokenModifiers"].as_array().expect("modifiers are a list").iter();
        let flags = flags.enumerate().filter(|(bit, _)| token[4] >> bit & 1 == 1);
        let flags: Vec<&str> = flags.filter_map(|(_, name)| name.as_str()).collect();
        let word = &text[start..end];
        shown.push_str(format!("{line}:{column} `{word}` {kind} {}", flags.join(" ")).trim_end());
        shown.push('\n');
    }
    shown
}

/// The symbols of a search, one a line: kind, name, container and place.
pub(crate) fn workspace_symbols(fixture: &str, query: &str) -> String {
    let mut session = Session::new(fixture);
    let answer = session.client.request("workspace/symbol", json!({ "query": query }));
    let list = answer.as_array().expect("symbols are a list");
    let line = |symbol: &Value| {
        let container =
            symbol["containerName"].as_str().map_or(String::new(), |it| format!(" in {it}"));
        let name = symbol["name"].as_str().expect("a name is a text");
        let kind = symbol_kind(&symbol["kind"]);
        format!("{kind} {name}{container} @ {}\n", session.show_location(&symbol["location"]))
    };
    list.iter().map(line).collect()
}

/// The name of a kind of symbol in the protocol.
fn symbol_kind(kind: &Value) -> &'static str {
    const KINDS: [&str; 27] = [
        "?",
        "file",
        "module",
        "namespace",
        "package",
        "class",
        "method",
        "property",
        "field",
        "constructor",
        "enum",
        "interface",
        "function",
        "variable",
        "constant",
        "string",
        "number",
        "boolean",
        "array",
        "object",
        "key",
        "null",
        "enum member",
        "struct",
        "event",
        "operator",
        "type parameter",
    ];
    KINDS[usize::try_from(kind.as_u64().unwrap_or(0)).unwrap()]
}

/// The diagnostics of all open files, for a client that is told them.
pub(crate) fn diagnostics(fixture: &str) -> String {
    let mut session = Session::with(fixture, Options::default());
    let open: Vec<String> = session
        .fixture
        .files
        .iter()
        .filter(|file| file.is_open)
        .map(|file| file.name.clone())
        .collect();
    let mut shown = String::new();
    for name in &open {
        let found = session.diagnostics(name, 1);
        let found = session.show_diagnostics(name, &found);
        if open.len() > 1 {
            shown.push_str(&format!("//- {name}\n"));
        }
        shown.push_str(&found);
    }
    if shown.is_empty() { "nothing".to_owned() } else { shown }
}
