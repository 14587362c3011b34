use super::*;

/// A few lines of our own in each language, long enough to be told apart.
const FRENCH: &str = "Genève, le 3 août 1911\n\nMon cher ami,\n\nVotre lettre m'a été remise hier à la même heure \
                      où la fête s'achevait ; je l'ai lue près du feu, très ému, après dîner.\n\nÀ bientôt.\n";
const RUSSIAN: &str = "Москва, 4 марта 1920 года\n\nДорогой друг!\n\nВчера получил твоё письмо и сразу сел отвечать. \
                       Снег ещё лежит на крышах, но на солнце уже тепло, и дети бегают без шапок.\n\nТвой Пётр\n";
const CZECH: &str = "Praha, 5. října 1908\n\nMilý příteli,\n\ndnes ráno přišel Váš dopis a já nevím, čím začít. Kůň \
                     se už uzdravil, děti chodí do školy a řeka je znovu plná vody.\n\nVáš Jiří\n";

fn read(bytes: &[u8], encoding: Option<&str>) -> (Source, Vec<Diagnostic>) {
    Source::from_bytes("letter.txt", bytes.to_vec(), encoding).expect("the bytes of a test are text")
}

fn refused(bytes: &[u8], encoding: Option<&str>) -> String {
    Source::from_bytes("letter.txt", bytes.to_vec(), encoding).expect_err("must be refused").to_string()
}

fn encoded(text: &str, label: &str) -> Vec<u8> {
    let (bytes, _, lossy) = Encoding::for_label(label.as_bytes()).expect("a label of the standard").encode(text);
    assert!(!lossy, "{label} cannot hold the text");
    bytes.into_owned()
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

#[test]
fn utf8_is_taken_over_without_a_copy() {
    let bytes = RUSSIAN.as_bytes().to_vec();
    let address = bytes.as_ptr();
    let (source, findings) = Source::from_bytes("letter.txt", bytes, None).expect("UTF-8 is text");
    assert_eq!(source.text.as_ptr(), address);
    assert_eq!(source.text, RUSSIAN);
    assert_eq!((source.origin.encoding.as_str(), source.origin.guessed, source.origin.bom), ("utf-8", false, false));
    assert_eq!(findings, []);
}

#[test]
fn a_mark_decides_and_is_recorded() {
    let mut marked = vec![0xef, 0xbb, 0xbf];
    marked.extend(FRENCH.as_bytes());
    let little = utf16(&format!("\u{feff}{FRENCH}"), u16::to_le_bytes);
    let big = utf16(&format!("\u{feff}{FRENCH}"), u16::to_be_bytes);
    for (bytes, name) in [(marked, "utf-8"), (little, "utf-16le"), (big, "utf-16be")] {
        let (source, findings) = read(&bytes, None);
        assert_eq!(source.text, FRENCH, "{name}");
        assert_eq!((source.origin.encoding.as_str(), source.origin.bom), (name, true));
        assert_eq!(findings, [], "{name}");
    }
}

#[test]
fn older_encodings_are_guessed_and_the_guess_is_reported() {
    let cases = [
        (FRENCH, "windows-1252"),
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "ibm866"),
        (CZECH, "windows-1250"),
        (CZECH, "iso-8859-2"),
    ];
    for (text, label) in cases {
        let (source, findings) = read(&encoded(text, label), None);
        assert_eq!(source.text, text, "{label} was taken for {}", source.origin.encoding);
        assert!(source.origin.guessed);
        assert_eq!(findings.len(), 1);
        assert_eq!((findings[0].rule.as_ref(), findings[0].level), ("encoding/guessed", Level::Warning));
        assert!(findings[0].message.contains(&source.origin.encoding));
        let first = findings[0].span.map(|span| source.slice(span));
        assert!(first.is_some_and(|letter| !letter.is_ascii()), "{label}: the finding shows {first:?}");
    }
}

#[test]
fn signs_without_letters_are_those_of_windows_1252() {
    for text in ["The seeds cost £3.", "“Go,” she said – and went…", "§ 4, at 12° of frost"] {
        let (source, findings) = read(&encoded(text, "windows-1252"), None);
        assert_eq!((source.text.as_str(), source.origin.encoding.as_str()), (text, "windows-1252"));
        assert_eq!(findings[0].rule, "encoding/guessed");
    }
}

#[test]
fn a_guess_needs_only_the_first_letters_beyond_ascii() {
    let text = format!("{}{RUSSIAN}", "plain words\n".repeat(200_000));
    assert_eq!(read(&encoded(&text, "windows-1251"), None).0.text, text);
}

#[test]
fn a_label_forces_an_encoding() {
    for label in ["koi8-r", " KOI8-R ", "windows-1251", "cp866", "iso-8859-5", "utf-8"] {
        let bytes = Encoding::for_label(label.as_bytes()).expect("a label of the standard").encode(RUSSIAN).0;
        let (source, findings) = read(&bytes, Some(label));
        assert_eq!((source.text.as_str(), source.origin.guessed), (RUSSIAN, false), "{label}");
        assert_eq!(findings, []);
    }
    assert_eq!(read(&utf16(FRENCH, u16::to_le_bytes), Some("utf-16le")).0.text, FRENCH);
    // Forced means forced: also where the bytes say otherwise.
    assert_eq!(read("é!".as_bytes(), Some("latin1")).0.text, "Ã©!");
}

#[test]
fn bytes_that_a_forced_encoding_cannot_hold_are_counted_and_placed() {
    let (source, findings) = read(b"Dear S\xe9bastien,\ncaf\xe9\n", Some("utf-8"));
    assert_eq!(source.text, "Dear S\u{fffd}bastien,\ncaf\u{fffd}\n");
    assert_eq!((findings.len(), findings[0].rule.as_ref()), (1, "encoding/malformed"));
    assert_eq!(findings[0].level, Level::Error);
    assert!(findings[0].message.starts_with("2 places"), "{}", findings[0].message);
    assert_eq!(findings[0].span, Some(Span::new(6, 9)));
}

#[test]
fn damaged_utf8_stays_utf8() {
    let mut bytes = RUSSIAN.as_bytes().to_vec();
    let last = bytes.len();
    bytes.insert(last - 1, 0xd0);
    let (source, findings) = read(&bytes, None);
    assert_eq!(source.text, RUSSIAN.replace("Пётр\n", "Пётр\u{fffd}\n"));
    assert_eq!((source.origin.encoding.as_str(), source.origin.guessed), ("utf-8", false));
    assert!(findings[0].message.starts_with("1 place "), "{}", findings[0].message);
}

#[test]
fn a_character_cut_off_at_the_end_is_damage_not_panic() {
    let (source, findings) = read(&[0xff, 0xfe, b'a', 0, b'b'], None);
    assert_eq!(source.text, "a\u{fffd}");
    assert_eq!(findings[0].rule, "encoding/malformed");
}

#[test]
fn unknown_labels_are_refused_with_examples() {
    for label in ["klingon", "", "iso-2022-kr"] {
        let message = refused(b"Dear friend", Some(label));
        assert!(message.contains(&format!("`{label}`")) && message.contains("windows-1251"), "{message}");
    }
}

#[test]
fn what_is_no_text_is_refused_by_name() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    let cases: [(&[u8], &str); 6] = [
        (png, "PNG"),
        (b"PK\x03\x04\x14\0", "DOCX"),
        (b"%PDF-1.7\n%", "PDF"),
        (b"{\\rtf1\\ansi Dear friend}", "RTF"),
        (&[0; 4096], "control characters"),
        (&[0xff, 0xfe, 0, 0, b'a', 0, 0, 0], "UTF-32"),
    ];
    for (bytes, word) in cases {
        let message = refused(bytes, None);
        assert!(message.contains(word), "{message}");
    }
    // A name for the encoding does not make an image a text.
    assert!(refused(png, Some("windows-1252")).contains("PNG"));
    assert!(refused(&utf16(FRENCH, u16::to_le_bytes), None).contains("--encoding utf-16le"));
}

#[test]
fn nothing_to_read_is_refused() {
    assert!(refused(b"", None).contains("is empty"));
    assert!(refused(&[0xef, 0xbb, 0xbf], None).contains("is empty"));
    assert!(refused("  \r\n\t\n\u{a0}\n".as_bytes(), None).contains("only blanks"));
}

#[test]
fn control_characters_and_lost_characters_stay_in_the_text() {
    let text = "Dear\0 friend,\u{b}\u{7} I was\u{fffd} here.\n";
    assert_eq!(read(text.as_bytes(), None).0.text, text);
}

#[test]
fn what_the_system_cannot_read_is_refused() {
    let error = Source::open(Path::new("/nonexistent/letter.txt"), None).expect_err("no such file");
    assert!(matches!(error, SourceError::Io(_)), "{error}");
    // Some systems refuse to open a folder at all.
    let error = Source::open(&std::env::temp_dir(), None).expect_err("a folder");
    assert!(matches!(error, SourceError::Folder | SourceError::Io(_)), "{error}");
}
