//! Templates: the files under `templates/epub/`, each of which a user's folder may replace.

use super::labels::Words;
use super::sink::printable;
use crate::write::WriteError;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const STYLE: &str = "style.css";
const WORDS: &str = "words.toml";
/// Language whose words serve where a language has none.
const DEFAULT_LANG: &str = "en";

const BUILT_IN: &[(&str, &str)] = &[
    ("letter.xhtml", include_str!("../../../templates/epub/letter.xhtml")),
    ("section.xhtml", include_str!("../../../templates/epub/section.xhtml")),
    ("title.xhtml", include_str!("../../../templates/epub/title.xhtml")),
    ("letters.xhtml", include_str!("../../../templates/epub/letters.xhtml")),
    ("persons.xhtml", include_str!("../../../templates/epub/persons.xhtml")),
    ("colophon.xhtml", include_str!("../../../templates/epub/colophon.xhtml")),
    ("cover.xhtml", include_str!("../../../templates/epub/cover.xhtml")),
    ("cover.svg", include_str!("../../../templates/epub/cover.svg")),
    ("nav.xhtml", include_str!("../../../templates/epub/nav.xhtml")),
    (STYLE, include_str!("../../../templates/epub/style.css")),
    (WORDS, include_str!("../../../templates/epub/words.toml")),
];

/// What each template is told; `templates/README.md` says what it means. Debug builds hold the pages to it.
const VARIABLES: &[(&str, &[&str])] = &[
    ("letter.xhtml", &["body", "book", "kind", "label", "lang", "matter"]),
    ("section.xhtml", &["body", "book", "kind", "label", "lang", "matter"]),
    ("title.xhtml", &["body", "book", "label", "lang", "lines", "matter"]),
    ("letters.xhtml", &["book", "label", "lang", "letters", "words"]),
    ("persons.xhtml", &["book", "label", "lang", "persons", "words"]),
    ("colophon.xhtml", &["book", "facts", "label", "lang", "made", "signs", "statements", "words"]),
    ("cover.xhtml", &["book", "image", "label", "lang"]),
    ("cover.svg", &["authors", "book", "height", "lang", "letters", "publisher", "subtitle", "title", "width"]),
    ("nav.xhtml", &["book", "contents", "landmarks", "lang", "pages", "words"]),
];

/// The look of a book.
pub(super) struct Templates {
    environment: Environment<'static>,
    words: BTreeMap<String, Words>,
    /// The style sheet, as it goes into the book.
    pub style: Cow<'static, str>,
    /// Files of the user's own, by name.
    own: BTreeMap<&'static str, PathBuf>,
}

impl Templates {
    /// The built-in templates, with those of the folder `DIR/epub` in place of their namesakes.
    ///
    /// # Errors
    /// The folder or a file in it cannot be read, or a file is not a valid template; the message names file and line.
    pub fn load(folder: Option<&Path>) -> Result<Self, WriteError> {
        let own = folder.map(own_files).transpose()?.unwrap_or_default();
        let read = |name: &'static str, built_in: &'static str| match own.get(name) {
            None => Ok(Cow::Borrowed(built_in)),
            Some(path) => std::fs::read_to_string(path).map(Cow::Owned).map_err(|error| {
                WriteError(format!("cannot read the template {}: {error}; make it a UTF-8 text file", path.display()))
            }),
        };
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        let (mut style, mut words) = (Cow::Borrowed(""), BTreeMap::new());
        for &(name, built_in) in BUILT_IN {
            let text = read(name, built_in)?;
            let place = own.get(name).map_or_else(|| name.to_owned(), |path| path.display().to_string());
            match name {
                STYLE => style = text,
                WORDS => words = words_of(&text, &place)?,
                _ => environment
                    .add_template_owned(name, text)
                    .map_err(|error| template_error(&place, &error, "mend the template"))?,
            }
        }
        Ok(Self { environment, words, style, own })
    }

    /// The words for a language, and the language they are in.
    pub fn words<'s>(&'s self, lang: &'s str) -> (&'s Words, &'s str) {
        let primary = lang.split('-').next().unwrap_or(lang).to_ascii_lowercase();
        match self.words.get(lang).or_else(|| self.words.get(&primary)) {
            Some(words) => (words, lang),
            None => (&self.words[DEFAULT_LANG], DEFAULT_LANG),
        }
    }

    /// Fills a page.
    ///
    /// # Errors
    /// The template asks for what is not there, or a user's template gives no well-formed XML.
    pub fn render(&self, name: &'static str, values: Value) -> Result<String, WriteError> {
        debug_assert!(told(name, &values), "VARIABLES of {name} are not {values}");
        let place = self.own.get(name).map_or_else(|| name.to_owned(), |path| path.display().to_string());
        let hint = "the variables of each template are listed in templates/README.md";
        let template = self.environment.get_template(name).expect("every template was added by name on loading");
        let page = template.render(values).map_err(|error| template_error(&place, &error, hint))?;
        // Built-in templates and words give sound pages; tests hold them to it.
        if !self.own.is_empty() {
            let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
            roxmltree::Document::parse_with_options(&page, options).map_err(|error| {
                WriteError(format!("{place}: the page made from this template is not well-formed XML: {error}"))
            })?;
        }
        Ok(page)
    }
}

/// Whether a template is told what the table says, no more and no less.
fn told(name: &str, values: &Value) -> bool {
    let keys: BTreeSet<String> = values.try_iter().into_iter().flatten().map(|key| key.to_string()).collect();
    VARIABLES.iter().any(|(template, known)| *template == name && keys.iter().eq(known.iter()))
}

/// Text for a template: escaped there, printable here.
pub(super) fn text(text: &str) -> Value {
    Value::from(&*printable(text))
}

/// XHTML for a template: goes in as it is.
pub(super) fn markup(xhtml: String) -> Value {
    Value::from_safe_string(xhtml)
}

fn template_error(place: &str, error: &minijinja::Error, hint: &str) -> WriteError {
    let line = error.line().map(|line| format!(":{line}")).unwrap_or_default();
    let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
    WriteError(format!("{place}{line}: {}{detail}; {hint}", error.kind()))
}

fn words_of(text: &str, place: &str) -> Result<BTreeMap<String, Words>, WriteError> {
    let words: BTreeMap<String, Words> =
        toml::from_str(text).map_err(|error| WriteError(format!("{place}: {error}")))?;
    if words.contains_key(DEFAULT_LANG) {
        return Ok(words);
    }
    Err(WriteError(format!("{place}: there is no table [{DEFAULT_LANG}]; other languages fall back on it, so add it")))
}

/// The user's own templates. A file with another name would be ignored silently, so it is an error.
fn own_files(folder: &Path) -> Result<BTreeMap<&'static str, PathBuf>, WriteError> {
    let known = || BUILT_IN.iter().map(|(name, _)| *name);
    let names = known().collect::<Vec<_>>().join(", ");
    let unreadable = |path: &Path, error: &std::io::Error| {
        WriteError(format!("cannot read the templates folder {}: {error}", path.display()))
    };
    std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    if let Some(name) = known().find(|name| folder.join(name).is_file()) {
        let (found, wanted) = (folder.join(name), folder.join("epub").join(name));
        return Err(WriteError(format!("{} would not be used; move it to {}", found.display(), wanted.display())));
    }
    let folder = folder.join("epub");
    if !folder.exists() {
        return Ok(BTreeMap::new());
    }
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error))? {
        let path = entry.map_err(|error| unreadable(&folder, &error))?.path();
        match known().find(|name| path.file_name().is_some_and(|file| file == *name)) {
            Some(name) => {
                files.insert(name, path);
            }
            // Files of desktops and editors.
            None if path.file_name().is_some_and(|file| file.to_string_lossy().starts_with('.')) => {}
            None => {
                let message = format!("{} replaces no template; the templates are {names}", path.display());
                return Err(WriteError(message));
            }
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    const README: &str = include_str!("../../../templates/README.md");

    /// The words in back-ticks.
    fn ticked(cell: &str) -> Vec<&str> {
        cell.split('`').skip(1).step_by(2).collect()
    }

    #[test]
    fn the_readme_lists_every_template() {
        let listed = |name: &str| README.lines().any(|line| line.starts_with(&format!("| `{name}` | ")));
        for (name, _) in BUILT_IN {
            assert!(listed(name), "{name}");
        }
        let pages = BUILT_IN.iter().filter(|(name, _)| ![STYLE, WORDS].contains(name)).map(|(name, _)| *name);
        assert_eq!(pages.collect::<BTreeSet<_>>(), VARIABLES.iter().map(|(name, _)| *name).collect());
    }

    #[test]
    fn the_readme_lists_every_variable() {
        let table = README.split_once("| template | variable | meaning |").expect("the table is there").1;
        let mut listed = BTreeSet::new();
        for row in table.lines().skip(2).take_while(|line| line.starts_with('|')) {
            let cells: Vec<&str> = row.split(" | ").collect();
            let templates = ticked(cells[0]);
            let all = cells[0].contains("all");
            for (name, _) in VARIABLES.iter().filter(|(name, _)| all != templates.contains(name)) {
                listed.extend(ticked(cells[1]).into_iter().map(|variable| (*name, variable)));
            }
        }
        let told = VARIABLES.iter().flat_map(|(name, known)| known.iter().map(|variable| (*name, *variable)));
        assert_eq!(listed, told.collect());
    }
}
