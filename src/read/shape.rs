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

/// Whether a line is a rule: strokes and nothing else.
pub(crate) fn is_rule(text: &str) -> bool {
    let strokes = text.chars().filter(|c| !c.is_whitespace());
    text.chars().all(|c| matches!(c, '-' | '–' | '—' | '_' | '=' | '*' | ' ')) && strokes.count() >= 3
}

/// Whether a line ends a page by its shape: a number alone or in brackets, a running head with its number far from it.
pub(crate) fn ends_page(text: &str) -> bool {
    if text.len() > 120 {
        return false;
    }
    let inner = text.trim_matches(['-', '–', '—', '[', ']', '{', '}', '|', ' ', '.']);
    let figures = |text: &str| (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let roman = |text: &str| (1..=7).contains(&text.len()) && text.bytes().all(|byte| b"ivxlc".contains(&byte));
    let marked = inner.len() < text.len()
        && inner.split_once(['.', ' ']).is_some_and(|(word, number)| {
            word.len() <= 5 && word.chars().all(char::is_alphabetic) && figures(number.trim_start())
        });
    let far = |head: &str, number: &str| (figures(number) || roman(number)) && head.chars().any(char::is_alphabetic);
    let split = |at: usize| (&text[..at], &text[at..]);
    let running = text.find("    ").map(split).is_some_and(|(number, head)| far(head, number))
        || text.rfind("    ").map(split).is_some_and(|(head, number)| far(head, number.trim_start()));
    figures(inner) || marked || running || text.starts_with("-----File")
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

/// The digit of a superior figure.
pub(crate) fn superior(c: char) -> Option<char> {
    let digit = match c {
        '¹' => 1,
        '²' => 2,
        '³' => 3,
        '⁰' | '⁴'..='⁹' => c as u32 - '⁰' as u32,
        _ => return None,
    };
    char::from_digit(digit, 10)
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
