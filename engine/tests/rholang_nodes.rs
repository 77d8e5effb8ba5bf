//! How text becomes nodes: precedence (section 2.1 of the fact sheet `rholang.md`), productions
//! (2.2), the oddities not to copy (2.3), and literals (1).
//!
//! Outlines are written `Kind(child, child)`; see [`check_outlines`].

mod support;

use support::rholang::check_outlines;

#[test]
fn consequences_of_the_precedence_table() {
    check_outlines(&[
        ("a /\\ b == c", "Equal(Conjunction(a, b), c)"),
        ("~x.f()", "MethodCall(Negation(x), f)"),
        ("*x.f()", "MethodCall(Eval(x), f)"),
        ("not a == b", "Equal(Not(a), b)"),
        ("-a.f()", "Negate(MethodCall(a, f))"),
        ("-a * b", "Multiply(Negate(a), b)"),
        ("\"s\" %% m ++ \"y\"", "Concatenate(Interpolate(\"s\", m), \"y\")"),
        ("new x in a | b", "Par(New(NameDeclaration(x), a), b)"),
        ("if (c) a else b | d", "Par(If(c, a, b), d)"),
        ("if (c) a | d", "Par(If(c, a), d)"),
        ("n!?(v); a | b", "Par(SyncSendThen(n, v, a), b)"),
        ("n!m(v); a | b", "Par(MethodSendThen(n, m, v, a), b)"),
        ("let x = 1 in a | b", "Par(LetSequential(LetAssign(x, 1), a), b)"),
    ]);
}

#[test]
fn levels_of_operators() {
    check_outlines(&[
        (
            "a or b and c == d < e + f * not g",
            "Or(a, And(b, Equal(c, Less(d, Add(e, Multiply(f, Not(g)))))))",
        ),
        (
            "a * b + c < d == e and f or g",
            "Or(And(Equal(Less(Add(Multiply(a, b), c), d), e), f), g)",
        ),
        ("a or b or c", "Or(Or(a, b), c)"),
        ("a || b && c", "Or(a, And(b, c))"),
        ("a and b and c", "And(And(a, b), c)"),
        ("a == b != c", "NotEqual(Equal(a, b), c)"),
        ("a < b <= c > d >= e", "GreaterOrEqual(Greater(LessOrEqual(Less(a, b), c), d), e)"),
        ("a - b - c", "Subtract(Subtract(a, b), c)"),
        ("a ++ b -- c", "Difference(Concatenate(a, b), c)"),
        ("a / b * c % d", "Modulo(Multiply(Divide(a, b), c), d)"),
        ("a - b * c", "Subtract(a, Multiply(b, c))"),
        ("(a - b) * c", "Multiply(Subtract(a, b), c)"),
        ("a matches b", "Matches(a, b)"),
        ("a matches b and c", "And(Matches(a, b), c)"),
        ("a + b matches c", "Matches(Add(a, b), c)"),
        ("a matches b \\/ c", "Matches(a, Disjunction(b, c))"),
        ("not not a", "Not(Not(a))"),
        ("not -a", "Not(Negate(a))"),
        ("- -a", "Negate(Negate(a))"),
        ("not a and b", "And(Not(a), b)"),
        ("not a.f()", "Not(MethodCall(a, f))"),
        ("a.f().g(b, c)", "MethodCall(MethodCall(a, f), g, b, c)"),
        ("a + b.f()", "Add(a, MethodCall(b, f))"),
        ("(a + b).f()", "MethodCall(Add(a, b), f)"),
        ("a \\/ b /\\ c", "Disjunction(a, Conjunction(b, c))"),
        ("a /\\ b \\/ c", "Disjunction(Conjunction(a, b), c)"),
        ("a \\/ b \\/ c", "Disjunction(Disjunction(a, b), c)"),
        ("~a /\\ b", "Conjunction(Negation(a), b)"),
        ("~~a", "Negation(Negation(a))"),
        ("a + b /\\ c", "Add(a, Conjunction(b, c))"),
        ("a | b | c", "Par(a, b, c)"),
        ("*x + *y", "Add(Eval(x), Eval(y))"),
    ]);
}

#[test]
fn quotes() {
    check_outlines(&[
        ("@x!(1)", "Send(Quote(x), 1)"),
        ("@\"s\"!(1)", "Send(Quote(\"s\"), 1)"),
        ("@[a, b]!(1)", "Send(Quote(List(a, b)), 1)"),
        ("@{a | b}!(1)", "Send(Quote(Par(a, b)), 1)"),
        ("@(a + b)!(1)", "Send(Quote(Add(a, b)), 1)"),
        ("@*x!(1)", "Send(Quote(Eval(x)), 1)"),
        ("@Nil!(1)", "Send(Quote(Nil), 1)"),
        ("@x.get(\"k\")!(1)", "Send(Quote(MethodCall(x, get, \"k\")), 1)"),
        ("@-1!(2)", "Send(Quote(-1), 2)"),
        ("for (@-1 <- @2) { a }", "For(Receipt(LinearBind(Quote(-1), Quote(2))), a)"),
        (
            "for (@x /\\ y <- @2) { a }",
            "For(Receipt(LinearBind(Quote(Conjunction(x, y)), Quote(2))), a)",
        ),
        (
            "for (@=x <- @2) { a }",
            "For(Receipt(LinearBind(Quote(ProcessVariableReference(x)), Quote(2))), a)",
        ),
        (
            "for (@=*x <- @2) { a }",
            "For(Receipt(LinearBind(Quote(NameVariableReference(x)), Quote(2))), a)",
        ),
        ("*@x", "Eval(Quote(x))"),
        ("@{a!(1)}!(2)", "Send(Quote(Send(a, 1)), 2)"),
    ]);
}

#[test]
fn signs() {
    check_outlines(&[
        ("1-1", "Subtract(1, 1)"),
        ("a -1", "Subtract(a, 1)"),
        ("a-1", "Subtract(a, 1)"),
        ("x!(n-1)", "Send(x, Subtract(n, 1))"),
        ("x!(-1)", "Send(x, -1)"),
        ("-1", "-1"),
        ("-1.toString()", "MethodCall(-1, toString)"),
        ("-x.f()", "Negate(MethodCall(x, f))"),
        ("-1 - -1", "Subtract(-1, -1)"),
        ("a - -b", "Subtract(a, Negate(b))"),
        ("a -- b", "Difference(a, b)"),
        ("x <-1", "Less(x, -1)"),
        ("a<-b", "Less(a, Negate(b))"),
        ("match x { 0 => {a} -1 => {b} }", "Match(x, Case(0, a), Case(-1, b))"),
        ("match x { 0 => a!(1) -1 => b }", "Match(x, Case(0, Send(a, 1)), Case(-1, b))"),
        ("match x { -1 => a - 1 -2 => b }", "Match(x, Case(-1, Subtract(a, 1)), Case(-2, b))"),
        ("match x { 0 => a -1 }", "Match(x, Case(0, Subtract(a, 1)))"),
        ("[1, -2, 3-4]", "List(1, -2, Subtract(3, 4))"),
    ]);
}

#[test]
fn arrows() {
    check_outlines(&[
        ("for (@x <= c) { a }", "For(Receipt(RepeatedBind(Quote(x), c)), a)"),
        ("for (x <<- c) { a }", "For(Receipt(PeekBind(x, c)), a)"),
        ("for (x, @y <- c) { a }", "For(Receipt(LinearBind(x, Quote(y), c)), a)"),
        ("for (x ...@r <- c) { a }", "For(Receipt(LinearBind(x, Remainder(r), c)), a)"),
        ("for (x, ...@r <- c) { a }", "For(Receipt(LinearBind(x, Remainder(r), c)), a)"),
        (
            "for (x <- c & y <- d; z <- e) { a }",
            "For(Receipt(LinearBind(x, c), LinearBind(y, d)), Receipt(LinearBind(z, e)), a)",
        ),
        ("for (x <- c where p) { a }", "For(Receipt(LinearBind(x, c), Guard(p)), a)"),
        ("for (x <- c?!) { a }", "For(Receipt(LinearBind(x, ReceiveSendSource(c))), a)"),
        ("for (x <- c!?(b)) { a }", "For(Receipt(LinearBind(x, SendReceiveSource(c, b))), a)"),
        ("for (x <- c!m(b)) { a }", "For(Receipt(LinearBind(x, MethodSource(c, m, b))), a)"),
        ("for (x <- @{c}) { a }", "For(Receipt(LinearBind(x, Quote(c))), a)"),
        ("let x=*y in a", "LetSequential(LetAssign(x, Eval(y)), a)"),
        ("let x <- b, c; @y <- d in a", "LetSequential(LetBind(x, b, c), LetBind(Quote(y), d), a)"),
        ("let x <- b & y = c in a", "LetConcurrent(LetBind(x, b), LetAssign(y, c), a)"),
        (
            "match x { =*y => a =z => b }",
            "Match(x, Case(NameVariableReference(y), a), Case(ProcessVariableReference(z), b))",
        ),
    ]);
}

#[test]
fn bodies() {
    check_outlines(&[
        ("if (a) if (b) c else d", "If(a, If(b, c, d))"),
        ("if (a) { if (b) c } else d", "If(a, If(b, c), d)"),
        ("if (a) b else if (c) d else e", "If(a, b, If(c, d, e))"),
        ("contract f() = { a } | b", "Par(Contract(f, a), b)"),
        ("contract f(x, @y ...@r) = { a }", "Contract(f, x, Quote(y), Remainder(r), a)"),
        ("for (x <- c) { a } | b", "Par(For(Receipt(LinearBind(x, c)), a), b)"),
        ("new x, y(`u`) in a", "New(NameDeclaration(x), NameDeclaration(y, `u`), a)"),
        ("new x in new y in a", "New(NameDeclaration(x), New(NameDeclaration(y), a))"),
        (
            "match x { 1 => a | b 2 => new z in d }",
            "Match(x, Case(1, Par(a, b)), Case(2, New(NameDeclaration(z), d)))",
        ),
        ("match x { 1 where g => a _ => b }", "Match(x, Case(1, Guard(g), a), Case(_, b))"),
        (
            "match x { 1 => {a} [y] => {b} (z, 1) => d @w!(_) => e }",
            "Match(x, Case(1, a), Case(List(y), b), Case(Tuple(z, 1), d), Case(Send(Quote(w), _), e))",
        ),
        (
            "select { x <- c => a y <- d where g => b }",
            "Select(Branch(LinearBind(x, c), a), Branch(LinearBind(y, d), Guard(g), b))",
        ),
        (
            "bundle+{a} | bundle-{b} | bundle0{c} | bundle{d}",
            "Par(BundleWrite(a), BundleRead(b), BundleOpaque(c), BundleReadWrite(d))",
        ),
        ("bundle+ {a}", "BundleWrite(a)"),
        (
            "a!(1) | b!!(2) | c!?(3). | d!m(4).",
            "Par(Send(a, 1), PersistentSend(b, 2), SyncSend(c, 3), MethodSend(d, m, 4))",
        ),
        ("a ! (1)", "Send(a, 1)"),
        (
            "agent A { constructor(x) { a } | method m(y) { b } | private method n() { c } | default() { d } | private default(...@r) { e } }",
            "Agent(A, AgentConstructor(x, a), AgentMethod(m, y, b), AgentPrivateMethod(n, c), AgentDefault(d), AgentPrivateDefault(Remainder(r), e))",
        ),
    ]);
}

#[test]
fn collections() {
    check_outlines(&[
        ("[a, b ...r]", "List(a, b, Remainder(r))"),
        ("[a, b, ...r]", "List(a, b, Remainder(r))"),
        ("[...r]", "List(Remainder(r))"),
        ("[..._]", "List(Remainder(_))"),
        ("[a, b,]", "List(a, b)"),
        ("[]", "[]"),
        ("Set(a ...r)", "Set(a, Remainder(r))"),
        ("Set()", "Set()"),
        ("{\"k\": a, b: c ...r}", "Map(MapEntry(\"k\", a), MapEntry(b, c), Remainder(r))"),
        ("{}", "{}"),
        ("{| a, b ...r |}", "PathMap(a, b, Remainder(r))"),
        ("{||}", "{||}"),
        ("{||}.run(a)", "MethodCall({||}, run, a)"),
        ("(a, b)", "Tuple(a, b)"),
        ("(a,)", "Tuple(a)"),
        ("(a , )", "Tuple(a)"),
        ("(a)", "a"),
        ("()", "()"),
        ("(a!(1))", "ParenthesizedTuple(Send(a, 1))"),
        ("(a | b)", "ParenthesizedTuple(Par(a, b))"),
        ("{a}", "a"),
        ("{{a}}", "a"),
    ]);
}

#[test]
fn literals() {
    let kinds = LITERALS
        .iter()
        .map(|&(source, kind)| (format!("[{source}, a]"), format!("List {kind} ProcessVariable")));
    for (source, expected) in kinds {
        let analysis = support::analyze(rholang_engine::LanguageId::Rholang, &source);
        let names = rholang_engine::LanguageId::Rholang.language().kind_names().nodes;
        let nodes = analysis.facts.ir().nodes;
        let kinds: Vec<&str> =
            nodes.kind.iter().skip(1).map(|&kind| names[usize::from(kind)]).collect();
        assert_eq!(kinds.join(" "), expected, "{source}");
    }
}

const LITERALS: [(&str, &str); 43] = [
    ("1", "Integer"),
    ("007", "Integer"),
    ("-1", "Integer"),
    ("1i32", "SignedInteger"),
    ("-1i8", "SignedInteger"),
    ("1u64", "UnsignedInteger"),
    ("1n", "BigInteger"),
    ("-1n", "BigInteger"),
    ("BigInt(12)", "BigInteger"),
    ("1r", "BigRational"),
    ("-1r", "BigRational"),
    ("1.5", "Float"),
    (".5", "Float"),
    ("1e5", "Float"),
    ("1.5e-3", "Float"),
    ("1E+5", "Float"),
    ("1f32", "Float"),
    ("1.f64", "Float"),
    ("1.5f128", "Float"),
    ("1.5e3f256", "Float"),
    ("-1.5", "Float"),
    ("1p2", "FixedPoint"),
    ("1.50p2", "FixedPoint"),
    ("\"\"", "String"),
    ("\"a\nb\"", "String"),
    ("\"a\\\"b\"", "String"),
    ("`rho:io:stdout`", "Uri"),
    ("``", "Uri"),
    ("true", "True"),
    ("false", "False"),
    ("Nil", "Nil"),
    ("()", "Unit"),
    ("_", "Wildcard"),
    ("Bool", "BoolType"),
    ("Int", "IntType"),
    ("BigInt", "BigIntType"),
    ("String", "StringType"),
    ("Uri", "UriType"),
    ("ByteArray", "ByteArrayType"),
    ("$$name$$", "Placeholder"),
    ("%NAME", "Placeholder"),
    ("x'", "ProcessVariable"),
    ("__", "ProcessVariable"),
];

#[test]
fn contextual_words() {
    check_outlines(&[
        ("in!(1)", "Send(in, 1)"),
        ("agent!(1)", "Send(agent, 1)"),
        ("agent | a", "Par(agent, a)"),
        (
            "f!(default, agent, method, private, constructor)",
            "Send(f, default, agent, method, private, constructor)",
        ),
        ("new agent in { agent!(1) }", "New(NameDeclaration(agent), Send(agent, 1))"),
        ("x.default()", "MethodCall(x, default)"),
        ("x!method(1).", "MethodSend(x, method, 1)"),
        ("newx!(1) | forx!(2) | truex!(3)", "Par(Send(newx, 1), Send(forx, 2), Send(truex, 3))"),
        ("bundle0x!(1)", "Send(bundle0x, 1)"),
        ("[1 ...r]", "List(1, Remainder(r))"),
        ("[1...r]", "List(1, Remainder(r))"),
        ("1.toString()", "MethodCall(1, toString)"),
        ("[1.5.toString()]", "List(MethodCall(1.5, toString))"),
    ]);
}

#[test]
fn comments_stand_between_any_two_tokens() {
    check_outlines(&[
        ("a /* b */ ! /* c */ ( /* d */ 1 /* e */ , 2 ) // f", "Send(a, 1, 2)"),
        ("/* a /* b */ c", "c"),
        ("/**/ a /***/", "a"),
        ("// a\nb", "b"),
        ("\"// a\" | `/* b`", "Par(\"// a\", `/* b`)"),
        ("a // | b\n| c", "Par(a, c)"),
        ("a //", "a"),
        ("#!/usr/bin/rho\na", "a"),
        ("a\r\n|\r\nb", "Par(a, b)"),
        ("\ta\u{c}|\tb", "Par(a, b)"),
    ]);
}
