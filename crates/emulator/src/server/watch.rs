//! What happens to every request: it gets its ids and its date, and it is remembered.

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use domain::Timestamp;
use http::header::{AUTHORIZATION, DATE, HOST};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde_json::Value;

use crate::Emulator;
use crate::state::RequestRecord;

/// A `$batch` larger than that is not looked into, and counts as a write.
const LARGEST_BATCH: usize = 4 * 1024 * 1024;

/// The ids of one exchange, in the request's extensions; a handler puts the same ones into its bodies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestIds {
    /// Ours: `request-id`, `x-ms-request-id`, `trace_id`.
    pub request_id: String,
    /// The client's: `client-request-id`.
    pub client_request_id: Option<String>,
}

impl RequestIds {
    /// Ids of an exchange that no client began.
    #[must_use]
    pub fn fresh(emulator: &Emulator) -> Self {
        Self { request_id: emulator.request_id(), client_request_id: None }
    }

    /// With the id that the client wrote into its form instead of a header.
    #[must_use]
    pub(crate) fn or_named(self, client_request_id: Option<&str>) -> Self {
        let client_request_id = self.client_request_id.or_else(|| client_request_id.map(str::to_owned));
        Self { client_request_id, ..self }
    }

    /// `correlation_id`: the client's id if it sent one.
    #[must_use]
    pub fn correlation_id(&self) -> &str {
        self.client_request_id.as_deref().unwrap_or(&self.request_id)
    }
}

/// The outermost layer.
pub(super) async fn watch(State(emulator): State<Emulator>, mut request: Request, next: Next) -> Response {
    let client_request_id = text(request.headers(), "client-request-id").map(str::to_owned);
    let service = Service::of(request.uri().path());
    let client_request_id = client_request_id.or_else(|| service.id_in_query(request.uri()));
    let ids = RequestIds { request_id: emulator.request_id(), client_request_id };
    request.extensions_mut().insert(ids.clone());
    let mut record = RequestRecord {
        method: request.method().to_string(),
        host: host(&request),
        path: service.shown_path(request.uri()),
        status: 0,
        caller: caller(&emulator, request.headers()),
        write: false,
    };
    let (request, read_only_batch) = look_into_batch(request).await;
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let challenge = (service == Service::Graph && changes && !read_only_batch)
        .then(|| crate::entra::challenge_of_change(&emulator, request.headers(), &ids))
        .flatten();
    let mut response = match challenge {
        Some(refusal) => refusal,
        None => next.run(request).await,
    };
    record.write = changes && service != Service::SignIn && !read_only_batch;
    record.status = response.status().as_u16();
    if service != Service::Control {
        emulator.record(record);
    }
    stamp(response.headers_mut(), service, &ids, emulator.now());
    response
}

/// Which imitation a path belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Service {
    SignIn,
    Graph,
    Azure,
    Teams,
    Control,
}

impl Service {
    fn of(path: &str) -> Self {
        match path.split('/').nth(1) {
            Some("graph") => Self::Graph,
            Some("azure") => Self::Azure,
            Some("teams") => Self::Teams,
            Some("_emulator" | "") => Self::Control,
            _ => Self::SignIn,
        }
    }

    /// A browser cannot set a header: clients put the id into the address of the sign-in page.
    fn id_in_query(self, uri: &http::Uri) -> Option<String> {
        let query = uri.query().filter(|_| self == Self::SignIn)?;
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        pairs.find(|(name, _)| name == "client-request-id").map(|(_, value)| value.into_owned())
    }

    /// Queries of sign-in pages hold what nobody needs to read.
    fn shown_path(self, uri: &http::Uri) -> String {
        match (self, uri.query()) {
            (Self::SignIn, _) | (_, None) => uri.path().to_owned(),
            (_, Some(query)) => format!("{}?{query}", uri.path()),
        }
    }
}

fn host(request: &Request) -> String {
    let authority = request.uri().authority().map(http::uri::Authority::as_str);
    text(request.headers(), HOST.as_str()).or(authority).unwrap_or_default().to_owned()
}

/// By the token; a bad one names nobody.
fn caller(emulator: &Emulator, headers: &HeaderMap) -> String {
    let token = text(headers, AUTHORIZATION.as_str()).and_then(|value| value.strip_prefix("Bearer "));
    let claims = token.and_then(|token| emulator.signing_key().verify(token));
    let name = claims.as_ref().and_then(|claims| claims["upn"].as_str().or_else(|| claims["appid"].as_str()));
    name.unwrap_or_default().to_owned()
}

/// A `$batch` whose parts only read is a read.
async fn look_into_batch(request: Request) -> (Request, bool) {
    if request.method() != Method::POST || !request.uri().path().ends_with("/$batch") {
        return (request, false);
    }
    let (parts, body) = request.into_parts();
    let body: Bytes = axum::body::to_bytes(body, LARGEST_BATCH).await.unwrap_or_default();
    let reads = serde_json::from_slice::<Value>(&body).is_ok_and(|batch| {
        batch["requests"].as_array().is_some_and(|requests| {
            requests
                .iter()
                .all(|request| request["method"].as_str().is_some_and(|method| method.eq_ignore_ascii_case("GET")))
        })
    });
    (Request::from_parts(parts, Body::from(body)), reads)
}

fn stamp(headers: &mut HeaderMap, service: Service, ids: &RequestIds, now: Timestamp) {
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.entry(name).or_insert(value);
        }
    };
    set(DATE, &http_date(now));
    match service {
        Service::Graph | Service::Teams => set(HeaderName::from_static("request-id"), &ids.request_id),
        Service::SignIn => {
            set(HeaderName::from_static("request-id"), &ids.request_id);
            set(HeaderName::from_static("x-ms-request-id"), &ids.request_id);
        }
        Service::Azure => set(HeaderName::from_static("x-ms-request-id"), &ids.request_id),
        Service::Control => return,
    }
    if let Some(id) = &ids.client_request_id {
        set(HeaderName::from_static("client-request-id"), id);
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// `Sat, 21 Nov 2026 09:00:00 GMT`.
fn http_date(at: Timestamp) -> String {
    let at = at.utc();
    let day = at.weekday().to_string();
    let month = at.month().to_string();
    format!(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
        &day[..3],
        at.day(),
        &month[..3],
        at.year(),
        at.hour(),
        at.minute(),
        at.second()
    )
}
