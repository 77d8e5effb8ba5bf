//! The documents of a version, and which symbol of one is which symbol of another.

use crate::analysis::Region;
use crate::diagnostic::Diagnostics;
use crate::ir::{FileFacts, NameId};
use crate::languages::{Language, LanguageId};
use crate::region::{Part, encode};
use crate::symbol::{Document, Occurrence, Site, Space, Symbol, Uses};
use crate::text::TextRange;
use crate::workspace::{Exports, FileId, FileRevision, NameKey, Snapshot};

use super::At;

/// A document of a version.
#[derive(Clone, Copy, Debug)]
pub(super) struct DocumentRef<'s> {
    /// The file that it is, or is in.
    pub(super) file: FileId,
    pub(super) language: LanguageId,
    text: &'s str,
    facts: &'s FileFacts,
    exports: &'s Exports,
    /// The program inside the file that it is; none if it is the file.
    region: Option<&'s Region>,
}

impl<'s> DocumentRef<'s> {
    pub(super) fn text(&self) -> &'s str {
        self.text
    }

    /// Text and tables. The views of all tables take more memory than everything else here, so they are
    /// made when they are asked for.
    pub(super) fn document(&self) -> Document<'s> {
        Document { text: self.text, ir: self.facts.ir() }
    }

    pub(super) fn rules(&self) -> &'static dyn Language {
        self.language.language()
    }

    /// A range of the document's text as one of the file's text; none if the file computes a part of
    /// it.
    pub(super) fn file_range(&self, range: TextRange) -> Option<TextRange> {
        match self.region {
            Some(region) => region.map().host_range(range),
            None => Some(range),
        }
    }

    /// A range of the document's text as one of the file's text, with whatever the file computes in
    /// it.
    pub(super) fn file_span(&self, range: TextRange) -> Option<TextRange> {
        match self.region {
            Some(region) => region.map().host_span(range).or_else(|| self.file_range(range)),
            None => Some(range),
        }
    }

    /// A range of the document's text as one of the file's text, if the file has it in one piece, so
    /// that it can be replaced.
    pub(super) fn editable_range(&self, range: TextRange) -> Option<TextRange> {
        match self.region {
            Some(region) => region.map().editable_range(range),
            None => Some(range),
        }
    }

    /// A text as it has to be written in the file to stand in the document.
    pub(super) fn replacement(&self, text: &str) -> String {
        if self.region.is_some() { encode(text) } else { text.to_owned() }
    }

    /// The findings in the document.
    pub(super) fn diagnostics(&self, revision: &'s FileRevision) -> &'s Diagnostics {
        match self.region {
            Some(region) => &region.document().analysis().diagnostics,
            None => &revision.analysis().diagnostics,
        }
    }

    /// Where the program inside the file lies that the document is; none if it is the file.
    pub(super) fn extent(&self) -> Option<TextRange> {
        self.region.map(|region| region.map().host_extent())
    }

    /// The literals of the file that hold the program inside it that the document is, without their
    /// quotes; none if it is the file.
    pub(super) fn literals(&self) -> impl Iterator<Item = TextRange> + use<'s> {
        let parts = self.region.map_or(&[][..], |region| &region.embedded().parts);
        parts.iter().filter_map(|part| match part {
            Part::Literal(range) => Some(*range),
            Part::Hole(_) => None,
        })
    }

    /// What of the document's text lies in a part of the file's text, or a little more; none if
    /// nothing does.
    pub(super) fn document_range(&self, part: TextRange) -> Option<TextRange> {
        let Some(region) = self.region else {
            return Some(part);
        };
        let overlap = |literal: TextRange| {
            let (start, end) = (literal.start.max(part.start), literal.end.min(part.end));
            (start <= end).then_some(TextRange::new(start, end))
        };
        let mut overlaps = self.literals().filter_map(overlap);
        let first = overlaps.next()?;
        let last = overlaps.last().unwrap_or(first);
        let start = region.map().to_virtual(first.start)?;
        // An end inside an escape counts as its start, so the character is added.
        let end = region.map().to_virtual(last.end)?.saturating_add(1);
        Some(TextRange::new(start, end.min(region.map().virtual_len())))
    }

    /// Whether both are the same document of the same version.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        core::ptr::eq(self.exports, other.exports)
    }

    /// The name of a key in the document's numbering, if the document uses it in one of these ways.
    pub(super) fn name_of(&self, key: NameKey, uses: Uses) -> Option<NameId> {
        self.exports.find(key).filter(|row| row.uses.intersects(uses)).map(|row| row.name)
    }

    /// The key of a shared name of the document.
    pub(super) fn key_of(&self, snapshot: &Snapshot, name: NameId) -> Option<NameKey> {
        snapshot.key(self.document().ir.names.text(name))
    }
}

/// The documents of a file: the file itself first, then the programs inside it.
pub(super) fn documents(
    snapshot: &Snapshot,
    file: FileId,
) -> impl Iterator<Item = DocumentRef<'_>> {
    snapshot.file(file).into_iter().flat_map(move |revision| {
        let inside = revision.region_exports();
        core::iter::once(own_document(file, revision))
            .chain(inside.map(move |(region, exports)| inner_document(file, region, exports)))
    })
}

fn own_document(file: FileId, revision: &FileRevision) -> DocumentRef<'_> {
    DocumentRef {
        file,
        language: revision.language(),
        text: revision.text().content(),
        facts: &revision.analysis().facts,
        exports: revision.exports(),
        region: None,
    }
}

fn inner_document<'s>(file: FileId, region: &'s Region, exports: &'s Exports) -> DocumentRef<'s> {
    let inner = region.document();
    DocumentRef {
        file,
        language: inner.analysis().language,
        text: inner.text().content(),
        facts: &inner.analysis().facts,
        exports,
        region: Some(region),
    }
}

/// The innermost document at a place, and the place's offset in its text.
pub(super) fn document_at(snapshot: &Snapshot, at: At) -> Option<(DocumentRef<'_>, u32)> {
    let revision = snapshot.file(at.file)?;
    let inside = revision
        .region_at(at.offset)
        .map(|(region, exports, offset)| (inner_document(at.file, region, exports), offset));
    Some(inside.unwrap_or_else(|| (own_document(at.file, revision), at.offset)))
}

/// An occurrence in a version.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found<'s> {
    pub(super) document: DocumentRef<'s>,
    pub(super) occurrence: Occurrence,
}

impl<'s> Found<'s> {
    /// The occurrence at a place.
    pub(super) fn at(snapshot: &'s Snapshot, at: At) -> Option<Self> {
        let (document, offset) = document_at(snapshot, at)?;
        let occurrence = document.rules().occurrence_at(document.document(), offset)?;
        Some(Self { document, occurrence })
    }

    /// What a place leads to that is no occurrence.
    pub(super) fn lead_at(snapshot: &'s Snapshot, at: At) -> Option<Self> {
        let (document, offset) = document_at(snapshot, at)?;
        let occurrence = document.rules().lead_at(document.document(), offset)?;
        Some(Self { document, occurrence })
    }

    pub(super) fn site(&self) -> Site<'s> {
        Site { document: self.document.document(), occurrence: self.occurrence }
    }

    /// The shared symbol that it stands for.
    pub(super) fn shared(&self, snapshot: &Snapshot) -> Option<SharedSymbol> {
        match self.occurrence.symbol {
            // Modules are known by their files, not by how they are spelled.
            Symbol::Shared(Space::Module, _) => None,
            Symbol::Shared(space, name) => {
                Some(SharedSymbol { space, key: self.document.key_of(snapshot, name)? })
            }
            Symbol::Binder(_) | Symbol::Unbound(_) => None,
        }
    }
}

/// A symbol that documents share.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct SharedSymbol {
    pub(super) space: Space,
    pub(super) key: NameKey,
}

impl SharedSymbol {
    /// The symbol in a document's numbering, if the document uses it in one of these ways.
    pub(super) fn in_document(self, document: &DocumentRef<'_>, uses: Uses) -> Option<Symbol> {
        document.name_of(self.key, uses).map(|name| Symbol::Shared(self.space, name))
    }

    /// The files that mention the symbol.
    pub(super) fn mentions(self) -> Uses {
        Uses::occurrence_in(self.space)
    }

    /// The files that carry the symbol out.
    pub(super) fn implementations(self) -> Uses {
        Uses::implementation_in(self.space)
    }

    /// The files that say what the symbol is or does.
    pub(super) fn definitions(self) -> Uses {
        Uses::definition_in(self.space)
    }
}
