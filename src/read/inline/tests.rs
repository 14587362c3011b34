use crate::diagnostic::Diagnostic;
use crate::knowledge::brackets::{Profile, profile, profiles};
use crate::read::inline::{InlineContext, examples};
use crate::source::{Source, Span};
use crate::tree::{Act, Inline};

/// Reads a text as one block.
struct Read {
    source: Source,
    inlines: Vec<Inline>,
    findings: Vec<Diagnostic>,
}

fn read_with(profile: &'static Profile, text: &str, notes: &[&str], set: impl Fn(&mut InlineContext)) -> Read {
    let source = Source::new("t", text);
    let mut findings = Vec::new();
    let inlines = examples::block(profile, &source, notes, set, &mut findings);
    Read { source, inlines, findings }
}

fn read(text: &str) -> Read {
    read_with(profile("plain").expect("the default profile exists"), text, &[], |_| {})
}

impl Read {
    fn details(&self) -> Vec<String> {
        examples::details(&self.inlines)
    }

    fn list(&self, styles: bool) -> Vec<String> {
        let mut list = Vec::new();
        examples::list(&self.source, &self.inlines, styles, &mut list);
        list
    }

    fn styles(&self) -> Vec<String> {
        self.list(true)
    }

    fn rules(&self) -> Vec<&str> {
        self.findings.iter().map(|finding| finding.rule.as_ref()).collect()
    }

    /// Checks that the leaves tile the text, that spans nest and ascend.
    fn check(&self) {
        let end = tile(&self.inlines, 0);
        assert_eq!(end as usize, self.source.text.len(), "{:?}", self.source.text);
    }
}

/// Follows the leaves from `at`, and says where they end.
fn tile(inlines: &[Inline], mut at: u32) -> u32 {
    for inline in inlines {
        let (span, content): (Span, Option<&[Inline]>) = match inline {
            Inline::Text { span, text } => {
                assert!(text.as_ref().is_none_or(|text| text.chars().count() == 1), "one letter at most is spelt out");
                (*span, None)
            }
            Inline::Markup { span }
            | Inline::Bracket { span }
            | Inline::PageBreak { span, .. }
            | Inline::LineBreak { span }
            | Inline::Lost { span, .. }
            | Inline::Control { span, .. } => (*span, None),
            Inline::Emphasis { span, content, .. }
            | Inline::Date { span, content, .. }
            | Inline::Place { span, content, .. }
            | Inline::Quoted { span, content }
            | Inline::Link { span, content, .. } => (*span, Some(content)),
            Inline::NoteRef(mark) => (mark.span, Some(&mark.content)),
            Inline::Editorial(editorial) => (editorial.span, Some(&editorial.content)),
        };
        assert_eq!(span.start, at, "a gap or an overlap before {inline:?}");
        assert!(!span.is_empty(), "an empty leaf {inline:?}");
        if let Some(content) = content {
            assert_eq!(tile(content, at), span.end, "{inline:?}");
        }
        at = span.end;
    }
    at
}

#[test]
fn every_example_of_every_profile_reads_as_it_says() {
    let mut wrong = Vec::new();
    for profile in profiles() {
        let notations = profile.notation.iter().map(|notation| (&notation.cue, &notation.examples));
        for (cue, examples) in notations.chain(profile.signs.iter().map(|sign| (&sign.cue, &sign.examples))) {
            assert!(!examples.is_empty(), "{}: {cue} has no example", profile.name);
            for example in examples {
                let notes: Vec<&str> = example.notes.iter().map(String::as_str).collect();
                let read = read_with(profile, &example.text, &notes, |_| {});
                read.check();
                if !example.details.is_empty() && read.details() != example.details {
                    wrong.push(format!("{} {:?}: {:?}", profile.name, example.text, read.details()));
                }
                if read.list(false) != example.acts {
                    wrong.push(format!("{} {cue} {:?}: {:?}", profile.name, example.text, read.list(false)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn emphasis_follows_the_flanking_rules() {
    for (text, expected) in [
        ("a *b* c", vec!["italic: *b*"]),
        ("a _b c_, d", vec!["italic: _b c_"]),
        ("a **b** c", vec!["bold: **b**"]),
        ("a __b__ c", vec!["underline: __b__"]),
        ("***b***", vec!["italic: ***b***", "bold: **b**"]),
        ("*a **b** c*", vec!["italic: *a **b** c*", "bold: **b**"]),
        ("a <u>b</u> <I>c</I>", vec!["underline: <u>b</u>", "italic: <I>c</I>"]),
        (
            "<sc>Hale</sc> 2<sup>nd</sup> <s>no</s>",
            vec!["small-caps: <sc>Hale</sc>", "superscript: <sup>nd</sup>", "strike: <s>no</s>"],
        ),
        ("*over\nlines*", vec!["italic: *over\nlines*"]),
        ("*work*? he said", vec!["italic: *work*"]),
        ("*one* \u{2014} *two*", vec!["italic: *one*", "italic: *two*"]),
        ("2 * 3 * 4", vec![]),
        ("snake_case_word and a_b", vec![]),
        ("a lone * and * there", vec![]),
        ("name: ______ date: ____", vec![]),
        ("either/or/both", vec![]),
        ("a < b and c > d", vec![]),
    ] {
        let read = read(text);
        read.check();
        assert_eq!(read.styles(), expected, "{text:?}");
    }
}

#[test]
fn emphasis_does_not_cross_a_bracket() {
    assert_eq!(read("*a [b* c] d").styles(), ["supplied: [b* c]"]);
    assert_eq!(read("a [*b c] d*").styles(), ["supplied: [*b c]"]);
    assert_eq!(read("*a [b] c*").styles(), ["italic: *a [b] c*", "supplied: [b]"]);
    assert_eq!(read("*a [b c*").styles(), ["italic: *a [b c*"]);
}

#[test]
fn a_backslash_takes_the_meaning_from_a_sign_and_is_text_before_a_letter() {
    let read_escape = read(r"\*a\* \[b\] Transcription\Markup");
    read_escape.check();
    assert!(read_escape.styles().is_empty());
    let markup = read_escape.inlines.iter().filter(|inline| matches!(inline, Inline::Markup { .. })).count();
    assert_eq!(markup, 4);
}

#[test]
fn periodicals_are_titles_and_all_is_in_a_note_on_a_source() {
    let plain = profile("plain").expect("the default profile exists");
    let read = read_with(plain, "*The Mill* and *Leeds Gazette* and *gazette*", &[], |_| {});
    assert_eq!(read.styles(), ["italic: *The Mill*", "title: *Leeds Gazette*", "italic: *gazette*"]);
    let read = read_with(plain, "From *Old Mills* by A. Hale", &[], |context| context.citation = true);
    assert_eq!(read.styles(), ["title: *Old Mills*"]);
}

#[test]
fn an_odd_bracket_is_text_and_a_finding() {
    for (text, count) in [("a [b", 1), ("a] b", 1), ("a [b] c] [d", 2), ("a (b", 0), ("1) a", 0)] {
        let read = read(text);
        read.check();
        assert_eq!(read.rules(), vec!["brackets/unbalanced"; count], "{text:?}");
    }
    assert_eq!(read(&"[a ".repeat(1000)).findings.len(), 9);
}

#[test]
fn a_bracket_may_run_over_lines() {
    assert_eq!(read("so [that\nwe] are").list(false), ["supplied: [that\nwe]"]);
}

#[test]
fn deep_nesting_is_text_with_one_finding() {
    let text = "[".repeat(100_000) + "a" + &"]".repeat(100_000);
    let read_deep = read(&text);
    assert_eq!(read_deep.rules(), ["brackets/too-deep"]);
    read_deep.check();
    for text in ["*a _".repeat(50_000), "<i>".repeat(100_000) + &"</i>".repeat(100_000), "*a ".repeat(100_000)] {
        read(&text).check();
    }
}

#[test]
fn the_deepest_tree_survives_json() {
    let read = read(&("[a *b ".repeat(20) + &"c* d] ".repeat(20)));
    read.check();
    let json = serde_json::to_string(&read.inlines).expect("plain data");
    assert_eq!(serde_json::from_str::<Vec<Inline>>(&json).expect("no deeper than serde_json reads"), read.inlines);
}

#[test]
fn what_a_bracket_says_is_kept() {
    fn editorial(text: &str) -> (Read, crate::tree::Editorial) {
        let read = read(text);
        let found = read.inlines.iter().find_map(|inline| match inline {
            Inline::Editorial(editorial) => Some((**editorial).clone()),
            _ => None,
        });
        (read, found.expect("the text has a bracket"))
    }
    let (_, gap) = editorial("he [2 words illegible] me");
    assert_eq!(gap.extent, Some((2, "word".into())));
    assert_eq!(gap.reason.as_deref(), Some("illegible"));
    let (read, sic) = editorial("the headach [sic] was");
    assert_eq!(sic.about.map(|span| read.source.slice(span)), Some("headach"));
    let (read, gloss) = editorial("by the SRs [Social Revolutionary party members] now");
    assert_eq!(gloss.act, Act::Gloss);
    assert_eq!(gloss.about.map(|span| read.source.slice(span)), Some("SRs"));
    let (_, remark) = editorial("the mill [it burned — Tr.] was");
    assert_eq!(remark.resp.as_deref(), Some("translator"));
    let (_, remark) = editorial("the mill [*cut off here by force*] was");
    assert_eq!((remark.act, remark.cue.as_ref()), (Act::Remark, "bracket.emphasised"));
    let (read, correction) = editorial("in 1819 [recte 1918] he");
    let text: Vec<&str> = correction
        .content
        .iter()
        .filter_map(|inline| match inline {
            Inline::Text { span, .. } => Some(read.source.slice(*span)),
            _ => None,
        })
        .collect();
    assert_eq!(text, ["1918"]);
}

#[test]
fn lost_characters_are_kept_and_repaired_on_request() {
    let text = "he said: \u{FFFD}I don\u{FFFD}t.\u{FFFD} And";
    let plain = profile("plain").expect("the default profile exists");
    for (repair, expected) in [(false, [None, None, None]), (true, [Some("\""), Some("'"), Some("\"")])] {
        let read = read_with(plain, text, &[], |context| context.repair_quotes = repair);
        read.check();
        let repairs: Vec<_> = read
            .inlines
            .iter()
            .filter_map(|inline| match inline {
                Inline::Lost { repair, .. } => Some(repair.as_deref()),
                _ => None,
            })
            .collect();
        assert_eq!(repairs, expected);
        assert_eq!(read.rules(), ["text/lost-character"; 3]);
    }
}

#[test]
fn control_characters_are_kept_and_reported() {
    let read = read("a\u{1}b\u{FFFE}c\td");
    read.check();
    assert_eq!(read.rules(), ["text/control-character"; 2]);
    assert!(matches!(read.inlines[1], Inline::Control { code: 1, .. }));
}

#[test]
fn a_dot_under_letters_is_doubt_in_leiden_only() {
    let leiden = profile("leiden").expect("the profile exists");
    let text = "κα\u{323}ι\u{323} το\u{323}ῦ \u{323}";
    let dotted = read_with(leiden, text, &[], |_| {});
    dotted.check();
    assert_eq!(dotted.list(false), ["unclear: α\u{323}ι\u{323}", "unclear: ο\u{323}"]);
    assert!(read(text).list(false).is_empty());
}

#[test]
fn notes_need_a_body() {
    let plain = profile("plain").expect("the default profile exists");
    let notes = ["1", "2", "*", "†"];
    let read = read_with(plain, "one[1] two² three* four† five* and 2 * 3", &notes, |_| {});
    read.check();
    assert_eq!(read.list(false), ["note: [1]", "note: ²", "note: *", "note: †", "note: *"]);
    let read = read_with(plain, "one[3] m² star* here", &["1"], |_| {});
    assert_eq!(read.list(false), ["remark: [3]"]);
    assert_eq!(read.rules(), ["notes/no-body"]);
}

#[test]
fn line_ends_are_kept_apart_on_request() {
    let plain = profile("plain").expect("the default profile exists");
    let read = read_with(plain, "J. Hale\r\nMill Lane\nLeeds", &[], |context| context.line_breaks = true);
    read.check();
    let breaks = read.inlines.iter().filter(|inline| matches!(inline, Inline::LineBreak { .. })).count();
    assert_eq!(breaks, 2);
    // One inside a bracket, behind a blank that is part of the bracket's sign at a line's end only.
    read_with(plain, "[i \n]0", &[], |context| context.line_breaks = true).check();
}

mod properties {
    use super::{profiles, read_with};
    use proptest::prelude::*;

    /// Text made of what the reader looks for.
    fn notation() -> impl Strategy<Value = String> {
        const PIECES: &[&str] = &[
            "[",
            "]",
            "[[",
            "]]",
            "(",
            ")",
            "{",
            "}",
            "|",
            "<",
            ">",
            "⟨",
            "⟩",
            "⟦",
            "⟧",
            "*",
            "**",
            "***",
            "_",
            "__",
            "~~",
            "/",
            "=",
            "^",
            "<i>",
            "</i>",
            "<u>",
            "</U>",
            "\\",
            "\\*",
            "?",
            "[?]",
            "[...]",
            "[…]",
            "sic",
            "[sic]",
            "12",
            "[1]",
            "(1)",
            "[^1]",
            "¹",
            "†",
            "p. 3",
            "illegible",
            "2 words",
            "deleted: ",
            "- Ed.",
            " ",
            "\n",
            "\r\n",
            "\u{FFFD}",
            "\u{1}",
            "word",
            "Mary",
            "d’être",
            "SRs",
            "Jan",
            "é",
            ".",
            ",",
            "March",
            "(http://a)",
            "\u{323}",
        ];
        prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn leaves_tile_any_text(text in any::<String>()) {
            for profile in profiles() {
                read_with(profile, &text, &["1"], |_| {}).check();
            }
        }

        #[test]
        fn leaves_tile_any_notation(text in notation(), repair in any::<bool>()) {
            for profile in profiles() {
                let set = |context: &mut super::InlineContext| {
                    context.repair_quotes = repair;
                    context.line_breaks = repair;
                };
                read_with(profile, &text, &["1", "*"], set).check();
            }
        }
    }
}
