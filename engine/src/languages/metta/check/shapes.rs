//! The parts that forms need (`metta.md` 2.3 and 4).

use super::walk::Walker;
use crate::ir::{NameId, NodeId, Nodes};
use crate::languages::metta::form::Form;
use crate::languages::metta::kind::NodeKind;
use crate::languages::metta::{code, shape};

/// Whether the form is checked here and not against its type.
pub(super) fn has_fixed_shape(form: Form, name: &str) -> bool {
    matches!(form, Form::Let | Form::LetSequence | Form::Match | Form::Case) || name == "if"
}

/// Whether an expression has the parts of its form.
pub(super) fn is_sound(walker: &Walker<'_>, expression: NodeId, name: NameId, form: Form) -> bool {
    let nodes = walker.ir.nodes;
    let count = shape::argument_count(nodes, expression);
    match form {
        Form::Let => count == 3,
        Form::LetSequence => count == 2 && bad_pair(nodes, expression, 0).is_none(),
        Form::Case => count == 2 && bad_pair(nodes, expression, 1).is_none(),
        Form::Match => {
            let is_split = || {
                let space = shape::argument(nodes, expression, 0);
                let space = space.and_then(|space| shape::symbol(nodes, space));
                space.is_some_and(|space| walker.ir.names.bytes(space) == b"&")
            };
            // The space of MeTTaTron is two words.
            count == 3 || count == 4 && is_split()
        }
        _ => walker.ir.names.bytes(name) != b"if" || count == 3,
    }
}

/// Reports an expression that lacks parts of its form.
pub(super) fn report(walker: &mut Walker<'_>, expression: NodeId, name: NameId, form: Form) {
    let nodes = walker.ir.nodes;
    let count = shape::argument_count(nodes, expression);
    let pairs = match form {
        Form::LetSequence => Some(0),
        Form::Case => Some(1),
        _ => None,
    };
    let pair = pairs.filter(|_| count == 2).and_then(|place| bad_pair(nodes, expression, place));
    let range = walker.ir.range(pair.unwrap_or_else(|| expression.next()));
    walker.sink.report(&code::FORM_SHAPE, range).name(name).word(description(form));
}

fn description(form: Form) -> &'static str {
    match form {
        Form::Rule => "`(= left right)`",
        Form::TypeDeclaration => "`(: name type)`",
        Form::Let => "`(let pattern value body)`",
        Form::LetSequence => "`(let* ((pattern value) (pattern value)) body)`",
        Form::Match => "`(match space pattern template)`",
        Form::Case => "`(case value ((pattern result) (pattern result)))`, and `switch` likewise",
        _ => "`(if condition then else)`",
    }
}

/// The first element that is no pair in the list at a place, or the list if it is none. Variables
/// and holes stand for anything.
fn bad_pair(nodes: Nodes<'_>, expression: NodeId, place: usize) -> Option<NodeId> {
    let list = shape::argument(nodes, expression, place)?;
    match shape::kind(nodes, list) {
        NodeKind::Expression => nodes.children(list).find(|&pair| match shape::kind(nodes, pair) {
            NodeKind::Expression => {
                shape::form_count(nodes, pair) != 2 && !shape::has_hole(nodes, pair)
            }
            NodeKind::Variable | NodeKind::Hole => false,
            _ => true,
        }),
        kind if kind.is_literal() => Some(list),
        _ => None,
    }
}

/// `(= left right)` and `(: name type)` at the top level.
pub(super) fn check_stored(walker: &mut Walker<'_>, form: NodeId, kind: Form) -> bool {
    let is_sound = shape::arity(walker.ir.nodes, form) == 2;
    // A bang inside is an element too many, and explained already.
    if !is_sound && !shape::has_hole(walker.ir.nodes, form) && !walker.check_bangs(form) {
        let name = NameId::new(walker.ir.nodes.data(form.next()));
        let range = walker.ir.range(form.next());
        walker.sink.report(&code::FORM_SHAPE, range).name(name).word(description(kind));
    }
    is_sound
}
