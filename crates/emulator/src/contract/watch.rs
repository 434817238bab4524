//! Holds every exchange of a test against the contract, both ways, from outside: a service around the emulator's router.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::body::Body;
use http::{HeaderMap, Method, Request, Response, Uri};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::{Service, ServiceExt as _};

use super::{Edition, Operation, Violation, check_request, check_response, contract};

/// One exchange that departs from the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The method.
    pub method: String,
    /// The path as sent, without query.
    pub path: String,
    /// The status of the answer.
    pub status: u16,
    /// What the request does wrong. Empty when only the answer does.
    pub request: Vec<Violation>,
    /// What the answer does wrong.
    pub response: Vec<Violation>,
}

/// What a watched service has seen. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Watching {
    seen: Arc<Mutex<Seen>>,
}

#[derive(Debug, Default)]
struct Seen {
    graph_calls: usize,
    departures: Vec<Exchange>,
}

impl Watching {
    /// Exchanges that depart from the contract, in order. A test asserts that there are none.
    #[must_use]
    pub fn departures(&self) -> Vec<Exchange> {
        self.lock().departures.clone()
    }

    /// How many Graph calls were looked at, so that "no departures" is not the silence of a watch on nothing.
    #[must_use]
    pub fn graph_calls(&self) -> usize {
        self.lock().graph_calls
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn record(&self, exchange: Exchange) {
        let mut seen = self.lock();
        seen.graph_calls += 1;
        if !(exchange.request.is_empty() && exchange.response.is_empty()) {
            seen.departures.push(exchange);
        }
    }
}

/// Watches a service. `mount` is the path in front of Graph's own (`/graph`, or empty when Graph has a host of its own).
pub fn watch<S>(inner: S, mount: &str) -> (Watched<S>, Watching) {
    let watching = Watching::default();
    (Watched { inner, mount: mount.to_owned(), watching: watching.clone() }, watching)
}

/// A service whose Graph exchanges are held against the contract.
#[derive(Debug, Clone)]
pub struct Watched<S> {
    inner: S,
    mount: String,
    watching: Watching,
}

impl<S, B> Service<Request<B>> for Watched<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
    B: hyper::body::Body<Data = bytes::Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let request = request.map(Body::new);
        let (inner, mount, watching) = (self.inner.clone(), self.mount.clone(), self.watching.clone());
        Box::pin(async move {
            let Some((edition, path)) = graph_path(request.uri(), &mount) else {
                return inner.oneshot(request).await;
            };
            let (parts, body) = request.into_parts();
            let sent = collect(body).await;
            let (method, uri) = (parts.method.clone(), parts.uri.clone());
            let answer = inner.oneshot(Request::from_parts(parts, Body::from(sent.clone()))).await?;
            let (parts, body) = answer.into_parts();
            let received = collect(body).await;
            let status = parts.status.as_u16();
            let about = About { edition, path: &path, method: &method, query: &query(&uri) };
            about.judge(&watching, &sent, status, Some(&parts.headers), &received);
            if path.ends_with("/$batch") {
                judge_parts(&watching, edition, &sent, &received);
            }
            Ok(Response::from_parts(parts, Body::from(received)))
        })
    }
}

struct About<'a> {
    edition: Edition,
    path: &'a str,
    method: &'a Method,
    query: &'a [(String, String)],
}

impl About<'_> {
    fn judge(&self, watching: &Watching, sent: &[u8], status: u16, headers: Option<&HeaderMap>, received: &[u8]) {
        let (request, mut response) = match contract().find(self.edition, self.method, self.path) {
            Some(found) => (
                check_request(found.operation, self.query, sent_body(found.operation, sent).as_ref()),
                check_response(found.operation, status, body_of(received, headers).as_ref()),
            ),
            None => (vec![Violation::UnknownOperation], Vec::new()),
        };
        if let Some(headers) = headers {
            let missing = ["request-id", "client-request-id", "date"].into_iter();
            response.extend(missing.filter(|name| !headers.contains_key(*name)).map(Violation::MissingHeader));
        }
        watching.record(Exchange {
            method: self.method.to_string(),
            path: self.path.to_owned(),
            status,
            request,
            response,
        });
    }
}

/// A package is a text to the contract, which does not look inside.
fn sent_body(operation: &Operation, sent: &[u8]) -> Option<Value> {
    let json = serde_json::from_slice(sent).ok();
    let other = !sent.is_empty() && !operation.takes_json();
    json.or_else(|| other.then(|| Value::String(String::from_utf8_lossy(sent).into_owned())))
}

fn body_of(received: &[u8], headers: Option<&HeaderMap>) -> Option<Value> {
    if received.is_empty() {
        return None;
    }
    let json = headers.is_none_or(|headers| {
        let kind = headers.get(http::header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        kind.is_some_and(|kind| kind.contains("json"))
    });
    match json {
        true => serde_json::from_slice(received).ok(),
        false => Some(Value::String(String::from_utf8_lossy(received).into_owned())),
    }
}

fn judge_parts(watching: &Watching, edition: Edition, sent: &[u8], received: &[u8]) {
    let list = |bytes: &[u8], key: &str| {
        let body: Option<Value> = serde_json::from_slice(bytes).ok();
        body.and_then(|body| body.get(key)?.as_array().cloned()).unwrap_or_default()
    };
    let answers = list(received, "responses");
    for part in list(sent, "requests") {
        let Some(answer) = answers.iter().find(|answer| answer.get("id") == part.get("id")) else {
            continue;
        };
        let method = part.get("method").and_then(Value::as_str).unwrap_or_default();
        let Ok(method) = Method::from_bytes(method.as_bytes()) else {
            continue;
        };
        let url = part.get("url").and_then(Value::as_str).unwrap_or_default();
        let (path, options) = url.split_once('?').unwrap_or((url, ""));
        let bytes = |value: Option<&Value>| match value {
            Some(Value::Null) | None => Vec::new(),
            Some(value) => value.to_string().into_bytes(),
        };
        let status = answer.get("status").and_then(Value::as_u64).and_then(|status| status.try_into().ok());
        let about = About { edition, path, method: &method, query: &pairs(options) };
        about.judge(watching, &bytes(part.get("body")), status.unwrap_or(0), None, &bytes(answer.get("body")));
    }
}

fn graph_path(uri: &Uri, mount: &str) -> Option<(Edition, String)> {
    let rest = uri.path().strip_prefix(mount)?;
    let (edition, rest) = match rest.strip_prefix("/v1.0/") {
        Some(rest) => (Edition::V1, rest),
        None => (Edition::Beta, rest.strip_prefix("/beta/")?),
    };
    Some((edition, format!("/{}", rest.strip_prefix("myorganization/").unwrap_or(rest))))
}

fn query(uri: &Uri) -> Vec<(String, String)> {
    pairs(uri.query().unwrap_or_default())
}

fn pairs(text: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

async fn collect(body: Body) -> bytes::Bytes {
    // The emulator's bodies are in memory; a broken one reads as empty and is judged so.
    body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default()
}
