//! The work that TEI makes.

use super::*;
use crate::check::registry;
use crate::steps::steps_of;

/// The steps that checking takes.
fn steps(xml: &str) -> usize {
    let source = Source::new("x", xml);
    let options = CheckOptions { profile: Profile::Deposit, ..CheckOptions::default() };
    steps_of(|| check(source, Vec::new(), &options, registry::TEI).report("x"))
}

fn numbered(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect()
}

/// A document with something before the root element, and something in its header and its body.
fn tei(before: &str, header: &str, body: &str) -> String {
    format!(
        "{before}<TEI xmlns=\"{}\"><teiHeader>{header}</teiHeader><text><body>{body}</body></text></TEI>",
        view::TEI
    )
}

#[test]
fn work_grows_with_the_document() {
    let model = "<?xml-model href=\"a.sch\" schematypens=\"http://purl.oclc.org/dsdl/schematron\"?>";
    let allowance = "<!-- rubricate allow tei/duplicate-id: so numbered in the archive -->";
    let described = |n: usize| {
        let sent = "<correspAction type='sent'><date when='1911'/></correspAction>";
        format!("<correspDesc xml:id='a{n}'>{sent}</correspDesc>")
    };
    let letter = |n: usize| format!("<div type='letter' decls='#a{n}'><dateline><date when='1912'/></dateline></div>");
    let documents: [(&str, &dyn Fn(usize) -> String); 7] = [
        ("attributes of xml-model", &|count| {
            let attributes = numbered(100, |n| format!(" a{n}=''"));
            tei(&format!("<?xml-model {attributes}?>").repeat(count / 10), "", "")
        }),
        ("xml-model", &|count| tei(&model.repeat(count), "", "")),
        ("allowances", &|count| tei("", "", &allowance.repeat(count))),
        ("allowances for the whole", &|count| tei(&allowance.repeat(count), "", "<p xml:id='a'/><p xml:id='a'/>")),
        ("letters", &|count| tei("", &numbered(count, described), &numbered(count, letter))),
        ("the same id", &|count| tei("", "", &"<p xml:id='a'/>".repeat(count))),
        ("pointers to nothing", &|count| tei("", "", &numbered(count, |n| format!("<ref target='#a{n}'/>")))),
    ];
    for (what, document) in documents {
        let (once, twice) = (steps(&document(400)), steps(&document(800)));
        assert!(once > 400 && twice * 10 <= once * 23, "{what}: {once} steps, then {twice}");
    }
}
