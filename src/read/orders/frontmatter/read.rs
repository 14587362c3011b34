//! Where front matter starts and ends, and whether it is meant as such: a rule above a letter looks the same.

use super::declared::{FrontMatter, NOT_READ};
use super::node::{Fault, Parsed, Stretch};
use super::values::Values;
use super::{from_toml, from_yaml, marks, muse};
use crate::diagnostic::Diagnostic;
use crate::knowledge::rules;
use crate::read::lines::Line;
use crate::read::orders::keys::MetaKey;
use crate::source::{Source, Span};

/// Longer front matter is no metadata of a text. It is not read.
const LONGEST: usize = 1 << 20;
/// Findings that are told; further ones help nobody.
const MOST_FINDINGS: usize = 100;
/// The rule of a fence that is missing.
const NOT_CLOSED: &str = "front-matter/not-closed";

/// Keys that site generators look for. They mean nothing here, but show that front matter is meant.
const HABITS: [&str; 24] = [
    "abstract",
    "aliases",
    "bibliography",
    "categories",
    "comments",
    "creator",
    "css",
    "description",
    "draft",
    "excerpt",
    "featured",
    "format",
    "image",
    "keywords",
    "lastmod",
    "layout",
    "objectid",
    "permalink",
    "slug",
    "summary",
    "tags",
    "toc",
    "type",
    "weight",
];

/// A notation of front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Notation {
    Yaml,
    Toml,
}

/// Reads front matter at the top of a source; none gives an empty one.
#[must_use]
pub(crate) fn read(source: &Source, lines: &[Line]) -> FrontMatter {
    let Some(first) = lines.first().filter(|line| line.number == 0) else { return FrontMatter::default() };
    let mut front = match source.slice(first.span) {
        "---" => fenced(source, lines, Notation::Yaml),
        "+++" => fenced(source, lines, Notation::Toml),
        _ => muse::read(source, lines),
    };
    marks::take_out(&mut front);
    front
}

fn fenced(source: &Source, lines: &[Line], notation: Notation) -> FrontMatter {
    let text = |line: &Line| source.slice(line.span);
    let closes = |line: &Line| match text(line) {
        "---" | "..." => notation == Notation::Yaml && line.indent <= lines[0].indent,
        "+++" => notation == Notation::Toml,
        _ => false,
    };
    let inside = &lines[1..];
    let Some(first) = inside.first() else { return FrontMatter::default() };
    if let Some(close) = inside.iter().position(closes) {
        let shape = Shape::of(source, &inside[..close], notation);
        let end = inside[close].span.start as usize;
        if let Some(front) = between(source, lines[0].span, end, &shape, notation) {
            return FrontMatter { lines: close + 2, ..front };
        }
    }
    // Without a second fence, it ends where no key follows.
    let goes_on = |line: &&Line| line.blanks == 0 && Shape::goes_on(source, line, first.indent, notation);
    let count = inside.iter().take_while(goes_on).count();
    let shape = Shape::of(source, &inside[..count], notation);
    let end = lines[count].span.end as usize;
    let read = shape.is_known().then(|| between(source, lines[0].span, end, &shape, notation)).flatten();
    let Some(mut front) = read else { return FrontMatter::default() };
    let message = format!("the front matter has no end: it is taken to end with line {}", lines[count].number + 1);
    let finding = rules::finding(NOT_CLOSED, lines[0].span, message);
    front.findings.insert(0, finding.hint(format!("put a line `{}` behind its last line", text(&lines[0]))));
    FrontMatter { lines: count + 1, ..front }
}

/// Reads what stands between the first fence and byte `end`, if front matter is meant.
fn between(source: &Source, fence: Span, end: usize, shape: &Shape, notation: Notation) -> Option<FrontMatter> {
    let from = fence.end as usize;
    let stretch = Stretch { text: &source.text[from..end], from };
    if !shape.starts_with_key {
        return None;
    }
    if stretch.text.len() > LONGEST {
        let message = format!("front matter of more than {} MiB is not read", LONGEST >> 20);
        let finding = rules::finding(NOT_READ, fence, message).hint("metadata of a text is short: shorten it");
        return shape.is_mostly_keys().then(|| FrontMatter { findings: vec![finding], ..FrontMatter::default() });
    }
    let Parsed { table, faults } = match notation {
        Notation::Yaml => match from_yaml::document(stretch) {
            Ok(whole) => whole,
            Err(_) if shape.is_mostly_keys() => {
                let keys: Vec<usize> = shape.starts.iter().map(|start| *start as usize - from).collect();
                from_yaml::by_key(stretch, &keys)
            }
            Err(_) => return None,
        },
        Notation::Toml => from_toml::parse(stretch),
    };
    let mut values = Values::default();
    values.table("", table);
    let faults = faults.into_iter().chain(values.faults);
    Some(FrontMatter { entries: values.entries, findings: told(faults.collect()), ..FrontMatter::default() })
}

/// Findings in the order of the text.
fn told(mut faults: Vec<Fault>) -> Vec<Diagnostic> {
    faults.sort_by_key(|fault| fault.span);
    let more = faults.len().saturating_sub(MOST_FINDINGS);
    faults.truncate(MOST_FINDINGS);
    let finding = |fault: Fault| rules::finding(NOT_READ, fault.span, fault.message).hint(fault.hint);
    let mut findings: Vec<Diagnostic> = faults.into_iter().map(finding).collect();
    if more > 0
        && let Some(last) = findings.last_mut()
    {
        last.hints.push(format!("{more} more are not told"));
    }
    findings
}

/// What lines that may be front matter look like.
#[derive(Debug, Default)]
struct Shape {
    /// Where lines start that do not go on with a key before them.
    starts: Vec<u32>,
    /// How many of these are keys, and of keys that somebody knows.
    keys: usize,
    known: usize,
    /// The first of them is a key, or there is none.
    starts_with_key: bool,
    /// Behind a blank line stands something that is no key: the text, as it seems.
    has_prose: bool,
}

impl Shape {
    fn of(source: &Source, lines: &[Line], notation: Notation) -> Self {
        let mut shape = Self { starts_with_key: true, ..Self::default() };
        let Some(first) = lines.first() else { return shape };
        for line in lines.iter().filter(|line| line.indent <= first.indent) {
            let text = source.slice(line.span);
            let goes_on = !shape.starts.is_empty() && goes_on_with(text);
            if is_comment(text) || goes_on || text.starts_with('[') && notation == Notation::Toml {
                continue;
            }
            let key = key(text, notation);
            if shape.starts.is_empty() {
                shape.starts_with_key = key.is_some();
            }
            shape.has_prose |= key.is_none() && line.blanks > 0;
            shape.starts.push(line.span.start);
            shape.keys += usize::from(key.is_some());
            shape.known += usize::from(key.is_some_and(is_known));
        }
        shape
    }

    /// Whether a line can belong to front matter whose keys stand so far to the right.
    fn goes_on(source: &Source, line: &Line, indent: u16, notation: Notation) -> bool {
        let text = source.slice(line.span);
        line.indent > indent || is_comment(text) || goes_on_with(text) || key(text, notation).is_some()
    }

    /// Whether so much of it are keys that front matter is meant, even if it is not written as it should be.
    fn is_mostly_keys(&self) -> bool {
        !self.has_prose && self.keys * 2 >= self.starts.len()
    }

    /// Whether front matter is meant where no second fence says so: half of its keys are known.
    fn is_known(&self) -> bool {
        self.known > 0 && self.known * 2 >= self.keys
    }
}

fn is_comment(text: &str) -> bool {
    text.starts_with('#')
}

/// Whether a line goes on with the value of the key before it.
fn goes_on_with(text: &str) -> bool {
    text == "-" || text.starts_with("- ") || text.starts_with([']', '}'])
}

/// The key with which a line starts: one word.
fn key(text: &str, notation: Notation) -> Option<&str> {
    let separator = match notation {
        Notation::Yaml => ':',
        Notation::Toml => '=',
    };
    let (key, value) = text.split_once(separator)?;
    let key = key.trim_end();
    let bare = key.strip_prefix(['"', '\'']).and_then(|key| key.strip_suffix(['"', '\''])).unwrap_or(key);
    let is_word = !bare.is_empty() && !bare.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '/'));
    // YAML wants a blank behind the colon; who does not know it writes none.
    let is_parted = notation == Notation::Toml || value.is_empty() || value.starts_with(char::is_whitespace);
    (is_word && (is_parted || is_known(bare))).then_some(bare)
}

fn is_known(key: &str) -> bool {
    MetaKey::named(key).is_some() || HABITS.iter().any(|known| known.eq_ignore_ascii_case(key))
}
