//! Directory roles: which are active, who holds them, who could activate them.

use http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use super::answer::Answer;
use super::call::Call;
use super::refusal::{Outcome, Refusal};
use super::shape;
use crate::state::well_known::PLAN_ENTRA_P2;
use crate::state::{Tenant, User, roles};

/// An activated role as `directoryRole`, by template id.
pub(super) fn role_json(tenant: &Tenant, template_id: &str) -> Option<Value> {
    let name = roles::name(template_id)?;
    let id = tenant.directory_roles.get(template_id).cloned().unwrap_or_else(|| derived("directory role", template_id));
    Some(json!({
        "id": id,
        "deletedDateTime": null,
        "description": format!("Holders of {name}."),
        "displayName": name,
        "roleTemplateId": template_id,
    }))
}

/// Ids of things that the state does not keep, the same every time.
fn derived(kind: &str, name: &str) -> String {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("{kind}:{name}").as_bytes()).to_string()
}

/// Only activated roles are listed.
pub(super) fn list(call: &Call<'_>) -> Outcome {
    call.options.check("/directoryRoles", "DirectoryRole")?;
    let items = call.read(|tenant| tenant.directory_roles.keys().filter_map(|role| role_json(tenant, role)).collect());
    let items: Vec<Value> = call.options.apply(items).into_iter().map(|item| call.options.shape(item)).collect();
    Ok(Answer::ok(json!({ "@odata.context": call.context("directoryRoles"), "value": items })))
}

pub(super) fn members(call: &Call<'_>) -> Outcome {
    let id = call.parameter("directoryRole-id").to_owned();
    let items: Option<Vec<Value>> = call.read(|tenant| {
        let (template, _) = tenant.directory_roles.iter().find(|(_, object)| **object == id)?;
        let holders = tenant.users.values().filter(|user| user.has_role(template));
        Some(holders.filter_map(|user| shape::directory_object(tenant, &user.id)).collect())
    });
    let items = items.ok_or_else(|| Refusal::not_found(&id))?;
    let items: Vec<Value> = items.into_iter().map(|item| call.options.shape(item)).collect();
    Ok(Answer::ok(json!({ "@odata.context": call.context("directoryObjects"), "value": items })))
}

fn definition_json(template_id: &str, name: &str) -> Value {
    json!({
        "id": template_id,
        "description": format!("Holders of {name}."),
        "displayName": name,
        "isBuiltIn": true,
        "isEnabled": true,
        "resourceScopes": ["/"],
        "rolePermissions": [],
        "templateId": template_id,
        "version": "1",
    })
}

pub(super) fn definitions(call: &Call<'_>) -> Outcome {
    call.options.check("/roleManagement/directory/roleDefinitions", "UnifiedRoleDefinition")?;
    let all = roles::ALL.iter().map(|(id, name)| definition_json(id, name)).collect();
    let items: Vec<Value> = call.options.apply(all).into_iter().map(|item| call.options.shape(item)).collect();
    Ok(Answer::ok(
        json!({ "@odata.context": call.context("roleManagement/directory/roleDefinitions"), "value": items }),
    ))
}

fn assignment_json(call: &Call<'_>, tenant: &Tenant, user: &User, role: &str) -> Value {
    let mut json = json!({
        "id": derived("role assignment", &format!("{}{role}", user.id)),
        "appScopeId": null,
        "condition": null,
        "directoryScopeId": "/",
        "principalId": user.id,
        "principalOrganizationId": tenant.id,
        "roleDefinitionId": role,
    });
    expand(call, tenant, user, role, &mut json);
    json
}

fn expand(call: &Call<'_>, tenant: &Tenant, user: &User, role: &str, json: &mut Value) {
    if call.options.expands("roleDefinition") {
        json["roleDefinition"] = definition_json(role, roles::name(role).unwrap_or_default());
    }
    if call.options.expands("principal") {
        json["principal"] = shape::directory_object(tenant, &user.id).unwrap_or_default();
    }
}

pub(super) fn assignments(call: &Call<'_>) -> Outcome {
    call.options.check("/roleManagement/directory/roleAssignments", "UnifiedRoleAssignment")?;
    let all = call.read(|tenant| {
        let held = tenant.users.values().flat_map(|user| user.roles.iter().map(move |role| (user, role)));
        held.map(|(user, role)| assignment_json(call, tenant, user, role)).collect()
    });
    let items: Vec<Value> = call.options.apply(all).into_iter().map(|item| call.options.shape(item)).collect();
    Ok(Answer::ok(
        json!({ "@odata.context": call.context("roleManagement/directory/roleAssignments"), "value": items }),
    ))
}

/// Roles that could be activated; needs Entra ID P2 in the tenant.
pub(super) fn eligibility(call: &Call<'_>) -> Outcome {
    let own = call.operation.id == "listMyRoleEligibility";
    let all: Option<Vec<Value>> = call.read(|tenant| {
        licensed(tenant).then(|| {
            let users = tenant.users.values().filter(|user| !own || user.id == call.caller.object_id);
            let eligible = users.flat_map(|user| user.eligible_roles.iter().map(move |role| (user, role)));
            eligible.map(|(user, role)| eligibility_json(call, tenant, user, role)).collect()
        })
    });
    let all = all.ok_or_else(|| {
        let message = "The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.";
        Refusal::new(StatusCode::BAD_REQUEST, "AadPremiumLicenseRequired", message)
    })?;
    let items: Vec<Value> = call.options.apply(all).into_iter().map(|item| call.options.shape(item)).collect();
    let context = call.context("Collection(unifiedRoleEligibilityScheduleInstance)");
    Ok(Answer::ok(json!({ "@odata.context": context, "value": items })))
}

fn eligibility_json(call: &Call<'_>, tenant: &Tenant, user: &User, role: &str) -> Value {
    let id = derived("eligibility", &format!("{}{role}", user.id));
    let mut json = json!({
        "id": id,
        "appScopeId": null,
        "directoryScopeId": "/",
        "endDateTime": null,
        "memberType": "Direct",
        "principalId": user.id,
        "roleDefinitionId": role,
        "roleEligibilityScheduleId": id,
        "startDateTime": user.created_at,
    });
    expand(call, tenant, user, role, &mut json);
    json
}

fn licensed(tenant: &Tenant) -> bool {
    tenant_has_plan(tenant, PLAN_ENTRA_P2)
}

/// Whether some licence of the tenant that is in force has the plan.
pub(super) fn tenant_has_plan(tenant: &Tenant, plan: &str) -> bool {
    tenant.skus.values().any(|sku| {
        matches!(sku.capability_status.as_str(), "Enabled" | "Warning")
            && sku.plans.iter().any(|one| one.id == plan && one.provisioning_status == "Success")
    })
}
