//! What can go wrong with the emulator itself. What goes wrong inside the imitation is an answer, not an error.

/// The emulator could not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// No scenario of that name.
    #[error("there is no scenario `{0}`")]
    UnknownScenario(String),
    /// The scenario's data cannot be read.
    #[error("scenario `{name}`: {reason}")]
    BrokenScenario {
        /// Its name.
        name: String,
        /// Where and why.
        reason: String,
    },
    /// The snapshot, key or port cannot be read or written.
    #[error("the practice tenant's files: {0}")]
    Files(#[from] std::io::Error),
    /// The snapshot is there but is not one.
    #[error("the practice tenant's snapshot cannot be read: {0}")]
    BrokenSnapshot(serde_json::Error),
    /// The snapshot was written by a newer Handrail.
    #[error("the practice tenant's snapshot has format {found}, this Handrail knows {known}")]
    NewerSnapshot {
        /// Format found.
        found: u32,
        /// Newest format known.
        known: u32,
    },
    /// The signing key cannot be made or read.
    #[error("the practice tenant's signing key cannot be made or read")]
    SigningKey,
    /// The person to sign in without asking is not in the scenario.
    #[error("the scenario has no account `{0}`")]
    UnknownAccount(String),
    /// The certificate or private key for TLS cannot be used.
    #[error("TLS: {0}")]
    Tls(String),
    /// An address that cannot be used.
    #[error("`{0}` is not an address that the emulator can serve")]
    Address(String),
}

/// A write was not saved and has been taken back; it is answered 503.
#[derive(Debug, thiserror::Error)]
#[error("the practice tenant could not be saved: {0}")]
pub struct Unsaved(#[from] pub std::io::Error);
