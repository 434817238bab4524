//! Answers, and how they become responses.

use axum::body::Body;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use serde_json::Value;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use super::refusal::Outcome;
use crate::Emulator;

/// The time in `x-ms-routing-request-id`.
const ROUTING_TIME: &[BorrowedFormatItem<'_>] = format_description!("[year][month][day]T[hour][minute][second]Z");
/// Reads that a person may make in an hour on one subscription, as the counter in the headers begins. [K]
const READS: u64 = 12_000;
/// Writes, likewise. [K]
const WRITES: u64 = 1_200;

/// What a handler answers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) body: Option<Value>,
    pub(super) headers: Vec<(&'static str, String)>,
}

impl Answer {
    /// 200 with a body.
    pub(super) const fn ok(body: Value) -> Self {
        Self { status: StatusCode::OK, body: Some(body), headers: Vec::new() }
    }

    /// Another status, without a body.
    pub(super) const fn empty(status: StatusCode) -> Self {
        Self { status, body: None, headers: Vec::new() }
    }

    /// With a header more.
    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.headers.push((name, value.to_string()));
        self
    }
}

/// What an answer's headers are made of.
pub(super) struct Exchange {
    pub(super) method: Method,
    /// Ours.
    pub(super) request_id: String,
    /// The caller's, if it sent one that is a GUID; else ours.
    pub(super) correlation_id: String,
    /// The client's own, if it asked for it back.
    pub(super) client_request_id: Option<String>,
    /// Below a subscription; else below the tenant.
    pub(super) in_subscription: bool,
    /// Requests so far.
    pub(super) served: u64,
}

impl Exchange {
    /// Reads what the client sent.
    pub(super) fn new(method: &Method, path: &str, headers: &HeaderMap, request_id: String, served: u64) -> Self {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let correlation = text("x-ms-correlation-request-id").filter(|id| uuid::Uuid::parse_str(id).is_ok());
        let wants_id = text("x-ms-return-client-request-id").is_some_and(|value| value.eq_ignore_ascii_case("true"));
        Self {
            method: method.clone(),
            correlation_id: correlation.unwrap_or(&request_id).to_owned(),
            request_id,
            client_request_id: text("x-ms-client-request-id").filter(|_| wants_id).map(str::to_owned),
            in_subscription: path.get(..15).is_some_and(|start| start.eq_ignore_ascii_case("/subscriptions/")),
            served,
        }
    }

    /// The response, with all that Azure says beside the body.
    pub(super) fn respond(&self, outcome: &Outcome, emulator: &Emulator) -> Response {
        let (status, body, more) = match outcome {
            Ok(answer) => (answer.status, answer.body.clone(), &answer.headers),
            Err(refusal) => (refusal.status, Some(refusal.json()), &refusal.more.headers),
        };
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status;
        let headers = response.headers_mut();
        let mut set = |name: &'static str, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        };
        set("cache-control", "no-cache");
        set("pragma", "no-cache");
        set("expires", "-1");
        set("strict-transport-security", "max-age=31536000; includeSubDomains");
        set("x-content-type-options", "nosniff");
        set("x-ms-request-id", &self.request_id);
        set("x-ms-correlation-request-id", &self.correlation_id);
        let time = emulator.now().utc().format(ROUTING_TIME).unwrap_or_default();
        set("x-ms-routing-request-id", &format!("WESTEUROPE:{time}:{}", self.correlation_id));
        if let Some(id) = &self.client_request_id {
            set("x-ms-client-request-id", id);
        }
        if status != StatusCode::UNAUTHORIZED && status != StatusCode::TOO_MANY_REQUESTS {
            let (name, left) = self.allowance();
            set(name, &left.to_string());
        }
        for (name, value) in more {
            set(name, value);
        }
        // The answer to a HEAD has no body, whatever it says.
        if let Some(body) = body.filter(|_| self.method != Method::HEAD) {
            set("content-type", "application/json; charset=utf-8");
            *response.body_mut() = Body::from(body.to_string());
        }
        response
    }

    /// What is left, and in which header it stands.
    fn allowance(&self) -> (&'static str, u64) {
        let (whole, names) = match (self.method.as_str(), self.in_subscription) {
            ("GET" | "HEAD", true) => (READS, "x-ms-ratelimit-remaining-subscription-reads"),
            ("GET" | "HEAD", false) => (READS, "x-ms-ratelimit-remaining-tenant-reads"),
            ("DELETE", true) => (WRITES, "x-ms-ratelimit-remaining-subscription-deletes"),
            (_, true) => (WRITES, "x-ms-ratelimit-remaining-subscription-writes"),
            (_, false) => (WRITES, "x-ms-ratelimit-remaining-tenant-writes"),
        };
        (names, whole - 1 - self.served % (whole - 1))
    }
}
