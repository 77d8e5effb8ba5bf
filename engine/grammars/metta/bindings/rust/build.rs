//! Compiles the generated parser.

use std::path::Path;

fn main() {
    let source_directory = Path::new("src");
    let parser = source_directory.join("parser.c");

    let mut build = cc::Build::new();
    build.std("c11").include(source_directory).file(&parser);
    // The parser holds character ranges outside ASCII, which the Microsoft compiler reads in the system's code page
    // unless it is told otherwise.
    build.flag_if_supported("-utf-8");
    build.compile("tree-sitter-metta");

    println!("cargo:rerun-if-changed={}", parser.display());
    println!("cargo:rerun-if-changed={}", source_directory.join("tree_sitter").display());
}
