//! Arithmetic of calendars. Days are counted as Julian day numbers.

use crate::tree::Calendar;

/// A day: year, month, day.
pub(crate) type Ymd = (i32, u8, u8);

/// Julian day number of a day in the Gregorian calendar.
pub(crate) fn gregorian_to_jdn((year, month, day): Ymd) -> i32 {
    let (y, m) = shifted(year, month);
    i32::from(day) + (153 * m + 2) / 5 + 365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) - 32045
}

/// Julian day number of a day in the Julian calendar.
pub(crate) fn julian_to_jdn((year, month, day): Ymd) -> i32 {
    let (y, m) = shifted(year, month);
    i32::from(day) + (153 * m + 2) / 5 + 365 * y + y.div_euclid(4) - 32083
}

/// Years from March 4801 B.C. on, so that the leap day ends the year.
fn shifted(year: i32, month: u8) -> (i32, i32) {
    let a = (14 - i32::from(month)) / 12;
    (year + 4800 - a, i32::from(month) + 12 * a - 3)
}

/// The Gregorian day with this Julian day number (Richards' algorithm).
pub(crate) fn jdn_to_gregorian(jdn: i32) -> Ymd {
    let f = jdn + 1401 + (4 * jdn + 274_277) / 146_097 * 3 / 4 - 38;
    let e = 4 * f + 3;
    let g = e % 1461 / 4;
    let h = 5 * g + 2;
    let month = (h / 153 + 2) % 12 + 1;
    let year = e / 1461 - 4716 + (14 - month) / 12;
    (year, month.cast_unsigned() as u8, (h % 153 / 5 + 1).cast_unsigned() as u8)
}

/// The Gregorian day that is so many seconds after the first of 1970; `None` if no such day can be counted.
pub(crate) fn day_of_epoch(seconds: u64) -> Option<Ymd> {
    let days = i32::try_from(seconds / 86_400).ok().filter(|days| *days < 1_000_000_000)?;
    Some(jdn_to_gregorian(2_440_588 + days))
}

/// The Gregorian day of a Julian one.
pub(crate) fn julian_to_gregorian(day: Ymd) -> Ymd {
    jdn_to_gregorian(julian_to_jdn(day))
}

/// Whether the year has a 29 February.
pub(crate) fn is_leap(year: i32, calendar: Calendar) -> bool {
    let julian = matches!(calendar, Calendar::Julian | Calendar::Roman);
    year % 4 == 0 && (julian || year % 100 != 0 || year % 400 == 0)
}

/// Number of days in a month; without a year, February has 29.
pub(crate) fn days_in(month: u8, year: Option<i32>, calendar: Calendar) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_some_and(|year| !is_leap(year, calendar)) => 28,
        2 => 29,
        _ => 31,
    }
}

/// Weekday, 1 for Monday, of a Gregorian day.
pub(crate) fn weekday(day: Ymd) -> u8 {
    gregorian_to_jdn(day).rem_euclid(7).cast_unsigned() as u8 + 1
}

/// A day in ISO form.
pub(crate) fn iso((year, month, day): Ymd) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

/// Reads a day in ISO form.
pub(crate) fn parse_iso(text: &str) -> Option<Ymd> {
    let mut parts = text.splitn(3, '-');
    let day = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    ((1..=12).contains(&day.1) && (1..=days_in(day.1, Some(day.0), Calendar::Gregorian)).contains(&day.2))
        .then_some(day)
}

/// Value of a Roman number in upper or lower case, additive forms (`IIII`) allowed.
pub(crate) fn roman(text: &str) -> Option<u32> {
    let digit = |c: char| match c.to_ascii_lowercase() {
        'i' | 'j' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        'd' => Some(500),
        'm' => Some(1000),
        _ => None,
    };
    if text.is_empty() || text.len() > 15 {
        return None;
    }
    let (mut sum, mut after) = (0i64, 0);
    for c in text.chars().rev() {
        let value = digit(c)?;
        sum += if value < after { -value } else { value };
        after = value;
    }
    u32::try_from(sum).ok().filter(|&value| value > 0)
}

/// Which of the three fixed days of a Roman month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RomanDay {
    /// The first.
    Kalends,
    /// The fifth or seventh.
    Nones,
    /// The thirteenth or fifteenth.
    Ides,
}

/// Month and day of "a. d. `count` `day` of `month`", counted inclusively; a count of 1 is the day itself.
/// The year matters for the days after the Ides of February; the flag says that the day lies in the year before.
pub(crate) fn roman_day(count: u8, day: RomanDay, month: u8, year: Option<i32>) -> Option<(u8, u8, bool)> {
    let late = matches!(month, 3 | 5 | 7 | 10);
    let fixed = match day {
        RomanDay::Kalends => 1,
        RomanDay::Nones => 5 + 2 * u8::from(late),
        RomanDay::Ides => 13 + 2 * u8::from(late),
    };
    if count == 0 || count > 19 {
        return None;
    }
    if count <= fixed {
        return Some((month, fixed + 1 - count, false));
    }
    if day != RomanDay::Kalends {
        return None;
    }
    let previous = if month == 1 { 12 } else { month - 1 };
    let mut length = days_in(previous, Some(year.unwrap_or(1)), Calendar::Roman);
    if previous == 2 && count > 6 {
        // The sixth day before the Kalends of March is the one that leap years double.
        length = 28;
    }
    Some((previous, length + 2 - count, month == 1))
}
