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
    "word", "Dear", "a", "\u{436}\u{438}\u{437}\u{43D}\u{44C}", "R&D", "<b>", "]]>", "\"quoted\"", "\u{2019}tis",
    "\u{1F58B}", "e\u{301}", "\u{7}bell", "form\u{C}feed", "\u{FFFE}", "\u{FFFF}", "\u{FFFD}", "\u{FEFF}", "\u{85}",
    "no\u{A0}break", "--", "-->", "#", "1920",
];

/// Values for strings of the metadata.
const VALUES: &[&str] = &["P. Kropotkin", "", "<&\">", "a\u{0}b", "https://example.org/licence", "https://[", "1920-03-04?"];

const EDTF: &[Option<&str>] = &[
    None, Some("1920-03-04"), Some("1920-03"), Some("1920?"), Some("184X"), Some("1920-21"), Some("1920/1921"),
    Some("../1921~"), Some("[1921-01,1921-02]"), Some("{1920..1922}"), Some("XXXX-03-04"), Some("-0043-03-13"),
    Some("Y170000002"), Some("1950S2"), Some("2004-06-~01/2004-06-~20"), Some("1985-04-12T23:20:30Z"), Some("1921-02-29"),
    Some("no date"), Some("0000"), Some("1920-XX-04"), Some("1920-1X"), Some("XXXX"),
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

    fn name(&mut self) -> Name {
        self.one(NAMES).into()
    }

    fn why(&mut self) -> Why {
        Why::rule(self.one(&["paragraph.default", "dateline.place-comma-date"]))
    }

    fn value(&mut self) -> Value {
        Value { text: self.one(VALUES).into(), span: None, by: "test".into() }
    }

    fn document(mut self) -> Document {
        // A note is marked more often than it is written, so that some marks lead nowhere.
        self.notes = self.pick(4) as u32;
        let (lang, wrap) = (self.one(LANGUAGES).into(), self.one(&[Wrap::Lines, Wrap::Wrapped]));
        let front = self.many(2, Self::front);
        let parts = self.many(3, |builder| match builder.flip() {
            true => Part::Letter(builder.letter()),
            false => Part::Section(builder.section()),
        });
        let back = self.many(1, Self::section);
        let notes = (0..self.notes).map(|_| self.note()).collect();
        self.line_end();
        self.furniture_line();
        let edition = Edition {
            lang,
            wrap,
            brackets: "plain".into(),
            head: self.head(),
            front,
            parts,
            back,
            notes,
            furniture: self.furniture,
        };
        Document { source: Source::new(self.name_of_file, self.text), edition }
    }
}
