//! Expressions.

use super::super::vocabulary::{PHRASES, VALUES};
use super::Writer;

impl Writer {
    /// The spelling of a process variable in scope; the newest that is not used yet comes first,
    /// because real programs use what they bind.
    pub(super) fn value(&mut self) -> String {
        if self.values.is_empty() {
            return "Nil".to_owned();
        }
        let unused = self.values.iter().rposition(|variable| !variable.is_used);
        let chosen = match unused {
            Some(unused) if self.random.chance(85) => unused,
            _ => self.random.below(self.values.len()),
        };
        let variable = &mut self.values[chosen];
        variable.is_used = true;
        variable.spelling.clone()
    }

    /// An expression that is at most `depth` levels deep.
    pub(super) fn expression(&mut self, depth: usize) {
        if depth == 0 {
            return self.argument();
        }
        match self.random.below(100) {
            0..30 => self.argument(),
            30..45 => self.map(depth - 1),
            45..60 => self.list(depth - 1),
            60..75 => self.method(),
            75..85 => self.arithmetic(),
            85..95 => {
                let phrase = self.random.pick(&PHRASES);
                self.push_all(&["\"", phrase, ": \" ++ "]);
                let value = self.value();
                self.push(&value);
            }
            _ => {
                self.push("(");
                self.expression(depth - 1);
                self.push(", ");
                self.expression(depth - 1);
                self.push(")");
            }
        }
    }

    /// A variable or a literal.
    pub(super) fn argument(&mut self) {
        match self.random.below(10) {
            0 | 1 => {
                let number = self.random.below(100_000).to_string();
                self.push(&number);
            }
            2 | 3 => {
                let phrase = self.random.pick(&PHRASES);
                self.push_all(&["\"", phrase, "\""]);
            }
            4 => self.push("true"),
            _ => {
                let value = self.value();
                self.push(&value);
            }
        }
    }

    pub(super) fn condition(&mut self) {
        match self.random.below(3) {
            0 => {
                let (left, right) = (self.value(), self.value());
                let operator = self.random.pick(&[" < ", " >= ", " == ", " != "]);
                self.push_all(&[&left, operator, &right]);
            }
            1 => {
                let (left, middle) = (self.value(), self.value());
                let limit = self.random.below(1_000).to_string();
                self.push_all(&[&left, " > ", &limit, " and not ", &middle, ".contains("]);
                self.argument();
                self.push(")");
            }
            _ => {
                let value = self.value();
                let kind = self.random.pick(&["Int", "String", "[_, _]", "Nil"]);
                self.push_all(&[&value, " matches ", kind]);
            }
        }
    }

    /// The state with a change.
    pub(super) fn update(&mut self, current: &str) {
        let key = self.random.pick(&VALUES);
        self.push_all(&[current, ".set(\"", key, "\", "]);
        self.expression(1);
        self.push(")");
        if let Some(variable) = self.values.iter_mut().find(|found| found.spelling == current) {
            variable.is_used = true;
        }
    }

    fn map(&mut self, depth: usize) {
        self.push("{");
        for position in 0..self.random.between(1, 3) {
            let key = self.random.pick(&VALUES);
            self.push(if position == 0 { "\"" } else { ", \"" });
            self.push_all(&[key, "\": "]);
            self.expression(depth);
        }
        self.push("}");
    }

    fn list(&mut self, depth: usize) {
        self.push("[");
        for position in 0..self.random.between(1, 4) {
            if position > 0 {
                self.push(", ");
            }
            self.expression(depth);
        }
        self.push("]");
    }

    fn method(&mut self) {
        let receiver = self.value();
        self.push(&receiver);
        match self.random.below(5) {
            0 => {
                let key = self.random.pick(&VALUES);
                self.push_all(&[".get(\"", key, "\")"]);
            }
            1 => self.push(".length()"),
            2 => {
                self.push(".getOrElse(");
                self.argument();
                self.push(", 0)");
            }
            3 => self.push(".toList().nth(0)"),
            _ => {
                self.push(".union({\"");
                let key = self.random.pick(&VALUES);
                self.push_all(&[key, "\": "]);
                self.argument();
                self.push("})");
            }
        }
    }

    fn arithmetic(&mut self) {
        let (left, right) = (self.value(), self.value());
        let operator = self.random.pick(&[" + ", " - ", " * ", " / ", " % "]);
        self.push_all(&[&left, operator, &right]);
        if self.random.chance(40) {
            let number = self.random.between(1, 500).to_string();
            self.push_all(&[" + ", &number]);
        }
    }
}
