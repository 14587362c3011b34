//! Plain text: what was decided about each line.

use super::told::{RunnerUp, Told, weighed};
use rubricate::Document;
use rubricate::read::LineExplanation;
use rubricate::write::{Standoff, StandoffBlock};

/// Tells all of these lines, which are in the order of the text.
pub fn lines<'a>(
    document: &'a Document,
    standoff: &'a Standoff<'a>,
    explained: &'a [LineExplanation],
) -> Vec<Told<'a>> {
    let blocks = blocks(explained.iter().map(|line| line.line_start), standoff.blocks.iter());
    let told = |(line, block): (&'a LineExplanation, Option<&'a StandoffBlock<'a>>)| Told {
        line_start: line.line_start,
        line_end: line.line_end,
        role: line.role.name(),
        element: None,
        fixed_by: line.fixed_by,
        margin: line.margin.into(),
        cues: weighed(&line.cues),
        runner_up: line
            .runner_up
            .as_ref()
            .map(|second| RunnerUp { role: second.role.name(), cues: weighed(&second.cues) }),
        part: line.division.as_deref(),
        language: line.language.as_deref(),
        block: block.map_or("noise", |block| block.kind.name()),
        text: document.source.slice(line.span),
    };
    explained.iter().zip(blocks).map(told).collect()
}

/// The block that each line belongs to. Lines and blocks are both in the order of the text, and no line has two.
fn blocks<'a>(
    lines: impl Iterator<Item = usize>,
    blocks: impl Iterator<Item = &'a StandoffBlock<'a>>,
) -> impl Iterator<Item = Option<&'a StandoffBlock<'a>>> {
    let mut blocks = blocks.peekable();
    lines.map(move |line| {
        while blocks.next_if(|block| block.line_end < line).is_some() {}
        blocks.peek().copied().filter(|block| block.line_start <= line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rubricate::read::ReadOptions;
    use rubricate::source::Source;
    use rubricate::write::standoff;
    use std::cell::Cell;

    /// A text of so many letters, read; what is asked of it; and how many blocks were looked at for that.
    fn steps(letters: usize) -> (usize, usize) {
        let text = "Harwick, 4 March 1911\n\nDear Anna,\n\nAll is well.\n\nYours,\nTom\n\n\n".repeat(letters);
        let source = Source::new("letter.txt", text);
        let edition = rubricate::read::text(&source, &ReadOptions::default()).expect("it is well-formed").edition;
        let document = Document { source, edition };
        let standoff = standoff(&document);
        let lines: Vec<usize> = standoff.blocks.iter().flat_map(|block| block.line_start..=block.line_end).collect();
        let looked = Cell::new(0);
        let counted = standoff.blocks.iter().inspect(|_| looked.set(looked.get() + 1));
        let found = blocks(lines.iter().copied(), counted);
        for (line, block) in lines.iter().zip(found) {
            assert!(block.is_some_and(|block| (block.line_start..=block.line_end).contains(line)), "line {line}");
        }
        (lines.len(), looked.get())
    }

    #[test]
    fn twice_the_lines_are_twice_the_work() {
        let ((few, work), (many, more)) = (steps(50), steps(100));
        assert!(few >= 250 && many == 2 * few, "{few} and {many} lines");
        assert!(work <= few && more <= many, "{work} of {few}, {more} of {many}");
    }
}
