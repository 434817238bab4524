//! Rules for an application's own permissions: what is enabled cannot go, and only what is there can be preauthorised.

use serde_json::Value;

use super::refusal::Refusal;
use crate::state::Object;

/// Compares the application before and after.
pub(super) fn check(old: &Object, new: &Object) -> Result<(), Refusal> {
    check_enabled(&scopes_of(old), &scopes_of(new))?;
    check_enabled(old.list("appRoles"), new.list("appRoles"))?;
    check_values(&scopes_of(new))?;
    check_preauthorised(old, new)
}

fn scopes_of(object: &Object) -> Vec<Value> {
    api(object, "oauth2PermissionScopes")
}

fn api(object: &Object, name: &str) -> Vec<Value> {
    let list = object.json.get("api").and_then(|api| api.get(name)).and_then(Value::as_array);
    list.cloned().unwrap_or_default()
}

/// A scope or role that is enabled may neither go nor change; leaving it out of the list means removing it.
fn check_enabled(old: &[Value], new: &[Value]) -> Result<(), Refusal> {
    for before in old.iter().filter(|one| one.get("isEnabled") == Some(&Value::Bool(true))) {
        let after = new.iter().find(|one| one.get("id") == before.get("id"));
        let kept = after.is_some_and(|after| {
            ["value", "type", "allowedMemberTypes"].iter().all(|name| after.get(*name) == before.get(*name))
        });
        if !kept {
            let message = "Permission (scope or role) cannot be deleted or updated unless disabled first.";
            return Err(Refusal::bad("CannotDeleteOrUpdateEnabledEntitlement", message));
        }
    }
    Ok(())
}

fn check_values(scopes: &[Value]) -> Result<(), Refusal> {
    for (index, scope) in scopes.iter().enumerate() {
        let same = |name: &str| {
            let value = scope.get(name).filter(|value| !value.is_null());
            value.is_some() && scopes.iter().take(index).any(|other| other.get(name) == value)
        };
        if scope.get("id").and_then(Value::as_str).is_none() || same("id") || same("value") {
            let message = "Property api.oauth2PermissionScopes has a missing or duplicated value.";
            return Err(Refusal::invalid_value("api.oauth2PermissionScopes", message));
        }
    }
    Ok(())
}

/// Scopes that came with the same request do not count yet.
fn check_preauthorised(old: &Object, new: &Object) -> Result<(), Refusal> {
    let known: Vec<Value> = scopes_of(old).iter().filter_map(|scope| scope.get("id").cloned()).collect();
    for client in api(new, "preAuthorizedApplications") {
        let ids = client.get("delegatedPermissionIds").and_then(Value::as_array).cloned().unwrap_or_default();
        if ids.iter().any(|id| !known.contains(id)) {
            let message = "Property api.preAuthorizedApplications.delegatedPermissionIds has a Permission Id that cannot be found in the AppPermissions sets.";
            return Err(Refusal::invalid_value("api.preAuthorizedApplications.delegatedPermissionIds", message));
        }
    }
    Ok(())
}
