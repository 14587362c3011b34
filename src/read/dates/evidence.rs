//! What the dates of a file say together.

use crate::read::dates::context::NumericOrder;
use crate::read::dates::found::FoundDate;
use crate::read::dates::reading::DateForm;
use crate::read::dates::words::Dates;
use crate::source::Span;

/// What the dates of a file say together: about when it was written, and how it orders numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DateEvidence {
    /// The years given in full.
    years: Vec<i32>,
    /// A numeric date can be read with the day first only.
    day_first: bool,
    /// One can be read with the month first only.
    month_first: bool,
    /// Where numbers and months stand, in order.
    places: Vec<u32>,
}

impl DateEvidence {
    /// Adds what one date says.
    pub fn add(&mut self, found: &FoundDate) {
        self.years.extend(found.parts.year.filter(|_| !found.date.inferred));
        if let DateForm::Numeric { first, second, .. } = found.reading.form {
            self.day_first |= first > 12 && second <= 12;
            self.month_first |= second > 12 && first <= 12;
        }
    }

    /// Says where numbers and months stand, in order.
    pub(crate) fn stand_at(&mut self, places: Vec<u32>) {
        self.places = places;
    }

    /// A year near which a text was written: the median of the years it gives in full.
    #[must_use]
    pub fn year_hint(&self) -> Option<i32> {
        let mut years = self.years.clone();
        let middle = years.len() / 2;
        (!years.is_empty()).then(|| *years.select_nth_unstable(middle).1)
    }

    /// Whether a number or month stands in a span. Where none does there is no date, and no need to look for one.
    #[must_use]
    pub fn any_in(&self, span: Span) -> bool {
        let first = self.places.partition_point(|place| *place < span.start);
        self.places.get(first).is_some_and(|place| *place < span.end)
    }
}

impl<'a> FromIterator<&'a FoundDate> for DateEvidence {
    fn from_iter<T: IntoIterator<Item = &'a FoundDate>>(all: T) -> Self {
        let mut evidence = Self::default();
        all.into_iter().for_each(|found| evidence.add(found));
        evidence
    }
}

impl Dates {
    /// How a file writes numeric dates: by any of them that can be read one way only. Languages that know
    /// one order need no vote.
    #[must_use]
    pub fn order(&self, evidence: &DateEvidence) -> NumericOrder {
        match (self.lexicon.order, evidence.day_first, evidence.month_first) {
            (NumericOrder::Unknown, true, false) => NumericOrder::DayFirst,
            (NumericOrder::Unknown, false, true) => NumericOrder::MonthFirst,
            (order, ..) => order,
        }
    }
}
