//! SARIF 2.1.0 (OASIS standard), for code scanning.

use super::run::{Run, to_json, told};
use crate::check::found::{Found, FoundFix, Region};
use crate::diagnostic::Level;
use crate::knowledge::rules::rule;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;

pub(super) fn render(run: &Run) -> String {
    let ids: Vec<&str> = run.findings().map(|found| found.rule.as_ref()).collect::<BTreeSet<_>>().into_iter().collect();
    let results: Vec<_> = run.findings().map(|found| result(found, &ids)).collect();
    let failures: Vec<_> =
        run.failures.iter().map(|failure| json!({ "level": "error", "message": { "text": failure } })).collect();
    to_json(&json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "rubricate",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": ids.iter().map(|id| described(id)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": failures.is_empty(),
                "toolExecutionNotifications": failures,
            }],
            "results": results,
        }],
    }))
}

fn described(id: &str) -> Value {
    let Some(rule) = rule(id) else { return json!({ "id": id }) };
    json!({
        "id": id,
        "shortDescription": { "text": rule.summary },
        "help": { "text": rule.markdown, "markdown": rule.markdown },
        "defaultConfiguration": { "level": level(rule.level) },
    })
}

fn result(found: &Found, ids: &[&str]) -> Value {
    let mut result = json!({
        "ruleId": found.rule,
        "ruleIndex": ids.binary_search(&found.rule.as_ref()).ok(),
        "level": level(found.level),
        "message": { "text": told(found) },
        "locations": [location(&found.file, found.place_in_file())],
        "partialFingerprints": { "rubricate/v1": found.fingerprint },
    });
    if found.member.is_none() {
        let related: Vec<_> = found
            .related
            .iter()
            .map(|other| {
                let mut location = location(&found.file, other.place);
                location["message"] = json!({ "text": other.message });
                location
            })
            .collect();
        if !related.is_empty() {
            result["relatedLocations"] = related.into();
        }
        if let Some(fix) = &found.fix {
            result["fixes"] = json!([{ "artifactChanges": [change(&found.file, fix)] }]);
        }
    }
    result
}

fn location(file: &str, place: Region) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri(file) } });
    if let Some(region) = region(place) {
        physical["region"] = region;
    }
    json!({ "physicalLocation": physical })
}

fn region(place: Region) -> Option<Value> {
    Some(json!({
        "startLine": place.line?, "startColumn": place.column?, "endLine": place.end_line?, "endColumn": place.end_column?,
    }))
}

fn change(file: &str, fix: &FoundFix) -> Value {
    let replacements: Vec<_> = fix
        .edits
        .iter()
        .filter_map(|edit| {
            Some(json!({ "deletedRegion": region(edit.place)?, "insertedContent": { "text": edit.replacement } }))
        })
        .collect();
    json!({ "artifactLocation": { "uri": uri(file) }, "replacements": replacements })
}

fn level(level: Level) -> &'static str {
    // The words of SARIF are ours.
    level.name()
}

/// A path as a URI reference (RFC 3986): relative to the working folder, or absolute.
fn uri(file: &str) -> String {
    let mut uri = if file.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in file.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
