//! Rholang: processes that send and receive messages on channels.
//!
//! The rules follow the current node (f1r3node-rust, August 2026) and accept the older forms of
//! rchain; where the two differ, the place in the code says which one is followed.

pub mod builtin;
mod check;
pub mod code;
mod define;
pub mod kind;
mod lower;
mod resolve;
mod shape;
mod syntax_error;

use super::{KindNames, Language};
use crate::diagnostic::{Code, DiagnosticSink};
use crate::ir::{Ir, IrBuilder};
use crate::syntax::SyntaxTree;

/// The language's entry in the registry.
#[derive(Debug)]
pub struct Rholang;

impl Language for Rholang {
    fn name(&self) -> &'static str {
        "rholang"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["rho", "rhox"]
    }

    fn grammar(&self) -> tree_sitter::Language {
        tree_sitter::Language::new(tree_sitter_rholang::LANGUAGE)
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

    fn resolve(&self, _text: &str, ir: &mut IrBuilder<'_>, sink: &mut DiagnosticSink) {
        resolve::resolve(ir, sink);
    }

    fn define(&self, text: &str, ir: &mut IrBuilder<'_>) {
        define::define(text, ir);
    }

    fn check(&self, text: &str, ir: Ir<'_>, sink: &mut DiagnosticSink) {
        check::check(text, ir, sink);
    }

    fn kind_names(&self) -> KindNames {
        KindNames {
            nodes: kind::NodeKind::NAMES,
            scopes: kind::ScopeKind::NAMES,
            binders: kind::BinderKind::NAMES,
            definitions: kind::DefinitionKind::NAMES,
            endpoint_roles: kind::EndpointRole::NAMES,
        }
    }
}
