//! `textDocument/semanticTokens/full`, `full/delta` and `range`: words with their meaning, for colours.
//!
//! The tokens of an open document that were sent last are kept, so that a delta can be told. A result
//! is identified by the revision that it is of.

use std::sync::Arc;

use lsp_types::{SemanticTokensDeltaParams, SemanticTokensParams, SemanticTokensRangeParams};
use rholang_engine::{FileId, query};
use serde::Serialize;
use serde_json::Value;

use super::{Context, Failure, Reply, read_params};
use crate::proto::{NUMBERS_PER_TOKEN, from_lsp_range, to_lsp_tokens};
use crate::transport::raw;

/// The tokens of a document that a client has.
#[derive(Debug, PartialEq, Eq)]
pub struct KeptTokens {
    result_id: String,
    numbers: Vec<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Tokens<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    result_id: Option<&'a str>,
    data: &'a [u32],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Delta<'a> {
    result_id: &'a str,
    edits: &'a [Edit<'a>],
}

/// Numbers that take the place of others.
#[derive(Debug, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
struct Edit<'a> {
    start: usize,
    delete_count: usize,
    data: &'a [u32],
}

/// Answers the request for all tokens.
///
/// # Errors
///
/// If the parameters make no sense.
pub fn full(context: &Context, params: Value) -> Result<Reply, Failure> {
    let params: SemanticTokensParams = read_params(params)?;
    let Some(file) = context.convert.file(&params.text_document) else {
        return Ok(Reply::Result(raw(&())));
    };
    Ok(all(context, file))
}

fn all(context: &Context, file: FileId) -> Reply {
    let kept = compute(context, file);
    let result = Tokens { result_id: Some(&kept.result_id), data: &kept.numbers };
    Reply::Tokens { result: raw(&result), file, kept: Arc::new(kept) }
}

fn compute(context: &Context, file: FileId) -> KeptTokens {
    let convert = &context.convert;
    let tokens = query::semantic_tokens(&convert.snapshot, file, None);
    let numbers = to_lsp_tokens(convert, file, &tokens);
    KeptTokens { result_id: context.revision_id(file), numbers }
}

/// Answers the request for what has changed: with all tokens if the client has others than those that
/// were sent last.
///
/// # Errors
///
/// If the parameters make no sense.
pub fn delta(context: &Context, params: Value) -> Result<Reply, Failure> {
    let params: SemanticTokensDeltaParams = read_params(params)?;
    let Some(file) = context.convert.file(&params.text_document) else {
        return Ok(Reply::Result(raw(&())));
    };
    let previous = context.tokens.as_ref();
    let Some(previous) = previous.filter(|kept| kept.result_id == params.previous_result_id) else {
        return Ok(all(context, file));
    };
    if previous.result_id == context.revision_id(file) {
        let result = Delta { result_id: &previous.result_id, edits: &[] };
        return Ok(Reply::Result(raw(&result)));
    }
    let kept = compute(context, file);
    let edit = difference(&previous.numbers, &kept.numbers);
    let result = Delta { result_id: &kept.result_id, edits: edit.as_slice() };
    Ok(Reply::Tokens { result: raw(&result), file, kept: Arc::new(kept) })
}

/// The one edit that makes new numbers of old ones; none if they are the same. Whole tokens are
/// replaced, which some clients expect.
fn difference<'a>(old: &[u32], new: &'a [u32]) -> Option<Edit<'a>> {
    let (old_tokens, new_tokens) =
        (old.chunks_exact(NUMBERS_PER_TOKEN), new.chunks_exact(NUMBERS_PER_TOKEN));
    let shorter = old_tokens.len().min(new_tokens.len());
    let same = |pair: &(&[u32], &[u32])| pair.0 == pair.1;
    let before = old_tokens.clone().zip(new_tokens.clone()).take_while(same).count();
    let after =
        old_tokens.rev().zip(new_tokens.rev()).take(shorter - before).take_while(same).count();
    let (start, tail) = (before * NUMBERS_PER_TOKEN, after * NUMBERS_PER_TOKEN);
    let edit =
        Edit { start, delete_count: old.len() - tail - start, data: &new[start..new.len() - tail] };
    (edit.delete_count > 0 || !edit.data.is_empty()).then_some(edit)
}

/// Answers the request for the tokens of a part of a document.
///
/// # Errors
///
/// If the parameters make no sense.
pub fn range(context: &Context, params: Value) -> Result<Reply, Failure> {
    let params: SemanticTokensRangeParams = read_params(params)?;
    let convert = &context.convert;
    let file = convert.file(&params.text_document);
    let revision = file.and_then(|file| Some((file, convert.snapshot.file(file)?)));
    let Some((file, revision)) = revision else {
        return Ok(Reply::Result(raw(&())));
    };
    let text = revision.text();
    let part = from_lsp_range(text.content(), text.lines(), params.range, convert.encoding);
    let tokens = query::semantic_tokens(&convert.snapshot, file, Some(part));
    let data = to_lsp_tokens(convert, file, &tokens);
    Ok(Reply::Result(raw(&Tokens { result_id: None, data: &data })))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_edit_makes_the_new_numbers_of_the_old_ones(
            old in prop::collection::vec(0..3_u32, 0..8),
            new in prop::collection::vec(0..3_u32, 0..8),
        ) {
            let tokens = |kinds: &[u32]| -> Vec<u32> {
                kinds.iter().flat_map(|&kind| [0, 1, 2, kind, 0]).collect()
            };
            let (old, new) = (tokens(&old), tokens(&new));
            let mut edited = old.clone();
            if let Some(edit) = difference(&old, &new) {
                prop_assert_eq!(edit.start % NUMBERS_PER_TOKEN, 0);
                let end = edit.start + edit.delete_count;
                edited.splice(edit.start..end, edit.data.iter().copied());
            } else {
                prop_assert_eq!(&old, &new);
            }
            prop_assert_eq!(edited, new);
        }
    }
}
