//! From a date's value to the attributes of TEI's `date` (TEI P5 3.6.4 and 14.4).
//!
//! `@when` and its kin hold W3C dates only. What an EDTF value says beyond that goes to `@cert`
//! (uncertain), `@precision` (approximate) and `@when-custom` (the EDTF string itself).

use crate::tree::{self, Calendar, Date};
use edtf_core::{Bound, BoundDate, DateField, Edtf, IntervalEndpoint, SetKind};

/// The EDTF specification, for `@datingMethod`.
const EDTF_SPECIFICATION: &str = "https://www.loc.gov/standards/datetime/";

/// The attributes that say what `date` says, in a fixed order. Empty where the date has no value.
///
/// `@calendar` points to a `calendar` element with the id [`calendar_id`] gives.
#[must_use]
pub fn tei_attributes(date: &Date) -> Vec<(&'static str, String)> {
    let mut attributes = Vec::new();
    let custom = date.custom.iter().flat_map(|custom| custom.split_whitespace()).map(word);
    let custom: Vec<String> = custom.filter(|word| !word.is_empty()).collect();
    // Nearly every date is a plain one, and its own `@when`. There is no year 0 in `@when`.
    if let Some(when) = plain_iso(date).filter(|when| !when.starts_with("0000")) {
        attributes.push(("when", when.to_owned()));
        if date.inferred {
            attributes.push(("cert", "low".into()));
        }
    } else if let Some(value) = date.edtf.as_ref().map(tree::Edtf::value) {
        attributes = value_attributes(value);
        let said: Vec<&str> = attributes.iter().map(|(_, text)| text.as_str()).collect();
        let exact = said.join("/") == value.to_string();
        // Doubt about a value that no attribute can hold says nothing.
        let has_value = !attributes.is_empty() || (!exact && custom.is_empty());
        if has_value && (value.is_uncertain() || date.inferred) {
            attributes.push(("cert", "low".into()));
        }
        if has_value && value.is_approximate() {
            attributes.push(("precision", "low".into()));
        }
        if !exact && custom.is_empty() {
            attributes.push(("when-custom", value.to_string()));
            attributes.push(("datingMethod", EDTF_SPECIFICATION.into()));
        }
    }
    if !custom.is_empty() {
        attributes.push(("when-custom", custom.join(" ")));
    }
    if let Some(id) = calendar_id(date.calendar) {
        attributes.push(("calendar", format!("#{id}")));
    }
    attributes
}

/// The value where it is a full or partial ISO date (`1920`, `1920-03`, `1920-03-04`) without doubt.
#[must_use]
pub fn plain_iso(date: &Date) -> Option<&str> {
    date.edtf.as_ref().filter(|edtf| edtf.plain().is_some()).map(tree::Edtf::as_str)
}

/// Id of the `calendar` element that describes a calendar; `None` for the Gregorian one.
#[must_use]
pub fn calendar_id(calendar: Calendar) -> Option<&'static str> {
    match calendar {
        Calendar::Gregorian => None,
        Calendar::Julian => Some("julian"),
        Calendar::Republican => Some("republican"),
        Calendar::Roman => Some("roman"),
    }
}

fn value_attributes(value: &Edtf) -> Vec<(&'static str, String)> {
    let between = |from, to| {
        let bounds = value.bounds();
        let ends = [(from, day(bounds.earliest)), (to, day(bounds.latest))];
        ends.into_iter().filter_map(|(name, text)| Some((name, text?))).collect()
    };
    match value {
        Edtf::Date(date) => single(date).unwrap_or_else(|| between("notBefore", "notAfter")),
        Edtf::DateTime(moment) => single(&moment.date).unwrap_or_default(),
        Edtf::Interval(interval) => {
            let ends = [("from", &interval.start, true), ("to", &interval.end, false)];
            ends.into_iter().filter_map(|(name, end, first)| Some((name, endpoint(end, first)?))).collect()
        }
        Edtf::Set(set) => match set.kind {
            SetKind::AllMembers => between("from", "to"),
            SetKind::OneMember => between("notBefore", "notAfter"),
        },
    }
}

fn endpoint(end: &IntervalEndpoint, first: bool) -> Option<String> {
    let date = match end {
        IntervalEndpoint::Date(date) | IntervalEndpoint::OnOrBefore(date) | IntervalEndpoint::OnOrAfter(date) => date,
        IntervalEndpoint::Open | IntervalEndpoint::Unknown => return None,
    };
    let said = single(date).unwrap_or_default().into_iter().find(|(name, _)| *name == "when");
    said.map(|(_, text)| text).or_else(|| {
        let bounds = Edtf::Date(*date).bounds();
        day(if first { bounds.earliest } else { bounds.latest })
    })
}

/// A date that one attribute can say; `None` where it takes two.
fn single(date: &edtf_core::Date) -> Option<Vec<(&'static str, String)>> {
    let blank = |field: Option<DateField>| field.is_none_or(|field| field.digits == [None, None]);
    let Some(year) = date.year.value() else {
        return yearless(date).map(|text| vec![("when", text)]);
    };
    if date.year.significant_digits.is_some() {
        return None;
    }
    let rest = match date.month {
        None => String::new(),
        Some(month) => match (month.value(), date.day) {
            // A season has no W3C form; its year is true all the same.
            (Some(21..), _) => String::new(),
            (Some(month), day) if blank(day) => format!("-{month:02}"),
            (Some(month), Some(day)) => format!("-{month:02}-{:02}", day.value()?),
            (None, day) if blank(date.month) && blank(day) => String::new(),
            _ => return None,
        },
    };
    Some(match year {
        1..=9999 => vec![("when", format!("{year:04}{rest}"))],
        // XML Schema versions disagree about the years before 1; ISO 8601 does not.
        -9999..=-1 => vec![("when-iso", format!("-{:04}{rest}", -year))],
        0 => vec![("when-iso", format!("0000{rest}"))],
        _ => Vec::new(),
    })
}

/// `--03-04` for the fourth of March of an unknown year.
fn yearless(date: &edtf_core::Date) -> Option<String> {
    let wholly_unknown =
        matches!(date.year.kind, edtf_core::YearKind::Standard { digits: [None, None, None, None], .. });
    let month = date.month.and_then(DateField::value).filter(|month| wholly_unknown && *month <= 12)?;
    Some(match date.day.map(DateField::value) {
        Some(Some(day)) => format!("--{month:02}-{day:02}"),
        _ => format!("--{month:02}"),
    })
}

fn day(bound: Bound) -> Option<String> {
    match bound {
        Bound::Date(date @ BoundDate { year: 1..=9999, .. }) => Some(date.to_string()),
        Bound::Date(_) | Bound::NegativeInfinity | Bound::PositiveInfinity | Bound::Unknown => None,
    }
}

/// Keeps what TEI's datatype `word` allows of a token.
fn word(token: &str) -> String {
    token.chars().filter(|c| c.is_ascii_graphic() || c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes(edtf: &str) -> String {
        let date = Date { edtf: tree::Edtf::parse(edtf), ..Date::default() };
        let said: Vec<_> = tei_attributes(&date)
            .into_iter()
            .filter(|(name, _)| *name != "datingMethod")
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        said.join(" ")
    }

    #[test]
    fn edtf_becomes_what_tei_can_hold() {
        for (edtf, expected) in [
            ("1920-03-04", "when=1920-03-04"),
            ("1920-03", "when=1920-03"),
            ("1920", "when=1920"),
            ("1920-03?", "when=1920-03 cert=low when-custom=1920-03?"),
            ("1900~", "when=1900 precision=low when-custom=1900~"),
            ("184X", "notBefore=1840-01-01 notAfter=1849-12-31 when-custom=184X"),
            ("1920-21", "when=1920 when-custom=1920-21"),
            ("1920-XX", "when=1920 when-custom=1920-XX"),
            ("1639/1648", "from=1639 to=1648"),
            ("184X/1850", "from=1840-01-01 to=1850 when-custom=184X/1850"),
            ("1921-01/1921-02", "from=1921-01 to=1921-02"),
            ("1920-03-04/..", "from=1920-03-04 when-custom=1920-03-04/.."),
            ("[1921-01,1921-02]", "notBefore=1921-01-01 notAfter=1921-02-28 when-custom=[1921-01,1921-02]"),
            ("XXXX-03-04", "when=--03-04 when-custom=XXXX-03-04"),
            ("-0043-03-13", "when-iso=-0043-03-13"),
            ("1921-02-29", ""),
            ("4 March", ""),
        ] {
            assert_eq!(attributes(edtf), expected, "{edtf}");
        }
    }

    #[test]
    fn another_calendar_keeps_the_date_as_written() {
        let date = Date {
            edtf: tree::Edtf::parse("1876-03-16"),
            calendar: Calendar::Julian,
            custom: Some("1876-03-04".into()),
            inferred: true,
            ..Date::default()
        };
        let expected =
            [("when", "1876-03-16"), ("cert", "low"), ("when-custom", "1876-03-04"), ("calendar", "#julian")];
        assert_eq!(tei_attributes(&date), expected.map(|(name, value)| (name, value.to_string())));
    }

    #[test]
    fn only_certain_dates_are_plain() {
        let plain = |edtf: &str| plain_iso(&Date { edtf: tree::Edtf::parse(edtf), ..Date::default() }).is_some();
        assert!(plain("1920") && plain("1920-03") && plain("1920-03-04"));
        assert!(!plain("1920?") && !plain("192X") && !plain("1920-21") && !plain("1920/1921") && !plain("1921-02-29"));
    }
}
