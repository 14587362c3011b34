//! YAML between `---`.

use super::node::{Fault, Key, Node, Parsed, Placed, Stretch, Table};
use granit_parser::{Event, Parser, ScalarStyle, ScanError, options};
use std::ops::Range;

/// How deep lists and tables may stand in each other; authors with their names stand in three.
const DEEPEST: usize = 32;
/// What to do with a value that YAML takes for something else.
const QUOTE: &str = "put the value in quotation marks";

/// Reads each key by itself, where the whole cannot be read: so what is wrong costs no more than its own key. `keys`
/// says where the lines start that may start one.
pub(super) fn by_key(stretch: Stretch<'_>, keys: &[usize]) -> Parsed {
    let mut parsed = Parsed::default();
    let ends = keys.iter().skip(1).copied().chain([stretch.text.len()]);
    for (start, end) in keys.iter().copied().zip(ends) {
        let part = stretch.part(start..end);
        match document(part) {
            Ok(one) => {
                parsed.table.extend(one.table);
                parsed.faults.extend(one.faults);
            }
            Err(fault) => as_written(part, fault, &mut parsed),
        }
    }
    parsed
}

/// Takes a key on one line with the rest of its line, as people write it who do not think of YAML. A longer one is not
/// understood.
fn as_written(stretch: Stretch<'_>, fault: Fault, parsed: &mut Parsed) {
    let mut lines = stretch.text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    let line = lines.next().filter(|_| lines.next().is_none());
    let Some((key, value)) = line.and_then(|line| line.split_once(':')) else {
        parsed.faults.push(fault);
        return;
    };
    let place = |part: &str| {
        let start = part.as_ptr() as usize - stretch.text.as_ptr() as usize;
        stretch.place(start..start + part.len())
    };
    let span = place(value);
    let message = format!("{}: it is taken as it is written", fault.message);
    parsed.faults.push(Fault { span, message, hint: fault.hint });
    let name = key.trim().trim_matches(['"', '\'']).to_owned();
    let value = Placed { node: Node::Scalar(value.trim().to_owned()), span };
    parsed.table.push((Key { name, span: place(key) }, value));
}

/// Reads a text that is one table.
///
/// # Errors
/// It is none, from this place on.
pub(super) fn document(stretch: Stretch<'_>) -> Result<Parsed, Fault> {
    let options = options! {
        flow_nesting_limit: DEEPEST,
        block_nesting_limit: DEEPEST,
        // A value that starts with `*` was hardly meant as an alias.
        emit_unresolved_aliases: true,
    };
    let events = Parser::new_from_str_with_options(stretch.text, options);
    let mut reader = Reader { stretch, events, faults: Vec::new() };
    let table = reader.root()?;
    Ok(Parsed { table, faults: reader.faults })
}

type Parsing<'a> = Result<(Event<'a>, granit_parser::Span), ScanError>;

struct Reader<'a, I> {
    stretch: Stretch<'a>,
    events: I,
    faults: Vec<Fault>,
}

impl<'a, I: Iterator<Item = Parsing<'a>>> Reader<'a, I> {
    /// The next event that is a node or the end of one, and its bytes.
    fn next(&mut self) -> Result<(Event<'a>, Range<usize>), Fault> {
        match self.events.next() {
            Some(Ok((event, span))) => Ok((event, span.byte_range().unwrap_or_default())),
            Some(Err(error)) => {
                let at = error.marker().byte_offset().unwrap_or_default();
                Err(self.fault(at, &error.info(), QUOTE))
            }
            None => Err(self.fault(self.stretch.text.len(), "it ends too early", QUOTE)),
        }
    }

    fn fault(&self, at: usize, what: &str, hint: &'static str) -> Fault {
        Fault { span: self.stretch.rest_of_line(at), message: format!("this is no YAML: {what}"), hint }
    }

    fn root(&mut self) -> Result<Table, Fault> {
        let mut table = None;
        loop {
            match self.next()? {
                (Event::StreamEnd, _) => return Ok(table.unwrap_or_default()),
                (Event::MappingStart(..), _) if table.is_none() => table = Some(self.table()?.0),
                (Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd, _) => {}
                (_, range) => {
                    return Err(self.fault(range.start, "a key and its value are expected", "write key: value"));
                }
            }
        }
    }

    /// A table that was begun, and where it ends.
    fn table(&mut self) -> Result<(Table, usize), Fault> {
        let mut table = Table::new();
        loop {
            let key = match self.next()? {
                (Event::MappingEnd, range) => return Ok((table, range.end)),
                (Event::Scalar(name, ..), range) => {
                    Some(Key { name: name.into_owned(), span: self.stretch.place(range) })
                }
                (event, range) => {
                    let key = self.placed(event, range)?;
                    let message = "a list or table is no key".to_owned();
                    self.faults.push(Fault { span: key.span, message, hint: "write a word before the colon" });
                    None
                }
            };
            let (event, range) = self.next()?;
            let value = self.placed(event, range)?;
            table.extend(key.map(|key| (key, value)));
        }
    }

    /// The value that an event begins.
    fn placed(&mut self, event: Event<'a>, range: Range<usize>) -> Result<Placed, Fault> {
        let start = range.start;
        let span = self.stretch.place(range.clone());
        Ok(match event {
            Event::Scalar(text, style, ..) => match style {
                ScalarStyle::Plain if is_null(&text) => Placed { node: Node::Nothing, span },
                ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                    let span = self.stretch.place(range.start + 1..range.end.saturating_sub(1).max(range.start + 1));
                    Placed { node: Node::Scalar(text.into_owned()), span }
                }
                ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => {
                    Placed { node: Node::Scalar(text.into_owned()), span }
                }
            },
            Event::SequenceStart(..) => {
                let mut values = Vec::new();
                loop {
                    let (event, range) = self.next()?;
                    if event == Event::SequenceEnd {
                        let span = self.stretch.place(start..range.end);
                        return Ok(Placed { node: Node::List(values), span });
                    }
                    values.push(self.placed(event, range)?);
                }
            }
            Event::MappingStart(..) => {
                let (table, end) = self.table()?;
                Placed { node: Node::Table(table), span: self.stretch.place(start..end) }
            }
            // To copy what an alias names would let a short text grow without bounds.
            Event::Alias(_) => {
                let message = "an alias is not read".to_owned();
                self.faults.push(Fault { span, message, hint: "write the value out once more" });
                Placed { node: Node::Nothing, span }
            }
            Event::UnresolvedAlias(_) => {
                let message = "`*` starts an alias in YAML: it is taken as it is written".to_owned();
                self.faults.push(Fault { span, message, hint: QUOTE });
                Placed { node: Node::Scalar(self.stretch.text[range].to_owned()), span }
            }
            _ => return Err(self.fault(start, "a value is expected", QUOTE)),
        })
    }
}

/// Whether a word without quotation marks stands for no value.
fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}
