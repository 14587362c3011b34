//! Files of a folder that are plainly no transcriptions, by their names or by what they hold: `schema/not-texts.toml`.

use regex::Regex;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;

/// Files that are named where some were left out.
const NAMED: usize = 3;
/// So many lines with the same number of fields are a table.
const ROWS: usize = 4;
/// A table has so many fields in a row at least.
const FIELDS: usize = 3;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    names: BTreeSet<String>,
    starts: BTreeSet<String>,
    content: Vec<Content>,
    start: Vec<Start>,
}

/// What each line of a file looks like.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    what: String,
    every: String,
    least: usize,
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are tests"))]
    example: String,
}

/// How a file starts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Start {
    what: String,
    starts: Vec<String>,
}

static KNOWN: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(include_str!("../../schema/not-texts.toml"))
        .expect("schema/not-texts.toml is well-formed; a test reads it")
});

/// The patterns of contents, in their order.
static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let patterns = KNOWN.content.iter().map(|content| Regex::new(&content.every));
    patterns.collect::<Result<_, _>>().expect("patterns are checked by a test")
});

/// A file of a folder that is not read.
#[derive(Debug)]
pub struct LeftOut {
    /// Where it is.
    pub path: PathBuf,
    /// What it holds; `None` where its name says enough.
    pub holds: Option<&'static str>,
}

/// Whether a file of this name is no transcription.
pub fn is_none(name: &str) -> bool {
    let name = name.split('.').next().unwrap_or(name).to_lowercase();
    let start = name.split(['-', '_']).next().unwrap_or(&name);
    KNOWN.names.contains(&name) || start.len() < name.len() && KNOWN.starts.contains(start)
}

/// What a file holds that is no transcription beyond doubt, by its first bytes, which may be all of them.
pub fn holds(bytes: &[u8], is_whole: bool) -> Option<&'static str> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if let Some(start) = KNOWN.start.iter().find(|start| start.starts.iter().any(|it| text.starts_with(it))) {
        return Some(&start.what);
    }
    if is_whole
        && text.trim_start().starts_with(['{', '['])
        && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
    {
        return Some("data in JSON");
    }
    let mut lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    if !is_whole {
        // The last may be cut.
        lines.pop();
    }
    let is_all = |(content, pattern): &(&'static Content, &Regex)| {
        lines.len() >= content.least && lines.iter().all(|line| pattern.is_match(line))
    };
    let found = KNOWN.content.iter().zip(&*PATTERNS).find(is_all);
    found.map(|(content, _)| &*content.what).or_else(|| is_table(&lines).then_some("a table"))
}

/// Whether lines are rows of a table: as many tabs or semicolons in each, or commas that no blank follows. Words between
/// commas have a blank behind them.
fn is_table(lines: &[&str]) -> bool {
    let Some((head, rows)) = lines.split_first().filter(|_| lines.len() >= ROWS) else { return false };
    ['\t', ';', ','].into_iter().any(|sign| {
        let fields = fields(head, sign);
        let glued = |line: &str| sign == '\t' || !line.contains(&*format!("{sign} "));
        fields.is_some_and(|fields| fields >= FIELDS)
            && glued(head)
            && rows
                .iter()
                .all(|row| self::fields(row, sign) == fields && (sign == '\t' || row.contains('"') || glued(row)))
    })
}

/// How many fields a row has; a sign between quotation marks parts none. `None` where a mark is open at the end.
fn fields(row: &str, sign: char) -> Option<usize> {
    let (mut count, mut quoted) = (1, false);
    for c in row.chars() {
        quoted ^= c == '"';
        count += usize::from(c == sign && !quoted);
    }
    (!quoted).then_some(count)
}

/// What is said of files that were left out: a line for those with such names, one for those that hold something else.
pub fn told(left_out: &[LeftOut]) -> Vec<String> {
    let line = |why: &str, names: Vec<String>| {
        let more = names.len().saturating_sub(NAMED);
        let mut told = names.into_iter().take(NAMED).collect::<Vec<_>>();
        if more > 0 {
            told.push(format!("{more} more"));
        }
        let names = told.join(", ");
        (!told.is_empty())
            .then(|| format!("left out as no transcriptions, by {why}: {names} (a file that is named itself is read)"))
    };
    let name = |file: &LeftOut| match file.holds {
        Some(what) => format!("{} ({what})", file.path.display()),
        None => file.path.display().to_string(),
    };
    let (held, named): (Vec<_>, Vec<_>) = left_out.iter().partition(|file| file.holds.is_some());
    let listed = |files: Vec<&LeftOut>| files.into_iter().map(name).collect();
    [line("their names", listed(named)), line("what they hold", listed(held))].into_iter().flatten().collect()
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
    fn what_was_left_out_is_a_line_for_each_reason() {
        assert!(told(&[]).is_empty());
        let file = |path: String, holds| LeftOut { path: path.into(), holds };
        let many: Vec<LeftOut> = (0..5).map(|n| file(format!("a/{n}/README.md"), None)).collect();
        let expected = "left out as no transcriptions, by their names: a/0/README.md, a/1/README.md, a/2/README.md, 2 \
                        more (a file that is named itself is read)";
        assert_eq!(told(&many), [expected]);
        let expected = "left out as no transcriptions, by what they hold: a.txt (a log) (a file that is named itself is \
                        read)";
        assert_eq!(told(&[file("a.txt".to_owned(), Some("a log"))]), [expected]);
    }

    #[test]
    fn what_a_file_holds_is_told_only_where_it_is_certain() {
        for content in &KNOWN.content {
            let text = format!("{}\n", content.example).repeat(content.least);
            assert_eq!(holds(text.as_bytes(), true), Some(&*content.what));
            let mixed = format!("{text}\nDear Anna,\n");
            assert_eq!(holds(mixed.as_bytes(), true), None, "{}", content.what);
        }
        for (text, what) in [
            ("name,place,year\nAnna,Otley,1824\nTom,Holt,1825\n\"Pell, Otto\",Ripon,1826\n", "a table"),
            ("name\tplace\tyear\nAnna\tOtley\t1824\nTom\tHolt, by the mill\t1825\nOtto\tRipon\t1826\n", "a table"),
            ("#!/bin/sh\necho letters\n", "a program"),
            ("{\"letters\": [1, 2]}\n", "data in JSON"),
            ("%PDF-1.7\n", "no text but another format"),
        ] {
            assert_eq!(holds(text.as_bytes(), true), Some(what), "{text}");
        }
        for text in [
            "",
            "\n\n",
            "Dear Anna, the mill, the weir,\nthe wheel, and Tom, and I,\nthe cat, the dog, the hen,\nare well, are fat, are dry.\n",
            "[Otley, 4 March 1824]\n\nDear Anna,\n\nThe mill stands.\n",
            "2031-05-03 11:05:12 arrived\n",
            "https://mill.example/12\n",
            "one,two\nthree,four\nfive,six\nseven,eight\n",
        ] {
            assert_eq!(holds(text.as_bytes(), true), None, "{text}");
        }
        // The last line of a start may be cut anywhere.
        assert_eq!(
            holds(b"2031-05-03 11:05:12 a\n2031-05-03 11:05:12 a\n2031-05-03 11:05:12 a\n2031-05", false),
            Some("a log")
        );
    }
}
