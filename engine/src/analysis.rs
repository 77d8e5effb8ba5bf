//! From text to facts: the passes in order.
//!
//! `analysis/edit.rs` does it after an edit, with what is known of the text before, and
//! `analysis/region.rs` for the programs inside a text.

mod edit;
mod region;

use rholang_engine_sync::Scratch;

use crate::diagnostic::{
    CODES, Code, DiagnosticSink, Diagnostics, FILE_TOO_LARGE, INTERNAL_FAULT, apply_suppressions,
    withhold_near_errors,
};
use crate::ir::{FileFacts, IrBuilder, NodeId, estimated_nodes, estimated_scratch_bytes};
use crate::languages::{LanguageId, Reading, Variant};
use crate::syntax::{ParseError, SyntaxParser, SyntaxTree, TEXT_BYTES_MAX};
use crate::text::TextRange;

pub use region::{Region, RegionDocument, Regions};

/// What is known about one revision of one file.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// The language that the text was read as.
    pub language: LanguageId,
    /// The code of the dialect whose rules applied.
    pub dialect: u8,
    /// The tables.
    pub facts: FileFacts,
    /// What is wrong with the file.
    pub diagnostics: Diagnostics,
    /// How many names the text had when it was last analysed as a whole. Further ones may be those of
    /// texts between then and now.
    whole_names: u32,
    /// Whether comments may have silenced findings.
    has_suppressions: bool,
}

impl Analysis {
    /// Whether the text has no syntax errors that leave its structure a guess.
    pub fn is_sound(&self) -> bool {
        !self.diagnostics.iter().any(|found| found.code.is_damage())
    }
}

/// Analyses one file after another, reusing a parser and memory. Each worker thread owns one.
#[derive(Default)]
pub struct Analyzer {
    parser: SyntaxParser,
    scratch: Scratch,
}

impl Analyzer {
    /// An analyzer that has analysed nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Analyses a text from scratch; a language alone means its dialect for files. A text longer than
    /// [`TEXT_BYTES_MAX`] has no facts and one diagnostic that says so.
    ///
    /// # Panics
    ///
    /// If the grammar does not fit the version of tree-sitter in this build, which a test rules out.
    pub fn analyze(&mut self, variant: impl Into<Variant>, text: &str) -> Analysis {
        self.analyze_after(variant, text, None, None).0
    }

    /// Analyses a text after an edit.
    ///
    /// `before` is an earlier text and its analysis, if there is one: what the two texts have in common is
    /// taken from there where that can be, which needs one without syntax errors. `old` is the tree of an earlier text, if there is one, to
    /// which each edit since has been told; unchanged parts of it are reused if there is need for a
    /// tree. Returns a tree for the next edit, if there is use for one.
    ///
    /// # Panics
    ///
    /// As [`Analyzer::analyze`].
    pub fn analyze_after(
        &mut self,
        variant: impl Into<Variant>,
        text: &str,
        before: Option<(&str, &Analysis)>,
        old: Option<SyntaxTree>,
    ) -> (Analysis, Option<SyntaxTree>) {
        let variant = variant.into();
        if let Some(analysis) = self.analyze_without_tree(variant, text, before) {
            return (analysis, old);
        }
        match self.parse(variant.language, text, old.as_ref(), &mut || false) {
            Ok(tree) => (self.facts(variant, text, &tree), Some(tree)),
            Err(ParseError::TooLarge) => (too_large(variant), None),
            Err(error) => panic!("{error}"),
        }
    }

    /// Analyses a text from scratch without a syntax tree. Returns nothing if the language's direct
    /// parser declines the text, as it does with every text that has syntax errors.
    pub fn analyze_directly(
        &mut self,
        variant: impl Into<Variant>,
        text: &str,
    ) -> Option<Analysis> {
        let variant = variant.into();
        if text.len() > TEXT_BYTES_MAX {
            return None;
        }
        let rows = estimated_nodes(text.len());
        self.scratch.prepare(estimated_scratch_bytes(text.len(), rows));
        let mut ir = IrBuilder::new(text.len(), rows, &self.scratch);
        let is_accepted = variant.language.language().parse(text, &mut ir) == Reading::Accepted;
        let analysis = is_accepted.then(|| finish(variant, text, &mut ir, DiagnosticSink::new()));
        drop(ir);
        self.scratch.release();
        analysis
    }

    /// Parses a text; `old` and `should_stop` are those of [`SyntaxParser::parse`].
    ///
    /// # Errors
    ///
    /// Those of [`SyntaxParser::parse`].
    pub fn parse(
        &mut self,
        language: LanguageId,
        text: &str,
        old: Option<&SyntaxTree>,
        should_stop: &mut dyn FnMut() -> bool,
    ) -> Result<SyntaxTree, ParseError> {
        self.parser.parse(&language.language().grammar(), text, old, should_stop)
    }

    /// Builds the facts of a text from its syntax tree.
    pub fn facts(
        &mut self,
        variant: impl Into<Variant>,
        text: &str,
        tree: &SyntaxTree,
    ) -> Analysis {
        let variant = variant.into();
        let node_count = tree.tree().root_node().descendant_count();
        self.scratch.prepare(estimated_scratch_bytes(text.len(), node_count));
        let mut ir = IrBuilder::new(text.len(), node_count + 1, &self.scratch);
        let mut sink = DiagnosticSink::new();
        let rules = variant.language.language();
        rules.lower(text, tree, &mut ir);
        if tree.has_errors() {
            rules.explain_syntax_errors(text, tree, &mut sink);
        }
        let analysis = finish(variant, text, &mut ir, sink);
        drop(ir);
        self.scratch.release();
        analysis
    }
}

/// The passes after the nodes are there, whoever has written them.
fn finish(
    variant: Variant,
    text: &str,
    ir: &mut IrBuilder<'_>,
    mut sink: DiagnosticSink,
) -> Analysis {
    let Variant { language, dialect } = variant;
    let rules = language.language();
    let all = NodeId::new(0)..NodeId::from_index(ir.nodes.len());
    rules.resolve(text, ir, all.clone(), &mut sink);
    rules.define(text, ir, all);
    rules.check(text, ir.view(), dialect, &mut sink);
    if sink.has_damage() {
        withhold_near_errors(text, ir.view().nodes, &mut sink);
    }
    let codes: [&'static [&'static Code]; 2] = [CODES, rules.codes()];
    let has_suppressions = apply_suppressions(text, ir.view().comments, &codes, &mut sink);
    let facts = FileFacts::freeze(ir.view());
    let whole_names = u32::try_from(facts.ir().names.len()).unwrap_or(u32::MAX);
    let diagnostics = sink.finish();
    Analysis { language, dialect, facts, diagnostics, whole_names, has_suppressions }
}

fn too_large(variant: Variant) -> Analysis {
    let limit = u32::try_from(TEXT_BYTES_MAX >> 20).unwrap_or(u32::MAX);
    without_facts(variant, |sink| {
        sink.report(&FILE_TOO_LARGE, TextRange::empty(0)).number(limit);
    })
}

/// What stands for the analysis of a text that has made the analysis panic.
pub(crate) fn failed(variant: Variant) -> Analysis {
    without_facts(variant, |sink| {
        sink.report(&INTERNAL_FAULT, TextRange::empty(0));
    })
}

fn without_facts(variant: Variant, report: impl FnOnce(&mut DiagnosticSink)) -> Analysis {
    let scratch = Scratch::new();
    let ir = IrBuilder::new(0, 0, &scratch);
    let mut sink = DiagnosticSink::new();
    report(&mut sink);
    let facts = FileFacts::freeze(ir.view());
    let Variant { language, dialect } = variant;
    let diagnostics = sink.finish();
    Analysis { language, dialect, facts, diagnostics, whole_names: 0, has_suppressions: false }
}
