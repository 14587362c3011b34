//! All nodes of the tree, from the edition down to single characters.

use super::edtf::Edtf;
use super::{Head, Name, Value, Why};
use crate::span::Span;
use serde::{Deserialize, Serialize};

/// One source file, read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edition {
    /// Main language, a BCP 47 tag; `und` when no language could be told.
    pub lang: String,
    /// How lines relate to paragraphs in this file.
    pub wrap: Wrap,
    /// Name of the bracket profile in force (`plain`, `leiden`, ...).
    pub brackets: String,
    /// What is known about the text, each value with its evidence.
    pub head: Head,
    /// What stands before the text: title block, introductions.
    pub front: Vec<Front>,
    /// The text: letters and sections, in source order.
    pub parts: Vec<Part>,
    /// What stands after the text: imprints, afterwords.
    pub back: Vec<Section>,
    /// Bodies of footnotes and endnotes; [`Inline::NoteRef`] points here by index.
    pub notes: Vec<Note>,
    /// What is on the page and not in the text, in source order.
    pub furniture: Vec<Furniture>,
}

impl Edition {
    /// The letters, in source order.
    pub fn letters(&self) -> impl Iterator<Item = &Letter> + Clone {
        self.parts.iter().filter_map(Part::letter)
    }

    /// The letters, in source order, to be changed.
    pub(crate) fn letters_mut(&mut self) -> impl Iterator<Item = &mut Letter> {
        self.parts.iter_mut().filter_map(|part| match part {
            Part::Letter(letter) => Some(&mut **letter),
            Part::Section(_) => None,
        })
    }
}

/// How lines relate to paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wrap {
    /// Each physical line is a block of its own.
    Lines,
    /// Lines are wrapped at a column; a blank line ends a block.
    Wrapped,
    /// Lines end where those of the manuscript do: its text goes on from line to line, and no column is kept.
    ByLine,
}

/// A piece of the front matter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Front {
    /// The title block: adjacent title and author lines.
    TitleBlock {
        /// Its lines, in source order.
        lines: Vec<TitleLine>,
    },
    /// Biography, introduction, preface.
    Section(Section),
}

/// One line of a title block.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TitleLine {
    /// The whole line, markup included.
    pub span: Span,
    /// What it says.
    pub role: TitleRole,
    /// Its text.
    pub content: Vec<Inline>,
    /// Why we think so.
    pub why: Why,
}

/// Role of a line in a title block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TitleRole {
    /// The title (a subtitle may stand in the same line).
    Title,
    /// A subtitle on a line of its own.
    Subtitle,
    /// Who wrote it.
    Byline,
    /// When it was written or published.
    Date,
}

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Part {
    /// A letter.
    Letter(Box<Letter>),
    /// Anything else.
    Section(Box<Section>),
}

impl Part {
    /// The letter, if it is one.
    #[must_use]
    pub(crate) fn letter(&self) -> Option<&Letter> {
        match self {
            Self::Letter(letter) => Some(letter),
            Self::Section(_) => None,
        }
    }
}

/// A stretch of text that is no letter.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// From the first to the last character of its content.
    pub span: Span,
    /// What the section is, where known: `introduction`, `biography`, `imprint`, `enclosure`.
    #[serde(rename = "type")]
    pub function: Option<Name>,
    /// Its language where it differs from the edition's.
    pub lang: Option<String>,
    /// Its headings, most often none or one.
    pub headings: Vec<Heading>,
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// Sections inside it, after its blocks.
    pub sections: Vec<Section>,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    /// The whole line, markup included.
    pub span: Span,
    /// Level in the output, 1 is the highest; sources skip levels, the output does not.
    pub level: u8,
    /// Level in the source (`####` is 4), where the source marks one.
    pub source_level: Option<u8>,
    /// Its language where it differs from that of the part it heads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Its text.
    pub content: Vec<Inline>,
    /// Why we think so.
    pub why: Why,
}

/// A letter.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Letter {
    /// From the first to the last part.
    pub span: Span,
    /// Its language where it differs from the edition's.
    pub lang: Option<String>,
    /// Who wrote to whom, when and where.
    pub meta: LetterMeta,
    /// Headings and opener, in source order.
    pub top: Vec<Top>,
    /// The letter itself.
    pub body: Vec<Block>,
    /// Headed sections inside the letter, after its body.
    pub sections: Vec<Section>,
    /// Closers, postscripts and what follows them, in source order.
    pub bottom: Vec<Bottom>,
}

/// Correspondence metadata of one letter. `None` means the source does not say.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LetterMeta {
    /// Who wrote it.
    pub sender: Option<Value>,
    /// To whom.
    pub recipient: Option<Value>,
    /// Where it was written.
    pub place: Option<Value>,
    /// When it was written.
    pub date: Option<Date>,
}

/// What stands at the top of a letter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Top {
    /// A heading or letter number.
    Heading(Heading),
    /// A line of the opener: dateline, address, salute (or a signature, in letters that name the sender first).
    Line(Line),
    /// A page break between them.
    Break(PageBreak),
}

/// What stands at the bottom of a letter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Bottom {
    /// A line of the closer: valediction, signature, dateline, address.
    Line(Line),
    /// A postscript.
    Postscript(Postscript),
    /// A docket, endorsement or editor's line after the letter.
    Trailer(Line),
    /// A page break between them.
    Break(PageBreak),
}

/// One part of an opener or closer; may span several physical lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// From its first to its last character.
    pub span: Span,
    /// What it is.
    pub role: LineRole,
    /// Its text; [`Inline::LineBreak`] where the source starts a new line.
    pub content: Vec<Inline>,
    /// Why we think so.
    pub why: Why,
}

/// Role of a line in a letter's opener or closer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineRole {
    /// Place and date of writing.
    Dateline,
    /// Address of the sender or the recipient.
    Address,
    /// Greeting at the start.
    Salute,
    /// Complimentary close ("Yours sincerely").
    Valediction,
    /// Signature.
    Signed,
    /// None of these: an endorsement, a docket.
    Trailer,
}

/// A postscript.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Postscript {
    /// From its first to its last character.
    pub span: Span,
    /// Its text (a label such as "P.S." stays in the first paragraph); never empty.
    pub blocks: Vec<Block>,
    /// Its own closing, if it has one.
    pub closer: Vec<Line>,
}

/// A block of text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// From its first to its last character, markup included.
    pub span: Span,
    /// What it is.
    #[serde(flatten)]
    pub kind: BlockKind,
    /// Why we think so.
    pub why: Why,
}

/// Kinds of block.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum BlockKind {
    /// A paragraph.
    Paragraph {
        /// Its text.
        content: Vec<Inline>,
        /// It goes on with the paragraph before it, which a page break cut.
        continues: bool,
    },
    /// A quotation set off as a block.
    Quote {
        /// Its language where it differs from that of the part it stands in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// What is quoted.
        blocks: Vec<Block>,
    },
    /// One stanza.
    Verse {
        /// Its lines.
        lines: Vec<VerseLine>,
    },
    /// A list.
    List {
        /// Numbered, not bulleted.
        ordered: bool,
        /// Its items; never empty.
        items: Vec<Item>,
    },
    /// A table.
    Table {
        /// Its first row says what the columns are.
        header: bool,
        /// Its rows, and their cells; never empty.
        rows: Vec<Vec<Item>>,
    },
    /// Lines that stay as they are typed, and in which nothing else is read.
    Code {
        /// Its text, line ends included.
        content: Vec<Inline>,
    },
    /// A note that stands in the text because no mark points to it.
    Note {
        /// Its mark, if it has one.
        label: Option<String>,
        /// Its text; the mark is [`Inline::Markup`].
        content: Vec<Inline>,
    },
    /// A line that looks like part of an opener or closer but stands inside the text.
    Line {
        /// What it looks like.
        role: LineRole,
        /// Its text.
        content: Vec<Inline>,
    },
    /// A page break on a line of its own; see [`PageBreak`] for the fields.
    PageBreak {
        /// Number of the page that starts here.
        number: Option<String>,
        /// The sign is the printed page number itself.
        printed: bool,
    },
    /// A break between passages: a rule, asterisks.
    Separator {
        /// The sign, as [`Inline::Markup`].
        sign: Vec<Inline>,
    },
}

/// A page break among the parts of an opener or closer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageBreak {
    /// The sign in the source.
    pub span: Span,
    /// Number of the page that *starts* here, or the name of its image, where the source says so.
    pub number: Option<String>,
    /// The sign is the printed page number itself (`- 6 -`), not an editor's mark (`[p. 6]`).
    pub printed: bool,
    /// Why we think so.
    pub why: Why,
}

/// Whether the number of a page is the name of its image (`006.png`).
#[must_use]
pub(crate) fn is_image(number: &str) -> bool {
    let suffix = number.rsplit_once('.').map_or("", |(_, suffix)| suffix).to_ascii_lowercase();
    matches!(suffix.as_str(), "png" | "jpg" | "jpeg" | "tif" | "tiff" | "gif" | "jp2")
}

/// One line of verse.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VerseLine {
    /// From its first to its last character.
    pub span: Span,
    /// Columns of indentation beyond the stanza's own.
    pub indent: u16,
    /// Its text.
    pub content: Vec<Inline>,
}

/// One item of a list, or one cell of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// The item, label included.
    pub span: Span,
    /// Its label as written (`1.`, `a)`), where it has one that says more than a bullet.
    pub label: Option<Span>,
    /// Its text; bullet and label are [`Inline::Markup`].
    pub content: Vec<Inline>,
}

/// The body of a footnote or endnote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// The body, mark included.
    pub span: Span,
    /// Its mark as written, without brackets: `1`, `*`, `a`.
    pub label: String,
    /// Who speaks: `editor`, `translator`, `transcriber`, `author`; `None` when the source does not say.
    pub resp: Option<Name>,
    /// Its language where it differs from that of the part that calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Its text; the mark is [`Inline::Markup`].
    pub blocks: Vec<Block>,
    /// Why we think so.
    pub why: Why,
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Inline {
    /// Text of the source, printed as it stands. May run over line ends.
    Text {
        /// Its place.
        span: Span,
        /// The text where it is not the source's own characters (XML entities in TEI input, letters spelt out).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
    /// Notation, not text: an emphasis mark, an escape, a bullet. Never printed.
    Markup {
        /// Its place.
        span: Span,
    },
    /// An editor's bracket. Printed, unless the writer says the same by other means.
    Bracket {
        /// Its place.
        span: Span,
    },
    /// Emphasised text.
    Emphasis {
        /// With its marks.
        span: Span,
        /// How it looks.
        style: Style,
        /// Its text; the marks are [`Inline::Markup`].
        content: Vec<Inline>,
    },
    /// An editor's intervention.
    Editorial(Box<Editorial>),
    /// A date.
    Date {
        /// The date, without words around it.
        span: Span,
        /// Its value.
        date: Box<Date>,
        /// Its text.
        content: Vec<Inline>,
    },
    /// A place name in a dateline.
    Place {
        /// Its place.
        span: Span,
        /// The place in an authority file: URIs with blanks between.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reference: Option<Box<str>>,
        /// Its text.
        content: Vec<Inline>,
    },
    /// Text between quotation marks; only when these were to be marked.
    Quoted {
        /// With its marks.
        span: Span,
        /// Its text, the marks included.
        content: Vec<Inline>,
    },
    /// Words that lead somewhere.
    Link {
        /// With its marks.
        span: Span,
        /// Where they lead: an address, as the source has it. In two boxes it takes no more room than other inlines have.
        target: Box<Box<str>>,
        /// Its text; the marks and the address are [`Inline::Markup`].
        content: Vec<Inline>,
    },
    /// The mark of a note.
    NoteRef(Box<NoteRef>),
    /// A page break inside a block.
    PageBreak {
        /// The sign in the source.
        span: Span,
        /// Number of the page that starts here.
        number: Option<String>,
    },
    /// A line end that is part of the text (in an address, a signature).
    LineBreak {
        /// The line end.
        span: Span,
    },
    /// A lost character (U+FFFD).
    Lost {
        /// The character.
        span: Span,
        /// What its neighbours say it was; only when a repair was asked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        repair: Option<String>,
    },
    /// A character that XML 1.0 cannot hold.
    Control {
        /// The character.
        span: Span,
        /// Its code point.
        code: u32,
    },
}

/// The mark of a note.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoteRef {
    /// With brackets.
    pub span: Span,
    /// The mark without brackets.
    pub label: String,
    /// Index into [`Edition::notes`].
    pub note: u32,
    /// The mark's characters, as [`Inline::Markup`].
    pub content: Vec<Inline>,
}

/// How emphasised text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// `*x*`, `_x_`, `<i>`.
    Italic,
    /// `**x**`, `<b>`.
    Bold,
    /// `<u>`.
    Underline,
    /// `<sc>`.
    SmallCaps,
    /// `^x^`, `<sup>`.
    Superscript,
    /// `~~x~~`, `<s>`.
    Strike,
    /// The title of a book or periodical.
    Title,
    /// `` `x` ``: letter by letter, and nothing else is read in it.
    Code,
}

/// What an editor did, and the text it was done to. The act, not the bracket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Editorial {
    /// With brackets.
    pub span: Span,
    /// What was done.
    pub act: Act,
    /// Why, in the vocabulary of TEI's `@reason` (`illegible`, `lost`, `subaudible`, `ellipsis`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Name>,
    /// The editor is not sure.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub uncertain: bool,
    /// Who speaks: `editor`, `translator`, `transcriber`, `author`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resp: Option<Name>,
    /// How much is missing: a count and TEI's `@unit` (`word`, `character`, `line`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extent: Option<(u32, Name)>,
    /// The word that a gloss, a *sic* or a correction is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Span>,
    /// Of a figure: where its picture is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Name>,
    /// Text, brackets included as [`Inline::Bracket`].
    pub content: Vec<Inline>,
    /// Why we think so: one cue id.
    pub cue: Name,
}

/// Editorial acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Words the text lacks.
    Supplied,
    /// A forename or other part of a name the text lacks.
    SuppliedName,
    /// An explanation of the word before.
    Gloss,
    /// An abbreviation written out.
    Expanded,
    /// A doubtful reading.
    Unclear,
    /// Something could not be read or is lost; no text stands for it.
    Gap,
    /// The editor left something out.
    Omitted,
    /// A space the writer left.
    Space,
    /// An odd reading confirmed.
    Sic,
    /// Words that are odd as they stand, where the source marks them (TEI's `sic`).
    Odd,
    /// Words that a gloss behind them explains, where the source marks them (TEI's `term`).
    Term,
    /// A correction offered beside the reading.
    Correction,
    /// Added by the writer.
    Added,
    /// Deleted by the writer.
    Deleted,
    /// Superfluous text.
    Surplus,
    /// A remark by editor, translator or transcriber.
    Remark,
    /// A picture on the page; the text is its caption.
    Figure,
    /// A note printed in the margin.
    Margin,
    /// Words of another script, written in the letters of this one.
    Foreign,
}

/// A date with its value.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Date {
    /// Its place in the source.
    pub span: Span,
    /// Its value in EDTF (proleptic Gregorian); `None` where the words give no valid date.
    pub edtf: Option<Edtf>,
    /// Calendar of the words; the value is Gregorian all the same.
    #[serde(default, skip_serializing_if = "Calendar::is_gregorian")]
    pub calendar: Calendar,
    /// The date as written, in its own calendar (`1876-03-04` for 4 March 1876 old style).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom: Option<String>,
    /// Year, month or century was inferred rather than read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inferred: bool,
}

/// Calendar of a date's words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Calendar {
    /// Gregorian.
    #[default]
    Gregorian,
    /// Julian ("old style").
    Julian,
    /// French Republican.
    Republican,
    /// Roman (kalends, nones, ides), Julian.
    Roman,
}

impl Calendar {
    /// Whether this is the Gregorian calendar.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference whether to write it")]
    pub(crate) fn is_gregorian(&self) -> bool {
        *self == Self::Gregorian
    }
}

/// Something on the page that is not part of the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Furniture {
    /// Its place.
    pub span: Span,
    /// What it is.
    pub kind: FurnitureKind,
    /// Its text, with dates and titles marked. Its leaves count as [`LeafKind::Furniture`](super::LeafKind::Furniture), whatever they are.
    pub content: Vec<Inline>,
    /// Why we think so.
    pub why: Why,
}

/// Kinds of furniture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FurnitureKind {
    /// A library's or publisher's standard words.
    Boilerplate,
    /// Where the text comes from; who transcribed, translated, edited it.
    SourceNote,
    /// A table of contents.
    Contents,
    /// Title, author or date said again.
    Repeated,
    /// A running head or foot.
    RunningHead,
    /// Dirt of text recognition.
    Noise,
    /// Machine-readable front matter.
    FrontMatter,
    /// An attribute line or comment addressed to this program.
    Directive,
    /// Tags of HTML that part blocks.
    Markup,
}
