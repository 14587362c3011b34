mod forms;
mod real;

use crate::read::dates::DateContext;
use crate::read::dates::calendar::*;
use crate::read::dates::lexicon::fold;
use crate::read::languages::Languages;
use crate::steps::steps_of;
use crate::tree::Calendar;
use proptest::prelude::*;

#[test]
fn julian_days_become_gregorian() {
    let cases = [
        ((1582, 10, 5), (1582, 10, 15)),
        ((1700, 2, 18), (1700, 2, 28)),
        ((1700, 2, 29), (1700, 3, 11)),
        ((1732, 2, 11), (1732, 2, 22)),
        ((1752, 9, 3), (1752, 9, 14)),
        ((1876, 3, 4), (1876, 3, 16)),
        ((1918, 2, 1), (1918, 2, 14)),
        ((4, 2, 29), (4, 2, 27)),
    ];
    for (julian, gregorian) in cases {
        assert_eq!(julian_to_gregorian(julian), gregorian, "{julian:?}");
    }
}

#[test]
fn weekdays() {
    assert_eq!(weekday((1920, 3, 4)), 4);
    assert_eq!(weekday((1743, 7, 30)), 2);
    assert_eq!(weekday((2000, 1, 1)), 6);
}

#[test]
fn lengths_of_months() {
    assert_eq!(days_in(2, Some(1900), Calendar::Gregorian), 28);
    assert_eq!(days_in(2, Some(1900), Calendar::Julian), 29);
    assert_eq!(days_in(2, Some(2000), Calendar::Gregorian), 29);
    assert_eq!(days_in(2, None, Calendar::Gregorian), 29);
    assert_eq!(parse_iso("1921-02-29"), None);
}

#[test]
fn roman_numbers() {
    let cases = [("MDCXI", 1611), ("iv", 4), ("IIII", 4), ("xiij", 13), ("LXXIX", 79)];
    for (text, value) in cases {
        assert_eq!(roman(text), Some(value), "{text}");
    }
    assert_eq!([roman(""), roman("IXQ"), roman(&"M".repeat(40))], [None; 3]);
}

#[test]
fn roman_days_count_inclusively() {
    let cases = [
        (3, RomanDay::Ides, 3, None, (3, 13, false)),
        (1, RomanDay::Ides, 4, None, (4, 13, false)),
        (4, RomanDay::Nones, 10, None, (10, 4, false)),
        (2, RomanDay::Kalends, 1, None, (12, 31, true)),
        (6, RomanDay::Kalends, 3, Some(1603), (2, 24, false)),
        (6, RomanDay::Kalends, 3, Some(1604), (2, 25, false)),
        (7, RomanDay::Kalends, 3, Some(1604), (2, 23, false)),
        (19, RomanDay::Kalends, 2, None, (1, 14, false)),
    ];
    for (count, day, month, year, wanted) in cases {
        assert_eq!(roman_day(count, day, month, year), Some(wanted), "{count} {day:?} {month}");
    }
    assert_eq!(roman_day(9, RomanDay::Nones, 3, None), None);
}

#[test]
fn words_fold_over_case_accents_and_long_s() {
    assert_eq!(fold("FÉVRIER"), fold("fevrier"));
    assert_eq!(fold("Auguſt"), "august");
    assert_eq!(fold("Jan[uar]y"), "january");
    assert_eq!(fold("МАЯ"), "мая");
}

proptest! {
    #[test]
    fn day_numbers_go_there_and_back(jdn in 1_721_426i32..2_600_000) {
        let day = jdn_to_gregorian(jdn);
        prop_assert_eq!(gregorian_to_jdn(day), jdn);
        prop_assert!(day.2 <= days_in(day.1, Some(day.0), Calendar::Gregorian));
        prop_assert_eq!(parse_iso(&iso(day)), Some(day));
    }
}

#[test]
fn each_token_is_tried_once_however_dense_the_numbers_stand() {
    let dates = Languages::builtin().dates("en");
    for (part, tokens) in
        [("1 ", 1), ("1/", 2), ("1-", 2), ("12. May ", 3), ("XII 7 ", 2), ("1880, ", 2), ("early in May ", 3)]
    {
        let text = part.repeat(4000);
        let tries = steps_of(|| dates.find(&text, 0, &DateContext::default()));
        assert!(tries <= 4000 * tokens * 2, "{part:?}: {tries} tries for {} tokens", 4000 * tokens);
    }
}

#[test]
fn a_date_told_beside_the_text_is_the_whole_of_it_or_none() {
    let dates = Languages::builtin().dates("en");
    let told = |words: &str| dates.told(words).and_then(|date| date.edtf).map(|edtf| edtf.to_string());
    for (words, value) in [
        ("1794-08-21", "1794-08-21"),
        ("179X", "179X"),
        ("21 August 1794", "1794-08-21"),
        ("21.8.1794", "1794-08-21"),
        ("written in 1794, received 1795", "1794"),
    ] {
        assert_eq!(told(words).as_deref(), Some(value), "{words}");
    }
    for words in ["31.02.1794", "1794-02-31", "1794-13-01", "1794-8-1", "13/13/1794", "4-1794-5", "soon"] {
        assert_eq!(told(words), None, "{words}");
    }
}
