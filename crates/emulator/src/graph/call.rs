//! One call, once it is known what it wants and who asks.

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use serde_json::{Map, Value};

use super::Graph;
use super::query::Options;
use super::refusal::Refusal;
use crate::Emulator;
use crate::contract::{Edition, Operation, Parameters};
use crate::entra::Caller;
use crate::state::{Object, Tenant, View, roles};
use crate::{Moment, contract};

/// A request as it came.
pub(super) struct Incoming {
    pub(super) method: Method,
    /// Path and query below `/graph`.
    pub(super) uri: Uri,
    pub(super) headers: HeaderMap,
    /// `Err` when it is too long or broke off.
    pub(super) body: Result<Bytes, ()>,
}

/// Ids that every answer carries.
#[derive(Debug, Clone)]
pub(super) struct Ids {
    pub(super) request: String,
    pub(super) client: String,
}

/// What the caller's permission and roles amount to for this operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    /// One of the operation's directory roles is active (or the caller is an app, which needs none).
    pub(super) role: bool,
    /// The permission only covers what the app owns (`Application.ReadWrite.OwnedBy`).
    pub(super) only_own: bool,
}

/// A call that may go on.
pub(super) struct Call<'a> {
    pub(super) graph: &'a Graph,
    pub(super) operation: &'static Operation,
    pub(super) parameters: Parameters,
    /// The path below the version, as sent.
    pub(super) path: String,
    pub(super) options: Options,
    /// As sent: options without a dollar sign are the handler's own.
    pub(super) query: &'a str,
    pub(super) headers: &'a HeaderMap,
    /// JSON, held against the contract.
    pub(super) body: Option<Value>,
    /// The body as it came: a package is no JSON.
    pub(super) raw: Bytes,
    pub(super) caller: Caller,
    pub(super) standing: Standing,
    /// The replica that answers.
    pub(super) view: View,
}

impl Call<'_> {
    pub(super) fn emulator(&self) -> &Emulator {
        &self.graph.emulator
    }

    /// A path parameter.
    pub(super) fn parameter(&self, name: &str) -> &str {
        self.parameters.get(name)
    }

    /// The body's members; empty when there is no body.
    pub(super) fn members(&self) -> Map<String, Value> {
        self.body.as_ref().and_then(Value::as_object).cloned().unwrap_or_default()
    }

    /// A text member of the body.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.body.as_ref()?.get(name)?.as_str()
    }

    /// Whether `Prefer` names that preference.
    pub(super) fn prefers(&self, preference: &str) -> bool {
        let all = self.headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
        all.flat_map(|value| value.split(',')).any(|value| value.trim().eq_ignore_ascii_case(preference))
    }

    /// Looks at the tenant.
    pub(super) fn read<R>(&self, look: impl FnOnce(&Tenant) -> R) -> R {
        self.emulator().read(look)
    }

    /// Changes the tenant. A refusal leaves it as it was, by the handlers' discipline of checking first.
    pub(super) fn write<R>(
        &self,
        change: impl FnOnce(&mut Tenant, Moment) -> Result<R, Refusal>,
    ) -> Result<R, Refusal> {
        self.emulator().write(change)?
    }

    /// `https://…/v1.0` or `/beta`.
    pub(super) fn root(&self) -> String {
        let edition = if self.operation.edition == Edition::Beta { "beta" } else { "v1.0" };
        format!("{}/{edition}", self.emulator().endpoints().graph)
    }

    /// `@odata.context` for something below the root.
    pub(super) fn context(&self, what: &str) -> Value {
        Value::String(format!("{}/$metadata#{what}", self.root()))
    }

    /// Whether the caller may change an object that has these owners.
    pub(super) fn may_change(&self, object: &Object) -> Result<(), Refusal> {
        let owns = object.owners.contains(&self.caller.object_id);
        let allowed = match self.caller.app_only {
            true => !self.standing.only_own || owns,
            false => self.standing.role || owns,
        };
        allowed.then_some(()).ok_or_else(Refusal::denied)
    }

    /// Whether the signed-in user holds that role now; apps hold none.
    pub(super) fn has_role(&self, tenant: &Tenant, template_id: &str) -> bool {
        !self.caller.app_only
            && tenant
                .users
                .get(&self.caller.object_id)
                .is_some_and(|user| user.has_role(template_id) || user.has_role(roles::GLOBAL_ADMINISTRATOR))
    }

    /// Whether the token carries one of these scopes or application permissions.
    pub(super) fn holds_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.caller.scopes.contains(*name) || self.caller.roles.contains(*name))
    }

    /// The type of the collection's members or of the object, for `$select`.
    pub(super) fn check_selected(&self, type_name: &str) -> Result<(), Refusal> {
        for name in &self.options.select {
            if !contract::contract().has_property(type_name, name) {
                let message = format!(
                    "Parsing OData Select and Expand failed: Could not find a property named '{name}' on type '{type_name}'."
                );
                return Err(Refusal::bad("BadRequest", message));
            }
        }
        Ok(())
    }
}
