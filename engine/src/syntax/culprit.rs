//! Which token of an error the parser could not use.
//!
//! A tree-sitter error node begins with what the parser had understood of a construct when it gave
//! up, followed by what it skipped to go on. Each token knows the state in which the parser met it,
//! and a state knows which tokens may follow, so the culprit is the first token that its state does
//! not admit. States of tokens that were read during recovery are unknown; the token before the
//! first of those is the one that started the recovery.

use tree_sitter::{Language, Node};

use super::TreeChildren;

/// The token that an error is about.
#[derive(Clone, Copy, Debug)]
pub struct Culprit<'t> {
    /// The token; none if the text ends too early. A zero-width token is one that the parser
    /// invented.
    pub token: Option<Node<'t>>,
    /// The state in which the parser refused the token, if it is known.
    pub state: Option<u16>,
    /// Whether all that stands before the token in the error is one whole construct.
    pub follows_construct: bool,
}

/// Finds the culprit of an error node. Takes time linear in the number of its children.
pub fn find_culprit<'t>(grammar: &Language, error: Node<'t>) -> Culprit<'t> {
    let mut error = error;
    loop {
        match search(grammar, error) {
            Search::Found(culprit) => return culprit,
            Search::Inside(node) => error = node,
        }
    }
}

enum Search<'t> {
    Found(Culprit<'t>),
    /// The culprit is in this node below the error.
    Inside(Node<'t>),
}

fn search<'t>(grammar: &Language, error: Node<'t>) -> Search<'t> {
    let found = |token, state| {
        Search::Found(Culprit { token: Some(token), state, follows_construct: false })
    };
    // The state after the children so far, and the last child if it is a token of unclear standing.
    let mut state = None;
    let mut doubtful: Option<(Node<'t>, Option<u16>)> = None;
    let mut constructs = 0;
    let mut is_first = true;
    for child in TreeChildren::new(error) {
        if child.is_missing() {
            return found(child, None);
        }
        if child.is_extra() && !child.is_error() {
            continue;
        }
        if child.child_count() > 0 {
            if child.has_error() {
                return Search::Inside(child);
            }
            let first = first_leaf(child);
            if state.is_some_and(|state| !admits(grammar, state, first)) {
                return found(first, state);
            }
            constructs += 1;
            doubtful = None;
            state = known(child.next_parse_state());
        } else {
            let before = state.or(known(child.parse_state()));
            let is_recovering = child.parse_state() == 0;
            if let (true, Some((token, state))) = (is_recovering, doubtful) {
                return found(token, state);
            }
            let next = known(child.next_parse_state());
            let is_refused = before.is_some_and(|state| !admits(grammar, state, child));
            // A lone word or comma was skipped; another lone sign may want something after it.
            let is_alone = next.is_none()
                && error.child_count() == 1
                && (child.is_named() || child.kind() == ",");
            if is_refused || child.is_error() || is_alone || (is_first && before.is_none()) {
                return found(child, before);
            }
            // Where the next state is not known, the token was either the last of a construct or
            // the one that started the recovery.
            doubtful = next.is_none().then_some((child, before));
            state = next;
        }
        is_first = false;
    }
    if is_first {
        // A character that begins no token.
        return found(error, None);
    }
    let follows_construct = constructs == 1 && error.child_count() == 1;
    Search::Found(Culprit { token: next_leaf(error), state, follows_construct })
}

/// A state of the parser outside error recovery.
fn known(state: u16) -> Option<u16> {
    (state != 0 && state != u16::MAX).then_some(state)
}

/// Whether a token may follow in a state. Tokens are compared by name, because a grammar can have
/// several that read the same text.
fn admits(grammar: &Language, state: u16, token: Node<'_>) -> bool {
    let Some(mut symbols) = grammar.lookahead_iterator(state) else { return true };
    let name = token.grammar_name();
    symbols.any(|symbol| grammar.node_kind_for_id(symbol) == Some(name))
}

fn first_leaf(mut node: Node<'_>) -> Node<'_> {
    while let Some(child) = node.child(0) {
        node = child;
    }
    node
}

/// The first token after a node.
fn next_leaf(node: Node<'_>) -> Option<Node<'_>> {
    let mut node = node;
    loop {
        match node.next_sibling() {
            Some(next) if next.is_extra() && !next.is_error() => node = next,
            Some(next) => return Some(first_leaf(next)),
            None => node = node.parent()?,
        }
    }
}
