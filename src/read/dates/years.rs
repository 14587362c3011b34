//! Years for the dates of running text that lack one.

use crate::read::dates::context::DateContext;
use crate::read::dates::found::FoundDate;
use crate::read::dates::value::valued;
use crate::read::dates::words::Dates;

impl Dates {
    /// Gives the dates of running text that lack a year the year of the last full date before them, or of
    /// the anchor, and marks them as inferred. `found` is in the order of the text, of one letter or essay.
    pub fn infer_years(&self, found: &mut [FoundDate], context: &DateContext) {
        let mut year = context.anchor.map(|(year, ..)| year);
        self.infer_years_after(found, context, &mut year);
    }

    /// The same for a text that comes in pieces: `year` is the year of the last full date before this piece,
    /// and afterwards the one before the next.
    pub fn infer_years_after(&self, found: &mut [FoundDate], context: &DateContext, year: &mut Option<i32>) {
        for date in found {
            if date.parts.month.is_none() {
                continue;
            }
            if date.parts.year.is_some() && !date.date.inferred {
                *year = date.parts.year;
            } else if date.date.edtf.is_none() && date.finding.is_none() && year.is_some() {
                *date = valued(date.reading.clone(), date.span, context, *year);
            }
        }
    }
}
