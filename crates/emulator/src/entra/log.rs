//! Sign-ins as `/auditLogs/signIns` shows them. v1.0 lists the interactive ones, beta also those of service principals; which
//! is which stands in `signInEventTypes`.

use serde_json::{Map, Value, json};

use super::claims::Desk;
use super::problem::Problem;
use super::resource::Resource;
use super::token::AppAnswer;
use crate::state::{LogEntry, Tenant, User};

/// Every property of a beta sign-in, with the values it has when there is nothing to say.
const BLANK: &str = include_str!("../../data/blank-sign-in.json");

/// A user signed in.
pub(crate) fn user_sign_in(
    desk: &Desk<'_>,
    tenant: &mut Tenant,
    app_id: &str,
    app_name: &str,
    user: &User,
    resource: &Resource,
) {
    let more = json!({
        "userDisplayName": user.display_name,
        "userPrincipalName": user.upn,
        "userId": user.id,
        "userType": if user.is_guest() { "guest" } else { "member" },
        "isInteractive": true,
        "clientAppUsed": "Browser",
        "signInEventTypes": ["interactiveUser"],
        "appId": app_id,
        "appDisplayName": app_name,
        "resourceDisplayName": resource.name,
        "resourceId": resource.app_id,
        "resourceServicePrincipalId": resource.sp_id,
        "servicePrincipalId": "",
        "servicePrincipalName": null,
        "clientCredentialType": "none",
        "servicePrincipalCredentialKeyId": null,
        "servicePrincipalCredentialThumbprint": null,
    });
    write(desk, tenant, applied(tenant, more));
}

/// With the Conditional Access policies that looked at the sign-in: it went on, so those in force were satisfied.
fn applied(tenant: &Tenant, mut more: Value) -> Value {
    let policies: Vec<Value> = tenant
        .policies
        .conditional_access
        .iter()
        .map(|policy| {
            json!({
                "id": policy.get("id"),
                "displayName": policy.get("displayName"),
                "enforcedGrantControls": [],
                "enforcedSessionControls": [],
                "result": if policy.get("state") == Some(&json!("enabled")) { "success" } else { "notEnabled" },
            })
        })
        .collect();
    more["appliedConditionalAccessPolicies"] = Value::Array(policies);
    more
}

/// An app signed in as itself, or tried to.
pub(crate) fn app_sign_in(desk: &Desk<'_>, tenant: &mut Tenant, app_id: &str, result: Result<&AppAnswer, &Problem>) {
    let Some((sp_id, sp)) = tenant.service_principal_by_app_id(app_id) else { return };
    let mut more = json!({
        "signInEventTypes": ["servicePrincipal"],
        "appId": app_id,
        "appDisplayName": sp.text("displayName"),
        "servicePrincipalId": sp_id,
        "servicePrincipalName": sp.text("displayName"),
        "appOwnerTenantId": sp.text("appOwnerOrganizationId"),
    });
    let known = match result {
        Ok((_, proof, resource)) => json!({
            "resourceDisplayName": resource.name,
            "resourceId": resource.app_id,
            "resourceServicePrincipalId": resource.sp_id,
            "clientCredentialType": if proof.strength == "2" { "certificate" } else { "clientSecret" },
            "servicePrincipalCredentialKeyId": proof.key_id,
            "servicePrincipalCredentialThumbprint": proof.thumbprint,
        }),
        Err(problem) => json!({
            "status": { "errorCode": problem.number, "failureReason": problem.text, "additionalDetails": null },
        }),
    };
    if let (Value::Object(more), Value::Object(known)) = (&mut more, known) {
        more.extend(known);
    }
    write(desk, tenant, more);
}

fn write(desk: &Desk<'_>, tenant: &mut Tenant, more: Value) {
    let mut entry: Map<String, Value> = serde_json::from_str(BLANK).unwrap_or_default();
    if let Value::Object(more) = more {
        entry.extend(more);
    }
    entry.insert("id".to_owned(), json!(tenant.new_id()));
    entry.insert("createdDateTime".to_owned(), json!(desk.now()));
    entry.insert("correlationId".to_owned(), json!(desk.ids.correlation_id()));
    entry.insert("homeTenantId".to_owned(), json!(tenant.id));
    entry.insert("resourceTenantId".to_owned(), json!(tenant.id));
    tenant.log_sign_in(LogEntry { at: desk.now(), written: desk.moment.delays_now, json: entry });
}
