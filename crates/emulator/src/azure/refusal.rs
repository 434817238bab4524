//! Refusals in Azure Resource Manager's words. Sources: the condensed contracts of Azure/azure-rest-api-specs (`contracts/PROVENANCE.md`),
//! Microsoft's page on asynchronous operations, and public issues named where their text is used; texts marked `[K]` are
//! general knowledge, and no client should depend on them.

use http::StatusCode;
use serde_json::{Value, json};

/// An error answer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) code: String,
    pub(super) message: String,
    pub(super) more: Box<More>,
}

/// What few refusals say beside code and words.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct More {
    /// What it is about.
    pub(super) target: Option<String>,
    /// Errors inside, each with `code`, `message` and perhaps `target`.
    pub(super) details: Vec<Value>,
    /// `{type, info}` each.
    pub(super) additional_info: Vec<Value>,
    /// Further headers.
    pub(super) headers: Vec<(&'static str, String)>,
}

/// What a handler comes to.
pub(super) type Outcome = Result<super::answer::Answer, Refusal>;

impl Refusal {
    pub(super) fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        Self { status, code: code.to_owned(), message: message.into(), more: Box::default() }
    }

    /// 400.
    pub(super) fn bad(code: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// 400 `InvalidRequestContent`: the body is not what the operation takes.
    pub(super) fn content(why: impl std::fmt::Display) -> Self {
        let message = format!("The request content was invalid and could not be deserialized: '{why}'.");
        Self::bad("InvalidRequestContent", message)
    }

    /// 400 of a resource provider that looks at properties.
    pub(super) fn property(target: &str, message: &str) -> Self {
        let mut refusal = Self::bad("BadRequest", "The request is invalid. See details.");
        refusal.more.target = Some(target.to_owned());
        refusal.more.details = vec![json!({ "code": "InvalidProperty", "target": target, "message": message })];
        refusal
    }

    /// 404.
    pub(super) fn missing(code: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, message)
    }

    /// 404 for a group; by name, as it was asked for.
    pub(super) fn no_group(name: &str) -> Self {
        Self::missing("ResourceGroupNotFound", format!("Resource group '{name}' could not be found."))
    }

    /// 404 for a resource.
    pub(super) fn no_resource(kind: &str, name: &str, group: &str) -> Self {
        let message = format!(
            "The Resource '{kind}/{name}' under resource group '{group}' was not found. For more details please go to \
             https://aka.ms/ARMResourceNotFoundFix"
        );
        Self::missing("ResourceNotFound", message)
    }

    /// 409.
    pub(super) fn conflict(code: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, message)
    }

    /// 409: the resource provider was never registered. Azure says it twice, the second time with the namespace apart.
    pub(super) fn not_registered(namespace: &str) -> Self {
        let message = format!(
            "The subscription is not registered to use namespace '{namespace}'. See https://aka.ms/rps-not-found for how to \
             register subscriptions."
        );
        let code = "MissingSubscriptionRegistration";
        let mut refusal = Self::conflict(code, message.clone());
        refusal.more.details = vec![json!({ "code": code, "target": namespace, "message": message })];
        refusal
    }

    /// 403: no role of the caller covers the action there.
    pub(super) fn unauthorized(client: &str, object_id: &str, action: &str, scope: &str) -> Self {
        let message = format!(
            "The client '{client}' with object id '{object_id}' does not have authorization to perform action '{action}' over scope \
             '{scope}' or the scope is invalid. If access was recently granted, please refresh your credentials."
        );
        Self::new(StatusCode::FORBIDDEN, "AuthorizationFailed", message)
    }

    /// 501: not imitated.
    pub(super) fn not_imitated(method: &http::Method, path: &str) -> Self {
        let message = format!("The practice tenant does not know `{method} /azure{path}`.");
        Self::new(StatusCode::NOT_IMPLEMENTED, "notImplemented", message)
    }

    /// The error envelope.
    pub(super) fn json(&self) -> Value {
        let mut error = json!({ "code": self.code, "message": self.message });
        if let Some(target) = &self.more.target {
            error["target"] = json!(target);
        }
        if !self.more.details.is_empty() {
            error["details"] = json!(self.more.details);
        }
        if !self.more.additional_info.is_empty() {
            error["additionalInfo"] = json!(self.more.additional_info);
        }
        json!({ "error": error })
    }
}

impl From<crate::Unsaved> for Refusal {
    fn from(_: crate::Unsaved) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailable", "The service is unavailable.")
    }
}
