//! MeTTa programs.
//!
//! A program is a row of top-level forms: types with their individuals, facts, functions with
//! clauses, and evaluations that use what stands above them.

use super::random::Random;
use super::vocabulary::{
    ACTIONS, INDIVIDUALS, PHRASES, RELATIONS, SENTENCES, SUBJECTS, TYPES, VALUES,
};

/// Tries to make something that fits the rest of the space, before something smaller is tried.
const ATTEMPTS: usize = 4;
/// How deep the body of a clause nests.
const DEPTH: usize = 3;

/// A MeTTa program of about `bytes` bytes.
///
/// It has typed functions with clauses, facts, `let`, `let*`, `case`, `match`, comments and
/// evaluations.
pub fn metta(bytes: usize, seed: u64) -> String {
    let mut writer = Writer {
        out: String::with_capacity(bytes + bytes / 8),
        random: Random::new(seed),
        indent: 0,
        spellings: 0,
        variables: Vec::new(),
        functions: Vec::new(),
    };
    writer.program(bytes);
    writer.out
}

struct Variable {
    spelling: String,
    /// Where the program introduces it.
    offset: usize,
    is_used: bool,
}

struct Function {
    name: String,
    parameters: usize,
}

struct Writer {
    out: String,
    random: Random,
    indent: usize,
    /// Numbers that make names unique.
    spellings: usize,
    variables: Vec<Variable>,
    functions: Vec<Function>,
}

impl Writer {
    fn program(&mut self, bytes: usize) {
        self.comment();
        self.evaluate_until(bytes, Self::section);
        self.evaluate_until(bytes, Self::evaluation);
        self.evaluate_until(bytes, |writer| {
            writer.fact();
            writer.push("\n");
        });
    }

    /// Writes one thing after another as long as they fit.
    fn evaluate_until(&mut self, bytes: usize, mut write: impl FnMut(&mut Self)) {
        let mut failures = 0;
        while failures < ATTEMPTS {
            let (length, functions) = (self.out.len(), self.functions.len());
            write(self);
            if self.out.len() > bytes {
                self.out.truncate(length);
                self.functions.truncate(functions);
                failures += 1;
            }
        }
    }

    fn section(&mut self) {
        match self.random.below(10) {
            0 => self.types(),
            1 | 2 => {
                for _ in 0..self.random.between(3, 9) {
                    self.fact();
                    self.push("\n");
                }
            }
            3..8 => self.function(),
            _ => self.evaluation(),
        }
        self.push("\n");
    }

    /// A type and what belongs to it.
    fn types(&mut self) {
        self.comment();
        let name = self.random.pick(&TYPES);
        let name = self.unique(name);
        self.push_all(&["(: ", &name, " Type)\n"]);
        for _ in 0..self.random.between(1, 4) {
            let individual = self.random.pick(&INDIVIDUALS);
            let individual = self.unique(individual);
            self.push_all(&["(: ", &individual, " ", &name, ")\n"]);
        }
    }

    fn fact(&mut self) {
        let relation = self.random.pick(&RELATIONS);
        let (left, right) = (self.random.pick(&INDIVIDUALS), self.random.pick(&INDIVIDUALS));
        self.push_all(&["(", relation, " ", left, " ", right, ")"]);
    }

    /// A type declaration and one to three clauses.
    fn function(&mut self) {
        if self.random.chance(60) {
            self.comment();
        }
        let (action, subject) = (self.random.pick(&ACTIONS), self.random.pick(&SUBJECTS));
        let mut name = format!("{action}-{subject}");
        if self.functions.iter().any(|function| function.name == name) {
            name = self.unique(&format!("{name}-"));
        }
        let parameters = self.random.between(1, 3);
        self.push_all(&["(: ", &name, " (->"]);
        for _ in 0..=parameters {
            self.push(" %Undefined%");
        }
        self.push("))\n");
        if self.random.chance(30) {
            // A clause for one constant value in the first place.
            let first = self.random.pick(&INDIVIDUALS);
            self.push_all(&["(= (", &name, " ", first]);
            self.clause_after_head(parameters - 1);
        }
        self.push_all(&["(= (", &name]);
        self.clause_after_head(parameters);
        self.functions.push(Function { name, parameters });
    }

    /// The rest of a clause: its last parameters and its body.
    fn clause_after_head(&mut self, parameters: usize) {
        self.variables.clear();
        for _ in 0..parameters {
            self.push(" ");
            self.declare();
        }
        self.push(")");
        self.indent = 2;
        self.next_line();
        self.body(DEPTH);
        self.push(")\n");
        self.mark_unused();
    }

    fn body(&mut self, depth: usize) {
        if depth == 0 {
            return self.call(1);
        }
        match self.random.below(10) {
            0 | 1 => {
                self.push("(if ");
                self.comparison();
                self.line_of_body(depth - 1);
                self.line_of_body(0);
                self.push(")");
            }
            2 | 3 => {
                let variable = self.binding("(let ");
                self.line_of_body(depth - 1);
                self.keep(&variable);
                self.push(")");
            }
            4 => self.bindings(depth),
            5 | 6 => self.cases(depth),
            7 | 8 => self.query(depth),
            _ => self.call(2),
        }
    }

    /// Something on a line of its own.
    fn line_of_body(&mut self, depth: usize) {
        self.indent += 2;
        self.next_line();
        self.body(depth);
        self.indent -= 2;
    }

    /// The head of a `let`, up to its value: a variable does not occur in its own value.
    fn binding(&mut self, head: &str) -> String {
        self.push(head);
        let start = self.out.len();
        self.call(1);
        let value = self.out.split_off(start);
        let variable = self.declare();
        self.push_all(&[" ", &value]);
        variable
    }

    fn bindings(&mut self, depth: usize) {
        self.push("(let* (");
        for position in 0..self.random.between(2, 3) {
            if position > 0 {
                self.indent += 7;
                self.next_line();
                self.indent -= 7;
            }
            self.binding("(");
            self.push(")");
        }
        self.push(")");
        self.line_of_body(depth - 1);
        self.push(")");
    }

    fn cases(&mut self, depth: usize) {
        self.push("(case ");
        self.call(1);
        self.indent += 2;
        self.next_line();
        self.push("(");
        for _ in 0..self.random.between(1, 3) {
            self.push("(");
            if self.random.chance(40) {
                self.push("(");
                self.declare();
                self.push(" ");
                self.declare();
                self.push(")");
            } else {
                let individual = self.random.pick(&INDIVIDUALS);
                self.push(individual);
            }
            self.push(" ");
            if self.random.chance(30) {
                self.body(depth - 1);
            } else {
                self.call(1);
            }
            self.push(")");
            self.indent += 1;
            self.next_line();
            self.indent -= 1;
        }
        self.push("(");
        let other = self.declare();
        self.push_all(&[" ", &other, ")))"]);
        self.keep(&other);
        self.indent -= 2;
    }

    fn query(&mut self, depth: usize) {
        let relation = self.random.pick(&RELATIONS);
        let known = self.value();
        let is_joining = self.random.chance(50);
        self.push(if is_joining { "(match &self (, (" } else { "(match &self (" });
        self.push_all(&[relation, " ", &known, " "]);
        let found = self.declare();
        if is_joining {
            let next = self.random.pick(&RELATIONS);
            self.push_all(&[") (", next, " ", &found, " "]);
            self.declare();
            self.keep(&found);
            self.push(")");
        }
        self.push(")");
        self.line_of_body(depth - 1);
        self.push(")");
    }

    fn comparison(&mut self) {
        let operator = self.random.pick(&["==", "<", ">=", ">"]);
        let value = self.value();
        self.push_all(&["(", operator, " ", &value, " "]);
        self.atom();
        self.push(")");
    }

    /// A call of a function of this file or of the standard library.
    fn call(&mut self, depth: usize) {
        let chosen = self.random.below(self.functions.len() + 6);
        let (name, parameters) = match self.functions.get(chosen) {
            Some(function) => (function.name.clone(), function.parameters),
            None => (self.random.pick(&["+", "-", "*", "+", "max", "min"]).to_owned(), 2),
        };
        let is_arithmetic = chosen >= self.functions.len();
        self.push_all(&["(", &name]);
        for _ in 0..parameters {
            self.push(" ");
            if depth > 1 && self.random.chance(40) {
                self.call(depth - 1);
            } else if is_arithmetic {
                self.number();
            } else {
                self.atom();
            }
        }
        self.push(")");
    }

    /// A variable or a number, as arithmetic takes.
    fn number(&mut self) {
        if self.variables.is_empty() || self.random.chance(40) {
            let number = self.random.below(1_000).to_string();
            self.push(&number);
        } else {
            let value = self.value();
            self.push(&value);
        }
    }

    /// A variable, symbol or literal.
    fn atom(&mut self) {
        match self.random.below(10) {
            0 | 1 => self.number(),
            2 => {
                let individual = self.random.pick(&INDIVIDUALS);
                self.push(individual);
            }
            3 => {
                let phrase = self.random.pick(&PHRASES);
                self.push_all(&["\"", phrase, "\""]);
            }
            _ => {
                let value = self.value();
                self.push(&value);
            }
        }
    }

    fn evaluation(&mut self) {
        self.variables.clear();
        match self.random.below(3) {
            0 => {
                let relation = self.random.pick(&RELATIONS);
                let individual = self.random.pick(&INDIVIDUALS);
                self.push_all(&["!(match &self (", relation, " ", individual, " $found) $found)"]);
            }
            1 => {
                self.push("!");
                self.call(2);
            }
            _ => {
                self.push("!(assertEqual\n  ");
                self.call(1);
                self.push("\n  ");
                self.atom();
                self.push(")");
            }
        }
        self.push("\n");
    }

    /// A variable in scope, or a symbol where there is none. The newest that is not used yet comes
    /// first, because real programs use what they bind.
    fn value(&mut self) -> String {
        if self.variables.is_empty() {
            return self.random.pick(&INDIVIDUALS).to_owned();
        }
        let unused = self.variables.iter().rposition(|variable| !variable.is_used);
        let chosen = match unused {
            Some(unused) if self.random.chance(85) => unused,
            _ => self.random.below(self.variables.len()),
        };
        let variable = &mut self.variables[chosen];
        variable.is_used = true;
        variable.spelling.clone()
    }

    /// Writes a variable that the form has not had before.
    fn declare(&mut self) -> String {
        let word = self.random.pick(&VALUES);
        let is_taken = |found: &Variable| found.spelling[1..] == *word;
        let spelling = if self.variables.iter().any(is_taken) {
            format!("${}", self.unique(word))
        } else {
            format!("${word}")
        };
        let offset = self.out.len();
        self.push(&spelling);
        self.variables.push(Variable { spelling: spelling.clone(), offset, is_used: false });
        spelling
    }

    /// Gives the variables that occur once an underscore, as real programs do, except for a few.
    fn mark_unused(&mut self) {
        // The last one comes first, so that the offsets of the others stay right.
        while let Some(variable) = self.variables.pop() {
            if !variable.is_used && self.random.chance(90) {
                self.out.insert(variable.offset + 1, '_');
            }
        }
    }

    /// Says that a variable has been used.
    fn keep(&mut self, spelling: &str) {
        if let Some(found) = self.variables.iter_mut().find(|found| found.spelling == spelling) {
            found.is_used = true;
        }
    }

    fn unique(&mut self, word: &str) -> String {
        self.spellings += 1;
        format!("{word}{}", self.spellings)
    }

    fn comment(&mut self) {
        for _ in 0..self.random.between(1, 2) {
            let sentence = self.random.pick(&SENTENCES);
            self.push_all(&["; ", sentence, "\n"]);
        }
    }

    fn next_line(&mut self) {
        self.push("\n");
        for _ in 0..self.indent {
            self.out.push(' ');
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
