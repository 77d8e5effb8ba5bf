//! The methods of values.

use super::{Parameter, Type, nearest, value};

/// A method that ``value.name(..)`` calls.
///
/// A method has one number of arguments whatever it is called on, so that there is one row for each
/// name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Method {
    /// The name.
    pub name: &'static str,
    /// The arguments, in order.
    pub parameters: &'static [Parameter],
    /// The types that have the method.
    pub receivers: &'static [Type],
    /// What comes out: the name of a type, or alternatives joined by ` | `.
    pub result: &'static str,
    /// What the method does.
    pub summary: &'static str,
    /// Where it exists.
    pub availability: MethodAvailability,
}

impl Method {
    /// How many arguments a call must have; with another number, the call is an error at run time.
    #[expect(clippy::cast_possible_truncation, reason = "no method has that many parameters")]
    pub const fn arity(&self) -> u32 {
        self.parameters.len() as u32
    }

    /// Whether values of a type have the method.
    pub fn accepts(&self, receiver: Type) -> bool {
        self.receivers.contains(&receiver)
    }
}

/// Where a method exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodAvailability {
    /// In the current node.
    Node,
    /// In the older rchain node only.
    LegacyOnly,
}

/// The method of a name.
pub fn method(name: &str) -> Option<&'static Method> {
    let found = METHODS.binary_search_by(|method| method.name.cmp(name));
    found.ok().map(|index| &METHODS[index])
}

/// The method whose name looks most like this one: at most two characters inserted, deleted or
/// replaced, or one if the name is very short. A name of the table finds itself.
pub fn nearest_method(name: &str) -> Option<&'static Method> {
    nearest(name, METHODS, |method| method.name)
}

/// A method of the current node.
const fn node(
    name: &'static str,
    receivers: &'static [Type],
    parameters: &'static [Parameter],
    result: &'static str,
    summary: &'static str,
) -> Method {
    let availability = MethodAvailability::Node;
    Method { name, parameters, receivers, result, summary, availability }
}

/// A method of the older node.
const fn legacy(
    name: &'static str,
    receivers: &'static [Type],
    result: &'static str,
    summary: &'static str,
) -> Method {
    let availability = MethodAvailability::LegacyOnly;
    Method { name, parameters: &[], receivers, result, summary, availability }
}

const PATH_MAP: &[Type] = &[Type::PathMap];
const ZIPPER: &[Type] = &[Type::Zipper];
const PATH_MAP_OR_ZIPPER: &[Type] = &[Type::PathMap, Type::Zipper];
const SET_MAP: &[Type] = &[Type::Set, Type::Map];
const SET_MAP_PATH_MAP: &[Type] = &[Type::Set, Type::Map, Type::PathMap];
const MAP: &[Type] = &[Type::Map];

const KEY: Parameter = value("key", "Any", "The key.");
const PATH: Parameter = value("path", "List", "The segments of the path.");
const SOURCE: Parameter = value("source", "Zipper | PathMap", "Where the paths come from.");
const OTHER_PATH_MAP: Parameter = value("other", "PathMap", "The other path map.");

/// Every method, sorted by name.
pub static METHODS: &[Method] = &[
    node(
        "add",
        &[Type::Set],
        &[value("element", "Any", "What to add.")],
        "Set",
        "The set with one more element.",
    ),
    node(
        "ascend",
        ZIPPER,
        &[value("steps", "Int", "How many segments, not negative.")],
        "Zipper",
        "The zipper, moved towards the root by some segments.",
    ),
    node("ascendOne", ZIPPER, &[], "Zipper", "The zipper, moved towards the root by one segment."),
    node(
        "atPath",
        PATH_MAP_OR_ZIPPER,
        &[PATH],
        "Any | Nil",
        "The value at a path, or Nil if there is none.",
    ),
    node("bytesToHex", &[Type::ByteArray], &[], "String", "The bytes as hexadecimal digits."),
    node(
        "childCount",
        PATH_MAP_OR_ZIPPER,
        &[],
        "Int",
        "How many branches there are at the position or, in a path map, at the root.",
    ),
    node(
        "contains",
        SET_MAP,
        &[value("element", "Any", "The element of a set or key of a map.")],
        "Bool",
        "Whether a set has an element or a map has a key.",
    ),
    node(
        "createPath",
        ZIPPER,
        &[PATH],
        "PathMap",
        "The path map in which a path exists. Needs a zipper for writing.",
    ),
    node(
        "delete",
        SET_MAP,
        &[value("element", "Any", "The element of a set or key of a map.")],
        "Set | Map",
        "The set without an element, or the map without a key.",
    ),
    node("descendFirst", ZIPPER, &[], "Zipper", "The zipper, moved into the first branch."),
    node(
        "descendIndexedBranch",
        ZIPPER,
        &[value("index", "Int", "Which branch, counted from 0.")],
        "Zipper",
        "The zipper, moved into a branch.",
    ),
    node("descendTo", ZIPPER, &[PATH], "Zipper", "The zipper, moved along a path."),
    node(
        "diff",
        SET_MAP_PATH_MAP,
        &[value("other", "Set | Map | PathMap", "A collection of the receiver's type.")],
        "Set | Map | PathMap",
        "What is in the receiver and not in the other collection.",
    ),
    node(
        "dropHead",
        PATH_MAP,
        &[value("count", "Int", "How many segments.")],
        "PathMap",
        "The path map whose paths lack their first segments.",
    ),
    node("get", MAP, &[KEY], "Any | Nil", "The value of a key, or Nil if there is none."),
    node(
        "getLeaf",
        PATH_MAP_OR_ZIPPER,
        &[],
        "Any | Nil",
        "The value at the position or, in a path map, at the root; Nil if there is none.",
    ),
    node(
        "getOrElse",
        MAP,
        &[KEY, value("default", "Any", "The value if the key is missing.")],
        "Any",
        "The value of a key, or the other value if there is none.",
    ),
    node(
        "getSubtrie",
        PATH_MAP_OR_ZIPPER,
        &[],
        "PathMap",
        "Everything below the position; of a path map, the path map.",
    ),
    node(
        "graft",
        PATH_MAP_OR_ZIPPER,
        &[SOURCE],
        "PathMap",
        "The path map with the source's paths.",
    ),
    node("hexToBytes", &[Type::String], &[], "ByteArray", "The bytes of hexadecimal digits."),
    node(
        "intersection",
        PATH_MAP,
        &[OTHER_PATH_MAP],
        "PathMap",
        "The paths that are in both path maps.",
    ),
    node(
        "joinInto",
        PATH_MAP_OR_ZIPPER,
        &[SOURCE],
        "PathMap",
        "The union of the path map and the source.",
    ),
    node("keys", MAP, &[], "Set", "The keys of the map."),
    node(
        "length",
        &[Type::String, Type::ByteArray, Type::List],
        &[],
        "Int",
        "How many elements or bytes there are. Of a string, the bytes of its UTF-8 form count.",
    ),
    node(
        "nth",
        &[Type::List, Type::Tuple, Type::ByteArray],
        &[value("index", "Int", "Which element, counted from 0.")],
        "Any",
        "One element. Of a byte array, the byte as an Int. An index out of range is an error.",
    ),
    node(
        "pathExists",
        PATH_MAP_OR_ZIPPER,
        &[],
        "Bool",
        "Whether there are paths at the position or, in a path map, any at all.",
    ),
    node(
        "prunePath",
        ZIPPER,
        &[],
        "PathMap",
        "The path map without the position's path. Needs a zipper for writing.",
    ),
    node("readZipper", PATH_MAP, &[], "Zipper", "A zipper for reading, at the root."),
    node("readZipperAt", PATH_MAP, &[PATH], "Zipper", "A zipper for reading, at a path."),
    node(
        "removeBranches",
        PATH_MAP_OR_ZIPPER,
        &[],
        "PathMap",
        "The path map without everything below the position. Needs a zipper for writing.",
    ),
    node(
        "removeLeaf",
        PATH_MAP_OR_ZIPPER,
        &[],
        "PathMap",
        "The path map without the value at the position. Needs a zipper for writing.",
    ),
    node("reset", ZIPPER, &[], "Zipper", "The zipper, moved to the root."),
    node(
        "restriction",
        PATH_MAP,
        &[OTHER_PATH_MAP],
        "PathMap",
        "The paths that begin with a path of the other path map.",
    ),
    node(
        "run",
        PATH_MAP,
        &[value("program", "PathMap", "The compiled program.")],
        "PathMap",
        "The state after a compiled MeTTa program has run in it; `{||}` is the empty state. A node \
         without a MeTTa compiler gives the receiver, unchanged.",
    ),
    node(
        "set",
        MAP,
        &[KEY, value("value", "Any", "The key's new value.")],
        "Map",
        "The map in which a key has a new value.",
    ),
    node(
        "setLeaf",
        PATH_MAP_OR_ZIPPER,
        &[value("value", "Any", "The new value.")],
        "PathMap",
        "The path map with a value at the position. Needs a zipper for writing.",
    ),
    node(
        "setSubtrie",
        ZIPPER,
        &[value("source", "PathMap", "What is to be below the position.")],
        "PathMap",
        "The path map with something else below the position. Needs a zipper for writing.",
    ),
    node("size", SET_MAP, &[], "Int", "How many elements or keys there are."),
    node(
        "slice",
        &[Type::String, Type::List, Type::ByteArray],
        &[
            value("from", "Int", "The index of the first element."),
            value("until", "Int", "The index after the last element."),
        ],
        "String | List | ByteArray",
        "The elements between two indexes.",
    ),
    node(
        "take",
        &[Type::List],
        &[value("count", "Int", "How many elements.")],
        "List",
        "The first elements of the list.",
    ),
    legacy(
        "toBigInt",
        &[Type::Int, Type::BigInt, Type::String],
        "BigInt",
        "The number as an integer of any size.",
    ),
    node("toByteArray", Type::ALL, &[], "ByteArray", "The value in the node's binary form."),
    legacy(
        "toInt",
        &[Type::Int, Type::BigInt, Type::String],
        "Int",
        "The number as an integer of 64 bits.",
    ),
    node(
        "toList",
        &[Type::List, Type::Set, Type::Map, Type::Tuple],
        &[],
        "List",
        "The elements as a list; of a map, the pairs of keys and values.",
    ),
    node(
        "toMap",
        &[Type::Map, Type::Set, Type::List],
        &[],
        "Map",
        "The map of a collection of pairs of keys and values.",
    ),
    node("toNextSibling", ZIPPER, &[], "Zipper", "The zipper, moved to the next branch."),
    node("toPrevSibling", ZIPPER, &[], "Zipper", "The zipper, moved to the previous branch."),
    node(
        "toSet",
        &[Type::List, Type::Set, Type::Map],
        &[],
        "Set",
        "The elements as a set; of a map, the pairs of keys and values.",
    ),
    node(
        "toString",
        // The node's method is called like one for everything, but takes nothing else.
        &[Type::DeployId],
        &[],
        "String",
        "The deploy ID as hexadecimal digits. Other values do not have the method; `%%` turns \
         numbers, booleans and URIs into text.",
    ),
    node("toUtf8Bytes", &[Type::String], &[], "ByteArray", "The bytes of the UTF-8 form."),
    node(
        "union",
        SET_MAP_PATH_MAP,
        &[value("other", "Set | Map | PathMap", "A collection of the receiver's type.")],
        "Set | Map | PathMap",
        "What is in either collection. If both maps have a key, the argument's value counts.",
    ),
    node("writeZipper", PATH_MAP, &[], "Zipper", "A zipper for writing, at the root."),
    node("writeZipperAt", PATH_MAP, &[PATH], "Zipper", "A zipper for writing, at a path."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_sorted_and_well_formed() {
        assert!(METHODS.is_sorted_by(|left, right| left.name < right.name));
        for method in METHODS {
            let name = method.name;
            assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{name}");
            assert!(!method.receivers.is_empty() && !method.result.is_empty(), "{name}");
            assert!(method.summary.ends_with('.'), "{name}");
            for (index, receiver) in method.receivers.iter().enumerate() {
                assert!(!method.receivers[..index].contains(receiver), "{name}");
            }
            for parameter in method.parameters {
                assert!(!parameter.is_return && parameter.summary.ends_with('.'), "{name}");
            }
        }
    }

    #[test]
    fn every_name_finds_its_row() {
        for row in METHODS {
            assert_eq!(method(row.name), Some(row));
            assert_eq!(nearest_method(row.name), Some(row));
        }
        for name in ["", "Nth", "nth ", "lengths", "zzz"] {
            assert_eq!(method(name), None, "{name}");
        }
    }

    #[test]
    fn arities() {
        let none = "length size keys toList toSet toMap toString toByteArray hexToBytes \
                    toUtf8Bytes bytesToHex toInt toBigInt readZipper writeZipper descendFirst \
                    ascendOne reset \
                    toNextSibling toPrevSibling childCount getLeaf getSubtrie removeLeaf \
                    removeBranches pathExists prunePath";
        let one = "nth take contains get add delete union diff intersection restriction dropHead \
                   run readZipperAt writeZipperAt descendTo descendIndexedBranch ascend setLeaf \
                   setSubtrie graft joinInto atPath createPath";
        let two = "slice getOrElse set";
        let mut count = 0;
        for (arity, names) in [(0, none), (1, one), (2, two)] {
            for name in names.split(' ') {
                assert_eq!(method(name).unwrap().arity(), arity, "{name}");
                count += 1;
            }
        }
        assert_eq!(count, METHODS.len());
    }

    #[test]
    fn only_two_methods_are_gone() {
        let legacy =
            METHODS.iter().filter(|row| row.availability == MethodAvailability::LegacyOnly);
        let names: Vec<&str> = legacy.map(|row| row.name).collect();
        assert_eq!(names, ["toBigInt", "toInt"]);
    }

    #[test]
    fn receivers() {
        let accepts = |name, receiver| method(name).unwrap().accepts(receiver);
        assert!(accepts("length", Type::String));
        assert!(!accepts("length", Type::Set));
        assert!(!accepts("size", Type::List));
        assert!(accepts("nth", Type::Tuple));
        assert!(!accepts("toString", Type::Int));
        assert!(Type::ALL.iter().all(|&receiver| accepts("toByteArray", receiver)));
    }

    #[test]
    fn suggestions() {
        let nearest = |name| nearest_method(name).map(|method| method.name);
        assert_eq!(nearest("lenght"), Some("length"));
        assert_eq!(nearest("sise"), Some("size"));
        assert_eq!(nearest("siez"), None);
        assert_eq!(nearest("tolist"), Some("toList"));
        assert_eq!(nearest("toJson"), None);
        assert_eq!(nearest("hexToByte"), Some("hexToBytes"));
        assert_eq!(nearest("ge"), Some("get"));
        assert_eq!(nearest("put"), None);
        assert_eq!(nearest(""), None);
    }
}
