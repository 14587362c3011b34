//! A list of letters is well-formed XML, whatever the letters say.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rubricate::tree::Value;
use rubricate::write::{FORMATS, Summary};
use rubricate_fuzz::{assert_xml, document};

fuzz_target!(|bytes: &[u8]| {
    let Some(mut document) = document(bytes) else { return };
    let value = |text: &str| Some(Value::new(text, None, "fuzz"));
    let head = &mut document.edition.head;
    head.collection = head.title.take().or(value("Letters"));
    head.editors = vec![Value::new("Editor", None, "fuzz")];
    head.publisher = value("Press");
    head.identifier = value("https://press.example/letters");
    head.published = value("2024");
    head.licence = value("CC BY 4.0");
    // Without a letter there is no list.
    let cmif = FORMATS.iter().find_map(|format| format.gather).expect("CMIF gathers letters");
    if let Ok(list) = cmif(&[Summary::of(&document)]) {
        assert_xml("cmif", &list.bytes);
    }
});
