//! What a line holds, as bits.

pub(crate) const SALUTE: u16 = 1;
pub(crate) const CLOSE: u16 = 2;
pub(crate) const DATE: u16 = 4;
pub(crate) const NAME: u16 = 8;
pub(crate) const INITIALS: u16 = 16;
pub(crate) const HEADING: u16 = 32;
pub(crate) const POSTSCRIPT: u16 = 64;
pub(crate) const STREET: u16 = 128;
pub(crate) const TITLE: u16 = 256;
pub(crate) const ADDRESS: u16 = 512;
pub(crate) const NUMBER: u16 = 1024;
pub(crate) const ONLY_DATE: u16 = 2048;
/// A greeting and nothing else, of words that greet in sentences too.
pub(crate) const GREETING: u16 = 4096;
