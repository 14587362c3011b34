//! MB/s of reading and of writing TEI, and whether time grows with the text alone.
//!
//! `cargo bench --bench throughput [-- 1 10]` (sizes in MB; default 1, 10, 100). No harness: one table, best of three runs.
//! Short letters are a dateline, a greeting, a paragraph and a closing each; most of their lines need a decision.

#![allow(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
#![allow(clippy::print_stdout, reason = "the table is what this program is for")]

use rubricate::Document;
use rubricate::read::{self, ReadOptions};
use rubricate::source::Source;
use rubricate::write::{FORMATS, WriteOptions};
use std::time::{Duration, Instant};

/// Letters to repeat: what reading meets most, and a bit of everything else.
const LETTERS: &[&str] = &[
    include_str!("../examples/modern-english.txt"),
    include_str!("../examples/brackets.txt"),
    include_str!("../examples/long-s.txt"),
];

/// A letter without its second and further paragraphs.
fn short(letter: &str) -> String {
    let groups: Vec<&str> = letter.trim().split("\n\n").collect();
    let body = groups.iter().rposition(|group| group.len() > 120).expect("a letter has a paragraph");
    [&groups[..3], &groups[body + 1..]].concat().join("\n\n") + "\n"
}

/// Whole letters, one after the other, until there are so many bytes.
fn text(letters: &[String], bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 4096);
    for letter in letters.iter().cycle() {
        if text.len() >= bytes {
            break;
        }
        text.push_str(letter);
        text.push_str("\n\n");
    }
    text
}

/// The best of three runs, and what the last one gave.
fn best<T>(mut run: impl FnMut() -> T) -> (Duration, T) {
    let mut timed = || {
        let start = Instant::now();
        let out = run();
        (start.elapsed(), out)
    };
    let (first, second) = (timed().0, timed().0);
    let (third, out) = timed();
    (first.min(second).min(third), out)
}

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1, 10, 100] } else { sizes };
    let tei = FORMATS.iter().find(|format| format.name == "tei").expect("TEI is one of the formats");
    println!(
        "{:14} {:>8} {:>12} {:>12} {:>12} {:>12}",
        "text", "MB", "read MB/s", "TEI MB/s", "both MB/s", "ms per MB"
    );
    let letters: Vec<String> = LETTERS.iter().copied().map(str::to_owned).collect();
    let texts = [("short letters", letters.iter().map(|letter| short(letter)).collect()), ("letters", letters)];
    for (size, (name, letters)) in sizes.iter().flat_map(|size| texts.iter().map(move |text| (size, text))) {
        let source = Source::new("bench.txt", text(letters, size * 1_000_000));
        let (reading, edition) =
            best(|| read::text(&source, &ReadOptions::default()).expect("letters of our own can be read").edition);
        let document = Document { source, edition };
        let mut options = WriteOptions::default();
        options.source_date_epoch = Some(0);
        let (writing, written) = best(|| (tei.write)(&document, &options).expect("they can be written"));
        assert!(written.bytes.len() > document.source.text.len(), "the TEI holds the text");
        let megabytes = document.source.text.len() as f64 / 1e6;
        let speed = |time: Duration| megabytes / time.as_secs_f64();
        let both = reading + writing;
        println!(
            "{name:14} {megabytes:8.1} {:12.1} {:12.1} {:12.1} {:12.1}",
            speed(reading),
            speed(writing),
            speed(both),
            both.as_secs_f64() * 1000.0 / megabytes
        );
    }
}
