//! What the text tells its header.

use std::collections::BTreeSet;

/// What was met on the way and the header must speak of.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Ids of calendars other than the Gregorian.
    pub calendars: BTreeSet<&'static str>,
    /// Roles that `@resp` points to.
    pub roles: BTreeSet<String>,
    /// Language tags in use.
    pub languages: BTreeSet<String>,
    /// Text between quotation marks is marked as such.
    pub has_quotations: bool,
    /// Lost characters that stayed lost.
    pub lost: usize,
    /// Lost characters for which a reading is offered.
    pub repaired: usize,
}
