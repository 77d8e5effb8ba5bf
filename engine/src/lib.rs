//! Analysis engine for Rholang and MeTTa.
//!
//! The engine turns text into facts: syntax, scopes, names, channels and diagnostics, in flat
//! tables that are cheap to build, to share between threads and to query. It works on text in
//! memory and byte offsets; files, URIs, JSON and the Language Server Protocol are for the caller.
//!
//! ```
//! use rholang_engine::{Analyzer, LanguageId};
//!
//! let text = "new x in { y!(1) }";
//! let mut analyzer = Analyzer::new();
//! let analysis = analyzer.analyze(LanguageId::Rholang, text);
//! let names: Vec<&str> = analysis.diagnostics.iter().map(|found| found.code.name).collect();
//! assert_eq!(names, ["unused-binder", "unbound-variable"]);
//! ```
//!
//! # Layers
//!
//! Each module uses only modules above it in this list; a test reads the sources and fails if one
//! reaches the other way.
//!
//! 1. [`text`]: byte ranges, lines, column units.
//! 2. [`ir`]: the tables of a file's facts.
//! 3. [`diagnostic`]: findings as data.
//! 4. [`syntax`]: tree-sitter trees.
//! 5. [`region`]: programs inside the text of other programs.
//! 6. [`symbol`]: what words stand for, as languages tell queries.
//! 7. [`languages`]: one folder per language.
//! 8. [`analysis`]: the passes in order.
//! 9. [`workspace`]: many files, in versions.
//! 10. [`query`]: questions about a version of a workspace.

#![forbid(unsafe_code)]

pub mod analysis;
pub mod diagnostic;
pub mod ir;
pub mod languages;
pub mod query;
pub mod region;
pub mod symbol;
pub mod syntax;
pub mod text;
pub mod workspace;

pub use analysis::{Analysis, Analyzer, Region, RegionDocument, Regions};
pub use languages::{LanguageId, Variant};
pub use query::At;
pub use workspace::{Engine, FileId, Indexer, Snapshot};
