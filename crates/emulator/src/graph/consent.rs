//! Consent as two kinds of objects: app role assignments (application permissions) and delegated permission grants.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::answer::Answer;
use super::audit::{self, Target, activity};
use super::call::Call;
use super::refusal::{Outcome, Refusal};
use super::service_principals;
use super::shape::{self, Kind};
use crate::state::well_known::GRAPH;
use crate::state::{AppRoleAssignment, Object, PermissionGrant, Tenant, roles};
use crate::{Moment, state};

/// Azure AD Graph, the other API whose roles only the most privileged may give.
const AZURE_AD_GRAPH: &str = "00000002-0000-0000-c000-000000000000";
/// "Default access": an assignment without a role.
const DEFAULT_ACCESS: &str = "00000000-0000-0000-0000-000000000000";
const KIND: Kind = Kind::ServicePrincipal;

fn of_resource(call: &Call<'_>) -> bool {
    call.operation.path.contains("/appRoleAssignedTo")
}

pub(super) fn list_assignments(call: &Call<'_>) -> Outcome {
    call.read(|tenant| {
        let (id, _) = shape::find(call, tenant, KIND)?;
        call.options.check("/servicePrincipals/{id}/appRoleAssignedTo and /appRoleAssignments", "AppRoleAssignment")?;
        let resource = of_resource(call);
        let items: Vec<Value> = tenant
            .app_role_assignments
            .all_seen(call.view)
            .filter(|(_, one)| id == if resource { &one.resource_id } else { &one.principal_id }.as_str())
            .map(|(_, one)| assignment_json(one))
            .collect();
        let items = call.options.apply(items).into_iter().map(|item| call.options.shape(item)).collect();
        let address = format!("{}{}", call.root(), call.path);
        Ok(Answer::ok(call.options.page(&address, call.context("appRoleAssignments"), items)))
    })
}

fn assignment_json(assignment: &AppRoleAssignment) -> Value {
    let mut json = serde_json::to_value(assignment).unwrap_or_default();
    json["deletedDateTime"] = Value::Null;
    json
}

pub(super) fn create_assignment(call: &Call<'_>) -> Outcome {
    call.write(|tenant, moment| {
        let (path_id, _) = shape::find(call, tenant, KIND)?;
        let text = |name: &str| call.text(name).unwrap_or_default().to_ascii_lowercase();
        let (principal, resource, role) = (text("principalId"), text("resourceId"), text("appRoleId"));
        let side = if of_resource(call) { &resource } else { &principal };
        if *side != path_id {
            return Err(Refusal::bad_request("Not a valid reference update."));
        }
        let holder = visible(call, tenant, moment, &principal)?;
        let api = visible(call, tenant, moment, &resource)?;
        may_assign(call, tenant, &api)?;
        check_role(&api, &role, &holder)?;
        let same = |one: &AppRoleAssignment| {
            one.principal_id == principal && one.resource_id == resource && one.app_role_id == role
        };
        if tenant.app_role_assignments.all().any(|(_, one)| same(one)) {
            return Err(Refusal::bad_request("Permission being assigned already exists on the object"));
        }
        let assignment = AppRoleAssignment {
            id: assignment_id(tenant, &principal),
            app_role_id: role,
            created_date_time: moment.now,
            principal_display_name: holder.text("displayName").to_owned(),
            principal_id: principal,
            principal_type: "ServicePrincipal".to_owned(),
            resource_display_name: api.text("displayName").to_owned(),
            resource_id: resource,
        };
        let stamp = moment.stamp(tenant);
        tenant.app_role_assignments.write(assignment.id.clone(), assignment.clone(), stamp);
        log_assignment(call, tenant, moment, &assignment, activity::ADD_APP_ROLE_ASSIGNMENT);
        let mut body = assignment_json(&assignment);
        let list = if of_resource(call) { "appRoleAssignedTo" } else { "appRoleAssignments" };
        let address = format!("servicePrincipals('{path_id}')/{list}");
        body["@odata.context"] = call.context(&format!("{address}/$entity"));
        Ok(Answer::created(body, format!("{}/{address}/{}", call.root(), assignment.id)))
    })
}

/// A service principal that a reference may name: there, shown by this replica, and no longer new. Ids of the wrong kind
/// and lag look the same.
fn visible(call: &Call<'_>, tenant: &Tenant, moment: Moment, id: &str) -> Result<Object, Refusal> {
    let seen = tenant.service_principals.seen(id, call.view).cloned();
    let fresh = shape::is_fresh(&tenant.service_principals, id, tenant, moment);
    seen.filter(|_| !fresh).ok_or_else(|| Refusal::bad_request("Not a valid reference update."))
}

/// Roles of Microsoft Graph itself take a Privileged Role Administrator; those of other APIs an application administrator, or
/// the owner of the API.
fn may_assign(call: &Call<'_>, tenant: &Tenant, api: &Object) -> Result<(), Refusal> {
    let microsoft = [GRAPH, AZURE_AD_GRAPH].contains(&api.text("appId"));
    if call.caller.app_only {
        let full = call.holds_any(&["AppRoleAssignment.ReadWrite.All"]);
        return (full || !microsoft).then_some(()).ok_or_else(Refusal::denied);
    }
    let mut allowed = vec![roles::PRIVILEGED_ROLE_ADMINISTRATOR];
    if !microsoft {
        allowed.extend([roles::APPLICATION_ADMINISTRATOR, roles::CLOUD_APPLICATION_ADMINISTRATOR]);
    }
    let by_role = allowed.iter().any(|role| call.has_role(tenant, role));
    let owner = !microsoft && api.owners.contains(&call.caller.object_id);
    (by_role || owner).then_some(()).ok_or_else(Refusal::denied)
}

fn check_role(api: &Object, role: &str, holder: &Object) -> Result<(), Refusal> {
    if role == DEFAULT_ACCESS {
        return Ok(());
    }
    let found = service_principals::permission(api, "appRoles", role);
    let for_apps = |one: &Value| {
        one.get("allowedMemberTypes").and_then(Value::as_array).is_some_and(|all| all.contains(&json!("Application")))
    };
    let usable = found.is_some_and(|one| one.get("isEnabled") == Some(&Value::Bool(true)) && for_apps(one));
    usable.then_some(()).ok_or_else(|| {
        let (role, app) = (role, holder.text("appId"));
        Refusal::bad_request(format!("Permission being assigned was not found on application '{app}': {role}"))
    })
}

/// 32 bytes in Base64: the holder's id and something random, as Entra makes them.
fn assignment_id(tenant: &mut Tenant, principal: &str) -> String {
    let bytes = |text: &str| uuid::Uuid::parse_str(text).map(|id| id.to_bytes_le()).unwrap_or_default();
    let random = tenant.new_id();
    URL_SAFE_NO_PAD.encode([bytes(principal), bytes(&random)].concat())
}

pub(super) fn delete_assignment(call: &Call<'_>) -> Outcome {
    call.write(|tenant, moment| {
        let (path_id, _) = shape::find(call, tenant, KIND)?;
        let id = call.parameter("appRoleAssignment-id").to_owned();
        let found = tenant.app_role_assignments.seen(&id, call.view).cloned();
        let assignment = found
            .filter(|one| path_id == if of_resource(call) { &one.resource_id } else { &one.principal_id }.as_str())
            .filter(|_| tenant.app_role_assignments.current(&id).is_some())
            .ok_or_else(|| Refusal::not_found(&id))?;
        // Whether application administrators may take a Graph role away is not documented; it takes less to take than to give.
        let owner = tenant
            .service_principals
            .current(&assignment.resource_id)
            .is_some_and(|api| api.owners.contains(&call.caller.object_id));
        if !(call.standing.role || owner) {
            return Err(Refusal::denied());
        }
        let stamp = moment.stamp(tenant);
        tenant.app_role_assignments.delete(&id, stamp);
        log_assignment(call, tenant, moment, &assignment, activity::REMOVE_APP_ROLE_ASSIGNMENT);
        Ok(Answer::no_content())
    })
}

fn log_assignment(call: &Call<'_>, tenant: &mut Tenant, moment: Moment, assignment: &AppRoleAssignment, what: &str) {
    let resource = tenant.service_principals.current(&assignment.resource_id);
    let role = resource.and_then(|api| service_principals::permission(api, "appRoles", &assignment.app_role_id));
    let value = role.and_then(|role| role.get("value")).cloned().unwrap_or_default();
    let added = what == activity::ADD_APP_ROLE_ASSIGNMENT;
    let (old, new) = if added { (None, Some(&value)) } else { (Some(&value), None) };
    let resource = Target::service_principal(&assignment.resource_id, &assignment.resource_display_name).changed(
        "AppRole.Value",
        old,
        new,
    );
    let holder = Target::service_principal(&assignment.principal_id, &assignment.principal_display_name);
    audit::record(tenant, moment, &call.caller, what, &[resource, holder]);
}

pub(super) fn list_grants(call: &Call<'_>) -> Outcome {
    call.read(|tenant| {
        let only = match call.parameter("servicePrincipal-id") {
            "" => None,
            _ => Some(shape::find(call, tenant, KIND)?.0),
        };
        let items: Vec<Value> = tenant
            .grants
            .all_seen(call.view)
            .filter(|(_, grant)| only.as_ref().is_none_or(|id| grant.client_id == *id))
            .map(|(_, grant)| json!(grant))
            .collect();
        let items = call.options.apply(items).into_iter().map(|item| call.options.shape(item)).collect();
        let address = format!("{}{}", call.root(), call.path);
        Ok(Answer::ok(call.options.page(&address, call.context("oauth2PermissionGrants"), items)))
    })
}

pub(super) fn get_grant(call: &Call<'_>) -> Outcome {
    let id = call.parameter("oAuth2PermissionGrant-id");
    let grant = call.read(|tenant| tenant.grants.seen(id, call.view).cloned()).ok_or_else(|| Refusal::not_found(id))?;
    let mut body = json!(grant);
    body["@odata.context"] = call.context("oauth2PermissionGrants/$entity");
    Ok(Answer::ok(body))
}

pub(super) fn create_grant(call: &Call<'_>) -> Outcome {
    call.write(|tenant, moment| {
        may_grant(call)?;
        let text = |name: &str| call.text(name).unwrap_or_default().to_owned();
        let consent_type = text("consentType");
        let principal_id = call.text("principalId").map(str::to_owned);
        let for_one = consent_type == "Principal";
        if !(for_one || consent_type == "AllPrincipals") || for_one != principal_id.is_some() {
            return Err(Refusal::bad_request(
                "Invalid value specified for property 'consentType' of resource 'OAuth2PermissionGrant'.",
            ));
        }
        let client = visible(call, tenant, moment, &text("clientId"))?;
        visible(call, tenant, moment, &text("resourceId"))?;
        if principal_id.as_ref().is_some_and(|id| !tenant.users.contains_key(id)) {
            return Err(Refusal::bad_request("Not a valid reference update."));
        }
        let grant = PermissionGrant {
            id: grant_id(tenant, &text("clientId")),
            client_id: text("clientId"),
            consent_type,
            principal_id,
            resource_id: text("resourceId"),
            scope: text("scope"),
        };
        let same = |one: &PermissionGrant| {
            one.client_id == grant.client_id
                && one.resource_id == grant.resource_id
                && one.consent_type == grant.consent_type
                && one.principal_id == grant.principal_id
        };
        if tenant.grants.all().any(|(_, one)| same(one)) {
            return Err(Refusal::same_key("Permission entry already exists."));
        }
        let stamp = moment.stamp(tenant);
        tenant.grants.write(grant.id.clone(), grant.clone(), stamp);
        let target = Target::service_principal(&grant.client_id, client.text("displayName")).changed(
            "DelegatedPermissionGrant.Scope",
            None,
            Some(&json!(grant.scope)),
        );
        audit::record(tenant, moment, &call.caller, activity::ADD_DELEGATED_GRANT, std::slice::from_ref(&target));
        audit::record(tenant, moment, &call.caller, activity::CONSENT, &[target]);
        let mut body = json!(grant);
        body["@odata.context"] = call.context("oauth2PermissionGrants/$entity");
        Ok(Answer::created(body, format!("{}/oauth2PermissionGrants/{}", call.root(), grant.id)))
    })
}

/// Application administrators suffice for every delegated permission.
fn may_grant(call: &Call<'_>) -> Result<(), Refusal> {
    (call.caller.app_only || call.standing.role).then_some(()).ok_or_else(Refusal::denied)
}

fn grant_id(tenant: &mut Tenant, client: &str) -> String {
    assignment_id(tenant, client)
}

pub(super) fn update_grant(call: &Call<'_>) -> Outcome {
    change_grant(call, |grant, call| {
        if let Some(scope) = call.text("scope") {
            scope.clone_into(&mut grant.scope);
        }
        Some(grant.clone())
    })
}

pub(super) fn delete_grant(call: &Call<'_>) -> Outcome {
    change_grant(call, |_, _| None)
}

fn change_grant(
    call: &Call<'_>,
    change: impl Fn(&mut PermissionGrant, &Call<'_>) -> Option<PermissionGrant>,
) -> Outcome {
    call.write(|tenant, moment| {
        may_grant(call)?;
        let id = call.parameter("oAuth2PermissionGrant-id").to_owned();
        tenant.grants.seen(&id, call.view).ok_or_else(|| Refusal::not_found(&id))?;
        let mut grant = tenant.grants.current(&id).cloned().ok_or_else(|| Refusal::not_found(&id))?;
        let before = grant.scope.clone();
        let stamp: state::Stamp = moment.stamp(tenant);
        let client = tenant.service_principals.current(&grant.client_id);
        let name = client.map(|client| client.text("displayName").to_owned()).unwrap_or_default();
        let after = change(&mut grant, call);
        let target = Target::service_principal(&grant.client_id, &name).changed(
            "DelegatedPermissionGrant.Scope",
            Some(&json!(before)),
            after.as_ref().map(|grant| json!(grant.scope)).as_ref(),
        );
        let what = match after {
            Some(grant) => {
                tenant.grants.write(id, grant, stamp);
                activity::ADD_DELEGATED_GRANT
            }
            None => {
                tenant.grants.delete(&id, stamp);
                activity::REMOVE_DELEGATED_GRANT
            }
        };
        audit::record(tenant, moment, &call.caller, what, &[target]);
        Ok(Answer::no_content())
    })
}
