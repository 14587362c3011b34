//! JUnit XML: a suite for each file, a failed case for each finding that fails the run.

use super::run::{Run, told};
use crate::check::found::{FileReport, Found};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::io;

pub(super) fn render(run: &Run) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    write(run, &mut writer).expect("memory takes every byte");
    let mut text = String::from_utf8(writer.into_inner()).expect("only text was written");
    text.push('\n');
    text
}

type Xml = Writer<Vec<u8>>;

fn write(run: &Run, xml: &mut Xml) -> io::Result<()> {
    let failing = |file: &FileReport| file.findings.iter().filter(|found| found.level >= run.deny).count();
    let failures: usize = run.files.iter().map(failing).sum();
    let tests: usize = run.files.iter().map(|file| failing(file).max(1)).sum::<usize>() + run.failures.len();
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let counts = |tests: usize, failures: usize, errors: usize| {
        [("tests", tests.to_string()), ("failures", failures.to_string()), ("errors", errors.to_string())]
    };
    start(xml, "testsuites", &[("name", "rubricate")], &counts(tests, failures, run.failures.len()))?;
    for file in run.files {
        let count = failing(file);
        start(xml, "testsuite", &[("name", &file.file)], &counts(count.max(1), count, 0))?;
        for found in file.findings.iter().filter(|found| found.level >= run.deny) {
            start(xml, "testcase", &[("classname", &file.file), ("name", &case(found))], &[])?;
            let kind = [("type", found.rule.as_ref()), ("message", &found.message_in_file())];
            element(xml, "failure", &kind, &format!("{}: {}", case(found), told(found)))?;
            end(xml, "testcase")?;
        }
        if count == 0 {
            let name = [("classname", file.file.as_str()), ("name", "check")];
            xml.write_event(Event::Empty(opening("testcase", &name, &[])))?;
        }
        let others: Vec<_> = file.findings.iter().filter(|found| found.level < run.deny).map(line).collect();
        if !others.is_empty() {
            element(xml, "system-out", &[], &others.join("\n"))?;
        }
        end(xml, "testsuite")?;
    }
    if !run.failures.is_empty() {
        start(xml, "testsuite", &[("name", "not checked")], &counts(run.failures.len(), 0, run.failures.len()))?;
        for failure in run.failures {
            start(xml, "testcase", &[("classname", "not checked"), ("name", failure)], &[])?;
            element(xml, "error", &[("message", failure)], "")?;
            end(xml, "testcase")?;
        }
        end(xml, "testsuite")?;
    }
    end(xml, "testsuites")
}

/// What a finding is called among the cases of its file.
fn case(found: &Found) -> String {
    match (found.place.line, found.place.column) {
        (Some(line), Some(column)) => format!("{} at {line}:{column}", found.rule),
        _ => found.rule.to_string(),
    }
}

fn line(found: &Found) -> String {
    format!("{}: {}: {}", found.level.name(), case(found), found.message_in_file())
}

fn opening(name: &'static str, text: &[(&str, &str)], counts: &[(&str, String)]) -> BytesStart<'static> {
    let mut start = BytesStart::new(name);
    for (key, value) in text {
        start.push_attribute((*key, printable(value).as_str()));
    }
    for (key, value) in counts {
        start.push_attribute((*key, value.as_str()));
    }
    start
}

fn start(xml: &mut Xml, name: &'static str, text: &[(&str, &str)], counts: &[(&str, String)]) -> io::Result<()> {
    xml.write_event(Event::Start(opening(name, text, counts)))
}

fn end(xml: &mut Xml, name: &'static str) -> io::Result<()> {
    xml.write_event(Event::End(BytesEnd::new(name)))
}

fn element(xml: &mut Xml, name: &'static str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
    start(xml, name, attributes, &[])?;
    xml.write_event(Event::Text(BytesText::new(&printable(text))))?;
    end(xml, name)
}

/// Text without the characters that XML 1.0 cannot hold.
fn printable(text: &str) -> String {
    let is_xml = |c: char| matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    text.chars().map(|c| if is_xml(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}
