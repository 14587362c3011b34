//! From what is written to keys and values, by the habits of Jekyll, Hugo, Quarto, Pandoc and CollectionBuilder: lists
//! of persons, names in parts, tables in tables.

use super::declared::Declared;
use super::node::{Fault, Key, Node, Placed, Table};
use crate::read::orders::keys::{MetaKey, plain};
use crate::source::Span;

/// Longest key of tables in tables, in bytes.
const LONGEST_KEY: usize = 200;

/// What a table about a value calls it.
const NAMES: [&str; 4] = ["name", "literal", "text", "title"];
/// Parts of a person's name, in the order of speaking; one of each row.
const PARTS: [&[&str]; 4] = [
    &["given", "first", "firstname", "givenname", "givennames", "forename"],
    &["particle", "droppingparticle", "nondroppingparticle"],
    &["family", "last", "lastname", "familyname", "surname"],
    &["suffix"],
];

/// Keys and values, and what of the table was not understood.
#[derive(Debug, Default)]
pub(super) struct Values {
    pub(super) entries: Vec<Declared>,
    pub(super) faults: Vec<Fault>,
}

impl Values {
    /// Takes over what a table says; its keys stand behind those of the tables around it.
    pub(super) fn table(&mut self, around: &str, table: Table) {
        for (Key { name, span }, value) in table {
            let word = plain(&name);
            // Hugo wants keys of one's own in a table of their own.
            let known = MetaKey::named(&word).filter(|_| ["", "params"].contains(&around));
            let name = if around.is_empty() || known.is_some() { word } else { format!("{around}.{word}") };
            if name.len() > LONGEST_KEY {
                self.fault(span, "this key is too long".into(), "write a shorter one");
                continue;
            }
            match known {
                Some(key) => self.known(key, &Key { name, span }, value),
                None => self.unknown(&Key { name, span }, value),
            }
        }
    }

    /// A value that means something.
    fn known(&mut self, key: MetaKey, name: &Key, value: Placed) {
        let values = match value {
            Placed { node: Node::List(values), .. } => values,
            value => vec![value],
        };
        let mut taken = false;
        for Placed { node, span } in values {
            let found = match node {
                Node::Nothing => continue,
                Node::Scalar(text) => Some((text, span)),
                Node::Table(table) => self.named(table),
                Node::List(_) => None,
            };
            let Some((text, span)) = found else {
                let message =
                    format!("`{}` takes a text{}", key.name(), if key.is_list() { " or a list of such" } else { "" });
                self.fault(span, message, "of a table, `name` or `given` and `family` are read");
                continue;
            };
            if taken && !key.is_list() {
                let message = format!("`{}` takes one value: this one is not read", key.name());
                self.fault(span, message, "leave one value");
                continue;
            }
            taken = true;
            let words: Vec<&str> = text.split_whitespace().collect();
            let text = words.join(" ");
            let text = if key.is_date() { without_time(&text).to_owned() } else { text };
            self.entry(name, text, span);
        }
    }

    /// A value that is kept under its key.
    fn unknown(&mut self, name: &Key, value: Placed) {
        let values = match value {
            Placed { node: Node::List(values), .. } => values,
            value => vec![value],
        };
        for Placed { node, span } in values {
            match node {
                Node::Nothing => {}
                Node::Scalar(text) => self.entry(name, text.trim().to_owned(), span),
                Node::Table(table) => self.table(&name.name, table),
                Node::List(_) => {
                    self.fault(span, format!("a list in the list `{}` is not read", name.name), "write one list");
                }
            }
        }
    }

    fn entry(&mut self, Key { name, span: key_span }: &Key, value: String, span: Span) {
        if !value.is_empty() {
            self.entries.push(Declared { key: name.clone(), value, span, key_span: *key_span });
        }
    }

    /// The name in a table: whole, or given name and family name.
    fn named(&mut self, table: Table) -> Option<(String, Span)> {
        let mut whole: Option<(String, Span)> = None;
        let mut parts: [Option<(String, Span)>; PARTS.len()] = Default::default();
        let mut others = Vec::new();
        for (key, Placed { node, span }) in table {
            let name = plain(&key.name);
            let part = PARTS.iter().position(|names| names.contains(&&*name));
            let is_name = NAMES.contains(&&*name);
            let found = match node {
                Node::Nothing => continue,
                Node::Scalar(text) if is_name || part.is_some() => Some((text, span)),
                Node::Table(table) if is_name => self.named(table),
                Node::Scalar(_) | Node::Table(_) | Node::List(_) => None,
            };
            let place = match part {
                Some(part) => &mut parts[part],
                None => &mut whole,
            };
            match found {
                Some(found) if place.is_none() => *place = Some(found),
                Some(_) | None => others.push(key),
            }
        }
        let spans = parts.iter().flatten().map(|(_, span)| *span);
        let span = spans.reduce(Span::to);
        let words: Vec<String> = parts.into_iter().flatten().map(|(text, _)| text).collect();
        let found = whole.or_else(|| span.map(|span| (words.join(" "), span)));
        if found.is_some()
            && let Some(first) = others.first()
        {
            let names: Vec<String> = others.iter().map(|key| format!("`{}`", key.name)).collect();
            let message = format!("{} beside a name is not read", names.join(", "));
            self.fault(first.span, message, "the name itself is read; the rest stays in the front matter");
        }
        found
    }

    fn fault(&mut self, span: Span, message: String, hint: &'static str) {
        self.faults.push(Fault { span, message, hint });
    }
}

/// A date without the time of day that programs put behind it.
fn without_time(text: &str) -> &str {
    let is_day = |day: &str| {
        day.len() == 10
            && day
                .bytes()
                .enumerate()
                .all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() })
    };
    match text.split_once(['T', 't', ' ']) {
        Some((day, time)) if is_day(day) && time.starts_with(|c: char| c.is_ascii_digit()) && time.contains(':') => day,
        _ => text,
    }
}
