//! The real transport: reqwest with the OS trust store, the system's proxy, and no redirects.

use std::time::Duration;

use async_trait::async_trait;
use domain::Endpoints;

use crate::transport::host_of;
use crate::{Request, Response, Transport, TransportError, TransportErrorKind};

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(15);
/// How long a whole exchange may take; Graph answers in seconds, Azure's creations are polled.
const EXCHANGE: Duration = Duration::from_secs(100);

/// HTTP over the network.
pub struct Wire(reqwest::Client);

impl Wire {
    /// Makes the client. The extra CA of a test installation is trusted by this client only.
    ///
    /// # Errors
    /// When the CA is not PEM, or the platform's TLS cannot be set up.
    pub fn new(endpoints: &Endpoints) -> Result<Self, TransportError> {
        let other = |error: reqwest::Error| TransportError {
            kind: TransportErrorKind::Other,
            detail: error.to_string(),
            host: None,
            sent: false,
        };
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("Handrail/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT)
            .timeout(EXCHANGE);
        if let Some(ca) = &endpoints.ca {
            let extra = reqwest::Certificate::from_pem_bundle(ca.as_bytes()).map_err(other)?;
            builder = builder.tls_certs_merge(extra);
        }
        if [&endpoints.login, &endpoints.graph, &endpoints.azure].into_iter().all(domain::is_loopback) {
            // A proxy cannot reach this computer's own loopback.
            builder = builder.no_proxy();
        }
        builder.build().map(Self).map_err(other)
    }
}

#[async_trait]
impl Transport for Wire {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let host = host_of(request.uri());
        let failed = |error: &reqwest::Error| TransportError { host: host.clone(), ..classify(error) };
        let request = reqwest::Request::try_from(request).map_err(|error| failed(&error))?;
        let answer = self.0.execute(request).await.map_err(|error| failed(&error))?;
        let mut head = http::Response::builder().status(answer.status()).version(answer.version());
        for (name, value) in answer.headers() {
            head = head.header(name, value);
        }
        let body = answer.bytes().await.map_err(|error| TransportError { sent: true, ..failed(&error) })?;
        head.body(body).map_err(|error| TransportError {
            kind: TransportErrorKind::Other,
            detail: error.to_string(),
            host: host.clone(),
            sent: true,
        })
    }
}

/// Tells the stages apart. reqwest keeps them in its chain of sources only, so their texts are looked at, innermost
/// last; what cannot be told is `Other` and treated as sent.
fn classify(error: &reqwest::Error) -> TransportError {
    let mut chain = Vec::new();
    let mut source: Option<&dyn std::error::Error> = std::error::Error::source(error);
    while let Some(inner) = source {
        chain.push(inner.to_string());
        source = inner.source();
    }
    let detail = chain.last().cloned().unwrap_or_else(|| without_url(error));
    let all = chain.join(" / ").to_ascii_lowercase();
    let kind = if all.contains("dns error") || all.contains("failed to lookup") {
        TransportErrorKind::Dns
    } else if all.contains("proxy authorization required") || all.contains("proxy authentication required") {
        TransportErrorKind::ProxyPassword
    } else if all.contains("certificate") || all.contains("tls") || all.contains("handshake") {
        TransportErrorKind::Tls { untrusted: all.contains("unknownissuer") || all.contains("unknown issuer") }
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_body() || error.is_decode() || error.is_request() {
        TransportErrorKind::Interrupted
    } else {
        TransportErrorKind::Other
    };
    let sent = !matches!(
        kind,
        TransportErrorKind::Dns
            | TransportErrorKind::Connect
            | TransportErrorKind::Tls { .. }
            | TransportErrorKind::ProxyPassword
    ) && !error.is_connect();
    TransportError { kind, detail, host: None, sent }
}

/// reqwest's texts name the URL, and a URL may hold a code.
fn without_url(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    if let Some(url) = error.url() {
        text = text.replace(url.as_str(), url.host_str().unwrap_or("the server"));
    }
    text
}
