//! Delegated permissions: who has given them, who may.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::client::Client;
use super::resource::{Resource, Wanted, scopes_of};
use crate::Moment;
use crate::scenario::permissions;
use crate::state::well_known::GRAPH;
use crate::state::{LogEntry, Object, PermissionGrant, Tenant, User, roles};

/// Directory roles that may consent to delegated permissions for everybody.
const MAY_CONSENT_FOR_ALL: &[&str] = &[
    roles::GLOBAL_ADMINISTRATOR,
    roles::PRIVILEGED_ROLE_ADMINISTRATOR,
    roles::APPLICATION_ADMINISTRATOR,
    roles::CLOUD_APPLICATION_ADMINISTRATOR,
];

/// Scopes of the resource that the client has for the user: fixed ones of Microsoft's clients, pre-authorised ones, granted ones.
pub(crate) fn granted(tenant: &Tenant, client: &Client<'_>, user: &User, resource: &Resource) -> BTreeSet<String> {
    let mut scopes: BTreeSet<String> = preauthorised(tenant, client, resource);
    let Some((client_sp, _)) = client.service_principal else { return scopes };
    for (_, grant) in tenant.grants.all() {
        let for_user = grant.consent_type == "AllPrincipals" || grant.principal_id.as_deref() == Some(user.id.as_str());
        if grant.client_id == client_sp && grant.resource_id == resource.sp_id && for_user {
            scopes.extend(grant.scope.split_whitespace().map(str::to_owned));
        }
    }
    scopes
}

fn preauthorised(tenant: &Tenant, client: &Client<'_>, resource: &Resource) -> BTreeSet<String> {
    if let Some(microsoft) = client.microsoft {
        return microsoft.preauthorised(&resource.app_id).iter().cloned().collect();
    }
    let api = tenant.application_by_app_id(&resource.app_id).map(|(_, app)| &app.json["api"]);
    let entries = api.and_then(|api| api["preAuthorizedApplications"].as_array()).into_iter().flatten();
    let ids: BTreeSet<&str> = entries
        .filter(|entry| entry["appId"].as_str().is_some_and(|id| id.eq_ignore_ascii_case(&client.app_id)))
        .flat_map(|entry| entry["delegatedPermissionIds"].as_array().into_iter().flatten())
        .filter_map(Value::as_str)
        .collect();
    let named = scopes_of(tenant, resource).filter(|scope| scope["id"].as_str().is_some_and(|id| ids.contains(id)));
    named.filter_map(|scope| scope["value"].as_str()).map(str::to_owned).collect()
}

/// What was asked for, with `.default` and the scopes of OpenID Connect spelt out.
pub(crate) fn spelt_out(tenant: &Tenant, client: &Client<'_>, wanted: &Wanted) -> Vec<(Resource, BTreeSet<String>)> {
    let mut out = wanted.resources.clone();
    for (resource, names) in &mut out {
        if names.remove(".default") {
            names.extend(declared(tenant, client, resource));
        }
    }
    if !wanted.open_id.is_empty()
        && let Ok(graph) = Resource::graph(tenant)
    {
        match out.iter_mut().find(|(resource, _)| resource.app_id == GRAPH) {
            Some((_, names)) => names.extend(wanted.open_id.iter().cloned()),
            None => out.push((graph, wanted.open_id.clone())),
        }
    }
    out
}

/// The delegated permissions of the resource that the registration asks for.
fn declared(tenant: &Tenant, client: &Client<'_>, resource: &Resource) -> BTreeSet<String> {
    let entries = client.application.map_or(&[][..], |app| app.list("requiredResourceAccess")).iter();
    let ids: BTreeSet<&str> = entries
        .filter(|entry| entry["resourceAppId"].as_str() == Some(resource.app_id.as_str()))
        .flat_map(|entry| entry["resourceAccess"].as_array().into_iter().flatten())
        .filter(|access| access["type"] == "Scope")
        .filter_map(|access| access["id"].as_str())
        .collect();
    let named = scopes_of(tenant, resource).filter(|scope| scope["id"].as_str().is_some_and(|id| ids.contains(id)));
    named.filter_map(|scope| scope["value"].as_str()).map(str::to_owned).collect()
}

/// What is asked for and not yet given.
pub(crate) fn missing(
    tenant: &Tenant,
    client: &Client<'_>,
    user: &User,
    wanted: &Wanted,
) -> Vec<(Resource, BTreeSet<String>)> {
    let mut missing = Vec::new();
    for (resource, names) in spelt_out(tenant, client, wanted) {
        let given = granted(tenant, client, user, &resource);
        let open: BTreeSet<String> = names.into_iter().filter(|name| !given.contains(name)).collect();
        if !open.is_empty() {
            missing.push((resource, open));
        }
    }
    missing
}

/// Whether the user's roles suffice to consent for the organisation.
pub(crate) fn may_consent_for_all(user: &User) -> bool {
    MAY_CONSENT_FOR_ALL.iter().any(|role| user.has_role(role))
}

/// Whether the user may give these scopes for herself, under Microsoft's managed consent policy.
pub(crate) fn may_consent(tenant: &Tenant, user: &User, missing: &[(Resource, BTreeSet<String>)]) -> bool {
    let user_may = |resource: &Resource, name: &String| {
        if resource.app_id == GRAPH {
            return permissions().iter().any(|known| known.name == *name && known.consent.as_deref() == Some("user"));
        }
        scopes_of(tenant, resource).any(|scope| scope["value"] == *name && scope["type"] == "User")
    };
    let self_service = tenant.policies.authorization.get("defaultUserRolePermissions");
    let assigned = self_service.and_then(|users| users["permissionGrantPoliciesAssigned"].as_array());
    let open = assigned.into_iter().flatten().filter_map(Value::as_str);
    let users_may = open.into_iter().any(|policy| policy.starts_with("ManagePermissionGrantsForSelf."));
    may_consent_for_all(user)
        || users_may && missing.iter().all(|(resource, names)| names.iter().all(|name| user_may(resource, name)))
}

/// A sentence for a scope, as the consent page shows it.
pub(crate) fn title(tenant: &Tenant, resource: &Resource, name: &str) -> String {
    let titled = scopes_of(tenant, resource).find(|scope| scope["value"] == name);
    titled.and_then(|scope| scope["userConsentDisplayName"].as_str()).unwrap_or(name).to_owned()
}

/// Writes the consent: for everybody, or for the user alone. The enterprise application appears with it.
pub(crate) fn give(
    tenant: &mut Tenant,
    moment: Moment,
    app_id: &str,
    user: &User,
    for_all: bool,
    scopes: &[(Resource, BTreeSet<String>)],
) {
    let stamp = moment.stamp(tenant);
    let client_sp = service_principal(tenant, moment, app_id);
    for (resource, names) in scopes {
        let kind = if for_all { "AllPrincipals" } else { "Principal" };
        let principal = (!for_all).then(|| user.id.clone());
        let known = tenant.grants.all().map(|(_, grant)| grant).find(|grant| {
            grant.client_id == client_sp
                && grant.resource_id == resource.sp_id
                && grant.consent_type == kind
                && grant.principal_id == principal
        });
        let mut grant = match known.cloned() {
            Some(grant) => grant,
            None => PermissionGrant {
                id: tenant.ids.text(43),
                client_id: client_sp.clone(),
                consent_type: kind.to_owned(),
                principal_id: principal,
                resource_id: resource.sp_id.clone(),
                scope: String::new(),
            },
        };
        let mut union: BTreeSet<String> = grant.scope.split_whitespace().map(str::to_owned).collect();
        union.extend(names.iter().cloned());
        grant.scope = union.into_iter().collect::<Vec<_>>().join(" ");
        tenant.grants.write(grant.id.clone(), grant, stamp);
    }
    audit(tenant, moment, "Consent to application", user, &client_sp);
}

/// The object id of the client's service principal; made when there is none.
pub(crate) fn service_principal(tenant: &mut Tenant, moment: Moment, app_id: &str) -> String {
    if let Some((id, _)) = tenant.service_principal_by_app_id(app_id) {
        return id.to_owned();
    }
    let id = tenant.new_id();
    let microsoft = crate::scenario::clients().iter().find(|client| client.app_id == app_id);
    let (name, owner) = match (tenant.application_by_app_id(app_id), microsoft) {
        (Some((_, app)), _) => (app.text("displayName").to_owned(), tenant.id.clone()),
        (None, Some(client)) => (client.name.clone(), client.owner_tenant.clone()),
        (None, None) => (app_id.to_owned(), tenant.id.clone()),
    };
    let mut object = Object::service_principal(&id, app_id, &name, &owner);
    object.created_at = Some(moment.now);
    object.json.insert("createdDateTime".to_owned(), json!(moment.now));
    object.json.insert("tags".to_owned(), json!(["WindowsAzureActiveDirectoryIntegratedApp"]));
    let stamp = moment.stamp(tenant);
    tenant.service_principals.write(id.clone(), object, stamp);
    id
}

/// An entry of the directory audit by a user about a service principal.
pub(crate) fn audit(tenant: &mut Tenant, moment: Moment, activity: &str, user: &User, target: &str) {
    let name = tenant.service_principals.current(target).map(|sp| sp.text("displayName").to_owned());
    let entry = json!({
        "id": format!("Directory_{}", tenant.new_id()),
        "category": "ApplicationManagement",
        "correlationId": tenant.new_id(),
        "result": "success",
        "resultReason": "",
        "activityDisplayName": activity,
        "activityDateTime": moment.now,
        "loggedByService": "Core Directory",
        "operationType": "Assign",
        "initiatedBy": {
            "app": null,
            "user": { "id": user.id, "displayName": null, "userPrincipalName": user.upn, "ipAddress": "203.0.113.24" },
        },
        "targetResources": [{
            "id": target,
            "displayName": name,
            "type": "ServicePrincipal",
            "userPrincipalName": null,
            "groupType": null,
            "modifiedProperties": [],
        }],
        "additionalDetails": [],
    });
    let json = match entry {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    tenant.audit(LogEntry { at: moment.now, written: moment.delays_now, json });
}
