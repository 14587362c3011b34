//! Lost characters: what their neighbours say they were.

/// What a lost character was, by what stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lost {
    /// Between letters.
    Apostrophe,
    /// After white space (or an opening sign) and before a letter or digit.
    Opening,
    /// Anywhere else.
    Closing,
}

impl Lost {
    /// Decides by the characters before and after.
    pub(crate) fn between(before: Option<char>, after: Option<char>) -> Self {
        let starts = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '{' | '-' | '–' | '—'));
        if before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic) {
            Self::Apostrophe
        } else if starts && after.is_some_and(char::is_alphanumeric) {
            Self::Opening
        } else {
            Self::Closing
        }
    }

    /// The character, straight as from a typewriter: which curl it had is not known.
    pub(crate) fn character(self) -> &'static str {
        match self {
            Self::Apostrophe => "'",
            Self::Opening | Self::Closing => "\"",
        }
    }

    /// Its name in a message.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Apostrophe => "an apostrophe",
            Self::Opening => "an opening quotation mark",
            Self::Closing => "a closing quotation mark",
        }
    }
}
