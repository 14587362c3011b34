//! Five real texts: what a perfect conversion of each contains, one named test a fact.
//!
//! The texts lie beside the checkout and are no part of it; without them each test says that it is
//! skipped. A fact that is known not to hold stands in `tests/seeds-known.txt` with its reason, and
//! its test fails as soon as it holds.

use crate::common;

/// Declares facts: a test each, and the list of their names.
macro_rules! facts {
    ($seed:literal: $($(#[$doc:meta])* $name:ident($it:ident) $body:block)*) => {
        /// Names of the facts of this file.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];
        $($(#[$doc])* #[test] fn $name() { super::seed::fact(stringify!($name), $seed, |$it| $body); })*
    };
}

mod seed;
mod seed_000;
mod seed_001;
mod seed_002;
mod seed_003;
mod seed_004;
mod seed_all;

#[test]
fn known_differences_name_facts() {
    let names =
        [seed_000::NAMES, seed_001::NAMES, seed_002::NAMES, seed_003::NAMES, seed_004::NAMES, seed_all::NAMES].concat();
    assert_eq!(names.len(), 92 + 5);
    for name in common::known(seed::KNOWN).keys() {
        assert!(names.contains(&name.as_str()), "tests/{} names no fact: {name}", seed::KNOWN);
    }
}
