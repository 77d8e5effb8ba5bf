//! Processes. Each function writes one process from the indentation of its first line on, without
//! a line end after it.

use super::super::vocabulary::PHRASES;
use super::Writer;

impl Writer {
    /// The body of a contract: takes the state, works, puts a state back and answers.
    pub(super) fn take_state(&mut self, state: &str, reply: &str, depth: usize) {
        let outer = self.scope();
        let is_reading = self.random.chance(30);
        self.pad();
        self.push("for (@");
        let current = self.declare_value();
        let arrow = if is_reading { " <<- " } else { " <- " };
        self.push_all(&[arrow, state, ") {\n"]);
        self.indent += 1;
        self.work(state, reply, depth);
        if !is_reading {
            self.push(" |\n");
            self.pad();
            self.push_all(&[state, "!("]);
            self.update(&current);
            self.push(")");
        }
        self.push(" |\n");
        self.answer(reply);
        self.close();
        self.leave(outer);
    }

    /// Some process.
    fn work(&mut self, state: &str, reply: &str, depth: usize) {
        if depth == 0 {
            return self.note();
        }
        if self.random.chance(12) {
            self.comment();
        }
        match self.random.below(100) {
            0..20 => self.branch(state, reply, depth - 1),
            20..45 => self.cases(state, reply, depth - 1),
            45..70 => self.ask(state, reply, depth - 1),
            70..80 => self.join(state, reply, depth - 1),
            80..88 => self.bind(state, reply, depth - 1),
            _ => {
                self.work(state, reply, depth - 1);
                self.push(" |\n");
                self.note();
            }
        }
    }

    /// Prints something.
    fn note(&mut self) {
        self.pad();
        self.push("stdout!(");
        self.expression(2);
        self.push(")");
    }

    /// Sends the result.
    fn answer(&mut self, reply: &str) {
        self.pad();
        self.push_all(&[reply, "!("]);
        self.expression(1);
        self.push(")");
    }

    fn branch(&mut self, state: &str, reply: &str, depth: usize) {
        self.pad();
        self.push("if (");
        self.condition();
        self.push(") {\n");
        self.indent += 1;
        self.work(state, reply, depth);
        self.close();
        self.push(" else {\n");
        self.indent += 1;
        self.answer(reply);
        self.close();
    }

    fn cases(&mut self, state: &str, reply: &str, depth: usize) {
        self.pad();
        self.push("match ");
        let subject = self.value();
        self.push_all(&[&subject, " {\n"]);
        self.indent += 1;
        for _ in 0..self.random.between(1, 3) {
            let outer = self.scope();
            self.pad();
            self.pattern();
            self.push(" => {\n");
            self.indent += 1;
            if self.random.chance(35) {
                self.work(state, reply, depth.saturating_sub(1));
            } else {
                self.note();
            }
            self.close();
            self.push("\n");
            self.leave(outer);
        }
        self.pad();
        self.push("_ => ");
        if self.random.chance(50) {
            self.push("Nil");
        } else {
            let phrase = self.random.pick(&PHRASES);
            self.push_all(&["{ ", reply, "!(\"", phrase, "\") }"]);
        }
        self.close();
    }

    /// A pattern of a case.
    fn pattern(&mut self) {
        match self.random.below(6) {
            0 | 1 => {
                let key = self.random.pick(&PHRASES);
                self.push_all(&["{\"", key, "\": "]);
                self.declare_value();
                self.push(" ...");
                self.declare_value();
                self.push("}");
            }
            2 => {
                self.push("[");
                self.declare_value();
                self.push(" ...");
                self.declare_value();
                self.push("]");
            }
            3 => {
                self.push("(");
                self.declare_value();
                self.push(", ");
                self.declare_value();
                self.push(")");
            }
            4 => {
                let phrase = self.random.pick(&PHRASES);
                self.push_all(&["\"", phrase, "\""]);
            }
            _ => {
                let number = self.random.below(100).to_string();
                self.push_all(&["[", &number, ", _]"]);
            }
        }
    }

    /// Calls a service on a channel of its own and waits for the answer.
    fn ask(&mut self, state: &str, reply: &str, depth: usize) {
        let outer = self.scope();
        let answer = self.declare_name("answer");
        self.pad();
        self.push_all(&["new ", &answer, " in {\n"]);
        self.indent += 1;
        self.call_to(&format!("*{answer}"));
        self.push(" |\n");
        self.pad();
        self.push("for (@");
        self.declare_value();
        self.push_all(&[" <- ", &answer, ") {\n"]);
        self.indent += 1;
        self.work(state, reply, depth);
        self.close();
        self.close();
        self.leave(outer);
    }

    /// Calls two services and waits for both.
    fn join(&mut self, state: &str, reply: &str, depth: usize) {
        let outer = self.scope();
        let first = self.declare_name("first");
        let second = self.declare_name("second");
        self.pad();
        self.push_all(&["new ", &first, ", ", &second, " in {\n"]);
        self.indent += 1;
        self.call_to(&format!("*{first}"));
        self.push(" |\n");
        self.call_to(&format!("*{second}"));
        self.push(" |\n");
        self.pad();
        self.push("for (@");
        self.declare_value();
        let separator = self.random.pick(&[" & @", "; @"]);
        self.push_all(&[" <- ", &first, separator]);
        self.declare_value();
        self.push_all(&[" <- ", &second, ") {\n"]);
        self.indent += 1;
        self.work(state, reply, depth);
        self.close();
        self.close();
        self.leave(outer);
    }

    fn bind(&mut self, state: &str, reply: &str, depth: usize) {
        self.pad();
        self.push("let @");
        let outer = self.scope();
        // The value of a declaration does not see its own variable, so it is written first.
        let start = self.out.len();
        self.expression(1);
        let value = self.out.split_off(start);
        self.declare_value();
        self.push_all(&[" <- ", &value, " in {\n"]);
        self.indent += 1;
        self.work(state, reply, depth);
        self.close();
        self.leave(outer);
    }
}
