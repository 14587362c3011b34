//! Files of a folder that are plainly no transcriptions, by their names: `schema/not-texts.toml`.

use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;

/// Files that are named where some were left out.
const NAMED: usize = 3;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    names: BTreeSet<String>,
    starts: BTreeSet<String>,
}

static KNOWN: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(include_str!("../../schema/not-texts.toml"))
        .expect("schema/not-texts.toml is well-formed; a test reads it")
});

/// Whether a file of this name is no transcription.
pub fn is_none(name: &str) -> bool {
    let name = name.split('.').next().unwrap_or(name).to_lowercase();
    let start = name.split(['-', '_']).next().unwrap_or(&name);
    KNOWN.names.contains(&name) || start.len() < name.len() && KNOWN.starts.contains(start)
}

/// What is said of files that were left out, in one line.
pub fn told(left_out: &[PathBuf]) -> Option<String> {
    let mut names: Vec<String> = left_out.iter().take(NAMED).map(|path| path.display().to_string()).collect();
    if left_out.is_empty() {
        return None;
    }
    if left_out.len() > NAMED {
        names.push(format!("{} more", left_out.len() - NAMED));
    }
    let names = names.join(", ");
    Some(format!("left out as no transcriptions, by their names: {names} (a file that is named itself is read)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_about_a_folder_are_no_texts() {
        for name in [
            "README.md",
            "readme.en.md",
            "README-de.txt",
            "LICENSE.txt",
            "License-MIT.txt",
            "COPYING.md",
            "CHANGELOG.md",
            "requirements.txt",
            "CMakeLists.txt",
            "robots.txt",
            "CODE_OF_CONDUCT.md",
            "manifest-md5.txt",
        ] {
            assert!(is_none(name), "{name}");
        }
        for name in
            ["letter.txt", "license to print.txt", "manifest.txt", "readmes.md", "to-do.md", "notes.txt", "", "."]
        {
            assert!(!is_none(name), "{name}");
        }
        assert!(
            KNOWN.names.iter().chain(&KNOWN.starts).all(|name| *name == name.to_lowercase() && !name.contains('.'))
        );
    }

    #[test]
    fn what_was_left_out_is_one_line() {
        assert_eq!(told(&[]), None);
        let many: Vec<PathBuf> = (0..5).map(|n| format!("a/{n}/README.md").into()).collect();
        let expected = "left out as no transcriptions, by their names: a/0/README.md, a/1/README.md, a/2/README.md, 2 \
                        more (a file that is named itself is read)";
        assert_eq!(told(&many).as_deref(), Some(expected));
    }
}
