//! Programs of other languages in string literals.
//!
//! # Rules
//!
//! (`metta.md` 6 and `rholang.md` 8 of the fact sheets.) The first rule that applies to a text counts:
//!
//! 1. *Directive*: a comment names the language of the next string, which stands on the comment's
//!    line or the next one.
//! 2. *First line*: the text begins with `#!` and the name of a language. That line is no part of the
//!    program.
//! 3. *Flow*: the text reaches a channel that takes programs: it is sent there, or it is bound to a
//!    variable, or sent to a channel and received, and so on, and then sent there.
//!
//! Literals joined by `++` are one text, in which each other operand is a hole; so is each `${key}`
//! of a text that `%%` fills in.
//!
//! # Flow
//!
//! A graph of *points* (`flow.rs`) is built from the tables: what a variable holds, what stands at a
//! place of a message of a channel. Names of channels travel forward through the graph, so that a
//! variable is known to be a channel; languages travel backward, from the places of messages that
//! take programs. Neither depends on the order of the text, and each edge is walked once in either
//! direction, so cycles do no harm and all of it takes time linear in the file.
//!
//! What is followed: `for`, `let`, `match`, formals of contracts and the replies of `!?`; parts of
//! lists, tuples and maps where both sides write them out; `*x`, `@x` and bundles. What is not: values
//! computed by methods, conditions or arithmetic, and agents.
//!
//! A variable can stand for several channels. What is sent on it is a program only if all of them
//! take programs: otherwise each contract that prints to a channel which it is given would be one
//! that takes programs.
//!
//! # Data layout
//!
//! Vectors indexed by point, binder and endpoint, and one list of edges that is threaded by source
//! and by target.

mod chain;
mod channel;
mod directive;
mod flow;
mod graph;
mod message;

use crate::diagnostic::DiagnosticSink;
use crate::ir::{Ir, NodeId};
use crate::region::{
    Embedded, EmbeddedLanguage, EmbeddedSettings, EmbeddedText, LanguageTag, Part, Reason, Sinks,
};
use crate::text::TextRange;

use chain::{Chain, Chains};

/// The channels of the node that take MeTTa (`metta.md` 6.1).
const METTA_CHANNELS: [&str; 5] = [
    "rho:metta:compile",
    "rho:metta:compile:sync",
    "rho:metta:eval",
    "rho:metta:repl",
    "rho:metta:run",
];

/// The settings of a user who says nothing: MeTTa, also called `meta`, in what is sent to the
/// channels of the node that take it.
pub fn standard_settings() -> EmbeddedSettings {
    let mut settings = EmbeddedSettings::default();
    let metta = EmbeddedLanguage {
        name: "metta".to_owned(),
        aliases: vec!["meta".to_owned()],
        dialect: None,
    };
    if let Some(tag) = settings.add_language(metta) {
        for channel in METTA_CHANNELS {
            settings.add_channel(channel, tag);
        }
    }
    settings
}

/// Finds the programs in a text, and what the text promises to other files.
pub(super) fn find(
    text: &str,
    ir: Ir<'_>,
    sinks: &dyn Sinks,
    sink: &mut DiagnosticSink,
) -> Embedded {
    let settings = sinks.settings();
    if settings.is_empty() {
        return Embedded::default();
    }
    let directives = directive::in_comments(text, ir);
    let has_first_lines = directive::may_hold_first_lines(text);
    let is_flowing = flow::is_needed(text, ir, sinks);
    if directives.is_empty() && !has_first_lines && !is_flowing {
        return Embedded::default();
    }
    let chains = Chains::collect(text, ir.nodes);
    let mut found = Found { chains: &chains, reasons: vec![None; chains.len()] };
    directive::apply(text, &directives, settings, &mut found, sink);
    if has_first_lines {
        directive::apply_first_lines(text, settings, &mut found);
    }
    let exports = if is_flowing { flow::apply(text, ir, sinks, &mut found) } else { Vec::new() };
    Embedded { texts: found.finish(text, settings), exports }
}

/// What has been found about the chains of a text.
struct Found<'c> {
    chains: &'c Chains,
    /// For each chain the language and what says so.
    reasons: Vec<Option<(LanguageTag, Reason)>>,
}

impl Found<'_> {
    /// Says what a chain is, unless something better has said it.
    fn mark(&mut self, chain: usize, language: LanguageTag, reason: Reason) {
        if let Some(place) = self.reasons.get_mut(chain) {
            place.get_or_insert((language, reason));
        }
    }

    /// Says what the chain that begins at a node is.
    fn mark_root(&mut self, root: NodeId, language: LanguageTag, reason: Reason) {
        if let Some(chain) = self.chains.find(root) {
            self.mark(chain, language, reason);
        }
    }

    /// The programs in order of the text. A program in a hole of another one is left out.
    fn finish(self, text: &str, settings: &EmbeddedSettings) -> Vec<EmbeddedText> {
        let mut texts: Vec<EmbeddedText> = Vec::new();
        let mut end = 0;
        for (chain, reason) in self.chains.iter().zip(self.reasons) {
            let Some((language, reason)) = reason else { continue };
            let parts = program_parts(text, chain, settings);
            let embedded = EmbeddedText { parts, language, reason };
            let extent = embedded.extent();
            if embedded.parts.is_empty() || !texts.is_empty() && extent.start < end {
                continue;
            }
            end = extent.end;
            texts.push(embedded);
        }
        texts
    }
}

/// The parts of a chain without a first line that names a language.
fn program_parts(text: &str, chain: Chain<'_>, settings: &EmbeddedSettings) -> Box<[Part]> {
    let mut parts: Box<[Part]> = chain.parts.into();
    if let Some(Part::Literal(first)) = parts.first_mut()
        && let Some(header) = directive::first_line(first.of(text))
        && settings.find_language(header.name).is_some()
    {
        let start = first.start as usize + header.length;
        *first = TextRange::from_offsets(start..first.end as usize);
    }
    parts
}
