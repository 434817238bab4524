//! The pipeline between a typed method and the transport: token, ids, host check, throttling, reading of errors.
//! Retrying, paging and redaction are here and nowhere else.

use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use domain::{
    Api, ApiId, AppCredential, AppTokens, AzureApi, CallView, ChangeId, Clock, GraphApi, Random, Token, TokenError,
    TokenSource, UserRef,
};
use http::{HeaderMap, Method, StatusCode, header};
use serde_json::Value;
use url::Url;

use crate::refused::{header_text, refusal};
use crate::{Error, Refusal, Request, Response, Transport, TransportErrorKind};

/// May only read: what `inspect` is given.
#[derive(Clone, Copy)]
pub struct Read;
/// May write: what `apply` and `undo` are given.
#[derive(Clone, Copy)]
pub struct Write;

/// Read or write, as a type.
pub trait Mode: Clone + Copy + Send + Sync + 'static {
    /// Whether the transport lets writes through (the second lock of DECISIONS 2).
    const WRITES: bool;
}
impl Mode for Read {
    const WRITES: bool = false;
}
impl Mode for Write {
    const WRITES: bool = true;
}

/// Whose token a call carries.
#[derive(Clone)]
pub enum Authority {
    /// The signed-in admin's.
    Admin(Arc<dyn TokenSource>),
    /// Another person's, who signed in for one change.
    Person(Arc<dyn TokenSource>, Box<UserRef>),
    /// The app's own, proved with its certificate.
    App(Arc<dyn AppTokens>, AppCredential),
}

/// An API that a [`Caller`] reaches: how its tokens are had, and what its headers are called.
#[async_trait]
pub(crate) trait Reached: Api + Sized {
    /// Microsoft's id of a request.
    const REQUEST_ID: &'static str;
    /// Ours, sent with it.
    const CLIENT_REQUEST_ID: &'static str;
    /// Asks for ours to be answered too.
    const RETURN_ID: &'static str;

    /// A token for a call that needs these scopes.
    async fn token(authority: &Authority, scopes: &[&str]) -> Result<Token<Self>, TokenError>;
}

#[async_trait]
impl Reached for GraphApi {
    const REQUEST_ID: &'static str = "request-id";
    const CLIENT_REQUEST_ID: &'static str = "client-request-id";
    const RETURN_ID: &'static str = "return-client-request-id";

    async fn token(authority: &Authority, scopes: &[&str]) -> Result<Token<Self>, TokenError> {
        match authority {
            Authority::Admin(tokens) => tokens.graph(scopes).await,
            Authority::Person(tokens, user) => tokens.graph_as(user, scopes).await,
            Authority::App(tokens, credential) => tokens.graph(credential, false).await,
        }
    }
}

#[async_trait]
impl Reached for AzureApi {
    const REQUEST_ID: &'static str = "x-ms-request-id";
    const CLIENT_REQUEST_ID: &'static str = "x-ms-client-request-id";
    const RETURN_ID: &'static str = "x-ms-return-client-request-id";

    async fn token(authority: &Authority, _: &[&str]) -> Result<Token<Self>, TokenError> {
        match authority {
            Authority::Admin(tokens) => tokens.azure().await,
            // Neither an app of a set-up nor another person has anything to do in Azure.
            Authority::Person(..) | Authority::App(..) => Err(TokenError::NotSignedIn),
        }
    }
}

/// The calls made, without secrets: "details for experts", and the report's request ids.
#[derive(Clone, Default)]
pub struct CallLog(Arc<Mutex<Vec<CallView>>>);

impl CallLog {
    /// Adds one.
    pub fn push(&self, call: CallView) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(call);
    }

    /// All so far; they stay.
    #[must_use]
    pub fn look(&self) -> Vec<CallView> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes all out.
    #[must_use]
    pub fn take(&self) -> Vec<CallView> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// One call as a method of a typed client describes it.
pub(crate) struct Call {
    pub operation: &'static str,
    pub method: Method,
    /// Relative to the base URL, with version and query.
    pub path: String,
    pub scopes: &'static [&'static str],
    pub body: Option<Value>,
    /// A zip instead of JSON.
    pub zip: Option<Bytes>,
    pub headers: Vec<(&'static str, &'static str)>,
}

impl Call {
    pub(crate) fn get(operation: &'static str, path: impl Into<String>, scopes: &'static [&'static str]) -> Self {
        Self { operation, method: Method::GET, path: path.into(), scopes, body: None, zip: None, headers: Vec::new() }
    }

    pub(crate) fn write(
        operation: &'static str,
        method: Method,
        path: impl Into<String>,
        scopes: &'static [&'static str],
        body: Option<Value>,
    ) -> Self {
        Self { operation, method, path: path.into(), scopes, body, zip: None, headers: Vec::new() }
    }

    pub(crate) fn with(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }
}

/// An answer that is a success.
pub(crate) struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

/// How often a read is tried when the service or the network stumbles.
const READ_TRIES: u32 = 5;
/// The longest time that a call waits for throttling to end, all tries together.
pub(crate) const THROTTLE_LIMIT: Duration = Duration::from_secs(300);

/// Sends calls of one client to one API.
pub(crate) struct Caller<A = GraphApi> {
    pub transport: Arc<dyn Transport>,
    pub base: Url,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    pub authority: Authority,
    pub log: CallLog,
    pub writes: bool,
    /// Sent as `client-request-id` of every call that makes this change.
    pub change: Option<ChangeId>,
    pub api: PhantomData<fn() -> A>,
}

impl<A> Clone for Caller<A> {
    fn clone(&self) -> Self {
        Self {
            transport: self.transport.clone(),
            base: self.base.clone(),
            clock: self.clock.clone(),
            random: self.random.clone(),
            authority: self.authority.clone(),
            log: self.log.clone(),
            writes: self.writes,
            change: self.change,
            api: PhantomData,
        }
    }
}

impl<A: Reached> Caller<A> {
    /// Sends, waits out throttling, tries reads again when the service stumbles.
    ///
    /// A write is sent again only after 429 and after a claims challenge, which say that it was not done. After a lost
    /// answer or a 5xx nobody knows: the caller must look first ([`Error::may_have_happened`]).
    pub(crate) async fn send(&self, call: Call) -> Result<Answer, Error> {
        let reads = call.method == Method::GET;
        if !reads && !self.writes {
            return Err(Error::ReadOnly { operation: call.operation });
        }
        let mut waited = Duration::ZERO;
        let mut tries = 0;
        let mut challenged = false;
        loop {
            tries += 1;
            let error = match self.once(&call).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            let pause = match &error {
                // The next token is asked for with these claims; often a refresh is enough for them.
                Error::Refused(refusal) if refusal.claims.is_some() && !challenged => {
                    challenged = true;
                    continue;
                }
                Error::Refused(refusal) if refusal.status == 429 => refusal.retry_after.unwrap_or(backoff(tries)),
                Error::Refused(refusal) if reads && refusal.status >= 500 && tries < READ_TRIES => {
                    refusal.retry_after.unwrap_or(backoff(tries))
                }
                Error::Lost { source, .. }
                    if reads
                        && tries < READ_TRIES
                        && !matches!(
                            source.kind,
                            TransportErrorKind::Tls { .. } | TransportErrorKind::ProxyPassword
                        ) =>
                {
                    backoff(tries)
                }
                Error::Unreadable { .. } if reads && tries < READ_TRIES => backoff(tries),
                _ => return Err(error),
            };
            waited += pause;
            if waited > THROTTLE_LIMIT {
                return Err(error);
            }
            tracing::debug!(operation = call.operation, tries, "trying again");
            self.clock.sleep(pause).await;
        }
    }

    async fn once(&self, call: &Call) -> Result<Answer, Error> {
        let token = A::token(&self.authority, call.scopes).await?;
        let url = self.base.join(call.path.trim_start_matches('/')).map_err(|error| Error::Unreadable {
            operation: call.operation,
            status: 0,
            why: error.to_string(),
            request_id: None,
        })?;
        self.same_place(call.operation, &url)?;
        let id = self.change.map_or_else(|| self.random.uuid(), |change| change.0);
        let request = build(call, &url, &token, &id.to_string())?;
        drop(token);
        let sent = self.transport.send(request).await;
        let at = self.clock.now();
        let target = shown(&url, &self.base);
        let by_app = matches!(self.authority, Authority::App(..));
        let mut view =
            CallView { method: call.method.to_string(), target, status: None, request_id: None, at: Some(at), by_app };
        let answer = match sent {
            Ok(answer) => answer,
            Err(source) => {
                self.log.push(view);
                return Err(Error::Lost { operation: call.operation, source });
            }
        };
        view.status = Some(answer.status().as_u16());
        view.request_id = header_text(answer.headers(), A::REQUEST_ID);
        self.log.push(view);
        tracing::info!(operation = call.operation, status = answer.status().as_u16(), "call");
        self.read(call.operation, &answer, at)
    }

    /// Whether there is a token with these scopes.
    pub(crate) async fn has_token(&self, scopes: &'static [&'static str]) -> Result<(), Error> {
        Ok(A::token(&self.authority, scopes).await.map(drop)?)
    }

    /// A token goes to the host it is for and nowhere else, also when an answer's `@odata.nextLink` says otherwise.
    pub(crate) fn same_place(&self, operation: &'static str, url: &Url) -> Result<(), Error> {
        if url.origin() == self.base.origin() && url.path().starts_with(self.base.path()) {
            Ok(())
        } else {
            Err(Error::ForeignHost { operation, host: url.host_str().unwrap_or_default().to_owned() })
        }
    }

    fn read(&self, operation: &'static str, answer: &Response, at: domain::Timestamp) -> Result<Answer, Error> {
        let status = answer.status();
        let request_id = header_text(answer.headers(), A::REQUEST_ID);
        let parsed: Option<Value> =
            if answer.body().is_empty() { Some(Value::Null) } else { serde_json::from_slice(answer.body()).ok() };
        if status.is_success() {
            let body = parsed.ok_or_else(|| Error::Unreadable {
                operation,
                status: status.as_u16(),
                why: "the answer is not JSON".to_owned(),
                request_id: request_id.clone(),
            })?;
            // The published example of Graph's app catalogue shows an error under 200. Under Azure's it is an outcome.
            if A::ID == ApiId::Azure || body.get("error").is_none_or(Value::is_null) {
                return Ok(Answer { status: status.as_u16(), headers: answer.headers().clone(), body });
            }
            return Err(Error::Refused(Box::new(self.refusal(operation, answer, &body, at))));
        }
        match parsed {
            Some(body) if body.get("error").is_some() || body.is_null() => {
                Err(Error::Refused(Box::new(self.refusal(operation, answer, &body, at))))
            }
            // A proxy's or gateway's page. Still a refusal when the status alone says what to do.
            _ if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() => {
                Err(Error::Refused(Box::new(self.refusal(operation, answer, &Value::Null, at))))
            }
            _ => Err(Error::Unreadable {
                operation,
                status: status.as_u16(),
                why: "the answer is not Microsoft's".to_owned(),
                request_id,
            }),
        }
    }

    fn refusal(&self, operation: &'static str, answer: &Response, body: &Value, at: domain::Timestamp) -> Refusal {
        let refusal = refusal::<A>(operation, answer, body, at);
        match (&refusal.claims, &self.authority) {
            (Some(claims), Authority::Admin(tokens)) => tokens.challenged(A::ID, claims.clone()),
            (Some(claims), Authority::Person(tokens, user)) => tokens.challenged_as(user, claims.clone()),
            (Some(_), Authority::App(..)) | (None, _) => {}
        }
        refusal
    }
}

fn build<A: Reached>(call: &Call, url: &Url, token: &Token<A>, id: &str) -> Result<Request, Error> {
    let mut request = http::Request::builder()
        .method(call.method.clone())
        .uri(url.as_str())
        .header(header::AUTHORIZATION, format!("Bearer {}", token.text.expose()))
        .header(header::ACCEPT, "application/json")
        .header(A::CLIENT_REQUEST_ID, id)
        .header(A::RETURN_ID, "true");
    for (name, value) in &call.headers {
        request = request.header(*name, *value);
    }
    let body = match (&call.body, &call.zip) {
        (_, Some(zip)) => {
            request = request.header(header::CONTENT_TYPE, "application/zip");
            zip.clone()
        }
        (Some(value), None) => {
            request = request.header(header::CONTENT_TYPE, "application/json");
            Bytes::from(value.to_string())
        }
        (None, None) => Bytes::new(),
    };
    request.body(body).map_err(|error| Error::Unreadable {
        operation: call.operation,
        status: 0,
        why: error.to_string(),
        request_id: None,
    })
}

/// 1, 2, 4, 8 ... seconds.
pub(crate) fn backoff(tries: u32) -> Duration {
    Duration::from_secs(1 << tries.saturating_sub(1).min(5))
}

/// Path and query below the base: hosts are told elsewhere.
fn shown(url: &Url, base: &Url) -> String {
    let path = url.path().strip_prefix(base.path().trim_end_matches('/')).unwrap_or(url.path());
    let readable = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    match url.query() {
        Some(query) => format!("{}?{}", readable(path), readable(query)),
        None => readable(path),
    }
}
