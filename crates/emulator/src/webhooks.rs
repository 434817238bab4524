//! Calls to other people's endpoints: the only ones that the emulator makes. It makes them through a port, so that it names no
//! HTTP client and has no way to a real tenant; whoever starts it decides what may be reached.

use std::time::Duration;

use async_trait::async_trait;
use url::Url;

/// Bytes of an answer that are looked at; a validation token is far shorter.
pub const LARGEST_ANSWER: usize = 16 * 1024;

/// POSTs to notification endpoints. Never follows a redirect, and reads no more than [`LARGEST_ANSWER`] of an answer.
#[async_trait]
pub trait Webhooks: Send + Sync {
    /// Sends one request and waits for its answer.
    ///
    /// # Errors
    /// When there is no answer.
    async fn post(&self, post: Post) -> Result<Answer, Unreachable>;
}

/// One request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Where to, with its query.
    pub url: Url,
    /// `Content-Type` of the body.
    pub content_type: &'static str,
    /// The body.
    pub body: String,
    /// How long the whole exchange may take.
    pub within: Duration,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status; a redirect is an answer like any other.
    pub status: u16,
    /// `Content-Type`, empty when there is none.
    pub content_type: String,
    /// The body, cut at [`LARGEST_ANSWER`].
    pub body: Vec<u8>,
}

/// Why nothing came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreachable {
    /// The address is none that may be called from here.
    #[error("this address is not called")]
    OutOfReach,
    /// It took too long.
    #[error("no answer in time")]
    Late,
    /// Nobody there, no TLS with them, or the connection broke.
    #[error("no connection")]
    Failed,
}
