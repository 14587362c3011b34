//! All rules: one row each, a page and a function.

use super::page::Page;
use super::tei::{self, Tei};
use super::text::{characters, letters, lines, mojibake, notes, pages, quotes, words};
use super::{Findings, Text};
use std::sync::LazyLock;

/// A rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// What it says to people.
    pub page: Page,
    /// How it is applied.
    pub(super) check: Check,
}

/// How a rule is applied.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Decoding and reading report it.
    Reading,
    /// Writing reports it: it is about what an output cannot keep.
    Writing,
    /// To a transcription.
    #[allow(private_interfaces, reason = "only this module calls the functions")]
    Text(fn(&Text, &mut Findings)),
    /// Reported by the parser of XML.
    Xml,
    /// Reported where the editor's allowances are applied.
    Allowance,
    /// To a well-formed TEI document.
    #[allow(private_interfaces, reason = "only this module calls the functions")]
    Tei(fn(&Tei, &mut Findings)),
}

macro_rules! page {
    ($id:literal) => {
        include_str!(concat!("../../schema/rules/", $id, ".md"))
    };
}

/// Sorted by id, family by family.
static ROWS: &[(&str, Check)] = &[
    (page!("allow/malformed"), Check::Allowance),
    (page!("allow/unused"), Check::Allowance),
    (page!("brackets/too-deep"), Check::Reading),
    (page!("brackets/unbalanced"), Check::Reading),
    (page!("date/ambiguous"), Check::Reading),
    (page!("date/century"), Check::Reading),
    (page!("date/dual-gap"), Check::Reading),
    (page!("date/impossible"), Check::Reading),
    (page!("date/no-year"), Check::Text(letters::no_year)),
    (page!("date/unanchored"), Check::Reading),
    (page!("date/weekday"), Check::Reading),
    (page!("encoding/guessed"), Check::Reading),
    (page!("encoding/malformed"), Check::Reading),
    (page!("epub/left-out"), Check::Writing),
    (page!("letter/late-salutation"), Check::Text(letters::late_salutation)),
    (page!("letter/two-closings"), Check::Text(letters::two_closings)),
    (page!("letter/unknown-signature"), Check::Text(letters::unknown_signature)),
    (page!("markup/unbalanced-tag"), Check::Reading),
    (page!("notes/no-body"), Check::Reading),
    (page!("notes/no-mark"), Check::Text(notes::no_mark)),
    (page!("pages/out-of-order"), Check::Text(pages::out_of_order)),
    (page!("quotes/unbalanced"), Check::Text(quotes::unbalanced)),
    (page!("role/low-margin"), Check::Reading),
    (page!("tei/control-character"), Check::Writing),
    (page!("tei/duplicate-id"), Check::Tei(tei::ids::duplicate)),
    (page!("tei/not-well-formed"), Check::Xml),
    (page!("text/control-character"), Check::Reading),
    (page!("text/cut-paragraph"), Check::Text(lines::cut)),
    (page!("text/line-end-hyphen"), Check::Text(words::line_end_hyphen)),
    (page!("text/lost-character"), Check::Reading),
    (page!("text/mixed-newlines"), Check::Text(characters::mixed_newlines)),
    (page!("text/mojibake"), Check::Text(mojibake::mojibake)),
    (page!("text/noise"), Check::Reading),
    (page!("text/not-composed"), Check::Text(characters::not_composed)),
    (page!("text/repeated-line"), Check::Text(lines::repeated)),
];

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let read = |&(markdown, check): &(&'static str, Check)| Rule {
        page: Page::parse(markdown).expect("the pages of this crate are well-formed; tests read them all"),
        check,
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
    rules().iter().find(|rule| rule.page.id == id)
}

impl Rule {
    /// Whether what it finds concerns an output that is written, not an input that is checked.
    #[must_use]
    pub fn is_of_writing(&self) -> bool {
        matches!(self.check, Check::Writing)
    }
}
