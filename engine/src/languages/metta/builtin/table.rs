//! The rows of the table, ordered by the bytes of the name.

use super::Dialects::{Both, Hyperon, Mettatron};
use super::Origin::{
    Catalog, Core, Das, FileIo, Json, Mettatron as MettatronOnly, Python, Random, Skel,
};
use super::{Builtin, differs, differs_in_arity};

/// Each row is the name, the origin, the dialects, the declared types and the summary.
macro_rules! builtins {
    ($(
        $name:literal: $origin:ident, $dialects:expr, [$($signature:literal),*];
        $summary:literal;
    )*) => {
        &[$(Builtin {
            name: $name,
            dialects: $dialects,
            signatures: &[$($signature),*],
            summary: $summary,
            origin: $origin,
        }),*]
    };
}

pub(super) static BUILTINS: &[Builtin] = builtins! {
    "!": Core, differs("MeTTaTron takes it as a prefix of the next expression at any depth."), [];
        "Evaluates the next top-level atom instead of storing it.";
    "!=": MettatronOnly, Mettatron, ["(-> $t $t Bool)"];
        "Whether two values differ; the MeTTaTron parser cannot read this name.";
    "%": Core, differs("The MeTTaTron parser rejects this name."), ["(-> Number Number Number)"];
        "Remainder of a division.";
    "%Undefined%": Core, Hyperon, [];
        "The type that matches every type.";
    "&rng": Random, Hyperon, ["RandomGenerator"];
        "The default generator.";
    "&self": Core, differs("MeTTaTron reads it as the two words `&` and `self`."), ["SpaceType"];
        "The space of the current module.";
    "*": Core, Both, ["(-> Number Number Number)"];
        "Product of two numbers.";
    "+": Core, Both, ["(-> Number Number Number)"];
        "Sum of two numbers.";
    ",": Core,
        differs("Anywhere in MeTTaTron, goals from left to right; in hyperon only in `match`."),
        [];
        "Conjunction of patterns or goals.";
    "-": Core, Both, ["(-> Number Number Number)"];
        "Difference of two numbers.";
    "->": Core, Both, [];
        "Function type: the types of the parameters, then the type of the result.";
    "/": Core, Both, ["(-> Number Number Number)"];
        "Quotient of two numbers; between integers it is truncated.";
    ":": Core, Both, [];
        "Type assertion: gives an atom a type.";
    ":<": Core, Hyperon, [];
        "Subtype assertion: the first type is a subtype of the second.";
    "<": Core, Both, ["(-> Number Number Bool)"];
        "Whether the first number is less than the second.";
    "<=": Core, Both, ["(-> Number Number Bool)"];
        "Whether the first number is less than or equal to the second.";
    "=": Core, Both, ["(-> $t $t %Undefined%)"];
        "Rewrite rule: what matches the first pattern reduces to the second.";
    "==": Core, Both, ["(-> $t $t Bool)"];
        "Whether two values of the same type are equal.";
    "=alpha": Core,
        differs("The MeTTaTron parser splits the name into `=` and `alpha`."),
        ["(-> Atom Atom Bool)"];
        "Whether two atoms are equal up to the names of their variables.";
    ">": Core, Both, ["(-> Number Number Bool)"];
        "Whether the first number is greater than the second.";
    ">=": Core,
        differs("The MeTTaTron parser splits the name into `>` and `=`."),
        ["(-> Number Number Bool)"];
        "Whether the first number is greater than or equal to the second.";
    "@desc": Core, Hyperon, ["(-> String DocDescription)"];
        "Description inside a documentation atom.";
    "@doc": Core, Hyperon, [
        "(-> Atom DocDescription DocInformal)",
        "(-> Atom DocDescription DocParameters DocReturnInformal DocInformal)"
    ];
        "Documents an atom, or a function with its parameters and its result.";
    "@doc-formal": Core, Hyperon, [
        "(-> DocItem DocKindFunction DocType DocDescription DocParameters DocReturn DocFormal)",
        "(-> DocItem DocKindAtom DocType DocDescription DocFormal)",
        "(-> DocItem DocKindFunction DocType DocDescription DocFormal)"
    ];
        "Documentation with types, as `get-doc` gives it.";
    "@item": Core, Hyperon, ["(-> Atom DocItem)"];
        "The documented atom, in formal documentation.";
    "@kind": Core, Hyperon, [];
        "Whether a function or another atom is documented, in formal documentation.";
    "@param": Core, Hyperon, [
        "(-> String DocParameterInformal)",
        "(-> DocType DocDescription DocParameter)"
    ];
        "Description of one parameter.";
    "@params": Core, Hyperon, ["(-> Expression DocParameters)"];
        "The descriptions of the parameters, in one pair of parentheses.";
    "@return": Core, Hyperon, [
        "(-> String DocReturnInformal)",
        "(-> DocType DocDescription DocReturn)"
    ];
        "Description of the result of a function.";
    "@type": Core, Hyperon, ["(-> Type DocType)"];
        "A type, in formal documentation.";
    "Atom": Core, Hyperon, [];
        "Meta-type of all atoms: such an argument is passed unevaluated.";
    "BadArgType": Core, Hyperon, ["(-> Number Type Type ErrorDescription)"];
        "Error reason: position of an argument, counted from 1, expected and actual type.";
    "BadType": Core, Hyperon, ["(-> Type Type ErrorDescription)"];
        "Error reason: the expected and the actual type.";
    "Bool": Core, Both, [];
        "The type of `True` and `False`.";
    "EXP": Core, Hyperon, ["Number"];
        "The base of natural logarithms.";
    "Empty": Core, Hyperon, [];
        "Stands for the absence of results; a `case` pattern can catch it.";
    "Error": Core, Hyperon, ["(-> Atom Atom ErrorType)"];
        "An error: the atom that failed and the reason.";
    "ErrorType": Core, Hyperon, ["Type"];
        "The type of errors.";
    "Expression": Core, Hyperon, [];
        "Meta-type of expressions: such an argument is passed unevaluated.";
    "Grounded": Core, Hyperon, [];
        "Meta-type of grounded atoms: such an argument is passed unevaluated.";
    "IncorrectNumberOfArguments": Core, Hyperon, ["ErrorDescription"];
        "Error reason: a typed function got too few or too many arguments.";
    "NoReturn": Core, Hyperon, [];
        "Error reason: a `function` body ended without `return`.";
    "NotReducible": Core, Hyperon, [];
        "What a function gives back to leave its call as it is.";
    "Number": Core, Both, [];
        "The type of integers and floating-point numbers.";
    "O": MettatronOnly, Mettatron, [];
        "Operations in an `exec` consequent: `(+ ...)` adds atoms, `(- ...)` removes them.";
    "PI": Core, Hyperon, ["Number"];
        "The constant pi.";
    "Pair": Skel, Hyperon, ["(-> $ta $tb (PairType $ta $tb))"];
        "A pair of two values.";
    "SpaceType": Core, Hyperon, ["Type"];
        "The type of spaces.";
    "StackOverflow": Core, Hyperon, [];
        "Error reason: the evaluation went deeper than `max-stack-depth`.";
    "StateMonad": Core, Hyperon, [];
        "The type of a state that holds values of a type.";
    "String": Core, Both, [];
        "The type of strings.";
    "Symbol": Core, Hyperon, [];
        "Meta-type of symbols: such an argument is passed unevaluated.";
    "Type": Core, Both, [];
        "The type of types.";
    "Variable": Core, Hyperon, [];
        "Meta-type of variables: such an argument is passed unevaluated.";
    "abs-math": Core, Both, ["(-> Number Number)"];
        "Absolute value.";
    "acos-math": Core, Both, ["(-> Number Number)"];
        "Arc cosine in radians.";
    "add-atom": Core, Hyperon, ["(-> SpaceType Atom (->))"];
        "Adds an atom, unevaluated, to a space.";
    "add-atoms": Core, Hyperon, ["(-> SpaceType Expression (->))"];
        "Adds the elements of a tuple, unevaluated, to a space.";
    "add-reduct": Core, Hyperon, ["(-> SpaceType %Undefined% (->))"];
        "Evaluates an atom and adds the result to a space.";
    "add-reducts": Core, Hyperon, ["(-> SpaceType %Undefined% (->))"];
        "Evaluates a tuple and adds its elements to a space.";
    "and": Core, Both, ["(-> Bool Bool Bool)"];
        "Logical conjunction.";
    "asin-math": Core, Both, ["(-> Number Number)"];
        "Arc sine in radians.";
    "assert": Core, Hyperon, ["(-> Atom (->))"];
        "Asserts that an atom evaluates to True.";
    "assertAlphaEqual": Core, Both, ["(-> Atom Atom (->))"];
        "Asserts that two atoms have the same results up to variable names.";
    "assertAlphaEqualMsg": Core, Both, ["(-> Atom Atom Atom (->))"];
        "Asserts that two atoms have the same results up to variable names; with a message.";
    "assertAlphaEqualToResult": Core, Both, ["(-> Atom Atom (->))"];
        "Asserts that an atom has the listed results up to variable names.";
    "assertAlphaEqualToResultMsg": Core, Both, ["(-> Atom Atom Atom (->))"];
        "Asserts that an atom has the listed results up to variable names; with a message.";
    "assertEqual": Core, Both, ["(-> Atom Atom (->))"];
        "Asserts that two atoms have the same results.";
    "assertEqualMsg": Core, Both, ["(-> Atom Atom Atom (->))"];
        "Asserts that two atoms have the same results; with a message.";
    "assertEqualToResult": Core, Both, ["(-> Atom Atom (->))"];
        "Asserts that an atom has the listed results.";
    "assertEqualToResultMsg": Core, Both, ["(-> Atom Atom Atom (->))"];
        "Asserts that an atom has the listed results; with a message.";
    "assertIncludes": Core, Hyperon, ["(-> Atom Expression (->))"];
        "Asserts that the results of an atom include those listed.";
    "atan-math": Core, Both, ["(-> Number Number)"];
        "Arc tangent in radians.";
    "atom-subst": Core, Hyperon, ["(-> Atom Variable Atom Atom)"];
        "Substitutes an atom for a variable in a template.";
    "bind!": Core, Hyperon, ["(-> Symbol %Undefined% (->))"];
        "Binds a token to a value for the rest of the program text.";
    "call-native": Core, Hyperon, [];
        "Internal: continues an evaluation in native code.";
    "capture": Core, Hyperon, ["(-> Atom Atom)"];
        "Wraps an atom so that it is evaluated in the current space.";
    "car-atom": Core, Both, ["(-> Expression %Undefined%)"];
        "The first element of an expression.";
    "case": Core, Both, ["(-> Atom Expression %Undefined%)"];
        "Takes the arm whose pattern matches; the pattern Empty catches the absence of results.";
    "catalog-clear!": Catalog, Hyperon, ["(-> Symbol (->))"];
        "Clears the local copies of a catalog.";
    "catalog-list!": Catalog, Hyperon, ["(-> Symbol (->))"];
        "Lists the modules of a catalog.";
    "catalog-update!": Catalog, Hyperon, ["(-> Symbol (->))"];
        "Updates the modules of a catalog.";
    "catch": MettatronOnly, Mettatron, ["(-> %Undefined% %Undefined% %Undefined%)"];
        "Gives the first argument unless it is an error, then the second.";
    "cdr-atom": Core, Both, ["(-> Expression Expression)"];
        "An expression without its first element.";
    "ceil-math": Core, Both, ["(-> Number Number)"];
        "Smallest integer that is not less than the number.";
    "chain": Core, Both, ["(-> Atom Variable Atom %Undefined%)"];
        "Evaluates an atom, binds the result to a variable and goes on with the template.";
    "change-state!": Core, Hyperon, ["(-> (StateMonad $t) $t (StateMonad $t))"];
        "Replaces the value that a state holds.";
    "charsToString": Python, Hyperon, ["(-> Atom String)"];
        "Joins a tuple of characters into a string.";
    "check-type": MettatronOnly, Mettatron, ["(-> %Undefined% Type Bool)"];
        "Whether an expression has a type.";
    "coalg": MettatronOnly, Mettatron, ["(-> Atom Atom %Undefined%)"];
        "Unfolds what matches the pattern into the templates.";
    "collapse": Core, Hyperon, ["(-> Atom Atom)"];
        "Collects all results of an atom in a tuple.";
    "collapse-bind": Core, Hyperon, ["(-> Atom Expression)"];
        "Collects all results of an atom, each with its bindings.";
    "cons-atom": Core, Both, ["(-> Atom Expression Atom)"];
        "Puts an atom in front of an expression.";
    "context-space": Core, Hyperon, ["(-> SpaceType)"];
        "The space in which the evaluation takes place.";
    "cos-math": Core, Both, ["(-> Number Number)"];
        "Cosine of an angle in radians.";
    "das-create-context!": Das, Hyperon, ["(-> String Atom %Undefined%)"];
        "Creates a context in the distributed space: name, schemas.";
    "das-evolution!": Das, Hyperon, ["(-> Atom Atom %Undefined%)"];
        "Runs an evolution in the distributed space: configuration, template.";
    "das-get-params!": Das, Hyperon, ["(-> (->))"];
        "Prints the parameters of the distributed space.";
    "das-helpers!": Das, Hyperon, ["(-> Atom Atom (->))"];
        "Runs a helper of the distributed space: name, argument.";
    "das-join-network!": Das, Hyperon, ["(-> (->))"];
        "Joins the network of the distributed space.";
    "das-link-creation!": Das, Hyperon, [];
        "Creates links in the distributed space from a query and templates.";
    "das-service-status!": Das, Hyperon, [];
        "Tells whether a service of the distributed space is available.";
    "das-services!": Das, Hyperon, ["(-> (->))"];
        "Prints the services of the distributed space.";
    "das-set-param!": Das, Hyperon, ["(-> Atom (->))"];
        "Sets a parameter of the distributed space.";
    "decons-atom": Core, Both, ["(-> Expression Atom)"];
        "Splits an expression into the pair of its head and its tail.";
    "dict-space": Json, Hyperon, ["(-> Expression Grounded)"];
        "Creates a space of key and value pairs.";
    "empty": Core, Hyperon, ["(-> %Undefined%)"];
        "Gives no result.";
    "error": MettatronOnly, Mettatron, ["(-> %Undefined% %Undefined% Error)"];
        "Creates an error: message, details.";
    "eval": Core,
        differs("MeTTaTron evaluates the argument and then the result."),
        ["(-> Atom Atom)"];
        "Makes one reduction step.";
    "evalc": Core, Hyperon, ["(-> Atom SpaceType Atom)"];
        "Makes one reduction step in the given space.";
    "exec": MettatronOnly, Mettatron, ["(-> Atom Atom Atom %Undefined%)"];
        "Rule of a MORK program: priority, antecedents, consequents.";
    "file-get-size!": FileIo, Hyperon, ["(-> FileHandle Number)"];
        "The size of a file.";
    "file-open!": FileIo, Hyperon, ["(-> String String FileHandle)"];
        "Opens a file: path, options.";
    "file-read-exact!": FileIo, Hyperon, ["(-> FileHandle Number String)"];
        "Reads a number of bytes from a file.";
    "file-read-to-string!": FileIo, Hyperon, ["(-> FileHandle String)"];
        "Reads a file to its end.";
    "file-seek!": FileIo, Hyperon, ["(-> FileHandle Number (->))"];
        "Moves to a position in a file.";
    "file-write!": FileIo, Hyperon, ["(-> FileHandle String (->))"];
        "Writes a string to a file.";
    "filter-atom": Core,
        differs("MeTTaTron evaluates the predicate itself; hyperon needs `(eval predicate)`."),
        ["(-> Expression Variable Atom Expression)"];
        "Keeps the elements for which the predicate is True.";
    "first-from-pair": Core, Hyperon, [];
        "The first element of a pair.";
    "flip": Random, Hyperon, ["(-> Bool)"];
        "A random boolean.";
    "floor-math": Core, Both, ["(-> Number Number)"];
        "Largest integer that is not greater than the number.";
    "foldl-atom": Core, Both, ["(-> Expression Atom Variable Variable Atom %Undefined%)"];
        "Folds an expression from the left: initial value, accumulator, element, operation.";
    "for-each-in-atom": Core, Hyperon, ["(-> Expression Atom (->))"];
        "Calls a function on each element of an expression.";
    "format-args": Core, Hyperon, ["(-> String Expression String)"];
        "Fills the `{}` of a string with the elements of an expression.";
    "function": Core, Both, ["(-> Atom Atom)"];
        "Evaluates its body until that becomes `(return x)`, and gives `x`.";
    "get-atoms": Core, Hyperon, ["(-> SpaceType Atom)"];
        "Gives each atom of a space as a separate result.";
    "get-doc": Core, Hyperon, ["(-> SpaceType Atom %Undefined%)"];
        "The documentation of an atom in a space.";
    "get-doc-atom": Core, Hyperon, ["(-> SpaceType Atom %Undefined%)"];
        "Internal: the documentation of an atom that is no function.";
    "get-doc-function": Core, Hyperon, ["(-> SpaceType Atom Type %Undefined%)"];
        "Internal: the documentation of a function.";
    "get-doc-params": Core, Hyperon, ["(-> Expression Atom Expression (Expression Atom))"];
        "Internal: the documentation of parameters and result.";
    "get-doc-single-atom": Core, Hyperon, ["(-> SpaceType Atom %Undefined%)"];
        "Internal: the documentation of one atom.";
    "get-keys": Json, Hyperon, ["(-> Grounded Atom)"];
        "The keys of a dictionary space.";
    "get-metatype": Core, Hyperon, ["(-> Atom Atom)"];
        "The meta-type of an atom: Symbol, Variable, Expression or Grounded.";
    "get-state": Core, Hyperon, ["(-> (StateMonad $t) $t)"];
        "The value that a state holds.";
    "get-type": Core,
        differs("MeTTaTron gives one type; hyperon gives every declared type."),
        ["(-> Atom %Undefined%)"];
        "The types of an atom.";
    "get-type-space": Core, Hyperon, ["(-> SpaceType Atom Atom)"];
        "The types of an atom in the given space.";
    "get-value": Json, Hyperon, ["(-> Grounded Atom %Undefined%)"];
        "The value of a key in a dictionary space.";
    "git-module!": Core, Hyperon, ["(-> Atom (->))"];
        "Makes the module of a git repository available.";
    "help!": Core, Hyperon, ["(-> Atom (->))", "(-> (->))"];
        "Prints the documentation of an atom, or of the whole standard library.";
    "help-internal!": Core, Hyperon, ["(-> Atom (->))", "(-> Symbol (->))"];
        "Internal: prints documentation.";
    "help-param!": Core, Hyperon, ["(-> Atom (->))"];
        "Internal: prints the documentation of a parameter.";
    "help-space!": Core, Hyperon, ["(-> SpaceType (->))"];
        "Internal: prints the documentation of a space.";
    "id": Core, Hyperon, ["(-> $t $t)"];
        "Gives back its evaluated argument.";
    "if": Core,
        differs("MeTTaTron takes every condition but False and Nil as true."),
        ["(-> Bool Atom Atom $t)"];
        "Gives the second argument if the condition is True, the third if it is False.";
    "if-decons-expr": Core, Hyperon, ["(-> Expression Variable Variable Atom Atom %Undefined%)"];
        "Binds head and tail for the fourth argument; gives the fifth if there are none.";
    "if-equal": Core, Both, ["(-> Atom Atom Atom Atom %Undefined%)"];
        "Gives the third argument if the first two, unevaluated, are equal, else the fourth.";
    "if-error": Core, Hyperon, ["(-> Atom Atom Atom %Undefined%)"];
        "Gives the second argument if the first is an error, else the third.";
    "import!": Core, Hyperon, ["(-> Atom Atom (->))"];
        "Imports a module: the destination, `&self` or a name for its space, then the module.";
    "include": Core, Hyperon, ["(-> Atom %Undefined%)"];
        "Runs the text of another module in the current one.";
    "index-atom": Core, Both, ["(-> Expression Number Atom)"];
        "The element at an index, counted from 0.";
    "intersection": Core, Hyperon, ["(-> Atom Atom %Undefined%)"];
        "Intersection of the results of two atoms.";
    "intersection-atom": Core, Both, ["(-> Expression Expression Atom)"];
        "Intersection of two tuples as multisets.";
    "is-error": MettatronOnly, Mettatron, ["(-> %Undefined% Bool)"];
        "Whether a value is an error.";
    "is-function": Core, Hyperon, ["(-> Type Bool)"];
        "Whether a type is a function type.";
    "isinf-math": Core, Both, ["(-> Number Bool)"];
        "Whether a number is infinite.";
    "isnan-math": Core, Both, ["(-> Number Bool)"];
        "Whether a number is NaN.";
    "json-decode": Json, Hyperon, ["(-> String Atom)"];
        "Decodes JSON into an atom.";
    "json-encode": Json, Hyperon, ["(-> Atom String)"];
        "Encodes an atom as JSON.";
    "let": Core,
        differs("Without a match MeTTaTron gives an error, hyperon gives no result."),
        ["(-> Atom %Undefined% Atom %Undefined%)"];
        "Unifies a pattern with a value and goes on with the body.";
    "let*": Core, Hyperon, ["(-> Expression Atom %Undefined%)"];
        "Unifies pairs of pattern and value one after another and goes on with the body.";
    "load-ascii": Python, Hyperon, [];
        "Loads the atoms of a text file into a space.";
    "log-math": Core, Both, ["(-> Number Number Number)"];
        "Logarithm: base, number.";
    "lookup": MettatronOnly, Mettatron, ["(-> Atom Atom Atom %Undefined%)"];
        "Looks for a pattern: goals on success, goals on failure.";
    "map-atom": Core, Both, ["(-> Expression Variable Atom Expression)"];
        "Gives the template for each element, bound to the variable.";
    "match": Core,
        differs_in_arity(4, "MeTTaTron reads `&self` as two words, which makes four arguments."),
        ["(-> SpaceType Atom Atom %Undefined%)"];
        "Finds all atoms of a space that match the pattern and gives the template for each.";
    "match-type-or": Core, Hyperon, [];
        "Internal: True if the first argument is, or if two types unify.";
    "match-types": Core, Hyperon, [];
        "Gives the third argument if two types unify, else the fourth.";
    "max-atom": Core, Both, ["(-> %Undefined% Number)"];
        "The largest number of a tuple.";
    "metta": Core, Hyperon, ["(-> Atom Type SpaceType Atom)"];
        "Interprets an atom fully, for an expected type, in the given space.";
    "min-atom": Core, Both, ["(-> %Undefined% Number)"];
        "The smallest number of a tuple.";
    "mod-space!": Core, Hyperon, ["(-> Atom SpaceType)"];
        "The space of a module.";
    "module-space-no-deps": Core, Hyperon, ["(-> SpaceType SpaceType)"];
        "The space of a module without those of its dependencies.";
    "new-das!": Das, Hyperon, ["(-> Symbol Symbol SpaceType)"];
        "Connects to a distributed space: server endpoint, known peer.";
    "new-random-generator": Random, Hyperon, ["(-> Number RandomGenerator)"];
        "Creates a generator from a seed.";
    "new-space": Core, Hyperon, ["(-> SpaceType)"];
        "Creates an empty space.";
    "new-state": Core, Hyperon, ["(-> $t (StateMonad $t))"];
        "Creates a state that holds a value.";
    "noeval": Core, Hyperon, ["(-> Atom Atom)"];
        "Gives back its argument without evaluating it.";
    "nop": Core, Hyperon, ["%Undefined%"];
        "Does nothing and gives the unit value.";
    "noreduce-eq": Core, Hyperon, ["(-> Atom Atom Bool)"];
        "Whether two atoms are equal without being evaluated.";
    "not": Core, Both, ["(-> Bool Bool)"];
        "Logical negation.";
    "or": Core, Both, ["(-> Bool Bool Bool)"];
        "Logical disjunction.";
    "parse": Python, Hyperon, ["(-> String Atom)"];
        "The atom that a text holds.";
    "pow-math": Core, Both, ["(-> Number Number Number)"];
        "Power: base, exponent.";
    "pragma!": Core, Hyperon, ["%Undefined%"];
        "Changes a setting: `type-check`, `interpreter` or `max-stack-depth`.";
    "print-alternatives!": Core, Hyperon, ["(-> Atom Expression (->))"];
        "Prints a title and the alternatives of a tuple.";
    "print-mods!": Core, Hyperon, ["(-> (->))"];
        "Prints the loaded modules.";
    "println!": Core, Hyperon, ["(-> %Undefined% (->))"];
        "Prints a value and a line feed.";
    "py-atom": Python, Hyperon, [];
        "A Python object, found by its name, as an atom.";
    "py-dict": Python, Hyperon, [];
        "A Python dictionary from an expression of pairs.";
    "py-dot": Python, Hyperon, [];
        "An attribute of a Python object.";
    "py-list": Python, Hyperon, [];
        "A Python list from an expression.";
    "py-tuple": Python, Hyperon, [];
        "A Python tuple from an expression.";
    "quote": Core,
        differs("MeTTaTron gives the bare argument; hyperon keeps the `quote` around it."),
        ["(-> Atom Atom)"];
        "Keeps its argument from being evaluated.";
    "random-float": Random, Hyperon, ["(-> RandomGenerator Number Number Number)"];
        "A random floating-point number between two bounds.";
    "random-int": Random, Hyperon, ["(-> RandomGenerator Number Number Number)"];
        "A random integer between two bounds.";
    "register-module!": Core, Hyperon, ["(-> Atom (->))"];
        "Makes the module at a path of the file system available.";
    "remove-atom": Core, Hyperon, ["(-> SpaceType Atom (->))"];
        "Removes an atom from a space.";
    "repr": Python, Hyperon, ["(-> Atom String)"];
        "The text of an atom.";
    "reset-random-generator": Random, Hyperon, ["(-> RandomGenerator (->))"];
        "Resets a generator.";
    "return": Core, Both, ["(-> $t $t)"];
        "Ends the enclosing `function` with a value.";
    "return-on-error": Core, Hyperon, ["(-> Atom Atom %Undefined%)"];
        "Returns an error or Empty from the enclosing function, else gives the second argument.";
    "round-math": Core, Both, ["(-> Number Number)"];
        "Nearest integer.";
    "rulify": MettatronOnly, Mettatron, ["(-> Atom Atom Atom Atom Atom %Undefined%)"];
        "Makes a rule from data: name, patterns, templates, antecedent, consequent.";
    "sealed": Core, Hyperon, ["(-> Expression Atom Atom)"];
        "Replaces every variable of an atom by a fresh one, save those listed.";
    "set-random-seed": Random, Hyperon, ["(-> RandomGenerator Number (->))"];
        "Sets the seed of a generator.";
    "sin-math": Core, Both, ["(-> Number Number)"];
        "Sine of an angle in radians.";
    "size-atom": Core, Both, ["(-> Expression Number)"];
        "How many elements an expression has.";
    "skel-swap-pair": Skel, Hyperon, ["(-> (PairType $ta $tb) (PairType $tb $ta))"];
        "Swaps the elements of a `Pair`.";
    "sort-strings": Core, Hyperon, ["(-> Expression Expression)"];
        "Sorts a tuple of strings.";
    "sqrt-math": Core, Both, ["(-> Number Number)"];
        "Square root.";
    "stringToChars": Python, Hyperon, ["(-> String Atom)"];
        "Splits a string into a tuple of characters.";
    "subtraction": Core, Hyperon, ["(-> Atom Atom %Undefined%)"];
        "Results of the first atom without those of the second.";
    "subtraction-atom": Core, Both, ["(-> Expression Expression Atom)"];
        "Difference of two tuples as multisets.";
    "superpose": Core, Hyperon, ["(-> Expression %Undefined%)"];
        "Gives each element of a tuple as a separate result.";
    "superpose-bind": Core, Hyperon, ["(-> Expression Atom)"];
        "Turns what `collapse-bind` collected back into separate results.";
    "switch": Core, Both, ["(-> %Undefined% Expression %Undefined%)"];
        "Takes the arm whose pattern matches the value.";
    "switch-internal": Core, Both, ["(-> Atom Expression Atom)"];
        "Internal: a step of `switch-minimal`.";
    "switch-minimal": Core, Both, ["(-> Atom Expression Atom)"];
        "Takes the arm whose pattern matches the unevaluated atom.";
    "tan-math": Core, Both, ["(-> Number Number)"];
        "Tangent of an angle in radians.";
    "trace!": Core, Hyperon, ["(-> %Undefined% Atom %Undefined%)"];
        "Prints the first argument and gives the second.";
    "trunc-math": Core, Both, ["(-> Number Number)"];
        "Integer part of a number.";
    "type-cast": Core, Hyperon, [];
        "Checks that an atom has a type in a space: atom, type, space.";
    "undefined-doc-function-type": Core, Hyperon, ["(-> Expression Type)"];
        "Internal: the type shown for a function without declared type.";
    "unify": Core, Hyperon, ["(-> Atom Atom Atom Atom %Undefined%)"];
        "Gives the third argument if the first two unify, else the fourth.";
    "union": Core, Hyperon, ["(-> Atom Atom %Undefined%)"];
        "Union of the results of two atoms.";
    "union-atom": Core, Both, ["(-> Expression Expression Atom)"];
        "Union of two tuples as multisets.";
    "unique": Core, Hyperon, ["(-> Atom %Undefined%)"];
        "Removes repeated results of an atom.";
    "unique-atom": Core, Both, ["(-> Expression Atom)"];
        "Removes repeated elements of a tuple.";
    "unquote": Core, Hyperon, ["(-> %Undefined% %Undefined%)"];
        "Removes a `quote` and lets the atom be evaluated.";
    "xor": Core, Hyperon, ["(-> Bool Bool Bool)"];
        "Whether exactly one of two values is True.";
};
