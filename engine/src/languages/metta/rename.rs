//! New names for symbols and variables.
//!
//! The reader decides what a word is (`metta.md` 1.1): white space and brackets end it, a semicolon
//! ends a symbol, and a whole word may be a number or a truth value.

use super::builtin::{self, Origin};
use super::kind::DefinitionKind;
use super::lookup;
use crate::ir::{BinderId, Ir, NameId};
use crate::symbol::{Site, Space, Symbol};

/// The text that a rename writes at each occurrence.
pub(super) fn new_name(site: Site<'_>, new_name: &str) -> Result<String, String> {
    let ir = site.document.ir;
    match site.occurrence.symbol {
        Symbol::Binder(binder) => variable(ir, binder, new_name),
        Symbol::Shared(Space::Module, _) => {
            Err("a module has the name of its file; rename the file instead".to_owned())
        }
        Symbol::Shared(_, name) | Symbol::Unbound(name) => symbol(ir, name, new_name),
    }
}

fn variable(ir: Ir<'_>, binder: BinderId, new_name: &str) -> Result<String, String> {
    let bare = new_name.strip_prefix('$').unwrap_or(new_name);
    if bare.is_empty() {
        return Err("a variable needs at least one character after its `$`".to_owned());
    }
    if let Some(bad) = bare.chars().find(|&c| c.is_whitespace() || "();#".contains(c)) {
        return Err(format!("a variable cannot contain {}", shown(bad)));
    }
    let name = format!("${bare}");
    let row = ir.binders.row(binder);
    let scope = ir.scopes.row(row.scope);
    let binders = scope.first_binder.index()..scope.binder_end.index();
    let in_form = ir.binders.name.get(binders).unwrap_or(&[]);
    let is_taken = |&&other: &&NameId| other != row.name && ir.names.text(other) == name;
    if in_form.iter().any(|other| is_taken(&other)) {
        return Err(format!(
            "`{name}` is already a variable of this form, and the two would become one"
        ));
    }
    Ok(name)
}

fn symbol(ir: Ir<'_>, name: NameId, new_name: &str) -> Result<String, String> {
    let old = ir.names.text(name);
    if is_fixed(ir, name) {
        return Err(format!("`{old}` is built in and keeps its name"));
    }
    let is_module_token =
        lookup::definitions_of(ir, name).any(|row| row.kind == DefinitionKind::ModuleToken.code());
    // `import!` makes a token that begins with `&`, whatever it is given.
    let new_name = match new_name {
        _ if !is_module_token || new_name.starts_with('&') => new_name.to_owned(),
        _ => format!("&{new_name}"),
    };
    let Some(first) = new_name.chars().next() else {
        return Err("a symbol needs at least one character".to_owned());
    };
    if first == '$' {
        return Err("a word that begins with `$` is a variable, not a symbol".to_owned());
    }
    if first == '"' {
        return Err("a word that begins with `\"` is a string, not a symbol".to_owned());
    }
    if let Some(bad) = new_name.chars().find(|&c| c.is_whitespace() || "();".contains(c)) {
        return Err(format!("a symbol cannot contain {}", shown(bad)));
    }
    if let Some(kind) = literal_kind(&new_name) {
        return Err(format!("`{new_name}` is {kind}, not a symbol"));
    }
    if new_name != old && builtin::lookup(&new_name).is_some() {
        return Err(format!("`{new_name}` is the name of something built in"));
    }
    Ok(new_name)
}

/// Whether a symbol has its name from the language: what is always there does, and what a module or
/// another dialect provides unless the document gives the name itself.
fn is_fixed(ir: Ir<'_>, name: NameId) -> bool {
    builtin::lookup(ir.names.text(name)).is_some_and(|builtin| {
        builtin.origin == Origin::Core || lookup::definitions_of(ir, name).next().is_none()
    })
}

fn shown(character: char) -> String {
    match character {
        ' ' => "a space".to_owned(),
        c if c.is_whitespace() => "white space".to_owned(),
        c => format!("`{c}`"),
    }
}

/// What the reader takes a word for, if for no symbol: `[-+]?\d+`, `[-+]?\d+\.\d+`,
/// `[-+]?\d+(\.\d+)?[eE][-+]?\d+`, `True|False`.
fn literal_kind(word: &str) -> Option<&'static str> {
    if matches!(word, "True" | "False") {
        return Some("a truth value");
    }
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = |text: &'_ str| text.strip_prefix(['-', '+']).map_or(text.len(), str::len);
    let number = &word[word.len() - unsigned(word)..];
    let (mantissa, exponent) = match number.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (number, None),
    };
    let is_mantissa = match mantissa.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(mantissa),
    };
    let is_exponent = exponent.is_none_or(|text| digits(&text[text.len() - unsigned(text)..]));
    (is_mantissa && is_exponent).then_some("a number")
}
