//! New names for symbols: what may be written, and what would change the meaning of the program.

mod capture;

use super::builtin::{UriFamily, uri_family};
use super::kind::{BinderKind, NodeKind};
use super::shape;
use crate::symbol::{Site, Space, Symbol};

/// The text that a rename writes at each occurrence.
pub(super) fn new_name(site: Site<'_>, new_name: &str) -> Result<String, String> {
    let document = site.document;
    let old = site.occurrence.range.of(document.text);
    if shape::kind(document.ir.nodes, site.occurrence.node) == NodeKind::Quote {
        return Err(format!("`{old}` is a term, not a name that can be replaced by another one"));
    }
    match site.occurrence.symbol {
        Symbol::Binder(binder) => {
            let kind = BinderKind::of(document.ir.binders.kind(binder));
            if kind == BinderKind::Implicit {
                return Err(format!(
                    "`{old}` is a name that every agent brings along, so it cannot be renamed"
                ));
            }
            let name = identifier(without_signs(new_name, &['@', '*']))?;
            capture::refuse_for_binder(document, binder, name)?;
            Ok(name.to_owned())
        }
        Symbol::Unbound(spelling) => {
            let name = identifier(without_signs(new_name, &['@', '*']))?;
            capture::refuse_for_unbound(document, spelling, name)?;
            Ok(name.to_owned())
        }
        Symbol::Shared(Space::Channel, _) => string_content(new_name).map(str::to_owned),
        Symbol::Shared(Space::Uri, _) => uri(old, new_name).map(str::to_owned),
        Symbol::Shared(Space::Method, _) => identifier(new_name).map(str::to_owned),
        Symbol::Shared(Space::Atom | Space::Module, _) => {
            Err("this is no symbol of Rholang".to_owned())
        }
    }
}

/// Words that no node accepts as an identifier, and those that only older nodes refuse.
const RESERVED: &[&str] = &[
    "BigInt",
    "Bool",
    "ByteArray",
    "Int",
    "Nil",
    "Set",
    "String",
    "Uri",
    "and",
    "bundle",
    "bundle0",
    "contract",
    "else",
    "false",
    "for",
    "if",
    "in",
    "let",
    "match",
    "matches",
    "new",
    "not",
    "or",
    "select",
    "true",
    "where",
];

/// Removes the signs that stand before an identifier and stay in the text.
fn without_signs<'a>(name: &'a str, signs: &[char]) -> &'a str {
    let name = name.trim();
    name.strip_prefix(signs).unwrap_or(name)
}

/// Checks that a text is an identifier.
fn identifier(name: &str) -> Result<&str, String> {
    let name = name.trim();
    let mut characters = name.chars();
    let Some(first) = characters.next() else {
        return Err("the new name is empty".to_owned());
    };
    if name == "_" {
        return Err("`_` is the wildcard, which names nothing".to_owned());
    }
    if RESERVED.contains(&name) {
        return Err(format!("`{name}` is a word of the language and cannot be a name"));
    }
    if !(first.is_ascii_alphabetic() || first == '_') {
        return Err(format!(
            "`{name}` is no identifier: identifiers begin with a letter from a to z or `_`"
        ));
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '\'');
    match characters.find(|&character| !is_part(character)) {
        None => Ok(name),
        Some(character) => Err(format!(
            "`{name}` is no identifier: `{character}` is none of the letters from a to z, digits, \
             `_` and `'`"
        )),
    }
}

/// Checks the content of a string literal, which may come with its quotes and `@`.
fn string_content(name: &str) -> Result<&str, String> {
    let unquoted = name.strip_prefix('@').unwrap_or(name);
    let content = match unquoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(content) => content,
        None => name,
    };
    let mut characters = content.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => {
                return Err("a `\"` in the name of a channel must be written `\\\"`".to_owned());
            }
            '\\' => match characters.next() {
                Some('n' | 'r' | 't' | '\\' | '"' | '0'..='9') => {}
                Some(other) => {
                    return Err(format!("`\\{other}` is no escape that a string can hold"));
                }
                None => return Err("a `\\` at the end must be written `\\\\`".to_owned()),
            },
            _ => {}
        }
    }
    Ok(content)
}

/// Checks a URI, which may come with its backquotes.
fn uri<'a>(old: &str, name: &'a str) -> Result<&'a str, String> {
    match uri_family(old) {
        UriFamily::SystemChannel(_) => {
            return Err(format!("`{old}` is a URI of the node, which a program cannot rename"));
        }
        UriFamily::RegistryShorthand | UriFamily::VersionedRegistry => {
            return Err(format!(
                "`{old}` is a name of the registry, which a program cannot rename"
            ));
        }
        UriFamily::RegistryIdentifier | UriFamily::VersionedContract | UriFamily::Unknown => {}
    }
    let content = match name.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) {
        Some(content) => content,
        None => name,
    };
    if content.is_empty() {
        return Err("a URI cannot be empty".to_owned());
    }
    match content.find(['`', '\\', '\n', '\r']) {
        None => Ok(content),
        Some(_) => Err("a URI cannot hold a backquote, backslash or line end".to_owned()),
    }
}
