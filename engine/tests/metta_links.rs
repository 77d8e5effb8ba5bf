//! Which files mean the same by a symbol, against a model that follows the definition word by word
//! (`engine/src/query/link.rs`).

mod support;

use std::collections::BTreeSet;
use std::fmt::Write;

use proptest::prelude::*;
use rholang_engine::At;
use rholang_engine::query::{self, CancelToken};

use support::workspace::Fixture;

const FILES: usize = 6;

/// A set of files, by number.
type Files = BTreeSet<usize>;

/// Files that import each other and define or mention one symbol.
#[derive(Clone, Debug)]
struct Workspace {
    imports: Vec<Files>,
    definers: Files,
    mentions: Files,
}

impl Workspace {
    fn text(&self) -> String {
        let mut text = String::new();
        for file in 0..FILES {
            writeln!(text, "//- f{file}.metta").unwrap();
            // The first line is the place that is asked about.
            let is_mentioned = self.mentions.contains(&file);
            writeln!(text, "{}", if is_mentioned { "!(symbol)" } else { "" }).unwrap();
            for import in &self.imports[file] {
                writeln!(text, "!(import! &self f{import})").unwrap();
            }
            if self.definers.contains(&file) {
                writeln!(text, "(= (symbol) {file})").unwrap();
            }
        }
        text
    }

    /// Some files and what they import, directly or not.
    fn closure(&self, files: &Files) -> Files {
        let mut closure = files.clone();
        loop {
            let next: Files = closure.iter().flat_map(|&file| self.imports[file].clone()).collect();
            if next.is_subset(&closure) {
                return closure;
            }
            closure.extend(next);
        }
    }

    /// What a program may load together with a file.
    fn loaded_with(&self, file: usize) -> Files {
        let is_program = |program: &usize| self.closure(&Files::from([*program])).contains(&file);
        self.closure(&(0..FILES).filter(is_program).collect())
    }

    /// The definitions that a file depends on.
    fn definers_for(&self, file: usize) -> Files {
        let defining = |files: Files| -> Files { &files & &self.definers };
        let near = defining(self.closure(&Files::from([file])));
        if !near.is_empty() {
            return near;
        }
        let loaded = defining(self.loaded_with(file));
        if loaded.is_empty() { self.definers.clone() } else { loaded }
    }

    fn is_same(&self, first: usize, second: usize) -> bool {
        if self.definers.is_empty() {
            return self.loaded_with(first).contains(&second);
        }
        !self.definers_for(first).is_disjoint(&self.definers_for(second))
    }
}

fn workspaces() -> impl Strategy<Value = Workspace> {
    let files = |most: usize| prop::collection::btree_set(0..FILES, 0..=most);
    let imports = prop::collection::vec(files(2), FILES);
    (imports, files(3), files(FILES)).prop_map(|(imports, definers, mentions)| Workspace {
        imports,
        definers,
        mentions,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn files_mean_the_same_if_they_have_a_definition_in_common(workspace in workspaces()) {
        let fixture = Fixture::metta(&workspace.text());
        let number = |file| {
            let label = fixture.snapshot.label(file).trim_end_matches(".metta");
            label[1..].parse::<usize>().expect("the label is a number")
        };
        for &first in &workspace.mentions {
            let file = fixture.snapshot.find(&format!("f{first}.metta")).expect("it is there");
            let at = At { file, offset: 2 };
            let found = query::references(&fixture.snapshot, at, true, &CancelToken::new());
            let found: Files =
                found.expect("nobody cancels").iter().map(|found| number(found.file)).collect();
            let users: Files = &workspace.mentions | &workspace.definers;
            let same = users.iter().copied().filter(|&second| workspace.is_same(first, second));
            let mut wanted: Files = same.collect();
            wanted.insert(first);
            prop_assert_eq!(found, wanted, "from {}", first);

            let links = query::definition(&fixture.snapshot, at, &CancelToken::new());
            let links: Files =
                links.expect("nobody cancels").iter().map(|link| number(link.file)).collect();
            prop_assert_eq!(links, workspace.definers_for(first), "from {}", first);
        }
    }
}
