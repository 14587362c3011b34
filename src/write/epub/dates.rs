//! Dates as HTML and the package document want them.

/// Whether an EDTF value is a year, a month or a day that HTML's `datetime` and W3CDTF take as it stands.
pub(super) fn is_plain(edtf: &str) -> bool {
    calendar_date(edtf).is_some()
}

/// Year, month and day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, if the value has that form and exists.
fn calendar_date(value: &str) -> Option<(u32, Option<u32>, Option<u32>)> {
    let mut parts = value.split('-');
    let mut number = |digits: usize| match parts.next() {
        None => Some(None),
        Some(part) if part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()) => part.parse().ok().map(Some),
        Some(_) => None,
    };
    let (year, month, day) = (number(4)??, number(2)?, number(2)?);
    let exists = year > 0
        && month.is_none_or(|month| (1..=12).contains(&month))
        && day.is_none_or(|day| (1..=days_in(year, month.unwrap_or(1))).contains(&day));
    (parts.next().is_none() && exists).then_some((year, month, day))
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Midnight of a full date that a file can have been made on (1970 or later), for `dcterms:modified`.
pub(super) fn modern_midnight(edtf: &str) -> Option<String> {
    let (year, _, day) = calendar_date(edtf)?;
    (year >= 1970 && day.is_some()).then(|| format!("{edtf}T00:00:00Z"))
}

/// Seconds since 1970 as `YYYY-MM-DDThh:mm:ssZ`; `None` beyond the year 9999, which the form cannot say.
pub(super) fn timestamp(seconds: u64) -> Option<String> {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // Days from 1 March of the year 0, in eras of 400 years (146097 days): leap days then end a year.
    let days = days.checked_add(719_468)?;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    (year <= 9999).then(|| format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dates_that_exist_have_a_value() {
        for good in ["1920", "1920-03", "1920-03-04", "2000-02-29", "0476"] {
            assert!(is_plain(good), "{good}");
        }
        let bad = ["1900-02-29", "1920-21", "1920~", "184X", "1920-03-04/1920-03-05", "0000", "19203", "", "1920-3-4"];
        for bad in bad.iter().chain(&["1920-03-04-05", "-0044", "1920-00", "1920-01-00"]) {
            assert!(!is_plain(bad), "{bad}");
        }
    }

    #[test]
    fn seconds_become_a_timestamp() {
        assert_eq!(timestamp(0).as_deref(), Some("1970-01-01T00:00:00Z"));
        assert_eq!(timestamp(951_782_400).as_deref(), Some("2000-02-29T00:00:00Z"));
        assert_eq!(timestamp(1_704_067_199).as_deref(), Some("2023-12-31T23:59:59Z"));
        assert_eq!(timestamp(253_402_300_799).as_deref(), Some("9999-12-31T23:59:59Z"));
        assert_eq!(timestamp(253_402_300_800), None);
        assert_eq!(timestamp(u64::MAX), None);
    }

    #[test]
    fn a_file_is_not_older_than_computers() {
        assert_eq!(modern_midnight("2024-02-29").as_deref(), Some("2024-02-29T00:00:00Z"));
        assert_eq!(modern_midnight("1920-03-04"), None);
        assert_eq!(modern_midnight("2024-02"), None);
    }
}
