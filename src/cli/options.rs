//! Options that several commands take.

use super::exit::Failure;
use super::own;
use clap::ValueEnum;
use rubricate::read::Model;
use rubricate::read::{self, ReadOptions, View};
use rubricate::source::Source;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How texts are read.
#[derive(Debug, clap::Args)]
pub struct TextArgs {
    /// Language of the texts, such as `en` or `de` [default: each text tells]
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,

    /// Encoding of the texts, such as `windows-1251` [default: each text tells]
    #[arg(long, value_name = "LABEL")]
    encoding: Option<String>,

    /// Bracket profile: what the editor's brackets mean in these texts [default: plain]; or the file of one's own
    #[arg(long, value_name = "PROFILE|FILE.toml", value_parser = own::BracketsParser, value_hint = clap::ValueHint::FilePath)]
    brackets: Option<String>,

    /// File of a language of one's own, whose tag --lang and the texts may then name; may be given again
    #[arg(long = "language-file", value_name = "FILE.toml", value_hint = clap::ValueHint::FilePath)]
    language_files: Vec<PathBuf>,

    /// Weights that `rubricate tune` learned from letters of your own, instead of the built-in ones
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    weights: Option<PathBuf>,
}

/// How much is told of what was found.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Telling {
    /// Tell people each finding by itself; else those that say the same are one line
    #[arg(short, long)]
    pub verbose: bool,
}

impl TextArgs {
    /// The encoding that was given.
    pub fn encoding(&self) -> Option<&str> {
        self.encoding.as_deref()
    }

    /// The files of languages that were given.
    pub fn language_files(&self) -> &[PathBuf] {
        &self.language_files
    }

    /// What reading is told by them, but for the files of languages and profiles.
    ///
    /// # Errors
    /// Weights that cannot be read.
    pub fn read(&self) -> Result<ReadOptions, Failure> {
        let mut options = ReadOptions::default();
        options.encoding.clone_from(&self.encoding);
        options.lang.clone_from(&self.lang);
        options.brackets.clone_from(&self.brackets);
        options.weights = self.weights.as_deref().map(weights).transpose()?;
        Ok(options)
    }

    /// Finds what is wrong for every input before the first is read: it is said once.
    ///
    /// # Errors
    /// An encoding or language that is not known.
    pub fn check(&self, options: &ReadOptions) -> Result<(), Failure> {
        if let Err(error) = Source::from_bytes("", b"-".to_vec(), self.encoding()) {
            return Err(Failure(format!("--encoding: {error}")));
        }
        read::text(&Source::new("", ""), options).map(drop).map_err(|error| Failure(error.to_string()))
    }
}

/// Reads weights that `tune` wrote.
fn weights(path: &Path) -> Result<Arc<Model>, Failure> {
    let fail = |error: String| Failure(format!("--weights {}: {error}", path.display()));
    let text = fs::read_to_string(path).map_err(|error| fail(format!("cannot be read: {error}")))?;
    let model = Model::parse(&text).map_err(|error| fail(format!("these are no weights: {}", error.trim_end())))?;
    Ok(Arc::new(model))
}

/// How TEI is read.
#[derive(Debug, clap::Args)]
pub struct TeiArgs {
    /// Which side of TEI's `choice`, `app` and `subst` is the text
    #[arg(long, value_name = "SIDE", value_enum, default_value_t = Side::Reading)]
    view: Side,
}

impl TeiArgs {
    /// What reading is told by them.
    pub fn view(&self) -> View {
        match self.view {
            Side::Reading => View::Reading,
            Side::Diplomatic => View::Diplomatic,
        }
    }
}

/// Sides of TEI's alternatives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Side {
    /// What an editor established: corr, reg, expan, lem; line ends of the manuscript are blanks
    Reading,
    /// What stands in the source: sic, orig, abbr, rdg; line by line
    Diplomatic,
}
