//! Nouns and ports of Handrail. Knows no async runtime, no HTTP, no window; serde is the only guest.

mod time;

pub use time::{Clock, Timestamp};
