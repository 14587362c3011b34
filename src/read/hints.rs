//! The editor's last word: attribute lines in the text, and a file of hints beside it.
//!
//! Both say what a block is; recognition never overrides them. What they say must fit the text: a
//! hint for a line that is blank, gone or fixed otherwise is an error, because an edition that
//! silently drops a decision of its editor is worse than none.

mod letters;

use super::decode::Role;
use super::lines::{self, Layout, Line};
use super::matter;
use super::meta::line_at;
use super::notation::Claim;
use super::{ReadError, check_tag};
use crate::diagnostic::Allowance;
use crate::knowledge::brackets::LineOutcome;
use crate::source::{Source, Span};
use crate::tree::{Edition, Letter, Part, Section, Wrap};
use letters::LetterHint;
use serde::Deserialize;
use toml::Spanned;

/// What a block can be told to be: every block type of the standoff format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// What the decoder could have chosen too.
    Line(Role),
    /// A quotation.
    Quote,
    /// A line of the title block.
    Title,
    /// A line that names the author.
    Byline,
    /// A note on the source.
    SourceNote,
    /// A library's words.
    Boilerplate,
    /// A table of contents.
    Contents,
    /// Dirt.
    Noise,
    /// The end of a page.
    PageBreak,
    /// A rule between passages.
    Separator,
    /// A heading of this level, by the notation of a profile.
    Heading(u8),
}

impl Told {
    /// All of them, by their names in the standoff format.
    pub const ALL: [(&str, Self); 21] = [
        ("title", Self::Title),
        ("byline", Self::Byline),
        ("source_note", Self::SourceNote),
        ("boilerplate", Self::Boilerplate),
        ("contents", Self::Contents),
        ("head", Self::Line(Role::Head)),
        ("dateline", Self::Line(Role::Dateline)),
        ("address", Self::Line(Role::Address)),
        ("salute", Self::Line(Role::Salute)),
        ("paragraph", Self::Line(Role::Paragraph)),
        ("quote", Self::Quote),
        ("verse", Self::Line(Role::Verse)),
        ("list", Self::Line(Role::List)),
        ("closer", Self::Line(Role::Closer)),
        ("signed", Self::Line(Role::Signed)),
        ("postscript", Self::Line(Role::Postscript)),
        ("note", Self::Line(Role::Note)),
        ("page_break", Self::PageBreak),
        ("separator", Self::Separator),
        ("noise", Self::Noise),
        ("trailer", Self::Line(Role::Trailer)),
    ];

    /// The role of that name; attribute lines may write `page-break` for `page_break`.
    fn named(name: &str) -> Result<Self, String> {
        let plain = name.replace('-', "_");
        let found = Self::ALL.into_iter().find(|(known, _)| *known == plain).map(|(_, told)| told);
        found.ok_or_else(|| {
            let known: Vec<_> = Self::ALL.iter().map(|(name, _)| *name).collect();
            format!("unknown role `{name}`; known are {}", known.join(", "))
        })
    }

    /// Its name in the standoff format.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, told)| *told == self).map_or("other", |(name, _)| name)
    }
}

/// A file of hints, read but not yet held against its text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hints {
    /// What the file is called in messages.
    pub name: String,
    /// Metadata; it wins over what the text says, and `--meta` wins over it.
    pub meta: Vec<(String, String)>,
    /// Findings that the editor allows.
    pub allowed: Vec<Allowance>,
    letters: Vec<LetterHint>,
    blocks: Vec<Hint>,
}

#[derive(Debug, Clone, PartialEq)]
struct Hint {
    /// Line of the file of hints, from 1.
    at: usize,
    /// First and last line of the text, from 1.
    lines: (usize, usize),
    role: Option<Told>,
    letter: bool,
    lang: Option<String>,
    starts: Option<String>,
}

/// A file of hints as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    meta: toml::Table,
    #[serde(default)]
    block: Vec<Spanned<Block>>,
    #[serde(default)]
    letter: Vec<letters::Written>,
    #[serde(default)]
    allow: Vec<Spanned<Allow>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Allow {
    rule: Spanned<String>,
    lines: Option<Spanned<Lines>>,
    reason: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Block {
    lines: Spanned<Lines>,
    role: Option<Spanned<String>>,
    #[serde(default)]
    letter: bool,
    lang: Option<Spanned<String>>,
    starts: Option<String>,
}

/// `"12-13"`, `"12"` or `12`.
#[derive(Deserialize)]
#[serde(untagged)]
enum Lines {
    One(usize),
    Range(String),
}

impl Lines {
    fn parse(&self) -> Option<(usize, usize)> {
        let (first, last) = match self {
            Self::One(line) => (*line, *line),
            Self::Range(text) => {
                let (first, last) = text.split_once('-').unwrap_or((text, text));
                (first.trim().parse().ok()?, last.trim().parse().ok()?)
            }
        };
        (first >= 1 && first <= last).then_some((first, last))
    }
}

/// How lines are named.
const LINES: &str = "write `lines` as \"12\" or \"12-13\", counted from 1";

impl Hints {
    /// Reads a file of hints. `name` is what messages call it.
    ///
    /// # Errors
    /// No TOML, an unknown key, role or language, no lines: with the line of the file.
    pub fn parse(name: impl Into<String>, text: &str) -> Result<Self, ReadError> {
        let name = name.into();
        let line_at = |at: usize| line_at(text, at);
        let fail = |at: usize, message: String| ReadError::at(&name, line_at(at), message);
        let file: File = toml::from_str(text)
            .map_err(|error| fail(error.span().map_or(0, |span| span.start), error.message().to_owned()))?;
        let meta = super::meta::entries(&name, text, file.meta)?;
        let letters = file.letter.into_iter().map(|letter| letter.read(text)).collect();
        let mut blocks = Vec::new();
        for block in file.block {
            let start = block.span().start;
            let block = block.into_inner();
            let place = block.lines.span().start;
            let Some(lines) = block.lines.get_ref().parse() else {
                return Err(fail(place, LINES.into()));
            };
            let role = match &block.role {
                Some(role) => Some(Told::named(role.get_ref()).map_err(|message| fail(role.span().start, message))?),
                None if block.letter || block.lang.is_some() => None,
                None => return Err(fail(start, "says nothing: give a `role`, `letter = true` or `lang`".into())),
            };
            let lang = match &block.lang {
                Some(lang) => Some(check_tag(lang.get_ref()).map_err(|message| fail(lang.span().start, message))?),
                None => None,
            };
            let starts = block.starts.map(|starts| starts.trim().to_owned());
            blocks.push(Hint { at: line_at(place), lines, role, letter: block.letter, lang, starts });
        }
        let mut allowed = Vec::new();
        for allow in file.allow {
            let at = allow.span().start;
            let Allow { rule, lines, reason } = allow.into_inner();
            if reason.get_ref().trim().is_empty() {
                return Err(fail(reason.span().start, "say in `reason` why this is allowed".into()));
            }
            let lines = match &lines {
                None => None,
                Some(lines) => Some(lines.get_ref().parse().ok_or_else(|| fail(lines.span().start, LINES.into()))?),
            };
            allowed.push(Allowance { rule: rule.into_inner(), lines, place: (name.clone(), line_at(at)) });
        }
        Ok(Self { name, meta, allowed, letters, blocks })
    }
}

/// What an attribute line says.
#[derive(Debug, Default, PartialEq)]
struct Attributes {
    role: Option<Told>,
    letter: bool,
    lang: Option<String>,
    lines: Option<usize>,
}

/// Whether a line is one of attributes: braces around nothing but `.word` and `key=value`, as in
/// Djot. Other words in braces are text.
fn is_attributes(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else { return false };
    let word =
        |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let attribute = |token: &str| match (token.strip_prefix('.'), token.split_once('=')) {
        (Some(class), _) => word(class) && class.starts_with(|c: char| c.is_ascii_alphabetic()),
        (None, Some((key, value))) => word(key) && word(unquoted(value)),
        (None, None) => false,
    };
    !inner.trim().is_empty() && inner.split_whitespace().all(attribute)
}

fn unquoted(value: &str) -> &str {
    value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value)
}

impl Attributes {
    /// Takes over what a line says; several lines before one block are read as one.
    fn add(&mut self, text: &str) -> Result<(), String> {
        for token in text.trim_matches(['{', '}']).split_whitespace() {
            match (token.strip_prefix('.'), token.split_once('=')) {
                (Some("letter"), _) => self.letter = true,
                (Some(role), _) => {
                    let told = Told::named(role).map_err(|error| format!("{error}, letter"))?;
                    if let Some(before) = self.role.filter(|&before| before != told) {
                        return Err(format!("a block cannot be {} and {}", before.name(), told.name()));
                    }
                    self.role = Some(told);
                }
                (None, Some(("lang", tag))) => self.lang = Some(check_tag(unquoted(tag))?),
                (None, Some(("lines", count))) => {
                    let count = unquoted(count).parse().ok().filter(|&count| count > 0);
                    self.lines = Some(count.ok_or("write lines=3 to fix three lines")?);
                }
                (None, other) => {
                    let key = other.map_or(token, |(key, _)| key);
                    return Err(format!("unknown attribute `{key}`; known are lang and lines"));
                }
            }
        }
        Ok(())
    }
}

/// What the editor orders about one block.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// What it is.
    pub role: Option<Told>,
    /// A letter starts with it.
    pub letter: bool,
    /// Language of the letter or section that starts with it.
    pub lang: Option<String>,
    /// Cue id: who says so.
    pub cue: &'static str,
    /// What the notation of a profile calls it; `None` where an editor speaks.
    pub is: Option<LineOutcome>,
    /// Index of its first line.
    first: usize,
    /// File and line of the order.
    place: (String, usize),
}

/// All orders, by line.
#[derive(Debug, Default)]
pub struct Overrides {
    orders: Vec<Order>,
    /// Order of each line; empty when there are none.
    of: Vec<Option<usize>>,
    /// Physical lines that are verse inside a quotation, ascending.
    verse: Vec<u32>,
}

impl Overrides {
    /// What is ordered about a line.
    #[must_use]
    pub fn order(&self, line: usize) -> Option<&Order> {
        self.orders.get((*self.of.get(line)?)?)
    }

    /// What a line was told to be, and by whom.
    #[must_use]
    pub fn told(&self, line: usize) -> Option<(Told, &'static str)> {
        self.order(line).and_then(|order| Some((order.role?, order.cue)))
    }

    /// The order that starts with a line.
    #[must_use]
    pub fn starting(&self, line: usize) -> Option<&Order> {
        self.order(line).filter(|order| order.first == line)
    }

    /// Whether two lines were told to be one block.
    #[must_use]
    pub fn same(&self, one: usize, other: usize) -> bool {
        self.told(one).is_some() && self.of[one] == self.of[other]
    }

    /// Whether two lines are one block whatever blank lines stand between them, by a notation that encloses both.
    #[must_use]
    pub fn enclosed(&self, one: usize, other: usize) -> bool {
        let encloses =
            |order: &Order| matches!(order.is, Some(LineOutcome::Quote | LineOutcome::Note | LineOutcome::Paragraph));
        self.same(one, other) && self.order(one).is_some_and(encloses)
    }

    /// Whether a line is verse inside a quotation.
    #[must_use]
    pub fn is_verse(&self, line: &Line) -> bool {
        self.verse.binary_search(&line.number).is_ok()
    }

    /// Runs of lines that a notation keeps as lines, and its cue.
    pub fn kept_lines(&self) -> impl Iterator<Item = (std::ops::Range<usize>, &'static str)> + '_ {
        let kept = self.orders.iter().enumerate().filter(|(_, order)| order.is == Some(LineOutcome::Lines));
        kept.map(|(at, order)| {
            let count = self.of[order.first..].iter().take_while(|of| **of == Some(at)).count();
            (order.first..order.first + count, order.cue)
        })
    }

    /// Takes over what notations and headings say, except of lines about which somebody spoke before.
    pub fn claim(&mut self, claims: Vec<Claim>, verse: Vec<u32>, total: usize) {
        if claims.is_empty() {
            return;
        }
        self.of.resize(total, None);
        self.verse.extend(verse);
        for Claim { lines, told, is, cue } in claims {
            let mut at = lines.start;
            while at < lines.end {
                let run = self.of[at..lines.end].iter().take_while(|of| of.is_none()).count();
                if run > 0 {
                    self.of[at..at + run].fill(Some(self.orders.len()));
                    let place = (String::new(), 0);
                    self.orders.push(Order { role: told, letter: false, lang: None, cue, is, first: at, place });
                }
                at += run.max(1);
            }
        }
    }

    /// Whether a line stands under a heading of the edition's own.
    #[must_use]
    pub fn is_matter(&self, line: usize) -> bool {
        self.order(line).is_some_and(|order| order.cue == matter::CUE)
    }

    /// A new language for what starts with a line.
    #[must_use]
    pub fn lang(&self, line: usize) -> Option<&str> {
        self.starting(line)?.lang.as_deref()
    }

    /// Undoes the wrapping of `lines`, which follow on `front` others, and speaks about the logical lines from here on.
    /// What an order is about stays as it was typed, and no line joins one of another order.
    #[must_use]
    pub fn unwrap(&mut self, source: &Source, lines: Vec<Line>, layout: Layout, front: usize) -> Vec<Line> {
        if self.orders.is_empty() {
            return lines::unwrap(source, lines, layout);
        }
        let mut logical: Vec<Line> = Vec::with_capacity(lines.len());
        let mut of = vec![None; front];
        let mut at = front;
        let mut rest = lines;
        while !rest.is_empty() {
            // What a notation keeps apart stays as it was typed too.
            let typed = |line| self.order(line).is_some_and(|order| order.role.is_some() || order.is.is_some());
            let told = typed(at);
            let run = (at + 1..at + rest.len())
                .take_while(|&next| self.starting(next).is_none() && typed(next) == told)
                .count();
            let tail = rest.split_off(run + 1);
            let run = std::mem::replace(&mut rest, tail);
            let order = self.of[at];
            at += run.len();
            let first = front + logical.len();
            logical.extend(if told { run } else { lines::unwrap(source, run, layout) });
            of.resize(front + logical.len(), if told { order } else { None });
            of[first] = order;
            if let Some(order) = order {
                self.orders[order].first = first;
            }
        }
        self.of = of;
        logical
    }

    fn add(&mut self, order: Order, lines: std::ops::Range<usize>, total: usize) -> Result<(), ReadError> {
        self.of.resize(total, None);
        if let Some(taken) = lines.clone().find_map(|line| self.order(line)) {
            let (file, line) = &taken.place;
            let message = format!("contradicts {file}:{line}, which fixes the same line; take one of them out");
            return Err(ReadError::at(&order.place.0, order.place.1, message));
        }
        self.of[lines].fill(Some(self.orders.len()));
        self.orders.push(order);
        Ok(())
    }

    /// Finds out whether the tree could follow: a letter or a language needs a place to start.
    ///
    /// # Errors
    /// An order that could not be followed.
    pub fn check(&self, lines: &[Line], edition: &Edition) -> Result<(), ReadError> {
        for order in self.orders.iter().filter(|order| order.letter || order.lang.is_some()) {
            let start = lines[order.first].span.start;
            let letter = edition.parts.iter().any(|part| matches!(part, Part::Letter(letter) if opens(letter, start)));
            let section = || {
                edition.parts.iter().any(|part| match part {
                    Part::Letter(letter) => letter.sections.iter().any(|section| headed(section, start)),
                    Part::Section(section) => headed(section, start),
                })
            };
            let message = if order.letter && !letter {
                "no letter can start here: this line is no text of a letter"
            } else if order.lang.is_some() && !letter && !section() {
                "only a letter or a section has a language of its own, and none starts here: add .letter (in a file \
                 of hints, letter = true), or put it before the heading"
            } else {
                continue;
            };
            return Err(ReadError::at(&order.place.0, order.place.1, message));
        }
        Ok(())
    }
}

fn opens(letter: &Letter, start: u32) -> bool {
    letter.span.start == start
}

fn headed(section: &Section, start: u32) -> bool {
    section.span.start == start || section.sections.iter().any(|inner| headed(inner, start))
}

/// An attribute line, taken out of the lines.
#[derive(Debug)]
pub struct Directive {
    /// Its place.
    pub span: Span,
    /// Cue id.
    pub cue: &'static str,
    number: u32,
    /// Index of the line that followed it.
    next: usize,
}

impl Directive {
    /// A fence or comment of a notation, before line `next`.
    #[must_use]
    pub fn lifted(line: &Line, next: usize, cue: &'static str) -> Self {
        Self { span: line.span, cue, number: line.number, next }
    }

    /// Finds the line that follows again, after others were taken out of `lines`.
    pub fn settle(&mut self, lines: &[Line]) {
        self.next = lines.partition_point(|line| line.number < self.number);
    }
}

/// Takes attribute lines out of `lines`, from index `front` on.
pub fn directives(source: &Source, lines: &mut Vec<Line>, front: usize) -> Vec<Directive> {
    let is = |line: &Line| is_attributes(source.slice(line.span));
    if !lines[front..].iter().any(is) {
        return Vec::new();
    }
    let mut found: Vec<Directive> = Vec::new();
    let mut kept: Vec<Line> = lines[..front].to_vec();
    let mut blanks = 0;
    for mut line in lines.drain(..).skip(front) {
        blanks = line.blanks.max(blanks);
        if is(&line) {
            found.push(Directive::lifted(&line, kept.len(), "directive.attributes"));
            continue;
        }
        line.blanks = std::mem::take(&mut blanks);
        line.group = kept.last().map_or(0, |before| before.group + u32::from(line.blanks > 0));
        kept.push(line);
    }
    *lines = kept;
    found
}

/// Holds attribute lines and hints against the text.
///
/// # Errors
/// An order that is unknown, contradicts another, or does not fit the text (any more).
pub fn resolve(
    source: &Source,
    lines: &[Line],
    front: usize,
    wrap: Wrap,
    directives: &[Directive],
    hints: Option<&Hints>,
) -> Result<Overrides, ReadError> {
    let mut overrides = Overrides::default();
    for together in directives.chunk_by(|one, other| one.next == other.next) {
        let mut attributes = Attributes::default();
        let last = &together[together.len() - 1];
        let place = |directive: &Directive| (source.name.clone(), directive.number as usize + 1);
        for directive in together {
            let (file, line) = place(directive);
            attributes.add(source.slice(directive.span)).map_err(|message| ReadError::at(&file, line, message))?;
        }
        let (file, line) = place(last);
        if last.next == lines.len() {
            return Err(ReadError::at(&file, line, "no block follows these attributes; take them out"));
        }
        // Up to the next blank line or attributes; in a file of one line per block, that line.
        let stop = directives.iter().find(|other| other.next > last.next).map_or(lines.len(), |other| other.next);
        let run = 1 + lines[last.next + 1..stop].iter().take_while(|line| line.blanks == 0).count();
        let count = match attributes {
            Attributes { role: None, .. } => 1,
            Attributes { lines: Some(count), .. } if last.next + count > stop => {
                return Err(ReadError::at(&file, line, format!("fewer than {count} lines follow")));
            }
            Attributes { lines: Some(count), .. } => count,
            _ if wrap == Wrap::Lines => 1,
            _ => run,
        };
        let Attributes { role, letter, lang, .. } = attributes;
        let order =
            Order { role, letter, lang, cue: "fixed.attributes", is: None, first: last.next, place: (file, line) };
        overrides.add(order, last.next..last.next + count, lines.len())?;
    }
    for (name, hint) in hints.into_iter().flat_map(|hints| hints.blocks.iter().map(|hint| (&hints.name, hint))) {
        let range = hinted(source, lines, front, hint).map_err(|message| ReadError::at(name, hint.at, message))?;
        let range = if hint.role.is_some() { range } else { range.start..range.start + 1 };
        let order = Order {
            role: hint.role,
            letter: hint.letter,
            lang: hint.lang.clone(),
            cue: "fixed.hints",
            is: None,
            first: range.start,
            place: (name.clone(), hint.at),
        };
        overrides.add(order, range, lines.len())?;
    }
    Ok(overrides)
}

/// The lines a hint is about, if the text still agrees with it.
fn hinted(source: &Source, lines: &[Line], front: usize, hint: &Hint) -> Result<std::ops::Range<usize>, String> {
    let (first, last) = hint.lines;
    let find = |number: usize| {
        if number > source.line_count() {
            return Err(format!("the text has no line {number}; it has {}", source.line_count()));
        }
        lines.binary_search_by_key(&number, |line| line.number as usize + 1).map_err(|_| {
            let text = source.slice(source.line(number - 1)).trim();
            let what = if text.is_empty() { "blank" } else { "an attribute line" };
            format!("line {number} of the text is {what}; say which lines are meant")
        })
    };
    let (start, end) = (find(first)?, find(last)?);
    if start < front {
        return Err(format!("line {first} of the text belongs to its front matter"));
    }
    let text = source.slice(lines[start].span);
    if let Some(wanted) = hint.starts.as_deref().filter(|wanted| !text.starts_with(wanted)) {
        let shown: String = text.chars().take(40).collect();
        let mut elsewhere = lines.iter().filter(|line| source.slice(line.span).starts_with(wanted));
        let moved = match (elsewhere.next(), elsewhere.next()) {
            (Some(line), None) => format!("; line {} does", line.number + 1),
            _ => String::new(),
        };
        return Err(format!("line {first} of the text starts `{shown}`, not `{wanted}`{moved}"));
    }
    Ok(start..end + 1)
}

/// The number on a page's sign, and whether the sign is nothing but the number.
#[must_use]
pub fn page_number(text: &str) -> (Option<String>, bool) {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let digits = |word: &&&str| word.starts_with(|c: char| c.is_ascii_digit());
    let roman = |word: &&&str| word.to_lowercase().chars().all(|c| "ivxlcdm".contains(c));
    let number = words.iter().find(digits).or_else(|| words.iter().find(roman));
    (number.map(|word| (*word).to_owned()), words.len() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_told_from_words_in_braces() {
        for line in ["{.dateline}", "{ .letter lang=fr }", "{lang=\"fr\"}", "{.address lines=3}", "{.page-break}"] {
            assert!(is_attributes(line), "{line}");
        }
        for line in ["{}", "{1}", "{illegible}", "{a.b}", "{.}", "{...}", "{.dateline} Paris", "{two words}", "{a=}"] {
            assert!(!is_attributes(line), "{line}");
        }
    }

    #[test]
    fn a_file_of_hints_is_refused_with_its_line() {
        let line = |text: &str| Hints::parse("h.toml", text).expect_err(text).to_string();
        assert!(line("[[block]]\nlines = \"1\"\nrole = \"sined\"\n").starts_with("h.toml:3: unknown role `sined`"));
        assert!(line("[[block]]\nlines = \"4-2\"\nrole = \"signed\"\n").starts_with("h.toml:2: write `lines`"));
        assert!(line("\n[[block]]\nlines = 4\n").starts_with("h.toml:2: says nothing"));
        assert!(line("[[block]]\nlines = 4\nrolle = \"signed\"\n").starts_with("h.toml:3: "));
        assert!(line("[meta]\ntitle = \"T\"\nrecipient = 3\n").starts_with("h.toml:3: `recipient` must be"));
        assert!(line("[[block]\n").starts_with("h.toml:1: "));
    }

    #[test]
    fn page_numbers_are_read_from_their_sign() {
        assert_eq!(page_number("- 6 -"), (Some("6".into()), true));
        assert_eq!(page_number("[Page xii]"), (Some("xii".into()), false));
        assert_eq!(page_number("* *"), (None, false));
    }
}
