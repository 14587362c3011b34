//! Moments as the package document wants them.

use crate::tree::Edtf;

/// Midnight of a full date that a file can have been made on (1970 or later), for `dcterms:modified`.
pub(super) fn modern_midnight(edtf: &Edtf) -> Option<String> {
    edtf.day().filter(|(year, ..)| *year >= 1970).map(|_| format!("{edtf}T00:00:00Z"))
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
        let midnight = |edtf| modern_midnight(&Edtf::parse(edtf).expect("a date"));
        assert_eq!(midnight("2024-02-29").as_deref(), Some("2024-02-29T00:00:00Z"));
        assert_eq!(midnight("1920-03-04"), None);
        assert_eq!(midnight("2024-02"), None);
    }
}
