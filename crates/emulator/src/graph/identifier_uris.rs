//! Which identifier URIs an application may take. Sources: entra-docs identifier-uri-restrictions@0cf2ea0,
//! configure-app-management-policies@30310f9; the list of secure patterns is general knowledge.

use serde_json::Value;

use super::refusal::Refusal;
use crate::state::{DeletedKind, Object, Tenant};

/// Judges the URIs that are new.
pub(super) fn check(tenant: &Tenant, id: &str, old: &Object, new: &Object) -> Result<(), Refusal> {
    let added = new.list("identifierUris").iter().filter(|uri| !old.list("identifierUris").contains(uri));
    for uri in added.filter_map(Value::as_str) {
        check_form(tenant, new, uri)?;
        check_taken(tenant, id, uri)?;
    }
    Ok(())
}

fn check_form(tenant: &Tenant, new: &Object, uri: &str) -> Result<(), Refusal> {
    let scheme = uri.split_once("://").map(|(scheme, _)| scheme).unwrap_or_default();
    if uri.ends_with('/') || uri.contains(char::is_whitespace) || scheme.is_empty() {
        return Err(Refusal::bad_request("Property identifierUris is invalid."));
    }
    let app_id = new.text("appId");
    let default_form = uri == format!("api://{app_id}") || uri == format!("api://{}/{app_id}", tenant.id);
    // Tokens of version 2 name the app by its id, so both policies let such an app alone.
    let version_2 = new.json.get("api").and_then(|api| api.get("requestedAccessTokenVersion")) == Some(&Value::from(2));
    if default_form || version_2 {
        return Ok(());
    }
    if restricts(tenant, "nonDefaultUriAddition") {
        return Err(refused(uri));
    }
    let identified = uri.contains(app_id) || uri.contains(&tenant.id) || names_verified_domain(tenant, uri);
    if identified {
        return Ok(());
    }
    match restricts(tenant, "uriAdditionWithoutUniqueTenantIdentifier") {
        true => Err(refused(uri)),
        false if scheme == "https" || scheme == "http" => {
            let message = format!(
                "Values of identifierUris property must use a verified domain of the organization or its subdomain: '{uri}'"
            );
            Err(Refusal::bad("HostNameNotOnVerifiedDomain", message))
        }
        false => Ok(()),
    }
}

fn refused(uri: &str) -> Refusal {
    Refusal::bad_request(format!(
        "Failed to add identifier URI {uri}. All newly added URIs must contain a tenant verified domain, tenant ID, or app ID, as per the default tenant policy of your organization. See https://aka.ms/identifier-uri-addition-error for more information on this error."
    ))
}

fn names_verified_domain(tenant: &Tenant, uri: &str) -> bool {
    let host = uri.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or_default()).unwrap_or_default();
    tenant.domains.iter().any(|domain| host == domain || host.ends_with(&format!(".{domain}")))
}

fn restricts(tenant: &Tenant, name: &str) -> bool {
    let policy = tenant.policies.default_app_management.get("applicationRestrictions");
    let rule = policy.and_then(|policy| policy.get("identifierUris")).and_then(|uris| uris.get(name));
    rule.and_then(|rule| rule.get("state")).is_some_and(|state| state == "enabled")
}

fn check_taken(tenant: &Tenant, id: &str, uri: &str) -> Result<(), Refusal> {
    let holds = |object: &Object| object.list("identifierUris").iter().any(|known| known.as_str() == Some(uri));
    let live = tenant.applications.all().any(|(other, object)| other != id && holds(object));
    let deleted = tenant
        .deleted
        .all()
        .any(|(other, item)| other != id && item.kind == DeletedKind::Application && holds(&item.object));
    match live || deleted {
        true => {
            Err(Refusal::bad_request("Another object with the same value for property identifierUris already exists."))
        }
        false => Ok(()),
    }
}
