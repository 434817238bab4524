//! Refusals in Graph's words. Sources: facts of `contracts/PROVENANCE.md` and the examples beside it; texts marked `[K]` are
//! general knowledge and no client should depend on them.

use http::StatusCode;
use serde_json::{Map, Value, json};

/// An error answer before it gets its ids and date.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) code: String,
    pub(super) message: String,
    /// `details` of the error.
    pub(super) details: Vec<Value>,
    /// What stands in `innerError` beside ids and date: services behind Graph put their own error there.
    pub(super) inner: Option<Box<Map<String, Value>>>,
    /// Seconds, may be a fraction.
    pub(super) retry_after: Option<f64>,
    /// Which limit was reached.
    pub(super) throttled: Option<Box<super::throttle::Throttled>>,
}

/// What a handler comes to.
pub(super) type Outcome = Result<super::answer::Answer, Refusal>;

impl Refusal {
    pub(super) fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        Self {
            status,
            code: code.to_owned(),
            message: message.into(),
            details: Vec::new(),
            inner: None,
            retry_after: None,
            throttled: None,
        }
    }

    /// 400 `Request_BadRequest`, the directory's word for almost everything.
    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "Request_BadRequest", message)
    }

    /// 400 with another code.
    pub(super) fn bad(code: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// 400 with a detail that points at a property.
    pub(super) fn invalid_value(target: &str, message: impl Into<String>) -> Self {
        let mut refusal = Self::bad("InvalidValue", message);
        refusal.details = vec![json!({ "code": "InvalidValue", "target": target, "message": "" })];
        refusal
    }

    /// With an error of the service behind Graph.
    pub(super) fn with_inner(mut self, code: &str, details: Vec<Value>) -> Self {
        let inner = self.inner.get_or_insert_default();
        inner.insert("code".to_owned(), json!(code));
        inner.insert("message".to_owned(), json!(self.message));
        inner.insert("details".to_owned(), Value::Array(details));
        self
    }

    /// 404 for an object that is not there, or not yet on that replica.
    pub(super) fn not_found(id: &str) -> Self {
        let message =
            format!("Resource '{id}' does not exist or one of its queried reference-property objects are not present.");
        Self::new(StatusCode::NOT_FOUND, "Request_ResourceNotFound", message)
    }

    /// 403: scope, role, or both are missing; Graph does not say which.
    pub(super) fn denied() -> Self {
        let message = "Insufficient privileges to complete the operation.";
        Self::new(StatusCode::FORBIDDEN, "Authorization_RequestDenied", message)
    }

    /// 403 of the reports, which judge by the token's roles.
    pub(super) fn unsupported_role() -> Self {
        let message = "User is not in the allowed roles";
        Self::new(StatusCode::FORBIDDEN, "Authentication_RequestFromUnsupportedUserRole", message)
    }

    /// 409 for a key that is taken.
    pub(super) fn same_key(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "Request_MultipleObjectsWithSameKeyValue", message)
    }

    /// 409 for writes that follow each other too quickly.
    pub(super) fn concurrent() -> Self {
        let message = "Error due to concurrent requests being made to the tenant. Please wait briefly and retry.";
        Self::new(StatusCode::CONFLICT, "Directory_ConcurrencyViolation", message)
    }

    /// 503 when the practice tenant's file could not be written.
    pub(super) fn unsaved() -> Self {
        let message = "The service is unavailable.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "serviceNotAvailable", message)
    }

    /// 501: not imitated.
    pub(super) fn not_imitated(method: &http::Method, path: &str) -> Self {
        let message = format!("The practice tenant does not know `{method} {path}`.");
        Self::new(StatusCode::NOT_IMPLEMENTED, "notImplemented", message)
    }
}

impl From<crate::Unsaved> for Refusal {
    fn from(_: crate::Unsaved) -> Self {
        Self::unsaved()
    }
}
