//! Programs and grammars that judge our output. A machine without them skips the judgement aloud;
//! with `RUBRICATE_REQUIRE_ORACLES=1` their absence is a failure.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The value, or a visible skip, or a failure where oracles are required.
pub fn require<T>(what: &str, found: Option<T>) -> Option<T> {
    let required = std::env::var_os("RUBRICATE_REQUIRE_ORACLES").is_some_and(|value| value == "1");
    assert!(found.is_some() || !required, "oracle missing and RUBRICATE_REQUIRE_ORACLES=1: {what}");
    if found.is_none() {
        // Written past the harness, which hides what passing tests print.
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED: no {what} here; set RUBRICATE_REQUIRE_ORACLES=1 to make this a failure"
        );
    }
    found
}

/// The folder of reference data beside the project (`RUBRICATE_SHARED`, else `../shared`).
pub fn shared(inside: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let root = std::env::var_os("RUBRICATE_SHARED").map_or(beside, PathBuf::from);
    require(&format!("reference data {inside}"), Some(root.join(inside)).filter(|path| path.exists()))
}

/// The grammars of tei_all that output must satisfy: 4.12, 4.11 and 4.9.
pub fn tei_grammars() -> Option<Vec<PathBuf>> {
    let folder = shared("schemas")?;
    let grammars = ["tei_all.rng", "tei_all_4.11.0.rng", "tei_all_4.9.0.rng"].map(|name| folder.join(name));
    require("tei_all grammars", Some(grammars.to_vec()).filter(|all| all.iter().all(|path| path.exists())))
}

/// Runs jing on many files at once. `None` where there is no jing.
pub fn jing(grammar: &Path, files: &[PathBuf]) -> Option<Output> {
    let run = Command::new("jing").arg(grammar).args(files).output();
    require("jing", run.ok())
}
