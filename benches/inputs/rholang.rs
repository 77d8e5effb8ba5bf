//! Rholang programs.
//!
//! A program declares some services at its top. Each service is a group of contracts around a
//! channel that holds its state; the bodies are made of the statements in `statement.rs`.

mod expression;
mod statement;

use super::random::Random;
use super::vocabulary::{ACTIONS, SENTENCES, SUBJECTS, VALUES};

/// About how long one service gets.
const SERVICE_BYTES: usize = 2_500;
/// Tries to make something that fits the rest of the space, before something smaller is tried.
const ATTEMPTS: usize = 3;
/// How deep statements nest in a contract.
const DEPTH: usize = 3;
const INDENT: &str = "  ";

/// A Rholang program of about `bytes` bytes.
///
/// It has nested `new`, contracts with several formals, joins, peeks, matches on maps, lists and
/// strings, sends, method calls and comments.
pub fn rholang(bytes: usize, seed: u64) -> String {
    let mut writer = Writer::new(bytes, seed);
    writer.program();
    writer.out
}

/// A process variable in scope.
struct Variable {
    spelling: String,
    /// Where the program introduces it.
    offset: usize,
    is_used: bool,
}

/// A way to call a service.
struct Method {
    service: String,
    head: &'static str,
    /// The number of arguments between the head and the channel for the reply.
    arguments: usize,
    is_called: bool,
}

/// How much was in scope.
#[derive(Clone, Copy)]
struct Scope {
    values: usize,
    names: usize,
}

struct Writer {
    out: String,
    random: Random,
    bytes: usize,
    indent: usize,
    /// Numbers that tell apart what would otherwise hide something of the same spelling, perhaps
    /// of another sort.
    spellings: usize,
    /// Process variables in scope, the innermost last.
    values: Vec<Variable>,
    /// Names in scope, the innermost last.
    names: Vec<String>,
    methods: Vec<Method>,
}

impl Writer {
    fn new(bytes: usize, seed: u64) -> Self {
        Self {
            out: String::with_capacity(bytes + bytes / 8),
            random: Random::new(seed),
            bytes,
            indent: 0,
            spellings: 0,
            values: Vec::new(),
            names: Vec::new(),
            methods: Vec::new(),
        }
    }

    fn program(&mut self) {
        self.comment();
        let services: Vec<String> = (0..self.bytes.div_ceil(SERVICE_BYTES))
            .map(|_| {
                let subject = self.random.pick(&SUBJECTS);
                self.declare_name(subject)
            })
            .collect();
        self.push("new stdout(`rho:io:stdout`)");
        for (position, service) in services.iter().enumerate() {
            self.push(if position % 6 == 5 { ",\n    " } else { ", " });
            self.push(service);
        }
        self.push(" in {\n");
        self.indent += 1;
        for (position, service) in services.iter().enumerate() {
            let left = self.remaining() / (services.len() - position);
            let end = self.out.len() + left;
            self.service(service, end.min(self.end()));
            self.push(" |\n\n");
        }
        self.calls();
        self.indent -= 1;
        self.push("\n}\n");
    }

    /// A service whose text ends before `end` if possible.
    fn service(&mut self, service: &str, end: usize) {
        let state = self.declare_name(&format!("{service}State"));
        self.pad();
        self.push_all(&["new ", &state, " in {\n"]);
        self.indent += 1;
        self.pad();
        self.push_all(&[&state, "!({})"]);
        let mut depth = DEPTH;
        let mut contracts = 0;
        loop {
            let checkpoint = self.out.len();
            self.push(" |\n\n");
            let method = self.contract(service, &state, depth);
            let is_last_resort = contracts == 0 && depth == 0;
            if self.out.len() + "\n  }".len() <= end || is_last_resort {
                self.methods.push(method);
                contracts += 1;
                depth = DEPTH;
            } else {
                self.out.truncate(checkpoint);
                if depth == 0 {
                    break;
                }
                depth -= 1;
            }
        }
        self.indent -= 1;
        self.push("\n");
        self.pad();
        self.push("}");
    }

    fn contract(&mut self, service: &str, state: &str, depth: usize) -> Method {
        if self.random.chance(60) {
            self.comment();
        }
        let head = self.random.pick(&ACTIONS);
        let arguments = self.random.between(1, 4);
        let outer = self.scope();
        let reply = self.declare_name("return");
        self.pad();
        self.push_all(&["contract ", service, "(@\"", head, "\""]);
        for _ in 0..arguments {
            self.push(", @");
            self.declare_value();
        }
        self.push_all(&[", ", &reply, ") = {\n"]);
        self.indent += 1;
        self.take_state(state, &reply, depth);
        self.close();
        self.leave(outer);
        Method { service: service.to_owned(), head, arguments, is_called: false }
    }

    /// Calls at the end of the program, until it has its size.
    fn calls(&mut self) {
        let mut is_first = true;
        for _ in 0..ATTEMPTS {
            loop {
                let checkpoint = self.out.len();
                if !is_first {
                    self.push(" |\n");
                }
                self.call_to("*stdout");
                if !is_first && self.out.len() + "\n}\n".len() > self.bytes {
                    self.out.truncate(checkpoint);
                    break;
                }
                is_first = false;
            }
        }
    }

    /// The send of a message to some method; `reply` is the last part.
    fn call_to(&mut self, reply: &str) {
        self.pad();
        let uncalled = self.methods.iter().position(|method| !method.is_called);
        let chosen = match uncalled {
            Some(uncalled) if self.random.chance(70) => uncalled,
            _ => self.random.below(self.methods.len().max(1)),
        };
        let Some(method) = self.methods.get_mut(chosen) else {
            self.push_all(&["stdout!(", reply, ")"]);
            return;
        };
        method.is_called = true;
        let (service, head, arguments) = (method.service.clone(), method.head, method.arguments);
        self.push_all(&[&service, "!(\"", head, "\""]);
        for _ in 0..arguments {
            self.push(", ");
            self.argument();
        }
        self.push_all(&[", ", reply, ")"]);
    }

    fn comment(&mut self) {
        for _ in 0..self.random.between(1, 2) {
            let sentence = self.random.pick(&SENTENCES);
            self.pad();
            self.push_all(&["// ", sentence, "\n"]);
        }
    }

    /// Writes a binder and brings its process variable into scope.
    fn declare_value(&mut self) -> String {
        let word = self.random.pick(&VALUES);
        let spelling = self.fresh(word);
        let offset = self.out.len();
        self.push(&spelling);
        self.values.push(Variable { spelling: spelling.clone(), offset, is_used: false });
        spelling
    }

    /// Brings a new name into scope.
    fn declare_name(&mut self, word: &str) -> String {
        let spelling = self.fresh(word);
        self.names.push(spelling.clone());
        spelling
    }

    /// A spelling that nothing in scope has.
    fn fresh(&mut self, word: &str) -> String {
        let is_taken = self.names.iter().any(|name| name == word)
            || self.values.iter().any(|value| value.spelling == word);
        if !is_taken {
            return word.to_owned();
        }
        self.spellings += 1;
        format!("{word}{}", self.spellings)
    }

    /// What is in scope, to return to with [`Writer::leave`].
    fn scope(&self) -> Scope {
        Scope { values: self.values.len(), names: self.names.len() }
    }

    /// Ends a scope. Binders that nothing uses become wildcards, as they would in real programs,
    /// except for a few.
    fn leave(&mut self, outer: Scope) {
        // The last one comes first, so that the offsets of the others stay right.
        while self.values.len() > outer.values {
            let variable = self.values.pop().expect("the length is above zero");
            if !variable.is_used && self.random.chance(90) {
                let end = variable.offset + variable.spelling.len();
                self.out.replace_range(variable.offset..end, "_");
            }
        }
        self.names.truncate(outer.names);
    }

    /// Where the last contract has to end so that there is room for calls.
    fn end(&self) -> usize {
        self.bytes - (self.bytes / 20).min(400)
    }

    fn remaining(&self) -> usize {
        self.end().saturating_sub(self.out.len())
    }

    fn close(&mut self) {
        self.indent -= 1;
        self.push("\n");
        self.pad();
        self.push("}");
    }

    fn pad(&mut self) {
        for _ in 0..self.indent {
            self.out.push_str(INDENT);
        }
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn push_all(&mut self, texts: &[&str]) {
        for text in texts {
            self.out.push_str(text);
        }
    }
}
