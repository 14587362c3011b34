//! Which function applies which rule. In what order they are applied, the order of the rows says.

#[cfg(feature = "epub")]
use super::epub::book::BookRule;
#[cfg(feature = "epub")]
use super::epub::{access, container, links, manifest, nav, ncx, package, spine, xhtml};
use super::tei::view::TeiRule;
use super::tei::{dates, deposit, letters as descriptions, pointers};
use super::text::view::TextRule;
use super::text::{characters, described, letters, lines, mojibake, pages, quotes, words};

/// Rules for transcriptions.
pub(super) static TEXT: &[(&str, TextRule)] = &[
    ("date/no-year", letters::no_year),
    ("letter/late-salutation", letters::late_salutation),
    ("letter/odd-place", described::odd_place),
    ("letter/same-person", described::same_person),
    ("letter/two-closings", letters::two_closings),
    ("letter/unknown-signature", letters::unknown_signature),
    ("pages/out-of-order", pages::out_of_order),
    ("quotes/unbalanced", quotes::unbalanced),
    ("text/cut-paragraph", lines::cut),
    ("text/line-end-hyphen", words::line_end_hyphen),
    ("text/mixed-newlines", characters::mixed_newlines),
    ("text/mojibake", mojibake::mojibake),
    ("text/not-composed", characters::not_composed),
    ("text/repeated-line", lines::repeated),
];

/// Rules for TEI.
pub(super) static TEI: &[(&str, TeiRule)] = &[
    ("deposit/characters", deposit::characters),
    ("deposit/correspondence", deposit::correspondence),
    ("deposit/file-name", deposit::file_name),
    ("deposit/header", deposit::header),
    ("deposit/language", deposit::languages),
    ("deposit/no-authority", deposit::authority),
    ("deposit/no-declaration", deposit::declarations),
    ("deposit/no-revision", deposit::revisions),
    ("deposit/no-schema", deposit::schema),
    ("deposit/no-source", deposit::source),
    ("tei/bare-word", pointers::bare_word),
    ("tei/contradicting-dates", descriptions::contradicting_dates),
    ("tei/dangling-pointer", pointers::dangling),
    ("tei/date-order", descriptions::date_order),
    ("tei/impossible-date", dates::impossible),
    ("tei/received-first", descriptions::received_first),
];

/// Rules for books.
#[cfg(feature = "epub")]
pub(super) static EPUB: &[(&str, BookRule)] = &[
    ("epub/accessibility-metadata", access::metadata),
    ("epub/broken-fragment", links::fragments),
    ("epub/broken-link", links::broken),
    ("epub/container", container::container),
    ("epub/dangling-id", xhtml::dangling),
    ("epub/dangling-refines", package::refines),
    ("epub/duplicate-id", xhtml::duplicate_ids),
    ("epub/file-name", container::names),
    ("epub/language", access::language),
    ("epub/link-outside-spine", links::outside_spine),
    ("epub/malformed-link", links::malformed),
    ("epub/manifest", manifest::items),
    ("epub/media-type", manifest::media_types),
    ("epub/metadata", package::metadata),
    ("epub/mimetype", container::mimetype),
    ("epub/missing-file", manifest::missing),
    ("epub/name-clash", container::clashes),
    ("epub/nav", nav::nav),
    ("epub/nav-order", nav::order),
    ("epub/ncx", ncx::ncx),
    ("epub/needless-property", manifest::needless_properties),
    ("epub/nesting", xhtml::nesting),
    ("epub/no-alternative", access::alternatives),
    ("epub/package", package::root),
    ("epub/page-list", access::pages),
    ("epub/remote-resource", links::remote),
    ("epub/spine", spine::itemrefs),
    ("epub/structure", xhtml::structure),
    ("epub/undeclared-prefix", package::prefixes),
    ("epub/undeclared-property", manifest::undeclared_properties),
    ("epub/unique-identifier", package::unique_identifier),
    ("epub/unknown-property", package::properties),
    ("epub/unlisted-file", manifest::unlisted),
    ("epub/unlisted-resource", links::unlisted),
    ("epub/unreachable", spine::unreachable),
    ("epub/unsafe-name", container::unsafe_names),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::rules::rule;
    use std::collections::BTreeSet;

    #[test]
    fn every_row_is_of_a_rule_of_its_own() {
        let rows = TEXT.iter().map(|(id, _)| *id).chain(TEI.iter().map(|(id, _)| *id));
        #[cfg(feature = "epub")]
        let rows = rows.chain(EPUB.iter().map(|(id, _)| *id));
        let mut seen = BTreeSet::new();
        for id in rows {
            assert!(rule(id).is_some_and(|rule| !rule.is_of_writing()), "{id}");
            assert!(seen.insert(id), "{id} has two rows");
        }
    }
}
