//! What can stop a step, before it is put into words.

use std::time::Duration;

use domain::{Diagnostic, KeychainError, Message, StoreError, TokenError};

/// Why a step could not go on.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Problem {
    /// Microsoft, or the way to it.
    #[error(transparent)]
    Microsoft(#[from] microsoft::Error),
    /// The keychain.
    #[error(transparent)]
    Keychain(#[from] KeychainError),
    /// Our own data file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Already diagnosed by an ordered probe.
    #[error("{}", .0.code)]
    Diagnosed(Box<Diagnostic>),
    /// Microsoft needs time; nothing was done that would have to be looked up.
    #[error("waiting: {}", .0.text.id)]
    Waiting(Box<Waiting>),
    /// Accepted by Microsoft, and the replica that was asked does not show it yet: asked again soon.
    #[error("accepted, and not visible yet")]
    NotVisible,
    /// A stored value that this version cannot read: unknown, never repeated (DECISIONS 4).
    #[error("a stored {what} cannot be read: {why}")]
    Unreadable {
        /// What.
        what: &'static str,
        /// Why.
        why: String,
    },
    /// A question of the profile that nobody answered yet.
    #[error("nobody answered {0} yet")]
    Unanswered(domain::QuestionId),
    /// An output that should be known by now is not.
    #[error("{0:?} is not known yet")]
    Missing(domain::Field),
}

/// A wait with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What for, and how long that usually takes.
    pub text: Message,
    /// When this has been so for longer, it is a failure with these words.
    pub limit: Duration,
}

impl From<TokenError> for Problem {
    fn from(error: TokenError) -> Self {
        Self::Microsoft(microsoft::Error::Token(error))
    }
}

impl From<Diagnostic> for Problem {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Diagnosed(Box::new(diagnostic))
    }
}

impl Problem {
    /// A wait of at most a day.
    #[must_use]
    pub fn waiting(text: Message) -> Self {
        Self::Waiting(Box::new(Waiting { text, limit: crate::settle::WAIT_LIMIT }))
    }

    /// Whether a change that ended so may have been made all the same.
    #[must_use]
    pub fn may_have_happened(&self) -> bool {
        match self {
            Self::Microsoft(error) => error.may_have_happened(),
            Self::NotVisible => true,
            Self::Keychain(_)
            | Self::Store(_)
            | Self::Diagnosed(_)
            | Self::Waiting(_)
            | Self::Unreadable { .. }
            | Self::Unanswered(_)
            | Self::Missing(_) => false,
        }
    }

    /// Nobody is signed in, or the sign-in does not cover this: a state, not an error.
    #[must_use]
    pub const fn wants_sign_in(&self) -> bool {
        matches!(self, Self::Microsoft(microsoft::Error::Token(TokenError::NotSignedIn | TokenError::MoreScopes(_))))
    }
}
