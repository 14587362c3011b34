//! Shapes of single lines, whatever they say: an end of a sentence, a bullet, a heading's marks, the number of a page.

/// Whether a line ends like a sentence does.
#[must_use]
pub fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches([
        '"', '\'', '\u{201d}', '\u{2019}', '\u{bb}', '\u{ab}', '\u{201c}', ')', ']', '*', '_', ' ', '\u{fffd}',
    ]);
    text.ends_with(['.', '?', '!', ':', ';', '\u{2026}'])
}

/// Length of a bullet or number at the start of a line, and whether it is a number.
pub(crate) fn bullet(text: &str) -> Option<(usize, bool)> {
    let bytes = text.as_bytes();
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let sign = match (digits, bytes.get(digits)?) {
        (0, b'-' | b'*' | b'+') => 1,
        (1..=3, b'.' | b')') => digits + 1,
        _ => return None,
    };
    let rest = &text[sign..];
    let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    (spaces > 0 && rest.len() > spaces).then_some((sign + spaces, digits > 0))
}

/// Level of a Markdown heading.
pub(crate) fn marked_level(text: &str) -> Option<u8> {
    let level = text.bytes().take_while(|&b| b == b'#').count();
    let heading = (1..=6).contains(&level) && text[level..].starts_with(' ') && text.len() < 200;
    heading.then_some(level as u8)
}

/// The number on a page's sign, and whether the sign is nothing but the number.
#[must_use]
pub fn page_number(text: &str) -> (Option<String>, bool) {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let digits = |word: &&&str| word.starts_with(|c: char| c.is_ascii_digit());
    let roman = |word: &&&str| word.to_lowercase().chars().all(|c| "ivxlcdm".contains(c));
    let number = words.iter().find(digits).or_else(|| words.iter().find(roman));
    (number.map(|word| (*word).to_owned()), words.len() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_read_from_their_sign() {
        assert_eq!(page_number("- 6 -"), (Some("6".into()), true));
        assert_eq!(page_number("[Page xii]"), (Some("xii".into()), false));
        assert_eq!(page_number("* *"), (None, false));
    }
}
