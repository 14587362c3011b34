//! Dates as HTML wants them.

use crate::tree::Edtf;

/// The value where HTML's `datetime` and W3CDTF take it as it stands: a year, a month or a day. Neither knows a year 0,
/// an uncertain date or a span of time.
pub(in crate::write) fn datetime(edtf: &Edtf) -> Option<&str> {
    edtf.plain().filter(|(year, ..)| *year > 0).map(|_| edtf.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_dates_have_a_value() {
        let value = |text| Edtf::parse(text).is_some_and(|edtf| datetime(&edtf) == Some(text));
        for good in ["1920", "1920-03", "1920-03-04", "2000-02-29", "0476"] {
            assert!(value(good), "{good}");
        }
        for bad in ["1920-21", "1920~", "184X", "1920-03-04/1920-03-05", "0000", "-0044"] {
            assert!(!value(bad), "{bad}");
        }
    }
}
