//! Arbitrary documents: any tree the types allow, laid out over a source text it fits.
//!
//! A document is built from a string of bytes that a property test draws: each byte is one choice,
//! and when they run out every choice is the first, which ends the building. So shrinking the
//! bytes shrinks the document.

use proptest::collection::vec;
use proptest::prelude::*;
use rubricate::Document;
use rubricate::source::{Source, Span};
use rubricate::tree::*;
use std::borrow::Cow;

/// So many cases, unless `PROPTEST_CASES` says how many.
pub fn cases(usual: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Any document.
pub fn documents() -> impl Strategy<Value = Document> {
    vec(any::<u8>(), 0..600).prop_map(|choices| build(&choices))
}

/// The document that these choices make.
pub fn build(choices: &[u8]) -> Document {
    Builder { choices: choices.iter(), ..Builder::default() }.document()
}

/// Words that try a writer: markup characters, several scripts, forbidden characters, white space.
const WORDS: &[&str] = &[
    "word",
    "Dear",
    "a",
    "\u{436}\u{438}\u{437}\u{43D}\u{44C}",
    "R&D",
    "<b>",
    "]]>",
    "\"quoted\"",
    "\u{2019}tis",
    "\u{1F58B}",
    "e\u{301}",
    "\u{7}bell",
    "form\u{C}feed",
    "\u{FFFE}",
    "\u{FFFF}",
    "\u{FFFD}",
    "\u{FEFF}",
    "\u{85}",
    "no\u{A0}break",
    "--",
    "-->",
    "#",
    "1920",
];

/// Values for strings of the metadata.
const VALUES: &[&str] =
    &["P. Kropotkin", "", "<&\">", "a\u{0}b", "https://example.org/licence", "https://[", "1920-03-04?"];

const ADDRESSES: &[&str] = &["https://example.org/mill", "mailto:ann@example.org", "mill.png", "#x", "a b", ""];
const REFERENCES: &[&str] = &["https://d-nb.info/gnd/1", "https://a.example/1 https://b.example/2", "", "a b<&\">"];

const EDTF: &[Option<&str>] = &[
    None,
    Some("1920-03-04"),
    Some("1920-03"),
    Some("1920?"),
    Some("184X"),
    Some("1920-21"),
    Some("1920/1921"),
    Some("../1921~"),
    Some("[1921-01,1921-02]"),
    Some("{1920..1922}"),
    Some("XXXX-03-04"),
    Some("-0043-03-13"),
    Some("Y170000002"),
    Some("1950S2"),
    Some("2004-06-~01/2004-06-~20"),
    Some("1985-04-12T23:20:30Z"),
    Some("0000"),
    Some("1920-XX-04"),
    Some("1920-1X"),
    Some("XXXX"),
];

const NAMES: &[&str] = &["editor", "translator", "transcriber", "author", "", "two words", "\u{436}", "7"];

const LANGUAGES: &[&str] = &["en", "und", "de-AT", "english language", "", "ru"];

#[derive(Default)]
struct Builder<'a> {
    choices: std::slice::Iter<'a, u8>,
    text: String,
    furniture: Vec<Furniture>,
    depth: u8,
    notes: u32,
}

impl Builder<'_> {
    fn pick(&mut self, of: usize) -> usize {
        usize::from(self.choices.next().copied().unwrap_or(0)) % of
    }

    fn flip(&mut self) -> bool {
        self.pick(2) == 1
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.pick(of.len())]
    }

    fn option<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.flip().then(|| make(self))
    }

    fn many<T>(&mut self, most: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = self.pick(most + 1);
        (0..count).map(|_| make(self)).collect()
    }

    /// Where the next character goes.
    fn at(&self) -> usize {
        self.text.len()
    }

    fn since(&self, start: usize) -> Span {
        Span::new(start, self.at())
    }

    fn push(&mut self, text: &str) -> Span {
        let start = self.at();
        self.text.push_str(text);
        self.since(start)
    }

    fn name(&mut self) -> Cow<'static, str> {
        self.one(NAMES).into()
    }

    fn why(&mut self) -> Why {
        Why::rule(self.one(&["paragraph.default", "dateline.place-comma-date"]))
    }

    fn value(&mut self) -> Value {
        let text = self.one(VALUES);
        let reference = self.option(|builder| builder.one(REFERENCES).into());
        Value { reference, ..Value::new(text, None, "test") }
    }

    fn document(mut self) -> Document {
        // A note is marked more often than it is written, so that some marks lead nowhere.
        self.notes = self.pick(4) as u32;
        let (lang, wrap) = (self.one(LANGUAGES).into(), self.one(&[Wrap::Lines, Wrap::Wrapped]));
        let front = self.many(2, Self::front);
        let parts = self.many(3, |builder| {
            if builder.flip() {
                Part::Letter(Box::new(builder.letter()))
            } else {
                Part::Section(Box::new(builder.section()))
            }
        });
        let back = self.many(1, Self::section);
        let notes = (0..self.notes).map(|_| self.note()).collect();
        self.line_end();
        self.furniture_line();
        let mut head = self.head();
        // An author whose name is the whole byline.
        for front in &front {
            if let Front::TitleBlock { lines } = front {
                let bylines = lines.iter().filter(|line| line.role == TitleRole::Byline);
                let named = |line: &TitleLine| {
                    let text = self.text[line.span.range()].trim().to_owned();
                    Value::new(text, Some(line.span), "test")
                };
                head.authors.extend(bylines.take(1).map(named));
            }
        }
        let edition = Edition {
            lang,
            wrap,
            brackets: "plain".into(),
            head,
            front,
            parts,
            back,
            notes,
            furniture: self.furniture,
        };
        Document { source: Source::new("letter & <copy>.txt", self.text), edition }
    }

    fn head(&mut self) -> Head {
        Head {
            title: self.option(Self::value),
            subtitle: self.option(Self::value),
            authors: self.many(2, Self::value),
            editors: self.many(2, Self::value),
            translators: self.many(2, Self::value),
            transcribers: self.many(2, Self::value),
            file: None,
            sources: self.many(2, Self::value),
            citations: self.many(2, Self::citation),
            edition: self.option(Self::value),
            published_in: self.option(Self::value),
            published: self.option(Self::value),
            collection: self.option(Self::value),
            changes: self.many(2, Self::value),
            publisher: self.option(Self::value),
            licence: self.option(Self::value),
            date: self.option(Self::value),
            place: self.option(Self::value),
            identifier: self.option(Self::value),
            other: self.many(2, |builder| (builder.one(VALUES).into(), builder.value())),
        }
    }

    fn citation(&mut self) -> Citation {
        Citation {
            title: self.option(Self::value),
            authors: self.many(1, Self::value),
            editors: self.many(1, Self::value),
            translators: self.many(1, Self::value),
            place: self.option(Self::value),
            publisher: self.option(Self::value),
            date: self.option(Self::value),
            url: self.option(Self::value),
            retrieved: self.option(Self::value),
        }
    }

    /// Ends the line, and sometimes puts furniture on the next.
    fn line_end(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            let end = self.one(&["\n", "\r\n", "\n\n", "\n \t\n"]);
            self.push(end);
        }
    }

    fn furniture_line(&mut self) {
        use FurnitureKind::*;
        let kind = self.one(&[Boilerplate, SourceNote, Contents, Repeated, RunningHead, Noise, FrontMatter, Directive]);
        let span = self.words();
        let why = self.why();
        let content = vec![Inline::Text { span, text: None }];
        self.furniture.push(Furniture { span, kind, content, why });
        self.line_end();
    }

    /// A node with a line of its own.
    fn on_line<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> (Span, T) {
        if self.pick(8) == 7 {
            self.line_end();
            self.furniture_line();
        }
        // Two nodes share a line now and then.
        if self.pick(8) == 7 {
            self.push(" ");
        } else {
            self.line_end();
        }
        let start = self.at();
        let node = make(self);
        (self.since(start), node)
    }

    fn words(&mut self) -> Span {
        let start = self.at();
        for index in 0..=self.pick(3) {
            if index > 0 {
                let blank = self.one(&[" ", "  ", "\n", "\t", "\r\n"]);
                self.push(blank);
            }
            let word = self.one(WORDS);
            self.push(word);
        }
        self.since(start)
    }

    fn front(&mut self) -> Front {
        if self.flip() {
            return Front::Section(self.section());
        }
        let lines = self.many(4, |builder| {
            let role = builder.one(&[TitleRole::Title, TitleRole::Subtitle, TitleRole::Byline, TitleRole::Date]);
            let (span, content) = builder.on_line(Self::inlines);
            TitleLine { span, role, content, why: builder.why() }
        });
        Front::TitleBlock { lines }
    }

    fn section(&mut self) -> Section {
        let start = self.at();
        self.depth += 1;
        let section = Section {
            span: Span::default(),
            function: self.option(Self::name),
            lang: self.option(|builder| builder.one(LANGUAGES).into()),
            headings: self.many(2, Self::heading),
            blocks: self.blocks(3),
            sections: if self.depth < 3 { self.many(2, Self::section) } else { Vec::new() },
        };
        self.depth -= 1;
        Section { span: self.since(start), ..section }
    }

    fn heading(&mut self) -> Heading {
        let (span, content) = self.on_line(Self::inlines);
        Heading {
            span,
            level: 1 + self.pick(3) as u8,
            source_level: None,
            lang: self.option(|builder| builder.one(VALUES).into()),
            content,
            why: self.why(),
        }
    }

    fn letter(&mut self) -> Letter {
        let start = self.at();
        self.depth += 1;
        let meta = LetterMeta {
            sender: self.option(Self::value),
            recipient: self.option(Self::value),
            place: self.option(Self::value),
            date: None,
        };
        let top = self.many(4, |builder| match builder.pick(4) {
            0 => Top::Heading(builder.heading()),
            1 => Top::Break(builder.page_break()),
            _ => Top::Line(builder.line()),
        });
        let body = self.blocks(4);
        let sections = self.many(1, Self::section);
        let bottom = self.many(5, |builder| match builder.pick(6) {
            0 => Bottom::Trailer(builder.line()),
            1 => Bottom::Break(builder.page_break()),
            2 => Bottom::Postscript(builder.postscript()),
            _ => Bottom::Line(builder.line()),
        });
        self.depth -= 1;
        let span = self.since(start);
        let date = self.option(|builder| builder.date(span));
        Letter {
            span,
            lang: self.option(|builder| builder.one(LANGUAGES).into()),
            meta: LetterMeta { date, ..meta },
            top,
            body,
            sections,
            bottom,
        }
    }

    fn postscript(&mut self) -> Postscript {
        let start = self.at();
        let blocks = self.blocks(2);
        let closer = self.many(3, Self::line);
        Postscript { span: self.since(start), blocks, closer }
    }

    fn role(&mut self) -> LineRole {
        use LineRole::*;
        self.one(&[Dateline, Address, Salute, Valediction, Signed, Trailer])
    }

    fn line(&mut self) -> Line {
        let role = self.role();
        let (span, content) = self.on_line(Self::inlines);
        Line { span, role, content, why: self.why() }
    }

    fn page_sign(&mut self) -> Span {
        let sign = self.one(&["", "- 6 -", "[p. 6]", "<6>", "\u{1}"]);
        self.push(sign)
    }

    fn page_break(&mut self) -> PageBreak {
        let (span, _) = self.on_line(Self::page_sign);
        PageBreak {
            span,
            number: self.option(|builder| builder.one(VALUES).into()),
            printed: self.flip(),
            why: self.why(),
        }
    }

    fn blocks(&mut self, most: usize) -> Vec<Block> {
        self.depth += 1;
        let blocks = self.many(most, Self::block);
        self.depth -= 1;
        blocks
    }

    fn block(&mut self) -> Block {
        let (span, kind) = self.on_line(|builder| match builder.pick(if builder.depth < 5 { 11 } else { 10 }) {
            0 | 1 => BlockKind::Paragraph { continues: builder.flip(), content: builder.inlines() },
            2 => BlockKind::Verse {
                lines: builder.many(3, |builder| {
                    let (span, content) = builder.on_line(Self::inlines);
                    VerseLine { span, indent: builder.pick(3) as u16, content }
                }),
            },
            3 => BlockKind::List { ordered: builder.flip(), items: builder.many(3, Self::item) },
            4 => {
                let label = builder.option(|builder| builder.one(VALUES).into());
                BlockKind::Note { label, content: builder.inlines() }
            }
            5 => BlockKind::Line { role: builder.role(), content: builder.inlines() },
            6 => {
                builder.page_sign();
                BlockKind::PageBreak { number: builder.option(|b| b.one(VALUES).into()), printed: builder.flip() }
            }
            7 if builder.flip() => BlockKind::Separator { sign: builder.inlines() },
            7 => BlockKind::Separator { sign: vec![Inline::Markup { span: builder.push("* * *") }] },
            8 => BlockKind::Code { content: builder.inlines() },
            9 => BlockKind::Table {
                header: builder.flip(),
                rows: builder.many(3, |builder| builder.many(3, Self::item)),
            },
            _ => BlockKind::Quote {
                lang: builder.option(|builder| builder.one(VALUES).into()),
                blocks: builder.blocks(3),
            },
        });
        Block { span, kind, why: self.why() }
    }

    fn item(&mut self) -> Item {
        let (span, (label, content)) = self.on_line(|builder| {
            let label = builder.option(|builder| builder.push("1."));
            let mark = builder.push("- ");
            let marks = label.into_iter().chain([mark]).map(|span| Inline::Markup { span });
            let content = marks.chain(builder.inlines()).collect();
            (label, content)
        });
        Item { span, label, content }
    }

    fn note(&mut self) -> Note {
        let start = self.at();
        Note {
            label: self.one(VALUES).into(),
            resp: self.option(Self::name),
            lang: self.option(|builder| builder.one(VALUES).into()),
            blocks: self.blocks(2),
            why: self.why(),
            span: self.since(start),
        }
    }

    fn inlines(&mut self) -> Vec<Inline> {
        self.depth += 1;
        let mut inlines = Vec::new();
        for _ in 0..=self.pick(4) {
            let inline = self.inline();
            let last = match &inlines[..] {
                [.., Inline::Text { span, .. }] => Some(*span),
                _ => None,
            };
            inlines.push(self.about_the_word_before(inline, last));
        }
        self.depth -= 1;
        inlines
    }

    /// Lets an editor's bracket be about the text before it.
    fn about_the_word_before(&mut self, inline: Inline, before: Option<Span>) -> Inline {
        match (inline, before) {
            (Inline::Editorial(mut editorial), Some(before)) => {
                let text = &self.text[before.range()];
                let word = text.trim_end().len() - text.trim_end().rsplit(' ').next().unwrap_or_default().len();
                let about = Span::new(before.start as usize + word, before.start as usize + text.trim_end().len());
                editorial.about = self.flip().then_some(about);
                Inline::Editorial(editorial)
            }
            (inline, _) => inline,
        }
    }

    fn inline(&mut self) -> Inline {
        use Style::*;
        let start = self.at();
        match self.pick(if self.depth < 7 { 17 } else { 9 }) {
            0..=2 => Inline::Text { span: self.words(), text: None },
            3 => Inline::Markup { span: self.push("\\") },
            4 => Inline::Bracket { span: self.push("[") },
            5 => Inline::PageBreak { span: self.page_sign(), number: self.option(|b| b.one(VALUES).into()) },
            6 => Inline::LineBreak { span: self.push("\n") },
            7 => {
                let repair = self.option(|builder| builder.one(&["\u{2019}", "<", "\u{0}"]).into());
                Inline::Lost { span: self.push("\u{FFFD}"), repair }
            }
            8 => Inline::Control { span: self.push("\u{3}"), code: 3 },
            9 => {
                let style = self.one(&[Italic, Bold, Underline, SmallCaps, Superscript, Strike, Title, Code]);
                let content = self.inlines();
                Inline::Emphasis { span: self.since(start), style, content }
            }
            10 => {
                let content = self.inlines();
                let span = self.since(start);
                Inline::Date { span, date: Box::new(self.date(span)), content }
            }
            11 => {
                let content = self.inlines();
                let reference = self.option(|builder| builder.one(REFERENCES).into());
                Inline::Place { span: self.since(start), reference, content }
            }
            12 => {
                let content = vec![Inline::Markup { span: self.push("[1]") }];
                let note = self.pick(5) as u32;
                Inline::NoteRef(Box::new(NoteRef {
                    span: self.since(start),
                    label: self.one(VALUES).into(),
                    note,
                    content,
                }))
            }
            13 => {
                let content = self.inlines();
                Inline::Quoted { span: self.since(start), content }
            }
            14 => {
                let content = self.inlines();
                Inline::Link { span: self.since(start), target: Box::new(self.one(ADDRESSES).into()), content }
            }
            _ => self.editorial(),
        }
    }

    fn editorial(&mut self) -> Inline {
        use Act::*;
        let start = self.at();
        let open = self.push("[");
        let inside = if self.flip() { vec![Inline::Text { span: self.words(), text: None }] } else { self.inlines() };
        let close = self.push("]");
        let brackets = [open, close].map(|span| Inline::Bracket { span });
        let [open, close] = brackets;
        let content = std::iter::once(open).chain(inside).chain([close]).collect();
        Inline::Editorial(Box::new(Editorial {
            span: self.since(start),
            act: self.one(&[
                Supplied,
                SuppliedName,
                Gloss,
                Expanded,
                Unclear,
                Gap,
                Omitted,
                Space,
                Sic,
                Correction,
                Added,
                Deleted,
                Surplus,
                Remark,
                Figure,
                Margin,
                Foreign,
            ]),
            reason: self.option(Self::name),
            uncertain: self.flip(),
            resp: self.option(Self::name),
            extent: self.option(|builder| (builder.pick(256) as u32, builder.one(&["word", "", "two words"]).into())),
            about: None,
            address: self.option(|builder| builder.one(ADDRESSES).into()),
            content,
            cue: "test".into(),
        }))
    }

    fn date(&mut self, span: Span) -> Date {
        Date {
            span,
            edtf: self.one(EDTF).map(|edtf| Edtf::parse(edtf).expect("EDTF")),
            calendar: self.one(&[Calendar::Gregorian, Calendar::Julian, Calendar::Republican, Calendar::Roman]),
            custom: self.option(|builder| builder.one(&["1876-03-04", "", "18 brumaire", "\u{0}", "<"]).into()),
            inferred: self.flip(),
        }
    }
}
