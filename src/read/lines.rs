//! Physical lines, the groups they form, whether the file is wrapped at a column, and the logical
//! lines that are left when the wrapping is undone.

use crate::read::shape::ends_sentence;
use crate::read::sign;
use crate::source::{Source, Span};
use crate::tree::Wrap;
use std::collections::BTreeMap;

/// A line that is not blank.
#[derive(Debug, Clone)]
pub struct Line {
    /// From its first to its last character that is not white space.
    pub span: Span,
    /// Index of the physical line, from 0.
    pub number: u32,
    /// Columns of white space before it; a tab counts four.
    pub indent: u16,
    /// Characters.
    pub chars: u32,
    /// Blank lines directly before it (at most 255).
    pub blanks: u8,
    /// Index of its group: lines without a blank line between them.
    pub group: u32,
    /// Physical lines it is made of.
    pub physical: u32,
}

/// Lengths that make sense of a wrapped text: longer lines are paragraphs of their own.
const WIDEST_WRAP: u32 = 110;
/// Narrower than this, lines are short because they are short.
const NARROWEST_WRAP: u32 = 40;

/// The lines of a source that are not blank.
#[must_use]
pub fn lines(source: &Source) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let (mut blanks, mut group) = (0u8, 0u32);
    for number in 0..source.line_count() {
        let whole = source.line(number);
        let text = source.slice(whole);
        let inner = text.trim();
        if inner.is_empty() {
            blanks = blanks.saturating_add(1);
            continue;
        }
        let lead = text.len() - text.trim_start().len();
        let indent = text[..lead].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum::<usize>().min(u16::MAX.into());
        let start = whole.start as usize + lead;
        let chars = if inner.is_ascii() { inner.len() } else { inner.chars().count() };
        if !lines.is_empty() && blanks > 0 {
            group += 1;
        }
        lines.push(Line {
            span: Span::new(start, start + inner.len()),
            number: number as u32,
            indent: indent as u16,
            chars: chars as u32,
            blanks,
            group,
            physical: 1,
        });
        blanks = 0;
    }
    lines
}

/// How a file is wrapped, and at which column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Wrapped or one line per block.
    pub wrap: Wrap,
    /// The column, in characters; the length of the longest line where the file is not wrapped.
    pub width: u32,
    /// How many columns the first line of a paragraph stands in, in a wrapped file where nothing else parts paragraphs.
    pub indent: Option<u16>,
    /// The lines of a wrapped file are those of the manuscript: sentences go on from one to the next, wherever each ends.
    pub by_line: bool,
}

impl Layout {
    /// Whether a line reaches the margin, so that the next word would not have fitted.
    #[must_use]
    pub fn is_full(self, chars: u32, next_word: u32) -> bool {
        chars + 1 + next_word > self.width
    }

    /// What the tree says of it.
    #[must_use]
    pub fn of_tree(self) -> Wrap {
        if self.by_line { Wrap::ByLine } else { self.wrap }
    }

    /// Whether a line begins a paragraph by standing in as first lines do.
    #[must_use]
    pub fn is_indented(self, line: &Line) -> bool {
        self.indent.is_some_and(|indent| line.indent + 1 >= indent)
    }
}

/// Decides the wrapping from the line lengths of the whole file.
///
/// In a wrapped text almost every line that is followed by another one in its group is as long as
/// it can be: the first word of the next line would not have fitted. The width is the one that a
/// share of the lines (not a single stray line) does not exceed.
#[must_use]
pub fn layout(source: &Source, lines: &[Line]) -> Layout {
    let longest = lines.iter().map(|line| line.chars).max().unwrap_or(0);
    let unwrapped = Layout { wrap: Wrap::Lines, width: longest, indent: None, by_line: false };
    let mut inner: Vec<u32> = lines.windows(2).filter(|w| w[0].group == w[1].group).map(|w| w[0].chars).collect();
    if inner.len() < 2 {
        return unwrapped;
    }
    inner.sort_unstable();
    let width = inner[(inner.len() - 1) * 49 / 50];
    if !(NARROWEST_WRAP..=WIDEST_WRAP).contains(&width)
        || lines.iter().filter(|l| l.chars > WIDEST_WRAP).count() * 10 > lines.len()
    {
        return unwrapped;
    }
    let candidate =
        Layout { wrap: Wrap::Wrapped, width, indent: first_line_indent(source, lines, width), by_line: false };
    if is_by_line(source, lines, candidate) {
        return Layout { by_line: true, indent: None, ..candidate };
    }
    let (mut full, mut inside) = (0usize, 0usize);
    for pair in lines.windows(2).filter(|w| w[0].group == w[1].group) {
        // A line of half the width is short for a reason of its own: an address, a closing, a menu.
        if pair[0].chars * 2 < width {
            continue;
        }
        inside += 1;
        let next = source.slice(pair[1].span);
        let word = next.split_whitespace().next().map_or(0, |w| w.chars().count()) as u32;
        // A transcriber's editor and a printer disagree by a character or two about what fits.
        full += usize::from(candidate.is_full(pair[0].chars + 3, word));
    }
    if full >= 2 && full * 2 >= inside { candidate } else { unwrapped }
}

/// A transcription line by line has so many lines without a blank one between, and in so many of them a sentence goes on.
const BY_LINE: usize = 8;
const GOES_ON: usize = 5;

/// Whether lines end where those of a manuscript do: most lines of the file stand together, in half of them at least a
/// sentence goes on, and of these a quarter at least have room for the next word.
fn is_by_line(source: &Source, lines: &[Line], layout: Layout) -> bool {
    let longest = lines.chunk_by(|one, other| one.group == other.group).map(<[Line]>::len).max().unwrap_or(0);
    if longest < BY_LINE || longest * 2 < lines.len() {
        return false;
    }
    let (mut inside, mut goes_on, mut full) = (0usize, 0usize, 0usize);
    for pair in lines.windows(2).filter(|pair| pair[0].group == pair[1].group) {
        inside += 1;
        let next = source.slice(pair[1].span);
        if next.starts_with(char::is_lowercase) && !ends_sentence(source.slice(pair[0].span)) {
            let word = next.split_whitespace().next().map_or(0, |word| word.chars().count()) as u32;
            goes_on += 1;
            full += usize::from(layout.is_full(pair[0].chars + 3, word));
        }
    }
    goes_on >= GOES_ON && goes_on * 2 >= inside && full * 4 <= goes_on * 3
}

/// First lines that stand in, without a blank line before them, are the custom of a file from this many on.
const CUSTOM: usize = 3;

/// How far the first lines of paragraphs stand in, where most of the lines that stand in without a blank line before them
/// follow an ended paragraph and are followed by a line at the margin.
fn first_line_indent(source: &Source, lines: &[Line], width: u32) -> Option<u16> {
    let mut by_indent: BTreeMap<u16, (usize, usize)> = BTreeMap::new();
    for three in lines.windows(3).filter(|three| three[0].group == three[2].group) {
        let [before, line, next] = three else { continue };
        if line.indent < 2 || before.indent >= line.indent || next.indent + 1 >= line.indent {
            continue;
        }
        let (starts, after_end) = by_indent.entry(line.indent).or_default();
        *starts += 1;
        *after_end += usize::from(before.chars * 10 < width * 9 || ends_sentence(source.slice(before.span)));
    }
    let (indent, (starts, after_end)) = by_indent.into_iter().max_by_key(|(_, (starts, _))| *starts)?;
    (starts >= CUSTOM && after_end * 4 >= starts * 3).then_some(indent)
}

/// Undoes the wrapping: a line that reaches the margin goes on in the next one. In a file that is
/// not wrapped nothing changes. So a paragraph is one line to the decoder, however it was typed.
#[must_use]
pub fn unwrap(source: &Source, lines: Vec<Line>, layout: Layout) -> Vec<Line> {
    if layout.wrap == Wrap::Lines {
        return lines;
    }
    let mut logical: Vec<Line> = Vec::with_capacity(lines.len() / 2);
    // The physical line that ends the logical one.
    let mut end: Option<Line> = None;
    for line in lines {
        match (logical.last_mut(), &end) {
            (Some(whole), Some(last)) if last.group == line.group && goes_on(source, last, &line, layout) => {
                whole.span = whole.span.to(line.span);
                whole.chars += 1 + line.chars;
                whole.physical += 1;
            }
            _ => logical.push(line.clone()),
        }
        end = Some(line);
    }
    logical
}

/// Whether `next` is the rest of `line`.
fn goes_on(source: &Source, line: &Line, next: &Line, layout: Layout) -> bool {
    let (text, next_text) = (source.slice(line.span), source.slice(next.span));
    // The end of a page stands between lines that go on.
    if layout.by_line && sign::is_mark(text) {
        return false;
    }
    if next.indent > line.indent + 1
        || layout.is_indented(next)
        || matches!(next_text.as_bytes()[0], b'>' | b'#' | b'{' | b'|')
    {
        return false;
    }
    let word = next_text.split_whitespace().next().map_or(0, |word| word.chars().count()) as u32;
    let small = next_text.starts_with(char::is_lowercase);
    if layout.is_full(line.chars, word) {
        // A last line that only happens to be full is followed by something that starts anew.
        let anew = !small && ends_sentence(text) && next.chars * 10 < layout.width * 6;
        let marked = matches!(next_text.as_bytes()[0], b'[' | b'-' | b'*') && ends_sentence(text);
        return !anew && !marked;
    }
    // Typed by hand, lines end a little before they must, and those of a manuscript anywhere.
    small && (layout.by_line || line.chars * 10 >= layout.width * 8) && !ends_sentence(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Layout {
        let source = Source::new("x", text);
        layout(&source, &lines(&source))
    }

    #[test]
    fn one_line_per_paragraph_is_not_wrapped() {
        let text = format!("Dear Anna,\n{}\nYours,\nB.\n", "Word after word. ".repeat(20));
        assert_eq!(of(&text).wrap, Wrap::Lines);
    }

    #[test]
    fn a_column_is_found() {
        let paragraph = "The snow lay so deep on the road to the mill that the post did not\n\
                         come for three days, and when it came at last there was your letter\n\
                         in it and nothing else, so that we read it twice aloud at the table\n\
                         and once more for the cat.\n";
        assert_eq!(
            of(&format!("{paragraph}\n{paragraph}")),
            Layout { wrap: Wrap::Wrapped, width: 67, indent: None, by_line: false }
        );
    }

    #[test]
    fn lines_can_be_those_of_the_manuscript() {
        let text = "4 May 1881\nThe snow lay so deep on\nthe road to the mill that the post, which\ndid not come\n\
                    for three days, came at last when\nthere was\nno letter in it and nothing else, so that we all\nread it\n\
                    twice aloud at the table.\n";
        let of = of(text);
        assert_eq!((of.wrap, of.of_tree()), (Wrap::Wrapped, Wrap::ByLine));
        let source = Source::new("x", text);
        let physical: Vec<u32> = unwrap(&source, lines(&source), of).into_iter().map(|line| line.physical).collect();
        assert_eq!(physical, [1, 8]);
        let verse =
            "Roses are\nred in the\nmorning sun\nand violets\nblue when\nthe day is\ndone\nby the mill\nstream\n";
        assert_eq!(super::layout(&Source::new("x", verse), &lines(&Source::new("x", verse))).wrap, Wrap::Lines);
    }

    #[test]
    fn paragraphs_can_be_parted_by_their_first_lines_alone() {
        let paragraph = "\u{20}   The snow lay so deep on the road to the mill that the post did\n\
                         not come for three days, and when it came there was your letter\n\
                         in it and nothing else, so that we read it twice.\n";
        let text = paragraph.repeat(4) + "    And again.\n" + paragraph;
        assert_eq!(of(&text).indent, Some(4));
        let source = Source::new("x", &*text);
        let physical = lines(&source);
        let layout = layout(&source, &physical);
        let logical = unwrap(&source, physical, layout);
        assert_eq!(logical.iter().map(|line| line.physical).collect::<Vec<_>>(), [3, 3, 3, 3, 1, 3]);
        assert_eq!(of(&text.replace("    ", "")).indent, None);
    }

    #[test]
    fn menus_and_addresses_hide_no_column() {
        let paragraph = "The snow lay so deep on the road to the mill that the post did not\n\
                         come for three days.\n";
        let around = "Home\nLetters\nAbout\nHelp\n\nMr. Alder,\nMill Lane,\nHull\n";
        assert_eq!(of(&format!("{around}\n{paragraph}\n{paragraph}\n{around}")).wrap, Wrap::Wrapped);
    }

    #[test]
    fn wrapping_is_undone_and_short_lines_stay() {
        let text = "The snow lay so deep on the road to the mill that the post did not\n\
                    come for three days, and when it came at last there was your letter\n\
                    in it and nothing else.\n\
                    Yours,\n\
                    Tom\n\n\
                    The snow lay so deep on the road to the mill that the post did not\n\
                    come for three days.\n";
        let source = Source::new("x", text);
        let physical = lines(&source);
        let layout = layout(&source, &physical);
        let logical = unwrap(&source, physical, layout);
        assert_eq!(logical.iter().map(|line| line.physical).collect::<Vec<_>>(), [3, 1, 1, 2]);
    }

    #[test]
    fn short_lines_are_no_column() {
        assert_eq!(of("Roses,\nviolets,\nand thou\nand I.\n").wrap, Wrap::Lines);
    }

    #[test]
    fn groups_are_cut_by_blank_lines() {
        let source = Source::new("x", "  a\nb\n\n\nc");
        let lines = lines(&source);
        assert_eq!(
            lines.iter().map(|l| (l.group, l.blanks, l.indent)).collect::<Vec<_>>(),
            [(0, 0, 2), (0, 0, 0), (1, 2, 0)]
        );
    }
}
