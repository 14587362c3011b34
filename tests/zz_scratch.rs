use rubricate::read::dates::{Context, Dates};
use std::fs;
fn walk(p: &str, out: &mut Vec<String>) {
    for e in fs::read_dir(p).unwrap() {
        let p = e.unwrap().path();
        if p.is_dir() {
            walk(p.to_str().unwrap(), out)
        } else if p.extension().is_some_and(|x| x == "json") {
            out.push(p.to_str().unwrap().into())
        }
    }
}
#[test]
fn scratch() {
    let mut files = Vec::new();
    walk("../shared/gold/dev", &mut files);
    walk("../shared/gold/short", &mut files);
    files.sort();
    let (mut n, mut ok) = (0, 0);
    for f in files {
        let v: serde_json::Value = serde_json::from_str(&fs::read_to_string(&f).unwrap()).unwrap();
        let text = fs::read_to_string(f.replace(".json", ".txt")).unwrap();
        let lang = v["lang"].as_str().unwrap_or("und");
        let dates = Dates::for_language(lang);
        let ev = dates.evidence(&text);
        let order = dates.order(&ev);
        let hint = ev.year_hint();
        let context = Context { order, year_hint: hint, ..Context::default() };
        for b in v["blocks"].as_array().unwrap() {
            if b["type"] != "dateline" || b["date_when"].is_null() {
                continue;
            }
            let lines: Vec<&str> = text.lines().collect();
            let (s, e) = (b["line_start"].as_u64().unwrap() as usize, b["line_end"].as_u64().unwrap() as usize);
            let t = lines[s - 1..e].join("\n");
            let d = dates.dateline(&t, 0, &context);
            n += 1;
            let iso = d.date.as_ref().and_then(|d| d.date.edtf.clone());
            let custom = d.date.as_ref().and_then(|d| d.date.custom.clone());
            if iso.as_deref() == b["date_when"].as_str() {
                ok += 1
            } else {
                println!(
                    "MISS {} | {:?} | want {} got {:?} custom {:?} | {:?}",
                    f.rsplit('/').next().unwrap(),
                    t,
                    b["date_when"],
                    iso,
                    custom,
                    d.date.as_ref().map(|d| (d.parts, d.certainty, d.finding.as_ref().map(|f| f.rule.clone())))
                );
            }
        }
    }
    println!("DATES {ok}/{n}");
}
