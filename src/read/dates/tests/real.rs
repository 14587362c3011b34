//! The dates of real texts, where these are at hand.

use crate::read::dates::{DateContext, infer_years};
use crate::read::languages::Languages;
use crate::tree::Edtf;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Texts beside the repository that are not part of it. Where they must be, they are.
fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var_os("RUBRICATE_REQUIRE_SHARED").is_none(), "{} is missing", path.display());
    // Past the harness, which hides what passing tests print.
    let _ = writeln!(std::io::stderr(), "SKIPPED: no {}", path.display());
    None
}

fn files(dir: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> =
        std::fs::read_dir(dir).expect("the folder is readable").flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "json") {
            found.push(path);
        }
    }
}

#[test]
fn every_date_of_the_seeds_and_no_other() {
    let Some(gold) = shared("seeds/gold") else { return };
    let mut paths = Vec::new();
    files(&gold, &mut paths);
    let mut faults = Vec::new();
    for path in paths {
        let json: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let text = std::fs::read_to_string(shared(&format!("seeds/{name}.txt")).unwrap()).unwrap();
        let dates = Languages::builtin().dates("en");
        let mut found = Vec::new();
        let mut base = 0;
        for line in text.split_inclusive('\n') {
            found.extend(dates.find(line, base, &DateContext::default()));
            base += line.len() as u32;
        }
        infer_years(&mut found, &DateContext::default(), &mut None);
        let got: Vec<_> = found
            .iter()
            .map(|date| {
                (
                    date.span.start,
                    date.span.end,
                    date.date.edtf.as_ref().map(Edtf::to_string),
                    text[date.span.range()].to_owned(),
                )
            })
            .collect();
        let wanted: Vec<_> = json["inline"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|item| item["type"] == "date")
            .map(|item| {
                let at = |key: &str| u32::try_from(item[key].as_u64().unwrap()).unwrap();
                let edtf = item["attrs"]["edtf"].as_str().map(str::to_owned);
                (at("file_byte_start"), at("file_byte_end"), edtf, item["text"].as_str().unwrap().to_owned())
            })
            .collect();
        faults.extend(wanted.iter().filter(|date| !got.contains(date)).map(|date| format!("{name}: missed {date:?}")));
        faults
            .extend(got.iter().filter(|date| !wanted.contains(date)).map(|date| format!("{name}: invented {date:?}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn datelines_of_real_letters() {
    let Some(gold) = shared("gold/dev") else { return };
    let mut paths = Vec::new();
    files(&gold, &mut paths);
    let (mut right, mut as_written, mut all) = (0, 0, 0);
    let mut faults = Vec::new();
    let mut by_collection = std::collections::BTreeMap::<String, (u32, u32, u32)>::new();
    for path in paths {
        let json: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let lang = json["lang"].as_str().unwrap();
        // A year near the letter, as the metadata of an edition gives it, only for the century.
        let year_hint = json["meta"]["date"].as_str().and_then(|date| date.get(..4)?.parse().ok());
        for block in json["blocks"].as_array().unwrap() {
            let (Some(text), Some(when)) = (block["text"].as_str(), block["date_when"].as_str()) else { continue };
            if block["type"] != "dateline" {
                continue;
            }
            let context = DateContext { year_hint, ..DateContext::default() };
            let line = Languages::builtin().dates(lang).dateline(text, 0, &context);
            let date = line.date.map(|found| found.date).unwrap_or_default();
            let row = by_collection.entry(json["collection"].as_str().unwrap().to_owned()).or_default();
            let equal = date.edtf.as_ref().map(Edtf::as_str) == Some(when);
            let written = equal || date.custom.as_deref() == Some(when);
            row.0 += u32::from(equal);
            row.1 += u32::from(written);
            row.2 += 1;
            right += u32::from(equal);
            as_written += u32::from(written);
            all += 1;
            if !written {
                faults.push(format!("{lang} {text:?}: {when}, got {:?}", date.edtf));
            }
        }
    }
    // Editions give the older half of a dual date; the value here is the Gregorian one, the other is kept beside it.
    let report = format!(
        "value {right}, value or date as written {as_written}, of {all}: {by_collection:?}\n{}",
        faults.join("\n")
    );
    assert!(f64::from(as_written) >= 0.95 * f64::from(all) && f64::from(right) >= 0.9 * f64::from(all), "{report}");
}
