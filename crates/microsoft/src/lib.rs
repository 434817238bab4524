//! Typed clients for Microsoft's services: one method per call we make, over one trait [`Transport`].
//!
//! Knows no profiles, no wizards, and nothing at rest. Only this crate names reqwest.

pub mod azure;
mod caller;
mod error;
pub mod graph;
mod refused;
pub mod teams;
mod transport;
mod webhook;
mod wire;

pub use azure::Azure;
pub use caller::{Authority, CallLog, Mode, Read, Write};
pub use error::{Error, Refusal};
pub use graph::{Connection, Graph};
pub use teams::Teams;
pub use transport::{InProcess, Request, Response, Transport, TransportError, TransportErrorKind};
pub use webhook::{Reach, Webhook, WebhookAnswer, WebhookError};
pub use wire::Wire;
