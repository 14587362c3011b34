//! The value of a date.

use edtf_core::{Bound, BoundDate, Precision};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;

/// A date or a span of time in EDTF, the Extended Date/Time Format (ISO 8601-2), in the proleptic Gregorian calendar:
/// `1794-08-21`, `1794`, `179X`, `1794~`, `1794/1795`.
///
/// It is parsed once, and stays as it was written. Dates are in order by the first day that they may mean, then
/// by the last.
///
/// ```
/// use rubricate::tree::Edtf;
///
/// let date = Edtf::parse("1794-08-21").expect("a day that exists");
/// assert_eq!(date.as_str(), "1794-08-21");
/// assert!(date > Edtf::parse("179X").expect("a decade"));
/// assert!(Edtf::parse("1794-02-31").is_none());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Edtf(Box<Parsed>);

#[derive(Clone, PartialEq, Eq)]
struct Parsed {
    text: String,
    value: edtf_core::Edtf,
}

impl Edtf {
    /// Reads a value; `None` where it is not written as EDTF, or there is no such day.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let value = edtf_core::Edtf::parse(text).ok()?;
        Some(Self(Box::new(Parsed { text: text.to_owned(), value })))
    }

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// What it was parsed to.
    pub(crate) fn value(&self) -> &edtf_core::Edtf {
        &self.0.value
    }

    /// Year, month and day, as far as they are given, of a single date that is sure and has no more than these:
    /// `1794`, `1794-08`, `1794-08-21`. No season, and no year before 0.
    #[must_use]
    pub(crate) fn plain(&self) -> Option<(i32, Option<u8>, Option<u8>)> {
        let edtf_core::Edtf::Date(date) = &self.0.value else { return None };
        let text = self.as_str();
        // Marks of doubt, unknown digits and exponents are other characters.
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') && !text.starts_with('-');
        if !is_plain || date.precision() == Precision::Season {
            return None;
        }
        let year = i32::try_from(date.year.value()?).ok()?;
        Some((year, date.month.and_then(edtf_core::DateField::value), date.day.and_then(edtf_core::DateField::value)))
    }

    /// Year, month and day of a single day that is sure.
    #[must_use]
    pub(crate) fn day(&self) -> Option<(i32, u8, u8)> {
        let (year, month, day) = self.plain()?;
        Some((year, month?, day?))
    }

    /// Whether the date, or a part of it, is marked as uncertain (`?` or `%`).
    #[must_use]
    pub(crate) fn is_uncertain(&self) -> bool {
        self.0.value.is_uncertain()
    }

    /// Where the date stands among others: the first and the last day it may mean. An end that is open or not known is
    /// before or after all days.
    fn place(&self) -> ((u8, Option<BoundDate>), (u8, Option<BoundDate>)) {
        let place = |bound, unknown| match bound {
            Bound::NegativeInfinity => (0, None),
            Bound::Date(date) => (1, Some(date)),
            Bound::PositiveInfinity => (2, None),
            Bound::Unknown => (unknown, None),
        };
        let bounds = self.0.value.bounds();
        (place(bounds.earliest, 0), place(bounds.latest, 2))
    }
}

impl fmt::Debug for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Ord for Edtf {
    fn cmp(&self, other: &Self) -> Ordering {
        // Two that mean the same days are still two, if they are written in two ways.
        self.place().cmp(&other.place()).then_with(|| self.as_str().cmp(other.as_str()))
    }
}

impl PartialOrd for Edtf {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for Edtf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_str().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Edtf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom(format!("`{text}` is no date in EDTF")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edtf(text: &str) -> Edtf {
        Edtf::parse(text).unwrap_or_else(|| panic!("{text} is EDTF"))
    }

    #[test]
    fn only_sure_dates_are_plain() {
        for (text, plain) in [
            ("1920", (1920, None, None)),
            ("1920-03", (1920, Some(3), None)),
            ("2000-02-29", (2000, Some(2), Some(29))),
            ("0476", (476, None, None)),
            ("0000", (0, None, None)),
        ] {
            assert_eq!(edtf(text).plain(), Some(plain), "{text}");
        }
        for text in
            ["1920?", "184X", "1920-21", "1920/1921", "-0044", "1920-03-04~", "Y17000", "[1920,1921]", "1920-XX"]
        {
            assert_eq!(edtf(text).plain(), None, "{text}");
        }
        assert_eq!((edtf("1920-03-04").day(), edtf("1920-03").day()), (Some((1920, 3, 4)), None));
    }

    #[test]
    fn what_is_no_date_has_no_value() {
        for text in
            ["1900-02-29", "19203", "", "1920-3-4", "1920-03-04-05", "1920-00", "1920-01-00", "4 March", " 1920"]
        {
            assert!(Edtf::parse(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn dates_are_in_order_of_their_days() {
        let order = [
            "../1700",
            "-0044",
            "1840-01-01",
            "1840",
            "184X",
            "1840-03",
            "1840-03-04?",
            "1841/1843",
            "1841/..",
            "1920-21",
            "1920-12",
        ];
        for pair in order.windows(2) {
            assert!(edtf(pair[0]) < edtf(pair[1]), "{} and {}", pair[0], pair[1]);
        }
        assert_ne!(edtf("1840").cmp(&edtf("1840?")), Ordering::Equal);
    }

    #[test]
    fn in_json_it_is_a_string() {
        let json = serde_json::to_string(&edtf("1920~")).expect("a string");
        assert_eq!(json, "\"1920~\"");
        assert_eq!(serde_json::from_str::<Edtf>(&json).expect("the same"), edtf("1920~"));
        let error = serde_json::from_str::<Edtf>("\"4 March\"").expect_err("no date").to_string();
        assert!(error.starts_with("`4 March` is no date in EDTF"), "{error}");
    }
}
