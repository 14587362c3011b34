//! A small letter of our own and its tree, built by hand.

use rubricate::Document;
use rubricate::source::{Source, Span};
use rubricate::tree::*;

/// Builds a tree over a text by naming the words.
struct Words<'a>(&'a str);

impl Words<'_> {
    fn span(&self, words: &str) -> Span {
        let start = self.0.find(words).unwrap_or_else(|| panic!("{words:?} is not in the letter"));
        Span::new(start, start + words.len())
    }

    fn text(&self, words: &str) -> Inline {
        Inline::Text { span: self.span(words), text: None }
    }

    fn line(&self, role: LineRole, words: &str, content: Vec<Inline>) -> Line {
        Line { span: self.span(words), role, content, why: Why::rule("test") }
    }

    fn paragraph(&self, words: &str, continues: bool, content: Vec<Inline>) -> Block {
        Block { span: self.span(words), kind: BlockKind::Paragraph { content, continues }, why: Why::rule("test") }
    }
}

/// A short letter: opener, a page-cut paragraph with emphasis, note and editor's words, closer, postscript.
pub const LETTER: &str = "\
Hillcroft, 4 March 1920

Dear Ada,

The R & D committee [of the mill] met, and it was
*very* long. We spoke of wages[1] and
- 6 -
of the new lathe that acommodates [sic] two men.

Yours ever, Tom

P.S. Bring the \u{FFFD}map.

[1] Two pounds.
Scanned by nobody
";

/// The tree of [`LETTER`].
pub fn letter() -> Document {
    let source = Source::new("hillcroft.txt", LETTER);
    let words = Words(LETTER);
    let date = Date { span: words.span("4 March 1920"), edtf: Edtf::parse("1920-03-04"), ..Date::default() };
    let value = |words_: &str| Value::new(words_, Some(words.span(words_)), "test");
    let editorial = |act, whole: &str, inside: &str, about: Option<&str>| {
        let span = words.span(whole);
        let [open, close] =
            [Span { start: span.start, end: span.start + 1 }, Span { start: span.end - 1, end: span.end }]
                .map(|span| Inline::Bracket { span });
        Inline::Editorial(Box::new(Editorial {
            span,
            act,
            reason: (act == Act::Supplied).then(|| "subaudible".into()),
            uncertain: false,
            resp: (act == Act::Supplied).then(|| "editor".into()),
            extent: None,
            about: about.map(|about| words.span(about)),
            address: None,
            content: vec![open, words.text(inside), close],
            cue: "test".into(),
        }))
    };
    let markup = |words_: &str| Inline::Markup { span: words.span(words_) };
    let very = words.span("*very*");
    let star = |at: u32| Inline::Markup { span: Span { start: at, end: at + 1 } };
    let lost = words.span("\u{FFFD}");
    let note_mark = words.span("[1] ");
    let valediction = words.span("Yours ever,");
    let letter = Letter {
        span: Span { start: 0, end: words.span("map.").end },
        lang: None,
        meta: LetterMeta {
            sender: Some(value("Tom")),
            recipient: Some(value("Ada")),
            place: Some(value("Hillcroft")),
            date: Some(date.clone()),
        },
        top: vec![
            Top::Line(words.line(
                LineRole::Dateline,
                "Hillcroft, 4 March 1920",
                vec![
                    Inline::Place {
                        span: words.span("Hillcroft"),
                        reference: None,
                        content: vec![words.text("Hillcroft")],
                    },
                    words.text(", "),
                    Inline::Date { span: date.span, content: vec![words.text("4 March 1920")], date: Box::new(date) },
                ],
            )),
            Top::Line(words.line(LineRole::Salute, "Dear Ada,", vec![words.text("Dear Ada,")])),
        ],
        body: vec![
            words.paragraph(
                "The R & D committee [of the mill] met, and it was\n*very* long. We spoke of wages[1] and",
                false,
                vec![
                    words.text("The R & D committee "),
                    editorial(Act::Supplied, "[of the mill]", "of the mill", None),
                    words.text(" met, and it was\n"),
                    Inline::Emphasis {
                        span: very,
                        style: Style::Italic,
                        content: vec![star(very.start), words.text("very"), star(very.end - 1)],
                    },
                    words.text(" long. We spoke of wages"),
                    Inline::NoteRef(Box::new(NoteRef {
                        span: words.span("[1]"),
                        label: "1".into(),
                        note: 0,
                        content: vec![markup("[1]")],
                    })),
                    words.text(" and"),
                ],
            ),
            Block {
                span: words.span("- 6 -"),
                kind: BlockKind::PageBreak { number: None, printed: true },
                why: Why::rule("test"),
            },
            words.paragraph(
                "of the new lathe that acommodates [sic] two men.",
                true,
                vec![
                    words.text("of the new lathe that acommodates "),
                    editorial(Act::Sic, "[sic]", "sic", Some("acommodates")),
                    words.text(" two men."),
                ],
            ),
        ],
        sections: vec![],
        bottom: vec![
            Bottom::Line(words.line(LineRole::Valediction, "Yours ever,", vec![words.text("Yours ever,")])),
            Bottom::Line(Line {
                span: Span { start: valediction.end + 1, end: valediction.end + 4 },
                ..words.line(LineRole::Signed, "Tom", vec![words.text("Tom")])
            }),
            Bottom::Postscript(Postscript {
                span: words.span("P.S. Bring the \u{FFFD}map."),
                blocks: vec![words.paragraph(
                    "P.S. Bring the \u{FFFD}map.",
                    false,
                    vec![words.text("P.S. Bring the "), Inline::Lost { span: lost, repair: None }, words.text("map.")],
                )],
                closer: vec![],
            }),
        ],
    };
    let two_pounds =
        Span { start: LETTER.rfind("[1]").expect("the note is there") as u32, end: words.span("pounds.").end };
    let mark = Span { start: two_pounds.start, end: two_pounds.start + note_mark.range().len() as u32 };
    let edition = Edition {
        lang: "en".into(),
        wrap: Wrap::Wrapped,
        brackets: "plain".into(),
        head: Head::default(),
        front: vec![],
        parts: vec![Part::Letter(Box::new(letter))],
        back: vec![],
        notes: vec![Note {
            span: two_pounds,
            label: "1".into(),
            resp: None,
            lang: None,
            blocks: vec![Block {
                span: two_pounds,
                kind: BlockKind::Paragraph {
                    content: vec![Inline::Markup { span: mark }, words.text("Two pounds.")],
                    continues: false,
                },
                why: Why::rule("test"),
            }],
            why: Why::rule("test"),
        }],
        furniture: vec![Furniture {
            span: words.span("Scanned by nobody"),
            kind: FurnitureKind::Boilerplate,
            content: vec![words.text("Scanned by nobody")],
            why: Why::rule("test"),
        }],
    };
    Document { source, edition }
}
