//! Counts what is sent, for the last line of a run.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use http::Method;
use microsoft::{Request, Response, Transport, TransportError};

/// How many requests were sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Requests {
    /// In all, sign-in included. What PowerShell does is not seen from here.
    pub all: u32,
    /// Those that may change something.
    pub writes: u32,
}

/// The counters of a desk.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    all: AtomicU32,
    writes: AtomicU32,
}

impl Counters {
    pub(crate) fn so_far(&self) -> Requests {
        Requests { all: self.all.load(Ordering::Relaxed), writes: self.writes.load(Ordering::Relaxed) }
    }
}

/// A transport with counters.
pub(crate) struct Counted<T> {
    pub inner: T,
    pub counters: Arc<Counters>,
}

/// Posting to a token endpoint asks for tokens and changes nothing.
fn writes(request: &Request) -> bool {
    !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
        && !request.uri().path().contains("/oauth2/")
}

#[async_trait]
impl<T: Transport> Transport for Counted<T> {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.counters.all.fetch_add(1, Ordering::Relaxed);
        if writes(&request) {
            self.counters.writes.fetch_add(1, Ordering::Relaxed);
        }
        self.inner.send(request).await
    }
}
