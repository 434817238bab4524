//! One HTTP exchange: the seam below which nothing of ours is replaced in tests.

use async_trait::async_trait;
use bytes::Bytes;
use http_body_util::{BodyExt, Full};

/// A request with its whole body.
pub type Request = http::Request<Bytes>;
/// An answer with its whole body.
pub type Response = http::Response<Bytes>;

/// Sends one request and returns its answer, whatever its status. No retries, no redirects.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Sends.
    async fn send(&self, request: Request) -> Result<Response, TransportError>;
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind:?}: {detail}")]
pub struct TransportError {
    /// What stage failed.
    pub kind: TransportErrorKind,
    /// The system's or library's words.
    pub detail: String,
    /// Who was asked: host, with its port where that is unusual. `None` when it did not come to asking.
    pub host: Option<String>,
    /// Whether the request may have reached the server: if so, it must be looked up before it is sent again.
    pub sent: bool,
}

/// Stages at which an exchange fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportErrorKind {
    /// The host's name could not be resolved.
    Dns,
    /// Nothing accepted the connection.
    Connect,
    /// TLS failed.
    Tls {
        /// The issuer is not trusted on this computer: usually TLS inspection.
        untrusted: bool,
    },
    /// No answer in time.
    Timeout,
    /// A proxy wants a password (407).
    ProxyPassword,
    /// The connection ended before the whole answer was there.
    Interrupted,
    /// Anything else.
    Other,
}

/// Host, and port where the address names one; never a path or a query, which may hold a code.
pub(crate) fn host_of(uri: &http::Uri) -> Option<String> {
    let port = uri.port_u16().map(|port| format!(":{port}")).unwrap_or_default();
    uri.host().map(|host| format!("{host}{port}"))
}

/// A transport over any `tower` service, in the same process: no sockets, no second clock.
pub struct InProcess<S>(S);

impl<S> InProcess<S> {
    /// Wraps the service.
    pub const fn new(service: S) -> Self {
        Self(service)
    }
}

#[async_trait]
impl<S, B> Transport for InProcess<S>
where
    S: tower_service::Service<http::Request<Full<Bytes>>, Response = http::Response<B>> + Clone + Send + Sync,
    S::Future: Send,
    S::Error: std::fmt::Display + Send,
    B: http_body::Body + Send,
    B::Data: Send,
    B::Error: std::fmt::Display + Send,
{
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let host = host_of(request.uri());
        let lost = |detail: String| TransportError {
            kind: TransportErrorKind::Interrupted,
            detail,
            host: host.clone(),
            sent: true,
        };
        let mut service = self.0.clone();
        let answer = service.call(request.map(Full::new)).await.map_err(|error| lost(error.to_string()))?;
        let (head, body) = answer.into_parts();
        let body = body.collect().await.map_err(|error| lost(error.to_string()))?.to_bytes();
        Ok(Response::from_parts(head, body))
    }
}
