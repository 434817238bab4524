//! Sentences put together from parts, for what is expected and what was seen.

use domain::{Message, msg};

/// Names written out; of a longer list the first ones, and how many more there are.
const NAMED: usize = 5;

/// One statement after the other.
pub(crate) fn together(first: Message, others: impl IntoIterator<Item = Message>) -> Message {
    others.into_iter().fold(first, |first, second| msg("seen-and").message("first", first).message("second", second))
}

/// "A, B and C", or "A, B, C, D, E and 7 more".
pub(crate) fn names(all: &[String]) -> Message {
    match all.len().checked_sub(NAMED) {
        None | Some(0) => msg("value-list").list("values", all.to_vec()),
        Some(more) => msg("value-list-more").list("values", all[..NAMED].to_vec()).count("count", more),
    }
}
