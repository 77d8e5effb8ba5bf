//! Methods and operators of the node.

use crate::diagnostic::DiagnosticSink;
use crate::ir::{Ir, NameId, NodeId};
use crate::languages::rholang::builtin::{
    MethodAvailability, Operator, Type, method, nearest_method, operator_accepts,
};
use crate::languages::rholang::kind::NodeKind;
use crate::languages::rholang::{code, shape};

pub(super) fn check_call(ir: Ir<'_>, node: NodeId, sink: &mut DiagnosticSink) {
    let mut children = ir.nodes.children(node);
    let has_error = children.clone().any(|child| shape::kind(ir.nodes, child) == NodeKind::Error);
    let (Some(_), Some(name_node)) = (children.next(), children.next()) else {
        return;
    };
    if has_error || shape::kind(ir.nodes, name_node) != NodeKind::MethodName {
        return;
    }
    let name = NameId::new(ir.nodes.data(name_node));
    let range = ir.range(name_node);
    let Some(method) = method(ir.names.text(name)) else {
        let advice = match nearest_method(ir.names.text(name)) {
            Some(nearest) => ("; did you mean ", nearest.name),
            None => ("", ""),
        };
        sink.report(&code::UNKNOWN_METHOD, range).name(name).word(advice.0).word(advice.1);
        return;
    };
    if method.availability == MethodAvailability::LegacyOnly {
        sink.report(&code::UNKNOWN_METHOD, range).name(name).word("; older nodes had it").word("");
        return;
    }
    let found = u32::try_from(children.count()).unwrap_or(u32::MAX);
    let expected = method.arity();
    if found != expected {
        sink.report(&code::METHOD_ARITY, range).name(name).number(expected).number(found);
    }
}

/// Literal operands of types for which the operator is not defined.
pub(super) fn check_operator(ir: Ir<'_>, node: NodeId, sink: &mut DiagnosticSink) {
    let Some(operator) = operator(shape::kind(ir.nodes, node)) else {
        return;
    };
    let mut operands = ir.nodes.children(node);
    let (Some(left), Some(right), None) = (operands.next(), operands.next(), operands.next())
    else {
        return;
    };
    let literal = |operand| literal_type(shape::kind(ir.nodes, operand));
    if let (Some(left), Some(right)) = (literal(left), literal(right))
        && !operator_accepts(operator, left, right)
    {
        sink.report(&code::OPERATOR_TYPES, ir.range(node))
            .word(operator.as_str())
            .word(left.as_str())
            .word(right.as_str());
    }
}

fn operator(kind: NodeKind) -> Option<Operator> {
    Some(match kind {
        NodeKind::Add => Operator::Add,
        NodeKind::Subtract => Operator::Subtract,
        NodeKind::Multiply => Operator::Multiply,
        NodeKind::Divide => Operator::Divide,
        NodeKind::Modulo => Operator::Modulo,
        NodeKind::Concatenate => Operator::Concatenate,
        NodeKind::Difference => Operator::Difference,
        NodeKind::Interpolate => Operator::Interpolate,
        NodeKind::Less => Operator::Less,
        NodeKind::LessOrEqual => Operator::LessOrEqual,
        NodeKind::Greater => Operator::Greater,
        NodeKind::GreaterOrEqual => Operator::GreaterOrEqual,
        NodeKind::And => Operator::And,
        NodeKind::Or => Operator::Or,
        _ => return None,
    })
}

/// The type of a literal. Sized integers become `Int` or `BigInt` by their value, so nothing is
/// said about them.
fn literal_type(kind: NodeKind) -> Option<Type> {
    Some(match kind {
        NodeKind::True | NodeKind::False => Type::Bool,
        NodeKind::Integer => Type::Int,
        NodeKind::Float => Type::Float,
        NodeKind::BigInteger => Type::BigInt,
        NodeKind::BigRational => Type::BigRat,
        NodeKind::FixedPoint => Type::FixedPoint,
        NodeKind::String => Type::String,
        NodeKind::Uri => Type::Uri,
        NodeKind::List => Type::List,
        NodeKind::Tuple => Type::Tuple,
        NodeKind::Set => Type::Set,
        NodeKind::Map => Type::Map,
        NodeKind::PathMap => Type::PathMap,
        _ => return None,
    })
}
