//! Nouns and ports of Handrail. Knows no async runtime, no HTTP, no window; serde is the only guest.

#[cfg(feature = "bindings")]
pub mod bindings;
mod block;
mod change;
mod diagnostic;
mod documents;
mod endpoints;
mod event;
mod ids;
mod kind;
mod manual;
mod outcome;
mod outputs;
mod ports;
mod profile;
pub mod profile_file;
mod record;
mod run_store;
#[cfg(feature = "schema")]
pub mod schema;
mod secret;
mod setup;
mod template;
mod text;
mod time;
mod tokens;
pub mod users_csv;
mod view;
mod window;

pub use block::*;
pub use change::*;
pub use diagnostic::*;
pub use documents::*;
pub use endpoints::*;
pub use event::*;
pub use ids::*;
pub use kind::*;
pub use manual::*;
pub use outcome::*;
pub use outputs::*;
pub use ports::*;
pub use profile::*;
pub use record::*;
pub use run_store::*;
pub use secret::*;
pub use setup::*;
pub use template::*;
pub use text::*;
pub use time::{Clock, Timestamp};
pub use tokens::*;
pub use view::*;
pub use window::*;
