//! How a line begins and ends, and what its first signs mark it as.

use crate::read::decide::cues::families::{Ends, Mark, Starts};

pub(crate) fn ends(text: &str) -> Ends {
    let inner = text.trim_end_matches(['*', '_']);
    if inner.ends_with("..") || inner.ends_with('\u{2026}') {
        return Ends::Dots;
    }
    match inner.chars().next_back().unwrap_or(' ') {
        c if c.is_uppercase() => Ends::Capital,
        c if c.is_alphabetic() => Ends::Letter,
        c if c.is_numeric() => Ends::Digit,
        '.' => Ends::Stop,
        ',' => Ends::Comma,
        ';' => Ends::Semicolon,
        ':' => Ends::Colon,
        '!' => Ends::Exclamation,
        '?' => Ends::Question,
        '-' | '\u{2013}' | '\u{2014}' => Ends::Dash,
        '"' | '\'' | '\u{201d}' | '\u{2019}' | '\u{201c}' | '\u{bb}' | '\u{ab}' => Ends::Quote,
        ')' | ']' => Ends::Bracket,
        _ => Ends::Other,
    }
}

pub(crate) fn starts(text: &str) -> Starts {
    match text.trim_start_matches(['*', '_']).chars().next().unwrap_or(' ') {
        c if c.is_uppercase() => Starts::Capital,
        c if c.is_alphabetic() => Starts::Small,
        c if c.is_numeric() => Starts::Digit,
        '"' | '\'' | '\u{201c}' | '\u{2018}' | '\u{201e}' | '\u{ab}' | '\u{bb}' => Starts::Quote,
        '(' | '[' => Starts::Bracket,
        '-' | '\u{2013}' | '\u{2014}' => Starts::Dash,
        '#' | '>' | '+' => Starts::Mark,
        _ => Starts::Other,
    }
}

/// What the first signs of a line mark it as. The line is not empty.
pub(crate) fn mark(text: &str) -> Option<Mark> {
    let bytes = text.as_bytes();
    let blank_after = |at: usize| bytes.get(at + 1) == Some(&b' ');
    let numbered = || {
        let end = bytes.iter().position(|b| !b.is_ascii_digit());
        end.is_some_and(|at| matches!(bytes[at], b'.' | b')') && blank_after(at))
    };
    let labelled = || bytes.iter().take(8).position(|&b| b == b']').is_some_and(blank_after);
    match bytes[0] {
        b'#' => Some(Mark::Heading),
        b'-' | b'*' | b'+' if blank_after(0) => Some(Mark::Bullet),
        b'0'..=b'9' if numbered() => Some(Mark::Numbered),
        b'[' if labelled() => Some(Mark::NoteBody),
        b'>' => Some(Mark::Quote),
        b'[' | b'(' if matches!(bytes[bytes.len() - 1], b']' | b')') => Some(Mark::Bracketed),
        _ => None,
    }
}
