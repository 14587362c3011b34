//! The edition of a whole document: header, text, notes, and what stands nowhere else.

use crate::read::language;
use crate::read::languages::Languages;
use crate::read::lines::lines;
use crate::read::orders::given::Said;
use crate::read::tei::element::{Element, Named, child, lang};
use crate::read::tei::reader::TeiReader;
use crate::source::Plain;
use crate::tree::{Edition, Letter, Note, Precedence, Value, Wrap};
use roxmltree::Node;

impl<'a> TeiReader<'a> {
    /// The tree. `given` is the language that somebody gives beside the document.
    pub(crate) fn edition(&mut self, languages: &Languages, root: Element<'a>, given: Option<&Said>) -> Edition {
        let header = child(root, "teiHeader").or_else(|| root.descendants().find(|it| it.has_tag_name_of("teiHeader")));
        let header = header.map(|header| self.header(header)).unwrap_or_default();
        self.in_headers.extend(header.furniture.iter().map(|item| item.span));
        let mut edition = Edition {
            lang: String::new(),
            wrap: Wrap::Wrapped,
            brackets: header.brackets.unwrap_or_else(|| "plain".into()),
            head: header.head,
            front: Vec::new(),
            parts: Vec::new(),
            back: Vec::new(),
            notes: Vec::new(),
            furniture: header.furniture,
        };
        self.document(root, None, &mut edition);
        edition.notes = self.notes();
        edition.furniture.append(&mut self.furniture);
        if !self.own {
            self.tell_strays(root, &edition);
        }
        edition.furniture.sort_by_key(|item| item.span);
        Self::name_file(&mut edition, header.described);
        let declared = self.declared_language(root, header.languages);
        edition.lang = self.language(languages, root, declared.as_deref(), given);
        self.texts.retain(|text| !text.is_in(declared.as_deref()));
        edition
    }

    /// A title that describes a letter is made anew from the letter; any other names the file.
    fn name_file(edition: &mut Edition, described: Option<Value>) {
        let is_addressed = |letter: &Letter| letter.meta.sender.is_some() || letter.meta.recipient.is_some();
        let is_made = edition.letters().next().is_some_and(is_addressed) && edition.letters().nth(1).is_none();
        if !is_made && edition.head.title.is_none() && edition.head.file.is_none() {
            edition.head.file = described;
        }
    }

    /// Language of the text: what is given of it, else what the TEI says, else what holds for its folder, else its
    /// words.
    fn language(
        &self,
        languages: &Languages,
        root: Element<'a>,
        declared: Option<&str>,
        given: Option<&Said>,
    ) -> String {
        let given = given.map(|given| (given.by.precedence(), given.value.to_owned()));
        // To say that nobody knows is not to say which it is.
        let by = |said: &str| if said.is_empty() { Precedence::Edition } else { Precedence::Text };
        let said = declared.map(|said| (by(said), said.to_owned()));
        let known = said.into_iter().chain(given).max_by_key(|(by, _)| *by).map(|(_, lang)| lang);
        known.unwrap_or_else(|| {
            let text = root.descendants().find(|it| it.has_tag_name_of("text"));
            let words = text.map(|text| self.plain_lines(text)).unwrap_or_default().to_source("");
            language::guess(languages, &words, &lines(&words))
        })
    }

    /// Language of the text: what the text says, else the header.
    fn declared_language(&self, root: Element<'a>, declared: Vec<String>) -> Option<String> {
        let text = root.descendants().find(|it| it.has_tag_name_of("text"));
        // A corpus speaks for its texts.
        let corpus = Some(root).filter(|root| root.has_tag_name_of("teiCorpus"));
        let said = corpus.into_iter().chain(text).chain([root]).find_map(lang);
        let tag = said.map(str::to_owned).or_else(|| <[String; 1]>::try_from(declared).ok().map(|[only]| only))?;
        // Nobody knows: so it was when the file was written, and `xml:lang` was left out.
        Some(if said.is_none() && tag == "und" { String::new() } else { self.tag(&tag) })
    }

    /// The characters in an element as plain lines.
    fn plain_lines(&self, node: Element<'a>) -> Plain {
        let mut plain = Plain::default();
        for text in node.descendants().filter(Node::is_text) {
            plain.push(self.source, text.range().into(), text.text().unwrap_or_default());
        }
        plain
    }

    /// Notes are read when the text is: those that a mark calls last come last.
    fn notes(&mut self) -> Vec<Note> {
        let mut notes = Vec::new();
        while let Some(node) = self.index.note(notes.len()) {
            let note = self.note_body(node, notes.len());
            notes.push(note);
        }
        notes
    }
}
