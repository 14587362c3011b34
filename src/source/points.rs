//! From bytes to code points, in which programs count.

use crate::steps::step;

/// Code points before a byte: counted once, with a mark at every [`CodePoints::STEP`] bytes.
pub(crate) struct CodePoints<'a> {
    text: &'a [u8],
    marks: Vec<usize>,
}

impl<'a> CodePoints<'a> {
    const STEP: usize = 256;

    pub fn new(text: &'a str) -> Self {
        step(text.len());
        let text = text.as_bytes();
        let mut points = 0;
        let count = |chunk| {
            let before = points;
            points += starts(chunk);
            before
        };
        Self { text, marks: text.chunks(Self::STEP).map(count).collect() }
    }

    pub fn before(&self, byte: u32) -> usize {
        let byte = byte as usize;
        let chunk = (byte / Self::STEP).min(self.marks.len().saturating_sub(1));
        step(byte - chunk * Self::STEP);
        let mark = self.marks.get(chunk).copied().unwrap_or(0);
        mark + starts(&self.text[chunk * Self::STEP..byte])
    }
}

/// Number of bytes that start a code point.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_are_counted_as_chars_does() {
        let text = "aé\u{1F600}я\n".repeat(200);
        let points = CodePoints::new(&text);
        for (count, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.before(byte as u32), count);
        }
        assert_eq!(points.before(text.len() as u32), text.chars().count());
        assert_eq!(CodePoints::new("").before(0), 0);
    }
}
