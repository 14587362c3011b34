//! From the text of a block to tokens: the few places where something other than text may stand.

use crate::knowledge::brackets::{Pair, Profile};
use crate::read::inline::context::InlineContext;
use crate::read::inline::html::{self, Html};
use crate::read::inline::links;
use crate::read::inline::tags::{HtmlTag, comment};
use crate::read::shape::superior;
use crate::source::Span;
use std::collections::BTreeMap;
use std::ops::Range;

/// A place where something other than text may stand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InlineToken {
    pub span: Span,
    pub kind: InlineTokenKind,
}

/// What may stand there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InlineTokenKind {
    /// An opening bracket.
    Open(char),
    /// A closing bracket, named by its opening one.
    Close(char),
    /// A short bracket with plain content, one token for all of it.
    Mark(Pair),
    /// A run of one sign of emphasis.
    Run { mark: char, opens: bool, closes: bool },
    /// A tag, by its index in the profile; the one behind the last is that of a link.
    Tag { index: usize, closes: bool },
    /// The backslash of an escape, or a tag: notation.
    Escape,
    /// U+FFFD.
    Lost,
    /// A character that XML 1.0 cannot hold.
    Control(u32),
    /// A run of superior figures or note signs (`¹²`, `†`).
    NoteSign,
    /// A line end that is text.
    LineEnd,
    /// A character by its name.
    Character(char),
    /// Letters that a mark under them makes uncertain.
    Uncertain,
    /// A word that is a sign of the profile, by its index.
    Sign(usize),
    /// Backticks without a partner.
    Ticks,
    /// Words between so many backticks.
    Code(u32),
    /// An image.
    Image,
    /// An address in angle brackets.
    Address,
    /// What is known to be the mark of a note, by its index among these places.
    NotePlace(usize),
}

/// Content of a [`InlineTokenKind::Mark`] is not looked at beyond this many bytes.
const MARK_LENGTH: usize = 48;
/// A longer run of one sign is a rule or a blank to fill in, not emphasis.
const RUN_LENGTH: usize = 3;
/// So many backticks stand before and after code at most.
const LONGEST_TICKS: usize = 8;

/// The tokens of a block.
pub(crate) fn scan(context: &InlineContext, span: Span) -> Vec<InlineToken> {
    let text = context.source.slice(span);
    let mut table = *context.profile.first_bytes();
    for line_end in [b'\n', b'\r'] {
        table[usize::from(line_end)] = context.line_breaks;
    }
    for sign in [b'&', b'`', b'!'] {
        table[usize::from(sign)] |= context.html == Html::Read;
    }
    let mut scanner = Scanner {
        profile: context.profile,
        html: context.html == Html::Read,
        comments: true,
        unticked: [false; LONGEST_TICKS],
        links: context.links,
        text,
        offset: span.start as usize,
        tokens: Vec::new(),
    };
    let mut at = 0;
    for (index, place) in context.note_places.iter().enumerate() {
        let range = place.span.start as usize - scanner.offset..place.span.end as usize - scanner.offset;
        at = scanner.tokens_to(at, range.start, &table);
        // A token may reach over the place; then it says what stands there.
        if at <= range.start {
            at = scanner.push(range, InlineTokenKind::NotePlace(index));
        }
    }
    scanner.tokens_to(at, text.len(), &table);
    scanner.tokens
}

/// What cannot stand for itself in a text that nothing is read in.
pub(crate) fn letters(context: &InlineContext, span: Span) -> Vec<InlineToken> {
    let text = context.source.slice(span);
    let token = |(at, c): (usize, char)| {
        let kind = match c {
            '\u{FFFD}' => InlineTokenKind::Lost,
            c if is_control(c) => InlineTokenKind::Control(c as u32),
            _ => return None,
        };
        let start = span.start as usize + at;
        Some(InlineToken { span: Span::new(start, start + c.len_utf8()), kind })
    };
    text.char_indices().filter_map(token).collect()
}

/// What cannot stand for itself in a text that only tags and characters by their names are read in.
pub(crate) fn preformatted(context: &InlineContext, span: Span) -> Vec<InlineToken> {
    let text = context.source.slice(span);
    let tag = |rest: &str| {
        let tag = HtmlTag::at(rest)?;
        let is_known =
            tag.kind().is_some() || tag.is("a") || context.profile.tags.iter().any(|known| tag.is(&known.name));
        is_known.then_some((tag.length, InlineTokenKind::Escape))
    };
    let place = |at: usize| {
        let rest = &text[at..];
        let line_end = html::line_end(rest).map(|length| (length, InlineTokenKind::LineEnd));
        let character = || html::character(rest).map(|(c, length)| (length, InlineTokenKind::Character(c)));
        let (length, kind) = line_end.or_else(|| tag(rest)).or_else(character)?;
        let start = span.start as usize + at;
        Some(InlineToken { span: Span::new(start, start + length), kind })
    };
    let mut tokens = letters(context, span);
    tokens.extend(text.match_indices(['<', '&']).filter_map(|(at, _)| place(at)));
    // What a tag holds is part of it.
    tokens.sort_by_key(|token| token.span.start);
    let mut end = 0;
    tokens.retain(|token| {
        let stands = token.span.start >= end;
        end = if stands { token.span.end } else { end };
        stands
    });
    tokens
}

/// Index of the first byte that the table marks. Whole chunks without any are passed over at once.
fn next_special(bytes: &[u8], table: &[bool; 256]) -> Option<usize> {
    const CHUNK: usize = 16;
    let is_special = |&byte: &u8| table[usize::from(byte)];
    let plain = |chunk: &&[u8]| !chunk.iter().fold(false, |any, byte| any | is_special(byte));
    let skip = bytes.chunks_exact(CHUNK).take_while(plain).count() * CHUNK;
    bytes[skip..].iter().position(is_special).map(|at| at + skip)
}

struct Scanner<'a> {
    profile: &'a Profile,
    html: bool,
    /// A comment may have an end still.
    comments: bool,
    /// For each number of backticks, whether so many have no partner behind them.
    unticked: [bool; LONGEST_TICKS],
    links: &'a BTreeMap<String, Box<str>>,
    text: &'a str,
    offset: usize,
    tokens: Vec<InlineToken>,
}

impl Scanner<'_> {
    fn push(&mut self, range: Range<usize>, kind: InlineTokenKind) -> usize {
        let end = range.end;
        self.tokens.push(InlineToken { span: Span::new(self.offset + range.start, self.offset + end), kind });
        end
    }

    /// Reads what stands from `at` up to `end`, and says how far the last token reaches.
    fn tokens_to(&mut self, mut at: usize, end: usize, table: &[bool; 256]) -> usize {
        while at < end
            && let Some(skip) = next_special(&self.text.as_bytes()[at..end], table)
        {
            at = self.token(at + skip);
        }
        at
    }

    /// Reads what starts at `at`, and says where to go on.
    fn token(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let Some(first) = rest.chars().next() else { return self.text.len() };
        let end = at + first.len_utf8();
        match first {
            '\\' if rest[1..].starts_with(is_escapable) || self.html && rest[1..].starts_with(['`', '!', '&']) => {
                self.push(at..end, InlineTokenKind::Escape);
                return end + 1;
            }
            '\u{FFFD}' => return self.push(at..end, InlineTokenKind::Lost),
            '\n' => return self.push(at..end, InlineTokenKind::LineEnd),
            '\r' => return self.push(at..end + usize::from(rest[1..].starts_with('\n')), InlineTokenKind::LineEnd),
            c if is_control(c) => return self.push(at..end, InlineTokenKind::Control(c as u32)),
            c if is_note_sign(c) => {
                let length = rest.find(|c| !is_note_sign(c)).unwrap_or(rest.len());
                return self.push(at..at + length, InlineTokenKind::NoteSign);
            }
            // Most often a curly quotation mark or a dash.
            '\u{80}'..='\u{2300}' if !self.profile.begins(first) => return end,
            _ => {}
        }
        if Some(first) == self.profile.unclear_mark {
            return self.uncertain(at, first);
        }
        if self.html
            && let Some(length) = html::line_end(rest)
        {
            return self.push(at..at + length, InlineTokenKind::LineEnd);
        }
        if self.html
            && let Some((length, kind)) = self.markdown(first, rest)
        {
            return self.push(at..at + length, kind);
        }
        if self.html
            && first == '<'
            && let Some(length) = self.markup(rest)
        {
            return self.push(at..at + length, InlineTokenKind::Escape);
        }
        if self.html
            && let Some((c, length)) = html::character(rest)
        {
            return self.push(at..at + length, InlineTokenKind::Character(c));
        }
        if first == '<'
            && let Some((length, index, closes)) = tag(self.profile, rest)
        {
            return self.push(at..at + length, InlineTokenKind::Tag { index, closes });
        }
        if let Some(index) = self.sign(at) {
            return self.push(at..at + self.profile.signs[index].text.len(), InlineTokenKind::Sign(index));
        }
        for pair in &self.profile.brackets {
            if pair.open == first {
                return self.push(at..end, InlineTokenKind::Open(pair.open));
            }
            if pair.close == first {
                let tail = if self.html && first == ']' { self.link(&rest[1..]) } else { None };
                return self.push(at..end + tail.unwrap_or(0), InlineTokenKind::Close(pair.open));
            }
        }
        for &pair in &self.profile.marks {
            if pair.open == first
                && let Some(length) = plain_length(&self.text[end..], pair.close)
            {
                return self.push(at..end + length, InlineTokenKind::Mark(pair));
            }
        }
        if self.profile.emphasis.iter().any(|e| e.mark.starts_with(first)) {
            return self.run(at, first);
        }
        end
    }

    /// What Markdown has besides emphasis, and the tag of a link.
    fn markdown(&mut self, first: char, rest: &str) -> Option<(usize, InlineTokenKind)> {
        match first {
            '`' => Some(self.code(rest)),
            '!' => links::image(rest).map(|(_, _, length)| (length, InlineTokenKind::Image)),
            '<' => {
                if let Some((_, length)) = links::address(rest) {
                    return Some((length, InlineTokenKind::Address));
                }
                let HtmlTag { length, closes, .. } = HtmlTag::at(rest).filter(|tag| tag.is("a") || tag.is("img"))?;
                let kind = if rest[1..].starts_with(['i', 'I']) {
                    InlineTokenKind::Image
                } else {
                    InlineTokenKind::Tag { index: self.profile.tags.len(), closes }
                };
                Some((length, kind))
            }
            _ => None,
        }
    }

    /// Words between backticks, where as many stand behind them as before.
    fn code(&mut self, rest: &str) -> (usize, InlineTokenKind) {
        let ticks = |text: &str| text.len() - text.trim_start_matches('`').len();
        let count = ticks(rest);
        if count >= LONGEST_TICKS {
            return (count, InlineTokenKind::Ticks);
        }
        if !self.unticked[count] {
            let mut at = count;
            while let Some(next) = rest[at..].find('`') {
                let found = ticks(&rest[at + next..]);
                at += next + found;
                if found == count {
                    return (at, InlineTokenKind::Code(count as u32));
                }
            }
            self.unticked[count] = true;
        }
        (count, InlineTokenKind::Ticks)
    }

    /// Length of the address, or of the label of one, behind the words of a link.
    fn link(&self, behind: &str) -> Option<usize> {
        let label = || links::label(behind).filter(|(label, _)| self.links.contains_key(&links::key(label)));
        links::destination(behind).map(|it| it.length).or_else(|| label().map(|(_, length)| length))
    }

    /// Length of a comment or of a tag that says nothing of the words inside it.
    fn markup(&mut self, rest: &str) -> Option<usize> {
        if self.comments && rest.starts_with("<!--") {
            let length = comment(rest);
            // Where one has no end, none behind it has.
            self.comments = length.is_some();
            return length;
        }
        let tag = HtmlTag::at(rest)?;
        let is_emphasis = self.profile.tags.iter().any(|known| tag.is(&known.name));
        (!is_emphasis && tag.kind().is_some()).then_some(tag.length)
    }

    /// The sign of the profile that stands at `at` as a word of its own.
    fn sign(&self, at: usize) -> Option<usize> {
        let is_edge = |c: Option<char>| c.is_none_or(|c| !is_word(c));
        let stands = |text: &str| {
            let (before, rest) = self.text.split_at(at);
            rest.strip_prefix(text).is_some_and(|after| is_edge(after.chars().next()))
                && before.chars().next_back().is_none_or(char::is_whitespace)
        };
        self.profile.signs.iter().position(|sign| stands(&sign.text))
    }

    /// The letter before `at` and all letters after it that carry the same mark.
    fn uncertain(&mut self, at: usize, mark: char) -> usize {
        let done = self.tokens.last().map_or(0, |token| token.span.end as usize - self.offset);
        let before = &self.text[done.min(at)..at];
        // Other combining marks may stand between the letter and this one.
        let Some(start) = before.rfind(char::is_alphanumeric) else { return at + mark.len_utf8() };
        if before[start..].chars().skip(1).any(|c| !is_word(c)) {
            return at + mark.len_utf8();
        }
        let mut end = at + mark.len_utf8();
        while let Some(letter) = self.text[end..].chars().next().filter(|c| c.is_alphanumeric())
            && self.text[end + letter.len_utf8()..].starts_with(mark)
        {
            end += letter.len_utf8() + mark.len_utf8();
        }
        self.push(done.min(at) + start..end, InlineTokenKind::Uncertain)
    }

    /// Whether a run of signs may open or close emphasis: the flanking rules of CommonMark, and for signs that
    /// also stand inside words (`snake_case`, `either/or`) its stricter rule for the underscore.
    fn run(&mut self, at: usize, mark: char) -> usize {
        let rest = &self.text[at..];
        let length = rest.find(|c| c != mark).unwrap_or(rest.len());
        let end = at + length;
        if length > RUN_LENGTH * mark.len_utf8() {
            return end;
        }
        let side = |c: Option<char>| match c {
            Some(c) if is_word(c) => Side::Word,
            Some(c) if !c.is_whitespace() => Side::Sign,
            _ => Side::Blank,
        };
        let before = side(self.text[..at].chars().next_back());
        let after = side(self.text[end..].chars().next());
        let left = after == Side::Word || (after == Side::Sign && before != Side::Word);
        let right = before == Side::Word || (before == Side::Sign && after != Side::Word);
        let inside = matches!(mark, '*' | '^');
        let opens = left && (inside || !right || before == Side::Sign);
        let closes = right && (inside || !left || after == Side::Sign);
        if opens || closes {
            self.push(at..end, InlineTokenKind::Run { mark, opens, closes });
        }
        end
    }
}

/// What stands beside a run of signs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Blank,
    Sign,
    Word,
}

/// Letters, digits, and what belongs to a letter: a combining mark, a lost character.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{FFFD}' | '\u{300}'..='\u{36F}')
}

/// Signs that a backslash takes their meaning from. Never a letter: "Transcription\Markup" has no escape.
fn is_escapable(c: char) -> bool {
    matches!(c, '*' | '_' | '[' | ']' | '{' | '}' | '(' | ')' | '<' | '>' | '\\' | '~' | '^' | '|' | '/' | '=' | '#')
}

/// Characters outside the `Char` production of XML 1.0 that text can hold, section 2.2.
fn is_control(c: char) -> bool {
    (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

fn is_note_sign(c: char) -> bool {
    matches!(c, '†' | '‡') || superior(c).is_some()
}

/// A tag of the profile at the start of `rest`: length, index, whether it closes.
fn tag(profile: &Profile, rest: &str) -> Option<(usize, usize, bool)> {
    let inner = rest.strip_prefix('<')?;
    let (inner, closes) = inner.strip_prefix('/').map_or((inner, false), |inner| (inner, true));
    let length = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let index = profile.tags.iter().position(|tag| tag.name.eq_ignore_ascii_case(&inner[..length]))?;
    let attributes = &inner[length..];
    let end = attributes.bytes().take(200).position(|byte| matches!(byte, b'>' | b'<' | b'\n'))?;
    let bare = end == 0 || (!closes && attributes.starts_with(' '));
    (attributes.as_bytes()[end] == b'>' && bare).then(|| (rest.len() - attributes.len() + end + 1, index, closes))
}

/// Length up to and with `close` when only plain, short content stands before it.
fn plain_length(rest: &str, close: char) -> Option<usize> {
    for (at, c) in rest.char_indices().take(MARK_LENGTH) {
        if c == close {
            return Some(at + c.len_utf8());
        }
        if matches!(c, '[' | ']' | '(' | ')' | '{' | '}' | '<' | '>' | '|' | '*' | '_' | '\u{FFFD}') || is_control(c) {
            // A lone note sign may stand in brackets: "(*)".
            let lone = at == 0 && c == '*' && rest[1..].starts_with(close);
            if !lone {
                return None;
            }
        }
    }
    None
}
