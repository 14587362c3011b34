//! The look of a book: the files under `templates/epub/`, each of which a user's own may replace.

use crate::knowledge::{BookWords, LanguageList};
use crate::write::templates::{BUILT_IN, Templates};
use crate::write::written::WriteError;
use crate::write::xhtml::sink::printable;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Folder of the templates of books.
const FOLDER: &str = "epub/";
const STYLE: &str = "style.css";
const WORDS: &str = "words.toml";
/// Language whose words serve where a language has none.
const DEFAULT_LANG: &str = "en";

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
pub(super) struct Look<'t> {
    environment: Environment<'t>,
    /// Words of the user's own, by language; they replace those of the languages.
    words: Option<BTreeMap<String, BookWords>>,
    /// The style sheet, as it goes into the book.
    pub style: &'t str,
    own: &'t Templates,
    languages: &'t LanguageList,
}

/// What messages call a template.
fn place<'t>(own: &'t Templates, name: &'t str) -> &'t str {
    own.own(&format!("{FOLDER}{name}")).map_or(name, |own| &own.place)
}

impl<'t> Look<'t> {
    /// The built-in templates, with the user's own in place of their namesakes.
    ///
    /// # Errors
    /// A file of the user's own is not a valid template; the message names file and line.
    pub fn load(own: &'t Templates, languages: &'t LanguageList) -> Result<Self, WriteError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        let (mut style, mut words) = ("", None);
        for (whole, built_in) in BUILT_IN {
            let Some(name) = whole.strip_prefix(FOLDER) else { continue };
            let text = own.own(whole).map_or(*built_in, |own| &own.text);
            match name {
                STYLE => style = text,
                WORDS => words = own.own(whole).map(|own| words_of(&own.text, &own.place)).transpose()?,
                _ => environment
                    .add_template(name, text)
                    .map_err(|error| template_error(place(own, name), &error, "mend the template"))?,
            }
        }
        Ok(Self { environment, words, style, own, languages })
    }

    /// The words for a language, and the language they are in.
    pub fn words<'s>(&'s self, lang: &'s str) -> (&'s BookWords, &'s str) {
        let found = match &self.words {
            None => self.languages.find(lang).map(|language| &language.book),
            Some(own) => {
                let primary = lang.split('-').next().unwrap_or(lang).to_ascii_lowercase();
                own.get(lang).or_else(|| own.get(&primary))
            }
        };
        match (found, &self.words) {
            (Some(words), _) => (words, lang),
            (None, Some(own)) => (&own[DEFAULT_LANG], DEFAULT_LANG),
            (None, None) => {
                let words = self.languages.find(DEFAULT_LANG).map(|language| &language.book);
                (words.expect("English is a language of this crate"), DEFAULT_LANG)
            }
        }
    }

    /// Fills a page.
    ///
    /// # Errors
    /// The template asks for what is not there, or a user's template gives no well-formed XML.
    pub fn render(&self, name: &'static str, values: Value) -> Result<String, WriteError> {
        debug_assert!(told(name, &values), "VARIABLES of {name} are not {values}");
        let place = place(self.own, name);
        let hint = "the variables of each template are listed in templates/README.md";
        let template = self.environment.get_template(name).expect("every template was added by name on loading");
        let page = template.render(values).map_err(|error| template_error(place, &error, hint))?;
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

fn words_of(text: &str, place: &str) -> Result<BTreeMap<String, BookWords>, WriteError> {
    let words: BTreeMap<String, BookWords> =
        toml::from_str(text).map_err(|error| WriteError(format!("{place}: {error}")))?;
    if words.contains_key(DEFAULT_LANG) {
        return Ok(words);
    }
    Err(WriteError(format!("{place}: there is no table [{DEFAULT_LANG}]; other languages fall back on it, so add it")))
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
        let names: Vec<&str> = BUILT_IN.iter().filter_map(|(name, _)| name.strip_prefix(FOLDER)).collect();
        for name in &names {
            assert!(listed(name), "{name}");
        }
        let pages = names.into_iter().filter(|name| ![STYLE, WORDS].contains(name));
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
