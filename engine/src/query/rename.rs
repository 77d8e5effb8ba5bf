//! Giving a symbol another name.

use core::fmt;

use super::document::{Found, SharedSymbol};
use super::link::Links;
use super::references::for_each_occurrence;
use super::{At, CancelToken, Cancelled};
use crate::text::TextRange;
use crate::workspace::{FileId, Snapshot};

/// What can be renamed at a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RenameTarget {
    /// The characters that spell the name.
    pub range: TextRange,
    /// The name as it is.
    pub placeholder: String,
}

/// The edits of one file, in order of the text; they do not overlap.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileEdits {
    /// The file.
    pub file: FileId,
    /// The number of the text that the edits are for, if an editor has it open.
    pub version: Option<i32>,
    /// What is replaced by what.
    pub edits: Vec<(TextRange, String)>,
}

/// Why a symbol is not renamed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RenameError {
    /// There is no symbol at the place.
    NoSymbol,
    /// The new name will not do, or the symbol has a fixed name; a sentence that says why.
    Refused(String),
    /// A part of the name is computed by the program around it, so that no edit can change it.
    Computed,
    /// The caller asked to stop.
    Cancelled,
}

impl fmt::Display for RenameError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NoSymbol => "there is nothing to rename here",
            Self::Refused(reason) => reason,
            Self::Computed => {
                "an occurrence is put together by the program around it and cannot be edited"
            }
            Self::Cancelled => "the rename was cancelled",
        })
    }
}

impl core::error::Error for RenameError {}

impl From<Cancelled> for RenameError {
    fn from(Cancelled: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// What a rename at a place would change.
///
/// # Errors
///
/// If there is no symbol or its name is fixed.
pub fn prepare_rename(snapshot: &Snapshot, at: At) -> Result<RenameTarget, RenameError> {
    let found = Found::at(snapshot, at).ok_or(RenameError::NoSymbol)?;
    let range = found.document.editable_range(found.occurrence.range);
    let range = range.ok_or(RenameError::Computed)?;
    let placeholder = found.occurrence.range.of(found.document.text()).to_owned();
    // A symbol whose name is fixed refuses even its own name.
    found.document.rules().new_name(found.site(), &placeholder).map_err(RenameError::Refused)?;
    Ok(RenameTarget { range, placeholder })
}

/// The edits that give the symbol at a place another name, in all files.
///
/// # Errors
///
/// If there is no symbol, the new name will not do, an occurrence cannot be edited, or `cancel` asked
/// to stop.
pub fn rename(
    snapshot: &Snapshot,
    at: At,
    new_name: &str,
    cancel: &CancelToken,
) -> Result<Vec<FileEdits>, RenameError> {
    let found = Found::at(snapshot, at).ok_or(RenameError::NoSymbol)?;
    let replacement =
        found.document.rules().new_name(found.site(), new_name).map_err(RenameError::Refused)?;
    let old = found.occurrence.range.of(found.document.text());
    if replacement == old {
        return Ok(Vec::new());
    }
    let mut files: Vec<FileEdits> = Vec::new();
    let mut is_computed = false;
    for_each_occurrence(snapshot, &found, cancel, |document, occurrence| {
        let Some(range) = document.editable_range(occurrence.range) else {
            is_computed = true;
            return;
        };
        if files.last().is_none_or(|last| last.file != document.file) {
            let version = snapshot.file(document.file).and_then(|revision| revision.version());
            files.push(FileEdits { file: document.file, version, edits: Vec::new() });
        }
        if let Some(last) = files.last_mut() {
            last.edits.push((range, document.replacement(&replacement)));
        }
    })?;
    if is_computed {
        return Err(RenameError::Computed);
    }
    refuse_collision(snapshot, &found, &replacement, &files, cancel)?;
    for file in &mut files {
        file.edits.sort_by_key(|(range, _)| *range);
        file.edits.dedup_by_key(|(range, _)| *range);
    }
    Ok(files)
}

/// A shared symbol must not take the name of another one that the changed files, or files that see
/// them, use.
fn refuse_collision(
    snapshot: &Snapshot,
    found: &Found<'_>,
    new_name: &str,
    files: &[FileEdits],
    cancel: &CancelToken,
) -> Result<(), RenameError> {
    let (Some(shared), Some(key)) = (found.shared(snapshot), snapshot.key(new_name)) else {
        return Ok(());
    };
    let files: Vec<FileId> = files.iter().map(|edits| edits.file).collect();
    let mut links = Links::new(snapshot, SharedSymbol { space: shared.space, key });
    let Some(file) = links.collision(&files, snapshot, cancel)? else {
        return Ok(());
    };
    let label = snapshot.label(file);
    let label = label.rsplit('/').next().unwrap_or(label);
    Err(RenameError::Refused(format!(
        "`{new_name}` is already the name of something else in {label}"
    )))
}
