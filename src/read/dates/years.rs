//! Years for the dates of running text that lack one.

use crate::read::dates::context::DateContext;
use crate::read::dates::found::FoundDate;
use crate::read::dates::value::valued;

/// Gives the dates of running text that lack a year the year of the last full date before them, and marks them as
/// inferred. `found` is in the order of the text, a piece of one letter or essay. `year` is the year of the last full date
/// before this piece, or of the anchor, and afterwards the one before the next.
pub(crate) fn infer_years(found: &mut [FoundDate], context: &DateContext, year: &mut Option<i32>) {
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
