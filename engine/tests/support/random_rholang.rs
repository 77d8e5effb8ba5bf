//! Random Rholang that mostly parses.
//!
//! Any process stands where a process may, without the brackets that precedence would ask for, so
//! the texts explore how operators, sends, cases and processes that end with another one meet.

use super::mutation::Random;

/// A text of about `budget` processes.
pub(crate) fn program(random: &mut Random, budget: usize) -> String {
    let mut generator = Generator { random, budget, text: String::new() };
    generator.process();
    generator.text
}

struct Generator<'r> {
    random: &'r mut Random,
    /// How many more processes to make; then only leaves.
    budget: usize,
    text: String,
}

const LEAVES: [&str; 30] = [
    "1",
    "-1",
    "x",
    "y'",
    "_",
    "Nil",
    "true",
    "\"s\"",
    "`rho:u`",
    "()",
    "Int",
    "BigInt",
    "agent",
    "in",
    "$$m$$",
    "%NAME",
    "1.5",
    "2i8",
    ".5",
    "BigInt(7)",
    "=x",
    "=*y",
    "*x",
    "*@1",
    "{}",
    "[]",
    "default",
    "method",
    "Set()",
    "{||}",
];

const NAMES: [&str; 12] = [
    "x",
    "y",
    "_",
    "@x",
    "@1",
    "@-1",
    "@\"s\"",
    "@{x!(1)}",
    "@x.m()",
    "@a /\\ ~b",
    "agent",
    "@[x, y]",
];

const OPERATORS: [&str; 24] = [
    "or", "and", "||", "&&", "==", "!=", "matches", "<", "<=", ">", ">=", "+", "-", "++", "--",
    "*", "/", "%", "%%", "/\\", "\\/", "|", "|", "-",
];

impl Generator<'_> {
    fn pick<'t>(&mut self, choices: &[&'t str]) -> &'t str {
        choices[self.random.below(choices.len())]
    }

    /// Adds tokens with blanks between them. In `tokens` a `P` stands for a process, an `N` for a
    /// name and an `F` for formals.
    fn add(&mut self, tokens: &[&str]) {
        for &token in tokens {
            match token {
                "P" => self.process(),
                "N" => {
                    let name = self.pick(&NAMES);
                    self.token(name);
                }
                "F" => self.formals(),
                _ => self.token(token),
            }
        }
    }

    fn token(&mut self, token: &str) {
        self.text.push_str(token);
        let blank = match self.random.below(24) {
            0 => "/* c */",
            1 => "// c\n",
            2 => "\n",
            3..6 => "",
            _ => " ",
        };
        self.text.push_str(blank);
    }

    fn formals(&mut self) {
        let count = self.random.below(3);
        for index in 0..count {
            self.add(if index == 0 { &["N"] } else { &[",", "N"] });
        }
        match self.random.below(12) {
            0 => self.add(&["...", "@", "r"]),
            1 if count > 0 => self.add(&[","]),
            2 if count > 0 => self.add(&[",", "...@", "_"]),
            _ => {}
        }
    }

    fn list(&mut self) {
        let count = self.random.below(3);
        for index in 0..count {
            self.add(if index == 0 { &["P"] } else { &[",", "P"] });
        }
        if count > 0 && self.random.below(6) == 0 {
            self.add(&[","]);
        }
    }

    fn process(&mut self) {
        if self.budget == 0 {
            let leaf = self.pick(&LEAVES);
            return self.token(leaf);
        }
        self.budget -= 1;
        match self.random.below(40) {
            0..4 => {
                let leaf = self.pick(&LEAVES);
                self.token(leaf);
            }
            4..12 => {
                let operator = self.pick(&OPERATORS);
                self.add(&["P", operator, "P"]);
            }
            12 => self.add(&["not", "P"]),
            13 => self.add(&["-", "P"]),
            14 => self.add(&["~", "P"]),
            15 => self.add(&["(", "P", ")"]),
            16 => self.add(&["{", "P", "}"]),
            17 => {
                self.add(&["P", ".", "m", "("]);
                self.list();
                self.add(&[")"]);
            }
            18..21 => self.send(),
            21 => self.add(&["new", "x", ",", "y", "in", "P"]),
            22 => self.add(&["new", "x", "(", "`u`", ")", ",", "in", "P"]),
            23 => self.add(&["if", "(", "P", ")", "P"]),
            24 => self.add(&["if", "(", "P", ")", "P", "else", "P"]),
            25 => self.let_(),
            26..30 => self.match_(),
            30..32 => self.for_(),
            32 => self.add(&["contract", "N", "(", "F", ")", "=", "{", "P", "}"]),
            33 => {
                let bundle = self.pick(&["bundle", "bundle+", "bundle-", "bundle0"]);
                self.add(&[bundle, "{", "P", "}"]);
            }
            34 => self.collection(),
            35 => self.add(&["{", "P", ":", "P", ",", "P", ":", "P", "}"]),
            36 => self.add(&["(", "P", ",", "P", ")"]),
            37 => self.agent(),
            38 => self.add(&["*", "N"]),
            _ => self.add(&["(", "P", ",", ")"]),
        }
    }

    fn send(&mut self) {
        self.add(&["N"]);
        let kind = self.random.below(8);
        self.add(match kind {
            0 => &["!!", "("],
            1 | 2 => &["!?", "("],
            3 => &["!", "m", "("],
            _ => &["!", "("],
        });
        self.list();
        self.add(&[")"]);
        if (1..=3).contains(&kind) {
            if self.random.below(2) == 0 { self.add(&["."]) } else { self.add(&[";", "P"]) }
        }
    }

    fn let_(&mut self) {
        self.add(&["let", "N"]);
        let separator = self.pick(&[";", "&"]);
        match self.random.below(4) {
            0 => self.add(&["<-", "P", ",", "P"]),
            1 => self.add(&["<-", "P", separator, "x", "=", "P"]),
            2 => self.add(&["=", "P", separator, "x", ",", "F", "<-", "P"]),
            _ => self.add(&["<-", "P"]),
        }
        self.add(&["in", "P"]);
    }

    fn match_(&mut self) {
        self.add(&["match", "P", "{"]);
        for _ in 0..=self.random.below(3) {
            self.add(&["P"]);
            if self.random.below(5) == 0 {
                self.add(&["where", "P"]);
            }
            self.add(&["=>", "P"]);
        }
        self.add(&["}"]);
    }

    fn for_(&mut self) {
        self.add(&["for", "("]);
        for index in 0..=self.random.below(3) {
            if index > 0 {
                let separator = self.pick(&[";", "&"]);
                self.add(&[separator]);
            }
            let arrow = self.pick(&["<-", "<-", "<=", "<<-"]);
            self.add(&["F", arrow, "N"]);
            match self.random.below(10) {
                0 => self.add(&["?!"]),
                1 => self.add(&["!?", "(", "P", ")"]),
                2 => self.add(&["!", "m", "(", ")"]),
                _ => {}
            }
            if self.random.below(6) == 0 {
                self.add(&["where", "P"]);
            }
        }
        self.add(&[")", "{"]);
        if self.random.below(8) > 0 {
            self.add(&["P"]);
        }
        self.add(&["}"]);
    }

    fn collection(&mut self) {
        let (open, close) = [("[", "]"), ("Set(", ")"), ("{|", "|}")][self.random.below(3)];
        self.add(&[open]);
        self.list();
        match self.random.below(4) {
            0 => self.add(&["...", "r"]),
            1 => self.add(&["..._"]),
            _ => {}
        }
        self.add(&[close]);
    }

    fn agent(&mut self) {
        self.add(&["agent", "N", "{", "constructor", "(", "F", ")", "{", "P", "}", "|"]);
        if self.random.below(2) == 0 {
            self.add(&["private", "method", "m", "(", "F", ")", "{", "}", "|"]);
        }
        self.add(&["default", "(", "F", ")", "{", "P", "}", "}"]);
    }
}
