//! All rules: one row each, a page and a function.

use super::epub::{Book, access, container, links, manifest, nav, ncx, package, spine, xhtml};
use super::page::Page;
use super::tei::{self, Tei};
use super::text::{characters, letters, lines, mojibake, pages, quotes, words};
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
    /// Converting reports it: it is about what the tree or an output cannot keep.
    Writing,
    /// To a transcription.
    #[allow(private_interfaces, reason = "only this module calls the functions")]
    Text(fn(&Text, &mut Findings)),
    /// Reported by the parser of XML, or before it.
    Xml,
    /// Reported by validation against a schema.
    Schema,
    /// Reported where the editor's allowances are applied.
    Allowance,
    /// Reported where an archive is read, before rules are applied.
    Archive,
    /// To a book.
    #[allow(private_interfaces, reason = "only this module calls the functions")]
    Epub(fn(&Book, &mut Findings)),
    /// To a well-formed TEI document.
    #[allow(private_interfaces, reason = "only this module calls the functions")]
    Tei(fn(&Tei, &mut Findings)),
    /// To a well-formed TEI document that goes to an archive.
    #[allow(private_interfaces, reason = "only this module calls the functions")]
    Deposit(fn(&Tei, &mut Findings)),
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
    (page!("deposit/characters"), Check::Deposit(tei::deposit::characters)),
    (page!("deposit/correspondence"), Check::Deposit(tei::deposit::correspondence)),
    (page!("deposit/file-name"), Check::Deposit(tei::deposit::file_name)),
    (page!("deposit/header"), Check::Deposit(tei::deposit::header)),
    (page!("deposit/language"), Check::Deposit(tei::deposit::languages)),
    (page!("deposit/no-authority"), Check::Deposit(tei::deposit::authority)),
    (page!("deposit/no-declaration"), Check::Deposit(tei::deposit::declarations)),
    (page!("deposit/no-revision"), Check::Deposit(tei::deposit::revisions)),
    (page!("deposit/no-schema"), Check::Deposit(tei::deposit::schema)),
    (page!("deposit/no-source"), Check::Deposit(tei::deposit::source)),
    (page!("encoding/guessed"), Check::Reading),
    (page!("encoding/malformed"), Check::Reading),
    (page!("epub/accessibility-metadata"), Check::Epub(access::metadata)),
    (page!("epub/broken-archive"), Check::Archive),
    (page!("epub/broken-fragment"), Check::Epub(links::fragments)),
    (page!("epub/broken-link"), Check::Epub(links::broken)),
    (page!("epub/container"), Check::Epub(container::container)),
    (page!("epub/dangling-id"), Check::Epub(xhtml::dangling)),
    (page!("epub/dangling-refines"), Check::Epub(package::refines)),
    (page!("epub/document-type"), Check::Archive),
    (page!("epub/duplicate-id"), Check::Epub(xhtml::duplicate_ids)),
    (page!("epub/encoding"), Check::Archive),
    (page!("epub/file-name"), Check::Epub(container::names)),
    (page!("epub/language"), Check::Epub(access::language)),
    (page!("epub/left-out"), Check::Writing),
    (page!("epub/link-outside-spine"), Check::Epub(links::outside_spine)),
    (page!("epub/locked"), Check::Archive),
    (page!("epub/malformed-link"), Check::Epub(links::malformed)),
    (page!("epub/manifest"), Check::Epub(manifest::items)),
    (page!("epub/media-type"), Check::Epub(manifest::media_types)),
    (page!("epub/metadata"), Check::Epub(package::metadata)),
    (page!("epub/mimetype"), Check::Epub(container::mimetype)),
    (page!("epub/missing-file"), Check::Epub(manifest::missing)),
    (page!("epub/name-clash"), Check::Epub(container::clashes)),
    (page!("epub/nav"), Check::Epub(nav::nav)),
    (page!("epub/nav-order"), Check::Epub(nav::order)),
    (page!("epub/ncx"), Check::Epub(ncx::ncx)),
    (page!("epub/needless-property"), Check::Epub(manifest::needless_properties)),
    (page!("epub/nesting"), Check::Epub(xhtml::nesting)),
    (page!("epub/no-alternative"), Check::Epub(access::alternatives)),
    (page!("epub/not-well-formed"), Check::Archive),
    (page!("epub/package"), Check::Epub(package::root)),
    (page!("epub/page-list"), Check::Epub(access::pages)),
    (page!("epub/remote-resource"), Check::Epub(links::remote)),
    (page!("epub/spine"), Check::Epub(spine::itemrefs)),
    (page!("epub/structure"), Check::Epub(xhtml::structure)),
    (page!("epub/too-much"), Check::Archive),
    (page!("epub/undeclared-prefix"), Check::Epub(package::prefixes)),
    (page!("epub/undeclared-property"), Check::Epub(manifest::undeclared_properties)),
    (page!("epub/unique-identifier"), Check::Epub(package::unique_identifier)),
    (page!("epub/unknown-property"), Check::Epub(package::properties)),
    (page!("epub/unlisted-file"), Check::Epub(manifest::unlisted)),
    (page!("epub/unlisted-resource"), Check::Epub(links::unlisted)),
    (page!("epub/unreachable"), Check::Epub(spine::unreachable)),
    (page!("epub/unsafe-name"), Check::Epub(container::unsafe_names)),
    (page!("letter/late-salutation"), Check::Text(letters::late_salutation)),
    (page!("letter/two-closings"), Check::Text(letters::two_closings)),
    (page!("letter/unknown-signature"), Check::Text(letters::unknown_signature)),
    (page!("markup/unbalanced-tag"), Check::Reading),
    (page!("notes/no-body"), Check::Reading),
    (page!("notes/no-mark"), Check::Reading),
    (page!("pages/out-of-order"), Check::Text(pages::out_of_order)),
    (page!("quotes/unbalanced"), Check::Text(quotes::unbalanced)),
    (page!("role/low-margin"), Check::Reading),
    (page!("schema/attribute-missing"), Check::Schema),
    (page!("schema/attribute-not-allowed"), Check::Schema),
    (page!("schema/attribute-value"), Check::Schema),
    (page!("schema/constraint"), Check::Schema),
    (page!("schema/content-missing"), Check::Schema),
    (page!("schema/element-not-allowed"), Check::Schema),
    (page!("schema/not-evaluated"), Check::Schema),
    (page!("schema/not-found"), Check::Schema),
    (page!("schema/text-not-allowed"), Check::Schema),
    (page!("tei/bare-word"), Check::Tei(tei::pointers::bare_word)),
    (page!("tei/contradicting-dates"), Check::Tei(tei::letters::contradicting_dates)),
    (page!("tei/control-character"), Check::Writing),
    (page!("tei/dangling-pointer"), Check::Tei(tei::pointers::dangling)),
    (page!("tei/date-order"), Check::Tei(tei::letters::date_order)),
    (page!("tei/duplicate-id"), Check::Schema),
    (page!("tei/header"), Check::Writing),
    (page!("tei/impossible-date"), Check::Tei(tei::dates::impossible)),
    (page!("tei/kept-as-text"), Check::Writing),
    (page!("tei/not-chosen"), Check::Writing),
    (page!("tei/not-well-formed"), Check::Xml),
    (page!("tei/received-first"), Check::Tei(tei::letters::received_first)),
    (page!("tei/set-aside"), Check::Writing),
    (page!("tei/too-much"), Check::Xml),
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
    /// Whether what it finds concerns what is lost on the way to an output, not an input that is checked.
    #[must_use]
    pub fn is_of_writing(&self) -> bool {
        matches!(self.check, Check::Writing)
    }

    /// Whether it is applied only to what goes to an archive.
    #[must_use]
    pub fn is_of_deposit(&self) -> bool {
        matches!(self.check, Check::Deposit(_))
    }
}
