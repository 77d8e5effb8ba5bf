//! Agents.

use super::frame::{BRACKET, CASE_BODY, Class, Tag};
use super::keyword::Keyword;
use super::{Next, Parser};
use crate::languages::rholang::kind::NodeKind as K;

impl Parser<'_, '_> {
    /// `agent`, which has been passed: a declaration if a name follows, or else an identifier.
    pub(super) fn agent(&mut self, start: usize) -> Option<Next> {
        let end = self.at;
        let has_name = match self.token() {
            b'a'..=b'z' | b'A'..=b'Z' | b'\'' | b'_' => {
                let word_end = self.word_end()?;
                match Keyword::of(&self.bytes[self.at..word_end]) {
                    Keyword::None => true,
                    Keyword::In => return None,
                    keyword if keyword.is_reserved() => false,
                    // Where the pattern of a case may begin, these words are no names.
                    _ if self.context & CASE_BODY != 0 => return None,
                    _ => true,
                }
            }
            b'@' => true,
            b'$' => return None,
            _ => false,
        };
        if !has_name {
            return self.variable(start, end);
        }
        self.begin(Tag::Agent, K::Agent, BRACKET, start);
        if self.token() == b'@' {
            return Some(self.quote(Tag::QuotedAgent));
        }
        self.simple_name(K::NameVariable)?;
        self.agent_members()
    }

    /// The members of an agent, whose name has been passed.
    pub(super) fn agent_members(&mut self) -> Option<Next> {
        if self.accept(b'{') { self.member() } else { None }
    }

    fn member(&mut self) -> Option<Next> {
        self.token();
        let start = self.at;
        let is_private = self.accept_word(b"private");
        let kind = if self.accept_word(b"method") {
            if is_private { K::AgentPrivateMethod } else { K::AgentMethod }
        } else if self.accept_word(b"default") {
            if is_private { K::AgentPrivateDefault } else { K::AgentDefault }
        } else if !is_private && self.accept_word(b"constructor") {
            K::AgentConstructor
        } else {
            return None;
        };
        self.begin(Tag::Member, kind, BRACKET, start);
        if matches!(kind, K::AgentMethod | K::AgentPrivateMethod) {
            self.method_name()?;
        }
        if self.accept(b'(') { self.formals() } else { None }
    }

    /// What comes after a member of an agent.
    pub(super) fn next_member(&mut self) -> Option<Next> {
        if self.accept(b'|') {
            return self.member();
        }
        if !self.accept(b'}') {
            return None;
        }
        let frame = self.pop();
        self.complete(frame, K::Agent, Class::Closed);
        Some(Next::Operator)
    }
}
