//! The words of dates of a language.

use crate::read::dates::lexicon::DateLexicon;
use crate::read::dates::scanner::Scanner;
use std::sync::Arc;

/// The words of dates of one language, ready for use.
pub struct Dates {
    pub(crate) lexicon: Arc<DateLexicon>,
    /// Those of all languages: a dateline may be written in another one than the letter.
    pub(crate) all: Arc<DateLexicon>,
    pub(crate) scanner: Scanner,
}

impl Dates {
    /// The words of a language, and those of all.
    pub(crate) fn new(lexicon: Arc<DateLexicon>, all: Arc<DateLexicon>) -> Self {
        Self { scanner: Scanner::new(&lexicon), lexicon, all }
    }
}
