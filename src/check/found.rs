//! Findings with their places worked out: what programs are told.

use super::checked::Checked;
use crate::diagnostic::{Diagnostic, Edit, Level};
use crate::source::Source;
use crate::source::points::CodePoints;
use crate::span::Span;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What was found in one file.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FileReport {
    /// The file, as it is called from the working folder; with `/` between folders.
    pub file: String,
    /// What was found, in the order of [`Checked::findings`].
    pub findings: Vec<Found>,
}

/// A finding with its place: one object of the format `json`.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Found {
    /// The file.
    pub file: String,
    /// Path inside it, where it is a book.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// From where to where; absent where the file as a whole is meant.
    #[serde(flatten)]
    pub place: Region,
    /// Id of the rule.
    pub rule: Cow<'static, str>,
    /// The name that others know the fault by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Cow<'static, str>>,
    /// How much it matters.
    pub level: Level,
    /// What.
    pub message: String,
    /// What to do.
    pub hints: Vec<String>,
    /// A change that would mend it.
    pub(super) fix: Option<FoundFix>,
    /// Other places that have to do with it.
    pub(super) related: Vec<FoundRelated>,
    /// Names the finding, though lines before it come and go.
    pub fingerprint: String,
    /// The same place with columns in bytes of UTF-8, which some formats count.
    #[serde(skip)]
    pub(super) bytes: Region,
}

/// A stretch of a file: lines and columns from 1, the end exclusive, columns in characters (code points).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Region {
    /// First line.
    pub line: Option<usize>,
    /// First column.
    pub column: Option<usize>,
    /// Last line.
    pub end_line: Option<usize>,
    /// One past the last column.
    pub end_column: Option<usize>,
}

/// A change that would mend a finding.
#[derive(Debug, Clone, Serialize)]
pub(super) struct FoundFix {
    /// Whether it may be applied without a person looking.
    pub(super) safe: bool,
    /// What is replaced, in source order.
    pub(super) edits: Vec<FoundEdit>,
}

/// A replacement.
#[derive(Debug, Clone, Serialize)]
pub(super) struct FoundEdit {
    /// What is replaced.
    #[serde(flatten)]
    pub(super) place: Region,
    /// The same with columns in bytes of UTF-8.
    #[serde(skip)]
    pub(super) bytes: Region,
    /// By what.
    pub(super) replacement: String,
}

/// Another place that has to do with a finding.
#[derive(Debug, Clone, Serialize)]
pub(super) struct FoundRelated {
    /// Path inside the file, where it is a book.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) member: Option<String>,
    /// Where.
    #[serde(flatten)]
    pub(super) place: Region,
    /// What is there.
    pub(super) message: String,
}

impl Checked {
    /// Works out the places of all findings. `file` is what the file is called from the working folder.
    #[must_use]
    pub fn report(&self, file: &str) -> FileReport {
        let mut places = Places { checked: self, points: BTreeMap::new() };
        let mut seen = BTreeMap::new();
        let findings = self.findings.iter().map(|finding| self.found(file, finding, &mut places, &mut seen)).collect();
        FileReport { file: file.to_owned(), findings }
    }

    fn found<'a>(
        &'a self,
        file: &str,
        finding: &'a Diagnostic,
        places: &mut Places<'a>,
        seen: &mut BTreeMap<Uuid, usize>,
    ) -> Found {
        let member = finding.member.as_deref();
        let (place, bytes) = places.of(member, finding.span);
        let edit = |edit: &Edit, places: &mut Places<'a>| {
            let (place, bytes) = places.of(member, Some(edit.span));
            FoundEdit { place, bytes, replacement: edit.replacement.clone() }
        };
        Found {
            file: file.to_owned(),
            member: finding.member.clone(),
            place,
            rule: finding.rule.clone(),
            code: finding.code.clone(),
            level: finding.level,
            message: finding.message.clone(),
            hints: finding.hints.clone(),
            fix: finding
                .fix
                .as_ref()
                .map(|fix| FoundFix { safe: fix.safe, edits: fix.edits.iter().map(|one| edit(one, places)).collect() }),
            related: finding
                .related
                .iter()
                .map(|other| FoundRelated {
                    member: other.member.clone(),
                    place: places.of(other.member.as_deref(), other.span).0,
                    message: other.message.clone(),
                })
                .collect(),
            fingerprint: self.fingerprint(file, finding, seen),
            bytes,
        }
    }

    /// A name for a finding that stays when lines before it come and go: made of the file, the rule, what is said, the
    /// words around, and how many like it came before.
    fn fingerprint(&self, file: &str, finding: &Diagnostic, seen: &mut BTreeMap<Uuid, usize>) -> String {
        /// Characters around the place that belong to it.
        const AROUND: usize = 40;
        let member = finding.member.as_deref();
        let around = match (self.text(member), finding.span) {
            (Some(source), Some(span)) => {
                let line = source.line(source.line_of(span.start));
                let middle = span.start.min(line.end);
                let before = source.slice(Span { start: line.start, end: middle });
                let from = before.char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
                let after = source.slice(Span { start: middle, end: line.end });
                let to = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
                format!("{}{}", &before[from..], &after[..to])
            }
            _ => String::new(),
        };
        let parts = [file, member.unwrap_or_default(), &finding.rule, &finding.message, &around];
        let name = Uuid::new_v5(&Uuid::NAMESPACE_OID, parts.join("\0").as_bytes());
        let nth = seen.entry(name).or_default();
        *nth += 1;
        if *nth == 1 { name.simple().to_string() } else { format!("{}-{nth}", name.simple()) }
    }
}

impl Found {
    /// The message with the path inside a book before it, for formats that know only files.
    pub(super) fn message_in_file(&self) -> String {
        match (&self.member, self.place.line, self.place.column) {
            (Some(member), Some(line), Some(column)) => format!("{member}:{line}:{column}: {}", self.message),
            (Some(member), ..) => format!("{member}: {}", self.message),
            (None, ..) => self.message.clone(),
        }
    }

    /// The place in the file itself; none in a book, whose members are no files.
    pub(super) fn place_in_file(&self) -> Region {
        if self.member.is_some() { Region::default() } else { self.place }
    }
}

/// Works out places. A line may be as long as the file, and findings may point back and forth on it.
struct Places<'a> {
    checked: &'a Checked,
    /// Each text that was asked about, with its code points counted.
    points: BTreeMap<Option<&'a str>, CodePoints<'a>>,
}

impl<'a> Places<'a> {
    /// The place of a span, with columns in characters and in bytes.
    fn of(&mut self, member: Option<&'a str>, span: Option<Span>) -> (Region, Region) {
        let (Some(source), Some(span)) = (self.checked.text(member), span) else { return Default::default() };
        let points = self.points.entry(member).or_insert_with(|| CodePoints::new(&source.text));
        let (line, first, byte) = column(source, points, span.start);
        let (end_line, last, end_byte) = column(source, points, span.end);
        let place = |column, end_column| Region {
            line: Some(line),
            column: Some(column),
            end_line: Some(end_line),
            end_column: Some(end_column),
        };
        (place(first, last), place(byte, end_byte))
    }
}

/// Line, and column in characters and in bytes, of a byte.
fn column(source: &Source, points: &CodePoints, at: u32) -> (usize, usize, usize) {
    let line = source.line_of(at);
    let start = source.line(line).start;
    (line + 1, points.before(at) - points.before(start) + 1, (at - start) as usize + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Fix;
    use crate::source::Kind;
    use crate::steps::steps_of;

    fn checked(text: &str, findings: Vec<Diagnostic>) -> Checked {
        Checked::new(Kind::Text, Some(Source::new("letter.txt", text)), BTreeMap::new(), findings)
    }

    fn finding(start: usize, end: usize) -> Diagnostic {
        Diagnostic::new("test/fault", Level::Warning, Span::new(start, end), "a fault")
    }

    #[test]
    fn columns_count_characters_and_bytes() {
        let fix = Fix::replace(Span::new(8, 10), "x", true);
        let report = checked("a\nääbc\nd", vec![finding(6, 10).fix(fix)]).report("letter.txt");
        let found = &report.findings[0];
        let place = |place: Region| (place.line, place.column, place.end_line, place.end_column);
        assert_eq!(place(found.place), (Some(2), Some(3), Some(3), Some(2)));
        assert_eq!(place(found.bytes), (Some(2), Some(5), Some(3), Some(2)));
        let edit = found.fix.as_ref().map(|fix| place(fix.edits[0].place));
        assert_eq!(edit, Some((Some(2), Some(5), Some(3), Some(2))));
    }

    #[test]
    fn work_grows_with_the_findings_on_a_line() {
        let work = |count: usize| {
            let findings = (1..count).map(|at| finding(3 * at, 3 * at + 2).related(Span::new(0, 2), "the first"));
            let checked = checked(&"\u{e4} ".repeat(count), findings.collect());
            steps_of(|| assert_eq!(checked.report("x").findings.len(), count - 1))
        };
        let (once, twice) = (work(2000), work(4000));
        assert!(once > 2000 && twice * 10 <= once * 23, "{once} steps, then {twice}");
    }

    #[test]
    fn fingerprints_outlive_lines_before_and_differ() {
        let line = "The same words stand here on a line that is long enough to fill what belongs to the place.\n";
        let one = checked(&line.repeat(2), vec![finding(50, 54)]).report("l").findings.remove(0);
        let moved = checked(&format!("New.\n{}", line.repeat(2)), vec![finding(55, 59)]).report("l").findings.remove(0);
        assert_eq!(one.fingerprint, moved.fingerprint);
        let twice = checked(line, vec![finding(50, 54), finding(50, 54)]).report("l").findings;
        assert_ne!(twice[0].fingerprint, twice[1].fingerprint);
    }

    #[test]
    fn a_finding_in_a_book_has_the_place_in_its_member() {
        let mut checked = checked("", vec![Diagnostic { member: Some("text/a.xhtml".into()), ..finding(2, 3) }]);
        checked.source = None;
        checked.members.insert("text/a.xhtml".into(), Source::new("text/a.xhtml", "<a>\n"));
        let found = checked.report("b.epub").findings.remove(0);
        assert_eq!((found.place.line, found.place.column), (Some(1), Some(3)));
        assert_eq!(found.message_in_file(), "text/a.xhtml:1:3: a fault");
        assert_eq!(found.place_in_file(), Region::default());
    }
}
