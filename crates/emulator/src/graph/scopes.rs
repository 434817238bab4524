//! Rules for an application's own permissions: what is enabled cannot go, and only what is there can be preauthorised.

use serde_json::Value;

use super::refusal::Refusal;
use crate::state::{Object, Tenant};

/// Clients that Microsoft documents for Teams, Microsoft 365 and Outlook: they are in no tenant of a customer's.
const MICROSOFTS_CLIENTS: [&str; 7] = [
    "1fec8e78-bce4-4aaf-ab1b-5451cc387264",
    "5e3ce6c0-2b1f-4285-8d4b-75ee78787346",
    "4765445b-32c6-49b0-83e6-1d93765276ca",
    "0ec893e0-5785-4de6-99da-4ed124e5296c",
    "d3590ed6-52b3-4102-aeff-aad2292ab01c",
    "bc59ab01-8403-45c6-8796-ac3ef710b3e3",
    "27922004-5251-4030-b22d-91ecd9a37ea4",
];

/// Compares the application before and after.
pub(super) fn check(old: &Object, new: &Object) -> Result<(), Refusal> {
    check_enabled(&scopes_of(old), &scopes_of(new))?;
    check_enabled(old.list("appRoles"), new.list("appRoles"))?;
    check_values(&scopes_of(new))?;
    check_preauthorised(old, new)
}

/// Whether clients that are new are applications at all, where that counts. The sentence is ours: Microsoft documents none.
pub(super) fn check_clients(tenant: &Tenant, old: &Object, new: &Object) -> Result<(), Refusal> {
    let before = api(old, "preAuthorizedApplications");
    let id = |client: &Value| client.get("appId").and_then(Value::as_str).unwrap_or_default().to_lowercase();
    let known = |wanted: &str| {
        let is_it = |object: &Object| object.text("appId").eq_ignore_ascii_case(wanted);
        MICROSOFTS_CLIENTS.contains(&wanted)
            || tenant.applications.all().any(|(_, object)| is_it(object))
            || tenant.service_principals.all().any(|(_, object)| is_it(object))
    };
    for client in api(new, "preAuthorizedApplications") {
        let wanted = id(&client);
        let is_new = before.iter().all(|other| id(other) != wanted);
        if tenant.oddities.preauthorizes_known_apps_only && is_new && !known(&wanted) {
            let message = format!(
                "Property api.preAuthorizedApplications.appId has an application '{wanted}' that cannot be found."
            );
            return Err(Refusal::invalid_value("api.preAuthorizedApplications.appId", message));
        }
    }
    Ok(())
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
