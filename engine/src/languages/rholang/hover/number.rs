//! Literals of numbers: their types and what their suffixes mean.

use crate::languages::rholang::kind::NodeKind;

/// What there is to say about a number; none if the node is no number.
pub(super) fn explain(kind: NodeKind, literal: &str) -> Option<String> {
    Some(match kind {
        NodeKind::Integer => {
            format!("Int: a signed integer of 64 bits, from {} to {}.", i64::MIN, i64::MAX)
        }
        NodeKind::SignedInteger => sized(literal, 'i', "a signed"),
        NodeKind::UnsignedInteger => sized(literal, 'u', "an unsigned"),
        NodeKind::BigInteger => "BigInt: an integer of any size.".to_owned(),
        NodeKind::BigRational => "BigRat: a fraction of two integers of any size.".to_owned(),
        NodeKind::Float => {
            let width = literal.rsplit_once('f').map_or("64", |(_, width)| width);
            let note = if width == "64" { "" } else { " The node computes with 64 bits." };
            format!("Float: a floating-point number of {width} bits.{note}")
        }
        NodeKind::FixedPoint => {
            let scale = literal.rsplit_once('p').map_or("0", |(_, scale)| scale);
            let digits = if scale == "1" { "digit" } else { "digits" };
            format!("FixedPoint: a decimal number with {scale} {digits} after the point.")
        }
        _ => return None,
    })
}

/// An integer with a width; the node keeps it as an `Int` if it can.
fn sized(literal: &str, suffix: char, sign: &str) -> String {
    let width = literal.rsplit_once(suffix).map_or("", |(_, width)| width);
    let bits = width.parse::<u32>().ok().filter(|bits| *bits >= 8 && bits.is_power_of_two());
    let Some(bits) = bits else {
        return format!(
            "Written as {sign} integer, with a width that is no power of two from 8 on."
        );
    };
    let range = match (suffix, bits) {
        ('i', 64) => format!("from {} to {}", i64::MIN, i64::MAX),
        ('i', 8..=32) => {
            format!("from {} to {}", -(1_i64 << (bits - 1)), (1_i64 << (bits - 1)) - 1)
        }
        ('i', _) => format!("from -2^{0} to 2^{0} - 1", bits - 1),
        (_, 8..=32) => format!("from 0 to {}", (1_u64 << bits) - 1),
        (_, 64) => format!("from 0 to {}", u64::MAX),
        _ => format!("from 0 to 2^{bits} - 1"),
    };
    let kept = if bits <= 64 { "Int" } else { "BigInt" };
    format!("{kept}: written as {sign} integer of {bits} bits, {range}.")
}
