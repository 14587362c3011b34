//! The rules: what each is called, how much it matters, and its page, `schema/rules/<family>/<fault>.md`.
//!
//! A page is manual, registry entry and test at once:
//!
//! ```text
//! # family/fault
//!
//! Level: warning
//!
//! One line that says what the rule finds.
//!
//! More on it, if need be.
//!
//! ## Why
//!
//! What goes wrong where nobody mends it, and how to mend it.
//!
//! ## Bad
//!
//! (a fenced block that the rule finds one fault in)
//!
//! ## Good
//!
//! (a fenced block that it finds no fault in)
//! ```
//!
//! The word after the fence is `text`, `xml` or `epub`; behind it may stand the name of the file, which has an extension.
//! After a further word `escaped`, `\n`, `\r`, `\t`, `\\`, `\x{41}` (a
//! byte) and `\u{301}` (a character) stand for what a page cannot show; line ends are then written, and those of the
//! page do not count. `epub` shows what is changed in a sound book, `tests/epub/book`: in the file after `@`, what stands
//! after `-` is replaced by what stands after `+`; `tests/suite/support/epub_changes.rs` makes the changes.

use crate::diagnostic::{Diagnostic, Level};
use crate::span::Span;
use std::sync::LazyLock;

/// A rule.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Rule {
    /// Its id, `family/fault`.
    pub id: &'static str,
    /// Its level; single findings may be lower.
    pub level: Level,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// Its page as it stands, Markdown.
    pub markdown: &'static str,
    by: By,
}

/// Who reports what a rule finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// Decoding and reading.
    Reading,
    /// Writing: it is about what the tree or an output cannot keep.
    Writing,
    /// Checking.
    Checking,
}

use By::{Checking, Reading, Writing};

macro_rules! page {
    ($id:literal) => {
        include_str!(concat!("../../schema/rules/", $id, ".md"))
    };
}

/// Sorted by id, family by family.
static ROWS: &[(&str, By)] = &[
    (page!("allow/malformed"), Checking),
    (page!("allow/unused"), Checking),
    (page!("brackets/too-deep"), Reading),
    (page!("brackets/unbalanced"), Reading),
    (page!("contents/no-heading"), Reading),
    (page!("date/ambiguous"), Reading),
    (page!("date/century"), Reading),
    (page!("date/dual-gap"), Reading),
    (page!("date/impossible"), Reading),
    (page!("date/no-year"), Checking),
    (page!("date/unanchored"), Reading),
    (page!("date/weekday"), Reading),
    (page!("deposit/characters"), Checking),
    (page!("deposit/correspondence"), Checking),
    (page!("deposit/file-name"), Checking),
    (page!("deposit/header"), Checking),
    (page!("deposit/language"), Checking),
    (page!("deposit/no-authority"), Checking),
    (page!("deposit/no-declaration"), Checking),
    (page!("deposit/no-revision"), Checking),
    (page!("deposit/no-schema"), Checking),
    (page!("deposit/no-source"), Checking),
    (page!("encoding/guessed"), Reading),
    (page!("encoding/malformed"), Reading),
    (page!("epub/accessibility-metadata"), Checking),
    (page!("epub/broken-archive"), Checking),
    (page!("epub/broken-fragment"), Checking),
    (page!("epub/broken-link"), Checking),
    (page!("epub/container"), Checking),
    (page!("epub/dangling-id"), Checking),
    (page!("epub/dangling-refines"), Checking),
    (page!("epub/document-type"), Checking),
    (page!("epub/duplicate-id"), Checking),
    (page!("epub/encoding"), Checking),
    (page!("epub/file-name"), Checking),
    (page!("epub/language"), Checking),
    (page!("epub/left-out"), Writing),
    (page!("epub/link-outside-spine"), Checking),
    (page!("epub/locked"), Checking),
    (page!("epub/malformed-link"), Checking),
    (page!("epub/manifest"), Checking),
    (page!("epub/media-type"), Checking),
    (page!("epub/metadata"), Checking),
    (page!("epub/mimetype"), Checking),
    (page!("epub/missing-file"), Checking),
    (page!("epub/name-clash"), Checking),
    (page!("epub/nav"), Checking),
    (page!("epub/nav-order"), Checking),
    (page!("epub/ncx"), Checking),
    (page!("epub/needless-property"), Checking),
    (page!("epub/nesting"), Checking),
    (page!("epub/no-alternative"), Checking),
    (page!("epub/not-well-formed"), Checking),
    (page!("epub/package"), Checking),
    (page!("epub/page-list"), Checking),
    (page!("epub/remote-resource"), Checking),
    (page!("epub/spine"), Checking),
    (page!("epub/structure"), Checking),
    (page!("epub/too-much"), Checking),
    (page!("epub/undeclared-prefix"), Checking),
    (page!("epub/undeclared-property"), Checking),
    (page!("epub/unique-identifier"), Checking),
    (page!("epub/unknown-property"), Checking),
    (page!("epub/unlisted-file"), Checking),
    (page!("epub/unlisted-resource"), Checking),
    (page!("epub/unreachable"), Checking),
    (page!("epub/unsafe-name"), Checking),
    (page!("front-matter/not-closed"), Reading),
    (page!("front-matter/not-read"), Reading),
    (page!("heading/number-gap"), Reading),
    (page!("heading/unlike-series"), Reading),
    (page!("letter/late-salutation"), Checking),
    (page!("letter/odd-place"), Checking),
    (page!("letter/same-person"), Checking),
    (page!("letter/two-closings"), Checking),
    (page!("letter/unknown-signature"), Checking),
    (page!("markup/html"), Reading),
    (page!("markup/unbalanced-tag"), Reading),
    (page!("meta/header-unused"), Reading),
    (page!("meta/no-date"), Reading),
    (page!("meta/unknown-key"), Reading),
    (page!("notes/no-body"), Reading),
    (page!("notes/no-mark"), Reading),
    (page!("pages/out-of-order"), Checking),
    (page!("quotes/unbalanced"), Checking),
    (page!("role/low-margin"), Reading),
    (page!("schema/attribute-missing"), Checking),
    (page!("schema/attribute-not-allowed"), Checking),
    (page!("schema/attribute-value"), Checking),
    (page!("schema/constraint"), Checking),
    (page!("schema/content-missing"), Checking),
    (page!("schema/element-not-allowed"), Checking),
    (page!("schema/not-evaluated"), Checking),
    (page!("schema/not-found"), Checking),
    (page!("schema/text-not-allowed"), Checking),
    (page!("tei/bare-word"), Checking),
    (page!("tei/contradicting-dates"), Checking),
    (page!("tei/control-character"), Writing),
    (page!("tei/dangling-pointer"), Checking),
    (page!("tei/date-order"), Checking),
    (page!("tei/duplicate-id"), Checking),
    (page!("tei/header"), Writing),
    (page!("tei/impossible-date"), Checking),
    (page!("tei/kept-as-text"), Writing),
    (page!("tei/not-chosen"), Writing),
    (page!("tei/not-well-formed"), Checking),
    (page!("tei/received-first"), Checking),
    (page!("tei/set-aside"), Writing),
    (page!("tei/too-much"), Checking),
    (page!("text/control-character"), Reading),
    (page!("text/cut-paragraph"), Checking),
    (page!("text/line-end-hyphen"), Checking),
    (page!("text/lost-character"), Reading),
    (page!("text/mixed-newlines"), Checking),
    (page!("text/mojibake"), Checking),
    (page!("text/noise"), Reading),
    (page!("text/not-composed"), Checking),
    (page!("text/repeated-line"), Checking),
];

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let read = |&(markdown, by): &(&'static str, By)| {
        Rule::parse(markdown, by).expect("the pages of this crate are well-formed; tests read them all")
    };
    ROWS.iter().map(read).collect()
});

/// All rules, sorted by id.
#[must_use]
pub fn rules() -> &'static [Rule] {
    &RULES
}

/// The rule with this id.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    let at = rules().binary_search_by_key(&id, |rule| rule.id).ok()?;
    Some(&rules()[at])
}

/// A finding of the rule with this id, of the level that its page gives.
pub(crate) fn finding(id: &'static str, span: impl Into<Option<Span>>, message: impl Into<String>) -> Diagnostic {
    known(id).finding(span, message)
}

/// The rule with an id that stands in the code.
pub(crate) fn known(id: &'static str) -> &'static Rule {
    rule(id).expect("every id in the code has a row; a test looks them all up")
}

impl Rule {
    /// Reads a page.
    fn parse(markdown: &'static str, by: By) -> Result<Self, String> {
        let mut lines = markdown.lines().filter(|line| !line.trim().is_empty());
        let id = lines.next().and_then(|line| line.strip_prefix("# ")).ok_or("a page starts with `# family/fault`")?;
        let level = lines
            .next()
            .and_then(|line| Level::named(line.strip_prefix("Level: ")?))
            .ok_or_else(|| format!("{id}: the second line is `Level: note`, `warning` or `error`"))?;
        let summary = lines.next().filter(|line| !line.starts_with('#')).ok_or_else(|| format!("{id}: no summary"))?;
        for heading in ["Why", "Bad", "Good"] {
            if !markdown.contains(&format!("\n## {heading}\n")) {
                return Err(format!("{id}: no section `## {heading}`"));
            }
        }
        Ok(Self { id, level, summary, markdown, by })
    }

    /// The first part of its id: what it is about.
    pub(crate) fn family(&self) -> &'static str {
        self.id.split('/').next().unwrap_or(self.id)
    }

    /// Whether what it finds concerns what is lost on the way to an output, not an input that is checked.
    #[must_use]
    pub fn is_of_writing(&self) -> bool {
        self.by == By::Writing
    }

    /// A finding of its own level.
    pub(crate) fn finding(&self, span: impl Into<Option<Span>>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.id, self.level, span, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read() {
        let markdown = "# a/b\n\nLevel: note\n\nFinds faults.\n\nAll of them.\n\n## Why\n\nSo.\n\n## Bad\n\n```text\na\n```\n\n\
                        ## Good\n\n```text\nc\n```\n";
        let rule = Rule::parse(markdown, Checking).expect("nothing is missing");
        assert_eq!((rule.id, rule.family(), rule.level, rule.summary), ("a/b", "a", Level::Note, "Finds faults."));
    }

    #[test]
    fn what_a_page_lacks_is_said() {
        let parse = |markdown| Rule::parse(markdown, Checking);
        assert!(parse("a/b").is_err_and(|error| error.contains("starts with")));
        assert!(parse("# a/b\nLevel: bad\n").is_err_and(|error| error.contains("Level")));
        assert!(parse("# a/b\nLevel: note\nA.\n\n## Why\n").is_err_and(|error| error.contains("## Bad")));
    }

    #[test]
    fn every_rule_is_found_by_its_id() {
        assert!(rules().is_sorted_by(|one, other| one.id < other.id), "rows are sorted");
        assert!(rules().iter().all(|it| rule(it.id).is_some_and(|found| found.id == it.id)));
        assert!(rule("family/fault").is_none());
    }
}
