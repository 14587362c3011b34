//! TEI in: our own, and that of other editions.
//!
//! ```text
//! XML -> roxmltree -> header -> Head, correspondence
//!                  -> text   -> front, letters and sections, back, notes -> Edition
//! ```
//!
//! Spans point into the XML. The span of a text is its characters there; where these are references, the node owns the
//! text. The span of any other node is its element, tags included. Tags, attributes, comments and the header lie in no
//! leaf of the tree. What the tree cannot hold is told, once for each name of an element.

mod blocks;
mod dates;
mod described;
mod divisions;
mod edition;
mod element;
mod header;
mod inlines;
mod lines;
mod losses;
mod note_index;
mod notes;
mod reader;
mod spaces;
mod strays;
mod text_langs;

use crate::read::Reading;
use crate::read::error::ReadError;
use crate::read::meta::settle::{settle_head, settle_letters};
use crate::read::options::ReadOptions;
use crate::read::orders::frontmatter::FrontMatter;
use crate::read::orders::given::Given;
use crate::read::orders::keys::MetaKey;
use crate::source::{Segment, Source, xml};
use reader::TeiReader;

/// Elements within elements: a letter has a dozen. Deeper documents would take more stack than a thread may have.
const MAX_DEPTH: usize = 128;

/// Names that the root of TEI has.
const ROOTS: [&str; 3] = ["TEI", "teiCorpus", "TEI.2"];

/// Reads TEI. The source learns what its characters stand for where they are references.
///
/// # Errors
/// The XML is not well-formed, no TEI, or beyond what is read; unknown language.
pub fn read(source: &mut Source, options: &ReadOptions) -> Result<Reading, ReadError> {
    let (mut reading, segments) = parsed(source, options)?;
    source.read_as(segments);
    if let Some(authorities) = &options.authorities {
        authorities.refer(source, &mut reading.edition);
    }
    Ok(reading)
}

fn parsed(source: &Source, options: &ReadOptions) -> Result<(Reading, Vec<Segment>), ReadError> {
    let document = xml::parse(&source.text, MAX_DEPTH).map_err(|refused| {
        ReadError::in_source(source, refused.at, format!("{}: {}", refused.message, refused.hint))
    })?;
    let root = document.root_element();
    if !ROOTS.contains(&root.tag_name().name()) {
        let message = format!("the root element is `{}`: give TEI, or plain text", root.tag_name().name());
        return Err(ReadError::in_source(source, root.range().start, message));
    }
    let mut reader = TeiReader::new(source, options.view, root);
    let front = FrontMatter::default();
    let given = Given::new(&front, None, &options.meta, &options.defaults);
    let mut edition = reader.edition(options.languages(), root, given.value(MetaKey::Lang));
    let (findings, segments) = (reader.losses.findings(), reader.segments);
    if let Some(tag) = options.lang.as_deref() {
        edition.lang = options.languages().check(tag)?;
    }
    reader.texts.into_iter().for_each(|text| text.settle(&mut edition));
    let dates = options.languages().dates(&edition.lang);
    settle_head(&mut edition.head, &given, dates, options.source_date_epoch);
    settle_letters(&edition.head, &mut edition.parts, dates, None)?;
    Ok((Reading { edition, findings }, segments))
}
