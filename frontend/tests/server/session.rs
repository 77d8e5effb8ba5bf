//! A client with a workspace.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{Client, TIMEOUT};
use crate::fixture::Fixture;

/// The unit of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16,
    Utf32,
}

impl Encoding {
    pub(crate) const ALL: [Self; 3] = [Self::Utf8, Self::Utf16, Self::Utf32];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Utf32 => "utf-32",
        }
    }

    fn width(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.encode_utf16().count(),
            Self::Utf32 => text.chars().count(),
        }
    }

    /// The position of a byte offset, by its definition.
    pub(crate) fn position(self, text: &str, offset: usize) -> Value {
        let before = &text[..offset];
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let line = before.matches('\n').count();
        json!({ "line": line, "character": self.width(&before[line_start..]) })
    }

    /// The byte offset of a position, by its definition.
    pub(crate) fn offset(self, text: &str, position: &Value) -> usize {
        let line = usize::try_from(position["line"].as_u64().expect("a line")).unwrap();
        let column = usize::try_from(position["character"].as_u64().expect("a column")).unwrap();
        let line_start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let rest = &text[line_start..];
        let offsets = rest.char_indices().map(|(offset, _)| offset).chain([rest.len()]);
        let column = offsets
            .into_iter()
            .find(|&offset| self.width(&rest[..offset]) == column)
            .unwrap_or_else(|| panic!("{position} is no place between two characters"));
        line_start + column
    }
}

/// How a session begins.
pub(crate) struct Options {
    pub(crate) encoding: Encoding,
    pub(crate) capabilities: Value,
    pub(crate) arguments: Vec<String>,
    /// What the server is told when it asks for settings.
    pub(crate) settings: Value,
    pub(crate) initialization_options: Value,
}

impl Default for Options {
    /// A client that can do everything but diagnose by itself.
    fn default() -> Self {
        Self {
            encoding: Encoding::Utf16,
            capabilities: json!({
                "textDocument": {
                    "definition": { "linkSupport": false },
                    "hover": { "contentFormat": ["markdown", "plaintext"] },
                    "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
                    "publishDiagnostics": {
                        "relatedInformation": true,
                        "versionSupport": true,
                        "tagSupport": { "valueSet": [1, 2] },
                        "codeDescriptionSupport": true,
                    },
                },
                "workspace": {
                    "configuration": true,
                    "workspaceFolders": true,
                    "workspaceEdit": { "documentChanges": true },
                    "didChangeConfiguration": { "dynamicRegistration": true },
                    "didChangeWatchedFiles": {
                        "dynamicRegistration": true,
                        "relativePatternSupport": true,
                    },
                    "diagnostics": { "refreshSupport": true },
                },
                "window": { "workDoneProgress": true },
            }),
            arguments: Vec::new(),
            settings: Value::Null,
            initialization_options: Value::Null,
        }
    }
}

impl Options {
    /// Sets a capability, given by the names on the way to it, separated by slashes.
    #[must_use]
    pub(crate) fn with(mut self, path: &str, value: Value) -> Self {
        let mut place = &mut self.capabilities;
        for name in path.split('/') {
            if !place.is_object() {
                *place = json!({});
            }
            place = &mut place[name];
        }
        *place = value;
        self
    }

    /// A client that asks for diagnostics by itself.
    #[must_use]
    pub(crate) fn pulling(self) -> Self {
        self.with("textDocument/diagnostic", json!({ "dynamicRegistration": false }))
    }

    #[must_use]
    pub(crate) fn encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = encoding;
        self
    }

    #[must_use]
    pub(crate) fn settings(mut self, settings: Value) -> Self {
        self.settings = settings;
        self
    }

    #[must_use]
    pub(crate) fn arguments(mut self, arguments: &[&str]) -> Self {
        self.arguments = arguments.iter().map(|&argument| argument.to_owned()).collect();
        self
    }
}

/// A client, a server and a workspace whose files are indexed and opened.
pub(crate) struct Session {
    pub(crate) client: Client,
    pub(crate) fixture: Fixture,
    pub(crate) encoding: Encoding,
    /// What the numbers of tokens mean.
    pub(crate) legend: Value,
}

impl Session {
    /// Begins a session in the workspace of a fixture.
    pub(crate) fn new(fixture: &str) -> Self {
        Self::with(fixture, Options::default())
    }

    /// The same for a client with certain abilities.
    pub(crate) fn with(fixture: &str, options: Options) -> Self {
        let mut session = Self::unopened(fixture, options);
        session.open_all();
        session
    }

    /// Begins a session and opens no document.
    pub(crate) fn unopened(fixture: &str, options: Options) -> Self {
        let fixture = Fixture::new(fixture);
        let arguments: Vec<&str> = options.arguments.iter().map(String::as_str).collect();
        let mut client = Client::start(&arguments);
        client.settings = options.settings;
        let folders: Vec<Value> = fixture
            .roots
            .iter()
            .map(|root| json!({ "uri": fixture.uri(root), "name": root }))
            .collect();
        let mut capabilities = options.capabilities;
        capabilities["general"]["positionEncodings"] = json!([options.encoding.name()]);
        let initialized = client.initialize(json!({
            "processId": std::process::id(),
            "clientInfo": { "name": "tests", "version": "1" },
            "capabilities": capabilities,
            "workspaceFolders": folders,
            "initializationOptions": options.initialization_options,
        }));
        let legend = initialized["capabilities"]["semanticTokensProvider"]["legend"].clone();
        let mut session = Self { client, fixture, encoding: options.encoding, legend };
        session.wait_until_indexed();
        session
    }

    fn open_all(&mut self) {
        let open = self.fixture.files.iter().filter(|file| file.is_open);
        let open: Vec<(String, String)> =
            open.map(|file| (file.name.clone(), file.text.clone())).collect();
        for (name, text) in open {
            self.open(&name, &text);
        }
    }

    // ---- documents ----

    /// Opens a document with a text, as version 1.
    pub(crate) fn open(&mut self, name: &str, text: &str) {
        let language = if name.ends_with(".metta") { "metta" } else { "rholang" };
        let uri = self.fixture.uri(name);
        self.client.notify(
            "textDocument/didOpen",
            json!({ "textDocument": {
                "uri": uri, "languageId": language, "version": 1, "text": text,
            } }),
        );
    }

    /// Replaces the text of a document.
    pub(crate) fn set(&mut self, name: &str, version: i32, text: &str) {
        self.change(name, version, json!([{ "text": text }]));
    }

    /// Changes a document.
    pub(crate) fn change(&mut self, name: &str, version: i32, changes: Value) {
        let uri = self.fixture.uri(name);
        self.client.notify(
            "textDocument/didChange",
            json!({
                "textDocument": { "uri": uri, "version": version }, "contentChanges": changes,
            }),
        );
    }

    pub(crate) fn close(&mut self, name: &str) {
        let uri = self.fixture.uri(name);
        let document = json!({ "textDocument": { "uri": uri } });
        self.client.notify("textDocument/didClose", document);
    }

    // ---- files ----

    /// Tells the server that files have changed: `(name, kind)`, where 1 is created, 2 changed and 3
    /// deleted.
    pub(crate) fn tell_changed(&mut self, changes: &[(&str, u32)]) {
        let change =
            |(name, kind): &(&str, u32)| json!({ "uri": self.fixture.uri(name), "type": kind });
        let changes: Vec<Value> = changes.iter().map(change).collect();
        let params = json!({ "changes": changes });
        self.client.notify("workspace/didChangeWatchedFiles", params);
        self.wait_until_indexed();
    }

    /// Waits until no scan is under way and at least one has ended.
    pub(crate) fn wait_until_indexed(&mut self) {
        self.wait_for_status(|status| {
            let indexing = &status["indexing"];
            indexing["isRunning"] == json!(false)
                && (!indexing["lastScan"].is_null()
                    || status["settings"]["indexing.enable"] == json!(false)
                    || status["folders"] == json!([]))
        });
    }

    /// Asks for the status until it is as wanted.
    pub(crate) fn wait_for_status(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            let status = self.client.request("rholang/status", Value::Null);
            if fits(&status) {
                return status;
            }
            assert!(Instant::now() < deadline, "the status stays {status}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    // ---- asking ----

    /// The parameters that name a document.
    pub(crate) fn document(&self, name: &str) -> Value {
        json!({ "textDocument": { "uri": self.fixture.uri(name) } })
    }

    /// The parameters that name the cursor.
    pub(crate) fn cursor(&self) -> Value {
        let (file, offset) = self.fixture.cursor();
        let mut params = self.document(&file.name);
        params["position"] = self.encoding.position(&file.text, offset);
        params
    }

    /// Waits for the diagnostics of a version of a document.
    pub(crate) fn diagnostics(&mut self, name: &str, version: i32) -> Value {
        let uri = self.fixture.uri(name);
        let params = self.client.wait_until("textDocument/publishDiagnostics", |params| {
            params["uri"] == uri && params["version"] == version
        });
        params["diagnostics"].clone()
    }

    /// The text of a file that the fixture holds.
    pub(crate) fn text(&self, uri: &str) -> Option<&str> {
        let name = format!("/{}", self.fixture.name(uri));
        let file = self.fixture.files.iter().find(|file| file.name == name)?;
        Some(&file.text)
    }

    // ---- showing ----

    /// A range as `line:column` of its start and the text that it covers.
    pub(crate) fn show_range(&self, uri: &str, range: &Value) -> String {
        let (start, end) = (&range["start"], &range["end"]);
        let place = format!("{}:{}", start["line"], start["character"]);
        match self.text(uri) {
            Some(text) => {
                let covered = self.encoding.offset(text, start)..self.encoding.offset(text, end);
                format!("{place} `{}`", &text[covered])
            }
            None => format!("{place}-{}:{}", end["line"], end["character"]),
        }
    }

    /// A location or link as file, place and text.
    pub(crate) fn show_location(&self, location: &Value) -> String {
        let is_link = location.get("targetUri").is_some();
        let uri = if is_link { &location["targetUri"] } else { &location["uri"] };
        let uri = uri.as_str().expect("a location has a URI");
        let range = if is_link { &location["targetSelectionRange"] } else { &location["range"] };
        format!("{} {}", self.fixture.name(uri), self.show_range(uri, range))
    }

    /// Diagnostics, one a line.
    pub(crate) fn show_diagnostics(&self, name: &str, diagnostics: &Value) -> String {
        let uri = self.fixture.uri(name);
        let list = diagnostics.as_array().expect("diagnostics are a list").iter();
        let line = |diagnostic: &Value| {
            let severity = ["", "error", "warning", "info", "hint"]
                [usize::try_from(diagnostic["severity"].as_u64().unwrap_or(0)).unwrap()];
            let code = diagnostic["code"].as_str().expect("a code is a text");
            format!("{severity}[{code}] {}\n", self.show_range(&uri, &diagnostic["range"]))
        };
        list.map(line).collect()
    }
}
