//! Refusals in Entra's form.

use domain::Timestamp;
use serde_json::{Value, json};

use crate::server::RequestIds;

/// A refusal: the AADSTS number, the OAuth error, the sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) number: u32,
    pub(crate) error: &'static str,
    pub(crate) text: String,
    pub(crate) suberror: Option<&'static str>,
    /// What a new authorization request has to carry in `claims`.
    pub(crate) claims: Option<String>,
}

impl Problem {
    pub(crate) fn new(number: u32, error: &'static str, text: impl Into<String>) -> Self {
        Self { number, error, text: text.into(), suberror: None, claims: None }
    }

    /// Marks it as one that a consent would cure.
    pub(crate) fn consent_required(mut self) -> Self {
        self.suberror = Some("consent_required");
        self
    }

    /// 401 when the client could not prove who it is, else 400.
    pub(crate) fn status(&self) -> http::StatusCode {
        match (self.error, self.number) {
            ("invalid_client", 500_011 | 650_052 | 65_002) => http::StatusCode::BAD_REQUEST,
            ("invalid_client", _) => http::StatusCode::UNAUTHORIZED,
            _ => http::StatusCode::BAD_REQUEST,
        }
    }

    pub(crate) fn description(&self, ids: &RequestIds, now: Timestamp) -> String {
        format!("AADSTS{}: {} {}", self.number, self.text, details(ids, now))
    }

    pub(crate) fn json(&self, ids: &RequestIds, now: Timestamp) -> Value {
        let mut body = json!({
            "error": self.error,
            "error_description": self.description(ids, now),
            "error_codes": [self.number],
            "timestamp": stamp(now),
            "trace_id": ids.request_id,
            "correlation_id": ids.correlation_id(),
            "error_uri": format!("https://login.microsoftonline.com/error?code={}", self.number),
        });
        if let Some(suberror) = self.suberror {
            body["suberror"] = json!(suberror);
        }
        if let Some(claims) = &self.claims {
            body["claims"] = json!(claims);
        }
        body
    }
}

/// What support needs to find an exchange again.
pub(crate) fn details(ids: &RequestIds, now: Timestamp) -> String {
    format!("Trace ID: {} Correlation ID: {} Timestamp: {}", ids.request_id, ids.correlation_id(), stamp(now))
}

/// `2026-11-21 09:00:00Z`, as Entra writes times in errors.
pub(crate) fn stamp(at: Timestamp) -> String {
    let at = at.utc();
    format!(
        "{:04}-{:02}-{:02} {:02}:{:02}:{:02}Z",
        at.year(),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}
