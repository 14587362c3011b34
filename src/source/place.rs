//! From lines and characters, in which parsers tell places, to bytes.

use std::collections::{BTreeMap, BTreeSet};

/// Line and character of a place, both from 1; lines end at line feeds.
pub(crate) type Place = (u32, u32);

/// Byte of a place. What lies behind the end of its line is that end.
pub(crate) fn byte_of(text: &str, place: Place) -> usize {
    bytes_of(text, &BTreeSet::from([place]))[&place]
}

/// Bytes of many places, in one walk through the text.
pub(crate) fn bytes_of(text: &str, places: &BTreeSet<Place>) -> BTreeMap<Place, usize> {
    let (mut at, mut line, mut column) = (0, 1, 1);
    let mut bytes = BTreeMap::new();
    for &place in places {
        while line < place.0 {
            at = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
            (line, column) = if at == text.len() { (place.0, 1) } else { (line + 1, 1) };
        }
        while column < place.1
            && let Some(c) = text[at..].chars().next().filter(|c| *c != '\n')
        {
            at += c.len_utf8();
            column += 1;
        }
        bytes.insert(place, at);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_from_one_and_never_run_out() {
        let text = "a\u{e4}b\r\n\nc";
        let places = [(0, 0), (1, 1), (1, 2), (1, 3), (1, 9), (2, 1), (2, 7), (3, 1), (3, 2), (9, 1), (9, 9)];
        let all = bytes_of(text, &BTreeSet::from(places));
        let bytes: Vec<_> = places.iter().map(|place| all[place]).collect();
        assert_eq!(bytes, [0, 0, 1, 3, 5, 6, 6, 7, 8, 8, 8]);
        assert!(places.iter().all(|place| byte_of(text, *place) == all[place]));
    }
}
