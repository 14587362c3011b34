//! What a header says of letters, to be given to those that the text holds.

use crate::steps::step;
use crate::tree::LetterMeta;
use std::collections::{HashMap, VecDeque};

/// Descriptions of letters that are still to come, in the order of the header.
#[derive(Debug, Default)]
pub(crate) struct Described {
    /// `None` once a letter has it.
    all: Vec<Option<LetterMeta>>,
    /// Those that have an id, by it. A document may give one id to several, and chooses its ids itself.
    by_id: HashMap<String, VecDeque<usize>>,
    /// All before this one are taken.
    first: usize,
    left: usize,
}

impl Described {
    /// Adds the description of a letter; one without an id has the id "".
    pub(crate) fn push(&mut self, id: &str, meta: LetterMeta) {
        self.by_id.entry(id.to_owned()).or_default().push_back(self.all.len());
        self.all.push(Some(meta));
        self.left += 1;
    }

    /// Forgets all of them.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Whether all are taken.
    pub(crate) fn is_empty(&self) -> bool {
        self.left == 0
    }

    /// Takes the first that has one of these ids, else the next.
    pub(crate) fn take<'i>(&mut self, ids: impl Iterator<Item = &'i str>) -> Option<LetterMeta> {
        let named = ids.filter_map(|id| self.next_of(id)).min();
        while self.all.get(self.first).is_some_and(Option::is_none) {
            step(1);
            self.first += 1;
        }
        let meta = self.all.get_mut(named.unwrap_or(self.first))?.take();
        self.left -= usize::from(meta.is_some());
        meta
    }

    /// The first of an id that is not taken.
    fn next_of(&mut self, id: &str) -> Option<usize> {
        let waiting = self.by_id.get_mut(id)?;
        while let Some(&nth) = waiting.front() {
            step(1);
            if self.all[nth].is_some() {
                return Some(nth);
            }
            waiting.pop_front();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steps::steps_of;
    use crate::tree::Value;

    /// Descriptions with these ids; each says which it is.
    fn described<'i>(ids: impl IntoIterator<Item = &'i str>) -> Described {
        let mut described = Described::default();
        for (nth, id) in ids.into_iter().enumerate() {
            let place = Some(Value::new(nth.to_string(), None, "test"));
            described.push(id, LetterMeta { place, ..LetterMeta::default() });
        }
        described
    }

    fn taken(described: &mut Described, ids: &[&str]) -> Option<String> {
        described.take(ids.iter().copied()).and_then(|meta| meta.place).map(|place| place.text)
    }

    #[test]
    fn a_letter_has_what_it_points_to_else_the_next() {
        let mut letters = described(["a", "b", "", "c", "b", ""]);
        for (ids, expected) in [
            (&["c", "b"][..], Some("1")),
            (&["none"], Some("0")),
            (&["b"], Some("4")),
            (&["b"], Some("2")),
            (&[""], Some("5")),
            (&[], Some("3")),
            (&["a"], None),
        ] {
            assert!(letters.is_empty() == expected.is_none());
            assert_eq!(taken(&mut letters, ids).as_deref(), expected, "{ids:?}");
        }
    }

    #[test]
    fn many_letters_take_the_time_of_each() {
        let work = |count: usize| {
            let ids: Vec<String> = (0..count).map(|nth| format!("c{nth}")).collect();
            steps_of(|| {
                // From the last to the first, and then letters that point to nothing.
                let mut letters = described(ids.iter().map(String::as_str).chain(std::iter::repeat_n("same", count)));
                ids.iter().rev().for_each(|id| assert!(taken(&mut letters, &[id, "nothing"]).is_some()));
                (0..count).for_each(|_| assert!(taken(&mut letters, &["same"]).is_some()));
                assert!(letters.is_empty());
            })
        };
        let (once, twice) = (work(500), work(1000));
        assert!(once > 500 && twice * 10 <= once * 23, "{once} steps, then {twice}");
    }
}
