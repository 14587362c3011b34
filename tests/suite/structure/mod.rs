//! Imports between the files of `src/` go one way: no file leads back to itself; nor does a room, which is a module of a
//! folder with all below it; and each stage knows only those before it.
//!
//! An import is what stands behind `use`, and every other path with `::`. One that ends at a re-export leads to the file
//! that defines the name. Methods and traits that are used without a path are not seen, nor is what is compiled for
//! tests only.

mod code;
mod graph;

use code::Path;
use graph::{Modules, between_rooms, circles};
use std::collections::BTreeSet;
use std::fs;

/// The roots of both crates.
const ROOTS: [&str; 2] = ["lib.rs", "main.rs"];

/// The stages of the library from the ground up. None knows its neighbours of the same row or what comes after.
const STAGES: [&[&str]; 8] = [
    &["span", "steps"],
    &["caseless", "diagnostic", "suggest"],
    &["source"],
    &["tree"],
    &["document"],
    &["knowledge"],
    &["read", "write", "check"],
    &["error", "own", "readers", "tune"],
];

/// The row of a stage.
fn row(stage: &str) -> Option<usize> {
    STAGES.iter().position(|row| row.contains(&stage))
}

fn modules(root: &str) -> Modules {
    let src = crate::common::root().join("src");
    Modules::read(root, &|file| fs::read_to_string(src.join(file)).ok())
}

fn shown(path: &Path) -> String {
    if path.is_empty() { "the root".into() } else { path.join("::") }
}

#[test]
fn no_file_leads_back_to_itself() {
    let mut found = Vec::new();
    for root in ROOTS {
        let modules = modules(root);
        assert!(modules.paths().count() > 10, "{root} has more modules than that");
        found.extend(circles(&modules.imports(), shown));
    }
    assert!(found.is_empty(), "{} circles between files\n{}", found.len(), found.join("\n"));
}

#[test]
fn no_room_leads_back_to_itself() {
    let mut found = Vec::new();
    for root in ROOTS {
        let modules = modules(root);
        let imports = modules.imports();
        for folder in modules.paths() {
            let circles = circles(&between_rooms(&imports, folder), String::clone);
            found.extend(circles.into_iter().map(|it| format!("in {}: {it}", shown(folder))));
        }
    }
    assert!(found.is_empty(), "{} circles between rooms\n{}", found.len(), found.join("\n"));
}

#[test]
fn stages_know_only_those_before_them() {
    let modules = modules("lib.rs");
    let stages: BTreeSet<&str> =
        modules.paths().filter_map(|path| Some(path.first()?.as_str()).filter(|_| path.len() == 1)).collect();
    assert_eq!(stages, STAGES.concat().into_iter().collect(), "every module of the library has its row in STAGES");
    let imports = between_rooms(&modules.imports(), &[]);
    assert!(imports.len() > 5, "stages that import nothing prove little");
    let mut found = Vec::new();
    for (from, all) in &imports {
        for (to, names) in all {
            if row(to) >= row(from) {
                found.push(format!("{from} -> {to}: {names:?}"));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
