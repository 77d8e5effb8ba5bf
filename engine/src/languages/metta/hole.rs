//! Holes: what a host computes and this text does not show.

use memchr::memmem;

use super::kind::NodeKind;
use crate::ir::{IrBuilder, NodeId};
use crate::region::HOLE;

/// Turns words with a hole in them into holes. A string with a hole stays a string.
///
/// It makes no difference who wrote the nodes. Takes time linear in the text.
pub(super) fn mark(text: &str, ir: &mut IrBuilder<'_>) {
    let mut bytes = [0; HOLE.len_utf8()];
    let sign = HOLE.encode_utf8(&mut bytes).as_bytes();
    let mut node = NodeId::new(0);
    for hole in memmem::find_iter(text.as_bytes(), sign) {
        let nodes = ir.nodes.view();
        // Leaves lie in order, so the search goes on where the last one ended.
        while node.index() < nodes.len() && (nodes.start(node) as usize) <= hole {
            let is_word = matches!(
                NodeKind::from_code(nodes.kind(node)),
                NodeKind::Symbol
                    | NodeKind::Variable
                    | NodeKind::Integer
                    | NodeKind::Float
                    | NodeKind::Boolean
            );
            if is_word && hole < nodes.end(node) as usize {
                break;
            }
            node = node.next();
        }
        if node.index() < nodes.len() && (nodes.start(node) as usize) <= hole {
            ir.set_kind(node, NodeKind::Hole.code());
            ir.set_data(node, u32::MAX);
        }
    }
}
