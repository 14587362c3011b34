//! Bracket profiles: which notation stands for which editorial act. Data under `schema/brackets/`.
//!
//! A notation is written as an editor writes it, with slots for what varies: `[{count} {unit} {illegible}]`.
//! Slots: `{text}` anything, `{word}`, `{phrase}` (two words or more), `{name}`, `{sentence}`, `{number}` (of a
//! page: figures, Roman figures, a leaf), `{page-number}` (one to three figures), `{label}` (of a note), `{letter}` (of the profile's table), `{dots}`, `{underscores}`, `{count}`, `{unit}`, `{resp}` (who speaks); every other slot is a
//! list of words in the `[editorial]` table of the languages. A blank in a form stands for any white space or none.

use crate::tree::{Act, Style};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A bracket profile: what the brackets and signs of a notation mean. [`crate::bracket_profile`] reads one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its name on the command line.
    pub(crate) name: String,
    /// What it is, one line.
    pub(crate) title: String,
    /// Brackets that nest and may run over lines, an opening and a closing character each.
    pub(crate) brackets: Vec<Pair>,
    /// Brackets that count only when a notation fits their short, plain content; the author's otherwise.
    #[serde(default)]
    pub(crate) marks: Vec<Pair>,
    /// Brackets of which an odd one is a finding.
    #[serde(default)]
    pub(crate) balanced: Vec<Pair>,
    /// Signs of emphasis.
    #[serde(default)]
    pub(crate) emphasis: Vec<Emphasis>,
    /// Tags for line ends and characters by their names are read as in HTML.
    #[serde(default)]
    pub(crate) html: bool,
    /// Tags of emphasis.
    #[serde(default)]
    pub(crate) tags: Vec<Tag>,
    /// Letters that the notation writes with several, and what they are.
    #[serde(default)]
    pub(crate) letters: BTreeMap<String, String>,
    /// Words that are a sign without brackets, and the act they stand for.
    #[serde(default)]
    pub(crate) signs: Vec<Sign>,
    /// A combining mark that makes the letters under which it stands uncertain.
    pub(crate) unclear_mark: Option<char>,
    /// A sign after the hyphen of a page's last word and before the rest of the word on the next page.
    pub(crate) joiner: Option<char>,
    /// Notations; the first that fits decides.
    pub(crate) notation: Vec<Notation>,
    /// Notations of whole lines; the first that fits decides.
    #[serde(default)]
    pub(crate) lines: Vec<LineNotation>,
    /// See [`Profile::first_bytes`].
    #[serde(skip)]
    first_bytes: OnceLock<[bool; 256]>,
}

/// An opening and a closing character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Pair {
    /// The opening character.
    pub open: char,
    /// The closing character.
    pub close: char,
}

impl TryFrom<String> for Pair {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let mut chars = text.chars();
        match (chars.next(), chars.next(), chars.next()) {
            (Some(open), Some(close), None) => Ok(Self { open, close }),
            _ => Err(format!("\"{text}\" is no pair of brackets: write two characters")),
        }
    }
}

/// A sign of emphasis that stands before and after the words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Emphasis {
    /// One character, or the same character twice.
    pub mark: String,
    /// How the words look.
    pub style: Style,
}

/// A word that is a sign of the editor's without brackets.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// Id of the cue.
    pub cue: String,
    /// The word.
    pub text: String,
    /// What it stands for.
    pub act: Act,
    /// Examples, which are tests.
    pub examples: Vec<Example>,
}

/// A tag of emphasis: `<name>words</name>`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tag {
    /// Its name, in lower case.
    pub name: String,
    /// How the words look.
    pub style: Style,
}

/// A notation and the act it stands for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notation {
    /// Id of the cue.
    pub cue: String,
    /// How it is written.
    pub forms: Vec<Form>,
    /// What must stand before it; one of these suffices.
    #[serde(default)]
    pub before: Vec<Place>,
    /// What must stand after it; one of these suffices.
    #[serde(default)]
    pub after: Vec<Place>,
    /// What it stands for.
    pub act: Outcome,
    /// Reason, in the vocabulary of TEI's `@reason`.
    pub reason: Option<String>,
    /// Who speaks.
    pub resp: Option<String>,
    /// The editor is not sure.
    #[serde(default)]
    pub uncertain: bool,
    /// It says something of the word before.
    #[serde(default)]
    pub about: bool,
    /// The word before belongs to it.
    #[serde(default)]
    pub takes_word: bool,
    /// Each dot stands for one of these (TEI's `@unit`).
    pub unit: Option<String>,
    /// Examples, which are tests.
    pub examples: Vec<Example>,
}

/// An example of a notation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// A text.
    pub text: String,
    /// What is read in it, in order: `act: source text`.
    pub acts: Vec<String>,
    /// Labels of the notes that have a body.
    #[serde(default)]
    pub notes: Vec<String>,
    /// What each act says besides, where it matters: reason, count and unit, `?` for doubt (`illegible 2 word`).
    #[serde(default)]
    pub details: Vec<String>,
}

/// What a notation stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// A page break; the number is in `{number}`.
    PageBreak,
    /// The mark of a note whose label is in `{label}`; fits only where the note has a body.
    Note,
    /// The mark of a note without a body: a remark, and a finding.
    LostNote,
    /// Nothing: the brackets are text.
    Text,
    /// One letter, which is in `{letter}`.
    Letter,
    /// An editorial act.
    #[serde(untagged)]
    Act(Act),
}

/// What stands beside a bracket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The start or end of the block.
    Edge,
    /// Anything but the start or end of the block.
    Inside,
    /// White space, or the start or end of the block.
    Blank,
    /// No white space.
    Tight,
    /// A letter or digit, without white space.
    Letter,
    /// A letter or digit, white space or none.
    Word,
    /// A word with a capital, after white space.
    Name,
    /// An abbreviation in capitals (`SRs`).
    Abbreviation,
    /// A word that is emphasised or quoted.
    Term,
    /// The bracket stands inside a word that without it is a known abbreviation (`Jan[uar]y`).
    Contraction,
    /// The start of the block or the end of a sentence.
    Sentence,
    /// The name of a month.
    Month,
    /// White space or the start of the block, in a file where no note has a body, so that a number is no note.
    BlankWithoutNotes,
    /// A digit, without white space, in a file without notes.
    DigitWithoutNotes,
    /// The address of a link, in round brackets.
    Link,
}

/// A notation that stands on lines of its own and says what they are.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineNotation {
    /// Id of the cue.
    pub cue: String,
    /// Two lines with others between them: how each reads, whatever its case. Numbers in square brackets may follow.
    pub fences: Option<[String; 2]>,
    /// The start of a bracket that goes on until it closes, over as many lines as it takes.
    pub bracket: Option<String>,
    /// The start of a line.
    pub start: Option<String>,
    /// Where `start` may be written more than once: how often at most.
    #[serde(default)]
    pub most: u8,
    /// Least and greatest number of blanks before the line.
    pub indent: Option<(u16, u16)>,
    /// The line starts with a bullet or number.
    #[serde(default)]
    pub bullet: bool,
    /// What the lines are.
    pub is: LineOutcome,
    /// Examples, which are tests.
    pub examples: Vec<LineExample>,
}

/// An example of a notation of lines.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineExample {
    /// A text.
    pub text: String,
    /// The block type, in the standoff format, of each line that is not blank; `-` where the notation does not say.
    pub lines: Vec<String>,
}

/// What lines are by their notation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineOutcome {
    /// A quotation.
    Quote,
    /// Verse.
    Verse,
    /// Lines that must not be joined: parts of an opener or closer where most of them look like it, verse otherwise.
    Lines,
    /// Lines that must not be joined with what is around them, and are what they look like.
    #[default]
    Apart,
    /// One paragraph, whatever is inside.
    Paragraph,
    /// A heading; the repeated sign gives its level.
    Heading,
    /// A list.
    List,
    /// The body of a note.
    Note,
    /// A page break.
    PageBreak,
    /// Addressed to the reader of the file, not of the text.
    Comment,
}

/// A form of a notation, parsed.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Form {
    /// Its brackets.
    pub pair: Pair,
    /// What stands between them.
    pub parts: Vec<Part>,
    /// Its outer brackets hold inner ones of the same kind (`[[word]]`), which are part of the sign.
    pub doubled: bool,
}

/// A part of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// These characters.
    Literal(String),
    /// White space or none.
    Blank,
    /// What varies.
    Slot(Slot),
}

/// A slot of a form; see the head of this module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    Text,
    Word,
    Phrase,
    Name,
    Sentence,
    Number,
    PageNumber,
    Label,
    Dots,
    Underscores,
    Letter,
    Count,
    Unit,
    Resp,
    Words(String),
}

impl TryFrom<String> for Form {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = |what: &str| format!("the form \"{text}\" {what}");
        let mut inner = text.chars();
        let (Some(open), Some(close)) = (inner.next(), inner.next_back()) else {
            return Err(wrong("has no brackets"));
        };
        let mut rest = inner.as_str();
        let doubled = rest.starts_with(open) && rest.ends_with(close) && open != close;
        let mut parts = Vec::new();
        while let Some(first) = rest.chars().next() {
            if first == '{' {
                let end = rest.find('}').ok_or_else(|| wrong("has a slot without end"))?;
                parts.push(Part::Slot(Slot::named(&rest[1..end])));
                rest = &rest[end + 1..];
            } else if first == ' ' {
                parts.push(Part::Blank);
                rest = &rest[1..];
            } else {
                let end = rest.find(['{', ' ']).unwrap_or(rest.len());
                parts.push(Part::Literal(rest[..end].to_owned()));
                rest = &rest[end..];
            }
        }
        Ok(Self { pair: Pair { open, close }, parts, doubled })
    }
}

impl Slot {
    fn named(name: &str) -> Self {
        match name {
            "text" => Self::Text,
            "word" => Self::Word,
            "phrase" => Self::Phrase,
            "name" => Self::Name,
            "sentence" => Self::Sentence,
            "number" => Self::Number,
            "page-number" => Self::PageNumber,
            "label" => Self::Label,
            "dots" => Self::Dots,
            "underscores" => Self::Underscores,
            "letter" => Self::Letter,
            "count" => Self::Count,
            "unit" => Self::Unit,
            "resp" => Self::Resp,
            list => Self::Words(list.to_owned()),
        }
    }
}

impl Profile {
    /// What it is, in one line.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Whether a sign of this notation begins with that character.
    pub(crate) fn begins(&self, with: char) -> bool {
        self.firsts().any(|first| first == with)
    }

    /// The characters that signs of this notation begin with, and those that close pairs.
    fn firsts(&self) -> impl Iterator<Item = char> {
        let pairs = self.brackets.iter().chain(&self.marks).flat_map(|pair| [pair.open, pair.close]);
        let marks = self.emphasis.iter().map(|emphasis| emphasis.mark.as_str());
        let signs = marks.chain(self.signs.iter().map(|sign| sign.text.as_str())).filter_map(|it| it.chars().next());
        pairs.chain(signs).chain(self.unclear_mark)
    }

    /// The bytes with which anything but plain text may begin: brackets and signs of this profile, the backslash,
    /// the `<` of tags, control characters, and the lead bytes of superior figures, daggers and U+FFFD. A reader
    /// may pass over all others without thought.
    pub(crate) fn first_bytes(&self) -> &[bool; 256] {
        self.first_bytes.get_or_init(|| {
            let mut table = [false; 256];
            for c in self.firsts().chain(['\\', '<']) {
                table[usize::from(c.encode_utf8(&mut [0; 4]).as_bytes()[0])] = true;
            }
            for byte in (0..b' ').filter(|byte| !byte.is_ascii_whitespace()).chain([0x0B, 0x0C, 0xC2, 0xE2, 0xEF]) {
                table[usize::from(byte)] = true;
            }
            table
        })
    }

    /// Level of the heading that a line is by the notation of this profile, and the length of its sign.
    #[must_use]
    pub(crate) fn heading(&self, text: &str) -> Option<(u8, usize)> {
        let of = |notation: &LineNotation| {
            let sign = notation.start.as_deref().filter(|_| notation.is == LineOutcome::Heading)?;
            let mut rest = text;
            let mut level = 0;
            while let Some(shorter) = rest.strip_prefix(sign) {
                (rest, level) = (shorter, level + 1);
            }
            // Signs and nothing else are a rule between passages.
            let words = rest.strip_prefix(' ')?.trim_start();
            let heading =
                (1..=usize::from(notation.most.max(1))).contains(&level) && !words.replace(sign, "").trim().is_empty();
            heading.then(|| (level as u8, text.len() - words.len()))
        };
        self.lines.iter().find_map(of)
    }

    /// The style of a run of `count` signs `mark`, and how many of them it uses.
    #[must_use]
    pub(crate) fn style(&self, mark: char, count: usize) -> Option<(Style, usize)> {
        let with = |length: usize| {
            self.emphasis.iter().find(|emphasis| emphasis.mark.chars().eq(std::iter::repeat_n(mark, length)))
        };
        let double = (count >= 2).then(|| with(2)).flatten().map(|emphasis| (emphasis.style, 2));
        double.or_else(|| (count >= 1).then(|| with(1)).flatten().map(|emphasis| (emphasis.style, 1)))
    }
}

/// A profile of this crate, read when it is first asked for: a letter needs one of them.
struct BuiltIn {
    name: &'static str,
    text: &'static str,
    profile: OnceLock<Profile>,
}

impl BuiltIn {
    const fn new(name: &'static str, text: &'static str) -> Self {
        Self { name, text, profile: OnceLock::new() }
    }

    fn read(&self) -> &Profile {
        let read = || toml::from_str(self.text).expect("a profile of this crate is well-formed; tests read them all");
        self.profile.get_or_init(read)
    }
}

static PROFILES: [BuiltIn; 5] = [
    BuiltIn::new("plain", include_str!("../../schema/brackets/plain.toml")),
    BuiltIn::new("leiden", include_str!("../../schema/brackets/leiden.toml")),
    BuiltIn::new("us-documentary", include_str!("../../schema/brackets/us-documentary.toml")),
    BuiltIn::new("pgdp", include_str!("../../schema/brackets/pgdp.toml")),
    BuiltIn::new("muse", include_str!("../../schema/brackets/muse.toml")),
];

/// The names of all bracket profiles, the default first.
pub fn names() -> impl Iterator<Item = &'static str> {
    PROFILES.iter().map(|profile| profile.name)
}

/// All bracket profiles, the default first.
#[cfg(test)]
pub fn profiles() -> impl Iterator<Item = &'static Profile> {
    PROFILES.iter().map(BuiltIn::read)
}

/// The default profile.
#[must_use]
pub fn plain() -> &'static Profile {
    PROFILES[0].read()
}

/// The profile that the first line of a file declares: the directives of Text::Amuse, the head of a library's file.
/// `directive` says whether the line is such a directive. The data are `schema/declarations.toml`.
///
/// # Panics
/// Never: the file is part of this crate, and a test reads it.
#[must_use]
pub fn declared(first: &str, directive: bool) -> Option<&'static Profile> {
    static CELL: OnceLock<BTreeMap<String, Vec<String>>> = OnceLock::new();
    let declarations = CELL.get_or_init(|| {
        toml::from_str(include_str!("../../schema/declarations.toml"))
            .expect("the declarations of this crate are well-formed; a test reads them")
    });
    let starts = |head: &String| match head.as_str() {
        "#" => directive,
        head => first.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head)),
    };
    let (name, _) = declarations.iter().find(|(_, heads)| heads.iter().any(starts))?;
    profile(name)
}

/// The bracket profile of this name.
#[must_use]
pub fn profile(name: &str) -> Option<&'static Profile> {
    PROFILES.iter().find(|profile| profile.name == name).map(BuiltIn::read)
}
