//! Walks over the tree meet each node once, whoever walks.

use super::{Inline, Run};
use crate::Document;
use crate::read::ReadOptions;
use crate::source::Span;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Trees of many shapes: what our own letters are read as.
fn documents() -> Vec<Document> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters");
    let folders = fs::read_dir(&root).expect("the golden letters are there");
    let mut documents = Vec::new();
    for folder in folders {
        let folder = folder.expect("a folder can be listed").path();
        let found = ["source.txt", "source.md"].iter().map(|name| folder.join(name)).find(|path| path.exists());
        let Some(path) = found else { continue };
        let bytes = fs::read(&path).expect("it is there");
        let read = crate::read(&path.display().to_string(), bytes, &ReadOptions::default());
        documents.push(read.unwrap_or_else(|error| panic!("{}: {error}", path.display())).0);
    }
    assert!(documents.len() > 80, "golden letters are missing");
    documents
}

/// All spans in the JSON of a tree.
fn spans(value: &Value, found: &mut Vec<(u64, u64)>) {
    match value {
        Value::Object(fields) => {
            if let (2, Some(start), Some(end)) = (fields.len(), fields.get("start"), fields.get("end")) {
                found.extend(start.as_u64().zip(end.as_u64()));
            }
            fields.values().for_each(|field| spans(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| spans(item, found)),
        _ => {}
    }
}

#[test]
fn every_span_of_a_tree_can_be_moved_once() {
    for mut document in documents() {
        let json = |document: &Document| serde_json::to_value(&document.edition).expect("a tree has a JSON form");
        let (mut before, mut after) = (Vec::new(), Vec::new());
        spans(&json(&document), &mut before);
        document.edition.spans_mut(|span, _| *span = Span { start: span.start + 7, end: span.end + 7 });
        spans(&json(&document), &mut after);
        let moved: Vec<_> = before.iter().map(|(start, end)| (start + 7, end + 7)).collect();
        assert_eq!(after, moved, "{}", document.source.name);
    }
}

#[test]
fn runs_that_change_are_the_runs_that_are_read() {
    for mut document in documents() {
        let (mut read, mut changed): (Vec<Vec<Inline>>, Vec<Vec<Inline>>) = (Vec::new(), Vec::new());
        document.edition.runs(|run| {
            if let Run::Inlines(content) = run {
                read.push(content.to_vec());
            }
        });
        document.edition.runs_mut(|_, content| changed.push(content.clone()));
        assert_eq!(read, changed, "{}", document.source.name);
    }
}
