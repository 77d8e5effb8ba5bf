//! The kinds of Rholang rows, and how the node of each kind is built.
//!
//! Blocks `{ P }` and parentheses around an expression have no node of their own: the process
//! inside stands for them. Names and processes share one node table; which of the two an
//! identifier is follows from its place and is part of its kind.

use crate::languages::kinds;

kinds! {
    /// What a node is.
    ///
    /// *Children* are listed in order; `x*` means any number, `x?` none or one. Damaged text can
    /// leave out any of them, and puts [`NodeKind::Error`] nodes anywhere. *Data* is `u32::MAX`
    /// where nothing is said.
    pub enum NodeKind {
        /// Text that does not parse. Children: whatever could be understood in it.
        Error,
        /// A process or name that the text should have and does not. Empty range.
        Missing,
        /// The file. Children: process?.
        Program,

        // ---- processes ----
        /// `P | Q | R`. Children: process*.
        Par,
        /// `new x, y in { P }`. Children: `NameDeclaration`*, body.
        New,
        /// ``x(`uri`)`` in `new`. Children: `NameVariable`, `Uri`?.
        NameDeclaration,
        /// `if (C) P else Q`. Children: condition, process, process?.
        If,
        /// `let x <- a; y <- b in P`. Children: `LetBind` or `LetAssign`*, body.
        LetSequential,
        /// `let x <- a & y <- b in P`. Children: as for `LetSequential`.
        LetConcurrent,
        /// `x, y <- a, b` in `let`. Children: pattern*, `Remainder`?, value*. Data: how many of the
        /// children are patterns, the remainder included.
        LetBind,
        /// `x = a` in `let`. Children: `ProcessVariable`, value. Data: 1.
        LetAssign,
        /// `bundle { P }`. Children: process.
        BundleReadWrite,
        /// `bundle+ { P }`. Children: process.
        BundleWrite,
        /// `bundle- { P }`. Children: process.
        BundleRead,
        /// `bundle0 { P }`. Children: process.
        BundleOpaque,
        /// `match E { .. }`. Children: value, `Case`*.
        Match,
        /// `p where C => P`. Children: pattern, `Guard`?, body.
        Case,
        /// `where C`. Children: condition.
        Guard,
        /// `select { .. }`. Children: `Branch`*.
        Select,
        /// `x <- c; y <- d where C => P`. Children: `LinearBind`*, `Guard`?, body.
        Branch,
        /// `contract c(x, y) = { P }`. Children: channel, pattern*, `Remainder`?, body.
        Contract,
        /// `for (A; B) { P }`. Children: `Receipt`*, body.
        For,
        /// `x <- c & y <- d where C`. Children: binds, `Guard`?.
        Receipt,
        /// `x, y <- c`. Children: pattern*, `Remainder`?, source.
        LinearBind,
        /// `x, y <= c`. Children: as for `LinearBind`.
        RepeatedBind,
        /// `x, y <<- c`. Children: as for `LinearBind`.
        PeekBind,
        /// `c?!` as a source. Children: channel.
        ReceiveSendSource,
        /// `c!?(a, b)` as a source. Children: channel, argument*.
        SendReceiveSource,
        /// `c!m(a, b)` as a source. Children: channel, `MethodName`, argument*.
        MethodSource,
        /// `c!(a, b)`. Children: channel, argument*.
        Send,
        /// `c!!(a, b)`. Children: channel, argument*.
        PersistentSend,
        /// `c!?(a, b).`. Children: channel, argument*.
        SyncSend,
        /// `c!?(a, b); P`. Children: channel, argument*, process.
        SyncSendThen,
        /// `c!m(a, b).`. Children: channel, `MethodName`, argument*.
        MethodSend,
        /// `c!m(a, b); P`. Children: channel, `MethodName`, argument*, process.
        MethodSendThen,
        /// `agent A { .. }`. Children: channel, members.
        Agent,
        /// `constructor(x) { P }`. Children: pattern*, `Remainder`?, body.
        AgentConstructor,
        /// `method m(x) { P }`. Children: `MethodName`, pattern*, `Remainder`?, body.
        AgentMethod,
        /// `private method m(x) { P }`. Children: as for `AgentMethod`.
        AgentPrivateMethod,
        /// `default(x) { P }`. Children: pattern*, `Remainder`?, body.
        AgentDefault,
        /// `private default(x) { P }`. Children: as for `AgentDefault`.
        AgentPrivateDefault,

        // ---- names and variables ----
        /// A process used as a name, `@P`. Children: process. Data: the name of its canonical
        /// spelling if it is a term that is used as a channel.
        Quote,
        /// A name used as a process, `*x`. Children: name.
        Eval,
        /// An identifier in the place of a name. Data: the name while the tree is lowered, then
        /// its reference or, with [`BINDER_FLAG`] set, its binder.
        NameVariable,
        /// An identifier in the place of a process. Data: as for `NameVariable`.
        ProcessVariable,
        /// `=x` in a pattern. Children: `ProcessVariable`.
        ProcessVariableReference,
        /// `=*x` in a pattern. Children: `NameVariable`.
        NameVariableReference,
        /// `_`.
        Wildcard,
        /// `...x` or `...@x`. Children: `ProcessVariable` or `Wildcard`.
        Remainder,
        /// The name of a method. Data: the name.
        MethodName,

        // ---- operators: children: left, right ----
        /// `or`, `||`.
        Or,
        /// `and`, `&&`.
        And,
        /// `==`.
        Equal,
        /// `!=`.
        NotEqual,
        /// `matches`; the right child is a pattern.
        Matches,
        /// `<`.
        Less,
        /// `<=`.
        LessOrEqual,
        /// `>`.
        Greater,
        /// `>=`.
        GreaterOrEqual,
        /// `+`.
        Add,
        /// `-`.
        Subtract,
        /// `++`.
        Concatenate,
        /// `--`.
        Difference,
        /// `*`.
        Multiply,
        /// `/`.
        Divide,
        /// `%`.
        Modulo,
        /// `%%`.
        Interpolate,
        /// `/\`.
        Conjunction,
        /// `\/`.
        Disjunction,

        // ---- operators: children: operand ----
        /// `not`.
        Not,
        /// `-`.
        Negate,
        /// `~`.
        Negation,

        // ---- expressions ----
        /// `x.m(a, b)`. Children: receiver, `MethodName`, argument*.
        MethodCall,
        /// `[a, b ...r]`. Children: element*, `Remainder`?.
        List,
        /// `(a, b)` and `(a,)`. Children: element*.
        Tuple,
        /// `(P)` where P is no expression: a tuple of one. Children: element.
        ParenthesizedTuple,
        /// `Set(a, b ...r)`. Children: element*, `Remainder`?.
        Set,
        /// `{a: b ...r}`. Children: `MapEntry`*, `Remainder`?.
        Map,
        /// `a: b`. Children: key, value.
        MapEntry,
        /// `{| a, b ...r |}`. Children: element*, `Remainder`?.
        PathMap,

        // ---- leaves ----
        /// `Nil`, and the braces of an empty block.
        Nil,
        /// `()`.
        Unit,
        /// `true`.
        True,
        /// `false`.
        False,
        /// `1`: a 64-bit integer.
        Integer,
        /// `1i32`.
        SignedInteger,
        /// `1u32`.
        UnsignedInteger,
        /// `1n`, `BigInt(1)`.
        BigInteger,
        /// `1r`.
        BigRational,
        /// `1.5`, `1f64`.
        Float,
        /// `1.50p2`.
        FixedPoint,
        /// `"text"`. Data: the name of its content if it is quoted, `@"text"`.
        String,
        /// `` `uri` ``. Data: the name that the URI spells.
        Uri,
        /// `Bool` as a pattern.
        BoolType,
        /// `Int` as a pattern.
        IntType,
        /// `BigInt` as a pattern.
        BigIntType,
        /// `String` as a pattern.
        StringType,
        /// `Uri` as a pattern.
        UriType,
        /// `ByteArray` as a pattern.
        ByteArrayType,
        /// `$$name$$` or `%NAME`: text that a template engine replaces.
        Placeholder,
    }
}

pub use crate::ir::BINDER_FLAG;

impl NodeKind {
    /// Whether the node is one of the four kinds of bundle.
    pub const fn is_bundle(self) -> bool {
        matches!(
            self,
            Self::BundleReadWrite | Self::BundleWrite | Self::BundleRead | Self::BundleOpaque
        )
    }

    /// Whether the node binds patterns to a source.
    pub const fn is_bind(self) -> bool {
        matches!(self, Self::LinearBind | Self::RepeatedBind | Self::PeekBind)
    }

    /// Whether the node sends a message: a send, or a receive's source that asks.
    pub const fn is_send(self) -> bool {
        matches!(
            self,
            Self::Send
                | Self::PersistentSend
                | Self::SyncSend
                | Self::SyncSendThen
                | Self::MethodSend
                | Self::MethodSendThen
                | Self::SendReceiveSource
                | Self::MethodSource
        )
    }

    /// Whether the node is a receive's source that does more than name a channel.
    pub const fn is_complex_source(self) -> bool {
        matches!(self, Self::ReceiveSendSource | Self::SendReceiveSource | Self::MethodSource)
    }

    /// Whether the node is a `for`, `new`, send or another process that is no expression, so that
    /// parentheses around it make a tuple.
    pub const fn is_statement(self) -> bool {
        matches!(
            self,
            Self::Par
                | Self::New
                | Self::If
                | Self::LetSequential
                | Self::LetConcurrent
                | Self::Match
                | Self::Select
                | Self::Contract
                | Self::For
                | Self::Send
                | Self::PersistentSend
                | Self::SyncSend
                | Self::SyncSendThen
                | Self::MethodSend
                | Self::MethodSendThen
                | Self::Agent
        ) || self.is_bundle()
    }

    /// Whether the node is a number.
    pub const fn is_number(self) -> bool {
        matches!(
            self,
            Self::Integer
                | Self::SignedInteger
                | Self::UnsignedInteger
                | Self::BigInteger
                | Self::BigRational
                | Self::Float
                | Self::FixedPoint
        )
    }

    /// Whether the node is the name of a type, which only matches in patterns.
    pub const fn is_simple_type(self) -> bool {
        matches!(
            self,
            Self::BoolType
                | Self::IntType
                | Self::BigIntType
                | Self::StringType
                | Self::UriType
                | Self::ByteArrayType
        )
    }

    /// Whether the node is an agent or a member of one.
    pub const fn is_agent_part(self) -> bool {
        matches!(
            self,
            Self::Agent
                | Self::AgentConstructor
                | Self::AgentMethod
                | Self::AgentPrivateMethod
                | Self::AgentDefault
                | Self::AgentPrivateDefault
        )
    }

    /// Whether the node is a word without parts.
    pub const fn is_leaf(self) -> bool {
        self.is_variable()
            || self.is_number()
            || self.is_simple_type()
            || matches!(
                self,
                Self::Wildcard
                    | Self::MethodName
                    | Self::Nil
                    | Self::Unit
                    | Self::True
                    | Self::False
                    | Self::String
                    | Self::Uri
                    | Self::Placeholder
            )
    }

    /// Whether the node is an identifier that may bind or refer.
    pub const fn is_variable(self) -> bool {
        matches!(self, Self::NameVariable | Self::ProcessVariable)
    }
}

kinds! {
    /// What introduces the binders of a scope.
    pub enum ScopeKind {
        /// Variables that exist only inside a pattern: under `~`, beside `\/`, right of `matches`,
        /// and formals of an agent's `default`. Nothing refers to them.
        PatternLocal,
        /// `new`.
        New,
        /// A receipt of `for`, a branch of `select`.
        Receipt,
        /// The formals of a contract.
        Contract,
        /// A case of `match`.
        Case,
        /// A declaration of `let`, or all of a concurrent one.
        Let,
        /// An agent: the formals of its constructor, `this`, `private`.
        Agent,
        /// The formals of an agent's method, `return`, `args`.
        Method,
    }
}

kinds! {
    /// How a binder came about.
    pub enum BinderKind {
        /// Declared by `new` without a URI.
        New,
        /// Declared by `new` with a URI.
        NewUri,
        /// Bound by a receive.
        Receive,
        /// A formal of a contract, constructor or method.
        Formal,
        /// Bound by a case of `match`.
        Case,
        /// Bound by `let`.
        Let,
        /// A variable that exists only inside its pattern.
        PatternLocal,
        /// A name that an agent brings along: `this`, `private`, `return`, `args`.
        Implicit,
    }
}

/// Set in a binder's kind code if the binder is a process variable, not a name.
pub const PROCESS_FLAG: u8 = 0x80;

/// Set in a binder's kind code if the construct that binds stands in a pattern: it is matched and
/// does not run.
pub const MATCHED_FLAG: u8 = 0x40;

impl BinderKind {
    /// The kind of a binder's kind code, without the flags.
    #[inline]
    pub const fn of(code: u8) -> Self {
        Self::from_code(code & !(PROCESS_FLAG | MATCHED_FLAG))
    }
}

kinds! {
    /// What an endpoint does with its channel.
    pub enum EndpointRole {
        /// `c!(..)`.
        Send,
        /// `c!!(..)`.
        PersistentSend,
        /// `c!?(..)`: the message begins with a reply channel.
        SyncSend,
        /// `c!m(..)`: the message begins with a reply channel and the method's name.
        MethodSend,
        /// `x <- c`.
        Receive,
        /// `x <= c`.
        RepeatedReceive,
        /// `x <<- c`.
        Peek,
        /// `contract c(..)`.
        Contract,
        /// `agent c`: the message is the constructor's, after a reply channel.
        Agent,
    }
}

impl EndpointRole {
    /// Whether the endpoint sends; otherwise it receives.
    pub const fn is_send(self) -> bool {
        matches!(self, Self::Send | Self::PersistentSend | Self::SyncSend | Self::MethodSend)
    }
}

kinds! {
    /// How an endpoint's channel is identified.
    pub enum ChannelKind {
        /// A computed name. The channel is `u32::MAX`.
        Computed,
        /// A lexical name. The channel is its binder.
        Binder,
        /// A quoted string `@"x"`, one channel for all programs. The channel is the name of its
        /// content.
        Quoted,
        /// A name that `new` bound to a URI. The channel is the name of the URI.
        Uri,
        /// Another quoted term, such as `@[*x, 1]`. The channel is the name of its canonical spelling.
        Term,
    }
}

kinds! {
    /// What the file offers by name.
    pub enum DefinitionKind {
        /// A contract.
        Contract,
        /// An agent.
        Agent,
        /// A method of an agent.
        Method,
        /// A name with a URI.
        Uri,
    }
}
