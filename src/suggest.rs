//! What a word that is not known was probably meant to be.

/// The known word that `word` is a slip away from, whatever the case of their letters: the nearest one, of several the
/// first. A slip is a letter too many, too few, another one, or two that changed places. Words of eight letters and more
/// may hold two slips; those of one or two letters none, for they resemble everything.
///
/// The work grows with the number of known words and their lengths, however long `word` is.
#[must_use]
pub fn suggest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut nearest = None;
    for candidate in known {
        let wanted = letters(candidate, usize::MAX);
        // A longer word is too far away whatever follows.
        let word = letters(word, wanted.chars().count() + MOST + 1);
        let (count, most) = (word.chars().count(), wanted.chars().count());
        let allowed = allowed(count.min(most));
        if count.abs_diff(most) > allowed {
            continue;
        }
        let slips = strsim::osa_distance(&word, &wanted);
        if slips <= allowed && nearest.is_none_or(|(least, _)| slips < least) {
            nearest = Some((slips, candidate));
        }
    }
    nearest.map(|(_, candidate)| candidate)
}

/// `: did you mean x?` for the end of a message, or nothing.
#[must_use]
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    suggest(word, known).map(|known| format!(": did you mean `{known}`?")).unwrap_or_default()
}

/// The greatest number of slips that is allowed.
const MOST: usize = 2;

/// How many slips a word of so many letters may hold.
fn allowed(letters: usize) -> usize {
    match letters {
        0..=2 => 0,
        3..=7 => 1,
        _ => MOST,
    }
}

/// At most so many letters of a word, in small letters.
fn letters(word: &str, most: usize) -> String {
    word.chars().flat_map(char::to_lowercase).take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [&str; 8] = ["title", "subtitle", "author", "authors", "date", "id", "series-number", "recipient"];

    #[test]
    fn a_slip_is_a_letter_too_many_too_few_another_or_two_that_changed_places() {
        for (word, meant) in [
            ("autor", "author"),
            ("autthor", "author"),
            ("aothor", "author"),
            ("auhtor", "author"),
            ("titel", "title"),
            ("dat", "date"),
            ("AUTHOR", "author"),
            ("Series_Number", "series-number"),
        ] {
            assert_eq!(suggest(word, KEYS), Some(meant), "{word}");
        }
    }

    #[test]
    fn long_words_may_hold_two_slips() {
        assert_eq!(suggest("recpiant", KEYS), Some("recipient"));
        assert_eq!(suggest("serienumer", KEYS), None);
        assert_eq!(suggest("auhtr", KEYS), None);
    }

    #[test]
    fn what_resembles_nothing_or_everything_gets_no_advice() {
        for word in ["", "x", "it", "colour", "Дата", "autumn"] {
            assert_eq!(suggest(word, KEYS), None, "{word}");
        }
        assert_eq!(suggest("author", []), None);
    }

    #[test]
    fn the_nearest_wins_and_of_several_the_first() {
        assert_eq!(suggest("authors", KEYS), Some("authors"));
        assert_eq!(suggest("band", ["bend", "bond", "hand"]), Some("bend"));
        assert_eq!(suggest("ban", ["bend", "bond", "bane"]), Some("bane"));
    }

    #[test]
    fn a_word_as_long_as_a_book_is_no_slip() {
        assert_eq!(suggest(&"author".repeat(1 << 20), KEYS), None);
    }

    #[test]
    fn the_advice_ends_a_message() {
        assert_eq!(
            format!("unknown key `autor`{}", did_you_mean("autor", KEYS)),
            "unknown key `autor`: did you mean `author`?"
        );
        assert_eq!(did_you_mean("weather", KEYS), "");
    }
}
