//! MeTTa: atoms that are stored, matched and rewritten.
//!
//! The rules follow hyperon (`metta.md` of the fact sheets, sections 1 to 4). Where MeTTaTron, the
//! implementation behind `rho:metta`, differs, the place in the code says so and asks for the
//! [`Dialect`].

pub mod builtin;
mod check;
pub mod code;
mod define;
mod form;
pub mod kind;
mod lower;
mod resolve;
mod shape;
mod syntax_error;

use super::{KindNames, Language};
use crate::diagnostic::{Code, DiagnosticSink};
use crate::ir::{Ir, IrBuilder};
use crate::syntax::SyntaxTree;

pub use kind::Dialect;

/// The language's entry in the registry.
#[derive(Debug)]
pub struct Metta;

impl Language for Metta {
    fn name(&self) -> &'static str {
        "metta"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["metta"]
    }

    fn grammar(&self) -> tree_sitter::Language {
        tree_sitter::Language::new(tree_sitter_metta::LANGUAGE)
    }

    fn codes(&self) -> &'static [&'static Code] {
        code::CODES
    }

    fn lower(&self, text: &str, tree: &SyntaxTree, ir: &mut IrBuilder<'_>) {
        lower::lower(text, tree, ir);
    }

    fn explain_syntax_errors(&self, text: &str, tree: &SyntaxTree, sink: &mut DiagnosticSink) {
        syntax_error::explain(text, tree, sink);
    }

    fn resolve(&self, _text: &str, ir: &mut IrBuilder<'_>, _sink: &mut DiagnosticSink) {
        resolve::resolve(ir);
    }

    fn define(&self, text: &str, ir: &mut IrBuilder<'_>) {
        define::define(text, ir);
    }

    fn check(&self, text: &str, ir: Ir<'_>, sink: &mut DiagnosticSink) {
        check::check(text, ir, Dialect::Hyperon, sink);
    }

    fn kind_names(&self) -> KindNames {
        KindNames {
            nodes: kind::NodeKind::NAMES,
            scopes: kind::ScopeKind::NAMES,
            binders: kind::BinderKind::NAMES,
            definitions: kind::DefinitionKind::NAMES,
            endpoint_roles: &[],
        }
    }
}
