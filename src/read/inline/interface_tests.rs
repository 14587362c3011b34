//! The inside of a paragraph as a whole.

use super::{InlineContext, parse};
use crate::diagnostic::Diagnostic;
use crate::knowledge::brackets::{names, profile, profiles};
use crate::knowledge::languages;
use crate::read::languages::Languages;
use crate::source::{Source, Span};
use crate::tree::{Act, Inline};
use std::collections::BTreeMap;

/// Reads a text as one block in a profile, one note with the label 1 having a body.
fn read(name: &str, text: &str) -> (Vec<Inline>, Vec<Diagnostic>) {
    let source = Source::new("letter.txt", text);
    let languages: Vec<_> = languages().iter().collect();
    let mut findings = Vec::new();
    let context = InlineContext {
        source: &source,
        profile: profile(name).expect("the profile exists"),
        languages: &languages,
        known: Languages::builtin(),
        notes: &BTreeMap::from([("1".to_owned(), 0)]),
        note_places: &[],
        html: crate::read::inline::html::Html::Kept,
        links: &std::collections::BTreeMap::new(),
        citation: false,
        repair_quotes: false,
        line_breaks: false,
    };
    (parse(&context, Span::new(0, text.len()), &mut findings), findings)
}

fn acts(inlines: &[Inline]) -> Vec<Act> {
    let act = |inline: &Inline| match inline {
        Inline::Editorial(editorial) => Some(editorial.act),
        _ => None,
    };
    inlines.iter().filter_map(act).collect()
}

#[test]
fn profiles_are_found_by_name_and_the_default_comes_first() {
    let found: Vec<&str> = profiles().map(|profile| profile.name.as_str()).collect();
    assert!(names().eq(found.iter().copied()), "the table names profiles as their files do");
    assert_eq!(found[0], "plain");
    assert!(profile("chicago").is_none());
}

#[test]
fn profiles_disagree_about_one_and_the_same_bracket() {
    let text = "He came to the old mi[ll] by noon.";
    for (name, reason) in [("plain", None), ("leiden", Some("lost")), ("us-documentary", Some("illegible"))] {
        let (inlines, _) = read(name, text);
        let Some(Inline::Editorial(editorial)) = inlines.get(1) else { panic!("{name}: {inlines:?}") };
        assert_eq!((editorial.act, editorial.reason.as_deref()), (Act::Supplied, reason), "{name}");
    }
    let (inlines, _) = read("plain", "the mill (the old one) stood");
    assert_eq!(inlines.len(), 1);
}

#[test]
fn an_editor_may_write_in_another_language_than_the_letter() {
    for text in [
        "Nous avons [deleted: vu] trouvé le moulin.",
        "Wir haben [biffé: gesehn] gefunden.",
        "We have [зачеркнуто: seen] found.",
        "We have [durchgestrichen: seen] found.",
    ] {
        assert_eq!(acts(&read("plain", text).0), [Act::Deleted], "{text}");
    }
}

#[test]
fn a_paragraph_with_everything_reads_in_order() {
    let text = "My dear [Anna],[1] the *Leeds Gazette* [sic] says that [Robert] Hale\nlost [two words illegible] \
                at the mill [?]. [p. 3] It [...] was H[is] fault [near the weir - Ed.].";
    let (inlines, findings) = read("plain", text);
    let expected =
        [Act::Supplied, Act::Sic, Act::SuppliedName, Act::Gap, Act::Unclear, Act::Omitted, Act::Supplied, Act::Remark];
    assert_eq!(acts(&inlines), expected);
    assert!(inlines.iter().any(|inline| matches!(inline, Inline::NoteRef(mark) if mark.note == 0)));
    assert!(inlines.iter().any(|inline| matches!(inline, Inline::PageBreak { number: Some(n), .. } if n == "3")));
    assert!(findings.is_empty(), "{findings:?}");
}
