//! From the attributes of TEI's `date` to a value (TEI P5 3.6.4 and 14.4): the way back of `write::dating`.

use crate::read::tei::element::Element;
use crate::read::tei::reader::TeiReader;
use crate::source::Span;
use crate::tree::{Calendar, Date, Edtf};

/// The EDTF specification, as `@datingMethod` names it.
const EDTF_SPECIFICATION: &str = "https://www.loc.gov/standards/datetime/";

impl<'a> TeiReader<'a> {
    /// The value of a date whose words stand at `span`.
    pub(crate) fn date(node: Element<'a>, span: Span) -> Date {
        let custom = node.attribute("when-custom");
        let is_edtf = node.attribute("datingMethod") == Some(EDTF_SPECIFICATION);
        let edtf = match custom.filter(|_| is_edtf) {
            Some(edtf) => Edtf::parse(edtf),
            None => value(node).as_deref().and_then(Edtf::parse),
        };
        let is_uncertain = edtf.as_ref().is_some_and(Edtf::is_uncertain);
        Date {
            span,
            edtf,
            calendar: calendar(node),
            custom: custom.filter(|_| !is_edtf).map(str::to_owned),
            inferred: node.attribute("cert") == Some("low") && !is_uncertain,
        }
    }
}

/// What the attributes say, in EDTF.
fn value(node: Element) -> Option<String> {
    let said = |name: &str| {
        let value = node.attribute(name).or_else(|| node.attribute(&*format!("{name}-iso")));
        value.map(|value| day(value.trim()))
    };
    // A date that is only about so: `~` behind each.
    let about = if node.attribute("precision") == Some("low") { "~" } else { "" };
    if let Some(when) = said("when") {
        return Some(format!("{when}{about}"));
    }
    let range = |from: Option<String>, to: Option<String>, form: fn(&str, &str) -> String| {
        let end = |date: Option<String>| date.map(|date| format!("{date}{about}")).unwrap_or_default();
        (from.is_some() || to.is_some()).then(|| form(&end(from), &end(to)))
    };
    let or_open = |from: &str, to: &str| {
        let open = |date: &str| if date.is_empty() { "..".to_owned() } else { date.to_owned() };
        format!("{}/{}", open(from), open(to))
    };
    range(said("from"), said("to"), or_open)
        .or_else(|| range(said("notBefore"), said("notAfter"), |from, to| format!("[{from}..{to}]")))
}

/// A date of XML Schema or ISO 8601 as EDTF has it: no time of day, `X` for an unknown year.
fn day(value: &str) -> String {
    let date = value.split('T').next().unwrap_or_default();
    match date.strip_prefix("--") {
        Some(rest) => format!("XXXX-{rest}"),
        None => date.to_owned(),
    }
}

/// The calendar of the words: `#julian`, `#Julian`, `julian`, in a corpus of our own `#l1-julian`.
fn calendar(node: Element) -> Calendar {
    let named = node.attribute("calendar").unwrap_or_default().trim_start_matches('#').to_ascii_lowercase();
    match named.rsplit('-').next().unwrap_or_default() {
        "julian" => Calendar::Julian,
        "republican" | "frenchrepublican" => Calendar::Republican,
        "roman" => Calendar::Roman,
        _ => Calendar::Gregorian,
    }
}
