//! What goes wrong between us and Microsoft, kept apart: no answer, an answer that says no, an answer that is none.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::{ApiId, Timestamp, TokenError};

use crate::TransportError;

/// Why a call did not give what it should.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There is no token for it.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// No answer came.
    #[error("{operation}: no answer ({source})")]
    Lost {
        /// The operation's name.
        operation: &'static str,
        /// What the transport says.
        source: TransportError,
    },
    /// Microsoft refused.
    #[error("{}: refused with {} {:?}", .0.operation, .0.status, .0.codes)]
    Refused(Box<Refusal>),
    /// An answer that is not what Microsoft answers: HTML, truncated, not JSON, a missing member.
    #[error("{operation}: unreadable answer ({why})")]
    Unreadable {
        /// The operation's name.
        operation: &'static str,
        /// HTTP status.
        status: u16,
        /// What is wrong with it.
        why: String,
        /// `request-id`, if there was one.
        request_id: Option<String>,
    },
    /// The address leads to another host than the token is for (DECISIONS 15).
    #[error("{operation}: the answer leads to {host}, where this token must not go")]
    ForeignHost {
        /// The operation's name.
        operation: &'static str,
        /// Which host.
        host: String,
    },
    /// A write through a client that may only read. Cannot happen by type; the second lock.
    #[error("{operation}: refused, this client only reads")]
    ReadOnly {
        /// The operation's name.
        operation: &'static str,
    },
    /// PowerShell did not do it.
    #[error(transparent)]
    PowerShell(#[from] crate::teams::PowerShellError),
}

/// A refusal with its ids; never a body.
#[derive(Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Which API.
    pub api: ApiId,
    /// The operation's name, e.g. `POST /applications`.
    pub operation: &'static str,
    /// HTTP status.
    pub status: u16,
    /// Code chain, outermost first.
    pub codes: Vec<String>,
    /// Microsoft's sentence: only for matching where codes cannot tell cases apart, never shown or logged.
    pub text: String,
    /// What Azure names beside: `action` and `scope` that no role of the caller covers, `policies` that forbid.
    pub named: BTreeMap<&'static str, String>,
    /// `request-id`; Azure's `x-ms-request-id`.
    pub request_id: Option<String>,
    /// `client-request-id`.
    pub client_request_id: Option<String>,
    /// What `Retry-After` asked for.
    pub retry_after: Option<Duration>,
    /// Claims of a challenge, decoded.
    pub claims: Option<String>,
    /// When.
    pub at: Timestamp,
}

impl std::fmt::Debug for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Refusal")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("codes", &self.codes)
            .field("request_id", &self.request_id)
            .finish_non_exhaustive()
    }
}

impl Error {
    /// The refusal, if it is one.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// Refused with that status.
    #[must_use]
    pub fn is_status(&self, status: u16) -> bool {
        self.refusal().is_some_and(|refusal| refusal.status == status)
    }

    /// Refused with that code anywhere in the chain.
    #[must_use]
    pub fn has_code(&self, code: &str) -> bool {
        self.refusal().is_some_and(|refusal| refusal.codes.iter().any(|c| c.eq_ignore_ascii_case(code)))
    }

    /// Microsoft's sentence holds this (case-insensitive).
    #[must_use]
    pub fn says(&self, part: &str) -> bool {
        self.refusal().is_some_and(|refusal| refusal.text.to_ascii_lowercase().contains(&part.to_ascii_lowercase()))
    }

    /// Whether a write that ended so may have happened: it must be looked up before it is sent again.
    #[must_use]
    pub fn may_have_happened(&self) -> bool {
        match self {
            Self::Lost { source, .. } => source.sent,
            Self::Refused(refusal) => refusal.status >= 500,
            Self::Unreadable { .. } => true,
            Self::PowerShell(error) => error.may_have_happened(),
            Self::Token(_) | Self::ForeignHost { .. } | Self::ReadOnly { .. } => false,
        }
    }
}

/// Makes `Option` out of "not found".
pub(crate) fn found<T>(result: Result<T, Error>) -> Result<Option<T>, Error> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.is_status(404) => Ok(None),
        Err(error) => Err(error),
    }
}
