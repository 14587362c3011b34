//! Rules about dates in attributes (TEI P5 14.4, W3C XML Schema part 2).

use super::view::{TEI, Tei};
use crate::check::findings::Findings;
use crate::span::Span;

/// Attributes that hold a date in a form of W3C.
const W3C: [&str; 6] = ["when", "notBefore", "notAfter", "from", "to", "absolute"];

/// Attributes that hold a date in a form of ISO 8601, of which only full dates are judged here.
const ISO: [&str; 5] = ["when-iso", "notBefore-iso", "notAfter-iso", "from-iso", "to-iso"];

/// Elements whose `from` and `to` are no dates: they point, or count pages.
const NO_DATES: [&str; 7] = ["app", "arc", "biblScope", "citedRange", "locus", "rt", "span"];

/// A dating attribute that holds no date, or one that no calendar has.
pub(in crate::check) fn impossible(tei: &Tei, findings: &mut Findings) {
    for node in tei.document.descendants().filter(|node| node.tag_name().namespace() == Some(TEI)) {
        for attribute in node.attributes().filter(|it| it.namespace().is_none()) {
            let name = attribute.name();
            if matches!(name, "from" | "to") && NO_DATES.contains(&node.tag_name().name()) {
                continue;
            }
            let value = attribute.value();
            let fault = if W3C.contains(&name) {
                w3c(value).err()
            } else if ISO.contains(&name) {
                w3c(value).err().filter(|fault| *fault != Fault::Form)
            } else {
                None
            };
            let Some(fault) = fault else { continue };
            let (why, hint) = match fault {
                Fault::Form => (
                    "that is no date as W3C writes dates".to_owned(),
                    "write 1911, 1911-03, 1911-03-04, --03-04 or 1911-03-04T16:30:00",
                ),
                Fault::Day(days) => (
                    format!("that month has {days} days"),
                    "compare with the original; where it says no other day, give the month only",
                ),
                Fault::Zone => ("no time zone is that far away".to_owned(), "write one from -14:00 to +14:00"),
            };
            let message = format!("`{name}` cannot be `{value}`: {why}");
            findings.push(Span::from(attribute.range_value()), message).hints.push(hint.to_owned());
        }
    }
}

/// What is wrong with a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is not written as one.
    Form,
    /// Its month has only so many days.
    Day(u32),
    /// Its time zone is out of bounds.
    Zone,
}

/// Judges a date of the W3C types date, gYear, gYearMonth, gMonth, gDay, gMonthDay, time and dateTime.
pub(super) fn w3c(value: &str) -> Result<(), Fault> {
    let value = value.trim_matches([' ', '\t', '\n', '\r']);
    let (rest, zone) = without_zone(value);
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) => (Some(date), Some(time)),
        None if rest.contains(':') => (None, Some(rest)),
        None => (Some(rest), None),
    };
    time.map_or(Ok(()), |time| self::time(time).ok_or(Fault::Form))?;
    date.map_or(Ok(()), |date| self::date(date, time.is_some()))?;
    zone.map_or(Ok(()), |zone| if zone <= 14 * 60 { Ok(()) } else { Err(Fault::Zone) })
}

/// Takes a time zone off the end; gives its distance from UTC in minutes.
fn without_zone(value: &str) -> (&str, Option<u32>) {
    if let Some(rest) = value.strip_suffix('Z') {
        return (rest, None);
    }
    let split = value.len().checked_sub(6).filter(|at| value.is_char_boundary(*at)).map(|at| value.split_at(at));
    let zone = split.and_then(|(rest, zone)| {
        let (hours, minutes) = zone.strip_prefix(['+', '-'])?.split_once(':')?;
        Some((rest, Some(two(hours)? * 60 + two(minutes).filter(|it| *it < 60)?)))
    });
    zone.unwrap_or((value, None))
}

fn two(digits: &str) -> Option<u32> {
    (digits.len() == 2 && is_digits(digits)).then(|| digits.parse().ok()).flatten()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn time(text: &str) -> Option<()> {
    let mut parts = text.splitn(3, ':');
    let (hours, minutes, seconds) = (two(parts.next()?)?, two(parts.next()?)?, parts.next()?);
    let (seconds, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
    let seconds = two(seconds)?;
    let is_midnight = hours == 24 && minutes == 0 && seconds == 0 && fraction.bytes().all(|byte| byte == b'0');
    ((hours < 24 || is_midnight) && minutes < 60 && seconds < 60 && is_digits(fraction)).then_some(())
}

fn date(text: &str, must_be_full: bool) -> Result<(), Fault> {
    let month = |digits: &str| two(digits).filter(|month| (1..=12).contains(month)).ok_or(Fault::Form);
    let day = |digits: &str, year: Option<u64>, month: u32| match two(digits) {
        Some(0) | None => Err(Fault::Form),
        Some(day) if day > days(year, month) => Err(Fault::Day(days(year, month))),
        Some(_) => Ok(()),
    };
    // A date of every year.
    if let Some(rest) = text.strip_prefix("--") {
        if must_be_full {
            return Err(Fault::Form);
        }
        return match (rest.strip_prefix('-'), rest.split_once('-')) {
            (Some(digits), _) => day(digits, None, 1),
            (None, Some((digits, rest))) => day(rest, None, month(digits)?),
            (None, None) => month(rest).map(drop),
        };
    }
    let mut parts = text.strip_prefix('-').unwrap_or(text).splitn(3, '-');
    let year = parts.next().filter(|year| year.len() >= 4 && is_digits(year)).ok_or(Fault::Form)?;
    // There was no year 0, and five digits do not begin with one.
    if year.bytes().all(|byte| byte == b'0') || (year.len() > 4 && year.starts_with('0')) {
        return Err(Fault::Form);
    }
    match (parts.next(), parts.next()) {
        (None, _) | (Some(_), None) if must_be_full => Err(Fault::Form),
        (None, _) => Ok(()),
        (Some(digits), None) => month(digits).map(drop),
        // Leap years repeat, so the last digits tell as much as all.
        (Some(digits), Some(rest)) => day(rest, year[year.len() - 4..].parse().ok(), month(digits)?),
    }
}

/// Days of a month; of February in an unknown year 29.
fn days(year: Option<u64>, month: u32) -> u32 {
    match month {
        2 if year
            .is_some_and(|year| !year.is_multiple_of(4) || (year.is_multiple_of(100) && !year.is_multiple_of(400))) =>
        {
            28
        }
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_w3c_and_days_of_the_calendar() {
        for value in [
            "1911",
            "-0043",
            "12000",
            "1911-03",
            "1911-03-04",
            "1912-02-29",
            "2000-02-29",
            "--02-29",
            "--03",
            "---31",
            "16:30:00",
            "24:00:00",
            "16:30:00.25Z",
            "1911-03-04T16:30:00+01:00",
            "1911-03-04Z",
            "1911-14:00",
            " 1911 ",
        ] {
            assert_eq!(w3c(value), Ok(()), "{value}");
        }
        for (value, fault) in [
            ("1920-02-30", Fault::Day(29)),
            ("1900-02-29", Fault::Day(28)),
            ("--04-31", Fault::Day(30)),
            ("1911-03-04+15:00", Fault::Zone),
        ] {
            assert_eq!(w3c(value), Err(fault), "{value}");
        }
        for value in [
            "",
            "4 March 1911",
            "1911-3-4",
            "911",
            "1911-13",
            "1911-00-04",
            "1911-03-00",
            "0000",
            "01911",
            "16:30",
            "1:30:00",
            "24:00:01",
            "16:30:00.",
            "1911-03T16:30:00",
            "--13",
            "--3",
            "1911-03-04T",
            "1911?",
            "m\u{e4}rz 20",
            "1911-03-04+1:00",
        ] {
            assert_eq!(w3c(value), Err(Fault::Form), "{value}");
        }
    }
}
