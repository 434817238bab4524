//! Reading a refusal: codes, ids and names out of Graph's and Azure's envelopes, never the body itself.

use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine as _;
use domain::Timestamp;
use http::{HeaderMap, header};
use serde_json::Value;

use crate::caller::{Reached, THROTTLE_LIMIT};
use crate::{Refusal, Response};

/// The error that a claims challenge names (RFC 9470 has the like).
const CHALLENGED: &str = "insufficient_claims";

/// What an answer that says no comes to.
pub(crate) fn refusal<A: Reached>(operation: &'static str, answer: &Response, body: &Value, at: Timestamp) -> Refusal {
    let mut read = Read::default();
    read.error(body.get("error"));
    let claims = challenge(answer.headers());
    if claims.is_some() {
        // Stands in a header only; the body speaks of an invalid token.
        read.codes.push(CHALLENGED.to_owned());
    }
    Refusal {
        api: A::ID,
        operation,
        status: answer.status().as_u16(),
        codes: read.codes,
        text: read.text,
        named: read.named,
        request_id: header_text(answer.headers(), A::REQUEST_ID),
        client_request_id: header_text(answer.headers(), A::CLIENT_REQUEST_ID),
        retry_after: retry_after(answer.headers()),
        claims,
        at,
    }
}

/// What `Retry-After` asks for. Microsoft sends fractions ("2.128").
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    header_text(headers, "retry-after")
        .and_then(|text| text.trim().parse::<f64>().ok())
        .filter(|seconds| seconds.is_finite() && *seconds >= 0.0)
        .map(|seconds| Duration::from_secs_f64(seconds.min(THROTTLE_LIMIT.as_secs_f64())))
}

pub(crate) fn header_text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(ToOwned::to_owned)
}

#[derive(Default)]
struct Read {
    codes: Vec<String>,
    text: String,
    named: BTreeMap<&'static str, String>,
}

impl Read {
    /// Outermost first: Graph nests `innerError`, Azure lists `details`.
    fn error(&mut self, error: Option<&Value>) {
        let mut error = error;
        while let Some(here) = error {
            self.one(here);
            for detail in here.get("details").and_then(Value::as_array).into_iter().flatten() {
                self.one(detail);
            }
            error = here.get("innerError").or_else(|| here.get("innererror")).or_else(|| here.get("InnerError"));
        }
    }

    fn one(&mut self, error: &Value) {
        if let Some(code) = error.get("code").and_then(Value::as_str).filter(|code| !code.is_empty()) {
            // Azure says some codes twice.
            if self.codes.last().is_none_or(|last| last != code) {
                self.codes.push(code.to_owned());
            }
            if code == "AuthorizationFailed" {
                self.denied(error.get("message").and_then(Value::as_str).unwrap_or_default());
            }
        }
        if let Some(message) = error.get("message").and_then(Value::as_str) {
            self.text.push_str(message);
            self.text.push('\n');
        }
        self.policies(error);
    }

    /// `... to perform action 'A' over scope 'S' ...`: neither stands anywhere else in the answer.
    fn denied(&mut self, message: &str) {
        let quoted = |before: &str| Some(message.split_once(before)?.1.split_once('\'')?.0.to_owned());
        if let (Some(action), Some(scope)) = (quoted("perform action '"), quoted("over scope '")) {
            self.named.insert("action", action);
            self.named.insert("scope", scope);
        }
    }

    /// Names of the Azure policies that refused.
    fn policies(&mut self, error: &Value) {
        let infos = error.get("additionalInfo").and_then(Value::as_array).into_iter().flatten();
        let names: Vec<&str> = infos
            .filter_map(|one| one.get("info"))
            .filter_map(|info| {
                let name = |member: &str| info.get(member).and_then(Value::as_str).filter(|name| !name.is_empty());
                name("policyAssignmentDisplayName").or_else(|| name("policyAssignmentName"))
            })
            .collect();
        if !names.is_empty() {
            self.named.insert("policies", names.join(", "));
        }
    }
}

/// `WWW-Authenticate: Bearer ... error="insufficient_claims", claims="<base64>"`; there may be several such headers.
fn challenge(headers: &HeaderMap) -> Option<String> {
    headers.get_all(header::WWW_AUTHENTICATE).iter().find_map(|value| {
        let text = value.to_str().ok()?;
        if !text.contains(CHALLENGED) {
            return None;
        }
        let encoded = text.split("claims=\"").nth(1)?.split('"').next()?;
        let engine = base64::engine::GeneralPurpose::new(
            &base64::alphabet::STANDARD,
            base64::engine::GeneralPurposeConfig::new()
                .with_decode_padding_mode(base64::engine::DecodePaddingMode::Indifferent),
        );
        let decoded = engine.decode(encoded.replace('-', "+").replace('_', "/")).ok()?;
        String::from_utf8(decoded).ok()
    })
}
