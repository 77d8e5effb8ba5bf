//! Workspaces as texts, for tests of queries.
//!
//! A fixture holds one or several files. Each file begins with a line `//- name`; without one there is
//! one file, `main.rho` or `main.metta`. `$0` marks the place that a query is asked about.
//!
//! Answers are printed one a line, `file:line:column-line:column`, both 1-based, columns in
//! characters, followed by the text of the range.

use std::fmt::Write;

use rholang_engine::query::{self, CancelToken, FileOccurrence, Link};
use rholang_engine::text::{PositionEncoding, TextRange};
use rholang_engine::{At, Engine, FileId, LanguageId, Snapshot};
use rholang_engine_sync::pool::{Pool, PoolOptions};

/// The mark of the place that a query is asked about.
const CURSOR: &str = "$0";

/// A workspace whose files are analysed, and a place in it.
pub(crate) struct Fixture {
    pub(crate) engine: Engine,
    pub(crate) snapshot: Snapshot,
    at: Option<At>,
    // The pool goes after the engine that uses it.
    _pool: Pool,
}

impl Fixture {
    /// Analyses the files of a fixture. `main` is the name of a file that has no header.
    pub(crate) fn new(main: &str, text: &str) -> Self {
        let pool = Pool::new(PoolOptions::new().threads(1)).expect("a thread can be started");
        let mut engine = Engine::new(pool.handle());
        let mut at = None;
        let indexer = engine.indexer();
        let mut results = Vec::new();
        for (name, mut content) in files(main, text) {
            let file = engine.file(name);
            if let Some(offset) = content.find(CURSOR) {
                content.replace_range(offset..offset + CURSOR.len(), "");
                at = Some(At { file, offset: u32::try_from(offset).unwrap() });
            }
            let extension = name.rsplit('.').next().unwrap_or("");
            let language = LanguageId::from_extension(extension).expect("the extension is known");
            results.push(indexer.analyze(file, language, content, indexer.stamp()));
        }
        engine.commit(results);
        let snapshot = engine.snapshot();
        Self { engine, snapshot, at, _pool: pool }
    }

    /// A Rholang workspace.
    pub(crate) fn rholang(text: &str) -> Self {
        Self::new("main.rho", text)
    }

    /// A MeTTa workspace.
    pub(crate) fn metta(text: &str) -> Self {
        Self::new("main.metta", text)
    }

    /// The place of `$0`.
    pub(crate) fn at(&self) -> At {
        self.at.expect("the fixture has a mark `$0`")
    }

    /// The file of the mark, or the first one.
    pub(crate) fn file(&self) -> FileId {
        self.at.map_or(FileId::new(0), |at| at.file)
    }

    /// A place as text.
    pub(crate) fn place(&self, file: FileId, range: TextRange) -> String {
        let text = self.snapshot.file(file).expect("the file is there").text();
        let position = |offset| {
            let position = text.lines().position(text.content(), offset, PositionEncoding::Utf32);
            format!("{}:{}", position.line + 1, position.character + 1)
        };
        let label = self.snapshot.label(file);
        let shown = range.of(text.content()).replace('\n', "⏎");
        format!("{label}:{}-{} {shown}", position(range.start), position(range.end))
    }

    fn links(&self, links: &[Link]) -> String {
        let lines = links.iter().map(|link| self.place(link.file, link.name) + "\n");
        lines.collect()
    }

    /// The answers of `definition`.
    pub(crate) fn definition(&self) -> String {
        let links = query::definition(&self.snapshot, self.at(), &CancelToken::new());
        self.links(&links.expect("nobody cancels"))
    }

    /// The answers of `declaration`.
    pub(crate) fn declaration(&self) -> String {
        let links = query::declaration(&self.snapshot, self.at(), &CancelToken::new());
        self.links(&links.expect("nobody cancels"))
    }

    /// The answers of `implementation`.
    pub(crate) fn implementation(&self) -> String {
        let links = query::implementation(&self.snapshot, self.at(), &CancelToken::new());
        self.links(&links.expect("nobody cancels"))
    }

    /// The answers of `references`, with their roles.
    pub(crate) fn references(&self) -> String {
        let found = query::references(&self.snapshot, self.at(), true, &CancelToken::new());
        let mut output = String::new();
        for FileOccurrence { file, range, role } in found.expect("nobody cancels") {
            writeln!(output, "{} {role:?}", self.place(file, range)).unwrap();
        }
        output
    }

    /// The answers of `highlights`, with their roles.
    pub(crate) fn highlights(&self) -> String {
        let mut output = String::new();
        for (range, role) in query::highlights(&self.snapshot, self.at()) {
            writeln!(output, "{} {role:?}", self.place(self.at().file, range)).unwrap();
        }
        output
    }

    /// What `rename` makes of the files that it changes, or why it refuses.
    pub(crate) fn rename(&self, new_name: &str) -> String {
        let result = query::rename(&self.snapshot, self.at(), new_name, &CancelToken::new());
        let files = match result {
            Ok(files) => files,
            Err(error) => return format!("error: {error}\n"),
        };
        let mut output = String::new();
        for edits in files {
            let mut content = self.snapshot.file(edits.file).unwrap().text().content().to_owned();
            for (range, text) in edits.edits.iter().rev() {
                content.replace_range(range.as_usize(), text);
            }
            writeln!(output, "//- {}\n{}", self.snapshot.label(edits.file), content).unwrap();
        }
        output
    }

    /// What `prepare_rename` offers.
    pub(crate) fn prepare_rename(&self) -> String {
        match query::prepare_rename(&self.snapshot, self.at()) {
            Ok(target) => self.place(self.at().file, target.range) + "\n",
            Err(error) => format!("error: {error}\n"),
        }
    }

    /// What `hover` shows.
    pub(crate) fn hover(&self) -> String {
        use rholang_engine::symbol::HoverBlock;
        let hover = query::hover(&self.snapshot, self.at(), &CancelToken::new());
        let Some(hover) = hover.expect("nobody cancels") else {
            return "nothing\n".to_owned();
        };
        let mut output = self.place(self.at().file, hover.range) + "\n";
        for block in hover.blocks {
            match block {
                HoverBlock::Code { language, text } => {
                    writeln!(output, "```{language}\n{text}\n```").unwrap();
                }
                HoverBlock::Prose(text) => writeln!(output, "{text}").unwrap(),
            }
        }
        output
    }

    /// The outline, indented.
    pub(crate) fn outline(&self) -> String {
        let items = query::document_symbols(&self.snapshot, self.file());
        let mut depths: Vec<usize> = Vec::new();
        let mut output = String::new();
        for item in &items {
            let depth = item.parent.map_or(0, |parent| depths[parent as usize] + 1);
            depths.push(depth);
            let detail = if item.detail.is_empty() { "" } else { " " };
            let place = self.place(self.file(), item.selection);
            let place = place.split(' ').next().unwrap_or("").to_owned();
            let indent = "  ".repeat(depth);
            writeln!(
                output,
                "{indent}{:?} {}{detail}{} {place}",
                item.kind, item.name, item.detail
            )
            .unwrap();
        }
        output
    }

    /// The answers of a search for symbols.
    pub(crate) fn search(&self, query: &str) -> String {
        let found = query::workspace_symbols(&self.snapshot, query, 100, &CancelToken::new());
        let mut output = String::new();
        for symbol in found.expect("nobody cancels") {
            let container = symbol.container.map_or(String::new(), |name| format!(" in {name}"));
            let place = self.place(symbol.file, symbol.range);
            writeln!(output, "{:?} {}{container} {place}", symbol.kind, symbol.name).unwrap();
        }
        output
    }
}

/// The files of a fixture.
fn files<'a>(main: &'a str, text: &'a str) -> Vec<(&'a str, String)> {
    let mut files: Vec<(&str, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some(name) = line.strip_prefix("//- ") {
            files.push((name.trim(), String::new()));
            continue;
        }
        if files.is_empty() {
            files.push((main, String::new()));
        }
        if let Some((_, content)) = files.last_mut() {
            content.push_str(line);
        }
    }
    files
}
