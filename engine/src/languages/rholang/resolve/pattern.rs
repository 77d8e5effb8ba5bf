//! What patterns allow: connectives, and bundles without variables.

use super::{Action, NO_GROUP, Resolver};
use crate::ir::NodeId;
use crate::languages::rholang::kind::NodeKind;
use crate::languages::rholang::{code, shape};

impl Resolver<'_, '_> {
    pub(super) fn visit_connective(&mut self, node: NodeId, end: NodeId) {
        if self.report_bundle_content(node) {
            return;
        }
        let kind = self.kind(node);
        let sign = match kind {
            NodeKind::Conjunction => "/\\",
            NodeKind::Disjunction => "\\/",
            _ => "~",
        };
        if self.mode.group == NO_GROUP {
            // The node forgets connectives below the top of a bundle.
            if self.mode.bundle.is_none() {
                let range = self.range(node);
                self.sink.report(&code::CONNECTIVE_OUTSIDE_PATTERN, range).word(sign);
            }
            return;
        }
        if kind == NodeKind::Conjunction {
            return;
        }
        if self.mode.is_receive && self.mode.pattern_depth == 1 {
            let range = self.range(node);
            self.sink.report(&code::CONNECTIVE_IN_RECEIVE_PATTERN, range).word(sign);
        }
        let first = node.next();
        let first_end = shape::after_first_child(self.nodes(), node);
        if first_end < end {
            let group = self.environment.new_group();
            self.at(end, Action::Discard { group, start: first_end });
            self.at(first_end, Action::EnterGroup { group, until: end });
        }
        let group = self.environment.new_group();
        self.at(first_end, Action::Discard { group, start: first });
        let enter = Action::EnterGroup { group, until: first_end };
        self.perform(enter, node);
    }
    // ---- bundles ----

    /// Reports a binder or wildcard in a bundle inside a pattern, once for each bundle.
    pub(super) fn report_binder_in_bundle(&mut self) {
        let bundle = self.mode.bundle;
        if bundle.is_some() && bundle != self.reported_bundle {
            self.reported_bundle = bundle;
            let range = self.range(bundle);
            self.sink.report(&code::INVALID_BUNDLE_CONTENT, range).word("a variable or wildcard");
        }
    }

    /// Reports a connective or simple type at the top of a bundle; returns whether it is one.
    pub(super) fn report_bundle_content(&mut self, node: NodeId) -> bool {
        let nodes = self.ir.nodes.view();
        let mut parent = nodes.parent(node);
        if parent.is_some() && self.kind(parent) == NodeKind::Par {
            parent = nodes.parent(parent);
        }
        if parent.is_none() || !self.kind(parent).is_bundle() {
            return false;
        }
        let content = if self.kind(node).is_simple_type() {
            "the name of a type"
        } else {
            "a logical connective"
        };
        self.sink.report(&code::INVALID_BUNDLE_CONTENT, nodes.range(node)).word(content);
        true
    }
}
