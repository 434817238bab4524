//! Answers, and how they become responses.

use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use super::call::Ids;
use super::refusal::Refusal;
use super::throttle::Charge;
use crate::Emulator;

/// How `innerError.date` is written: no zone, whole seconds.
const ERROR_DATE: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]");

/// What a handler answers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) body: Payload,
    pub(super) location: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Payload {
    Nothing,
    Json(Value),
    /// `$count` answers in plain text.
    Text(String),
}

impl Answer {
    /// 200 with a body.
    pub(super) const fn ok(body: Value) -> Self {
        Self { status: StatusCode::OK, body: Payload::Json(body), location: None }
    }

    /// 201 with a body and where it is.
    pub(super) const fn created(body: Value, location: String) -> Self {
        Self { status: StatusCode::CREATED, body: Payload::Json(body), location: Some(location) }
    }

    /// 204.
    pub(super) const fn no_content() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: Payload::Nothing, location: None }
    }

    /// 200 with a number.
    pub(super) fn count(number: usize) -> Self {
        Self { status: StatusCode::OK, body: Payload::Text(number.to_string()), location: None }
    }
}

/// A finished answer with all that the headers say, for one request or one part of a batch.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) outcome: Result<Answer, Refusal>,
    pub(super) ids: Ids,
    pub(super) charge: Charge,
}

impl Finished {
    pub(super) fn status(&self) -> StatusCode {
        match &self.outcome {
            Ok(answer) => answer.status,
            Err(refusal) => refusal.status,
        }
    }

    /// The body as JSON; `None` when there is none.
    pub(super) fn json(&self, emulator: &Emulator) -> Option<Value> {
        match &self.outcome {
            Ok(answer) => match &answer.body {
                Payload::Nothing => None,
                Payload::Json(value) => Some(value.clone()),
                Payload::Text(text) => Some(Value::String(text.clone())),
            },
            Err(refusal) => Some(self.error(refusal, emulator)),
        }
    }

    /// `Retry-After` as Graph writes it.
    pub(super) fn retry_after(&self) -> Option<String> {
        self.outcome.as_ref().err().and_then(|refusal| refusal.retry_after).map(|seconds| seconds.to_string())
    }

    pub(super) fn location(&self) -> Option<&str> {
        self.outcome.as_ref().ok().and_then(|answer| answer.location.as_deref())
    }

    fn error(&self, refusal: &Refusal, emulator: &Emulator) -> Value {
        let date = emulator.now().utc().format(ERROR_DATE).unwrap_or_default();
        let mut inner = refusal.inner.as_deref().cloned().unwrap_or_default();
        for (name, value) in
            [("date", date), ("request-id", self.ids.request.clone()), ("client-request-id", self.ids.client.clone())]
        {
            inner.insert(name.to_owned(), Value::String(value));
        }
        let mut error = json!({ "code": refusal.code, "message": refusal.message, "innerError": inner });
        if !refusal.details.is_empty() {
            error["details"] = Value::Array(refusal.details.clone());
        }
        json!({ "error": error })
    }

    pub(super) fn into_response(self, emulator: &Emulator) -> Response {
        let text = match &self.outcome {
            Ok(Answer { body: Payload::Text(text), .. }) => Some(("text/plain", text.clone())),
            _ => self.json(emulator).map(|body| {
                ("application/json;odata.metadata=minimal;odata.streaming=true;charset=utf-8", body.to_string())
            }),
        };
        let status = self.status();
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status;
        let headers = response.headers_mut();
        let mut set = |name: &'static str, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        set("request-id", &self.ids.request);
        set("client-request-id", &self.ids.client);
        if let Some(seconds) = self.retry_after() {
            set("retry-after", &seconds);
        }
        if let Some(throttled) = self.outcome.as_ref().err().and_then(|refusal| refusal.throttled.as_ref()) {
            set("x-ms-throttle-scope", &throttled.scope);
            set("x-ms-throttle-information", throttled.information);
        }
        if let Some(units) = self.charge.units {
            set("x-ms-resource-unit", &units.to_string());
        }
        if let Some(share) = self.charge.share {
            set("x-ms-throttle-limit-percentage", &format!("{share:.2}"));
        }
        if let Some(location) = self.location() {
            set("location", location);
        }
        if status == StatusCode::UNAUTHORIZED {
            set("www-authenticate", "Bearer realm=\"\", error=\"invalid_token\"");
        }
        if let Some((kind, text)) = text {
            set(header::CONTENT_TYPE.as_str(), kind);
            *response.body_mut() = Body::from(text);
        }
        response
    }
}
