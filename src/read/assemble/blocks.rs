//! From units to blocks: paragraphs, quotations, lists, verse, and notes with their bodies.

use crate::read::assemble::builder::TreeBuilder;
use crate::read::assemble::lines::line_role;
use crate::read::assemble::unit::{Unit, UnitKind};
use crate::read::lexicon::{fold, word};
use crate::read::lines::Line;
use crate::read::orders::markdown;
use crate::read::role::Role;
use crate::read::shape::bullet;
use crate::read::shape::ends_sentence;
use crate::source::Span;
use crate::tree::{Block, BlockKind, Inline, Item, VerseLine, Wrap};
use std::ops::Range;

/// Longest line of quoted verse.
const SHORT_VERSE: u32 = 72;

impl TreeBuilder<'_> {
    /// Blocks of the units in `range`.
    pub(crate) fn blocks(&mut self, units: &[Unit], range: Range<usize>) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::with_capacity(range.len());
        let mut before = false;
        for unit in &units[range] {
            let mut block = self.block(unit);
            // What the editor calls a paragraph is a whole one.
            let fixed = self.overrides.is_fixed(unit.lines.start);
            if let BlockKind::Paragraph { continues, .. } = &mut block.kind {
                *continues = !fixed && !before && self.continues(&blocks, block.span);
            }
            if !is_aside(&block) {
                before = fixed;
            }
            blocks.push(block);
        }
        blocks
    }

    /// Whether a paragraph goes on where the one before it was cut by a page's end: that one has no
    /// end mark, and this one starts as a sentence does not.
    fn continues(&self, blocks: &[Block], span: Span) -> bool {
        let mut paged = false;
        let before = blocks.iter().rev().find(|block| {
            paged |= is_aside(block);
            !is_aside(block)
        });
        let Some((before, BlockKind::Paragraph { content, .. })) = before.map(|block| (block, &block.kind)) else {
            return false;
        };
        // A note or a running head between them was taken out.
        let after = |at: u32| self.lines.partition_point(|line| line.span.start < at);
        paged |= after(before.span.end) < after(span.start);
        // The mark of a note is no end of a sentence, nor does it hide one.
        let marks = content.iter().rev().take_while(|inline| matches!(inline, Inline::NoteRef(_)));
        let end = marks.last().map_or(before.span.end, |mark| mark.span().start);
        let cut = self.source.slice(Span { start: before.span.start, end });
        if self.joined(before.span).1 && self.joined(span).0 {
            return true;
        }
        if ends_sentence(cut)
            || cut.ends_with([')', '"', '\'', '\u{201d}', '\u{fffd}', '*'])
            || self.layout.wrap == Wrap::Wrapped && !paged
        {
            return false;
        }
        let next = self.source.slice(span);
        let mut folded = String::new();
        fold(next.split_whitespace().next().unwrap_or(""), &mut folded);
        next.starts_with(char::is_lowercase)
            || self.known.lexicon().flags(&folded.replace('\u{2019}', "'")) & word::CAPITAL != 0
    }

    /// The block that a unit makes.
    pub(crate) fn block(&mut self, unit: &Unit) -> Block {
        let span = match unit.kind {
            UnitKind::Page { .. } => self.page_span(unit),
            _ => self.span(&unit.lines),
        };
        let kind = match &unit.kind {
            UnitKind::Page { number, printed } => BlockKind::PageBreak { number: number.clone(), printed: *printed },
            UnitKind::Separator => BlockKind::Separator { sign: vec![Inline::Markup { span }] },
            UnitKind::Quote => self.quote(unit),
            UnitKind::Table => self.table(unit),
            UnitKind::Code => BlockKind::Code { content: self.code(unit) },
            UnitKind::Role(role) => match role {
                Role::Verse if !self.told(unit) && self.items(unit).len() > 1 => self.paragraph(unit),
                Role::Verse => self.verse(unit),
                Role::Note => self.loose_note(unit),
                // Outside an opener or closer, a place alone dates nothing.
                Role::Dateline if !self.told(unit) && !self.has_date(span) => self.paragraph(unit),
                Role::Dateline | Role::Address | Role::Salute | Role::Closer | Role::Signed | Role::Trailer => {
                    let crate::tree::Line { span, role, content, why } = self.line(unit, line_role(*role));
                    return Block { span, kind: BlockKind::Line { role, content }, why };
                }
                Role::Paragraph | Role::List | Role::Postscript | Role::Head | Role::Other => self.paragraph(unit),
            },
            UnitKind::Marked(_) | UnitKind::Title(_) | UnitKind::Imprint => self.paragraph(unit),
        };
        Block { span, kind, why: self.why(unit) }
    }

    fn paragraph(&mut self, unit: &Unit) -> BlockKind {
        let span = self.span(&unit.lines);
        if self.told(unit) && unit.kind != UnitKind::Role(Role::List) {
            return BlockKind::Paragraph { content: self.text(span), continues: false };
        }
        if self.is_quoted(unit) {
            return self.quote(unit);
        }
        let html = self.list_of_tags(unit);
        let mut starts = if html.is_some() { Vec::new() } else { self.items(unit) };
        if self.told(unit) && starts.is_empty() {
            // A list without signs: each line is an item, and what stands further in goes on with the one above.
            let least = unit.lines.clone().map(|index| self.lines[index].indent).min().unwrap_or(0);
            starts = unit.lines.clone().filter(|index| self.lines[*index].indent <= least).collect();
        }
        if starts.len() > 1 || !starts.is_empty() && unit.kind == UnitKind::Role(Role::List) {
            return self.list(unit, &starts, html.unwrap_or(false));
        }
        BlockKind::Paragraph { content: self.joined_text(span), continues: false }
    }

    /// Whether a block starts, and ends, with the sign that a word goes on from or to another page.
    fn joined(&self, span: Span) -> (bool, bool) {
        let Some(joiner) = self.profile.joiner else { return (false, false) };
        let text = self.source.slice(span);
        let starts = text.strip_prefix(joiner).is_some_and(|rest| rest.starts_with(char::is_alphabetic));
        (starts, text.strip_suffix(joiner).is_some_and(|rest| rest.ends_with('-')))
    }

    /// Running text; the signs of a word that a page cut are notation.
    fn joined_text(&mut self, span: Span) -> Vec<Inline> {
        let (starts, ends) = self.joined(span);
        if !starts && !ends {
            // What nothing is added to takes no more memory than it needs.
            return self.text(span);
        }
        let inner = Span { start: span.start + u32::from(starts), end: span.end - u32::from(ends) };
        let mut content = Vec::new();
        if starts {
            content.push(Inline::Markup { span: Span { start: span.start, end: inner.start } });
        }
        content.extend(self.text(inner));
        if ends {
            content.push(Inline::Markup { span: Span { start: inner.end, end: span.end } });
        }
        content
    }

    fn is_quoted(&self, unit: &Unit) -> bool {
        unit.lines.clone().all(|index| self.source.slice(self.lines[index].span).starts_with('>'))
    }

    fn quote(&mut self, unit: &Unit) -> BlockKind {
        let lang = self.lang_of_quote(unit);
        let blocks = self.speaking(lang.as_deref(), |builder| builder.quoted_blocks(unit));
        BlockKind::Quote { lang, blocks }
    }

    fn quoted_blocks(&mut self, unit: &Unit) -> Vec<Block> {
        let span = self.span(&unit.lines);
        if self.is_quoted(unit) {
            let kind = self.quoted(unit);
            return vec![Block { span, kind, why: self.whys[unit.why].clone() }];
        }
        let mut blocks = Vec::new();
        let mut start = unit.lines.start;
        for end in start + 1..=unit.lines.end {
            if end < unit.lines.end && self.lines[end].blanks == 0 {
                continue;
            }
            let inner = Unit { lines: start..end, ..unit.clone() };
            let span = self.span(&inner.lines);
            let kind = if self.overrides.is_verse(&self.lines[start]) {
                self.verse(&inner)
            } else {
                BlockKind::Paragraph { content: self.text(span), continues: false }
            };
            blocks.push(Block { span, kind, why: self.whys[unit.why].clone() });
            start = end;
        }
        blocks
    }

    /// Whether tags make these lines a list, and one with numbers.
    fn list_of_tags(&self, unit: &Unit) -> Option<bool> {
        match &*self.whys[unit.why].cues.first()?.id {
            markdown::NUMBERED => Some(true),
            markdown::BULLETED => Some(false),
            _ => None,
        }
    }

    /// Whether this is why a unit is what it is.
    pub(crate) fn has_cue(&self, unit: &Unit, id: &str) -> bool {
        self.whys[unit.why].cues.first().is_some_and(|cue| &*cue.id == id)
    }

    /// Lines that start with a bullet or number, where the first line does.
    fn items(&self, unit: &Unit) -> Vec<usize> {
        let starts = |index: &usize| bullet(self.source.slice(self.lines[*index].span)).is_some();
        if starts(&unit.lines.start) { unit.lines.clone().filter(starts).collect() } else { Vec::new() }
    }

    /// Lines that start with `>`: the sign is notation. They are verse where each could hold the next one's first word.
    fn quoted(&mut self, unit: &Unit) -> BlockKind {
        let verse = unit.lines.len() > 1
            && self.lines[unit.lines.clone()].windows(2).all(|pair| {
                let next = self.source.slice(pair[1].span).trim_start_matches(['>', ' ']);
                let word = next.split_whitespace().next().map_or(0, |word| word.chars().count());
                pair[0].chars <= SHORT_VERSE && !self.layout.is_full(pair[0].chars, word as u32)
            });
        let mut content = Vec::new();
        let mut lines = Vec::new();
        for index in unit.lines.clone() {
            let line = self.lines[index].span;
            let text = self.source.slice(line);
            let sign = text.len() - text[1..].trim_start().len();
            content.push(Inline::Markup { span: Span::new(line.start as usize, line.start as usize + sign) });
            // The line end goes with the text before it, so that words stay apart.
            let end = if index + 1 < unit.lines.end { self.lines[index + 1].span.start } else { line.end };
            let rest = Span { start: line.start + sign as u32, end: if verse { line.end } else { end } };
            content.extend(self.text(rest));
            if verse {
                lines.push(VerseLine { span: line, indent: 0, content: std::mem::take(&mut content) });
            }
        }
        if verse { BlockKind::Verse { lines } } else { BlockKind::Paragraph { content, continues: false } }
    }

    fn list(&mut self, unit: &Unit, starts: &[usize], ordered: bool) -> BlockKind {
        let mut ordered = ordered;
        let mut items = Vec::with_capacity(starts.len());
        for (at, &start) in starts.iter().enumerate() {
            let end = starts.get(at + 1).copied().unwrap_or(unit.lines.end);
            let span = self.span(&(start..end));
            let (marks, numbered) = bullet(self.source.slice(span)).unwrap_or((0, false));
            ordered |= numbered;
            let text_start = span.start as usize + marks;
            let sign = Span::new(span.start as usize, text_start);
            let label = numbered.then(|| {
                Span::new(sign.start as usize, sign.start as usize + self.source.slice(sign).trim_end().len())
            });
            let mut content = Vec::new();
            if marks > 0 {
                content.push(Inline::Markup { span: sign });
            }
            content.extend(self.text(Span::new(text_start, span.end as usize)));
            items.push(Item { span, label, content });
        }
        BlockKind::List { ordered, items }
    }

    fn verse(&mut self, unit: &Unit) -> BlockKind {
        let least = unit.lines.clone().map(|index| self.lines[index].indent).min().unwrap_or(0);
        let lines = unit
            .lines
            .clone()
            .map(|index| {
                let Line { span, indent, .. } = self.lines[index];
                let text = self.source.slice(span);
                // A sign before each line is notation, and the line is indented behind it.
                let sign = if text.starts_with("> ") { 2 } else { 0 };
                let words = text[sign..].trim_start();
                let (start, further) = (text.len() - words.len(), text.len() - sign - words.len());
                let mut content = Vec::new();
                if start > 0 {
                    content.push(Inline::Markup { span: Span::new(span.start as usize, span.start as usize + start) });
                }
                content.extend(self.inline(Span::new(span.start as usize + start, span.end as usize), false));
                VerseLine { span, indent: indent - least + further.min(u16::MAX.into()) as u16, content }
            })
            .collect();
        BlockKind::Verse { lines }
    }
}

/// Whether a block stands beside the text: the end of a page, a note at its foot.
fn is_aside(block: &Block) -> bool {
    matches!(block.kind, BlockKind::PageBreak { .. } | BlockKind::Note { .. })
}
