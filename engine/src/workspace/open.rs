//! The texts that an editor has open.

use std::sync::Arc;

use super::shared::Stamp;
use crate::languages::LanguageId;
use crate::syntax::{SyntaxTree, TextEdit, TreeEdit};
use crate::text::{Text, TextRange};

/// How many edits are remembered while a tree is being made. After more, the next text is parsed
/// from scratch.
const TREE_EDITS_MAX: usize = 4_096;

/// The text of an open document, to be changed.
#[derive(Debug)]
pub struct OpenText {
    text: Arc<Text>,
    /// The tree of the text; none if there is no need for one, or while it is under way.
    tree: Option<SyntaxTree>,
    /// What happened since the text of the analysis under way.
    edits: Vec<TreeEdit>,
    /// Whether the tree of the analysis under way is of no use any more.
    is_replaced: bool,
}

impl OpenText {
    fn new(text: String) -> Self {
        Self { text: Arc::new(Text::new(text)), tree: None, edits: Vec::new(), is_replaced: false }
    }

    /// The text as it is now.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// Replaces the bytes of a range. A range that does not fit is clamped, see [`Text::replace`].
    pub fn replace(&mut self, range: TextRange, with: &str) {
        let old = self.text.content();
        let fits = old.get(range.as_usize()).is_some();
        if fits && !self.is_replaced && self.edits.len() < TREE_EDITS_MAX {
            let edit = TreeEdit::new(old, &TextEdit { range, text: with });
            if let Some(tree) = &mut self.tree {
                tree.apply(&edit);
            }
            self.edits.push(edit);
        } else {
            self.forget_tree();
        }
        Arc::make_mut(&mut self.text).replace(range, with);
    }

    /// Replaces the whole text.
    pub fn set(&mut self, text: String) {
        self.forget_tree();
        self.text = Arc::new(Text::new(text));
    }

    fn forget_tree(&mut self) {
        self.tree = None;
        self.edits.clear();
        self.is_replaced = true;
    }
}

/// An open document.
#[derive(Debug)]
pub(super) struct OpenDocument {
    pub(super) language: LanguageId,
    pub(super) content: OpenText,
    /// The number that the editor gave the text.
    pub(super) version: i32,
    /// From when the text is.
    pub(super) stamp: Stamp,
    /// When the document was opened.
    pub(super) opened: Stamp,
    /// The text that is being analysed.
    under_way: Option<Stamp>,
}

impl OpenDocument {
    pub(super) fn new(language: LanguageId, text: String, version: i32, stamp: Stamp) -> Self {
        let content = OpenText::new(text);
        Self { language, content, version, stamp, opened: stamp, under_way: None }
    }

    /// What to analyse next, unless an analysis is under way.
    pub(super) fn begin(&mut self) -> Option<(Arc<Text>, Option<SyntaxTree>)> {
        if self.under_way.is_some() {
            return None;
        }
        self.under_way = Some(self.stamp);
        self.content.edits.clear();
        self.content.is_replaced = false;
        Some((Arc::clone(&self.content.text), self.content.tree.take()))
    }

    /// Takes back the tree of the analysis that was under way. Says whether the text has changed
    /// since.
    pub(super) fn finish(&mut self, stamp: Stamp, tree: Option<SyntaxTree>) -> bool {
        self.under_way = None;
        if !self.content.is_replaced
            && let Some(mut tree) = tree
        {
            for edit in &self.content.edits {
                tree.apply(edit);
            }
            self.content.tree = Some(tree);
        }
        self.stamp != stamp
    }

    /// The bytes of the text and about those of its tree.
    pub(super) fn byte_len(&self) -> usize {
        self.content.text.byte_len()
    }
}
