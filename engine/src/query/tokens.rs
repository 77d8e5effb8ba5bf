//! Words with their meaning, for colours.

use super::document::{DocumentRef, documents};
use crate::symbol::Token;
use crate::text::TextRange;
use crate::workspace::{FileId, Snapshot};

/// The words of a file, or of a part of it, in order of the text and without overlap. Words that reach
/// into the part are whole. Strings and comments over several lines are one token; whoever sends them
/// to an editor that takes tokens line by line has to cut them.
///
/// The words of programs inside strings take the place of the strings. A word that several literals
/// make up is one token for each.
///
/// A part takes time linear in the part, and in the number of definitions of the file.
pub fn semantic_tokens(snapshot: &Snapshot, file: FileId, part: Option<TextRange>) -> Vec<Token> {
    let mut outer: Vec<Token> = Vec::new();
    let mut inner: Vec<Token> = Vec::new();
    let mut covered: Vec<TextRange> = Vec::new();
    let mut own: Vec<Token> = Vec::new();
    for document in documents(snapshot, file) {
        covered.extend(document.literals());
        let whole = TextRange::from_offsets(0..document.text().len());
        let Some(range) = part.map_or(Some(whole), |part| document.document_range(part)) else {
            continue;
        };
        own.clear();
        document.rules().tokens(document.document(), range, &mut own);
        if document.extent().is_none() {
            outer.extend_from_slice(&own);
        } else {
            add_in_file(&document, &own, part, &mut inner);
        }
    }
    if covered.is_empty() {
        return outer;
    }
    let mut merged = overlay(&outer, &inner, &covered);
    // What is left of a string may lie outside the part.
    merged.retain(|token| is_wanted(part, token.range));
    merged
}

/// Whether a range overlaps the part that is asked for, if there is one.
fn is_wanted(part: Option<TextRange>, range: TextRange) -> bool {
    part.is_none_or(|part| range.start < part.end && part.start < range.end)
}

/// Adds the tokens of a program inside the file as tokens of the file: what of them lies in literals
/// and overlaps the part that is asked for.
fn add_in_file(
    document: &DocumentRef<'_>,
    tokens: &[Token],
    part: Option<TextRange>,
    found: &mut Vec<Token>,
) {
    let literals: Vec<TextRange> = document.literals().collect();
    for token in tokens {
        let Some(span) = document.file_span(token.range) else {
            continue;
        };
        let first = literals.partition_point(|literal| literal.end <= span.start);
        let overlapping = literals.iter().skip(first).take_while(|it| it.start < span.end);
        for literal in overlapping {
            let (start, end) = (literal.start.max(span.start), literal.end.min(span.end));
            let range = TextRange::new(start, end);
            if !range.is_empty() && is_wanted(part, range) {
                found.push(Token { range, ..*token });
            }
        }
    }
}

/// Puts `inner` tokens over `outer` ones: what the inner ones and the `covered` ranges leave of an outer
/// token stays. All three are in order of the text and each without overlap, and so is the result.
fn overlay(outer: &[Token], inner: &[Token], covered: &[TextRange]) -> Vec<Token> {
    let mut gone: Vec<TextRange> = inner.iter().map(|token| token.range).collect();
    gone.extend_from_slice(covered);
    gone.sort_unstable();
    let mut merged: Vec<Token> = inner.to_vec();
    let mut first = 0;
    for token in outer {
        while gone.get(first).is_some_and(|gone| gone.end <= token.range.start) {
            first += 1;
        }
        let mut start = token.range.start;
        let mut add = |range: TextRange| {
            if !range.is_empty() {
                merged.push(Token { range, ..*token });
            }
        };
        for gone in gone.iter().skip(first).take_while(|gone| gone.start < token.range.end) {
            add(TextRange::new(start, gone.start));
            start = start.max(gone.end);
        }
        add(TextRange::new(start, token.range.end));
    }
    merged.sort_by_key(|token| token.range);
    merged
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::symbol::TokenKind;

    fn tokens(ranges: &[(u32, u32)], kind: TokenKind) -> Vec<Token> {
        ranges.iter().map(|&(start, end)| Token::plain(TextRange::new(start, end), kind)).collect()
    }

    /// For each offset, what covers it.
    fn paint(tokens: &[Token]) -> Vec<Option<TokenKind>> {
        let mut canvas = vec![None; 64];
        for token in tokens {
            for place in token.range.as_usize() {
                assert_eq!(canvas[place], None, "the tokens overlap");
                canvas[place] = Some(token.kind);
            }
        }
        canvas
    }

    /// Ranges in order, without overlap.
    fn ranges() -> impl Strategy<Value = Vec<(u32, u32)>> {
        prop::collection::btree_set(0..64_u32, 0..12).prop_map(|ends| {
            let ends: Vec<u32> = ends.into_iter().collect();
            ends.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
        })
    }

    proptest! {
        #[test]
        fn inner_tokens_hide_outer_ones(outer in ranges(), inner in ranges(), covered in ranges()) {
            let outer = tokens(&outer, TokenKind::String);
            let inner = tokens(&inner, TokenKind::Function);
            let covered: Vec<TextRange> =
                covered.iter().map(|&(start, end)| TextRange::new(start, end)).collect();
            let merged = overlay(&outer, &inner, &covered);
            prop_assert!(merged.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
            let (outer, inner, merged) = (paint(&outer), paint(&inner), paint(&merged));
            for place in 0..64_u32 {
                let index = place as usize;
                let is_covered = covered.iter().any(|range| range.contains(place));
                let below = outer[index].filter(|_| !is_covered);
                prop_assert_eq!(merged[index], inner[index].or(below));
            }
        }
    }
}
