//! Looks for secrets where none may be: in files, in output, in arguments and environments of processes; as they are, in
//! base64 at every offset, in base64url, and in hex.
//!
//! Knows no room of ours: what is looked for comes from whoever saw it pass, and from what every key and token begins with.

mod key;
mod needles;
mod watch;

pub use needles::Needles;
pub use watch::{Processes, Watch};
